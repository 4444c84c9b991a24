use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::formula::Formula;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{IndicatorId, ObjectiveId, StakeholderId};
use crate::locale::LocalisedText;

/// Which side of sustainability an indicator shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum IndicatorClass {
    /// The economy.
    Economic,
    /// Society.
    Social,
    /// The environment.
    Environmental,
}

/// How the periods of a flow are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FlowMode {
    /// Baseline, value and target are periods of equal length.
    PerPeriod,
    /// The value is the baseline and everything since.
    Cumulative,
}

/// What the numbers of an indicator are, and so how they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// Something that happens during a period.
    Flow(FlowMode),
    /// Something that is there on a day.
    Stock {
        /// After how many days an observation says nothing any more.
        max_age_days: u32,
    },
    /// A part of a whole.
    Ratio,
    /// A formula over other indicators.
    Index,
    /// Words.
    Qualitative,
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
    /// Best from `lo` to `hi`, both included.
    TargetRange {
        /// The lower end.
        lo: Decimal,
        /// The upper end.
        hi: Decimal,
    },
    /// Neither is good or bad.
    Neutral,
}

/// How often it is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Frequency {
    /// Each month.
    Monthly,
    /// Each quarter of a year.
    Quarterly,
    /// Each half-year.
    HalfYearly,
    /// Each year.
    Annual,
    /// Now and then.
    Occasional,
}

impl Frequency {
    /// The months of one full period, where there is such a thing.
    pub fn months(self) -> Option<u32> {
        match self {
            Self::Monthly => Some(1),
            Self::Quarterly => Some(3),
            Self::HalfYearly => Some(6),
            Self::Annual => Some(12),
            Self::Occasional => None,
        }
    }
}

/// What a number is a number of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A percentage: differences are percentage points.
    Percent,
    /// Anything else, by its symbol or name.
    Named(LocalisedText),
}

/// What the values, or the two parts of a ratio, count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Counted {
    /// Persons: small cells are suppressed.
    Persons,
    /// Anything else.
    Things,
}

/// Where an indicator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IndicatorState {
    /// Being prepared.
    Draft,
    /// Measured.
    Active,
    /// Not measured any more.
    Retired,
}

/// One way of measuring. Values of different series are not comparable (rule I3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its number, from 1.
    pub version: u32,
    /// Its name, like `edition of 2020`.
    pub label: LocalisedText,
    /// From which day on values are measured this way.
    pub since: NaiveDate,
    /// Why the way of measuring changed; absent for the first.
    pub reason: Option<String>,
    /// How an index is computed: another formula is another series.
    pub formula: Option<Formula>,
}

/// What a new indicator is made of.
#[derive(Debug, Clone)]
pub struct IndicatorDraft {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: LocalisedText,
    /// The side of sustainability it shows.
    pub class: IndicatorClass,
    /// The objectives it shows the way to.
    pub objectives: Vec<ObjectiveId>,
    /// What its numbers are numbers of.
    pub unit: Unit,
    /// What its numbers are.
    pub kind: IndicatorKind,
    /// Which way is good.
    pub direction: Direction,
    /// Up to which change it counts as stable, in the unit.
    pub tolerance: Decimal,
    /// How often it is measured.
    pub frequency: Frequency,
    /// Digits behind the point that are shown.
    pub decimals: u32,
    /// What it counts.
    pub counted: Counted,
    /// Who publishes it.
    pub source: String,
    /// The organisation that looks after it.
    pub steward: Option<StakeholderId>,
    /// Its first series.
    pub series: Series,
}

/// Something that is measured, with the ways in which it was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: LocalisedText,
    /// The side of sustainability it shows.
    pub class: IndicatorClass,
    /// The objectives it shows the way to.
    pub objectives: Vec<ObjectiveId>,
    /// What its numbers are numbers of.
    pub unit: Unit,
    /// What its numbers are.
    pub kind: IndicatorKind,
    /// Which way is good.
    pub direction: Direction,
    /// Up to which change it counts as stable, in the unit.
    pub tolerance: Decimal,
    /// How often it is measured.
    pub frequency: Frequency,
    /// Digits behind the point that are shown.
    pub decimals: u32,
    /// What it counts.
    pub counted: Counted,
    /// Who publishes it.
    pub source: String,
    /// The organisation that looks after it.
    pub steward: Option<StakeholderId>,
    /// Where it stands.
    pub state: IndicatorState,
    /// The indicator that follows it, once it is retired.
    pub successor: Option<IndicatorId>,
    /// Its series, oldest first; never empty.
    pub series: Vec<Series>,
    /// Raised by every change.
    pub version: i64,
}

