//! The installation, stakeholders, persons, their posts, roles and tokens.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::instance::Instance;
use cordata_app::ports::PeopleRepo;
use cordata_domain::identity::{Affiliation, ApiToken, Grant, Person, Role};
use cordata_domain::ids::{AffiliationId, GrantId, PersonId, StakeholderId, TokenId};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::convert::value::{name_of, uuids};
use crate::convert::{instance as installation, people, stakeholder as organisation};
use crate::entity::{affiliation, api_token, instance, person, role_grant, stakeholder, stakeholder_kind};
use crate::error::store_error;
use crate::sql::{insert, save, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl PeopleRepo for WriteTx {
    async fn instance(&mut self) -> Result<Option<Instance>, AppError> {
        let found = instance::Entity::find_by_id(installation::ONLY).one(self.connection()).await;
        found.map_err(store_error)?.map(installation::instance).transpose()
    }

    async fn put_instance(&mut self, instance: &Instance) -> Result<(), AppError> {
        use instance::Column::{Id, Name, PatronDay, PatronMonth, SenderAddress, SenderName, Zone};
        let row = installation::instance_row(instance).into_active_model().reset_all();
        let replace = OnConflict::column(Id)
            .update_columns([Name, Zone, PatronMonth, PatronDay, SenderName, SenderAddress])
            .to_owned();
        let put = instance::Entity::insert(row).on_conflict(replace).exec_without_returning(self.connection()).await;
        put.map(|_| ()).map_err(store_error)
    }

    async fn stakeholder_kind(&mut self, code: &str) -> Result<Option<StakeholderKind>, AppError> {
        let found = stakeholder_kind::Entity::find_by_id(code.to_owned()).one(self.connection()).await;
        found.map_err(store_error)?.map(organisation::kind).transpose()
    }

    async fn insert_stakeholder_kinds(&mut self, kinds: &[StakeholderKind]) -> Result<(), AppError> {
        let rows = kinds.iter().map(organisation::kind_row).collect::<Result<Vec<_>, _>>()?;
        insert(self.connection(), rows).await
    }

    async fn stakeholder(&mut self, id: StakeholderId) -> Result<Option<Stakeholder>, AppError> {
        let found = stakeholder::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(organisation::stakeholder).transpose()
    }

    async fn insert_stakeholder(&mut self, stakeholder: &Stakeholder) -> Result<(), AppError> {
        insert(self.connection(), [organisation::stakeholder_row(stakeholder)]).await
    }

    async fn update_stakeholder(&mut self, stakeholder: &Stakeholder) -> Result<(), AppError> {
        let row = organisation::stakeholder_row(stakeholder);
        save_version(self.connection(), row, stakeholder::Column::Id, stakeholder::Column::Version).await
    }

    async fn person(&mut self, id: PersonId) -> Result<Option<Person>, AppError> {
        let found = person::Entity::find_by_id(Uuid::from(id)).one(self.connection()).await;
        found.map_err(store_error)?.map(people::person).transpose()
    }

    async fn persons(&mut self, ids: &[PersonId]) -> Result<Vec<Person>, AppError> {
        let found = person::Entity::find().filter(person::Column::Id.is_in(uuids(ids))).all(self.connection()).await;
        found.map_err(store_error)?.into_iter().map(people::person).collect()
    }

    async fn person_to_change(&mut self, id: PersonId) -> Result<Option<Person>, AppError> {
        let found = person::Entity::find_by_id(Uuid::from(id)).lock(LockType::NoKeyUpdate);
        // What only names the person need not wait.
        found.one(self.connection()).await.map_err(store_error)?.map(people::person).transpose()
    }

    async fn update_person(&mut self, person: &Person) -> Result<(), AppError> {
        let row = people::person_row(person);
        save_version(self.connection(), row, person::Column::Id, person::Column::Version).await
    }

    async fn insert_person(&mut self, person: &Person) -> Result<(), AppError> {
        insert(self.connection(), [people::person_row(person)]).await
    }

    async fn affiliation(&mut self, id: AffiliationId) -> Result<Option<Affiliation>, AppError> {
        let found = affiliation::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        Ok(found.map_err(store_error)?.map(people::affiliation))
    }

    async fn affiliations_of(&mut self, person: PersonId) -> Result<Vec<Affiliation>, AppError> {
        let rows = affiliation::Entity::find()
            .filter(affiliation::Column::PersonId.eq(Uuid::from(person)))
            .order_by_asc(affiliation::Column::ValidFrom)
            .order_by_asc(affiliation::Column::Id)
            .lock_exclusive()
            .all(self.connection())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(people::affiliation).collect())
    }

    async fn affiliations_in(&mut self, organisations: &[StakeholderId]) -> Result<Vec<Affiliation>, AppError> {
        let there = affiliation::Column::OrganisationId.is_in(uuids(organisations));
        let select = affiliation::Entity::find().filter(there).order_by_asc(affiliation::Column::Id);
        let rows = select.all(self.connection()).await.map_err(store_error)?;
        Ok(rows.into_iter().map(people::affiliation).collect())
    }

    async fn insert_affiliation(&mut self, affiliation: &Affiliation) -> Result<(), AppError> {
        insert(self.connection(), [people::affiliation_row(affiliation)]).await
    }

    async fn update_affiliation(&mut self, affiliation: &Affiliation) -> Result<(), AppError> {
        save(self.connection(), people::affiliation_row(affiliation), affiliation::Column::Id).await
    }

    async fn grant(&mut self, id: GrantId) -> Result<Option<Grant>, AppError> {
        let found = role_grant::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.as_ref().map(people::grant).transpose()
    }

    async fn grants_of(&mut self, person: PersonId) -> Result<Vec<Grant>, AppError> {
        let rows = role_grant::Entity::find()
            .filter(role_grant::Column::PersonId.eq(Uuid::from(person)))
            .order_by_asc(role_grant::Column::Id)
            .lock_exclusive()
            .all(self.connection())
            .await
            .map_err(store_error)?;
        rows.iter().map(people::grant).collect()
    }

    async fn admin_grants(&mut self) -> Result<Vec<Grant>, AppError> {
        let rows = role_grant::Entity::find()
            .filter(role_grant::Column::Role.eq(name_of(Role::PlatformAdmin)))
            .order_by_asc(role_grant::Column::Id)
            .lock_exclusive()
            .all(self.connection())
            .await
            .map_err(store_error)?;
        rows.iter().map(people::grant).collect()
    }

    async fn insert_grant(&mut self, grant: &Grant) -> Result<(), AppError> {
        insert(self.connection(), [people::grant_row(grant)]).await
    }

    async fn update_grant(&mut self, grant: &Grant) -> Result<(), AppError> {
        save(self.connection(), people::grant_row(grant), role_grant::Column::Id).await
    }

    async fn token(&mut self, id: TokenId) -> Result<Option<ApiToken>, AppError> {
        let found = api_token::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(people::token).transpose()
    }

    async fn insert_token(&mut self, token: &ApiToken) -> Result<(), AppError> {
        insert(self.connection(), [people::token_row(token)]).await
    }

    async fn update_token(&mut self, token: &ApiToken) -> Result<(), AppError> {
        save(self.connection(), people::token_row(token), api_token::Column::Id).await
    }
}
