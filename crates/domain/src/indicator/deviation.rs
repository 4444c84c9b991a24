use rust_decimal::Decimal;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::definition::{Direction, Indicator};
use super::goal::{Baseline, Explanation, Target, comparable_lengths};
use super::observation::MissingReason;
use super::reading::Reading;
use super::value::{percentage, quotient};

/// Why there is no deviation: shown as "n.d." with the reason, counted, never dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum NotComputable {
    /// The plan has no baseline.
    NoBaseline,
    /// Nothing was measured after the baseline and by the cut-off.
    NoMeasurement,
    /// What was measured speaks of shorter or longer periods than the baseline.
    NoEqualPeriod,
    /// Baseline and value belong to different series, and no restated baseline exists (rule I3).
    NotComparable,
    /// The baseline, or the last value, is missing for this reason.
    Missing(MissingReason),
    /// A ratio of nothing.
    ZeroDenominator,
    /// The last observation of a stock is older than the indicator allows.
    TooOld,
    /// The indicator speaks in words.
    Qualitative,
    /// A part of an index is missing.
    PartMissing,
    /// The result has more digits than can be kept.
    TooLarge,
}

/// What became of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Trend {
    /// It went the good way.
    Improved,
    /// It changed by no more than its tolerance.
    Stable,
    /// It went the wrong way.
    Worsened,
}

/// How much of the way to the target was covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AttainmentClass {
    /// All of it, or more.
    Reached,
    /// At least 95 %.
    OnTrack,
    /// At least 60 %.
    Moderate,
    /// Less than 60 %.
    Insufficient,
    /// Less than nothing.
    MovingAway,
}

/// How the value stands to the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attainment {
    /// A part of the way from baseline to target; may be below 0 or above 1 and is shown so.
    Part {
        /// The part, in percent.
        percent: Decimal,
        /// Its class, decided before rounding.
        class: AttainmentClass,
    },
    /// The target was to keep the baseline: there is no way to cover, so no percentage.
    Keep {
        /// Whether it was kept.
        met: bool,
    },
}

/// Why there is no attainment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum NoAttainment {
    /// The plan has no target in this series.
    NoTarget,
    /// The target speaks of a shorter or longer period than the baseline.
    NoEqualPeriod,
    /// The result has more digits than can be kept.
    TooLarge,
}

/// How far a value is from its baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where it started, in the unit.
    pub baseline: Decimal,
    /// Value less baseline, in the unit (for a percentage: points).
    pub absolute: Decimal,
    /// The same in percent of the baseline; undefined where that is 0.
    pub relative: Option<Decimal>,
    /// By how much it went the good way, in the unit; absent where neither way is good.
    pub improvement: Option<Decimal>,
    /// The word for it; absent where neither way is good and it changed.
    pub trend: Option<Trend>,
    /// How the value stands to the target.
    pub attainment: Result<Attainment, NoAttainment>,
}

/// How an indicator moved since the start of a plan, with everything the answer was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// The baseline: of the value's series if there is one, else the latest.
    pub baseline: Option<Baseline>,
    /// The value at the cut-off, or why there is none.
    pub reading: Result<Reading, NotComputable>,
    /// The target.
    pub target: Option<Target>,
    /// What a steward says about it.
    pub explanation: Option<Explanation>,
    /// The change, or why there is none.
    pub change: Result<Change, NotComputable>,
}

/// The change from `baseline` to `value` as this indicator sees it.
pub(super) fn change(
    indicator: &Indicator,
    baseline: &Baseline,
    value: Decimal,
    target: Option<&Target>,
) -> Result<Change, NotComputable> {
    let start = baseline.observation.amount(&indicator.unit)?;
    let absolute = value.checked_sub(start).ok_or(NotComputable::TooLarge)?;
    let relative =
        if start.is_zero() { None } else { Some(percentage(absolute, start.abs()).ok_or(NotComputable::TooLarge)?) };
    let way = Way { direction: indicator.direction, tolerance: indicator.tolerance, start, value };
    Ok(Change {
        baseline: start,
        absolute,
        relative,
        improvement: way.improvement(),
        trend: way.trend(),
        attainment: way.attainment(target.map(|target| (target, comparable(indicator, baseline, target)))),
    })
}

fn comparable(indicator: &Indicator, baseline: &Baseline, target: &Target) -> bool {
    comparable_lengths(indicator.kind, baseline.period, target.period)
}

/// From where to where, and which way is good. All values are bounded, so sums and differences fit.
struct Way {
    direction: Direction,
    tolerance: Decimal,
    start: Decimal,
    value: Decimal,
}

impl Way {
    /// How far a value is from the range.
    fn distance(lo: Decimal, hi: Decimal, value: Decimal) -> Decimal {
        (lo - value).max(value - hi).max(Decimal::ZERO)
    }

    fn improvement(&self) -> Option<Decimal> {
        match self.direction {
            Direction::HigherIsBetter => Some(self.value - self.start),
            Direction::LowerIsBetter => Some(self.start - self.value),
            Direction::TargetRange { lo, hi } => {
                Some(Self::distance(lo, hi, self.start) - Self::distance(lo, hi, self.value))
            }
            Direction::Neutral => None,
        }
    }

    fn trend(&self) -> Option<Trend> {
        let stable = |change: Decimal| change.abs() <= self.tolerance;
        match self.improvement() {
            Some(improvement) if stable(improvement) => Some(Trend::Stable),
            Some(improvement) if improvement > Decimal::ZERO => Some(Trend::Improved),
            Some(_) => Some(Trend::Worsened),
            None => stable(self.value - self.start).then_some(Trend::Stable),
        }
    }

    /// A range is its own target; else `target` is one, with whether its period is as long as the baseline's.
    fn attainment(&self, target: Option<(&Target, bool)>) -> Result<Attainment, NoAttainment> {
        if let Direction::TargetRange { lo, hi } = self.direction {
            let (before, now) = (Self::distance(lo, hi, self.start), Self::distance(lo, hi, self.value));
            return if before.is_zero() {
                Ok(Attainment::Keep { met: now.is_zero() })
            } else {
                part(before - now, before)
            };
        }
        match target {
            None => Err(NoAttainment::NoTarget),
            Some((_, false)) => Err(NoAttainment::NoEqualPeriod),
            Some((target, true)) if target.value == self.start => Ok(Attainment::Keep { met: self.keeps() }),
            Some((target, true)) => part(self.value - self.start, target.value - self.start),
        }
    }

    /// Whether the value is still where it started, or on the good side of it, within the tolerance.
    fn keeps(&self) -> bool {
        match self.improvement() {
            Some(improvement) => improvement >= -self.tolerance,
            None => (self.value - self.start).abs() <= self.tolerance,
        }
    }
}

/// A part of a way that is not zero. The class is decided on exact products, not on the rounded quotient.
fn part(covered: Decimal, whole: Decimal) -> Result<Attainment, NoAttainment> {
    let (covered, whole) = if whole.is_sign_negative() { (-covered, -whole) } else { (covered, whole) };
    let reaches = |hundredths: i64| whole * Decimal::new(hundredths, 2) <= covered;
    let class = match () {
        () if reaches(100) => AttainmentClass::Reached,
        () if reaches(95) => AttainmentClass::OnTrack,
        () if reaches(60) => AttainmentClass::Moderate,
        () if reaches(0) => AttainmentClass::Insufficient,
        () => AttainmentClass::MovingAway,
    };
    let percent = quotient(covered, whole).map(|part| part * Decimal::ONE_HUNDRED);
    percent.map(|percent| Attainment::Part { percent, class }).ok_or(NoAttainment::TooLarge)
}
