//! What the parts of a plan are to reach, and the terms they are linked to.

use async_graphql::{Context, ID, Object, Result};
use cordata_domain::ids::TermId;
use cordata_domain::plan;

use crate::graphql::id;
use crate::graphql::indicator::Indicator;
use crate::graphql::value::{Translation, translations};
use crate::loader::{IndicatorsOf, ObjectivesOf, TermsOf};
use crate::scalar::Locale;
use crate::state::RequestContext;

/// What an axis, strategy or action is to reach. Indicators point to it.
pub struct Objective(plan::Objective);

/// What an axis, strategy or action is to reach. Indicators point to it.
#[Object]
impl Objective {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its place in the list, from 1.
    async fn position(&self) -> u32 {
        self.0.position
    }

    /// Its text.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The indicators that show how far it is reached, by code.
    async fn indicators(&self, ctx: &Context<'_>) -> Result<Vec<Indicator>> {
        let indicators = RequestContext::of(ctx).load_named(IndicatorsOf(self.0.id)).await?;
        Ok(indicators.into_iter().map(Indicator).collect())
    }

    /// The language of the text.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }
}

/// The objectives of an axis, strategy or action, in order.
pub(super) async fn objectives(ctx: &Context<'_>, owner: plan::ObjectiveOwner) -> Result<Vec<Objective>> {
    let objectives = RequestContext::of(ctx).load_named(ObjectivesOf(owner)).await?;
    Ok(objectives.into_iter().map(Objective).collect())
}

/// A list of terms that axes and actions can be linked to: missions of the recovery plan, development goals.
pub struct Taxonomy(pub plan::Taxonomy);

/// A list of terms that axes and actions can be linked to: missions of the recovery plan, development goals.
#[Object]
impl Taxonomy {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code, like `PNRR_MISSION`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// Its title in every language there is.
    async fn title_translations(&self) -> Vec<Translation> {
        translations(&self.0.title)
    }

    /// Its terms, by code.
    async fn terms(&self, ctx: &Context<'_>) -> Result<Vec<Term>> {
        let terms = RequestContext::of(ctx).load_named(TermsOf(self.0.id)).await?;
        Ok(terms.into_iter().map(Term).collect())
    }
}

/// A term of a taxonomy: a mission of the recovery plan, a development goal.
pub struct Term(plan::Term);

impl Term {
    /// The term with this id.
    pub async fn by_id(ctx: &Context<'_>, id: TermId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A term of a taxonomy: a mission of the recovery plan, a development goal.
#[Object]
impl Term {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code inside the taxonomy, like `M2`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// Its title in every language there is.
    async fn title_translations(&self) -> Vec<Translation> {
        translations(&self.0.title)
    }
}

/// The terms with these ids, in the same order.
pub(super) async fn terms(ctx: &Context<'_>, ids: &[TermId]) -> Result<Vec<Term>> {
    let terms = RequestContext::of(ctx).load_all(ids.iter().copied()).await?;
    Ok(terms.into_iter().map(Term).collect())
}
