//! The entries that an import posts.

use std::cmp::Ordering;

use chrono::NaiveDate;
use cordata_domain::funding::{Commitment, Entry, EntryKind, Position};
use cordata_domain::ids::CommitmentId;
use cordata_domain::money::Cents;

use crate::app::Work;
use crate::error::AppError;

/// A promise that came confirmed: pledged and confirmed on the day of the import.
pub(super) fn confirmed(work: &Work<'_>, commitment: CommitmentId, amount: Cents, on: NaiveDate) -> Vec<Entry> {
    [EntryKind::Pledged, EntryKind::Confirmed].map(|kind| entry(work, commitment, (kind, amount), on)).to_vec()
}

fn entry(work: &Work<'_>, commitment: CommitmentId, movement: (EntryKind, Cents), on: NaiveDate) -> Entry {
    let (kind, amount) = movement;
    Entry {
        id: work.id(),
        commitment,
        kind,
        amount,
        effective_on: on,
        recorded_at: work.now,
        person: work.actor().person(),
        corrects: None,
        reference: None,
    }
}

/// Brings a promise to what is published now, and says whether it breaks a rule then: what is paid stays as it is, so
/// a cut below it is kept as an anomaly (rule M11).
pub(super) async fn adjust(
    work: &mut Work<'_>,
    mut commitment: Commitment,
    row: (Cents, bool),
    on: NaiveDate,
) -> Result<bool, AppError> {
    let (published, anomalous) = row;
    let mut position: Position = work.tx.position(commitment.id).await?;
    let difference = published.minus(position.promised);
    let movements = match difference.cmp(&Cents::ZERO) {
        Ordering::Greater => vec![(EntryKind::Pledged, difference), (EntryKind::Confirmed, difference)],
        Ordering::Less => vec![(EntryKind::Reduced, Cents::ZERO.minus(difference))],
        Ordering::Equal => Vec::new(),
    };
    let was = commitment.anomaly;
    let anomaly = anomalous || position.paid > published;
    for movement in movements {
        // Between being promised and being confirmed, an amount that broke a rule may still break it.
        commitment.anomaly = anomaly || (was && movement.0 == EntryKind::Pledged);
        let after = position.after(movement.0, movement.1);
        let entry = entry(work, commitment.id, movement, on);
        work.tx.post_entry(&commitment, &entry, &position, &after).await?;
        position = after;
    }
    commitment.anomaly = anomaly;
    if was != anomaly {
        work.tx.update_commitment(&commitment).await?;
    }
    Ok(anomaly)
}
