use async_graphql::{Context, Enum, ID, Object, Result};
use cordata_domain::ids::{AgendaItemId, MeetingId};
use cordata_domain::meeting;
use cordata_text::markdown;

use super::Decision;
use crate::graphql::id;
use crate::loader::{AgendaOf, DecisionsOf};
use crate::scalar::{Html, Locale};
use crate::state::RequestContext;

/// What is asked of the meeting on an item.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::AgendaItemKind")]
pub enum AgendaItemKind {
    /// To be told.
    Information,
    /// To be discussed.
    Discussion,
    /// To be decided.
    Decision,
}

/// What became of an item.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::AgendaItemState")]
pub enum AgendaItemState {
    /// Not yet dealt with.
    Open,
    /// Told or discussed.
    Discussed,
    /// Decided, one way or the other.
    Decided,
    /// Put off: it returns on the next agenda by itself.
    Deferred,
}

/// One item of an agenda.
pub struct AgendaItem {
    meeting: MeetingId,
    item: meeting::AgendaItem,
}

impl AgendaItem {
    /// The items of a meeting's agenda, in order.
    pub async fn all_of(ctx: &Context<'_>, meeting: MeetingId) -> Result<Vec<Self>> {
        let items = RequestContext::of(ctx).load_named(AgendaOf(meeting)).await?;
        Ok(items.into_iter().map(|item| Self { meeting, item }).collect())
    }

    /// One item of a meeting's agenda.
    pub async fn of(ctx: &Context<'_>, meeting: MeetingId, id: AgendaItemId) -> Result<Option<Self>> {
        let items = Self::all_of(ctx, meeting).await?;
        Ok(items.into_iter().find(|item| item.item.id == id))
    }
}

/// One item of an agenda.
#[Object]
impl AgendaItem {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.item.id)
    }

    /// Its place on the agenda, from 1.
    async fn position(&self) -> u32 {
        self.item.position
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.item.title
    }

    /// What it is about, as Markdown; null where the title says it all.
    async fn body_markdown(&self) -> Option<&str> {
        self.item.body.as_deref()
    }

    /// What it is about, as HTML that can be put into a page; null where the title says it all.
    async fn body_html(&self) -> Option<Html> {
        self.item.body.as_deref().map(|body| Html(markdown::to_html(body)))
    }

    /// The language it is written in.
    async fn language(&self) -> Locale {
        self.item.language.clone().into()
    }

    /// What is asked of the meeting.
    async fn kind(&self) -> AgendaItemKind {
        self.item.kind.into()
    }

    /// Why it was added after the convocation; null for an item that was on the agenda from the start.
    async fn urgency(&self) -> Option<&str> {
        self.item.urgency.as_deref()
    }

    /// Whether an earlier meeting deferred it.
    async fn carried_over(&self) -> bool {
        self.item.carried_from.is_some()
    }

    /// What became of it.
    async fn state(&self) -> AgendaItemState {
        self.item.state.into()
    }

    /// What the meeting decided on it; null while it is undecided.
    async fn decision(&self, ctx: &Context<'_>) -> Result<Option<Decision>> {
        let decisions = RequestContext::of(ctx).load_named(DecisionsOf(self.meeting)).await?;
        Ok(decisions.into_iter().find(|decision| decision.item == self.item.id).map(Decision))
    }
}
