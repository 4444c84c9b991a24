use rust_decimal::Decimal;

use super::definition::Unit;
use crate::error::{Reason, Refusal};

/// More than this many times what it is compared with is hard to believe.
const TIMES: i64 = 10;

/// Whether a value can be believed: a percentage lies between 0 and 100, and nothing is more than ten times what it
/// is compared with (a value with its target, a target with its baseline). Signs do not matter.
fn is_plausible(unit: &Unit, value: Decimal, compared_with: Option<Decimal>) -> bool {
    let percentage = *unit != Unit::Percent || (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value);
    let tenfold = |other: Decimal| other.abs().checked_mul(TIMES.into());
    let proportion = compared_with.filter(|other| !other.is_zero()).and_then(tenfold);
    percentage && proportion.is_none_or(|most| value.abs() <= most)
}

/// Refuses at `field` what is hard to believe until a note confirms it; answers the note.
pub(super) fn confirmed(
    field: &str,
    unit: &Unit,
    value: Option<Decimal>,
    compared_with: Option<Decimal>,
    confirmation: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let confirmation = crate::search::optional_line(confirmation, 500);
    let confirmation = confirmation.map_err(|refusal| refusal.under("confirmation"))?;
    match value {
        Some(value) if confirmation.is_none() && !is_plausible(unit, value, compared_with) => {
            Err(Reason::ImplausibleValue.at(field))
        }
        _ => Ok(confirmation),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::locale::LocalisedText;

    #[rstest]
    #[case(false, "300", Some("30"), true)]
    #[case(false, "300.1", Some("30"), false)]
    #[case(false, "-301", Some("30"), false)]
    #[case(false, "301", Some("0"), true)]
    #[case(false, "301", None, true)]
    #[case(true, "0", None, true)]
    #[case(true, "100", None, true)]
    #[case(true, "100.1", None, false)]
    #[case(true, "-0.1", None, false)]
    #[case(true, "61", Some("6"), false)]
    fn what_is_hard_to_believe(
        #[case] percent: bool,
        #[case] value: &str,
        #[case] other: Option<&str>,
        #[case] ok: bool,
    ) {
        let unit = if percent { Unit::Percent } else { Unit::Named(LocalisedText::italian("t")) };
        let value = value.parse().unwrap();
        let other = other.map(|other| other.parse().unwrap());
        assert_eq!(confirmed("value", &unit, Some(value), other, None).is_ok(), ok);
        let noted = confirmed("value", &unit, Some(value), other, Some("Verificato con ARPA")).unwrap();
        assert_eq!(noted.as_deref(), Some("Verificato con ARPA"));
        assert_eq!(confirmed("value", &unit, Some(value), other, Some("  ")).is_ok(), ok);
    }
}
