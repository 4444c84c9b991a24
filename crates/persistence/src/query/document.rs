//! Documents and their versions.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::document::DocumentReads;
use cordata_domain::document::{Document, DocumentSubject, DocumentVersion, DocumentVisibility};
use cordata_domain::ids::DocumentId;
use cordata_domain::policy::Visibility;
use sea_orm::sea_query::{IntoCondition, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::agreement::{in_sight, of_parties};
use super::sight::{of_visible_commitments, visible_meetings};
use crate::connect::Database;
use crate::convert::document as convert;
use crate::convert::value::{name_of, uuids};
use crate::entity::{agreement, commitment, document, document_version, meeting};
use crate::error::store_error;

#[async_trait]
impl DocumentReads for Database {
    async fn documents_of(&self, sight: &Visibility, subjects: &[DocumentSubject]) -> Result<Vec<Document>, AppError> {
        self.documents(visible(sight).filter(of_subjects(subjects))).await
    }

    async fn documents_by_id(&self, sight: &Visibility, ids: &[DocumentId]) -> Result<Vec<Document>, AppError> {
        self.documents(visible(sight).filter(document::Column::Id.is_in(uuids(ids)))).await
    }

    async fn document_versions_of(
        &self,
        sight: &Visibility,
        documents: &[DocumentId],
    ) -> Result<Vec<DocumentVersion>, AppError> {
        use document_version::Column;
        let these = visible(sight).filter(document::Column::Id.is_in(uuids(documents)));
        let rows = document_version::Entity::find()
            .filter(Column::DocumentId.in_subquery(these.select_only().column(document::Column::Id).into_query()))
            .order_by_asc(Column::DocumentId)
            .order_by_asc(Column::Number)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.iter().map(convert::version).collect()
    }

    async fn document_version(
        &self,
        sight: &Visibility,
        document: DocumentId,
        number: u32,
    ) -> Result<Option<(Document, DocumentVersion)>, AppError> {
        let row = document_version::Entity::find_by_id((document.0, i64::from(number))).one(self.reader()).await;
        let (Some(row), Some(document)) =
            (row.map_err(store_error)?, self.documents_by_id(sight, &[document]).await?.pop())
        else {
            return Ok(None);
        };
        Ok(Some((document, convert::version(&row)?)))
    }
}

fn of_subjects(subjects: &[DocumentSubject]) -> Condition {
    let (mut meetings, mut agreements, mut commitments) = (Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            DocumentSubject::Meeting(meeting) => meetings.push(meeting.0),
            DocumentSubject::Agreement(agreement) => agreements.push(agreement.0),
            DocumentSubject::Commitment(commitment) => commitments.push(commitment.0),
        }
    }
    Condition::any()
        .add(document::Column::MeetingId.is_in(meetings))
        .add(document::Column::AgreementId.is_in(agreements))
        .add(document::Column::CommitmentId.is_in(commitments))
}

/// Documents in sight, as `DocumentVisibility` of the domain says.
fn visible(sight: &Visibility) -> Select<document::Entity> {
    let all = document::Entity::find();
    if sight.everything {
        return all;
    }
    all.filter(
        Condition::any()
            .add(of_meetings(DocumentVisibility::Public, announced(sight)))
            .add(of_meetings(DocumentVisibility::Members, at_tables(sight.tables.iter().map(|table| table.0))))
            .add(of_meetings(DocumentVisibility::Reserved, at_tables(sight.offices.iter().map(|table| table.0))))
            .add(of_agreements(DocumentVisibility::Public, in_sight(sight)))
            .add(of_agreements(DocumentVisibility::Members, of_parties(uuids(&sight.organisations)).into_condition()))
            .add(of_commitments(sight)),
    )
}

fn is(visibility: DocumentVisibility) -> sea_orm::sea_query::SimpleExpr {
    document::Column::Visibility.eq(name_of(visibility))
}

fn of_meetings(visibility: DocumentVisibility, meetings: SelectStatement) -> Condition {
    Condition::all().add(is(visibility)).add(document::Column::MeetingId.in_subquery(meetings))
}

fn announced(sight: &Visibility) -> SelectStatement {
    visible_meetings(meeting::Entity::find().select_only().column(meeting::Column::Id), sight).into_query()
}

fn at_tables(tables: impl Iterator<Item = Uuid>) -> SelectStatement {
    Query::select()
        .column(meeting::Column::Id)
        .from(meeting::Entity)
        .and_where(meeting::Column::TableId.is_in(tables))
        .take()
}

fn of_agreements(visibility: DocumentVisibility, which: Condition) -> Condition {
    let agreements = agreement::Entity::find().select_only().column(agreement::Column::Id).filter(which).into_query();
    Condition::all().add(is(visibility)).add(document::Column::AgreementId.in_subquery(agreements))
}

/// What was signed for a commitment is seen with its project; what supports it, by the contributor only.
fn of_commitments(sight: &Visibility) -> Condition {
    let own = Query::select()
        .column(commitment::Column::Id)
        .from(commitment::Entity)
        .and_where(commitment::Column::ContributorId.is_in(uuids(&sight.organisations)))
        .take();
    let reserved =
        Condition::all().add(is(DocumentVisibility::Reserved)).add(document::Column::CommitmentId.in_subquery(own));
    let public = Condition::all()
        .add(is(DocumentVisibility::Public))
        .add(document::Column::CommitmentId.is_not_null())
        .add(of_visible_commitments(document::Column::CommitmentId, sight));
    Condition::any().add(public).add(reserved)
}

impl Database {
    /// Documents, oldest first: ids are ordered by time.
    async fn documents(&self, select: Select<document::Entity>) -> Result<Vec<Document>, AppError> {
        let rows = select.order_by_asc(document::Column::Id).all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::document).collect()
    }
}
