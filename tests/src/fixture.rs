//! A small body with one table, as most tests need it.

use chrono_tz::Europe::Rome;
use cordata_app::identity::{CreateApiToken, CreatePerson, GrantRole, StartAffiliation};
use cordata_app::instance::{Instance, SetUpInstance};
use cordata_app::session::NoteTokenUse;
use cordata_app::stakeholder::CreateStakeholder;
use cordata_app::table::{AddSeat, ChangeTable, CreateTable, NameSeatHolder, TableStep};
use cordata_domain::identity::{EmailAddress, GrantScope, Role, TokenScope};
use cordata_domain::ids::{PersonId, SeatId, StakeholderId, TableId};
use cordata_domain::period::{Validity, WorkingCalendar};
use cordata_domain::table::{HolderCapacity, Publicity, RulesOfProcedure, SeatKind, TableKind};
use cordata_domain::{Locale, LocalisedText};

use crate::TestApp;

/// A table of five voting seats and one advisory seat, with the people and tokens around it.
pub struct World {
    /// The table.
    pub table: TableId,
    /// Its seats; the last one does not vote.
    pub seats: Vec<Place>,
    /// The token of its coordinator, who holds the first seat.
    pub coordinator: String,
    /// A token of the secretariat.
    pub secretariat: String,
    /// A token of the auditor.
    pub auditor: String,
    /// A token of the administrator.
    pub admin: String,
    /// The token of a delegate, who holds the second seat.
    pub delegate: String,
    /// The token of the manager of the second seat's organisation.
    pub manager: String,
    /// The token of a person without any role.
    pub outsider: String,
}

/// One seat with its organisation and titular.
pub struct Place {
    /// The seat.
    pub seat: SeatId,
    /// The organisation.
    pub organisation: StakeholderId,
    /// The titular.
    pub titular: PersonId,
    /// The titular's address.
    pub address: String,
}

fn since() -> Validity {
    Validity::since("2026-01-01".parse().unwrap())
}

/// Sets the body up.
pub async fn set_up(app: &TestApp) {
    let instance = Instance {
        name: "Città metropolitana di prova".to_owned(),
        zone: Rome,
        calendar: WorkingCalendar { patron_day: Some((6, 24)) },
        sender_name: "Segreteria".to_owned(),
        sender_address: EmailAddress::parse("segreteria@example.org").unwrap(),
    };
    app.run(SetUpInstance(instance)).await;
}

/// Adds a person.
pub async fn person(app: &TestApp, name: &str, locale: &str) -> PersonId {
    let create = CreatePerson {
        given_name: name.to_owned(),
        family_name: "Prova".to_owned(),
        email: Some(format!("{}@example.org", name.to_lowercase())),
        locale: Locale::parse(locale).unwrap(),
        zone: None,
    };
    app.run(create).await
}

/// Adds an organisation.
pub async fn organisation(app: &TestApp, name: &str) -> StakeholderId {
    app.run(CreateStakeholder { name: name.to_owned(), kind: "MUNICIPALITY".to_owned(), tax_code: None }).await
}

/// Makes a token for a person.
pub async fn token(app: &TestApp, person: PersonId) -> String {
    let (token, clear) = app
        .run(CreateApiToken { person, label: "prova".to_owned(), scope: TokenScope::Manage, expires_at: None })
        .await;
    // The first use of a token is noted beside the request: noted here, it disturbs no test that counts statements.
    app.run(NoteTokenUse { token }).await;
    clear.reveal().to_owned()
}

/// Adds a person with a role for the whole plan, and answers a token.
pub async fn staff(app: &TestApp, name: &str, role: Role) -> String {
    let person = person(app, name, "it").await;
    app.run(GrantRole { person, role, scope: GrantScope::Plan, validity: since() }).await;
    token(app, person).await
}

async fn member(app: &TestApp, person: PersonId, organisation: StakeholderId, role: Role) -> String {
    let scope = GrantScope::Organisation(organisation);
    app.run(GrantRole { person, role, scope, validity: since() }).await;
    token(app, person).await
}

/// Adds a table of this name with its seats; nobody coordinates it yet.
pub async fn table(app: &TestApp, name: &str, publicity: Publicity) -> TableId {
    let create = CreateTable {
        name: LocalisedText::bilingual(name, format!("{name} (en)")),
        kind: TableKind::PermanentMountain,
        parent: None,
        mandate: Vec::new(),
        founding_act: None,
        rules: RulesOfProcedure::default(),
        zone: None,
        time_zone: None,
        publicity,
        coordinator: None,
    };
    app.run(create).await
}

/// Gives an organisation a seat, with a titular of the same name.
pub async fn seat(app: &TestApp, table: TableId, name: &str, voting: bool) -> Place {
    let organisation = organisation(app, &format!("Comune di {name}")).await;
    let kind = if voting { SeatKind::Effective } else { SeatKind::TechnicalSupport };
    let seat = app.run(AddSeat { table, organisation, kind, voting, validity: since() }).await;
    let titular = person(app, name, if name == "Elva" { "en" } else { "it" }).await;
    app.run(StartAffiliation { person: titular, organisation, post: "Delegato".to_owned(), validity: since() }).await;
    app.run(NameSeatHolder { seat, person: titular, capacity: HolderCapacity::Titular, validity: since() }).await;
    Place { seat, organisation, titular, address: format!("{}@example.org", name.to_lowercase()) }
}

/// Appoints a coordinator and activates the table.
pub async fn activate(app: &TestApp, table: TableId, coordinator: PersonId) {
    app.run(ChangeTable { table, expected_version: 1, step: TableStep::AppointCoordinator(coordinator) }).await;
    app.run(ChangeTable { table, expected_version: 2, step: TableStep::Activate }).await;
}

/// Makes a person a delegate of an organisation, and answers a token.
pub async fn delegate_of(app: &TestApp, person: PersonId, organisation: StakeholderId) -> String {
    member(app, person, organisation, Role::Delegate).await
}

/// The whole world, around a public table.
pub async fn world(app: &TestApp) -> World {
    world_at(app, Publicity::Public).await
}

/// The whole world, around a table that is public or reserved.
pub async fn world_at(app: &TestApp, publicity: Publicity) -> World {
    set_up(app).await;
    let table = table(app, "Tavolo della montagna", publicity).await;
    let mut seats = Vec::new();
    for name in ["Argentera", "Bobbio", "Chialamberto", "Demonte", "Elva"] {
        seats.push(seat(app, table, name, true).await);
    }
    seats.push(seat(app, table, "Politecnico", false).await);
    activate(app, table, seats[0].titular).await;
    let (delegate, manager) = (seats[1].titular, person(app, "Favro", "it").await);
    let post = StartAffiliation {
        person: manager,
        organisation: seats[1].organisation,
        post: "Segretario".to_owned(),
        validity: since(),
    };
    app.run(post).await;
    let outsider = person(app, "Estraneo", "it").await;
    World {
        coordinator: token(app, seats[0].titular).await,
        secretariat: staff(app, "Segretaria", Role::Secretariat).await,
        auditor: staff(app, "Revisore", Role::Auditor).await,
        admin: staff(app, "Amministratrice", Role::PlatformAdmin).await,
        delegate: member(app, delegate, seats[1].organisation, Role::Delegate).await,
        manager: member(app, manager, seats[1].organisation, Role::OrgManager).await,
        outsider: token(app, outsider).await,
        table,
        seats,
    }
}
