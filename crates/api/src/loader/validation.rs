use std::collections::HashMap;

use cordata_app::AppError;
use cordata_domain::funding::{Checked, EntryCheck, InKindContribution};
use cordata_domain::ids::{CommitmentId, EntryId, InKindId};

use super::{Key, Source, by_id};

by_id! {
    InKindId => InKindContribution, in_kind_by_id;
}

/// What a second person validated of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CheckOf(pub EntryId);

impl Key for CheckOf {
    type Value = EntryCheck;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, EntryCheck>, AppError> {
        let entries: Vec<EntryId> = keys.iter().map(|key| key.0).collect();
        let rows = source.reads.checks_of(&entries).await?;
        Ok(rows.into_iter().map(|check| (Self(check.entry), check)).collect())
    }
}

/// What is validated and declared on a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CheckedOf(pub CommitmentId);

impl Key for CheckedOf {
    type Value = Checked;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Checked>, AppError> {
        let commitments: Vec<CommitmentId> = keys.iter().map(|key| key.0).collect();
        let rows = source.reads.checked_of(&commitments).await?;
        let mut sums: HashMap<Self, Checked> = keys.iter().map(|key| (*key, Checked::default())).collect();
        sums.extend(rows.into_iter().map(|(commitment, checked)| (Self(commitment), checked)));
        Ok(sums)
    }
}
