use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{Reason, Refusal};
use crate::ids::{CommitmentId, EntryId, PersonId};
use crate::money::Cents;

/// What an entry of the ledger says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntryKind {
    /// Promised.
    Pledged,
    /// Confirmed.
    Confirmed,
    /// The promise was cut.
    Reduced,
    /// A payment was ordered.
    Ordered,
    /// Paid, or work given.
    Paid,
    /// A payment was taken back: it names the entry it corrects.
    Reversed,
}

/// One movement: append-only, greater than zero. A correction is a new entry that names the one it corrects (rule M12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// The promise it belongs to.
    pub commitment: CommitmentId,
    /// What it says.
    pub kind: EntryKind,
    /// How much.
    pub amount: Cents,
    /// When it took place.
    pub effective_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it; absent for the operator at the console.
    pub person: Option<PersonId>,
    /// The entry that it corrects.
    pub corrects: Option<EntryId>,
    /// The number of an order, receipt or act.
    pub reference: Option<String>,
}

/// What the entries of a promise add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Promised, less what was cut.
    pub promised: Cents,
    /// Confirmed, less what was cut.
    pub confirmed: Cents,
    /// Ordered.
    pub ordered: Cents,
    /// Paid, less what was taken back.
    pub paid: Cents,
}

impl Position {
    /// What entries add up to, whatever they are: imports may break rules.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        entries.into_iter().fold(Self::default(), |position, entry| position.after(entry.kind, entry.amount))
    }

    /// The position after one more entry, without asking whether it is allowed.
    #[must_use]
    pub fn after(self, kind: EntryKind, amount: Cents) -> Self {
        let mut next = self;
        match kind {
            EntryKind::Pledged => next.promised = self.promised.plus(amount),
            EntryKind::Confirmed => next.confirmed = self.confirmed.plus(amount),
            EntryKind::Reduced => {
                next.promised = self.promised.minus(amount);
                next.confirmed = self.confirmed.min(next.promised);
            }
            EntryKind::Ordered => next.ordered = self.ordered.plus(amount),
            EntryKind::Paid => next.paid = self.paid.plus(amount),
            EntryKind::Reversed => next.paid = self.paid.minus(amount),
        }
        next
    }
}

/// Decides whether an entry may be posted on a promise with this position, and answers the position after it.
///
/// Paid is never more than confirmed, never below 0 (rule M3); a promise is never cut below what is paid (rule M8);
/// amounts are greater than 0 (rule M1).
pub fn post(position: Position, kind: EntryKind, amount: Cents) -> Result<Position, Refusal> {
    amount.positive().map_err(|refusal| refusal.under("amount"))?;
    let next = position.after(kind, amount);
    let refused = match kind {
        EntryKind::Pledged => None,
        EntryKind::Confirmed => (next.confirmed > next.promised)
            .then(|| Reason::OverDisbursement { available: position.promised.get() - position.confirmed.get() }),
        EntryKind::Reduced => (next.promised < position.paid.max(position.ordered))
            .then(|| Reason::BelowPaid { paid: position.paid.max(position.ordered).get() }),
        EntryKind::Ordered => (next.ordered > position.confirmed)
            .then(|| Reason::OverDisbursement { available: position.confirmed.get() - position.ordered.get() }),
        EntryKind::Paid => (next.paid > position.confirmed)
            .then(|| Reason::OverDisbursement { available: position.confirmed.get() - position.paid.get() }),
        EntryKind::Reversed => {
            (next.paid < Cents::ZERO).then(|| Reason::OverReversal { available: position.paid.get() })
        }
    };
    match refused {
        Some(reason) => Err(reason.at("amount")),
        None => Ok(next),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn posted(entries: &[(EntryKind, i64)]) -> Result<Position, Refusal> {
        entries
            .iter()
            .try_fold(Position::default(), |position, (kind, cents)| post(position, *kind, Cents::new(*cents)))
    }

    #[test]
    fn a_promise_from_pledge_to_reversal() {
        use EntryKind::{Confirmed, Ordered, Paid, Pledged, Reduced, Reversed};
        let story = [(Pledged, 100), (Confirmed, 100), (Ordered, 60), (Paid, 60), (Reversed, 10), (Reduced, 40)];
        let position = posted(&story).unwrap();
        assert_eq!((position.promised.get(), position.confirmed.get(), position.paid.get()), (60, 60, 50));
    }

    #[test]
    fn the_rules_of_money_hold_at_each_entry() {
        use EntryKind::{Confirmed, Paid, Pledged, Reduced, Reversed};
        let reason = |story: &[(EntryKind, i64)]| posted(story).unwrap_err().reason;
        assert_eq!(reason(&[(Pledged, 100), (Paid, 1)]), Reason::OverDisbursement { available: 0 });
        assert_eq!(
            reason(&[(Pledged, 100), (Confirmed, 100), (Paid, 101)]),
            Reason::OverDisbursement { available: 100 }
        );
        assert_eq!(
            reason(&[(Pledged, 100), (Confirmed, 100), (Paid, 70), (Reduced, 31)]),
            Reason::BelowPaid { paid: 70 }
        );
        assert_eq!(
            reason(&[(Pledged, 100), (Confirmed, 100), (Paid, 5), (Reversed, 6)]),
            Reason::OverReversal { available: 5 }
        );
        assert!(posted(&[(Pledged, 0)]).is_err());
        assert!(posted(&[(Pledged, -5)]).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_posted_the_position_stays_lawful(story in proptest::collection::vec((0..6_usize, 1_i64..1_000), 0..60)) {
            let mut position = Position::default();
            for (kind, cents) in story {
                if let Ok(next) = post(position, EntryKind::VARIANTS[kind], Cents::new(cents)) {
                    position = next;
                }
                prop_assert!(position.paid >= Cents::ZERO && position.paid <= position.confirmed);
                prop_assert!(position.confirmed <= position.promised);
            }
        }
    }
}
