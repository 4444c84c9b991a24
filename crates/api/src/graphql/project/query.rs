//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::funding;
use cordata_app::ports::read::Lookup;

use super::{Project, ProjectState};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::scalar::Cup;
use crate::state::RequestContext;

orders! {
    /// The order of a list of projects.
    ProjectOrder, ProjectOrderField {
        /// By title.
        Title
    }
}

/// How a project is looked up.
#[derive(Debug, OneofObject)]
pub enum ProjectBy {
    /// By id.
    Id(ID),
    /// By CUP. A code that several projects that you may see have is refused: list them, and look one up by id.
    Cup(Cup),
}

/// Conditions on a list of projects. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct ProjectFilter {
    /// Projects in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<ProjectState>>,
    /// Projects that count under this action today.
    pub action_id: Option<ID>,
    /// Projects that this organisation leads.
    pub lead_id: Option<ID>,
    /// Projects of this measure of the recovery plan. Padding zeros and a trailing `.00` do not matter:
    /// `M5C2I2.02.03` is `M5C2I2.2.3`.
    pub measure: Option<String>,
    /// True: projects whose imported amounts contradict each other; false: all others.
    pub anomaly: Option<bool>,
    /// Projects with these words in their title.
    pub text: Option<String>,
}

impl ProjectFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<funding::ProjectFilter> {
        Some(funding::ProjectFilter {
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            action: id::condition(self.action_id.as_ref())?,
            lead: id::condition(self.lead_id.as_ref())?,
            measure: self.measure,
            anomaly: self.anomaly,
            text: self.text,
        })
    }
}

/// Reading about projects.
#[derive(Debug, Default)]
pub struct ProjectQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl ProjectQuery {
    /// One project.
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: ProjectBy,
    ) -> Result<Option<Project>> {
        let request = RequestContext::of(ctx);
        let by = match by {
            ProjectBy::Id(id) => return id::found(ctx, &id, Project::by_id).await,
            ProjectBy::Cup(cup) => Lookup::Key(cup.0.as_str().to_owned()),
        };
        let found = request.reads().project(&request.sight, &by).await.map_err(|error| error.under("cup").under("by"));
        Ok(request.tell(found)?.map(Project))
    }

    /// The projects, by title.
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which projects.")] filter: Option<ProjectFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<ProjectOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Project>> {
        let direction = ProjectOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        let today = RequestContext::of(ctx).today_here().await?;
        let filter = filter.unwrap_or_default().read().map(|filter| (filter, today));
        Connection::read(ctx, filter, page).await
    }
}
