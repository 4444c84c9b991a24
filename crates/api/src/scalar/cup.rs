use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use cordata_domain::project;

use super::read_text;

/// The code of a public investment project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cup(pub project::Cup);

/// A CUP, the code of a public investment project in Italy: 15 letters and digits, like `J14E21000330001`.
#[Scalar(name = "Cup", specified_by_url = "https://www.opencup.gov.it/")]
impl ScalarType for Cup {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "J14E21000330001", |text| project::Cup::parse(text).ok().map(Self))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.as_str().into()
    }
}
