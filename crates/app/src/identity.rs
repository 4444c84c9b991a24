//! Use cases of persons: posts, roles and tokens.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use cordata_domain::identity::{Affiliation, ApiToken, EmailAddress, Grant, GrantScope, Person, Role};
use cordata_domain::ids::{AffiliationId, GrantId, PersonId, StakeholderId, TokenId};
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::{InputProblem, Locale, Reason, Refusal, search};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found, found_at};
use crate::token::ClearToken;

/// Adds a person.
#[derive(Debug, Clone)]
pub struct CreatePerson {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// The language they are written to.
    pub locale: Locale,
    /// Their zone; the installation's where absent.
    pub zone: Option<Tz>,
}

#[async_trait]
impl Command for CreatePerson {
    const NAME: &'static str = "createPerson";
    type Output = PersonId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PersonId, AppError> {
        work.require(Act::ManagePeople, &Facts::plan())?;
        let email = self.email.as_deref().filter(|email| !email.trim().is_empty()).map(EmailAddress::parse).transpose();
        let person = Person {
            id: work.id(),
            given_name: search::line(&self.given_name, 80).map_err(|refusal| refusal.under("givenName"))?,
            family_name: search::line(&self.family_name, 80).map_err(|refusal| refusal.under("familyName"))?,
            email: email.map_err(|refusal| refusal.under("email"))?,
            locale: self.locale.clone(),
            zone: match self.zone {
                Some(zone) => zone,
                None => work.instance().await?.zone,
            },
            version: 1,
            erased_at: None,
        };
        work.tx.insert_person(&person).await?;
        work.audit("Person", person.id, json!({}));
        Ok(person.id)
    }
}

/// Records that a person holds a post in an organisation.
#[derive(Debug, Clone)]
pub struct StartAffiliation {
    /// Who.
    pub person: PersonId,
    /// In which organisation.
    pub organisation: StakeholderId,
    /// The post in words.
    pub post: String,
    /// From when to when.
    pub validity: Validity,
}

#[async_trait]
impl Command for StartAffiliation {
    const NAME: &'static str = "startAffiliation";
    type Output = AffiliationId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AffiliationId, AppError> {
        work.require(Act::ManagePeople, &Facts::organisation(self.organisation))?;
        work.require_receiver(self.person, "personId").await?;
        found_at(work.tx.stakeholder(self.organisation).await?, "organisationId")?;
        let overlapping =
            |other: &Affiliation| other.organisation == self.organisation && other.validity.overlaps(&self.validity);
        if work.tx.affiliations_of(self.person).await?.iter().any(overlapping) {
            return Err(Refusal::input(InputProblem::Duplicate).under("from").into());
        }
        let affiliation = Affiliation {
            id: work.id(),
            person: self.person,
            organisation: self.organisation,
            post: search::line(&self.post, 120).map_err(|refusal| refusal.under("post"))?,
            validity: self.validity,
            recorded_at: work.now,
        };
        work.tx.insert_affiliation(&affiliation).await?;
        work.on_behalf_of(self.organisation);
        work.audit("Affiliation", affiliation.id, json!({ "person": self.person, "validity": self.validity }));
        Ok(affiliation.id)
    }
}

/// Ends a post. With it end the rights that hang on it.
#[derive(Debug, Clone)]
pub struct EndAffiliation {
    /// The post.
    pub affiliation: AffiliationId,
    /// Its last day.
    pub last_day: NaiveDate,
}

#[async_trait]
impl Command for EndAffiliation {
    const NAME: &'static str = "endAffiliation";
    type Output = AffiliationId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AffiliationId, AppError> {
        work.require(Act::ManagePeople, &Facts::plan())?;
        let mut affiliation = found_at(work.tx.affiliation(self.affiliation).await?, "affiliationId")?;
        affiliation.validity = affiliation.validity.ended(self.last_day).map_err(|refusal| refusal.under("lastDay"))?;
        work.tx.update_affiliation(&affiliation).await?;
        work.on_behalf_of(affiliation.organisation);
        work.audit("Affiliation", affiliation.id, json!({ "lastDay": self.last_day }));
        Ok(affiliation.id)
    }
}

/// Gives a person a role for something.
#[derive(Debug, Clone)]
pub struct GrantRole {
    /// Who.
    pub person: PersonId,
    /// Which role.
    pub role: Role,
    /// For what.
    pub scope: GrantScope,
    /// From when to when.
    pub validity: Validity,
}

