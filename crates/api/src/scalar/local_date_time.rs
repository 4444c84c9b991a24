use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDateTime;

use super::read_text;

/// What a clock on the wall shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDateTime(pub NaiveDateTime);

/// A date and the time on a clock on the wall, without its zone, which is told beside it: `2026-11-30T10:00`.
#[Scalar(
    name = "LocalDateTime",
    specified_by_url = "https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#local-dates-and-times"
)]
impl ScalarType for LocalDateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "2026-11-30T10:00", |text| {
            let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
            let local = forms.into_iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
            matches!(text.len(), 16 | 19).then_some(Self(local))
        })
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.format("%Y-%m-%dT%H:%M:%S").to_string().into()
    }
}

impl From<NaiveDateTime> for LocalDateTime {
    fn from(local: NaiveDateTime) -> Self {
        Self(local)
    }
}
