use clap::Args;
use serde_json::json;

/// Print the version.
#[derive(Debug, Args)]
pub(crate) struct Version {
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

impl Version {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        if self.json {
            say!("{}", json!({ "name": name, "version": version, "licence": env!("CARGO_PKG_LICENSE") }))
        } else {
            say!("{name} {version}")
        }
    }
}
