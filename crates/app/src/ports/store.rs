use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::audit::{AuditEntry, PersonalChange};
use cordata_domain::event::RecordedEvent;
use cordata_domain::identity::{Affiliation, ApiToken, Grant, Person};
use cordata_domain::ids::{
    ActionLinkId, AffiliationId, AgendaItemId, AxisId, DecisionId, FollowUpId, GrantId, InviteeId, MeetingId, PersonId,
    PlanActionId, PlanId, SeatId, StakeholderId, StrategyId, TableId, TokenId,
};
use cordata_domain::limit::Limit;
use cordata_domain::meeting::{AgendaItem, Decision, FollowUp, MeetingRecord, MeetingState};
use cordata_domain::plan::{
    Axis, HomogeneousZone, Municipality, Objective, PlanAction, StrategicPlan, Strategy, Taxonomy, Term,
};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};
use cordata_domain::table::{ConcertationTable, Seat};

use super::agreement::AgreementRepo;
use super::codesign::{ContributionRepo, ProposalRepo};
use super::document::DocumentRepo;
use super::funding::{FundingRepo, ImportRepo, ProjectRepo};
use super::indicator::IndicatorRepo;
use super::minutes::MinutesRepo;
use super::openid::OpenIdRepo;
use super::personal_data::{PersonalDataRepo, RetentionRepo};
use super::queue::QueueRepo;
use super::session::SessionRepo;
use super::validation::ValidationRepo;
use crate::error::AppError;
use crate::instance::Instance;

/// Opens write transactions.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a transaction that may write.
    async fn begin(&self) -> Result<Box<dyn Tx>, AppError>;
}

/// One write transaction. Dropping it undoes everything.
///
/// Aggregates that can be changed are locked when they are loaded, so two commands on one of them queue up. Saving
/// an aggregate raises its stored version by one and fails as busy if somebody else raised it before. A key that is
/// taken answers `ALREADY_EXISTS`, a reference to nothing `NOT_FOUND`.
#[async_trait]
pub trait Tx:
    PlanRepo
    + PeopleRepo
    + TableRepo
    + MeetingRepo
    + MinutesRepo
    + JournalRepo
    + LimitRepo
    + PersonalDataRepo
    + RetentionRepo
    + QueueRepo
    + ProjectRepo
    + FundingRepo
    + ImportRepo
    + DocumentRepo
    + ProposalRepo
    + ContributionRepo
    + IndicatorRepo
    + AgreementRepo
    + SessionRepo
    + OpenIdRepo
    + ValidationRepo
    + Send
{
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), AppError>;
}

/// Plans, their trees, taxonomies and territory.
#[async_trait]
pub trait PlanRepo {
    /// Loads a plan.
    async fn plan(&mut self, id: PlanId) -> Result<Option<StrategicPlan>, AppError>;
    /// Adds a plan.
    async fn insert_plan(&mut self, plan: &StrategicPlan) -> Result<(), AppError>;
    /// Saves a changed plan.
    async fn update_plan(&mut self, plan: &StrategicPlan) -> Result<(), AppError>;
    /// Loads an axis.
    async fn axis(&mut self, id: AxisId) -> Result<Option<Axis>, AppError>;
    /// Adds an axis with its terms.
    async fn insert_axis(&mut self, axis: &Axis) -> Result<(), AppError>;
    /// Loads a strategy.
    async fn strategy(&mut self, id: StrategyId) -> Result<Option<Strategy>, AppError>;
    /// Adds a strategy.
    async fn insert_strategy(&mut self, strategy: &Strategy) -> Result<(), AppError>;
    /// Loads an action with its terms.
    async fn plan_action(&mut self, id: PlanActionId) -> Result<Option<PlanAction>, AppError>;
    /// Adds an action with its terms.
    async fn insert_plan_action(&mut self, action: &PlanAction) -> Result<(), AppError>;
    /// Saves a changed action; its terms are replaced.
    async fn update_plan_action(&mut self, action: &PlanAction) -> Result<(), AppError>;
    /// Adds objectives.
    async fn insert_objectives(&mut self, objectives: &[Objective]) -> Result<(), AppError>;
    /// Adds a taxonomy and its terms.
    async fn insert_taxonomy(&mut self, taxonomy: &Taxonomy, terms: &[Term]) -> Result<(), AppError>;
    /// Adds homogeneous zones.
    async fn insert_zones(&mut self, zones: &[HomogeneousZone]) -> Result<(), AppError>;
    /// Adds municipalities.
    async fn insert_municipalities(&mut self, municipalities: &[Municipality]) -> Result<(), AppError>;
}

