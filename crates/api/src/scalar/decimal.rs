use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;

use super::read_text;

/// An exact decimal number, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(pub String);

/// An exact decimal number as text, with a point, without grouping: `1140734.99`. Money has at most two digits behind
/// the point, a measured value at most six.
/// What is written in another way is refused in `userErrors`, at its field.
#[Scalar(name = "Decimal", specified_by_url = "https://www.w3.org/TR/xmlschema-2/#decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "\"1140734.99\"", |text| Some(Self(text.to_owned())))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.as_str().into()
    }
}

impl From<Cents> for Decimal {
    fn from(amount: Cents) -> Self {
        Self(amount.to_decimal())
    }
}

impl From<cordata_domain::indicator::Decimal> for Decimal {
    fn from(value: cordata_domain::indicator::Decimal) -> Self {
        Self(cordata_domain::indicator::canonical(value))
    }
}

impl From<Share> for Decimal {
    fn from(share: Share) -> Self {
        Self(share.to_decimal())
    }
}
