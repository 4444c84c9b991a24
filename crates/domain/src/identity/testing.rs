//! People for the tests of this folder.

use chrono_tz::Europe::Rome;
use uuid::Uuid;

use super::{EmailAddress, Person};
use crate::locale::Locale;

/// Somebody who reads mail at an address, or whom no mail reaches.
pub(super) fn person(id: u128, email: Option<&str>) -> Person {
    Person {
        id: Uuid::from_u128(id).into(),
        given_name: "Ada".to_owned(),
        family_name: "Prova".to_owned(),
        email: email.map(|email| EmailAddress::parse(email).unwrap()),
        locale: Locale::italian(),
        zone: Rome,
        version: 1,
        erased_at: None,
    }
}

/// Ada Prova, who reads mail.
pub(super) fn ada() -> Person {
    person(1, Some("ada@ente.it"))
}
