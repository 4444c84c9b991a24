use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_domain::document::{self, DocumentSubject};
use cordata_domain::ids::DocumentId;
use cordata_domain::policy::{Act, Facts};

use crate::file;
use crate::graphql::agreement::Agreement;
use crate::graphql::funding::Commitment;
use crate::graphql::id;
use crate::graphql::meeting::Meeting;
use crate::loader::{DocumentVersionsOf, DocumentsOf};
use crate::scalar::{DateTime, Locale, Url};
use crate::state::RequestContext;

/// Who may read a document. Whoever may not see what it belongs to sees no document of it either.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "document::DocumentVisibility")]
pub enum DocumentVisibility {
    /// Everybody.
    Public,
    /// Those of the meeting's table, with its secretariat and its auditor.
    Members,
    /// Of a meeting: its coordinator, the secretariat and the auditor. Of a commitment: the people of the
    /// contributor, the secretariat and the auditor.
    Reserved,
}

/// An address that takes one file.
#[derive(Debug, SimpleObject)]
pub struct Upload {
    /// Its id: send it back with `attachDocument` when the file has arrived.
    id: ID,
    /// Where to PUT the file as it is, with its `Content-Length`. It takes one file and is shown this once: who knows
    /// it can send, so keep it to yourself.
    url: Url,
    /// Until when the file can be sent and attached.
    expires_at: DateTime,
}

impl Upload {
    /// The address that `secret` opens.
    pub fn new(request: &RequestContext, upload: &document::Upload, secret: &str) -> Self {
        Self {
            id: id::encode(upload.id),
            url: Url(format!("{}/uploads/{secret}", request.state.public_url)),
            expires_at: upload.expires_at.into(),
        }
    }
}

/// A document, in versions.
pub struct Document(pub document::Document);

impl Document {
    /// The document with this id, if the caller may read it.
    pub async fn by_id(ctx: &Context<'_>, id: DocumentId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }

    /// The documents of something that the caller may read, oldest first.
    pub async fn all_of(ctx: &Context<'_>, subject: DocumentSubject) -> Result<Vec<Self>> {
        let documents = RequestContext::of(ctx).load_named(DocumentsOf(subject)).await?;
        Ok(documents.into_iter().map(Self).collect())
    }

    async fn all_versions(&self, ctx: &Context<'_>) -> Result<Vec<DocumentVersion>> {
        let versions = RequestContext::of(ctx).load_named(DocumentVersionsOf(self.0.id)).await?;
        Ok(versions.into_iter().map(DocumentVersion).collect())
    }

    /// Whom and what it concerns, as the policy asks.
    async fn facts(&self, ctx: &Context<'_>) -> Result<Facts> {
        let request = RequestContext::of(ctx);
        Ok(match self.0.subject {
            DocumentSubject::Meeting(meeting) => Facts::table(request.load_named(meeting).await?.table),
            DocumentSubject::Commitment(commitment) => {
                let (commitment, _) = request.load_named(commitment).await?;
                commitment.contributor.map_or_else(Facts::plan, Facts::organisation)
            }
            DocumentSubject::Agreement(_) => Facts::plan(),
        })
    }
}

/// A document of a meeting, an agreement or a commitment, in versions that never change.
#[Object]
impl Document {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The language it is written in.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// Who may read it, in all its versions.
    async fn visibility(&self) -> DocumentVisibility {
        self.0.visibility.into()
    }

    /// The meeting it belongs to; null where it belongs to something else.
    async fn meeting(&self, ctx: &Context<'_>) -> Result<Option<Meeting>> {
        match self.0.subject {
            DocumentSubject::Meeting(meeting) => Meeting::by_id(ctx, meeting).await,
            DocumentSubject::Agreement(_) | DocumentSubject::Commitment(_) => Ok(None),
        }
    }

    /// The agreement it belongs to; null where it belongs to something else.
    async fn agreement(&self, ctx: &Context<'_>) -> Result<Option<Agreement>> {
        match self.0.subject {
            DocumentSubject::Agreement(agreement) => Agreement::by_id(ctx, agreement).await,
            DocumentSubject::Commitment(_) | DocumentSubject::Meeting(_) => Ok(None),
        }
    }

    /// The commitment it belongs to; null where it belongs to something else.
    async fn commitment(&self, ctx: &Context<'_>) -> Result<Option<Commitment>> {
        match self.0.subject {
            DocumentSubject::Commitment(commitment) => Commitment::by_id(ctx, commitment).await,
            DocumentSubject::Agreement(_) | DocumentSubject::Meeting(_) => Ok(None),
        }
    }

    /// Its version that counts: the last one.
    async fn current(&self, ctx: &Context<'_>) -> Result<DocumentVersion> {
        let last = self.all_versions(ctx).await?.pop();
        RequestContext::of(ctx).tell(last.ok_or_else(|| AppError::fault("a document without a version")))
    }

    /// All its versions, oldest first.
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<DocumentVersion>> {
        self.all_versions(ctx).await
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<DocumentViewerCan> {
        let facts = self.facts(ctx).await?;
        Ok(DocumentViewerCan { replace: RequestContext::of(ctx).may(Act::AttachDocument, &facts) })
    }
}

/// What your roles allow you to do with a document.
#[derive(Debug, SimpleObject)]
pub struct DocumentViewerCan {
    /// Attach a new version of it.
    replace: bool,
}

/// One version of a document.
pub struct DocumentVersion(pub document::DocumentVersion);

/// One version of a document: a file. It never changes.
#[Object]
impl DocumentVersion {
    /// Its number, from 1 without gaps.
    async fn number(&self) -> u32 {
        self.0.number
    }

    /// The name of the file.
    async fn file_name(&self) -> &str {
        self.0.file.as_str()
    }

    /// What the file is, as its content was checked to be: a media type like `application/pdf`.
    async fn media_type(&self) -> &str {
        self.0.file.kind().media_type()
    }

    /// How many bytes it has.
    async fn size_bytes(&self) -> u64 {
        self.0.size_bytes
    }

    /// The SHA-256 of its bytes, in hexadecimal digits: with it everybody can check that a copy is the same.
    async fn sha256(&self) -> String {
        self.0.sha256_hex()
    }

    /// When it was attached.
    async fn uploaded_at(&self) -> DateTime {
        self.0.uploaded_at.into()
    }

    /// Where it can be downloaded. A document that is not public needs the same bearer token or session as this query.
    async fn url(&self, ctx: &Context<'_>) -> Url {
        Url(format!("{}{}", RequestContext::of(ctx).state.public_url, file::path_of(&self.0)))
    }
}
