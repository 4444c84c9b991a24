//! A fresh database for every test, on the back end that the runner asks for.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::future::Future;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, Statement};
use tempfile::TempDir;
use url::Url;

/// The back end of the current run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// The embedded database; also when the runner asks for none.
    Sqlite,
    /// The server that the runner started.
    Postgres,
}

impl DatabaseKind {
    /// What `CORDATA_TEST_DATABASE` says.
    ///
    /// # Panics
    /// On a word that is neither `sqlite` nor `postgres`.
    pub fn chosen() -> Self {
        match env::var("CORDATA_TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Self::Sqlite,
            Ok("postgres") => Self::Postgres,
            Ok(other) => panic!("CORDATA_TEST_DATABASE is `{other}`: it knows `sqlite` and `postgres`"),
        }
    }
}

/// A database that nobody else uses. It disappears with this value: close your connections before.
pub struct TestDatabase {
    url: String,
    place: Place,
}

enum Place {
    /// A file of this folder.
    File(TempDir),
    /// A database of this name.
    Server(String),
}

impl TestDatabase {
    /// An empty database.
    ///
    /// # Panics
    /// Where it cannot be made.
    pub async fn create() -> Self {
        match DatabaseKind::chosen() {
            DatabaseKind::Sqlite => Self::in_file(),
            DatabaseKind::Postgres => Self::on_server("template0").await,
        }
    }

    /// A database with a schema. `migrate` gets the address of an empty one, brings it up to date and closes its
    /// connections; it runs once in a run of the suite, and the other tests get copies of the result. Tests that
    /// use the same `template` (a word of lower-case letters) share the copy.
    ///
    /// # Panics
    /// Where the database cannot be made or `migrate` fails.
    pub async fn migrated<M, F>(template: &str, migrate: M) -> Self
    where
        M: FnOnce(String) -> F,
        F: Future<Output = anyhow::Result<()>>,
    {
        match DatabaseKind::chosen() {
            DatabaseKind::Sqlite => Self::copied_file(template, migrate).await,
            DatabaseKind::Postgres => {
                let template = server_template(template, migrate).await;
                Self::on_server(&template).await
            }
        }
    }

    /// The address to connect to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The back end behind it.
    pub fn kind(&self) -> DatabaseKind {
        match self.place {
            Place::File(_) => DatabaseKind::Sqlite,
            Place::Server(_) => DatabaseKind::Postgres,
        }
    }

    fn in_file() -> Self {
        let parent = run_folder().unwrap_or_else(|| env::temp_dir().into());
        let folder = tempfile::Builder::new().prefix("cordata-test-").tempdir_in(parent).expect("a temporary folder");
        Self { url: file_url(&folder.path().join("cordata.sqlite")), place: Place::File(folder) }
    }

    async fn copied_file<M, F>(template: &str, migrate: M) -> Self
    where
        M: FnOnce(String) -> F,
        F: Future<Output = anyhow::Result<()>>,
    {
        let database = Self::in_file();
        let Some(run_folder) = run_folder() else {
            migrate(database.url.clone()).await.expect("the database is migrated");
            return database;
        };
        let original = Path::new(&run_folder).join(format!("{template}.sqlite"));
        let lock = lock_file(&original.with_extension("lock")).await;
        if !original.exists() {
            let unfinished = original.with_extension("unfinished");
            migrate(file_url(&unfinished)).await.expect("the template is migrated");
            let log = original.with_extension("unfinished-wal");
            assert!(!log.exists(), "the migration must close its connections, or the copy is incomplete");
            fs::rename(&unfinished, &original).expect("the template is put in its place");
        }
        drop(lock);
        let Place::File(folder) = &database.place else { unreachable!("made above as a file") };
        fs::copy(&original, folder.path().join("cordata.sqlite")).expect("the template is copied");
        database
    }

    async fn on_server(template: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("cordata_{}_{}_{number}", run_id(), process::id());
        let server = Server::connect().await;
        server.execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        server.close().await;
        Self { url: server_url(&name), place: Place::Server(name) }
    }
}

impl Drop for TestDatabase {
    /// As well as can be: neither the server nor the runner's folder outlives the run.
    fn drop(&mut self) {
        let Place::Server(name) = &self.place else {
            return;
        };
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        // A runtime may not be blocked from within: another thread has its own.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let server = Server::connect().await;
                server.execute(&sql).await;
                server.close().await;
            });
        });
        if dropping.join().is_err() {
            eprintln!("a test database stays on the server until that stops");
        }
    }
}

/// The runner's folder for this run: it is removed with everything in it.
fn run_folder() -> Option<OsString> {
    env::var_os("CORDATA_TEST_FOLDER")
}

fn file_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}

/// Holds other processes and threads off until the file is dropped.
async fn lock_file(path: &Path) -> File {
    let file = File::create(path).expect("the lock file can be made");
    let waiting = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
    waiting.await.expect("the wait ends").expect("the lock is granted")
}

/// Names this run, in letters and digits: templates of several runs may stand on one server.
fn run_id() -> String {
    match env::var("NEXTEST_RUN_ID") {
        Ok(id) => id.chars().filter(char::is_ascii_alphanumeric).collect(),
        Err(_) => format!("p{}", process::id()),
    }
}

/// Makes the run's template where no other test has, and answers its name.
async fn server_template<M, F>(template: &str, migrate: M) -> String
where
    M: FnOnce(String) -> F,
    F: Future<Output = anyhow::Result<()>>,
{
    let name = format!("cordata_template_{template}_{}", run_id());
    let server = Server::connect().await;
    // Held until the connection closes.
    server.execute(&format!("SELECT pg_advisory_lock(hashtext('{name}'))")).await;
    if !server.has_database(&name).await {
        let unfinished = format!("{name}_x");
        server.execute(&format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await;
        server.execute(&format!("CREATE DATABASE {unfinished} TEMPLATE template0")).await;
        migrate(server_url(&unfinished)).await.expect("the template is migrated");
        server.execute(&format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
    }
    server.close().await;
    name
}

/// The address of a database on the runner's server.
fn server_url(database: &str) -> String {
    let mut url = Url::parse(&maintenance_url()).expect("CORDATA_TEST_POSTGRES_URL is an address");
    url.set_path(database);
    url.into()
}

fn maintenance_url() -> String {
    env::var("CORDATA_TEST_POSTGRES_URL").expect("CORDATA_TEST_POSTGRES_URL: run `cargo suite`, which starts a server")
}

/// One connection to the maintenance database.
struct Server(DatabaseConnection);

impl Server {
    async fn connect() -> Self {
        let mut options = ConnectOptions::new(maintenance_url());
        options.max_connections(1).sqlx_logging(false);
        Self(Database::connect(options).await.expect("PostgreSQL answers"))
    }

    async fn execute(&self, sql: &str) {
        self.0.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    async fn has_database(&self, name: &str) -> bool {
        let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
        let statement = Statement::from_string(DatabaseBackend::Postgres, sql);
        self.0.query_one_raw(statement).await.expect("the catalogue can be read").is_some()
    }

    async fn close(self) {
        self.0.close().await.expect("the connection closes");
    }
}
