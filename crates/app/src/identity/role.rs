use async_trait::async_trait;
use cordata_domain::audit::Traced;
use cordata_domain::identity::{Grant, GrantScope, Role, require_administrator};
use cordata_domain::ids::{GrantId, PersonId};
use cordata_domain::period::Validity;
use cordata_domain::policy::Act;
use cordata_domain::{InputProblem, Reason, Refusal};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};

/// Gives a person a role for something.
#[derive(Debug, Clone)]
pub struct GrantRole {
    /// Who.
    pub person: PersonId,
    /// Which role.
    pub role: Role,
    /// For what.
    pub scope: GrantScope,
    /// From when to when.
    pub validity: Validity,
}

#[async_trait]
impl Command for GrantRole {
    const NAME: &'static str = "grantRole";
    type Output = GrantId;

    async fn run(&self, work: &mut Work<'_>) -> Result<GrantId, AppError> {
        work.require_power_to_give(self.role, self.scope)?;
        work.visible_person(self.person, "personId").await?;
        work.add_grant(self).await
    }
}

/// Takes a role away: the holder loses it at this moment.
#[derive(Debug, Clone)]
pub struct RevokeRole {
    /// The grant.
    pub grant: GrantId,
}

#[async_trait]
impl Command for RevokeRole {
    const NAME: &'static str = "revokeRole";
    type Output = GrantId;

    async fn run(&self, work: &mut Work<'_>) -> Result<GrantId, AppError> {
        work.require_scope(Act::GrantRole)?;
        let mut grant = found_at(work.tx.grant(self.grant).await?, "grantId")?;
        // A role that is not one's own to give is absent, not forbidden: its id tells nothing.
        if work.require_power_to_give(grant.role, grant.scope).is_err() {
            return Err(Reason::NotFound.at("grantId").into());
        }
        let today = work.today().await?;
        if grant.role == Role::PlatformAdmin {
            let admins = work.tx.admin_grants().await?;
            require_administrator(&admins, today, |other| other.id == grant.id)?;
        }
        let before = grant.snapshot();
        grant.revoke(today, work.now)?;
        work.tx.update_grant(&grant).await?;
        if let GrantScope::Organisation(organisation) = grant.scope {
            work.on_behalf_of(organisation);
        }
        work.audit_change(&before, &grant);
        Ok(grant.id)
    }
}

impl Work<'_> {
    /// Refuses who may neither give nor take this role for `scope`.
    pub(crate) fn require_power_to_give(&mut self, role: Role, scope: GrantScope) -> Result<(), AppError> {
        let (act, facts) = role.power_to_give(scope);
        self.require(act, &facts).map(|_| ())
    }

    /// Gives a role, if the caller may and is not giving it to themselves. Whether they may see the person is the
    /// larger command's business.
    pub(crate) async fn add_grant(&mut self, new: &GrantRole) -> Result<GrantId, AppError> {
        self.require_power_to_give(new.role, new.scope)?;
        self.require_receiver(new.person, "personId").await?;
        new.role.fits(new.scope)?;
        match new.scope {
            GrantScope::Organisation(id) => {
                found_at(self.tx.stakeholder(id).await?, "organisationId")?;
                self.on_behalf_of(id);
            }
            GrantScope::Table(id) => {
                found_at(self.tx.table(id).await?, "tableId")?;
            }
            GrantScope::Plan => {}
        }
        let grant = Grant {
            id: self.id(),
            person: new.person,
            role: new.role,
            scope: new.scope,
            validity: new.validity,
            recorded_at: self.now,
            withdrawn_at: None,
        };
        if self.tx.grants_of(new.person).await?.iter().any(|other| other.overlaps(&grant)) {
            return Err(Refusal::input(InputProblem::Duplicate).under("from").into());
        }
        self.tx.insert_grant(&grant).await?;
        self.audit_new(&grant);
        Ok(grant.id)
    }
}
