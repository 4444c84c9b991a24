//! Shares and rates in hundredths of a percent.

use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};
use crate::money::Cents;

/// A share between 0 and 100 %, in hundredths of a percent (basis points).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(u32);

impl Share {
    /// 100 %.
    pub const WHOLE: Self = Self(10_000);

    /// A share of `points` hundredths of a percent, at most 10,000.
    pub fn from_points(points: u32) -> Result<Self, Refusal> {
        if points <= Self::WHOLE.0 {
            Ok(Self(points))
        } else {
            Err(Refusal::input(InputProblem::OutOfRange { min: "0".to_owned(), max: "100".to_owned() }))
        }
    }

    /// Reads a percentage with at most two decimals, like `33.33`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let points = Cents::parse(text)?.get();
        let range = || Refusal::input(InputProblem::OutOfRange { min: "0".to_owned(), max: "100".to_owned() });
        Self::from_points(u32::try_from(points).map_err(|_| range())?)
    }

    /// Hundredths of a percent.
    pub fn points(self) -> u32 {
        self.0
    }

    /// The percentage as a decimal: `33.33`.
    pub fn to_decimal(self) -> String {
        Cents::new(self.0).to_decimal()
    }

    /// The part of `amount` that this share is, rounded down.
    pub fn of(self, amount: Cents) -> Cents {
        Cents::new(amount.get().saturating_mul(self.0.into()) / i128::from(Self::WHOLE.0))
    }
}

/// Which part of `whole` is `part`, in hundredths of a percent, rounded down (rule M9); none where the whole is 0. It may
/// be less than 0 or more than 10,000.
pub fn hundredths(part: Cents, whole: Cents) -> Option<i64> {
    let parts = part.get().saturating_mul(Share::WHOLE.0.into());
    i64::try_from(parts.checked_div_euclid(whole.get())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_rounded_down_and_may_be_more_than_the_whole() {
        assert_eq!(hundredths(Cents::new(2), Cents::new(3)), Some(6_666));
        assert_eq!(hundredths(Cents::new(4), Cents::new(3)), Some(13_333));
        assert_eq!(hundredths(Cents::new(4), Cents::ZERO), None);
    }

    #[test]
    fn a_share_is_at_most_the_whole() {
        assert_eq!(Share::parse("80").unwrap().of(Cents::new(715_500_000)), Cents::new(572_400_000));
        assert_eq!(Share::parse("33.33").unwrap().to_decimal(), "33.33");
        for bad in ["100.01", "-1", "1/3"] {
            assert!(Share::parse(bad).is_err(), "{bad}");
        }
    }
}
