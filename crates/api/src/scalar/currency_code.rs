use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use cordata_domain::money::Currency;

use super::read_text;

/// A currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrencyCode(pub Currency);

/// A currency, by its code of three capital letters: `EUR`.
#[Scalar(name = "CurrencyCode", specified_by_url = "https://www.iso.org/iso-4217-currency-codes.html")]
impl ScalarType for CurrencyCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "EUR", |text| Currency::parse(text).ok().map(Self))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.as_str().into()
    }
}
