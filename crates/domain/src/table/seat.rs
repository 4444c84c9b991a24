use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{PersonId, SeatHolderId, SeatId, StakeholderId, TableId};
use crate::period::Validity;

/// By what title an organisation sits at a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SeatKind {
    /// By right of office.
    ExOfficio,
    /// A full member.
    Effective,
    /// Invited, without a vote.
    Invited,
    /// Technical support, without a vote.
    TechnicalSupport,
}

/// Where a seat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SeatState {
    /// Offered to the organisation.
    Invited,
    /// Taken.
    Active,
    /// Paused.
    Suspended,
    /// Over.
    Ended,
}

/// In which capacity a person holds a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HolderCapacity {
    /// The titular.
    Titular,
    /// The substitute.
    Substitute,
}

/// A person named for a seat, with dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatHolder {
    /// Its id.
    pub id: SeatHolderId,
    /// Who.
    pub person: PersonId,
    /// In which capacity.
    pub capacity: HolderCapacity,
    /// From when to when.
    pub validity: Validity,
    /// When it was learnt.
    pub recorded_at: DateTime<Utc>,
}

/// A seat of a table. It belongs to an organisation; persons hold it for the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// The table.
    pub table: TableId,
    /// The organisation.
    pub organisation: StakeholderId,
    /// By what title.
    pub kind: SeatKind,
    /// Whether it votes and counts for the quorum (rule T1).
    pub voting: bool,
    /// Where it stands.
    pub state: SeatState,
    /// From when to when.
    pub validity: Validity,
    /// When it was learnt.
    pub recorded_at: DateTime<Utc>,
    /// Who holds it, now and before.
    pub holders: Vec<SeatHolder>,
}

impl Seat {
    /// Checks that the title and the vote fit: guests and technical support do not vote.
    pub fn check_vote(kind: SeatKind, voting: bool) -> Result<(), Refusal> {
        if voting && matches!(kind, SeatKind::Invited | SeatKind::TechnicalSupport) {
            return Err(Refusal::input(InputProblem::Foreign).under("voting"));
        }
        Ok(())
    }

    /// Whether the organisation sits at the table on `day`.
    pub fn is_active_on(&self, day: NaiveDate) -> bool {
        self.state == SeatState::Active && self.validity.contains(day)
    }

    /// Who holds the seat on `day`, titular first.
    pub fn holders_on(&self, day: NaiveDate) -> Vec<&SeatHolder> {
        let mut holders: Vec<_> = self.holders.iter().filter(|holder| holder.validity.contains(day)).collect();
        holders.sort_by_key(|holder| holder.capacity != HolderCapacity::Titular);
        holders
    }

    /// Whether somebody stands in for the titular on `day`.
    pub fn has_substitute_on(&self, day: NaiveDate) -> bool {
        let substitute = |holder: &&SeatHolder| holder.capacity == HolderCapacity::Substitute;
        self.is_active_on(day) && self.holders_on(day).iter().any(substitute)
    }

    /// Names a person from a day on; whoever held the same capacity until then ends the day before.
    pub fn name_holder(&mut self, holder: SeatHolder) -> Result<(), Refusal> {
        if self.state == SeatState::Ended {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: "nameSeatHolder" }.into());
        }
        let start = holder.validity.from;
        if start < self.validity.from {
            let range = InputProblem::OutOfRange { min: self.validity.from.to_string(), max: String::new() };
            return Err(Refusal::input(range).under("from"));
        }
        if self.holders_on(start).iter().any(|other| other.person == holder.person) {
            return Err(Refusal::input(InputProblem::Duplicate).under("personId"));
        }
        for other in self.holders.iter_mut().filter(|other| other.capacity == holder.capacity) {
            if other.validity.overlaps(&holder.validity) {
                let last = start.pred_opt().unwrap_or(start);
                other.validity = other.validity.ended(last).map_err(|refusal| refusal.under("from"))?;
            }
        }
        self.holders.push(holder);
        Ok(())
    }

    /// Ends the seat after `last_day`.
    pub fn end(&mut self, last_day: NaiveDate) -> Result<(), Refusal> {
        if self.state == SeatState::Ended {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: "endSeat" }.into());
        }
        self.validity = self.validity.ended(last_day)?;
        self.state = SeatState::Ended;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn seat() -> Seat {
        Seat {
            id: Uuid::nil().into(),
            table: Uuid::nil().into(),
            organisation: Uuid::nil().into(),
            kind: SeatKind::Effective,
            voting: true,
            state: SeatState::Active,
            validity: Validity::since(day("2018-10-01")),
            recorded_at: DateTime::UNIX_EPOCH,
            holders: Vec::new(),
        }
    }

    fn holder(person: u128, capacity: HolderCapacity, from: &str) -> SeatHolder {
        SeatHolder {
            id: Uuid::from_u128(person).into(),
            person: Uuid::from_u128(person).into(),
            capacity,
            validity: Validity::since(day(from)),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_new_titular_ends_the_one_before_and_history_stays() {
        let mut seat = seat();
        seat.name_holder(holder(1, HolderCapacity::Titular, "2018-10-01")).unwrap();
        seat.name_holder(holder(2, HolderCapacity::Substitute, "2018-10-01")).unwrap();
        seat.name_holder(holder(3, HolderCapacity::Titular, "2021-05-01")).unwrap();
        let people = |on: &str| seat.holders_on(day(on)).iter().map(|h| h.person.0.as_u128()).collect::<Vec<_>>();
        assert_eq!(people("2021-04-30"), [1, 2]);
        assert_eq!(people("2021-05-01"), [3, 2]);
    }

    #[test]
    fn one_person_does_not_hold_the_same_seat_twice_nor_before_it_exists() {
        let mut seat = seat();
        seat.name_holder(holder(1, HolderCapacity::Titular, "2018-10-01")).unwrap();
        assert!(seat.name_holder(holder(1, HolderCapacity::Substitute, "2019-01-01")).is_err());
        assert!(seat.name_holder(holder(2, HolderCapacity::Titular, "2018-09-30")).is_err());
    }

    #[test]
    fn advisory_seats_do_not_vote() {
        assert!(Seat::check_vote(SeatKind::TechnicalSupport, true).is_err());
        assert!(Seat::check_vote(SeatKind::TechnicalSupport, false).is_ok());
        assert!(Seat::check_vote(SeatKind::ExOfficio, true).is_ok());
    }
}
