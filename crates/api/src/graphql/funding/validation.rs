//! What second persons validate: payments, and work given.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::validation::InKindFilter;
use cordata_domain::funding;
use cordata_domain::ids::InKindId;
use cordata_domain::policy::{Act, Facts};

use super::{Commitment, LedgerEntry};
use crate::graphql::document::Document;
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::value::Money;
use crate::scalar::{Date, DateTime};
use crate::state::RequestContext;

/// That a second person found a payment, or work given, to be right. Who it was stands in the audit log.
#[derive(Debug, SimpleObject)]
pub struct DisbursementValidation {
    /// When.
    at: DateTime,
    /// The number of the receipt that was seen, or another short note; null where none was given.
    reference: Option<String>,
}

impl From<funding::EntryCheck> for DisbursementValidation {
    fn from(check: funding::EntryCheck) -> Self {
        Self { at: check.at.into(), reference: check.note }
    }
}

/// Where a report of work given stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "funding::InKindState")]
pub enum InKindState {
    /// Reported by its organisation.
    Declared,
    /// Shown by papers.
    Documented,
    /// Accepted by a second person: only now does it count as given.
    Accepted,
    /// Not accepted, with a reason.
    Rejected,
}

/// One paper that shows that work was given.
pub struct InKindEvidence(funding::Evidence);

/// One paper that shows that work was given.
#[Object]
impl InKindEvidence {
    /// Its number or title.
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    /// The document that holds it; null where there is none, or none that you may read.
    async fn document(&self, ctx: &Context<'_>) -> Result<Option<Document>> {
        match self.0.document {
            Some(document) => Document::by_id(ctx, document).await,
            None => Ok(None),
        }
    }

    /// When it was added.
    async fn added_at(&self) -> DateTime {
        self.0.by.at.into()
    }
}

/// Work or goods that an organisation reports to have given on a promise.
pub struct InKindContribution(funding::InKindContribution);

impl InKindContribution {
    /// The report with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: InKindId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// Work or goods that an organisation reports to have given on a promise in kind. It is seen by the people of the
/// organisation, the secretariat and the auditor; what is accepted stands in the ledger, for everybody.
#[Object]
impl InKindContribution {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The promise; null where you may not see it.
    async fn commitment(&self, ctx: &Context<'_>) -> Result<Option<Commitment>> {
        Commitment::by_id(ctx, self.0.commitment).await
    }

    /// What it is worth.
    async fn amount(&self) -> Money {
        self.0.draft.amount.into()
    }

    /// When it was given.
    async fn given_on(&self) -> Date {
        self.0.draft.given_on.into()
    }

    /// What was given, in words.
    async fn description(&self) -> &str {
        &self.0.draft.description
    }

    /// The act by which the secretariat reported it for the organisation; null where the organisation did.
    async fn act(&self) -> Option<&str> {
        self.0.draft.act.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> InKindState {
        self.0.state.into()
    }

    /// When it was reported.
    async fn declared_at(&self) -> DateTime {
        self.0.declared.at.into()
    }

    /// The papers that show it, oldest first: 20 at most.
    async fn evidence(&self) -> Vec<InKindEvidence> {
        self.0.evidence.iter().cloned().map(InKindEvidence).collect()
    }

    /// When it was accepted or rejected; null before.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided.map(|hand| hand.at.into())
    }

    /// Why it was rejected; null where it was not.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The entry of the ledger that accepting it posted; null before.
    async fn disbursement(&self, ctx: &Context<'_>) -> Result<Option<LedgerEntry>> {
        match self.0.entry {
            Some(entry) => LedgerEntry::by_id(ctx, entry).await,
            None => Ok(None),
        }
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What your roles allow you to do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<InKindViewerCan> {
        let request = RequestContext::of(ctx);
        let promise = request.load(self.0.commitment).await?;
        let contributor = promise.and_then(|(commitment, _)| commitment.contributor);
        let facts = contributor.map_or_else(Facts::plan, Facts::organisation);
        Ok(InKindViewerCan {
            document: request.may(Act::ReportInKind, &facts),
            accept: request.may(Act::AcceptInKind, &facts),
        })
    }
}

/// What your roles allow you to do with a report of work. Its state may still refuse it, and whoever reported or
/// documented it neither accepts nor rejects it.
#[derive(Debug, SimpleObject)]
pub struct InKindViewerCan {
    /// Add papers.
    document: bool,
    /// Accept or reject it.
    accept: bool,
}

impl Listed for InKindContribution {
    type Filter = InKindFilter;

    async fn page(
        request: &RequestContext,
        filter: &InKindFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().in_kind_contributions(&request.sight, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &InKindFilter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_in_kind_contributions(&request.sight, filter).await?)
    }
}

/// Listed where they wait for a second person.
impl Listed for LedgerEntry {
    type Filter = ();

    async fn page(request: &RequestContext, (): &(), window: &Window) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().payments_to_validate(&request.sight, window).await?, Into::into))
    }

    async fn count(request: &RequestContext, (): &()) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_payments_to_validate(&request.sight).await?)
    }
}
