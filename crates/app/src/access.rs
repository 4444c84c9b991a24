//! Why somebody may do something: the decision of the policy, with the role behind it and since when it is held.

use chrono::NaiveDate;
use cordata_domain::identity::{GrantScope, Person, Role};
use cordata_domain::ids::{PersonId, StakeholderId, TableId};
use cordata_domain::policy::{Act, Actor, Facts, Ground, Standing, decide};
use cordata_domain::stakeholder::Stakeholder;
use cordata_domain::table::ConcertationTable;

use crate::error::AppError;
use crate::ports::read::Reads;

/// Whether a person may do an act, about a table or an organisation if one is named.
#[derive(Debug, Clone, Copy)]
pub struct AccessQuestion {
    /// Who.
    pub person: PersonId,
    /// What.
    pub act: Act,
    /// About which table.
    pub table: Option<TableId>,
    /// About, or for, which organisation.
    pub organisation: Option<StakeholderId>,
}

/// What a role is held for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldFor {
    /// No role is needed, or one without a place of its own.
    Nothing,
    /// The whole plan.
    Plan,
    /// A table.
    Table(Box<ConcertationTable>),
    /// An organisation.
    Organisation(Box<Stakeholder>),
}

/// The answer of the policy, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessExplanation {
    /// Who was asked about.
    pub person: Person,
    /// What was asked about.
    pub act: Act,
    /// The ground on which it is allowed; absent where it is not.
    pub ground: Option<Ground>,
    /// What the role behind it is held for.
    pub held_for: HeldFor,
    /// The first day of the role, where it is known to the viewer.
    pub since: Option<NaiveDate>,
}

/// Explains a decision to a viewer: to those who manage people, to the secretariat of the table, and to oneself. For
/// others, and where person, table or organisation are not in the viewer's sight, there is nothing.
pub async fn explain(
    reads: &dyn Reads,
    viewer: &Actor,
    question: &AccessQuestion,
    today: NaiveDate,
) -> Result<Option<AccessExplanation>, AppError> {
    let asked = Facts { table: question.table, organisation: None, person: Some(question.person) };
    if decide(viewer, Act::ExplainAccess, &asked).is_none() {
        return Ok(None);
    }
    let sight = viewer.visibility();
    let Some(person) = reads.persons_by_id(viewer, &[question.person]).await?.pop() else { return Ok(None) };
    let table = match question.table {
        Some(id) => reads.tables_by_id(&sight, &[id]).await?.pop(),
        None => None,
    };
    let organisation = match question.organisation {
        Some(id) => reads.stakeholders_by_id(&[id]).await?.pop(),
        None => None,
    };
    if table.is_some() != question.table.is_some() || organisation.is_some() != question.organisation.is_some() {
        return Ok(None);
    }
    let standing = reads.standing(person.id, today).await?;
    let ground = ground(&standing, question);
    let held_for = ground.map_or(HeldFor::Nothing, |ground| held_for(ground, &standing, table, organisation));
    let since = match ground {
        Some(ground) => {
            since(reads, viewer, &Holding { person: person.id, ground, held_for: &held_for, today }).await?
        }
        None => None,
    };
    Ok(Some(AccessExplanation { person, act: question.act, ground, held_for, since }))
}

/// A role comes before what anybody may do about their own things.
fn ground(standing: &Standing, question: &AccessQuestion) -> Option<Ground> {
    let actor = Actor::Person(Box::new(standing.clone()));
    let facts = Facts { table: question.table, organisation: question.organisation, person: None };
    let own = Facts { person: Some(question.person), ..facts };
    decide(&actor, question.act, &facts).or_else(|| decide(&actor, question.act, &own))
}

fn held_for(
    ground: Ground,
    standing: &Standing,
    table: Option<ConcertationTable>,
    organisation: Option<Stakeholder>,
) -> HeldFor {
    let at_table = |table: Option<ConcertationTable>| table.map_or(HeldFor::Nothing, |it| HeldFor::Table(Box::new(it)));
    let reaching = |plan: bool, table| if plan { HeldFor::Plan } else { at_table(table) };
    match ground {
        Ground::Everyone | Ground::Operator | Ground::SignedIn | Ground::Themselves => HeldFor::Nothing,
        Ground::Delegate | Ground::OrgManager => {
            organisation.map_or(HeldFor::Nothing, |it| HeldFor::Organisation(Box::new(it)))
        }
        Ground::SeatHolder | Ground::Coordinator => at_table(table),
        Ground::Secretariat => reaching(standing.secretariat.plan, table),
        Ground::Steward => reaching(standing.steward.plan, table),
        Ground::Auditor => reaching(standing.auditor.plan, table),
        Ground::PlatformAdmin => HeldFor::Plan,
    }
}

/// A ground that somebody stands on today.
struct Holding<'a> {
    person: PersonId,
    ground: Ground,
    held_for: &'a HeldFor,
    today: NaiveDate,
}

async fn since(reads: &dyn Reads, viewer: &Actor, holding: &Holding<'_>) -> Result<Option<NaiveDate>, AppError> {
    if let (Ground::SeatHolder, HeldFor::Table(table)) = (holding.ground, holding.held_for) {
        let seats = reads.seats_of(&viewer.visibility(), &[table.id]).await?;
        let held = seats.iter().flat_map(|seat| seat.holders_on(holding.today));
        return Ok(held.filter(|holder| holder.person == holding.person).map(|holder| holder.validity.from).min());
    }
    let Some(role) = role_of(holding.ground) else { return Ok(None) };
    let scope = match holding.held_for {
        HeldFor::Nothing => return Ok(None),
        HeldFor::Plan => GrantScope::Plan,
        HeldFor::Table(table) => GrantScope::Table(table.id),
        HeldFor::Organisation(organisation) => GrantScope::Organisation(organisation.id),
    };
    let grants = reads.roles_of(viewer, &[holding.person]).await?;
    let fits = grants.iter().filter(|it| it.role == role && it.scope == scope && it.holds_on(holding.today));
    let granted = fits.map(|grant| grant.validity.from).min();
    let GrantScope::Organisation(organisation) = scope else { return Ok(granted) };
    let posts = reads.posts_of(viewer, &[holding.person]).await?;
    let post = posts.iter().find(|post| post.organisation == organisation && post.holds_on(holding.today));
    Ok(granted.zip(post.map(|post| post.validity.from)).map(|(granted, posted)| granted.max(posted)))
}

fn role_of(ground: Ground) -> Option<Role> {
    match ground {
        Ground::Delegate => Some(Role::Delegate),
        Ground::OrgManager => Some(Role::OrgManager),
        Ground::Secretariat => Some(Role::Secretariat),
        Ground::Steward => Some(Role::Steward),
        Ground::Auditor => Some(Role::Auditor),
        Ground::PlatformAdmin => Some(Role::PlatformAdmin),
        Ground::Everyone
        | Ground::Operator
        | Ground::SignedIn
        | Ground::Themselves
        | Ground::SeatHolder
        | Ground::Coordinator => None,
    }
}
