use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use cordata_domain::identity;

use super::read_text;

/// A mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(pub identity::EmailAddress);

/// A mail address: `nome@ente.it`.
#[Scalar(name = "EmailAddress", specified_by_url = "https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2")]
impl ScalarType for EmailAddress {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "nome@ente.it", |text| identity::EmailAddress::parse(text).ok().map(Self))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.as_str().into()
    }
}
