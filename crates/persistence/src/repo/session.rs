//! Requests to sign in, invitations, sessions.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_app::AppError;
use cordata_app::ports::session::SessionRepo;
use cordata_domain::identity::{EmailAddress, Invitation, Person, Role, Session, SignIn};
use cordata_domain::ids::{InvitationId, PersonId, SessionId, SignInId, StakeholderId, TokenId};
use cordata_domain::policy::Standing;
use sea_orm::sea_query::{Expr, IntoCondition, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::upsert::upsert;
use crate::convert::value::name_of;
use crate::convert::{people, session as convert};
use crate::entity::{api_token, invitation, invitation_offer, known_browser, person, session, sign_in};
use crate::error::store_error;
use crate::query::people::reads_mail_at;
use crate::query::standing;
use crate::sql::{insert, save};
use crate::tx::WriteTx;

#[async_trait]
impl SessionRepo for WriteTx {
    async fn insert_sign_in(&mut self, request: &SignIn) -> Result<(), AppError> {
        insert(self.connection(), [convert::sign_in_row(request)]).await
    }

    async fn sign_in(&mut self, id: SignInId) -> Result<Option<SignIn>, AppError> {
        let found = sign_in::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::sign_in).transpose()
    }

    async fn sign_in_of_browser(&mut self, browser: &[u8]) -> Result<Option<SignIn>, AppError> {
        let asked = sign_in::Entity::find().filter(sign_in::Column::Browser.eq(browser.to_vec()));
        let found = asked.lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::sign_in).transpose()
    }

    async fn update_sign_in(&mut self, request: &SignIn) -> Result<(), AppError> {
        save(self.connection(), convert::sign_in_row(request), sign_in::Column::Id).await
    }

    async fn mailbox(&mut self, address: &EmailAddress) -> Result<Vec<Person>, AppError> {
        let readers = person::Entity::find().filter(reads_mail_at(address)).order_by_asc(person::Column::Id);
        let rows = readers.all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(people::person).collect()
    }

    async fn insert_invitation(&mut self, invited: &Invitation) -> Result<(), AppError> {
        insert(self.connection(), [convert::invitation_row(invited)]).await?;
        insert(self.connection(), convert::offer_row(invited)).await
    }

    async fn invitation(&mut self, id: InvitationId) -> Result<Option<Invitation>, AppError> {
        let locked = invitation::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        let Some(row) = locked.map_err(store_error)? else { return Ok(None) };
        let offer = invitation_offer::Entity::find_by_id(row.id).one(self.connection()).await.map_err(store_error)?;
        convert::invitation((row, offer)).map(Some)
    }

    async fn update_invitation(&mut self, invited: &Invitation) -> Result<(), AppError> {
        save(self.connection(), convert::invitation_row(invited), invitation::Column::Id).await
    }

    async fn withdraw_invitations(&mut self, person: PersonId, at: DateTime<Utc>) -> Result<(), AppError> {
        withdraw(self.connection(), person, Condition::all(), at).await
    }

    async fn replace_invitations(&mut self, person: PersonId, at: DateTime<Utc>) -> Result<(), AppError> {
        let plain = invitation::Column::Id.not_in_subquery(offers(Condition::all()));
        withdraw(self.connection(), person, plain.into_condition(), at).await
    }

    async fn replace_offers(
        &mut self,
        person: PersonId,
        into: StakeholderId,
        roles: &[Role],
        at: DateTime<Utc>,
    ) -> Result<(), AppError> {
        use invitation_offer::Column;
        let role =
            Condition::any().add(Column::Role.is_null()).add(Column::Role.is_in(roles.iter().map(|it| name_of(*it))));
        let same = offers(Condition::all().add(Column::OrganisationId.eq(Uuid::from(into))).add(role));
        withdraw(self.connection(), person, invitation::Column::Id.in_subquery(same).into_condition(), at).await
    }

    async fn standing(&mut self, person: PersonId, day: NaiveDate) -> Result<Standing, AppError> {
        standing::standing(self.connection(), person, day).await
    }

    async fn insert_session(&mut self, open: &Session) -> Result<(), AppError> {
        insert(self.connection(), [convert::session_row(open)]).await
    }

    async fn session(&mut self, id: SessionId) -> Result<Option<Session>, AppError> {
        let found = session::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::session).transpose()
    }

    async fn update_session(&mut self, open: &Session) -> Result<(), AppError> {
        save(self.connection(), convert::session_row(open), session::Column::Id).await
    }

    async fn end_sessions_of(&mut self, person: PersonId, at: DateTime<Utc>) -> Result<(), AppError> {
        let ended = session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(at))
            .filter(session::Column::PersonId.eq(Uuid::from(person)))
            .filter(session::Column::EndedAt.is_null())
            .exec(self.connection());
        ended.await.map(|_| ()).map_err(store_error)
    }

    async fn knows_browser(
        &mut self,
        hash: &[u8],
        address: &EmailAddress,
        since: DateTime<Utc>,
    ) -> Result<bool, AppError> {
        use known_browser::{Column, Entity};
        let readers =
            Query::select().column(person::Column::Id).from(person::Entity).and_where(reads_mail_at(address)).take();
        let known = Entity::find()
            .filter(Column::Hash.eq(hash.to_vec()))
            .filter(Column::SeenAt.gt(since))
            .filter(Column::PersonId.in_subquery(readers));
        Ok(known.one(self.connection()).await.map_err(store_error)?.is_some())
    }

    async fn keep_browser(
        &mut self,
        hash: &[u8],
        earlier: Option<&[u8]>,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), AppError> {
        use known_browser::{Column, Entity, Model};
        if let Some(earlier) = earlier {
            let renewed = Entity::update_many()
                .col_expr(Column::Hash, Expr::value(hash.to_vec()))
                .filter(Column::Hash.eq(earlier.to_vec()));
            renewed.exec(self.connection()).await.map_err(store_error)?;
        }
        let seen = OnConflict::columns([Column::Hash, Column::PersonId]).update_column(Column::SeenAt).to_owned();
        let row = Model { hash: hash.to_vec(), person_id: person.into(), seen_at: at };
        upsert(self.connection(), vec![row], seen).await.map(|_| ())
    }

    async fn forget_browsers_of(&mut self, person: PersonId) -> Result<(), AppError> {
        let theirs =
            known_browser::Entity::delete_many().filter(known_browser::Column::PersonId.eq(Uuid::from(person)));
        theirs.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }

    async fn note_token_use(&mut self, id: TokenId, at: DateTime<Utc>) -> Result<(), AppError> {
        let noted = api_token::Entity::update_many()
            .col_expr(api_token::Column::LastUsedAt, Expr::value(at))
            .filter(api_token::Column::Id.eq(Uuid::from(id)))
            .exec(self.connection());
        noted.await.map(|_| ()).map_err(store_error)
    }
}

/// The ids of invitations with such an offer.
fn offers(which: Condition) -> SelectStatement {
    Query::select()
        .column(invitation_offer::Column::InvitationId)
        .from(invitation_offer::Entity)
        .cond_where(which)
        .take()
}

/// Takes back invitations of a person that nobody accepted yet.
async fn withdraw(
    connection: &impl ConnectionTrait,
    person: PersonId,
    which: Condition,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let withdrawn = invitation::Entity::update_many()
        .col_expr(invitation::Column::WithdrawnAt, Expr::value(at))
        .filter(invitation::Column::PersonId.eq(Uuid::from(person)))
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::WithdrawnAt.is_null())
        .filter(which)
        .exec(connection);
    withdrawn.await.map(|_| ()).map_err(store_error)
}
