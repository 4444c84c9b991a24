use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::audit::{
    AuditEntry, PersonalChange, Snapshot, Traced, difference, difference_and, personal_changes, traced_values,
};
use cordata_domain::event::{DomainEvent, RecordedEvent};
use cordata_domain::identity::Person;
use cordata_domain::ids::{AuditEntryId, PersonId, StakeholderId, TableId};
use cordata_domain::network::Network;
use cordata_domain::notification::is_told_by_mail;
use cordata_domain::policy::{self, Act, Actor, Facts, Ground};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::AppError;
use crate::instance::Instance;
use crate::ports::queue::{JobPayload, NewJob};
use crate::ports::{Clock, IdGen, Store, Tx};

/// How often a command that met another transaction is tried again.
const MAX_TRIES: u32 = 5;

/// The use cases, wired to their ports.
#[derive(Clone)]
pub struct App {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
}

/// Who asks, from where, and by which request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// The network they ask from, where it is known. Commands count by it; it is kept nowhere but as a salted hash.
    pub network: Option<Network>,
    /// The request's id, for the trail.
    pub request_id: Option<String>,
}

impl Caller {
    /// The operator at the console.
    pub fn operator() -> Self {
        Self::new(Actor::Operator)
    }

    /// Somebody, by no request and from nowhere in particular.
    pub fn new(actor: Actor) -> Self {
        Self { actor, network: None, request_id: None }
    }

    /// The same, by the request with this id.
    #[must_use]
    pub fn by_request(self, request_id: Option<String>) -> Self {
        Self { request_id, ..self }
    }

    /// The same, from this network.
    #[must_use]
    pub fn from_network(self, network: Option<Network>) -> Self {
        Self { network, ..self }
    }
}

/// A change: the input of one use case, and how it is done inside one transaction.
#[async_trait]
pub trait Command: Send + Sync {
    /// Its name in the trail, like the mutation's.
    const NAME: &'static str;
    /// What it answers.
    type Output: Send;

    /// Loads, asks the policy, applies the rule and saves. It may run again from the start if another transaction
    /// was in the way, so it keeps nothing outside `work`.
    async fn run(&self, work: &mut Work<'_>) -> Result<Self::Output, AppError>;
}

impl App {
    /// Wires the use cases.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Self {
        Self { store, clock, ids }
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The same use cases by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The source of ids and secrets.
    pub fn ids(&self) -> &dyn IdGen {
        self.ids.as_ref()
    }

