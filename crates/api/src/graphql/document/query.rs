//! Queries of this area.

use async_graphql::{Context, ID, Object, OneofObject, Result};

use super::Document;
use crate::graphql::id;

/// How a document is looked up.
#[derive(Debug, OneofObject)]
pub enum DocumentBy {
    /// By id.
    Id(ID),
}

/// Reading documents.
#[derive(Debug, Default)]
pub struct DocumentQuery;

#[Object]
impl DocumentQuery {
    /// One document. The lists stand where the documents belong: at meetings and commitments.
    async fn document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: DocumentBy,
    ) -> Result<Option<Document>> {
        let DocumentBy::Id(id) = by;
        id::found(ctx, &id, Document::by_id).await
    }
}
