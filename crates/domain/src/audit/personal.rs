//! Personal values in the trail: an entry holds salted hashes of them, so that erasing the values leaves the chain
//! intact, and nobody finds a value by trying.

use std::borrow::Cow;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{FieldChange, field_changes};
use crate::identity::Person;
use crate::ids::{AuditEntryId, PersonId};

/// What a hash begins with, where it stands for a value.
const HASHED: &str = "sha256:";
/// Stands before everything that is hashed, so that no other hash of ours can be taken for one of these.
const PURPOSE: &[u8] = b"cordata/audit-value/1";

/// One value of a person's record before and after a command. It stands beside the trail until the person is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalChange {
    /// The entry that holds the hashes.
    pub entry: AuditEntryId,
    /// Whose value it is.
    pub person: PersonId,
    /// The field, like `email`.
    pub field: Cow<'static, str>,
    /// Random bytes that go into the hashes.
    pub salt: Vec<u8>,
    /// What it was; absent where there was none.
    pub before: Option<String>,
    /// What it became; absent where there is none any more.
    pub after: Option<String>,
}

impl PersonalChange {
    /// The change with the values in the place of their hashes, if it is about this field.
    pub(super) fn reveal(&self, change: FieldChange) -> FieldChange {
        let clear = |value: &Option<String>| value.clone().map(Value::String);
        FieldChange { before: clear(&self.before), after: clear(&self.after), ..change }
    }

    /// Whether the entry with this detail holds the hashes of these values.
    pub fn is_held_by(&self, detail: &Value) -> bool {
        let held = |part: &str| detail.get(part)?.get(self.field.as_ref())?.as_str().map(str::to_owned);
        held("before") == self.hash(self.before.as_deref()) && held("after") == self.hash(self.after.as_deref())
    }

    fn hash(&self, value: Option<&str>) -> Option<String> {
        let digest = Sha256::new()
            .chain_update(PURPOSE)
            .chain_update(&self.salt)
            .chain_update(self.field.as_bytes())
            .chain_update([0])
            .chain_update(value?)
            .finalize();
        Some(format!("{HASHED}{digest:x}"))
    }
}

/// Whether a value of an entry is the hash of a personal one.
pub fn is_hashed(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(HASHED))
}

/// The fields that the detail of an entry tells the change of, by name; hashed values in clear as far as they are given.
pub fn revealed_changes(detail: &Value, values: &[PersonalChange]) -> Vec<FieldChange> {
    let reveal = |change: FieldChange| match values.iter().find(|value| value.field == change.field) {
        Some(value) if value.is_held_by(detail) => value.reveal(change),
        _ => change,
    };
    field_changes(detail).into_iter().map(reveal).collect()
}

/// The values of a person that differ, each with a salt of its own. `before` is absent for a new person.
pub fn personal_changes(
    entry: AuditEntryId,
    before: Option<&Person>,
    after: &Person,
    mut salt: impl FnMut() -> Vec<u8>,
) -> Vec<PersonalChange> {
    let old = before.map_or([None, None, None], values);
    let pairs = FIELDS.into_iter().zip(old.into_iter().zip(values(after)));
    let changed = pairs.filter(|(_, (before, after))| before != after);
    let person = after.id;
    let change = |(field, (before, after))| PersonalChange {
        entry,
        person,
        field: Cow::Borrowed(field),
        salt: salt(),
        before,
        after,
    };
    changed.map(change).collect()
}

/// What is personal in the record of a person, in the order of [`values`].
const FIELDS: [&str; 3] = ["givenName", "familyName", "email"];

fn values(person: &Person) -> [Option<String>; 3] {
    let email = person.email.as_ref().map(|email| email.as_str().to_owned());
    [Some(person.given_name.clone()), Some(person.family_name.clone()), email]
}

/// The detail of an entry that holds these changes, beside what is not personal: `{"before": {…}, "after": {…}}`.
pub fn traced_values(changes: &[PersonalChange], before: Value, after: Value) -> Value {
    let with = |plain: Value, hash: fn(&PersonalChange) -> Option<String>| {
        let mut fields = match plain {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        let hashes = changes.iter().filter_map(|change| Some((change.field.to_string(), hash(change)?.into())));
        fields.extend(hashes);
        Value::Object(fields)
    };
    let before = with(before, |change| change.hash(change.before.as_deref()));
    let after = with(after, |change| change.hash(change.after.as_deref()));
    serde_json::json!({ "before": before, "after": after })
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Rome;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::identity::EmailAddress;
    use crate::locale::Locale;

    fn person(email: &str) -> Person {
        Person {
            id: Uuid::from_u128(1).into(),
            given_name: "Ada".to_owned(),
            family_name: "Prova".to_owned(),
            email: Some(EmailAddress::parse(email).unwrap()),
            locale: Locale::italian(),
            zone: Rome,
            version: 1,
            erased_at: None,
        }
    }

    fn changed(before: Option<&Person>, after: &Person) -> Vec<PersonalChange> {
        let mut salt = 0;
        personal_changes(Uuid::from_u128(2).into(), before, after, || {
            salt += 1;
            vec![salt]
        })
    }

    #[test]
    fn an_entry_holds_hashes_of_what_changed_and_no_value() {
        let changes = changed(Some(&person("ada@a.it")), &person("ada@b.it"));
        let [email] = &changes[..] else { panic!("one value changed: {changes:?}") };
        assert_eq!((email.field.as_ref(), email.before.as_deref()), ("email", Some("ada@a.it")));
        let detail = traced_values(&changes, json!({ "locale": "it" }), json!({ "locale": "en" }));
        assert!(email.is_held_by(&detail) && !detail.to_string().contains("ada@"), "{detail}");
        assert_eq!(detail["after"]["locale"], "en");
        let hidden = |values| revealed_changes(&detail, values).into_iter().find(|change| change.field == "email");
        assert!(is_hashed(&hidden(&[]).unwrap().after.unwrap()));
        assert_eq!(hidden(&changes).unwrap().after, Some(json!("ada@b.it")));
        let forged = PersonalChange { before: Some("eva@a.it".to_owned()), ..email.clone() };
        assert!(!forged.is_held_by(&detail));
        let other_salt = PersonalChange { salt: vec![9], ..email.clone() };
        assert!(!other_salt.is_held_by(&detail));
        let added = PersonalChange { field: Cow::Borrowed("givenName"), ..email.clone() };
        assert!(!added.is_held_by(&detail), "a value that the entry knows nothing of");
    }

    #[test]
    fn a_new_person_had_no_values_before() {
        let changes = changed(None, &person("ada@a.it"));
        assert_eq!(changes.len(), 3);
        let detail = traced_values(&changes, json!({}), json!({}));
        assert_eq!(detail["before"], json!({}));
        assert!(changes.iter().all(|change| change.is_held_by(&detail)));
    }
}
