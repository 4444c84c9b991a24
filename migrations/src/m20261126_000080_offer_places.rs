use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, text, uuid};

use crate::schema::{index, one_of_null, reference};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(offer()).await?;
        manager.create_index(index("invitation_offer", &["organisation_id"])).await
    }
}

/// The place in an organisation that an invitation offers.
fn offer() -> TableCreateStatement {
    Table::create()
        .table("invitation_offer")
        .col(uuid("invitation_id").primary_key())
        .col(uuid("organisation_id"))
        .col(text("name"))
        .col(text("address"))
        .col(text("post"))
        .col(one_of_null("role", ["DELEGATE", "ORG_MANAGER"]))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .foreign_key(&mut reference("invitation_offer", "invitation_id", "invitation"))
        .foreign_key(&mut reference("invitation_offer", "organisation_id", "stakeholder"))
        .take()
}
