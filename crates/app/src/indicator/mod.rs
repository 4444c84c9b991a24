//! Use cases of indicators: what is measured, where a plan started, what it wants to reach, and what was measured.

mod measure;

pub use measure::{
    PublishMeasurement, RecordMeasurement, SubmitMeasurement, SupersedeMeasurement, ValidateMeasurement,
};

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::audit::Traced;
use cordata_domain::ids::{BaselineId, ExplanationId, IndicatorId, PlanId, TargetId};
use cordata_domain::indicator::{
    Baseline, BaselineDraft, Explanation, Formula, Indicator, IndicatorDraft, IndicatorKind, ReferencePeriod, Target,
    TargetDraft,
};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::{InputProblem, Locale, LocalisedText, Reason, Refusal};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

/// The most objectives that one indicator points to.
const MAX_OBJECTIVES: usize = 20;

/// What an act on an indicator is about: the organisation that looks after it.
fn about(indicator: &Indicator) -> Facts {
    Facts { organisation: indicator.steward, ..Facts::plan() }
}

/// Loads an indicator; a draft is not there for those who may not see it.
async fn visible(work: &mut Work<'_>, id: IndicatorId) -> Result<Indicator, AppError> {
    let indicator = found_at(work.tx.indicator(id).await?, "indicatorId")?;
    let sight = work.actor().visibility();
    let own = indicator.steward.is_some_and(|steward| sight.organisations.contains(&steward));
    if indicator.is_public() || sight.everything || sight.measurements || own {
        Ok(indicator)
    } else {
        Err(Reason::NotFound.at("indicatorId").into())
    }
}

/// Refuses parts of a formula that are not there, or are indexes themselves.
async fn require_parts(work: &mut Work<'_>, formula: Option<&Formula>) -> Result<(), AppError> {
    for (index, part) in formula.into_iter().flat_map(|formula| formula.parts.iter().enumerate()) {
        let at = |error: AppError| error.under(&index.to_string()).under("parts").under("formula");
        let indicator = found_at(work.tx.indicator(part.indicator).await?, "indicatorId").map_err(at)?;
        if indicator.kind == IndicatorKind::Index {
            return Err(at(Refusal::input(InputProblem::Foreign).under("indicatorId").into()));
        }
    }
    Ok(())
}

/// Adds an indicator, in draft, with its first series.
#[derive(Debug, Clone)]
pub struct CreateIndicator {
    /// What it is made of.
    pub draft: IndicatorDraft,
}

#[async_trait]
impl Command for CreateIndicator {
    const NAME: &'static str = "createIndicator";
    type Output = IndicatorId;

    async fn run(&self, work: &mut Work<'_>) -> Result<IndicatorId, AppError> {
        work.require(Act::ManageIndicator, &Facts::plan())?;
        if self.draft.objectives.len() > MAX_OBJECTIVES {
            return Err(Refusal::input(InputProblem::TooLong { max: MAX_OBJECTIVES }).under("objectiveIds").into());
        }
        if let Some(steward) = self.draft.steward {
            found_at(work.tx.stakeholder(steward).await?, "stewardId")?;
        }
        let indicator = Indicator::new(work.id(), self.draft.clone())?;
        require_parts(work, self.draft.series.formula.as_ref()).await?;
        work.tx.insert_indicator(&indicator).await?;
        work.audit_new(&indicator);
        Ok(indicator.id)
    }
}

/// What becomes of an indicator.
#[derive(Debug, Clone, Copy)]
enum Step {
    Activate,
    Retire(Option<IndicatorId>),
}

async fn advance(work: &mut Work<'_>, id: IndicatorId, expected: i64, step: Step) -> Result<IndicatorId, AppError> {
    let mut indicator = visible(work, id).await?;
    work.require(Act::ManageIndicator, &about(&indicator))?;
    require_version(expected, indicator.version)?;
    let before = indicator.snapshot();
    match step {
        Step::Activate => indicator.activate()?,
        Step::Retire(successor) => {
            if let Some(successor) = successor {
                found_at(work.tx.indicator(successor).await?, "successorId")?;
            }
            indicator.retire(successor)?;
        }
    }
    work.tx.update_indicator(&indicator).await?;
    work.audit_change(&before, &indicator);
    Ok(indicator.id)
}

/// Begins to measure an indicator: from now on it is public.
#[derive(Debug, Clone)]
pub struct ActivateIndicator {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for ActivateIndicator {
    const NAME: &'static str = "activateIndicator";
    type Output = IndicatorId;

    async fn run(&self, work: &mut Work<'_>) -> Result<IndicatorId, AppError> {
        advance(work, self.indicator, self.expected_version, Step::Activate).await
    }
}

/// Stops to measure an indicator.
#[derive(Debug, Clone)]
pub struct RetireIndicator {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The indicator that follows it.
    pub successor: Option<IndicatorId>,
}

#[async_trait]
impl Command for RetireIndicator {
    const NAME: &'static str = "retireIndicator";
    type Output = IndicatorId;

