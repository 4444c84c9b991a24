//! Minutes: written, circulated, remarked on, approved, signed, published.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::meeting::{
    ApproveMinutes, CirculateMinutes, DraftMinutes, PublishMinutes, RemarkOnMinutes, ReviseMinutes, SignMinutes,
};
use cordata_domain::Refusal;
use cordata_domain::meeting::{MinutesText, RemarkDraft};

use crate::graphql::input::{read_id, read_language};
use crate::graphql::meeting::{Minutes, MinutesRemark};
use crate::graphql::mutation::{Input, Renamed, answer, payloads, versioned};
use crate::scalar::Locale;

/// Where inputs have the texts of minutes.
const TEXTS: Renamed = &[("publicText", &["publicMarkdown"]), ("reservedText", &["reservedMarkdown"])];

/// Minutes of a closed meeting.
#[derive(Debug, InputObject)]
pub struct DraftMinutesInput {
    /// The meeting. It must be closed; it may have been without a quorum.
    pub meeting_id: ID,
    /// What everybody reads once they are published, as Markdown: at most 50,000 characters.
    pub public_markdown: String,
    /// What those of the table read only, as Markdown: at most 50,000 characters.
    pub reserved_markdown: Option<String>,
    /// The language of the text; Italian where it is left out.
    pub language: Option<Locale>,
}

impl Input for DraftMinutesInput {
    type Command = DraftMinutes;

    const RENAMED: Renamed = TEXTS;

    fn command(self) -> Result<DraftMinutes, Refusal> {
        let text = MinutesText {
            public: self.public_markdown,
            reserved: self.reserved_markdown,
            language: read_language(self.language),
        };
        Ok(DraftMinutes { meeting: read_id(&self.meeting_id, "meetingId")?, text })
    }
}

/// Minutes whose text is replaced.
#[derive(Debug, InputObject)]
pub struct ReviseMinutesInput {
    /// The minutes.
    pub minutes_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// What everybody reads once they are published, as Markdown: at most 50,000 characters.
    pub public_markdown: String,
    /// What those of the table read only, as Markdown: at most 50,000 characters. Nothing is reserved where it is left
    /// out.
    pub reserved_markdown: Option<String>,
    /// The language of the text; Italian where it is left out.
    pub language: Option<Locale>,
}

impl Input for ReviseMinutesInput {
    type Command = ReviseMinutes;

    const RENAMED: Renamed = TEXTS;

    fn command(self) -> Result<ReviseMinutes, Refusal> {
        let text = MinutesText {
            public: self.public_markdown,
            reserved: self.reserved_markdown,
            language: read_language(self.language),
        };
        let minutes = read_id(&self.minutes_id, "minutesId")?;
        Ok(ReviseMinutes { minutes, expected_version: self.expected_version, text })
    }
}

versioned! {
    /// Minutes that are circulated.
    CirculateMinutesInput {
        /// The minutes.
        minutes_id: "minutesId"
    } => CirculateMinutes, |minutes, expected_version| CirculateMinutes { minutes, expected_version };

    /// Minutes that are approved.
    ApproveMinutesInput {
        /// The minutes.
        minutes_id: "minutesId"
    } => ApproveMinutes, |minutes, expected_version| ApproveMinutes { minutes, expected_version };

    /// Minutes whose signature is recorded.
    SignMinutesInput {
        /// The minutes.
        minutes_id: "minutesId"
    } => SignMinutes, |minutes, expected_version| SignMinutes { minutes, expected_version };
}

/// What an organisation says about circulated minutes.
#[derive(Debug, InputObject)]
pub struct RemarkOnMinutesInput {
    /// The minutes.
    pub minutes_id: ID,
    /// The organisation for which it is said. It sits at the table today.
    pub on_behalf_of_id: ID,
    /// What is said, as Markdown: at most 5,000 characters.
    pub text_markdown: String,
    /// The language of the text; Italian where it is left out.
    pub language: Option<Locale>,
}

impl Input for RemarkOnMinutesInput {
    type Command = RemarkOnMinutes;

    const RENAMED: Renamed = &[("text", &["textMarkdown"])];

    fn command(self) -> Result<RemarkOnMinutes, Refusal> {
        let remark = RemarkDraft {
            on_behalf_of: read_id(&self.on_behalf_of_id, "onBehalfOfId")?,
            text: self.text_markdown,
            language: read_language(self.language),
        };
        Ok(RemarkOnMinutes { minutes: read_id(&self.minutes_id, "minutesId")?, remark })
    }
}

