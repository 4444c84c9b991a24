use async_graphql::{InputValueResult, Scalar, ScalarType, Value};

use super::read_text;

/// The address of a page or of a live link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url(pub String);

/// An address on the web, in full: `https://example.org/riunione`.
#[Scalar(name = "URL", specified_by_url = "https://url.spec.whatwg.org/")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "https://example.org/riunione", |text| {
            text.parse::<axum::http::Uri>().ok()?.host()?;
            text.starts_with("https://").then(|| Self(text.to_owned()))
        })
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.as_str().into()
    }
}
