//! PostgreSQL: a backup is an archive of `pg_dump`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use cordata_persistence::custody::{CLEAR_SCRIPT, SETTLE_SCRIPT, TableContent};
use cordata_persistence::{ConnectOptions, Database, Durability};

use super::note::{Meant, Past, in_words};
use super::program::Programs;
use super::seal::{self, Source};
use super::{NewFile, Report, Wish, counts, flaws};
use crate::system::SystemClock;
use crate::wire::Layers;

/// What a restored database takes from its new home, not from the archive.
const AS_OURS: [&str; 2] = ["--no-owner", "--no-privileges"];

/// A backup to be made.
pub(crate) struct Backup<'a> {
    pub url: &'a str,
    pub output: &'a Path,
    pub wish: Wish,
}

impl Backup<'_> {
    /// Dumps one state of the database, and compares the archive with that state.
    pub(crate) async fn run(&self, database: &Database, verify_url: Option<&str>) -> anyhow::Result<Report> {
        let programs = Programs::for_url(self.url)?;
        require(&programs, database, &["pg_dump", "pg_restore"]).await?;
        let schema = database.applied_migrations().await?.pop();
        let schema = schema.context("there is no schema yet: `cordata migrate` makes it")?;
        let file = NewFile::beside(self.output, self.wish.force)?;
        let flaws = flaws(database).await;
        self.wish.tolerate("the database", &flaws)?;
        let snapshot = database.snapshot().await?;
        let name = snapshot.name().await?.context("the server gave its snapshot no name")?;
        let dump: [OsString; 3] =
            ["--format=custom".into(), format!("--snapshot={name}").into(), option("--file=", &file.path())];
        programs.run("pg_dump", dump)?;
        let contents = snapshot.contents().await?;
        snapshot.close().await?;
        let mut verified = vec![listed(&programs, &file.path(), &contents)?];
        verified.push(match verify_url {
            Some(url) => try_out(url, &file.path(), &contents).await?,
            None => "not verified by restoring: give --verify-url with an empty database".to_owned(),
        });
        seal::close(&file.path(), if flaws.is_empty() { Source::Intact } else { Source::Flawed })?;
        file.keep()?;
        Ok(Report {
            file: self.output.to_owned(),
            deed: "backed up into",
            schema,
            rows: counts(&contents),
            restored: verify_url.is_some(),
            verified,
            flaws,
        })
    }
}

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

async fn require(programs: &Programs, database: &Database, names: &[&str]) -> anyhow::Result<()> {
    let server = database.server_version().await?.context("this is no PostgreSQL server")?;
    names.iter().try_for_each(|name| programs.require(name, server))
}

/// The archive can be read and has the data of every table.
fn listed(programs: &Programs, archive: &Path, contents: &BTreeMap<String, TableContent>) -> anyhow::Result<String> {
    let list = String::from_utf8(programs.run("pg_restore", [OsString::from("--list"), archive.into()])?.stdout)?;
    let tables: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_once(" TABLE DATA "))
        .filter_map(|(_, entry)| entry.split_whitespace().nth(1))
        .collect();
    if let Some(missing) = contents.keys().find(|table| !tables.contains(&table.as_str())) {
        anyhow::bail!("the archive lacks the table {missing}: this is no backup");
    }
    Ok("the archive can be read and lists every table".to_owned())
}

/// Restores an archive into an empty database, compares it, and empties that again.
async fn try_out(url: &str, archive: &Path, expected: &BTreeMap<String, TableContent>) -> anyhow::Result<String> {
    let programs = Programs::for_url(url).context("--verify-url")?;
    let scratch = Database::connect(&ConnectOptions::new(url)).await.context("the database of --verify-url")?;
    require(&programs, &scratch, &["pg_restore"]).await.context("--verify-url")?;
    if let Some(table) = scratch.occupied_table().await? {
        anyhow::bail!("the database of --verify-url is not empty: there are rows in {table}");
    }
    scratch.clear().await?;
    let restore = ["--exit-on-error", "--single-transaction", "--dbname", programs.database()];
    let arguments = AS_OURS.into_iter().chain(restore).map(OsString::from).chain([archive.into()]);
    let restored = programs.run("pg_restore", arguments);
    let found = scratch.contents().await;
    scratch.clear().await?;
    scratch.close().await?;
    restored?;
    let found = found?;
    if let Some((table, _)) = expected.iter().find(|(table, content)| found.get(*table) != Some(content)) {
        anyhow::bail!("the restored {table} differs from the database: this is no backup");
    }
    anyhow::ensure!(found.len() == expected.len(), "more was restored than the database has: this is no backup");
    Ok("restored: every table holds the same rows as the database".to_owned())
}

