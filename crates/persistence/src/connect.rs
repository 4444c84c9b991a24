//! Opening the database: pools, their settings, and the schema.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cordata_app::AppError;
use cordata_migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::Connection;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{DatabaseConnection, DbBackend};
use tokio::sync::Notify;

use crate::address::check_address;
use crate::audit::seal_all;
use crate::error::store_error;
use crate::holder::holder;
use crate::pulse::Heart;
use crate::trust::{Pool, Trust};
use crate::tx::{WriteTx, hold_migration_lock, write_tx};

/// How long a command waits for a connection before it answers that the database is unavailable.
const ACQUIRE_TIMEOUT: Duration = Duration::from_millis(2500);
/// How long SQLite waits for the lock of another process.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// What a connection keeps of an SQLite file in memory, in KiB as SQLite wants it told. The machine keeps the file at
/// hand as well, and there are several connections.
const PAGE_CACHE: &str = "-512";
/// How many statements a connection to an SQLite file keeps prepared.
const PREPARED: usize = 40;
/// A connection to a server that rested for longer is asked whether it still lives.
const TRUSTED_REST: Duration = Duration::from_secs(1);
/// How long a connection to a server lives at most: names in the network may lead elsewhere by then.
const LONGEST_LIFE: Duration = Duration::from_mins(10);
/// Settings of every session of PostgreSQL: no lock is waited for longer than a caller waits, and a transaction that
/// its process forgot ends.
const SESSION: [(&str, &str); 3] = [
    ("default_transaction_isolation", "read committed"),
    ("lock_timeout", "3s"),
    ("idle_in_transaction_session_timeout", "60s"),
];

/// How sure a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// It survives the loss of power.
    #[default]
    Full,
    /// It may be lost with the power: for throw-away files of SQLite only.
    Off,
}

/// Which database, and how it is used.
#[derive(Clone)]
pub struct ConnectOptions {
    /// `sqlite:///var/lib/cordata/cordata.sqlite` or `postgres://user:password@host/database`. The file of SQLite and
    /// its folder are made where they do not exist; nobody else on the machine may read a file made so.
    pub url: String,
    /// Connections at most; on SQLite readers, beside the one writer.
    pub max_connections: u32,
    /// How sure a commit is.
    pub durability: Durability,
}

impl ConnectOptions {
    /// Eight connections, durable commits.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), max_connections: 8, durability: Durability::Full }
    }
}

/// Leaves the address out: it may hold a password.
impl std::fmt::Debug for ConnectOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectOptions").field("max_connections", &self.max_connections).finish_non_exhaustive()
    }
}

/// The open database: implements the ports of use cases and reads. Copies share their connections.
#[derive(Debug, Clone)]
pub struct Database {
    writer: Pool,
    reader: Pool,
    statements: Arc<AtomicU64>,
    outbox: Arc<Notify>,
    /// Of SQLite.
    file: Option<Arc<Path>>,
    /// Feels the server's pulse; SQLite has no server.
    heart: Option<Arc<Heart>>,
}

impl Database {
    /// Opens the database. It answers as unavailable if that takes more than three seconds.
    pub async fn connect(options: &ConnectOptions) -> Result<Self, AppError> {
        check_address(&options.url).map_err(|error| AppError::Unavailable(error.into()))?;
        let statements = Arc::new(AtomicU64::new(0));
        let mut file = None;
        let (writer, reader, heart) = if DbBackend::Sqlite.is_prefix_of(&options.url) {
            file = SqliteConnectOptions::from_str(&options.url).ok().map(|file| Arc::from(file.get_filename()));
            let [of_writer, of_readers] = [Trust::new(), Trust::new()];
            let writer = counted(sqlite_writer(options, &of_writer).await?, &statements);
            let readers = counted(sqlite_readers(options, &of_readers).await?, &statements);
            (Pool::of_writers(writer, of_writer), Pool::of_readers(readers, of_readers), None)
        } else {
            let trust = Trust::new();
            let pool = counted(postgres(options, &trust).await?, &statements);
            let heart = Heart::listen(&options.url, &trust)?;
            (Pool::of_writers(pool.clone(), Arc::clone(&trust)), Pool::of_readers(pool, trust), Some(Arc::new(heart)))
        };
        Ok(Self { writer, reader, statements, outbox: Arc::default(), file, heart })
    }

    /// Brings the schema up to date, all pending migrations or none; other processes that try the same wait. Where
    /// nothing is pending, nothing is locked and nothing said.
    pub async fn migrate(&self) -> Result<(), AppError> {
        if self.pending_migrations().await?.is_empty() {
            return Ok(());
        }
        let tx = self.write_tx().await?;
        hold_migration_lock(&tx).await.map_err(store_error)?;
        Migrator::up(tx.connection().transaction(), None).await.map_err(store_error)?;
        // Entries from before there was a chain.
        seal_all(tx.connection()).await?;
        tx.finish().await
    }

