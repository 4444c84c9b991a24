//! Everything about one person: counted, told and erased.

mod told;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_app::AppError;
use cordata_app::ports::personal_data::PersonalDataRepo;
use cordata_domain::identity::{EmailAddress, Offices, Person};
use cordata_domain::ids::PersonId;
use cordata_domain::notification::{MailState, Withheld};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, Select};
use serde_json::Value;
use uuid::Uuid;

use crate::convert::people;
use crate::convert::value::name_of;
use crate::entity::{
    action_link, affiliation, api_token, audit_value, concertation_table, contributor, idempotency, invitation,
    invitation_offer, known_browser, mail, notification_preference, openid_subject, person, role_grant, seat_holder,
    session, sign_in,
};
use crate::error::store_error;
use crate::sql::save_version;
use crate::tx::WriteTx;

#[async_trait]
impl PersonalDataRepo for WriteTx {
    async fn offices(&mut self, person: PersonId, day: NaiveDate) -> Result<Offices, AppError> {
        let posts = affiliation::Entity::find()
            .filter(affiliation::Column::PersonId.eq(person.0))
            .filter(affiliation::Column::WithdrawnAt.is_null())
            .filter(not_over(affiliation::Column::ValidTo, day));
        let roles = role_grant::Entity::find()
            .filter(role_grant::Column::PersonId.eq(person.0))
            .filter(role_grant::Column::WithdrawnAt.is_null())
            .filter(not_over(role_grant::Column::ValidTo, day));
        let seats = seat_holder::Entity::find()
            .filter(seat_holder::Column::PersonId.eq(person.0))
            .filter(not_over(seat_holder::Column::ValidTo, day));
        let tables = concertation_table::Entity::find().filter(concertation_table::Column::CoordinatorId.eq(person.0));
        Ok(Offices {
            posts: self.counted(posts).await?,
            roles: self.counted(roles).await?,
            seats: self.counted(seats).await?,
            tables: self.counted(tables).await?,
        })
    }

    async fn personal_data(&mut self, person: PersonId) -> Result<Value, AppError> {
        told::all(self, person.0).await
    }

    async fn erase_person(
        &mut self,
        person: &Person,
        address: Option<&EmailAddress>,
        at: DateTime<Utc>,
    ) -> Result<(), AppError> {
        let row = people::person_row(person);
        save_version(self.connection(), row, person::Column::Id, person::Column::Version).await?;
        self.empty_tokens(person.id.0, at).await?;
        self.end_sessions(person.id.0, at).await?;
        self.forget_ways_to(person.id.0).await?;
        self.empty_mails_of(mail::Column::RecipientId.eq(person.id.0)).await?;
        if let Some(address) = address
            && !self.is_shared(address, person.id.0).await?
        {
            self.forget_citizen(address).await?;
        }
        Ok(())
    }
}

/// Still true on `day`, or only later.
fn not_over<C: ColumnTrait>(to: C, day: NaiveDate) -> Condition {
    Condition::any().add(to.is_null()).add(to.gte(day))
}

fn same_address<C: ColumnTrait>(column: C, address: &EmailAddress) -> SimpleExpr {
    Expr::expr(Func::lower(Expr::col(column))).eq(address.as_str().to_lowercase())
}

impl WriteTx {
    async fn counted<E>(&self, select: Select<E>) -> Result<u32, AppError>
    where
        E: EntityTrait,
        E::Model: Sync,
    {
        let count = select.count(self.connection()).await.map_err(store_error)?;
        u32::try_from(count).map_err(|error| AppError::Fault(error.into()))
    }

    async fn empty_tokens(&self, person: Uuid, at: DateTime<Utc>) -> Result<(), AppError> {
        use api_token::Column;
        let of_person = || api_token::Entity::update_many().filter(Column::PersonId.eq(person));
        let revoke = of_person().col_expr(Column::RevokedAt, Expr::value(at)).filter(Column::RevokedAt.is_null());
        revoke.exec(self.connection()).await.map_err(store_error)?;
        let empty = of_person().col_expr(Column::Label, Expr::value(""));
        empty.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }

