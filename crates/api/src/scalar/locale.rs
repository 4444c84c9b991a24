use async_graphql::{InputValueResult, Scalar, ScalarType, Value};

use super::read_text;

/// A language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale(pub cordata_domain::Locale);

/// A language, by its tag: `it`, `en`. Of a longer tag such as `it-IT` the language alone is kept.
#[Scalar(name = "Locale", specified_by_url = "https://www.rfc-editor.org/info/bcp47")]
impl ScalarType for Locale {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "it", |text| cordata_domain::Locale::parse(text).ok().map(Self))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.as_str().into()
    }
}

impl From<cordata_domain::Locale> for Locale {
    fn from(locale: cordata_domain::Locale) -> Self {
        Self(locale)
    }
}