/// Stakeholders, persons, affiliations, grants and tokens.
#[async_trait]
pub trait PeopleRepo {
    /// Loads the record of the installation, if it was set up.
    async fn instance(&mut self) -> Result<Option<Instance>, AppError>;
    /// Sets the record of the installation.
    async fn put_instance(&mut self, instance: &Instance) -> Result<(), AppError>;
    /// Loads a kind of stakeholder.
    async fn stakeholder_kind(&mut self, code: &str) -> Result<Option<StakeholderKind>, AppError>;
    /// Adds kinds of stakeholders.
    async fn insert_stakeholder_kinds(&mut self, kinds: &[StakeholderKind]) -> Result<(), AppError>;
    /// Loads a stakeholder.
    async fn stakeholder(&mut self, id: StakeholderId) -> Result<Option<Stakeholder>, AppError>;
    /// Adds a stakeholder; its slug must be free.
    async fn insert_stakeholder(&mut self, stakeholder: &Stakeholder) -> Result<(), AppError>;
    /// Saves a changed stakeholder.
    async fn update_stakeholder(&mut self, stakeholder: &Stakeholder) -> Result<(), AppError>;
    /// Loads a person.
    async fn person(&mut self, id: PersonId) -> Result<Option<Person>, AppError>;
    /// Loads persons.
    async fn persons(&mut self, ids: &[PersonId]) -> Result<Vec<Person>, AppError>;
    /// Loads and locks a person, so that whoever changes them or gives them posts and roles queues up.
    async fn person_to_change(&mut self, id: PersonId) -> Result<Option<Person>, AppError>;
    /// Adds a person.
    async fn insert_person(&mut self, person: &Person) -> Result<(), AppError>;
    /// Saves a changed person.
    async fn update_person(&mut self, person: &Person) -> Result<(), AppError>;
    /// Loads an affiliation.
    async fn affiliation(&mut self, id: AffiliationId) -> Result<Option<Affiliation>, AppError>;
    /// All affiliations of a person.
    async fn affiliations_of(&mut self, person: PersonId) -> Result<Vec<Affiliation>, AppError>;
    /// All affiliations with these organisations.
    async fn affiliations_in(&mut self, organisations: &[StakeholderId]) -> Result<Vec<Affiliation>, AppError>;
    /// Adds an affiliation.
    async fn insert_affiliation(&mut self, affiliation: &Affiliation) -> Result<(), AppError>;
    /// Saves the end of an affiliation.
    async fn update_affiliation(&mut self, affiliation: &Affiliation) -> Result<(), AppError>;
    /// Loads a grant.
    async fn grant(&mut self, id: GrantId) -> Result<Option<Grant>, AppError>;
    /// All grants of a person.
    async fn grants_of(&mut self, person: PersonId) -> Result<Vec<Grant>, AppError>;
    /// All grants, of everybody, of the role that keeps the platform running.
    async fn admin_grants(&mut self) -> Result<Vec<Grant>, AppError>;
    /// Adds a grant.
    async fn insert_grant(&mut self, grant: &Grant) -> Result<(), AppError>;
    /// Saves the end of a grant.
    async fn update_grant(&mut self, grant: &Grant) -> Result<(), AppError>;
    /// Loads a token.
    async fn token(&mut self, id: TokenId) -> Result<Option<ApiToken>, AppError>;
    /// Adds a token.
    async fn insert_token(&mut self, token: &ApiToken) -> Result<(), AppError>;
    /// Saves the revocation of a token.
    async fn update_token(&mut self, token: &ApiToken) -> Result<(), AppError>;
}

