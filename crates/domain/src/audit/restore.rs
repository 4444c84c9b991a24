//! Restores that were meant. Whoever goes back to an older state gives links up whose heads were anchored already, which
//! looks like a cut of the chain. A note in the trail says that it was none: it is an entry like all others, so that it
//! can neither be changed nor taken away, and whoever checks the trail is told of it for ever.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Anchor, AuditEntry, Head};
use crate::ids::PersonId;

/// A restore that was meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NotedRestore {
    /// When it was noted.
    pub at: DateTime<Utc>,
    /// Who said so; absent where the operator gave no name.
    pub by: Option<PersonId>,
    /// Why.
    pub reason: String,
    /// The number of the first link that was given up.
    pub first: i64,
    /// The last link that was given up.
    pub last: Head,
    /// SHA-256 of the backup that was restored, in hexadecimal; absent where the database went back by other means.
    pub backup: Option<String>,
}

impl NotedRestore {
    /// The command that notes restores.
    pub const COMMAND: &'static str = "noteRestore";

    /// Whether an anchored head that the chain does not hold was given up with this restore. What was anchored after it
    /// belongs to the present chain.
    pub fn explains(&self, anchor: &Anchor) -> bool {
        // Several chains may have been given up one after the other, so only the number tells.
        (self.first..=self.last.seq).contains(&anchor.head.seq) && anchor.at <= self.at
    }

    /// What the entry about this restore keeps of it; `earlier` are the notes that were given up with the links.
    pub fn detail(&self, earlier: &[Self]) -> Value {
        json!({ "first": self.first, "last": self.last, "backup": self.backup, "earlier": earlier })
    }

    /// The restores that an entry notes, oldest first: none, where it is about something else.
    pub fn noted_in(entry: &AuditEntry) -> Vec<Self> {
        #[derive(Deserialize)]
        struct Detail {
            first: i64,
            last: Head,
            backup: Option<String>,
            earlier: Vec<NotedRestore>,
        }
        if entry.command != Self::COMMAND {
            return Vec::new();
        }
        let Ok(Detail { first, last, backup, mut earlier }) = Detail::deserialize(&entry.detail) else {
            return Vec::new();
        };
        let reason = entry.reason.clone().unwrap_or_default();
        earlier.push(Self { at: entry.recorded_at, by: entry.person, reason, first, last, backup });
        earlier
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;
    use crate::audit::AuditHash;

    fn head(seq: i64, byte: u8) -> Head {
        Head { seq, hash: AuditHash::from_bytes(&[byte; 32]).unwrap() }
    }

    fn note() -> NotedRestore {
        NotedRestore {
            at: DateTime::UNIX_EPOCH,
            by: None,
            reason: "Disco rotto".to_owned(),
            first: 51,
            last: head(100, 7),
            backup: None,
        }
    }

    #[rstest]
    #[case::before_the_first(head(50, 1), 0, false)]
    #[case::the_first(head(51, 1), 0, true)]
    #[case::between(head(99, 1), -3600, true)]
    #[case::between_but_anchored_later(head(99, 1), 1, false)]
    #[case::the_last(head(100, 7), 0, true)]
    #[case::the_last_but_anchored_later(head(100, 7), 1, false)]
    #[case::the_last_of_another_chain(head(100, 8), 0, true)]
    #[case::after_the_last(head(101, 7), 0, false)]
    fn a_note_explains_what_was_given_up_and_nothing_else(#[case] head: Head, #[case] later: i64, #[case] is: bool) {
        let at = note().at + TimeDelta::seconds(later);
        assert_eq!(note().explains(&Anchor { head, at }), is);
    }

    fn entry(command: &'static str, detail: Value) -> AuditEntry {
        AuditEntry {
            id: Uuid::from_u128(1).into(),
            recorded_at: DateTime::UNIX_EPOCH,
            person: None,
            on_behalf_of: None,
            table: None,
            command: command.into(),
            subject_kind: "Instance".into(),
            subject: Uuid::nil(),
            detail,
            reason: Some("Disco rotto".to_owned()),
            request_id: None,
        }
    }

    #[test]
    fn an_entry_tells_its_restore_and_those_that_were_given_up_with_it() {
        let earlier = NotedRestore { reason: "Prova".to_owned(), first: 20, last: head(30, 3), ..note() };
        let detail = note().detail(std::slice::from_ref(&earlier));
        assert_eq!(NotedRestore::noted_in(&entry(NotedRestore::COMMAND, detail.clone())), [earlier, note()]);
        assert_eq!(NotedRestore::noted_in(&entry("erasePerson", detail)), []);
        assert_eq!(NotedRestore::noted_in(&entry(NotedRestore::COMMAND, json!({ "first": 1 }))), []);
    }
}
