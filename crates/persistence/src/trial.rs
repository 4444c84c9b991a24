//! A fresh, migrated database for one unit test, on the back end that the runner asks for.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use url::Url;

use crate::connect::{ConnectOptions, Database, Durability};

/// A database that nobody else uses.
pub(crate) struct Trial {
    /// The database.
    pub(crate) database: Database,
    /// Its address.
    pub(crate) url: String,
    /// The folder of SQLite's file, which disappears with this value. PostgreSQL's databases go with the runner's
    /// server.
    _folder: Option<TempDir>,
}

/// A migrated database: SQLite, or PostgreSQL when `CORDATA_TEST_DATABASE` says so.
pub(crate) async fn database() -> Trial {
    let trial = empty_database().await;
    trial.database.migrate().await.unwrap();
    trial
}

/// The same without a schema.
pub(crate) async fn empty_database() -> Trial {
    let (url, folder) = if variable("CORDATA_TEST_DATABASE").as_deref() == Some("postgres") {
        (new_on_server().await, None)
    } else {
        let folder = tempfile::tempdir().unwrap();
        (format!("sqlite://{}/made/by/cordata.sqlite", folder.path().display()), Some(folder))
    };
    Trial { database: open(&url).await, url, _folder: folder }
}

/// Another opening of the same database, as a second process would have it.
pub(crate) async fn open(url: &str) -> Database {
    let options = ConnectOptions { durability: Durability::Off, ..ConnectOptions::new(url) };
    Database::connect(&options).await.unwrap()
}

async fn new_on_server() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let name = format!("persistence_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let maintenance = variable("CORDATA_TEST_POSTGRES_URL").expect("the address of a PostgreSQL server");
    let server = sea_orm::Database::connect(&maintenance).await.unwrap();
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
    server.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.unwrap();
    server.close().await.unwrap();
    let mut url = Url::parse(&maintenance).unwrap();
    url.set_path(&name);
    url.into()
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the runner which database to use")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
