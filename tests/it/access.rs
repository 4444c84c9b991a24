//! Who may do what, and who sees what.

use std::fmt::Write as _;

use cordata_domain::policy::{Act, Ground};
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{activate, seat, table, token, world};
use serde_json::json;
use strum::VariantArray;

#[test]
fn the_matrix_of_grounds_and_acts() {
    let mut matrix = String::new();
    for act in Act::VARIANTS {
        let name: &'static str = (*act).into();
        write!(matrix, "{name:<20}").unwrap();
        for ground in Ground::VARIANTS.iter().filter(|ground| **ground != Ground::Operator) {
            let name: &'static str = (*ground).into();
            let mark = if act.grounds().contains(ground) { name } else { "-" };
            write!(matrix, " {mark:<width$}", width = name.len()).unwrap();
        }
        matrix = matrix.trim_end().to_owned();
        matrix.push('\n');
    }
    insta::assert_snapshot!("permission_matrix", matrix);
}

#[tokio::test]
async fn a_reserved_table_does_not_exist_for_others() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let reserved = table(&app, "Tavolo riservato", Publicity::Reserved).await;
    let insider = seat(&app, reserved, "Forno", true).await;
    activate(&app, reserved, insider.titular).await;
    let insider = token(&app, insider.titular).await;
    let query = "{ concertationTables { totalCount nodes { slug } } concertationTable(by: { slug: \"tavolo-riservato\" }) { id } }";
    for (token, sees) in [
        (None, false),
        (Some(&world.outsider), false),
        (Some(&world.delegate), false),
        (Some(&world.admin), false),
        (Some(&insider), true),
        (Some(&world.secretariat), true),
        (Some(&world.auditor), true),
    ] {
        let data = app.query(token.map(String::as_str), query, json!({})).await;
        assert_eq!(data["concertationTables"]["totalCount"], if sees { 2 } else { 1 }, "{token:?}");
        assert_eq!(data["concertationTable"].is_null(), !sees, "{token:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn people_are_shown_to_themselves_their_manager_their_coordinator_and_the_secretariat_only() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let query = "{ concertationTables { nodes { coordinator { email } seats { organisation { name } holders { person { email } } } } } }";
    for (token, expected) in [
        (None, 0),
        (Some(&world.outsider), 0),
        (Some(&world.delegate), 1),
        (Some(&world.manager), 1),
        (Some(&world.coordinator), 7),
        (Some(&world.secretariat), 7),
    ] {
        let text = app.query(token.map(String::as_str), query, json!({})).await.to_string();
        assert_eq!(text.matches("@example.org").count(), expected, "{token:?}: {text}");
    }
    // A coordinator sees the people of their own tables only.
    let other = table(&app, "Tavolo di altri", Publicity::Public).await;
    let place = seat(&app, other, "Gravere", true).await;
    activate(&app, other, place.titular).await;
    let text = app.query(Some(&world.coordinator), query, json!({})).await.to_string();
    assert!(text.contains("Gravere") && !text.contains("gravere@"), "{text}");
    app.finish().await;
}

#[tokio::test]
async fn an_auditor_reads_and_changes_nothing() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let table = app.query(None, "{ concertationTables { nodes { id version } } }", json!({})).await["concertationTables"]["nodes"][0].clone();
    for token in [&world.auditor, &world.admin, &world.delegate, &world.outsider] {
        let input = json!({ "tableId": table["id"], "expectedVersion": table["version"] });
        assert_eq!(app.refused(token, "dissolveTable", input).await, "FORBIDDEN");
    }
    app.finish().await;
}
