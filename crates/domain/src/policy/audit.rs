use super::act::{Act, Ground};
use super::standing::{Reach, Standing};
use crate::ids::{StakeholderId, TableId};

/// Which part of the trail somebody may read, as a condition of a query: everything, or the entries about these tables
/// and those on behalf of these organisations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditSight {
    /// The whole trail.
    pub everything: bool,
    /// Entries about these tables.
    pub tables: Vec<TableId>,
    /// Entries on behalf of these organisations.
    pub organisations: Vec<StakeholderId>,
}

impl AuditSight {
    /// What a person may read, by each ground of [`Act::ReadAudit`] that they have.
    pub(super) fn of(standing: &Standing) -> Self {
        let mut sight = Self::default();
        for ground in Act::ReadAudit.grounds() {
            match ground {
                Ground::OrgManager => sight.organisations.extend(&standing.manager_of),
                Ground::Coordinator => sight.tables.extend(&standing.coordinates),
                Ground::Secretariat => sight.widen(&standing.secretariat),
                Ground::Auditor => sight.widen(&standing.auditor),
                // Whoever else is to read it needs a rule of their own here.
                _ => {}
            }
        }
        sight.tables.sort_unstable();
        sight.tables.dedup();
        sight
    }

    fn widen(&mut self, reach: &Reach) {
        self.everything |= reach.plan;
        self.tables.extend(&reach.tables);
    }

    /// Whether there is nothing to read.
    pub fn is_nothing(&self) -> bool {
        !self.everything && self.tables.is_empty() && self.organisations.is_empty()
    }

    /// Whether an entry about `table` and on behalf of `organisation` may be read.
    pub fn sees(&self, table: Option<TableId>, organisation: Option<StakeholderId>) -> bool {
        self.everything
            || table.is_some_and(|table| self.tables.contains(&table))
            || organisation.is_some_and(|organisation| self.organisations.contains(&organisation))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::policy::{Actor, Facts, decide};

    fn sight(change: impl FnOnce(&mut Standing)) -> (Actor, AuditSight) {
        let mut standing = Standing::of(Uuid::nil().into());
        change(&mut standing);
        let actor = Actor::Person(Box::new(standing));
        let sight = actor.audit_sight();
        (actor, sight)
    }

    fn table(n: u128) -> TableId {
        Uuid::from_u128(n).into()
    }

    fn organisation(n: u128) -> StakeholderId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn each_role_reads_its_own_part() {
        let (_, secretariat) = sight(|it| it.secretariat.plan = true);
        assert!(secretariat.sees(None, None));
        let (_, auditor) = sight(|it| it.auditor.tables.push(table(1)));
        assert!(auditor.sees(Some(table(1)), None) && !auditor.sees(Some(table(2)), None) && !auditor.sees(None, None));
        let (_, coordinator) = sight(|it| it.coordinates.push(table(2)));
        assert!(coordinator.sees(Some(table(2)), None) && !coordinator.sees(None, Some(organisation(1))));
        let (_, manager) = sight(|it| it.manager_of.push(organisation(1)));
        assert!(manager.sees(Some(table(1)), Some(organisation(1))) && !manager.sees(Some(table(1)), None));
        for (who, seen) in [
            sight(|it| it.delegate_of.push(organisation(1))),
            sight(|it| it.steward.plan = true),
            sight(|it| it.admin = true),
            sight(|it| it.tables.push(table(1))),
        ] {
            assert!(seen.is_nothing(), "{who:?}");
        }
        assert!(Actor::Public.audit_sight().is_nothing());
        assert!(Actor::Operator.audit_sight().everything);
    }

    #[test]
    fn the_condition_of_the_query_is_the_decision_of_the_policy() {
        let (tables, organisations) = ([None, Some(table(1)), Some(table(2))], [None, Some(organisation(1))]);
        for (actor, sight) in [
            sight(|it| it.secretariat.plan = true),
            sight(|it| it.secretariat.tables.push(table(1))),
            sight(|it| it.auditor.tables.push(table(2))),
            sight(|it| it.coordinates.push(table(1))),
            sight(|it| it.manager_of.push(organisation(1))),
            sight(|it| it.admin = true),
        ] {
            for table in tables {
                for organisation in organisations {
                    let facts = Facts { table, organisation, person: None };
                    let decided = decide(&actor, Act::ReadAudit, &facts).is_some();
                    assert_eq!(sight.sees(table, organisation), decided, "{actor:?} {facts:?}");
                }
            }
        }
    }
}
