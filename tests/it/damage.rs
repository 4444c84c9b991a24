//! Damaged backups and damaged databases: nothing of the kind passes for whole.

use std::fs;
use std::path::{Path, PathBuf};

use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::database::DatabaseKind;
use cordata_tests::seeded::Seeded;
use sea_orm::{ConnectionTrait, Database, Statement};

use crate::custody::{Place, cordata, done, refused, text};
use crate::tamper::Raw;

/// The seal at the end of a backup: its mark, its digest and the end of the line.
const SEAL: usize = 24 + 64 + 1;

/// A body in the middle of its work, and a backup of it in a place that has another person only.
async fn with_backup() -> (TestApp, Place, PathBuf) {
    let app = TestApp::start().await;
    Seeded::start(&app, Publicity::Public).await;
    let place = Place::new().await;
    done(&mut place.cordata(&["migrate"]));
    done(&mut place.cordata(&["user", "add", "--given-name", "Ada", "--family-name", "Presente"]));
    let backup = place.file("backup");
    done(cordata(app.database_url(), &place.folder).args(["backup", "-o", text(&backup)]));
    (app, place, backup)
}

/// The families of all people, as far as there are any.
async fn families(url: &str) -> Vec<String> {
    answers(url, "SELECT family_name AS answer FROM person ORDER BY family_name").await
}

async fn answers(url: &str, question: &str) -> Vec<String> {
    let connection = Database::connect(url).await.unwrap();
    let statement = Statement::from_string(connection.get_database_backend(), question);
    let rows = connection.query_all_raw(statement).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.try_get("", "answer").unwrap()).collect()
}

/// Every way in which a file may come back other than it was written: where it is said, and its bytes.
fn damages(whole: &[u8], other: &[u8]) -> Vec<(String, Vec<u8>)> {
    let body = whole.len() - SEAL;
    let flip = |place: usize| {
        let mut bytes = whole.to_vec();
        bytes[place] ^= 0x10;
        (format!("byte {place}"), bytes)
    };
    // The header, pages and free space all over the file, and the three parts of the seal.
    let places = [18, 24, 60, 100, body - 1, body, body + 20, body + 30, whole.len() - 2, whole.len() - 1];
    let everywhere = (1..24).map(|part| body / 24 * part + 7 * part);
    let mut damages: Vec<_> = places.into_iter().chain(everywhere).map(flip).collect();
    let mut add = |name: &str, bytes: Vec<u8>| damages.push((name.to_owned(), bytes));
    add("without its last byte", whole[..whole.len() - 1].to_vec());
    add("without its seal", whole[..body].to_vec());
    add("without its last page", whole[..body - 4096].to_vec());
    add("without its last page, sealed", [&whole[..body - 4096], &whole[body..]].concat());
    add("half of it", whole[..whole.len() / 2].to_vec());
    add("a byte more", [whole, b"\n"].concat());
    add("a page more", [whole, &[0; 4096]].concat());
    add("twice", [whole, whole].concat());
    add("the seal of another", [&whole[..body], &other[other.len() - SEAL..]].concat());
    add("a page of another", [&whole[..body / 2], &other[..4096], &whole[body / 2 + 4096..]].concat());
    add("nothing", Vec::new());
    damages
}

#[tokio::test]
async fn no_damage_to_a_backup_passes_for_whole_and_what_is_there_stays() {
    let (app, place, backup) = with_backup().await;
    let other = place.file("other");
    done(&mut place.cordata(&["backup", "-o", text(&other)]));
    let (whole, other) = (fs::read(&backup).unwrap(), fs::read(&other).unwrap());
    let bad = place.file("bad");
    for (name, bytes) in damages(&whole, &other) {
        fs::write(&bad, bytes).unwrap();
        let said = refused(&mut place.cordata(&["restore", "--force", text(&bad)]));
        let is_told = ["damaged", "no backup", "cannot be opened"].iter().any(|word| said.contains(word));
        assert!(is_told && !said.contains("panicked"), "{name}: {said}");
        assert_eq!(families(&place.url).await, ["Presente"], "{name}");
    }
    let said = done(&mut place.cordata(&["restore", "--force", text(&backup)]));
    assert!(said.contains("every byte is as it was sealed"), "{said}");
    assert!(families(&place.url).await.len() > 5, "{said}");
    app.finish().await;
}