/// Puts an archive into the database, in one transaction together with what makes room for it.
pub(crate) async fn restore(url: &str, archive: &Path, wish: Wish, meant: Option<Meant<'_>>) -> anyhow::Result<Report> {
    let sealed = seal::read(archive)?;
    wish.tolerate("the backup", &sealed.flaw(&[]).map(str::to_owned).into_iter().collect::<Vec<_>>())?;
    let programs = Programs::for_url(url)?;
    let database = open(url).await?;
    require(&programs, &database, &["pg_restore", "psql"]).await?;
    let others = database.other_sessions().await?;
    anyhow::ensure!(others == 0, "{others} other connections of cordata are open: end `serve` and `worker` first");
    if let Some(table) = database.occupied_table().await?.filter(|_| !wish.force) {
        anyhow::bail!("the database is not empty (there are rows in {table}): --force replaces everything in it");
    }
    let applied = migrations_of(&programs, archive).context("the backup is damaged, or no archive of PostgreSQL")?;
    if let Some(unknown) = Database::unknown_migration(&applied) {
        anyhow::bail!("the backup is of a newer schema ({unknown}): restore it with that version of cordata");
    }
    anyhow::ensure!(!applied.is_empty(), "this is an archive of PostgreSQL, but not of a database of cordata");
    let mut found: Vec<String> = sealed.flaw(&applied).map(str::to_owned).into_iter().collect();
    wish.tolerate("the backup", &found)?;
    let past = Past::of(&database).await.unwrap_or_default();
    database.close().await?;
    replace(&programs, archive)?;
    let database = open(url).await?;
    database.migrate().await?;
    let schema = database.applied_migrations().await?.pop().context("the restored database has no schema")?;
    let rows = counts(&database.contents().await?);
    found.extend(flaws(&database).await);
    database.close().await?;
    let mut verified = vec![sealed.says(), "the server took every row and checked every reference".to_owned()];
    if let Some(meant) = meant {
        verified.extend(note(url, meant, past, &sealed.digest).await?);
    }
    Ok(Report { file: archive.to_owned(), deed: "restored from", schema, rows, restored: true, verified, flaws: found })
}

/// Notes in the restored database that it was restored on purpose; answers what was noted, in words.
async fn note(url: &str, meant: Meant<'_>, past: Past, digest: &str) -> anyhow::Result<Option<String>> {
    let layers = Layers::open_with(url, Durability::Full, Arc::new(SystemClock)).await?;
    let noted = meant.note(&layers, past, Some(digest)).await?;
    meant.anchor(&layers).await?;
    layers.database.close().await?;
    Ok(noted.map(|note| format!("noted in the audit log: {}", in_words(&note))))
}

async fn open(url: &str) -> anyhow::Result<Database> {
    Database::connect(&ConnectOptions::new(url)).await.context("the database cannot be opened")
}

/// The migrations that had been applied when the archive was made.
fn migrations_of(programs: &Programs, archive: &Path) -> anyhow::Result<Vec<String>> {
    let list = ["--data-only", "--table=seaql_migrations", "--file=-"];
    let arguments = list.into_iter().map(OsString::from).chain([archive.into()]);
    let script = String::from_utf8(programs.run("pg_restore", arguments)?.stdout)?;
    let rows = script.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1).take_while(|line| *line != "\\.");
    Ok(rows.filter_map(|row| row.split('\t').next()).map(str::to_owned).collect())
}

/// The old tables go and the new ones come, or neither.
fn replace(programs: &Programs, archive: &Path) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new().prefix("cordata-restore-").tempdir()?;
    let [clear, restore, settle] = ["clear.sql", "restore.sql", "settle.sql"].map(|name| folder.path().join(name));
    fs::write(&clear, CLEAR_SCRIPT)?;
    // The archive's script leaves an empty search path behind.
    fs::write(&settle, format!("RESET search_path;\n{SETTLE_SCRIPT}"))?;
    let script = AS_OURS.into_iter().map(OsString::from).chain([option("--file=", &restore), archive.into()]);
    programs.run("pg_restore", script)?;
    let options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"];
    let files = [clear, restore, settle].map(|file| option("--file=", &file));
    programs.run("psql", options.into_iter().map(OsString::from).chain(files))?;
    folder.close()?;
    Ok(())
}
