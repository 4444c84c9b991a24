use chrono::{DateTime, NaiveDate, Utc};

use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{AffiliationId, PersonId, StakeholderId};
use crate::period::Validity;

/// A post that a person holds in an organisation, with dates (rule P1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// Its id.
    pub id: AffiliationId,
    /// Who.
    pub person: PersonId,
    /// In which organisation.
    pub organisation: StakeholderId,
    /// The post in words: mayor, councillor, director.
    pub post: String,
    /// From when to when.
    pub validity: Validity,
    /// When it was learnt.
    pub recorded_at: DateTime<Utc>,
    /// When it was withdrawn before its first day was over: it then counts on no day.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Affiliation {
    /// The most characters of a post in words.
    pub const MAX_POST: usize = 120;

    /// Whether the person holds the post on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.withdrawn_at.is_none() && self.validity.contains(day)
    }

    /// Whether one of `posts` is held by a person in an organisation on `day` (rule P1).
    pub fn is_held(posts: &[Self], person: PersonId, organisation: StakeholderId, day: NaiveDate) -> bool {
        posts.iter().any(|post| post.person == person && post.organisation == organisation && post.holds_on(day))
    }

    /// Whether both are posts of one person in one organisation on the same day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let counts = self.withdrawn_at.is_none() && other.withdrawn_at.is_none();
        let same = self.person == other.person && self.organisation == other.organisation;
        counts && same && self.validity.overlaps(&other.validity)
    }

    /// Ends the post after `last_day`, one of its own days.
    pub fn end(&mut self, last_day: NaiveDate) -> Result<(), Refusal> {
        self.require_standing()?;
        if !self.validity.contains(last_day) {
            let max = self.validity.to.map(|last| last.to_string()).unwrap_or_default();
            let range = InputProblem::OutOfRange { min: self.validity.from.to_string(), max };
            return Err(Refusal::input(range).under("lastDay"));
        }
        self.validity.to = Some(last_day);
        Ok(())
    }

    /// Ends the post at this moment.
    pub fn end_now(&mut self, today: NaiveDate, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require_standing()?;
        if self.validity.to.is_some_and(|last| last < today) {
            return Err(Reason::IllegalTransition { from: "ENDED", action: "endAffiliation" }.into());
        }
        self.withdrawn_at = self.validity.cut_before(today, now);
        Ok(())
    }

    fn require_standing(&self) -> Result<(), Refusal> {
        match self.withdrawn_at {
            None => Ok(()),
            Some(_) => Err(Reason::IllegalTransition { from: "ENDED", action: "endAffiliation" }.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn post(from: &str, to: Option<&str>) -> Affiliation {
        Affiliation {
            id: Uuid::from_u128(1).into(),
            person: Uuid::from_u128(2).into(),
            organisation: Uuid::from_u128(3).into(),
            post: "Sindaca".to_owned(),
            validity: Validity { from: day(from), to: to.map(day) },
            recorded_at: DateTime::UNIX_EPOCH,
            withdrawn_at: None,
        }
    }

    #[rstest]
    #[case::begun_long_ago("2026-01-01", None, Some("2026-05-31"))]
    #[case::begun_today("2026-06-01", None, None)]
    #[case::still_to_begin("2026-07-01", Some("2026-07-31"), None)]
    #[case::with_its_last_day_known("2026-01-01", Some("2026-12-31"), Some("2026-05-31"))]
    fn a_post_ends_at_this_moment(#[case] from: &str, #[case] to: Option<&str>, #[case] last: Option<&str>) {
        let mut post = post(from, to);
        post.end_now(day("2026-06-01"), DateTime::UNIX_EPOCH).unwrap();
        assert!(!post.holds_on(day("2026-06-01")) && !post.holds_on(day("2026-07-15")));
        match last {
            Some(last) => assert!(post.holds_on(day(last)), "what was, was"),
            None => assert!(post.withdrawn_at.is_some()),
        }
        assert!(post.end_now(day("2026-06-01"), DateTime::UNIX_EPOCH).is_err(), "it ends once");
    }

    #[rstest]
    #[case::one_of_its_days("2026-03-31", None)]
    #[case::its_last_day_again("2026-12-31", None)]
    #[case::before_it_began("2025-12-31", Some("lastDay"))]
    #[case::after_its_end("2027-01-01", Some("lastDay"))]
    fn a_post_ends_on_one_of_its_days(#[case] last: &str, #[case] refused_at: Option<&str>) {
        let mut post = post("2026-01-01", Some("2026-12-31"));
        let refused = post.end(day(last)).err().map(|refusal| refusal.path.join("."));
        assert_eq!(refused.as_deref(), refused_at);
        assert_eq!(post.validity.to, Some(day(if refused_at.is_none() { last } else { "2026-12-31" })));
    }

    #[test]
    fn a_withdrawn_post_is_in_nobodys_way() {
        let mut first = post("2026-06-01", None);
        let second = post("2026-06-01", None);
        assert!(first.overlaps(&second));
        first.end_now(day("2026-06-01"), DateTime::UNIX_EPOCH).unwrap();
        assert!(!first.overlaps(&second));
    }
}
