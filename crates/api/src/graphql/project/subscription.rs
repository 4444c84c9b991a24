//! Following the money of a project.

use async_graphql::{Context, ID, Result, SimpleObject, Subscription};

use super::Project;
use crate::graphql::subscription::{Messages, News, Wanted, follow};
use crate::live::Subject;
use crate::scalar::DateTime;

/// A project, told because its budget, its promises or its payments changed.
#[derive(SimpleObject)]
pub struct ProjectFundingChanged {
    /// The project as it stands now.
    project: Project,
    /// When it changed; in the first message that `withCurrent` asks for, when the project was read.
    at: DateTime,
}

impl From<News<Project>> for ProjectFundingChanged {
    fn from(news: News<Project>) -> Self {
        Self { project: news.record, at: news.at.into() }
    }
}

/// Following projects.
#[derive(Debug, Default)]
pub struct ProjectSubscription;

#[Subscription]
impl ProjectSubscription {
    /// Follows the money of a project: a message for each change of its budget, of what is promised to it, confirmed
    /// or paid.
    ///
    /// Requires: everyone.
    async fn project_funding_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] project_id: ID,
        #[graphql(
            default = false,
            desc = "Whether the first message tells at once how the project stands, so that no change is missed \
                    between reading it and following it."
        )]
        with_current: bool,
    ) -> Result<Messages<ProjectFundingChanged>> {
        let wanted = Wanted { id: &project_id, argument: "projectId", subject: Subject::ProjectFunding, with_current };
        follow(ctx, wanted, Project::by_id, ProjectFundingChanged::from).await
    }
}
