//! Reading the trail and proving it.

use std::collections::HashMap;

use async_trait::async_trait;
use cordata_domain::audit::{Anchor, AuditEntry, AuditLink, Break, ChainWalk, Head, NotedRestore, PersonalChange};
use cordata_domain::ids::{AuditEntryId, PersonId};
use cordata_domain::policy::{Act, Actor, Facts, decide};
use cordata_domain::search::line;
use uuid::Uuid;

use crate::app::{Caller, Command, Work};
use crate::error::{AppError, found_at};
use crate::page::{Direction, Page, Window};
use crate::ports::audit::{AuditFilter, AuditReads};

/// Links that are read at once.
const BATCH: u64 = 1000;
/// Heads that are compared at once.
const HEADS: usize = 500;
/// The longest reason of a restore.
const MAX_REASON: usize = 500;

/// One entry with its place in the chain, where it has one already.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditLine {
    /// The entry.
    pub entry: AuditEntry,
    /// Its link.
    pub link: Option<AuditLink>,
}

/// A page of the trail as far as the caller may read it, newest first, each entry with its link: for screens.
pub async fn read_audit_log(
    reads: &dyn AuditReads,
    caller: &Caller,
    filter: &AuditFilter,
    window: Window,
) -> Result<Page<AuditLine>, AppError> {
    let window = window.directed(Direction::Descending);
    let page = reads.audit_log(&caller.actor.audit_sight(), filter, &window).await?;
    let ids: Vec<AuditEntryId> = page.rows.iter().map(|(_, entry)| entry.id).collect();
    let links = reads.audit_links(&ids).await?;
    let line = |entry: AuditEntry| {
        let link = links.iter().find(|link| link.entry == entry.id).copied();
        AuditLine { entry, link }
    };
    let rows = page.rows.into_iter().map(|(cursor, entry)| (cursor, line(entry))).collect();
    Ok(Page { rows, has_previous: page.has_previous, has_next: page.has_next })
}

/// The personal values that entries hold hashes of, for those who may see how persons are reached; nothing for others.
pub async fn revealed(
    reads: &dyn AuditReads,
    actor: &Actor,
    entries: &[AuditEntryId],
) -> Result<Vec<PersonalChange>, AppError> {
    match decide(actor, Act::ReadContacts, &Facts::plan()) {
        Some(_) => reads.personal_changes(entries).await,
        None => Ok(Vec::new()),
    }
}

/// Something that is wrong with the trail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// The chain does not hold.
    #[error("the chain is broken at {0}")]
    Broken(Break),
    /// An entry that should have a link has none.
    #[error("{count} entries have no link, the first is {first}")]
    Unlinked {
        /// How many.
        count: u64,
        /// The first.
        first: AuditEntryId,
    },
    /// A personal value beside the trail is not the one that its entry holds the hash of.
    #[error("the {field} beside entry {entry} is not the one that the entry holds the hash of")]
    ValueChanged {
        /// The entry.
        entry: AuditEntryId,
        /// The field.
        field: String,
    },
    /// The chain is shorter than it was.
    #[error("the chain ends at link {end}, but link {anchored} was anchored: it was cut")]
    Truncated {
        /// Where it ends.
        end: i64,
        /// Where it ended before.
        anchored: i64,
    },
    /// The chain is another than it was.
    #[error("link {0} is not the one that was anchored: the chain was rewritten")]
    Rewritten(i64),
}

/// What a check of the whole trail found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// How many entries there are.
    pub entries: u64,
    /// The last link that holds.
    pub head: Head,
    /// Entries at the end that no link holds yet.
    pub unsealed: u64,
    /// How many anchored heads were compared.
    pub anchors: u64,
    /// Restores that were meant, oldest first. They explain heads that the chain does not hold any more.
    pub restores: Vec<NotedRestore>,
    /// What is wrong, the first place of each kind.
    pub faults: Vec<AuditFault>,
}

/// Walks the whole chain in batches, then compares heads that were kept elsewhere. Nothing grows with the trail but
/// the time it takes.
pub async fn verify_audit<E>(
    reads: &dyn AuditReads,
    anchors: impl IntoIterator<Item = Result<Anchor, E>, IntoIter: Send>,
) -> Result<AuditReport, AppError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let mut walk = ChainWalk::after(Head::START);
    let mut faults = Vec::new();
    let mut restores = Vec::new();
    faults.extend(follow(reads, &mut walk, &mut restores).await?);
    let census = reads.audit_census().await?;
    if let Some(first) = census.first_unsealed.filter(|_| !census.sealed_later) {
        faults.push(AuditFault::Unlinked { count: census.unsealed, first });
    }
    let mut compared = 0;
    let mut anchors = anchors.into_iter().peekable();
    while anchors.peek().is_some() {
        let batch = anchors.by_ref().take(HEADS).collect::<Result<Vec<Anchor>, E>>();
        let batch = batch.map_err(|error| AppError::Fault(error.into()))?;
        compared += u64::try_from(batch.len()).unwrap_or(u64::MAX);
        if let Some(fault) = compare(reads, &batch, &restores).await? {
            faults.push(fault);
            break;
        }
    }
    let (entries, unsealed) = (census.entries, census.unsealed);
    Ok(AuditReport { entries, head: walk.head(), unsealed, anchors: compared, restores, faults })
}

