//! Agreements: who may see which, where they stand on a day, and their texts.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::agreement::{AgreementFilter, AgreementReads};
use cordata_domain::agreement::{
    Agreement, AgreementKind, AgreementStage, AgreementState, AgreementText, Clause, Participation, SignatureStanding,
};
use cordata_domain::ids::{AgreementId, AgreementTextId, ProjectId};
use cordata_domain::policy::Visibility;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    Select,
};
use strum::VariantArray;

use super::project::visible_of;
use super::sight::of_visible_tables;
use crate::connect::Database;
use crate::convert::agreement as convert;
use crate::convert::value::{name_of, uuids};
use crate::entity::{
    agreement, agreement_clause, agreement_party, agreement_project, agreement_signature, agreement_text,
};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::repo::agreement::{parts, with_parts};
use crate::sql::{mentions, valid_on};

#[async_trait]
impl AgreementReads for Database {
    async fn agreements(
        &self,
        sight: &Visibility,
        filter: &AgreementFilter,
        day: NaiveDate,
        window: &Window,
    ) -> Result<Page<Agreement>, AppError> {
        use agreement::{Column, Model};
        let by_title =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        let found = page(self.reader(), agreements(sight, filter, day), by_title, window).await?;
        let rows: Vec<Model> = found.rows.iter().map(|(_, row)| row.clone()).collect();
        let parts = parts(self.reader(), &rows).await?;
        try_map(found, |row| convert::agreement(row, &parts))
    }

    async fn count_agreements(
        &self,
        sight: &Visibility,
        filter: &AgreementFilter,
        day: NaiveDate,
    ) -> Result<u64, AppError> {
        agreements(sight, filter, day).count(self.reader()).await.map_err(store_error)
    }

    async fn agreements_by_id(&self, sight: &Visibility, ids: &[AgreementId]) -> Result<Vec<Agreement>, AppError> {
        let these = agreement::Entity::find().filter(agreement::Column::Id.is_in(uuids(ids))).filter(in_sight(sight));
        with_parts(self.reader(), these.all(self.reader()).await.map_err(store_error)?).await
    }

    async fn agreement_texts_of(
        &self,
        sight: &Visibility,
        agreements: &[AgreementId],
    ) -> Result<Vec<(AgreementId, AgreementText)>, AppError> {
        let rows = agreement_text::Entity::find()
            .join(JoinType::InnerJoin, agreement_text::Relation::Agreement.def())
            .filter(agreement_text::Column::AgreementId.is_in(uuids(agreements)))
            .filter(texts_in_sight(sight))
            .order_by_asc(agreement_text::Column::Number)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.iter().map(|row| Ok((row.agreement_id.into(), convert::text(row)?))).collect()
    }

    async fn agreement_clauses_of(
        &self,
        sight: &Visibility,
        texts: &[AgreementTextId],
    ) -> Result<Vec<(AgreementTextId, Clause)>, AppError> {
        let rows = agreement_clause::Entity::find()
            .join(JoinType::InnerJoin, agreement_clause::Relation::Text.def())
            .join(JoinType::InnerJoin, agreement_text::Relation::Agreement.def())
            .filter(agreement_clause::Column::TextId.is_in(uuids(texts)))
            .filter(texts_in_sight(sight))
            .order_by_asc(agreement_clause::Column::Position)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(|row| (row.text_id.into(), convert::clause(row))).collect())
    }
}

fn agreements(sight: &Visibility, filter: &AgreementFilter, day: NaiveDate) -> Select<agreement::Entity> {
    use agreement::Column;
    let kinds = filter.kinds.iter().copied().map(name_of);
    let states = filter.states.iter().fold(Condition::any(), |any, state| any.add(stands_in(*state, day)));
    let wanted = Condition::all()
        .add(in_sight(sight))
        .add(mentions(Column::SearchText, filter.text.as_deref()))
        .add_option((!filter.kinds.is_empty()).then(|| Column::Kind.is_in(kinds)))
        .add_option((!filter.states.is_empty()).then_some(states))
        .add_option(filter.party.map(|party| of_parties([party.0])))
        .add_option(filter.project.map(|project| Column::Id.in_subquery(about_project(sight, project))))
        .add_option(filter.in_force_on.map(in_force_on));
    agreement::Entity::find().filter(wanted)
}

/// The same as `Agreement::is_visible` of the domain.
pub(super) fn in_sight(sight: &Visibility) -> Condition {
    if sight.everything {
        return Condition::all();
    }
    Condition::any().add(signed_in_sight(sight)).add(of_parties(uuids(&sight.organisations)))
}

/// Agreements that somebody signed, of no table or of one in sight.
fn signed_in_sight(sight: &Visibility) -> Condition {
    Condition::all()
        .add(agreement::Column::PublicSince.is_not_null())
        .add(of_visible_tables(agreement::Column::TableId, sight))
}

/// The id of an agreement, if it is in sight.
pub(super) fn visible_agreement(sight: &Visibility, id: AgreementId) -> SelectStatement {
    Query::select()
        .column(agreement::Column::Id)
        .from(agreement::Entity)
        .and_where(agreement::Column::Id.eq(id.0))
        .cond_where(in_sight(sight))
        .take()
}

