//! How fast an import goes, so that whoever else writes is let in between its steps.

use std::time::Duration;

/// How long a step holds the one writer of an embedded database, about. Others wait three seconds at most.
const HOLD: Duration = Duration::from_millis(400);
/// How long the writer is left to others after a step, at least and at most. Who waits for an SQLite file looks every
/// tenth of a second whether it is free.
const GAP: (Duration, Duration) = (Duration::from_millis(150), Duration::from_secs(1));
/// Rows of the first step.
const FIRST: usize = 500;
/// Rows of a step, at least and at most.
const BOUNDS: (usize, usize) = (20, 5_000);

/// The pace of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    /// How many new rows the next step takes at most.
    pub rows: usize,
    /// How long to wait before it.
    pub gap: Duration,
}

impl Pace {
    /// The pace to begin with.
    pub(super) fn first() -> Self {
        Self { rows: FIRST, gap: Duration::ZERO }
    }

    /// The pace after a step that took so long: at most twice the rows, and a longer rest on a slow machine.
    pub(super) fn after(self, step: Duration) -> Self {
        let micros = |time: Duration| usize::try_from(time.as_micros()).unwrap_or(usize::MAX).max(1);
        let fit = self.rows.saturating_mul(micros(HOLD)) / micros(step);
        let (least, most) = BOUNDS;
        Self { rows: fit.min(self.rows * 2).clamp(least, most), gap: (step / 2).clamp(GAP.0, GAP.1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_takes_as_many_rows_as_fit_and_others_get_their_turn() {
        let cases = [
            (500, 400, 500, 200),
            (500, 100, 1_000, 150),
            (500, 0, 1_000, 150),
            (4_000, 200, 5_000, 150),
            (2_000, 1_600, 500, 800),
            (50, 60_000, 20, 1_000),
        ];
        for (rows, took, next, gap) in cases {
            let pace = Pace { rows, gap: Duration::ZERO }.after(Duration::from_millis(took));
            let expected = Pace { rows: next, gap: Duration::from_millis(gap) };
            assert_eq!(pace, expected, "{rows} rows took {took} ms");
        }
    }
}
