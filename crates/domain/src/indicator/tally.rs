use super::deviation::{Deviation, Trend};

/// How a deviation is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// By the word for it.
    Trend(Trend),
    /// As not computable: "n.d.", or a change that is neither good nor bad.
    NotComputable,
}

impl Deviation {
    /// How it is counted.
    pub fn outcome(&self) -> Outcome {
        let trend = self.change.as_ref().ok().and_then(|change| change.trend);
        trend.map_or(Outcome::NotComputable, Outcome::Trend)
    }
}

/// How many indicators went which way. Each is counted once (rule I10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Went the good way.
    pub improved: u32,
    /// Changed by no more than their tolerance.
    pub stable: u32,
    /// Went the wrong way.
    pub worsened: u32,
    /// Have no deviation, or one that is neither good nor bad.
    pub not_computable: u32,
}

impl Tally {
    /// All of them.
    pub fn total(&self) -> u32 {
        self.improved + self.stable + self.worsened + self.not_computable
    }
}

impl FromIterator<Outcome> for Tally {
    fn from_iter<I: IntoIterator<Item = Outcome>>(outcomes: I) -> Self {
        outcomes.into_iter().fold(Self::default(), |mut tally, outcome| {
            match outcome {
                Outcome::Trend(Trend::Improved) => tally.improved += 1,
                Outcome::Trend(Trend::Stable) => tally.stable += 1,
                Outcome::Trend(Trend::Worsened) => tally.worsened += 1,
                Outcome::NotComputable => tally.not_computable += 1,
            }
            tally
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_is_counted_once(outcomes in proptest::collection::vec(0_usize..4, 0..200)) {
            let all = [
                Outcome::Trend(Trend::Improved),
                Outcome::Trend(Trend::Stable),
                Outcome::Trend(Trend::Worsened),
                Outcome::NotComputable,
            ];
            let tally: Tally = outcomes.iter().map(|index| all[*index]).collect();
            prop_assert_eq!(usize::try_from(tally.total()).unwrap(), outcomes.len());
        }
    }
}
