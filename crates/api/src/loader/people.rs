use std::collections::HashMap;

use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_domain::identity::{Affiliation, Grant, Person};
use cordata_domain::ids::{PersonId, StakeholderId};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};

use super::{Key, Source, grouped};

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

/// Lists of persons and organisations, of what the caller may see.
macro_rules! seen_list_of {
    ($($(#[$meta:meta])* $key:ident($parent:ident) => $row:ty, $method:ident, |$each:pat_param| $pair:expr);+ $(;)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $key(pub $parent);

        impl Key for $key {
            type Value = Vec<$row>;

            async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Vec<$row>>, AppError> {
                let parents: Vec<$parent> = keys.iter().map(|key| key.0).collect();
                let rows = source.reads.$method(&source.actor, &parents).await?;
                let pairs = rows.into_iter().map(|$each| $pair);
                Ok(grouped(keys, pairs.map(|(parent, row)| ($key(parent), row))))
            }
        }
    )+};
}

seen_list_of! {
    /// The posts of a person, oldest first.
    PostsOf(PersonId) => Affiliation, posts_of, |post| (post.person, post);
    /// The granted roles of a person, oldest first.
    RolesOf(PersonId) => Grant, roles_of, |grant| (grant.person, grant);
}

/// The posts in an organisation on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PostsIn(pub StakeholderId, pub NaiveDate);

impl Key for PostsIn {
    type Value = Vec<Affiliation>;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Vec<Affiliation>>, AppError> {
        // An operation asks for one day.
        let Some(day) = keys.first().map(|key| key.1) else { return Ok(HashMap::new()) };
        let organisations: Vec<StakeholderId> = keys.iter().map(|key| key.0).collect();
        let posts = source.reads.posts_in(&source.actor, &organisations, day).await?;
        Ok(grouped(keys, posts.into_iter().map(|post| (Self(post.organisation, day), post))))
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