/// Follows the chain from the start to its end, or to where it breaks, compares the personal values beside it, and
/// gathers the restores that it notes.
async fn follow(
    reads: &dyn AuditReads,
    walk: &mut ChainWalk,
    restores: &mut Vec<NotedRestore>,
) -> Result<Option<AuditFault>, AppError> {
    loop {
        let batch = reads.audit_chain(walk.head().seq, BATCH).await?;
        if batch.is_empty() {
            return Ok(None);
        }
        for (link, entry) in &batch {
            if let Err(broken) = walk.step(link, entry.as_ref()) {
                return Ok(Some(AuditFault::Broken(broken)));
            }
            restores.extend(entry.iter().flat_map(NotedRestore::noted_in));
        }
        let entries: HashMap<AuditEntryId, &AuditEntry> =
            batch.iter().filter_map(|(link, entry)| Some((link.entry, entry.as_ref()?))).collect();
        let ids: Vec<AuditEntryId> = entries.keys().copied().collect();
        for value in reads.personal_changes(&ids).await? {
            if entries.get(&value.entry).is_none_or(|entry| !value.is_held_by(&entry.detail)) {
                let fault = AuditFault::ValueChanged { entry: value.entry, field: value.field.into_owned() };
                return Ok(Some(fault));
            }
        }
    }
}

/// The first of some anchored heads that the chain does not have any more, though no restore explains it.
async fn compare(
    reads: &dyn AuditReads,
    anchors: &[Anchor],
    restores: &[NotedRestore],
) -> Result<Option<AuditFault>, AppError> {
    let end = reads.audit_head().await?.seq;
    let lost = lost(reads, anchors, restores).await?;
    let fault = |anchor: &Head| {
        if anchor.seq > end {
            AuditFault::Truncated { end, anchored: anchor.seq }
        } else {
            AuditFault::Rewritten(anchor.seq)
        }
    };
    Ok(lost.first().map(fault))
}

/// Those of some anchored heads that the chain does not have any more, though no restore explains it.
async fn lost(reads: &dyn AuditReads, anchors: &[Anchor], restores: &[NotedRestore]) -> Result<Vec<Head>, AppError> {
    let seqs: Vec<i64> = anchors.iter().map(|anchor| anchor.head.seq).collect();
    let found = reads.audit_heads(&seqs).await?;
    let is_lost = |anchor: &&Anchor| {
        let held = anchor.head.seq == 0 || found.contains(&anchor.head);
        !held && !restores.iter().any(|restore| restore.explains(anchor))
    };
    Ok(anchors.iter().filter(is_lost).map(|anchor| anchor.head).collect())
}

/// The links that a chain lost, by heads that are known from before: the number of the first one, and the last one.
/// Nothing where the chain holds them all, or notes of restores explain them.
pub async fn given_up<E>(
    reads: &dyn AuditReads,
    known: impl IntoIterator<Item = Result<Anchor, E>, IntoIter: Send>,
    restores: &[NotedRestore],
) -> Result<Option<(i64, Head)>, AppError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let mut span: Option<(i64, Head)> = None;
    let mut known = known.into_iter().peekable();
    while known.peek().is_some() {
        let batch = known.by_ref().take(HEADS).collect::<Result<Vec<Anchor>, E>>();
        let batch = batch.map_err(|error| AppError::Fault(error.into()))?;
        for head in lost(reads, &batch, restores).await? {
            let (first, last) = span.unwrap_or((head.seq, head));
            span = Some((first.min(head.seq), if head.seq > last.seq { head } else { last }));
        }
    }
    Ok(span)
}

/// Notes in the trail that an older state of the database was restored on purpose.
#[derive(Debug, Clone)]
pub struct NoteRestore {
    /// The number of the first link that was given up.
    pub first: i64,
    /// The last link that was given up.
    pub last: Head,
    /// SHA-256 of the backup, in hexadecimal, where one was restored.
    pub backup: Option<String>,
    /// Notes of earlier restores that were given up with the links.
    pub earlier: Vec<NotedRestore>,
    /// Why, in one line.
    pub reason: String,
    /// Who says so.
    pub by: Option<PersonId>,
}

#[async_trait]
impl Command for NoteRestore {
    const NAME: &'static str = NotedRestore::COMMAND;
    type Output = NotedRestore;

    async fn run(&self, work: &mut Work<'_>) -> Result<NotedRestore, AppError> {
        work.require(Act::GrantRole, &Facts::plan())?;
        if let Some(by) = self.by {
            found_at(work.tx.person(by).await?, "by")?;
        }
        let reason = line(&self.reason, MAX_REASON).map_err(|refusal| refusal.under("reason"))?;
        let Self { first, last, backup, by, .. } = self.clone();
        let note = NotedRestore { at: work.now, by, reason, first, last, backup };
        work.because(Some(&note.reason));
        let detail = note.detail(&self.earlier);
        match by {
            Some(by) => work.audit_by(by, "Instance", Uuid::nil(), detail),
            None => work.audit("Instance", Uuid::nil(), detail),
        }
        Ok(note)
    }
}
