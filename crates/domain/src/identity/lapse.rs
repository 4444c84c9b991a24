use chrono::{DateTime, NaiveDate, Utc};

use super::{Affiliation, Grant, GrantScope, Role};
use crate::ids::{PersonId, StakeholderId};
use crate::table::{Seat, SeatHolder};

/// What happens to a person's posts in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostChange {
    /// A post ends: this is its last day.
    Ends(NaiveDate),
    /// A post begins on this day.
    Begins(NaiveDate),
}

/// The end of the roles and seats that a person holds for an organisation, where there is a time without a post in it: a
/// post that comes later does not bring them back. Who has no post anywhere any more loses the roles for tables and for
/// the whole plan too, but for the administrator's: whoever set an installation up may have no post at all.
///
/// When a post ends and none follows at once, the roles end with it, but for those that begin later where a later post
/// waits for them. When one begins after such a time, those end that began before the last post was over: a role that
/// was given since, or ahead of a first post, waits for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lapse {
    organisation: StakeholderId,
    /// The first day without a post.
    from: NaiveDate,
    /// Roles that began then or before end.
    begun_by: NaiveDate,
    /// Whether no post anywhere is left.
    everywhere: bool,
}

impl Lapse {
    /// What a change of posts ends; nothing where one post follows another. `posts` are all of the person as they are
    /// without the one that begins, or with the one that ends.
    pub fn after(posts: &[Affiliation], organisation: StakeholderId, change: PostChange) -> Option<Self> {
        let there = || posts.iter().filter(|post| post.organisation == organisation && post.withdrawn_at.is_none());
        let holds = |day: NaiveDate| there().any(|post| post.validity.contains(day));
        match change {
            PostChange::Ends(last) => {
                let from = last.succ_opt()?;
                let waits = there().any(|post| from < post.validity.from);
                let begun_by = if waits { from } else { NaiveDate::MAX };
                let lasts =
                    |post: &Affiliation| post.withdrawn_at.is_none() && post.validity.to.is_none_or(|to| from <= to);
                let everywhere = !posts.iter().any(lasts);
                (!holds(from)).then_some(Self { organisation, from, begun_by, everywhere })
            }
            PostChange::Begins(first) => {
                let last = there().filter_map(|post| post.validity.to).filter(|last| *last < first).max()?;
                let gap = !first.pred_opt().is_some_and(holds);
                gap.then_some(Self { organisation, from: last.succ_opt()?, begun_by: last, everywhere: false })
            }
        }
    }

    /// The role as it is then; nothing where it goes on, or is over anyway.
    pub fn end(&self, grant: &Grant, today: NaiveDate, now: DateTime<Utc>) -> Option<Grant> {
        let from = self.from.max(today);
        let ends = match grant.scope {
            GrantScope::Organisation(organisation) => organisation == self.organisation,
            GrantScope::Plan | GrantScope::Table(_) => self.everywhere && grant.role != Role::PlatformAdmin,
        };
        if grant.is_over(from) || !ends || self.begun_by < grant.validity.from {
            return None;
        }
        let mut ended = grant.clone();
        ended.withdrawn_at = ended.validity.cut_before(from, now);
        Some(ended)
    }

