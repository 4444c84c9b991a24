//! Use cases of persons: their data, posts, roles and tokens.

mod person;
mod post;
mod role;

pub use person::{CreatePerson, UpdatePerson};
pub use post::{EndAffiliation, StartAffiliation};
pub use role::{GrantRole, RevokeRole};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::audit::Traced;
use cordata_domain::identity::{ApiToken, TokenScope};
use cordata_domain::ids::{PersonId, TokenId};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::{InputProblem, Reason, Refusal, search};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};
use crate::token::ClearToken;

/// Makes a bearer token for a person. The clear token is answered once and never kept.
#[derive(Debug, Clone)]
pub struct CreateApiToken {
    /// Whom it stands for.
    pub person: PersonId,
    /// What it is used for.
    pub label: String,
    /// How far it reaches.
    pub scope: TokenScope,
    /// When it stops working.
    pub expires_at: Option<DateTime<Utc>>,
}

#[async_trait]
impl Command for CreateApiToken {
    const NAME: &'static str = "createApiToken";
    type Output = (TokenId, ClearToken);

    async fn run(&self, work: &mut Work<'_>) -> Result<(TokenId, ClearToken), AppError> {
        work.require(Act::CreateApiToken, &Facts::person(self.person))?;
        found_at(work.tx.person(self.person).await?.filter(|person| !person.is_erased()), "personId")?;
        if self.expires_at.is_some_and(|end| end <= work.now) {
            let range = InputProblem::OutOfRange { min: work.now.to_rfc3339(), max: String::new() };
            return Err(Refusal::input(range).under("expiresAt").into());
        }
        let clear = ClearToken::generate(work.secrets(), "cordata");
        let token = ApiToken {
            id: work.id(),
            person: self.person,
            label: search::line(&self.label, 80).map_err(|refusal| refusal.under("label"))?,
            scope: self.scope,
            hash: clear.hash(),
            created_at: work.now,
            expires_at: self.expires_at,
            revoked_at: None,
            last_used_at: None,
        };
        work.tx.insert_token(&token).await?;
        work.audit(
            "ApiToken",
            token.id,
            json!({ "person": token.person, "scope": token.scope, "expiresAt": token.expires_at }),
        );
        Ok((token.id, clear))
    }
}

/// Revokes a bearer token: it stops working at once.
#[derive(Debug, Clone)]
pub struct RevokeApiToken {
    /// The token.
    pub token: TokenId,
}

#[async_trait]
impl Command for RevokeApiToken {
    const NAME: &'static str = "revokeApiToken";
    type Output = TokenId;

    async fn run(&self, work: &mut Work<'_>) -> Result<TokenId, AppError> {
        work.require_scope(Act::RevokeApiToken)?;
        let mut token = found_at(work.tx.token(self.token).await?, "tokenId")?;
        // A token that is somebody else's is absent, not forbidden: its id tells nothing.
        if work.require(Act::RevokeApiToken, &Facts::person(token.person)).is_err() {
            return Err(Reason::NotFound.at("tokenId").into());
        }
        let before = token.snapshot();
        token.revoke(work.now)?;
        work.tx.update_token(&token).await?;
        work.audit_change(&before, &token);
        Ok(token.id)
    }
}
