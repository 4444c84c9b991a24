use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use chrono_tz::Tz;
use cordata_domain::period::parse_zone;

use super::read_text;

/// A time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeZone(pub Tz);

/// A time zone, by its IANA name: `Europe/Rome`.
#[Scalar(name = "TimeZone", specified_by_url = "https://www.iana.org/time-zones")]
impl ScalarType for TimeZone {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_text(&value, "Europe/Rome", |text| parse_zone(text).ok().map(Self))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        self.0.name().into()
    }
}

impl From<Tz> for TimeZone {
    fn from(zone: Tz) -> Self {
        Self(zone)
    }
}
