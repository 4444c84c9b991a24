use chrono::NaiveDate;

use crate::error::{InputProblem, Refusal};
use crate::ids::PlanActionId;
use crate::percent::Share;
use crate::period::Validity;

/// The part of a project that counts under one action, with dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionShare {
    /// The action.
    pub action: PlanActionId,
    /// How much of the project.
    pub share: Share,
    /// From when to when.
    pub validity: Validity,
}

/// Checks the shares that a project has from one day on: each action once, together 100 % (or none at all).
pub fn check_shares(shares: &[(PlanActionId, Share)]) -> Result<(), Refusal> {
    let mut actions: Vec<PlanActionId> = shares.iter().map(|(action, _)| *action).collect();
    actions.sort_unstable();
    actions.dedup();
    if actions.len() != shares.len() {
        return Err(Refusal::input(InputProblem::Duplicate).under("actions"));
    }
    let sum: u32 = shares.iter().map(|(_, share)| share.points()).sum();
    if !shares.is_empty() && sum != Share::WHOLE.points() {
        let range = InputProblem::OutOfRange { min: "100".to_owned(), max: "100".to_owned() };
        return Err(Refusal::input(range).under("actions"));
    }
    Ok(())
}

/// The shares in force on `day`, as weights.
pub fn shares_on(shares: &[ActionShare], day: NaiveDate) -> Vec<(PlanActionId, u64)> {
    let current = shares.iter().filter(|share| share.validity.contains(day));
    current.map(|share| (share.action, u64::from(share.share.points()))).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn share(action: u128, points: u32) -> (PlanActionId, Share) {
        (Uuid::from_u128(action).into(), Share::from_points(points).unwrap())
    }

    #[test]
    fn shares_make_the_whole() {
        assert!(check_shares(&[]).is_ok());
        assert!(check_shares(&[share(1, 3_333), share(2, 6_667)]).is_ok());
        assert!(check_shares(&[share(1, 3_333), share(2, 6_666)]).is_err());
        assert!(check_shares(&[share(1, 5_000), share(1, 5_000)]).is_err());
    }
}
