//! What mutations of documents take.

use async_graphql::{ID, InputObject, OneofObject};
use cordata_app::document::{AttachDocument, Replaced, RequestUpload};
use cordata_domain::Refusal;
use cordata_domain::document::{Announcement, DocumentDraft, DocumentSubject};

use super::DocumentVisibility;
use crate::graphql::input::{read_id, read_language};
use crate::graphql::mutation::Input;
use crate::scalar::Locale;

/// A file that shall be sent.
#[derive(Debug, InputObject)]
pub struct RequestUploadInput {
    /// Its name, of at most 150 characters and without folders. Its extension says its kind: pdf, odt, ods, docx, xlsx,
    /// png, jpg, txt, csv, p7m, asice or asics. Texts are in UTF-8.
    pub file_name: String,
    /// Its media type, like `application/pdf`. It must be that of the extension.
    pub media_type: String,
    /// How many bytes it has: 1 to 20,971,520.
    pub size_bytes: u64,
}

impl Input for RequestUploadInput {
    type Command = RequestUpload;

    fn command(self) -> Result<RequestUpload, Refusal> {
        let (file_name, media_type, size_bytes) = (self.file_name, self.media_type, self.size_bytes);
        Ok(RequestUpload(Announcement { file_name, media_type, size_bytes }))
    }
}

/// What a document belongs to.
#[derive(Debug, OneofObject)]
pub enum DocumentSubjectInput {
    /// A meeting.
    MeetingId(ID),
    /// An agreement.
    AgreementId(ID),
    /// A commitment.
    CommitmentId(ID),
}

impl DocumentSubjectInput {
    fn read(&self) -> Result<DocumentSubject, Refusal> {
        match self {
            Self::MeetingId(id) => read_id(id, "meetingId").map(DocumentSubject::Meeting),
            Self::AgreementId(id) => read_id(id, "agreementId").map(DocumentSubject::Agreement),
            Self::CommitmentId(id) => read_id(id, "commitmentId").map(DocumentSubject::Commitment),
        }
    }
}

/// A document that gets a new version.
#[derive(Debug, InputObject)]
pub struct ReplacedDocumentInput {
    /// The document. It belongs to the same meeting, agreement or commitment.
    pub document_id: ID,
    /// The version of the document you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
}

impl ReplacedDocumentInput {
    fn read(&self) -> Result<Replaced, Refusal> {
        let document = read_id(&self.document_id, "documentId").map_err(|refusal| refusal.under("replaces"))?;
        Ok(Replaced { document, expected_version: self.expected_version })
    }
}

/// A file that arrived, and what it is.
#[derive(Debug, InputObject)]
pub struct AttachDocumentInput {
    /// The address to which you sent the file.
    pub upload_id: ID,
    /// What it is attached to.
    pub subject: DocumentSubjectInput,
    /// Its title: one line of at most 200 characters.
    pub title: String,
    /// The language it is written in; Italian where it is left out.
    pub language: Option<Locale>,
    /// Who may read it, in all its versions.
    pub visibility: DocumentVisibility,
    /// The document that it is a new version of; left out for a new document.
    pub replaces: Option<ReplacedDocumentInput>,
    /// For a new version that more people may read than the earlier ones: says that you mean to open those too.
    #[graphql(default)]
    pub opens_earlier_versions: bool,
}

impl Input for AttachDocumentInput {
    type Command = AttachDocument;

    fn command(self) -> Result<AttachDocument, Refusal> {
        let subject = self.subject.read().map_err(|refusal| refusal.under("subject"))?;
        Ok(AttachDocument {
            upload: read_id(&self.upload_id, "uploadId")?,
            draft: DocumentDraft {
                subject,
                title: self.title,
                language: read_language(self.language),
                visibility: self.visibility.into(),
                opens_earlier_versions: self.opens_earlier_versions,
            },
            replaces: self.replaces.map(|replaced| replaced.read()).transpose()?,
        })
    }
}
