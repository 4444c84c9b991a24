//! Work given on promises in kind: reported, shown by papers, and accepted by a second person (rule P4). Only what is
//! accepted is in the ledger.

use async_trait::async_trait;
use cordata_domain::Reason;
use cordata_domain::audit::Traced;
use cordata_domain::document::DocumentSubject;
use cordata_domain::event::DomainEvent;
use cordata_domain::funding::{Commitment, EntryCheck, EntryKind, Hand, InKindContribution, InKindDraft};
use cordata_domain::ids::{CommitmentId, DocumentId, InKindId};
use cordata_domain::policy::{Act, Ground};
use cordata_domain::project::Project;
use serde_json::json;

use super::sight::{movable, require_mover};
use super::{Movement, move_money_as, owned};
use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};
use crate::idempotency::Replay;

/// Reports work that was given on a confirmed promise in kind.
#[derive(Debug, Clone)]
pub struct DeclareInKind {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The promise.
    pub commitment: CommitmentId,
    /// What is reported. The act is needed when the secretariat reports it for an organisation.
    pub draft: InKindDraft,
}

#[async_trait]
impl Command for DeclareInKind {
    const NAME: &'static str = "declareInKind";
    type Output = InKindId;

    async fn run(&self, work: &mut Work<'_>) -> Result<InKindId, AppError> {
        let (commitment, project) = movable(work, self.commitment, Act::ReportInKind).await?;
        let ground = work.require(Act::ReportInKind, &owned(commitment.contributor))?;
        let draft = &self.draft;
        if ground == Ground::Secretariat && draft.act.as_deref().is_none_or(|act| act.trim().is_empty()) {
            return Err(Reason::ReasonRequired.at("act").into());
        }
        let input = json!([self.commitment, draft.amount, draft.given_on, draft.description, draft.act]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        project.require_open()?;
        let today = work.today().await?;
        let report = InKindContribution::declare(work.id(), &commitment, draft, hand(work), today)?;
        // What could not be accepted as things stand is refused at once.
        report.require_room(work.tx.position(commitment.id).await?, work.tx.in_kind_waiting(commitment.id).await?)?;
        work.tx.insert_in_kind(&report).await?;
        tell(work, &commitment);
        work.audit_new(&report);
        replay.keep(work, &report.id).await?;
        Ok(report.id)
    }
}

/// Adds a paper to a report of work.
#[derive(Debug, Clone)]
pub struct DocumentInKind {
    /// The report.
    pub in_kind: InKindId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The paper's number or title.
    pub reference: String,
    /// The document of the promise that holds it.
    pub document: Option<DocumentId>,
}

#[async_trait]
impl Command for DocumentInKind {
    const NAME: &'static str = "documentInKind";
    type Output = InKindId;

    async fn run(&self, work: &mut Work<'_>) -> Result<InKindId, AppError> {
        let (mut report, commitment, _) = reported(work, self.in_kind, Act::ReportInKind).await?;
        require_version(self.expected_version, report.version)?;
        if let Some(document) = self.document {
            let of_promise = DocumentSubject::Commitment(commitment.id);
            let document = work.tx.document(document).await?.filter(|document| document.subject == of_promise);
            found_at(document, "documentId")?;
        }
        let before = report.snapshot();
        report.document(&self.reference, self.document, hand(work))?;
        work.tx.update_in_kind(&report).await?;
        tell(work, &commitment);
        work.audit_change(&before, &report);
        Ok(report.id)
    }
}

/// Accepts work that somebody else reported and documented: it counts as given from now on.
#[derive(Debug, Clone)]
pub struct AcceptInKind {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The report.
    pub in_kind: InKindId,
}

#[async_trait]
impl Command for AcceptInKind {
    const NAME: &'static str = "acceptInKind";
    type Output = InKindId;

    async fn run(&self, work: &mut Work<'_>) -> Result<InKindId, AppError> {
        let (mut report, commitment, project) = reported(work, self.in_kind, Act::AcceptInKind).await?;
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &json!([self.in_kind])).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        work.require_second_after(&report.authors(), "inKindId").await?;
        let before = report.snapshot();
        let (id, by) = (work.id(), hand(work));
        report.accept(id, by)?;
        project.require_open()?;
        commitment.require_confirmed(Self::NAME)?;
        let movement = Movement {
            kind: EntryKind::Paid,
            amount: report.draft.amount,
            on: report.draft.given_on,
            corrects: None,
            reference: report.evidence.first().map(|paper| paper.reference.clone()),
        };
        // The entry is of whoever reported the work; the check beside it is of whoever accepted it.
        let same = (&commitment, &commitment);
        move_money_as(work, same, movement, (id, report.declared.person)).await?;
        work.tx.insert_check(&EntryCheck { entry: id, person: by.person, at: by.at, note: None }).await?;
        work.tx.update_in_kind(&report).await?;
        work.audit_change(&before, &report);
        replay.keep(work, &report.id).await?;
        Ok(report.id)
    }
}

/// Turns down work that somebody else reported.
#[derive(Debug, Clone)]
pub struct RejectInKind {
    /// The report.
    pub in_kind: InKindId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for RejectInKind {
    const NAME: &'static str = "rejectInKind";
    type Output = InKindId;

    async fn run(&self, work: &mut Work<'_>) -> Result<InKindId, AppError> {
        let (mut report, commitment, _) = reported(work, self.in_kind, Act::AcceptInKind).await?;
        require_version(self.expected_version, report.version)?;
        work.require_second_after(&report.authors(), "inKindId").await?;
        let before = report.snapshot();
        report.reject(&self.reason, hand(work))?;
        work.tx.update_in_kind(&report).await?;
        work.because(report.reason.as_deref());
        tell(work, &commitment);
        work.audit_change(&before, &report);
        Ok(report.id)
    }
}

fn hand(work: &Work<'_>) -> Hand {
    Hand { person: work.actor().person(), at: work.now }
}

/// Notes for which organisation the report is, and tells those who follow the project.
fn tell(work: &mut Work<'_>, commitment: &Commitment) {
    if let Some(contributor) = commitment.contributor {
        work.on_behalf_of(contributor);
    }
    work.emit(DomainEvent::ProjectFundingChanged { project: commitment.project });
}

/// Loads and locks a report with its promise and project, if the caller may do `act` with it. Reports are there for the
/// people of the contributor and for those who see everything only.
async fn reported(
    work: &mut Work<'_>,
    id: InKindId,
    act: Act,
) -> Result<(InKindContribution, Commitment, Project), AppError> {
    let report = found_at(work.tx.in_kind(id).await?, "inKindId")?;
    let (commitment, project) = work.visible_commitment(report.commitment, "inKindId").await?;
    let sight = work.actor().visibility();
    let own = commitment.contributor.is_some_and(|contributor| sight.organisations.contains(&contributor));
    found_at((own || sight.everything).then_some(()), "inKindId")?;
    require_mover(work, act, &commitment, &project)?;
    Ok((report, commitment, project))
}
