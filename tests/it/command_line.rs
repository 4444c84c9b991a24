//! The binary as an operator types it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The program that the runner built; beside the test binary where no runner says.
pub(crate) fn program() -> PathBuf {
    std::env::var_os("CORDATA_BIN").map_or_else(
        || {
            let tests = std::env::current_exe().unwrap();
            tests.ancestors().nth(2).unwrap().join("cordata")
        },
        PathBuf::from,
    )
}

fn cordata(folder: &tempfile::TempDir) -> Command {
    let mut command = Command::new(program());
    command.env("CORDATA_DATA_DIR", folder.path()).env_remove("CORDATA_DATABASE_URL");
    command
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Starts a long-running command and answers its first line.
pub(crate) fn start(command: &mut Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line)
}

/// Ends it like a service manager does: it must go in good order.
pub(crate) fn end(mut child: Child) {
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(15) {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    panic!("did not end within 15 seconds");
}

#[test]
fn a_new_installation_is_set_up_by_the_readmes_commands() {
    let folder = tempfile::tempdir().unwrap();
    run(cordata(&folder).arg("migrate"));
    let person = words(&run(cordata(&folder).args([
        "user",
        "add",
        "--given-name",
        "Ada",
        "--family-name",
        "Rossi",
        "--role",
        "admin",
    ])));
    let token: Value =
        serde_json::from_slice(&run(cordata(&folder).args(["token", "create", "--json", "--person", &person])).stdout)
            .unwrap();
    assert!(token["token"].as_str().unwrap().starts_with("cordata_"));
    run(cordata(&folder).args(["token", "revoke", token["id"].as_str().unwrap()]));
    let doctor: Value = serde_json::from_slice(&run(cordata(&folder).args(["doctor", "--json"])).stdout).unwrap();
    assert_eq!(doctor["healthy"], true);
    let version: Value = serde_json::from_slice(&run(cordata(&folder).args(["version", "--json"])).stdout).unwrap();
    assert_eq!(version["name"], "cordata");
}

#[test]
fn a_person_is_added_twice_only_when_the_mailbox_is_shared() {
    let folder = tempfile::tempdir().unwrap();
    run(cordata(&folder).arg("migrate"));
    let add = ["user", "add", "--given-name", "Ada", "--family-name", "Rossi", "--email", "ada@example.org"];
    let person = words(&run(cordata(&folder).args(add)));
    let again = cordata(&folder).args(add).args(["--role", "admin"]).output().unwrap();
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(!again.status.success() && said.contains(person.trim()) && said.contains("--shared-mailbox"), "{said}");
    let other = words(&run(cordata(&folder).args(add).arg("--shared-mailbox")));
    assert_ne!(other, person);
}

#[test]
fn a_wrong_setting_is_named_wherever_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let unknown = cordata(&folder).args(["config", "show"]).env("CORDATA_LISTNE", "x").output().unwrap();
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("listne"), "{unknown:?}");
    let file = folder.path().join("wrong.toml");
    std::fs::write(&file, "smtp_ulr = \"smtp://relay\"\n").unwrap();
    let unknown = cordata(&folder).arg("--config").arg(&file).args(["config", "show"]).output().unwrap();
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("smtp_ulr"), "{unknown:?}");
    let shown =
        words(&run(cordata(&folder).args(["config", "show"]).env("CORDATA_SMTP_URL", "smtps://ente:segreto@relay")));
    assert!(shown.contains("relay") && !shown.contains("segreto"), "{shown}");
    let early = cordata(&folder).arg("doctor").output().unwrap();
    assert!(!early.status.success(), "an empty database has pending migrations");
}

