//! The minutes of a meeting: for everybody once they are published, whole for those of the table.

pub(super) mod remark;

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::read::{Lookup, Reads};
use cordata_domain::ids::{MeetingId, StakeholderId};
use cordata_domain::meeting::{Meeting, Minutes, MinutesRemark, MinutesState};
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::Visibility;
use cordata_domain::table::ConcertationTable;
use cordata_text::format;
use cordata_text::markdown::{SafeHtml, to_html};

use self::remark::Remarking;
use super::address::{self, Key};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Badge, Link, Said, names};
use super::visitor::Visitor;
use super::{PageState, Site, respond};

/// The page of minutes. Whoever sees none and did not sign in does that first, whether or not there are any.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let record = match key.uuid() {
        Some(id) => Record::load(pages.reads.as_ref(), &visitor.sight(), id.into()).await?,
        None => None,
    };
    match record {
        Some(record) => {
            let remarking = Remarking::of(&reader, &visitor, &record, pages.app.now());
            respond(&MinutesPage::new(&reader, &pages.site().await?, &record, remarking))
        }
        None if visitor.session().is_none() => Err(Instead::SignIn),
        None => Err(Instead::NotFound),
    }
}

/// What is known about minutes, as their reader may see them.
struct Record {
    minutes: Minutes,
    meeting: Meeting,
    table: ConcertationTable,
    remarks: Vec<MinutesRemark>,
    names: HashMap<StakeholderId, String>,
}

impl Record {
    async fn load(reads: &dyn Reads, sight: &Visibility, id: MeetingId) -> Result<Option<Self>, AppError> {
        let Some(minutes) = reads.minutes_of(sight, &[id]).await?.pop() else { return Ok(None) };
        let (by_id, by_table, ids) = (Lookup::Id(id), Lookup::Id(minutes.table), [minutes.id]);
        let (meeting, table, remarks) = tokio::try_join!(
            reads.meeting(sight, &by_id),
            reads.table(sight, &by_table),
            reads.minutes_remarks_of(sight, &ids),
        )?;
        let (Some(meeting), Some(table)) = (meeting, table) else { return Ok(None) };
        let speak = remarks.iter().map(|remark| remark.on_behalf_of).chain(sight.organisations.iter().copied());
        let names = names(reads, speak).await?;
        Ok(Some(Self { minutes, meeting, table, remarks, names }))
    }

    fn day(&self, reader: &Reader, at: DateTime<Utc>) -> String {
        format::date(reader.locale(), LocalMoment::at(at, self.meeting.plan.starts.zone).date())
    }
}

#[derive(Template)]
#[template(path = "minutes.html")]
struct MinutesPage {
    frame: Frame,
    title: String,
    table: Link,
    meeting: Link,
    state: Badge,
    facts: Vec<Fact>,
    lang: Option<String>,
    public: SafeHtml,
    /// For those of the table: what is reserved, and what was said about the minutes.
    inside: Option<Inside>,
    remarking: Option<Remarking>,
}

struct Fact {
    name: String,
    value: String,
}

struct Inside {
    reserved: Option<SafeHtml>,
    hash: String,
    remarks: Vec<RemarkView>,
}

struct RemarkView {
    head: String,
    lang: Option<String>,
    text: SafeHtml,
}

impl MinutesPage {
    fn new(reader: &Reader, site: &Site, record: &Record, remarking: Option<Remarking>) -> Self {
        let (minutes, meeting) = (&record.minutes, &record.meeting);
        let table = Link::to_table(reader, &record.table);
        let title = reader.format("page-minutes-title", &[("title", meeting.plan.title.as_str().into())]);
        let frame = Frame::new(reader.clone(), site, &title)
            .crumb(reader.text("page-nav-tables"), "/tables")
            .crumb(table.said.text.clone(), &address::table(&record.table))
            .crumb(meeting.plan.title.clone(), &address::meeting(meeting));
        let when = format::moment(reader.locale(), meeting.plan.starts);
        Self {
            frame,
            title,
            table,
            meeting: Link { said: Said { text: when, lang: None }, href: reader.link(&address::meeting(meeting)) },
            state: badge(reader, minutes.state),
            facts: facts(reader, record),
            lang: Said::written(reader, "", &minutes.language).lang,
            public: to_html(&minutes.public_text),
            inside: Inside::of(reader, record),
            remarking,
        }
    }
}

impl Inside {
    fn of(reader: &Reader, record: &Record) -> Option<Self> {
        let part = record.minutes.reserved.as_ref()?;
        let remark = |remark: &MinutesRemark| {
            let organisation = record.names.get(&remark.on_behalf_of).cloned().unwrap_or_default();
            let args = [
                ("organisation", organisation.into()),
                ("date", record.day(reader, remark.recorded_at).into()),
                ("number", remark.number.into()),
            ];
            RemarkView {
                head: reader.format("page-minutes-remark-by", &args),
                lang: Said::written(reader, "", &remark.language).lang,
                text: to_html(&remark.text),
            }
        };
        Some(Self {
            reserved: part.text.as_deref().map(to_html),
            hash: part.hash.to_string(),
            remarks: record.remarks.iter().map(remark).collect(),
        })
    }
}

fn badge(reader: &Reader, state: MinutesState) -> Badge {
    let class = match state {
        MinutesState::Draft => "bg-secondary",
        MinutesState::Circulated | MinutesState::Approved | MinutesState::Signed => "bg-primary",
        MinutesState::Published => "bg-success",
    };
    Badge { text: reader.label("minutes-state", state), class }
}

/// The steps that were made, with their days.
fn facts(reader: &Reader, record: &Record) -> Vec<Fact> {
    let minutes = &record.minutes;
    let day = |at: Option<DateTime<Utc>>| at.map(|at| record.day(reader, at));
    let until = minutes.circulation.map(|sent| format::date(reader.locale(), sent.remarks_until));
    let steps = [
        ("page-minutes-version", Some(minutes.number.to_string())),
        ("page-minutes-circulated", day(minutes.circulation.map(|sent| sent.at))),
        ("page-minutes-remarks-until", until),
        ("page-minutes-approved", day(minutes.approved_at)),
        ("page-minutes-signed", day(minutes.signed_at)),
        ("page-minutes-published", day(minutes.published_at)),
        ("page-minutes-protocol", minutes.protocol_number.clone()),
    ];
    let made = steps.into_iter().filter_map(|(key, value)| value.map(|value| (key, value)));
    made.map(|(key, value)| Fact { name: reader.text(key), value }).collect()
}

#[cfg(test)]
mod tests;
