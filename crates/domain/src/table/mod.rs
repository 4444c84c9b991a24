//! Concertation tables: bodies with members, rules of procedure and a coordinator.

mod rules;
mod seat;

pub use rules::{QuorumShare, RulesOfProcedure};
pub use seat::{HolderCapacity, Seat, SeatHolder, SeatKind, SeatState};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{Reason, Refusal};
use crate::ids::{AxisId, PersonId, StrategyId, TableId, ZoneId};
use crate::locale::LocalisedText;
use crate::meeting::MeetingState;

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TableKind {
    /// The permanent mountain table.
    PermanentMountain,
    /// Coordination with local actors.
    Coordination,
    /// One theme.
    Thematic,
    /// One homogeneous zone.
    Zone,
    /// A group that another table set up.
    WorkingGroup,
}

/// Where a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TableState {
    /// Proposed, not yet at work.
    Proposed,
    /// At work.
    Active,
    /// Paused.
    Suspended,
    /// Ended.
    Dissolved,
}

/// Who may read about a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Publicity {
    /// Everybody reads its meetings and decisions, and the projects and signed agreements that are made at it.
    Public,
    /// Only its members, its coordinator, the secretariat and the auditor do, and of a project or an agreement its
    /// parties.
    Reserved,
}

/// An axis or strategy that a table works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mandate {
    /// A whole axis.
    Axis(AxisId),
    /// One strategy.
    Strategy(StrategyId),
}

/// A concertation table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcertationTable {
    /// Its id.
    pub id: TableId,
    /// Its human key in addresses of pages.
    pub slug: String,
    /// Its name.
    pub name: LocalisedText,
    /// What it is for.
    pub kind: TableKind,
    /// The table that set up a working group.
    pub parent: Option<TableId>,
    /// Axes and strategies it works on.
    pub mandate: Vec<Mandate>,
    /// The formal resolution that founded it.
    pub founding_act: Option<String>,
    /// Its rules of procedure.
    pub rules: RulesOfProcedure,
    /// The homogeneous zone of a zone table.
    pub zone: Option<ZoneId>,
    /// The zone in which its dates and times are meant.
    pub time_zone: Tz,
    /// Who coordinates it; exactly one person while it is active (rule T12).
    pub coordinator: Option<PersonId>,
    /// Who may read about it.
    pub publicity: Publicity,
    /// Where it stands.
    pub state: TableState,
    /// Raised by every change.
    pub version: i64,
}

impl ConcertationTable {
    /// Proposed or Suspended → Active; it needs a coordinator (rule T12).
    pub fn activate(&mut self) -> Result<(), Refusal> {
        if !matches!(self.state, TableState::Proposed | TableState::Suspended) {
            return Err(self.illegal("activate"));
        }
        if self.coordinator.is_none() {
            return Err(Reason::ReasonRequired.at("coordinatorId"));
        }
        self.state = TableState::Active;
        Ok(())
    }

    /// Active → Suspended, while nobody is called to a meeting of it: `meetings` are the states of its meetings. One
    /// that is put off can wait for the table to be active again.
    pub fn suspend(&mut self, meetings: &[MeetingState]) -> Result<(), Refusal> {
        if self.state != TableState::Active {
            return Err(self.illegal("suspend"));
        }
        refuse_stranded(meetings, &[MeetingState::Convened, MeetingState::Open], "suspendBeforeMeeting")?;
        self.state = TableState::Suspended;
        Ok(())
    }

    /// Any state but Dissolved → Dissolved, while no announced meeting of it is still to be held: `meetings` are the
    /// states of its meetings. Its drafts were seen by nobody else, so they do not stand in the way.
    pub fn dissolve(&mut self, meetings: &[MeetingState]) -> Result<(), Refusal> {
        use MeetingState::{Convened, Open, Postponed};
        if self.state == TableState::Dissolved {
            return Err(self.illegal("dissolve"));
        }
        refuse_stranded(meetings, &[Open, Convened, Postponed], "dissolveBeforeMeeting")?;
        self.state = TableState::Dissolved;
        Ok(())
    }

    /// Names the coordinator, in place of the one before.
    pub fn appoint_coordinator(&mut self, person: PersonId) -> Result<(), Refusal> {
        if self.state == TableState::Dissolved {
            return Err(self.illegal("appointCoordinator"));
        }
        self.coordinator = Some(person);
        Ok(())
    }

    /// Whether everybody may read about it: a public table that was activated once.
    pub fn is_public(&self) -> bool {
        self.publicity == Publicity::Public && self.state != TableState::Proposed
    }

    /// Refuses work that only an active table does.
    pub fn require_active(&self, action: &'static str) -> Result<(), Refusal> {
        if self.state == TableState::Active { Ok(()) } else { Err(self.illegal(action)) }
    }

    fn illegal(&self, action: &'static str) -> Refusal {
        Reason::IllegalTransition { from: self.state.into(), action }.into()
    }
}

/// Refuses to leave people waiting for a meeting of the table.
fn refuse_stranded(meetings: &[MeetingState], awaited: &[MeetingState], action: &'static str) -> Result<(), Refusal> {
    match awaited.iter().find(|state| meetings.contains(state)) {
        Some(state) => Err(Reason::IllegalTransition { from: (*state).into(), action }.into()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Rome;
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn active() -> ConcertationTable {
        ConcertationTable {
            id: Uuid::nil().into(),
            slug: "tavolo".to_owned(),
            name: LocalisedText::italian("Tavolo"),
            kind: TableKind::Coordination,
            parent: None,
            mandate: Vec::new(),
            founding_act: None,
            rules: RulesOfProcedure::default(),
            zone: None,
            time_zone: Rome,
            coordinator: Some(Uuid::from_u128(1).into()),
            publicity: Publicity::Public,
            state: TableState::Active,
            version: 1,
        }
    }

    #[rstest]
    #[case::nothing_planned(&[], true, true)]
    #[case::what_is_over_or_unseen(&[MeetingState::Closed, MeetingState::Cancelled, MeetingState::Draft], true, true)]
    #[case::guests_are_called(&[MeetingState::Closed, MeetingState::Convened], false, false)]
    #[case::under_way(&[MeetingState::Open], false, false)]
    #[case::put_off_waits_for_an_active_table(&[MeetingState::Postponed], true, false)]
    fn a_table_does_not_leave_its_meetings_behind(
        #[case] meetings: &[MeetingState],
        #[case] suspends: bool,
        #[case] dissolves: bool,
    ) {
        assert_eq!(active().suspend(meetings).is_ok(), suspends);
        assert_eq!(active().dissolve(meetings).is_ok(), dissolves);
    }
}
