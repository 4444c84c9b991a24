//! Points per minute and caller, kept in memory.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::fault::{EdgeError, FaultCode};

/// A window opens with the first operation and refills when it is over.
const WINDOW: Duration = Duration::from_mins(1);

/// Callers remembered before finished windows are looked for.
const TIDY_FROM: usize = 1024;

/// What a caller has left. It is in the request's data, for the field `rateLimit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateStatus {
    /// Points per minute.
    pub limit: u64,
    /// Points of this operation.
    pub cost: u64,
    /// Points left in this minute, this operation already subtracted.
    pub remaining: u64,
    /// Time until the budget is full again.
    pub resets_in: Duration,
}

/// The budgets of all callers of this process.
pub struct Budget {
    per_minute: u64,
    windows: Mutex<Windows>,
}

struct Windows {
    by_key: HashMap<String, Window>,
    tidy_at: usize,
}

#[derive(Clone, Copy)]
struct Window {
    opened: Instant,
    spent: u64,
}

impl Window {
    fn left(self, now: Instant) -> Option<Duration> {
        WINDOW.checked_sub(now.saturating_duration_since(self.opened))
    }
}

impl Budget {
    /// A budget of so many points per minute and caller.
    pub fn new(per_minute: u64) -> Self {
        Self { per_minute, windows: Mutex::new(Windows { by_key: HashMap::new(), tidy_at: TIDY_FROM }) }
    }

    /// Takes the points of one operation from the caller's budget.
    ///
    /// # Errors
    /// `RATE_LIMITED` with the time to wait; nothing is taken then.
    pub fn charge(&self, key: &str, cost: u64, now: Instant) -> Result<RateStatus, EdgeError> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let current = windows.by_key.get(key).copied();
        let (window, resets_in) = current
            .and_then(|window| Some((window, window.left(now).filter(|left| !left.is_zero())?)))
            .unwrap_or((Window { opened: now, spent: 0 }, WINDOW));
        let spent = window.spent.saturating_add(cost);
        if spent > self.per_minute {
            return Err(EdgeError {
                retry_after: Some(resets_in),
                ..EdgeError::new(
                    FaultCode::RateLimited,
                    format!(
                        "The operation costs {cost} points, {} are left in this minute.",
                        self.per_minute.saturating_sub(window.spent)
                    ),
                )
            });
        }
        windows.put(key, Window { spent, ..window }, now);
        Ok(RateStatus { limit: self.per_minute, cost, remaining: self.per_minute.saturating_sub(spent), resets_in })
    }
}

impl Windows {
    /// Stores a window; finished ones go when their number has doubled.
    fn put(&mut self, key: &str, window: Window, now: Instant) {
        if let Some(known) = self.by_key.get_mut(key) {
            *known = window;
            return;
        }
        if self.by_key.len() >= self.tidy_at {
            self.by_key.retain(|_, window| window.left(now).is_some_and(|left| !left.is_zero()));
            self.tidy_at = self.by_key.len().saturating_mul(2).max(TIDY_FROM);
        }
        self.by_key.insert(key.to_owned(), window);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_budget_says_when_to_come_back_and_refills() {
        let budget = Budget::new(100);
        let start = Instant::now();
        let later = start + Duration::from_secs(20);
        assert_eq!(budget.charge("a", 70, start).unwrap().remaining, 30);
        let refused = budget.charge("a", 31, later).unwrap_err();
        assert_eq!(refused.code, FaultCode::RateLimited);
        assert_eq!(refused.retry_after_seconds(), Some(40));
        let status = budget.charge("a", 30, later).unwrap();
        assert_eq!(status.remaining, 0);
        assert_eq!(status.resets_in, Duration::from_secs(40));
        let next = start + WINDOW;
        assert_eq!(budget.charge("a", 100, next).unwrap().remaining, 0);
    }

    #[test]
    fn callers_do_not_share_a_budget() {
        let budget = Budget::new(100);
        let now = Instant::now();
        budget.charge("a", 100, now).unwrap();
        assert!(budget.charge("a", 1, now).is_err());
        assert_eq!(budget.charge("b", 1, now).unwrap().remaining, 99);
    }

    #[test]
    fn callers_of_the_past_are_forgotten() {
        let budget = Budget::new(100);
        let start = Instant::now();
        for n in 0..TIDY_FROM {
            budget.charge(&format!("old {n}"), 1, start).unwrap();
        }
        budget.charge("new", 1, start + WINDOW).unwrap();
        assert_eq!(budget.windows.lock().unwrap().by_key.len(), 1);
    }
}
