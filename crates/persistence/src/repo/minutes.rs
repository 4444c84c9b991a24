//! Minutes of meetings.

use std::collections::BTreeMap;

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::minutes::MinutesRepo;
use cordata_domain::ids::{MeetingId, MinutesId, StakeholderId};
use cordata_domain::meeting::{Minutes, MinutesRemark, MinutesVersion};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::convert::minutes as convert;
use crate::entity::{minutes, minutes_remark};
use crate::error::store_error;
use crate::sql::{counted, insert, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl MinutesRepo for WriteTx {
    async fn meeting_of_minutes(&mut self, id: MinutesId) -> Result<Option<MeetingId>, AppError> {
        let row = minutes::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        Ok(row.map(|row| row.meeting_id.into()))
    }

    async fn minutes(&mut self, id: MinutesId) -> Result<Option<Minutes>, AppError> {
        let row = minutes::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        row.map_err(store_error)?.map(convert::minutes).transpose()
    }

    async fn insert_minutes(&mut self, minutes: &Minutes) -> Result<(), AppError> {
        insert(self.connection(), [convert::minutes_row(minutes)]).await
    }

    async fn update_minutes(&mut self, minutes: &Minutes) -> Result<(), AppError> {
        use minutes::Column::{Id, Version};
        save_version(self.connection(), convert::minutes_row(minutes), Id, Version).await
    }

    async fn insert_minutes_version(&mut self, version: &MinutesVersion) -> Result<(), AppError> {
        insert(self.connection(), [convert::version_row(version)]).await
    }

    async fn remarks_by_organisation(&mut self, minutes: MinutesId) -> Result<BTreeMap<StakeholderId, u64>, AppError> {
        use minutes_remark::Column::{MinutesId, OnBehalfOfId};
        counted(self.connection(), minutes_remark::Entity::find().filter(MinutesId.eq(minutes.0)), OnBehalfOfId).await
    }

    async fn insert_minutes_remark(&mut self, remark: &MinutesRemark) -> Result<(), AppError> {
        insert(self.connection(), [convert::remark_row(remark)]).await
    }
}
