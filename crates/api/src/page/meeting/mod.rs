//! A meeting: its page, its calendar entry, its printable convocation.

pub(super) mod answering;
mod view;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use chrono::TimeDelta;
use cordata_app::AppError;
use cordata_app::ports::read::{Lookup, Reads};
use cordata_domain::Reason;
use cordata_domain::document::{Document, DocumentSubject, DocumentVersion};
use cordata_domain::ids::MeetingId;
use cordata_domain::meeting::{Meeting, MeetingState};
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::Visibility;
use cordata_domain::table::ConcertationTable;
use cordata_report::build::{LetterFacts, convocation_letter};
use cordata_report::render::html;
use cordata_text::calendar::{Invitation, Method, event_file};

use self::answering::Answering;
use self::view::{MeetingPage, Record};
use super::address::{self, Key};
use super::instead::Instead;
use super::reader::Reader;
use super::view::{names, place};
use super::visitor::Visitor;
use super::{PageState, Site, assets, respond};

/// The page of a meeting.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let meeting = visible(pages.reads.as_ref(), &visitor.sight(), &key).await?;
    address::require_canonical(&reader, &address::meeting(&meeting))?;
    let (site, record) = tokio::try_join!(pages.site(), load(&pages, &visitor, meeting))?;
    let answering = Answering::load(&pages, &reader, &visitor, &record.meeting).await?;
    respond(&MeetingPage::new(&reader, &site, &record, answering))
}

/// Everything that the page of a meeting shows.
async fn load(pages: &PageState, visitor: &Visitor, meeting: Meeting) -> Result<Record, AppError> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let (ids, subjects) = ([meeting.id], [DocumentSubject::Meeting(meeting.id)]);
    let (table, agenda, checks, decisions, documents, minutes) = tokio::try_join!(
        table_of(reads, &sight, &meeting),
        reads.agendas_of(&sight, &ids),
        reads.quorum_checks_of(&sight, &ids),
        reads.decisions_of(&sight, &ids),
        reads.documents_of(&sight, &subjects),
        reads.minutes_of(&sight, &ids),
    )?;
    let table = table.ok_or(Reason::NotFound)?;
    let decision_ids: Vec<_> = decisions.iter().map(|decision| decision.id).collect();
    let document_ids: Vec<_> = documents.iter().map(|document| document.id).collect();
    let (follow_ups, versions) = tokio::try_join!(
        reads.follow_ups_of(&sight, &decision_ids),
        reads.document_versions_of(&sight, &document_ids),
    )?;
    let bound = decisions.iter().flat_map(|decision| decision.binds.iter().copied());
    let names = names(reads, bound.chain(follow_ups.iter().map(|task| task.owner))).await?;
    Ok(Record {
        today: LocalMoment::at(pages.app.now(), table.time_zone).date(),
        last_check: checks.into_iter().next_back().map(|(_, check)| check),
        agenda: agenda.into_iter().map(|(_, item)| item).collect(),
        meeting,
        table,
        decisions,
        follow_ups,
        documents: current(documents, &versions),
        has_minutes: !minutes.is_empty(),
        names,
    })
}

/// Each document with its current version.
fn current(documents: Vec<Document>, versions: &[DocumentVersion]) -> Vec<(Document, DocumentVersion)> {
    let last = |document: Document| {
        let its = versions.iter().rfind(|version| version.document == document.id)?.clone();
        Some((document, its))
    };
    documents.into_iter().filter_map(last).collect()
}

/// The meeting as a file for calendar programs.
pub(super) async fn event(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let meeting = visible(reads, &sight, &key).await?;
    let (site, table) = tokio::try_join!(pages.site(), table_of(reads, &sight, &meeting))?;
    let (table, Some(convocation)) = (table.ok_or(Instead::NotFound)?, &meeting.convocation) else {
        return Err(Instead::NotFound);
    };
    let cancelled = matches!(meeting.state, MeetingState::Cancelled | MeetingState::Postponed);
    let starts = meeting.plan.starts.instant();
    let name = table.name.get(reader.locale());
    let url = format!("{}{}", pages.public_url, reader.link(&address::meeting(&meeting)));
    let entry = Invitation {
        uid: meeting.calendar_uid(),
        sequence: meeting.sequence,
        method: if cancelled { Method::Cancel } else { Method::Request },
        summary: format!("{name}: {}", meeting.plan.title),
        description: url.clone(),
        location: Some(place(&reader, &meeting)),
        url: Some(url),
        starts,
        ends: starts + TimeDelta::minutes(meeting.plan.minutes.into()),
        organizer_name: name.to_owned(),
        organizer_address: organizer(&site),
        attendee: None,
        stamp: convocation.dispatched_at,
    };
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"cordata.ics\""),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, event_file(&entry)).into_response())
}

/// The convocation as a letter to print.
pub(super) async fn letter(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let meeting = visible(reads, &sight, &key).await?;
    let ids = [meeting.id];
    let (site, table, agenda, invitees) = tokio::try_join!(
        pages.site(),
        table_of(reads, &sight, &meeting),
        reads.agendas_of(&sight, &ids),
        reads.invitees_of(&sight, &ids),
    )?;
    let table = table.ok_or(Instead::NotFound)?;
    let agenda: Vec<_> = agenda.into_iter().map(|(_, item)| item).collect();
    let invitees: Vec<_> = invitees.into_iter().map(|(_, invitee)| invitee).collect();
    let names = names(reads, invitees.iter().map(|invitee| invitee.organisation)).await?;
    let facts = LetterFacts {
        sender: &site.name,
        table: &table,
        meeting: &meeting,
        agenda: &agenda,
        invitees: &invitees,
        names: &names,
    };
    let letter = convocation_letter(&facts).ok_or(Instead::NotFound)?;
    let html = html::convocation_letter(&letter, reader.locale(), &assets::address("letter.css"));
    let html = html.map_err(|error| AppError::fault(error.to_string()))?;
    Ok(([(header::CACHE_CONTROL, "no-cache")], Html(html)).into_response())
}

/// The meeting that an address names, if it is in sight.
async fn visible(reads: &dyn Reads, sight: &Visibility, key: &Key) -> Result<Meeting, Instead> {
    let id = key.uuid().map(MeetingId::from).ok_or(Instead::NotFound)?;
    reads.meeting(sight, &Lookup::Id(id)).await?.ok_or(Instead::NotFound)
}

async fn table_of(
    reads: &dyn Reads,
    sight: &Visibility,
    meeting: &Meeting,
) -> Result<Option<ConcertationTable>, AppError> {
    reads.table(sight, &Lookup::Id(meeting.table)).await
}

fn organizer(site: &Site) -> String {
    site.contact.as_ref().map(|address| address.as_str().to_owned()).unwrap_or_default()
}
