//! Amounts of money: whole cents of one currency, never a float (rule M1).

use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// Reads three capital letters.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(Refusal::input(InputProblem::Format { expected: "ISO 4217" })),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl TryFrom<String> for Currency {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// An amount in cents, which may be negative as a balance. What is entered is bounded; sums are counted in 128 bits, and
/// no number of amounts that a database can hold reaches their end (see the test beside).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Cents(i128);

/// The most that one amount can ever be: more than the whole world's money, and what a column of 64 bits holds.
const MOST: i128 = 100_000_000_000_000_000;

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `cents`.
    pub fn new(cents: impl Into<i128>) -> Self {
        Self(cents.into())
    }

    /// The number of cents.
    pub const fn get(self) -> i128 {
        self.0
    }

    /// The number of cents of one amount, as 64 bits hold it: every amount that [`Cents::positive`] takes fits, and so
    /// does every total that [`Cents::require_storable`] lets pass. Beyond, it is the nearest that fits.
    pub fn to_stored(self) -> i64 {
        i64::try_from(self.0).unwrap_or(if self.0 < 0 { i64::MIN } else { i64::MAX })
    }

    /// Refuses a running total that 64 bits do not hold.
    pub fn require_storable(self) -> Result<(), Refusal> {
        i64::try_from(self.0).map(drop).map_err(|_| Refusal::out_of_range("0.01", &Self(i64::MAX.into()).to_decimal()))
    }

    /// Refuses an amount above `largest`.
    pub fn at_most(self, largest: Self) -> Result<Self, Refusal> {
        if self <= largest { Ok(self) } else { Err(Refusal::out_of_range("0.01", &largest.to_decimal())) }
    }

    /// Reads a decimal of at most two digits behind the point, like `1140734.99`; no grouping, no exponent.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let problem = || Refusal::input(InputProblem::Format { expected: "1234.56" });
        let too_large = || Refusal::out_of_range("", &Self(MOST).to_decimal());
        let text = text.trim();
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (euros, cents) = digits.split_once('.').unwrap_or((digits, "0"));
        let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !numeric(euros) || !numeric(cents) || cents.len() > 2 {
            return Err(problem());
        }
        let euros: i128 = euros.parse().map_err(|_| too_large())?;
        let cents: i128 = format!("{cents:0<2}").parse().map_err(|_| problem())?;
        let total =
            euros.checked_mul(100).and_then(|e| e.checked_add(cents)).filter(|t| *t <= MOST).ok_or_else(too_large)?;
        Ok(Self(if negative { -total } else { total }))
    }

    /// The decimal form that the API shows: `1140734.99`.
    pub fn to_decimal(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", whole / 100, whole % 100)
    }

    /// Refuses an amount that is not greater than zero (rule M1), or too large to be meant.
    pub fn positive(self) -> Result<Self, Refusal> {
        if self.0 > 0 && self.0 <= MOST {
            Ok(self)
        } else {
            Err(Refusal::out_of_range("0.01", &Self(MOST).to_decimal()))
        }
    }

    /// The sum. It never wraps.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference. It never wraps.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// Splits `total` by `weights` (each at least 0): by the largest remainder, ties to the larger weight, then to the
