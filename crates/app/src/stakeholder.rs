//! Use cases of organisations.

use async_trait::async_trait;
use cordata_domain::ids::StakeholderId;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::stakeholder::Stakeholder;
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};

/// Adds an organisation.
#[derive(Debug, Clone)]
pub struct CreateStakeholder {
    /// Its name.
    pub name: String,
    /// The code of its kind.
    pub kind: String,
    /// Its tax code.
    pub tax_code: Option<String>,
}

#[async_trait]
impl Command for CreateStakeholder {
    const NAME: &'static str = "createStakeholder";
    type Output = StakeholderId;

    async fn run(&self, work: &mut Work<'_>) -> Result<StakeholderId, AppError> {
        work.require(Act::CreateStakeholder, &Facts::plan())?;
        let kind = found_at(work.tx.stakeholder_kind(&self.kind).await?, "kind")?;
        let stakeholder = Stakeholder::new(work.id(), &self.name, &kind, self.tax_code.as_deref())?;
        work.tx.insert_stakeholder(&stakeholder).await.map_err(|error| error.under("name"))?;
        work.audit("Stakeholder", stakeholder.id, json!({ "name": stakeholder.name, "kind": stakeholder.kind }));
        Ok(stakeholder.id)
    }
}
