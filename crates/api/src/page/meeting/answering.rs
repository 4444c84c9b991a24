//! Answering a convocation on the meeting's page, and changing the answer, for the addressees who signed in: by the
//! same command as the mutation.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cordata_app::AppError;
use cordata_app::meeting::AnswerConvocation;
use cordata_domain::ids::{InviteeId, StakeholderId};
use cordata_domain::meeting::{AnswerKind, Invitee, Meeting, MeetingState};
use cordata_domain::table::Seat;
use serde::Deserialize;
use uuid::Uuid;

use super::view::MeetingPage;
use super::{load, visible};
use crate::page::account::{discreet, onward};
use crate::page::address::{self, Key};
use crate::page::answer::{self, Choice, DiscreetInstead};
use crate::page::instead::Instead;
use crate::page::people::Mistake;
use crate::page::reader::Reader;
use crate::page::sent::Sent;
use crate::page::view::names;
use crate::page::visitor::Visitor;
use crate::page::{PageState, respond};

/// What somebody answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::page) struct AnswerForm {
    key: String,
    invitee: String,
    answer: String,
}

/// The forms, one for each seat that whoever signed in was invited for.
pub(super) struct Answering {
    pub(super) key: String,
    pub(super) action: String,
    pub(super) places: Vec<Place>,
    pub(super) mistake: Option<Mistake>,
}

/// One seat that somebody was invited for.
pub(super) struct Place {
    pub(super) invitee: String,
    pub(super) lead: String,
    pub(super) current: Option<String>,
    pub(super) choices: Vec<Choice>,
}

impl Answering {
    /// Nothing for whoever was not invited, and once the meeting has begun or was called off.
    pub(super) async fn load(
        pages: &PageState,
        reader: &Reader,
        visitor: &Visitor,
        meeting: &Meeting,
    ) -> Result<Option<Self>, AppError> {
        let open = meeting.state == MeetingState::Convened && pages.app.now() < meeting.plan.starts.instant();
        let Some(session) = visitor.session().filter(|_| open) else { return Ok(None) };
        let (reads, viewer, sight) = (pages.reads.as_ref(), visitor.actor(), visitor.sight());
        let (person, today) = (session.session.person, pages.site().await?.today(pages.app.now()));
        let (ids, tables, persons) = ([meeting.id], [meeting.table], [person]);
        let (invitees, seats, posts) = tokio::try_join!(
            reads.invitees_of(&sight, &ids),
            reads.seats_of(&sight, &tables),
            reads.posts_of(&viewer, &persons),
        )?;
        // Who has left the organisation answers for it no more (rule P1).
        let speaks = |organisation| posts.iter().any(|post| post.organisation == organisation && post.holds_on(today));
        let mine = |invitee: &Invitee| invitee.person == person && speaks(invitee.organisation);
        let own: Vec<Invitee> = invitees.into_iter().map(|(_, invitee)| invitee).filter(mine).collect();
        let names = names(reads, own.iter().map(|invitee| invitee.organisation)).await?;
        let name = |id: &StakeholderId| names.get(id).map(String::as_str).unwrap_or_default();
        let place = |invitee: &Invitee| Place::new(reader, meeting, &seats, invitee, name(&invitee.organisation));
        Ok((!own.is_empty()).then(|| Self {
            key: visitor.form_key(),
            action: reader.link(&address::answers(meeting.id)),
            places: own.iter().map(place).collect(),
            mistake: None,
        }))
    }
}

impl Place {
    fn new(reader: &Reader, meeting: &Meeting, seats: &[Seat], invitee: &Invitee, organisation: &str) -> Self {
        Self {
            invitee: invitee.id.to_string(),
            lead: reader.format("page-answer-lead", &[("organisation", organisation.into())]),
            current: answer::current(reader, meeting, invitee),
            choices: answer::choices(reader, meeting, seats, invitee),
        }
    }
}

/// Records an answer in place of an earlier one, and shows it on the page.
pub(in crate::page) async fn answer(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
    sent: Sent<AnswerForm>,
) -> Result<Response, DiscreetInstead> {
    visitor.sent(&sent.headers, &sent.form.key, &pages)?;
    let meeting = visible(pages.reads.as_ref(), &visitor.sight(), &key).await?;
    let invitee: InviteeId = sent.form.invitee.parse::<Uuid>().map_err(|_| Instead::BadRequest)?.into();
    let answer: AnswerKind = sent.form.answer.parse().map_err(|_| Instead::BadRequest)?;
    let command = AnswerConvocation { invitee, answer };
    match pages.app.execute(&visitor.caller(sent.caller), command).await {
        Ok(_) => Ok(onward(&format!("{}#answer", reader.link(&address::meeting(&meeting))))),
        Err(AppError::Refused(refusal)) => {
            let mistake = Mistake::new(&reader, "answer", &refusal);
            let (site, record) = tokio::try_join!(pages.site(), load(&pages, &visitor, meeting))?;
            let answering = Answering::load(&pages, &reader, &visitor, &record.meeting).await?;
            let answering = answering.map(|form| Answering { mistake: Some(mistake), ..form });
            let page = MeetingPage::new(&reader, &site, &record, answering);
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
        Err(error) => Err(Instead::from(error).into()),
    }
}
