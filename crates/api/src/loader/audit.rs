use std::collections::HashMap;

use cordata_app::AppError;
use cordata_app::audit::revealed;
use cordata_domain::audit::{AuditLink, PersonalChange};
use cordata_domain::ids::AuditEntryId;

use super::{Key, Source, grouped};

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

/// The personal values that an entry of the trail holds hashes of, for those who may see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonalChangesOf(pub AuditEntryId);

impl Key for PersonalChangesOf {
    type Value = Vec<PersonalChange>;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Vec<PersonalChange>>, AppError> {
        let ids: Vec<AuditEntryId> = keys.iter().map(|key| key.0).collect();
        let values = revealed(source.reads.as_ref(), &source.actor, &ids).await?;
        Ok(grouped(keys, values.into_iter().map(|value| (Self(value.entry), value))))
    }
}
