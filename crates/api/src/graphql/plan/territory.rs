use async_graphql::{Context, ID, Object, Result};
use cordata_domain::ids::ZoneId;
use cordata_domain::plan;

use crate::graphql::id;
use crate::scalar::Date;
use crate::state::RequestContext;

/// A homogeneous zone of the metropolitan city.
pub struct HomogeneousZone(pub plan::HomogeneousZone);

impl HomogeneousZone {
    /// The zone with this id.
    pub async fn by_id(ctx: &Context<'_>, id: ZoneId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A homogeneous zone of the metropolitan city.
#[Object]
impl HomogeneousZone {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its number.
    async fn number(&self) -> u32 {
        self.0.number
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How many municipalities belonged to it on the day of the count.
    async fn municipality_count(&self) -> u32 {
        self.0.municipalities
    }

    /// How many people lived in it on the day of the count.
    async fn inhabitants(&self) -> u32 {
        self.0.inhabitants
    }

    /// The day that both counts describe.
    async fn counted_on(&self) -> Date {
        self.0.counted_on.into()
    }
}
