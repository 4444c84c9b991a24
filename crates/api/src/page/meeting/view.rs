use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;
use cordata_domain::document::{Document, DocumentVersion};
use cordata_domain::ids::StakeholderId;
use cordata_domain::meeting::{AgendaItem, AgendaItemState, Decision, FollowUp, Meeting, MeetingState, QuorumCheck};
use cordata_domain::period::LocalMoment;
use cordata_domain::table::ConcertationTable;
use cordata_text::format;
use cordata_text::markdown::{SafeHtml, to_html};

use super::answering::Answering;
use crate::file;
use crate::page::frame::Frame;
use crate::page::reader::Reader;
use crate::page::view::{Badge, Link, Said, datetime, decision_anchor, decision_number, place};
use crate::page::{Site, address};

/// What is known about a meeting.
pub(super) struct Record {
    pub(super) today: NaiveDate,
    pub(super) table: ConcertationTable,
    pub(super) meeting: Meeting,
    pub(super) agenda: Vec<AgendaItem>,
    pub(super) last_check: Option<QuorumCheck>,
    pub(super) decisions: Vec<Decision>,
    pub(super) follow_ups: Vec<FollowUp>,
    pub(super) documents: Vec<(Document, DocumentVersion)>,
    pub(super) has_minutes: bool,
    pub(super) names: HashMap<StakeholderId, String>,
}

/// The page of a meeting.
#[derive(Template)]
#[template(path = "meeting.html")]
pub(super) struct MeetingPage {
    frame: Frame,
    title: String,
    table: Link,
    state: Badge,
    outcome: Option<String>,
    notice: Option<String>,
    number: Option<String>,
    convocation: Option<String>,
    kind: String,
    mode: String,
    when: String,
    datetime: String,
    place: String,
    event: Option<String>,
    letter: Option<String>,
    minutes: Option<String>,
    quorum: Option<String>,
    answering: Option<Answering>,
    agenda: Vec<ItemView>,
    documents: Vec<DocumentView>,
    decisions: Vec<DecisionView>,
}

struct ItemView {
    position: String,
    title: Said,
    kind: String,
    state: Option<String>,
    urgent: bool,
    carried: bool,
    body: Option<SafeHtml>,
}

/// A document to be downloaded, with its kind and size in words.
struct DocumentView {
    title: Said,
    href: String,
    details: String,
    version: Option<String>,
}

struct DecisionView {
    anchor: String,
    number: String,
    item: Option<Said>,
    text: Said,
    state: Badge,
    method: String,
    majority: String,
    tally: String,
    in_conflict: Option<u32>,
    binds: String,
    follow_ups: Vec<FollowUpView>,
}

struct FollowUpView {
    text: Said,
    owner: String,
    due: String,
    datetime: String,
    state: String,
    overdue: bool,
    evidence: Option<String>,
}

impl MeetingPage {
    pub(super) fn new(reader: &Reader, site: &Site, record: &Record, answering: Option<Answering>) -> Self {
        let (meeting, table) = (&record.meeting, Link::to_table(reader, &record.table));
        let plan = &meeting.plan;
        let ahead = matches!(meeting.state, MeetingState::Convened | MeetingState::Open);
        let convened = meeting.convocation.is_some();
        let printable = convened && (ahead || meeting.state == MeetingState::Closed);
        let frame = Frame::new(reader.clone(), site, &plan.title)
            .crumb(reader.text("page-nav-tables"), "/tables")
            .crumb(table.said.text.clone(), &address::table(&record.table));
        Self {
            frame,
            title: plan.title.clone(),
            table,
            state: Badge::of_meeting(reader, meeting.state),
            outcome: meeting.outcome.map(|outcome| reader.label("meeting-outcome", outcome)),
            notice: notice(reader, meeting),
            number: meeting.number.map(|number| numbered(reader, &number.to_string())),
            convocation: convocation(reader, meeting),
            kind: reader.label("meeting-kind", plan.kind),
            mode: reader.label("meeting-mode", plan.mode),
            when: format::moment(reader.locale(), plan.starts),
            datetime: datetime(meeting),
            place: place(reader, meeting),
            event: (convened && ahead).then(|| reader.link(&address::event(meeting.id))),
            letter: printable.then(|| reader.link(&address::letter(meeting.id))),
            minutes: record.has_minutes.then(|| reader.link(&address::minutes(meeting.id))),
            quorum: record.last_check.as_ref().map(|check| quorum(reader, check)),
            answering,
            agenda: record.agenda.iter().map(|item| ItemView::new(reader, item)).collect(),
            documents: record.documents.iter().map(|held| DocumentView::new(reader, held)).collect(),
            decisions: record.decisions.iter().map(|decision| DecisionView::new(reader, decision, record)).collect(),
        }
    }
}

