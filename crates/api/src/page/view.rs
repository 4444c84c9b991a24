//! What several pages show: lines of lists, and texts with their language.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::AppError;
use cordata_app::page::{Cursor, Page, Window};
use cordata_app::ports::read::{MeetingFilter, Reads};
use cordata_domain::agreement::AgreementState;
use cordata_domain::codesign::ProposalState;
use cordata_domain::ids::{MeetingId, StakeholderId, TableId};
use cordata_domain::meeting::{Decision, DecisionState, Meeting, MeetingMode, MeetingState};
use cordata_domain::policy::Visibility;
use cordata_domain::project::ProjectState;
use cordata_domain::table::ConcertationTable;
use cordata_domain::{Locale, LocalisedText};
use cordata_text::format;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::address;
use super::instead::Instead;
use super::reader::Reader;

/// The rows of a list that goes on on another page.
pub(super) const ROWS: u32 = 20;

/// A text, and its language where it is not the page's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) lang: Option<String>,
}

impl Said {
    /// A text that somebody wrote in `language`.
    pub(super) fn written(reader: &Reader, text: impl Into<String>, language: &Locale) -> Self {
        let lang = (language != reader.locale()).then(|| language.to_string());
        Self { text: text.into(), lang }
    }

    /// The translation for the reader, or the one there is.
    pub(super) fn translated(reader: &Reader, text: &LocalisedText) -> Self {
        let (language, words) = text.chosen(reader.locale()).unwrap_or((reader.locale(), ""));
        Self::written(reader, words, language)
    }
}

/// A link.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) said: Said,
    pub(super) href: String,
}

impl Link {
    pub(super) fn to_table(reader: &Reader, table: &ConcertationTable) -> Self {
        Self { said: Said::translated(reader, &table.name), href: reader.link(&address::table(table)) }
    }
}

/// The name of a state, and how the stylesheet marks it. The mark repeats what the words say.
#[derive(Debug, Clone)]
pub(super) struct Badge {
    pub(super) text: String,
    pub(super) class: &'static str,
}

impl Badge {
    pub(super) fn of_meeting(reader: &Reader, state: MeetingState) -> Self {
        let class = match state {
            MeetingState::Draft | MeetingState::Convened | MeetingState::Open => "bg-primary",
            MeetingState::Closed => "bg-secondary",
            MeetingState::Postponed | MeetingState::Cancelled => "bg-danger",
        };
        Self { text: reader.label("meeting-state", state), class }
    }

    pub(super) fn of_decision(reader: &Reader, state: DecisionState) -> Self {
        let class = match state {
            DecisionState::Adopted => "bg-success",
            DecisionState::Rejected => "bg-danger",
            DecisionState::Superseded => "bg-secondary",
        };
        Self { text: reader.label("decision-state", state), class }
    }

    pub(super) fn of_proposal(reader: &Reader, state: ProposalState) -> Self {
        let class = match state {
            ProposalState::Draft => "bg-secondary",
            ProposalState::Open => "bg-primary",
            ProposalState::Adopted => "bg-success",
            ProposalState::Withdrawn => "bg-danger",
        };
        Self { text: reader.label("proposal-state", state), class }
    }

    pub(super) fn of_project(reader: &Reader, state: ProjectState) -> Self {
        let class = match state {
            ProjectState::Idea | ProjectState::CoDesign | ProjectState::Approved | ProjectState::Closed => {
                "bg-secondary"
            }
            ProjectState::Implementing | ProjectState::Finalising => "bg-primary",
            ProjectState::Suspended | ProjectState::Cancelled => "bg-danger",
        };
        Self { text: reader.label("project-state", state), class }
    }

    pub(super) fn of_agreement(reader: &Reader, state: AgreementState) -> Self {
        let class = match state {
            AgreementState::InForce => "bg-success",
            AgreementState::Signing | AgreementState::RatificationPending | AgreementState::Concluded => "bg-primary",
            AgreementState::Terminated | AgreementState::Abandoned => "bg-danger",
            AgreementState::Draft
            | AgreementState::Negotiation
            | AgreementState::TextFrozen
            | AgreementState::Expired => "bg-secondary",
        };
        Self { text: reader.label("agreement-state", state), class }
    }
}

/// A meeting in a list.
pub(super) struct MeetingLine {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) when: String,
    pub(super) datetime: String,
    pub(super) place: String,
    pub(super) table: Option<Said>,
    pub(super) state: Badge,
}

impl MeetingLine {
    pub(super) fn new(reader: &Reader, meeting: &Meeting, table: Option<&ConcertationTable>) -> Self {
        Self {
            title: meeting.plan.title.clone(),
            href: reader.link(&address::meeting(meeting)),
            when: format::moment(reader.locale(), meeting.plan.starts),
            datetime: datetime(meeting),
            place: place(reader, meeting),
            table: table.map(|table| Said::translated(reader, &table.name)),
            state: Badge::of_meeting(reader, meeting.state),
        }
    }
}

