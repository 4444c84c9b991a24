use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{Reason, Refusal};
use crate::ids::{AgreementId, CommitmentId, DecisionId, FundingSourceId, ProjectId, StakeholderId};

/// Money or work.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Nature {
    /// Money.
    Cash,
    /// Work or goods, valued in money.
    InKind,
}

/// Where a promise stands. A reduction keeps the state and adds an entry; what was paid is derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CommitmentState {
    /// Promised.
    Pledged,
    /// Promised with an act, a decision or an agreement.
    Confirmed,
    /// Given in full and closed.
    Closed,
    /// Taken back by the contributor.
    Revoked,
    /// Taken back by the programme.
    Decommitted,
}

/// What a new promise is made of.
#[derive(Debug, Clone)]
pub struct CommitmentDraft {
    /// The project.
    pub project: ProjectId,
    /// Who promises; absent for money without a named organisation.
    pub contributor: Option<StakeholderId>,
    /// From which source.
    pub source: Option<FundingSourceId>,
    /// Money or work.
    pub nature: Nature,
    /// The agreement under which it is given.
    pub agreement: Option<AgreementId>,
    /// Under which conditions, in words.
    pub conditions: Option<String>,
}

/// A promise of an organisation to a project. Its amounts are in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Its id.
    pub id: CommitmentId,
    /// The project.
    pub project: ProjectId,
    /// Who promises; absent for money without a named organisation.
    pub contributor: Option<StakeholderId>,
    /// From which source.
    pub source: Option<FundingSourceId>,
    /// Money or work.
    pub nature: Nature,
    /// The agreement under which it is given.
    pub agreement: Option<AgreementId>,
    /// Under which conditions, in words.
    pub conditions: Option<String>,
    /// The decision that confirms it.
    pub decision: Option<DecisionId>,
    /// The formal resolution that confirms it.
    pub act: Option<String>,
    /// Whether it was imported: then it needs neither act nor decision.
    pub imported: bool,
    /// Whether its imported amounts break a rule (rule M11).
    pub anomaly: bool,
    /// Where it stands.
    pub state: CommitmentState,
    /// Raised by every change.
    pub version: i64,
}

impl Commitment {
    /// A new promise.
    pub fn pledge(id: CommitmentId, draft: &CommitmentDraft) -> Result<Self, Refusal> {
        let conditions = crate::search::optional_line(draft.conditions.as_deref(), 500);
        Ok(Self {
            id,
            project: draft.project,
            contributor: draft.contributor,
            source: draft.source,
            nature: draft.nature,
            agreement: draft.agreement,
            conditions: conditions.map_err(|refusal| refusal.under("conditions"))?,
            decision: None,
            act: None,
            imported: false,
            anomaly: false,
            state: CommitmentState::Pledged,
            version: 1,
        })
    }

    /// Pledged → Confirmed, by an act or an adopted decision.
    pub fn confirm(&mut self, act: Option<&str>, decision: Option<DecisionId>) -> Result<(), Refusal> {
        if self.state != CommitmentState::Pledged {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: "confirmCommitment" }.into());
        }
        let act = crate::search::optional_line(act, 300).map_err(|refusal| refusal.under("act"))?;
        if act.is_none() && decision.is_none() {
            return Err(Reason::ReasonRequired.at("act"));
        }
        self.act = act;
        self.decision = decision;
        self.state = CommitmentState::Confirmed;
        Ok(())
    }

    /// Refuses to move money on a promise that is not confirmed, or over.
    pub fn require_confirmed(&self, action: &'static str) -> Result<(), Refusal> {
        if self.state == CommitmentState::Confirmed {
            Ok(())
        } else {
            Err(Reason::IllegalTransition { from: self.state.into(), action }.into())
        }
    }

    /// Refuses what is done with promises of another nature: money is paid, work is reported and accepted (rule P4).
    pub fn require_nature(&self, nature: Nature) -> Result<(), Refusal> {
        let own = self.nature;
        if own == nature { Ok(()) } else { Err(Reason::WrongNature { nature: own }.at("commitmentId")) }
    }

    /// Refuses to cut a promise that is over.
    pub fn require_alive(&self, action: &'static str) -> Result<(), Refusal> {
        if matches!(self.state, CommitmentState::Pledged | CommitmentState::Confirmed) {
            Ok(())
        } else {
            Err(Reason::IllegalTransition { from: self.state.into(), action }.into())
        }
    }
}
