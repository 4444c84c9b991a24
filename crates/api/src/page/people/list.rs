//! Everybody, for those who manage people.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use cordata_app::identity::CreatePerson;
use cordata_app::ports::people::PersonFilter;
use cordata_domain::Refusal;
use cordata_domain::policy::{Act, Facts};
use serde::Deserialize;

use super::super::account::{discreet, onward};
use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::respond;
use super::super::sent::Sent;
use super::super::view::{Continuation, next_page, query_value};
use super::desk::Desk;
use super::form::{Choice, Mistake, keyed, languages, read_language};

/// The most characters of a search that are looked at.
const MAX_WORDS: usize = 200;

/// Which persons or organisations are asked for.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    part: Continuation,
    q: Option<String>,
}

impl Wanted {
    /// From the start, whatever the name.
    pub(super) fn all() -> Self {
        Self { part: Continuation::start(), q: None }
    }

    pub(super) fn part(&self) -> &Continuation {
        &self.part
    }

    /// The words that the names shall contain.
    pub(super) fn words(&self) -> Option<String> {
        let words = self.q.as_deref().map(str::trim).filter(|words| !words.is_empty())?;
        Some(words.chars().take(MAX_WORDS).collect())
    }
}

/// The address of the next part of a list, which goes on looking for the same words.
pub(super) fn going_on(next: String, words: Option<&str>) -> String {
    match words {
        Some(words) => format!("{next}&q={}", query_value(words)),
        None => next,
    }
}

/// A person to be added.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    key: String,
    given_name: String,
    family_name: String,
    email: String,
    locale: String,
}

keyed!(PersonForm);

struct PersonLine {
    name: String,
    href: String,
    email: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    words: Option<String>,
    people: Vec<PersonLine>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "person_new.html")]
struct NewPersonPage {
    frame: Frame,
    key: String,
    form: PersonForm,
    languages: Vec<Choice>,
    mistake: Option<Mistake>,
}

/// Everybody, by family name.
pub(super) async fn show(desk: Desk, Query(wanted): Query<Wanted>) -> Result<Response, DiscreetInstead> {
    desk.require(Act::ManagePeople, &Facts::plan())?;
    let (site, words) = (desk.pages.site().await.map_err(Instead::from)?, wanted.words());
    let filter = PersonFilter { text: words.clone(), organisation: None, roles: Vec::new(), on: desk.today(&site) };
    let page = desk.reads().persons(&desk.visitor.actor(), &filter, &wanted.part.window()?).await?;
    let next = next_page(&desk.reader, "/people", &page).map(|next| going_on(next, words.as_deref()));
    let line = |person: cordata_domain::identity::Person| PersonLine {
        name: person.full_name(),
        href: desk.reader.link(&format!("/people/{}", person.id)),
        email: person.email.map(|email| email.as_str().to_owned()).unwrap_or_default(),
    };
    let people = page.into_items().into_iter().map(line).collect();
    let frame = desk.frame(&site, desk.reader.text("page-people-title"));
    Ok(discreet(respond(&PeoplePage { frame, words, people, next })?))
}

/// Shows the form of a new person.
pub(super) async fn ask(desk: Desk) -> Result<Response, DiscreetInstead> {
    desk.require(Act::ManagePeople, &Facts::plan())?;
    let form = PersonForm { locale: desk.reader.locale().to_string(), ..PersonForm::default() };
    Ok(discreet(respond(&question(&desk, form, None).await?)?))
}

/// Adds a person, and shows them.
pub(super) async fn add(desk: Desk, sent: Sent<PersonForm>) -> Result<Response, DiscreetInstead> {
    desk.require(Act::ManagePeople, &Facts::plan())?;
    let caller = desk.sender(&sent)?;
    match desk.carry_out(&caller, sent.form.command()).await? {
        Ok(person) => Ok(onward(&format!("{}?done=added", desk.reader.link(&format!("/people/{person}"))))),
        Err(refusal) => {
            let page = question(&desk, sent.form, Some(&refusal)).await?;
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
    }
}

impl PersonForm {
    fn command(&self) -> Result<CreatePerson, Refusal> {
        Ok(CreatePerson {
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            email: Some(self.email.clone()),
            locale: read_language(&self.locale)?,
            zone: None,
        })
    }
}

async fn question(desk: &Desk, form: PersonForm, refusal: Option<&Refusal>) -> Result<NewPersonPage, Instead> {
    let site = desk.pages.site().await?;
    let frame = desk.frame(&site, desk.reader.text("page-people-new"));
    Ok(NewPersonPage {
        frame: frame.crumb(desk.reader.text("page-people-title"), "/people"),
        key: desk.visitor.form_key(),
        languages: languages(&form.locale),
        form,
        mistake: refusal.map(|refusal| Mistake::new(&desk.reader, "person", refusal)),
    })
}