    async fn run(&self, work: &mut Work<'_>) -> Result<IndicatorId, AppError> {
        advance(work, self.indicator, self.expected_version, Step::Retire(self.successor)).await
    }
}

/// Begins a new series of an indicator, because the way of measuring changed.
#[derive(Debug, Clone)]
pub struct BreakSeries {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The name of the new series.
    pub label: LocalisedText,
    /// From which day on values are measured the new way.
    pub since: NaiveDate,
    /// Why.
    pub reason: String,
    /// How an index is computed from now on.
    pub formula: Option<Formula>,
}

#[async_trait]
impl Command for BreakSeries {
    const NAME: &'static str = "breakSeries";
    type Output = IndicatorId;

    async fn run(&self, work: &mut Work<'_>) -> Result<IndicatorId, AppError> {
        let mut indicator = visible(work, self.indicator).await?;
        work.require(Act::ManageIndicator, &about(&indicator))?;
        require_version(self.expected_version, indicator.version)?;
        require_parts(work, self.formula.as_ref()).await?;
        let before = indicator.snapshot();
        indicator.break_series(self.label.clone(), self.since, &self.reason, self.formula.clone())?;
        work.tx.update_indicator(&indicator).await?;
        work.because(Some(&self.reason));
        work.audit_change(&before, &indicator);
        Ok(indicator.id)
    }
}

/// Says where a plan started: once for each series and part of the whole.
#[derive(Debug, Clone)]
pub struct SetBaseline {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The plan.
    pub plan: PlanId,
    /// What it is made of.
    pub draft: BaselineDraft,
}

#[async_trait]
impl Command for SetBaseline {
    const NAME: &'static str = "setBaseline";
    type Output = BaselineId;

    async fn run(&self, work: &mut Work<'_>) -> Result<BaselineId, AppError> {
        let indicator = visible(work, self.indicator).await?;
        work.require(Act::ManageIndicator, &about(&indicator))?;
        let plan = work.visible_plan(self.plan, "planId").await?;
        let today = work.today().await?;
        let times = (today, work.now);
        let baseline = Baseline::set(work.id(), &indicator, (plan.id, &plan.period), self.draft.clone(), times)?;
        let same = |other: &Baseline| {
            (other.plan, other.series, &other.dimensions) == (baseline.plan, baseline.series, &baseline.dimensions)
        };
        if work.tx.baselines(indicator.id).await?.iter().any(same) {
            return Err(Reason::BaselineExists.at("planId").into());
        }
        work.tx.insert_baseline(&baseline).await?;
        let detail = json!({ "indicator": indicator.id, "plan": plan.id, "series": baseline.series });
        work.audit("Baseline", baseline.id, detail);
        Ok(baseline.id)
    }
}

/// Says what a plan wants to reach. A new target ends the one before, with a reason.
#[derive(Debug, Clone)]
pub struct SetTarget {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The plan.
    pub plan: PlanId,
    /// What it is made of.
    pub draft: TargetDraft,
}

#[async_trait]
impl Command for SetTarget {
    const NAME: &'static str = "setTarget";
    type Output = TargetId;

    async fn run(&self, work: &mut Work<'_>) -> Result<TargetId, AppError> {
        let indicator = visible(work, self.indicator).await?;
        work.require(Act::ManageIndicator, &about(&indicator))?;
        let plan = work.visible_plan(self.plan, "planId").await?;
        let key = (plan.id, indicator.current_series(), &self.draft.dimensions);
        let baselines = work.tx.baselines(indicator.id).await?;
        let baseline = baselines.iter().find(|other| (other.plan, other.series, &other.dimensions) == key);
        let mut targets = work.tx.targets(indicator.id).await?;
        let mut earlier = targets.iter_mut().find(|other| (other.plan, other.series, &other.dimensions) == key);
        let before = earlier.as_deref().map(Traced::snapshot);
        let context = (baseline, earlier.as_deref_mut(), work.now);
        let target = Target::set(work.id(), &indicator, plan.id, self.draft.clone(), context)?;
        if let Some(earlier) = earlier {
            work.tx.update_target(earlier).await?;
        }
        work.tx.insert_target(&target).await?;
        work.because(target.reason.as_deref());
        match before {
            Some(before) => work.audit_change_of(&before, &target, [("replaces", json!(before.subject))]),
            None => work.audit_new(&target),
        }
        Ok(target.id)
    }
}

/// Says in words why a deviation is as it is.
#[derive(Debug, Clone)]
pub struct ExplainDeviation {
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
}

#[async_trait]
impl Command for ExplainDeviation {
    const NAME: &'static str = "explainDeviation";
    type Output = IndicatorId;

    async fn run(&self, work: &mut Work<'_>) -> Result<IndicatorId, AppError> {
        let indicator = visible(work, self.indicator).await?;
        work.require(Act::ExplainDeviation, &about(&indicator))?;
        let plan = work.visible_plan(self.plan, "planId").await?;
        let today = work.today().await?;
        self.period.require_past(today).map_err(|refusal| refusal.under("period"))?;
        let explanation = Explanation {
            id: work.id::<ExplanationId>(),
            indicator: indicator.id,
            plan: plan.id,
            period: self.period,
            text: String::new(),
            language: self.language.clone(),
            on_behalf_of: indicator.steward,
            author: work.actor().person(),
            recorded_at: work.now,
        };
        let explanation = explanation.checked(&self.text)?;
        work.tx.insert_explanation(&explanation).await?;
        work.audit("DeviationExplanation", explanation.id, json!({ "indicator": indicator.id, "plan": plan.id }));
        Ok(indicator.id)
    }
}
