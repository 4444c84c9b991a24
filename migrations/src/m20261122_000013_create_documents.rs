use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, blob_null, pk_uuid, text, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::schema::{index, one_of, reference, refuse_changes, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const FILE_KINDS: [&str; 12] =
    ["PDF", "ODT", "ODS", "DOCX", "XLSX", "PNG", "JPEG", "TEXT", "CSV", "P7M", "ASIC_E", "ASIC_S"];
const UPLOAD_STATES: [&str; 5] = ["PENDING", "RECEIVING", "RECEIVED", "REFUSED", "ATTACHED"];
const ONE_SUBJECT: &str = "(CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END) \
                           + (CASE WHEN agreement_id IS NULL THEN 0 ELSE 1 END) \
                           + (CASE WHEN commitment_id IS NULL THEN 0 ELSE 1 END) = 1";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [upload(), document(), document_version(), blob_piece()] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        refuse_changes(manager, "document_version").await
    }
}

fn upload() -> TableCreateStatement {
    Table::create()
        .table("upload")
        .col(pk_uuid("id"))
        .col(blob("hash"))
        .col(uuid_null("person_id"))
        .col(text("file_name"))
        .col(one_of("kind", FILE_KINDS))
        .col(big_integer("size_bytes").check(Expr::cust("size_bytes > 0")))
        .col(uuid("blob_id"))
        .col(blob_null("sha256"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(one_of("state", UPLOAD_STATES))
        .foreign_key(&mut reference("upload", "person_id", "person"))
        .take()
}

/// The agreement is named by its id alone: agreements are another migration's.
fn document() -> TableCreateStatement {
    Table::create()
        .table("document")
        .col(pk_uuid("id"))
        .col(uuid_null("meeting_id"))
        .col(uuid_null("agreement_id"))
        .col(uuid_null("commitment_id"))
        .col(text("title"))
        .col(text("language"))
        .col(one_of("visibility", ["PUBLIC", "MEMBERS", "RESERVED"]))
        .col(big_integer("versions"))
        .col(big_integer("version"))
        .check(Expr::cust(ONE_SUBJECT))
        .foreign_key(&mut reference("document", "meeting_id", "meeting"))
        .foreign_key(&mut reference("document", "agreement_id", "agreement"))
        .foreign_key(&mut reference("document", "commitment_id", "commitment"))
        .take()
}

fn document_version() -> TableCreateStatement {
    Table::create()
        .table("document_version")
        .col(uuid("document_id"))
        .col(big_integer("number").check(Expr::cust("number > 0")))
        .col(text("file_name"))
        .col(one_of("kind", FILE_KINDS))
        .col(big_integer("size_bytes").check(Expr::cust("size_bytes > 0")))
        .col(blob("sha256"))
        .col(uuid("blob_id"))
        .col(timestamp_with_time_zone("uploaded_at"))
        .col(uuid_null("person_id"))
        .primary_key(Index::create().col("document_id").col("number"))
        .foreign_key(&mut reference("document_version", "document_id", "document"))
        .foreign_key(&mut reference("document_version", "person_id", "person"))
        .take()
}

/// Bytes in pieces. They name nothing else: the store of bytes may be another one.
fn blob_piece() -> TableCreateStatement {
    Table::create()
        .table("blob_piece")
        .col(uuid("blob_id"))
        .col(big_integer("position"))
        .col(blob("bytes"))
        .primary_key(Index::create().col("blob_id").col("position"))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("upload", &["hash"]),
        index("upload", &["person_id", "expires_at"]),
        index("upload", &["expires_at"]),
        index("document", &["meeting_id", "id"]),
        index("document", &["agreement_id", "id"]),
        index("document", &["commitment_id", "id"]),
        unique("document_version", &["blob_id"]),
        index("document_version", &["person_id"]),
    ]
}
