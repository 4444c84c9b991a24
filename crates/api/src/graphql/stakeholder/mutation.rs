//! Mutations of organisations.

use async_graphql::{Context, InputObject, Object, Result};
use cordata_app::stakeholder::CreateStakeholder;
use cordata_domain::Refusal;

use super::Stakeholder;
use crate::graphql::mutation::{Input, answer, payloads};

/// An organisation to be added.
#[derive(Debug, InputObject)]
pub struct CreateStakeholderInput {
    /// Its name: at most 200 characters, taken by no other organisation.
    pub name: String,
    /// The code of its kind, like `UNION_OF_MUNICIPALITIES`.
    pub kind: String,
    /// Its tax code or VAT number, where known. Its check digit is checked.
    pub tax_code: Option<String>,
}

impl Input for CreateStakeholderInput {
    type Command = CreateStakeholder;

    fn command(self) -> Result<CreateStakeholder, Refusal> {
        Ok(CreateStakeholder { name: self.name, kind: self.kind, tax_code: self.tax_code })
    }
}

payloads! {
    /// What became of `createStakeholder`.
    CreateStakeholderPayload {
        /// The new organisation.
        stakeholder: Stakeholder
    }
}

/// Changing organisations.
#[derive(Debug, Default)]
pub struct StakeholderMutation;

#[Object]
impl StakeholderMutation {
    /// Adds an organisation that takes part in the plan: a legal entity or an informal group.
    ///
    /// Requires: secretariat.
    async fn create_stakeholder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: CreateStakeholderInput,
    ) -> Result<CreateStakeholderPayload> {
        answer(ctx, input, Stakeholder::by_id).await
    }
}
