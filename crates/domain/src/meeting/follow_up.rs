use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::decision::{Decision, DecisionState};
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{DecisionId, FollowUpId, MeetingId, StakeholderId, TableId};
use crate::locale::Locale;

/// Where a follow-up stands. Overdue is derived, not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FollowUpState {
    /// Assigned.
    Open,
    /// Being worked on.
    InProgress,
    /// Said to be done, with evidence.
    Done,
    /// Checked by the secretariat.
    Verified,
    /// Cancelled by a later decision.
    Cancelled,
}

/// A task born from a decision; it always has an owner organisation and a due date (rule T11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// The decision it comes from.
    pub decision: DecisionId,
    /// The meeting of that decision.
    pub meeting: MeetingId,
    /// The table of that decision.
    pub table: TableId,
    /// The organisation that does it.
    pub owner: StakeholderId,
    /// What is to be done.
    pub text: String,
    /// The language of the text.
    pub language: Locale,
    /// Until when.
    pub due: NaiveDate,
    /// What shows that it is done.
    pub evidence: Option<String>,
    /// Where it stands.
    pub state: FollowUpState,
    /// Raised by every change.
    pub version: i64,
}

impl FollowUp {
    /// A new follow-up of an adopted decision, due on or after `today`.
    pub fn new(
        id: FollowUpId,
        decision: &Decision,
        task: (StakeholderId, &str, Locale),
        due: NaiveDate,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        if decision.state != DecisionState::Adopted {
            return Err(Reason::IllegalTransition { from: decision.state.into(), action: "addFollowUp" }.into());
        }
        if due < today {
            let range = InputProblem::OutOfRange { min: today.to_string(), max: String::new() };
            return Err(Refusal::input(range).under("due"));
        }
        let (owner, text, language) = task;
        Ok(Self {
            id,
            decision: decision.id,
            meeting: decision.meeting,
            table: decision.table,
            owner,
            text: crate::search::paragraphs(text, 5_000).map_err(|refusal| refusal.under("text"))?,
            language,
            due,
            evidence: None,
            state: FollowUpState::Open,
            version: 1,
        })
    }

    /// Moves on: open, in progress, done (with evidence), verified.
    pub fn advance(&mut self, target: FollowUpState, evidence: Option<&str>) -> Result<(), Refusal> {
        use FollowUpState::{Done, InProgress, Open, Verified};
        match (self.state, target) {
            (Open, InProgress) | (Done, Verified) => {}
            (InProgress, Done) => {
                let evidence = evidence.ok_or_else(|| Reason::ReasonRequired.at("evidence"))?;
                let evidence =
                    crate::search::paragraphs(evidence, 5_000).map_err(|refusal| refusal.under("evidence"))?;
                self.evidence = Some(evidence);
            }
            _ => return Err(Reason::IllegalTransition { from: self.state.into(), action: target.into() }.into()),
        }
        self.state = target;
        Ok(())
    }

    /// Whether it is late on `day`.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        matches!(self.state, FollowUpState::Open | FollowUpState::InProgress) && self.due < day
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;
    use uuid::Uuid;

    use super::*;

    fn follow_up(state: FollowUpState) -> FollowUp {
        FollowUp {
            id: Uuid::nil().into(),
            decision: Uuid::nil().into(),
            meeting: Uuid::nil().into(),
            table: Uuid::nil().into(),
            owner: Uuid::nil().into(),
            text: "Scrivere ai comuni".to_owned(),
            language: Locale::italian(),
            due: NaiveDate::MAX,
            evidence: None,
            state,
            version: 1,
        }
    }

    #[test]
    fn states_follow_one_another_and_done_needs_evidence() {
        use FollowUpState::{Done, InProgress, Open, Verified};
        let order = [Open, InProgress, Done, Verified];
        for from in FollowUpState::VARIANTS {
            for target in FollowUpState::VARIANTS {
                let next = order.windows(2).any(|pair| pair == [*from, *target]);
                assert_eq!(follow_up(*from).advance(*target, Some("PEC 12")).is_ok(), next, "{from:?} to {target:?}");
            }
        }
        let refused = follow_up(InProgress).advance(Done, None).unwrap_err();
        assert_eq!(refused, Reason::ReasonRequired.at("evidence"));
    }
}
