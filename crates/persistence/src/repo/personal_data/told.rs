//! What is kept about a person, in words that they understand. The lists are of one person, and so as long as what they
//! did; nothing of them may be left out.

mod money;

use cordata_app::AppError;
use cordata_domain::identity::EmailAddress;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Select};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::money::{checks, of_check, of_paper, of_report, papers, reports};
use super::same_address;
use crate::entity::{
    affiliation, agreement_signature, api_token, attendance, audit_entry, audit_value, concertation_table,
    contribution, contributor, document_version, endorsement, invitation, invitation_offer, invitee, known_browser,
    mail_line, minutes_remark, notification_preference, openid_subject, person, proposal_comment, proposal_version,
    role_grant, seat, seat_holder, session, stakeholder, upload,
};
use crate::error::store_error;
use crate::tx::WriteTx;

/// Everything, a list for each kind.
pub(super) async fn all(tx: &WriteTx, id: Uuid) -> Result<Value, AppError> {
    let mut data = Map::new();
    let mut put = |name: &str, list: Value| {
        data.insert(name.to_owned(), list);
    };
    let person = person::Entity::find_by_id(id);
    put("person", list(tx, person, of_person).await?);
    let preferences = notification_preference::Entity::find_by_id(id);
    put("notificationPreferences", list(tx, preferences, of_preference).await?);
    put("affiliations", list(tx, affiliations(id), of_affiliation).await?);
    put("roles", list(tx, grants(id), of_grant).await?);
    put("apiTokens", list(tx, tokens(id), of_token).await?);
    put("sessions", list(tx, sessions(id), of_session).await?);
    put("knownBrowsers", list(tx, browsers(id), |row| json!({ "lastSignInAt": row.seen_at })).await?);
    put("identityProviders", list(tx, subjects(id), of_subject).await?);
    put("seats", list(tx, seats(id), of_seat).await?);
    put("tables", list(tx, tables(id), of_table).await?);
    put("organisations", list(tx, organisations(id), of_organisation).await?);
    put("invitations", list(tx, invitations(id), of_invitation).await?);
    put("accessInvitations", list(tx, access_invitations(id), of_access_invitation).await?);
    put("offers", list(tx, offers(id), of_offer).await?);
    put("paymentChecks", list(tx, checks(id), of_check).await?);
    put("attendance", list(tx, attended(id), of_attendance).await?);
    put("proposalVersions", list(tx, versions(id), of_version).await?);
    put("comments", list(tx, comments(id), of_comment).await?);
    put("minutesRemarks", list(tx, remarks(id), of_remark).await?);
    put("endorsements", list(tx, endorsements(id), of_endorsement).await?);
    put("signatures", list(tx, signatures(id), of_signature).await?);
    put("inKindContributions", list(tx, reports(id), of_report).await?);
    put("inKindEvidence", list(tx, papers(id), of_paper).await?);
    put("contributions", list(tx, contributions(id), of_contribution).await?);
    put("contributionsAsCitizen", as_citizen(tx, id).await?);
    put("uploads", list(tx, uploads(id), of_upload).await?);
    put("documents", list(tx, documents(id), of_document).await?);
    put("mails", list(tx, mails(id), of_mail).await?);
    put("auditEntries", list(tx, entries(id), of_entry).await?);
    put("auditValues", list(tx, audit_values(id), of_audit_value).await?);
    Ok(Value::Object(data))
}

async fn list<E: EntityTrait>(
    tx: &WriteTx,
    select: Select<E>,
    told: impl Fn(&E::Model) -> Value,
) -> Result<Value, AppError> {
    let rows = select.all(tx.connection()).await.map_err(store_error)?;
    Ok(rows.iter().map(told).collect())
}

fn of_person(row: &person::Model) -> Value {
    json!({
        "id": row.id, "givenName": row.given_name, "familyName": row.family_name, "email": row.email,
        "locale": row.locale, "timeZone": row.zone, "erasedAt": row.erased_at,
    })
}

fn of_preference(row: &notification_preference::Model) -> Value {
    json!({ "cadence": row.cadence, "weekdays": row.weekdays, "hour": row.hour, "timeZone": row.zone })
}

fn sessions(id: Uuid) -> Select<session::Entity> {
    session::Entity::find().filter(session::Column::PersonId.eq(id)).order_by_asc(session::Column::Id)
}

fn of_session(row: &session::Model) -> Value {
    json!({
        "id": row.id, "method": row.method, "browser": row.agent, "from": row.created_at,
        "lastUsedAt": row.last_used_at, "endedAt": row.ended_at,
    })
}

fn browsers(id: Uuid) -> Select<known_browser::Entity> {
    use known_browser::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::SeenAt)
}

