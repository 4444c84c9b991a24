use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use cordata_app::Caller;
use cordata_app::identity::{CreatePerson, GrantRole};
use cordata_app::session::InvitePerson;
use cordata_domain::Locale;
use cordata_domain::identity::{EmailAddress, GrantScope, Role};
use cordata_domain::period::Validity;
use serde_json::json;

use crate::config::Config;
use crate::wire::Layers;

/// Add people.
#[derive(Debug, Args)]
pub(crate) struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add a person, if wanted with a role for the whole plan, and print the id
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    /// Given name
    #[arg(long)]
    given_name: String,
    /// Family name
    #[arg(long)]
    family_name: String,
    /// Where mail reaches them
    #[arg(long)]
    email: Option<String>,
    /// Add them although somebody else's mail goes to the same address: several people may share a mailbox
    #[arg(long, requires = "email")]
    shared_mailbox: bool,
    /// The language they are written to
    #[arg(long, default_value = "it")]
    locale: String,
    /// A role for the whole plan
    #[arg(long)]
    role: Option<PlanRole>,
    /// Send them an invitation by mail
    #[arg(long, requires = "email")]
    invite: bool,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PlanRole {
    /// Manages people, grants and dead letters
    Admin,
    /// Keeps the papers of the whole plan
    Secretariat,
    /// Enters or validates measurements
    Steward,
    /// Reads everything, changes nothing
    Auditor,
}

impl From<PlanRole> for Role {
    fn from(role: PlanRole) -> Self {
        match role {
            PlanRole::Admin => Self::PlatformAdmin,
            PlanRole::Secretariat => Self::Secretariat,
            PlanRole::Steward => Self::Steward,
            PlanRole::Auditor => Self::Auditor,
        }
    }
}

impl User {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let Action::Add(add) = &self.action;
        let layers = Layers::open_ready(config).await?;
        layers.ensure_instance().await?;
        add.require_free_mailbox(&layers).await?;
        let operator = Caller::operator();
        let create = CreatePerson {
            given_name: add.given_name.clone(),
            family_name: add.family_name.clone(),
            email: add.email.clone(),
            locale: Locale::parse(&add.locale).context("--locale")?,
            zone: None,
        };
        let person = layers.app.execute(&operator, create).await?;
        if let Some(role) = add.role {
            let validity = Validity::since(layers.app.now().date_naive());
            let grant = GrantRole { person, role: role.into(), scope: GrantScope::Plan, validity };
            layers.app.execute(&operator, grant).await?;
        }
        if add.invite {
            layers.app.execute(&operator, InvitePerson { person }).await?;
        }
        if add.json {
            say!("{}", json!({ "person": person }))?;
        } else {
            say!("{person}")?;
        }
        layers.database.close().await?;
        Ok(())
    }
}

impl Add {
    /// Refuses an address that somebody has: it is likely the same person, added twice.
    async fn require_free_mailbox(&self, layers: &Layers) -> anyhow::Result<()> {
        let Some(address) = self.email.as_deref().filter(|_| !self.shared_mailbox) else { return Ok(()) };
        let address = EmailAddress::parse(address).context("--email")?;
        if let Some(known) = layers.reads.persons_at(&address).await?.first() {
            anyhow::bail!(
                "{} already has the address {}: use the id {}, or add `--shared-mailbox` if another person reads it too",
                known.full_name(),
                address.as_str(),
                known.id
            );
        }
        Ok(())
    }
}