/// Signed minutes that are published.
#[derive(Debug, InputObject)]
pub struct PublishMinutesInput {
    /// The minutes.
    pub minutes_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Their number in the registry of documents: one line of at most 100 characters.
    pub protocol_number: String,
}

impl Input for PublishMinutesInput {
    type Command = PublishMinutes;

    fn command(self) -> Result<PublishMinutes, Refusal> {
        Ok(PublishMinutes {
            minutes: read_id(&self.minutes_id, "minutesId")?,
            expected_version: self.expected_version,
            protocol_number: self.protocol_number,
        })
    }
}

payloads! {
    /// What became of `draftMinutes`.
    DraftMinutesPayload {
        /// The new minutes.
        minutes: Minutes
    }
    /// What became of `reviseMinutes`.
    ReviseMinutesPayload {
        /// The minutes with their new text, as a draft.
        minutes: Minutes
    }
    /// What became of `circulateMinutes`.
    CirculateMinutesPayload {
        /// The circulated minutes, with the end of the term for remarks.
        minutes: Minutes
    }
    /// What became of `remarkOnMinutes`.
    RemarkOnMinutesPayload {
        /// The minutes.
        minutes: Minutes,
        /// The new remark.
        remark: MinutesRemark,
    }
    /// What became of `approveMinutes`.
    ApproveMinutesPayload {
        /// The approved minutes.
        minutes: Minutes
    }
    /// What became of `signMinutes`.
    SignMinutesPayload {
        /// The signed minutes.
        minutes: Minutes
    }
    /// What became of `publishMinutes`.
    PublishMinutesPayload {
        /// The published minutes.
        minutes: Minutes
    }
}

/// Keeping minutes.
#[derive(Debug, Default)]
pub struct MinutesMutation;

#[Object]
impl MinutesMutation {
    /// Begins the minutes of a closed meeting. A meeting has minutes once.
    ///
    /// Requires: coordinator or secretariat.
    async fn draft_minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and the text.")] input: DraftMinutesInput,
    ) -> Result<DraftMinutesPayload> {
        answer(ctx, input, Minutes::by_id).await
    }

    /// Replaces the text of minutes that are not approved yet. What was circulated becomes a draft again, under the next
    /// number, and has to be circulated again; approved minutes never change.
    ///
    /// Requires: coordinator or secretariat.
    async fn revise_minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which minutes, and the text.")] input: ReviseMinutesInput,
    ) -> Result<ReviseMinutesPayload> {
        answer(ctx, input, Minutes::by_id).await
    }

    /// Sends a notice of drafted minutes to everybody who holds a seat of the table, and takes remarks for as many
    /// working days as the rules of procedure give.
    ///
    /// Requires: coordinator or secretariat.
    async fn circulate_minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which minutes.")] input: CirculateMinutesInput,
    ) -> Result<CirculateMinutesPayload> {
        answer(ctx, input, Minutes::by_id).await
    }

    /// Records what an organisation of the table says about circulated minutes, until the end of the term for remarks.
    /// Members speak for the organisation of their seat; the coordinator and the secretariat record for any of the table.
    ///
    /// Requires: seat-holder or coordinator or secretariat.
    async fn remark_on_minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which minutes, and what is said.")] input: RemarkOnMinutesInput,
    ) -> Result<RemarkOnMinutesPayload> {
        answer(ctx, input, Minutes::with_remark).await
    }

    /// Approves circulated minutes once the term for remarks is over: their text never changes any more, and its hash is
    /// kept.
    ///
    /// Requires: coordinator.
    async fn approve_minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which minutes.")] input: ApproveMinutesInput,
    ) -> Result<ApproveMinutesPayload> {
        answer(ctx, input, Minutes::by_id).await
    }

    /// Records that approved minutes were signed, outside this platform.
    ///
    /// Requires: coordinator.
    async fn sign_minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which minutes.")] input: SignMinutesInput,
    ) -> Result<SignMinutesPayload> {
        answer(ctx, input, Minutes::by_id).await
    }

    /// Publishes the public part of signed minutes; of a reserved table, among those of the table.
    ///
    /// Requires: secretariat.
    async fn publish_minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which minutes, and their number in the registry.")] input: PublishMinutesInput,
    ) -> Result<PublishMinutesPayload> {
        answer(ctx, input, Minutes::by_id).await
    }
}
