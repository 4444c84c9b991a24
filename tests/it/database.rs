//! Every test has a database of its own, on either back end.

use cordata_tests::database::TestDatabase;
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, Statement};

async fn count(database: &TestDatabase) -> i64 {
    let connection = Database::connect(database.url()).await.expect("the database answers");
    let statement = Statement::from_string(connection.get_database_backend(), "SELECT COUNT(*) AS n FROM seat");
    let row = connection.query_one_raw(statement).await.expect("the table is there").expect("a count is one row");
    connection.close().await.expect("the connection closes");
    row.try_get("", "n").expect("a count is a number")
}

async fn execute(url: &str, sql: &str) -> anyhow::Result<()> {
    let connection = Database::connect(url).await?;
    connection.execute_unprepared(sql).await?;
    Ok(connection.close().await?)
}

#[tokio::test]
async fn what_is_written_is_read_again() {
    let database = TestDatabase::create().await;
    let expected = match std::env::var("CORDATA_TEST_DATABASE").as_deref() {
        Ok("postgres") => DatabaseBackend::Postgres,
        _ => DatabaseBackend::Sqlite,
    };
    let connection = Database::connect(database.url()).await.expect("the database answers");
    assert_eq!(connection.get_database_backend(), expected);
    connection.close().await.expect("the connection closes");

    execute(database.url(), "CREATE TABLE seat (id BIGINT PRIMARY KEY)").await.expect("the table is made");
    execute(database.url(), "INSERT INTO seat VALUES (1), (2)").await.expect("rows are written");
    assert_eq!(count(&database).await, 2);
}

#[tokio::test]
async fn copies_of_a_template_do_not_see_each_other() {
    let migrate = |url: String| async move { execute(&url, "CREATE TABLE seat (id BIGINT PRIMARY KEY)").await };
    let first = TestDatabase::migrated("trial", migrate).await;
    let second = TestDatabase::migrated("trial", migrate).await;
    assert_eq!(first.kind(), second.kind());
    execute(first.url(), "INSERT INTO seat VALUES (1)").await.expect("a row is written");
    assert_eq!((count(&first).await, count(&second).await), (1, 0));
}
