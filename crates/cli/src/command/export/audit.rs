use std::fs::OpenOptions;
use std::io::{BufWriter, Write, stdout};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use clap::Args;
use cordata_app::ports::audit::{AuditReads, AuditSealer, Sweep};
use cordata_app::ports::read::PeopleReads;
use cordata_domain::audit::{ChainWalk, ExportHeader, ExportLine, Head};
use cordata_domain::period::LocalMoment;

use crate::config::Config;
use crate::wire::Layers;

/// Entries that are read at once.
const BATCH: u64 = 1000;

/// The trail of commands, or the part of it from the first to the last entry of some days.
#[derive(Debug, Args)]
pub(crate) struct ExportAudit {
    /// The first day
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Where to write it; `-` is the standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

impl ExportAudit {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open_ready(config).await?;
        layers.database.seal_audit(Sweep::All).await?;
        let mut output = BufWriter::new(open(&self.output)?);
        self.write(&layers, &mut output).await?;
        output.flush()?;
        Ok(layers.database.close().await?)
    }

    async fn write(&self, layers: &Layers, output: &mut (dyn Write + Send)) -> anyhow::Result<()> {
        let reads = &layers.database;
        let zone = reads.instance().await?.map_or(chrono_tz::UTC, |instance| instance.zone);
        let begin = self.from.map(|day| midnight(day, zone));
        let end = self.to.and_then(|day| day.succ_opt()).map(|day| midnight(day, zone));
        let (first, last) = reads.audit_span(begin, end).await?.unwrap_or_default();
        let previous = if first > 1 { reads.audit_heads(&[first - 1]).await? } else { vec![Head::START] };
        let previous = *previous.first().context("the chain is broken: run `cordata doctor --audit`")?;
        line(output, &ExportLine::Header(ExportHeader::new(previous, self.from, self.to)))?;
        let (mut walk, mut entries) = (ChainWalk::after(previous), 0);
        while walk.head().seq < last {
            let batch = reads.audit_chain(walk.head().seq, BATCH).await?;
            anyhow::ensure!(!batch.is_empty(), "the chain is broken: run `cordata doctor --audit`");
            for (link, entry) in batch.into_iter().take_while(|(link, _)| link.seq <= last) {
                walk.step(&link, entry.as_ref()).context("the chain is broken")?;
                if let Some(entry) = entry {
                    line(output, &ExportLine::entry(&link, entry))?;
                    entries += 1;
                }
            }
        }
        line(output, &ExportLine::Head { head: walk.head(), entries })
    }
}

fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    LocalMoment::new(day.and_time(NaiveTime::MIN), zone).instant()
}

fn line(output: &mut (dyn Write + Send), line: &ExportLine) -> anyhow::Result<()> {
    Ok(writeln!(output, "{}", serde_json::to_string(line)?)?)
}

/// The file, which nobody else on the machine may read.
fn open(path: &Path) -> anyhow::Result<Box<dyn Write + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(stdout()));
    }
    let file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(path);
    Ok(Box::new(file.with_context(|| format!("cannot write {}", path.display()))?))
}
