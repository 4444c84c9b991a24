use chrono::{DateTime, Utc};

use super::{Entry, EntryKind};
use crate::error::{Reason, Refusal};
use crate::ids::{EntryId, PersonId};
use crate::money::Cents;

/// What a second person found to be right: a payment, or work that was accepted. There is one for each entry at most,
/// and it never changes: what was wrong is taken back by a new entry (rules P4, M12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryCheck {
    /// The entry.
    pub entry: EntryId,
    /// Who validated it; absent for the operator at the console.
    pub person: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The number of the receipt that was seen, or another short note.
    pub note: Option<String>,
}

/// An entry of the ledger with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The entry.
    pub entry: Entry,
    /// What was taken back of it.
    pub taken_back: Cents,
    /// Whether it was validated.
    pub validated: bool,
}

impl Payment {
    /// What it still amounts to.
    pub fn left(&self) -> Cents {
        self.entry.amount.minus(self.taken_back)
    }

    /// Validates what is left of a payment. What was taken back in full is no payment any more; that another person
    /// than the one who recorded it asks is the use case's matter (rule P4).
    pub fn validate(&self, note: Option<&str>, by: Option<PersonId>, at: DateTime<Utc>) -> Result<EntryCheck, Refusal> {
        let refused: Option<&'static str> = match self.entry.kind {
            EntryKind::Paid if self.validated => Some("VALIDATED"),
            EntryKind::Paid if self.left() <= Cents::ZERO => Some(EntryKind::Reversed.into()),
            EntryKind::Paid => None,
            other => Some(other.into()),
        };
        if let Some(from) = refused {
            return Err(Reason::IllegalTransition { from, action: "confirmReceipt" }.at("disbursementId"));
        }
        let note = crate::search::optional_line(note, 120).map_err(|refusal| refusal.under("reference"))?;
        Ok(EntryCheck { entry: self.entry.id, person: by, at, note })
    }
}

/// What is known about what was given on a promise, or to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Of what is paid or given, how much a second person validated.
    pub validated: Cents,
    /// Work that is reported as given, and neither accepted nor rejected yet. It is part of no other amount.
    pub declared: Cents,
}

impl Checked {
    /// Of what is paid or given, how much waits for a second person.
    pub fn awaiting(&self, paid: Cents) -> Cents {
        paid.minus(self.validated).max(Cents::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn payment(kind: EntryKind, taken_back: i64, validated: bool) -> Payment {
        let id = Uuid::from_u128;
        let entry = Entry {
            id: id(1).into(),
            commitment: id(2).into(),
            kind,
            amount: Cents::new(500),
            effective_on: "2026-08-20".parse().unwrap(),
            recorded_at: "2026-08-21T08:00:00Z".parse().unwrap(),
            person: Some(id(3).into()),
            corrects: None,
            reference: None,
        };
        Payment { entry, taken_back: Cents::new(taken_back), validated }
    }

    #[rstest]
    #[case::whole(payment(EntryKind::Paid, 0, false), None)]
    #[case::in_part(payment(EntryKind::Paid, 499, false), None)]
    #[case::taken_back(payment(EntryKind::Paid, 500, false), Some("REVERSED"))]
    #[case::twice(payment(EntryKind::Paid, 0, true), Some("VALIDATED"))]
    #[case::an_order(payment(EntryKind::Ordered, 0, false), Some("ORDERED"))]
    #[case::a_correction(payment(EntryKind::Reversed, 0, false), Some("REVERSED"))]
    fn a_payment_is_validated_once_while_something_is_left_of_it(
        #[case] payment: Payment,
        #[case] refused: Option<&'static str>,
    ) {
        let at = "2026-09-01T08:00:00Z".parse().unwrap();
        let outcome = payment.validate(Some("  Quietanza 9 "), None, at);
        match refused {
            None => assert_eq!(outcome.unwrap().note.as_deref(), Some("Quietanza 9")),
            Some(from) => {
                let reason = Reason::IllegalTransition { from, action: "confirmReceipt" };
                assert_eq!(outcome.unwrap_err(), reason.at("disbursementId"));
            }
        }
    }

    #[test]
    fn what_waits_is_what_is_paid_and_not_validated() {
        let checked = Checked { validated: Cents::new(300), declared: Cents::new(50) };
        assert_eq!(checked.awaiting(Cents::new(500)), Cents::new(200));
        assert_eq!(checked.awaiting(Cents::new(300)), Cents::ZERO);
    }
}
