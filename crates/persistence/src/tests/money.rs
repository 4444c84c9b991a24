//! An installation whose use cases run over a trial database: a plan with two actions, three organisations.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use cordata_app::funding::{ConfirmCommitment, PledgeCommitment, RecordPayment};
use cordata_app::instance::Instance;
use cordata_app::ports::funding::FundingReads;
use cordata_app::ports::{Clock, IdGen};
use cordata_app::project::CreateProject;
use cordata_app::{App, AppError, Caller, Command};
use cordata_domain::funding::{CommitmentDraft, Nature, ProjectTotals};
use cordata_domain::identity::EmailAddress;
use cordata_domain::ids::{CommitmentId, EntryId, PlanActionId, ProjectId, StakeholderId};
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::period::WorkingCalendar;
use cordata_domain::plan::{CityRole, Competence, PlanAction, PlanActionCode, PlanActionDraft};
use cordata_domain::policy::Visibility;
use cordata_domain::project::{Budget, Cup, ProjectDraft};
use cordata_domain::{Locale, LocalisedText, Reason};
use uuid::Uuid;

use super::fixture::{begin, id, now, people, plan};
use crate::trial::{self, Trial};

/// What everybody may see: the projects of these tests stand at no table.
pub(super) fn everybody() -> Visibility {
    Visibility::default()
}

/// Starts at [`now`]; tests let minutes pass.
#[derive(Debug, Default)]
pub(super) struct Minutes(AtomicI64);

impl Clock for Minutes {
    fn now(&self) -> DateTime<Utc> {
        now() + Duration::minutes(self.0.load(Ordering::SeqCst))
    }

    fn steady(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
}

#[derive(Debug, Default)]
struct Numbers(AtomicU64);

impl IdGen for Numbers {
    fn uuid(&self, _: DateTime<Utc>) -> Uuid {
        Uuid::from_u128(0x1_0000 + u128::from(self.0.fetch_add(1, Ordering::SeqCst)))
    }

    fn secret(&self) -> [u8; 32] {
        [0; 32]
    }

    fn jitter(&self) -> u32 {
        0
    }
}

/// The installation.
pub(super) struct Bench {
    pub(super) trial: Trial,
    pub(super) app: App,
    clock: Arc<Minutes>,
}

/// The actions of the plan.
pub(super) fn actions() -> [PlanActionId; 2] {
    [id(4), id(5)]
}

/// Today.
pub(super) fn today() -> NaiveDate {
    now().date_naive()
}

/// An installation without projects.
pub(super) async fn bench() -> Bench {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    let (_, strategy) = plan(&mut *tx).await;
    people(&mut *tx).await;
    let instance = Instance {
        name: "Ente".to_owned(),
        zone: Rome,
        calendar: WorkingCalendar::default(),
        sender_name: "Ente".to_owned(),
        sender_address: EmailAddress::parse("tavoli@example.org").unwrap(),
    };
    tx.put_instance(&instance).await.unwrap();
    for (action, code) in actions().into_iter().zip(["1.1.1", "1.1.2"]) {
        let draft = PlanActionDraft {
            code: PlanActionCode::parse(code).unwrap(),
            title: LocalisedText::italian("Azione"),
            competence: Competence::Own,
            city_role: CityRole::Delivers,
            lead: None,
            terms: vec![],
        };
        tx.insert_plan_action(&PlanAction::new(action, &strategy, draft).unwrap()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let clock = Arc::new(Minutes::default());
    let app = App::new(Arc::new(trial.database.clone()), clock.clone(), Arc::<Numbers>::default());
    Bench { trial, app, clock }
}

/// A project to come, with a code.
pub(super) fn draft(title: &str, cup: Option<&str>) -> ProjectDraft {
    ProjectDraft {
        title: title.to_owned(),
        language: Locale::italian(),
        lead: Some(id(12)),
        table: None,
        cups: cup.into_iter().map(|cup| Cup::parse(cup).unwrap()).collect(),
        measure: Some("M5C2I2.02.03".to_owned()),
        starts_on: Some(today()),
        ends_on: Some(today() + Duration::days(300)),
    }
}

/// A budget in cents.
pub(super) fn budget(cash: i64, in_kind: i64) -> Budget {
    Budget::new(Cents::new(cash), Cents::new(in_kind)).unwrap()
}

/// The reason of a refusal.
pub(super) fn reason<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> Reason {
    match outcome {
        Err(AppError::Refused(refusal)) => refusal.reason,
        other => panic!("not refused: {other:?}"),
    }
}

impl Bench {
    pub(super) fn pass_minutes(&self, minutes: i64) -> DateTime<Utc> {
        self.clock.0.fetch_add(minutes, Ordering::SeqCst);
        self.clock.now()
    }

    pub(super) async fn run<C: Command>(&self, command: C) -> Result<C::Output, AppError> {
        self.app.execute(&Caller::operator(), command).await
    }

    pub(super) async fn project(&self, title: &str, budget: Budget, shares: &[(PlanActionId, u32)]) -> ProjectId {
        let actions = shares.iter().map(|(action, points)| (*action, Share::from_points(*points).unwrap())).collect();
        self.run(CreateProject { draft: draft(title, None), actions, budget: Some(budget) }).await.unwrap()
    }

    pub(super) async fn pledge(&self, project: ProjectId, from: u128, nature: Nature, cents: i64) -> CommitmentId {
        self.run(pledge(project, Some(id(from)), nature, cents)).await.unwrap()
    }

    pub(super) async fn confirm(&self, commitment: CommitmentId) -> Result<CommitmentId, AppError> {
        self.run(confirm(commitment)).await
    }

    pub(super) async fn pay(&self, commitment: CommitmentId, cents: i64) -> Result<EntryId, AppError> {
        self.run(RecordPayment {
            idempotency_key: self.app.ids().uuid(now()).to_string(),
            commitment,
            amount: Cents::new(cents),
            on: today(),
            reference: Some("mandato 7".to_owned()),
            order_only: false,
        })
        .await
    }

    pub(super) async fn totals(&self, project: ProjectId) -> ProjectTotals {
        self.trial.database.totals_of(&everybody(), &[project]).await.unwrap()[0].1
    }
}

/// A promise; its key says what it promises.
pub(super) fn pledge(
    project: ProjectId,
    contributor: Option<StakeholderId>,
    nature: Nature,
    cents: i64,
) -> PledgeCommitment {
    PledgeCommitment {
        idempotency_key: format!(
            "{:x} {:?} {nature:?} {cents}",
            project.0.as_u128(),
            contributor.map(|it| it.0.as_u128())
        ),
        draft: CommitmentDraft { project, contributor, source: None, nature, agreement: None, conditions: None },
        amount: Cents::new(cents),
        act: Some("DGR 1".to_owned()),
        confirmation: None,
    }
}

/// The confirmation of a promise.
pub(super) fn confirm(commitment: CommitmentId) -> ConfirmCommitment {
    ConfirmCommitment {
        idempotency_key: commitment.to_string(),
        commitment,
        act: Some("DGC 2".to_owned()),
        decision: None,
    }
}
