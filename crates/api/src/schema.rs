//! The schema: one object per area and kind of operation, merged.

use async_graphql::{MergedObject, SDLExportOptions, Schema};

use crate::edge::guard::Lists;
use crate::edge::{LazySchema, Served};
use crate::graphql::agreement::AgreementQuery;
use crate::graphql::audit::AuditQuery;
use crate::graphql::codesign::CodesignQuery;
use crate::graphql::document::DocumentQuery;
use crate::graphql::funding::FundingQuery;
use crate::graphql::identity::IdentityQuery;
use crate::graphql::indicator::IndicatorQuery;
use crate::graphql::instance::InstanceQuery;
use crate::graphql::meeting::MeetingQuery;
use crate::graphql::mutation::Mutation;
use crate::graphql::node::NodeQuery;
use crate::graphql::notification::NotificationQuery;
use crate::graphql::plan::PlanQuery;
use crate::graphql::project::ProjectQuery;
use crate::graphql::report::ReportQuery;
use crate::graphql::stakeholder::StakeholderQuery;
use crate::graphql::subscription::Subscription;
use crate::graphql::table::TableQuery;

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    IdentityQuery,
    InstanceQuery,
    PlanQuery,
    StakeholderQuery,
    TableQuery,
    MeetingQuery,
    ProjectQuery,
    FundingQuery,
    DocumentQuery,
    CodesignQuery,
    ReportQuery,
    IndicatorQuery,
    AgreementQuery,
    NotificationQuery,
    AuditQuery,
);

/// The schema of Cordata. Each operation brings its own [`RequestContext`](crate::state::RequestContext).
pub type CordataSchema = Schema<Query, Mutation, Subscription>;

/// Builds the schema.
pub fn build() -> CordataSchema {
    Schema::build(Query::default(), Mutation::default(), Subscription::default()).finish()
}

/// The schema as the edge serves it, with the lengths that its guard takes lists without pages to have.
pub fn served() -> LazySchema<CordataSchema> {
    LazySchema::new(Box::new(|| {
        let schema = build();
        Served { lists: Lists::of_schema(&schema.sdl()), executor: schema }
    }))
}

/// The schema as text: sorted, with descriptions and `@specifiedBy`, the same from run to run.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by()
        .prefer_single_line_descriptions()
        .use_space_ident();
    let text = build().sdl_with_options(options);
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;

    use super::*;
    use crate::edge::{document::parse, guard::inspect};
    use crate::examples::examples;
    use crate::limits::Limits;

    fn cost(text: &str) -> u64 {
        let limits = Limits { complexity: u64::MAX, ..Limits::default() };
        let document = parse(text, &limits).unwrap();
        inspect(&document, None, &Variables::default(), &limits, &served().lists).unwrap().cost
    }

    #[test]
    fn the_lists_of_the_schema_cost_what_they_may_hold() {
        let clauses = cost("{ proposals { nodes { versions { clauses { title } } } } }");
        assert!(clauses > 20 * 5 * 10, "{clauses}");
        let measurements = cost("{ indicators { nodes { measurements { nodes { period { from } } } } } }");
        assert!(measurements > 20 * 20, "{measurements}");
        assert_eq!(cost("{ instance { name } }"), 2);
    }

    #[test]
    fn the_examples_cost_less_than_a_tenth_of_what_is_allowed() {
        for example in examples() {
            let cost = cost(&example.query);
            assert!(cost * 10 < Limits::default().complexity, "{}: {cost}", example.name);
        }
    }
}
