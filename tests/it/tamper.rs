//! Hands at the tables of the trail, past everything that guards them.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection};

/// One raw connection, with the guards of the trail taken down and a copy of it aside.
pub(crate) struct Raw(DatabaseConnection);

impl Raw {
    pub(crate) async fn open(url: &str) -> Self {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let raw = Self(Database::connect(options).await.unwrap());
        if raw.is_postgres() {
            for table in ["audit_entry", "audit_link"] {
                raw.execute(&format!("DROP TRIGGER {table}_append_only ON {table}")).await;
            }
            for table in ["audit_link", "audit_value"] {
                raw.execute(&format!("ALTER TABLE {table} DROP CONSTRAINT fk_{table}_entry_id")).await;
            }
        } else {
            raw.execute("PRAGMA foreign_keys = OFF").await;
            for table in ["audit_entry", "audit_link"] {
                for change in ["UPDATE", "DELETE"] {
                    raw.execute(&format!("DROP TRIGGER {table}_refuses_{change}")).await;
                }
            }
        }
        for table in ["audit_entry", "audit_link"] {
            raw.execute(&format!("CREATE TABLE copy_of_{table} AS SELECT * FROM {table}")).await;
        }
        raw
    }

    fn is_postgres(&self) -> bool {
        self.0.get_database_backend() == DatabaseBackend::Postgres
    }

    /// The id of nothing.
    fn nowhere(&self) -> &'static str {
        if self.is_postgres() {
            "'00000000-0000-0000-0000-0000000000ff'"
        } else {
            "x'000000000000000000000000000000ff'"
        }
    }

    pub(crate) async fn execute(&self, sql: &str) {
        self.0.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Puts everything back.
    pub(crate) async fn restore(&self) {
        for table in ["audit_link", "audit_entry"] {
            self.execute(&format!("DELETE FROM {table}")).await;
        }
        for table in ["audit_entry", "audit_link"] {
            self.execute(&format!("INSERT INTO {table} SELECT * FROM copy_of_{table}")).await;
        }
    }

    pub(crate) async fn close(self) {
        self.0.close().await.unwrap();
    }
}

/// Cuts everything after a link.
pub(crate) fn cut(seq: i64) -> Vec<String> {
    vec![
        format!("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE seq > {seq})"),
        format!("DELETE FROM audit_link WHERE seq > {seq}"),
    ]
}

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn seq(&mut self, last: i64) -> i64 {
        i64::try_from(self.below(usize::try_from(last).unwrap())).unwrap() + 1
    }
}

/// What is done to the trail by chance number `seed`: an edit, a deletion, a swap or a cut.
pub(crate) fn tampering(seed: u64, last: i64, raw: &Raw) -> (&'static str, Vec<String>) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    dice.below(2);
    let seq = dice.seq(last);
    match seed % 4 {
        0 => ("edit", edit(&mut dice, seq, last)),
        1 => ("deletion", deletion(&mut dice, seq)),
        2 => ("swap", swap(&mut dice, seq, last, raw)),
        _ => ("cut", cut(last - dice.seq(5))),
    }
}

fn edit(dice: &mut Dice, seq: i64, last: i64) -> Vec<String> {
    let fields = [
        "command = command || 'x'",
        "subject_kind = subject_kind || 'x'",
        "reason = COALESCE(reason, '') || 'x'",
        "request_id = COALESCE(request_id, '') || 'x'",
        "subject_id = id",
        "person_id = CASE WHEN person_id IS NULL THEN (SELECT id FROM person LIMIT 1) END",
        "on_behalf_of = CASE WHEN on_behalf_of IS NULL THEN (SELECT id FROM stakeholder LIMIT 1) END",
        "table_id = CASE WHEN table_id IS NULL THEN id END",
        "detail = '{\"x\": 1}'",
        "recorded_at = '2020-01-01T00:00:00+00:00'",
    ];
    let other = seq % last + 1;
    match dice.below(fields.len() + 2) {
        10 => vec![format!(
            "UPDATE audit_link SET hash = (SELECT hash FROM audit_link WHERE seq = {other}) WHERE seq = {seq}"
        )],
        11 => vec![format!("UPDATE audit_link SET format = format + 1 WHERE seq = {seq}")],
        field => {
            let field = fields[field];
            vec![format!(
                "UPDATE audit_entry SET {field} WHERE id = (SELECT entry_id FROM audit_link WHERE seq = {seq})"
            )]
        }
    }
}

fn deletion(dice: &mut Dice, seq: i64) -> Vec<String> {
    let entry = format!("DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_link WHERE seq = {seq})");
    let link = format!("DELETE FROM audit_link WHERE seq = {seq}");
    // The links after it move up, so that no number is missing.
    let away = format!("UPDATE audit_link SET seq = seq + 1000000 WHERE seq > {seq}");
    let back = "UPDATE audit_link SET seq = seq - 1000001 WHERE seq > 1000000".to_owned();
    match dice.below(4) {
        0 => vec![entry],
        1 => vec![link],
        2 => vec![entry, link],
        _ => vec![entry, link, away, back],
    }
}

fn swap(dice: &mut Dice, seq: i64, last: i64, raw: &Raw) -> Vec<String> {
    let other = seq % last + 1;
    if dice.below(2) == 0 {
        let step = |from: i64, to: i64| format!("UPDATE audit_link SET seq = {to} WHERE seq = {from}");
        return vec![step(seq, 1_000_000), step(other, seq), step(1_000_000, other)];
    }
    let entry = |seq: i64| format!("(SELECT entry_id FROM copy_of_audit_link WHERE seq = {seq})");
    let step = |seq: i64, entry: String| format!("UPDATE audit_link SET entry_id = {entry} WHERE seq = {seq}");
    vec![step(seq, raw.nowhere().to_owned()), step(other, entry(seq)), step(seq, entry(other))]
}