    /// Sessions and open invitations end, and the names of browsers go.
    async fn end_sessions(&self, person: Uuid, at: DateTime<Utc>) -> Result<(), AppError> {
        use session::Column;
        let of_person = || session::Entity::update_many().filter(Column::PersonId.eq(person));
        let end = of_person().col_expr(Column::EndedAt, Expr::value(at)).filter(Column::EndedAt.is_null());
        end.exec(self.connection()).await.map_err(store_error)?;
        let empty = of_person().col_expr(Column::Agent, Expr::value(""));
        empty.exec(self.connection()).await.map_err(store_error)?;
        let withdraw = invitation::Entity::update_many()
            .col_expr(invitation::Column::WithdrawnAt, Expr::value(at))
            .filter(invitation::Column::PersonId.eq(person))
            .filter(invitation::Column::WithdrawnAt.is_null());
        withdraw.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }

    /// Names at identity providers, links, preferences, offers, values beside the trail, and answers that were kept for
    /// their programs.
    async fn forget_ways_to(&self, person: Uuid) -> Result<(), AppError> {
        let names = openid_subject::Entity::delete_many().filter(openid_subject::Column::PersonId.eq(person));
        names.exec(self.connection()).await.map_err(store_error)?;
        let browsers = known_browser::Entity::delete_many().filter(known_browser::Column::PersonId.eq(person));
        browsers.exec(self.connection()).await.map_err(store_error)?;
        let links = action_link::Entity::delete_many().filter(action_link::Column::PersonId.eq(person));
        links.exec(self.connection()).await.map_err(store_error)?;
        let chosen = notification_preference::Column::PersonId.eq(person);
        let preferences = notification_preference::Entity::delete_many().filter(chosen);
        preferences.exec(self.connection()).await.map_err(store_error)?;
        let invited = Query::select()
            .column(invitation::Column::Id)
            .from(invitation::Entity)
            .and_where(invitation::Column::PersonId.eq(person))
            .take();
        let offers =
            invitation_offer::Entity::delete_many().filter(invitation_offer::Column::InvitationId.in_subquery(invited));
        offers.exec(self.connection()).await.map_err(store_error)?;
        let values = audit_value::Entity::delete_many().filter(audit_value::Column::PersonId.eq(person));
        values.exec(self.connection()).await.map_err(store_error)?;
        let own = idempotency::Column::Scope.starts_with(format!("{person}:"));
        let answers = idempotency::Entity::delete_many().filter(own);
        answers.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }

    /// Mails keep their subject, their time and what became of them. One that was not sent yet never will be, and whoever
    /// holds it loses it.
    async fn empty_mails_of(&self, whose: SimpleExpr) -> Result<(), AppError> {
        use mail::Column;
        let open =
            Condition::any().add(Column::NextAttemptAt.is_not_null()).add(Column::State.eq(name_of(MailState::Failed)));
        let stop = mail::Entity::update_many()
            .col_expr(Column::State, Expr::value(name_of(MailState::Skipped)))
            .col_expr(Column::StateReason, Expr::value(name_of(Withheld::Erased)))
            .col_expr(Column::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
            .col_expr(Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
            .col_expr(Column::LeaseOwner, Expr::value(None::<String>))
            .filter(whose.clone())
            .filter(open);
        stop.exec(self.connection()).await.map_err(store_error)?;
        let empty = mail::Entity::update_many()
            .col_expr(Column::Address, Expr::value(""))
            .col_expr(Column::Bytes, Expr::value(Vec::<u8>::new()))
            .col_expr(Column::LastError, Expr::value(None::<String>))
            .filter(whose);
        empty.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }

    /// Whether somebody else reads mail at this address.
    async fn is_shared(&self, address: &EmailAddress, person: Uuid) -> Result<bool, AppError> {
        let others = person::Entity::find()
            .filter(same_address(person::Column::Email, address))
            .filter(person::Column::Id.ne(person));
        Ok(self.counted(others).await? > 0)
    }

    /// What came from this address, or went there, without a person's name.
    async fn forget_citizen(&self, address: &EmailAddress) -> Result<(), AppError> {
        let to_citizen =
            Condition::all().add(mail::Column::RecipientId.is_null()).add(same_address(mail::Column::Address, address));
        self.empty_mails_of(to_citizen.into()).await?;
        let links = Query::select()
            .column(contributor::Column::ContributionId)
            .from(contributor::Entity)
            .and_where(same_address(contributor::Column::Address, address))
            .take();
        let follow = action_link::Entity::delete_many().filter(action_link::Column::SubjectId.in_subquery(links));
        follow.exec(self.connection()).await.map_err(store_error)?;
        let asked = sign_in::Entity::delete_many().filter(same_address(sign_in::Column::Address, address));
        asked.exec(self.connection()).await.map_err(store_error)?;
        let citizens = contributor::Entity::delete_many().filter(same_address(contributor::Column::Address, address));
        citizens.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }
}
