//! What a database says of itself: its schema, whether it is empty and whole, who else has it open.

use std::path::Path;

use cordata_app::AppError;
use cordata_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbErr, Statement, TryGetable};

use super::CustodyError;
use super::snapshot::columns;
use crate::connect::Database;
use crate::error::store_error;
use crate::sql::custody::{CLEAR, checkpoint, copy_into, integrity, other_sessions, server_version};

/// The table with the list of migrations, which every migrated database has rows in.
const MIGRATIONS: &str = "seaql_migrations";

impl Database {
    /// The last migration that this program knows: the name of its schema.
    pub fn newest_migration() -> Result<String, AppError> {
        let last = Migrator::migrations().last().map(|migration| migration.name().to_owned());
        last.ok_or_else(|| AppError::fault("there are no migrations"))
    }

    /// The migrations that were applied, oldest first, known or not.
    pub async fn applied_migrations(&self) -> Result<Vec<String>, AppError> {
        if !columns(self.reader()).await?.contains_key(MIGRATIONS) {
            return Ok(Vec::new());
        }
        let models = Migrator::get_migration_models(self.reader()).await.map_err(store_error)?;
        Ok(models.into_iter().map(|model| model.version).collect())
    }

    /// The first of these migrations that this program does not know.
    pub fn unknown_migration(applied: &[String]) -> Option<&String> {
        let known = Migrator::migrations();
        applied.iter().find(|name| known.iter().all(|migration| migration.name() != name.as_str()))
    }

    /// A table that has rows, if there is one.
    pub async fn occupied_table(&self) -> Result<Option<String>, AppError> {
        occupied(self.reader()).await
    }

    /// What is broken in the file or between the rows; nothing in a sound database.
    pub async fn findings(&self) -> Result<Vec<String>, AppError> {
        broken(self.reader()).await
    }

    /// Copies the whole database into a new or empty file, while others write (SQLite).
    pub async fn copy_into(&self, file: &Path) -> Result<(), CustodyError> {
        let backend = self.writer().get_database_backend();
        let name = file.to_str().ok_or_else(|| CustodyError::Unfit("the file's name is no text".to_owned()))?;
        let unfit = || CustodyError::Unfit("only SQLite copies itself into a file".to_owned());
        let copy = copy_into(backend, name).ok_or_else(unfit)?;
        self.writer().execute_unprepared(&copy).await.map_err(store_error)?;
        Ok(())
    }

    /// Moves everything into the one file (SQLite).
    pub async fn checkpoint(&self) -> Result<(), AppError> {
        if let Some(checkpoint) = checkpoint(self.writer().get_database_backend()) {
            self.writer().execute_unprepared(checkpoint).await.map_err(store_error)?;
        }
        Ok(())
    }

    /// Drops everything in the present schema (PostgreSQL).
    pub async fn clear(&self) -> Result<(), AppError> {
        self.writer().execute_unprepared(CLEAR).await.map_err(store_error)?;
        Ok(())
    }

    /// How many other processes of ours have the database open, as far as a server knows.
    pub async fn other_sessions(&self) -> Result<i64, AppError> {
        Ok(self.asked(other_sessions, "sessions").await?.unwrap_or_default())
    }

    /// The major version of a PostgreSQL server.
    pub async fn server_version(&self) -> Result<Option<i32>, AppError> {
        self.asked(server_version, "major").await
    }

    async fn asked<T: TryGetable>(
        &self,
        question: fn(sea_orm::DbBackend) -> Option<&'static str>,
        column: &str,
    ) -> Result<Option<T>, AppError> {
        let backend = self.reader().get_database_backend();
        let Some(question) = question(backend) else { return Ok(None) };
        let row = self.reader().query_one_raw(Statement::from_string(backend, question)).await.map_err(store_error)?;
        row.map(|row| row.try_get("", column)).transpose().map_err(store_error)
    }
}

/// A table that has rows, if there is one.
pub(crate) async fn occupied(connection: &impl ConnectionTrait) -> Result<Option<String>, AppError> {
    let tables = columns(connection).await?;
    let questions: Vec<String> = tables
        .keys()
        .filter(|table| *table != MIGRATIONS)
        .map(|table| format!("SELECT '{table}' AS found WHERE EXISTS (SELECT 1 FROM \"{table}\")"))
        .collect();
    if questions.is_empty() {
        return Ok(None);
    }
    let found = texts(connection, &questions.join(" UNION ALL "), "found").await.map_err(store_error)?;
    Ok(found.into_iter().next())
}

/// What is broken.
pub(crate) async fn broken(connection: &impl ConnectionTrait) -> Result<Vec<String>, AppError> {
    let mut findings = Vec::new();
    for question in integrity(connection.get_database_backend()) {
        findings.extend(texts(connection, question, "finding").await.map_err(store_error)?);
        if !findings.is_empty() {
            // In a broken file the next question may not be answered at all.
            break;
        }
    }
    Ok(findings)
}

async fn texts(connection: &impl ConnectionTrait, question: &str, column: &str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), question);
    connection.query_all_raw(statement).await?.iter().map(|row| row.try_get("", column)).collect()
}
