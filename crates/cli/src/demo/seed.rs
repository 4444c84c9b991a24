//! The demo's story, told through the same commands that users call, on a clock that is put to each of its days.

use anyhow::Context;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Europe::Rome;
use cordata_app::document::FileIntake;
use cordata_app::identity::{CreateApiToken, CreatePerson, GrantRole, StartAffiliation};
use cordata_app::instance::{Instance, SetUpInstance};
use cordata_app::ports::read::Reads;
use cordata_app::stakeholder::CreateStakeholder;
use cordata_app::table::{AddSeat, ChangeTable, CreateTable, NameSeatHolder, TableStep};
use cordata_app::{App, Caller};
use cordata_domain::identity::{EmailAddress, GrantScope, Role, TokenScope};
use cordata_domain::ids::{PersonId, SeatId, StakeholderId, TableId};
use cordata_domain::period::{Validity, WorkingCalendar};
use cordata_domain::table::{Publicity, RulesOfProcedure, SeatKind, TableKind};
use cordata_domain::{Locale, LocalisedText};
use cordata_worker::Worker;
use serde::Serialize;
use std::sync::Arc;

use super::cast::{Holder, LEAD_BODY, MEMBERS, Member};
use super::clock::StoryClock;
use super::{agreements, codesign, documents, indicators, meetings, minutes, plan, projects, validation};

/// What the story needs.
pub(crate) struct Stage<'a> {
    pub app: &'a App,
    pub clock: &'a StoryClock,
    pub reads: &'a dyn Reads,
    pub worker: &'a Arc<Worker>,
    /// Takes files in.
    pub intake: &'a FileIntake,
    /// The machine's time, at which the story ends.
    pub now: DateTime<Utc>,
}

/// One bearer token for each role.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Tokens {
    pub delegate: String,
    pub second_delegate: String,
    pub org_manager: String,
    pub coordinator: String,
    pub secretariat: String,
    pub steward: String,
    pub auditor: String,
    pub admin: String,
}

impl Tokens {
    /// The tokens with the names of their roles.
    pub(crate) fn by_role(&self) -> [(&'static str, &str); 8] {
        [
            ("delegate", &self.delegate),
            ("second_delegate", &self.second_delegate),
            ("org_manager", &self.org_manager),
            ("coordinator", &self.coordinator),
            ("secretariat", &self.secretariat),
            ("steward", &self.steward),
            ("auditor", &self.auditor),
            ("admin", &self.admin),
        ]
    }
}

/// A seat at the table with who holds it.
pub(crate) struct Place {
    pub seat: SeatId,
    pub organisation: StakeholderId,
    pub titular: PersonId,
    pub voting: bool,
}

/// A calendar day of the story.
pub(crate) fn day(year: i32, month: u32, day: u32) -> anyhow::Result<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).context("no such day")
}

