use async_graphql::{Context, ID, Object, Result};
use cordata_domain::identity::{self, GrantScope};

use super::Person;
use super::input::Role;
use crate::graphql::id;
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::ConcertationTable;
use crate::scalar::Date;
use crate::state::RequestContext;

/// A post that a person holds, or held, in an organisation.
pub struct Affiliation(pub identity::Affiliation);

/// A post that a person holds, or held, in an organisation. Rights for the organisation last as long as it does.
#[Object]
impl Affiliation {
    /// Its id, to be named when it ends.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Who.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.person).await
    }

    /// In which organisation.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Stakeholder> {
        RequestContext::of(ctx).load_named(self.0.organisation).await.map(Stakeholder)
    }

    /// The post in words, like `Sindaca`.
    async fn post(&self) -> &str {
        &self.0.post
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.0.validity.from)
    }

    /// The last day; null while it is not known.
    async fn to(&self) -> Option<Date> {
        self.0.validity.to.map(Date)
    }

    /// Whether it counts today. One that was withdrawn on its first day never counts.
    async fn is_current(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.holds_on(RequestContext::of(ctx).today_here().await?))
    }
}

/// A role that was granted to a person.
pub struct RoleGrant(pub identity::Grant);

/// A role that was granted to a person, for the whole plan where neither organisation nor table is named.
#[Object]
impl RoleGrant {
    /// Its id, to be named when it is revoked.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Which role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The organisation it is held for.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.0.scope {
            GrantScope::Organisation(organisation) => Stakeholder::by_id(ctx, organisation).await,
            GrantScope::Plan | GrantScope::Table(_) => Ok(None),
        }
    }

    /// The table it is held for; null also where you may not see the table.
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        match self.0.scope {
            GrantScope::Table(table) => ConcertationTable::by_id(ctx, table).await,
            GrantScope::Plan | GrantScope::Organisation(_) => Ok(None),
        }
    }

    /// Whether it is held for the whole plan.
    async fn whole_plan(&self) -> bool {
        self.0.scope == GrantScope::Plan
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.0.validity.from)
    }

    /// The last day; null while it is not known.
    async fn to(&self) -> Option<Date> {
        self.0.validity.to.map(Date)
    }

    /// Whether its dates say that it counts today; one for an organisation needs a post there too.
    async fn is_current(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.holds_on(RequestContext::of(ctx).today_here().await?))
    }

    /// Whether you may revoke it.
    async fn viewer_can_revoke(&self, ctx: &Context<'_>) -> bool {
        let (act, facts) = self.0.role.power_to_give(self.0.scope);
        RequestContext::of(ctx).may(act, &facts)
    }
}
