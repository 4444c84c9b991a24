use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use cordata_app::Caller;
use cordata_app::import::{ImportRecoveryPlan, ImportReport, SourceTotals};
use cordata_domain::Locale;
use cordata_domain::funding::recovery_plan::{COLUMNS, Problem, Row};
use cordata_text::refusal_message;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use crate::config::Config;
use crate::wire::Layers;

/// Projects of the national recovery plan, as published in CSV.
#[derive(Debug, Args)]
pub(super) struct RecoveryPlan {
    /// The file
    file: PathBuf,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Print the report as one JSON object
    #[arg(long)]
    json: bool,
}

impl RecoveryPlan {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let bar = progress_bar();
        let (rows, problems) = read(&self.file, &bar)?;
        if !problems.is_empty() {
            bar.finish_and_clear();
            tell_problems(&problems, self.json);
            anyhow::bail!("{} problems in {}: nothing was imported", problems.len(), self.file.display());
        }
        bar.set_message("writing");
        let layers = Layers::open_ready(config).await?;
        layers.ensure_instance().await?;
        let import = ImportRecoveryPlan { rows, dry_run: self.dry_run };
        let report = layers.app.execute(&Caller::operator(), import).await?;
        layers.database.close().await?;
        bar.finish_and_clear();
        tell(&report, self.dry_run, self.json)
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar() -> ProgressBar {
    let style =
        ProgressStyle::with_template("{spinner} {pos} rows {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = ProgressBar::no_length().with_style(style);
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar
}

/// Reads the whole file before anything is written. Everything that is wrong is named.
fn read(file: &Path, bar: &ProgressBar) -> anyhow::Result<(Vec<Row>, Vec<Problem>)> {
    let reader = csv::ReaderBuilder::new().flexible(true).from_path(file);
    let mut reader = reader.with_context(|| format!("cannot read {}", file.display()))?;
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    anyhow::ensure!(
        header == COLUMNS,
        "the header of {} is not that of the recovery plan's projects: {}",
        file.display(),
        COLUMNS.join(",")
    );
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.with_context(|| format!("{} is not a CSV file in UTF-8", file.display()))?;
        let line = record.position().map_or(0, csv::Position::line);
        match Row::read(line, &record.iter().collect::<Vec<_>>()) {
            Ok(row) => rows.push(row),
            Err(found) => problems.extend(found),
        }
        bar.inc(1);
    }
    Ok((rows, problems))
}

fn tell_problems(problems: &[Problem], as_json: bool) {
    let message = |problem: &Problem| refusal_message(&Locale::english(), &problem.refusal);
    if as_json {
        let list = problems.iter().map(|problem| {
            let code: &'static str = problem.refusal.code().into();
            json!({ "line": problem.line, "column": problem.column, "code": code, "message": message(problem) })
        });
        println!("{}", json!({ "problems": list.collect::<Vec<Value>>() }));
        return;
    }
    for problem in problems {
        println!("line {}, column {}: {}", problem.line, problem.column, message(problem));
    }
}

fn tell(report: &ImportReport, dry_run: bool, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let mut value = serde_json::to_value(report)?;
        if let Some(object) = value.as_object_mut() {
            object.insert("dryRun".to_owned(), json!(dry_run));
            object.insert("problems".to_owned(), json!([]));
        }
        println!("{value}");
        return Ok(());
    }
    let verb = if dry_run { "would be " } else { "" };
    println!(
        "{} rows: {} {verb}added, {} {verb}changed, {} unchanged, {} anomalies kept, {} bodies {verb}added",
        report.rows, report.created, report.changed, report.unchanged, report.anomalies, report.bodies_added
    );
    tell_totals("all rows", &report.all);
    tell_totals("certified", &report.certified);
    Ok(())
}

fn tell_totals(name: &str, totals: &SourceTotals) {
    println!(
        "\n{name}: {} rows, published total {}, sum of sources {}",
        totals.rows, totals.total, totals.sum_of_sources
    );
    for (column, amount) in &totals.sources {
        println!("  {column:<16} {amount:>18}");
    }
}
