//! What mutations of money take.

use async_graphql::{ID, InputObject};
use cordata_app::funding::{
    ConfirmCommitment, CreateFundingProgramme, CreateFundingSource, PledgeCommitment, RecordPayment, ReduceCommitment,
    ReverseDisbursement,
};
use cordata_domain::Refusal;
use cordata_domain::funding::CommitmentDraft;

use super::ContributionNature;
use crate::graphql::input::{
    PeriodInput, TranslationInput, read_amount, read_id, read_optional_id, read_share, read_title, read_validity,
};
use crate::graphql::mutation::{Input, Renamed};
use crate::scalar::{Date, Decimal};

/// A programme to be added.
#[derive(Debug, InputObject)]
pub struct CreateFundingProgrammeInput {
    /// Its code, like `ALCOTRA-2014-2020`: at most 40 characters, taken by no other programme.
    pub code: String,
    /// Its name, once in each language.
    pub name: Vec<TranslationInput>,
    /// The most that contributions in kind may be, in percent of a project's budget.
    pub in_kind_cap: Option<Decimal>,
    /// When expenses are eligible.
    pub eligibility: Option<PeriodInput>,
}

impl Input for CreateFundingProgrammeInput {
    type Command = CreateFundingProgramme;

    fn command(self) -> Result<CreateFundingProgramme, Refusal> {
        let eligibility = self.eligibility.map(|period| read_validity(period.from, Some(period.to))).transpose();
        Ok(CreateFundingProgramme {
            code: self.code,
            name: read_title(self.name, "name")?,
            in_kind_cap: self.in_kind_cap.map(|cap| read_share(&cap, "inKindCap")).transpose()?,
            eligibility: eligibility.map_err(|refusal| refusal.under("eligibility"))?,
        })
    }
}

/// A source of money to be added.
#[derive(Debug, InputObject)]
pub struct CreateFundingSourceInput {
    /// Its code, like `ERDF`: at most 40 characters, taken by no other source.
    pub code: String,
    /// Its name, once in each language.
    pub name: Vec<TranslationInput>,
    /// The programme it belongs to.
    pub programme_id: Option<ID>,
    /// The part of the eligible cost that it pays, in percent.
    pub rate: Option<Decimal>,
}

impl Input for CreateFundingSourceInput {
    type Command = CreateFundingSource;

    fn command(self) -> Result<CreateFundingSource, Refusal> {
        Ok(CreateFundingSource {
            code: self.code,
            name: read_title(self.name, "name")?,
            programme: read_optional_id(self.programme_id.as_ref(), "programmeId")?,
            rate: self.rate.map(|rate| read_share(&rate, "rate")).transpose()?,
        })
    }
}

/// A promise to a project.
#[derive(Debug, InputObject)]
pub struct PledgeCommitmentInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it answers the same
    /// promise and adds nothing.
    pub idempotency_key: String,
    /// The project.
    pub project_id: ID,
    /// Who promises; left out for money without a named organisation.
    pub contributor_id: Option<ID>,
    /// From which source.
    pub source_id: Option<ID>,
    /// The agreement under which it is given: one that is in force today.
    pub agreement_id: Option<ID>,
    /// Money or work.
    pub nature: ContributionNature,
    /// How much, in euro: `1140734.99`.
    pub amount: Decimal,
    /// Under which conditions: one line of at most 500 characters.
    pub conditions: Option<String>,
    /// The formal resolution that authorises it, of at most 300 characters. The secretariat must give it.
    pub act: Option<String>,
    /// Why it is far above the project's budget, where it is: one line of at most 500 characters, which the trail keeps.
    /// Without it such a promise is refused as `IMPLAUSIBLE_VALUE`.
    pub confirmation: Option<String>,
}

impl Input for PledgeCommitmentInput {
    type Command = PledgeCommitment;

    fn command(self) -> Result<PledgeCommitment, Refusal> {
        let draft = CommitmentDraft {
            project: read_id(&self.project_id, "projectId")?,
            contributor: read_optional_id(self.contributor_id.as_ref(), "contributorId")?,
            source: read_optional_id(self.source_id.as_ref(), "sourceId")?,
            nature: self.nature.into(),
            agreement: read_optional_id(self.agreement_id.as_ref(), "agreementId")?,
            conditions: self.conditions,
        };
        let amount = read_amount(&self.amount, "amount")?;
        Ok(PledgeCommitment {
            idempotency_key: self.idempotency_key,
            draft,
            amount,
            act: self.act,
            confirmation: self.confirmation,
        })
    }
}