/// Tells the whole story.
pub(crate) async fn tell(stage: &Stage<'_>) -> anyhow::Result<Tokens> {
    let operator = Caller::operator();
    let app = stage.app;
    stage.clock.set("2018-09-17T08:00:00Z".parse()?);
    app.execute(&operator, SetUpInstance(instance()?)).await?;
    plan::territory(app, &operator, app.ids()).await?;
    let table = table(app, &operator).await?;
    let mut places = Vec::new();
    for member in &MEMBERS {
        places.push(seat(app, &operator, table, member).await?);
    }
    let lead = places.first().context("the lead body has a seat")?;
    let step = TableStep::AppointCoordinator(lead.titular);
    app.execute(&operator, ChangeTable { table, expected_version: 1, step }).await?;
    app.execute(&operator, ChangeTable { table, expected_version: 2, step: TableStep::Activate }).await?;
    let first = meetings::first(stage, table, &places).await?;
    minutes::of_first(stage, first, &places).await?;
    stage.clock.set("2021-02-01T09:00:00Z".parse()?);
    let actions = plan::plan(app, &operator, lead.organisation).await?;
    stage.clock.set("2023-12-20T09:00:00Z".parse()?);
    let partnership = projects::tell(app, &operator, lead.organisation, &actions).await?;
    stage.clock.set("2024-01-15T09:00:00Z".parse()?);
    let office = Office { app, operator: &operator, lead: lead.organisation };
    let enters = office.appointed(("Sara", "Viotti"), Role::Steward).await?;
    let checks = office.appointed(("Fabio", "Chiesa"), Role::Steward).await?;
    indicators::tell(stage, lead.organisation, &actions, (enters, checks)).await?;
    let records = office.appointed(("Irene", "Gallo"), Role::Secretariat).await?;
    let reviews = office.appointed(("Tommaso", "Bruno"), Role::Secretariat).await?;
    validation::tell(stage, &operator, partnership, (records, reviews)).await?;
    let parties: Vec<StakeholderId> = places.iter().map(|place| place.organisation).collect();
    agreements::tell(stage, &operator, &parties, partnership).await?;
    codesign::tell(stage, table, &places).await?;
    let next = meetings::next(stage, table, last_working_morning(stage.now)).await?;
    documents::tell(stage, next).await?;
    stage.clock.release();
    stage.worker.run_until_empty().await?;
    tokens(app, &operator, &places).await
}

/// A working morning some days ago, so that the digest of the day after has left by now.
fn last_working_morning(now: DateTime<Utc>) -> DateTime<Utc> {
    let earlier = (4..10).map(|back| now - TimeDelta::days(back));
    let working = earlier.into_iter().find(|at| !matches!(at.weekday(), Weekday::Sat | Weekday::Sun));
    let morning = working.unwrap_or(now).date_naive().and_hms_opt(9, 30, 0).unwrap_or_else(|| now.naive_utc());
    morning.and_utc()
}

fn instance() -> anyhow::Result<Instance> {
    Ok(Instance {
        name: LEAD_BODY.to_owned(),
        zone: Rome,
        calendar: WorkingCalendar { patron_day: Some((6, 24)) },
        sender_name: "Segreteria del Piano strategico".to_owned(),
        sender_address: EmailAddress::parse("segreteria@cordata.example.org")?,
    })
}

async fn table(app: &App, operator: &Caller) -> anyhow::Result<TableId> {
    let create = CreateTable {
        name: LocalisedText::bilingual("Tavolo permanente sulla montagna", "Permanent mountain table"),
        kind: TableKind::PermanentMountain,
        parent: None,
        mandate: Vec::new(),
        founding_act: Some("Decreto del Consigliere delegato (demo)".to_owned()),
        rules: RulesOfProcedure::default(),
        zone: None,
        time_zone: None,
        publicity: Publicity::Public,
        coordinator: None,
    };
    Ok(app.execute(operator, create).await?)
}

async fn seat(app: &App, operator: &Caller, table: TableId, member: &Member) -> anyhow::Result<Place> {
    let create = CreateStakeholder { name: member.name.to_owned(), kind: member.kind.to_owned(), tax_code: None };
    let organisation = app.execute(operator, create).await?;
    let validity = Validity::since(day(2018, 9, 17)?);
    let voting = member.seat != SeatKind::TechnicalSupport;
    let seat = app.execute(operator, AddSeat { table, organisation, kind: member.seat, voting, validity }).await?;
    let mut people = Vec::new();
    for holder in member.people {
        let person = person(app, operator, holder).await?;
        affiliate(app, operator, person, organisation, holder.post).await?;
        let capacity = holder.capacity;
        app.execute(operator, NameSeatHolder { seat, person, capacity, validity }).await?;
        people.push(person);
    }
    let titular = people.first().copied().context("each seat has a titular")?;
    Ok(Place { seat, organisation, titular, voting })
}