/// lower key. The parts add up, do not depend on the order of the weights, and negatives mirror positives (rule M9).
/// Where all weights are 0, nothing can be split and all parts are 0 but the first by key, which takes the total.
pub fn apportion<K: Ord + Copy>(total: Cents, weights: &[(K, u64)]) -> Vec<(K, Cents)> {
    let sum: u128 = weights.iter().map(|(_, weight)| u128::from(*weight)).sum();
    let whole = total.0.unsigned_abs();
    let mut parts: Vec<(K, u64, u128, u128)> = weights
        .iter()
        .map(|(key, weight)| {
            let product = whole.saturating_mul(u128::from(*weight));
            let quotient = product.checked_div(sum).unwrap_or_default();
            let remainder = product.checked_rem(sum).unwrap_or_default();
            (*key, *weight, quotient, remainder)
        })
        .collect();
    let given: u128 = parts.iter().map(|(_, _, quotient, _)| quotient).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| {
        let rank = |index: &usize| {
            parts.get(*index).map(|(key, weight, _, rest)| (std::cmp::Reverse(*rest), std::cmp::Reverse(*weight), *key))
        };
        rank(a).cmp(&rank(b))
    });
    let mut left = whole - given;
    while left > 0 && !order.is_empty() {
        for index in &order {
            if let Some((_, _, quotient, _)) = parts.get_mut(*index).filter(|_| left > 0) {
                let step = if sum == 0 { left } else { 1 };
                *quotient += step;
                left -= step;
            }
        }
    }
    let sign = if total.0 < 0 { -1 } else { 1 };
    parts
        .into_iter()
        .map(|(key, _, quotient, _)| (key, Cents(i128::try_from(quotient).unwrap_or(i128::MAX).saturating_mul(sign))))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::error::Reason;

    #[rstest]
    #[case("1140734.99", Some(114_073_499_i128))]
    #[case("0.5", Some(50))]
    #[case("-2.06", Some(-206))]
    #[case("12", Some(1_200))]
    #[case("1.234,56", None)]
    #[case("1e5", None)]
    #[case("1.005", None)]
    #[case(".5", None)]
    #[case("", None)]
    #[case("99999999999999999999", None)]
    fn reads_exact_decimals_only(#[case] text: &str, #[case] cents: Option<i128>) {
        assert_eq!(Cents::parse(text).ok().map(Cents::get), cents);
    }

    #[test]
    fn ties_go_to_the_larger_share_then_to_the_lower_key() {
        assert_eq!(apportion(Cents(100), &[(2, 1), (1, 1), (3, 1)]), [(2, Cents(33)), (1, Cents(34)), (3, Cents(33))]);
        assert_eq!(
            apportion(Cents(-100), &[(1, 1), (2, 1), (3, 1)]),
            [(1, Cents(-34)), (2, Cents(-33)), (3, Cents(-33))]
        );
        assert_eq!(apportion(Cents(1), &[(1, 1), (2, 3)]), [(1, Cents(0)), (2, Cents(1))]);
        assert_eq!(apportion(Cents(7), &[(5, 0), (4, 0)]), [(5, Cents(0)), (4, Cents(7))]);
        assert_eq!(apportion::<u8>(Cents(7), &[]), []);
    }

    proptest! {
        #[test]
        fn decimals_survive_the_journey(cents in -MOST..=MOST) {
            prop_assert_eq!(Cents::parse(&Cents(cents).to_decimal()).unwrap(), Cents(cents));
        }

        #[test]
        fn parts_add_up_mirror_and_do_not_depend_on_order(
            total in -1_000_000_000_i128..1_000_000_000,
            weights in proptest::collection::vec(0_u64..10_000, 1..12),
        ) {
            let keyed: Vec<(usize, u64)> = weights.into_iter().enumerate().collect();
            let parts = apportion(Cents(total), &keyed);
            prop_assert_eq!(parts.iter().map(|(_, part)| part.0).sum::<i128>(), total);
            let mirrored = apportion(Cents(-total), &keyed);
            prop_assert!(parts.iter().zip(&mirrored).all(|((_, a), (_, b))| a.0 == -b.0));
            let mut reversed = keyed.clone();
            reversed.reverse();
            let mut again = apportion(Cents(total), &reversed);
            again.reverse();
            prop_assert_eq!(parts, again);
        }
    }

    /// A row of a ledger takes more than ten bytes, and PostgreSQL holds at most 2^45 bytes in a table, SQLite less than
    /// 2^48 in a file.
    #[test]
    fn no_number_of_rows_that_a_database_holds_adds_up_to_more_than_fits() {
        assert!(MOST.checked_mul(1 << 48).is_some_and(|most| most < i128::MAX / 2));
        let largest = Cents(MOST);
        assert_eq!([largest; 92].into_iter().sum::<Cents>().plus([largest; 92].into_iter().sum()).get(), 184 * MOST);
    }

    #[rstest]
    #[case(MOST, true, true)]
    #[case(92 * MOST, true, false)]
    #[case(93 * MOST, false, false)]
    fn one_amount_and_the_totals_that_are_kept_fit_into_64_bits(
        #[case] cents: i128,
        #[case] storable: bool,
        #[case] amount: bool,
    ) {
        assert_eq!(Cents(cents).require_storable().is_ok(), storable);
        assert_eq!(Cents(cents).positive().is_ok(), amount);
        assert_eq!(i128::from(Cents(cents).to_stored()) == cents, storable);
        assert_eq!(serde_json::to_value(Cents(cents)).is_ok(), storable || cents <= i128::from(u64::MAX));
    }

    #[test]
    fn amounts_keep_their_form_in_stored_texts() {
        let stored = serde_json::json!(-114_073_499);
        assert_eq!(serde_json::to_value(Cents(-114_073_499)).unwrap(), stored);
        assert_eq!(serde_json::from_value::<Cents>(stored).unwrap(), Cents(-114_073_499));
    }

    #[test]
    fn what_is_above_a_bound_is_told_the_bound() {
        let refused = Cents(101).at_most(Cents(100)).unwrap_err();
        let bound = InputProblem::OutOfRange { min: "0.01".to_owned(), max: "1.00".to_owned() };
        assert_eq!(refused.reason, Reason::InvalidInput(bound));
        assert_eq!(Cents(100).at_most(Cents(100)), Ok(Cents(100)));
    }

    #[test]
    fn what_is_too_large_is_not_called_misspelt() {
        let too_large = |text| {
            matches!(Cents::parse(text).unwrap_err().reason, Reason::InvalidInput(InputProblem::OutOfRange { .. }))
        };
        assert!(too_large("99999999999999999999.00") && too_large("1000000000000000.01"));
        assert!(Cents::parse("1000000000000000.00").is_ok());
        assert!(!too_large("1.234,00"));
    }
}
