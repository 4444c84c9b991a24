use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, pk_uuid, timestamp_with_time_zone, uuid, uuid_null};

use crate::schema::{index, one_of, reference};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "role_grant";
const ROLES: [&str; 6] = ["DELEGATE", "ORG_MANAGER", "SECRETARIAT", "STEWARD", "AUDITOR", "PLATFORM_ADMIN"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(pk_uuid("id"))
            .col(uuid("person_id"))
            .col(one_of("role", ROLES))
            .col(one_of("scope", ["PLAN", "ORGANISATION", "TABLE"]))
            .col(uuid_null("organisation_id"))
            .col(uuid_null("table_id"))
            .col(date("valid_from"))
            .col(date_null("valid_to"))
            .col(timestamp_with_time_zone("recorded_at"))
            .check(Expr::cust("(scope = 'ORGANISATION') = (organisation_id IS NOT NULL)"))
            .check(Expr::cust("(scope = 'TABLE') = (table_id IS NOT NULL)"))
            .check(Expr::cust("valid_to IS NULL OR valid_to >= valid_from"))
            .foreign_key(&mut reference(TABLE, "person_id", "person"))
            .foreign_key(&mut reference(TABLE, "organisation_id", "stakeholder"))
            .foreign_key(&mut reference(TABLE, "table_id", "concertation_table"))
            .take();
        manager.create_table(table).await?;
        for columns in [&["person_id", "valid_from"][..], &["role"], &["organisation_id"], &["table_id"]] {
            manager.create_index(index(TABLE, columns)).await?;
        }
        Ok(())
    }
}
