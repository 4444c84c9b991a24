//! One person, for those who manage people: what is known, posts, roles, invitation, and why they may do something.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use cordata_app::Caller;
use cordata_app::identity::{GrantRole, StartAffiliation, UpdatePerson};
use cordata_domain::identity::{GrantScope, Person, PersonChange, Role};
use cordata_domain::ids::{PersonId, TableId};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::table::ConcertationTable;
use cordata_domain::{InputProblem, Reason, Refusal};
use serde::Deserialize;
use strum::VariantArray;
use uuid::Uuid;

use super::super::account::{discreet, onward};
use super::super::address::Key;
use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::respond;
use super::super::sent::Sent;
use super::super::view::names;
use super::desk::{Desk, named};
use super::explain::{Asked, Explanation, explanation};
use super::form::{Choice, Days, Mistake, keyed, languages, read_language, read_zone};
use super::view::{Done, HeldRow, Places, invitation};

/// What is asked for: an explanation; and what was done before.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    asked: Asked,
    #[serde(flatten)]
    done: Done,
}

/// What is known about a person, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DataForm {
    key: String,
    version: String,
    given_name: String,
    family_name: String,
    email: String,
    locale: String,
    zone: String,
}

/// A post to be started.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PostForm {
    key: String,
    organisation: String,
    post: String,
    #[serde(flatten)]
    days: Days,
}

/// A role to be given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RoleForm {
    key: String,
    role: String,
    scope: String,
    organisation: String,
    #[serde(flatten)]
    days: Days,
}

keyed!(DataForm, PostForm, RoleForm);

