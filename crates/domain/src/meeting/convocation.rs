use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::YearNumber;
use crate::error::{Reason, Refusal};
use crate::identity::Affiliation;
use crate::ids::{InviteeId, PersonId, SeatId, StakeholderId};
use crate::table::{HolderCapacity, Seat};

/// The dispatch of a convocation. It has a number of its own, given when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convocation {
    /// Its number in the table and year.
    pub number: YearNumber,
    /// When it was dispatched.
    pub dispatched_at: DateTime<Utc>,
    /// Full working days between dispatch and meeting.
    pub days_of_notice: u32,
    /// Why the notice is short.
    pub urgency: Option<String>,
}

/// What an addressee answers to a convocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AnswerKind {
    /// Comes.
    Attending,
    /// Does not come; the substitute does.
    SubstituteAttends,
    /// Nobody comes for the organisation.
    Absent,
}

/// An answer, with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteeAnswer {
    /// What was answered.
    pub kind: AnswerKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// One addressee of a convocation, frozen when it was dispatched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// Its id.
    pub id: InviteeId,
    /// The seat.
    pub seat: SeatId,
    /// The organisation the seat belongs to.
    pub organisation: StakeholderId,
    /// The person who holds the seat.
    pub person: PersonId,
    /// In which capacity.
    pub capacity: HolderCapacity,
    /// Whether the seat votes.
    pub voting: bool,
    /// The latest answer.
    pub answer: Option<InviteeAnswer>,
}

impl Invitee {
    /// What can be answered: a titular announces a substitute where the seat has one on the `day` of the meeting, and a
    /// substitute announces nobody.
    pub fn choices(&self, seats: &[Seat], day: NaiveDate) -> Vec<AnswerKind> {
        let own = |seat: &&Seat| seat.id == self.seat;
        let replaced = self.capacity == HolderCapacity::Titular
            && seats.iter().find(own).is_some_and(|seat| seat.has_substitute_on(day));
        let open = |kind: &AnswerKind| replaced || *kind != AnswerKind::SubstituteAttends;
        AnswerKind::VARIANTS.iter().copied().filter(open).collect()
    }

    /// Records an answer, in place of an earlier one; refused once the meeting has begun.
    pub fn answer(&mut self, kind: AnswerKind, at: DateTime<Utc>, starts: DateTime<Utc>) -> Result<(), Refusal> {
        if at >= starts {
            return Err(Reason::IllegalTransition { from: "STARTED", action: "answerConvocation" }.into());
        }
        self.answer = Some(InviteeAnswer { kind, at });
        Ok(())
    }
}

/// The addressees of a convocation: everybody who holds an active seat on the day of the meeting, and one of `posts`
/// in the seat's organisation then (rule P1).
pub fn invitees(
    seats: &[Seat],
    posts: &[Affiliation],
    day: NaiveDate,
    mut next_id: impl FnMut() -> InviteeId,
) -> Vec<Invitee> {
    let active = seats.iter().filter(|seat| seat.is_active_on(day));
    let held = active.flat_map(|seat| seat.holders_on(day).into_iter().map(move |holder| (seat, holder)));
    let held = held.filter(|(seat, holder)| Affiliation::is_held(posts, holder.person, seat.organisation, day));
    held.map(|(seat, holder)| Invitee {
        id: next_id(),
        seat: seat.id,
        organisation: seat.organisation,
        person: holder.person,
        capacity: holder.capacity,
        voting: seat.voting,
        answer: None,
    })
    .collect()
}
