//! Reading the trail and proving it.

use std::collections::HashMap;

use cordata_domain::audit::{AuditEntry, AuditLink, Break, ChainWalk, Head, PersonalChange};
use cordata_domain::ids::AuditEntryId;
use cordata_domain::policy::{Act, Actor, Facts, decide};

use crate::app::Caller;
use crate::error::AppError;
use crate::page::{Direction, Page, Window};
use crate::ports::audit::{AuditFilter, AuditReads};

/// Links that are read at once.
const BATCH: u64 = 1000;
/// Heads that are compared at once.
const HEADS: usize = 500;

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
    /// What is wrong, the first place of each kind.
    pub faults: Vec<AuditFault>,
}

/// Walks the whole chain in batches, then compares heads that were kept elsewhere. Nothing grows with the trail but
/// the time it takes.
pub async fn verify_audit<E>(
    reads: &dyn AuditReads,
    anchors: impl IntoIterator<Item = Result<Head, E>, IntoIter: Send>,
) -> Result<AuditReport, AppError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let mut walk = ChainWalk::after(Head::START);
    let mut faults = Vec::new();
    faults.extend(follow(reads, &mut walk).await?);
    let census = reads.audit_census().await?;
    if let Some(first) = census.first_unsealed.filter(|_| !census.sealed_later) {
        faults.push(AuditFault::Unlinked { count: census.unsealed, first });
    }
    let mut compared = 0;
    let mut anchors = anchors.into_iter().peekable();
    while anchors.peek().is_some() {
        let batch = anchors.by_ref().take(HEADS).collect::<Result<Vec<Head>, E>>();
        let batch = batch.map_err(|error| AppError::Fault(error.into()))?;
        compared += u64::try_from(batch.len()).unwrap_or(u64::MAX);
        if let Some(fault) = compare(reads, &batch).await? {
            faults.push(fault);
            break;
        }
    }
    let (entries, unsealed) = (census.entries, census.unsealed);
    Ok(AuditReport { entries, head: walk.head(), unsealed, anchors: compared, faults })
}

/// Follows the chain from the start to its end, or to where it breaks, and compares the personal values beside it.
async fn follow(reads: &dyn AuditReads, walk: &mut ChainWalk) -> Result<Option<AuditFault>, AppError> {
    loop {
        let batch = reads.audit_chain(walk.head().seq, BATCH).await?;
        if batch.is_empty() {
            return Ok(None);
        }
        for (link, entry) in &batch {
            if let Err(broken) = walk.step(link, entry.as_ref()) {
                return Ok(Some(AuditFault::Broken(broken)));
            }
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

/// The first of some anchored heads that the chain does not have any more.
async fn compare(reads: &dyn AuditReads, anchors: &[Head]) -> Result<Option<AuditFault>, AppError> {
    let seqs: Vec<i64> = anchors.iter().map(|head| head.seq).collect();
    let found = reads.audit_heads(&seqs).await?;
    let end = reads.audit_head().await?.seq;
    let fault = |anchor: &Head| match found.iter().find(|head| head.seq == anchor.seq) {
        Some(head) if head == anchor => None,
        None if anchor.seq > end => Some(AuditFault::Truncated { end, anchored: anchor.seq }),
        _ => Some(AuditFault::Rewritten(anchor.seq)),
    };
    Ok(anchors.iter().filter(|anchor| anchor.seq > 0).find_map(fault))
}
