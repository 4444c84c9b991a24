//! Views to read from. Each query carries what the caller may see; nothing is filtered afterwards.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::event::RecordedEvent;
use cordata_domain::identity::{EmailAddress, Person};
use cordata_domain::ids::{
    DecisionId, DigestId, FollowUpId, InviteeId, MeetingId, NoticeId, PersonId, StakeholderId, TableId,
};
use cordata_domain::limit::Limit;
use cordata_domain::meeting::{
    AgendaItem, Attendance, Decision, FollowUp, FollowUpState, Invitee, Meeting, MeetingState, QuorumCheck,
};
use cordata_domain::notification::{MailState, Withheld};
use cordata_domain::policy::{Standing, Visibility};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};
use cordata_domain::table::{ConcertationTable, Seat, TableKind, TableState};

use super::agreement::AgreementReads;
use super::audit::AuditReads;
use super::codesign::CodesignReads;
use super::document::DocumentReads;
use super::funding::FundingReads;
use super::indicator::IndicatorReads;
use super::minutes::MinutesReads;
use super::openid::OpenIdReads;
use super::people::PersonReads;
use super::plan::PlanReads;
use super::queue::Notice;
use super::report::ReportReads;
use super::session::SessionReads;
use super::store::ActionLink;
use super::validation::ValidationReads;
use crate::error::AppError;
use crate::instance::Instance;
use crate::page::{Page, Window};

/// Conditions on a list of stakeholders.
#[derive(Debug, Clone, Default)]
pub struct StakeholderFilter {
    /// Of one of these kinds; empty: of any.
    pub kinds: Vec<String>,
    /// Words that occur in the name.
    pub text: Option<String>,
}

/// Conditions on a list of tables.
#[derive(Debug, Clone, Default)]
pub struct TableFilter {
    /// Of one of these kinds; empty: of any.
    pub kinds: Vec<TableKind>,
    /// In one of these states; empty: in any.
    pub states: Vec<TableState>,
    /// Words that occur in the name.
    pub text: Option<String>,
}

/// Conditions on a list of meetings, which is ordered by start.
#[derive(Debug, Clone, Default)]
pub struct MeetingFilter {
    /// Of this table.
    pub table: Option<TableId>,
    /// In one of these states; empty: in any.
    pub states: Vec<MeetingState>,
    /// Starting on or after.
    pub from: Option<DateTime<Utc>>,
    /// Starting before.
    pub to: Option<DateTime<Utc>>,
}

impl MeetingFilter {
    /// The table, where belonging to it is the only condition.
    pub fn only_table(&self) -> Option<TableId> {
        self.table.filter(|_| self.states.is_empty() && self.from.is_none() && self.to.is_none())
    }
}

/// Conditions on a list of decisions, which is ordered by the time they were recorded.
#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    /// Of this table.
    pub table: Option<TableId>,
    /// Words that occur in the text.
    pub text: Option<String>,
}

impl DecisionFilter {
    /// The table, where belonging to it is the only condition.
    pub fn only_table(&self) -> Option<TableId> {
        self.table.filter(|_| self.text.is_none())
    }
}

/// Conditions on a list of follow-ups, which is ordered by due date.
#[derive(Debug, Clone, Default)]
pub struct FollowUpFilter {
    /// Of this table.
    pub table: Option<TableId>,
    /// Of this owner.
    pub owner: Option<StakeholderId>,
    /// In one of these states; empty: in any.
    pub states: Vec<FollowUpState>,
    /// Due on or before.
    pub due_by: Option<NaiveDate>,
}

impl FollowUpFilter {
    /// The table, where belonging to it is the only condition.
    pub fn only_table(&self) -> Option<TableId> {
        self.table.filter(|_| self.owner.is_none() && self.states.is_empty() && self.due_by.is_none())
    }
}

/// How an object is looked up: by id or by a human key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<I, K> {
    /// By id.
    Id(I),
    /// By human key.
    Key(K),
}

