//! A large import beside a server that is in use, as an operator runs it.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command_line::{end, program, start};

const HEADER: &str = "cup,missione,componente,codice_cid,soggetto_attuatore_pubblico,stato,ue_non_pnrr,regione,provincia,comune,\
    altro_pubblico,privato,da_reperire,pnrr,pnc,altri_fondi,totale,totale_pubblico,totale_pubblico_netto,importi_esatti";
/// Some seconds' work for the slowest build.
const ROWS: u64 = 6_000;
/// What a step takes at most.
const LARGEST_STEP: u64 = 5_000;

/// An installation in one file, with somebody who may add bodies, and a file of many rows.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let mut text = format!("{HEADER}\n");
        for row in 0..ROWS {
            let body = row % 300;
            writeln!(text, "riga-{row},M5,M5C2,M5C2I2.02.03,COMUNE DI PROVA {body},0,0,0,0,100.50,0,0,20,879.50,0,0,1000,1000,1000,si")
                .unwrap();
        }
        std::fs::write(place.rows(), text).unwrap();
        place.done(&["migrate"]);
        place
    }

    fn rows(&self) -> PathBuf {
        self.0.path().join("rows.csv")
    }

    fn cordata(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.env("CORDATA_DATA_DIR", self.0.path()).env_remove("CORDATA_DATABASE_URL").args(arguments);
        command
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.cordata(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn import(&self) -> Command {
        let mut import = self.cordata(&["import", "pnrr", "--json"]);
        import.arg(self.rows()).stdout(Stdio::piped()).stderr(Stdio::piped());
        import
    }

    fn report(&self) -> Value {
        let output = self.import().output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What the trail says of each step: rows written, and rows that remained.
    fn steps(&self) -> Vec<(u64, u64)> {
        let trail = self.done(&["export", "audit"]);
        let lines = trail.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let entries = lines.filter_map(|line| step(&line));
        entries.collect()
    }

    fn token(&self) -> String {
        let add = ["user", "add", "--given-name", "Ada", "--family-name", "Rossi", "--role", "secretariat"];
        let person = self.done(&add);
        let token: Value =
            serde_json::from_str(&self.done(&["token", "create", "--json", "--person", &person])).unwrap();
        token["token"].as_str().unwrap().to_owned()
    }

    fn holder(&self) -> Option<String> {
        cordata_persistence::holder(&self.0.path().join("cordata.db"))
    }
}

/// The entry of a step, wherever a line of the exported trail holds it.
fn step(line: &Value) -> Option<(u64, u64)> {
    let detail = line.get("detail").filter(|detail| detail.get("dataSet").is_some());
    if let Some(detail) = detail {
        return Some((detail["created"].as_u64()?, detail["remaining"].as_u64()?));
    }
    line.as_object()?.values().find_map(step)
}

#[tokio::test]
async fn an_import_lets_the_server_write_in_between() {
    let place = Place::new();
    let token = place.token();
    let (server, line) = start(&mut place.cordata(&["serve", "--listen", "127.0.0.1:0"]));
    let at = line.split_once(" at ").unwrap().1.split_once(" (").unwrap().0;
    let client = reqwest::Client::new();
    let add = async |number: usize| -> Value {
        let mutation = "mutation($input: CreateStakeholderInput!) { createStakeholder(input: $input) { stakeholder { id } userErrors { code } } }";
        let input = json!({ "name": format!("Associazione {number}"), "kind": "MUNICIPALITY" });
        let question = json!({ "query": mutation, "variables": { "input": input } });
        let request = client.post(format!("{at}graphql")).bearer_auth(&token).json(&question);
        request.send().await.unwrap().json().await.unwrap()
    };
    let mut import = place.import().spawn().unwrap();
    let mut number = 0;
    while import.try_wait().unwrap().is_none() {
        number += 1;
        let answer = add(number).await;
        assert!(answer["data"]["createStakeholder"]["stakeholder"]["id"].is_string(), "{answer}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(import.wait().unwrap().success());
    end(server);
    let steps = place.steps();
    assert!(number > 1 && steps.len() > 2, "{number} changes beside {steps:?}");
    assert!(steps.iter().all(|(written, _)| *written <= LARGEST_STEP), "{steps:?}");
    assert_eq!(steps.iter().map(|(written, _)| written).sum::<u64>(), ROWS);
    assert_eq!(steps.last().map(|(_, remaining)| *remaining), Some(0));
    place.done(&["doctor", "--audit"]);
}

#[test]
fn an_import_that_is_killed_is_carried_on_by_the_same_command() {
    let place = Place::new();
    let mut import = place.import().spawn().unwrap();
    while place.steps().is_empty() {
        assert_eq!(import.try_wait().unwrap(), None, "it ended before its first step was seen");
    }
    let holder = place.holder();
    import.kill().unwrap();
    import.wait().unwrap();
    let named = format!("`cordata import pnrr`, process {}, since ", import.id());
    assert!(holder.as_ref().is_some_and(|holder| holder.starts_with(&named)), "{holder:?}");
    assert_eq!(place.holder(), None, "whoever was killed holds nothing");
    let (_, remained) = *place.steps().last().unwrap();
    assert!(remained > 0, "the trail tells that the run broke off");
    place.done(&["doctor", "--audit"]);

    let report = place.report();
    assert_eq!((&report["created"], &report["unchanged"]), (&json!(remained), &json!(ROWS - remained)));
    assert_eq!(place.steps().last().map(|(_, remaining)| *remaining), Some(0));
    let steps = place.steps().len();
    let report = place.report();
    assert_eq!((&report["created"], &report["unchanged"]), (&json!(0), &json!(ROWS)));
    assert_eq!(place.steps().len(), steps, "nothing was left to do, and nothing is told");
}
