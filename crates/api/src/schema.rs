//! The schema: one object per area and kind of operation, merged.

use async_graphql::{MergedObject, SDLExportOptions, Schema};

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
