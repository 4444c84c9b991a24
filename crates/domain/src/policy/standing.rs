use super::Facts;
use super::act::Ground;
use crate::error::{Reason, Refusal};
use crate::identity::TokenScope;
use crate::ids::{PersonId, SeatId, StakeholderId, TableId};

/// How far a role reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Over the whole plan.
    pub plan: bool,
    /// Over these tables.
    pub tables: Vec<TableId>,
}

impl Reach {
    /// Whether the role reaches what is about `table`, or the plan where no table is named.
    pub fn covers(&self, table: Option<TableId>) -> bool {
        self.plan || table.is_some_and(|table| self.tables.contains(&table))
    }
}

/// A seat that a person holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldSeat {
    /// The seat.
    pub seat: SeatId,
    /// Its table.
    pub table: TableId,
    /// The organisation it belongs to.
    pub organisation: StakeholderId,
}

/// Everything that a person is at one moment, from dated affiliations, grants and seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// Organisations they are a delegate of, with a current affiliation (rule P1).
    pub delegate_of: Vec<StakeholderId>,
    /// Organisations they manage, with a current affiliation.
    pub manager_of: Vec<StakeholderId>,
    /// Tables they coordinate.
    pub coordinates: Vec<TableId>,
    /// Secretariat.
    pub secretariat: Reach,
    /// Steward.
    pub steward: Reach,
    /// Auditor.
    pub auditor: Reach,
    /// Administrator of the platform.
    pub admin: bool,
    /// Seats they hold.
    pub seats: Vec<HeldSeat>,
    /// Tables at which one of their organisations sits.
    pub tables: Vec<TableId>,
    /// How far the token reaches that they showed; a session reaches as far as its person.
    pub scope: TokenScope,
}

/// What somebody may see, as a condition of a query: besides what is public, everything, or what belongs to these
/// tables and organisations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visibility {
    /// Everything, drafts and reserved tables too.
    pub everything: bool,
    /// Reserved matter of these tables.
    pub tables: Vec<TableId>,
    /// Reserved matter of these organisations.
    pub organisations: Vec<StakeholderId>,
    /// Tables whose papers they prepare or check, as coordinator, secretariat or auditor: a part of `tables`.
    pub offices: Vec<TableId>,
    /// Indicators and measurements that are not published yet, whosever they are.
    pub measurements: bool,
}

impl Visibility {
    /// Whether matter of `table` may be seen; `public` says whether everybody may see it.
    pub fn sees(&self, table: TableId, public: bool) -> bool {
        public || self.everything || self.tables.contains(&table)
    }
}

impl Standing {
    /// A person without any role.
    pub fn of(person: PersonId) -> Self {
        Self {
            person,
            delegate_of: Vec::new(),
            manager_of: Vec::new(),
            coordinates: Vec::new(),
            secretariat: Reach::default(),
            steward: Reach::default(),
            auditor: Reach::default(),
            admin: false,
            seats: Vec::new(),
            tables: Vec::new(),
            scope: TokenScope::Manage,
        }
    }

    /// Refuses what the token that was shown is too narrow for.
    pub fn require_scope(&self, needed: TokenScope) -> Result<(), Refusal> {
        if self.scope < needed { Err(Reason::OutOfScope { needed }.into()) } else { Ok(()) }
    }

    /// Whether `ground` holds for what `facts` say.
    pub fn has(&self, ground: Ground, facts: &Facts) -> bool {
        let of = |list: &[StakeholderId]| facts.organisation.is_some_and(|id| list.contains(&id));
        match ground {
            Ground::Everyone | Ground::SignedIn => true,
            Ground::Operator => false,
            Ground::Themselves => facts.person == Some(self.person),
            Ground::Delegate => of(&self.delegate_of),
            Ground::OrgManager => of(&self.manager_of),
            Ground::SeatHolder => self.holds_seat(facts),
            Ground::Coordinator => facts.table.is_some_and(|table| self.coordinates.contains(&table)),
            Ground::Secretariat => self.secretariat.covers(facts.table),
            Ground::Steward => self.steward.covers(facts.table),
            Ground::Auditor => self.auditor.covers(facts.table),
            Ground::PlatformAdmin => self.admin,
        }
    }

    fn holds_seat(&self, facts: &Facts) -> bool {
        let fits = |seat: &HeldSeat| {
            Some(seat.table) == facts.table
                && facts.organisation.is_none_or(|organisation| organisation == seat.organisation)
        };
        self.seats.iter().any(fits)
    }

    /// What this person may see.
    pub fn visibility(&self) -> Visibility {
        let everything = self.secretariat.plan || self.auditor.plan;
        let offices = distinct([&self.coordinates, &self.secretariat.tables, &self.auditor.tables]);
        let seats = self.seats.iter().map(|seat| seat.table).collect();
        let tables = distinct([&offices, &self.tables, &seats]);
        let mut organisations: Vec<StakeholderId> = self.manager_of.iter().chain(&self.delegate_of).copied().collect();
        organisations.sort_unstable();
        organisations.dedup();
        Visibility { everything, tables, organisations, offices, measurements: self.steward.plan }
    }
}

fn distinct<const N: usize>(lists: [&Vec<TableId>; N]) -> Vec<TableId> {
    let mut tables: Vec<TableId> = lists.into_iter().flatten().copied().collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::policy::{Act, Actor, decide};

    fn table(n: u128) -> TableId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn a_role_for_one_table_ends_at_that_table() {
        let standing = Standing { coordinates: vec![table(1)], ..Standing::of(Uuid::nil().into()) };
        let actor = Actor::Person(Box::new(standing));
        assert_eq!(decide(&actor, Act::ConveneMeeting, &Facts::table(table(1))), Some(Ground::Coordinator));
        assert_eq!(decide(&actor, Act::ConveneMeeting, &Facts::table(table(2))), None);
        assert_eq!(decide(&actor, Act::ConveneMeeting, &Facts::plan()), None);
        assert_eq!(actor.visibility().tables, [table(1)]);
    }

    #[test]
    fn a_token_for_reading_changes_nothing_and_one_for_work_manages_nobody() {
        use crate::identity::TokenScope::{Manage, Read, Write};
        let allowed = |scope, act| {
            let standing = Standing {
                secretariat: Reach { plan: true, tables: Vec::new() },
                scope,
                ..Standing::of(Uuid::nil().into())
            };
            decide(&Actor::Person(Box::new(standing)), act, &Facts::plan()).is_some()
        };
        for (act, least) in [(Act::ReadMail, Read), (Act::CreatePlan, Write), (Act::ManagePeople, Manage)] {
            for scope in [Read, Write, Manage] {
                assert_eq!(allowed(scope, act), scope >= least, "{act:?} {scope:?}");
            }
        }
    }

    #[test]
    fn an_administrator_changes_no_business_data_and_a_citizen_reads_what_is_public() {
        let admin = Actor::Person(Box::new(Standing { admin: true, ..Standing::of(Uuid::nil().into()) }));
        assert_eq!(decide(&admin, Act::ConveneMeeting, &Facts::table(table(1))), None);
        assert_eq!(decide(&admin, Act::CreatePlan, &Facts::plan()), None);
        assert!(!admin.visibility().everything);
        assert_eq!(decide(&Actor::Public, Act::ReadPublic, &Facts::plan()), Some(Ground::Everyone));
        assert_eq!(decide(&Actor::Public, Act::ReadPersons, &Facts::plan()), None);
    }
}