impl Indicator {
    /// A new indicator in draft, with its first series.
    pub fn new(id: IndicatorId, draft: IndicatorDraft) -> Result<Self, Refusal> {
        check_numbers(&draft)?;
        let mut series = draft.series;
        series.version = 1;
        series.reason = None;
        require_formula(draft.kind, series.formula.as_ref())?;
        Ok(Self {
            id,
            code: crate::search::line(&draft.code, 40).map_err(|refusal| refusal.under("code"))?,
            name: draft.name,
            class: draft.class,
            objectives: draft.objectives,
            unit: draft.unit,
            kind: draft.kind,
            direction: draft.direction,
            tolerance: draft.tolerance,
            frequency: draft.frequency,
            decimals: draft.decimals,
            counted: draft.counted,
            source: crate::search::line(&draft.source, 200).map_err(|refusal| refusal.under("source"))?,
            steward: draft.steward,
            state: IndicatorState::Draft,
            successor: None,
            series: vec![series],
            version: 1,
        })
    }

    /// Draft → Active.
    pub fn activate(&mut self) -> Result<(), Refusal> {
        if self.state != IndicatorState::Draft {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: "activateIndicator" }.into());
        }
        self.state = IndicatorState::Active;
        Ok(())
    }

    /// Active → Retired, with the indicator that follows it, if one does.
    pub fn retire(&mut self, successor: Option<IndicatorId>) -> Result<(), Refusal> {
        if self.state != IndicatorState::Active {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: "retireIndicator" }.into());
        }
        if successor == Some(self.id) {
            return Err(Refusal::input(InputProblem::Foreign).under("successorId"));
        }
        self.state = IndicatorState::Retired;
        self.successor = successor;
        Ok(())
    }

    /// Begins a new series, because the way of measuring changed.
    pub fn break_series(
        &mut self,
        label: LocalisedText,
        since: NaiveDate,
        reason: &str,
        formula: Option<Formula>,
    ) -> Result<u32, Refusal> {
        self.require_alive("breakSeries")?;
        require_formula(self.kind, formula.as_ref())?;
        let reason = crate::search::paragraphs(reason, 2_000).map_err(|_| Reason::ReasonRequired.at("reason"))?;
        if let Some(last) = self.series.last().filter(|last| since <= last.since) {
            let range = InputProblem::OutOfRange { min: last.since.to_string(), max: String::new() };
            return Err(Refusal::input(range).under("since"));
        }
        let version = self.current_series().saturating_add(1);
        self.series.push(Series { version, label, since, reason: Some(reason), formula });
        Ok(version)
    }

    /// Whether everybody may read it.
    pub fn is_public(&self) -> bool {
        self.state != IndicatorState::Draft
    }

    /// The series in use.
    pub fn current_series(&self) -> u32 {
        self.series.last().map_or(1, |series| series.version)
    }

    /// The series in which a new value is entered: it must be named, and be the one in use.
    pub(super) fn require_current(&self, series: Option<u32>) -> Result<u32, Refusal> {
        let current = self.current_series();
        match series {
            None => Err(Refusal::input(InputProblem::Blank).under("seriesVersion")),
            Some(series) if series == current => Ok(current),
            Some(series) if series > current || series == 0 => Err(Reason::NotFound.at("seriesVersion")),
            Some(_) => Err(Reason::SeriesBreak { current }.at("seriesVersion")),
        }
    }

    /// The series with this number.
    pub fn series(&self, version: u32) -> Option<&Series> {
        self.series.iter().find(|series| series.version == version)
    }

    /// Refuses a value on an indicator that is not measured.
    pub(super) fn require_active(&self, action: &'static str) -> Result<(), Refusal> {
        if self.state == IndicatorState::Active {
            Ok(())
        } else {
            Err(Reason::IllegalTransition { from: self.state.into(), action }.into())
        }
    }

    /// Refuses a change of an indicator that is retired.
    pub(super) fn require_alive(&self, action: &'static str) -> Result<(), Refusal> {
        if self.state == IndicatorState::Retired {
            Err(Reason::IllegalTransition { from: self.state.into(), action }.into())
        } else {
            Ok(())
        }
    }
}

fn check_numbers(draft: &IndicatorDraft) -> Result<(), Refusal> {
    let range =
        |min: &str, max: &str| Refusal::input(InputProblem::OutOfRange { min: min.to_owned(), max: max.to_owned() });
    if draft.tolerance.is_sign_negative() && !draft.tolerance.is_zero() {
        return Err(range("0", "").under("tolerance"));
    }
    if draft.decimals > 6 {
        return Err(range("0", "6").under("decimals"));
    }
    match (draft.kind, draft.direction) {
        (IndicatorKind::Stock { max_age_days: 0 }, _) => Err(range("1", "").under("maxAgeDays")),
        (_, Direction::TargetRange { lo, hi }) if lo > hi => {
            Err(range(&super::canonical(lo), "").under("hi").under("targetRange"))
        }
        _ => Ok(()),
    }
}

/// An index has a formula, nothing else has one.
fn require_formula(kind: IndicatorKind, formula: Option<&Formula>) -> Result<(), Refusal> {
    match (kind, formula) {
        (IndicatorKind::Index, None) => Err(Refusal::input(InputProblem::Blank).under("formula")),
        (IndicatorKind::Index, Some(formula)) => formula.check().map_err(|refusal| refusal.under("formula")),
        (_, Some(_)) => Err(Refusal::input(InputProblem::Foreign).under("formula")),
        (_, None) => Ok(()),
    }
}