/// Which meetings come next, or are under way.
pub(super) fn coming(now: DateTime<Utc>) -> MeetingFilter {
    let states = vec![MeetingState::Convened, MeetingState::Open];
    MeetingFilter { states, from: Some(now - TimeDelta::hours(12)), ..MeetingFilter::default() }
}

/// The start of a meeting as machines read it.
pub(super) fn datetime(meeting: &Meeting) -> String {
    meeting.plan.starts.instant().to_rfc3339()
}

/// Where people meet, as far as everybody may know: the live link is for guests only.
pub(super) fn place(reader: &Reader, meeting: &Meeting) -> String {
    match (meeting.plan.mode, &meeting.plan.place) {
        (MeetingMode::Remote, _) | (_, None) => reader.text("page-meeting-where-remote"),
        (_, Some(place)) => place.clone(),
    }
}

/// A decision in a list.
pub(super) struct DecisionLine {
    pub(super) number: String,
    pub(super) text: Said,
    pub(super) href: String,
    pub(super) origin: Option<Said>,
    pub(super) state: Badge,
}

impl DecisionLine {
    pub(super) fn new(reader: &Reader, decision: &Decision, meeting: &Meeting, origin: Option<Said>) -> Self {
        let anchor = decision_anchor(decision);
        Self {
            number: decision_number(reader, decision),
            text: Said::written(reader, &decision.text, &decision.language),
            href: format!("{}#{anchor}", reader.link(&address::meeting(meeting))),
            origin,
            state: Badge::of_decision(reader, decision.state),
        }
    }
}

/// The heading of a decision.
pub(super) fn decision_number(reader: &Reader, decision: &Decision) -> String {
    reader.format("page-decision", &[("number", decision.number.to_string().into())])
}

/// The place of a decision on the page of its meeting.
pub(super) fn decision_anchor(decision: &Decision) -> String {
    format!("decision-{}-{}", decision.number.year, decision.number.number)
}

/// Decisions of any tables as lines, each with its table. Decisions whose meeting may not be seen are not shown.
pub(super) async fn decision_lines(
    reads: &dyn Reads,
    sight: &Visibility,
    reader: &Reader,
    decisions: &[Decision],
) -> Result<Vec<DecisionLine>, AppError> {
    let meetings: Vec<MeetingId> = unique(decisions.iter().map(|decision| decision.meeting));
    let tables: Vec<TableId> = unique(decisions.iter().map(|decision| decision.table));
    let (meetings, tables) =
        tokio::try_join!(reads.meetings_by_id(sight, &meetings), reads.tables_by_id(sight, &tables))?;
    let line = |decision: &Decision| {
        let meeting = meetings.iter().find(|meeting| meeting.id == decision.meeting)?;
        let table = tables.iter().find(|table| table.id == decision.table);
        let origin = table.map(|table| Said::translated(reader, &table.name));
        Some(DecisionLine::new(reader, decision, meeting, origin))
    };
    Ok(decisions.iter().filter_map(line).collect())
}

/// Meetings of any tables as lines, each with its table.
pub(super) async fn meeting_lines(
    reads: &dyn Reads,
    sight: &Visibility,
    reader: &Reader,
    meetings: &[Meeting],
) -> Result<Vec<MeetingLine>, AppError> {
    let tables: Vec<TableId> = unique(meetings.iter().map(|meeting| meeting.table));
    let tables = reads.tables_by_id(sight, &tables).await?;
    let table_of = |meeting: &Meeting| tables.iter().find(|table| table.id == meeting.table);
    Ok(meetings.iter().map(|meeting| MeetingLine::new(reader, meeting, table_of(meeting))).collect())
}

/// Names of organisations by id.
pub(super) async fn names(
    reads: &dyn Reads,
    ids: impl IntoIterator<Item = StakeholderId>,
) -> Result<HashMap<StakeholderId, String>, AppError> {
    let stakeholders = reads.stakeholders_by_id(&unique(ids)).await?;
    Ok(stakeholders.into_iter().map(|stakeholder| (stakeholder.id, stakeholder.name)).collect())
}

/// A text as the value of a query in an address.
pub(super) fn query_value(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The different ones of some ids.
pub(super) fn unique<I: Ord>(ids: impl IntoIterator<Item = I>) -> Vec<I> {
    ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

/// Where a list goes on.
#[derive(Deserialize)]
pub(super) struct Continuation {
    after: Option<String>,
}

impl Continuation {
    /// From the start.
    pub(super) fn start() -> Self {
        Self { after: None }
    }

    /// The part of the list that is asked for.
    pub(super) fn window(&self) -> Result<Window, Instead> {
        let after = self.after.as_deref().map(Cursor::decode).transpose().map_err(|_| Instead::BadRequest)?;
        Ok(Window { after, ..Window::first(ROWS) })
    }
}

/// The address of the part of a list that follows `page`.
pub(super) fn next_page<T>(reader: &Reader, path: &str, page: &Page<T>) -> Option<String> {
    let (cursor, _) = page.rows.last().filter(|_| page.has_next)?;
    Some(format!("{}?after={}", reader.link(path), cursor.encode()))
}
