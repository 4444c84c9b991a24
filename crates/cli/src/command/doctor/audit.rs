use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context;
use cordata_app::audit::{AuditFault, AuditReport, verify_audit};
use cordata_domain::audit::{Anchor, ExportWalk};
use serde_json::{Value, json};

use super::Finding;
use crate::config::Config;
use crate::custody::note::in_words;
use crate::heads::{HeadsError, heads, heads_file};
use crate::wire::Layers;

const CHECK: &str = "audit";

/// What the check of the trail found, for people and for programs.
pub(super) struct Examined {
    pub(super) findings: Vec<Finding>,
    pub(super) details: Value,
}

/// Verifies the whole trail against the heads in the folder for data, and those of another file.
pub(super) async fn examine(layers: &Layers, config: &Config, more: Option<&Path>) -> anyhow::Result<Examined> {
    let own = heads_file(&config.data_dir);
    let files: Vec<&Path> = own.exists().then_some(own.as_path()).into_iter().chain(more).collect();
    let mut anchors = Vec::new();
    for file in &files {
        anchors.push(heads(file).with_context(|| file.display().to_string())?);
    }
    let report = verify_audit::<HeadsError>(&layers.database, anchors.into_iter().flatten()).await?;
    let mut findings = vec![summary(&report, !files.is_empty())];
    findings.extend(report.restores.iter().map(|note| Finding { check: "restore", ok: true, says: in_words(note) }));
    findings.extend(report.faults.iter().map(|fault| Finding { check: CHECK, ok: false, says: advice(fault) }));
    let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    let details = json!({
        "entries": report.entries, "head": report.head, "unsealed": report.unsealed, "anchors": report.anchors,
        "restores": report.restores, "faults": faults,
    });
    Ok(Examined { findings, details })
}

/// What is wrong, and what to do where it may have been meant.
fn advice(fault: &AuditFault) -> String {
    match fault {
        AuditFault::Truncated { .. } | AuditFault::Rewritten(_) => {
            format!(
                "{fault}; if a backup was restored on purpose, say so once with `cordata note-restore --reason TEXT`"
            )
        }
        _ => fault.to_string(),
    }
}

fn summary(report: &AuditReport, anchored: bool) -> Finding {
    let heads = if anchored {
        format!("{} anchored heads compared", report.anchors)
    } else {
        "no anchored heads to compare with: a truncation would not be found".to_owned()
    };
    let says = format!(
        "{} entries, chained up to link {} ({}), {} not chained yet; {heads}",
        report.entries, report.head.seq, report.head.hash, report.unsealed
    );
    Finding { check: CHECK, ok: true, says }
}

/// Verifies an exported file, without a database, and against the heads of a file where one is given.
pub(super) fn examine_file(file: &Path, anchors: Option<&PathBuf>) -> Finding {
    let (ok, says) = match follow(file, anchors) {
        Ok(says) => (true, says),
        Err(error) => (false, format!("{error:#}")),
    };
    Finding { check: "audit file", ok, says }
}

fn follow(file: &Path, anchors: Option<&PathBuf>) -> anyhow::Result<String> {
    let mut anchored: HashMap<i64, Vec<Anchor>> = HashMap::new();
    if let Some(path) = anchors {
        for anchor in heads(path)? {
            let anchor = anchor?;
            anchored.entry(anchor.head.seq).or_default().push(anchor);
        }
    }
    let mut walk = ExportWalk::default();
    let (mut compared, mut others) = (0, Vec::new());
    let open = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    for line in BufReader::new(open).lines() {
        let Some(head) = walk.line(&line?)? else { continue };
        for anchor in anchored.remove(&head.seq).into_iter().flatten() {
            compared += 1;
            others.extend((anchor.head != head).then_some(anchor));
        }
    }
    let is_explained = |anchor: &Anchor| walk.restores().iter().any(|restore| restore.explains(anchor));
    if let Some(other) = others.iter().find(|anchor| !is_explained(anchor)) {
        anyhow::bail!("link {} is not the one that was anchored", other.head.seq);
    }
    let mut compared = format!("{compared} anchored heads compared");
    for restore in walk.restores() {
        compared += "; ";
        compared += &in_words(restore);
    }
    let (entries, head) = walk.end()?;
    Ok(format!("{entries} entries up to link {} ({}), {compared}", head.seq, head.hash))
}
