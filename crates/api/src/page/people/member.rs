//! The people of one organisation: for its managers, the secretariat and administrators.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use cordata_app::identity::CreatePerson;
use cordata_app::ports::people::PersonFilter;
use cordata_app::session::InviteMember;
use cordata_domain::identity::{Affiliation, Grant, GrantScope, Invitation, Person, Role};
use cordata_domain::ids::StakeholderId;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::stakeholder::Stakeholder;
use cordata_domain::{InputProblem, Refusal};
use serde::Deserialize;

use super::super::account::{discreet, onward};
use super::super::address::Key;
use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::sent::Sent;
use super::super::view::{Continuation, next_page};
use super::super::{Site, respond};
use super::desk::{Desk, named};
use super::form::{Choice, Days, Mistake, keyed, languages, read_language};
use super::view::{Done, HeldRow, OfferRow, Places, invitation, may_give};

/// Which part of the list, and what was done before.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    part: Continuation,
    #[serde(flatten)]
    done: Done,
}

/// Somebody to be invited.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MemberForm {
    key: String,
    given_name: String,
    family_name: String,
    email: String,
    locale: String,
    post: String,
    role: String,
    #[serde(flatten)]
    days: Days,
}

keyed!(MemberForm);

struct MemberRow {
    id: String,
    name: String,
    /// Their page, for those who manage people.
    href: Option<String>,
    email: String,
    posts: Vec<HeldRow>,
    roles: Vec<HeldRow>,
    invitation: String,
    may_invite: bool,
}

#[derive(Template)]
#[template(path = "members.html")]
struct MembersPage {
    frame: Frame,
    key: String,
    here: String,
    done: Option<String>,
    members: Vec<MemberRow>,
    offers: Vec<OfferRow>,
    next: Option<String>,
    form: MemberForm,
    languages: Vec<Choice>,
    roles: Vec<Choice>,
    mistake: Option<Mistake>,
}

