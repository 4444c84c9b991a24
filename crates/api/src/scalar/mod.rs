//! Scalars of the schema, each named after its specification.

mod cup;
mod currency_code;
mod date;
mod date_time;
mod decimal;
mod email_address;
mod html;
mod local_date_time;
mod locale;
mod time_zone;
mod url;

pub use cup::Cup;
pub use currency_code::CurrencyCode;
pub use date::Date;
pub use date_time::DateTime;
pub use decimal::Decimal;
pub use email_address::EmailAddress;
pub use html::Html;
pub use local_date_time::LocalDateTime;
pub use locale::Locale;
pub use time_zone::TimeZone;
pub use url::Url;

use async_graphql::{InputType, InputValueError, InputValueResult, ScalarType, Value};

/// Reads a text with `read`; what it does not take is refused with an example of what it takes.
fn read_text<T: ScalarType + InputType>(
    value: &Value,
    example: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> InputValueResult<T> {
    let text = if let Value::String(text) = value { Some(text) } else { None };
    text.and_then(|text| read(text)).ok_or_else(|| InputValueError::custom(format!("Write it like this: {example}")))
}

#[cfg(test)]
mod tests;
