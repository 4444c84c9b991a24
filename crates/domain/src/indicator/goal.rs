use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::definition::{Direction, FlowMode, Indicator, IndicatorKind};
use super::dimension::Dimensions;
use super::observation::{Observation, Source};
use super::plausibility::confirmed;
use super::reference_period::ReferencePeriod;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{BaselineId, ExplanationId, IndicatorId, PersonId, PlanId, StakeholderId, TargetId};
use crate::locale::Locale;
use crate::period::Validity;

/// What a new baseline is made of.
#[derive(Debug, Clone)]
pub struct BaselineDraft {
    /// The series; it must be the one in use.
    pub series: Option<u32>,
    /// The part of the whole.
    pub dimensions: Dimensions,
    /// The days it speaks of.
    pub period: ReferencePeriod,
    /// What was observed.
    pub observation: Observation,
    /// Where the number comes from.
    pub source: Source,
    /// Why the period ends after the plan began.
    pub late_reason: Option<String>,
    /// Why a value that is hard to believe is right.
    pub confirmation: Option<String>,
}

/// Where a plan started: one for each indicator, series, part of the whole and plan (rule I1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Its id.
    pub id: BaselineId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The plan.
    pub plan: PlanId,
    /// The series.
    pub series: u32,
    /// The part of the whole.
    pub dimensions: Dimensions,
    /// The days it speaks of.
    pub period: ReferencePeriod,
    /// What was observed.
    pub observation: Observation,
    /// Where the number comes from.
    pub source: Source,
    /// Why the period ends after the plan began.
    pub late_reason: Option<String>,
    /// Why a value that is hard to believe is right.
    pub confirmation: Option<String>,
    /// When it was set.
    pub recorded_at: DateTime<Utc>,
}

impl Baseline {
    /// A baseline. `today` bounds its period (rule I7), `plan_period` asks for a reason where it ends after the plan's
    /// first day (rule I2).
    pub fn set(
        id: BaselineId,
        indicator: &Indicator,
        plan: (PlanId, &Validity),
        draft: BaselineDraft,
        (today, at): (NaiveDate, DateTime<Utc>),
    ) -> Result<Self, Refusal> {
        indicator.require_alive("setBaseline")?;
        let series = indicator.require_current(draft.series)?;
        draft.dimensions.check().map_err(|refusal| refusal.under("dimensions"))?;
        require_entered_or_index(indicator, &draft.observation).map_err(|refusal| refusal.under("observation"))?;
        draft.period.require_past(today).map_err(|refusal| refusal.under("period"))?;
        draft.source.require_published(today)?;
        let late_reason = crate::search::optional_line(draft.late_reason.as_deref(), 500);
        let late_reason = late_reason.map_err(|refusal| refusal.under("lateReason"))?;
        let (plan, plan_period) = plan;
        if draft.period.to() > plan_period.from && late_reason.is_none() {
            return Err(Reason::ReasonRequired.at("lateReason"));
        }
        let amount = draft.observation.amount(&indicator.unit).ok();
        let confirmation = confirmed("observation", &indicator.unit, amount, None, draft.confirmation.as_deref())?;
        Ok(Self {
            id,
            indicator: indicator.id,
            plan,
            series,
            period: draft.period,
            observation: draft.observation.suppressed(indicator, &draft.dimensions),
            dimensions: draft.dimensions,
            source: draft.source,
            late_reason,
            confirmation,
            recorded_at: at,
        })
    }
}

/// A baseline is entered for an index too: only its later values are computed.
fn require_entered_or_index(indicator: &Indicator, observation: &Observation) -> Result<(), Refusal> {
    match (indicator.kind, observation) {
        (IndicatorKind::Index, Observation::Value(_) | Observation::Missing(_)) => Ok(()),
        (kind, observation) => observation.require_fit(kind),
    }
}

