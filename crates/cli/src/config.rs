//! Configuration: defaults in code, then a TOML file, then `CORDATA_*` in the environment, then flags. An unknown key
//! is an error wherever it stands.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use cordata_api::limits::Limits;
use cordata_api::openid::OpenIdSettings;
use cordata_app::retention::Retention;
use cordata_domain::network::AddressRange;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// What an installation can set. Each key is also `CORDATA_KEY` in the environment (nested keys with `__`) and, but
/// for the tables, a flag.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Where the data are: `sqlite://FILE` or `postgres://…`.
    pub database_url: Option<String>,
    /// The relay: `smtp://`, `smtps://`. Without one, mails become files in `mail_dir`.
    pub smtp_url: Option<String>,
    /// The folder for mails that are kept as files.
    pub mail_dir: Option<PathBuf>,
    /// The folder with templates of mails that replace the delivered ones.
    pub template_dir: Option<PathBuf>,
    /// The address and port to listen on; port 0 takes a free one.
    pub listen: String,
    /// The address under which people reach the pages.
    pub public_url: Option<String>,
    /// The folder for the embedded database and the mails.
    pub data_dir: PathBuf,
    /// `development` or `production`.
    pub profile: Profile,
    /// Which log lines are written, like `info` or `cordata=debug`; each command has its own default.
    pub log: Option<String>,
    /// Web origins, besides our own, that may open a websocket.
    pub allowed_origins: Vec<String>,
    /// Addresses, or ranges such as `10.0.0.0/8`, of the proxies whose word is taken about where requests come from.
    pub trusted_proxies: Vec<AddressRange>,
    /// Every limit of the API by its name.
    pub limits: Limits,
    /// How long things are kept.
    pub retention: Retention,
    /// The identity provider by which people may sign in.
    pub oidc: Option<OpenIdSettings>,
}

/// How strict the configuration is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profile {
    /// For trying and developing.
    Development,
    /// For real use: what is only good for trying is refused.
    Production,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: None,
            smtp_url: None,
            mail_dir: None,
            template_dir: None,
            listen: "127.0.0.1:8080".to_owned(),
            public_url: None,
            data_dir: PathBuf::from("data"),
            profile: Profile::Development,
            log: None,
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            limits: Limits::default(),
            retention: Retention::default(),
            oidc: None,
        }
    }
}

/// The same settings as flags.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub(crate) struct Flags {
    /// A TOML file with settings
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Where the data are: `sqlite://FILE` or `postgres://USER@HOST/NAME`
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// The mail relay: `smtp://HOST` or `smtps://USER:PASSWORD@HOST`; without one, mails become files
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_url: Option<String>,
    /// The folder for mails that are kept as files
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_dir: Option<PathBuf>,
    /// The folder with templates of mails that replace the delivered ones
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_dir: Option<PathBuf>,
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// The address under which people reach the pages
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// The folder for the embedded database and the mails
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// How strict the configuration is checked
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Which log lines are written, like info or cordata=debug
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
}

impl Config {
    /// Reads the effective configuration.
    pub(crate) fn load(flags: &Flags) -> anyhow::Result<Self> {
        let file = flags.config.clone().or_else(|| std::env::var_os("CORDATA_CONFIG").map(PathBuf::from));
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            anyhow::ensure!(file.is_file(), "there is no configuration file at {}", file.display());
            figment = figment.merge(Toml::file_exact(file));
        }
        // The test runner speaks to its tests by CORDATA_TEST_* and CORDATA_BIN.
        let environment = Env::prefixed("CORDATA_")
            .filter(|key| !key.starts_with("test_") && key != "bin" && key != "config")
            .split("__");
        let config: Self = figment
            .merge(environment)
            .merge(Serialized::defaults(flags))
            .extract()
            .context("the configuration is wrong")?;
        config.checked()
    }

    fn checked(self) -> anyhow::Result<Self> {
        self.retention.check().map_err(|setting| anyhow::anyhow!("retention is too short: {setting}"))?;
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
        Ok(self)
    }

    /// Where the data are.
    pub(crate) fn database_url(&self) -> String {
        let default = || format!("sqlite://{}", self.data_dir.join("cordata.db").display());
        self.database_url.clone().unwrap_or_else(default)
    }

    /// Where mails become files.
    pub(crate) fn mail_dir(&self) -> PathBuf {
        self.mail_dir.clone().unwrap_or_else(|| self.data_dir.join("mail"))
    }

    /// The configuration without secrets, to be shown.
    pub(crate) fn redacted(&self) -> Self {
        let mut shown = self.clone();
        shown.database_url = Some(without_password(&self.database_url()));
        shown.smtp_url = self.smtp_url.as_deref().map(without_password);
        shown.mail_dir = Some(self.mail_dir());
        shown.oidc = self.oidc.as_ref().map(OpenIdSettings::redacted);
        shown
    }
}

/// The address with its password replaced by stars.
pub(crate) fn without_password(address: &str) -> String {
    let hidden = url::Url::parse(address).ok().filter(|url| url.password().is_some()).and_then(|mut url| {
        url.set_password(Some("***")).ok()?;
        Some(url.to_string())
    });
    hidden.unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let shown = without_password("postgres://ente:segreto@db/cordata");
        assert!(!shown.contains("segreto") && shown.contains("ente"), "{shown}");
        assert_eq!(without_password("sqlite://data/cordata.db"), "sqlite://data/cordata.db");
    }

    #[test]
    fn production_refuses_what_is_only_good_for_trying() {
        let production = Config { profile: Profile::Production, ..Config::default() };
        assert!(production.clone().checked().is_err());
        let served = Config { public_url: Some("https://piano.ente.it".to_owned()), ..production };
        assert!(served.clone().checked().unwrap_err().to_string().contains("smtp_url"));
        let mailing = Config { smtp_url: Some("smtp://relay".to_owned()), ..served };
        assert!(mailing.clone().checked().is_ok());
        let trusting = |issuer: &str, base: Config| Config { oidc: Some(provider(issuer)), ..base };
        assert!(trusting("https://id.ente.it", mailing.clone()).checked().is_ok());
        assert!(trusting("http://127.0.0.1:4000", mailing).checked().is_err());
        assert!(trusting("http://127.0.0.1:4000", Config::default()).checked().is_ok());
        assert!(trusting("http://id.ente.it", Config::default()).checked().is_err());
    }

    fn provider(issuer: &str) -> OpenIdSettings {
        let settings = serde_json::json!({
            "issuer": issuer, "client_id": "cordata", "client_secret": "segretissimo", "label": "SPID"
        });
        serde_json::from_value(settings).unwrap()
    }

    #[test]
    fn the_password_at_the_identity_provider_is_not_shown() {
        let config = Config { oidc: Some(provider("https://id.ente.it")), ..Config::default() };
        let shown = toml::to_string(&config.redacted()).unwrap();
        assert!(shown.contains("id.ente.it") && shown.contains("openid email profile"), "{shown}");
        assert!(!shown.contains("segretissimo") && !format!("{config:?}").contains("segretissimo"), "{shown}");
    }
}