    /// The names of migrations that the schema lacks, oldest first.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, AppError> {
        let pending =
            Migrator::get_pending_migrations_read_only(self.reader.connections()).await.map_err(store_error)?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }

    /// How many statements were sent since the database was opened, BEGIN and COMMIT not counted.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Waits for what runs and closes all connections.
    pub async fn close(self) -> Result<(), AppError> {
        self.heart.iter().for_each(|heart| heart.stop());
        self.reader.connections().close_by_ref().await.map_err(store_error)?;
        self.writer.connections().close_by_ref().await.map_err(store_error)
    }

    /// For statements that only read.
    pub(crate) fn reader(&self) -> &Pool {
        &self.reader
    }

    /// For single statements that write.
    pub(crate) fn writer(&self) -> &Pool {
        &self.writer
    }

    /// Begins a transaction that may write. Where another process is in the way, the log says which.
    pub(crate) async fn write_tx(&self) -> Result<WriteTx, AppError> {
        let begun = write_tx(&self.writer, &self.outbox).await;
        if let (Err(AppError::Busy), Some(holder)) = (&begun, self.file.as_deref().and_then(holder)) {
            tracing::warn!(holder, "The database is held by another process");
        }
        begun
    }

    /// Rung after each commit that put events into the outbox.
    pub(crate) fn outbox_bell(&self) -> &Notify {
        &self.outbox
    }
}

/// Adds the statements of a pool to the count.
fn counted(mut pool: DatabaseConnection, statements: &Arc<AtomicU64>) -> DatabaseConnection {
    let counter = Arc::clone(statements);
    pool.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    pool
}

async fn sqlite_writer(options: &ConnectOptions, trust: &Arc<Trust>) -> Result<DatabaseConnection, AppError> {
    let unavailable = |error: Box<dyn std::error::Error + Send + Sync>| AppError::Unavailable(error);
    let file = SqliteConnectOptions::from_str(&options.url).map_err(|error| unavailable(error.into()))?;
    if let Some(folder) = file.get_filename().parent().filter(|folder| *folder != Path::new("")) {
        std::fs::create_dir_all(folder).map_err(|error| unavailable(error.into()))?;
    }
    make_private(file.get_filename()).map_err(|error| unavailable(error.into()))?;
    let durability = options.durability;
    let mut pool = sqlite_pool(options, 1, trust);
    pool.map_sqlx_sqlite_opts(move |file| sqlite_file(file, durability).create_if_missing(true));
    open(pool).await
}

