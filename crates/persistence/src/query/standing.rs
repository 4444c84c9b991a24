//! What a person is on a day: roles, tables and seats, in three statements; with their language and the day in four.

use chrono::{DateTime, NaiveDate, Utc};
use cordata_app::AppError;
use cordata_domain::Locale;
use cordata_domain::identity::{Grant, GrantScope, Role};
use cordata_domain::ids::{PersonId, StakeholderId, TableId};
use cordata_domain::policy::{HeldSeat, Reach, Standing};
use cordata_domain::table::{SeatState, TableState};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::convert::people;
use crate::convert::value::{locale, name_of, uuids, zone};
use crate::entity::{affiliation, concertation_table, instance, person, role_grant, seat, seat_holder};
use crate::error::store_error;
use crate::sql::valid_on;

/// Everything that a person is at `now`, on that day in the zone of the installation, and the language they read; absent
/// where there is no such person.
pub(crate) async fn at(
    connection: &impl ConnectionTrait,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Option<(Standing, Locale)>, AppError> {
    let zone_of_installation = Query::select().column(instance::Column::Zone).from(instance::Entity).take();
    let found: Option<(String, Option<String>)> = person::Entity::find_by_id(Uuid::from(person))
        .select_only()
        .column(person::Column::Locale)
        .column_as(SimpleExpr::from(zone_of_installation), "zone_of_installation")
        .into_tuple()
        .one(connection)
        .await
        .map_err(store_error)?;
    let Some((language, installation)) = found else { return Ok(None) };
    let day = day_in(installation.as_deref(), now)?;
    Ok(Some((standing(connection, person, day).await?, locale(&language)?)))
}

/// The day of `now` in the zone of the installation.
pub(crate) async fn day(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<NaiveDate, AppError> {
    let found = instance::Entity::find().one(connection).await.map_err(store_error)?;
    day_in(found.as_ref().map(|installation| installation.zone.as_str()), now)
}

fn day_in(zone_of_installation: Option<&str>, now: DateTime<Utc>) -> Result<NaiveDate, AppError> {
    Ok(match zone_of_installation {
        Some(name) => now.with_timezone(&zone(name)?).date_naive(),
        None => now.date_naive(),
    })
}

/// What a person is on a day.
pub(crate) async fn standing(
    connection: &impl ConnectionTrait,
    person: PersonId,
    day: NaiveDate,
) -> Result<Standing, AppError> {
    let mut standing = Standing::of(person);
    for grant in grants(connection, person, day).await? {
        add(&mut standing, &grant);
    }
    let organisations = standing.visibility().organisations;
    for (table, coordinator) in tables(connection, person, &organisations, day).await? {
        let list = if coordinator { &mut standing.coordinates } else { &mut standing.tables };
        list.push(table);
    }
    standing.seats = seats(connection, person, day).await?;
    Ok(standing)
}

/// Roles that count on `day`: one for an organisation only beside a post in it (rule P1).
async fn grants(connection: &impl ConnectionTrait, person: PersonId, day: NaiveDate) -> Result<Vec<Grant>, AppError> {
    let organisation = role_grant::Column::OrganisationId;
    let counts = organisation.is_null().or(organisation.in_subquery(posts(person, day)));
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(Uuid::from(person)))
        .filter(held_on(day))
        .filter(counts)
        .order_by_asc(role_grant::Column::Id)
        .all(connection)
        .await
        .map_err(store_error)?;
    rows.iter().map(people::grant).collect()
}

/// The organisations in which a person has a post on a day.
fn posts(person: PersonId, day: NaiveDate) -> SelectStatement {
    Query::select()
        .column(affiliation::Column::OrganisationId)
        .from(affiliation::Entity)
        .and_where(affiliation::Column::PersonId.eq(Uuid::from(person)))
        .cond_where(posted_on(day))
        .take()
}

/// A post that counts on `day`.
pub(super) fn posted_on(day: NaiveDate) -> Condition {
    use affiliation::Column::{ValidFrom, ValidTo, WithdrawnAt};
    Condition::all().add(WithdrawnAt.is_null()).add(valid_on(ValidFrom, ValidTo, day))
}

/// A role that counts on `day`, as far as its own dates say.
pub(super) fn held_on(day: NaiveDate) -> Condition {
    use role_grant::Column::{ValidFrom, ValidTo, WithdrawnAt};
    Condition::all().add(WithdrawnAt.is_null()).add(valid_on(ValidFrom, ValidTo, day))
}

fn add(standing: &mut Standing, grant: &Grant) {
    match (grant.role, grant.scope) {
        (Role::Delegate, GrantScope::Organisation(id)) => standing.delegate_of.push(id),
        (Role::OrgManager, GrantScope::Organisation(id)) => standing.manager_of.push(id),
        (Role::Secretariat, scope) => widen(&mut standing.secretariat, scope),
        (Role::Steward, scope) => widen(&mut standing.steward, scope),
        (Role::Auditor, scope) => widen(&mut standing.auditor, scope),
        (Role::PlatformAdmin, GrantScope::Plan) => standing.admin = true,
        // `Role::fits` lets nothing else be granted.
        (Role::Delegate | Role::OrgManager | Role::PlatformAdmin, _) => {}
    }
}

fn widen(reach: &mut Reach, scope: GrantScope) {
    match scope {
        GrantScope::Plan => reach.plan = true,
        GrantScope::Table(table) => reach.tables.push(table),
        GrantScope::Organisation(_) => {}
    }
}

/// Tables that the person coordinates, dissolved ones apart, and tables at which one of the organisations sits. The
/// flag tells the first from the second; a table may be both. Roles come from dated posts: who has none left
/// coordinates nothing until they get another, or the table another coordinator.
async fn tables(
    connection: &impl ConnectionTrait,
    person: PersonId,
    organisations: &[StakeholderId],
    day: NaiveDate,
) -> Result<Vec<(TableId, bool)>, AppError> {
    use concertation_table::Column::{CoordinatorId, Id, State};
    let coordinated = CoordinatorId
        .eq(Uuid::from(person))
        .and(State.ne(name_of(TableState::Dissolved)))
        .and(Expr::exists(posts(person, day)));
    let sits_at = Query::select()
        .column(seat::Column::TableId)
        .from(seat::Entity)
        .and_where(seat::Column::OrganisationId.is_in(uuids(organisations)))
        .cond_where(is_taken(day))
        .take();
    let member = Id.in_subquery(sits_at);
    let rows: Vec<(Uuid, Option<bool>, bool)> = concertation_table::Entity::find()
        .select_only()
        .column(Id)
        .column_as(coordinated.clone(), "coordinated")
        .column_as(member.clone(), "member")
        .filter(Condition::any().add(coordinated).add(member))
        .order_by_asc(Id)
        .into_tuple()
        .all(connection)
        .await
        .map_err(store_error)?;
    let flags = |(id, coordinated, member): (Uuid, Option<bool>, bool)| {
        let table = TableId(id);
        [coordinated.unwrap_or_default().then_some((table, true)), member.then_some((table, false))]
    };
    Ok(rows.into_iter().flat_map(flags).flatten().collect())
}

/// A seat that counts on `day`.
fn is_taken(day: NaiveDate) -> Condition {
    Condition::all().add(seat::Column::State.eq(name_of(SeatState::Active))).add(valid_on(
        seat::Column::ValidFrom,
        seat::Column::ValidTo,
        day,
    ))
}

/// Seats that the person holds, each for an organisation in which they have a post (rule P1).
async fn seats(connection: &impl ConnectionTrait, person: PersonId, day: NaiveDate) -> Result<Vec<HeldSeat>, AppError> {
    let named = Query::select()
        .column(seat_holder::Column::SeatId)
        .from(seat_holder::Entity)
        .and_where(seat_holder::Column::PersonId.eq(Uuid::from(person)))
        .cond_where(valid_on(seat_holder::Column::ValidFrom, seat_holder::Column::ValidTo, day))
        .take();
    let rows = seat::Entity::find()
        .filter(seat::Column::Id.in_subquery(named))
        .filter(seat::Column::OrganisationId.in_subquery(posts(person, day)))
        .filter(is_taken(day))
        .order_by_asc(seat::Column::Id)
        .all(connection)
        .await
        .map_err(store_error)?;
    let held = |row: seat::Model| HeldSeat {
        seat: row.id.into(),
        table: row.table_id.into(),
        organisation: row.organisation_id.into(),
    };
    Ok(rows.into_iter().map(held).collect())
}

#[cfg(test)]
mod tests;