/// Tables and their seats.
#[async_trait]
pub trait TableRepo {
    /// Loads and locks a table with its mandate.
    async fn table(&mut self, id: TableId) -> Result<Option<ConcertationTable>, AppError>;
    /// Whether the table is public, as `ConcertationTable::is_public` says. It is not locked.
    async fn is_public_table(&mut self, id: TableId) -> Result<bool, AppError>;
    /// Adds a table with its mandate; its slug must be free.
    async fn insert_table(&mut self, table: &ConcertationTable) -> Result<(), AppError>;
    /// Saves a changed table; its mandate is replaced.
    async fn update_table(&mut self, table: &ConcertationTable) -> Result<(), AppError>;
    /// Loads a seat with its holders.
    async fn seat(&mut self, id: SeatId) -> Result<Option<Seat>, AppError>;
    /// All seats of a table with their holders.
    async fn seats_of(&mut self, table: TableId) -> Result<Vec<Seat>, AppError>;
    /// The seats of an organisation that a person was ever named for, with all their holders.
    async fn seats_held(&mut self, person: PersonId, organisation: StakeholderId) -> Result<Vec<Seat>, AppError>;
    /// Adds a seat with its holders.
    async fn insert_seat(&mut self, seat: &Seat) -> Result<(), AppError>;
    /// Saves a changed seat: changed holders are updated, new ones added.
    async fn update_seat(&mut self, seat: &Seat) -> Result<(), AppError>;
}

/// Gap-free numbers, one series for each table and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// Dispatches of convocations.
    Convocation,
    /// Meetings that were opened.
    Meeting,
    /// Decisions.
    Decision,
}

/// Meetings and what comes of them.
#[async_trait]
pub trait MeetingRepo {
    /// Loads and locks a meeting with everything that happened at it.
    async fn meeting(&mut self, id: MeetingId) -> Result<Option<MeetingRecord>, AppError>;
    /// Adds a meeting with its agenda.
    async fn insert_meeting(&mut self, record: &MeetingRecord) -> Result<(), AppError>;
    /// Saves a changed meeting: agenda, addressees, attendance and counts become as in `record`.
    async fn update_meeting(&mut self, record: &MeetingRecord) -> Result<(), AppError>;
    /// The states that meetings of the table are in, each once.
    async fn meeting_states(&mut self, table: TableId) -> Result<Vec<MeetingState>, AppError>;
    /// The meeting of an addressee.
    async fn meeting_of_invitee(&mut self, id: InviteeId) -> Result<Option<MeetingId>, AppError>;
    /// The meeting of an agenda item.
    async fn meeting_of_item(&mut self, id: AgendaItemId) -> Result<Option<MeetingId>, AppError>;
    /// Deferred items of the table's closed meetings that no later agenda took up, oldest first.
    async fn deferred_items(&mut self, table: TableId) -> Result<Vec<AgendaItem>, AppError>;
    /// Takes the next number of a series; the transaction that is undone gives it back.
    async fn next_number(&mut self, series: Series, table: TableId, year: i32) -> Result<u32, AppError>;
    /// Loads a decision.
    async fn decision(&mut self, id: DecisionId) -> Result<Option<Decision>, AppError>;
    /// Adds a decision with the organisations it binds; `at` is when it was recorded.
    async fn insert_decision(&mut self, decision: &Decision, at: DateTime<Utc>) -> Result<(), AppError>;
    /// Loads and locks a follow-up.
    async fn follow_up(&mut self, id: FollowUpId) -> Result<Option<FollowUp>, AppError>;
    /// Adds a follow-up.
    async fn insert_follow_up(&mut self, follow_up: &FollowUp) -> Result<(), AppError>;
    /// Saves a changed follow-up.
    async fn update_follow_up(&mut self, follow_up: &FollowUp) -> Result<(), AppError>;
}

