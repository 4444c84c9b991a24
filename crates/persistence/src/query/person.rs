//! Persons with their posts and roles, as far as somebody may see them.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::people::{MAX_POSTS, PersonFilter, PersonReads};
use cordata_domain::identity::{Affiliation, Grant, Person};
use cordata_domain::ids::{PersonId, StakeholderId};
use cordata_domain::notification::Preference;
use cordata_domain::policy::{Act, Actor, Facts, decide};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::people::visible_to;
use super::standing::{held_on, posted_on};
use crate::connect::Database;
use crate::convert::value::{name_of, uuids};
use crate::convert::{notification, people};
use crate::entity::{affiliation, notification_preference, person, role_grant};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::sql::mentions;

#[async_trait]
impl PersonReads for Database {
    async fn persons(&self, viewer: &Actor, filter: &PersonFilter, window: &Window) -> Result<Page<Person>, AppError> {
        use person::{Column, Model};
        let by_name =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        try_map(page(self.reader(), persons(viewer, filter), by_name, window).await?, people::person)
    }

    async fn count_persons(&self, viewer: &Actor, filter: &PersonFilter) -> Result<u64, AppError> {
        persons(viewer, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn posts_of(&self, viewer: &Actor, persons: &[PersonId]) -> Result<Vec<Affiliation>, AppError> {
        let rows = affiliation::Entity::find()
            .filter(affiliation::Column::PersonId.is_in(uuids(persons)))
            .filter(posts_in_sight(viewer))
            .order_by_asc(affiliation::Column::ValidFrom)
            .order_by_asc(affiliation::Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(people::affiliation).collect())
    }

    async fn preference_of(&self, person: PersonId) -> Result<Option<Preference>, AppError> {
        let chosen = notification_preference::Entity::find_by_id(Uuid::from(person)).one(self.reader()).await;
        chosen.map_err(store_error)?.as_ref().map(notification::preference).transpose()
    }

    async fn posts_in(
        &self,
        viewer: &Actor,
        organisations: &[StakeholderId],
        day: NaiveDate,
    ) -> Result<Vec<Affiliation>, AppError> {
        let rows = affiliation::Entity::find()
            .filter(affiliation::Column::OrganisationId.is_in(uuids(organisations)))
            .filter(posts_in_sight(viewer))
            .filter(posted_on(day))
            .order_by_asc(affiliation::Column::Id)
            .limit(MAX_POSTS)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(people::affiliation).collect())
    }

    async fn roles_of(&self, viewer: &Actor, persons: &[PersonId]) -> Result<Vec<Grant>, AppError> {
        let rows = role_grant::Entity::find()
            .filter(role_grant::Column::PersonId.is_in(uuids(persons)))
            .filter(roles_in_sight(viewer))
            .order_by_asc(role_grant::Column::ValidFrom)
            .order_by_asc(role_grant::Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.iter().map(people::grant).collect()
    }
}

fn sees_all(viewer: &Actor) -> bool {
    decide(viewer, Act::ReadContacts, &Facts::plan()).is_some()
}

/// The organisations whose people a viewer manages.
fn managed(viewer: &Actor) -> Vec<Uuid> {
    viewer.standing().map_or_else(Vec::new, |standing| uuids(&standing.manager_of).collect())
}

fn oneself(viewer: &Actor) -> Option<Uuid> {
    viewer.person().map(Uuid::from)
}

/// Posts of the viewer, and those in organisations they manage.
fn posts_in_sight(viewer: &Actor) -> Condition {
    use affiliation::Column::{OrganisationId, PersonId};
    if sees_all(viewer) {
        return Condition::all();
    }
    let own = oneself(viewer).map(|person| PersonId.eq(person));
    Condition::any().add(OrganisationId.is_in(managed(viewer))).add_option(own)
}

/// Roles of the viewer, and those for organisations they manage.
fn roles_in_sight(viewer: &Actor) -> Condition {
    use role_grant::Column::{OrganisationId, PersonId};
    if sees_all(viewer) {
        return Condition::all();
    }
    let own = oneself(viewer).map(|person| PersonId.eq(person));
    Condition::any().add(OrganisationId.is_in(managed(viewer))).add_option(own)
}

/// A condition never tells more than the posts and roles that the viewer may see.
fn persons(viewer: &Actor, filter: &PersonFilter) -> Select<person::Entity> {
    use person::Column;
    let posted = |organisation: StakeholderId| {
        let there = affiliation::Column::OrganisationId.eq(Uuid::from(organisation));
        Column::Id
            .in_subquery(with_post(Condition::all().add(there).add(posted_on(filter.on)).add(posts_in_sight(viewer))))
    };
    let roles = filter.roles.iter().copied().map(name_of);
    let holding =
        Condition::all().add(role_grant::Column::Role.is_in(roles)).add(held_on(filter.on)).add(roles_in_sight(viewer));
    let wanted = Condition::all()
        .add_option(filter.organisation.map(posted))
        .add_option((!filter.roles.is_empty()).then(|| Column::Id.in_subquery(with_role(holding))))
        .add(mentions(Column::SearchText, filter.text.as_deref()));
    person::Entity::find().filter(visible_to(viewer)).filter(wanted)
}

fn with_post(condition: Condition) -> SelectStatement {
    Query::select().column(affiliation::Column::PersonId).from(affiliation::Entity).cond_where(condition).take()
}

fn with_role(condition: Condition) -> SelectStatement {
    Query::select().column(role_grant::Column::PersonId).from(role_grant::Entity).cond_where(condition).take()
}
