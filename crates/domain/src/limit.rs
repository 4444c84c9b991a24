//! Bounds that a body may set for itself, and what one member may use of a place that all share.

use std::collections::BTreeMap;

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{Reason, Refusal};
use crate::ids::StakeholderId;

/// A bound that is kept as data: where the body set none, the delivered one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Limit {
    /// The largest amount of one promise or of one part of a budget, in cents.
    LargestAmount,
    /// From how many times a project's budget on a promise has to be confirmed by a note.
    TimesBudget,
    /// For how many minutes what one author saves is one version of a proposal's text.
    VersionMinutes,
    /// How often one member may save texts of proposals in an hour.
    SavesPerHour,
    /// How much of a place that all share one member may use, in percent.
    MemberShare,
}

impl Limit {
    /// The value that holds where the body set none.
    pub const fn delivered(self) -> i64 {
        match self {
            // 10,000,000,000.00 euro.
            Self::LargestAmount => 1_000_000_000_000,
            Self::TimesBudget | Self::VersionMinutes => 10,
            Self::SavesPerHour => 60,
            Self::MemberShare => 25,
        }
    }

    /// The lowest and the highest value that can be set.
    pub const fn range(self) -> (i64, i64) {
        match self {
            // 10,000,000,000,000.00 euro: 9,223 promises of that size still fit into the totals of one project.
            Self::LargestAmount => (100, 1_000_000_000_000_000),
            Self::TimesBudget => (1, 1_000_000),
            Self::VersionMinutes => (0, 1_440),
            Self::SavesPerHour => (1, 10_000),
            Self::MemberShare => (1, 100),
        }
    }

    /// Refuses a value that cannot be set.
    pub fn check(self, value: i64) -> Result<i64, Refusal> {
        let (min, max) = self.range();
        let refused = || Refusal::out_of_range(&min.to_string(), &max.to_string()).under("value");
        if (min..=max).contains(&value) { Ok(value) } else { Err(refused()) }
    }

    /// The value that holds, where this one is stored: what cannot be set any more never stops anybody's work.
    pub fn in_force(self, stored: Option<i64>) -> i64 {
        let (min, max) = self.range();
        stored.map_or(self.delivered(), |value| value.clamp(min, max))
    }
}

/// A place that holds only so much, and which many members fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    most: u32,
    share: u32,
}

impl Room {
    /// A place for `most` things, of which one member may bring `percent` of a hundred, but always one.
    pub fn new(most: u32, percent: i64) -> Self {
        let share = i64::from(most).saturating_mul(percent.clamp(1, 100)) / 100;
        Self { most, share: u32::try_from(share).unwrap_or(most).max(1) }
    }

    /// Refuses one thing more of an organisation that has used its share, or where the place is full. What an
    /// organisation brought beyond its share, before there was one, takes nothing from the others.
    pub fn require(&self, used: &BTreeMap<StakeholderId, u64>, by: StakeholderId) -> Result<(), Refusal> {
        let share = u64::from(self.share);
        let counted = used.values().map(|count| (*count).min(share)).fold(0, u64::saturating_add);
        if used.get(&by).is_some_and(|own| *own >= share) {
            return Err(Reason::ShareReached { max: self.share }.into());
        }
        if counted >= self.most.into() { Err(Reason::LimitReached { max: self.most }.into()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn organisation(number: u128) -> StakeholderId {
        Uuid::from_u128(number).into()
    }

    #[rstest]
    #[case::nothing_yet(&[], None)]
    #[case::below_the_share(&[(1, 49)], None)]
    #[case::share_used(&[(1, 50)], Some(Reason::ShareReached { max: 50 }))]
    #[case::another_used_it_all(&[(2, 200)], None)]
    #[case::another_used_more_than_all(&[(2, 100_000)], None)]
    #[case::three_used_their_shares(&[(2, 50), (3, 200), (4, 50), (1, 49)], None)]
    #[case::full(&[(2, 50), (3, 50), (4, 50), (5, 50)], Some(Reason::LimitReached { max: 200 }))]
    fn one_member_never_fills_what_all_share(#[case] used: &[(u128, u64)], #[case] refused: Option<Reason>) {
        let used = used.iter().map(|(number, count)| (organisation(*number), *count)).collect();
        let outcome = Room::new(200, 25).require(&used, organisation(1));
        assert_eq!(outcome.err().map(|refusal| refusal.reason), refused);
    }

    #[rstest]
    #[case(3, 1, 1)]
    #[case(500, 25, 125)]
    #[case(500, 100, 500)]
    #[case(500, 900, 500)]
    fn a_share_is_never_nothing_and_never_more_than_all(#[case] most: u32, #[case] percent: i64, #[case] share: u32) {
        assert_eq!(Room::new(most, percent), Room { most, share });
    }

    #[test]
    fn delivered_values_can_be_set_and_stored_ones_never_stop_work() {
        for limit in Limit::VARIANTS {
            let (min, max) = limit.range();
            assert_eq!(limit.check(limit.delivered()), Ok(limit.delivered()), "{limit:?}");
            assert_eq!([limit.in_force(None), limit.in_force(Some(i64::MIN))], [limit.delivered(), min]);
            assert_eq!(limit.in_force(Some(i64::MAX)), max);
            assert!(limit.check(max + 1).is_err() && limit.check(min - 1).is_err());
        }
    }
}
