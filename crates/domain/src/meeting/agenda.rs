use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::lifecycle::MeetingRecord;
use super::preparation::MeetingState;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::AgendaItemId;
use crate::locale::Locale;
use crate::search;

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
        let title = search::line(&draft.title, 300).map_err(|refusal| refusal.under("title"))?;
        let body = draft.body.as_deref().filter(|body| !body.trim().is_empty());
        let body = body.map(|body| search::paragraphs(body, 20_000)).transpose();
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

impl MeetingRecord {
    /// The items that the meeting does not take over from earlier ones.
    pub fn own_items(&self) -> Vec<AgendaItem> {
        self.agenda.iter().filter(|item| item.carried_from.is_none()).cloned().collect()
    }

    /// Replaces what is the draft's own on its agenda. What it took over from earlier meetings stays at the head, and
    /// what is `returning` now follows there (rule T14).
    pub fn set_agenda(&mut self, returning: Vec<AgendaItem>, own: Vec<AgendaItem>) -> Result<(), Refusal> {
        if !matches!(self.meeting.state, MeetingState::Draft | MeetingState::Postponed) {
            return Err(Reason::AgendaClosed.at("agenda"));
        }
        let taken = self.agenda.iter().filter(|item| item.carried_from.is_some()).cloned();
        let mut agenda: Vec<AgendaItem> = taken.chain(returning).chain(own).collect();
        if agenda.len() > 50 {
            return Err(Refusal::input(InputProblem::TooMany { max: 50 }).under("agenda"));
        }
        for (position, item) in (1..).zip(&mut agenda) {
            item.position = position;
        }
        self.agenda = agenda;
        Ok(())
    }

    /// Adds an item after the convocation, with a recorded urgency (rule T6).
    pub fn add_urgent_item(&mut self, mut item: AgendaItem, urgency: &str) -> Result<(), Refusal> {
        self.require(&[MeetingState::Convened, MeetingState::Open], "addUrgentItem")?;
        let urgency = search::paragraphs(urgency, 2_000).map_err(|_| Reason::ReasonRequired.at("urgency"))?;
        item.urgency = Some(urgency);
        self.agenda.push(item);
        Ok(())
    }
}
