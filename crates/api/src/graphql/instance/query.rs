use async_graphql::{Context, Object, Result};

use super::{Instance, RateLimit};
use crate::edge::budget::RateStatus;
use crate::state::RequestContext;

/// Reading about the installation.
#[derive(Debug, Default)]
pub struct InstanceQuery;

#[Object]
impl InstanceQuery {
    /// The body that this installation serves; null until it is set up.
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<Instance>> {
        let request = RequestContext::of(ctx);
        let instance = request.tell(request.reads().instance().await)?;
        Ok(instance.map(Into::into))
    }

    /// Your budget of points; null where operations are not counted.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Option<RateLimit> {
        let status = ctx.data_opt::<RateStatus>()?;
        Some(RateLimit::at(RequestContext::of(ctx).now, status))
    }
}