#[async_trait]
impl Command for GrantRole {
    const NAME: &'static str = "grantRole";
    type Output = GrantId;

    async fn run(&self, work: &mut Work<'_>) -> Result<GrantId, AppError> {
        work.require(Act::GrantRole, &Facts::plan())?;
        work.require_receiver(self.person, "personId").await?;
        self.role.fits(self.scope)?;
        match self.scope {
            GrantScope::Organisation(id) => {
                found_at(work.tx.stakeholder(id).await?, "organisationId")?;
            }
            GrantScope::Table(id) => {
                found_at(work.tx.table(id).await?, "tableId")?;
            }
            GrantScope::Plan => {}
        }
        let grant = Grant {
            id: work.id(),
            person: self.person,
            role: self.role,
            scope: self.scope,
            validity: self.validity,
            recorded_at: work.now,
        };
        work.tx.insert_grant(&grant).await?;
        work.audit("Grant", grant.id, json!({ "person": grant.person, "role": grant.role, "scope": grant.scope }));
        Ok(grant.id)
    }
}

/// Ends a role today: the holder loses it at once.
#[derive(Debug, Clone)]
pub struct RevokeRole {
    /// The grant.
    pub grant: GrantId,
}

#[async_trait]
impl Command for RevokeRole {
    const NAME: &'static str = "revokeRole";
    type Output = GrantId;

    async fn run(&self, work: &mut Work<'_>) -> Result<GrantId, AppError> {
        work.require(Act::GrantRole, &Facts::plan())?;
        let today = work.today().await?;
        let mut grant = found_at(work.tx.grant(self.grant).await?, "grantId")?;
        if !grant.validity.contains(today) {
            return Err(Reason::IllegalTransition { from: "ENDED", action: "revokeRole" }.into());
        }
        if grant.role == Role::PlatformAdmin {
            self.require_another_admin(work, today).await?;
        }
        let yesterday = today.pred_opt().unwrap_or(today).max(grant.validity.from);
        grant.validity = grant.validity.ended(yesterday)?;
        work.tx.update_grant(&grant).await?;
        work.audit("Grant", grant.id, json!({ "validity": grant.validity }));
        Ok(grant.id)
    }
}

impl RevokeRole {
    async fn require_another_admin(&self, work: &mut Work<'_>, today: NaiveDate) -> Result<(), AppError> {
        let admins = work.tx.admin_grants().await?;
        let others = admins.iter().filter(|grant| grant.id != self.grant && grant.validity.contains(today));
        if others.count() == 0 { Err(Reason::LastAdministrator.into()) } else { Ok(()) }
    }
}

/// Makes a bearer token for a person. The clear token is answered once and never kept.
#[derive(Debug, Clone)]
pub struct CreateApiToken {
    /// Whom it stands for.
    pub person: PersonId,
    /// What it is used for.
    pub label: String,
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
            hash: clear.hash(),
            created_at: work.now,
            expires_at: self.expires_at,
            revoked_at: None,
        };
        work.tx.insert_token(&token).await?;
        work.audit("ApiToken", token.id, json!({ "person": token.person, "expiresAt": token.expires_at }));
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
        let mut token = found_at(work.tx.token(self.token).await?, "tokenId")?;
        // A token that is somebody else's is absent, not forbidden: its id tells nothing.
        if work.require(Act::RevokeApiToken, &Facts::person(token.person)).is_err() {
            return Err(Reason::NotFound.at("tokenId").into());
        }
        token.revoke(work.now)?;
        work.tx.update_token(&token).await?;
        work.audit("ApiToken", token.id, json!({ "revokedAt": token.revoked_at }));
        Ok(token.id)
    }
}

impl Work<'_> {
    /// Refuses to give a right to somebody who does not exist, or who is the caller under this name or another one.
    pub(crate) async fn require_receiver(&mut self, id: PersonId, field: &str) -> Result<(), AppError> {
        // Nobody is given a right under a name that was erased.
        let receiver = self.tx.person(id).await?.filter(|person| !person.is_erased());
        let receiver = found_at(receiver, field)?;
        let Some(giver) = self.actor().person() else { return Ok(()) };
        let giver = found(self.tx.person(giver).await?)?;
        receiver.require_other_than(&giver).map_err(|refusal| refusal.under(field).into())
    }
}
