//! What values are made of: numbers with their source, parts of the whole, formulas.

use async_graphql::{Enum, ID, InputObject, OneofObject};
use cordata_domain::Refusal;
use cordata_domain::indicator::{self, Dimensions, Formula, FormulaPart, ReferencePeriod, parse_decimal};

use super::MissingReason;
use crate::graphql::input::{PeriodInput, read_id, read_optional_id};
use crate::scalar::{Date, Decimal};

pub(super) fn decimal(value: &Decimal, field: &str) -> Result<indicator::Decimal, Refusal> {
    parse_decimal(&value.0).map_err(|refusal| refusal.under(field))
}

pub(super) fn period(input: &PeriodInput) -> Result<ReferencePeriod, Refusal> {
    ReferencePeriod::new(input.from.0, input.to.0).map_err(|refusal| refusal.under("period"))
}

/// The two parts of a ratio.
#[derive(Debug, InputObject)]
pub struct FractionInput {
    /// What is counted.
    pub numerator: Decimal,
    /// Of how many.
    pub denominator: Decimal,
}

/// What was observed: exactly one of these.
#[derive(Debug, OneofObject)]
pub enum ObservationInput {
    /// A value in the indicator's unit.
    Value(Decimal),
    /// A ratio by its two parts.
    Fraction(FractionInput),
    /// Words, for a qualitative indicator: one line of at most 500 characters.
    Words(String),
    /// Nothing, and why. Missing is never 0.
    Missing(MissingReason),
}

impl ObservationInput {
    pub(super) fn read(&self) -> Result<indicator::Observation, Refusal> {
        let read = match self {
            Self::Value(value) => decimal(value, "value").map(indicator::Observation::Value),
            Self::Fraction(fraction) => fraction.read().map_err(|refusal| refusal.under("fraction")),
            Self::Words(words) => cordata_domain::search::line(words, 500)
                .map(indicator::Observation::Words)
                .map_err(|refusal| refusal.under("words")),
            Self::Missing(reason) => Ok(indicator::Observation::Missing((*reason).into())),
        };
        read.map_err(|refusal| refusal.under("observation"))
    }
}

impl FractionInput {
    pub(super) fn read(&self) -> Result<indicator::Observation, Refusal> {
        let numerator = decimal(&self.numerator, "numerator")?;
        let denominator = decimal(&self.denominator, "denominator")?;
        Ok(indicator::Observation::Fraction { numerator, denominator })
    }
}

/// Where a number comes from.
#[derive(Debug, InputObject)]
#[graphql(name = "DataSourceInput")]
pub struct SourceInput {
    /// The publisher and the work: one line of at most 200 characters.
    pub name: String,
    /// The address at which it can be read.
    pub url: Option<String>,
    /// When it was published; not in the future.
    pub published_on: Date,
}

impl SourceInput {
    pub(super) fn read(&self) -> Result<indicator::Source, Refusal> {
        let source = indicator::Source::new(&self.name, self.url.as_deref(), self.published_on.0);
        source.map_err(|refusal| refusal.under("source"))
    }
}

/// A sex, as official statistics tell them apart.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::Sex")]
pub enum StatisticalSex {
    /// Women.
    Female,
    /// Men.
    Male,
}

/// Which part of the whole a value speaks of.
#[derive(Debug, InputObject, Default)]
pub struct DimensionsInput {
    /// A homogeneous zone.
    pub zone_id: Option<ID>,
    /// One sex.
    pub sex: Option<StatisticalSex>,
    /// The first year of age.
    pub age_from: Option<u32>,
    /// The last year of age; left out where it is open.
    pub age_to: Option<u32>,
}

impl DimensionsInput {
    pub(super) fn read(input: Option<&Self>) -> Result<Dimensions, Refusal> {
        let Some(input) = input else { return Ok(Dimensions::default()) };
        let zone = read_optional_id(input.zone_id.as_ref(), "zoneId").map_err(|refusal| refusal.under("dimensions"))?;
        let sex = input.sex.map(Into::into);
        let age = input.age_from.or(input.age_to.map(|_| 0)).map(|from| (from, input.age_to));
        Ok(Dimensions { zone, municipality: None, sex, age })
    }
}

/// One part of an index.
#[derive(Debug, InputObject)]
pub struct FormulaPartInput {
    /// The indicator it takes its value from; not an index.
    pub indicator_id: ID,
    /// How much it counts beside the others; greater than 0.
    pub weight: Decimal,
    /// The value that counts 0.
    pub worst: Decimal,
    /// The value that counts 100.
    pub best: Decimal,
}

/// What a missing part means for an index.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::PartMissing")]
pub enum IndexPartMissing {
    /// Without it there is no index.
    NotComputable,
    /// The others take over its weight, and the index is flagged as partial.
    Reweigh,
}

/// How an index is made of other indicators.
#[derive(Debug, InputObject)]
pub struct FormulaInput {
    /// Its parts, 1 to 20, each indicator once.
    pub parts: Vec<FormulaPartInput>,
    /// What a missing part means.
    pub missing: IndexPartMissing,
}

impl FormulaInput {
    pub(super) fn read(&self) -> Result<Formula, Refusal> {
        let part = |part: &FormulaPartInput| {
            Ok(FormulaPart {
                indicator: read_id(&part.indicator_id, "indicatorId")?,
                weight: decimal(&part.weight, "weight")?,
                worst: decimal(&part.worst, "worst")?,
                best: decimal(&part.best, "best")?,
            })
        };
        let at =
            |index: usize| move |refusal: Refusal| refusal.under(index.to_string()).under("parts").under("formula");
        let parts = self.parts.iter().enumerate().map(|(index, one)| part(one).map_err(at(index)));
        Ok(Formula { parts: parts.collect::<Result<_, _>>()?, missing: self.missing.into() })
    }
}

/// The best range of an indicator, both ends included.
#[derive(Debug, InputObject)]
pub struct TargetRangeInput {
    /// The lower end.
    pub lo: Decimal,
    /// The upper end.
    pub hi: Decimal,
}
