use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, date, json_binary, json_binary_null, pk_uuid, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::schema::{index, one_of, one_of_null, reference, refuse_changes, sort_text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const KINDS: [&str; 6] = ["FLOW_PER_PERIOD", "FLOW_CUMULATIVE", "STOCK", "RATIO", "INDEX", "QUALITATIVE"];
const DIRECTIONS: [&str; 4] = ["HIGHER_IS_BETTER", "LOWER_IS_BETTER", "TARGET_RANGE", "NEUTRAL"];
const FREQUENCIES: [&str; 5] = ["MONTHLY", "QUARTERLY", "HALF_YEARLY", "ANNUAL", "OCCASIONAL"];
const MISSING: [&str; 4] = ["NOT_AVAILABLE", "NOT_APPLICABLE", "NOT_YET_DUE", "CONFIDENTIAL"];
const MEASUREMENT_STATES: [&str; 5] = ["DRAFT", "SUBMITTED", "VALIDATED", "PUBLISHED", "SUPERSEDED"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            indicator(),
            indicator_objective(),
            indicator_series(),
            baseline(),
            target(),
            measurement(),
            deviation_explanation(),
        ] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        refuse_changes(manager, "baseline").await?;
        refuse_changes(manager, "deviation_explanation").await
    }
}

/// Decimals are texts in their one canonical form: a decimal column of SQLite would lose digits without an error.
fn indicator() -> TableCreateStatement {
    Table::create()
        .table("indicator")
        .col(pk_uuid("id"))
        .col(text("code"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .col(json_binary("name"))
        .col(one_of("class", ["ECONOMIC", "SOCIAL", "ENVIRONMENTAL"]))
        .col(json_binary_null("unit"))
        .col(one_of("kind", KINDS))
        .col(big_integer_null("max_age_days"))
        .col(one_of("direction", DIRECTIONS))
        .col(text_null("range_lo"))
        .col(text_null("range_hi"))
        .col(text("tolerance"))
        .col(one_of("frequency", FREQUENCIES))
        .col(big_integer("decimals"))
        .col(one_of("counted", ["PERSONS", "THINGS"]))
        .col(text("source"))
        .col(uuid_null("steward_id"))
        .col(one_of("state", ["DRAFT", "ACTIVE", "RETIRED"]))
        .col(uuid_null("successor_id"))
        .col(big_integer("version"))
        .check(Expr::cust("(kind = 'STOCK') = (max_age_days IS NOT NULL)"))
        .check(Expr::cust("(direction = 'TARGET_RANGE') = (range_lo IS NOT NULL)"))
        .check(Expr::cust("(range_lo IS NULL) = (range_hi IS NULL)"))
        .foreign_key(&mut reference("indicator", "steward_id", "stakeholder"))
        .foreign_key(&mut reference("indicator", "successor_id", "indicator"))
        .take()
}

fn indicator_objective() -> TableCreateStatement {
    Table::create()
        .table("indicator_objective")
        .col(uuid("indicator_id"))
        .col(uuid("objective_id"))
        .primary_key(Index::create().col("indicator_id").col("objective_id"))
        .foreign_key(&mut reference("indicator_objective", "indicator_id", "indicator"))
        .foreign_key(&mut reference("indicator_objective", "objective_id", "objective"))
        .take()
}

fn indicator_series() -> TableCreateStatement {
    Table::create()
        .table("indicator_series")
        .col(uuid("indicator_id"))
        .col(big_integer("number"))
        .col(json_binary("label"))
        .col(date("since"))
        .col(text_null("reason"))
        .col(json_binary_null("formula"))
        .primary_key(Index::create().col("indicator_id").col("number"))
        .foreign_key(&mut reference("indicator_series", "indicator_id", "indicator"))
        .take()
}

/// The columns that say which indicator, series and part of the whole a number belongs to, which days it speaks of and
/// where it comes from. The zone and the municipality stand in `dimensions` too; as columns they are references.
fn fact(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(pk_uuid("id"))
        .col(uuid("indicator_id"))
        .col(big_integer("series"))
        .col(text("dimensions"))
        .col(uuid_null("zone_id"))
        .col(uuid_null("municipality_id"))
        .col(date("period_from"))
        .col(date("period_to"))
        .col(text("source_name"))
        .col(text_null("source_url"))
        .col(date("source_published_on"))
        .col(text_null("confirmation"))
        .check(Expr::cust("period_to >= period_from"))
        .foreign_key(
            ForeignKey::create()
                .name(format!("fk_{table}_series"))
                .from(table, ("indicator_id", "series"))
                .to("indicator_series", ("indicator_id", "number")),
        )
        .foreign_key(&mut reference(table, "zone_id", "homogeneous_zone"))
        .foreign_key(&mut reference(table, "municipality_id", "municipality"))
        .take()
}

/// What was observed is one of four things, never two (rule I6).
fn observed(mut table: TableCreateStatement) -> TableCreateStatement {
    table
        .col(text_null("value"))
        .col(text_null("numerator"))
        .col(text_null("denominator"))
        .col(text_null("words"))
        .col(one_of_null("missing", MISSING))
        .check(Expr::cust("(numerator IS NULL) = (denominator IS NULL)"))
        .check(Expr::cust(
            "(CASE WHEN value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN numerator IS NULL THEN 0 ELSE 1 END) \
             + (CASE WHEN words IS NULL THEN 0 ELSE 1 END) + (CASE WHEN missing IS NULL THEN 0 ELSE 1 END) = 1",
        ))
        .take()
}

fn baseline() -> TableCreateStatement {
    observed(fact("baseline"))
        .col(uuid("plan_id"))
        .col(text_null("late_reason"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut reference("baseline", "plan_id", "plan"))
        .take()
}

fn target() -> TableCreateStatement {
    fact("target")
        .col(uuid("plan_id"))
        .col(text("value"))
        .col(text_null("reason"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut reference("target", "plan_id", "plan"))
        .take()
}

fn measurement() -> TableCreateStatement {
    observed(fact("measurement"))
        .col(big_integer("vintage"))
        .col(text_null("note"))
        .col(one_of("state", MEASUREMENT_STATES))
        .col(uuid_null("supersedes_id"))
        .col(uuid_null("superseded_by_id"))
        .col(uuid_null("entered_by_id"))
        .col(uuid_null("on_behalf_of_id"))
        .col(timestamp_with_time_zone("entered_at"))
        .col(uuid_null("validated_by_id"))
        .col(timestamp_with_time_zone_null("validated_at"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(big_integer("version"))
        .check(Expr::cust("(state = 'SUPERSEDED') = (superseded_by_id IS NOT NULL)"))
        .check(Expr::cust("validated_by_id IS NULL OR entered_by_id IS NULL OR validated_by_id <> entered_by_id"))
        .foreign_key(&mut reference("measurement", "supersedes_id", "measurement"))
        .foreign_key(&mut reference("measurement", "superseded_by_id", "measurement"))
        .foreign_key(&mut reference("measurement", "entered_by_id", "person"))
        .foreign_key(&mut reference("measurement", "on_behalf_of_id", "stakeholder"))
        .foreign_key(&mut reference("measurement", "validated_by_id", "person"))
        .take()
}

fn deviation_explanation() -> TableCreateStatement {
    Table::create()
        .table("deviation_explanation")
        .col(pk_uuid("id"))
        .col(uuid("indicator_id"))
        .col(uuid("plan_id"))
        .col(date("period_from"))
        .col(date("period_to"))
        .col(text("body"))
        .col(text("language"))
        .col(uuid_null("on_behalf_of_id"))
        .col(uuid_null("author_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut reference("deviation_explanation", "indicator_id", "indicator"))
        .foreign_key(&mut reference("deviation_explanation", "plan_id", "plan"))
        .foreign_key(&mut reference("deviation_explanation", "on_behalf_of_id", "stakeholder"))
        .foreign_key(&mut reference("deviation_explanation", "author_id", "person"))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("indicator", &["code"]),
        index("indicator", &["sort_key", "id"]),
        index("indicator", &["steward_id"]),
        index("indicator_objective", &["objective_id"]),
        unique("baseline", &["indicator_id", "plan_id", "series", "dimensions"]),
        index("baseline", &["plan_id"]),
        index("target", &["indicator_id", "plan_id"]),
        index("measurement", &["indicator_id", "series", "dimensions", "period_to"]),
        index("measurement", &["state", "id"]),
        index("deviation_explanation", &["indicator_id", "plan_id"]),
    ]
}
