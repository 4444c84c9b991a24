//! What the databases say, in the one error of use cases.

use cordata_app::AppError;
use cordata_domain::{InputProblem, Reason, Refusal};
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Translates an error of the database.
pub(crate) fn store_error(error: DbErr) -> AppError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => return Reason::AlreadyExists.into(),
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Reason::NotFound.into(),
        _ => {}
    }
    match &error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => AppError::Unavailable(error.into()),
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            match trouble(cause) {
                Trouble::Contention => AppError::Busy,
                Trouble::Connection => AppError::Unavailable(error.into()),
                Trouble::Text => Refusal::input(InputProblem::ControlCharacter).into(),
                Trouble::Other => AppError::Fault(error.into()),
            }
        }
        _ => AppError::Fault(error.into()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// Another transaction is in the way.
    Contention,
    /// The database or its disk does not answer.
    Connection,
    /// A text holds what the database cannot keep (a NUL character).
    Text,
    /// Anything else.
    Other,
}

fn trouble(error: &sqlx::Error) -> Trouble {
    match error {
        sqlx::Error::Database(cause) => cause.code().map_or(Trouble::Other, |code| trouble_of_code(&code)),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Trouble::Connection,
        _ => Trouble::Other,
    }
}

/// Codes of PostgreSQL have five characters; those of SQLite are shorter numbers with the primary code in the last
/// eight bits.
fn trouble_of_code(code: &str) -> Trouble {
    match code {
        "40001" | "40P01" | "55P03" => Trouble::Contention,
        "22021" => Trouble::Text,
        // Cancelled by a timeout, too many connections, a full disk, shutting down, lost connections.
        "57014" | "53300" | "53100" | "57P01" | "57P02" | "57P03" | "25P03" => Trouble::Connection,
        _ if code.len() == 5 && code.starts_with("08") => Trouble::Connection,
        _ if code.len() == 5 => Trouble::Other,
        _ => match code.parse::<u32>().map(|code| code & 0xff) {
            // SQLITE_BUSY, SQLITE_LOCKED
            Ok(5 | 6) => Trouble::Contention,
            // SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN
            Ok(10 | 13 | 14) => Trouble::Connection,
            _ => Trouble::Other,
        },
    }
}

/// A stored value that the rules refuse: a fault, not an answer to the caller.
pub(crate) fn stored<T>(read: Result<T, Refusal>) -> Result<T, AppError> {
    read.map_err(|refusal| AppError::fault(format!("a stored value is not understood: {refusal}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_contention_and_lost_connections_from_faults() {
        let kinds = |codes: &[&str]| codes.iter().map(|code| trouble_of_code(code)).collect::<Vec<_>>();
        assert_eq!(kinds(&["5", "6", "261", "517", "40001", "40P01", "55P03"]), [Trouble::Contention; 7]);
        assert_eq!(kinds(&["10", "13", "14", "266", "08006", "53300", "57P01"]), [Trouble::Connection; 7]);
        assert_eq!(kinds(&["1", "275", "1811", "23514", "42P01", "P0001", ""]), [Trouble::Other; 7]);
        assert_eq!(kinds(&["22021"]), [Trouble::Text]);
    }
}
