use std::collections::HashSet;

use async_trait::async_trait;
use cordata_domain::agreement::{Agreement, AgreementDraft, Clause, Participation, Party};
use cordata_domain::audit::Traced;
use cordata_domain::ids::{AgreementId, ClauseId, PartyId, StakeholderId};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::{InputProblem, Refusal};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};

/// Adds an agreement, as a draft.
#[derive(Debug, Clone)]
pub struct DraftAgreement(pub AgreementDraft);

#[async_trait]
impl Command for DraftAgreement {
    const NAME: &'static str = "draftAgreement";
    type Output = AgreementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AgreementId, AppError> {
        work.require(Act::ManageAgreement, &Facts::plan())?;
        if let Some(table) = self.0.table {
            found_at(work.tx.table(table).await?, "tableId")?;
        }
        let agreement = Agreement::draft(work.id(), self.0.clone())?;
        let mut known = HashSet::new();
        for (index, project) in agreement.projects.iter().enumerate() {
            let at = |refusal: Refusal| refusal.under(index.to_string()).under("projectIds");
            if !known.insert(*project) {
                return Err(at(Refusal::input(InputProblem::Duplicate)).into());
            }
            found_at(work.tx.project(*project).await?, &index.to_string())
                .map_err(|error| error.under("projectIds"))?;
        }
        work.tx.insert_agreement(&agreement).await?;
        work.audit_new(&agreement);
        Ok(agreement.id)
    }
}

/// Asks an organisation to take part.
#[derive(Debug, Clone)]
pub struct AddParty {
    /// The agreement.
    pub agreement: AgreementId,
    /// The organisation.
    pub organisation: StakeholderId,
    /// Whether the agreement waits for it.
    pub participation: Participation,
}

#[async_trait]
impl Command for AddParty {
    const NAME: &'static str = "addParty";
    type Output = (AgreementId, PartyId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(AgreementId, PartyId), AppError> {
        let mut agreement = work.visible_agreement(self.agreement, "agreementId").await?;
        work.require(Act::ManageAgreement, &Facts::plan())?;
        let organisation = found_at(work.tx.stakeholder(self.organisation).await?, "organisationId")?;
        let kind = found_at(work.tx.stakeholder_kind(&organisation.kind).await?, "organisationId")?;
        let party = Party::invited(work.id(), organisation.id, self.participation);
        let id = party.id;
        let before = agreement.snapshot();
        agreement.invite(party, &kind)?;
        work.tx.update_agreement(&agreement).await?;
        work.audit_change(&before, &agreement);
        Ok((agreement.id, id))
    }
}

/// A clause as somebody writes it: one that exists keeps its id, a new one has none yet.
#[derive(Debug, Clone)]
pub struct WrittenClause {
    /// Which clause it was before.
    pub id: Option<ClauseId>,
    /// Its heading.
    pub heading: String,
    /// What it says, as Markdown.
    pub body: String,
}

/// Writes a new version of the text. All signatures of the present one become void.
#[derive(Debug, Clone)]
pub struct EditAgreementText {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// All clauses, in order.
    pub clauses: Vec<WrittenClause>,
}

#[async_trait]
impl Command for EditAgreementText {
    const NAME: &'static str = "editAgreementText";
    type Output = AgreementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AgreementId, AppError> {
        let mut agreement = work.managed_agreement(self.agreement, self.expected_version).await?;
        let clauses = self.clauses(work).await?;
        let before = agreement.snapshot();
        let Some(text) = agreement.rewrite(work.id(), &clauses, work.now)? else {
            work.nothing_changed();
            return Ok(agreement.id);
        };
        work.tx.update_agreement(&agreement).await?;
        work.tx.insert_agreement_text(agreement.id, &text, &clauses).await?;
        work.audit_change(&before, &agreement);
        Ok(agreement.id)
    }
}

impl EditAgreementText {
    async fn clauses(&self, work: &mut Work<'_>) -> Result<Vec<Clause>, AppError> {
        let known: HashSet<ClauseId> = work.tx.clause_ids(self.agreement).await?.into_iter().collect();
        let read = |(index, written): (usize, &WrittenClause)| {
            let id = match written.id {
                Some(id) if known.contains(&id) => Ok(id),
                Some(_) => Err(Refusal::input(InputProblem::Foreign).under("id")),
                None => Ok(work.id()),
            };
            let clause = id.and_then(|id| Clause::new(id, &written.heading, &written.body));
            clause.map_err(|refusal| refusal.under(index.to_string()).under("clauses"))
        };
        Ok(self.clauses.iter().enumerate().map(read).collect::<Result<_, _>>()?)
    }
}

/// Makes the text final: from here on it can be signed.
#[derive(Debug, Clone)]
pub struct FreezeAgreementText {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for FreezeAgreementText {
    const NAME: &'static str = "freezeAgreementText";
    type Output = AgreementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AgreementId, AppError> {
        let mut agreement = work.managed_agreement(self.agreement, self.expected_version).await?;
        let before = agreement.snapshot();
        agreement.freeze(work.today().await?)?;
        work.tx.update_agreement(&agreement).await?;
        work.audit_change(&before, &agreement);
        Ok(agreement.id)
    }
}
