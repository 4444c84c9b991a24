//! Who may do what, and who sees what.

use cordata_domain::policy::{Act, Ground};
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{activate, seat, table, token, world};
use serde_json::json;
use strum::VariantArray;

/// The areas of acts, each named by the first of its acts: a new act stands in the area of the one before it.
const AREAS: &[(&str, &str)] = &[
    ("readPublic", "Reading and the mailroom"),
    ("createPlan", "Plan"),
    ("createStakeholder", "Organisations and people"),
    ("createTable", "Tables and meetings"),
    ("createProject", "Projects and money"),
    ("createProposal", "Co-design"),
    ("manageAgreement", "Agreements"),
    ("import", "Operations and documents"),
    ("manageIndicator", "Indicators"),
];

fn table_line(first: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: String = cells.collect();
    format!("| {first:<28} |{cells}\n")
}

#[test]
fn the_matrix_of_grounds_and_acts() {
    let grounds: Vec<Ground> = Ground::VARIANTS.iter().copied().filter(|ground| *ground != Ground::Operator).collect();
    let names: Vec<&'static str> = grounds.iter().map(|ground| (*ground).into()).collect();
    let mut matrix = table_line("act", names.iter().map(|name| format!(" {name} |")));
    matrix += &table_line("---", names.iter().map(|name| format!(" {} |", "-".repeat(name.len()))));
    for act in Act::VARIANTS {
        let name: &'static str = (*act).into();
        if let Some((_, area)) = AREAS.iter().find(|(first, _)| *first == name) {
            matrix += &table_line(&format!("**{area}**"), names.iter().map(|name| format!(" {:1$} |", "", name.len())));
        }
        let mark = |ground: &Ground| if act.grounds().contains(ground) { "✓" } else { "" };
        let cells = grounds.iter().zip(&names).map(|(ground, name)| format!(" {:^1$} |", mark(ground), name.len()));
        matrix += &table_line(name, cells);
    }
    assert!(AREAS.iter().all(|(_, area)| matrix.contains(&format!("**{area}**"))), "each area begins with its act");
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
    let query = "{ concertationTables { nodes { coordinator { fullName email } seats { organisation { name }
        holders { person { fullName email } } } } } }";
    // Names, and addresses: a coordinator knows who sits at the table, not where their mail goes.
    for (token, names, addresses) in [
        (None, 0, 0),
        (Some(&world.outsider), 0, 0),
        (Some(&world.delegate), 1, 1),
        (Some(&world.manager), 1, 1),
        (Some(&world.coordinator), 7, 2),
        (Some(&world.secretariat), 7, 7),
        (Some(&world.admin), 7, 7),
        (Some(&world.auditor), 0, 0),
    ] {
        let text = app.query(token.map(String::as_str), query, json!({})).await.to_string();
        assert_eq!(text.matches(" Prova\"").count(), names, "{token:?}: {text}");
        assert_eq!(text.matches("@example.org").count(), addresses, "{token:?}: {text}");
    }
    // A coordinator sees the people of their own tables only.
    let other = table(&app, "Tavolo di altri", Publicity::Public).await;
    let place = seat(&app, other, "Gravere", true).await;
    activate(&app, other, place.titular).await;
    let text = app.query(Some(&world.coordinator), query, json!({})).await.to_string();
    assert!(text.contains("Comune di Gravere") && !text.contains("Gravere Prova"), "{text}");
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
