use clap::{Args, Subcommand};
use cordata_app::Caller;
use cordata_app::personal_data::{ErasePerson, ExportPerson};
use uuid::Uuid;

use crate::config::Config;
use crate::sweeper::Sweeper;
use crate::wire::Layers;

/// Hand out or erase what is kept about a person.
#[derive(Debug, Args)]
pub(crate) struct Person {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print everything that is kept about a person, as one JSON document
    Export {
        /// The person's id, as `user add` prints it
        id: Uuid,
    },
    /// Erase name, addresses and ways to reach a person who holds no office any more; this cannot be undone
    Erase {
        /// The person's id, as `user add` prints it
        id: Uuid,
    },
}

impl Person {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open_ready(config).await?;
        let operator = Caller::operator();
        match &self.action {
            Action::Export { id } => {
                let document = layers.app.execute(&operator, ExportPerson { person: (*id).into() }).await?;
                say!("{}", serde_json::to_string_pretty(&document)?)?;
            }
            Action::Erase { id } => {
                layers.app.execute(&operator, ErasePerson { person: (*id).into() }).await?;
                Sweeper::new(&layers.database).look(layers.app.now(), true).await?;
                say!("erased")?;
            }
        }
        layers.database.close().await?;
        Ok(())
    }
}
