use chrono_tz::Europe::Rome;
use cordata_app::instance::Instance;
use cordata_app::ports::Store;
use cordata_app::ports::read::PeopleReads;
use cordata_app::ports::session::SessionReads;
use cordata_domain::identity::{Affiliation, ApiToken, EmailAddress, Person, TokenScope};
use cordata_domain::period::{Validity, WorkingCalendar};
use cordata_domain::policy::Actor;
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};
use sea_orm::prelude::Json;

use super::*;
use crate::sql::insert;
use crate::trial::{self, Trial};

const PERSON: Uuid = Uuid::from_u128(10);
const COLLEAGUE: Uuid = Uuid::from_u128(11);
const STRANGER: Uuid = Uuid::from_u128(12);
const TOWN: Uuid = Uuid::from_u128(20);
const UNION: Uuid = Uuid::from_u128(21);

fn id<I: From<Uuid>>(n: u128) -> I {
    Uuid::from_u128(n).into()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn year() -> Validity {
    Validity { from: day("2026-01-01"), to: Some(day("2026-12-31")) }
}

fn person(id: Uuid) -> Person {
    Person {
        id: id.into(),
        given_name: "Anna".to_owned(),
        family_name: "Ferrero".to_owned(),
        email: None,
        locale: Locale::english(),
        zone: Rome,
        version: 1,
        erased_at: None,
    }
}

fn grant(n: u128, role: Role, scope: GrantScope) -> Grant {
    let recorded_at = time("2026-01-01T08:00:00Z");
    Grant { id: id(n), person: PERSON.into(), role, scope, validity: year(), recorded_at, withdrawn_at: None }
}

fn affiliation(n: u128, person: Uuid, organisation: Uuid, validity: Validity) -> Affiliation {
    Affiliation {
        id: id(n),
        person: person.into(),
        organisation: organisation.into(),
        post: "sindaca".to_owned(),
        validity,
        recorded_at: time("2026-01-01T08:00:00Z"),
        withdrawn_at: None,
    }
}

/// A member: delegate of the town all year, manager of the union whose post ends in June; two colleagues.
async fn people() -> Trial {
    let trial = trial::database().await;
    let mut tx = trial.database.begin().await.unwrap();
    tx.insert_stakeholder_kinds(&StakeholderKind::delivered()).await.unwrap();
    let kind = tx.stakeholder_kind("MUNICIPALITY").await.unwrap().unwrap();
    for (id, name) in [(TOWN, "Comune di Susa"), (UNION, "Unione montana")] {
        tx.insert_stakeholder(&Stakeholder::new(id.into(), name, &kind, None).unwrap()).await.unwrap();
    }
    for id in [PERSON, COLLEAGUE, STRANGER] {
        tx.insert_person(&person(id)).await.unwrap();
    }
    let until_june = Validity { to: Some(day("2026-06-30")), ..year() };
    tx.insert_affiliation(&affiliation(30, PERSON, TOWN, year())).await.unwrap();
    tx.insert_affiliation(&affiliation(31, PERSON, UNION, until_june)).await.unwrap();
    tx.insert_affiliation(&affiliation(32, COLLEAGUE, UNION, year())).await.unwrap();
    tx.insert_grant(&grant(40, Role::Delegate, GrantScope::Organisation(TOWN.into()))).await.unwrap();
    tx.insert_grant(&grant(41, Role::OrgManager, GrantScope::Organisation(UNION.into()))).await.unwrap();
    tx.commit().await.unwrap();
    trial
}

fn table(n: u128, coordinator: Option<Uuid>, state: &str) -> concertation_table::Model {
    concertation_table::Model {
        id: Uuid::from_u128(n),
        slug: format!("tavolo-{n}"),
        name: Json::Object(serde_json::Map::new()),
        kind: "THEMATIC".to_owned(),
        parent_id: None,
        founding_act: None,
        rules: Json::Object(serde_json::Map::new()),
        zone_id: None,
        time_zone: "Europe/Rome".to_owned(),
        coordinator_id: coordinator,
        publicity: "RESERVED".to_owned(),
        state: state.to_owned(),
        version: 1,
        sort_key: String::new(),
        search_text: String::new(),
    }
}

fn seat(n: u128, table: u128, organisation: Uuid, state: SeatState) -> seat::Model {
    seat::Model {
        id: Uuid::from_u128(n),
        table_id: Uuid::from_u128(table),
        organisation_id: organisation,
        kind: "EFFECTIVE".to_owned(),
        voting: true,
        state: name_of(state),
        valid_from: year().from,
        valid_to: year().to,
        recorded_at: time("2026-01-01T08:00:00Z"),
    }
}

fn holder(n: u128, seat: u128) -> seat_holder::Model {
    seat_holder::Model {
        id: Uuid::from_u128(n),
        seat_id: Uuid::from_u128(seat),
        person_id: PERSON,
        capacity: "TITULAR".to_owned(),
        valid_from: day("2026-03-01"),
        valid_to: None,
        recorded_at: time("2026-01-01T08:00:00Z"),
    }
}

#[tokio::test]
async fn a_role_for_an_organisation_counts_while_the_post_in_it_lasts() {
    let trial = people().await;
    let on = |text: &'static str| trial.database.standing(PERSON.into(), day(text));
    let june = on("2026-06-30").await.unwrap();
    assert_eq!((june.delegate_of, june.manager_of), (vec![TOWN.into()], vec![UNION.into()]));
    let july = on("2026-07-01").await.unwrap();
    assert_eq!((july.delegate_of, july.manager_of), (vec![TOWN.into()], vec![]));
    assert_eq!(on("2027-01-01").await.unwrap(), Standing::of(PERSON.into()));
    let mut tx = trial.database.begin().await.unwrap();
    let mut ended = tx.grant(id(40)).await.unwrap().unwrap();
    ended.validity = ended.validity.ended(day("2026-05-31")).unwrap();
    tx.update_grant(&ended).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(on("2026-07-01").await.unwrap(), Standing::of(PERSON.into()));
}

#[tokio::test]
async fn knows_tables_seats_and_reaches_in_three_statements() {
    let trial = people().await;
    let database = &trial.database;
    let tables =
        [table(50, Some(PERSON), "ACTIVE"), table(51, Some(PERSON), "DISSOLVED"), table(52, Some(STRANGER), "ACTIVE")];
    insert(database.writer(), tables).await.unwrap();
    let seats = [
        seat(60, 50, TOWN, SeatState::Active),
        seat(61, 52, TOWN, SeatState::Active),
        seat(62, 51, TOWN, SeatState::Suspended),
    ];
    insert(database.writer(), seats).await.unwrap();
    insert(database.writer(), [holder(70, 61), holder(71, 62)]).await.unwrap();
    let mut tx = database.begin().await.unwrap();
    tx.insert_grant(&grant(42, Role::Secretariat, GrantScope::Table(id(52)))).await.unwrap();
    tx.insert_grant(&grant(43, Role::Auditor, GrantScope::Plan)).await.unwrap();
    tx.insert_grant(&grant(44, Role::Steward, GrantScope::Plan)).await.unwrap();
    tx.insert_grant(&grant(45, Role::PlatformAdmin, GrantScope::Plan)).await.unwrap();
    tx.commit().await.unwrap();

    let before = database.statements();
    let standing = database.standing(PERSON.into(), day("2026-03-01")).await.unwrap();
    assert_eq!(database.statements() - before, 3);
    let seat = HeldSeat { seat: id(61), table: id(52), organisation: TOWN.into() };
    let expected = Standing {
        person: PERSON.into(),
        delegate_of: vec![TOWN.into()],
        manager_of: vec![UNION.into()],
        coordinates: vec![id(50)],
        secretariat: Reach { plan: false, tables: vec![id(52)] },
        steward: Reach { plan: true, tables: vec![] },
        auditor: Reach { plan: true, tables: vec![] },
        admin: true,
        seats: vec![seat],
        tables: vec![id(50), id(52)],
        scope: TokenScope::Manage,
    };
    assert_eq!(standing, expected);
    let earlier = database.standing(PERSON.into(), day("2026-02-28")).await.unwrap();
    assert_eq!(earlier.seats, []);
}

#[tokio::test]
async fn a_token_opens_until_it_expires_or_is_revoked_and_the_day_is_the_installations() {
    let trial = people().await;
    let database = &trial.database;
    let mut token = ApiToken {
        id: id(80),
        person: PERSON.into(),
        label: "portatile".to_owned(),
        scope: TokenScope::Write,
        hash: vec![7; 32],
        created_at: time("2026-01-01T08:00:00Z"),
        expires_at: Some(time("2026-12-01T00:00:00Z")),
        revoked_at: None,
        last_used_at: None,
    };
    let instance = Instance {
        name: "Città metropolitana di Torino".to_owned(),
        zone: Rome,
        calendar: WorkingCalendar { patron_day: Some((6, 24)) },
        sender_name: "Segreteria".to_owned(),
        sender_address: EmailAddress::parse("piano@example.org").unwrap(),
    };
    let mut tx = database.begin().await.unwrap();
    tx.put_instance(&Instance { name: "Prova".to_owned(), ..instance.clone() }).await.unwrap();
    tx.put_instance(&instance).await.unwrap();
    tx.insert_token(&token).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(database.instance().await.unwrap(), Some(instance));

    let before = database.statements();
    // Half an hour before midnight in UTC is the next day in Torino: the post in the union has ended.
    let bearer = database.bearer(&token.hash, time("2026-06-30T22:30:00Z")).await.unwrap().unwrap();
    assert!(database.statements() - before <= 5);
    assert_eq!((bearer.standing.manager_of, bearer.locale), (vec![], Locale::english()));
    let bearer = database.bearer(&token.hash, time("2026-06-30T21:30:00Z")).await.unwrap().unwrap();
    assert_eq!((bearer.standing.manager_of, bearer.standing.scope), (vec![UNION.into()], TokenScope::Write));

    assert!(database.bearer(&[8; 32], time("2026-06-30T22:30:00Z")).await.unwrap().is_none());
    let just_before_its_end = database.bearer(&token.hash, time("2026-11-30T23:59:59.999Z")).await.unwrap();
    assert!(just_before_its_end.is_some());
    assert!(database.bearer(&token.hash, time("2026-12-01T00:00:00Z")).await.unwrap().is_none());
    token.revoke(time("2026-07-01T00:00:00Z")).unwrap();
    let mut tx = database.begin().await.unwrap();
    tx.update_token(&token).await.unwrap();
    assert_eq!(tx.token(token.id).await.unwrap().as_ref(), Some(&token));
    tx.commit().await.unwrap();
    assert!(database.bearer(&token.hash, time("2026-07-02T00:00:00Z")).await.unwrap().is_none());
}

#[tokio::test]
async fn persons_are_seen_by_themselves_by_managers_and_by_the_secretariat() {
    let trial = people().await;
    let everybody: [PersonId; 3] = [PERSON.into(), COLLEAGUE.into(), STRANGER.into()];
    let seen_by = async |actor: Actor| {
        let mut seen: Vec<PersonId> = trial
            .database
            .persons_by_id(&actor, &everybody)
            .await
            .unwrap()
            .into_iter()
            .map(|person| person.id)
            .collect();
        seen.sort_unstable();
        seen
    };
    let manager = trial.database.standing(PERSON.into(), day("2026-02-01")).await.unwrap();
    assert_eq!(seen_by(Actor::Person(Box::new(manager))).await, everybody[..2]);
    let stranger = Standing::of(STRANGER.into());
    assert_eq!(seen_by(Actor::Person(Box::new(stranger))).await, everybody[2..]);
    assert_eq!(seen_by(Actor::Public).await, []);
    assert_eq!(seen_by(Actor::Operator).await, everybody);
    let office = Standing { secretariat: Reach { plan: true, tables: vec![] }, ..Standing::of(STRANGER.into()) };
    assert_eq!(seen_by(Actor::Person(Box::new(office))).await, everybody);
}
