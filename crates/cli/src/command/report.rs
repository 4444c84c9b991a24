use std::path::PathBuf;

use anyhow::Context;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use cordata_app::ports::read::Lookup;
use cordata_app::report::read_report;
use cordata_domain::Locale;
use cordata_domain::policy::Actor;
use cordata_report::render::html::sustainability::document;
use cordata_report::render::json;
use cordata_text::available;

use crate::config::Config;
use crate::wire::Layers;

/// Write the sustainability report of a plan: what was achieved, who promised, confirmed and gave what.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The edition of the plan, like 2021-2023
    #[arg(long, value_name = "EDITION")]
    plan: String,
    /// What was recorded by the end of this day, like 2023-12-31; until now where it is left out
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// JSON for programs, or a file to read and print
    #[arg(long, value_enum, default_value = "html")]
    format: Format,
    /// The language of the file; JSON carries every language
    #[arg(long, default_value = "it", value_parser = language)]
    language: Locale,
    /// Where to write it; without it, to the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Html,
}

/// A language that has a catalogue.
fn language(tag: &str) -> Result<Locale, String> {
    let known = available();
    let named = Locale::parse(tag).ok().filter(|locale| known.contains(locale));
    named.ok_or_else(|| format!("one of: {}", known.iter().map(Locale::as_str).collect::<Vec<_>>().join(", ")))
}

impl Report {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open_ready(config).await?;
        let text = self.text(&layers).await?;
        layers.database.close().await?;
        if let Some(file) = &self.output {
            std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
        } else {
            say!("{}", text.trim_end())?;
            Ok(())
        }
    }

    async fn text(&self, layers: &Layers) -> anyhow::Result<String> {
        let (reads, sight) = (layers.reads.as_ref(), Actor::Operator.visibility());
        let plan = reads.plan(&sight, &Lookup::Key(self.plan.clone())).await?;
        let plan = plan.with_context(|| format!("there is no plan of the edition {}", self.plan))?;
        let report = read_report(reads, &sight, plan, self.as_of, layers.app.now()).await?;
        Ok(match self.format {
            Format::Json => json::sustainability_report(&report)?,
            Format::Html => document(&report, &self.language)?,
        })
    }
}