    /// The seat as it is then; nothing where the person does not hold it beyond that day.
    pub fn vacate(&self, seat: &Seat, person: PersonId, today: NaiveDate) -> Option<Seat> {
        let from = self.from.max(today);
        let ends = |holder: &SeatHolder| {
            let lasts = holder.validity.to.is_none_or(|to| from <= to);
            holder.person == person && lasts && holder.validity.from <= self.begun_by
        };
        if seat.organisation != self.organisation || !seat.holders.iter().any(ends) {
            return None;
        }
        let mut vacated = seat.clone();
        for holder in vacated.holders.iter_mut().filter(|holder| ends(holder)) {
            let last = from.pred_opt().unwrap_or(from).max(holder.validity.from);
            holder.validity.to = Some(last);
        }
        Some(vacated)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::PostChange::{Begins, Ends};
    use super::*;
    use crate::period::Validity;
    use crate::table::{HolderCapacity, SeatKind, SeatState};

    const TODAY: &str = "2026-06-01";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn here() -> StakeholderId {
        Uuid::from_u128(7).into()
    }

    fn post(from: &str, to: Option<&str>) -> Affiliation {
        Affiliation {
            id: Uuid::nil().into(),
            person: Uuid::from_u128(1).into(),
            organisation: here(),
            post: String::new(),
            validity: Validity { from: day(from), to: to.map(day) },
            recorded_at: DateTime::UNIX_EPOCH,
            withdrawn_at: None,
        }
    }

    fn manager(from: &str) -> Grant {
        Grant {
            id: Uuid::nil().into(),
            person: Uuid::from_u128(1).into(),
            role: Role::OrgManager,
            scope: GrantScope::Organisation(here()),
            validity: Validity { from: day(from), to: None },
            recorded_at: DateTime::UNIX_EPOCH,
            withdrawn_at: None,
        }
    }

    /// On which days the roles that began on 1 January, 1 June and 1 July 2026 end; the last one of a role that ends
    /// before it began is its first.
    #[rstest]
    #[case::a_first_post(&[], Begins(day(TODAY)), [None, None, None])]
    #[case::leaves_now(&[post("2026-01-01", Some("2026-05-31"))], Ends(day("2026-05-31")),
        [Some("2026-05-31"), Some("2026-06-01"), Some("2026-07-01")])]
    #[case::leaves_later(&[post("2026-01-01", Some("2026-06-30"))], Ends(day("2026-06-30")),
        [Some("2026-06-30"), Some("2026-06-30"), Some("2026-07-01")])]
    #[case::another_goes_on(&[post("2026-01-01", Some("2026-05-31")), post("2026-03-01", None)], Ends(day("2026-05-31")),
        [None, None, None])]
    #[case::comes_back_as_planned(&[post("2026-01-01", Some("2026-05-31")), post("2026-07-01", None)],
        Ends(day("2026-05-31")), [Some("2026-05-31"), Some("2026-06-01"), None])]
    #[case::follows_at_once(&[post("2026-01-01", Some("2026-05-31"))], Begins(day(TODAY)), [None, None, None])]
    #[case::comes_back(&[post("2026-01-01", Some("2026-04-30"))], Begins(day(TODAY)), [Some("2026-05-31"), None, None])]
    #[case::will_come_back(&[post("2026-01-01", Some("2026-06-15"))], Begins(day("2026-12-01")),
        [Some("2026-06-15"), Some("2026-06-15"), None])]
    fn a_role_does_not_outlive_the_posts(
        #[case] posts: &[Affiliation],
        #[case] change: PostChange,
        #[case] ends: [Option<&str>; 3],
    ) {
        let lapse = Lapse::after(posts, here(), change);
        let roles = ["2026-01-01", "2026-06-01", "2026-07-01"].map(manager);
        let ended = roles.map(|role| lapse.and_then(|lapse| lapse.end(&role, day(TODAY), DateTime::UNIX_EPOCH)));
        assert_eq!(ended.map(|role| role.and_then(|role| role.validity.to)), ends.map(|end| end.map(day)));
    }

    #[test]
    fn roles_for_the_plan_and_tables_end_with_the_last_post_anywhere_but_for_the_administrators() {
        let gone = post("2026-01-01", Some("2026-05-31"));
        let elsewhere = Affiliation { organisation: Uuid::from_u128(8).into(), ..post("2026-01-01", None) };
        let ended = |posts: &[Affiliation], role, scope| {
            let lapse = Lapse::after(posts, here(), Ends(day("2026-05-31"))).unwrap();
            lapse.end(&Grant { role, scope, ..manager("2026-01-01") }, day(TODAY), DateTime::UNIX_EPOCH).is_some()
        };
        let table = GrantScope::Table(Uuid::from_u128(9).into());
        for (role, scope) in [(Role::Secretariat, GrantScope::Plan), (Role::Secretariat, table)] {
            assert!(ended(std::slice::from_ref(&gone), role, scope), "{scope:?}");
            assert!(!ended(&[gone.clone(), elsewhere.clone()], role, scope), "{scope:?}");
        }
        assert!(!ended(&[gone], Role::PlatformAdmin, GrantScope::Plan));
    }

    #[rstest]
    #[case::for_good(None, Some("2026-05-31"))]
    #[case::already_over(Some("2026-03-31"), None)]
    fn who_leaves_vacates_the_seat(#[case] to: Option<&str>, #[case] vacated: Option<&str>) {
        let person = PersonId::from(Uuid::from_u128(1));
        let holder = |person, to: Option<&str>| SeatHolder {
            id: Uuid::nil().into(),
            person,
            capacity: HolderCapacity::Titular,
            validity: Validity { from: day("2026-01-01"), to: to.map(day) },
            recorded_at: DateTime::UNIX_EPOCH,
        };
        let seat = |organisation| Seat {
            id: Uuid::nil().into(),
            table: Uuid::nil().into(),
            organisation,
            kind: SeatKind::Effective,
            voting: true,
            state: SeatState::Active,
            validity: Validity::since(day("2018-10-01")),
            recorded_at: DateTime::UNIX_EPOCH,
            holders: vec![holder(person, to), holder(Uuid::from_u128(2).into(), None)],
        };
        let lapse = Lapse::after(&[post("2026-01-01", Some("2026-05-31"))], here(), Ends(day("2026-05-31"))).unwrap();
        let seat_here = lapse.vacate(&seat(here()), person, day(TODAY));
        let ends = seat_here.map(|seat| seat.holders.iter().map(|holder| holder.validity.to).collect::<Vec<_>>());
        assert_eq!(ends, vacated.map(|last| vec![Some(day(last)), None]));
        assert_eq!(lapse.vacate(&seat(Uuid::from_u128(8).into()), person, day(TODAY)), None);
    }

    #[test]
    fn roles_elsewhere_and_those_that_are_over_stay_as_they_are() {
        let lapse = Lapse::after(&[post("2026-01-01", Some("2026-05-31"))], here(), Ends(day("2026-05-31"))).unwrap();
        let end = |grant: Grant| lapse.end(&grant, day(TODAY), DateTime::UNIX_EPOCH);
        assert_eq!(
            end(Grant { scope: GrantScope::Organisation(Uuid::from_u128(8).into()), ..manager("2026-01-01") }),
            None
        );
        let over = Validity { from: day("2026-01-01"), to: Some(day("2026-03-31")) };
        assert_eq!(end(Grant { validity: over, ..manager("2026-01-01") }), None);
        assert_eq!(end(Grant { withdrawn_at: Some(DateTime::UNIX_EPOCH), ..manager("2026-01-01") }), None);
        let later = end(manager("2026-07-01")).unwrap();
        assert!(later.withdrawn_at.is_some(), "it never counts");
    }
}
