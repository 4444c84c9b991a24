//! What the migrations say over and over: checked enumerations, sorted texts, references, indexes,
//! tables that only grow.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, uuid_uniq};
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::sea_query::ForeignKeyCreateStatement;

/// A text that lists are sorted by, compared byte by byte on both databases: SQLite knows the collation `binary`, and
/// the first migration makes it on PostgreSQL.
pub(crate) fn sort_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().extra(r#"COLLATE "binary""#).take()
}

/// A text that is one of `values`.
pub(crate) fn one_of(name: &'static str, values: impl IntoIterator<Item = &'static str>) -> ColumnDef {
    one_of_null(name, values).not_null().take()
}

/// A text that is one of `values`, or absent.
pub(crate) fn one_of_null(name: &'static str, values: impl IntoIterator<Item = &'static str>) -> ColumnDef {
    ColumnDef::new(name).text().check(Expr::col(name).is_in(values)).take()
}

/// The id of an event, and its place in the order in which events become visible, which the database fills in: on
/// PostgreSQL the number of its transaction, on SQLite, where there is one writer, a running number.
pub(crate) fn outbox_keys(backend: DbBackend) -> [ColumnDef; 2] {
    if backend == DbBackend::Postgres {
        let transaction = Expr::cust("pg_current_xact_id()::text::bigint");
        return [pk_uuid("id"), big_integer("place").default(transaction).take()];
    }
    let running = ColumnDef::new("place").integer().not_null().auto_increment().primary_key().take();
    [uuid_uniq("id"), running]
}

/// `column` of `table` holds the id of a row of `parent`.
pub(crate) fn reference(table: &'static str, column: &'static str, parent: &'static str) -> ForeignKeyCreateStatement {
    reference_key(table, column, parent, "id")
}

/// `column` of `table` holds the `key` of a row of `parent`.
pub(crate) fn reference_key(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
    key: &'static str,
) -> ForeignKeyCreateStatement {
    let mut foreign_key = ForeignKey::create();
    foreign_key.name(format!("fk_{table}_{column}")).from(table, column).to(parent, key);
    foreign_key
}

/// An index over `columns`.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    named("ix", table, columns)
}

/// An index over `columns` that takes each value once.
pub(crate) fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    named("uq", table, columns).unique().take()
}

fn named(prefix: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{prefix}_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// Makes a table append-only: its rows can neither be changed nor deleted.
pub(crate) async fn refuse_changes(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        let sql = format!(
            "CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$; \
             CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        );
        connection.execute_unprepared(&sql).await?;
        return Ok(());
    }
    for change in ["UPDATE", "DELETE"] {
        let sql = format!(
            "CREATE TRIGGER {table}_refuses_{change} BEFORE {change} ON {table} \
             BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        );
        connection.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Freezes rows of a table once a column fulfils a condition: what they `kept` neither changes nor is deleted, and the
/// condition stays fulfilled.
pub(crate) async fn freeze(
    manager: &SchemaManager<'_>,
    table: &str,
    (column, condition): (&str, &str),
    kept: &[&str],
) -> Result<(), DbErr> {
    let frozen = format!("OLD.{column} {condition}");
    let differs = kept.iter().map(|kept| format!("OLD.{kept} IS DISTINCT FROM NEW.{kept}")).collect::<Vec<_>>();
    let changed = format!("{frozen} AND (NOT (NEW.{column} {condition}) OR {})", differs.join(" OR "));
    let connection = manager.get_connection();
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    if postgres {
        let refusal = format!(
            "CREATE FUNCTION {table}_are_frozen() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '{table} are frozen'; END $$"
        );
        connection.execute_unprepared(&refusal).await?;
    }
    for (change, when) in [("UPDATE", &changed), ("DELETE", &frozen)] {
        let trigger = format!("CREATE TRIGGER {table}_frozen_{change} BEFORE {change} ON {table} FOR EACH ROW");
        let sql = if postgres {
            format!("{trigger} WHEN ({when}) EXECUTE FUNCTION {table}_are_frozen()")
        } else {
            format!("{trigger} WHEN {when} BEGIN SELECT RAISE(ABORT, '{table} are frozen'); END")
        };
        connection.execute_unprepared(&sql).await?;
    }
    Ok(())
}
