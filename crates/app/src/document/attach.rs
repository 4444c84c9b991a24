use async_trait::async_trait;
use cordata_domain::audit::{Snapshot, Traced};
use cordata_domain::document::{Document, DocumentDraft, DocumentSubject, Upload, require_room};
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{CommitmentId, DocumentId, MeetingId, UploadId};
use cordata_domain::policy::{Act, Facts};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

/// The document that gets a new version.
#[derive(Debug, Clone, Copy)]
pub struct Replaced {
    /// The document.
    pub document: DocumentId,
    /// The version of its record that the caller read.
    pub expected_version: i64,
}

/// Attaches a file that arrived to a meeting, an agreement or a commitment: as a new document, or as a new version of
/// one.
#[derive(Debug, Clone)]
pub struct AttachDocument {
    /// The upload, which the same person asked for.
    pub upload: UploadId,
    /// What is said about the document.
    pub draft: DocumentDraft,
    /// The document that it is a new version of.
    pub replaces: Option<Replaced>,
}

#[async_trait]
impl Command for AttachDocument {
    const NAME: &'static str = "attachDocument";
    type Output = DocumentId;

    async fn run(&self, work: &mut Work<'_>) -> Result<DocumentId, AppError> {
        let facts = work.facts_of(self.draft.subject).await.map_err(|error| error.under("subject"))?;
        work.require(Act::AttachDocument, &facts)?;
        let mut upload = work.own_upload(self.upload).await?;
        let (before, mut document) = match &self.replaces {
            Some(replaced) => self.revised(work, replaced).await?,
            None => self.added(work).await?,
        };
        let version = document.add_version(&mut upload, work.now)?;
        work.tx.update_document(&document).await?;
        work.tx.insert_document_version(&version).await?;
        work.tx.update_upload(&upload).await?;
        if let Some(organisation) = facts.organisation {
            work.on_behalf_of(organisation);
        }
        let added = json!({ "number": version.number, "sha256": version.sha256_hex() });
        work.audit_change_of(&before, &document, [("version", added)]);
        if let (DocumentSubject::Meeting(meeting), Some(table)) = (document.subject, facts.table) {
            work.emit(DomainEvent::MeetingChanged { meeting, table });
        }
        Ok(document.id)
    }
}

impl AttachDocument {
    async fn added(&self, work: &mut Work<'_>) -> Result<(Snapshot, Document), AppError> {
        require_room(work.tx.count_documents(self.draft.subject).await?)?;
        let document = Document::new(work.id(), &self.draft)?;
        work.tx.insert_document(&document).await?;
        Ok((document.before_it_was(), document))
    }

    async fn revised(&self, work: &mut Work<'_>, replaced: &Replaced) -> Result<(Snapshot, Document), AppError> {
        let found = found_at(work.tx.document(replaced.document).await?, "documentId");
        let mut document = found.map_err(|error| error.under("replaces"))?;
        let before = document.snapshot();
        document.revise(&self.draft)?;
        let fresh = require_version(replaced.expected_version, document.version);
        fresh.map_err(|error| error.under("replaces"))?;
        Ok((before, document))
    }
}

impl Work<'_> {
    /// Whom and what a subject concerns, if the caller may see it.
    async fn facts_of(&mut self, subject: DocumentSubject) -> Result<Facts, AppError> {
        match subject {
            DocumentSubject::Meeting(meeting) => self.facts_of_meeting(meeting).await,
            DocumentSubject::Commitment(commitment) => self.facts_of_commitment(commitment).await,
            DocumentSubject::Agreement(agreement) => {
                self.visible_agreement(agreement, "agreementId").await?;
                Ok(Facts::plan())
            }
        }
    }

    async fn facts_of_meeting(&mut self, meeting: MeetingId) -> Result<Facts, AppError> {
        let (_, table) = self.visible_meeting(meeting, "meetingId").await?;
        Ok(Facts::table(table.id))
    }

    async fn facts_of_commitment(&mut self, commitment: CommitmentId) -> Result<Facts, AppError> {
        let commitment = found_at(self.tx.commitment(commitment).await?, "commitmentId")?;
        Ok(commitment.contributor.map_or_else(Facts::plan, Facts::organisation))
    }

    /// An upload that the caller asked for. Somebody else's is absent.
    async fn own_upload(&mut self, id: UploadId) -> Result<Upload, AppError> {
        let person = self.actor().person();
        let upload = self.tx.upload(id).await?.filter(|upload| upload.person == person);
        found_at(upload, "uploadId")
    }
}
