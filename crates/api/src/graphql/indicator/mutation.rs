//! Mutations of indicators.

use async_graphql::{Context, Object, Result};

use super::input::{
    ActivateIndicatorInput, BreakSeriesInput, CreateIndicatorInput, ExplainDeviationInput, PublishMeasurementInput,
    RecordMeasurementInput, RetireIndicatorInput, SetBaselineInput, SetTargetInput, SubmitMeasurementInput,
    SupersedeMeasurementInput, ValidateMeasurementInput,
};
use super::{Baseline, Indicator, Measurement, Target};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `createIndicator`.
    CreateIndicatorPayload {
        /// The new indicator.
        indicator: Indicator
    }
    /// What became of `activateIndicator`.
    ActivateIndicatorPayload {
        /// The active indicator.
        indicator: Indicator
    }
    /// What became of `retireIndicator`.
    RetireIndicatorPayload {
        /// The retired indicator.
        indicator: Indicator
    }
    /// What became of `breakSeries`.
    BreakSeriesPayload {
        /// The indicator with its new series.
        indicator: Indicator
    }
    /// What became of `setBaseline`.
    SetBaselinePayload {
        /// The baseline.
        baseline: Baseline
    }
    /// What became of `setTarget`.
    SetTargetPayload {
        /// The target.
        target: Target
    }
    /// What became of `recordMeasurement`.
    RecordMeasurementPayload {
        /// The measurement, in draft.
        measurement: Measurement
    }
    /// What became of `submitMeasurement`.
    SubmitMeasurementPayload {
        /// The submitted measurement.
        measurement: Measurement
    }
    /// What became of `supersedeMeasurement`.
    SupersedeMeasurementPayload {
        /// The corrected measurement, in draft.
        measurement: Measurement
    }
    /// What became of `validateMeasurement`.
    ValidateMeasurementPayload {
        /// The validated measurement.
        measurement: Measurement
    }
    /// What became of `publishMeasurement`.
    PublishMeasurementPayload {
        /// The published measurement.
        measurement: Measurement
    }
    /// What became of `explainDeviation`.
    ExplainDeviationPayload {
        /// The indicator whose deviation is explained.
        indicator: Indicator
    }
}

/// Changing indicators and what is known of them.
#[derive(Debug, Default)]
pub struct IndicatorMutation;

#[Object]
impl IndicatorMutation {
    /// Adds an indicator, in draft, with its first series.
    ///
    /// Requires: steward.
    async fn create_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] input: CreateIndicatorInput,
    ) -> Result<CreateIndicatorPayload> {
        answer(ctx, input, Indicator::by_id).await
    }

    /// Begins to measure an indicator: from now on everybody may read it.
    ///
    /// Requires: steward.
    async fn activate_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which indicator.")] input: ActivateIndicatorInput,
    ) -> Result<ActivateIndicatorPayload> {
        answer(ctx, input, Indicator::by_id).await
    }

    /// Stops to measure an indicator.
    ///
    /// Requires: steward.
    async fn retire_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which indicator.")] input: RetireIndicatorInput,
    ) -> Result<RetireIndicatorPayload> {
        answer(ctx, input, Indicator::by_id).await
    }

    /// Begins a new series, because the way of measuring changed. Values before and after are not comparable.
    ///
    /// Requires: steward.
    async fn break_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which indicator, and why.")] input: BreakSeriesInput,
    ) -> Result<BreakSeriesPayload> {
        answer(ctx, input, Indicator::by_id).await
    }

    /// Says where a plan started, once for each series and part of the whole.
    ///
    /// Requires: steward.
    async fn set_baseline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The baseline.")] input: SetBaselineInput,
    ) -> Result<SetBaselinePayload> {
        answer(ctx, input, Baseline::by_id).await
    }

    /// Says what a plan wants to reach. A new target ends the one before, with a reason.
    ///
    /// Requires: steward.
    async fn set_target(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The target.")] input: SetTargetInput,
    ) -> Result<SetTargetPayload> {
        answer(ctx, input, Target::by_id).await
    }

    /// Enters a value, or the reason why there is none, in draft.
    ///
    /// Requires: org-manager or steward.
    async fn record_measurement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The value.")] input: RecordMeasurementInput,
    ) -> Result<RecordMeasurementPayload> {
        answer(ctx, input, Measurement::by_id).await
    }

    /// Hands a draft over to a second person.
    ///
    /// Requires: org-manager or steward.
    async fn submit_measurement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which measurement.")] input: SubmitMeasurementInput,
    ) -> Result<SubmitMeasurementPayload> {
        answer(ctx, input, Measurement::by_id).await
    }

    /// Enters a corrected value of a period that has one, in draft. It replaces the old one once it has come as far.
    ///
    /// Requires: org-manager or steward.
    async fn supersede_measurement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which measurement, and by what.")] input: SupersedeMeasurementInput,
    ) -> Result<SupersedeMeasurementPayload> {
        answer(ctx, input, Measurement::by_id).await
    }

    /// Confirms a value that somebody else entered. Whoever entered it cannot validate it.
    ///
    /// Requires: org-manager or steward.
    async fn validate_measurement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which measurement.")] input: ValidateMeasurementInput,
    ) -> Result<ValidateMeasurementPayload> {
        answer(ctx, input, Measurement::by_id).await
    }

    /// Opens a validated value to everybody.
    ///
    /// Requires: org-manager or steward.
    async fn publish_measurement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which measurement.")] input: PublishMeasurementInput,
    ) -> Result<PublishMeasurementPayload> {
        answer(ctx, input, Measurement::by_id).await
    }

    /// Says in words why a deviation is as it is, for citizens.
    ///
    /// Requires: org-manager or steward.
    async fn explain_deviation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which deviation, and the words.")] input: ExplainDeviationInput,
    ) -> Result<ExplainDeviationPayload> {
        answer(ctx, input, Indicator::by_id).await
    }
}