/// A promise that is confirmed, by a formal resolution or an adopted decision.
#[derive(Debug, InputObject)]
pub struct ConfirmCommitmentInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it changes nothing.
    pub idempotency_key: String,
    /// The promise.
    pub commitment_id: ID,
    /// The formal resolution that confirms it, of at most 300 characters.
    pub act: Option<String>,
    /// The adopted decision that confirms it.
    pub decision_id: Option<ID>,
}

impl Input for ConfirmCommitmentInput {
    type Command = ConfirmCommitment;

    const RENAMED: Renamed = &[("amount", &["commitmentId"])];

    fn command(self) -> Result<ConfirmCommitment, Refusal> {
        Ok(ConfirmCommitment {
            commitment: read_id(&self.commitment_id, "commitmentId")?,
            act: self.act,
            decision: read_optional_id(self.decision_id.as_ref(), "decisionId")?,
            idempotency_key: self.idempotency_key,
        })
    }
}

/// A promise that is cut.
#[derive(Debug, InputObject)]
pub struct ReduceCommitmentInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it changes nothing.
    pub idempotency_key: String,
    /// The promise.
    pub commitment_id: ID,
    /// By how much, in euro: `250000.00`.
    pub amount: Decimal,
    /// Why, for everybody to read: one line of at most 300 characters.
    pub reason: String,
}

impl Input for ReduceCommitmentInput {
    type Command = ReduceCommitment;

    fn command(self) -> Result<ReduceCommitment, Refusal> {
        Ok(ReduceCommitment {
            commitment: read_id(&self.commitment_id, "commitmentId")?,
            amount: read_amount(&self.amount, "amount")?,
            reason: self.reason,
            idempotency_key: self.idempotency_key,
        })
    }
}

/// A payment that is ordered.
#[derive(Debug, InputObject)]
pub struct OrderDisbursementInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it orders nothing
    /// more.
    pub idempotency_key: String,
    /// The confirmed promise.
    pub commitment_id: ID,
    /// How much, in euro: `250000.00`.
    pub amount: Decimal,
    /// When it was ordered; not in the future.
    pub ordered_on: Date,
    /// The number of the order: one line of at most 120 characters.
    pub reference: Option<String>,
}

impl Input for OrderDisbursementInput {
    type Command = RecordPayment;

    const RENAMED: Renamed = &[("paidOn", &["orderedOn"])];

    fn command(self) -> Result<RecordPayment, Refusal> {
        Ok(RecordPayment {
            commitment: read_id(&self.commitment_id, "commitmentId")?,
            amount: read_amount(&self.amount, "amount")?,
            on: self.ordered_on.0,
            reference: self.reference,
            order_only: true,
            idempotency_key: self.idempotency_key,
        })
    }
}

/// A payment that was made.
#[derive(Debug, InputObject)]
pub struct RecordPaymentInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it records nothing
    /// more.
    pub idempotency_key: String,
    /// The confirmed promise.
    pub commitment_id: ID,
    /// How much, in euro: `250000.00`.
    pub amount: Decimal,
    /// When it was paid; not in the future.
    pub paid_on: Date,
    /// The number of the receipt: one line of at most 120 characters.
    pub reference: Option<String>,
}

impl Input for RecordPaymentInput {
    type Command = RecordPayment;

    fn command(self) -> Result<RecordPayment, Refusal> {
        Ok(RecordPayment {
            commitment: read_id(&self.commitment_id, "commitmentId")?,
            amount: read_amount(&self.amount, "amount")?,
            on: self.paid_on.0,
            reference: self.reference,
            order_only: false,
            idempotency_key: self.idempotency_key,
        })
    }
}

/// A payment that is taken back, in whole or in part.
#[derive(Debug, InputObject)]
pub struct ReverseDisbursementInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it takes back
    /// nothing more.
    pub idempotency_key: String,
    /// The entry of the payment.
    pub disbursement_id: ID,
    /// How much of it, in euro: `250000.00`.
    pub amount: Decimal,
    /// Why, for everybody to read: one line of at most 300 characters.
    pub reason: String,
}

impl Input for ReverseDisbursementInput {
    type Command = ReverseDisbursement;

    fn command(self) -> Result<ReverseDisbursement, Refusal> {
        Ok(ReverseDisbursement {
            entry: read_id(&self.disbursement_id, "disbursementId")?,
            amount: read_amount(&self.amount, "amount")?,
            reason: self.reason,
            idempotency_key: self.idempotency_key,
        })
    }
}
