//! What a configuration must be like to work.

use anyhow::Context;
use cordata_mail::transport::smtp::SmtpUrl;
use cordata_persistence::check_address;
use tracing_subscriber::EnvFilter;
use url::{Host, Url};

use super::{Config, Profile};

/// The fewest characters of a secret that nobody guesses.
const SECRET_LENGTH: usize = 22;

impl Config {
    /// Refuses what cannot work, by the name of its key.
    pub(super) fn checked(self) -> anyhow::Result<Self> {
        check_address(&self.database_url()).context("database_url is wrong")?;
        if let Some(relay) = &self.smtp_url {
            relay.parse::<SmtpUrl>().context("smtp_url is wrong")?;
        }
        self.check_web()?;
        if let Some(log) = &self.log {
            let known = EnvFilter::try_new(log).is_ok();
            anyhow::ensure!(known, "log is wrong: expected are levels, like info or cordata=debug");
        }
        self.limits.check().map_err(|setting| anyhow::anyhow!("limits.{setting}"))?;
        self.retention.check().map_err(|setting| anyhow::anyhow!("retention is too short: {setting}"))?;
        let long = self.metrics_token.as_ref().is_none_or(|secret| secret.trim().len() >= SECRET_LENGTH);
        anyhow::ensure!(long, "metrics_token is too short: expected are {SECRET_LENGTH} characters or more");
        self.check_profile()?;
        Ok(self)
    }

    fn check_web(&self) -> anyhow::Result<()> {
        let listen = &self.listen;
        anyhow::ensure!(
            is_place(listen),
            "listen is wrong: `{listen}` is no address with a port, like 127.0.0.1:8080 or [::1]:8080"
        );
        self.public_url(listen)?;
        if let Some(wrong) = self.allowed_origins.iter().find(|origin| !is_origin(origin)) {
            anyhow::bail!("allowed_origins is wrong: `{wrong}` is no origin, like https://app.example.org");
        }
        Ok(())
    }

    fn check_profile(&self) -> anyhow::Result<()> {
        if self.profile == Profile::Production {
            let public = self.public_url.as_deref().unwrap_or_default();
            anyhow::ensure!(public.starts_with("https://"), "in production, public_url must be an https:// address");
            anyhow::ensure!(self.smtp_url.is_some(), "in production, smtp_url must name a mail relay");
        }
        if let Some(oidc) = &self.oidc {
            let secure = oidc.is_secure().context("oidc.issuer is wrong")?;
            let trying = self.profile == Profile::Development;
            anyhow::ensure!(secure || trying, "in production, oidc.issuer must be an https:// address");
        }
        Ok(())
    }
}

/// An address under which people can reach the pages, with a slash at its end. It is not repeated where it is wrong: it
/// may hold a password.
pub(super) fn web_address(address: &str) -> anyhow::Result<Url> {
    let url = Url::parse(&format!("{}/", address.trim_end_matches('/')));
    let is_plain = |url: &Url| url.username().is_empty() && url.query().is_none() && url.fragment().is_none();
    let url = url.ok().filter(|url| matches!(url.scheme(), "http" | "https") && is_plain(url));
    url.context("public_url is wrong: expected is an address like https://piano.example.org")
}

/// Whether it is a host and a port.
fn is_place(text: &str) -> bool {
    let parts = text.rsplit_once(':');
    parts.is_some_and(|(host, port)| Host::parse(host).is_ok() && port.parse::<u16>().is_ok())
}

/// Whether browsers name a site so.
fn is_origin(text: &str) -> bool {
    let text = text.trim_end_matches('/');
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.is_some_and(|url| url.origin().ascii_serialization().eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cordata_api::limits::Limits;

    fn refusal(config: Config) -> String {
        format!("{:#}", config.checked().unwrap_err())
    }

    #[test]
    fn what_cannot_work_is_refused_by_the_name_of_its_key() {
        let base = Config::default;
        let text = |text: &str| Some(text.to_owned());
        let wrong = [
            ("database_url", Config { database_url: text("mysql://u:geheim@h/x"), ..base() }),
            ("smtp_url", Config { smtp_url: text("http://u:geheim@x"), ..base() }),
            ("listen", Config { listen: "notanaddress".to_owned(), ..base() }),
            ("listen", Config { listen: "::1:http".to_owned(), ..base() }),
            ("public_url", Config { public_url: text("piano.example.org"), ..base() }),
            ("public_url", Config { public_url: text("ftp://u:geheim@piano.example.org"), ..base() }),
            ("allowed_origins", Config { allowed_origins: vec!["app.example.org".to_owned()], ..base() }),
            ("allowed_origins", Config { allowed_origins: vec!["https://app.example.org/a".to_owned()], ..base() }),
            ("log", Config { log: text("a=b=c"), ..base() }),
            ("metrics_token", Config { metrics_token: text("geheim"), ..base() }),
            ("limits.connections", Config { limits: Limits { connections: 0, ..Limits::default() }, ..base() }),
        ];
        for (key, config) in wrong {
            let told = refusal(config);
            assert!(told.starts_with(key) && told.matches(key).count() == 1 && !told.contains("geheim"), "{told}");
        }
    }

    #[test]
    fn what_works_is_taken() {
        for listen in ["127.0.0.1:0", "[::]:8080", "localhost:80"] {
            assert!(is_place(listen), "{listen}");
        }
        for origin in ["https://app.example.org", "http://APP.example.org:8080/"] {
            assert!(is_origin(origin), "{origin}");
        }
        assert_eq!(web_address("https://ente.it/piano").unwrap().as_str(), "https://ente.it/piano/");
    }
}
