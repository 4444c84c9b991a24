use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// The part of the voting seats that must be represented: a fraction, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumShare {
    /// Numerator.
    pub parts: u32,
    /// Denominator.
    pub of: u32,
}

impl QuorumShare {
    const WHOLE: Self = Self { parts: 1, of: 1 };

    /// Seats required out of `base`, rounded up: half of 13 is 7, a third of 13 is 5.
    pub fn of_seats(self, base: u32) -> u32 {
        base.saturating_mul(self.parts).div_ceil(self.of.max(1))
    }

    fn checked(self, field: &str, max: Self) -> Result<Self, Refusal> {
        if self.of > 0 && self.parts > 0 && self.parts <= self.of && !self.exceeds(max) {
            Ok(self)
        } else {
            let range = InputProblem::OutOfRange { min: "1/100".to_owned(), max: format!("{}/{}", max.parts, max.of) };
            Err(Refusal::input(range).under(field))
        }
    }

    fn exceeds(self, other: Self) -> bool {
        u64::from(self.parts) * u64::from(other.of) > u64::from(other.parts) * u64::from(self.of)
    }
}

/// A table's rules of procedure: data that differ per body, with the usual values as defaults. They are frozen
/// into each meeting when it is convened (rule T9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RulesOfProcedure {
    /// Full working days of notice of an ordinary meeting.
    pub ordinary_notice_days: u32,
    /// Full working days of notice of an urgent meeting, which needs a reason.
    pub urgent_notice_days: u32,
    /// Working days after receipt within which members' items can be added to the agenda.
    pub agenda_item_days: u32,
    /// Working days after a meeting within which its minutes are circulated.
    pub minutes_days: u32,
    /// Working days for which remarks on circulated minutes are taken.
    pub remark_days: u32,
    /// Voting seats that must be represented.
    pub quorum: QuorumShare,
    /// The same for a second call.
    pub second_call_quorum: QuorumShare,
    /// Proxies that one person may hold (rule T2).
    pub max_proxies: u32,
    /// Whether a tie adopts instead of rejecting.
    pub tie_adopts: bool,
}

impl Default for RulesOfProcedure {
    fn default() -> Self {
        Self {
            ordinary_notice_days: 10,
            urgent_notice_days: 5,
            agenda_item_days: 5,
            minutes_days: 15,
            remark_days: 10,
            quorum: QuorumShare { parts: 1, of: 2 },
            second_call_quorum: QuorumShare { parts: 1, of: 3 },
            max_proxies: 1,
            tie_adopts: false,
        }
    }
}

impl RulesOfProcedure {
    /// Checks that the rules make sense: an urgent notice is not longer than an ordinary one, terms are at most 90
    /// days, fractions lie between 0 and 1, a second call asks for no more than the first.
    pub fn checked(self) -> Result<Self, Refusal> {
        let days = [
            ("ordinaryNoticeDays", self.ordinary_notice_days, 0, 90),
            ("urgentNoticeDays", self.urgent_notice_days, 0, self.ordinary_notice_days),
            ("agendaItemDays", self.agenda_item_days, 0, 90),
            ("minutesDays", self.minutes_days, 1, 90),
            ("remarkDays", self.remark_days, 1, 90),
            ("maxProxies", self.max_proxies, 0, 10),
        ];
        for (field, value, min, max) in days {
            if !(min..=max).contains(&value) {
                let range = InputProblem::OutOfRange { min: min.to_string(), max: max.to_string() };
                return Err(Refusal::input(range).under(field));
            }
        }
        let quorum = self.quorum.checked("quorum", QuorumShare::WHOLE)?;
        self.second_call_quorum.checked("secondCallQuorum", quorum)?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn fractions_round_up() {
        let rules = RulesOfProcedure::default();
        assert_eq!(rules.quorum.of_seats(13), 7);
        assert_eq!(rules.second_call_quorum.of_seats(13), 5);
        assert_eq!(rules.quorum.of_seats(12), 6);
        assert_eq!(rules.quorum.of_seats(0), 0);
    }

    #[test]
    fn nonsense_is_refused() {
        let good = RulesOfProcedure::default();
        assert!(good.checked().is_ok());
        assert!(RulesOfProcedure { urgent_notice_days: 11, ..good }.checked().is_err());
        assert!(RulesOfProcedure { remark_days: 0, ..good }.checked().is_err());
        assert!(RulesOfProcedure { quorum: QuorumShare { parts: 3, of: 2 }, ..good }.checked().is_err());
        assert!(RulesOfProcedure { second_call_quorum: QuorumShare { parts: 1, of: 0 }, ..good }.checked().is_err());
    }

    #[rstest]
    #[case::less((1, 3), true)]
    #[case::the_same_written_otherwise((2, 4), true)]
    #[case::more((51, 100), false)]
    fn a_second_call_asks_for_no_more_than_the_first(#[case] (parts, of): (u32, u32), #[case] allowed: bool) {
        let second_call_quorum = QuorumShare { parts, of };
        let checked = RulesOfProcedure { second_call_quorum, ..RulesOfProcedure::default() }.checked();
        assert_eq!(checked.is_ok(), allowed);
    }
}
