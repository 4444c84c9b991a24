use chrono::{DateTime, Duration, Utc};
use cordata_app::AppError;

/// What became of a job.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Done, or taken over by another worker.
    Done,
    /// To be tried again: the cause may pass.
    Retry(String),
    /// Not now: nothing is wrong with it.
    Later,
    /// Given up: somebody has to look.
    Fail(String),
}

impl From<AppError> for Outcome {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Busy | AppError::Unavailable(_) | AppError::Uncertain(_) => Self::Retry(error.to_string()),
            AppError::Refused(_) => Self::Fail(error.to_string()),
            AppError::Fault(_) => Self::Retry(error.to_string()),
        }
    }
}

/// Attempts after which a job is given up.
pub(crate) const MAX_ATTEMPTS: u32 = 8;

/// Minutes until a job runs for which it is too early.
const LATER_MINUTES: i64 = 5;

/// When a job runs for which it is too early now.
pub(crate) fn later(now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::minutes(LATER_MINUTES)
}

/// When a failed job runs again: 2 s, 4 s, 8 s … at most 5 minutes, spread by `jitter` in 0..=1000.
pub(crate) fn next_run(attempts: u32, jitter: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = 2_i64.saturating_pow(attempts.clamp(1, 9)).min(300);
    now + Duration::milliseconds(seconds * 800 + seconds * i64::from(jitter.min(1000)) * 2 / 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let now = DateTime::UNIX_EPOCH;
        let wait = |attempts, jitter| (next_run(attempts, jitter, now) - now).num_milliseconds();
        assert_eq!(wait(1, 500), 2_000);
        assert_eq!(wait(3, 500), 8_000);
        assert_eq!(wait(40, 500), 300_000);
        assert_eq!((wait(2, 0), wait(2, 1000)), (3_200, 4_800));
    }
}
