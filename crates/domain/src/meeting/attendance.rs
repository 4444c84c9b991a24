use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::ids::{AgendaItemId, AttendanceId, PersonId, QuorumCheckId, SeatId};
use crate::table::{QuorumShare, Seat};

/// How a seat is represented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Presence {
    /// In the room.
    InPerson,
    /// By a live link.
    Remote,
    /// Not there.
    Absent,
}

/// The presence of one seat at a meeting, from a moment to a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Its id.
    pub id: AttendanceId,
    /// The seat.
    pub seat: SeatId,
    /// Who sits on it.
    pub person: Option<PersonId>,
    /// How.
    pub presence: Presence,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when; absent while it lasts.
    pub until: Option<DateTime<Utc>>,
}

impl Attendance {
    /// Whether the seat is represented at `instant`.
    pub fn is_present_at(&self, instant: DateTime<Utc>) -> bool {
        self.presence != Presence::Absent && self.from <= instant && self.until.is_none_or(|until| instant < until)
    }
}

/// A count of the seats represented at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuorumCheck {
    /// Its id.
    pub id: QuorumCheckId,
    /// The item it was made at.
    pub item: Option<AgendaItemId>,
    /// Voting seats represented.
    pub represented: u32,
    /// Voting seats active at the table.
    pub base: u32,
    /// Voting seats required.
    pub required: u32,
    /// When.
    pub at: DateTime<Utc>,
}

impl QuorumCheck {
    /// Whether enough voting seats are represented.
    pub fn passes(&self) -> bool {
        self.represented >= self.required && self.represented > 0
    }
}

/// Counts distinct voting seats that are represented at `at` (rule T1): people do not count, advisory seats neither.
/// Answers (represented, base, required).
pub fn count_quorum(
    seats: &[Seat],
    attendance: &[Attendance],
    share: QuorumShare,
    moment: (NaiveDate, DateTime<Utc>),
) -> (u32, u32, u32) {
    let (day, at) = moment;
    let voting: HashSet<SeatId> = seats.iter().filter(|s| s.voting && s.is_active_on(day)).map(|s| s.id).collect();
    let present: HashSet<SeatId> = attendance.iter().filter(|a| a.is_present_at(at)).map(|a| a.seat).collect();
    let base = u32::try_from(voting.len()).unwrap_or(u32::MAX);
    let represented = u32::try_from(voting.intersection(&present).count()).unwrap_or(u32::MAX);
    (represented, base, share.of_seats(base))
}
