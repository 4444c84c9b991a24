use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::OpenIdError;

/// What an installation says about its identity provider.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenIdSettings {
    /// The provider, exactly as it names itself.
    pub issuer: String,
    /// The name of this installation there.
    pub client_id: String,
    /// The password of this installation there.
    pub client_secret: String,
    /// What stands on the button.
    pub label: String,
    /// What is asked for, with spaces in between.
    #[serde(default = "usual_scopes")]
    pub scopes: String,
}

fn usual_scopes() -> String {
    "openid email profile".to_owned()
}

impl OpenIdSettings {
    /// The same with the password replaced by stars, to be shown.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self { client_secret: "***".to_owned(), ..self.clone() }
    }

    /// Whether the provider is reached by TLS; without it only one on this very machine is taken, for trying.
    pub fn is_secure(&self) -> Result<bool, OpenIdError> {
        let url = Url::parse(&self.issuer).map_err(|_| OpenIdError::Issuer)?;
        let here = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => return Err(OpenIdError::Issuer),
        };
        match url.scheme() {
            "https" => Ok(true),
            "http" if here => Ok(false),
            _ => Err(OpenIdError::Issuer),
        }
    }
}

/// The password stays out of logs.
impl std::fmt::Debug for OpenIdSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenIdSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(issuer: &str) -> OpenIdSettings {
        OpenIdSettings {
            issuer: issuer.to_owned(),
            client_id: "cordata".to_owned(),
            client_secret: "segretissimo".to_owned(),
            label: "SPID".to_owned(),
            scopes: usual_scopes(),
        }
    }

    #[test]
    fn providers_are_reached_by_tls_or_on_this_machine() {
        assert!(settings("https://id.ente.it/realms/piano").is_secure().unwrap());
        for here in ["http://127.0.0.1:4000", "http://[::1]:4000", "http://localhost:4000"] {
            assert!(!settings(here).is_secure().unwrap(), "{here}");
        }
        for wrong in ["http://id.ente.it", "http://localhost.evil.example", "ftp://127.0.0.1", "id.ente.it", ""] {
            assert!(settings(wrong).is_secure().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_password_is_not_shown() {
        let settings = settings("https://id.ente.it");
        assert!(!format!("{settings:?}").contains("segretissimo"));
        assert!(!serde_json::to_string(&settings.redacted()).unwrap().contains("segretissimo"));
    }
}
