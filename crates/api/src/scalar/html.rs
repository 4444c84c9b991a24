use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use cordata_text::SafeHtml;

/// Sanitised HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html(pub SafeHtml);

/// A piece of HTML made from Markdown and sanitised: it can be put into a page as it is. It is never taken as input.
#[Scalar(name = "HTML", specified_by_url = "https://html.spec.whatwg.org/multipage/")]
impl ScalarType for Html {
    fn parse(_: Value) -> InputValueResult<Self> {
        Err(InputValueError::custom("HTML is not taken as input: write Markdown."))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.as_str().into()
    }
}
