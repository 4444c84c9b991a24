//! Notes of restores that are meant, in the trail of what was restored.

use std::convert::Infallible;
use std::path::Path;

use cordata_app::Caller;
use cordata_app::audit::{NoteRestore, given_up, verify_audit};
use cordata_app::ports::audit::{AuditReads, AuditSealer, Sweep};
use cordata_domain::audit::{Anchor, Head, NotedRestore};
use cordata_persistence::Database;
use uuid::Uuid;

use crate::heads::{HeadsError, append, heads};
use crate::wire::Layers;

/// That a restore is meant, as the operator says it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meant<'a> {
    /// Why.
    pub reason: &'a str,
    /// Who decides it.
    pub by: Option<Uuid>,
    /// The file of heads, to which the new end of the chain is added.
    pub heads: &'a Path,
}

/// What the trail was before the database was replaced, as far as that can be read.
#[derive(Debug, Default)]
pub(crate) struct Past {
    head: Option<Head>,
    restores: Vec<NotedRestore>,
}

impl Past {
    pub(crate) async fn of(database: &Database) -> anyhow::Result<Self> {
        Ok(Self { head: Some(database.audit_head().await?), restores: noted(database).await? })
    }
}

async fn noted(database: &Database) -> anyhow::Result<Vec<NotedRestore>> {
    Ok(verify_audit::<Infallible>(database, []).await?.restores)
}

impl Meant<'_> {
    /// Notes what the present chain lacks of what was known before; answers nothing where it lacks nothing.
    pub(crate) async fn note(
        &self,
        layers: &Layers,
        past: Past,
        backup: Option<&str>,
    ) -> anyhow::Result<Option<NotedRestore>> {
        let database = &layers.database;
        database.seal_audit(Sweep::All).await?;
        let present = noted(database).await?;
        let anchored = if self.heads.exists() { Some(heads(self.heads)?) } else { None };
        let replaced = past.head.map(|head| Ok(Anchor { head, at: layers.app.now() }));
        let known = anchored.into_iter().flatten().chain(replaced);
        let Some((first, last)) = given_up::<HeadsError>(database, known, &present).await? else { return Ok(None) };
        let end = database.audit_head().await?.seq;
        let command = NoteRestore {
            first: first.min(end.saturating_add(1)),
            last,
            backup: backup.map(str::to_owned),
            earlier: past.restores.into_iter().filter(|restore| !present.contains(restore)).collect(),
            reason: self.reason.to_owned(),
            by: self.by.map(Into::into),
        };
        let note = layers.app.execute(&Caller::operator(), command).await?;
        database.seal_audit(Sweep::All).await?;
        Ok(Some(note))
    }

    /// Adds the end of the chain to the file of heads, so that whoever goes on with it begins there.
    pub(crate) async fn anchor(&self, layers: &Layers) -> anyhow::Result<()> {
        let head = layers.database.audit_head().await?;
        Ok(append(self.heads, &head, layers.app.now())?)
    }
}

/// What the note says, to people.
pub(crate) fn in_words(note: &NotedRestore) -> String {
    let NotedRestore { at, by, reason, first, last, .. } = note;
    let by = by.map_or_else(|| "the operator".to_owned(), |by| format!("person {}", by.0));
    format!(
        "links {first} to {} were given up on purpose, as {by} said at {}: {reason}",
        last.seq,
        at.format("%F %T UTC")
    )
}
