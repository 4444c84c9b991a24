use serde::Serialize;

use crate::plan::ActionState;

/// How many actions stand where. The states add up to the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ActionCounts {
    /// Being written.
    pub draft: u32,
    /// Being carried out.
    pub active: u32,
    /// Done.
    pub completed: u32,
    /// Given up.
    pub abandoned: u32,
    /// All of them.
    pub total: u32,
}

impl ActionCounts {
    /// Counts states.
    pub fn of(states: impl IntoIterator<Item = ActionState>) -> Self {
        let mut counts = Self::default();
        for state in states {
            let place = match state {
                ActionState::Draft => &mut counts.draft,
                ActionState::Active => &mut counts.active,
                ActionState::Completed => &mut counts.completed,
                ActionState::Abandoned => &mut counts.abandoned,
            };
            *place += 1;
            counts.total += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_counted_once() {
        use ActionState::{Abandoned, Active, Completed, Draft};
        let counts = ActionCounts::of([Active, Draft, Active, Completed, Abandoned, Active]);
        assert_eq!(counts, ActionCounts { draft: 1, active: 3, completed: 1, abandoned: 1, total: 6 });
    }
}