/// What a signed link in a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To answer a convocation; the subject is the addressee. It works once.
    AnswerConvocation,
    /// To stop the daily digest; the subject is the member. It may be used again.
    StopDigest,
    /// To follow a contribution, which is the subject. It may be used again, and only shows.
    FollowContribution,
    /// To sign in; the subject is the request. It works once.
    SignIn,
    /// To accept an invitation, which is the subject. It works once.
    AcceptInvitation,
    /// To set up the first administrator of an installation. It works once.
    SetUp,
}

/// A signed one-time link: a random token, kept as a hash, with one purpose and an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionLink {
    /// Its id.
    pub id: ActionLinkId,
    /// SHA-256 of the clear token.
    pub hash: Vec<u8>,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// What it opens.
    pub subject: uuid::Uuid,
    /// For whom; absent where it is for a citizen.
    pub person: Option<PersonId>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

/// What a command with an idempotency key answered the first time.
#[derive(Debug, Clone, PartialEq)]
pub struct IdempotentAnswer {
    /// SHA-256 of the input.
    pub input_hash: Vec<u8>,
    /// The answer, as JSON.
    pub answer: serde_json::Value,
}

/// The bounds that the body set, how often things were done, and the salt of the hashes that they are counted under.
#[async_trait]
pub trait LimitRepo {
    /// What the body set a bound to; none where the delivered one holds.
    async fn limit(&mut self, limit: Limit) -> Result<Option<i64>, AppError>;
    /// Sets a bound.
    async fn put_limit(&mut self, limit: Limit, value: i64) -> Result<(), AppError>;
    /// The salt of this installation, if it was needed before.
    async fn salt(&mut self) -> Result<Option<Vec<u8>>, AppError>;
    /// Keeps a salt, unless there is one.
    async fn offer_salt(&mut self, salt: &[u8]) -> Result<(), AppError>;
    /// Takes one of the `most` times that whoever is behind the hash has until a moment; false where none is left. Many
    /// at once never take more.
    async fn take_quota(&mut self, of: &[u8], until: DateTime<Utc>, most: u32) -> Result<bool, AppError>;
    /// Gives one of the times back that whoever is behind the hash took until a moment, if there are any.
    async fn give_back_quota(&mut self, of: &[u8], until: DateTime<Utc>) -> Result<(), AppError>;
}

/// The trail, the outbox, links and idempotency keys.
#[async_trait]
pub trait JournalRepo {
    /// Appends audit entries.
    async fn append_audit(&mut self, entries: &[AuditEntry]) -> Result<(), AppError>;
    /// Keeps the personal values that audit entries hold hashes of, until the person is erased.
    async fn keep_personal_changes(&mut self, changes: &[PersonalChange]) -> Result<(), AppError>;
    /// Appends events to the outbox.
    async fn append_events(&mut self, events: &[RecordedEvent]) -> Result<(), AppError>;
    /// Adds a link.
    async fn insert_link(&mut self, link: &ActionLink) -> Result<(), AppError>;
    /// Loads and locks the link with this hash.
    async fn link(&mut self, hash: &[u8]) -> Result<Option<ActionLink>, AppError>;
    /// Marks a link as used; false if somebody else was first.
    async fn use_link(&mut self, id: ActionLinkId, at: DateTime<Utc>) -> Result<bool, AppError>;
    /// The earlier answer to this key, if any. The key is scoped to the caller.
    async fn idempotent_answer(&mut self, scope: &str, key: &str) -> Result<Option<IdempotentAnswer>, AppError>;
    /// Keeps the answer to a key.
    async fn keep_answer(
        &mut self,
        scope: &str,
        key: &str,
        answer: &IdempotentAnswer,
        at: DateTime<Utc>,
    ) -> Result<(), AppError>;
}
