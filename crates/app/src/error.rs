//! The one error of use cases.

use cordata_domain::{Reason, Refusal};

/// Why a use case did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule refuses it: data for the caller.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Another transaction was in the way; the same command may succeed when tried again.
    #[error("busy")]
    Busy,
    /// The database cannot be reached or does not answer in time.
    #[error("the store is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The answer to the commit was lost: the command was carried out whole, or not at all, and nobody knows which.
    #[error("the store broke off while it committed")]
    Uncertain(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Something that should not happen; its text is for the log only.
    #[error("fault: {0}")]
    Fault(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<Reason> for AppError {
    fn from(reason: Reason) -> Self {
        Self::Refused(reason.into())
    }
}

impl AppError {
    /// A fault with a text for the log.
    pub fn fault(text: impl Into<String>) -> Self {
        Self::Fault(text.into().into())
    }

    /// The refusal with `segment` before its path; other errors as they are.
    #[must_use]
    pub fn under(self, segment: &str) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(refusal.under(segment)),
            other => other,
        }
    }
}

/// Turns "there is none" into the refusal that an invisible object also gets.
pub fn found<T>(thing: Option<T>) -> Result<T, AppError> {
    thing.ok_or_else(|| Reason::NotFound.into())
}

/// The same for a field that names another object.
pub fn found_at<T>(thing: Option<T>, field: &str) -> Result<T, AppError> {
    thing.ok_or_else(|| Reason::NotFound.at(field).into())
}

/// Refuses a change that was made from an older version than the present one.
pub fn require_version(expected: i64, current: i64) -> Result<(), AppError> {
    if expected == current { Ok(()) } else { Err(Reason::StaleVersion { current }.at("expectedVersion").into()) }
}
