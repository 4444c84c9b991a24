use chrono::TimeDelta;
use clap::{Args, Subcommand, ValueEnum};
use cordata_app::Caller;
use cordata_app::identity::{CreateApiToken, RevokeApiToken};
use cordata_domain::identity::TokenScope;
use serde_json::json;
use uuid::Uuid;

use crate::config::Config;
use crate::wire::Layers;

/// Make and revoke bearer tokens.
#[derive(Debug, Args)]
pub(crate) struct Token {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a token for a person; it is printed once and never again
    Create {
        /// The person's id, as `user add` prints it
        #[arg(long)]
        person: Uuid,
        /// What it is used for
        #[arg(long, default_value = "console")]
        label: String,
        /// How far it reaches
        #[arg(long, default_value = "manage")]
        scope: Scope,
        /// Days after which it stops working
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
        /// As one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Revoke a token
    Revoke {
        /// The token's id, as `token create --json` prints it
        id: Uuid,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Scope {
    /// Reads what its person sees
    Read,
    /// Does the work of its person too
    Write,
    /// Manages people, roles and tokens too
    Manage,
}

impl From<Scope> for TokenScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self::Read,
            Scope::Write => Self::Write,
            Scope::Manage => Self::Manage,
        }
    }
}

impl Token {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open_ready(config).await?;
        let operator = Caller::operator();
        match &self.action {
            Action::Create { person, label, scope, days, json } => {
                let expires_at = days.map(|days| layers.app.now() + TimeDelta::days(days.into()));
                let create = CreateApiToken {
                    person: (*person).into(),
                    label: label.clone(),
                    scope: (*scope).into(),
                    expires_at,
                };
                let (id, clear) = layers.app.execute(&operator, create).await?;
                if *json {
                    say!("{}", json!({ "id": id, "token": clear.reveal() }))?;
                } else {
                    say!("{}", clear.reveal())?;
                }
            }
            Action::Revoke { id } => {
                layers.app.execute(&operator, RevokeApiToken { token: (*id).into() }).await?;
                say!("revoked")?;
            }
        }
        layers.database.close().await?;
        Ok(())
    }
}
