use std::collections::HashMap;

use cordata_app::AppError;
use cordata_domain::identity::Person;
use cordata_domain::ids::{PersonId, StakeholderId};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};

use super::{Key, Source};

impl Key for StakeholderId {
    type Value = Stakeholder;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Stakeholder>, AppError> {
        let rows = source.reads.stakeholders_by_id(keys).await?;
        Ok(rows.into_iter().map(|stakeholder| (stakeholder.id, stakeholder)).collect())
    }
}

/// Persons, of those whom the caller may see.
impl Key for PersonId {
    type Value = Person;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Person>, AppError> {
        let rows = source.reads.persons_by_id(&source.actor, keys).await?;
        Ok(rows.into_iter().map(|person| (person.id, person)).collect())
    }
}

/// The code of a kind of stakeholder. There are few, so all are read together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KindCode(pub String);

impl Key for KindCode {
    type Value = StakeholderKind;

    async fn read(source: &Source, _keys: &[Self]) -> Result<HashMap<Self, StakeholderKind>, AppError> {
        let rows = source.reads.stakeholder_kinds().await?;
        Ok(rows.into_iter().map(|kind| (Self(kind.code.clone()), kind)).collect())
    }
}
