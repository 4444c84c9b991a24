//! The chain of migrations, one for both databases. Every migration runs in a transaction; foreign keys stand inside
//! CREATE TABLE, and enumerations are texts with a CHECK.

mod m20261122_000001_create_plan_and_people;
mod m20261122_000002_create_tables_and_meetings;
mod m20261122_000003_create_queue;
mod m20261122_000004_create_grants;
mod m20261122_000005_create_projects_and_funding;
mod m20261122_000010_create_agreements;
mod m20261122_000011_create_indicators;
mod m20261122_000012_create_codesign;
mod m20261122_000013_create_documents;
mod m20261126_000010_create_sign_in;
mod m20261126_000020_chain_audit;
mod m20261126_000030_count_usage;
mod m20261126_000031_forget_people;
mod m20261126_000040_end_rights_at_once;
mod m20261126_000050_create_openid;
mod m20261126_000060_create_minutes;
mod m20261126_000070_create_validation;
mod m20261126_000080_offer_places;
mod m20261126_000090_keep_personal_changes;
mod m20261201_000010_know_browsers;
mod m20261201_000020_keep_limits;
mod m20261201_000030_decide_mails_again;
mod m20261201_000050_leave_no_trace;
mod schema;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_create_plan_and_people::Migration),
            Box::new(m20261122_000002_create_tables_and_meetings::Migration),
            Box::new(m20261122_000003_create_queue::Migration),
            Box::new(m20261122_000004_create_grants::Migration),
            Box::new(m20261122_000005_create_projects_and_funding::Migration),
            Box::new(m20261122_000010_create_agreements::Migration),
            Box::new(m20261122_000011_create_indicators::Migration),
            Box::new(m20261122_000012_create_codesign::Migration),
            Box::new(m20261122_000013_create_documents::Migration),
            Box::new(m20261126_000010_create_sign_in::Migration),
            Box::new(m20261126_000020_chain_audit::Migration),
            Box::new(m20261126_000030_count_usage::Migration),
            Box::new(m20261126_000031_forget_people::Migration),
            Box::new(m20261126_000040_end_rights_at_once::Migration),
            Box::new(m20261126_000050_create_openid::Migration),
            Box::new(m20261126_000060_create_minutes::Migration),
            Box::new(m20261126_000070_create_validation::Migration),
            Box::new(m20261126_000080_offer_places::Migration),
            Box::new(m20261126_000090_keep_personal_changes::Migration),
            Box::new(m20261201_000010_know_browsers::Migration),
            Box::new(m20261201_000020_keep_limits::Migration),
            Box::new(m20261201_000030_decide_mails_again::Migration),
            Box::new(m20261201_000050_leave_no_trace::Migration),
        ]
    }
}