/// Of signed agreements whoever sees them sees the text that is signed; what was negotiated before, the parties only.
fn texts_in_sight(sight: &Visibility) -> Condition {
    if sight.everything {
        return Condition::all();
    }
    let signed = signed_in_sight(sight).add(
        Expr::col((agreement::Entity, agreement::Column::TextId))
            .equals((agreement_text::Entity, agreement_text::Column::Id)),
    );
    Condition::any().add(signed).add(of_parties(uuids(&sight.organisations)))
}

/// Agreements to which one of these organisations is a party.
pub(super) fn of_parties(organisations: impl IntoIterator<Item = Uuid>) -> SimpleExpr {
    let theirs = Query::select()
        .column(agreement_party::Column::AgreementId)
        .from(agreement_party::Entity)
        .and_where(agreement_party::Column::OrganisationId.is_in(organisations))
        .take();
    agreement::Column::Id.in_subquery(theirs)
}

fn about_project(sight: &Visibility, project: ProjectId) -> SelectStatement {
    Query::select()
        .column(agreement_project::Column::AgreementId)
        .from(agreement_project::Entity)
        .and_where(agreement_project::Column::ProjectId.in_subquery(visible_of(sight, &[project])))
        .take()
}

/// The same as `Agreement::state` of the domain.
fn stands_in(state: AgreementState, day: NaiveDate) -> Condition {
    use agreement::Column::{ValidFrom, ValidTo};
    let stage = |stage: AgreementStage| Condition::all().add(agreement::Column::Stage.eq(name_of(stage)));
    let signing = || stage(AgreementStage::Signing);
    let done = || signing().add(all_signed(day)).add(formalities_done(day));
    match state {
        AgreementState::Draft => stage(AgreementStage::Draft),
        AgreementState::Negotiation => stage(AgreementStage::Negotiation),
        AgreementState::TextFrozen => stage(AgreementStage::TextFrozen),
        AgreementState::Abandoned => stage(AgreementStage::Abandoned),
        AgreementState::Terminated => stage(AgreementStage::Terminated).add(in_force_on(day).not()),
        AgreementState::Signing => signing().add(all_signed(day).not()),
        AgreementState::RatificationPending => signing().add(all_signed(day)).add(formalities_done(day).not()),
        AgreementState::Concluded => done().add(ValidFrom.gt(day)),
        AgreementState::Expired => done().add(ValidTo.lt(day)),
        AgreementState::InForce => in_force_on(day),
    }
}

/// The same as `Agreement::force` of the domain (rule A1).
fn in_force_on(day: NaiveDate) -> Condition {
    use agreement::Column::{EndedOn, Stage, ValidFrom, ValidTo};
    let signed = [AgreementStage::Signing, AgreementStage::Terminated].map(name_of);
    Condition::all()
        .add(Stage.is_in(signed))
        .add(valid_on(ValidFrom, ValidTo, day))
        .add(EndedOn.is_null().or(EndedOn.gt(day)))
        .add(all_signed(day))
        .add(formalities_done(day))
}

/// Ratified and published by `day`, where the kind asks for it.
fn formalities_done(day: NaiveDate) -> Condition {
    use agreement::Column::{Kind, PublishedOn, RatifiedOn};
    let kinds = |needs: fn(AgreementKind) -> bool| {
        let free = AgreementKind::VARIANTS.iter().copied().filter(move |kind| !needs(*kind));
        Kind.is_in(free.map(name_of))
    };
    // A date that is absent must make the condition false, not unknown: it is also asked for the opposite.
    let by_then = |date: agreement::Column| date.is_not_null().and(date.lte(day));
    Condition::all()
        .add(kinds(AgreementKind::needs_ratification).or(by_then(RatifiedOn)))
        .add(kinds(AgreementKind::needs_publication).or(by_then(PublishedOn)))
}

/// No required party without a signature of the present text that counts, made by `day`.
fn all_signed(day: NaiveDate) -> Condition {
    use agreement_signature::Column::{PartyId, SignedOn, Standing, TextHash, VoidedAt};
    let signature = Query::select()
        .expr(Expr::val(1))
        .from(agreement_signature::Entity)
        .and_where(PartyId.into_expr().eq(agreement_party::Column::Id.into_expr()))
        .and_where(TextHash.into_expr().eq(agreement::Column::TextHash.into_expr()))
        .and_where(Standing.ne(name_of(SignatureStanding::Invalid)))
        .and_where(VoidedAt.is_null())
        .and_where(SignedOn.lte(day))
        .take();
    let missing = Query::select()
        .expr(Expr::val(1))
        .from(agreement_party::Entity)
        .and_where(agreement_party::Column::AgreementId.into_expr().eq(agreement::Column::Id.into_expr()))
        .and_where(agreement_party::Column::Participation.eq(name_of(Participation::Required)))
        .and_where(Expr::exists(signature).not())
        .take();
    Condition::all().add(agreement::Column::FrozenOn.is_not_null()).add(Expr::exists(missing).not())
}
