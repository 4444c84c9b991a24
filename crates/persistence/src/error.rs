//! What the databases say, in the one error of use cases; and what it says about the connection it came over.

use cordata_app::AppError;
use cordata_domain::{InputProblem, Reason, Refusal};
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Translates an error of a statement, of a beginning, or of the wait for a connection.
pub(crate) fn store_error(error: DbErr) -> AppError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => return Reason::AlreadyExists.into(),
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Reason::NotFound.into(),
        _ => {}
    }
    match trouble(&error) {
        Trouble::Contention => AppError::Busy,
        Trouble::Text => Refusal::input(InputProblem::ControlCharacter).into(),
        Trouble::Ended
        | Trouble::Lost
        | Trouble::Silent
        | Trouble::ReadOnly
        | Trouble::Full
        | Trouble::Disk
        | Trouble::NoConnection
        | Trouble::GivenUp => AppError::Unavailable(error.into()),
        Trouble::OutOfStep | Trouble::Broken | Trouble::Other => AppError::Fault(error.into()),
    }
}

/// Translates an error of a commit. A database that refuses undid everything; where its answer was lost, or the disk
/// failed while it was made durable, nobody knows.
pub(crate) fn commit_error(error: DbErr) -> AppError {
    match trouble(&error) {
        Trouble::Ended | Trouble::Lost | Trouble::Silent | Trouble::Disk => AppError::Uncertain(error.into()),
        _ => store_error(error),
    }
}

/// What an answer says about the database and the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Another transaction is in the way.
    Contention,
    /// A text holds what the database cannot keep (a NUL character).
    Text,
    /// The server ended the session while it did nothing.
    Ended,
    /// The connection broke, or its two ends do not understand each other any more.
    Lost,
    /// The server answers nobody.
    Silent,
    /// The database takes no changes: a standby, a file system mounted read-only, a file that was moved away.
    ReadOnly,
    /// The disk is full, or there is no memory.
    Full,
    /// The disk does not answer as it should.
    Disk,
    /// No connection is to be had: all are taken, or nobody listens.
    NoConnection,
    /// The server gave the statement up; the connection is as good as before.
    GivenUp,
    /// The connection is inside a transaction where it should be outside, or the reverse, or lost its statements.
    OutOfStep,
    /// The database itself is damaged.
    Broken,
    /// Anything else.
    Other,
}

impl Trouble {
    /// Whether connections that are open now may not be used again.
    pub(crate) fn retires(self) -> bool {
        match self {
            Self::Ended
            | Self::Lost
            | Self::Silent
            | Self::ReadOnly
            | Self::Full
            | Self::Disk
            | Self::OutOfStep
            | Self::Broken => true,
            Self::Contention | Self::Text | Self::NoConnection | Self::GivenUp | Self::Other => false,
        }
    }
}

/// The error of whoever does not wait any longer for a server that answers nobody.
pub(crate) fn silence() -> DbErr {
    let cause = std::io::Error::new(std::io::ErrorKind::TimedOut, "the server answers nobody");
    DbErr::Conn(RuntimeErr::SqlxError(sqlx::Error::Io(cause).into()))
}

/// What an error says.
pub(crate) fn trouble(error: &DbErr) -> Trouble {
    match error {
        DbErr::ConnectionAcquire(_) => Trouble::NoConnection,
        DbErr::Conn(RuntimeErr::SqlxError(cause)) => trouble_at_the_door(cause),
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => trouble_of(cause),
        _ => Trouble::Other,
    }
}

/// No connection was to be had, for whatever reason. Those that are open may be good.
fn trouble_at_the_door(error: &sqlx::Error) -> Trouble {
    match error {
        sqlx::Error::Io(cause) if cause.kind() == std::io::ErrorKind::TimedOut => Trouble::Silent,
        _ => Trouble::NoConnection,
    }
}

fn trouble_of(error: &sqlx::Error) -> Trouble {
    match error {
        sqlx::Error::Database(cause) => cause.code().map_or(Trouble::Other, |code| trouble_of_code(&code)),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            Trouble::Lost
        }
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Trouble::NoConnection,
        sqlx::Error::InvalidSavePointStatement | sqlx::Error::BeginFailed => Trouble::OutOfStep,
        _ => Trouble::Other,
    }
}

/// Codes of PostgreSQL have five characters (its manual, appendix A); those of SQLite are shorter numbers with the
/// primary code in the last eight bits.
fn trouble_of_code(code: &str) -> Trouble {
    match code {
        "40001" | "40P01" | "55P03" => Trouble::Contention,
        "22021" => Trouble::Text,
        // Shut down by its administrator, or resting for too long: outside of a statement.
        "57P01" | "57P05" => Trouble::Ended,
        // Crashed, starting up, or a transaction that rested for too long.
        "57P02" | "57P03" | "25P03" | "25P04" => Trouble::Lost,
        "25006" => Trouble::ReadOnly,
        "57014" => Trouble::GivenUp,
        "53300" => Trouble::NoConnection,
        // No transaction, a failed one, one within another; a prepared statement that is gone or has another shape.
        "25001" | "25P01" | "25P02" | "26000" | "0A000" => Trouble::OutOfStep,
        _ if code.len() == 5 => trouble_of_class(code),
        _ => code.parse::<u32>().map_or(Trouble::Other, |code| trouble_of_sqlite(code & 0xff)),
    }
}

