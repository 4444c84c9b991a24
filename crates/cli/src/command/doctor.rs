mod audit;
mod upgrade;

use std::path::PathBuf;

use clap::Args;
use cordata_app::ports::queue::Queue;
use cordata_app::ports::read::{HealthReads, PeopleReads};
use cordata_domain::clock::ClockRules;
use serde::Serialize;

use crate::config::Config;
use crate::lock::naming_the_holder;
use crate::wire::Layers;

/// Check configuration, database and queue, and the trail; the status is 1 when something needs a hand.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// As one JSON object
    #[arg(long)]
    json: bool,
    /// Verify the whole chain of the trail too
    #[arg(long)]
    audit: bool,
    /// A copy of the file of heads to compare the chain with, besides the one in the folder for data
    #[arg(long, value_name = "FILE")]
    heads: Option<PathBuf>,
    /// Verify a file that `export audit` wrote, and nothing else
    #[arg(long, value_name = "FILE", conflicts_with = "audit")]
    audit_file: Option<PathBuf>,
    /// Also look at what an upgrade needs: pending migrations, a fresh backup, space on the disk
    #[arg(long)]
    upgrade: bool,
    /// The backup to go back to if the upgrade goes wrong
    #[arg(long, value_name = "FILE", requires = "upgrade")]
    backup: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    ok: bool,
    says: String,
}

impl Doctor {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let (mut findings, trail) = match &self.audit_file {
            Some(file) => (vec![audit::examine_file(file, self.heads.as_ref())], None),
            None => self.examine(config).await,
        };
        if self.upgrade {
            findings.extend(upgrade::examine(config, self.backup.as_deref()).await);
        }
        let healthy = findings.iter().all(|finding| finding.ok);
        if self.json {
            say!("{}", serde_json::json!({ "healthy": healthy, "checks": findings, "audit": trail }))?;
        } else {
            for finding in &findings {
                say!("{} {}: {}", if finding.ok { "ok  " } else { "BAD " }, finding.check, finding.says)?;
            }
        }
        anyhow::ensure!(healthy, "something needs a hand");
        Ok(())
    }
}

impl Doctor {
    async fn examine(&self, config: &Config) -> (Vec<Finding>, Option<serde_json::Value>) {
        let database = match Layers::open_existing(config).await {
            Ok(layers) => layers,
            Err(error) => return (vec![Finding { check: "database", ok: false, says: format!("{error:#}") }], None),
        };
        let mut findings = vec![answers(&database).await, schema(&database).await];
        let mut trail = None;
        if findings.iter().all(|finding| finding.ok) {
            findings.push(writes(&database, config).await);
            findings.push(instance(&database).await);
            findings.push(queue(&database).await);
            findings.push(clock(&database).await);
            if self.audit || self.heads.is_some() {
                match audit::examine(&database, config, self.heads.as_deref()).await {
                    Ok(examined) => {
                        findings.extend(examined.findings);
                        trail = Some(examined.details);
                    }
                    Err(error) => findings.push(Finding { check: "audit", ok: false, says: format!("{error:#}") }),
                }
            }
        }
        (findings, trail)
    }
}

async fn answers(layers: &Layers) -> Finding {
    let (ok, says) = match layers.database.ping().await {
        Ok(()) => (true, "answers".to_owned()),
        Err(error) => (false, error.to_string()),
    };
    Finding { check: "database", ok, says }
}

/// A store may answer and yet keep nothing: its disk is full, or its server is a standby.
async fn writes(layers: &Layers, config: &Config) -> Finding {
    let (ok, says) = match layers.database.prove_writable().await {
        Ok(()) => (true, "a change was committed".to_owned()),
        Err(error) => {
            let error = naming_the_holder(error.into(), &config.database_url());
            (false, format!("no change can be made: {error:#}"))
        }
    };
    Finding { check: "writes", ok, says }
}

async fn schema(layers: &Layers) -> Finding {
    let (ok, says) = match layers.database.pending_migrations().await {
        Ok(pending) if pending.is_empty() => (true, "up to date".to_owned()),
        Ok(pending) => (false, format!("{} migrations are pending: run `cordata migrate`", pending.len())),
        Err(error) => (false, error.to_string()),
    };
    Finding { check: "schema", ok, says }
}

async fn instance(layers: &Layers) -> Finding {
    let (ok, says) = match layers.database.instance().await {
        Ok(Some(instance)) => (true, format!("{} <{}>", instance.name, instance.sender_address.as_str())),
        Ok(None) => (true, "not set up yet: `serve` gives it a neutral record".to_owned()),
        Err(error) => (false, error.to_string()),
    };
    Finding { check: "instance", ok, says }
}

async fn queue(layers: &Layers) -> Finding {
    let (ok, says) = match layers.database.backlog().await {
        Ok(backlog) => {
            let failed = backlog.jobs_failed + backlog.mails_failed;
            let says = format!(
                "{} jobs and {} mails wait, {} jobs and {} mails were given up",
                backlog.jobs_waiting, backlog.mails_waiting, backlog.jobs_failed, backlog.mails_failed
            );
            (failed == 0, says)
        }
        Err(error) => (false, error.to_string()),
    };
    Finding { check: "queue", ok, says }
}

/// Whether something was recorded later than it is: then the clock is behind, or was ahead.
async fn clock(layers: &Layers) -> Finding {
    let now = layers.app.now();
    let (ok, says) = match layers.queue.newest_event().await {
        Ok(Some(newest)) if newest > now + ClockRules::default().step => {
            (false, format!("it is {now}, and something was recorded at {newest}: the clock is behind, or was ahead"))
        }
        Ok(_) => (true, format!("it is {now}, and nothing was recorded later")),
        Err(error) => (false, error.to_string()),
    };
    Finding { check: "clock", ok, says }
}
