use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::StakeholderFilter;
use cordata_domain::ids::StakeholderId;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::stakeholder;

use crate::graphql::id;
use crate::graphql::identity::Affiliation;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::value::{Translation, translations};
use crate::loader::{KindCode, PostsIn};
use crate::scalar::Locale;
use crate::state::RequestContext;

/// The four groups of local actors.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "stakeholder::ActorGroup")]
pub enum ActorGroup {
    /// Institutional bodies.
    InstitutionalBody,
    /// Economic and social parties.
    EconomicOrSocialParty,
    /// Civil society.
    CivilSociety,
    /// Universities and training bodies.
    UniversityOrTrainingBody,
}

/// The characters of the tax code of a person; those of organisations have eleven digits.
const PERSONAL_TAX_CODE: usize = 16;

/// A legal entity or informal group that takes part in the plan.
pub struct Stakeholder(pub stakeholder::Stakeholder);

impl Stakeholder {
    /// The stakeholder with this id.
    pub async fn by_id(ctx: &Context<'_>, id: StakeholderId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }

    async fn load_kind(&self, ctx: &Context<'_>) -> Result<stakeholder::StakeholderKind> {
        RequestContext::of(ctx).load_named(KindCode(self.0.kind.clone())).await
    }
}

/// A legal entity or informal group that takes part in the plan.
#[Object]
impl Stakeholder {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its key in addresses of pages.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of body it is.
    async fn kind(&self, ctx: &Context<'_>) -> Result<StakeholderKind> {
        self.load_kind(ctx).await.map(StakeholderKind)
    }

    /// The group of local actors it counts in.
    async fn group(&self, ctx: &Context<'_>) -> Result<ActorGroup> {
        Ok(self.load_kind(ctx).await?.group.into())
    }

    /// Its tax code or VAT number; null where none is known. The tax code of a person is shown only to those who may
    /// see the people of the organisation.
    async fn tax_code(&self, ctx: &Context<'_>) -> Option<&str> {
        let code = self.0.tax_code.as_ref()?.as_str();
        let personal = code.len() == PERSONAL_TAX_CODE;
        let facts = Facts::organisation(self.0.id);
        (!personal || RequestContext::of(ctx).may(Act::ReadPersons, &facts)).then_some(code)
    }

    /// Who has a post in it today, for its managers, the secretariat and administrators; null for others. A request
    /// answers at most 2,000 posts in all: use `persons` to go through more.
    async fn people(&self, ctx: &Context<'_>) -> Result<Option<Vec<Affiliation>>> {
        let request = RequestContext::of(ctx);
        if !request.may(Act::ReadContacts, &Facts::organisation(self.0.id)) {
            return Ok(None);
        }
        let today = request.today_here().await?;
        let posts = request.load_named(PostsIn(self.0.id, today)).await?;
        Ok(Some(posts.into_iter().map(Affiliation).collect()))
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with its people.
    async fn viewer_can(&self, ctx: &Context<'_>) -> StakeholderViewerCan {
        let may = |act| RequestContext::of(ctx).may(act, &Facts::organisation(self.0.id));
        StakeholderViewerCan {
            read_people: may(Act::ReadContacts),
            manage_affiliations: may(Act::ManageAffiliation),
            name_delegate: may(Act::NameDelegate),
        }
    }
}

/// What your roles allow you to do with the people of an organisation.
#[derive(Debug, SimpleObject)]
pub struct StakeholderViewerCan {
    /// See who has a post in it.
    read_people: bool,
    /// Start and end posts in it.
    manage_affiliations: bool,
    /// Name its delegates, and take that role from them.
    name_delegate: bool,
}

impl Listed for Stakeholder {
    type Filter = StakeholderFilter;

    async fn page(
        request: &RequestContext,
        filter: &StakeholderFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().stakeholders(filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &StakeholderFilter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_stakeholders(filter).await?)
    }
}

/// A kind of stakeholder. The kinds are data of the installation.
pub struct StakeholderKind(pub stakeholder::StakeholderKind);

/// A kind of stakeholder. The kinds are data of the installation.
#[Object]
impl StakeholderKind {
    /// Its key, like `UNION_OF_MUNICIPALITIES`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name, in the language asked for or else in that of the request.
    async fn name(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.name, locale.as_ref())
    }

    /// Its name in every language there is.
    async fn name_translations(&self) -> Vec<Translation> {
        translations(&self.0.name)
    }

    /// The group of local actors it counts in.
    async fn group(&self) -> ActorGroup {
        self.0.group.into()
    }

    /// Whether bodies of this kind are public administrations.
    async fn public_administration(&self) -> bool {
        self.0.public_administration
    }
}
