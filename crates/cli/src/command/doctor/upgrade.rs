//! What there is to know before the schema changes.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::ports::Clock;

use super::Finding;
use crate::config::Config;
use crate::custody::seal::{self, Source, Verdict};
use crate::custody::{Kind, file};
use crate::lock::sqlite_path;
use crate::system::SystemClock;
use crate::wire::Layers;

/// A backup is fresh for so long.
const FRESH: Duration = Duration::from_hours(24);

pub(super) async fn examine(config: &Config, backup: Option<&Path>) -> Vec<Finding> {
    let pending = match Layers::open_existing(config).await {
        Ok(layers) => layers.database.pending_migrations().await.map_err(anyhow::Error::from),
        Err(error) => Err(error),
    };
    let pending = match pending {
        Ok(pending) => pending,
        Err(error) => return vec![Finding { check: "upgrade", ok: false, says: format!("{error:#}") }],
    };
    let target = sqlite_path(&config.database_url());
    if pending.is_empty() {
        let mut findings = vec![Finding { check: "upgrade", ok: true, says: "nothing is pending".to_owned() }];
        findings.extend(backup.map(|backup| fresh_backup(Some(backup), target.as_deref())));
        return findings;
    }
    let says = format!("{} migrations are pending: {}", pending.len(), pending.join(", "));
    let mut findings = vec![Finding { check: "upgrade", ok: false, says }, fresh_backup(backup, target.as_deref())];
    findings.extend(target.map(|target| space(&target)));
    findings
}

fn fresh_backup(backup: Option<&Path>, target: Option<&Path>) -> Finding {
    let (ok, says) = match (backup, target) {
        (Some(backup), target) => match age(backup, target.is_some()) {
            Ok(age) if age <= FRESH => (true, format!("{} is fresh", backup.display())),
            Ok(_) => (false, format!("{} is older than a day: `cordata backup -o FILE`", backup.display())),
            Err(error) => (false, format!("{error:#}")),
        },
        (None, Some(_)) => (true, "`cordata migrate` makes one beside the database before it changes it".to_owned()),
        (None, None) => {
            let how = "make one with `cordata backup -o FILE --verify-url URL`, and name it here with `--backup FILE`";
            (false, how.to_owned())
        }
    };
    Finding { check: "backup", ok, says }
}

/// How long ago a whole backup of the right kind was written.
fn age(backup: &Path, of_sqlite: bool) -> anyhow::Result<Duration> {
    let kind = Kind::of(backup)?;
    anyhow::ensure!((kind == Kind::Sqlite) == of_sqlite, "{} is a backup of {}", backup.display(), kind.name());
    let is_whole = matches!(seal::read(backup)?.verdict, Verdict::Whole(Source::Intact) | Verdict::Unsealed);
    anyhow::ensure!(is_whole, "{} is damaged, or was made of a damaged database", backup.display());
    let written: DateTime<Utc> = std::fs::metadata(backup)?.modified()?.into();
    Ok((SystemClock.now() - written).max(TimeDelta::zero()).to_std()?)
}

/// The copy beside the database needs as much space as the database.
fn space(target: &Path) -> Finding {
    let (ok, says) = match file::space(target) {
        Ok((needed, free)) => (needed <= free, format!("the copy needs {needed} bytes, {free} are free")),
        Err(error) => (false, format!("{error:#}")),
    };
    Finding { check: "space", ok, says }
}
