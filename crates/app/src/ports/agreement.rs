//! Ports of agreements.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::agreement::{Agreement, AgreementKind, AgreementState, AgreementText, Clause};
use cordata_domain::ids::{AgreementId, AgreementTextId, ClauseId, PartyId, ProjectId, SignatureId, StakeholderId};
use cordata_domain::policy::Visibility;

use crate::error::AppError;
use crate::page::{Page, Window};

/// Agreements with their parties and signatures, and the versions of their texts.
#[async_trait]
pub trait AgreementRepo {
    /// Loads and locks an agreement with everything that its commands change.
    async fn agreement(&mut self, id: AgreementId) -> Result<Option<Agreement>, AppError>;
    /// The agreement of a party.
    async fn agreement_of_party(&mut self, id: PartyId) -> Result<Option<AgreementId>, AppError>;
    /// The agreement under which a signature stands.
    async fn agreement_of_signature(&mut self, id: SignatureId) -> Result<Option<AgreementId>, AppError>;
    /// Adds an agreement.
    async fn insert_agreement(&mut self, agreement: &Agreement) -> Result<(), AppError>;
    /// Saves a changed agreement: parties and signatures are added or changed, never removed.
    async fn update_agreement(&mut self, agreement: &Agreement) -> Result<(), AppError>;
    /// Adds a version of an agreement's text.
    async fn insert_agreement_text(
        &mut self,
        agreement: AgreementId,
        text: &AgreementText,
        clauses: &[Clause],
    ) -> Result<(), AppError>;
    /// The clauses that any version of an agreement's text ever had.
    async fn clause_ids(&mut self, agreement: AgreementId) -> Result<Vec<ClauseId>, AppError>;
}

/// Conditions on a list of agreements, which is ordered by title.
#[derive(Debug, Clone, Default)]
pub struct AgreementFilter {
    /// In one of these states on the day of the reading; empty: in any.
    pub states: Vec<AgreementState>,
    /// Of one of these kinds; empty: of any.
    pub kinds: Vec<AgreementKind>,
    /// To which this organisation is, or was asked to become, a party.
    pub party: Option<StakeholderId>,
    /// About this project.
    pub project: Option<ProjectId>,
    /// Words that occur in the title.
    pub text: Option<String>,
    /// In force on this day.
    pub in_force_on: Option<NaiveDate>,
}

/// Views of agreements. Drafts and negotiations are shown to those who see everything, and to their parties.
#[async_trait]
pub trait AgreementReads: Send + Sync {
    /// Agreements with their parties and signatures, ordered by title; `day` is the day of the reading.
    async fn agreements(
        &self,
        sight: &Visibility,
        filter: &AgreementFilter,
        day: NaiveDate,
        window: &Window,
    ) -> Result<Page<Agreement>, AppError>;
    /// How many agreements there are.
    async fn count_agreements(
        &self,
        sight: &Visibility,
        filter: &AgreementFilter,
        day: NaiveDate,
    ) -> Result<u64, AppError>;
    /// Agreements by id, with their parties and signatures.
    async fn agreements_by_id(&self, sight: &Visibility, ids: &[AgreementId]) -> Result<Vec<Agreement>, AppError>;
    /// The versions of agreements' texts, oldest first.
    async fn agreement_texts_of(
        &self,
        sight: &Visibility,
        agreements: &[AgreementId],
    ) -> Result<Vec<(AgreementId, AgreementText)>, AppError>;
    /// The clauses of versions of texts, in order.
    async fn agreement_clauses_of(
        &self,
        sight: &Visibility,
        texts: &[AgreementTextId],
    ) -> Result<Vec<(AgreementTextId, Clause)>, AppError>;
}
