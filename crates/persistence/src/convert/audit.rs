//! The trail and its chain.

use cordata_app::AppError;
use cordata_domain::audit::{AuditEntry, AuditHash, AuditLink, Head, PersonalChange};

use crate::entity::{audit_entry, audit_link, audit_value};

pub(crate) fn entry_row(entry: &AuditEntry) -> audit_entry::Model {
    audit_entry::Model {
        id: entry.id.into(),
        recorded_at: entry.recorded_at,
        person_id: entry.person.map(Into::into),
        on_behalf_of: entry.on_behalf_of.map(Into::into),
        command: entry.command.clone().into_owned(),
        subject_kind: entry.subject_kind.clone().into_owned(),
        subject_id: entry.subject,
        detail: entry.detail.clone(),
        reason: entry.reason.clone(),
        request_id: entry.request_id.clone(),
        table_id: entry.table.map(Into::into),
    }
}

pub(crate) fn entry(row: audit_entry::Model) -> AuditEntry {
    AuditEntry {
        id: row.id.into(),
        recorded_at: row.recorded_at,
        person: row.person_id.map(Into::into),
        on_behalf_of: row.on_behalf_of.map(Into::into),
        table: row.table_id.map(Into::into),
        command: row.command.into(),
        subject_kind: row.subject_kind.into(),
        subject: row.subject_id,
        detail: row.detail,
        reason: row.reason,
        request_id: row.request_id,
    }
}

pub(crate) fn link_row(link: &AuditLink) -> audit_link::Model {
    audit_link::Model {
        seq: link.seq,
        entry_id: link.entry.into(),
        format: link.format,
        hash: link.hash.as_bytes().to_vec(),
    }
}

/// A link as it is stored; a hash of another length is that of no link.
pub(crate) fn link(row: &audit_link::Model) -> AuditLink {
    AuditLink {
        seq: row.seq,
        entry: row.entry_id.into(),
        format: row.format,
        hash: AuditHash::from_bytes(&row.hash).unwrap_or(AuditHash::START),
    }
}

/// The head that a link makes. New links never follow one that is not understood.
pub(crate) fn head(row: &audit_link::Model) -> Result<Head, AppError> {
    let hash = AuditHash::from_bytes(&row.hash);
    let hash = hash.ok_or_else(|| AppError::fault(format!("the hash of link {} is not understood", row.seq)))?;
    Ok(Head { seq: row.seq, hash })
}

pub(crate) fn value_row(change: &PersonalChange) -> audit_value::Model {
    audit_value::Model {
        entry_id: change.entry.into(),
        field: change.field.clone().into_owned(),
        person_id: change.person.into(),
        salt: change.salt.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
    }
}

pub(crate) fn value(row: audit_value::Model) -> PersonalChange {
    PersonalChange {
        entry: row.entry_id.into(),
        person: row.person_id.into(),
        field: row.field.into(),
        salt: row.salt,
        before: row.before,
        after: row.after,
    }
}
