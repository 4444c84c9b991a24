//! The trail as an operator proves it: anchored heads, exported files, and the doctor.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use cordata_tests::database::TestDatabase;
use serde_json::Value;

use crate::command_line::{end, program, start};
use crate::tamper::{Raw, cut};

struct Installation {
    database: TestDatabase,
    folder: tempfile::TempDir,
}

impl Installation {
    async fn new() -> Self {
        let installation = Self { database: TestDatabase::create().await, folder: tempfile::tempdir().unwrap() };
        installation.done(&["migrate"]);
        installation.add_person();
        installation
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program());
        command.env("CORDATA_DATA_DIR", self.folder.path()).env("CORDATA_DATABASE_URL", self.database.url());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn add_person(&self) {
        self.done(&["user", "add", "--given-name", "Ada", "--family-name", "Rossi", "--role", "admin"]);
    }

    /// Lets the server run for a moment: it chains what waits and writes the head down.
    fn serve(&self) {
        let (child, line) = start(self.command().args(["serve", "--migrate", "--listen", "127.0.0.1:0"]));
        assert!(line.contains("Cordata serves"), "{line}");
        end(child);
    }

    fn heads(&self) -> std::path::PathBuf {
        self.folder.path().join("audit-heads.jsonl")
    }

    /// What the doctor says about the trail, and whether all is well.
    fn doctor(&self, more: &[&str]) -> (bool, Value) {
        let output = self.run(&[&["doctor", "--audit", "--json"], more].concat());
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["healthy"], output.status.success());
        (output.status.success(), told["audit"].clone())
    }

    fn verifies(&self, file: &Path) -> bool {
        self.run(&["doctor", "--audit-file", file.to_str().unwrap()]).status.success()
    }
}

#[tokio::test]
async fn the_server_anchors_heads_outside_the_database_and_the_doctor_finds_a_cut_by_them() {
    let it = Installation::new().await;
    it.serve();
    assert_eq!(fs::metadata(it.heads()).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(it.heads()).unwrap();
    let head: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let (healthy, trail) = it.doctor(&[]);
    assert!(healthy, "{trail}");
    assert_eq!((&trail["head"]["seq"], &trail["head"]["hash"]), (&head["seq"], &head["hash"]));
    assert_eq!((&trail["entries"], &trail["unsealed"]), (&head["seq"], &0.into()));

    // A second start writes no second line for the same head; new entries lie after it.
    it.serve();
    assert_eq!(fs::read_to_string(it.heads()).unwrap(), text);
    it.add_person();
    it.serve();
    let (healthy, trail) = it.doctor(&[]);
    assert!(healthy && trail["anchors"].as_u64().unwrap() >= 2, "{trail}");

    let copy = it.folder.path().join("elsewhere.jsonl");
    fs::copy(it.heads(), &copy).unwrap();
    let raw = Raw::open(it.database.url()).await;
    for sql in cut(head["seq"].as_i64().unwrap()) {
        raw.execute(&sql).await;
    }
    let (healthy, trail) = it.doctor(&[]);
    assert!(!healthy && trail["faults"][0].as_str().unwrap().contains("it was cut"), "{trail}");
    // Who also takes the last lines of the file away is found by the copy.
    fs::write(it.heads(), &text).unwrap();
    assert!(it.doctor(&[]).0);
    let (healthy, trail) = it.doctor(&["--heads", copy.to_str().unwrap()]);
    assert!(!healthy, "{trail}");
    raw.restore().await;

    raw.execute("UPDATE audit_entry SET command = 'other' WHERE id = (SELECT entry_id FROM audit_link WHERE seq = 2)")
        .await;
    let (healthy, trail) = it.doctor(&[]);
    assert!(!healthy && trail["faults"][0].as_str().unwrap().contains("link 2"), "{trail}");
    raw.close().await;
}

#[tokio::test]
async fn an_exported_trail_proves_itself_without_a_database() {
    let it = Installation::new().await;
    it.serve();
    let file = it.folder.path().join("trail.jsonl");
    it.done(&["export", "audit", "-o", file.to_str().unwrap()]);
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(it.done(&["export", "audit"]), text, "the standard output is the default");
    assert!(lines.len() > 3 && !text.contains("Rossi"));
    assert!(it.verifies(&file));
    let heads = it.heads();
    it.done(&["doctor", "--audit-file", file.to_str().unwrap(), "--heads", heads.to_str().unwrap()]);

    let cut = lines[..lines.len() - 1].join("\n");
    let edited = text.replacen("\"createPerson\"", "\"createPersons\"", 1);
    let shorter = [&lines[..2], &lines[3..]].concat().join("\n");
    for tampered in [cut, edited, shorter, String::new()] {
        fs::write(&file, tampered).unwrap();
        assert!(!it.verifies(&file));
    }
    // A part begins with the hash before it.
    it.done(&["export", "audit", "--from", "2000-01-01", "--to", "2000-12-31", "-o", file.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 2);
    assert!(it.verifies(&file));
}