/// Makes a missing file, readable by its owner only; SQLite gives the files beside it the same mode. A name that begins
/// with `file:` is SQLite's own way to say something else.
fn make_private(path: &Path) -> std::io::Result<()> {
    if path.as_os_str().as_encoded_bytes().starts_with(b"file:") {
        return Ok(());
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

async fn sqlite_readers(options: &ConnectOptions, trust: &Arc<Trust>) -> Result<DatabaseConnection, AppError> {
    let durability = options.durability;
    let mut pool = sqlite_pool(options, options.max_connections, trust);
    pool.map_sqlx_sqlite_opts(move |file| sqlite_file(file, durability).pragma("query_only", "ON"));
    open(pool).await
}

fn sqlite_file(file: SqliteConnectOptions, durability: Durability) -> SqliteConnectOptions {
    let synchronous = match durability {
        Durability::Full => SqliteSynchronous::Full,
        Durability::Off => SqliteSynchronous::Off,
    };
    file.journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("cache_size", PAGE_CACHE)
        .pragma("secure_delete", "ON")
        .statement_cache_capacity(PREPARED)
}

/// A connection is lent only while it is trusted and outside of any transaction: one that stayed inside, because its
/// COMMIT and its ROLLBACK failed, would take all that follows for a part of it, and lose it.
fn sqlite_pool(options: &ConnectOptions, connections: u32, trust: &Arc<Trust>) -> sea_orm::ConnectOptions {
    let mut pool = pool(options, connections);
    pool.test_before_acquire(false).idle_timeout(None).max_lifetime(None);
    let [lending, taking] = [Arc::clone(trust), Arc::clone(trust)];
    pool.map_sqlx_sqlite_before_acquire(move |connection, known| {
        let good = lending.admits(known.age) && !connection.is_in_transaction();
        Box::pin(async move { Ok(good) })
    });
    pool.map_sqlx_sqlite_pool_opts(move |pool| {
        let trust = Arc::clone(&taking);
        pool.after_release(move |_, known| {
            let good = trust.admits(known.age);
            Box::pin(async move { Ok(good) })
        })
    });
    pool
}

async fn postgres(options: &ConnectOptions, trust: &Arc<Trust>) -> Result<DatabaseConnection, AppError> {
    let mut pool = pool(options, options.max_connections.max(2));
    pool.test_before_acquire_if_idle_for(TRUSTED_REST).max_lifetime(LONGEST_LIFE);
    pool.map_sqlx_postgres_opts(|server| server.application_name("cordata").options(SESSION));
    let [lending, taking] = [Arc::clone(trust), Arc::clone(trust)];
    pool.map_sqlx_postgres_before_acquire(move |connection, known| {
        let good = lending.admits(known.age) && !connection.is_in_transaction();
        Box::pin(async move { Ok(good) })
    });
    pool.map_sqlx_postgres_pool_opts(move |pool| {
        let trust = Arc::clone(&taking);
        pool.after_release(move |_, known| {
            let good = trust.admits(known.age);
            Box::pin(async move { Ok(good) })
        })
    });
    open(pool).await
}

fn pool(options: &ConnectOptions, connections: u32) -> sea_orm::ConnectOptions {
    let mut pool = sea_orm::ConnectOptions::new(&options.url);
    pool.max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT).sqlx_logging(false);
    pool
}

async fn open(pool: sea_orm::ConnectOptions) -> Result<DatabaseConnection, AppError> {
    sea_orm::Database::connect(pool).await.map_err(store_error)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use sea_orm::{ConnectionTrait, Statement};

    use super::*;
    use crate::trial;

    #[tokio::test]
    async fn migrates_an_empty_database_once_even_when_two_processes_try() {
        let trial = trial::empty_database().await;
        let pending = trial.database.pending_migrations().await.unwrap();
        assert_eq!(pending.len(), Migrator::migrations().len());
        let other = trial::open(&trial.url).await;
        let (first, second) = tokio::join!(trial.database.migrate(), other.migrate());
        first.unwrap();
        second.unwrap();
        assert!(other.pending_migrations().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn the_trail_cannot_be_changed() {
        let trial = trial::database().await;
        let insert = "INSERT INTO audit_entry (id, recorded_at, command, subject_kind, subject_id, detail) VALUES \
            ('00000000-0000-0000-0000-000000000001', '2026-01-01T00:00:00+00:00', 'a', 'b', \
             '00000000-0000-0000-0000-000000000002', '{}')";
        trial.database.writer().execute_unprepared(insert).await.unwrap();
        for change in ["UPDATE audit_entry SET command = 'c'", "DELETE FROM audit_entry"] {
            let refused = trial.database.writer().execute_unprepared(change).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{change}: {refused}");
        }
    }

    #[tokio::test]
    async fn counts_statements_on_every_way_to_the_database() {
        let trial = trial::database().await;
        let question = || Statement::from_string(trial.database.reader().get_database_backend(), "SELECT 1");
        let before = trial.database.statements();
        trial.database.reader().query_one_raw(question()).await.unwrap();
        trial.database.writer().query_one_raw(question()).await.unwrap();
        let tx = trial.database.write_tx().await.unwrap();
        tx.connection().query_one_raw(question()).await.unwrap();
        tx.finish().await.unwrap();
        assert_eq!(trial.database.statements() - before, 3);
    }

    #[tokio::test]
    async fn an_unreachable_database_is_unavailable_and_its_address_stays_secret() {
        let options = ConnectOptions::new("postgres://cordata:secret@127.0.0.1:1/cordata");
        assert!(matches!(Database::connect(&options).await, Err(AppError::Unavailable(_))));
        assert!(!format!("{options:?}").contains("secret"));
        let options = ConnectOptions::new("sqlite:///proc/nowhere/cordata.sqlite");
        assert!(matches!(Database::connect(&options).await, Err(AppError::Unavailable(_))));
    }

    #[tokio::test]
    async fn a_new_file_is_private_and_an_old_one_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let [new, old] = ["new", "old"].map(|name| folder.path().join(format!("{name}.db")));
        std::fs::write(&old, "").unwrap();
        std::fs::set_permissions(&old, Permissions::from_mode(0o640)).unwrap();
        for (path, expected) in [(new, 0o600), (old, 0o640)] {
            let url = format!("sqlite://{}", path.display());
            let database = Database::connect(&ConnectOptions::new(url)).await.unwrap();
            database.migrate().await.unwrap();
            for ending in ["db", "db-wal", "db-shm"] {
                let mode = std::fs::metadata(path.with_extension(ending)).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, expected, "{} {ending}", path.display());
            }
            database.close().await.unwrap();
        }
    }
}
