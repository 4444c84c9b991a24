use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::funding::CommitmentFilter;
use cordata_domain::document::DocumentSubject;
use cordata_domain::funding;
use cordata_domain::ids::{CommitmentId, EntryId};
use cordata_domain::policy::{Act, Facts};

use super::{DisbursementValidation, FundingSource};
use crate::graphql::agreement::Agreement;
use crate::graphql::document::Document;
use crate::graphql::id;
use crate::graphql::meeting::Decision;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::project::Project;
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::value::Money;
use crate::loader::{CheckOf, CheckedOf, EntriesOf};
use crate::scalar::{Date, DateTime};
use crate::state::RequestContext;

/// Money or work.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "funding::Nature")]
pub enum ContributionNature {
    /// Money.
    Cash,
    /// Work or goods, valued in money.
    InKind,
}

/// Where a promise stands. How much of it is paid is told by its position.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "funding::CommitmentState")]
pub enum CommitmentState {
    /// Promised.
    Pledged,
    /// Promised with an act or a decision.
    Confirmed,
    /// Given in full and closed.
    Closed,
    /// Taken back by the contributor.
    Revoked,
    /// Taken back by the programme.
    Decommitted,
}

/// A promise of an organisation to a project. Its amounts are in the ledger.
pub struct Commitment {
    commitment: funding::Commitment,
    position: funding::Position,
}

impl From<(funding::Commitment, funding::Position)> for Commitment {
    fn from((commitment, position): (funding::Commitment, funding::Position)) -> Self {
        Self { commitment, position }
    }
}

impl Commitment {
    async fn checked(&self, ctx: &Context<'_>) -> Result<funding::Checked> {
        RequestContext::of(ctx).load_named(CheckedOf(self.commitment.id)).await
    }

    /// The promise with this id.
    pub async fn by_id(ctx: &Context<'_>, id: CommitmentId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Into::into))
    }
}

/// A promise of an organisation to a project: of money or of work. Its amounts are in the ledger, which is only ever
/// added to.
#[Object]
impl Commitment {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.commitment.id)
    }

    /// The project.
    async fn project(&self, ctx: &Context<'_>) -> Result<Project> {
        RequestContext::of(ctx).load_named(self.commitment.project).await.map(Project)
    }

    /// Who promises; null for money without a named organisation.
    async fn contributor(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.commitment.contributor {
            Some(contributor) => Stakeholder::by_id(ctx, contributor).await,
            None => Ok(None),
        }
    }

    /// From which source; null where none is named.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<FundingSource>> {
        match self.commitment.source {
            Some(source) => FundingSource::by_id(ctx, source).await,
            None => Ok(None),
        }
    }

    /// The agreement under which it is given; null where there is none, or none that you may see.
    async fn agreement(&self, ctx: &Context<'_>) -> Result<Option<Agreement>> {
        match self.commitment.agreement {
            Some(agreement) => Agreement::by_id(ctx, agreement).await,
            None => Ok(None),
        }
    }

    /// Money or work.
    async fn nature(&self) -> ContributionNature {
        self.commitment.nature.into()
    }

    /// Where it stands.
    async fn state(&self) -> CommitmentState {
        self.commitment.state.into()
    }

    /// Under which conditions, in words; null where there are none.
    async fn conditions(&self) -> Option<&str> {
        self.commitment.conditions.as_deref()
    }

    /// The formal resolution that confirms it; null where there is none.
    async fn act(&self) -> Option<&str> {
        self.commitment.act.as_deref()
    }

    /// The decision of a table that confirms it; null where there is none, or none that you may see.
    async fn decision(&self, ctx: &Context<'_>) -> Result<Option<Decision>> {
        match self.commitment.decision {
            Some(decision) => Decision::by_id(ctx, decision).await,
            None => Ok(None),
        }
    }

    /// Whether it was imported. Then it needs neither act nor decision.
    async fn imported(&self) -> bool {
        self.commitment.imported
    }

    /// Whether its imported amounts break a rule.
    async fn anomaly(&self) -> bool {
        self.commitment.anomaly
    }

    /// What its entries add up to.
    async fn position(&self) -> CommitmentPosition {
        CommitmentPosition {
            promised: self.position.promised.into(),
            confirmed: self.position.confirmed.into(),
            ordered: self.position.ordered.into(),
            paid: self.position.paid.into(),
        }
    }

    /// How much of what is paid or given a second person validated.
    async fn paid_validated(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.checked(ctx).await?.validated.into())
    }

    /// How much of what is paid or given waits for a second person.
    async fn awaiting_validation(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.checked(ctx).await?.awaiting(self.position.paid).into())
    }

    /// Work that is reported as given, and neither accepted nor rejected yet. It is part of no other amount.
    async fn declared_in_kind(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.checked(ctx).await?.declared.into())
    }

    /// Its entries in the ledger, oldest first.
    async fn entries(&self, ctx: &Context<'_>) -> Result<Vec<LedgerEntry>> {
        let entries = RequestContext::of(ctx).load_named(EntriesOf(self.commitment.id)).await?;
        Ok(entries.into_iter().map(LedgerEntry).collect())
    }

    /// Its documents that you may read, oldest first: 100 at most.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>> {
        Document::all_of(ctx, DocumentSubject::Commitment(self.commitment.id)).await
    }

    /// Raised by every change.
    async fn version(&self) -> i64 {
        self.commitment.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> CommitmentViewerCan {
        let facts = self.commitment.contributor.map_or_else(Facts::plan, Facts::organisation);
        let request = RequestContext::of(ctx);
        let promise = request.may(Act::PledgeCommitment, &facts);
        CommitmentViewerCan {
            confirm: promise,
            reduce: promise,
            record_payment: request.may(Act::RecordPayment, &facts),
            validate_payment: request.may(Act::ValidatePayment, &facts),
            report_in_kind: request.may(Act::ReportInKind, &facts),
        }
    }
}

