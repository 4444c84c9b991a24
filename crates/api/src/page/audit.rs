//! The trail of commands, for those who may read it, as far as they may.

use std::collections::HashMap;

use askama::Template;
use async_graphql::ID;
use axum::extract::Query;
use axum::response::Response;
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use cordata_app::audit::revealed;
use cordata_app::page::Window;
use cordata_app::page::{Direction, Page};
use cordata_app::ports::audit::AuditFilter;
use cordata_app::ports::people::PersonFilter;
use cordata_domain::audit::{AuditEntry, FieldChange, PersonalChange, is_hashed, revealed_changes};
use cordata_domain::ids::{AuditEntryId, PersonId, StakeholderId, TableId};
use cordata_domain::period::LocalMoment;
use cordata_text::format;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::account::discreet;
use super::answer::DiscreetInstead;
use super::frame::Frame;
use super::instead::Instead;
use super::people::{Desk, read_day};
use super::view::{Continuation, names, next_page, query_value, unique};
use super::{Site, respond};
use crate::graphql::id;

/// Which entries are asked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    person: String,
    command: String,
    subject: String,
    organisation: String,
    from: String,
    to: String,
}

/// Which entries, and which part of them.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    part: Continuation,
    #[serde(flatten)]
    typed: Typed,
}

struct ChangeRow {
    field: String,
    before: String,
    after: String,
}

struct EntryRow {
    when: String,
    datetime: String,
    command: String,
    who: Option<String>,
    only_person: Option<String>,
    organisation: Option<String>,
    kind: String,
    subject: String,
    only_subject: String,
    table: Option<String>,
    changes: Vec<ChangeRow>,
    /// What else is noted, field by field.
    more: Vec<(String, String)>,
    reason: Option<String>,
    request: Option<String>,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    frame: Frame,
    typed: Typed,
    filtered: bool,
    /// Whether something that was typed names nothing.
    unclear: bool,
    entries: Vec<EntryRow>,
    next: Option<String>,
}

/// The trail, newest first.
pub(super) async fn show(desk: Desk, Query(wanted): Query<Wanted>) -> Result<Response, DiscreetInstead> {
    desk.visitor.signed_in()?;
    let sight = desk.visitor.actor().audit_sight();
    if sight.is_nothing() {
        return Err(Instead::NotFound.into());
    }
    let site = desk.pages.site().await.map_err(Instead::from)?;
    let filter = wanted.typed.filter(&desk, &site).await?;
    let window = wanted.part.window()?.directed(Direction::Descending);
    let page = match &filter {
        Some(filter) => desk.reads().audit_log(&sight, filter, &window).await?,
        None => Page::empty(),
    };
    let next = next_page(&desk.reader, "/audit", &page).map(|next| format!("{next}{}", wanted.typed.query()));
    let entries = Entries::load(&desk, page.into_items()).await?.rows(&desk, &site);
    let page = AuditPage {
        frame: desk.frame(&site, desk.reader.text("page-audit-title")),
        filtered: !wanted.typed.query().is_empty(),
        unclear: filter.is_none(),
        typed: wanted.typed,
        entries,
        next,
    };
    Ok(discreet(respond(&page)?))
}

impl Typed {
    fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("person", &self.person),
            ("command", &self.command),
            ("subject", &self.subject),
            ("organisation", &self.organisation),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    /// The same as the rest of a query in an address.
    fn query(&self) -> String {
        let given = self.fields().into_iter().filter(|(_, text)| !text.trim().is_empty());
        given.map(|(name, text)| ["&", name, "=", &query_value(text.trim())].concat()).collect()
    }