async fn person(app: &App, operator: &Caller, holder: &Holder) -> anyhow::Result<PersonId> {
    let create = CreatePerson {
        given_name: holder.given_name.to_owned(),
        family_name: holder.family_name.to_owned(),
        email: Some(format!("{}@example.org", holder.mailbox)),
        locale: Locale::parse(holder.locale)?,
        zone: None,
    };
    Ok(app.execute(operator, create).await?)
}

async fn affiliate(
    app: &App,
    operator: &Caller,
    person: PersonId,
    organisation: StakeholderId,
    post: &str,
) -> anyhow::Result<()> {
    let validity = Validity::since(day(2018, 9, 17)?);
    app.execute(operator, StartAffiliation { person, organisation, post: post.to_owned(), validity }).await?;
    Ok(())
}

async fn tokens(app: &App, operator: &Caller, places: &[Place]) -> anyhow::Result<Tokens> {
    let place = |index: usize| places.get(index).context("the table has fewer seats than the demo names");
    let (lead, delegate, second) = (place(0)?, place(1)?, place(9)?);
    let office = Office { app, operator, lead: lead.organisation };
    let manager = office.member(("Bruno", "Favro"), delegate.organisation, "Segretario dell'Unione").await?;
    grant(app, operator, manager, Role::OrgManager, GrantScope::Organisation(delegate.organisation)).await?;
    for seat in [delegate, second] {
        grant(app, operator, seat.titular, Role::Delegate, GrantScope::Organisation(seat.organisation)).await?;
    }
    Ok(Tokens {
        delegate: token(app, operator, delegate.titular).await?,
        second_delegate: token(app, operator, second.titular).await?,
        org_manager: token(app, operator, manager).await?,
        coordinator: token(app, operator, lead.titular).await?,
        secretariat: office.staff(("Laura", "Giordano"), Role::Secretariat).await?,
        steward: office.staff(("Nicola", "Bosio"), Role::Steward).await?,
        auditor: office.staff(("Elena", "Carena"), Role::Auditor).await?,
        admin: office.staff(("Andrea", "Peyron"), Role::PlatformAdmin).await?,
    })
}

/// The lead body's office, which names its people.
struct Office<'a> {
    app: &'a App,
    operator: &'a Caller,
    lead: StakeholderId,
}

impl Office<'_> {
    async fn member(&self, name: (&str, &str), organisation: StakeholderId, post: &str) -> anyhow::Result<PersonId> {
        let create = CreatePerson {
            given_name: name.0.to_owned(),
            family_name: name.1.to_owned(),
            email: Some(format!("{}.{}@example.org", name.0, name.1).to_lowercase()),
            locale: Locale::italian(),
            zone: None,
        };
        let person = self.app.execute(self.operator, create).await?;
        affiliate(self.app, self.operator, person, organisation, post).await?;
        Ok(person)
    }

    async fn appointed(&self, name: (&str, &str), role: Role) -> anyhow::Result<PersonId> {
        let person = self.member(name, self.lead, "Ufficio del Piano strategico").await?;
        grant(self.app, self.operator, person, role, GrantScope::Plan).await?;
        Ok(person)
    }

    async fn staff(&self, name: (&str, &str), role: Role) -> anyhow::Result<String> {
        let person = self.appointed(name, role).await?;
        token(self.app, self.operator, person).await
    }
}

async fn grant(app: &App, operator: &Caller, person: PersonId, role: Role, scope: GrantScope) -> anyhow::Result<()> {
    let validity = Validity::since(app.now().with_timezone(&Rome).date_naive() - Days::new(1));
    app.execute(operator, GrantRole { person, role, scope, validity }).await?;
    Ok(())
}

async fn token(app: &App, operator: &Caller, person: PersonId) -> anyhow::Result<String> {
    let create = CreateApiToken { person, label: "demo".to_owned(), scope: TokenScope::Manage, expires_at: None };
    let (_, clear) = app.execute(operator, create).await?;
    Ok(clear.reveal().to_owned())
}
