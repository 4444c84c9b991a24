//! What a server answers while its database cannot keep anything, and afterwards: real processes, real faults.

use std::net::SocketAddr;
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use cordata_tests::database::{DatabaseKind, TestDatabase};
use cordata_tests::forwarder::Forwarder;
use futures_util::future::join_all;
use reqwest::{Response, StatusCode};
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use url::Url;

use crate::command_line::{end, program, start};

const CREATE: &str = "mutation($input: CreateStakeholderInput!) {
    createStakeholder(input: $input) { stakeholder { id name } userErrors { code } } }";
/// How long an outage may be felt after its end.
const RECOVERY: Duration = Duration::from_secs(10);
/// How long anybody may be left without an answer, with room for a slow machine.
const PATIENCE: Duration = Duration::from_secs(6);

/// What a caller was told of a change.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Done(String),
    Unavailable,
}

struct Installation {
    database: TestDatabase,
    /// How the server reaches its database.
    database_url: String,
    folder: tempfile::TempDir,
    token: String,
    client: reqwest::Client,
}

impl Installation {
    async fn new() -> Self {
        let database = TestDatabase::create().await;
        let mut it = Self {
            database_url: database.url().to_owned(),
            database,
            folder: tempfile::tempdir().unwrap(),
            token: String::new(),
            client: reqwest::Client::builder().timeout(PATIENCE).build().unwrap(),
        };
        it.done(&["migrate"]);
        let person =
            it.done(&["user", "add", "--given-name", "Ada", "--family-name", "Rossi", "--role", "secretariat"]);
        let made: Value =
            serde_json::from_str(&it.done(&["token", "create", "--json", "--person", person.trim()])).unwrap();
        made["token"].as_str().unwrap().clone_into(&mut it.token);
        it
    }

    fn prepare(&self, mut command: Command) -> Command {
        command.env("CORDATA_DATA_DIR", self.folder.path()).env("CORDATA_DATABASE_URL", &self.database_url);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.prepare(Command::new(program()));
        command.args(arguments).output().unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Sends statements past the product.
    async fn execute(&self, statements: &[&str]) {
        let database = Database::connect(self.database.url()).await.unwrap();
        for sql in statements {
            database.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        database.close().await.unwrap();
    }

    fn serve(&self) -> Server<'_> {
        self.serve_by(self.prepare(Command::new(program())))
    }

    fn serve_by(&self, mut command: Command) -> Server<'_> {
        let (child, line) = start(command.args(["serve", "--listen", "127.0.0.1:0"]));
        let (_, told) = line.split_once("Cordata serves at ").unwrap_or_else(|| panic!("{line}"));
        let url = told.split('/').take(3).collect::<Vec<_>>().join("/");
        Server { it: self, child: Some(child), url }
    }
}

/// A running server; it ends with this value, whatever becomes of the test.
struct Server<'a> {
    it: &'a Installation,
    child: Option<Child>,
    url: String,
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
        }
    }
}

