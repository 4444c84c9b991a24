use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::definition::{Counted, Indicator, IndicatorKind, Unit};
use super::deviation::NotComputable;
use super::dimension::Dimensions;
use super::value::{percentage, quotient};
use crate::error::{InputProblem, Refusal};

/// Cells with fewer persons are not told apart from persons.
const FEWEST_PERSONS: i64 = 3;

/// Why there is no value. Missing is never 0 (rule I6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MissingReason {
    /// Nobody measured it.
    NotAvailable,
    /// It has no meaning here.
    NotApplicable,
    /// It is published later.
    NotYetDue,
    /// It would tell about single persons or firms.
    Confidential,
}

/// What was observed: one of these, never two (rule I6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    /// A value in the indicator's unit.
    Value(Decimal),
    /// A ratio by its two parts.
    Fraction {
        /// What is counted.
        numerator: Decimal,
        /// Of how many.
        denominator: Decimal,
    },
    /// Words, for a qualitative indicator.
    Words(String),
    /// Nothing, and why.
    Missing(MissingReason),
}

impl Observation {
    /// Refuses what does not fit the kind: parts belong to ratios, words to qualitative indicators, and an index is
    /// computed, not entered.
    pub(super) fn require_fit(&self, kind: IndicatorKind) -> Result<(), Refusal> {
        let fits = match self {
            Self::Missing(_) => kind != IndicatorKind::Index,
            Self::Value(_) => !matches!(kind, IndicatorKind::Qualitative | IndicatorKind::Index),
            Self::Fraction { .. } => kind == IndicatorKind::Ratio,
            Self::Words(_) => kind == IndicatorKind::Qualitative,
        };
        if fits { Ok(()) } else { Err(Refusal::input(InputProblem::Foreign)) }
    }

    /// The value in `unit`: of parts, their quotient, in percent where the unit is that.
    pub fn amount(&self, unit: &Unit) -> Result<Decimal, NotComputable> {
        match self {
            Self::Value(value) => Ok(*value),
            Self::Fraction { denominator, .. } if denominator.is_zero() => Err(NotComputable::ZeroDenominator),
            Self::Fraction { numerator, denominator } => {
                let amount = match unit {
                    Unit::Percent => percentage(*numerator, *denominator),
                    Unit::Named(_) => quotient(*numerator, *denominator),
                };
                amount.ok_or(NotComputable::TooLarge)
            }
            Self::Words(_) => Err(NotComputable::Qualitative),
            Self::Missing(reason) => Err(NotComputable::Missing(*reason)),
        }
    }

    /// What may be kept of it: a cell that counts fewer than 3 persons becomes confidential at the door, so that no
    /// view, export or copy can ever tell it.
    pub(super) fn suppressed(self, indicator: &Indicator, dimensions: &Dimensions) -> Self {
        if indicator.counted == Counted::Things || dimensions.is_total() {
            return self;
        }
        let few = |count: Decimal| count.abs() < Decimal::from(FEWEST_PERSONS);
        let tells = match &self {
            Self::Value(value) => indicator.kind != IndicatorKind::Ratio && few(*value),
            Self::Fraction { numerator, denominator } => few(*numerator) || few(*denominator),
            Self::Words(_) | Self::Missing(_) => false,
        };
        if tells { Self::Missing(MissingReason::Confidential) } else { self }
    }
}

/// Where a number comes from. The day it was published is another one than the days it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The publisher and the work.
    pub name: String,
    /// The address at which it can be read.
    pub url: Option<String>,
    /// When it was published.
    pub published_on: NaiveDate,
}

impl Source {
    /// A source.
    pub fn new(name: &str, url: Option<&str>, published_on: NaiveDate) -> Result<Self, Refusal> {
        let name = crate::search::line(name, 200).map_err(|refusal| refusal.under("name"))?;
        let url = crate::search::optional_line(url, 500).map_err(|refusal| refusal.under("url"))?;
        if url.as_deref().is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
            return Err(Refusal::input(InputProblem::Format { expected: "https://" }).under("url"));
        }
        Ok(Self { name, url, published_on })
    }

    /// Refuses a source that is not published yet.
    pub(super) fn require_published(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.published_on > today {
            let range = InputProblem::OutOfRange { min: String::new(), max: today.to_string() };
            return Err(Refusal::input(range).under("publishedOn").under("source"));
        }
        Ok(())
    }
}