/// Organisations and people.
#[async_trait]
pub trait PeopleReads: Send + Sync {
    /// The record of the installation, if it was set up.
    async fn instance(&self) -> Result<Option<Instance>, AppError>;
    /// The bounds that hold: those that the body set, and the delivered ones beside them.
    async fn limits(&self) -> Result<Vec<(Limit, i64)>, AppError>;
    /// Stakeholders, ordered by name.
    async fn stakeholders(&self, filter: &StakeholderFilter, window: &Window) -> Result<Page<Stakeholder>, AppError>;
    /// How many stakeholders there are.
    async fn count_stakeholders(&self, filter: &StakeholderFilter) -> Result<u64, AppError>;
    /// One stakeholder, by id or slug.
    async fn stakeholder(&self, by: &Lookup<StakeholderId, String>) -> Result<Option<Stakeholder>, AppError>;
    /// Stakeholders by id.
    async fn stakeholders_by_id(&self, ids: &[StakeholderId]) -> Result<Vec<Stakeholder>, AppError>;
    /// All kinds of stakeholders, by code.
    async fn stakeholder_kinds(&self) -> Result<Vec<StakeholderKind>, AppError>;
    /// Persons by id, of those whom `viewer` may see: themselves, people of organisations they manage and of tables they
    /// coordinate, everybody for the secretariat and administrators.
    async fn persons_by_id(
        &self,
        viewer: &cordata_domain::policy::Actor,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, AppError>;
    /// Persons whose mail goes to an address, whatever its case, in the order in which they were added; for the operator.
    async fn persons_at(&self, address: &EmailAddress) -> Result<Vec<Person>, AppError>;
    /// What a person is on a day.
    async fn standing(&self, person: PersonId, day: NaiveDate) -> Result<Standing, AppError>;
}

/// Tables and seats.
#[async_trait]
pub trait TableReads: Send + Sync {
    /// Tables, ordered by Italian name.
    async fn tables(
        &self,
        sight: &Visibility,
        filter: &TableFilter,
        window: &Window,
    ) -> Result<Page<ConcertationTable>, AppError>;
    /// How many tables there are.
    async fn count_tables(&self, sight: &Visibility, filter: &TableFilter) -> Result<u64, AppError>;
    /// One table, by id or slug.
    async fn table(
        &self,
        sight: &Visibility,
        by: &Lookup<TableId, String>,
    ) -> Result<Option<ConcertationTable>, AppError>;
    /// Tables by id.
    async fn tables_by_id(&self, sight: &Visibility, ids: &[TableId]) -> Result<Vec<ConcertationTable>, AppError>;
    /// Seats of tables with their holders, by organisation's name.
    async fn seats_of(&self, sight: &Visibility, tables: &[TableId]) -> Result<Vec<Seat>, AppError>;
}

/// Meetings, decisions and follow-ups.
#[async_trait]
pub trait MeetingReads: Send + Sync {
    /// Meetings, ordered by start.
    async fn meetings(
        &self,
        sight: &Visibility,
        filter: &MeetingFilter,
        window: &Window,
    ) -> Result<Page<Meeting>, AppError>;
    /// The same page of the meetings of each of these tables; a table without meetings in it may be left out.
    async fn meetings_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
        window: &Window,
    ) -> Result<Vec<(TableId, Page<Meeting>)>, AppError>;
    /// How many meetings each of these tables has; a table without any is left out.
    async fn count_meetings_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
    ) -> Result<Vec<(TableId, u64)>, AppError>;
    /// How many meetings there are.
    async fn count_meetings(&self, sight: &Visibility, filter: &MeetingFilter) -> Result<u64, AppError>;
    /// One meeting, by id or by table, year and number.
    async fn meeting(
        &self,
        sight: &Visibility,
        by: &Lookup<MeetingId, (TableId, i32, u32)>,
    ) -> Result<Option<Meeting>, AppError>;
    /// Meetings by id.
    async fn meetings_by_id(&self, sight: &Visibility, ids: &[MeetingId]) -> Result<Vec<Meeting>, AppError>;
    /// Agenda items of meetings, in order, each with its meeting.
    async fn agendas_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, AgendaItem)>, AppError>;
    /// Addressees of convocations, each with its meeting.
    async fn invitees_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, Invitee)>, AppError>;
    /// Attendance, each with its meeting.
    async fn attendance_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, Attendance)>, AppError>;
    /// Quorum checks, oldest first, each with its meeting.
    async fn quorum_checks_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, QuorumCheck)>, AppError>;
    /// Decisions of meetings, by number.
    async fn decisions_of(&self, sight: &Visibility, meetings: &[MeetingId]) -> Result<Vec<Decision>, AppError>;
    /// Decisions by id.
    async fn decisions_by_id(&self, sight: &Visibility, ids: &[DecisionId]) -> Result<Vec<Decision>, AppError>;
    /// Decisions, ordered by the time they were recorded.
    async fn decisions(
        &self,
        sight: &Visibility,
        filter: &DecisionFilter,
        window: &Window,
    ) -> Result<Page<Decision>, AppError>;
    /// The same page of the decisions of each of these tables; a table without decisions in it may be left out.
    async fn decisions_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
        window: &Window,
    ) -> Result<Vec<(TableId, Page<Decision>)>, AppError>;
    /// How many decisions each of these tables has taken; a table without any is left out.
    async fn count_decisions_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
    ) -> Result<Vec<(TableId, u64)>, AppError>;
    /// How many decisions there are.
    async fn count_decisions(&self, sight: &Visibility, filter: &DecisionFilter) -> Result<u64, AppError>;
    /// Follow-ups of decisions, by due date.
    async fn follow_ups_of(&self, sight: &Visibility, decisions: &[DecisionId]) -> Result<Vec<FollowUp>, AppError>;
    /// Follow-ups by id.
    async fn follow_ups_by_id(&self, sight: &Visibility, ids: &[FollowUpId]) -> Result<Vec<FollowUp>, AppError>;
    /// Follow-ups, ordered by due date.
    async fn follow_ups(
        &self,
        sight: &Visibility,
        filter: &FollowUpFilter,
        window: &Window,
    ) -> Result<Page<FollowUp>, AppError>;
    /// The same page of the follow-ups of each of these tables; a table without follow-ups in it may be left out.
    async fn follow_ups_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
        window: &Window,
    ) -> Result<Vec<(TableId, Page<FollowUp>)>, AppError>;
    /// How many follow-ups each of these tables has; a table without any is left out.
    async fn count_follow_ups_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
    ) -> Result<Vec<(TableId, u64)>, AppError>;
    /// How many follow-ups there are.
    async fn count_follow_ups(&self, sight: &Visibility, filter: &FollowUpFilter) -> Result<u64, AppError>;
}

