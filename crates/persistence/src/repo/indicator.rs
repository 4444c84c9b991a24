//! Indicators with their series, and what is known of them.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::indicator::IndicatorRepo;
use cordata_domain::ids::{IndicatorId, MeasurementId};
use cordata_domain::indicator::{Baseline, Dimensions, Explanation, Indicator, Measurement, MeasurementState, Target};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::upsert::upsert;
use crate::convert::indicator as convert;
use crate::convert::value::name_of;
use crate::entity::{baseline, indicator, indicator_objective, indicator_series, measurement, target};
use crate::error::store_error;
use crate::sql::{insert, save, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl IndicatorRepo for WriteTx {
    async fn indicator(&mut self, id: IndicatorId) -> Result<Option<Indicator>, AppError> {
        let row = indicator::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        let Some(row) = row.map_err(store_error)? else { return Ok(None) };
        let objectives = indicator_objective::Entity::find()
            .filter(indicator_objective::Column::IndicatorId.eq(id.0))
            .order_by_asc(indicator_objective::Column::ObjectiveId);
        let series = indicator_series::Entity::find()
            .filter(indicator_series::Column::IndicatorId.eq(id.0))
            .order_by_asc(indicator_series::Column::Number);
        let objectives = objectives.all(self.connection()).await.map_err(store_error)?;
        let series = series.all(self.connection()).await.map_err(store_error)?;
        convert::indicator(row, &objectives, &series).map(Some)
    }

    async fn insert_indicator(&mut self, indicator: &Indicator) -> Result<(), AppError> {
        let row = convert::indicator_row(indicator)?;
        insert(self.connection(), [row]).await.map_err(|error| error.under("code"))?;
        let objectives = convert::objective_rows(indicator);
        insert(self.connection(), objectives).await.map_err(|error| error.under("objectiveIds"))?;
        insert(self.connection(), convert::series_rows(indicator)?).await
    }

    async fn update_indicator(&mut self, indicator: &Indicator) -> Result<(), AppError> {
        use indicator::Column::{Id, Version};
        save_version(self.connection(), convert::indicator_row(indicator)?, Id, Version).await?;
        let key = [indicator_series::Column::IndicatorId, indicator_series::Column::Number];
        let known = OnConflict::columns(key).do_nothing().to_owned();
        upsert(self.connection(), convert::series_rows(indicator)?, known).await?;
        Ok(())
    }

    async fn baselines(&mut self, indicator: IndicatorId) -> Result<Vec<Baseline>, AppError> {
        let these = baseline::Entity::find().filter(baseline::Column::IndicatorId.eq(indicator.0));
        let rows = these.order_by_asc(baseline::Column::Id).all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(convert::baseline).collect()
    }

    async fn insert_baseline(&mut self, baseline: &Baseline) -> Result<(), AppError> {
        insert(self.connection(), [convert::baseline_row(baseline)]).await
    }

    async fn targets(&mut self, indicator: IndicatorId) -> Result<Vec<Target>, AppError> {
        let these = target::Entity::find()
            .filter(target::Column::IndicatorId.eq(indicator.0))
            .filter(target::Column::EndedAt.is_null());
        let rows = these.order_by_asc(target::Column::Id).all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(convert::target).collect()
    }

    async fn insert_target(&mut self, target: &Target) -> Result<(), AppError> {
        insert(self.connection(), [convert::target_row(target)]).await
    }

    async fn update_target(&mut self, target: &Target) -> Result<(), AppError> {
        save(self.connection(), convert::target_row(target), target::Column::Id).await
    }

    async fn indicator_of_measurement(&mut self, id: MeasurementId) -> Result<Option<IndicatorId>, AppError> {
        let column = measurement::Entity::find_by_id(id.0).select_only().column(measurement::Column::IndicatorId);
        let found: Option<Uuid> = column.into_tuple().one(self.connection()).await.map_err(store_error)?;
        Ok(found.map(IndicatorId))
    }

    async fn measurement(&mut self, id: MeasurementId) -> Result<Option<Measurement>, AppError> {
        let row = measurement::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        row.map_err(store_error)?.map(convert::measurement).transpose()
    }

    async fn standing_measurements(
        &mut self,
        indicator: IndicatorId,
        series: u32,
        dimensions: &Dimensions,
    ) -> Result<Vec<Measurement>, AppError> {
        use measurement::Column;
        let rows = measurement::Entity::find()
            .filter(Column::IndicatorId.eq(indicator.0))
            .filter(Column::Series.eq(i64::from(series)))
            .filter(Column::Dimensions.eq(dimensions.key()))
            .filter(Column::State.ne(name_of(MeasurementState::Superseded)))
            .order_by_asc(Column::PeriodTo)
            .order_by_asc(Column::Id)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::measurement).collect()
    }

    async fn insert_measurement(&mut self, measurement: &Measurement) -> Result<(), AppError> {
        insert(self.connection(), [convert::measurement_row(measurement)]).await
    }

    async fn update_measurement(&mut self, measurement: &Measurement) -> Result<(), AppError> {
        use measurement::Column::{Id, Version};
        save_version(self.connection(), convert::measurement_row(measurement), Id, Version).await
    }

    async fn insert_explanation(&mut self, explanation: &Explanation) -> Result<(), AppError> {
        insert(self.connection(), [convert::explanation_row(explanation)]).await
    }
}
