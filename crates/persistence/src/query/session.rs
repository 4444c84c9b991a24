//! Who shows a token or the secret of a session, and what somebody opened.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::session::{Bearer, OpenSession, SessionReads};
use cordata_domain::Locale;
use cordata_domain::identity::{ApiToken, Invitation, Role, Session, SignIn};
use cordata_domain::ids::{InvitationId, PersonId, SignInId, StakeholderId};
use cordata_domain::policy::Standing;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, SelectTwo};
use uuid::Uuid;

use super::standing;
use crate::connect::Database;
use crate::convert::value::{name_of, uuids};
use crate::convert::{people, session as convert};
use crate::entity::{api_token, invitation, invitation_offer, known_browser, role_grant, session, sign_in};
use crate::error::store_error;

/// Tokens of one person that are listed.
const MOST_TOKENS: u64 = 100;
/// Invitations into one organisation that are listed.
const MOST_OFFERS: u64 = 100;
/// Sessions of one person that are looked at.
const MOST_SESSIONS: u64 = 100;

#[async_trait]
impl SessionReads for Database {
    async fn bearer(&self, hash: &[u8], now: DateTime<Utc>) -> Result<Option<Bearer>, AppError> {
        let shown = api_token::Entity::find().filter(api_token::Column::Hash.eq(hash.to_vec()));
        let found = shown.one(self.reader()).await.map_err(store_error)?.map(people::token).transpose()?;
        let Some(token) = found.filter(|token| token.is_valid(now)) else { return Ok(None) };
        let Some((standing, locale)) = standing::at(self.reader(), token.person, now).await? else { return Ok(None) };
        let standing = Standing { scope: token.scope, ..standing };
        Ok(Some(Bearer { token, standing, locale }))
    }

    async fn open_session(&self, hash: &[u8], now: DateTime<Utc>) -> Result<Option<OpenSession>, AppError> {
        let (present, earlier) = (session::Column::Hash, session::Column::EarlierHash);
        let with_hash = Condition::any().add(present.eq(hash.to_vec())).add(earlier.eq(hash.to_vec()));
        let shown = session::Entity::find().filter(with_hash).filter(session::Column::EndedAt.is_null());
        let found = shown.one(self.reader()).await.map_err(store_error)?.map(convert::session).transpose()?;
        let Some(session) = found.filter(|session| session.opens_with(hash, now)) else { return Ok(None) };
        let known: Option<(Standing, Locale)> = standing::at(self.reader(), session.person, now).await?;
        Ok(known.map(|(standing, locale)| OpenSession { session, standing, locale }))
    }

    async fn is_known_browser(&self, hash: &[u8], since: DateTime<Utc>) -> Result<bool, AppError> {
        use known_browser::{Column, Entity};
        let known = Entity::find().filter(Column::Hash.eq(hash.to_vec())).filter(Column::SeenAt.gt(since));
        Ok(known.one(self.reader()).await.map_err(store_error)?.is_some())
    }

    async fn sessions_of(&self, person: PersonId, now: DateTime<Utc>) -> Result<Vec<Session>, AppError> {
        let rows = session::Entity::find()
            .filter(session::Column::PersonId.eq(Uuid::from(person)))
            .filter(session::Column::EndedAt.is_null())
            .order_by_desc(session::Column::CreatedAt)
            .order_by_desc(session::Column::Id)
            .limit(MOST_SESSIONS)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let sessions: Vec<Session> = rows.into_iter().map(convert::session).collect::<Result<_, _>>()?;
        Ok(sessions.into_iter().filter(|session| session.is_open(now)).collect())
    }

    async fn tokens_of(&self, person: PersonId) -> Result<Vec<ApiToken>, AppError> {
        let rows = api_token::Entity::find()
            .filter(api_token::Column::PersonId.eq(Uuid::from(person)))
            .filter(api_token::Column::RevokedAt.is_null())
            .order_by_desc(api_token::Column::CreatedAt)
            .order_by_desc(api_token::Column::Id)
            .limit(MOST_TOKENS)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(people::token).collect()
    }

    async fn sign_in_request(&self, id: SignInId) -> Result<Option<SignIn>, AppError> {
        let found = sign_in::Entity::find_by_id(Uuid::from(id)).one(self.reader()).await;
        found.map_err(store_error)?.map(convert::sign_in).transpose()
    }

    async fn invitation_by_id(&self, id: InvitationId) -> Result<Option<Invitation>, AppError> {
        let this = invitation::Entity::find_by_id(Uuid::from(id)).find_also_related(invitation_offer::Entity);
        this.one(self.reader()).await.map_err(store_error)?.map(convert::invitation).transpose()
    }

    async fn invitations_of(&self, persons: &[PersonId]) -> Result<Vec<Invitation>, AppError> {
        let rows = newest_invitations()
            .filter(invitation::Column::PersonId.is_in(uuids(persons)))
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::invitation).collect()
    }

    async fn open_offers(&self, organisation: StakeholderId, now: DateTime<Utc>) -> Result<Vec<Invitation>, AppError> {
        let sent = newest_invitations()
            .filter(invitation_offer::Column::OrganisationId.eq(Uuid::from(organisation)))
            .filter(invitation::Column::AcceptedAt.is_null())
            .limit(MOST_OFFERS)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let invitations: Vec<Invitation> = sent.into_iter().map(convert::invitation).collect::<Result<_, _>>()?;
        Ok(invitations.into_iter().filter(|invitation| invitation.is_open(now)).collect())
    }

    async fn is_administered(&self, now: DateTime<Utc>) -> Result<bool, AppError> {
        let day = standing::day(self.reader(), now).await?;
        let administrators = role_grant::Entity::find()
            .filter(role_grant::Column::Role.eq(name_of(Role::PlatformAdmin)))
            .filter(standing::held_on(day));
        Ok(administrators.count(self.reader()).await.map_err(store_error)? > 0)
    }
}

/// Invitations that were not taken back or replaced, newest first, each with the place that it offers.
fn newest_invitations() -> SelectTwo<invitation::Entity, invitation_offer::Entity> {
    invitation::Entity::find()
        .find_also_related(invitation_offer::Entity)
        .filter(invitation::Column::WithdrawnAt.is_null())
        .order_by_desc(invitation::Column::CreatedAt)
        .order_by_desc(invitation::Column::Id)
}