    /// The conditions; nothing where something that was typed names nothing.
    async fn filter(&self, desk: &Desk, site: &Site) -> Result<Option<AuditFilter>, Instead> {
        let mut filter = AuditFilter { command: given(&self.command).map(str::to_owned), ..AuditFilter::default() };
        if let Some(said) = given(&self.person) {
            filter.person = person_named(desk, site, said).await?;
            if filter.person.is_none() {
                return Ok(None);
            }
        }
        if let Some(said) = given(&self.subject) {
            filter.subject = any_id(said);
            if filter.subject.is_none() {
                return Ok(None);
            }
        }
        if let Some(said) = given(&self.organisation) {
            let said = any_id(said).map_or_else(|| said.to_owned(), |id| id.to_string());
            let Ok(found) = desk.organisation_named(&said).await? else { return Ok(None) };
            filter.organisation = Some(found.id);
        }
        let (Ok(from), Ok(to)) = (read_day(&self.from, "from"), read_day(&self.to, "to")) else { return Ok(None) };
        filter.from = from.and_then(|day| midnight(day, site.zone));
        filter.to = to.and_then(|day| day.checked_add_days(Days::new(1))).and_then(|day| midnight(day, site.zone));
        Ok(Some(filter))
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// An id as pages show it, or as the API does.
fn any_id(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text).ok().or_else(|| id::decode(&ID::from(text)).map(|(_, id)| id))
}

/// The first moment of a day there.
fn midnight(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let earliest = day.and_hms_opt(0, 0, 0)?.and_local_timezone(zone).earliest()?;
    Some(earliest.with_timezone(&Utc))
}

/// The person with this id, or the only one in the reader's sight with these words in their name.
async fn person_named(desk: &Desk, site: &Site, said: &str) -> Result<Option<PersonId>, Instead> {
    if let Some(id) = any_id(said) {
        return Ok(Some(id.into()));
    }
    let filter =
        PersonFilter { text: Some(said.to_owned()), organisation: None, roles: Vec::new(), on: desk.today(site) };
    let found = desk.reads().persons(&desk.visitor.actor(), &filter, &Window::first(2)).await?.into_items();
    Ok(if let [only] = found.as_slice() { Some(only.id) } else { None })
}

/// Entries, with the names of what stands in them as far as the reader may see it.
struct Entries {
    listed: Vec<AuditEntry>,
    persons: HashMap<PersonId, String>,
    organisations: HashMap<StakeholderId, String>,
    tables: HashMap<TableId, String>,
    values: Vec<PersonalChange>,
}

impl Entries {
    async fn load(desk: &Desk, entries: Vec<AuditEntry>) -> Result<Self, Instead> {
        let (reads, viewer, sight) = (desk.reads(), desk.visitor.actor(), desk.visitor.sight());
        let persons = unique(entries.iter().filter_map(|entry| entry.person));
        let tables = unique(entries.iter().filter_map(|entry| entry.table));
        let ids: Vec<AuditEntryId> = entries.iter().map(|entry| entry.id).collect();
        let (persons, tables, organisations, values) = tokio::try_join!(
            reads.persons_by_id(&viewer, &persons),
            reads.tables_by_id(&sight, &tables),
            names(reads, entries.iter().filter_map(|entry| entry.on_behalf_of)),
            revealed(reads, &viewer, &ids),
        )?;
        let locale = desk.reader.locale();
        let tables = tables.into_iter().map(|table| (table.id, table.name.get(locale).to_owned())).collect();
        let persons = persons.into_iter().map(|person| (person.id, person.full_name())).collect();
        Ok(Self { listed: entries, persons, organisations, tables, values })
    }

    fn rows(&self, desk: &Desk, site: &Site) -> Vec<EntryRow> {
        self.listed.iter().map(|entry| self.row(desk, site, entry)).collect()
    }

    fn row(&self, desk: &Desk, site: &Site, entry: &AuditEntry) -> EntryRow {
        let here = desk.reader.link("/audit");
        let who = entry.person.map(|id| self.persons.get(&id).cloned().unwrap_or_else(|| id.to_string()));
        let told = |value: Option<&Value>| match value {
            Some(hash) if is_hashed(hash) => desk.reader.text("page-audit-personal"),
            other => said(other),
        };
        let values: Vec<PersonalChange> = self.values.iter().filter(|value| value.entry == entry.id).cloned().collect();
        let change = |change: FieldChange| ChangeRow {
            field: change.field,
            before: told(change.before.as_ref()),
            after: told(change.after.as_ref()),
        };
        EntryRow {
            when: format::moment(desk.reader.locale(), LocalMoment::at(entry.recorded_at, site.zone)),
            datetime: entry.recorded_at.to_rfc3339(),
            command: entry.command.to_string(),
            who,
            only_person: entry.person.map(|id| format!("{here}?person={id}")),
            organisation: entry.on_behalf_of.and_then(|id| self.organisations.get(&id).cloned()),
            kind: entry.subject_kind.to_string(),
            subject: entry.subject.to_string(),
            only_subject: format!("{here}?subject={}", entry.subject),
            table: entry.table.and_then(|id| self.tables.get(&id).cloned()),
            changes: revealed_changes(&entry.detail, &values).into_iter().map(change).collect(),
            more: more(&entry.detail),
            reason: entry.reason.clone(),
            request: entry.request_id.clone(),
        }
    }
}

/// What the detail of an entry notes besides a change.
fn more(detail: &Value) -> Vec<(String, String)> {
    let fields = detail.as_object().into_iter().flatten();
    let other = fields.filter(|(name, _)| !matches!(name.as_str(), "before" | "after"));
    other.map(|(name, value)| (name.clone(), said(Some(value)))).collect()
}

/// A value of the trail as text: words as they are, anything else as JSON.
fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
