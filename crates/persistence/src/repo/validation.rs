//! Checks of entries, and reports of work.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::validation::ValidationRepo;
use cordata_domain::funding::{EntryCheck, InKindContribution, InKindState};
use cordata_domain::ids::{CommitmentId, EntryId, InKindId};
use cordata_domain::money::Cents;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::convert::validation as convert;
use crate::convert::value::name_of;
use crate::entity::{entry_check, in_kind_contribution, in_kind_evidence};
use crate::error::store_error;
use crate::sql::{insert, read_sum, save_version, sum_of};
use crate::tx::WriteTx;

#[async_trait]
impl ValidationRepo for WriteTx {
    async fn is_checked(&mut self, id: EntryId) -> Result<bool, AppError> {
        let found = entry_check::Entity::find_by_id(id.0).count(self.connection()).await.map_err(store_error)?;
        Ok(found > 0)
    }

    async fn insert_check(&mut self, check: &EntryCheck) -> Result<(), AppError> {
        insert(self.connection(), [convert::check_row(check)]).await
    }

    async fn in_kind(&mut self, id: InKindId) -> Result<Option<InKindContribution>, AppError> {
        let row = in_kind_contribution::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        let Some(row) = row.map_err(store_error)? else { return Ok(None) };
        let papers = in_kind_evidence::Entity::find()
            .filter(in_kind_evidence::Column::InKindId.eq(id.0))
            .order_by_asc(in_kind_evidence::Column::Number)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        convert::in_kind(row, &papers).map(Some)
    }

    async fn in_kind_waiting(&mut self, commitment: CommitmentId) -> Result<Cents, AppError> {
        use in_kind_contribution::Column;
        let open = [InKindState::Declared, InKindState::Documented].map(name_of);
        let sum: Option<Option<String>> = in_kind_contribution::Entity::find()
            .select_only()
            .column_as(sum_of(Expr::col(Column::Amount)), "waiting")
            .filter(Column::CommitmentId.eq(commitment.0))
            .filter(Column::State.is_in(open))
            .into_tuple()
            .one(self.connection())
            .await
            .map_err(store_error)?;
        read_sum(sum.flatten().as_deref())
    }

    async fn insert_in_kind(&mut self, report: &InKindContribution) -> Result<(), AppError> {
        insert(self.connection(), [convert::in_kind_row(report)]).await
    }

    async fn update_in_kind(&mut self, report: &InKindContribution) -> Result<(), AppError> {
        use in_kind_contribution::Column::{Id, Version};
        save_version(self.connection(), convert::in_kind_row(report), Id, Version).await?;
        let papers = in_kind_evidence::Entity::find().filter(in_kind_evidence::Column::InKindId.eq(report.id.0));
        let known = papers.count(self.connection()).await.map_err(store_error)?;
        let known = usize::try_from(known).map_err(|error| AppError::Fault(error.into()))?;
        insert(self.connection(), convert::evidence_rows(report).into_iter().skip(known)).await
    }
}
