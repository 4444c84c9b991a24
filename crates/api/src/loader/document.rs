use cordata_domain::document::{Document, DocumentSubject, DocumentVersion};
use cordata_domain::ids::DocumentId;

use super::{by_id, list_of};

by_id! {
    DocumentId => Document, documents_by_id;
}

list_of! {
    /// The documents of a meeting, an agreement or a commitment, oldest first.
    DocumentsOf(DocumentSubject) => Document, documents_of, |document| (document.subject, document);
    /// The versions of a document, oldest first.
    DocumentVersionsOf(DocumentId) => DocumentVersion, document_versions_of, |version| (version.document, version);
}
