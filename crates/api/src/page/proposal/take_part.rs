//! What members do on the page of a proposal: comment on a clause, endorse the last version, bring an earlier one back.
//! Sending runs the same commands as the mutations; what is refused is told, and nothing that was written is lost.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use cordata_app::codesign::{CommentOn, EndorseProposal, RestoreProposalVersion};
use cordata_app::{AppError, Command};
use cordata_domain::codesign::{CommentDraft, ProposalState};
use cordata_domain::ids::{ProposalId, StakeholderId};
use cordata_domain::policy::{Act, Actor, Facts, decide};
use cordata_text::refusal_message;
use serde::Deserialize;
use uuid::Uuid;

use super::{Record, Wanted, load};
use crate::page::PageState;
use crate::page::address::{self, Key};
use crate::page::instead::Instead;
use crate::page::reader::Reader;
use crate::page::respond;
use crate::page::sent::Sent;
use crate::page::visitor::Visitor;

/// What a member sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::page) struct TakingPartForm {
    key: String,
    /// The version that was read.
    number: u32,
    /// The last version, where an earlier one was read.
    last: u32,
    organisation: String,
    clause: String,
    text: String,
}

/// An organisation that the reader can speak for.
pub(super) struct Voice {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

/// What the reader can do here.
#[derive(Default)]
pub(super) struct TakingPart {
    pub(super) key: String,
    /// For whom they may comment.
    pub(super) commenting: Vec<Voice>,
    /// For whom they may endorse.
    pub(super) endorsing: Vec<Voice>,
    /// Whether they may bring the text that they read back.
    pub(super) restoring: bool,
    /// A comment that was refused: its clause and its text.
    pub(super) draft: Option<(String, String)>,
    pub(super) mistake: Option<String>,
}

impl TakingPart {
    /// What this reader can do with the version of a proposal that they read: with the last one of an open proposal, or
    /// with an earlier one.
    pub(super) fn of(visitor: &Visitor, record: &Record) -> Self {
        let proposal = &record.proposal;
        let Some(session) = visitor.session() else { return Self::default() };
        let actor = visitor.actor();
        if record.number < proposal.current {
            let live = matches!(proposal.state, ProposalState::Draft | ProposalState::Open);
            let restoring = live && decide(&actor, Act::ManageProposal, &Facts::table(proposal.table)).is_some();
            return Self { key: visitor.form_key(), restoring, ..Self::default() };
        }
        if proposal.state != ProposalState::Open {
            return Self::default();
        }
        let own = session.standing.visibility().organisations;
        let voices = |act| {
            let may = |id: &&StakeholderId| may(&actor, act, record, **id);
            let voice = |id: &StakeholderId| Voice {
                id: id.to_string(),
                name: record.names.get(id).cloned().unwrap_or_default(),
                chosen: false,
            };
            own.iter().filter(may).map(voice).collect()
        };
        Self {
            key: visitor.form_key(),
            commenting: voices(Act::CommentOn),
            endorsing: voices(Act::EndorseProposal),
            ..Self::default()
        }
    }

    /// The same after something was refused.
    fn refused(mut self, form: TakingPartForm, mistake: String) -> Self {
        for voice in self.commenting.iter_mut().chain(&mut self.endorsing) {
            voice.chosen = voice.id == form.organisation;
        }
        let draft = (!form.clause.is_empty()).then_some((form.clause, form.text));
        Self { draft, mistake: Some(mistake), ..self }
    }

    /// What was written about a clause and refused.
    pub(super) fn draft_of(&self, clause: &str) -> &str {
        self.draft.as_ref().filter(|(of, _)| of == clause).map_or("", |(_, text)| text)
    }
}

fn may(actor: &Actor, act: Act, record: &Record, organisation: StakeholderId) -> bool {
    let facts = Facts { table: Some(record.proposal.table), organisation: Some(organisation), person: None };
    decide(actor, act, &facts).is_some()
}

/// Comments on a clause.
pub(in crate::page) async fn comment(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
    sent: Sent<TakingPartForm>,
) -> Result<Response, Instead> {
    let form = &sent.form;
    let proposal = ProposalId::from(key.uuid().ok_or(Instead::NotFound)?);
    let command = CommentOn {
        proposal,
        comment: CommentDraft {
            number: form.number,
            clause: read_id(&form.clause)?,
            reply_to: None,
            on_behalf_of: read_id(&form.organisation)?,
            text: form.text.clone(),
            language: reader.locale().clone(),
        },
    };
    let place = format!("#clause-{}", form.clause);
    carry_out(Asked { pages, reader, visitor, proposal, place }, sent, command).await
}

/// Endorses the last version.
pub(in crate::page) async fn endorse(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
    sent: Sent<TakingPartForm>,
) -> Result<Response, Instead> {
    let proposal = ProposalId::from(key.uuid().ok_or(Instead::NotFound)?);
    let organisation = read_id(&sent.form.organisation)?;
    let command = EndorseProposal { proposal, text_version: sent.form.number, organisation };
    let place = "#endorsements".to_owned();
    carry_out(Asked { pages, reader, visitor, proposal, place }, sent, command).await
}

/// Brings an earlier version back.
pub(in crate::page) async fn restore(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
    sent: Sent<TakingPartForm>,
) -> Result<Response, Instead> {
    let proposal = ProposalId::from(key.uuid().ok_or(Instead::NotFound)?);
    let (text_version, base_version) = (sent.form.number, sent.form.last);
    let command = RestoreProposalVersion { proposal, base_version, text_version };
    carry_out(Asked { pages, reader, visitor, proposal, place: "#text".to_owned() }, sent, command).await
}

fn read_id<I: From<Uuid>>(text: &str) -> Result<I, Instead> {
    Uuid::parse_str(text).map(Into::into).map_err(|_| Instead::BadRequest)
}

/// Who asks for what, and where they go on.
struct Asked {
    pages: PageState,
    reader: Reader,
    visitor: Visitor,
    proposal: ProposalId,
    place: String,
}

async fn carry_out<C: Command>(asked: Asked, sent: Sent<TakingPartForm>, command: C) -> Result<Response, Instead> {
    let Asked { pages, reader, visitor, proposal, place } = asked;
    visitor.sent(&sent.headers, &sent.form.key, &pages)?;
    let outcome = pages.app.execute(&visitor.caller(sent.caller.clone()), command).await;
    let (site, record) = load(&pages, &visitor, proposal, &Wanted::default()).await?;
    match outcome {
        Ok(_) => {
            let page = reader.link(&address::proposal(&record.proposal));
            Ok(Redirect::to(&format!("{page}{place}")).into_response())
        }
        Err(AppError::Refused(refusal)) => {
            let message = refusal_message(reader.locale(), &refusal);
            let taking_part = TakingPart::of(&visitor, &record).refused(sent.form, message);
            let page = super::ProposalPage::new(&reader, &site, &record, taking_part);
            let headers = [(header::CACHE_CONTROL, "no-store")];
            Ok((StatusCode::UNPROCESSABLE_ENTITY, headers, respond(&page)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
