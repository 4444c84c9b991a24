//! Use cases of money: programmes, promises, payments. Each movement is one entry of the append-only ledger, posted
//! together with the totals that it changes.

mod cap;
mod in_kind;
mod programme;
mod receipt;
mod sight;

pub(crate) use cap::require_in_kind_caps;
pub use in_kind::{AcceptInKind, DeclareInKind, DocumentInKind, RejectInKind};
pub use programme::{CreateFundingProgramme, CreateFundingSource};
pub use receipt::ConfirmReceipt;

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::audit::{Traced, difference_and};
use cordata_domain::event::DomainEvent;
use cordata_domain::funding::{Commitment, CommitmentDraft, Entry, EntryKind, Nature, Position, post};
use cordata_domain::ids::{CommitmentId, DecisionId, EntryId, PersonId};
use cordata_domain::meeting::DecisionState;
use cordata_domain::money::Cents;
use cordata_domain::policy::{Act, Facts, Ground};
use cordata_domain::{InputProblem, Reason, Refusal, search};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};
use crate::idempotency::Replay;
use cap::require_source;
use sight::{movable, require_mover};

/// Promises money or work to a project.
#[derive(Debug, Clone)]
pub struct PledgeCommitment {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// What is promised.
    pub draft: CommitmentDraft,
    /// How much.
    pub amount: Cents,
    /// The act that authorises it; needed when the secretariat enters it for an organisation.
    pub act: Option<String>,
    /// Why it is far above the project's budget, where it is.
    pub confirmation: Option<String>,
}

#[async_trait]
impl Command for PledgeCommitment {
    const NAME: &'static str = "pledgeCommitment";
    type Output = CommitmentId;