    /// Runs one command in one transaction: state, trail and outbox are committed together or not at all.
    pub async fn execute<C: Command>(&self, caller: &Caller, command: C) -> Result<C::Output, AppError> {
        let mut tries = 1;
        loop {
            match self.attempt(caller, &command).await {
                Err(AppError::Busy) if tries < MAX_TRIES => {
                    tracing::debug!(command = C::NAME, tries, "Another transaction was in the way; trying again");
                    tries += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Begins a transaction, for the worker's use cases.
    pub(crate) async fn begin(&self) -> Result<Box<dyn Tx>, AppError> {
        self.store.begin().await
    }

    async fn attempt<C: Command>(&self, caller: &Caller, command: &C) -> Result<C::Output, AppError> {
        let mut tx = self.store.begin().await?;
        let mut work = Work {
            tx: tx.as_mut(),
            caller,
            command: C::NAME,
            now: self.clock.now(),
            ids: self.ids.as_ref(),
            on_behalf_of: None,
            table: None,
            reason: None,
            audits: Vec::new(),
            values: Vec::new(),
            events: Vec::new(),
            unchanged: false,
        };
        let output = command.run(&mut work).await?;
        work.write_journal().await?;
        tx.commit().await?;
        Ok(output)
    }
}

/// What a command works with: its transaction, its caller, the time, and the journal it fills.
pub struct Work<'a> {
    /// The transaction.
    pub tx: &'a mut dyn Tx,
    /// Who asks.
    pub caller: &'a Caller,
    /// The time of the whole command.
    pub now: DateTime<Utc>,
    ids: &'a dyn IdGen,
    command: &'static str,
    on_behalf_of: Option<StakeholderId>,
    table: Option<TableId>,
    reason: Option<String>,
    audits: Vec<AuditEntry>,
    values: Vec<PersonalChange>,
    events: Vec<RecordedEvent>,
    unchanged: bool,
}

impl<'a> Work<'a> {
    /// A new id.
    pub fn id<I: From<Uuid>>(&self) -> I {
        self.ids.uuid(self.now).into()
    }

    /// The source of secrets.
    pub fn secrets(&self) -> &'a dyn IdGen {
        self.ids
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.caller.actor
    }

    /// Refuses what the policy finds no ground for. What it is about is noted for the trail: the table, and the
    /// organisation whose role the caller acts by, where no other was named.
    pub fn require(&mut self, act: Act, facts: &Facts) -> Result<Ground, AppError> {
        let ground = policy::require(&self.caller.actor, act, facts)?;
        self.table = self.table.or(facts.table);
        if matches!(ground, Ground::Delegate | Ground::OrgManager) {
            self.on_behalf_of = self.on_behalf_of.or(facts.organisation);
        }
        Ok(ground)
    }

    /// Refuses what the caller's token is too narrow for. Commands about things that are absent for whoever may not touch
    /// them ask this first: it does not depend on the thing.
    pub(crate) fn require_scope(&self, act: Act) -> Result<(), AppError> {
        Ok(policy::require_scope(self.actor(), act)?)
    }

    /// The installation; every use case but its set-up needs it.
    pub async fn instance(&mut self) -> Result<Instance, AppError> {
        self.tx.instance().await?.ok_or_else(|| AppError::fault("the installation was not set up"))
    }

    /// Today, in the zone of the installation.
    pub async fn today(&mut self) -> Result<NaiveDate, AppError> {
        let zone = self.instance().await?.zone;
        Ok(self.now.with_timezone(&zone).date_naive())
    }

    /// Notes for the trail for which organisation the caller acts.
    pub fn on_behalf_of(&mut self, organisation: StakeholderId) {
        self.on_behalf_of = Some(organisation);
    }

    /// Notes for the trail which table the command is about, if it is about one.
    pub fn at_table(&mut self, table: impl Into<Option<TableId>>) {
        self.table = table.into().or(self.table);
    }

    /// Notes for the trail why.
    pub fn because(&mut self, reason: Option<&str>) {
        self.reason = reason.map(str::to_owned);
    }

    /// Notes one change for the trail; `detail` holds nothing personal.
    pub fn audit(&mut self, subject_kind: &'static str, subject: impl Into<Uuid>, detail: Value) {
        self.audit_as(self.id(), subject_kind, subject, detail);
    }

    fn audit_as(&mut self, id: AuditEntryId, subject_kind: &'static str, subject: impl Into<Uuid>, detail: Value) {
        self.audits.push(AuditEntry {
            id,
            recorded_at: self.now,
            person: self.caller.actor.person(),
            on_behalf_of: self.on_behalf_of,
            table: self.table,
            command: self.command.into(),
            subject_kind: subject_kind.into(),
            subject: subject.into(),
            detail,
            reason: self.reason.clone(),
            request_id: self.caller.request_id.clone(),
        });
    }

    /// Notes what somebody did who has only just shown who they are.
    pub(crate) fn audit_by(&mut self, person: PersonId, kind: &'static str, subject: impl Into<Uuid>, detail: Value) {
        self.audit(kind, subject, detail);
        if let Some(entry) = self.audits.last_mut() {
            entry.person = Some(person);
        }
    }

    /// Notes something new for the trail, with all that is kept of it.
    pub fn audit_new<T: Traced>(&mut self, new: &T) {
        self.audit_change(&new.before_it_was(), new);
    }

    /// Notes for the trail what became of a person, who is new where there is nothing before: hashes of the personal
    /// values that differ, which are kept beside the trail, and the rest as it is.
    pub(crate) fn audit_person(&mut self, before: Option<&Person>, after: &Person) {
        let entry: AuditEntryId = self.id();
        let ids = self.ids;
        let changes = personal_changes(entry, before, after, || ids.secret().to_vec());
        let plain = |person: &Person| json!({ "locale": person.locale, "zone": person.zone.name() });
        let old = before.map_or_else(|| json!({}), plain);
        let plain = difference(&old, &plain(after));
        let part = |name: &str| plain.get(name).cloned().unwrap_or_default();
        let detail = traced_values(&changes, part("before"), part("after"));
        // Who somebody is, is no organisation's business: its managers would learn here whether they were known before.
        let about = (self.on_behalf_of.take(), self.table.take());
        self.audit_as(entry, "Person", after.id, detail);
        (self.on_behalf_of, self.table) = about;
        self.values.extend(changes);
    }

    /// Notes for the trail what became of something that was there before, or what came in its place: the fields that
    /// differ, before and after.
    pub fn audit_change(&mut self, before: &Snapshot, after: &impl Traced) {
        self.audit_change_of(before, after, []);
    }

    /// The same with more to say about the change; nothing personal.
    pub fn audit_change_of<const N: usize>(
        &mut self,
        before: &Snapshot,
        after: &impl Traced,
        more: [(&'static str, Value); N],
    ) {
        let detail = difference_and(&before.fields, &after.fields(), more);
        self.at_table(after.table());
        self.audit(before.kind, after.subject(), detail);
    }

    /// Says that the command found nothing to change (a replayed request, a dry run), and so leaves no trace.
    pub fn nothing_changed(&mut self) {
        self.unchanged = true;
    }

    /// Puts an event into the outbox.
    pub fn emit(&mut self, event: DomainEvent) {
        let event = RecordedEvent { id: self.id(), at: self.now, author: self.caller.actor.person(), event };
        self.events.push(event);
    }

    async fn write_journal(&mut self) -> Result<(), AppError> {
        if self.unchanged && self.audits.is_empty() {
            return Ok(());
        }
        if self.audits.is_empty() {
            return Err(AppError::fault(format!("{} left no trace in the trail", self.command)));
        }
        self.tx.append_audit(&self.audits).await?;
        self.tx.keep_personal_changes(&self.values).await?;
        if self.events.is_empty() {
            return Ok(());
        }
        let mailed = self.events.iter().filter(|recorded| is_told_by_mail(&recorded.event));
        let jobs: Vec<NewJob> = mailed.map(|recorded| self.job_for(recorded)).collect();
        self.tx.append_events(&self.events).await?;
        self.tx.enqueue(&jobs).await
    }

    fn job_for(&self, recorded: &RecordedEvent) -> NewJob {
        NewJob { id: self.id(), payload: JobPayload::ResolveEvent { event: recorded.id }, run_at: self.now }
    }
}
