//! Who was erased is not readable any more in any file of the installation, nor in a backup made afterwards.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use cordata_api::graphql::id::encode;
use cordata_domain::ids::PersonId;
use cordata_tests::database::DatabaseKind;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::command_line::{end, start};
use crate::custody::{Place, done, text};

/// What names or reaches somebody who is to be erased, as it is typed and as it is searched for.
const TRACES: [&str; 4] = ["Zaccheo", "zaccheo", "Quintilianus", "quintilianus"];

/// A running server over a place, with the token of its administrator.
struct Running {
    place: Place,
    /// Mails that become files leave the installation, like those that a relay takes.
    mails: TempDir,
    server: Option<Child>,
    url: String,
    token: String,
}

impl Running {
    async fn new() -> Self {
        let (place, mails) = (Place::new().await, tempfile::tempdir().unwrap());
        done(&mut place.cordata(&["migrate"]));
        let admin = ["user", "add", "--given-name", "Ada", "--family-name", "Rossi", "--role", "admin"];
        let admin = done(&mut place.cordata(&admin));
        let token = done(&mut place.cordata(&["token", "create", "--json", "--person", admin.trim()]));
        let token: Value = serde_json::from_str(&token).unwrap();
        let mut command = place.cordata(&["serve", "--listen", "127.0.0.1:0"]);
        let (server, line) = start(command.env("CORDATA_MAIL_DIR", mails.path()));
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        let token = token["token"].as_str().unwrap().to_owned();
        Self { place, mails, server: Some(server), url, token }
    }

    /// Somebody with a mailbox, who was invited, asked to sign in and wrote as a citizen.
    async fn somebody(&self) -> Uuid {
        let add = ["user", "add", "--given-name", "Zaccheo", "--family-name", "Quintilianus", "--invite"];
        let mut command = self.place.cordata(&add);
        command.args(["--email", "zaccheo@quintilianus.example"]).env("CORDATA_MAIL_DIR", self.mails.path());
        let person = done(&mut command).lines().next().unwrap().trim().parse().unwrap();
        let client = reqwest::Client::new();
        let post = async |page: &str, form: &[(&str, &str)]| {
            let answer = client.post(format!("{}{page}", self.url)).form(form).send().await.unwrap();
            assert!(answer.status().is_success() || answer.status().is_redirection(), "{page}: {}", answer.status());
        };
        post("it/sign-in", &[("email", "zaccheo@quintilianus.example"), ("next", "")]).await;
        let idea = [("kind", "IDEA"), ("title", "Un bus"), ("text", "Anche la domenica."), ("consent", "yes")];
        let who = [("key", "uno"), ("name", "Zaccheo Quintilianus"), ("address", "zaccheo@quintilianus.example")];
        post("it/contribute", &[&idea[..], &who[..]].concat()).await;
        wait("mails to go out", || fs::read_dir(self.mails.path()).unwrap().count() >= 3);
        person
    }

    async fn erase(&self, person: Uuid) {
        let mutation = "mutation($input: ErasePersonInput!) { erasePerson(input: $input) { userErrors { message } } }";
        let input = json!({ "personId": encode(PersonId(person)).to_string() });
        let question = json!({ "query": mutation, "variables": { "input": input } });
        let request = reqwest::Client::new().post(format!("{}graphql", self.url)).bearer_auth(&self.token);
        let answer: Value = request.json(&question).send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["data"]["erasePerson"]["userErrors"], json!([]), "{answer}");
    }

    fn traces(&self) -> Vec<String> {
        traces_in(self.place.folder.path())
    }

    fn end(&mut self) {
        if let Some(server) = self.server.take() {
            end(server);
        }
    }
}

/// A test that fails leaves no server behind.
impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take()
            && let Err(error) = server.kill().and_then(|()| server.wait())
        {
            eprintln!("a server is left: {error}");
        }
    }
}

fn wait(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(1), "waited too long for {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Which traces stand in which files of a folder.
fn traces_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        // A file may go while its folder is read.
        let bytes = fs::read(entry.path()).unwrap_or_default();
        let holds = |trace: &&&str| bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
        found.extend(TRACES.iter().filter(holds).map(|trace| format!("{trace} in {}", entry.path().display())));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_erased_person_is_left_in_the_files_beneath_a_running_server() {
    if DatabaseKind::chosen() == DatabaseKind::Postgres {
        let place = Place::new().await;
        return assert!(place.url.starts_with("postgres"), "a server looks after its own files");
    }
    for at_the_console in [false, true] {
        let mut running = Running::new().await;
        let person = running.somebody().await;
        assert_ne!(running.traces(), Vec::<String>::new());
        if at_the_console {
            done(&mut running.place.cordata(&["person", "erase", &person.to_string()]));
        } else {
            running.erase(person).await;
        }
        wait("what was erased to be swept", || running.traces().is_empty());
        let backup = running.mails.path().join("of afterwards");
        done(&mut running.place.cordata(&["backup", "-o", text(&backup)]));
        let lines = running.mails.path().join("lines of afterwards");
        done(&mut running.place.cordata(&["export", "all", "-o", text(&lines)]));
        running.end();
        assert_eq!(running.traces(), Vec::<String>::new());
        let of_afterwards = |trace: &String| trace.contains("of afterwards");
        let copies: Vec<String> = traces_in(running.mails.path()).into_iter().filter(of_afterwards).collect();
        assert_eq!(copies, Vec::<String>::new());
    }
}
