//! Remarking on circulated minutes, on their page: by the same command as the mutation. What is refused is told, and
//! nothing that was written is lost.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::meeting::RemarkOnMinutes;
use cordata_domain::ids::StakeholderId;
use cordata_domain::meeting::RemarkDraft;
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::{Act, Facts, decide};
use serde::Deserialize;
use uuid::Uuid;

use super::{MinutesPage, Record};
use crate::page::account::{discreet, onward};
use crate::page::address::{self, Key};
use crate::page::answer::DiscreetInstead;
use crate::page::instead::Instead;
use crate::page::people::{Choice, Mistake};
use crate::page::reader::Reader;
use crate::page::sent::Sent;
use crate::page::visitor::Visitor;
use crate::page::{PageState, respond};

/// What somebody says about the minutes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::page) struct RemarkForm {
    key: String,
    organisation: String,
    text: String,
}

/// The form, for whoever may remark now.
pub(super) struct Remarking {
    pub(super) key: String,
    pub(super) action: String,
    /// For whom they may speak.
    pub(super) organisations: Vec<Choice>,
    pub(super) text: String,
    pub(super) mistake: Option<Mistake>,
}

impl Remarking {
    /// The empty form; nothing for whoever speaks for nobody at the table, and outside the term.
    pub(super) fn of(reader: &Reader, visitor: &Visitor, record: &Record, now: DateTime<Utc>) -> Option<Self> {
        let today = LocalMoment::at(now, record.meeting.plan.starts.zone).date();
        let session = visitor.session().filter(|_| record.minutes.takes_remarks(today))?;
        let actor = visitor.actor();
        let may = |organisation: &&StakeholderId| {
            let facts = Facts { table: Some(record.minutes.table), organisation: Some(**organisation), person: None };
            decide(&actor, Act::RemarkOnMinutes, &facts).is_some()
        };
        let own = session.standing.visibility().organisations;
        let choice =
            |id: &StakeholderId| Choice::new(id.to_string(), record.names.get(id).cloned().unwrap_or_default(), "");
        let organisations: Vec<Choice> = own.iter().filter(may).map(choice).collect();
        (!organisations.is_empty()).then(|| Self {
            key: visitor.form_key(),
            action: reader.link(&address::remarks(record.meeting.id)),
            organisations,
            text: String::new(),
            mistake: None,
        })
    }

    fn refused(mut self, form: RemarkForm, mistake: Mistake) -> Self {
        for choice in &mut self.organisations {
            choice.selected = choice.value == form.organisation;
        }
        Self { text: form.text, mistake: Some(mistake), ..self }
    }
}

/// Records a remark, and shows it on the page.
pub(in crate::page) async fn remark(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
    sent: Sent<RemarkForm>,
) -> Result<Response, DiscreetInstead> {
    visitor.sent(&sent.headers, &sent.form.key, &pages)?;
    let meeting = key.uuid().ok_or(Instead::NotFound)?.into();
    let organisation: Uuid = sent.form.organisation.parse().map_err(|_| Instead::BadRequest)?;
    let record = Record::load(pages.reads.as_ref(), &visitor.sight(), meeting).await?.ok_or(Instead::NotFound)?;
    let remark = RemarkDraft {
        on_behalf_of: organisation.into(),
        text: sent.form.text.clone(),
        language: reader.locale().clone(),
    };
    let command = RemarkOnMinutes { minutes: record.minutes.id, remark };
    match pages.app.execute(&visitor.caller(sent.caller.clone()), command).await {
        Ok(_) => Ok(onward(&format!("{}#remarks", reader.link(&address::minutes(meeting))))),
        Err(AppError::Refused(refusal)) => {
            let mistake = Mistake::new(&reader, "remark", &refusal);
            let remarking = Remarking::of(&reader, &visitor, &record, pages.app.now());
            let remarking = remarking.map(|form| form.refused(sent.form, mistake));
            let page = MinutesPage::new(&reader, &pages.site().await?, &record, remarking);
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
        Err(error) => Err(Instead::from(error).into()),
    }
}