/// A document and an entry of the audit log, each damaged in the database itself; and what is said of it.
fn damaged_databases(url: &str) -> Vec<(&'static str, Vec<String>, &'static str)> {
    let is_sqlite = url.starts_with("sqlite:");
    let bytes = if is_sqlite { "x'00'" } else { "'\\x00'::bytea" };
    let document = format!(
        "UPDATE blob_piece SET bytes = {bytes} WHERE blob_id IN (SELECT blob_id FROM document_version LIMIT 1)"
    );
    let entry = "UPDATE audit_entry SET command = 'other' WHERE id = (SELECT entry_id FROM audit_link WHERE seq = 3)";
    vec![
        ("a document", vec![document], "is not as it was taken in"),
        ("an entry", vec![entry.to_owned()], "the audit log: the chain is broken at link 3"),
    ]
}

#[tokio::test]
async fn a_damaged_database_is_backed_up_and_restored_knowingly_only() {
    for kind in [0, 1] {
        let (app, place, whole) = with_backup().await;
        let url = app.database_url().to_owned();
        // Whoever exports the audit log chains what waits for it.
        done(cordata(&url, &place.folder).args(["export", "audit"]));
        let raw = Raw::open(&url).await;
        let (name, statements, says) = damaged_databases(&url).remove(kind);
        for statement in &statements {
            raw.execute(statement).await;
        }
        raw.close().await;
        let backup = place.file("of damage");
        let back_up = || {
            let mut command = cordata(&url, &place.folder);
            command.args(["backup", "-o", text(&backup)]);
            command
        };
        let said = refused(&mut back_up());
        assert!(said.contains(says) && said.contains("--accept-damage") && !backup.exists(), "{name}: {said}");
        let said = done(back_up().arg("--accept-damage"));
        assert!(said.contains("DAMAGED") && said.contains(says), "{name}: {said}");
        let said = refused(&mut place.cordata(&["restore", "--force", text(&backup)]));
        assert!(said.contains("damaged already"), "{name}: {said}");
        assert_eq!(families(&place.url).await, ["Presente"], "{name}");
        let said = done(&mut place.cordata(&["restore", "--force", "--accept-damage", text(&backup)]));
        assert!(said.contains(says), "{name}: {said}");
        done(&mut place.cordata(&["restore", "--force", text(&whole)]));
        app.finish().await;
    }
}

/// Overwrites the end of the first page of an index.
async fn break_index(url: &str, path: &Path) {
    let page =
        "SELECT CAST(rootpage AS TEXT) AS answer FROM sqlite_master WHERE name = 'sqlite_autoindex_audit_entry_1'";
    let page: usize = answers(url, page).await[0].parse().unwrap();
    let mut bytes = fs::read(path).unwrap();
    bytes[page * 4096 - 40..page * 4096].fill(0xA5);
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_broken_index_does_not_vanish_in_a_fresh_copy() {
    let place = Place::new().await;
    if DatabaseKind::chosen() == DatabaseKind::Postgres {
        return assert!(place.url.starts_with("postgres"), "a server looks after its own files");
    }
    done(&mut place.cordata(&["migrate"]));
    done(&mut place.cordata(&["user", "add", "--given-name", "Ada", "--family-name", "Presente"]));
    break_index(&place.url, &place.file("cordata.db")).await;
    let backup = place.file("backup");
    let said = refused(&mut place.cordata(&["backup", "-o", text(&backup)]));
    assert!(said.contains("the database is damaged") && !backup.exists(), "{said}");
}

#[tokio::test]
async fn a_backup_of_an_earlier_version_is_restored_with_what_it_has() {
    let (app, place, backup) = with_backup().await;
    if DatabaseKind::chosen() == DatabaseKind::Postgres {
        let sealed = fs::read(&backup).unwrap();
        assert_eq!(sealed.last(), Some(&b'\n'), "nobody but its server opens an archive to make an older one of it");
        return app.finish().await;
    }
    let mut bytes = fs::read(&backup).unwrap();
    bytes.truncate(bytes.len() - SEAL);
    let old = place.file("old");
    fs::write(&old, bytes).unwrap();
    let connection = Database::connect(format!("sqlite://{}", old.display())).await.unwrap();
    let forget = "DELETE FROM seaql_migrations WHERE version = 'm20261201_000050_leave_no_trace'";
    connection.execute_unprepared(forget).await.unwrap();
    connection.close().await.unwrap();
    let said = done(&mut place.cordata(&["restore", "--force", text(&old)]));
    assert!(said.contains("it has no seal"), "{said}");
    done(&mut place.cordata(&["doctor"]));

    let connection = Database::connect(format!("sqlite://{}", old.display())).await.unwrap();
    connection.execute_unprepared("UPDATE blob_piece SET bytes = x'00'").await.unwrap();
    connection.close().await.unwrap();
    let said = refused(&mut place.cordata(&["restore", "--force", text(&old)]));
    assert!(said.contains("is not as it was taken in"), "{said}");
    app.finish().await;
}
