//! Minutes. Those of the table read everything; others the public text of published ones, and the reserved part does
//! not leave the database for them.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::minutes::MinutesReads;
use cordata_domain::ids::{MeetingId, MinutesId};
use cordata_domain::meeting::{Minutes, MinutesRemark, MinutesState, MinutesVersion};
use cordata_domain::policy::Visibility;
use sea_orm::sea_query::{CaseStatement, Expr, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Iterable, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::sight::of_visible_meetings;
use crate::connect::Database;
use crate::convert::minutes as convert;
use crate::convert::value::{name_of, uuids};
use crate::entity::{minutes, minutes_remark, minutes_text};
use crate::error::store_error;

#[async_trait]
impl MinutesReads for Database {
    async fn minutes_of(&self, sight: &Visibility, meetings: &[MeetingId]) -> Result<Vec<Minutes>, AppError> {
        let these = visible(sight).filter(minutes::Column::MeetingId.is_in(uuids(meetings)));
        let rows = these.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::minutes).collect()
    }

    async fn minutes_by_id(&self, sight: &Visibility, ids: &[MinutesId]) -> Result<Vec<Minutes>, AppError> {
        let these = visible(sight).filter(minutes::Column::Id.is_in(uuids(ids)));
        let rows = these.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::minutes).collect()
    }

    async fn minutes_versions_of(
        &self,
        sight: &Visibility,
        minutes: &[MinutesId],
    ) -> Result<Vec<MinutesVersion>, AppError> {
        use minutes_text::Column;
        let rows = minutes_text::Entity::find()
            .filter(Column::MinutesId.in_subquery(own(sight, minutes)))
            .order_by_asc(Column::MinutesId)
            .order_by_asc(Column::Number)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::version).collect()
    }

    async fn minutes_remarks_of(
        &self,
        sight: &Visibility,
        minutes: &[MinutesId],
    ) -> Result<Vec<MinutesRemark>, AppError> {
        use minutes_remark::Column;
        let rows = minutes_remark::Entity::find()
            .filter(Column::MinutesId.in_subquery(own(sight, minutes)))
            .order_by_asc(Column::RecordedAt)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::remark).collect()
    }
}

/// The same as `Minutes::seen_with` of the domain.
fn visible(sight: &Visibility) -> Select<minutes::Entity> {
    use minutes::Column;
    let select = minutes::Entity::find();
    if sight.everything {
        return select;
    }
    let published = Column::State.eq(name_of(MinutesState::Published));
    let open = Column::iter().filter(|column| !matches!(column, Column::ReservedText | Column::Hash));
    of_visible_meetings(select, sight)
        .filter(Condition::any().add(inside(sight)).add(published))
        .select_only()
        .columns(open)
        .column_as(kept(sight, Column::ReservedText), "reserved_text")
        .column_as(kept(sight, Column::Hash), "hash")
}

/// Minutes of the viewer's own tables.
fn inside(sight: &Visibility) -> SimpleExpr {
    minutes::Column::TableId.is_in(uuids(&sight.tables))
}

/// A column for those of the table; for others it has no value.
fn kept(sight: &Visibility, column: minutes::Column) -> SimpleExpr {
    let value = Expr::col((minutes::Entity, column));
    CaseStatement::new().case(inside(sight), value).into()
}

/// The ids of those of some minutes whose drafts and remarks are in sight.
fn own(sight: &Visibility, ids: &[MinutesId]) -> SelectStatement {
    let these = minutes::Entity::find().filter(minutes::Column::Id.is_in(uuids(ids)));
    let these = if sight.everything { these } else { these.filter(inside(sight)) };
    these.select_only().column(minutes::Column::Id).into_query()
}
