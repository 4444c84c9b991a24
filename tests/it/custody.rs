//! Backups that are restored and compared, and whatever is refused on the way; before an upgrade.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cordata_app::identity::CreatePerson;
use cordata_domain::Locale;
use cordata_migrations::{Migrator, MigratorTrait};
use cordata_persistence::{ConnectOptions, Database};
use cordata_tests::TestApp;
use cordata_tests::database::{DatabaseKind, TestDatabase};
use cordata_tests::fixture::world;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use tempfile::TempDir;

use crate::command_line::{end, program, start};

/// The program over the database at an address.
pub(crate) fn cordata(url: &str, folder: &TempDir) -> Command {
    let mut command = Command::new(program());
    command.env("CORDATA_DATA_DIR", folder.path()).env("CORDATA_DATABASE_URL", url);
    command
}

/// Runs a command that must succeed, and answers what it wrote.
pub(crate) fn done(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// Runs a command that must be refused, and answers what it says.
pub(crate) fn refused(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(!status.success(), "{command:?}: {}", String::from_utf8_lossy(&stdout));
    String::from_utf8(stderr).unwrap()
}

/// An empty place of the kind of this run.
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) folder: TempDir,
    _server: Option<TestDatabase>,
}

impl Place {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = match DatabaseKind::chosen() {
            DatabaseKind::Postgres => Some(TestDatabase::create().await),
            DatabaseKind::Sqlite => None,
        };
        let own = format!("sqlite://{}", folder.path().join("cordata.db").display());
        let url = server.as_ref().map_or(own, |server| server.url().to_owned());
        Self { url, folder, _server: server }
    }

    pub(crate) fn cordata(&self, arguments: &[&str]) -> Command {
        let mut command = cordata(&self.url, &self.folder);
        command.args(arguments);
        command
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn open(&self) -> Database {
        open(&self.url).await
    }
}

async fn open(url: &str) -> Database {
    Database::connect(&ConnectOptions::new(url)).await.unwrap()
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

async fn answer(url: &str, question: &str) -> Vec<String> {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let statement = Statement::from_string(connection.get_database_backend(), question);
    let rows = connection.query_all_raw(statement).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.try_get("", "answer").unwrap()).collect()
}

async fn execute(url: &str, statement: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}

const WRITTEN: &str = "SELECT given_name AS answer FROM person WHERE family_name = 'Scritto' ORDER BY given_name";

