//! The installation, organisations and people.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::instance::Instance;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::{Lookup, PeopleReads, StakeholderFilter};
use cordata_domain::identity::{EmailAddress, Person};
use cordata_domain::ids::{PersonId, StakeholderId, TableId};
use cordata_domain::limit::Limit;
use cordata_domain::policy::{Act, Actor, Facts, Standing, decide};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};
use strum::VariantArray;
use uuid::Uuid;

use super::standing;
use crate::connect::Database;
use crate::convert::value::uuids;
use crate::convert::{instance as installation, people, stakeholder as organisation};
use crate::entity::{
    affiliation, concertation_table, instance, instance_limit, invitee, meeting, person, seat, seat_holder,
    stakeholder, stakeholder_kind,
};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::sql::mentions;

#[async_trait]
impl PeopleReads for Database {
    async fn limits(&self) -> Result<Vec<(Limit, i64)>, AppError> {
        let rows = instance_limit::Entity::find().all(self.reader()).await.map_err(store_error)?;
        let set: HashMap<String, i64> = rows.into_iter().map(|row| (row.name, row.value)).collect();
        let in_force = |limit: &Limit| (*limit, limit.in_force(set.get(<&str>::from(*limit)).copied()));
        Ok(Limit::VARIANTS.iter().map(in_force).collect())
    }

    async fn instance(&self) -> Result<Option<Instance>, AppError> {
        let found = instance::Entity::find_by_id(installation::ONLY).one(self.reader()).await;
        found.map_err(store_error)?.map(installation::instance).transpose()
    }

    async fn stakeholders(&self, filter: &StakeholderFilter, window: &Window) -> Result<Page<Stakeholder>, AppError> {
        let keyset = Keyset {
            key: stakeholder::Column::SortKey,
            id: stakeholder::Column::Id,
            place: |row: &stakeholder::Model| (row.sort_key.clone(), row.id),
        };
        try_map(page(self.reader(), filtered(filter), keyset, window).await?, organisation::stakeholder)
    }

    async fn count_stakeholders(&self, filter: &StakeholderFilter) -> Result<u64, AppError> {
        filtered(filter).count(self.reader()).await.map_err(store_error)
    }

    async fn stakeholder(&self, by: &Lookup<StakeholderId, String>) -> Result<Option<Stakeholder>, AppError> {
        let this = match by {
            Lookup::Id(id) => stakeholder::Column::Id.eq(Uuid::from(*id)),
            Lookup::Key(slug) => stakeholder::Column::Slug.eq(slug),
        };
        let found = stakeholder::Entity::find().filter(this).one(self.reader()).await.map_err(store_error)?;
        found.map(organisation::stakeholder).transpose()
    }

    async fn stakeholders_by_id(&self, ids: &[StakeholderId]) -> Result<Vec<Stakeholder>, AppError> {
        let these = stakeholder::Column::Id.is_in(uuids(ids));
        let rows = stakeholder::Entity::find().filter(these).all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(organisation::stakeholder).collect()
    }

    async fn stakeholder_kinds(&self) -> Result<Vec<StakeholderKind>, AppError> {
        let all = stakeholder_kind::Entity::find().order_by_asc(stakeholder_kind::Column::Code);
        let rows = all.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(organisation::kind).collect()
    }

    async fn persons_by_id(&self, viewer: &Actor, ids: &[PersonId]) -> Result<Vec<Person>, AppError> {
        let rows = person::Entity::find()
            .filter(person::Column::Id.is_in(uuids(ids)))
            .filter(visible_to(viewer))
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(people::person).collect()
    }

    async fn persons_at(&self, address: &EmailAddress) -> Result<Vec<Person>, AppError> {
        let select = person::Entity::find().filter(reads_mail_at(address)).order_by_asc(person::Column::Id);
        let rows = select.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(people::person).collect()
    }

    async fn standing(&self, person: PersonId, day: NaiveDate) -> Result<Standing, AppError> {
        standing::standing(self.reader(), person, day).await
    }
}

/// Persons whose mail goes to an address, whatever its case.
pub(crate) fn reads_mail_at(address: &EmailAddress) -> SimpleExpr {
    Expr::expr(Func::lower(Expr::col(person::Column::Email))).eq(address.as_str().to_lowercase())
}

fn filtered(filter: &StakeholderFilter) -> Select<stakeholder::Entity> {
    let wanted = Condition::all()
        .add_option((!filter.kinds.is_empty()).then(|| stakeholder::Column::Kind.is_in(&filter.kinds)))
        .add(mentions(stakeholder::Column::SearchText, filter.text.as_deref()));
    stakeholder::Entity::find().filter(wanted)
}

/// Whom a viewer may see: themselves, people of organisations they manage, people of tables in their care, or everybody.
pub(super) fn visible_to(viewer: &Actor) -> Condition {
    if decide(viewer, Act::ReadPersons, &Facts::plan()).is_some() {
        return Condition::all();
    }
    let Some(standing) = viewer.standing() else {
        return Condition::any().add(person::Column::Id.is_in(Vec::<Uuid>::new()));
    };
    let colleagues = Query::select()
        .column(affiliation::Column::PersonId)
        .from(affiliation::Entity)
        .and_where(affiliation::Column::OrganisationId.is_in(uuids(&standing.manager_of)))
        .take();
    let id = person::Column::Id;
    let tables: Vec<TableId> = standing.coordinates.iter().chain(&standing.secretariat.tables).copied().collect();
    Condition::any()
        .add(id.eq(Uuid::from(standing.person)))
        .add(id.in_subquery(colleagues))
        .add(id.in_subquery(holders_at(&tables)))
        .add(id.in_subquery(convened_by(&tables)))
        .add(id.in_subquery(coordinators_of(&tables)))
}

/// Those who hold or held a seat of these tables.
fn holders_at(tables: &[TableId]) -> SelectStatement {
    Query::select()
        .column(seat_holder::Column::PersonId.as_column_ref())
        .from(seat_holder::Entity)
        .inner_join(
            seat::Entity,
            Expr::col(seat::Column::Id.as_column_ref()).equals(seat_holder::Column::SeatId.as_column_ref()),
        )
        .and_where(seat::Column::TableId.is_in(uuids(tables)))
        .take()
}

/// Those who were convened to meetings of these tables.
fn convened_by(tables: &[TableId]) -> SelectStatement {
    Query::select()
        .column(invitee::Column::PersonId.as_column_ref())
        .from(invitee::Entity)
        .inner_join(
            meeting::Entity,
            Expr::col(meeting::Column::Id.as_column_ref()).equals(invitee::Column::MeetingId.as_column_ref()),
        )
        .and_where(meeting::Column::TableId.is_in(uuids(tables)))
        .take()
}

/// Those who coordinate these tables.
fn coordinators_of(tables: &[TableId]) -> SelectStatement {
    Query::select()
        .column(concertation_table::Column::CoordinatorId)
        .from(concertation_table::Entity)
        .and_where(concertation_table::Column::Id.is_in(uuids(tables)))
        .and_where(concertation_table::Column::CoordinatorId.is_not_null())
        .take()
}
