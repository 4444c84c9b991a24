//! Tasks that follow from decisions.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::meeting::{AddFollowUp, AdvanceFollowUp};
use cordata_domain::Refusal;

use crate::graphql::input::{read_id, read_language};
use crate::graphql::meeting::{FollowUp, FollowUpState};
use crate::graphql::mutation::{Input, answer, payloads};
use crate::scalar::{Date, Locale};

/// A task that follows from an adopted decision.
#[derive(Debug, InputObject)]
pub struct AddFollowUpInput {
    /// The decision.
    pub decision_id: ID,
    /// The organisation that does it.
    pub owner_id: ID,
    /// What is to be done: at most 5,000 characters.
    pub text: String,
    /// The language of the text; Italian where it is left out.
    pub language: Option<Locale>,
    /// The last day on which it is in time, today or later.
    pub due: Date,
}

impl Input for AddFollowUpInput {
    type Command = AddFollowUp;

    fn command(self) -> Result<AddFollowUp, Refusal> {
        Ok(AddFollowUp {
            decision: read_id(&self.decision_id, "decisionId")?,
            owner: read_id(&self.owner_id, "ownerId")?,
            text: self.text,
            language: read_language(self.language),
            due: self.due.0,
        })
    }
}

/// A follow-up that moves on.
#[derive(Debug, InputObject)]
pub struct AdvanceFollowUpInput {
    /// The follow-up.
    pub follow_up_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The next state: under way, done or verified.
    pub state: FollowUpState,
    /// What shows that it is done, such as an act or a document: at most 5,000 characters. Needed when it is done.
    pub evidence: Option<String>,
}

impl Input for AdvanceFollowUpInput {
    type Command = AdvanceFollowUp;

    fn command(self) -> Result<AdvanceFollowUp, Refusal> {
        Ok(AdvanceFollowUp {
            follow_up: read_id(&self.follow_up_id, "followUpId")?,
            expected_version: self.expected_version,
            target: self.state.into(),
            evidence: self.evidence,
        })
    }
}

payloads! {
    /// What became of `addFollowUp`.
    AddFollowUpPayload {
        /// The new follow-up.
        follow_up: FollowUp
    }
    /// What became of `advanceFollowUp`.
    AdvanceFollowUpPayload {
        /// The follow-up in its new state.
        follow_up: FollowUp
    }
}

/// Following decisions up.
#[derive(Debug, Default)]
pub struct FollowUpMutation;

#[Object]
impl FollowUpMutation {
    /// Gives an organisation a task that follows from an adopted decision, with a day until which it is done.
    ///
    /// Requires: coordinator or secretariat.
    async fn add_follow_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] input: AddFollowUpInput,
    ) -> Result<AddFollowUpPayload> {
        answer(ctx, input, FollowUp::by_id).await
    }

    /// Moves a follow-up on: its owner says that it is under way or, with what shows it, done. That it is verified is
    /// said by the secretariat alone.
    ///
    /// Requires: delegate or org-manager or coordinator or secretariat.
    async fn advance_follow_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which follow-up, and its next state.")] input: AdvanceFollowUpInput,
    ) -> Result<AdvanceFollowUpPayload> {
        answer(ctx, input, FollowUp::by_id).await
    }
}