    async fn run(&self, work: &mut Work<'_>) -> Result<CommitmentId, AppError> {
        let project = work.visible_project(self.draft.project, "projectId").await?;
        if let Some(contributor) = self.draft.contributor {
            found_at(work.tx.stakeholder(contributor).await?, "contributorId")?;
        }
        let ground = work.require(Act::PledgeCommitment, &owned(self.draft.contributor))?;
        work.at_table(project.table);
        if ground == Ground::Secretariat && self.act.as_deref().is_none_or(|act| act.trim().is_empty()) {
            return Err(Reason::ReasonRequired.at("act").into());
        }
        let input = json!([
            self.draft.project,
            self.draft.contributor,
            self.draft.source,
            self.draft.nature,
            self.draft.agreement,
            self.draft.conditions,
            self.amount,
            self.act,
            self.confirmation
        ]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        project.require_open()?;
        require_agreement_in_force(work, &self.draft).await?;
        self.require_believable(work).await?;
        require_source(work, &project, &self.draft, self.amount).await?;
        let commitment = Commitment::pledge(work.id(), &self.draft)?;
        let reference = search::optional_line(self.act.as_deref(), 300).map_err(|refusal| refusal.under("act"))?;
        let movement = Movement {
            kind: EntryKind::Pledged,
            amount: self.amount,
            on: work.today().await?,
            corrects: None,
            reference,
        };
        let recorded = (work.id(), work.actor().person());
        let (entry, position) = movement.entry(work, &commitment, Position::default(), recorded)?;
        work.tx.insert_commitment(&commitment).await?;
        work.tx.post_entry(&commitment, &entry, &Position::default(), &position).await?;
        note(work, None, &(commitment.clone(), position), &entry);
        replay.keep(work, &commitment.id).await?;
        Ok(commitment.id)
    }
}

fn owned(contributor: Option<cordata_domain::ids::StakeholderId>) -> Facts {
    Facts { table: None, organisation: contributor, person: None }
}

/// Refuses a promise under an agreement that the caller cannot see, or that is not in force today (rule A8).
async fn require_agreement_in_force(work: &mut Work<'_>, draft: &CommitmentDraft) -> Result<(), AppError> {
    let Some(agreement) = draft.agreement else {
        return Ok(());
    };
    let agreement = work.visible_agreement(agreement, "agreementId").await?;
    let today = work.today().await?;
    agreement.require_in_force(today).map_err(|refusal| refusal.under("agreementId").into())
}

/// Refuses to confirm a promise under an agreement that is not in force any more (rule A8). Whoever may confirm it
/// need not see the agreement.
async fn require_still_in_force(work: &mut Work<'_>, commitment: &Commitment) -> Result<(), AppError> {
    let Some(agreement) = commitment.agreement else {
        return Ok(());
    };
    let agreement = work.tx.agreement(agreement).await?;
    let agreement = agreement.ok_or_else(|| AppError::fault("a promise names an agreement that is not there"))?;
    Ok(agreement.require_in_force(work.today().await?)?)
}

/// One movement as a caller asks for it.
#[derive(Debug, Clone)]
struct Movement {
    kind: EntryKind,
    amount: Cents,
    on: NaiveDate,
    corrects: Option<EntryId>,
    reference: Option<String>,
}

impl Movement {
    /// The entry and the position after it, if the rules allow it.
    fn entry(
        self,
        work: &Work<'_>,
        commitment: &Commitment,
        before: Position,
        (id, person): (EntryId, Option<PersonId>),
    ) -> Result<(Entry, Position), AppError> {
        let after = post(before, self.kind, self.amount)?;
        let entry = Entry {
            id,
            commitment: commitment.id,
            kind: self.kind,
            amount: self.amount,
            effective_on: self.on,
            recorded_at: work.now,
            person,
            corrects: self.corrects,
            reference: self.reference,
        };
        Ok((entry, after))
    }
}

/// A promise with what its entries add up to.
type Standing = (Commitment, Position);

/// Notes a movement: what was promised, confirmed and paid before and after, and the entry that changed it.
fn note(work: &mut Work<'_>, before: Option<&Standing>, after: &Standing, entry: &Entry) {
    if let Some(contributor) = after.0.contributor {
        work.on_behalf_of(contributor);
    }
    let fields = before.map_or_else(|| json!({}), Traced::fields);
    let posted = json!({ "id": entry.id, "kind": entry.kind, "amount": entry.amount, "corrects": entry.corrects, "on": entry.effective_on });
    let detail = difference_and(&fields, &after.fields(), [("entry", posted)]);
    work.audit(Standing::KIND, after.0.id, detail);
    work.emit(DomainEvent::ProjectFundingChanged { project: after.0.project });
}

/// Posts a movement on a loaded promise and saves the promise, which was as `loaded` before.
async fn move_money(
    work: &mut Work<'_>,
    loaded: &Commitment,
    commitment: &Commitment,
    movement: Movement,
) -> Result<EntryId, AppError> {
    let recorded = (work.id(), work.actor().person());
    move_money_as(work, (loaded, commitment), movement, recorded).await
}

/// The same by the entry with this id, which this person recorded.
async fn move_money_as(
    work: &mut Work<'_>,
    (loaded, commitment): (&Commitment, &Commitment),
    movement: Movement,
    recorded: (EntryId, Option<PersonId>),
) -> Result<EntryId, AppError> {
    let before = work.tx.position(commitment.id).await?;
    let (entry, after) = movement.entry(work, commitment, before, recorded)?;
    work.tx.update_commitment(commitment).await?;
    work.tx.post_entry(commitment, &entry, &before, &after).await?;
    note(work, Some(&(loaded.clone(), before)), &(commitment.clone(), after), &entry);
    Ok(entry.id)
}

/// Confirms a promise, by an act or an adopted decision. Refused if it would be more than what is still to be found.
#[derive(Debug, Clone)]
pub struct ConfirmCommitment {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The promise.
    pub commitment: CommitmentId,
    /// The act that confirms it.
    pub act: Option<String>,
    /// The decision that confirms it.
    pub decision: Option<DecisionId>,
}

#[async_trait]
impl Command for ConfirmCommitment {
    const NAME: &'static str = "confirmCommitment";
    type Output = CommitmentId;

