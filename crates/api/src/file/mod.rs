//! Files over plain HTTP: one PUT for each address that `requestUpload` gave, and downloads of documents. They never
//! pass through `/graphql`, and no file is ever whole in memory.

mod disposition;
mod download;
mod range;
mod upload;

use std::sync::Arc;

use axum::routing::{get, put};
use axum::{Extension, Router};
use cordata_app::document::FileIntake;
use cordata_domain::document::DocumentVersion;

use crate::edge::turnstile::Turnstile;
use crate::page::{PageState, dressed};
use crate::state::ApiState;

/// What a file costs that comes or goes, in points of the API: it is looked up, and moved in pieces.
const FILE: u64 = 100;

/// What files are taken in with and served from; cheap to clone.
#[derive(Clone)]
pub struct FileState {
    /// Who calls, and what they may read.
    pub api: ApiState,
    /// Takes files in.
    pub intake: FileIntake,
}

/// `PUT /uploads/{secret}` and `GET /documents/{id}/{version}/{name}`. What cannot be downloaded gets the page that
/// says so.
pub fn router(files: FileState, pages: &PageState, turnstile: &Arc<Turnstile>) -> Router {
    let downloads = Router::new()
        .route("/documents/{id}/{version}", get(download::serve))
        .route("/documents/{id}/{version}/{name}", get(download::serve))
        .with_state(files.clone());
    let uploads = Router::new().route("/uploads/{secret}", put(upload::receive)).with_state(files);
    dressed(downloads, pages).merge(uploads).layer(Extension(Arc::clone(turnstile)))
}

/// The address of a version on this site. The name in it is for people.
pub(crate) fn path_of(version: &DocumentVersion) -> String {
    format!("/documents/{}/{}/{}", version.document, version.number, version.file.slug())
}
