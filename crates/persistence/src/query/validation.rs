//! What second persons validated, and what waits for them.

use std::collections::HashMap;

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::validation::{InKindFilter, ValidationReads};
use cordata_domain::funding::{Checked, Entry, EntryCheck, EntryKind, InKindContribution, InKindState, Nature};
use cordata_domain::ids::{CommitmentId, EntryId, InKindId, ProjectId};
use cordata_domain::policy::Visibility;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    Select,
};
use uuid::Uuid;

use super::matrix::signed;
use crate::connect::Database;
use crate::convert::value::{by_owner, name_of, of, uuids, word};
use crate::convert::{funding as convert_funding, validation as convert};
use crate::entity::{commitment, entry_check, in_kind_contribution, in_kind_evidence, ledger_entry};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::sql::{read_sum, sum_of};

#[async_trait]
impl ValidationReads for Database {
    async fn checks_of(&self, entries: &[EntryId]) -> Result<Vec<EntryCheck>, AppError> {
        let these = entry_check::Entity::find().filter(entry_check::Column::EntryId.is_in(uuids(entries)));
        let rows = these.all(self.reader()).await.map_err(store_error)?;
        Ok(rows.into_iter().map(convert::check).collect())
    }

    async fn checked_of(&self, commitments: &[CommitmentId]) -> Result<Vec<(CommitmentId, Checked)>, AppError> {
        let validated: Vec<(Uuid, Option<String>)> = validated()
            .column(ledger_entry::Column::CommitmentId)
            .column_as(sum_of(signed(&[EntryKind::Paid], &[EntryKind::Reversed])), "amount")
            .filter(ledger_entry::Column::CommitmentId.is_in(uuids(commitments)))
            .group_by(ledger_entry::Column::CommitmentId)
            .into_tuple()
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let declared: Vec<(Uuid, Option<String>)> = declared()
            .column(in_kind_contribution::Column::CommitmentId)
            .column_as(sum_of(Expr::col(in_kind_contribution::Column::Amount)), "amount")
            .filter(in_kind_contribution::Column::CommitmentId.is_in(uuids(commitments)))
            .group_by(in_kind_contribution::Column::CommitmentId)
            .into_tuple()
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let sums = joined(validated, declared)?;
        Ok(sums.into_iter().map(|(commitment, checked)| (commitment.into(), checked)).collect())
    }

    async fn checked_of_projects(&self, projects: &[ProjectId]) -> Result<Vec<(ProjectId, Nature, Checked)>, AppError> {
        use commitment::Column::{Nature as NatureColumn, ProjectId as ProjectColumn};
        let of_commitment = ledger_entry::Entity::belongs_to(commitment::Entity)
            .from(ledger_entry::Column::CommitmentId)
            .to(commitment::Column::Id);
        let validated: Vec<(Uuid, String, Option<String>)> = validated()
            .join(JoinType::InnerJoin, of_commitment.into())
            .column(ProjectColumn)
            .column(NatureColumn)
            .column_as(sum_of(signed(&[EntryKind::Paid], &[EntryKind::Reversed])), "amount")
            .filter(ProjectColumn.is_in(uuids(projects)))
            .group_by(ProjectColumn)
            .group_by(NatureColumn)
            .into_tuple()
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let declared: Vec<(Uuid, String, Option<String>)> = declared()
            .join(JoinType::InnerJoin, in_kind_contribution::Relation::Commitment.def())
            .column(ProjectColumn)
            .column(NatureColumn)
            .column_as(sum_of(Expr::col(in_kind_contribution::Column::Amount)), "amount")
            .filter(ProjectColumn.is_in(uuids(projects)))
            .group_by(ProjectColumn)
            .group_by(NatureColumn)
            .into_tuple()
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let keyed = |(project, nature, amount): (Uuid, String, Option<String>)| ((project, nature), amount);
        let sums = joined(validated.into_iter().map(keyed), declared.into_iter().map(keyed))?;
        let told = |((project, nature), checked): ((Uuid, String), Checked)| {
            Ok((ProjectId::from(project), word(&nature)?, checked))
        };
        sums.into_iter().map(told).collect()
    }

    async fn payments_to_validate(&self, sight: &Visibility, window: &Window) -> Result<Page<Entry>, AppError> {
        use ledger_entry::{Column, Model};
        let by_age = Keyset { key: Column::Id, id: Column::Id, place: |row: &Model| (row.id, row.id) };
        try_map(page(self.reader(), waiting(sight), by_age, window).await?, convert_funding::entry)
    }

    async fn count_payments_to_validate(&self, sight: &Visibility) -> Result<u64, AppError> {
        waiting(sight).count(self.reader()).await.map_err(store_error)
    }

    async fn in_kind_contributions(
        &self,
        sight: &Visibility,
        filter: &InKindFilter,
        window: &Window,
    ) -> Result<Page<InKindContribution>, AppError> {
        use in_kind_contribution::{Column, Model};
        let by_age = Keyset { key: Column::Id, id: Column::Id, place: |row: &Model| (row.id, row.id) };
        let found = page(self.reader(), reports(sight, filter), by_age, window).await?;
        let papers = self.papers(found.rows.iter().map(|(_, row)| row.id).collect()).await?;
        try_map(found, |row| {
            let own = of(&papers, row.id);
            convert::in_kind(row, own)
        })
    }

