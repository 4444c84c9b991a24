//! Counts of what may be done only so often, and the salt of their hashes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::LimitRepo;
use cordata_domain::limit::Limit;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::upsert::upsert;
use crate::convert::instance::ONLY;
use crate::entity::{instance_limit, instance_salt, usage_quota};
use crate::error::store_error;
use crate::tx::WriteTx;

#[async_trait]
impl LimitRepo for WriteTx {
    async fn limit(&mut self, limit: Limit) -> Result<Option<i64>, AppError> {
        let name = <&str>::from(limit).to_owned();
        let found = instance_limit::Entity::find_by_id(name).one(self.connection()).await.map_err(store_error)?;
        Ok(found.map(|row| row.value))
    }

    async fn put_limit(&mut self, limit: Limit, value: i64) -> Result<(), AppError> {
        use instance_limit::Column::{Name, Value};
        let row = instance_limit::Model { name: <&str>::from(limit).to_owned(), value };
        let replace = OnConflict::column(Name).update_column(Value).to_owned();
        upsert(self.connection(), vec![row], replace).await.map(|_| ())
    }

    async fn salt(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        let found = instance_salt::Entity::find_by_id(ONLY).one(self.connection()).await.map_err(store_error)?;
        Ok(found.map(|row| row.salt))
    }

    async fn offer_salt(&mut self, salt: &[u8]) -> Result<(), AppError> {
        let unless_there = OnConflict::column(instance_salt::Column::Id).do_nothing().to_owned();
        let row = instance_salt::Model { id: ONLY, salt: salt.to_vec() };
        upsert(self.connection(), vec![row], unless_there).await.map(|_| ())
    }

    async fn take_quota(&mut self, of: &[u8], until: DateTime<Utc>, most: u32) -> Result<bool, AppError> {
        use usage_quota::{Column, Entity, Model};
        // One statement counts and checks: the row is locked until the end, so many at once queue up here.
        let used = || Expr::col((Entity, Column::Used));
        let counted = OnConflict::columns([Column::Of, Column::Until])
            .value(Column::Used, used().add(1))
            .action_and_where(used().lt(i64::from(most)))
            .to_owned();
        let row = Model { of: of.to_vec(), until, used: 1 };
        Ok(upsert(self.connection(), vec![row], counted).await? == 1)
    }

    async fn give_back_quota(&mut self, of: &[u8], until: DateTime<Utc>) -> Result<(), AppError> {
        use usage_quota::{Column, Entity};
        let counted = || Column::Of.eq(of.to_vec()).and(Column::Until.eq(until));
        let less = Entity::update_many()
            .col_expr(Column::Used, Expr::col(Column::Used).sub(1))
            .filter(counted())
            .filter(Column::Used.gt(1));
        if less.exec(self.connection()).await.map_err(store_error)?.rows_affected > 0 {
            return Ok(());
        }
        // Nothing is counted as nothing.
        let none = Entity::delete_many().filter(counted()).filter(Column::Used.eq(1));
        none.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }
}
