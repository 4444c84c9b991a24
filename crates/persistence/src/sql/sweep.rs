//! What makes SQLite forget what was deleted.

use std::time::Duration;

use sea_orm::DbBackend;

/// How long emptying the log waits for readers, in milliseconds: nobody writes meanwhile.
const SHORT_WAIT: u32 = 100;

/// Moves what the log holds into the file and empties it, without waiting as long for readers as statements do else.
pub(crate) fn empty_log(backend: DbBackend, usual_wait: Duration) -> Option<String> {
    let usual_wait = usual_wait.as_millis();
    (backend != DbBackend::Postgres).then(|| {
        format!(
            "PRAGMA busy_timeout = {SHORT_WAIT}; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = {usual_wait}"
        )
    })
}

/// Writes the file anew, with nothing in it but what there is.
pub(crate) fn rewrite(backend: DbBackend) -> Option<&'static str> {
    (backend != DbBackend::Postgres).then_some("VACUUM")
}

/// How many bytes the file has, as `size`.
pub(crate) fn file_size(backend: DbBackend) -> Option<&'static str> {
    (backend != DbBackend::Postgres)
        .then_some("SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size")
}
