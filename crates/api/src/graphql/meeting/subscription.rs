//! Following a meeting.

use async_graphql::{Context, Enum, ID, Result, SimpleObject, Subscription};
use cordata_domain::event::DomainEvent;

use super::Meeting;
use crate::graphql::subscription::{Messages, News, Wanted, follow};
use crate::live::Subject;
use crate::scalar::DateTime;

/// What happened to a meeting.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum MeetingChange {
    /// Its preparation, its agenda or its attendance changed.
    Edited,
    /// Its convocation was dispatched, for the first time or again.
    Convened,
    /// It was put off.
    Postponed,
    /// It was called off.
    Cancelled,
    /// An addressee answered the convocation.
    Answered,
    /// It was opened.
    Opened,
    /// It took a decision.
    DecisionRecorded,
    /// A follow-up of one of its decisions was given to somebody, or moved on.
    FollowUpChanged,
    /// It was closed.
    Closed,
    /// Its minutes were published.
    MinutesPublished,
}

impl MeetingChange {
    fn of(event: &DomainEvent) -> Self {
        match event {
            DomainEvent::MeetingConvened { .. } => Self::Convened,
            DomainEvent::MeetingPostponed { .. } => Self::Postponed,
            DomainEvent::MeetingCancelled { .. } => Self::Cancelled,
            DomainEvent::ConvocationAnswered { .. } => Self::Answered,
            DomainEvent::MeetingOpened { .. } => Self::Opened,
            DomainEvent::DecisionRecorded { .. } => Self::DecisionRecorded,
            DomainEvent::FollowUpChanged { .. } => Self::FollowUpChanged,
            DomainEvent::MeetingClosed { .. } => Self::Closed,
            DomainEvent::MinutesPublished { .. } => Self::MinutesPublished,
            _ => Self::Edited,
        }
    }
}

/// A meeting, told because it changed.
#[derive(SimpleObject)]
pub struct MeetingChanged {
    /// The meeting as it stands now, with what you may see of it.
    meeting: Meeting,
    /// What happened: the last of several quick changes. Null in the first message that `withCurrent` asks for.
    change: Option<MeetingChange>,
    /// When it happened; in the first message that `withCurrent` asks for, when the meeting was read.
    at: DateTime,
}

impl From<News<Meeting>> for MeetingChanged {
    fn from(news: News<Meeting>) -> Self {
        Self { change: news.event().map(MeetingChange::of), at: news.at.into(), meeting: news.record }
    }
}

/// Following meetings.
#[derive(Debug, Default)]
pub struct MeetingSubscription;

#[Subscription]
impl MeetingSubscription {
    /// Follows a meeting: a message for each change of its preparation, convocation, attendance, decisions and
    /// follow-ups. What you may see is checked anew for each message; the stream ends when you may not see the meeting
    /// any more.
    ///
    /// Requires: everyone.
    async fn meeting_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] meeting_id: ID,
        #[graphql(
            default = false,
            desc = "Whether the first message tells at once how the meeting stands, so that no change is missed \
                    between reading it and following it."
        )]
        with_current: bool,
    ) -> Result<Messages<MeetingChanged>> {
        let wanted = Wanted { id: &meeting_id, argument: "meetingId", subject: Subject::Meeting, with_current };
        follow(ctx, wanted, Meeting::by_id, MeetingChanged::from).await
    }
}
