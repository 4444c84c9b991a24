//! One's own page: what one is, where one is signed in, and the tokens of one's programs.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::AppError;
use cordata_app::identity::{CreateApiToken, RevokeApiToken};
use cordata_app::ports::session::OpenSession;
use cordata_app::session::EndSession;
use cordata_app::token::ClearToken;
use cordata_domain::identity::{ApiToken, OpenIdSubject, Role, Session, TokenScope};
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::{Reach, Standing};
use cordata_domain::{InputProblem, Refusal};
use cordata_text::format;
use serde::Deserialize;
use strum::VariantArray;
use uuid::Uuid;

use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::people::{Choice, Mistake};
use super::super::reader::Reader;
use super::super::sent::Sent;
use super::super::view::{Link, names};
use super::super::visitor::Visitor;
use super::super::{PageState, Site, respond};
use super::work::{DigestChoice, DigestForm, digest, links};
use super::{discreet, onward};
use crate::cookie;

/// Days for which a token of this page may work.
const TOKEN_DAYS: [i64; 3] = [30, 90, 365];

/// A form without fields, but for the key that every form of a session carries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlainForm {
    key: String,
}

impl PlainForm {
    /// The key.
    pub(super) fn key(&self) -> &str {
        &self.key
    }
}

/// A token to be made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    key: String,
    label: String,
    scope: String,
    days: String,
}

struct SessionRow {
    id: String,
    agent: String,
    since: String,
    last_used: String,
    method: String,
    current: bool,
}

/// An identity provider by which one signs in.
struct IdentityRow {
    id: String,
    provider: String,
    subject: String,
    since: String,
}

struct TokenRow {
    id: String,
    label: String,
    scope: String,
    /// In words, until when it works.
    until: String,
    last_used: String,
}

/// A role, and what it is held for where that is one organisation or table.
struct RoleRow {
    role: String,
    place: Option<Link>,
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    frame: Frame,
    key: String,
    name: String,
    email: String,
    roles: Vec<RoleRow>,
    sessions: Vec<SessionRow>,
    identities: Vec<IdentityRow>,
    /// What the button says that links the identity provider, where there is one.
    link: Option<String>,
    tokens: Vec<TokenRow>,
    scopes: Vec<Choice>,
    spans: Vec<Choice>,
    /// A token that was made just now: shown this once.
    fresh: Option<String>,
    mistake: Option<Mistake>,
    links: Vec<Link>,
    digest: DigestChoice,
}

/// Shows what one is and has.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
) -> Result<Response, DiscreetInstead> {
    Ok(discreet(respond(&me(&pages, &reader, &visitor).await?)?))
}

