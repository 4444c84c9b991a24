//! What is kept for some time only.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::{AppError, Command};

use cordata_app::ports::personal_data::RetentionRepo;
use cordata_app::retention::Perishable;
use cordata_app::session::InviteMember;
use cordata_domain::identity::SignIn;
use cordata_domain::ids::PersonId;
use cordata_domain::notification::MailState;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::convert::value::name_of;
use crate::entity::{
    action_link, affiliation, api_token, audit_entry, idempotency, invitation, invitation_offer, job, known_browser,
    mail, openid_attempt, openid_subject, person, role_grant, seat_holder, session, sign_in, usage_quota,
};
use crate::error::store_error;
use crate::tx::WriteTx;

#[async_trait]
impl RetentionRepo for WriteTx {
    async fn discard(&mut self, what: Perishable, before: DateTime<Utc>, limit: u32) -> Result<u64, AppError> {
        let limit = u64::from(limit);
        match what {
            Perishable::MailBodies => self.empty_mails(before, limit).await,
            Perishable::Links => self.remove_links(before, limit).await,
            Perishable::FinishedJobs => self.remove_jobs(before, limit).await,
            Perishable::IdempotencyKeys => self.remove_answers(before, limit).await,
            Perishable::AddressHashes => self.remove_counts(before, limit).await,
        }
    }

    async fn strangers(&mut self, invited_before: DateTime<Utc>, limit: u32) -> Result<Vec<PersonId>, AppError> {
        let found = strangers(invited_before).order_by_asc(person::Column::Id).limit(u64::from(limit));
        let ids: Vec<Uuid> = found.into_tuple().all(self.connection()).await.map_err(store_error)?;
        Ok(ids.into_iter().map(PersonId::from).collect())
    }

    async fn is_stranger(&mut self, person: PersonId, invited_before: DateTime<Utc>) -> Result<bool, AppError> {
        let found = strangers(invited_before).filter(person::Column::Id.eq(person.0));
        let id: Option<Uuid> = found.into_tuple().one(self.connection()).await.map_err(store_error)?;
        Ok(id.is_some())
    }
}

/// The ids of those who were offered places before a moment and not since, became known by that, and neither took one up
/// nor hold, did or opened anything.
fn strangers(invited_before: DateTime<Utc>) -> Select<person::Entity> {
    use audit_entry::Column as Entry;
    use invitation::Column;
    let offers =
        || Query::select().column(invitation_offer::Column::InvitationId).from(invitation_offer::Entity).take();
    let once = Condition::all().add(Column::CreatedAt.lt(invited_before)).add(Column::Id.in_subquery(offers()));
    let otherwise = Condition::any()
        .add(Column::CreatedAt.gte(invited_before))
        .add(Column::AcceptedAt.is_not_null())
        .add(Column::Id.not_in_subquery(offers()));
    let by_an_offer = Condition::all().add(Entry::Command.eq(InviteMember::NAME)).add(Entry::SubjectKind.eq("Person"));
    let all = Condition::all;
    let known = [
        of_person(invitation::Entity, Column::PersonId, otherwise),
        of_person(audit_entry::Entity, Entry::PersonId, all()),
        of_person(affiliation::Entity, affiliation::Column::PersonId, all()),
        of_person(role_grant::Entity, role_grant::Column::PersonId, all()),
        of_person(seat_holder::Entity, seat_holder::Column::PersonId, all()),
        of_person(session::Entity, session::Column::PersonId, all()),
        of_person(api_token::Entity, api_token::Column::PersonId, all()),
        of_person(openid_subject::Entity, openid_subject::Column::PersonId, all()),
    ];
    let found = person::Entity::find()
        .filter(person::Column::ErasedAt.is_null())
        .filter(of_person(invitation::Entity, Column::PersonId, once))
        .filter(of_person(audit_entry::Entity, Entry::SubjectId, by_an_offer));
    known.into_iter().fold(found, |found, known| found.filter(known.not())).select_only().column(person::Column::Id)
}

/// Whether there is such a row about the person.
fn of_person(table: impl EntityTrait, about: impl ColumnTrait, which: Condition) -> SimpleExpr {
    let same = about.into_expr().equals((person::Entity, person::Column::Id));
    Expr::exists(Query::select().expr(Expr::value(1)).from(table).and_where(same).cond_where(which).take())
}

