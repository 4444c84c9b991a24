//! Minutes: what commands change, and views to read from.

use std::collections::BTreeMap;

use async_trait::async_trait;
use cordata_domain::ids::{MeetingId, MinutesId, StakeholderId};
use cordata_domain::meeting::{Minutes, MinutesRemark, MinutesVersion};
use cordata_domain::policy::Visibility;

use crate::error::AppError;

/// Minutes with their circulated versions and remarks.
#[async_trait]
pub trait MinutesRepo {
    /// The meeting of minutes.
    async fn meeting_of_minutes(&mut self, id: MinutesId) -> Result<Option<MeetingId>, AppError>;
    /// Loads and locks minutes.
    async fn minutes(&mut self, id: MinutesId) -> Result<Option<Minutes>, AppError>;
    /// Adds minutes; a meeting has them once.
    async fn insert_minutes(&mut self, minutes: &Minutes) -> Result<(), AppError>;
    /// Saves changed minutes.
    async fn update_minutes(&mut self, minutes: &Minutes) -> Result<(), AppError>;
    /// Adds a circulated version, which nobody can change any more.
    async fn insert_minutes_version(&mut self, version: &MinutesVersion) -> Result<(), AppError>;
    /// How many remarks each organisation made, over all versions.
    async fn remarks_by_organisation(&mut self, minutes: MinutesId) -> Result<BTreeMap<StakeholderId, u64>, AppError>;
    /// Adds a remark, which nobody can change any more.
    async fn insert_minutes_remark(&mut self, remark: &MinutesRemark) -> Result<(), AppError>;
}

/// Views of minutes. Those of the table see everything; others the public text of published minutes, of meetings in
/// sight.
#[async_trait]
pub trait MinutesReads: Send + Sync {
    /// The minutes of meetings.
    async fn minutes_of(&self, sight: &Visibility, meetings: &[MeetingId]) -> Result<Vec<Minutes>, AppError>;
    /// Minutes by id.
    async fn minutes_by_id(&self, sight: &Visibility, ids: &[MinutesId]) -> Result<Vec<Minutes>, AppError>;
    /// The circulated versions of minutes, oldest first, for those of the table.
    async fn minutes_versions_of(
        &self,
        sight: &Visibility,
        minutes: &[MinutesId],
    ) -> Result<Vec<MinutesVersion>, AppError>;
    /// The remarks on minutes, oldest first, for those of the table.
    async fn minutes_remarks_of(
        &self,
        sight: &Visibility,
        minutes: &[MinutesId],
    ) -> Result<Vec<MinutesRemark>, AppError>;
}