/// Signs out here: the session ends, whoever still has its secret.
pub(super) async fn sign_out(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    sent: Sent<PlainForm>,
) -> Result<Response, DiscreetInstead> {
    if visitor.session().is_some() {
        let open = visitor.sent(&sent.headers, &sent.form.key, &pages)?;
        let end = EndSession { session: open.session.id, from_elsewhere: false };
        pages.app.execute(&visitor.caller(sent.caller), end).await?;
    }
    let mut response = onward(&reader.link("/"));
    if let Some(gone) = cookie::clear(cookie::SESSION, &pages.public_url) {
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    Ok(response)
}

/// Ends a session of one's own in another browser.
pub(super) async fn end_session(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    sent: Sent<PlainForm>,
) -> Result<Response, DiscreetInstead> {
    visitor.sent(&sent.headers, &sent.form.key, &pages)?;
    pages.app.execute(&visitor.caller(sent.caller), EndSession { session: id.into(), from_elsewhere: true }).await?;
    Ok(onward(&reader.link("/me")))
}

/// Makes a token, and shows it this once.
pub(super) async fn make_token(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    sent: Sent<TokenForm>,
) -> Result<Response, DiscreetInstead> {
    let open = visitor.sent(&sent.headers, &sent.form.key, &pages)?;
    let outcome = match sent.form.command(open, pages.app.now()) {
        Ok(command) => pages.app.execute(&visitor.caller(sent.caller.clone()), command).await,
        Err(refusal) => Err(refusal.into()),
    };
    let page = me(&pages, &reader, &visitor).await?;
    match outcome {
        Ok((_, clear)) => Ok(discreet(respond(&page.with_fresh(&clear))?)),
        Err(AppError::Refused(refusal)) => {
            let page = MePage { mistake: Some(Mistake::new(&reader, "token", &refusal)), ..page };
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Sets when one wants digests.
pub(super) async fn choose_digests(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    sent: Sent<DigestForm>,
) -> Result<Response, DiscreetInstead> {
    let open = visitor.sent(&sent.headers, &sent.form.key, &pages)?;
    let outcome = match sent.form.command(open.session.person) {
        Ok(command) => pages.app.execute(&visitor.caller(sent.caller), command).await.map(|_| ()),
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(()) => Ok(onward(&format!("{}#digests", reader.link("/me")))),
        Err(AppError::Refused(refusal)) => {
            let mistake = Some(Mistake::new(&reader, "digest", &refusal));
            let page = MePage { mistake, ..me(&pages, &reader, &visitor).await? };
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Revokes a token of one's own.
pub(super) async fn revoke_token(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    sent: Sent<PlainForm>,
) -> Result<Response, DiscreetInstead> {
    visitor.sent(&sent.headers, &sent.form.key, &pages)?;
    pages.app.execute(&visitor.caller(sent.caller), RevokeApiToken { token: id.into() }).await?;
    Ok(onward(&reader.link("/me")))
}

impl TokenForm {
    fn command(&self, open: &OpenSession, now: DateTime<Utc>) -> Result<CreateApiToken, Refusal> {
        let wrong = |field| Refusal::input(InputProblem::Blank).under(field);
        let days = self.days.parse().ok().filter(|days| TOKEN_DAYS.contains(days)).ok_or_else(|| wrong("days"))?;
        Ok(CreateApiToken {
            person: open.session.person,
            label: self.label.clone(),
            scope: self.scope.parse().map_err(|_| wrong("scope"))?,
            expires_at: Some(now + TimeDelta::days(days)),
        })
    }
}

impl MePage {
    fn with_fresh(self, clear: &ClearToken) -> Self {
        Self { fresh: Some(clear.reveal().to_owned()), ..self }
    }
}

async fn me(pages: &PageState, reader: &Reader, visitor: &Visitor) -> Result<MePage, Instead> {
    let open = visitor.signed_in()?;
    let (now, person) = (pages.app.now(), open.session.person);
    let reads = pages.reads.as_ref();
    let (site, persons, sessions, identities, tokens) = tokio::try_join!(
        pages.site(),
        async { reads.persons_by_id(&visitor.actor(), &[person]).await },
        async { reads.sessions_of(person, now).await },
        async { reads.openid_subjects_of(person).await },
        async { reads.tokens_of(person).await },
    )?;
    let person = persons.into_iter().next().ok_or(Instead::NotFound)?;
    let scopes = TokenScope::VARIANTS
        .iter()
        .map(|scope| Choice::new(<&str>::from(*scope), reader.label("token-scope", *scope), ""));
    let spans = TOKEN_DAYS
        .map(|days| Choice::new(days.to_string(), reader.format("page-me-token-days", &[("days", days.into())]), ""));
    Ok(MePage {
        key: visitor.form_key(),
        name: person.full_name(),
        email: person.email.map(|email| email.as_str().to_owned()).unwrap_or_default(),
        roles: roles(pages, reader, visitor, &open.standing).await?,
        sessions: sessions.iter().map(|session| session_row(reader, &site, session, open)).collect(),
        identities: identities.iter().map(|linked| identity_row(pages, reader, &site, linked)).collect(),
        link: pages
            .openid
            .as_ref()
            .map(|provider| reader.format("page-me-openid-link", &[("provider", provider.label().into())])),
        tokens: tokens
            .iter()
            .filter(|token| token.is_valid(now))
            .map(|token| token_row(reader, &site, token))
            .collect(),
        scopes: scopes.collect(),
        spans: spans.into(),
        fresh: None,
        mistake: None,
        links: links(pages, reader, visitor).await?,
        digest: digest(pages, reader, person.id, person.zone).await?,
        frame: Frame::new(reader.clone(), &site, reader.text("page-me-title")),
    })
}

fn moment(reader: &Reader, site: &Site, at: DateTime<Utc>) -> String {
    format::moment(reader.locale(), LocalMoment::at(at, site.zone))
}

fn session_row(reader: &Reader, site: &Site, session: &Session, open: &OpenSession) -> SessionRow {
    SessionRow {
        id: session.id.to_string(),
        agent: session.agent.clone(),
        since: moment(reader, site, session.created_at),
        last_used: moment(reader, site, session.last_used_at),
        method: reader.label("sign-in-method", session.method),
        current: session.id == open.session.id,
    }
}

/// The provider by its label where it is the present one, else by its address.
fn identity_row(pages: &PageState, reader: &Reader, site: &Site, linked: &OpenIdSubject) -> IdentityRow {
    let present = pages.openid.as_ref().filter(|provider| provider.issuer() == linked.name.issuer);
    IdentityRow {
        id: linked.id.to_string(),
        provider: present.map_or_else(|| linked.name.issuer.clone(), |provider| provider.label().to_owned()),
        subject: linked.name.subject.clone(),
        since: moment(reader, site, linked.linked_at),
    }
}

fn token_row(reader: &Reader, site: &Site, token: &ApiToken) -> TokenRow {
    let at = |time: DateTime<Utc>| moment(reader, site, time);
    let until = |time| reader.format("page-me-token-until", &[("until", at(time).into())]);
    TokenRow {
        id: token.id.to_string(),
        label: token.label.clone(),
        scope: reader.label("token-scope", token.scope),
        until: token.expires_at.map_or_else(|| reader.text("page-me-token-endless"), until),
        last_used: token.last_used_at.map_or_else(|| "–".to_owned(), at),
    }
}

/// The roles one holds today, each with what it is held for.
async fn roles(
    pages: &PageState,
    reader: &Reader,
    visitor: &Visitor,
    standing: &Standing,
) -> Result<Vec<RoleRow>, Instead> {
    let sight = visitor.sight();
    let reads = pages.reads.as_ref();
    let (names, tables) =
        tokio::try_join!(names(reads, sight.organisations.clone()), reads.tables_by_id(&sight, &sight.tables))?;
    let of_organisation = |role: Role, list: &[cordata_domain::ids::StakeholderId]| {
        let row = |id| RoleRow { role: reader.label("role", role), place: place(names.get(id).cloned()) };
        list.iter().map(row).collect::<Vec<_>>()
    };
    let of_table = |label: String, id: &cordata_domain::ids::TableId| {
        let table = tables.iter().find(|table| table.id == *id);
        RoleRow { role: label, place: table.map(|table| Link::to_table(reader, table)) }
    };
    let reaching = |role: Role, reach: &Reach| {
        let plan = reach.plan.then(|| RoleRow { role: reader.label("role", role), place: None });
        let tables = reach.tables.iter().map(|id| of_table(reader.label("role", role), id));
        plan.into_iter().chain(tables).collect::<Vec<_>>()
    };
    let mut rows = of_organisation(Role::OrgManager, &standing.manager_of);
    rows.extend(of_organisation(Role::Delegate, &standing.delegate_of));
    rows.extend(standing.coordinates.iter().map(|id| of_table(reader.text("page-me-coordinator"), id)));
    rows.extend(standing.seats.iter().map(|seat| of_table(reader.text("page-me-seat"), &seat.table)));
    rows.extend(reaching(Role::Secretariat, &standing.secretariat));
    rows.extend(reaching(Role::Steward, &standing.steward));
    rows.extend(reaching(Role::Auditor, &standing.auditor));
    rows.extend(standing.admin.then(|| RoleRow { role: reader.label("role", Role::PlatformAdmin), place: None }));
    Ok(rows)
}

/// The name of an organisation; organisations have no page yet.
fn place(name: Option<String>) -> Option<Link> {
    name.map(|name| Link { said: super::super::view::Said { text: name, lang: None }, href: String::new() })
}
