//! Convening a meeting, putting it off, calling it off, and answers to the convocation.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::meeting::{AnswerConvocation, CancelMeeting, ConveneMeeting, PostponeMeeting};
use cordata_domain::Refusal;

use crate::graphql::input::read_id;
use crate::graphql::meeting::{AnswerKind, Meeting};
use crate::graphql::mutation::{Input, Renamed, answer, payloads};

/// A prepared meeting whose convocation is dispatched.
#[derive(Debug, InputObject)]
pub struct ConveneMeetingInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why the notice is short, for an urgent meeting: at most 2,000 characters. It stands in the convocation.
    pub urgency: Option<String>,
}

impl Input for ConveneMeetingInput {
    type Command = ConveneMeeting;

    const RENAMED: Renamed = &[("startsAt", &["meetingId"]), ("agenda", &["meetingId"]), ("seats", &["meetingId"])];

    fn command(self) -> Result<ConveneMeeting, Refusal> {
        Ok(ConveneMeeting {
            meeting: read_id(&self.meeting_id, "meetingId")?,
            expected_version: self.expected_version,
            urgency: self.urgency,
        })
    }
}

/// A convened meeting that is put off.
#[derive(Debug, InputObject)]
pub struct PostponeMeetingInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why, for everybody who was convened: at most 2,000 characters.
    pub reason: String,
}

impl Input for PostponeMeetingInput {
    type Command = PostponeMeeting;

    fn command(self) -> Result<PostponeMeeting, Refusal> {
        let meeting = read_id(&self.meeting_id, "meetingId")?;
        Ok(PostponeMeeting { meeting, expected_version: self.expected_version, reason: self.reason })
    }
}

/// A meeting that is called off.
#[derive(Debug, InputObject)]
pub struct CancelMeetingInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why, for everybody who was convened: at most 2,000 characters.
    pub reason: String,
}

impl Input for CancelMeetingInput {
    type Command = CancelMeeting;

    fn command(self) -> Result<CancelMeeting, Refusal> {
        let meeting = read_id(&self.meeting_id, "meetingId")?;
        Ok(CancelMeeting { meeting, expected_version: self.expected_version, reason: self.reason })
    }
}

/// An answer to a convocation.
#[derive(Debug, InputObject)]
pub struct AnswerConvocationInput {
    /// The addressee, as listed among the meeting's `invitees`.
    pub invitee_id: ID,
    /// The answer. It takes the place of an earlier one.
    pub answer: AnswerKind,
}

impl Input for AnswerConvocationInput {
    type Command = AnswerConvocation;

    fn command(self) -> Result<AnswerConvocation, Refusal> {
        Ok(AnswerConvocation { invitee: read_id(&self.invitee_id, "inviteeId")?, answer: self.answer.into() })
    }
}

payloads! {
    /// What became of `conveneMeeting`.
    ConveneMeetingPayload {
        /// The convened meeting, with its addressees.
        meeting: Meeting
    }
    /// What became of `postponeMeeting`.
    PostponeMeetingPayload {
        /// The postponed meeting.
        meeting: Meeting
    }
    /// What became of `cancelMeeting`.
    CancelMeetingPayload {
        /// The cancelled meeting.
        meeting: Meeting
    }
    /// What became of `answerConvocation`.
    AnswerConvocationPayload {
        /// The meeting, with its addressees and their answers.
        meeting: Meeting
    }
}

/// Convening meetings.
#[derive(Debug, Default)]
pub struct ConveneMutation;

#[Object]
impl ConveneMutation {
    /// Dispatches the convocation of a prepared or postponed meeting to everybody who holds a seat. The rules of
    /// procedure and the addressees are kept as they are now, and the agenda is closed. The notice must have as many
    /// full working days as the rules ask for; an urgent meeting has shorter notice and needs a reason.
    ///
    /// Requires: coordinator.
    async fn convene_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting.")] input: ConveneMeetingInput,
    ) -> Result<ConveneMeetingPayload> {
        answer(ctx, input, Meeting::by_id).await
    }

    /// Puts a convened meeting off and tells everybody who was convened. It can be changed and convened again.
    ///
    /// Requires: coordinator.
    async fn postpone_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and why.")] input: PostponeMeetingInput,
    ) -> Result<PostponeMeetingPayload> {
        answer(ctx, input, Meeting::by_id).await
    }

    /// Calls a meeting off for good. Whoever was convened is told.
    ///
    /// Requires: coordinator.
    async fn cancel_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and why.")] input: CancelMeetingInput,
    ) -> Result<CancelMeetingPayload> {
        answer(ctx, input, Meeting::by_id).await
    }

    /// Answers a convocation, for oneself or for somebody of one's organisation, until the meeting begins.
    ///
    /// Requires: themselves or org-manager or secretariat.
    async fn answer_convocation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose answer, and what it is.")] input: AnswerConvocationInput,
    ) -> Result<AnswerConvocationPayload> {
        answer(ctx, input, Meeting::by_id).await
    }
}
