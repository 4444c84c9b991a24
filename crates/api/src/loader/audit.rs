use std::collections::HashMap;

use cordata_app::AppError;
use cordata_domain::audit::AuditLink;
use cordata_domain::ids::AuditEntryId;

use super::{Key, Source};

/// The link that holds an entry of the trail. Whoever may read an entry may read its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkOf(pub AuditEntryId);

impl Key for LinkOf {
    type Value = AuditLink;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, AuditLink>, AppError> {
        let ids: Vec<AuditEntryId> = keys.iter().map(|key| key.0).collect();
        let links = source.reads.audit_links(&ids).await?;
        Ok(links.into_iter().map(|link| (Self(link.entry), link)).collect())
    }
}