    async fn run(&self, work: &mut Work<'_>) -> Result<CommitmentId, AppError> {
        let (mut commitment, project) = movable(work, self.commitment, Act::PledgeCommitment).await?;
        let input = json!([self.commitment, self.act, self.decision]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        project.require_open()?;
        require_still_in_force(work, &commitment).await?;
        if let Some(decision) = self.decision {
            let decision = found_at(work.tx.decision(decision).await?, "decisionId")?;
            work.visible_meeting(decision.meeting, "decisionId").await?;
            if decision.state != DecisionState::Adopted {
                return Err(Reason::IllegalTransition { from: decision.state.into(), action: "confirmCommitment" }
                    .at("decisionId")
                    .into());
            }
        }
        let loaded = commitment.clone();
        commitment.confirm(self.act.as_deref(), self.decision)?;
        let amount = work.tx.position(commitment.id).await?.promised;
        let totals = work.tx.project_totals(project.id).await?;
        totals.require_gap(commitment.nature, amount)?;
        if commitment.nature == Nature::InKind {
            let in_kind = totals.confirmed_in_kind.plus(amount);
            require_in_kind_caps(work, &project, in_kind).await.map_err(|error| error.under("amount"))?;
        }
        let on = work.today().await?;
        let reference = commitment.act.clone();
        let movement = Movement { kind: EntryKind::Confirmed, amount, on, corrects: None, reference };
        move_money(work, &loaded, &commitment, movement).await?;
        replay.keep(work, &commitment.id).await?;
        Ok(commitment.id)
    }
}

/// Cuts a promise, never below what is paid or ordered.
#[derive(Debug, Clone)]
pub struct ReduceCommitment {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The promise.
    pub commitment: CommitmentId,
    /// By how much.
    pub amount: Cents,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for ReduceCommitment {
    const NAME: &'static str = "reduceCommitment";
    type Output = CommitmentId;

    async fn run(&self, work: &mut Work<'_>) -> Result<CommitmentId, AppError> {
        let (commitment, _) = movable(work, self.commitment, Act::PledgeCommitment).await?;
        let input = json!([self.commitment, self.amount, self.reason]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        commitment.require_alive(Self::NAME)?;
        let reason = search::line(&self.reason, 300).map_err(|_| Reason::ReasonRequired.at("reason"))?;
        work.because(Some(&reason));
        let on = work.today().await?;
        let movement =
            Movement { kind: EntryKind::Reduced, amount: self.amount, on, corrects: None, reference: Some(reason) };
        move_money(work, &commitment, &commitment, movement).await?;
        replay.keep(work, &commitment.id).await?;
        Ok(commitment.id)
    }
}

/// A payment on a confirmed promise of money; or the order of one. Work is reported and accepted instead.
#[derive(Debug, Clone)]
pub struct RecordPayment {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The promise.
    pub commitment: CommitmentId,
    /// How much.
    pub amount: Cents,
    /// When it took place; not in the future.
    pub on: NaiveDate,
    /// The number of the order or receipt.
    pub reference: Option<String>,
    /// Whether it is only ordered, not yet paid.
    pub order_only: bool,
}

#[async_trait]
impl Command for RecordPayment {
    const NAME: &'static str = "recordPayment";
    type Output = EntryId;

    async fn run(&self, work: &mut Work<'_>) -> Result<EntryId, AppError> {
        let (commitment, project) = movable(work, self.commitment, Act::RecordPayment).await?;
        let input = json!([self.commitment, self.amount, self.on, self.reference, self.order_only]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        project.require_open()?;
        commitment.require_nature(Nature::Cash)?;
        commitment.require_confirmed(Self::NAME)?;
        let today = work.today().await?;
        if self.on > today {
            let range = InputProblem::OutOfRange { min: String::new(), max: today.to_string() };
            return Err(Refusal::input(range).under("paidOn").into());
        }
        let kind = if self.order_only { EntryKind::Ordered } else { EntryKind::Paid };
        let reference =
            search::optional_line(self.reference.as_deref(), 120).map_err(|refusal| refusal.under("reference"))?;
        let movement = Movement { kind, amount: self.amount, on: self.on, corrects: None, reference };
        let entry = move_money(work, &commitment, &commitment, movement).await?;
        replay.keep(work, &entry).await?;
        Ok(entry)
    }
}

/// Takes a payment back, in whole or in part: a new entry that names the one it corrects.
#[derive(Debug, Clone)]
pub struct ReverseDisbursement {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The payment.
    pub entry: EntryId,
    /// How much of it.
    pub amount: Cents,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for ReverseDisbursement {
    const NAME: &'static str = "reverseDisbursement";
    type Output = EntryId;

    async fn run(&self, work: &mut Work<'_>) -> Result<EntryId, AppError> {
        let paid = found_at(work.tx.entry(self.entry).await?, "disbursementId")?;
        let (commitment, project) = work.visible_commitment(paid.commitment, "disbursementId").await?;
        require_mover(work, Act::RecordPayment, &commitment, &project)?;
        let input = json!([self.entry, self.amount, self.reason]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        if paid.kind != EntryKind::Paid {
            return Err(Reason::IllegalTransition { from: paid.kind.into(), action: Self::NAME }
                .at("disbursementId")
                .into());
        }
        let reason = search::line(&self.reason, 300).map_err(|_| Reason::ReasonRequired.at("reason"))?;
        let taken_back = work.tx.reversed(paid.id).await?;
        let left = paid.amount.minus(taken_back);
        if self.amount > left {
            return Err(Reason::OverReversal { available: left.get() }.at("amount").into());
        }
        work.because(Some(&reason));
        let on = work.today().await?;
        let movement = Movement {
            kind: EntryKind::Reversed,
            amount: self.amount,
            on,
            corrects: Some(paid.id),
            reference: Some(reason),
        };
        let entry = move_money(work, &commitment, &commitment, movement).await?;
        replay.keep(work, &entry).await?;
        Ok(entry)
    }
}
