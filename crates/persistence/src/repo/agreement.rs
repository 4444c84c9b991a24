//! Agreements with their parties and signatures, and the versions of their texts.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::agreement::AgreementRepo;
use cordata_domain::agreement::{Agreement, AgreementText, Clause};
use cordata_domain::ids::{AgreementId, ClauseId, PartyId, SignatureId};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use super::upsert::upsert;
use crate::convert::agreement as convert;
use crate::convert::value::by_owner;
use crate::entity::{
    agreement, agreement_clause, agreement_party, agreement_project, agreement_signature, agreement_text,
};
use crate::error::store_error;
use crate::sql::{insert, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl AgreementRepo for WriteTx {
    async fn agreement(&mut self, id: AgreementId) -> Result<Option<Agreement>, AppError> {
        let row = agreement::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        let rows = row.map_err(store_error)?.into_iter().collect();
        Ok(with_parts(self.connection(), rows).await?.pop())
    }

    async fn agreement_of_party(&mut self, id: PartyId) -> Result<Option<AgreementId>, AppError> {
        let found = agreement_party::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        Ok(found.map(|party| party.agreement_id.into()))
    }

    async fn agreement_of_signature(&mut self, id: SignatureId) -> Result<Option<AgreementId>, AppError> {
        let party = Query::select()
            .column(agreement_signature::Column::PartyId)
            .from(agreement_signature::Entity)
            .and_where(agreement_signature::Column::Id.eq(id.0))
            .take();
        let found = agreement_party::Entity::find().filter(agreement_party::Column::Id.in_subquery(party));
        let found = found.one(self.connection()).await.map_err(store_error)?;
        Ok(found.map(|party| party.agreement_id.into()))
    }

    async fn insert_agreement(&mut self, agreement: &Agreement) -> Result<(), AppError> {
        insert(self.connection(), [convert::agreement_row(agreement)]).await?;
        insert(self.connection(), convert::project_rows(agreement)).await?;
        put_parties(self.connection(), agreement).await
    }

    async fn update_agreement(&mut self, agreement: &Agreement) -> Result<(), AppError> {
        use agreement::Column::{Id, Version};
        save_version(self.connection(), convert::agreement_row(agreement), Id, Version).await?;
        put_parties(self.connection(), agreement).await
    }

    async fn insert_agreement_text(
        &mut self,
        agreement: AgreementId,
        text: &AgreementText,
        clauses: &[Clause],
    ) -> Result<(), AppError> {
        insert(self.connection(), [convert::text_row(agreement, text)]).await?;
        insert(self.connection(), convert::clause_rows(text.id, clauses)).await
    }

    async fn clause_ids(&mut self, agreement: AgreementId) -> Result<Vec<ClauseId>, AppError> {
        let ids: Vec<sea_orm::prelude::Uuid> = agreement_clause::Entity::find()
            .select_only()
            .column(agreement_clause::Column::ClauseId)
            .distinct()
            .join(JoinType::InnerJoin, agreement_clause::Relation::Text.def())
            .filter(agreement_text::Column::AgreementId.eq(agreement.0))
            .into_tuple()
            .all(self.connection())
            .await
            .map_err(store_error)?;
        Ok(ids.into_iter().map(Into::into).collect())
    }
}

/// Agreements, in the order of their rows, with their projects, parties and signatures: one statement for each.
pub(crate) async fn with_parts(
    connection: &impl ConnectionTrait,
    rows: Vec<agreement::Model>,
) -> Result<Vec<Agreement>, AppError> {
    let parts = parts(connection, &rows).await?;
    rows.into_iter().map(|row| convert::agreement(row, &parts)).collect()
}

/// What belongs to the agreements of some rows.
pub(crate) async fn parts(
    connection: &impl ConnectionTrait,
    rows: &[agreement::Model],
) -> Result<convert::Parts, AppError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let projects = agreement_project::Entity::find()
        .filter(agreement_project::Column::AgreementId.is_in(ids.iter().copied()))
        .order_by_asc(agreement_project::Column::Position);
    let parties = agreement_party::Entity::find()
        .filter(agreement_party::Column::AgreementId.is_in(ids))
        .order_by_asc(agreement_party::Column::Id);
    let projects = projects.all(connection).await.map_err(store_error)?;
    let parties = parties.all(connection).await.map_err(store_error)?;
    let signatures = agreement_signature::Entity::find()
        .filter(agreement_signature::Column::PartyId.is_in(parties.iter().map(|party| party.id)))
        .order_by_asc(agreement_signature::Column::Id);
    let signatures = signatures.all(connection).await.map_err(store_error)?;
    Ok(convert::Parts {
        projects: by_owner(projects, |row| row.agreement_id),
        parties: by_owner(parties, |row| row.agreement_id),
        signatures: by_owner(signatures, |row| row.party_id),
    })
}

/// Adds what is new and updates what changed; nothing is ever removed.
async fn put_parties(connection: &impl ConnectionTrait, agreement: &Agreement) -> Result<(), AppError> {
    use agreement_party::Column;
    let changing =
        [Column::State, Column::StateReason, Column::ActNumber, Column::ActDate, Column::ActBody, Column::WithdrawnOn];
    let changed = OnConflict::column(Column::Id).update_columns(changing).to_owned();
    upsert(connection, convert::party_rows(agreement), changed).await?;
    let changing = [agreement_signature::Column::Standing, agreement_signature::Column::VoidedAt];
    let changed = OnConflict::column(agreement_signature::Column::Id).update_columns(changing).to_owned();
    upsert(connection, convert::signature_rows(agreement), changed).await?;
    Ok(())
}