fn numbered(number: usize) -> CreatePerson {
    CreatePerson {
        given_name: format!("Ada {number:06}"),
        family_name: "Scritto".to_owned(),
        email: None,
        locale: Locale::italian(),
        zone: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_writes_is_one_state_and_is_restored_as_it_was() {
    let app = Arc::new(TestApp::start().await);
    world(&app).await;
    let before = app.database.contents().await.unwrap();
    let place = Place::new().await;
    let stop = Arc::new(AtomicBool::new(false));
    let (writer, stopped) = (Arc::clone(&app), Arc::clone(&stop));
    let writing = tokio::spawn(async move {
        let mut number = 0;
        while !stopped.load(Ordering::Relaxed) {
            writer.run(numbered(number)).await;
            number += 1;
        }
        number
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let scratch = TestDatabase::create().await;
    let backup = place.file("backup");
    let mut command = cordata(app.database_url(), &place.folder);
    command.args(["backup", "--json", "-o", text(&backup)]);
    if scratch.kind() == DatabaseKind::Postgres {
        command.args(["--verify-url", scratch.url()]);
    }
    let report = tokio::task::spawn_blocking(move || done(&mut command)).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    let written = writing.await.unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["restored"], true, "{report}");
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);

    done(&mut place.cordata(&["restore", text(&backup)]));
    let database = place.open().await;
    let restored = database.contents().await.unwrap();
    for (table, content) in &restored {
        assert_eq!(report["rows"][table], content.rows, "{table}");
    }
    let names = answer(&place.url, WRITTEN).await;
    let expected: Vec<String> = (0..names.len()).map(|number| numbered(number).given_name).collect();
    assert_eq!(names, expected, "those that were written first, without a gap");
    assert!(!names.is_empty() && names.len() < written, "{} of {written}: it was written to meanwhile", names.len());
    let more = |table: &str| restored[table].rows - before[table].rows;
    assert_eq!(more("audit_entry"), more("person"), "state and trail of the same moment");
    database.close().await.unwrap();
    let doctor: Value = serde_json::from_str(&done(&mut place.cordata(&["doctor", "--json"]))).unwrap();
    assert_eq!(doctor["healthy"], true, "{doctor}");
    Arc::into_inner(app).unwrap().finish().await;
}

/// A place with a body and a person, and a backup of it.
async fn with_backup() -> (Place, PathBuf) {
    let place = Place::new().await;
    done(&mut place.cordata(&["migrate"]));
    done(&mut place.cordata(&["user", "add", "--given-name", "Ada", "--family-name", "Scritto"]));
    let backup = place.file("backup");
    done(&mut place.cordata(&["backup", "-o", text(&backup)]));
    (place, backup)
}

#[tokio::test]
async fn what_cannot_be_restored_leaves_the_old_state() {
    let (place, backup) = with_backup().await;
    let again = refused(&mut place.cordata(&["backup", "-o", text(&backup)]));
    assert!(again.contains("--force"), "{again}");
    done(&mut place.cordata(&["backup", "--force", "-o", text(&backup)]));
    let old = answer(&place.url, WRITTEN).await;
    let occupied = refused(&mut place.cordata(&["restore", text(&backup)]));
    assert!(occupied.contains("not empty") && occupied.contains("--force"), "{occupied}");

    let whole = fs::read(&backup).unwrap();
    let mut bad = whole.clone();
    let middle = whole.len() / 2;
    bad[middle - 3000..middle + 3000].fill(0xA5);
    for (name, bytes) in [("cut", &whole[..middle]), ("bad", &bad), ("text", b"no backup".as_slice())] {
        let file = place.file(name);
        fs::write(&file, bytes).unwrap();
        let said = refused(&mut place.cordata(&["restore", "--force", text(&file)]));
        assert!(!said.contains("panicked"), "{name}: {said}");
        assert_eq!(answer(&place.url, WRITTEN).await, old, "{name}");
    }
    done(&mut place.cordata(&["doctor"]));

    let future = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_future', 1)";
    let newer = place.file("newer");
    execute(&place.url, future).await;
    done(&mut place.cordata(&["backup", "-o", text(&newer)]));
    execute(&place.url, "DELETE FROM seaql_migrations WHERE version LIKE 'm2099%'").await;
    let said = refused(&mut place.cordata(&["restore", "--force", text(&newer)]));
    assert!(said.contains("newer schema") && said.contains("m20991231"), "{said}");
    let left: Vec<_> = fs::read_dir(place.folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !text(Path::new(name)).starts_with(".cordata-")), "{left:?}");
}

#[tokio::test]
async fn a_restore_waits_for_nobody_and_replaces_everything_when_forced() {
    let (place, backup) = with_backup().await;
    let (server, line) = start(&mut place.cordata(&["serve", "--listen", "127.0.0.1:0"]));
    assert!(line.contains("http://"), "{line}");
    let said = refused(&mut place.cordata(&["restore", "--force", text(&backup)]));
    assert!(said.contains("another cordata") || said.contains("end `serve`"), "{said}");
    end(server);
    done(&mut place.cordata(&["user", "add", "--given-name", "Bea", "--family-name", "Scritto"]));
    assert_eq!(answer(&place.url, WRITTEN).await, ["Ada", "Bea"]);
    execute(&place.url, "CREATE TABLE of_a_newer_schema (person_id INTEGER)").await;
    done(&mut place.cordata(&["restore", "--force", text(&backup)]));
    assert_eq!(answer(&place.url, WRITTEN).await, ["Ada"]);
    let database = place.open().await;
    assert!(!database.contents().await.unwrap().contains_key("of_a_newer_schema"));
    database.close().await.unwrap();
    done(&mut place.cordata(&["doctor"]));
}

#[tokio::test]
async fn a_backup_of_the_other_database_is_told_the_way() {
    let (place, backup) = with_backup().await;
    let other = match DatabaseKind::chosen() {
        DatabaseKind::Sqlite => "postgres://nobody@127.0.0.1:1/none".to_owned(),
        DatabaseKind::Postgres => format!("sqlite://{}", place.file("other.db").display()),
    };
    let said = refused(cordata(&other, &place.folder).args(["restore", text(&backup)]));
    assert!(said.contains("export all"), "{said}");
}

#[tokio::test]
async fn a_damaged_export_is_refused_with_nothing_left_behind() {
    let (place, _) = with_backup().await;
    let file = place.file("export.jsonl");
    done(&mut place.cordata(&["export", "all", "-o", text(&file)]));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let shown = done(&mut place.cordata(&["export", "all", "-o", "-"]));
    let whole = fs::read_to_string(&file).unwrap();
    assert_eq!(shown.lines().count(), whole.lines().count());
    let target = Place::new().await;
    let early = refused(&mut target.cordata(&["import", "all", text(&file)]));
    assert!(early.contains("cordata migrate"), "{early}");
    done(&mut target.cordata(&["migrate"]));
    let damaged = target.file("damaged.jsonl");
    for (text_of, says) in [(&whole[..whole.len() - 20], "line"), (&whole.replace("Ada", "Ida"), "damaged")] {
        fs::write(&damaged, text_of).unwrap();
        let said = refused(&mut target.cordata(&["import", "all", text(&damaged)]));
        assert!(said.contains("nothing was imported") && said.contains(says), "{said}");
        let database = target.open().await;
        assert_eq!(database.occupied_table().await.unwrap(), None);
        database.close().await.unwrap();
    }
    let counts: Value =
        serde_json::from_str(&done(&mut target.cordata(&["import", "all", "--json", text(&file)]))).unwrap();
    assert_eq!(counts["tables"]["person"], 1, "{counts}");
    let twice = refused(&mut target.cordata(&["import", "all", text(&file)]));
    assert!(twice.contains("not empty"), "{twice}");
}

/// A place whose schema lacks the last migration, with a person.
async fn of_yesterday() -> (Place, String) {
    let place = Place::new().await;
    let mode = if DatabaseKind::chosen() == DatabaseKind::Sqlite { "?mode=rwc" } else { "" };
    let connection = sea_orm::Database::connect(format!("{}{mode}", place.url)).await.unwrap();
    let migrations = Migrator::migrations();
    let steps = migrations.len() - 1;
    Migrator::up(&connection, Some(u32::try_from(steps).unwrap())).await.unwrap();
    let instance = "INSERT INTO instance (id, name, zone, sender_name, sender_address) \
        VALUES (1, 'Ente', 'Europe/Rome', 'Ente', 'ente@example.org')";
    connection.execute_unprepared(instance).await.unwrap();
    connection.close().await.unwrap();
    (place, migrations[steps - 1].name().to_owned())
}

#[tokio::test]
async fn before_an_upgrade_the_doctor_says_what_is_needed_and_the_file_is_copied() {
    let (place, schema) = of_yesterday().await;
    let is_sqlite = DatabaseKind::chosen() == DatabaseKind::Sqlite;
    let examine = |arguments: &[&str]| {
        let mut command = place.cordata(&["doctor", "--upgrade", "--json"]);
        let output = command.args(arguments).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let ok = |check: &str| {
            let checks = report["checks"].as_array().unwrap();
            checks.iter().find(|finding| finding["check"] == check).map(|finding| finding["ok"] == true)
        };
        (output.status.success(), ok("upgrade"), ok("backup"), ok("space"))
    };
    assert_eq!(examine(&[]), (false, Some(false), Some(is_sqlite), is_sqlite.then_some(true)));
    let backup = place.file("before");
    done(&mut place.cordata(&["backup", "-o", text(&backup)]));
    assert_eq!(examine(&["--backup", text(&backup)]).2, Some(true));
    assert_eq!(examine(&["--backup", "/nowhere"]).2, Some(false));

    let said = done(&mut place.cordata(&["migrate"]));
    let copy = place.file(&format!("cordata.db.{schema}.backup"));
    assert_eq!(said.contains(text(&copy)) && copy.is_file(), is_sqlite, "{said}");
    assert_eq!(examine(&[]), (true, Some(true), None, None));

    let backup = if is_sqlite { copy } else { backup };
    done(&mut place.cordata(&["restore", "--force", text(&backup)]));
    assert!(examine(&[]).0, "what is older is migrated");
    assert_eq!(answer(&place.url, "SELECT name AS answer FROM instance").await, ["Ente"]);
}
