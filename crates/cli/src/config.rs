//! Configuration: defaults in code, then a TOML file, then `CORDATA_*` in the environment, then flags. An unknown key
//! is an error wherever it stands.

mod check;
mod wrong;

use std::fmt::Display;
use std::path::PathBuf;

use clap::Args;
use cordata_api::limits::Limits;
use cordata_api::openid::OpenIdSettings;
use cordata_app::retention::Retention;
use cordata_domain::network::AddressRange;
use cordata_worker::SenderSettings;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use crate::lock::sqlite_url;

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
    #[serde(deserialize_with = "listed")]
    pub allowed_origins: Vec<String>,
    /// Addresses, or ranges such as `10.0.0.0/8`, of the proxies whose word is taken about where requests come from.
    #[serde(deserialize_with = "listed")]
    pub trusted_proxies: Vec<AddressRange>,
    /// The secret by which other machines may read `/metrics`, as a bearer token; without it only this one may.
    pub metrics_token: Option<String>,
    /// Every limit of the API by its name.
    pub limits: Limits,
    /// How long things are kept.
    pub retention: Retention,
    /// How mails are sent.
    pub mail: MailConfig,
    /// The identity provider by which people may sign in.
    pub oidc: Option<OpenIdSettings>,
}

/// What an installation can set about its mails.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MailConfig {
    /// The most mails a day that strangers may cause to one address.
    pub from_strangers_per_day: u32,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self { from_strangers_per_day: SenderSettings::default().from_strangers_per_day }
    }
}

impl MailConfig {
    /// The settings of the worker.
    pub(crate) fn sender(self) -> SenderSettings {
        SenderSettings { from_strangers_per_day: self.from_strangers_per_day, ..SenderSettings::default() }
    }
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
            metrics_token: None,
            limits: Limits::default(),
            retention: Retention::default(),
            mail: MailConfig::default(),
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
            .map_err(|error| anyhow::anyhow!("the configuration is wrong: {}", wrong::told(error)))?;
        config.checked()
    }

    /// Where the data are.
    pub(crate) fn database_url(&self) -> String {
        let default = || sqlite_url(&self.data_dir.join("cordata.db"));
        self.database_url.clone().unwrap_or_else(default)
    }

    /// Where mails become files.
    pub(crate) fn mail_dir(&self) -> PathBuf {
        self.mail_dir.clone().unwrap_or_else(|| self.data_dir.join("mail"))
    }

    /// The address under which people reach the pages: as configured, else where the server listens.
    pub(crate) fn public_url(&self, listening: impl Display) -> anyhow::Result<Url> {
        check::web_address(&self.public_url.clone().unwrap_or_else(|| format!("http://{listening}")))
    }

    /// The configuration without secrets, to be shown.
    pub(crate) fn redacted(&self) -> Self {
        let mut shown = self.clone();
        shown.database_url = Some(without_password(&self.database_url()));
        shown.smtp_url = self.smtp_url.as_deref().map(without_password);
        shown.mail_dir = Some(self.mail_dir());
        shown.metrics_token = self.metrics_token.as_ref().map(|_| HIDDEN.to_owned());
        shown.oidc = self.oidc.as_ref().map(OpenIdSettings::redacted);
        shown
    }
}

/// A list, or the same in one text with commas.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected is a list of texts, or one text with commas")]
enum Listed {
    Text(String),
    List(Vec<String>),
}

/// Reads a list; the environment may give it as one text.
fn listed<'de, D, T>(input: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<String, Error: Display>,
{
    let texts = match Listed::deserialize(input)? {
        Listed::Text(text) => {
            text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
        }
        Listed::List(texts) => texts,
    };
    texts.into_iter().map(|text| T::try_from(text).map_err(D::Error::custom)).collect()
}

/// What stands for a secret.
const HIDDEN: &str = "***";

/// The address with its password replaced by stars; nothing of an address that is not understood.
fn without_password(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return HIDDEN.to_owned() };
    if url.scheme() == "sqlite" {
        return address.to_owned();
    }
    let in_query = url.query_pairs().any(|(key, _)| key == "password");
    if url.cannot_be_a_base() || in_query {
        return HIDDEN.to_owned();
    }
    if url.password().is_some() && url.set_password(Some(HIDDEN)).is_ok() { url.into() } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let shown = without_password("postgres://ente:segreto@db/cordata");
        assert!(!shown.contains("segreto") && shown.contains("ente"), "{shown}");
        for plain in ["sqlite://data/cordata.db", "postgres:///piano?host=/run/postgresql", "smtp://relay"] {
            assert_eq!(without_password(plain), plain);
        }
        for unclear in ["postgres//u:segreto@h/x", "postgres://u:segreto@h:porta/x", "smtp:u:segreto@h", "segreto"] {
            assert_eq!(without_password(unclear), "***");
        }
        assert!(!without_password("postgres://h/x?user=u&password=segreto").contains("segreto"));
    }

    /// The configuration as a file says it.
    fn of(file: &str) -> Result<Config, String> {
        let figment = Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(file));
        figment.extract().map_err(wrong::told)
    }

    #[test]
    fn a_list_may_be_one_text() {
        let lists = ["'127.0.0.1'", "'127.0.0.1, '", "['127.0.0.1']"];
        for list in lists {
            let config = of(&format!("trusted_proxies = {list}")).unwrap();
            assert_eq!(config.trusted_proxies, ["127.0.0.1".parse().unwrap()], "{list}");
        }
        let config = of("allowed_origins = 'https://a.example,https://b.example'").unwrap();
        assert_eq!(config.allowed_origins, ["https://a.example", "https://b.example"]);
    }

    #[test]
    fn a_wrong_key_is_named_as_it_stands_in_the_file_and_its_value_is_not_repeated() {
        let wrong = [
            ("trusted_proxies = 'proxy'", "trusted_proxies: `proxy` is no address"),
            ("trusted_proxies = 5", "trusted_proxies: expected is a list"),
            ("[limits]\ndept = 3", "there is no key limits.dept; there are body_bytes, tokens"),
            ("[limits]\ndepth = 'geheim'", "limits.depth must be a whole number"),
            ("database_url = ['geheim']", "database_url must be a string"),
            ("profile = 'geheim'", "profile must be development or production"),
            ("[oidc]\nclient_secret = 'geheim'", "oidc.issuer is missing"),
            ("database_url = 'geheim", "TOML parse error at line 1, column"),
        ];
        for (file, expected) in wrong {
            let told = of(file).unwrap_err();
            assert!(told.starts_with(expected) && !told.contains("geheim") && !told.contains("default."), "{told}");
        }
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
