//! Queries of this area.

use async_graphql::{Context, Object};

use super::Viewer;
use crate::state::RequestContext;

/// Reading about oneself.
#[derive(Debug, Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// You, if the request carries a token; null for the public.
    async fn viewer<'a>(&self, ctx: &Context<'a>) -> Option<Viewer<'a>> {
        RequestContext::of(ctx).caller.actor.standing().map(Viewer)
    }
}
