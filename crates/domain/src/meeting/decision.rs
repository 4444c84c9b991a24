use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::YearNumber;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{AgendaItemId, DecisionId, MeetingId, StakeholderId, TableId};
use crate::locale::Locale;

/// How a decision was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DecisionMethod {
    /// Nobody objects.
    Consensus,
    /// By show of hands or roll call.
    OpenVote,
    /// By ballot.
    SecretVote,
}

/// Which majority adopts, counted in seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Majority {
    /// More for than against.
    Simple,
    /// More than half of all voting seats.
    Absolute,
    /// At least two thirds of all voting seats.
    Qualified,
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DecisionState {
    /// Adopted.
    Adopted,
    /// Rejected.
    Rejected,
    /// Replaced by a later decision.
    Superseded,
}

/// Votes, in seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Tally {
    /// For.
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Abstained.
    pub abstained: u32,
    /// Present but not voting.
    pub not_voting: u32,
}

impl Tally {
    fn sum(self) -> u32 {
        [self.in_favour, self.against, self.abstained, self.not_voting].into_iter().fold(0, u32::saturating_add)
    }

    /// Refuses votes that do not add up to the voting seats represented without conflict (rule T7).
    pub fn require_sum(self, expected: u32) -> Result<(), Refusal> {
        let given = self.sum();
        if given == expected { Ok(()) } else { Err(Reason::TallyMismatch { expected, given }.at("tally")) }
    }

    fn adopts(self, majority: Majority, base: u32, tie_adopts: bool) -> bool {
        match majority {
            Majority::Simple => {
                self.in_favour > self.against || (tie_adopts && self.in_favour == self.against && self.in_favour > 0)
            }
            Majority::Absolute => self.in_favour > base / 2,
            Majority::Qualified => self.in_favour > 0 && self.in_favour.saturating_mul(3) >= base.saturating_mul(2),
        }
    }
}

/// A decision as the secretariat records it.
#[derive(Debug, Clone)]
pub struct DecisionDraft {
    /// The agenda item it is about.
    pub item: AgendaItemId,
    /// What is decided.
    pub text: String,
    /// The language of the text.
    pub language: Locale,
    /// How.
    pub method: DecisionMethod,
    /// By which majority.
    pub majority: Majority,
    /// The votes.
    pub tally: Tally,
    /// Voting seats with a declared conflict for this item (rule T8).
    pub in_conflict: u32,
    /// Organisations that the decision binds.
    pub binds: Vec<StakeholderId>,
}

/// A decision of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The table.
    pub table: TableId,
    /// The meeting.
    pub meeting: MeetingId,
    /// The agenda item.
    pub item: AgendaItemId,
    /// Its number in the table and year (rule T13).
    pub number: YearNumber,
    /// What is decided.
    pub text: String,
    /// The language of the text.
    pub language: Locale,
    /// How.
    pub method: DecisionMethod,
    /// By which majority.
    pub majority: Majority,
    /// The votes.
    pub tally: Tally,
    /// Voting seats with a declared conflict.
    pub in_conflict: u32,
    /// Organisations that it binds.
    pub binds: Vec<StakeholderId>,
    /// What became of it.
    pub state: DecisionState,
    /// Raised by every change.
    pub version: i64,
}

impl DecisionDraft {
    /// The voting seats that take part, out of those represented: those without a conflict (rule T8). Refused where
    /// none is left: what nobody can decide is deferred, never rejected.
    pub fn voters(&self, represented: u32) -> Result<u32, Refusal> {
        match represented.saturating_sub(self.in_conflict) {
            0 => Err(Reason::ConflictOfInterest.at("inConflict")),
            voters => Ok(voters),
        }
    }

    /// Whether the votes adopt the decision, out of `base` voting seats; an objection is refused under consensus.
    pub fn outcome(&self, base: u32, tie_adopts: bool) -> Result<DecisionState, Refusal> {
        if self.method == DecisionMethod::Consensus && self.tally.against > 0 {
            return Err(Refusal::input(InputProblem::Foreign).under("against").under("tally"));
        }
        let base = base.saturating_sub(self.in_conflict);
        let adopted = match self.method {
            DecisionMethod::Consensus => self.tally.in_favour > 0,
            DecisionMethod::OpenVote | DecisionMethod::SecretVote => self.tally.adopts(self.majority, base, tie_adopts),
        };
        Ok(if adopted { DecisionState::Adopted } else { DecisionState::Rejected })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::simple(Majority::Simple, 4, 3, 6, true)]
    #[case::a_tie_rejects(Majority::Simple, 4, 4, 5, false)]
    #[case::absolute_needs_more_than_half_of_all(Majority::Absolute, 6, 0, 7, false)]
    #[case::absolute(Majority::Absolute, 7, 6, 0, true)]
    #[case::two_thirds_of_thirteen_are_nine(Majority::Qualified, 8, 5, 0, false)]
    #[case::qualified(Majority::Qualified, 9, 4, 0, true)]
    #[case::nobody(Majority::Simple, 0, 0, 13, false)]
    fn majorities_of_thirteen_seats(
        #[case] majority: Majority,
        #[case] in_favour: u32,
        #[case] against: u32,
        #[case] abstained: u32,
        #[case] adopted: bool,
    ) {
        let tally = Tally { in_favour, against, abstained, not_voting: 0 };
        assert_eq!(tally.adopts(majority, 13, false), adopted);
    }

    #[test]
    fn votes_add_up_to_the_seats_represented() {
        let tally = Tally { in_favour: 5, against: 2, abstained: 1, not_voting: 0 };
        assert!(tally.require_sum(8).is_ok());
        assert_eq!(tally.require_sum(9).unwrap_err().reason, Reason::TallyMismatch { expected: 9, given: 8 });
    }

    #[rstest]
    #[case::nobody_in_conflict(7, 0, Some(7))]
    #[case::one_can_still_decide(7, 6, Some(1))]
    #[case::nobody_can(7, 7, None)]
    #[case::more_than_are_there(7, 8, None)]
    fn somebody_without_conflict_decides(
        #[case] represented: u32,
        #[case] in_conflict: u32,
        #[case] voters: Option<u32>,
    ) {
        let draft = DecisionDraft {
            item: uuid::Uuid::nil().into(),
            text: "Si approva.".to_owned(),
            language: Locale::italian(),
            method: DecisionMethod::OpenVote,
            majority: Majority::Simple,
            tally: Tally::default(),
            in_conflict,
            binds: Vec::new(),
        };
        assert_eq!(draft.voters(represented).ok(), voters);
    }
}