/// What a new target is made of.
#[derive(Debug, Clone)]
pub struct TargetDraft {
    /// The series; it must be the one in use.
    pub series: Option<u32>,
    /// The part of the whole.
    pub dimensions: Dimensions,
    /// When it is to be reached: the days that a flow's target speaks of, else a day.
    pub period: ReferencePeriod,
    /// What is to be reached.
    pub value: Decimal,
    /// Where the number comes from.
    pub source: Source,
    /// Why an earlier target is replaced.
    pub reason: Option<String>,
    /// Why a value that is hard to believe is right.
    pub confirmation: Option<String>,
}

/// What a plan wants to reach. A new target ends the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its id.
    pub id: TargetId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The plan.
    pub plan: PlanId,
    /// The series.
    pub series: u32,
    /// The part of the whole.
    pub dimensions: Dimensions,
    /// When it is to be reached.
    pub period: ReferencePeriod,
    /// What is to be reached.
    pub value: Decimal,
    /// Where the number comes from.
    pub source: Source,
    /// Why it replaced an earlier one.
    pub reason: Option<String>,
    /// Why a value that is hard to believe is right.
    pub confirmation: Option<String>,
    /// When it was set.
    pub recorded_at: DateTime<Utc>,
    /// When another one replaced it.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Target {
    /// A target, after the baseline and the earlier target of the same plan, series and part of the whole.
    pub fn set(
        id: TargetId,
        indicator: &Indicator,
        plan: PlanId,
        draft: TargetDraft,
        (baseline, earlier, at): (Option<&Baseline>, Option<&mut Self>, DateTime<Utc>),
    ) -> Result<Self, Refusal> {
        indicator.require_alive("setTarget")?;
        let series = indicator.require_current(draft.series)?;
        draft.dimensions.check().map_err(|refusal| refusal.under("dimensions"))?;
        let has_range = matches!(indicator.direction, Direction::TargetRange { .. });
        if has_range || indicator.kind == IndicatorKind::Qualitative {
            return Err(Refusal::input(InputProblem::Foreign).under("value"));
        }
        let unequal = |baseline: &Baseline| !comparable_lengths(indicator.kind, baseline.period, draft.period);
        if baseline.is_some_and(unequal) {
            return Err(Refusal::input(InputProblem::Foreign).under("period"));
        }
        let start = baseline.and_then(|baseline| baseline.observation.amount(&indicator.unit).ok());
        let confirmation =
            confirmed("value", &indicator.unit, Some(draft.value), start, draft.confirmation.as_deref())?;
        let reason = crate::search::optional_line(draft.reason.as_deref(), 500);
        let reason = reason.map_err(|refusal| refusal.under("reason"))?;
        if let Some(earlier) = earlier {
            if reason.is_none() {
                return Err(Reason::ReasonRequired.at("reason"));
            }
            earlier.ended_at = Some(at);
        }
        Ok(Self {
            id,
            indicator: indicator.id,
            plan,
            series,
            dimensions: draft.dimensions,
            period: draft.period,
            value: draft.value,
            source: draft.source,
            reason,
            confirmation,
            recorded_at: at,
            ended_at: None,
        })
    }
}

/// Whether two periods can be compared: those of a flow per period are equally long.
pub(super) fn comparable_lengths(kind: IndicatorKind, one: ReferencePeriod, other: ReferencePeriod) -> bool {
    kind != IndicatorKind::Flow(FlowMode::PerPeriod) || one.length() == other.length()
}

/// Words about a deviation, for citizens: why it is so. The latest for a period is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Its id.
    pub id: ExplanationId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The plan.
    pub plan: PlanId,
    /// The period of the value that is explained.
    pub period: ReferencePeriod,
    /// The words.
    pub text: String,
    /// Their language.
    pub language: Locale,
    /// The organisation that says so.
    pub on_behalf_of: Option<StakeholderId>,
    /// Who wrote them.
    pub author: Option<PersonId>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

impl Explanation {
    /// Checks the words: 1 to 2,000 characters.
    pub fn checked(mut self, text: &str) -> Result<Self, Refusal> {
        self.text = crate::search::paragraphs(text, 2_000).map_err(|refusal| refusal.under("text"))?;
        Ok(self)
    }
}
