//! What mutations of persons, posts, roles and tokens take.

use async_graphql::{Enum, ID, InputObject, MaybeUndefined, OneofObject};
use cordata_app::identity::{
    CreateApiToken, CreatePerson, EndAffiliation, GrantRole, RevokeApiToken, RevokeRole, StartAffiliation, UpdatePerson,
};
use cordata_app::personal_data::{ErasePerson, ExportPerson};
use cordata_domain::identity::{self, GrantScope, PersonChange};
use cordata_domain::{InputProblem, Refusal};

use crate::graphql::input::{read_id, read_language, read_validity};
use crate::graphql::mutation::{Input, Renamed};
use crate::scalar::{Date, DateTime, Locale, TimeZone};

/// The roles that can be granted. Coordinators and holders of seats are named at their table.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "identity::Role")]
pub enum Role {
    /// Speaks for an organisation.
    Delegate,
    /// Manages an organisation's people, promises and payments.
    OrgManager,
    /// Keeps the papers of the whole plan or of one table.
    Secretariat,
    /// Enters or validates measurements, for the whole plan or for one table.
    Steward,
    /// Reads everything, of the whole plan or of one table, and changes nothing.
    Auditor,
    /// Manages people, roles, taxonomies and failed mails of the platform; changes no business data.
    PlatformAdmin,
}

/// How far a token reaches, each scope holding the ones before it. It never reaches further than its person.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "identity::TokenScope")]
pub enum TokenScope {
    /// Reads what its person sees.
    Read,
    /// Does the work of its person too: meetings, projects, money, texts.
    Write,
    /// Manages people, roles and tokens too.
    Manage,
}

/// What a role is held for.
#[derive(Debug, OneofObject)]
pub enum GrantScopeInput {
    /// The whole plan: always `true`. For the secretariat, stewards, auditors and administrators.
    WholePlan(bool),
    /// One organisation. For delegates and managers.
    OrganisationId(ID),
    /// One table. For the secretariat, stewards and auditors.
    TableId(ID),
}

impl GrantScopeInput {
    fn scope(&self) -> Result<GrantScope, Refusal> {
        match self {
            Self::WholePlan(true) => Ok(GrantScope::Plan),
            Self::WholePlan(false) => Err(Refusal::input(InputProblem::Blank).under("wholePlan")),
            Self::OrganisationId(id) => read_id(id, "organisationId").map(GrantScope::Organisation),
            Self::TableId(id) => read_id(id, "tableId").map(GrantScope::Table),
        }
    }
}

/// A person to be added.
#[derive(Debug, InputObject)]
pub struct CreatePersonInput {
    /// Given name: at most 80 characters.
    pub given_name: String,
    /// Family name: at most 80 characters.
    pub family_name: String,
    /// Where mail reaches them, like `nome@ente.it`. Several persons may share an address; without one, no mail is sent.
    pub email: Option<String>,
    /// The language they are written to; Italian where it is left out.
    pub locale: Option<Locale>,
    /// The time zone that their digests follow; the installation's where it is left out.
    pub time_zone: Option<TimeZone>,
}

impl Input for CreatePersonInput {
    type Command = CreatePerson;

    fn command(self) -> Result<CreatePerson, Refusal> {
        Ok(CreatePerson {
            given_name: self.given_name,
            family_name: self.family_name,
            email: self.email,
            locale: read_language(self.locale),
            zone: self.time_zone.map(|zone| zone.0),
        })
    }
}

/// What changes in what is known about a person. What is left out stays as it is.
#[derive(Debug, InputObject)]
pub struct UpdatePersonInput {
    /// The person.
    pub person_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Given name: at most 80 characters. It cannot be cleared.
    pub given_name: MaybeUndefined<String>,
    /// Family name: at most 80 characters. It cannot be cleared.
    pub family_name: MaybeUndefined<String>,
    /// Where mail reaches them; null clears it. Links that sign in go there, so only the secretariat and
    /// administrators change it.
    pub email: MaybeUndefined<String>,
    /// The language they are written to; null brings Italian back.
    pub locale: MaybeUndefined<Locale>,
    /// The time zone that their digests follow; null brings the installation's back.
    pub time_zone: MaybeUndefined<TimeZone>,
}

impl Input for UpdatePersonInput {
    type Command = UpdatePerson;

    fn command(self) -> Result<UpdatePerson, Refusal> {
        let change = PersonChange {
            given_name: named(self.given_name, "givenName")?,
            family_name: named(self.family_name, "familyName")?,
            email: self.email.as_opt_deref().map(|email| email.map(str::to_owned)),
            locale: match self.locale {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(read_language(None)),
                MaybeUndefined::Value(locale) => Some(locale.0),
            },
            zone: self.time_zone.as_opt_ref().flatten().map(|zone| zone.0),
        };
        Ok(UpdatePerson {
            person: read_id(&self.person_id, "personId")?,
            expected_version: self.expected_version,
            change,
            zone_of_installation: self.time_zone.is_null(),
        })
    }
}

