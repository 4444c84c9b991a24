//! Queries of this area, with their conditions and orders.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::AppError;
use cordata_app::access::{AccessQuestion, explain};
use cordata_app::ports::people;
use cordata_domain::policy::Act;
use cordata_domain::{InputProblem, Reason, Refusal};

use super::input::Role;
use super::{AccessExplanation, Person, Viewer};
use crate::graphql::id;
use crate::graphql::input::{read_id, read_optional_id};
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::state::RequestContext;

orders! {
    /// The order of a list of persons.
    PersonOrder, PersonOrderField {
        /// By family name.
        Name
    }
}

/// Conditions on a list of persons. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct PersonFilter {
    /// Persons with these words in their name.
    pub text: Option<String>,
    /// Persons with a post in this organisation today, as far as you may see their posts.
    pub organisation_id: Option<ID>,
    /// Persons with one of these roles today, as far as you may see their roles; an empty list sets no condition.
    pub role_in: Option<Vec<Role>>,
}

/// Reading about oneself and about persons.
#[derive(Debug, Default)]
pub struct IdentityQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl IdentityQuery {
    /// You, if the request carries a token; null for the public.
    ///
    /// Requires: signed-in.
    async fn viewer<'a>(&self, ctx: &Context<'a>) -> Option<Viewer<'a>> {
        RequestContext::of(ctx).caller.actor.standing().map(Viewer)
    }

    /// One person; null if there is none, or none that you may see.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn person(&self, ctx: &Context<'_>, #[graphql(desc = "Their id.")] id: ID) -> Result<Option<Person>> {
        id::found(ctx, &id, Person::by_id).await
    }

    /// The persons whom you may see, by family name: everybody for the secretariat and administrators, the people of
    /// an organisation for its managers, those of a table for its coordinator, and oneself. An empty list for others.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn persons(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which persons.")] filter: Option<PersonFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<PersonOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Person>> {
        let direction = PersonOrder::direction(order_by, OrderDirection::Ascending);
        let filter = filter.unwrap_or_default();
        let on = RequestContext::of(ctx).today_here().await?;
        let filter = id::condition(filter.organisation_id.as_ref()).map(|organisation| people::PersonFilter {
            text: filter.text,
            organisation,
            roles: filter.role_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            on,
        });
        Connection::read(ctx, filter, PageArguments { first, after, last, before, direction }).await
    }

    /// Whether a person may do something today, and why. Somebody who may not be asked about answers like somebody
    /// who does not exist.
    ///
    /// Requires: themselves or secretariat or platform-admin.
    async fn explain_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] person_id: ID,
        #[graphql(desc = "The act, by its name in the matrix of permissions, like `conveneMeeting`.")] act: String,
        #[graphql(desc = "The table that it is about.")] table_id: Option<ID>,
        #[graphql(desc = "The organisation that it is about, or for which it is done.")] organisation_id: Option<ID>,
    ) -> Result<AccessExplanation> {
        let request = RequestContext::of(ctx);
        let question = request.tell(question(&person_id, &act, table_id.as_ref(), organisation_id.as_ref()))?;
        let today = request.today_here().await?;
        let explained = request.tell(explain(request.reads(), &request.caller.actor, &question, today).await)?;
        let absent = || AppError::from(Reason::NotFound.at("personId"));
        request.tell(explained.ok_or_else(absent)).map(AccessExplanation)
    }
}

fn question(person: &ID, act: &str, table: Option<&ID>, organisation: Option<&ID>) -> Result<AccessQuestion, AppError> {
    // A wrong id is the absent person of the constant answer, whichever argument it stands in.
    let absent = |_| Reason::NotFound.at("personId");
    let act: Act = act.parse().map_err(|_| Refusal::input(InputProblem::Format { expected: "act" }).under("act"))?;
    Ok(AccessQuestion {
        person: read_id(person, "personId")?,
        act,
        table: read_optional_id(table, "tableId").map_err(absent)?,
        organisation: read_optional_id(organisation, "organisationId").map_err(absent)?,
    })
}