fn numbered(reader: &Reader, number: &str) -> String {
    reader.format("page-meeting-numbered", &[("number", number.into())])
}

fn convocation(reader: &Reader, meeting: &Meeting) -> Option<String> {
    let convocation = meeting.convocation.as_ref()?;
    let dispatched = LocalMoment::at(convocation.dispatched_at, meeting.plan.starts.zone).date();
    let date = format::date(reader.locale(), dispatched);
    let args = [("number", convocation.number.to_string().into()), ("date", date.into())];
    Some(reader.format("page-meeting-convocation-number", &args))
}

/// What everybody should know first: that it was called off or put off, and why, or why it was called at short notice.
fn notice(reader: &Reader, meeting: &Meeting) -> Option<String> {
    let urgency = meeting.convocation.as_ref().and_then(|convocation| convocation.urgency.as_ref());
    let (key, reason) = match meeting.state {
        MeetingState::Cancelled => ("page-meeting-cancelled", meeting.state_reason.as_ref()),
        MeetingState::Postponed => ("page-meeting-postponed", meeting.state_reason.as_ref()),
        _ => ("page-meeting-urgent", Some(urgency?)),
    };
    let reason = reason.map_or("–", String::as_str);
    Some(reader.format(key, &[("reason", reason.into())]))
}

fn quorum(reader: &Reader, check: &QuorumCheck) -> String {
    let key = if check.passes() { "page-meeting-quorum-passed" } else { "page-meeting-quorum-failed" };
    let args =
        [("represented", check.represented.into()), ("base", check.base.into()), ("required", check.required.into())];
    reader.format(key, &args)
}

impl ItemView {
    fn new(reader: &Reader, item: &AgendaItem) -> Self {
        let settled = item.state != AgendaItemState::Open;
        Self {
            position: reader.format("page-meeting-item", &[("position", item.position.into())]),
            title: Said::written(reader, &item.title, &item.language),
            kind: reader.label("agenda-item-kind", item.kind),
            state: settled.then(|| reader.label("agenda-item-state", item.state)),
            urgent: item.urgency.is_some(),
            carried: item.carried_from.is_some(),
            body: item.body.as_deref().map(to_html),
        }
    }
}

impl DocumentView {
    fn new(reader: &Reader, (document, current): &(Document, DocumentVersion)) -> Self {
        let kind = reader.label("file-kind", current.file.kind());
        let size = format::file_size(reader.locale(), current.size_bytes);
        let number = |number: u32| reader.format("page-document-version", &[("number", number.into())]);
        Self {
            title: Said::written(reader, &document.title, &document.language),
            href: file::path_of(current),
            details: reader.format("page-document-details", &[("kind", kind.into()), ("size", size.into())]),
            version: (current.number > 1).then(|| number(current.number)),
        }
    }
}

impl DecisionView {
    fn new(reader: &Reader, decision: &Decision, record: &Record) -> Self {
        let item = record.agenda.iter().find(|item| item.id == decision.item);
        let tally = decision.tally;
        let votes = [
            ("inFavour", tally.in_favour.into()),
            ("against", tally.against.into()),
            ("abstained", tally.abstained.into()),
            ("notVoting", tally.not_voting.into()),
        ];
        let binds: Vec<&str> =
            decision.binds.iter().filter_map(|id| record.names.get(id).map(String::as_str)).collect();
        let tasks = record.follow_ups.iter().filter(|task| task.decision == decision.id);
        Self {
            anchor: decision_anchor(decision),
            number: decision_number(reader, decision),
            item: item.map(|item| Said::written(reader, &item.title, &item.language)),
            text: Said::written(reader, &decision.text, &decision.language),
            state: Badge::of_decision(reader, decision.state),
            method: reader.label("decision-method", decision.method),
            majority: reader.label("majority", decision.majority),
            tally: reader.format("page-decision-tally", &votes),
            in_conflict: Some(decision.in_conflict).filter(|seats| *seats > 0),
            binds: binds.join(", "),
            follow_ups: tasks.map(|task| FollowUpView::new(reader, task, record)).collect(),
        }
    }
}

impl FollowUpView {
    fn new(reader: &Reader, task: &FollowUp, record: &Record) -> Self {
        Self {
            text: Said::written(reader, &task.text, &task.language),
            owner: record.names.get(&task.owner).cloned().unwrap_or_default(),
            due: format::date(reader.locale(), task.due),
            datetime: task.due.to_string(),
            state: reader.label("follow-up-state", task.state),
            overdue: task.is_overdue(record.today),
            evidence: task.evidence.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