/// Who holds a post in the organisation today, with their roles.
pub(super) async fn list(
    desk: Desk,
    Path(key): Path<Key>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, DiscreetInstead> {
    let organisation = organisation(&desk, &key).await?;
    let page = members(&desk, &organisation, &wanted, None).await?;
    Ok(discreet(respond(&page)?))
}

/// Brings somebody in.
pub(super) async fn invite(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<MemberForm>,
) -> Result<Response, DiscreetInstead> {
    let organisation = organisation(&desk, &key).await?;
    let caller = desk.sender(&sent)?;
    let today = desk.today(&desk.pages.site().await?);
    match desk.carry_out(&caller, sent.form.command(organisation.id, today)).await? {
        Ok(_) => Ok(onward(&format!("{}?done=invited", desk.reader.link(&address(organisation.id))))),
        Err(refusal) => {
            let start = Wanted { part: Continuation::start(), done: Done::default() };
            let page = members(&desk, &organisation, &start, Some((sent.form, refusal))).await?;
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
    }
}

impl MemberForm {
    fn command(&self, organisation: StakeholderId, today: NaiveDate) -> Result<InviteMember, Refusal> {
        let wrong = |_| Refusal::input(InputProblem::Foreign).under("role");
        let role = Some(self.role.as_str()).filter(|role| !role.is_empty());
        Ok(InviteMember {
            person: CreatePerson {
                given_name: self.given_name.clone(),
                family_name: self.family_name.clone(),
                email: Some(self.email.clone()),
                locale: read_language(&self.locale)?,
                zone: None,
            },
            organisation,
            post: self.post.clone(),
            role: role.map(|role| role.parse().map_err(wrong)).transpose()?,
            validity: self.days.read(today)?,
        })
    }

    fn empty(desk: &Desk, today: NaiveDate) -> Self {
        let locale = desk.reader.locale().to_string();
        let delegate = <&str>::from(Role::Delegate).to_owned();
        Self { locale, role: delegate, days: Days::since(today), ..Self::default() }
    }
}

fn address(organisation: StakeholderId) -> String {
    format!("/organisations/{organisation}/people")
}

/// The organisation, for those who see to its people.
async fn organisation(desk: &Desk, key: &Key) -> Result<Stakeholder, Instead> {
    desk.visitor.signed_in()?;
    let id: StakeholderId = named(key)?;
    desk.require(Act::ManageAffiliation, &Facts::organisation(id))?;
    desk.reads().stakeholders_by_id(&[id]).await?.pop().ok_or(Instead::NotFound)
}

async fn members(
    desk: &Desk,
    organisation: &Stakeholder,
    wanted: &Wanted,
    refused: Option<(MemberForm, Refusal)>,
) -> Result<MembersPage, Instead> {
    let (id, site) = (organisation.id, desk.pages.site().await?);
    let (reads, viewer, today) = (desk.reads(), desk.visitor.actor(), desk.today(&site));
    let filter = PersonFilter { text: None, organisation: Some(id), roles: Vec::new(), on: today };
    let page = reads.persons(&viewer, &filter, &wanted.part.window()?).await?;
    let next = next_page(&desk.reader, &address(id), &page);
    let persons = page.into_items();
    let ids: Vec<_> = persons.iter().map(|person| person.id).collect();
    let (posts, grants, invitations, offers) = tokio::try_join!(
        reads.posts_of(&viewer, &ids),
        reads.roles_of(&viewer, &ids),
        reads.invitations_of(&ids),
        reads.open_offers(id, desk.pages.app.now()),
    )?;
    // What other organisations offered, and whether it was accepted, is not for these.
    let invitations =
        invitations.into_iter().filter(|it| it.offer.as_ref().is_none_or(|offer| offer.organisation == id)).collect();
    let organisations = HashMap::from([(id, organisation.name.clone())]);
    let team = Team { id, today, places: Places { organisations, tables: &[] }, posts, grants, invitations };
    let (form, mistake) = match refused {
        Some((form, refusal)) => (form, Some(Mistake::new(&desk.reader, "invite", &refusal))),
        None => (MemberForm::empty(desk, today), None),
    };
    let heading = desk.reader.format("page-members-title", &[("organisation", organisation.name.as_str().into())]);
    Ok(MembersPage {
        frame: desk.frame(&site, heading),
        key: desk.visitor.form_key(),
        here: desk.reader.link(&address(id)),
        done: wanted.done.words(&desk.reader),
        members: persons.iter().map(|person| team.row(desk, &site, person)).collect(),
        offers: offers.iter().filter_map(|sent| OfferRow::of(desk, &site, sent)).collect(),
        next,
        languages: languages(&form.locale),
        roles: roles(desk, id, &form.role),
        form,
        mistake,
    })
}

/// The roles that the reader may give here.
fn roles(desk: &Desk, organisation: StakeholderId, chosen: &str) -> Vec<Choice> {
    let scope = GrantScope::Organisation(organisation);
    let given = [Role::Delegate, Role::OrgManager].into_iter().filter(|role| may_give(desk, *role, scope));
    let choices = given.map(|role| Choice::new(<&str>::from(role), desk.reader.label("role", role), chosen));
    let none = Choice::new("", desk.reader.text("page-members-no-role"), chosen);
    choices.chain([none]).collect()
}

/// What is known about the people of one organisation.
struct Team<'a> {
    id: StakeholderId,
    today: NaiveDate,
    places: Places<'a>,
    posts: Vec<Affiliation>,
    grants: Vec<Grant>,
    invitations: Vec<Invitation>,
}

impl Team<'_> {
    fn row(&self, desk: &Desk, site: &Site, person: &Person) -> MemberRow {
        let here = |post: &&Affiliation| post.person == person.id && post.organisation == self.id;
        let held = |grant: &&Grant| grant.person == person.id && grant.scope == GrantScope::Organisation(self.id);
        let posts = self.posts.iter().filter(here).map(|it| HeldRow::of_post(desk, it, &self.places, self.today));
        let roles = self.grants.iter().filter(held).map(|it| HeldRow::of_role(desk, it, &self.places, self.today));
        let manages = desk.may(Act::ManagePeople, &Facts::plan());
        MemberRow {
            id: person.id.to_string(),
            name: person.full_name(),
            href: manages.then(|| desk.reader.link(&format!("/people/{}", person.id))),
            email: person.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
            posts: posts.filter(|row| row.standing).collect(),
            roles: roles.filter(|row| row.standing).collect(),
            invitation: invitation(desk, site, person.id, &self.invitations),
            may_invite: person.email.is_some() && desk.may(Act::InvitePerson, &Facts::organisation(self.id)),
        }
    }
}