/// The forms of the page, as they are filled in.
struct Forms {
    data: DataForm,
    post: PostForm,
    role: RoleForm,
    refused: Option<(&'static str, Refusal)>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    key: String,
    here: String,
    done: Option<String>,
    mistake: Option<Mistake>,
    /// What is stored now, where somebody else was faster.
    stored: Option<String>,
    data: DataForm,
    languages: Vec<Choice>,
    may_invite: bool,
    invite: String,
    invitation: String,
    posts: Vec<HeldRow>,
    post: PostForm,
    roles: Vec<HeldRow>,
    may_grant: bool,
    role: RoleForm,
    role_kinds: Vec<Choice>,
    scopes: Vec<Choice>,
    explanation: Explanation,
}

/// Shows a person.
pub(super) async fn show(
    desk: Desk,
    Path(key): Path<Key>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, DiscreetInstead> {
    let person = person(&desk, &key).await?;
    let forms = Forms::of(&desk, &person).await?;
    Ok(discreet(respond(&page(&desk, &person, &wanted, forms).await?)?))
}

/// Changes what is known.
pub(super) async fn change(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<DataForm>,
) -> Result<Response, DiscreetInstead> {
    let person = person(&desk, &key).await?;
    let caller = desk.sender(&sent)?;
    match desk.carry_out(&caller, sent.form.command(person.id)).await? {
        Ok(_) => Ok(saved(&desk, person.id, "saved")),
        Err(refusal) => {
            let forms = Forms::of(&desk, &person).await?;
            // The next try is made knowing what is stored now, so it carries the version of now.
            let data = DataForm { version: person.version.to_string(), ..sent.form };
            Ok(again(&desk, &person, Forms { data, refused: Some(("data", refusal)), ..forms }).await?)
        }
    }
}

/// Starts a post.
pub(super) async fn start_post(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<PostForm>,
) -> Result<Response, DiscreetInstead> {
    let person = person(&desk, &key).await?;
    let caller = desk.sender(&sent)?;
    match begin_post(&desk, &caller, person.id, &sent.form).await? {
        Ok(()) => Ok(saved(&desk, person.id, "saved")),
        Err(refusal) => {
            let forms = Forms::of(&desk, &person).await?;
            Ok(again(&desk, &person, Forms { post: sent.form, refused: Some(("post", refusal)), ..forms }).await?)
        }
    }
}

/// Gives a role.
pub(super) async fn give_role(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<RoleForm>,
) -> Result<Response, DiscreetInstead> {
    let person = person(&desk, &key).await?;
    let caller = desk.sender(&sent)?;
    match begin_role(&desk, &caller, person.id, &sent.form).await? {
        Ok(()) => Ok(saved(&desk, person.id, "saved")),
        Err(refusal) => {
            let forms = Forms::of(&desk, &person).await?;
            Ok(again(&desk, &person, Forms { role: sent.form, refused: Some(("role", refusal)), ..forms }).await?)
        }
    }
}

async fn begin_post(
    desk: &Desk,
    caller: &Caller,
    person: PersonId,
    form: &PostForm,
) -> Result<Result<(), Refusal>, Instead> {
    let today = desk.today(&desk.pages.site().await?);
    let organisation = match desk.organisation_named(&form.organisation).await? {
        Ok(organisation) => organisation.id,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let command = form.days.read(today).map(|validity| StartAffiliation {
        person,
        organisation,
        post: form.post.clone(),
        validity,
    });
    Ok(desk.carry_out(caller, command).await?.map(|_| ()))
}

async fn begin_role(
    desk: &Desk,
    caller: &Caller,
    person: PersonId,
    form: &RoleForm,
) -> Result<Result<(), Refusal>, Instead> {
    let today = desk.today(&desk.pages.site().await?);
    let scope = match form.scope.as_str() {
        "plan" => Ok(GrantScope::Plan),
        "organisation" => {
            desk.organisation_named(&form.organisation).await?.map(|found| GrantScope::Organisation(found.id))
        }
        table => {
            Uuid::parse_str(table).map(|id| GrantScope::Table(TableId(id))).map_err(|_| Reason::NotFound.at("tableId"))
        }
    };
    let command = scope.and_then(|scope| form.command(person, scope, today));
    Ok(desk.carry_out(caller, command).await?.map(|_| ()))
}

impl DataForm {
    fn command(&self, person: PersonId) -> Result<UpdatePerson, Refusal> {
        Ok(UpdatePerson {
            person,
            expected_version: self.version.parse().unwrap_or_default(),
            change: PersonChange {
                given_name: Some(self.given_name.clone()),
                family_name: Some(self.family_name.clone()),
                email: Some(Some(self.email.clone())),
                locale: Some(read_language(&self.locale)?),
                zone: Some(read_zone(&self.zone)?),
            },
            zone_of_installation: false,
        })
    }

    fn of(person: &Person) -> Self {
        Self {
            key: String::new(),
            version: person.version.to_string(),
            given_name: person.given_name.clone(),
            family_name: person.family_name.clone(),
            email: person.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
            locale: person.locale.to_string(),
            zone: person.zone.name().to_owned(),
        }
    }
}

impl RoleForm {
    fn command(&self, person: PersonId, scope: GrantScope, today: NaiveDate) -> Result<GrantRole, Refusal> {
        let role = self.role.parse().map_err(|_| Refusal::input(InputProblem::Foreign).under("role"))?;
        Ok(GrantRole { person, role, scope, validity: self.days.read(today)? })
    }
}

impl Forms {
    /// As they are before anybody typed.
    async fn of(desk: &Desk, person: &Person) -> Result<Self, Instead> {
        let days = Days::since(desk.today(&desk.pages.site().await?));
        Ok(Self {
            data: DataForm::of(person),
            post: PostForm { days: days.clone(), ..PostForm::default() },
            role: RoleForm { days, ..RoleForm::default() },
            refused: None,
        })
    }
}

fn address(person: PersonId) -> String {
    format!("/people/{person}")
}

fn saved(desk: &Desk, person: PersonId, done: &str) -> Response {
    onward(&format!("{}?done={done}", desk.reader.link(&address(person))))
}

/// The same page with what was typed, and why it was refused.
async fn again(desk: &Desk, person: &Person, forms: Forms) -> Result<Response, Instead> {
    let stale = matches!(forms.refused, Some((_, Refusal { reason: Reason::StaleVersion { .. }, .. })));
    let status = if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page(desk, person, &Wanted::default(), forms).await?;
    Ok(discreet((status, respond(&page)?)))
}

/// The person, for those who manage people.
async fn person(desk: &Desk, key: &Key) -> Result<Person, Instead> {
    desk.require(Act::ManagePeople, &Facts::plan())?;
    let id: PersonId = named(key)?;
    desk.reads().persons_by_id(&desk.visitor.actor(), &[id]).await?.pop().ok_or(Instead::NotFound)
}

async fn page(desk: &Desk, person: &Person, wanted: &Wanted, forms: Forms) -> Result<PersonPage, Instead> {
    let (reads, viewer, who) = (desk.reads(), desk.visitor.actor(), [person.id]);
    let site = desk.pages.site().await?;
    let today = desk.today(&site);
    let (posts, grants, invitations) =
        tokio::try_join!(reads.posts_of(&viewer, &who), reads.roles_of(&viewer, &who), reads.invitations_of(&who))?;
    let tables = desk.tables().await?;
    let of_roles = grants.iter().filter_map(|grant| match grant.scope {
        GrantScope::Organisation(id) => Some(id),
        GrantScope::Plan | GrantScope::Table(_) => None,
    });
    let organisations = names(reads, posts.iter().map(|post| post.organisation).chain(of_roles)).await?;
    let places = Places { organisations, tables: &tables };
    let stale = matches!(forms.refused, Some((_, Refusal { reason: Reason::StaleVersion { .. }, .. })));
    let frame = desk.frame(&site, person.full_name()).crumb(desk.reader.text("page-people-title"), "/people");
    Ok(PersonPage {
        frame,
        key: desk.visitor.form_key(),
        here: desk.reader.link(&address(person.id)),
        done: wanted.done.words(&desk.reader),
        mistake: forms.refused.as_ref().map(|(form, refusal)| Mistake::new(&desk.reader, form, refusal)),
        stored: stale.then(|| stored(desk, person)),
        languages: languages(&forms.data.locale),
        data: forms.data,
        may_invite: person.email.is_some(),
        invite: desk.reader.link(&super::super::address::invite(&person.id.to_string())),
        invitation: invitation(desk, &site, person.id, &invitations),
        posts: posts.iter().map(|post| HeldRow::of_post(desk, post, &places, today)).collect(),
        post: forms.post,
        roles: grants.iter().map(|grant| HeldRow::of_role(desk, grant, &places, today)).collect(),
        may_grant: desk.may(Act::GrantRole, &Facts::plan()),
        role_kinds: role_kinds(desk, &forms.role.role),
        scopes: scopes(desk, &tables, &forms.role.scope),
        role: forms.role,
        explanation: explanation(desk, person.id, &wanted.asked, &tables, today).await?,
    })
}

/// What is stored of a person, in one line.
fn stored(desk: &Desk, person: &Person) -> String {
    let email = person.email.as_ref().map_or("–", |email| email.as_str());
    let said = format!("{}, {email}, {}, {}", person.full_name(), person.locale, person.zone.name());
    desk.reader.format("page-person-stored", &[("said", said.into())])
}

fn role_kinds(desk: &Desk, chosen: &str) -> Vec<Choice> {
    let choice = |role: &Role| Choice::new(<&str>::from(*role), desk.reader.label("role", *role), chosen);
    Role::VARIANTS.iter().map(choice).collect()
}

/// What a role can be held for.
fn scopes(desk: &Desk, tables: &[ConcertationTable], chosen: &str) -> Vec<Choice> {
    let plan = Choice::new("plan", desk.reader.text("access-whole-plan"), chosen);
    let organisation = Choice::new("organisation", desk.reader.text("page-person-role-organisation"), chosen);
    let table = |it: &ConcertationTable| Choice::new(it.id.to_string(), it.name.get(desk.reader.locale()), chosen);
    [plan, organisation].into_iter().chain(tables.iter().map(table)).collect()
}