/// A name that is left out stays; null is refused.
fn named(name: MaybeUndefined<String>, field: &str) -> Result<Option<String>, Refusal> {
    match name {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Err(Refusal::input(InputProblem::Blank).under(field)),
        MaybeUndefined::Value(name) => Ok(Some(name)),
    }
}

/// Whose data are wanted.
#[derive(Debug, InputObject)]
pub struct ExportPersonInput {
    /// The person.
    pub person_id: ID,
}

impl Input for ExportPersonInput {
    type Command = ExportPerson;

    fn command(self) -> Result<ExportPerson, Refusal> {
        Ok(ExportPerson { person: read_id(&self.person_id, "personId")? })
    }
}

/// Whose data are erased.
#[derive(Debug, InputObject)]
pub struct ErasePersonInput {
    /// The person. Nobody erases themselves.
    pub person_id: ID,
}

impl Input for ErasePersonInput {
    type Command = ErasePerson;

    fn command(self) -> Result<ErasePerson, Refusal> {
        Ok(ErasePerson { person: read_id(&self.person_id, "personId")? })
    }
}

/// A post of a person in an organisation.
#[derive(Debug, InputObject)]
pub struct StartAffiliationInput {
    /// The person.
    pub person_id: ID,
    /// The organisation.
    pub organisation_id: ID,
    /// The post in words, like `Sindaca`: at most 120 characters.
    pub post: String,
    /// The first day.
    pub from: Date,
    /// The last day, where it is known.
    pub to: Option<Date>,
}

impl Input for StartAffiliationInput {
    type Command = StartAffiliation;

    fn command(self) -> Result<StartAffiliation, Refusal> {
        Ok(StartAffiliation {
            person: read_id(&self.person_id, "personId")?,
            organisation: read_id(&self.organisation_id, "organisationId")?,
            post: self.post,
            validity: read_validity(self.from, self.to)?,
        })
    }
}

/// A post that ends.
#[derive(Debug, InputObject)]
pub struct EndAffiliationInput {
    /// The post.
    pub affiliation_id: ID,
    /// Its last day. Where it is left out, the post ends at this moment.
    pub last_day: Option<Date>,
}

impl Input for EndAffiliationInput {
    type Command = EndAffiliation;

    fn command(self) -> Result<EndAffiliation, Refusal> {
        Ok(EndAffiliation {
            affiliation: read_id(&self.affiliation_id, "affiliationId")?,
            last_day: self.last_day.map(|day| day.0),
        })
    }
}

/// A role for a person.
#[derive(Debug, InputObject)]
pub struct GrantRoleInput {
    /// The person. Nobody grants a role to themselves, nor to another name at their own mailbox.
    pub person_id: ID,
    /// The role.
    pub role: Role,
    /// What the role is held for.
    pub scope: GrantScopeInput,
    /// The first day.
    pub from: Date,
    /// The last day, where it is known.
    pub to: Option<Date>,
}

impl Input for GrantRoleInput {
    type Command = GrantRole;

    const RENAMED: Renamed = &[("organisationId", &["scope", "organisationId"]), ("tableId", &["scope", "tableId"])];

    fn command(self) -> Result<GrantRole, Refusal> {
        Ok(GrantRole {
            person: read_id(&self.person_id, "personId")?,
            role: self.role.into(),
            scope: self.scope.scope().map_err(|refusal| refusal.under("scope"))?,
            validity: read_validity(self.from, self.to)?,
        })
    }
}

/// A role to be taken away.
#[derive(Debug, InputObject)]
pub struct RevokeRoleInput {
    /// What `grantRole` answered as `grantId`.
    pub grant_id: ID,
}

impl Input for RevokeRoleInput {
    type Command = RevokeRole;

    fn command(self) -> Result<RevokeRole, Refusal> {
        Ok(RevokeRole { grant: read_id(&self.grant_id, "grantId")? })
    }
}

/// A token for a person.
#[derive(Debug, InputObject)]
pub struct CreateApiTokenInput {
    /// The person whom it stands for: whoever shows it may do what they may do.
    pub person_id: ID,
    /// What it is used for: at most 80 characters.
    pub label: String,
    /// How far it reaches; as far as its person, where it is left out.
    pub scope: Option<TokenScope>,
    /// When it stops working; never, where it is left out.
    pub expires_at: Option<DateTime>,
}

impl Input for CreateApiTokenInput {
    type Command = CreateApiToken;

    fn command(self) -> Result<CreateApiToken, Refusal> {
        Ok(CreateApiToken {
            person: read_id(&self.person_id, "personId")?,
            label: self.label,
            scope: self.scope.map_or(identity::TokenScope::Manage, Into::into),
            expires_at: self.expires_at.map(|end| end.0),
        })
    }
}

/// A token to be revoked.
#[derive(Debug, InputObject)]
pub struct RevokeApiTokenInput {
    /// What `createApiToken` answered as `tokenId`.
    pub token_id: ID,
}

impl Input for RevokeApiTokenInput {
    type Command = RevokeApiToken;

    fn command(self) -> Result<RevokeApiToken, Refusal> {
        Ok(RevokeApiToken { token: read_id(&self.token_id, "tokenId")? })
    }
}
