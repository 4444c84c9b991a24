use clap::{Args, Subcommand};

use crate::config::Config;

/// Look at the configuration.
#[derive(Debug, Args)]
pub(crate) struct ConfigCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the effective configuration, passwords hidden
    Show {
        /// As one JSON object
        #[arg(long)]
        json: bool,
    },
}

impl ConfigCommand {
    pub(crate) fn run(&self, config: &Config) -> anyhow::Result<()> {
        let Action::Show { json } = self.action;
        let shown = config.redacted();
        if json { say!("{}", serde_json::to_string(&shown)?) } else { say!("{}", toml::to_string(&shown)?.trim_end()) }
    }
}
