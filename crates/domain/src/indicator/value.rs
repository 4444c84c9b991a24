use rust_decimal::{Decimal, RoundingStrategy};

use crate::error::{InputProblem, Refusal};

/// The most digits before the point.
const WHOLE: usize = 15;
/// The most digits behind the point.
const FRACTION: usize = 6;
/// Digits that are kept of a quotient.
const QUOTIENT: u32 = 10;

/// Reads an exact decimal like `-1234.5`: at most 15 digits before the point and 6 behind it, no grouping, no exponent.
pub fn parse_decimal(text: &str) -> Result<Decimal, Refusal> {
    let problem = || Refusal::input(InputProblem::Format { expected: "1234.5" });
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let numeric =
        |part: &str, max: usize| (1..=max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !numeric(whole, WHOLE) || !numeric(fraction, FRACTION) {
        return Err(problem());
    }
    text.parse::<Decimal>().map(|value| value.normalize()).map_err(|_| problem())
}

/// The one way in which a value is written: without needless zeros. What is equal reads equal.
pub fn canonical(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A value for people: with at most `places` digits behind the point, halves away from zero.
pub fn rounded(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// `dividend / divisor` with 10 digits behind the point; none where the divisor is 0 or the result does not fit.
pub(super) fn quotient(dividend: Decimal, divisor: Decimal) -> Option<Decimal> {
    dividend.checked_div(divisor).map(|value| rounded(value, QUOTIENT))
}

/// `100 · part / whole`, as [`quotient`].
pub(super) fn percentage(part: Decimal, whole: Decimal) -> Option<Decimal> {
    quotient(part.checked_mul(Decimal::ONE_HUNDRED)?, whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("36", Some("36"))]
    #[case("51.0", Some("51"))]
    #[case("-0.50", Some("-0.5"))]
    #[case("427314", Some("427314"))]
    #[case("-0", Some("0"))]
    #[case("1e3", None)]
    #[case("1.234,5", None)]
    #[case("+3", None)]
    #[case("--3", None)]
    #[case(".5", None)]
    #[case("3.", None)]
    #[case("0.1234567", None)]
    #[case("1234567890123456", None)]
    #[case("", None)]
    #[case("NaN", None)]
    fn a_value_is_written_in_one_way(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(parse_decimal(text).ok().map(canonical).as_deref(), expected);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (text, expected) in [("2.5", "3"), ("-2.5", "-3"), ("-8.4", "-8")] {
            assert_eq!(canonical(rounded(parse_decimal(text).unwrap(), 0)), expected);
        }
        assert_eq!(quotient(Decimal::ONE, Decimal::ZERO), None);
    }

    proptest! {
        #[test]
        fn no_digit_is_lost_on_the_way(whole in 0_u64..1_000_000_000_000_000, fraction in 0_u32..1_000_000, negative: bool) {
            let text = format!("{}{whole}.{fraction:06}", if negative { "-" } else { "" });
            let value = parse_decimal(&text).unwrap();
            prop_assert_eq!(parse_decimal(&canonical(value)).unwrap(), value);
            prop_assert_eq!(value, text.parse::<Decimal>().unwrap());
        }
    }
}