impl Server<'_> {
    async fn get(&self, path: &str) -> Response {
        self.it.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    async fn is_ready(&self) -> bool {
        self.get("/readyz").await.status() == StatusCode::OK
    }

    /// Makes an organisation of this name. Whoever is told neither that it is there nor when to try again is told wrong.
    async fn make(&self, name: &str) -> Told {
        let input = json!({ "input": { "name": name, "kind": "UNION_OF_MUNICIPALITIES" } });
        let request = self.it.client.post(format!("{}/graphql", self.url)).bearer_auth(&self.it.token);
        let response = request.json(&json!({ "query": CREATE, "variables": input })).send().await.unwrap();
        let wait = response.headers().get("retry-after").cloned();
        let answer: Value = response.json().await.unwrap();
        if let Some(id) = answer["data"]["createStakeholder"]["stakeholder"]["id"].as_str() {
            return Told::Done(id.to_owned());
        }
        let extensions = &answer["errors"][0]["extensions"];
        assert_eq!(extensions["code"], "UNAVAILABLE", "{answer:#}");
        assert_eq!(wait.unwrap().to_str().unwrap(), extensions["retryAfter"].to_string(), "{answer:#}");
        Told::Unavailable
    }

    async fn has(&self, id: &str) -> bool {
        let query =
            json!({ "query": "query($id: ID!) { stakeholder(by: { id: $id }) { id } }", "variables": { "id": id } });
        let request = self.it.client.post(format!("{}/graphql", self.url)).bearer_auth(&self.it.token);
        let answer: Value = request.json(&query).send().await.unwrap().json().await.unwrap();
        answer["data"]["stakeholder"]["id"] == id
    }

    /// Waits until the server says that it is ready, and wants it so in time.
    async fn recovers(&self) {
        let begun = Instant::now();
        while !self.is_ready().await {
            assert!(begun.elapsed() < RECOVERY, "it is still not ready");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn process(&self) -> String {
        self.child.as_ref().unwrap().id().to_string()
    }

    /// Ends it in good order.
    fn end(mut self) {
        end(self.child.take().unwrap());
    }
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_acknowledged_that_is_not_there_and_with_room_work_goes_on() {
    if DatabaseKind::chosen() != DatabaseKind::Sqlite {
        return;
    }
    let it = Installation::new().await;
    // A file may not grow beyond this many blocks of 512 bytes: the log of the database is full before long.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -S -f 2000; exec \"$0\" \"$@\""]).arg(program());
    let server = it.serve_by(it.prepare(limited));
    assert!(server.is_ready().await);
    let mut made = Vec::new();
    let mut refused = 0;
    for number in 0..400 {
        match server.make(&format!("Ente {number}")).await {
            Told::Done(id) => made.push(id),
            Told::Unavailable => refused += 1,
        }
        if refused == 5 {
            break;
        }
    }
    assert_eq!(refused, 5, "{} were made, and the disk never was full", made.len());
    assert!(!server.is_ready().await, "it says it was ready");
    assert_eq!(server.get("/it/projects").await.status(), StatusCode::OK, "who only reads is not concerned");

    let raised = Command::new("prlimit").args(["--fsize=unlimited", "--pid", &server.process()]).status();
    assert!(raised.unwrap().success());
    server.recovers().await;
    let Told::Done(last) = server.make("Ente con spazio").await else { panic!("there is room again") };
    made.push(last);
    for id in &made {
        assert!(server.has(id).await, "{id} was acknowledged");
    }
    server.end();
    let server = it.serve();
    for id in &made {
        assert!(server.has(id).await, "{id} was acknowledged, and is gone after a new start");
    }
    server.end();
}

/// Lets all sessions that are open now fail to write, as on an old primary to which a pool still holds connections. New
/// ones are led elsewhere, and write.
const FAIL_OVER: [&str; 3] = [
    "CREATE TABLE failover AS SELECT clock_timestamp() AS at",
    "CREATE FUNCTION require_new_session() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT backend_start < at FROM pg_stat_activity, failover WHERE pid = pg_backend_pid()) THEN
            RAISE EXCEPTION 'cannot execute INSERT in a read-only transaction' USING ERRCODE = '25006';
        END IF;
        RETURN NULL;
     END $$",
    "DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'failover' LOOP
            EXECUTE format('CREATE TRIGGER read_only BEFORE INSERT OR UPDATE OR DELETE ON %I
                FOR EACH STATEMENT EXECUTE FUNCTION require_new_session()', name);
        END LOOP;
     END $$",
];

#[tokio::test]
async fn after_a_failover_the_connections_to_the_old_server_are_given_up() {
    if DatabaseKind::chosen() != DatabaseKind::Postgres {
        return;
    }
    let it = Installation::new().await;
    let server = it.serve();
    // As many sessions as the pool has.
    let crowd = |when: &str| -> Vec<String> { (0..16).map(|number| format!("Ente {number} {when}")).collect() };
    let all = async |crowd: Vec<String>| join_all(crowd.iter().map(|name| server.make(name))).await;
    let before = all(crowd("prima")).await;
    it.execute(&FAIL_OVER).await;
    server.recovers().await;
    let after = all(crowd("dopo")).await;
    for told in before.iter().chain(&after) {
        let Told::Done(id) = told else { panic!("a connection to the old server was lent: {before:?} {after:?}") };
        assert!(server.has(id).await, "{id} was acknowledged");
    }
    server.end();
}

// The forwarder works beside a test that waits for the program.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_server_keeps_nobody_waiting_and_work_goes_on_afterwards() {
    if DatabaseKind::chosen() != DatabaseKind::Postgres {
        return;
    }
    let mut it = Installation::new().await;
    let mut url: Url = it.database.url().parse().unwrap();
    let far: SocketAddr = format!("127.0.0.1:{}", url.port().unwrap()).parse().unwrap();
    let forwarder = Forwarder::to(far).await;
    url.set_port(Some(forwarder.address().port())).unwrap();
    it.database_url = url.into();
    let server = it.serve();
    let Told::Done(before) = server.make("Ente prima").await else { panic!("nothing is wrong yet") };

    forwarder.freeze();
    for number in 0..4 {
        assert_eq!(server.make(&format!("Ente {number}")).await, Told::Unavailable);
    }
    assert!(!server.is_ready().await);
    let page = server.get("/it/projects").await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.headers().contains_key("retry-after"));
    assert!(page.text().await.unwrap().contains("<h1"), "a page says so, too");
    assert_eq!(server.get("/livez").await.status(), StatusCode::OK);

    forwarder.thaw();
    server.recovers().await;
    let Told::Done(after) = server.make("Ente dopo").await else { panic!("the server answers again") };
    assert!(server.has(&before).await && server.has(&after).await);
    server.end();
}

#[tokio::test]
async fn when_the_server_ends_sessions_that_rest_no_request_fails() {
    if DatabaseKind::chosen() != DatabaseKind::Postgres {
        return;
    }
    let it = Installation::new().await;
    let name = it.database.url().rsplit('/').next().unwrap();
    it.execute(&[&format!("ALTER DATABASE {name} SET idle_session_timeout = '40ms'")]).await;
    let server = it.serve();
    for number in 0..60 {
        let told = server.make(&format!("Ente {number}")).await;
        let Told::Done(id) = told else { panic!("request {number} was not answered") };
        // Around the moment at which the server ends what rests.
        tokio::time::sleep(Duration::from_millis(20 + number % 30)).await;
        assert!(server.has(&id).await);
    }
    server.end();
}
