//! One throw-away PostgreSQL server for a run of the suite.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail, ensure};

/// The oldest release that Cordata supports.
const OLDEST: u32 = 15;

/// The tests' databases are sorted as a municipality's would be, not by bytes, where the server knows how;
/// data that is thrown away needs no protection against power cuts.
const GUARDIAN: &str = r#"
set -eu
PATH="$1:$PATH" port="$2"
dir=$(mktemp -d "$3/cordata-postgres.XXXXXX")
stop() {
    pg_ctl stop --pgdata "$dir/data" --mode immediate >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap stop EXIT
make_cluster() {
    initdb --pgdata "$dir/data" --username postgres --auth trust --encoding UTF8 --no-sync "$@" >"$dir/log" 2>&1
}
make_cluster --no-locale --locale-provider icu --icu-locale it-IT || { rm -rf "$dir/data"; make_cluster --no-locale; } || { cat "$dir/log" >&2; exit 1; }
options="-p $port -k '$dir' -c listen_addresses=127.0.0.1 -c max_connections=400"
options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
pg_ctl start --wait --pgdata "$dir/data" --log "$dir/log" --options "$options" >/dev/null || { cat "$dir/log" >&2; exit 1; }
echo ready
read -r _ || true
"#;

/// A running server. It stops, and its folder goes, when this value is dropped or when the runner dies in any other way:
/// a shell holds the other end of a pipe and tidies up as soon as the pipe closes.
pub(crate) struct Postgres {
    guardian: Child,
    url: String,
}

impl Postgres {
    /// Finds the newest PostgreSQL of this machine and starts it on a free port.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let (major, programs) = newest()?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut shell = Command::new("sh");
        let parent = as_ordinary_user(&mut shell)?;
        let mut guardian = shell
            .args(["-c", GUARDIAN, "guardian"])
            .arg(&programs)
            .arg(port.to_string())
            .arg(parent)
            .current_dir("/")
            // Ctrl-C in a terminal reaches the runner's group; the guardian outlives it.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("no shell to start PostgreSQL with")?;
        let mut first_line = String::new();
        if let Some(output) = guardian.stdout.take() {
            BufReader::new(output).read_line(&mut first_line)?;
        }
        // From here on dropping the server ends the guardian.
        let server = Self { guardian, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") };
        ensure!(first_line.trim() == "ready", "PostgreSQL {major} in {} did not start", programs.display());
        Ok(server)
    }

    /// The address of its maintenance database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!("PostgreSQL may still be running: {error}");
        }
    }
}

/// PostgreSQL refuses to run as root: root starts it as the user `postgres`. Answers the folder for temporary files.
fn as_ordinary_user(command: &mut Command) -> anyhow::Result<PathBuf> {
    if id(&["-u"])? != 0 {
        return Ok(env::temp_dir());
    }
    let user = id(&["-u", "postgres"]).context("PostgreSQL does not run as root, and there is no user `postgres`")?;
    command.uid(user).gid(id(&["-g", "postgres"])?);
    Ok(PathBuf::from("/tmp"))
}

fn id(arguments: &[&str]) -> anyhow::Result<u32> {
    let output = Command::new("id").args(arguments).stderr(Stdio::null()).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// The newest release found and the folder of its programs.
fn newest() -> anyhow::Result<(u32, PathBuf)> {
    let found = folders().into_iter().filter_map(|folder| Some((release(&folder)?, folder))).max();
    match found {
        Some((major, folder)) if major >= OLDEST => Ok((major, folder)),
        Some((major, _)) => bail!("PostgreSQL {major} is too old: {OLDEST} or later is needed"),
        None => bail!("no PostgreSQL programs found: install version {OLDEST} or later"),
    }
}

/// Where PostgreSQL's server programs may be: Debian's folders, what `pg_config` says, the search path.
fn folders() -> Vec<PathBuf> {
    let debian = Path::new("/usr/lib/postgresql").read_dir().into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = debian.map(|release| release.path().join("bin")).collect();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    folders.retain(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file()));
    folders
}

/// The major version, from an answer such as `postgres (PostgreSQL) 17.2 (Debian 17.2-1)`.
fn release(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    let (_, version) = answer.split_once("(PostgreSQL) ")?;
    let digits = version.split(|character: char| !character.is_ascii_digit()).next()?;
    digits.parse().ok()
}
