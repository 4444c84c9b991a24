use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::Refusal;
use crate::ids::AgendaItemId;
use crate::locale::Locale;

/// What is asked of the meeting on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgendaItemKind {
    /// To be told.
    Information,
    /// To be discussed.
    Discussion,
    /// To be decided.
    Decision,
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgendaItemState {
    /// Not yet dealt with.
    Open,
    /// Told or discussed.
    Discussed,
    /// Decided, one way or the other.
    Decided,
    /// Put off: it returns on the next agenda by itself (rule T14).
    Deferred,
}

/// One item as somebody writes it.
#[derive(Debug, Clone)]
pub struct AgendaItemDraft {
    /// Its title, one line.
    pub title: String,
    /// What it is about, as Markdown.
    pub body: Option<String>,
    /// What is asked of the meeting.
    pub kind: AgendaItemKind,
    /// The language it is written in.
    pub language: Locale,
}

/// One item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// Its id.
    pub id: AgendaItemId,
    /// Its place on the agenda, from 1.
    pub position: u32,
    /// Its title, one line.
    pub title: String,
    /// What it is about, as Markdown.
    pub body: Option<String>,
    /// What is asked of the meeting.
    pub kind: AgendaItemKind,
    /// The language it is written in.
    pub language: Locale,
    /// Why it was added after the convocation (rule T6).
    pub urgency: Option<String>,
    /// The deferred item of an earlier meeting that it takes up again.
    pub carried_from: Option<AgendaItemId>,
    /// What became of it.
    pub state: AgendaItemState,
}

impl AgendaItem {
    /// A new item at `position`; title and text are checked.
    pub fn new(id: AgendaItemId, position: u32, draft: AgendaItemDraft) -> Result<Self, Refusal> {
        let title = crate::search::line(&draft.title, 300).map_err(|refusal| refusal.under("title"))?;
        let body = draft.body.as_deref().filter(|body| !body.trim().is_empty());
        let body = body.map(|body| crate::search::paragraphs(body, 20_000)).transpose();
        Ok(Self {
            id,
            position,
            title,
            body: body.map_err(|refusal| refusal.under("bodyMarkdown"))?,
            kind: draft.kind,
            language: draft.language,
            urgency: None,
            carried_from: None,
            state: AgendaItemState::Open,
        })
    }

    /// The same subject on a later agenda.
    #[must_use]
    pub fn carried_over(&self, id: AgendaItemId, position: u32) -> Self {
        Self { id, position, carried_from: Some(self.id), state: AgendaItemState::Open, urgency: None, ..self.clone() }
    }

    pub(super) fn close(&mut self) {
        self.state = match (self.state, self.kind) {
            (AgendaItemState::Open, AgendaItemKind::Information) => AgendaItemState::Discussed,
            (AgendaItemState::Open, _) => AgendaItemState::Deferred,
            (settled, _) => settled,
        };
    }
}
