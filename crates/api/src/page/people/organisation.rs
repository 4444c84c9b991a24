//! The organisations: a list for everybody, with a form to add one for the secretariat.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use cordata_app::ports::read::StakeholderFilter;
use cordata_app::stakeholder::CreateStakeholder;
use cordata_domain::Refusal;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};
use serde::Deserialize;

use super::super::account::{discreet, onward};
use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::respond;
use super::super::sent::Sent;
use super::super::view::{next_page, query_value};
use super::desk::Desk;
use super::form::{Choice, Mistake, keyed};
use super::list::{Wanted, going_on};

/// An organisation to be added.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OrganisationForm {
    key: String,
    name: String,
    kind: String,
    tax_code: String,
}

keyed!(OrganisationForm);

struct OrganisationLine {
    name: String,
    kind: String,
    /// The page of its people, for those who see to them.
    people: Option<String>,
}

#[derive(Template)]
#[template(path = "organisations.html")]
struct OrganisationsPage {
    frame: Frame,
    key: String,
    words: Option<String>,
    organisations: Vec<OrganisationLine>,
    next: Option<String>,
    may_add: bool,
    form: OrganisationForm,
    kinds: Vec<Choice>,
    mistake: Option<Mistake>,
}

/// The organisations, by name.
pub(super) async fn list(desk: Desk, Query(wanted): Query<Wanted>) -> Result<Response, DiscreetInstead> {
    let page = organisations(&desk, &wanted, OrganisationForm::default(), None).await?;
    Ok(discreet(respond(&page)?))
}

/// Adds an organisation, and shows it in the list.
pub(super) async fn add(desk: Desk, sent: Sent<OrganisationForm>) -> Result<Response, DiscreetInstead> {
    desk.require(Act::CreateStakeholder, &Facts::plan())?;
    let caller = desk.sender(&sent)?;
    let form = sent.form;
    let command =
        CreateStakeholder { name: form.name.clone(), kind: form.kind.clone(), tax_code: Some(form.tax_code.clone()) };
    match desk.carry_out(&caller, Ok(command)).await? {
        Ok(_) => Ok(onward(&format!("{}?q={}", desk.reader.link("/organisations"), query_value(form.name.trim())))),
        Err(refusal) => {
            let page = organisations(&desk, &Wanted::all(), form, Some(&refusal)).await?;
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
    }
}

async fn organisations(
    desk: &Desk,
    wanted: &Wanted,
    form: OrganisationForm,
    refusal: Option<&Refusal>,
) -> Result<OrganisationsPage, Instead> {
    let (reader, reads, words) = (&desk.reader, desk.reads(), wanted.words());
    let (site, kinds) = tokio::try_join!(desk.pages.site(), async { reads.stakeholder_kinds().await })?;
    let filter = StakeholderFilter { text: words.clone(), ..StakeholderFilter::default() };
    let page = reads.stakeholders(&filter, &wanted.part().window()?).await?;
    let next = next_page(reader, "/organisations", &page).map(|next| going_on(next, words.as_deref()));
    let kind = |it: &StakeholderKind| Choice::new(&it.code, it.name.get(reader.locale()), &form.kind);
    let mut choices: Vec<Choice> = kinds.iter().map(kind).collect();
    choices.sort_by(|one, other| one.label.cmp(&other.label));
    Ok(OrganisationsPage {
        frame: Frame::new(reader.clone(), &site, reader.text("page-organisations-title")),
        key: desk.visitor.form_key(),
        words,
        organisations: page.into_items().iter().map(|it| line(desk, it, &kinds)).collect(),
        next,
        may_add: desk.may(Act::CreateStakeholder, &Facts::plan()),
        form,
        kinds: choices,
        mistake: refusal.map(|refusal| Mistake::new(reader, "organisation", refusal)),
    })
}

fn line(desk: &Desk, organisation: &Stakeholder, kinds: &[StakeholderKind]) -> OrganisationLine {
    let kind = kinds.iter().find(|kind| kind.code == organisation.kind);
    let people = desk.may(Act::ManageAffiliation, &Facts::organisation(organisation.id));
    OrganisationLine {
        name: organisation.name.clone(),
        kind: kind.map(|kind| kind.name.get(desk.reader.locale()).to_owned()).unwrap_or_default(),
        people: people.then(|| desk.reader.link(&format!("/organisations/{}/people", organisation.id))),
    }
}
