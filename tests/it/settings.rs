//! What the program says of settings and flags that cannot work, before it does anything.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command_line::{end, program};

fn cordata(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.env("CORDATA_DATA_DIR", folder).env_remove("CORDATA_DATABASE_URL").args(arguments);
    command
}

/// What a command that must fail says.
fn refusal(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
    assert!(!said.contains("panicked") && !said.contains("INVALID_INPUT"), "{command:?}: {said}");
    said + &String::from_utf8(output.stdout).unwrap()
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn a_setting_that_cannot_work_is_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, key) in [
        (["serve", "--smtp-url", "http://u:geheim@x"], "smtp_url is wrong"),
        (["doctor", "--smtp-url", "http://u:geheim@x"], "smtp_url is wrong"),
        (["serve", "--listen", "notanaddress"], "listen is wrong"),
        (["serve", "--public-url", "notanaddress"], "public_url is wrong"),
        (["migrate", "--database-url", "postgres//u:geheim@h/x"], "database_url is wrong"),
        (["doctor", "--database-url", "mysql://u:geheim@h/x"], "database_url is wrong"),
        (["serve", "--log", "a=b=c"], "log is wrong"),
    ] {
        let said = refusal(&mut cordata(folder.path(), &arguments));
        assert!(said.contains(key) && !said.contains("geheim"), "{arguments:?}: {said}");
    }
    let shown = refusal(cordata(folder.path(), &["config", "show"]).env("CORDATA_LIMITS__PAGE_SIZE", "0"));
    assert!(shown.contains("limits.page_size must be 1 or more"), "{shown}");
    assert!(is_empty(folder.path()));
}

#[test]
fn the_doctor_makes_no_database_and_looks_at_the_backup_it_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let said = refusal(&mut cordata(folder.path(), &["doctor"]));
    assert!(said.contains("there is no database at") && is_empty(folder.path()), "{said}");
    assert!(cordata(folder.path(), &["migrate"]).output().unwrap().status.success());
    let said = refusal(&mut cordata(folder.path(), &["doctor", "--upgrade", "--backup", "nofile"]));
    assert!(said.contains("nothing is pending") && said.contains("cannot read nofile"), "{said}");
}

#[test]
fn a_wrong_flag_is_named_and_explained_in_words() {
    let folder = tempfile::tempdir().unwrap();
    assert!(cordata(folder.path(), &["migrate"]).output().unwrap().status.success());
    let person = ["user", "add", "--given-name", "Ada", "--family-name", "Rossi", "--email", "notmail"];
    let said = refusal(&mut cordata(folder.path(), &person));
    assert!(said.starts_with("cordata: --email: The "), "{said}");
    let body = ["instance", "set", "--name", "A", "--sender-name", "B", "--sender-address", "nomail"];
    let said = refusal(&mut cordata(folder.path(), &body));
    assert!(said.starts_with("cordata: --sender-address: The "), "{said}");
    for days in ["0", "4294967295"] {
        let token = ["token", "create", "--person", "01a21b31-0ab2-73a1-82a8-d69b0ad5264c", "--days", days];
        let output = cordata(folder.path(), &token).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains("--days") && said.contains("1..=3650"), "{said}");
    }
}

#[test]
fn nobody_has_to_read_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let mut schema = cordata(folder.path(), &["schema"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(schema.stdout.take());
    assert!(schema.wait().unwrap().success());
    let mut serve = cordata(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let mut server = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(server.stdout.take());
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    assert!(log.any(|line| line.unwrap().contains("\"Serving\"")));
    end(server);
}

#[test]
fn a_bound_is_set_by_its_name_and_within_its_range() {
    let folder = tempfile::tempdir().unwrap();
    assert!(cordata(folder.path(), &["migrate"]).output().unwrap().status.success());
    let bound = |arguments: &[&str]| {
        let output = cordata(folder.path(), &[&["instance", "limit"], arguments].concat()).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (_, delivered) = bound(&[]);
    assert!(delivered.contains("largest-amount 1000000000000 (delivered"), "{delivered}");
    let (done, now) = bound(&["largest-amount", "5000000"]);
    assert!(done && now.contains("largest-amount 5000000 (delivered 1000000000000,"), "{now}");
    for wrong in [&["largest-amount", "1"][..], &["largest-amount"], &["smallest-amount", "5"]] {
        assert!(!bound(wrong).0, "{wrong:?}");
    }
    assert_eq!(bound(&[]).1, now, "what was refused changed nothing");
}