fn subjects(id: Uuid) -> Select<openid_subject::Entity> {
    use openid_subject::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_subject(row: &openid_subject::Model) -> Value {
    json!({ "id": row.id, "issuer": row.issuer, "subject": row.subject, "linkedAt": row.linked_at })
}

fn affiliations(id: Uuid) -> Select<affiliation::Entity> {
    use affiliation::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_affiliation(row: &affiliation::Model) -> Value {
    json!({
        "id": row.id, "organisation": row.organisation_id, "post": row.post, "from": row.valid_from,
        "to": row.valid_to, "recordedAt": row.recorded_at,
    })
}

fn grants(id: Uuid) -> Select<role_grant::Entity> {
    use role_grant::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_grant(row: &role_grant::Model) -> Value {
    json!({
        "id": row.id, "role": row.role, "scope": row.scope, "organisation": row.organisation_id,
        "table": row.table_id, "from": row.valid_from, "to": row.valid_to, "recordedAt": row.recorded_at,
    })
}

fn tokens(id: Uuid) -> Select<api_token::Entity> {
    use api_token::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_token(row: &api_token::Model) -> Value {
    json!({
        "id": row.id, "label": row.label, "createdAt": row.created_at, "expiresAt": row.expires_at,
        "revokedAt": row.revoked_at,
    })
}

fn seats(id: Uuid) -> Select<seat_holder::Entity> {
    use seat_holder::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_seat(row: &seat_holder::Model) -> Value {
    json!({
        "seat": row.seat_id, "capacity": row.capacity, "from": row.valid_from, "to": row.valid_to,
        "recordedAt": row.recorded_at,
    })
}

/// The tables at which they hold or held a seat, or that they coordinate.
fn tables(id: Uuid) -> Select<concertation_table::Entity> {
    use concertation_table::{Column, Entity};
    let held = Query::select()
        .column(seat_holder::Column::SeatId)
        .from(seat_holder::Entity)
        .and_where(seat_holder::Column::PersonId.eq(id))
        .take();
    let of_seats = Query::select()
        .column(seat::Column::TableId)
        .from(seat::Entity)
        .and_where(seat::Column::Id.in_subquery(held))
        .take();
    let theirs = Condition::any().add(Column::CoordinatorId.eq(id)).add(Column::Id.in_subquery(of_seats));
    Entity::find().filter(theirs).order_by_asc(Column::Id)
}

fn of_table(row: &concertation_table::Model) -> Value {
    json!({ "id": row.id, "name": row.name, "coordinator": row.coordinator_id })
}

/// The organisations that their posts name.
fn organisations(id: Uuid) -> Select<stakeholder::Entity> {
    use stakeholder::{Column, Entity};
    let posts: SelectStatement = Query::select()
        .column(affiliation::Column::OrganisationId)
        .from(affiliation::Entity)
        .and_where(affiliation::Column::PersonId.eq(id))
        .take();
    Entity::find().filter(Column::Id.in_subquery(posts)).order_by_asc(Column::Id)
}

fn of_organisation(row: &stakeholder::Model) -> Value {
    json!({ "id": row.id, "name": row.name })
}

fn invitations(id: Uuid) -> Select<invitee::Entity> {
    use invitee::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_invitation(row: &invitee::Model) -> Value {
    json!({
        "meeting": row.meeting_id, "organisation": row.organisation_id, "capacity": row.capacity,
        "voting": row.voting, "answer": row.answer, "answeredAt": row.answered_at,
    })
}

fn audit_values(id: Uuid) -> Select<audit_value::Entity> {
    use audit_value::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::EntryId).order_by_asc(Column::Field)
}

fn of_audit_value(row: &audit_value::Model) -> Value {
    json!({ "entry": row.entry_id, "field": row.field, "before": row.before, "after": row.after })
}

fn access_invitations(id: Uuid) -> Select<invitation::Entity> {
    use invitation::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_access_invitation(row: &invitation::Model) -> Value {
    json!({
        "id": row.id, "createdAt": row.created_at, "acceptedAt": row.accepted_at, "withdrawnAt": row.withdrawn_at,
    })
}

fn offers(id: Uuid) -> Select<invitation_offer::Entity> {
    use invitation_offer::{Column, Entity};
    Entity::find()
        .inner_join(invitation::Entity)
        .filter(invitation::Column::PersonId.eq(id))
        .order_by_asc(Column::InvitationId)
}

fn of_offer(row: &invitation_offer::Model) -> Value {
    json!({
        "invitation": row.invitation_id, "organisation": row.organisation_id, "name": row.name, "address": row.address,
        "post": row.post, "role": row.role, "from": row.valid_from, "to": row.valid_to,
    })
}

fn attended(id: Uuid) -> Select<attendance::Entity> {
    use attendance::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_attendance(row: &attendance::Model) -> Value {
    json!({
        "meeting": row.meeting_id, "seat": row.seat_id, "presence": row.presence, "from": row.from_at,
        "until": row.until_at,
    })
}

fn versions(id: Uuid) -> Select<proposal_version::Entity> {
    use proposal_version::{Column, Entity};
    Entity::find().filter(Column::AuthorId.eq(id)).order_by_asc(Column::SavedAt).order_by_asc(Column::ProposalId)
}

fn of_version(row: &proposal_version::Model) -> Value {
    json!({
        "proposal": row.proposal_id, "number": row.number, "onBehalfOf": row.on_behalf_of_id, "note": row.note,
        "savedAt": row.saved_at,
    })
}

fn comments(id: Uuid) -> Select<proposal_comment::Entity> {
    use proposal_comment::{Column, Entity};
    Entity::find().filter(Column::AuthorId.eq(id)).order_by_asc(Column::Id)
}

fn of_comment(row: &proposal_comment::Model) -> Value {
    json!({
        "id": row.id, "proposal": row.proposal_id, "onBehalfOf": row.on_behalf_of_id, "text": row.text,
        "writtenAt": row.written_at,
    })
}

fn remarks(id: Uuid) -> Select<minutes_remark::Entity> {
    use minutes_remark::{Column, Entity};
    Entity::find().filter(Column::AuthorId.eq(id)).order_by_asc(Column::Id)
}

fn of_remark(row: &minutes_remark::Model) -> Value {
    json!({
        "id": row.id, "minutes": row.minutes_id, "onBehalfOf": row.on_behalf_of_id, "text": row.text,
        "recordedAt": row.recorded_at,
    })
}

fn endorsements(id: Uuid) -> Select<endorsement::Entity> {
    use endorsement::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_endorsement(row: &endorsement::Model) -> Value {
    json!({
        "proposal": row.proposal_id, "number": row.number, "organisation": row.organisation_id,
        "endorsedAt": row.endorsed_at,
    })
}

fn signatures(id: Uuid) -> Select<agreement_signature::Entity> {
    use agreement_signature::{Column, Entity};
    Entity::find().filter(Column::SignatoryId.eq(id)).order_by_asc(Column::Id)
}

fn of_signature(row: &agreement_signature::Model) -> Value {
    json!({
        "id": row.id, "party": row.party_id, "kind": row.kind, "signedOn": row.signed_on, "textHash": row.text_hash,
        "standing": row.standing, "recordedAt": row.recorded_at,
    })
}

fn contributions(id: Uuid) -> Select<contribution::Entity> {
    use contribution::{Column, Entity};
    Entity::find().filter(Column::AuthorId.eq(id)).order_by_asc(Column::Id)
}

fn of_contribution(row: &contribution::Model) -> Value {
    json!({
        "id": row.id, "reference": row.reference, "kind": row.kind, "title": row.title, "text": row.text,
        "onBehalfOf": row.on_behalf_of_id, "submittedAt": row.submitted_at, "state": row.state, "answer": row.answer,
    })
}

/// What came from their address under any name, unless somebody else reads mail there.
async fn as_citizen(tx: &WriteTx, id: Uuid) -> Result<Value, AppError> {
    use contributor::{Column, Entity};
    let row = person::Entity::find_by_id(id).one(tx.connection()).await.map_err(store_error)?;
    let address = row.and_then(|row| EmailAddress::parse(&row.email?).ok());
    match address {
        Some(address) if !tx.is_shared(&address, id).await? => {
            let from_there = Entity::find().filter(same_address(Column::Address, &address));
            list(tx, from_there.order_by_asc(Column::ContributionId), of_citizen).await
        }
        _ => Ok(json!([])),
    }
}

fn of_citizen(row: &contributor::Model) -> Value {
    json!({
        "contribution": row.contribution_id, "name": row.name, "address": row.address, "consent": row.consent,
        "consentedAt": row.consented_at,
    })
}

fn uploads(id: Uuid) -> Select<upload::Entity> {
    use upload::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::Id)
}

fn of_upload(row: &upload::Model) -> Value {
    json!({
        "id": row.id, "fileName": row.file_name, "kind": row.kind, "sizeBytes": row.size_bytes, "state": row.state,
        "expiresAt": row.expires_at,
    })
}

fn documents(id: Uuid) -> Select<document_version::Entity> {
    use document_version::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::DocumentId).order_by_asc(Column::Number)
}

fn of_document(row: &document_version::Model) -> Value {
    json!({
        "document": row.document_id, "number": row.number, "fileName": row.file_name, "kind": row.kind,
        "sizeBytes": row.size_bytes, "uploadedAt": row.uploaded_at,
    })
}

fn mails(id: Uuid) -> Select<mail_line::Entity> {
    use mail_line::{Column, Entity};
    Entity::find().filter(Column::RecipientId.eq(id)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id)
}

fn of_mail(row: &mail_line::Model) -> Value {
    json!({
        "kind": row.kind, "subject": row.subject, "state": row.state, "createdAt": row.created_at,
        "sentAt": row.sent_at,
    })
}

/// What they did; but for what they recorded of other persons, which tells about those.
fn entries(id: Uuid) -> Select<audit_entry::Entity> {
    use audit_entry::{Column, Entity};
    let of_others = Condition::all().add(Column::SubjectKind.eq("Person")).add(Column::SubjectId.ne(id));
    Entity::find()
        .filter(Column::PersonId.eq(id))
        .filter(of_others.not())
        .order_by_asc(Column::RecordedAt)
        .order_by_asc(Column::Id)
}

fn of_entry(row: &audit_entry::Model) -> Value {
    json!({
        "at": row.recorded_at, "command": row.command, "subjectKind": row.subject_kind, "subject": row.subject_id,
        "onBehalfOf": row.on_behalf_of, "detail": row.detail, "reason": row.reason, "requestId": row.request_id,
    })
}
