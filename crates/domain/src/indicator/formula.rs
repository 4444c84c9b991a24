use rust_decimal::Decimal;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::deviation::NotComputable;
use super::value::quotient;
use crate::error::{InputProblem, Refusal};
use crate::ids::IndicatorId;

/// What a missing part means for an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PartMissing {
    /// Without it there is no index.
    NotComputable,
    /// The others take over its weight, and the index is flagged as partial.
    Reweigh,
}

/// One part of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaPart {
    /// The indicator it takes its value from.
    pub indicator: IndicatorId,
    /// How much it counts beside the others; greater than 0.
    pub weight: Decimal,
    /// The value that counts 0.
    pub worst: Decimal,
    /// The value that counts 100.
    pub best: Decimal,
}

/// How an index is made of other indicators: each is brought to a scale on which `worst` is 0 and `best` is 100
/// (beyond both, less and more), then averaged by weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// Its parts, 1 to 20, each indicator once.
    pub parts: Vec<FormulaPart>,
    /// What a missing part means.
    pub missing: PartMissing,
}

impl Formula {
    /// Checks it.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let at = |index: usize, field: &str, problem: InputProblem| {
            Refusal::input(problem).under(field).under(index.to_string()).under("parts")
        };
        if self.parts.is_empty() {
            return Err(Refusal::input(InputProblem::Blank).under("parts"));
        }
        if self.parts.len() > 20 {
            return Err(Refusal::input(InputProblem::TooLong { max: 20 }).under("parts"));
        }
        for (index, part) in self.parts.iter().enumerate() {
            if part.weight <= Decimal::ZERO {
                let range = InputProblem::OutOfRange { min: "0.000001".to_owned(), max: String::new() };
                return Err(at(index, "weight", range));
            }
            if part.worst == part.best {
                return Err(at(index, "best", InputProblem::Duplicate));
            }
            if self.parts.iter().take(index).any(|before| before.indicator == part.indicator) {
                return Err(at(index, "indicatorId", InputProblem::Duplicate));
            }
        }
        Ok(())
    }

    /// The index from the values of its parts, in their order, and whether a part was missing.
    pub(super) fn compute(&self, values: &[Option<Decimal>]) -> Result<(Decimal, bool), NotComputable> {
        let known: Vec<(&FormulaPart, Decimal)> =
            self.parts.iter().zip(values).filter_map(|(part, value)| value.map(|value| (part, value))).collect();
        let partial = known.len() < self.parts.len();
        if known.is_empty() || (partial && self.missing == PartMissing::NotComputable) {
            return Err(NotComputable::PartMissing);
        }
        let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
        for (part, value) in known {
            sum = part.weighed(value).and_then(|term| sum.checked_add(term)).ok_or(NotComputable::TooLarge)?;
            weights = weights.checked_add(part.weight).ok_or(NotComputable::TooLarge)?;
        }
        quotient(sum, weights).map(|index| (index, partial)).ok_or(NotComputable::TooLarge)
    }
}

impl FormulaPart {
    fn weighed(&self, value: Decimal) -> Option<Decimal> {
        let distance = value.checked_sub(self.worst)?.checked_mul(Decimal::ONE_HUNDRED)?;
        distance.checked_div(self.best.checked_sub(self.worst)?)?.checked_mul(self.weight)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn part(n: u128, weight: i64, worst: i64, best: i64) -> FormulaPart {
        FormulaPart {
            indicator: Uuid::from_u128(n).into(),
            weight: weight.into(),
            worst: worst.into(),
            best: best.into(),
        }
    }

    #[test]
    fn an_index_is_a_weighed_mean_of_normalised_parts() {
        let parts = vec![part(1, 3, 50, 30), part(2, 1, 0, 100)];
        let strict = Formula { parts: parts.clone(), missing: PartMissing::NotComputable };
        let both = [Some(Decimal::from(40)), Some(Decimal::from(70))];
        assert_eq!(strict.compute(&both), Ok((Decimal::from(55), false)));
        assert_eq!(strict.compute(&[both[0], None]), Err(NotComputable::PartMissing));
        let lenient = Formula { parts, missing: PartMissing::Reweigh };
        assert_eq!(lenient.compute(&[both[0], None]), Ok((Decimal::from(50), true)));
        assert_eq!(lenient.compute(&[None, None]), Err(NotComputable::PartMissing));
    }

    #[test]
    fn a_formula_that_says_nothing_is_refused() {
        let formula = |parts| Formula { parts, missing: PartMissing::Reweigh };
        assert!(formula(vec![]).check().is_err());
        assert_eq!(formula(vec![part(1, 0, 0, 1)]).check().unwrap_err().path, ["parts", "0", "weight"]);
        assert_eq!(formula(vec![part(1, 1, 5, 5)]).check().unwrap_err().path, ["parts", "0", "best"]);
        let twice = formula(vec![part(1, 1, 0, 1), part(1, 1, 0, 1)]);
        assert_eq!(twice.check().unwrap_err().path, ["parts", "1", "indicatorId"]);
    }
}
