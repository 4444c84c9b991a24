use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// A mail address that can stand in a header and in an SMTP envelope. Only its form is checked: whether it is read,
/// and whether it is certified mail, no pattern can tell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address: printable ASCII, one `@`, a domain with a dot or `localhost`, at most 254 characters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let problem = || Refusal::input(InputProblem::Format { expected: "nome@ente.it" });
        let (local, domain) = text.rsplit_once('@').ok_or_else(problem)?;
        if text.len() <= 254 && is_local_part(local) && is_domain(domain) {
            Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
        } else {
            Err(problem())
        }
    }

    /// Whether both are one mailbox, as far as spelling tells.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.mailbox() == other.mailbox()
    }

    /// The mailbox behind the spelling: hosts tell no letters apart by their case, and deliver `ada+piano@` to `ada@`.
    pub fn mailbox(&self) -> String {
        let spelt = self.0.to_ascii_lowercase();
        match spelt.split_once('@') {
            Some((local, domain)) => {
                let reader = local.split_once('+').map_or(local, |(reader, _)| reader);
                format!("{}@{domain}", if reader.is_empty() { local } else { reader })
            }
            None => spelt,
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local_part(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-.".contains(&b);
    (1..=64).contains(&text.len())
        && text.bytes().all(allowed)
        && !text.starts_with('.')
        && !text.ends_with('.')
        && !text.contains("..")
}

fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    (text.contains('.') || text == "localhost") && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_many_spellings() {
        let ada = EmailAddress::parse("ada@example.org").unwrap();
        for (other, same) in [
            ("Ada@example.org", true),
            ("ada+piano@example.org", true),
            ("ad.a@example.org", false),
            ("+ada@example.org", false),
        ] {
            assert_eq!(ada.is_same_mailbox(&EmailAddress::parse(other).unwrap()), same, "{other}");
        }
    }

    #[test]
    fn takes_what_a_mail_server_takes() {
        for good in ["sindaca@comune.susa.to.it", "a.b+c@Example.ORG", "o'neill@ente.it", "x@localhost"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["", "a", "@b.it", "a@", "a b@c.it", "a@b", "a@@b.it", "a@b..it", "a\r\nBcc: x@y.it", ".a@b.it", "è@b.it"]
        {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
    }
}