fn trouble_of_class(code: &str) -> Trouble {
    match code.get(..2) {
        Some("08") => Trouble::Lost,
        Some("53") => Trouble::Full,
        Some("58") => Trouble::Disk,
        Some("XX") => Trouble::Broken,
        _ => Trouble::Other,
    }
}

fn trouble_of_sqlite(primary: u32) -> Trouble {
    match primary {
        // BUSY, LOCKED, SCHEMA
        5 | 6 | 17 => Trouble::Contention,
        // READONLY
        8 => Trouble::ReadOnly,
        // NOMEM, FULL, CANTOPEN
        7 | 13 | 14 => Trouble::Full,
        // IOERR
        10 => Trouble::Disk,
        // ABORT, INTERRUPT, PROTOCOL: undone, and nobody knows by whom
        4 | 9 | 15 => Trouble::Lost,
        // INTERNAL, MISUSE
        2 | 21 => Trouble::OutOfStep,
        // CORRUPT, NOTADB
        11 | 26 => Trouble::Broken,
        _ => Trouble::Other,
    }
}

/// A stored value that the rules refuse: a fault, not an answer to the caller.
pub(crate) fn stored<T>(read: Result<T, Refusal>) -> Result<T, AppError> {
    read.map_err(|refusal| AppError::fault(format!("a stored value is not understood: {refusal}")))
}

#[cfg(test)]
mod tests {
    use std::io;

    use rstest::rstest;
    use sea_orm::ConnAcquireErr;

    use super::*;

    #[rstest]
    #[case::in_the_way(&["5", "6", "261", "517", "17", "40001", "40P01", "55P03"], Trouble::Contention)]
    #[case::ended_while_it_rested(&["57P01", "57P05"], Trouble::Ended)]
    #[case::lost(&["08006", "08P01", "57P02", "57P03", "25P03", "4", "516", "9", "15"], Trouble::Lost)]
    #[case::takes_no_changes(&["25006", "8", "264", "520", "776", "1032"], Trouble::ReadOnly)]
    #[case::full(&["7", "13", "14", "53100", "53200"], Trouble::Full)]
    #[case::disk(&["10", "266", "778", "1034", "58030"], Trouble::Disk)]
    #[case::all_taken(&["53300"], Trouble::NoConnection)]
    #[case::given_up(&["57014"], Trouble::GivenUp)]
    #[case::out_of_step(&["25001", "25P01", "25P02", "26000", "0A000", "21"], Trouble::OutOfStep)]
    #[case::damaged(&["11", "267", "26", "XX001", "XX002"], Trouble::Broken)]
    #[case::a_text(&["22021"], Trouble::Text)]
    #[case::anything_else(&["1", "19", "275", "1811", "23514", "42P01", "P0001", ""], Trouble::Other)]
    fn every_code_says_what_is_wrong(#[case] codes: &[&str], #[case] expected: Trouble) {
        for code in codes {
            assert_eq!(trouble_of_code(code), expected, "{code}");
        }
    }

    #[rstest]
    #[case::a_broken_pipe(DbErr::Query(sqlx_error(broken())), Trouble::Lost)]
    #[case::words_that_make_no_sense(DbErr::Exec(sqlx_error(sqlx::Error::Protocol("?".into()))), Trouble::Lost)]
    #[case::a_thread_that_died(DbErr::Exec(sqlx_error(sqlx::Error::WorkerCrashed)), Trouble::Lost)]
    #[case::a_transaction_inside_another(
        DbErr::Query(sqlx_error(sqlx::Error::InvalidSavePointStatement)),
        Trouble::OutOfStep
    )]
    #[case::a_beginning_that_did_not(DbErr::Query(sqlx_error(sqlx::Error::BeginFailed)), Trouble::OutOfStep)]
    #[case::nobody_answers(silence(), Trouble::Silent)]
    #[case::no_connection_in_time(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout), Trouble::NoConnection)]
    #[case::nobody_listens(DbErr::Conn(sqlx_error(broken())), Trouble::NoConnection)]
    #[case::a_value_of_another_kind(DbErr::Type("?".into()), Trouble::Other)]
    fn every_error_of_the_drivers_says_what_is_wrong(#[case] error: DbErr, #[case] expected: Trouble) {
        assert_eq!(trouble(&error), expected);
    }

    fn broken() -> sqlx::Error {
        sqlx::Error::Io(io::ErrorKind::BrokenPipe.into())
    }

    fn sqlx_error(error: sqlx::Error) -> RuntimeErr {
        RuntimeErr::SqlxError(error.into())
    }

    #[test]
    fn a_lost_answer_to_a_commit_is_not_called_a_failure() {
        let lost = || DbErr::Query(sqlx_error(broken()));
        assert!(matches!(commit_error(lost()), AppError::Uncertain(_)));
        assert!(matches!(store_error(lost()), AppError::Unavailable(_)));
        assert!(matches!(commit_error(silence()), AppError::Uncertain(_)));
        let nested = DbErr::Query(sqlx_error(sqlx::Error::InvalidSavePointStatement));
        assert!(matches!(commit_error(nested), AppError::Fault(_)));
    }
}
