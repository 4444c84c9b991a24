use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::audit::AuditFilter;
use cordata_domain::audit::{self, AuditLink, revealed_changes};
use cordata_domain::ids;
use uuid::Uuid;

use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::ConcertationTable;
use crate::loader::{LinkOf, PersonalChangesOf};
use crate::scalar::DateTime;
use crate::state::RequestContext;

/// One field that a command changed.
#[derive(Debug, SimpleObject)]
pub struct AuditChange {
    /// The name of the field.
    field: String,
    /// What it was, as JSON; null where it was not there.
    before: Option<String>,
    /// What it became, as JSON; null where it is not there any more.
    after: Option<String>,
}

/// One command in the trail: who did what, for whom, when and why. It can neither be changed nor removed.
///
/// Requires: org-manager or coordinator or secretariat or auditor.
pub struct AuditEntry(pub audit::AuditEntry);

impl AuditEntry {
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<AuditLink>> {
        RequestContext::of(ctx).load(LinkOf(self.0.id)).await
    }
}

/// One command in the trail: who did what, for whom, when and why. It can neither be changed nor removed.
///
/// Requires: org-manager or coordinator or secretariat or auditor.
#[Object]
impl AuditEntry {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its number in the chain, from 1 without gaps; null for the moment until it is chained.
    async fn sequence(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.link(ctx).await?.map(|link| link.seq.to_string()))
    }

    /// The SHA-256 over the hash before it and all its fields, as 64 hexadecimal digits; null for the moment until it is
    /// chained.
    async fn hash(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.link(ctx).await?.map(|link| link.hash.to_string()))
    }

    /// When the command was given.
    async fn recorded_at(&self) -> DateTime {
        self.0.recorded_at.into()
    }

    /// The id of the person who gave it; null for the operator at the console and for citizens.
    async fn person_id(&self) -> Option<ID> {
        self.0.person.map(id::encode)
    }

    /// The person who gave it; null where you may not see the person, and for the operator at the console.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.person {
            Some(person) => Person::by_id(ctx, person).await,
            None => Ok(None),
        }
    }

    /// The organisation on whose behalf it was given; null where it was on nobody's.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.0.on_behalf_of {
            Some(organisation) => Stakeholder::by_id(ctx, organisation).await,
            None => Ok(None),
        }
    }

    /// The table it was about; null where it was about none, or one that you may not see.
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        match self.0.table {
            Some(table) => ConcertationTable::by_id(ctx, table).await,
            None => Ok(None),
        }
    }

    /// The name of the command, like `conveneMeeting`.
    async fn command(&self) -> &str {
        &self.0.command
    }

    /// The kind of object that it changed, like `Meeting`.
    async fn subject_kind(&self) -> &str {
        &self.0.subject_kind
    }

    /// The object that it changed; null for what has no id of its own, like the territory.
    async fn subject_id(&self) -> Option<ID> {
        subject_id(&self.0.subject_kind, self.0.subject)
    }

    /// The fields that it changed, before and after; an empty list for something new. Of names and addresses of persons
    /// there are hashes only, unless you may see how persons are reached.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<AuditChange>> {
        let values = RequestContext::of(ctx).load(PersonalChangesOf(self.0.id)).await?.unwrap_or_default();
        let told = |change: audit::FieldChange| AuditChange {
            field: change.field,
            before: change.before.map(|value| value.to_string()),
            after: change.after.map(|value| value.to_string()),
        };
        Ok(revealed_changes(&self.0.detail, &values).into_iter().map(told).collect())
    }

    /// Everything that is noted about the change, as JSON. Persons stand in it by their ids only.
    async fn detail(&self) -> String {
        self.0.detail.to_string()
    }

    /// Why it was done; null where no rule asks for a reason.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The request that brought it; null for commands of the console.
    async fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }
}

/// The id by which clients know an object.
fn subject_id(kind: &str, subject: Uuid) -> Option<ID> {
    Some(match kind {
        "StrategicPlan" => id::encode(ids::PlanId(subject)),
        "Axis" => id::encode(ids::AxisId(subject)),
        "Strategy" => id::encode(ids::StrategyId(subject)),
        "PlanAction" => id::encode(ids::PlanActionId(subject)),
        "Taxonomy" => id::encode(ids::TaxonomyId(subject)),
        "Stakeholder" => id::encode(ids::StakeholderId(subject)),
        "Person" | "NotificationPreference" => id::encode(ids::PersonId(subject)),
        "Affiliation" => id::encode(ids::AffiliationId(subject)),
        "Grant" => id::encode(ids::GrantId(subject)),
        "ApiToken" => id::encode(ids::TokenId(subject)),
        "ConcertationTable" => id::encode(ids::TableId(subject)),
        "Seat" => id::encode(ids::SeatId(subject)),
        "Meeting" => id::encode(ids::MeetingId(subject)),
        "Decision" => id::encode(ids::DecisionId(subject)),
        "Minutes" => id::encode(ids::MinutesId(subject)),
        "FollowUp" => id::encode(ids::FollowUpId(subject)),
        "Mail" => id::encode(ids::MailId(subject)),
        "Project" => id::encode(ids::ProjectId(subject)),
        "FundingProgramme" => id::encode(ids::FundingProgrammeId(subject)),
        "FundingSource" => id::encode(ids::FundingSourceId(subject)),
        "Commitment" => id::encode(ids::CommitmentId(subject)),
        "InKindContribution" => id::encode(ids::InKindId(subject)),
        "Agreement" => id::encode(ids::AgreementId(subject)),
        "Indicator" => id::encode(ids::IndicatorId(subject)),
        "Baseline" => id::encode(ids::BaselineId(subject)),
        "Target" => id::encode(ids::TargetId(subject)),
        "Measurement" => id::encode(ids::MeasurementId(subject)),
        "Document" => id::encode(ids::DocumentId(subject)),
        "Upload" => id::encode(ids::UploadId(subject)),
        "Proposal" => id::encode(ids::ProposalId(subject)),
        "Contribution" => id::encode(ids::ContributionId(subject)),
        _ => return None,
    })
}

impl Listed for AuditEntry {
    type Filter = AuditFilter;

    async fn page(
        request: &RequestContext,
        filter: &Self::Filter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        let sight = request.caller.actor.audit_sight();
        Ok(wrapped(request.reads().audit_log(&sight, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &Self::Filter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_audit_log(&request.caller.actor.audit_sight(), filter).await?)
    }
}