impl Listed for Commitment {
    type Filter = CommitmentFilter;

    async fn page(
        request: &RequestContext,
        filter: &CommitmentFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().commitments(&request.sight, filter, window).await?, Into::into))
    }

    async fn count(request: &RequestContext, filter: &CommitmentFilter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_commitments(&request.sight, filter).await?)
    }
}

/// What the entries of a promise add up to.
#[derive(Debug, SimpleObject)]
pub struct CommitmentPosition {
    /// Promised, less what was cut.
    promised: Money,
    /// Confirmed, less what was cut.
    confirmed: Money,
    /// Ordered to be paid.
    ordered: Money,
    /// Paid or given, less what was taken back.
    paid: Money,
}

/// What your roles allow you to do with a promise. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct CommitmentViewerCan {
    /// Confirm it.
    confirm: bool,
    /// Cut it.
    reduce: bool,
    /// Order, record and take back payments on it.
    record_payment: bool,
    /// Validate payments on it that somebody else recorded.
    validate_payment: bool,
    /// Report work that was given on it.
    report_in_kind: bool,
}

/// What an entry of the ledger says.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "funding::EntryKind")]
pub enum LedgerEntryKind {
    /// Promised.
    Pledged,
    /// Confirmed.
    Confirmed,
    /// The promise was cut.
    Reduced,
    /// A payment was ordered.
    Ordered,
    /// Paid, or work given.
    Paid,
    /// A payment was taken back: it names the entry that it corrects.
    Reversed,
}

/// One movement on a promise. Entries are added, never changed.
pub struct LedgerEntry(funding::Entry);

impl From<funding::Entry> for LedgerEntry {
    fn from(entry: funding::Entry) -> Self {
        Self(entry)
    }
}

impl LedgerEntry {
    /// The entry with this id.
    pub async fn by_id(ctx: &Context<'_>, id: EntryId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// One movement on a promise. Entries are added, never changed: a correction is a new entry.
#[Object]
impl LedgerEntry {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The promise it belongs to.
    async fn commitment(&self, ctx: &Context<'_>) -> Result<Commitment> {
        RequestContext::of(ctx).load_named(self.0.commitment).await.map(Into::into)
    }

    /// What it says.
    async fn kind(&self) -> LedgerEntryKind {
        self.0.kind.into()
    }

    /// How much: always more than nothing.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// When it took place.
    async fn effective_on(&self) -> Date {
        self.0.effective_on.into()
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime {
        self.0.recorded_at.into()
    }

    /// That a second person found it to be right; null where nobody did. Only payments and work given are validated.
    async fn validation(&self, ctx: &Context<'_>) -> Result<Option<DisbursementValidation>> {
        Ok(RequestContext::of(ctx).load(CheckOf(self.0.id)).await?.map(Into::into))
    }

    /// The entry that it corrects; null where it corrects none.
    async fn corrects(&self, ctx: &Context<'_>) -> Result<Option<LedgerEntry>> {
        match self.0.corrects {
            Some(entry) => Self::by_id(ctx, entry).await,
            None => Ok(None),
        }
    }

    /// The number of an order, a receipt or an act, or the reason of a cut or correction; null where none was given.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }
}