/// A mail as the secretariat sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailView {
    /// Its id.
    pub id: cordata_domain::ids::MailId,
    /// Its kind.
    pub kind: cordata_domain::notification::MailKind,
    /// The recipient; absent where it went to a citizen.
    pub recipient: Option<PersonId>,
    /// Its subject.
    pub subject: String,
    /// Its state.
    pub state: MailState,
    /// Attempts so far.
    pub attempts: u32,
    /// What the server said last, or why no server could take it.
    pub last_error: Option<String>,
    /// Why it is not sent, where it is skipped.
    pub withheld: Option<Withheld>,
    /// When it was rendered.
    pub created_at: DateTime<Utc>,
    /// When a server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// What the worker and the answer page need.
#[async_trait]
pub trait NotificationReads: Send + Sync {
    /// A notice with its event.
    async fn notice(&self, id: NoticeId) -> Result<Option<(Notice, RecordedEvent)>, AppError>;
    /// Whether its recipient was, or is about to be, told something by mail about the same meeting that happened after a
    /// moment.
    async fn is_told_later(&self, notice: &Notice, after: DateTime<Utc>) -> Result<bool, AppError>;
    /// The notices of a digest with their events, oldest first.
    async fn digest_notices(&self, digest: DigestId) -> Result<Vec<(Notice, RecordedEvent)>, AppError>;
    /// The link with this hash, whether or not it still works.
    async fn link(&self, hash: &[u8]) -> Result<Option<ActionLink>, AppError>;
    /// One addressee with its meeting.
    async fn invitee(&self, id: InviteeId) -> Result<Option<(MeetingId, Invitee)>, AppError>;
    /// Mails, newest last, in one of these states (empty: any), for those who may see the mailroom.
    async fn mails(&self, states: &[MailState], window: &Window) -> Result<Page<MailView>, AppError>;
    /// How many mails there are.
    async fn count_mails(&self, states: &[MailState]) -> Result<u64, AppError>;
}

/// Whether the store answers, and takes changes.
#[async_trait]
pub trait HealthReads: Send + Sync {
    /// Asks the store the smallest question there is.
    async fn ping(&self) -> Result<(), AppError>;
    /// Commits a change that changes nothing: whether the store takes changes, too.
    async fn prove_writable(&self) -> Result<(), AppError>;
    /// Another number whenever something cast doubt on what was proved before.
    fn doubts(&self) -> u64;
}

/// Everything that can be read.
pub trait Reads:
    PlanReads
    + PeopleReads
    + PersonReads
    + TableReads
    + MeetingReads
    + MinutesReads
    + FundingReads
    + ValidationReads
    + AgreementReads
    + IndicatorReads
    + ReportReads
    + CodesignReads
    + DocumentReads
    + NotificationReads
    + SessionReads
    + OpenIdReads
    + AuditReads
    + HealthReads
{
}

impl<T> Reads for T where
    T: PlanReads
        + PeopleReads
        + PersonReads
        + TableReads
        + MeetingReads
        + MinutesReads
        + FundingReads
        + ValidationReads
        + AgreementReads
        + IndicatorReads
        + ReportReads
        + CodesignReads
        + DocumentReads
        + NotificationReads
        + SessionReads
        + OpenIdReads
        + AuditReads
        + HealthReads
{
}
