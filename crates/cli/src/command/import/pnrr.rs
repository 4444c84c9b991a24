use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use cordata_app::Caller;
use cordata_app::import::{ImportReport, RecoveryPlanImport, SourceTotals};
use cordata_domain::Locale;
use cordata_domain::funding::recovery_plan::{COLUMNS, Problem, Row};
use cordata_text::refusal_message;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::pace::Pace;
use crate::config::Config;
use crate::lock::hold;
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
            tell_problems(&problems, self.json)?;
            let plural = if problems.len() == 1 { "" } else { "s" };
            anyhow::bail!("{} problem{plural} in {}: nothing was imported", problems.len(), self.file.display());
        }
        bar.set_message("writing");
        let layers = Layers::open_ready(config).await?;
        let holding = if self.dry_run { None } else { hold(config, "import pnrr")? };
        layers.ensure_instance().await?;
        let import = RecoveryPlanImport::survey(&layers.database, &Caller::operator(), rows).await?;
        let report = if self.dry_run { import.into_preview() } else { write(&layers, import, &bar).await? };
        layers.database.close().await?;
        drop(holding);
        bar.finish_and_clear();
        tell(&report, self.dry_run, self.json)
    }
}

/// Writes step by step, at a pace that lets others write in between.
async fn write(layers: &Layers, mut import: RecoveryPlanImport, bar: &ProgressBar) -> anyhow::Result<ImportReport> {
    let mut pace = Pace::first();
    bar.set_position(0);
    while import.remaining() > 0 {
        let (before, begun) = (import.remaining(), Instant::now());
        import.step(&layers.app, &Caller::operator(), pace.rows).await.with_context(|| {
            format!("{before} rows were not imported; the same command, run again, carries on with them")
        })?;
        bar.inc(u64::try_from(before - import.remaining())?);
        pace = pace.after(begun.elapsed());
        if import.remaining() > 0 {
            tokio::time::sleep(pace.gap).await;
        }
    }
    Ok(import.into_report())
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
    let text = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut lines = Lines { text: &text, counted: 0, line: 1 };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_slice());
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
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        match Row::read(line, &record.iter().collect::<Vec<_>>()) {
            Ok(row) => rows.push(row),
            Err(found) => problems.extend(found),
        }
        bar.inc(1);
    }
    Ok((rows, problems))
}

/// Counts the lines of a file, as editors do.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at a byte, or after the line breaks there. Each is asked after the one before.
    fn of(&mut self, byte: u64) -> u64 {
        let rest = self.text.get(self.counted..).unwrap_or_default();
        let begin = usize::try_from(byte).unwrap_or(usize::MAX).saturating_sub(self.counted);
        let breaks = rest.iter().skip(begin).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = begin.saturating_add(breaks);
        for _ in rest.iter().take(passed).filter(|byte| **byte == b'\n') {
            self.line += 1;
        }
        self.counted = self.counted.saturating_add(passed);
        self.line
    }
}

fn tell_problems(problems: &[Problem], as_json: bool) -> anyhow::Result<()> {
    let message = |problem: &Problem| refusal_message(&Locale::english(), &problem.refusal);
    if as_json {
        let list = problems.iter().map(|problem| {
            let code: &'static str = problem.refusal.code().into();
            json!({ "line": problem.line, "column": problem.column, "code": code, "message": message(problem) })
        });
        return say!("{}", json!({ "problems": list.collect::<Vec<Value>>() }));
    }
    for problem in problems {
        say!("line {}, column {}: {}", problem.line, problem.column, message(problem))?;
    }
    Ok(())
}

fn tell(report: &ImportReport, dry_run: bool, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let mut value = serde_json::to_value(report)?;
        if let Some(object) = value.as_object_mut() {
            object.insert("dryRun".to_owned(), json!(dry_run));
            object.insert("problems".to_owned(), json!([]));
        }
        return say!("{value}");
    }
    let verb = if dry_run { "would be " } else { "" };
    say!(
        "{} rows: {} {verb}added, {} {verb}changed, {} unchanged, {} anomalies kept, {} bodies {verb}added",
        report.rows,
        report.created,
        report.changed,
        report.unchanged,
        report.anomalies,
        report.bodies_added
    )?;
    tell_totals("all rows", &report.all)?;
    tell_totals("certified", &report.certified)
}

fn tell_totals(name: &str, totals: &SourceTotals) -> anyhow::Result<()> {
    say!("\n{name}: {} rows, published total {}, sum of sources {}", totals.rows, totals.total, totals.sum_of_sources)?;
    for (column, amount) in &totals.sources {
        say!("  {column:<16} {amount:>18}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_in_the_line_that_an_editor_shows() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let header = COLUMNS.join(",");
        for end in ["\n", "\r\n"] {
            let rows = [header.as_str(), "wrong", "\"of two", "lines\"", "", "wrong", "wrong"].join(end);
            std::fs::write(file.path(), rows).unwrap();
            let (_, problems) = read(file.path(), &ProgressBar::hidden()).unwrap();
            let mut lines: Vec<u64> = problems.iter().map(|problem| problem.line).collect();
            lines.dedup();
            assert_eq!(lines, [2, 3, 6, 7], "{end:?}");
        }
    }
}
