//! Mutations of documents.

use async_graphql::{Context, Object, Result};
use cordata_app::token::ClearToken;
use cordata_domain::document;

use super::input::{AttachDocumentInput, RequestUploadInput};
use super::{Document, Upload};
use crate::graphql::mutation::{answer, payloads};
use crate::state::RequestContext;

payloads! {
    /// What became of `requestUpload`.
    RequestUploadPayload {
        /// The address for the file.
        upload: Upload
    }
    /// What became of `attachDocument`.
    AttachDocumentPayload {
        /// The document with its new version.
        document: Document
    }
}

/// The address with its secret, which nothing else answers.
async fn shown_once(ctx: &Context<'_>, (upload, secret): (document::Upload, ClearToken)) -> Result<Option<Upload>> {
    Ok(Some(Upload::new(RequestContext::of(ctx), &upload, secret.reveal())))
}

/// Changing documents.
#[derive(Debug, Default)]
pub struct DocumentMutation;

#[Object]
impl DocumentMutation {
    /// Asks for an address to which one file can be sent, by one PUT of at most 20 MiB within an hour. What arrives is
    /// checked: its content must be what its name says. Then it is attached with `attachDocument`.
    ///
    /// Requires: signed-in.
    async fn request_upload(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: RequestUploadInput,
    ) -> Result<RequestUploadPayload> {
        answer(ctx, input, shown_once).await
    }

    /// Attaches a file that arrived to a meeting, an agreement or a commitment: as a new document or as a new version
    /// of one. For a meeting its coordinator or the secretariat does so, for a commitment the contributor's manager or
    /// the secretariat.
    ///
    /// Requires: org-manager or coordinator or secretariat.
    async fn attach_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file, and what it is.")] input: AttachDocumentInput,
    ) -> Result<AttachDocumentPayload> {
        answer(ctx, input, Document::by_id).await
    }
}
