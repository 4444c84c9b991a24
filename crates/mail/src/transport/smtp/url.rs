use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use url::Url;

/// How the conversation is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte (`smtps://`).
    Implicit,
    /// STARTTLS, or no mail (`smtp+starttls://`, `?tls=required`).
    Required,
    /// STARTTLS where the server offers it; passwords never go out without it.
    Opportunistic,
    /// Never, for a relay on the same machine or a trusted network (`?tls=none`).
    None,
}

/// A user name and password. Its debug form shows neither.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(hidden)")
    }
}

/// Where and how to reach a relay:
/// `smtp://`, `smtp+starttls://` or `smtps://`, then `[user:password@]host[:port][?tls=required|opportunistic|none]`.
/// Reserved characters of user and password are percent-encoded. Without a port it is 465 for `smtps`, 587 where
/// STARTTLS is required, else 25.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) login: Option<Login>,
}

/// Why a text is no [`SmtpUrl`]. The text itself is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Not a URL at all.
    #[error("not a URL of the form smtp://host:port")]
    Form,
    /// Another scheme.
    #[error("the scheme must be smtp, smtp+starttls or smtps")]
    Scheme,
    /// No host.
    #[error("the host is missing")]
    Host,
    /// A user without a password, or the reverse.
    #[error("user and password go together, each percent-encoded UTF-8")]
    Login,
    /// A path, a fragment or an unknown parameter.
    #[error("nothing but ?tls=required, ?tls=opportunistic or ?tls=none may follow the host")]
    Extra,
    /// `?tls=` against the scheme.
    #[error("the parameter tls contradicts the scheme")]
    Contradiction,
}

impl SmtpUrl {
    /// The relay as host and port, for messages and logs.
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// How the conversation is encrypted.
    pub fn encryption(&self) -> Encryption {
        self.encryption
    }
}

impl FromStr for SmtpUrl {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text.trim()).map_err(|_| SmtpUrlError::Form)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SmtpUrlError::Extra);
        }
        let encryption = encryption(&url)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(SmtpUrlError::Host)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = url.port().unwrap_or(match encryption {
            Encryption::Implicit => 465,
            Encryption::Required => 587,
            Encryption::Opportunistic | Encryption::None => 25,
        });
        Ok(Self { host, port, encryption, login: login(&url)? })
    }
}

fn encryption(url: &Url) -> Result<Encryption, SmtpUrlError> {
    let parameters: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let asked = match parameters.as_slice() {
        [] => None,
        [(name, value)] if name == "tls" => Some(match value.as_str() {
            "required" => Encryption::Required,
            "opportunistic" => Encryption::Opportunistic,
            "none" => Encryption::None,
            _ => return Err(SmtpUrlError::Extra),
        }),
        _ => return Err(SmtpUrlError::Extra),
    };
    match (url.scheme(), asked) {
        ("smtps", None | Some(Encryption::Required)) => Ok(Encryption::Implicit),
        ("smtp+starttls", None | Some(Encryption::Required)) => Ok(Encryption::Required),
        ("smtp", asked) => Ok(asked.unwrap_or(Encryption::Opportunistic)),
        ("smtps" | "smtp+starttls", Some(_)) => Err(SmtpUrlError::Contradiction),
        _ => Err(SmtpUrlError::Scheme),
    }
}

fn login(url: &Url) -> Result<Option<Login>, SmtpUrlError> {
    let decode = |part: &str| {
        let decoded = percent_decode_str(part).decode_utf8().map_err(|_| SmtpUrlError::Login)?;
        if decoded.is_empty() { Err(SmtpUrlError::Login) } else { Ok(decoded.into_owned()) }
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, password) => {
            let password = password.ok_or(SmtpUrlError::Login)?;
            Ok(Some(Login { user: decode(user)?, password: decode(password)? }))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("smtp://localhost", "localhost:25", Encryption::Opportunistic)]
    #[case("smtp://localhost:2525/?tls=none", "localhost:2525", Encryption::None)]
    #[case("smtp://relay.ente.it?tls=required", "relay.ente.it:587", Encryption::Required)]
    #[case("smtp+starttls://relay.ente.it", "relay.ente.it:587", Encryption::Required)]
    #[case("smtps://relay.ente.it", "relay.ente.it:465", Encryption::Implicit)]
    #[case("smtp://[::1]:25", "::1:25", Encryption::Opportunistic)]
    fn reads_the_usual_forms(#[case] text: &str, #[case] authority: &str, #[case] encryption: Encryption) {
        let url: SmtpUrl = text.parse().unwrap();
        assert_eq!((url.authority().as_str(), url.encryption()), (authority, encryption));
    }

    #[rstest]
    #[case("relay.ente.it", SmtpUrlError::Form)]
    #[case("https://relay.ente.it", SmtpUrlError::Scheme)]
    #[case("smtp://", SmtpUrlError::Host)]
    #[case("smtp://user@relay.ente.it", SmtpUrlError::Login)]
    #[case("smtp://:secret@relay.ente.it", SmtpUrlError::Login)]
    #[case("smtp://relay.ente.it/path", SmtpUrlError::Extra)]
    #[case("smtp://relay.ente.it?tls=maybe", SmtpUrlError::Extra)]
    #[case("smtps://relay.ente.it?tls=none", SmtpUrlError::Contradiction)]
    fn says_what_is_wrong(#[case] text: &str, #[case] error: SmtpUrlError) {
        assert_eq!(text.parse::<SmtpUrl>(), Err(error));
    }

    #[test]
    fn the_password_is_decoded_and_never_shown() {
        let url: SmtpUrl = "smtp://tavoli%40ente.it:p%2Bw%3A%C3%A8@relay.ente.it".parse().unwrap();
        let login = url.login.clone().unwrap();
        assert_eq!((login.user.as_str(), login.password.as_str()), ("tavoli@ente.it", "p+w:è"));
        let shown = format!("{url:?}");
        assert!(!shown.contains("p+w") && !shown.contains("tavoli"), "{shown}");
    }
}
