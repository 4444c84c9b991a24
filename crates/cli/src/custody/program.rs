//! PostgreSQL's own programs. Where they connect to is told by the environment: a command line is seen by everybody.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::process::{Command, Output, Stdio};

use anyhow::Context;
use percent_encoding::percent_decode_str;
use url::Url;

/// What a server's address may say after its question mark, and the variable that says the same.
const SETTINGS: [(&str, &str); 9] = [
    ("host", "PGHOST"),
    ("port", "PGPORT"),
    ("dbname", "PGDATABASE"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
];

/// The programs, for one database.
pub(super) struct Programs {
    variables: Vec<(&'static str, String)>,
    database: String,
}

impl Programs {
    /// For the database at an address. What this leaves open, like a password, is up to the programs' own files.
    pub(super) fn for_url(url: &str) -> anyhow::Result<Self> {
        let url: Url = url.parse().context("the address of the database is wrong")?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let mut variables = Vec::new();
        variables.extend(url.host_str().map(|host| ("PGHOST", decoded(host.trim_matches(['[', ']'])))));
        variables.extend(url.port().map(|port| ("PGPORT", port.to_string())));
        variables.extend(Some(url.username()).filter(|user| !user.is_empty()).map(|user| ("PGUSER", decoded(user))));
        variables.extend(url.password().map(|password| ("PGPASSWORD", decoded(password))));
        let name = url.path().trim_start_matches('/');
        variables.extend(Some(name).filter(|name| !name.is_empty()).map(|name| ("PGDATABASE", decoded(name))));
        for (key, value) in url.query_pairs() {
            let known = SETTINGS.iter().find(|(name, _)| *name == key);
            variables.extend(known.map(|(_, variable)| (*variable, value.into_owned())));
        }
        let said =
            |wanted: &str| variables.iter().rev().find(|(name, _)| *name == wanted).map(|(_, value)| value.clone());
        let database = said("PGDATABASE").or_else(|| said("PGUSER")).context("the address names no database")?;
        Ok(Self { variables, database })
    }

    /// The name of the database.
    pub(super) fn database(&self) -> &str {
        &self.database
    }

    /// Refuses a program that is missing, or older than the server.
    pub(super) fn require(&self, program: &str, server: i32) -> anyhow::Result<()> {
        let answer = String::from_utf8(self.run(program, ["--version"])?.stdout)?;
        let found = major(&answer).with_context(|| format!("{program} says no version: {answer}"))?;
        anyhow::ensure!(
            found >= server,
            "{program} is of version {found}, the server of {server}: install the client programs of PostgreSQL {server}"
        );
        Ok(())
    }

    /// Runs a program to its end, and answers what it wrote.
    pub(super) fn run<S: AsRef<OsStr>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> anyhow::Result<Output> {
        let mut command = Command::new(program);
        command.args(arguments).envs(self.variables.iter().cloned()).stdin(Stdio::null());
        let output = command.output().map_err(|error| match error.kind() {
            ErrorKind::NotFound => anyhow::anyhow!(
                "the program {program} is missing: install PostgreSQL's client programs (postgresql-client)"
            ),
            _ => anyhow::Error::new(error).context(format!("{program} cannot be run")),
        })?;
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{program} failed: {}", said.trim());
        Ok(output)
    }
}

/// The major version in an answer such as `pg_dump (PostgreSQL) 17.2 (Debian 17.2-1)`.
fn major(answer: &str) -> Option<i32> {
    let (_, version) = answer.split_once("(PostgreSQL) ")?;
    version.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_by_variables() {
        let programs =
            Programs::for_url("postgres://ente:se%3Agreto@[::1]:5433/piano?sslmode=require&application_name=x")
                .unwrap();
        let expected = [
            ("PGHOST", "::1"),
            ("PGPORT", "5433"),
            ("PGUSER", "ente"),
            ("PGPASSWORD", "se:greto"),
            ("PGDATABASE", "piano"),
            ("PGSSLMODE", "require"),
        ];
        assert_eq!(programs.variables, expected.map(|(name, value)| (name, value.to_owned())));
        assert_eq!(programs.database(), "piano");
        let socket = Programs::for_url("postgres:///piano?host=/run/postgresql").unwrap();
        assert_eq!(socket.variables.last(), Some(&("PGHOST", "/run/postgresql".to_owned())));
    }

    #[test]
    fn a_missing_and_an_old_program_are_named() {
        let programs = Programs::for_url("postgres://localhost/piano").unwrap();
        let missing = programs.require("pg_dump_that_is_not_there", 15).unwrap_err().to_string();
        assert!(missing.contains("missing"), "{missing}");
        assert_eq!(major("pg_dump (PostgreSQL) 17.2 (Debian 17.2-1)"), Some(17));
        assert_eq!(major("pg_dump"), None);
    }
}