impl WriteTx {
    /// A dead letter keeps its text as long as it can be sent again.
    async fn empty_mails(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use mail::Column;
        let over = Condition::any().add(Column::State.ne(name_of(MailState::Failed))).add(Column::ExpiresAt.lt(before));
        let these = Query::select()
            .column(Column::Id)
            .from(mail::Entity)
            .and_where(Column::CreatedAt.lt(before))
            .and_where(Column::NextAttemptAt.is_null())
            .and_where(Column::LeaseOwner.is_null())
            .and_where(Column::Address.ne(""))
            .cond_where(over)
            .limit(limit)
            .take();
        let empty = mail::Entity::update_many()
            .col_expr(Column::Address, Expr::value(""))
            .col_expr(Column::Bytes, Expr::value(Vec::<u8>::new()))
            .col_expr(Column::LastError, Expr::value(None::<String>))
            .filter(Column::Id.in_subquery(these));
        Ok(empty.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }

    async fn remove_links(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use action_link::Column;
        let these = Query::select()
            .column(Column::Id)
            .from(action_link::Entity)
            .and_where(Column::ExpiresAt.lt(before))
            .limit(limit)
            .take();
        let removed = action_link::Entity::delete_many().filter(Column::Id.in_subquery(these));
        let links = removed.exec(self.connection()).await.map_err(store_error)?.rows_affected;
        let asked = self.remove_sign_ins(before, limit).await? + self.remove_openid_attempts(before, limit).await?;
        let known = self.remove_browsers(before, limit).await?;
        Ok(links + asked + known + self.remove_sessions(before, limit).await?)
    }

    /// A browser in which nobody signed in for so long is not known any more.
    async fn remove_browsers(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use known_browser::Column;
        let unknown = before - TimeDelta::days(SignIn::BROWSER_DAYS);
        let these = Query::select()
            .column(Column::Hash)
            .from(known_browser::Entity)
            .and_where(Column::SeenAt.lt(unknown))
            .limit(limit)
            .take();
        let removed = known_browser::Entity::delete_many()
            .filter(Column::Hash.in_subquery(these))
            .filter(Column::SeenAt.lt(unknown));
        Ok(removed.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }

    /// Requests to sign in are over after an hour.
    async fn remove_sign_ins(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use sign_in::Column;
        let these = Query::select()
            .column(Column::Id)
            .from(sign_in::Entity)
            .and_where(Column::RequestedAt.lt(before))
            .limit(limit)
            .take();
        let removed = sign_in::Entity::delete_many().filter(Column::Id.in_subquery(these));
        Ok(removed.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }

    /// Browsers are awaited back from the identity provider for minutes.
    async fn remove_openid_attempts(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use openid_attempt::Column;
        let these = Query::select()
            .column(Column::Id)
            .from(openid_attempt::Entity)
            .and_where(Column::CreatedAt.lt(before))
            .limit(limit)
            .take();
        let removed = openid_attempt::Entity::delete_many().filter(Column::Id.in_subquery(these));
        Ok(removed.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }

    /// A session that was not used for so long has ended, whether or not anybody ended it.
    async fn remove_sessions(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use session::Column;
        let these = Query::select()
            .column(Column::Id)
            .from(session::Entity)
            .and_where(Column::LastUsedAt.lt(before))
            .limit(limit)
            .take();
        let removed = session::Entity::delete_many().filter(Column::Id.in_subquery(these));
        Ok(removed.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }

    async fn remove_jobs(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use job::Column;
        let these = Query::select()
            .column(Column::Id)
            .from(job::Entity)
            .and_where(Column::FinishedAt.lt(before))
            .limit(limit)
            .take();
        let removed = job::Entity::delete_many().filter(Column::Id.in_subquery(these));
        Ok(removed.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }

    async fn remove_answers(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use idempotency::Column;
        let these = Query::select()
            .columns([Column::Scope, Column::Key])
            .from(idempotency::Entity)
            .and_where(Column::RecordedAt.lt(before))
            .limit(limit)
            .take();
        let key = Expr::tuple([Expr::col(Column::Scope), Expr::col(Column::Key)]);
        let removed = idempotency::Entity::delete_many().filter(key.in_subquery(these));
        Ok(removed.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }

    async fn remove_counts(&self, before: DateTime<Utc>, limit: u64) -> Result<u64, AppError> {
        use usage_quota::Column;
        let these = Query::select()
            .columns([Column::Of, Column::Until])
            .from(usage_quota::Entity)
            .and_where(Column::Until.lt(before))
            .limit(limit)
            .take();
        let key = Expr::tuple([Expr::col(Column::Of), Expr::col(Column::Until)]);
        let removed = usage_quota::Entity::delete_many().filter(key.in_subquery(these));
        Ok(removed.exec(self.connection()).await.map_err(store_error)?.rows_affected)
    }
}
