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
    pub(crate) fn run(&self) {
        let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        if self.json {
            println!("{}", json!({ "name": name, "version": version, "licence": env!("CARGO_PKG_LICENSE") }));
        } else {
            println!("{name} {version}");
        }
    }
}