#[test]
fn a_broken_row_of_an_import_is_named_and_nothing_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    run(cordata(&folder).arg("migrate"));
    let header = "cup,missione,componente,codice_cid,soggetto_attuatore_pubblico,stato,ue_non_pnrr,regione,provincia,comune,altro_pubblico,privato,da_reperire,pnrr,pnc,altri_fondi,totale,totale_pubblico,totale_pubblico_netto,importi_esatti";
    let good =
        "B73C22000050001,M5,M5C2,M5C2I2.02.03,COMUNE DI BUSSOLENO,0,0,0,0,100.50,0,0,20,879.50,0,0,1000,1000,1000,si";
    let bad = "riga-2,M5,M5C2,M5C2I2.02.03,,0,0,0,0,0,0,0,0,12;5,0,0,1000,1000,1000,forse";
    let file = folder.path().join("projects.csv");
    std::fs::write(&file, format!("{header}\n{good}\n{bad}\n")).unwrap();
    let output = cordata(&folder).args(["import", "pnrr", "--json"]).arg(&file).output().unwrap();
    assert!(!output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let places: Vec<(u64, &str)> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["line"].as_u64().unwrap(), p["column"].as_str().unwrap()))
        .collect();
    assert_eq!(places, [(3, "pnrr"), (3, "importi_esatti")]);
    std::fs::write(&file, format!("{header}\n{good}\n")).unwrap();
    let import = |arguments: &[&str]| -> Value {
        serde_json::from_slice(
            &run(cordata(&folder).args(["import", "pnrr", "--json"]).arg(&file).args(arguments)).stdout,
        )
        .unwrap()
    };
    assert_eq!(import(&["--dry-run"])["created"], 1);
    assert_eq!(import(&[])["created"], 1, "the dry run changed nothing, nor did the broken file");
    assert_eq!(import(&[])["unchanged"], 1);
    std::fs::write(
        &file,
        format!("{header}\n{}\n", good.replace("879.50", "900").replace(",20,", ",0,").replace("1000", "1000.50")),
    )
    .unwrap();
    assert_eq!(import(&[])["changed"], 1);
    assert_eq!(import(&[])["unchanged"], 1);
}

#[test]
fn a_second_process_on_one_file_is_refused_and_the_first_ends_cleanly() {
    let folder = tempfile::tempdir().unwrap();
    let (server, line) = start(cordata(&folder).args(["serve", "--listen", "127.0.0.1:0"]));
    assert!(line.contains("http://127.0.0.1:"), "{line}");
    let second = cordata(&folder).args(["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert!(
        !second.status.success() && String::from_utf8_lossy(&second.stderr).contains("another cordata"),
        "{second:?}"
    );
    end(server);
}

#[tokio::test]
async fn the_demo_shows_what_it_promises_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, line) = start(cordata(&folder).args(["demo", "--json", "--listen", "127.0.0.1:0"]));
    let invitation: Value = serde_json::from_str(&line).unwrap();
    let client = reqwest::Client::new();
    let graphql = invitation["graphql"].as_str().unwrap();
    for role in
        ["delegate", "second_delegate", "org_manager", "coordinator", "secretariat", "steward", "auditor", "admin"]
    {
        let token = invitation["tokens"][role].as_str().unwrap();
        let question = serde_json::json!({ "query": "{ viewer { person { fullName } } }" });
        let answer: Value =
            client.post(graphql).bearer_auth(token).json(&question).send().await.unwrap().json().await.unwrap();
        assert!(answer["data"]["viewer"]["person"]["fullName"].is_string(), "{role}: {answer}");
    }
    for example in invitation["examples"].as_array().unwrap() {
        let question = serde_json::json!({ "query": example["query"], "variables": example["variables"] });
        let answer: Value = client.post(graphql).json(&question).send().await.unwrap().json().await.unwrap();
        assert!(answer["errors"].is_null(), "{answer}");
    }
    for place in ["site", "explorer"] {
        assert_eq!(client.get(invitation[place].as_str().unwrap()).send().await.unwrap().status(), 200, "{place}");
    }
    let mails = PathBuf::from(invitation["mail_dir"].as_str().unwrap());
    let subjects = std::fs::read_dir(&mails).unwrap().count();
    assert!(subjects >= 60, "{subjects} mails: two convocations and two digests for some twenty people");
    end(demo);
    assert!(!mails.exists(), "the demo's folder is gone");
}
