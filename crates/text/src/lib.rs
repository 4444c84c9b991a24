//! Words for people: catalogues of texts, refusals, names of states, dates and numbers, Markdown, calendar entries and
//! cells of spreadsheets. What is said stands in the catalogues; this crate has no rules of its own.

pub mod access;
pub mod agreement;
pub mod calendar;
pub mod catalogue;
pub mod cell;
pub mod deviation;
pub mod format;
pub mod input;
pub mod label;
pub mod markdown;
pub mod refusal;

pub use access::{Allowed, access_sentence, no_access_sentence};
pub use agreement::force_sentence;
pub use catalogue::{Value, Words, available, negotiate, words};
pub use cell::safe_cell;
pub use deviation::{deviation_words, indicator_value, missing_words, not_computable_words};
pub use input::{ValueProblem, value_message};
pub use label::label;
pub use markdown::SafeHtml;
pub use refusal::refusal_message;
