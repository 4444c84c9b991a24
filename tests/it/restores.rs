//! Restores that were meant: the doctor is told once, and tells for ever.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::command_line::{end, start};
use crate::custody::{Place, done, refused, text};
use crate::tamper::{Raw, cut};

struct Installation {
    place: Place,
    backup: PathBuf,
}

impl Installation {
    /// A place with a backup from before its last entries, whose heads were anchored.
    async fn new() -> Self {
        let place = Place::new().await;
        let backup = place.file("backup");
        let it = Self { place, backup };
        it.done(&["migrate"]);
        it.add("Ada");
        it.serve();
        it.done(&["backup", "-o", text(&it.backup)]);
        it.add("Bea");
        it.add("Cia");
        it.serve();
        it
    }

    fn done(&self, arguments: &[&str]) -> String {
        done(&mut self.place.cordata(arguments))
    }

    fn add(&self, name: &str) -> String {
        self.done(&["user", "add", "--given-name", name, "--family-name", "Scritto"]).trim().to_owned()
    }

    /// Lets the server run for a moment: it chains what waits and writes the head down.
    fn serve(&self) {
        let (child, line) = start(&mut self.place.cordata(&["serve", "--migrate", "--listen", "127.0.0.1:0"]));
        assert!(line.contains("Cordata serves"), "{line}");
        end(child);
    }

    fn heads(&self) -> PathBuf {
        self.place.file("audit-heads.jsonl")
    }

    /// Whether all is well, and what the doctor says of the trail.
    fn doctor(&self, more: &[&str]) -> (bool, Value) {
        let arguments = [&["doctor", "--audit", "--json"], more].concat();
        let output = self.place.cordata(&arguments).output().unwrap();
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.success(), told)
    }
}

#[tokio::test]
async fn a_restore_is_an_alarm_until_it_is_noted_and_then_told_for_ever() {
    let it = Installation::new().await;
    let elsewhere = it.place.file("elsewhere.jsonl");
    fs::copy(it.heads(), &elsewhere).unwrap();
    let refusal = refused(&mut it.place.cordata(&["note-restore", "--reason", "Prova"]));
    assert!(refusal.contains("nothing to note"), "{refusal}");

    it.done(&["restore", "--force", text(&it.backup)]);
    let (healthy, told) = it.doctor(&[]);
    assert!(!healthy && told.to_string().contains("cordata note-restore"), "{told}");

    let who = refused(&mut it.place.cordata(&[
        "note-restore",
        "--reason",
        "Disco rotto",
        "--by",
        "00000000-0000-0000-0000-000000000001",
    ]));
    assert!(who.contains("by") && !it.doctor(&[]).0, "{who}");
    let said = it.done(&["note-restore", "--reason", "Disco rotto"]);
    assert!(said.contains("given up on purpose") && said.contains("Disco rotto"), "{said}");
    let (healthy, told) = it.doctor(&["--heads", text(&elsewhere)]);
    assert!(healthy, "{told}");
    let note = &told["audit"]["restores"][0];
    assert_eq!((&note["reason"], &note["by"]), (&"Disco rotto".into(), &Value::Null), "{told}");
    assert!(told["checks"].to_string().contains("were given up on purpose"), "{told}");

    // Life goes on past where it once was, and the exported trail proves itself with the same heads.
    for name in ["Dea", "Eva", "Fea", "Gea"] {
        it.add(name);
        it.serve();
    }
    let (healthy, told) = it.doctor(&["--heads", text(&elsewhere)]);
    assert!(healthy && told["audit"]["restores"].as_array().unwrap().len() == 1, "{told}");
    let file = it.place.file("trail.jsonl");
    it.done(&["export", "audit", "-o", text(&file)]);
    let said = it.done(&["doctor", "--audit-file", text(&file), "--heads", text(&it.heads())]);
    assert!(said.contains("Disco rotto"), "{said}");
}

#[tokio::test]
async fn a_restore_with_its_reason_is_no_alarm_and_keeps_the_notes_before_it() {
    let it = Installation::new().await;
    it.done(&["restore", "--force", "--reason", "Prima prova", text(&it.backup)]);
    let (healthy, told) = it.doctor(&[]);
    assert!(healthy && told["audit"]["restores"][0]["backup"].as_str().unwrap().len() == 64, "{told}");
    let by = it.add("Dea");
    it.serve();
    let later = it.place.file("later");
    it.done(&["backup", "-o", text(&later)]);
    it.add("Eva");
    it.serve();
    it.done(&["restore", "--force", "--reason", "Seconda prova", "--by", &by, text(&later)]);
    it.serve();
    it.done(&["restore", "--force", "--reason", "Terza prova", text(&it.backup)]);
    it.add("Fea");
    it.serve();
    let (healthy, told) = it.doctor(&[]);
    assert!(healthy, "{told}");
    let restores = told["audit"]["restores"].as_array().unwrap();
    let reasons: Vec<&str> = restores.iter().map(|note| note["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["Prima prova", "Seconda prova", "Terza prova"], "{told}");
    assert_eq!(restores[1]["by"], by.as_str(), "{told}");
}

#[tokio::test]
async fn a_note_hides_no_cut_of_what_was_anchored_after_it() {
    let it = Installation::new().await;
    it.done(&["restore", "--force", "--reason", "Prova", text(&it.backup)]);
    let (_, told) = it.doctor(&[]);
    let noted = told["audit"]["head"]["seq"].as_i64().unwrap();
    it.add("Dea");
    it.serve();
    assert!(it.doctor(&[]).0);
    let raw = Raw::open(&it.place.url).await;
    for from in [noted, noted - 1] {
        for sql in cut(from) {
            raw.execute(&sql).await;
        }
        let (healthy, told) = it.doctor(&[]);
        assert!(!healthy, "cut after {from}: {told}");
    }
    raw.close().await;
}
