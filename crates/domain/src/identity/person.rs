use chrono_tz::Tz;

use super::{EmailAddress, Person};
use crate::error::{InputProblem, Refusal};
use crate::locale::Locale;
use crate::search;

/// The most characters of a name.
const MAX_NAME: usize = 80;

/// What changes in a person's record. What is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonChange {
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Where mail reaches them; the inner absence clears it.
    pub email: Option<Option<String>>,
    /// The language they are written to.
    pub locale: Option<Locale>,
    /// The zone that their digests follow.
    pub zone: Option<Tz>,
}

impl PersonChange {
    /// A name of a person, in one line. It is written into mails to others, so nothing in it may be taken for the
    /// address of a site or a mailbox.
    pub fn name(text: &str, field: &str) -> Result<String, Refusal> {
        words_for_mails(text, MAX_NAME, "Anna Maria").map_err(|refusal| refusal.under(field))
    }

    /// An address of a person; white space only is none.
    pub fn email(text: Option<&str>) -> Result<Option<EmailAddress>, Refusal> {
        let given = text.filter(|email| !email.trim().is_empty());
        given.map(EmailAddress::parse).transpose().map_err(|refusal| refusal.under("email"))
    }

    /// Whether more changes than a person may change about themselves: links that sign in go to the address.
    pub fn moves_the_mailbox(&self, person: &Person) -> Result<bool, Refusal> {
        match &self.email {
            None => Ok(false),
            Some(email) => Ok(Self::email(email.as_deref())? != person.email),
        }
    }

    /// Lays the changes over a person.
    pub fn apply(&self, person: &mut Person) -> Result<(), Refusal> {
        if let Some(name) = &self.given_name {
            person.given_name = Self::name(name, "givenName")?;
        }
        if let Some(name) = &self.family_name {
            person.family_name = Self::name(name, "familyName")?;
        }
        if let Some(email) = &self.email {
            person.email = Self::email(email.as_deref())?;
        }
        if let Some(locale) = &self.locale {
            person.locale = locale.clone();
        }
        person.zone = self.zone.unwrap_or(person.zone);
        Ok(())
    }
}

/// One line that is written into mails to others: nothing in it may be taken for an address. `expected` shows how it
/// looks.
pub(super) fn words_for_mails(text: &str, most: usize, expected: &'static str) -> Result<String, Refusal> {
    let words = search::line(text, most)?;
    if looks_like_an_address(&words) { Err(Refusal::input(InputProblem::Format { expected })) } else { Ok(words) }
}

/// Whether mail programs may make a link of a part of the text: `G. B.`, `G.B.` and `Jr.` stay names. Whatever browsers
/// take for a dot between the labels of a host is one.
fn looks_like_an_address(text: &str) -> bool {
    let is_dot = |c: char| matches!(c, '.' | '\u{2024}' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}');
    let is_host = |word: &str| {
        let begun = word.trim_start_matches(is_dot);
        let letters = |label: &str| label.chars().take_while(|c| c.is_alphanumeric()).count();
        begun.split(is_dot).skip(1).any(|label| letters(label) > 1)
    };
    text.contains(['/', '\\', ':', '@']) || text.split(' ').any(is_host)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;

    use super::*;
    use crate::identity::testing::ada;

    #[test]
    fn what_is_absent_stays_and_an_address_can_be_cleared() {
        let mut person = ada();
        PersonChange { zone: Some(Paris), ..PersonChange::default() }.apply(&mut person).unwrap();
        assert_eq!(person, Person { zone: Paris, ..ada() });
        let clear = PersonChange { email: Some(None), ..PersonChange::default() };
        assert!(clear.moves_the_mailbox(&person).unwrap());
        clear.apply(&mut person).unwrap();
        assert_eq!(person.email, None);
        assert!(!clear.moves_the_mailbox(&person).unwrap(), "there is nothing left to clear");
    }

    #[test]
    fn a_name_is_no_address() {
        for name in ["Anna Maria", "G. B.", "G.B.", "D'Angiò", "Jr.", "Müller-Žižek"] {
            assert!(PersonChange::name(name, "givenName").is_ok(), "{name}");
        }
        for name in [
            "http://evil.example",
            "www.evil.example",
            "www.x.com",
            "login.1a.it",
            "Ada evil.it",
            "evil\u{ff0e}example",
            "evil\u{3002}com",
            "ada@evil",
            "evil.it/x",
            "x:y",
        ] {
            assert!(PersonChange::name(name, "givenName").is_err(), "{name}");
        }
    }

    #[test]
    fn a_wrong_value_is_refused_at_its_field() {
        let blank = PersonChange { family_name: Some(" ".to_owned()), ..PersonChange::default() };
        assert_eq!(blank.apply(&mut ada()).unwrap_err().path, ["familyName"]);
        let wrong = PersonChange { email: Some(Some("ada".to_owned())), ..PersonChange::default() };
        assert_eq!(wrong.apply(&mut ada()).unwrap_err().path, ["email"]);
    }
}
