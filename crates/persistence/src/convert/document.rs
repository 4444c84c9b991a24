//! Uploads, documents and their versions.

use cordata_app::AppError;
use cordata_domain::document::{Document, DocumentSubject, DocumentVersion, FileName, Upload};

use super::value::{count, locale, name_of, word};
use crate::entity::{document, document_version, upload};
use crate::error::stored;

fn size(stored: i64) -> Result<u64, AppError> {
    u64::try_from(stored).map_err(|_| AppError::fault(format!("the stored size `{stored}` is not understood")))
}

fn size_column(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn hash(stored: &[u8]) -> Result<[u8; 32], AppError> {
    stored.try_into().map_err(|_| AppError::fault("a stored hash has another length"))
}

pub(crate) fn upload_row(upload: &Upload) -> upload::Model {
    upload::Model {
        id: upload.id.into(),
        hash: upload.hash.clone(),
        person_id: upload.person.map(Into::into),
        file_name: upload.file.as_str().to_owned(),
        kind: name_of(upload.file.kind()),
        size_bytes: size_column(upload.size_bytes),
        blob_id: upload.blob.into(),
        sha256: upload.sha256.map(Into::into),
        expires_at: upload.expires_at,
        state: name_of(upload.state),
    }
}

pub(crate) fn upload(row: upload::Model) -> Result<Upload, AppError> {
    Ok(Upload {
        id: row.id.into(),
        hash: row.hash,
        person: row.person_id.map(Into::into),
        file: stored(FileName::parse(&row.file_name))?,
        size_bytes: size(row.size_bytes)?,
        blob: row.blob_id.into(),
        sha256: row.sha256.as_deref().map(hash).transpose()?,
        expires_at: row.expires_at,
        state: word(&row.state)?,
    })
}

pub(crate) fn document_row(document: &Document) -> document::Model {
    let (mut meeting_id, mut agreement_id, mut commitment_id) = (None, None, None);
    match document.subject {
        DocumentSubject::Meeting(meeting) => meeting_id = Some(meeting.into()),
        DocumentSubject::Agreement(agreement) => agreement_id = Some(agreement.into()),
        DocumentSubject::Commitment(commitment) => commitment_id = Some(commitment.into()),
    }
    document::Model {
        id: document.id.into(),
        meeting_id,
        agreement_id,
        commitment_id,
        title: document.title.clone(),
        language: document.language.to_string(),
        visibility: name_of(document.visibility),
        versions: document.versions.into(),
        version: document.version,
    }
}

pub(crate) fn document(row: document::Model) -> Result<Document, AppError> {
    let subject = match (row.meeting_id, row.agreement_id, row.commitment_id) {
        (Some(meeting), None, None) => DocumentSubject::Meeting(meeting.into()),
        (None, Some(agreement), None) => DocumentSubject::Agreement(agreement.into()),
        (None, None, Some(commitment)) => DocumentSubject::Commitment(commitment.into()),
        _ => return Err(AppError::fault("a stored document belongs to nothing, or to several things")),
    };
    Ok(Document {
        id: row.id.into(),
        subject,
        title: row.title,
        language: locale(&row.language)?,
        visibility: word(&row.visibility)?,
        versions: count(row.versions)?,
        version: row.version,
    })
}

pub(crate) fn version_row(version: &DocumentVersion) -> document_version::Model {
    document_version::Model {
        document_id: version.document.into(),
        number: version.number.into(),
        file_name: version.file.as_str().to_owned(),
        kind: name_of(version.file.kind()),
        size_bytes: size_column(version.size_bytes),
        sha256: version.sha256.into(),
        blob_id: version.blob.into(),
        uploaded_at: version.uploaded_at,
        person_id: version.person.map(Into::into),
    }
}

pub(crate) fn version(row: &document_version::Model) -> Result<DocumentVersion, AppError> {
    Ok(DocumentVersion {
        document: row.document_id.into(),
        number: count(row.number)?,
        file: stored(FileName::parse(&row.file_name))?,
        size_bytes: size(row.size_bytes)?,
        sha256: hash(&row.sha256)?,
        blob: row.blob_id.into(),
        uploaded_at: row.uploaded_at,
        person: row.person_id.map(Into::into),
    })
}
