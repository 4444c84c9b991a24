use async_graphql::{Context, Object};
use cordata_app::access::{self, HeldFor};
use cordata_text::{Allowed, access_sentence, no_access_sentence};

use crate::state::RequestContext;

/// Whether somebody may do something, and why.
pub struct AccessExplanation(pub access::AccessExplanation);

/// Whether somebody may do something, and why.
#[Object]
impl AccessExplanation {
    /// Whether it is allowed today.
    async fn allowed(&self) -> bool {
        self.0.ground.is_some()
    }

    /// Why, in the language of the request: the role, what it is held for and since when, or which roles would be
    /// needed.
    async fn because(&self, ctx: &Context<'_>) -> String {
        let locale = &RequestContext::of(ctx).locale;
        let name = self.0.person.full_name();
        let Some(ground) = self.0.ground else { return no_access_sentence(locale, self.0.act, &name) };
        let place = match &self.0.held_for {
            HeldFor::Nothing | HeldFor::Plan => None,
            HeldFor::Table(table) => Some(table.name.get(locale)),
            HeldFor::Organisation(organisation) => Some(organisation.name.as_str()),
        };
        access_sentence(locale, &Allowed { name: &name, ground, place, since: self.0.since })
    }

    /// The role or quality that allows it, as the `Requires:` lines of this schema name it; null where it is not
    /// allowed.
    async fn ground(&self) -> Option<&'static str> {
        self.0.ground.map(Into::into)
    }
}
