//! What backup, restore, export and import ask the catalogue of each database.

use sea_orm::DbBackend;

/// Every table of ours with its columns, in order, as `table_name` and `column_name`.
pub(crate) fn catalogue(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "SELECT c.relname::text AS table_name, a.attname::text AS column_name \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' \
             AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname::text COLLATE \"C\", a.attnum"
        }
        _ => {
            "SELECT m.name AS table_name, c.name AS column_name \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT GLOB 'sqlite_*' ORDER BY m.name, c.cid"
        }
    }
}

/// Every row of `table` as one text, in the order of these texts: equal tables answer equal texts.
pub(crate) fn rows_as_text(backend: DbBackend, table: &str, columns: &[String]) -> String {
    let quoted = columns.iter().map(|column| format!("\"{column}\""));
    if backend == DbBackend::Postgres {
        let columns = quoted.collect::<Vec<_>>().join(", ");
        return format!("SELECT (ROW({columns})::text) COLLATE \"C\" AS line FROM \"{table}\" ORDER BY 1");
    }
    let columns = quoted.map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || ',' || ");
    format!("SELECT {columns} AS line FROM \"{table}\" ORDER BY 1")
}

/// Which table refers to which, as `child` and `parent`.
#[cfg(test)]
pub(crate) fn references(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "SELECT k.conrelid::regclass::text AS child, k.confrelid::regclass::text AS parent FROM pg_constraint k \
             WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace"
        }
        _ => {
            "SELECT m.name AS child, k.\"table\" AS parent \
             FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'"
        }
    }
}

/// Within the transaction, references are looked at when it ends: a row may come before the one that it refers to.
pub(crate) fn defer_references(backend: DbBackend) -> String {
    match backend {
        DbBackend::Postgres => each_reference("DEFERRABLE INITIALLY DEFERRED"),
        _ => "PRAGMA defer_foreign_keys = ON".to_owned(),
    }
}

/// Looks at the references now and puts them back as they were. SQLite does so when it commits.
pub(crate) fn settle_references(backend: DbBackend) -> Option<String> {
    let settle = || format!("SET CONSTRAINTS ALL IMMEDIATE; {}", each_reference("NOT DEFERRABLE"));
    (backend == DbBackend::Postgres).then(settle)
}

fn each_reference(mode: &str) -> String {
    format!(
        "DO $$ DECLARE k record; BEGIN FOR k IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint \
         WHERE contype = 'f' AND connamespace = current_schema()::regnamespace LOOP \
         EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I {mode}', k.owner, k.conname); END LOOP; END $$"
    )
}

/// Questions that answer a `finding` for each thing that is broken. PostgreSQL checks what it takes in by itself.
pub(crate) fn integrity(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[],
        _ => &[
            "SELECT integrity_check AS finding FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 20",
            "SELECT 'a row of ' || \"table\" || ' refers to one of ' || parent || ' that is missing' AS finding \
             FROM pragma_foreign_key_check LIMIT 20",
        ],
    }
}

/// Gives the snapshot of a transaction a name under which another process can read it.
pub(crate) fn name_snapshot(backend: DbBackend) -> Option<&'static str> {
    (backend == DbBackend::Postgres).then_some("SELECT pg_export_snapshot() AS name")
}

/// Makes a whole copy of the database in a new or empty file.
pub(crate) fn copy_into(backend: DbBackend, file: &str) -> Option<String> {
    (backend != DbBackend::Postgres).then(|| format!("VACUUM INTO '{}'", file.replace('\'', "''")))
}

/// Moves what the log holds into the file, and empties the log.
pub(crate) fn checkpoint(backend: DbBackend) -> Option<&'static str> {
    (backend != DbBackend::Postgres).then_some("PRAGMA wal_checkpoint(TRUNCATE)")
}

/// How many other processes of ours have the database open, as far as the server knows.
pub(crate) fn other_sessions(backend: DbBackend) -> Option<&'static str> {
    (backend == DbBackend::Postgres).then_some(
        "SELECT COUNT(*) AS sessions FROM pg_stat_activity WHERE application_name = 'cordata' \
         AND datname = current_database() AND pid <> pg_backend_pid()",
    )
}

/// The major version of the server.
pub(crate) fn server_version(backend: DbBackend) -> Option<&'static str> {
    (backend == DbBackend::Postgres).then_some("SELECT current_setting('server_version_num')::int / 10000 AS major")
}

/// Drops every table, function and collation of the present schema that belongs to no extension (PostgreSQL).
pub(crate) const CLEAR: &str = "DO $$ DECLARE thing text; BEGIN \
    FOR thing IN \
      SELECT format('DROP TABLE IF EXISTS %s CASCADE', c.oid::regclass) FROM pg_class c \
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace \
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') \
      UNION ALL SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p \
        WHERE p.pronamespace = current_schema()::regnamespace \
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') \
      UNION ALL SELECT format('DROP COLLATION IF EXISTS %I CASCADE', l.collname) FROM pg_collation l \
        WHERE l.collnamespace = current_schema()::regnamespace \
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = l.oid AND d.deptype = 'e') \
    LOOP EXECUTE thing; END LOOP; END $$;";

/// Events of another server carry its numbers of transactions. Those that lie ahead of the present ones would be told
/// again when these get there: they happened before now (PostgreSQL).
pub(crate) const SETTLE_OUTBOX: &str = "UPDATE event SET place = pg_current_xact_id()::text::bigint \
    WHERE place >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint;";