    async fn count_in_kind_contributions(&self, sight: &Visibility, filter: &InKindFilter) -> Result<u64, AppError> {
        reports(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn in_kind_by_id(&self, sight: &Visibility, ids: &[InKindId]) -> Result<Vec<InKindContribution>, AppError> {
        let these = reports(sight, &InKindFilter::default()).filter(in_kind_contribution::Column::Id.is_in(uuids(ids)));
        let rows = these.all(self.reader()).await.map_err(store_error)?;
        let papers = self.papers(rows.iter().map(|row| row.id).collect()).await?;
        rows.into_iter()
            .map(|row| {
                let own = of(&papers, row.id);
                convert::in_kind(row, own)
            })
            .collect()
    }
}

impl Database {
    /// The papers of reports, oldest first.
    async fn papers(&self, reports: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<in_kind_evidence::Model>>, AppError> {
        let rows = in_kind_evidence::Entity::find()
            .filter(in_kind_evidence::Column::InKindId.is_in(reports))
            .order_by_asc(in_kind_evidence::Column::InKindId)
            .order_by_asc(in_kind_evidence::Column::Number)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(by_owner(rows, |row| row.in_kind_id))
    }
}

/// The two sums of each key; what has neither is left out.
fn joined<K: std::hash::Hash + Eq>(
    validated: impl IntoIterator<Item = (K, Option<String>)>,
    declared: impl IntoIterator<Item = (K, Option<String>)>,
) -> Result<HashMap<K, Checked>, AppError> {
    let mut sums: HashMap<K, Checked> = HashMap::new();
    for (key, amount) in validated {
        sums.entry(key).or_default().validated = read_sum(amount.as_deref())?;
    }
    for (key, amount) in declared {
        sums.entry(key).or_default().declared = read_sum(amount.as_deref())?;
    }
    Ok(sums)
}

fn checked_entries() -> SelectStatement {
    Query::select().column(entry_check::Column::EntryId).from(entry_check::Entity).take()
}

/// Payments that were validated, and what was taken back of them; what is asked of them is still to be chosen.
fn validated() -> Select<ledger_entry::Entity> {
    use ledger_entry::Column::{CorrectsId, Id};
    let checked = Id.in_subquery(checked_entries()).or(CorrectsId.in_subquery(checked_entries()));
    ledger_entry::Entity::find().select_only().filter(checked)
}

/// Reports of work that were neither accepted nor rejected.
fn declared() -> Select<in_kind_contribution::Entity> {
    let open = [InKindState::Declared, InKindState::Documented].map(name_of);
    in_kind_contribution::Entity::find().select_only().filter(in_kind_contribution::Column::State.is_in(open))
}

/// Payments that wait for a second person: paid, not validated, and not taken back in full.
fn waiting(sight: &Visibility) -> Select<ledger_entry::Entity> {
    use ledger_entry::Column::{Amount, CommitmentId, CorrectsId, Id, Kind};
    let correction = |column: ledger_entry::Column| Expr::col(("correction", column));
    let taken_back = Query::select()
        .expr(Expr::val(1))
        .from_as(ledger_entry::Entity, "correction")
        .and_where(correction(CorrectsId).eq(Id.into_expr()))
        .and_where(correction(Kind).eq(name_of(EntryKind::Reversed)))
        .group_by_col(("correction", CorrectsId))
        .and_having(correction(Amount).sum().gte(Amount.into_expr()))
        .take();
    ledger_entry::Entity::find()
        .filter(Kind.eq(name_of(EntryKind::Paid)))
        .filter(Id.not_in_subquery(checked_entries()))
        .filter(Expr::exists(taken_back).not())
        .filter(in_sight(CommitmentId, sight))
}

/// What is about promises whose people the caller is among, or whatever it is about for those who see everything.
fn in_sight<C: ColumnTrait>(promise: C, sight: &Visibility) -> Condition {
    if sight.everything {
        return Condition::all();
    }
    let own = Query::select()
        .column(commitment::Column::Id)
        .from(commitment::Entity)
        .and_where(commitment::Column::ContributorId.is_in(uuids(&sight.organisations)))
        .take();
    Condition::all().add(promise.in_subquery(own))
}

fn reports(sight: &Visibility, filter: &InKindFilter) -> Select<in_kind_contribution::Entity> {
    use in_kind_contribution::Column::{CommitmentId, State};
    let states = filter.states.iter().copied().map(name_of);
    let to = |project: ProjectId| {
        let promises = Query::select()
            .column(commitment::Column::Id)
            .from(commitment::Entity)
            .and_where(commitment::Column::ProjectId.eq(project.0))
            .take();
        CommitmentId.in_subquery(promises)
    };
    let wanted = Condition::all()
        .add_option(filter.commitment.map(|commitment| CommitmentId.eq(commitment.0)))
        .add_option(filter.project.map(to))
        .add_option((!filter.states.is_empty()).then(|| State.is_in(states)));
    in_kind_contribution::Entity::find().filter(in_sight(CommitmentId, sight)).filter(wanted)
}
