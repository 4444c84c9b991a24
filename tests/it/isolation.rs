//! Projects, promises and agreements of a reserved table: in no list, count, sum, look-up or nested field of anybody
//! else.

use cordata_api::graphql::id::encode;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{delegate_of, organisation, person};
use cordata_tests::seeded::Seeded;
use serde_json::{Value, json};

const CUP: &str = "B73C22000050001";

/// The seeded world, in which the reserved table has a project of 500 euro promised and 100 paid, and everybody may see
/// another of 70 euro promised by the same organisation. Both are under the one action of the plan and have one code.
struct Town {
    seeded: Seeded,
    public: Value,
    reserved: Value,
}

async fn town(app: &TestApp) -> Town {
    let seeded = Seeded::start(app, Publicity::Reserved).await;
    let whole = json!([{ "actionId": seeded.ids["planActionId"], "share": "100" }]);
    let project = async |title: &str, table: Option<&Value>| {
        let input = json!({
            "title": title, "cups": [CUP], "tableId": table, "actions": whole,
            "budget": { "cash": "1000.00", "inKind": "0.00" },
        });
        app.done(&seeded.world.secretariat, "createProject", "project { id }", input).await["project"]["id"].clone()
    };
    let public = project("Sentiero", None).await;
    let reserved = project("Diga segreta", Some(&seeded.ids["tableId"])).await;
    let pledge = async |project: &Value, amount: &str| {
        let input = json!({
            "idempotencyKey": format!("town {amount}"), "projectId": project, "nature": "CASH", "amount": amount,
            "contributorId": seeded.ids["organisationId"],
        });
        app.done(&seeded.world.manager, "pledgeCommitment", "commitment { id }", input).await;
    };
    pledge(&public, "70.00").await;
    pledge(&reserved, "3.00").await;
    Town { seeded, public, reserved }
}

const SUMS: &str = "{
    projects { totalCount nodes { title } } commitments { totalCount nodes { nature position { promised { amount } } } }
    contributionMatrix { promised { amount } paid { amount } }
    fundingTotals(certified: false) { nature promised { amount } paid { amount } projectCount }
    agreements { totalCount nodes { title } }
    sustainabilityReport(by: { edition: \"2024-2026\" }) { money { total { cash { promised { amount } } }
        contributions { money { cash { promised { amount } } } } } } }";

fn cents(amount: &Value) -> i64 {
    amount["amount"].as_str().unwrap().replace('.', "").parse().unwrap()
}

/// Money; what is given in kind is never added to it.
fn cash(rows: &Value) -> Value {
    rows.as_array().unwrap().iter().filter(|row| row["nature"] == "CASH").cloned().collect()
}

fn sum(rows: &Value, of: &str) -> i64 {
    rows.as_array().unwrap().iter().map(|row| cents(&row[of])).sum()
}

/// What somebody reads: projects, promised, paid, agreements, and what the report says is promised.
async fn told(app: &TestApp, token: Option<&str>) -> [i64; 5] {
    let data = app.query(token, SUMS, json!({})).await;
    let count = |list: &str| {
        let nodes = i64::try_from(data[list]["nodes"].as_array().unwrap().len()).unwrap();
        assert_eq!(data[list]["totalCount"], nodes, "{data}");
        nodes
    };
    let promised = sum(&data["contributionMatrix"], "promised");
    let promises = cash(&data["commitments"]["nodes"]);
    let listed = promises.as_array().unwrap().iter().map(|node| cents(&node["position"]["promised"]));
    assert_eq!(listed.sum::<i64>(), promised, "{data}");
    count("commitments");
    let totals = &cash(&data["fundingTotals"]);
    assert_eq!((sum(totals, "promised"), sum(totals, "paid")), (promised, sum(&data["contributionMatrix"], "paid")));
    assert_eq!(totals[0]["projectCount"].as_i64().unwrap(), count("projects"), "{data}");
    let report = &data["sustainabilityReport"]["money"];
    let contributions = report["contributions"].as_array().unwrap();
    let of_report = contributions.iter().map(|it| cents(&it["money"]["cash"]["promised"])).sum::<i64>();
    assert_eq!(cents(&report["total"]["cash"]["promised"]), of_report);
    [count("projects"), promised, sum(totals, "paid"), count("agreements"), of_report]
}

#[tokio::test]
async fn what_a_reserved_table_makes_is_in_no_count_and_no_sum_of_others() {
    let app = TestApp::start().await;
    let town = town(&app).await;
    let world = &town.seeded.world;
    for token in [None, Some(&town.seeded.stranger), Some(&town.seeded.steward), Some(&world.admin)] {
        assert_eq!(told(&app, token.map(String::as_str)).await, [1, 7_000, 0, 0, 7_000]);
    }
    for token in [&world.secretariat, &world.auditor, &world.coordinator, &world.delegate, &world.manager] {
        let all = [3, 57_300, 10_000, 1, 7_000];
        assert_eq!(told(&app, Some(token)).await, all, "those of the table, and the party; the report is one for all");
    }
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_party_sees_what_it_is_part_of_and_nothing_else() {
    let app = TestApp::start().await;
    let town = town(&app).await;
    let world = &town.seeded.world;
    let lead = organisation(&app, "Ente capofila").await;
    let leads = person(&app, "Capofila", "it").await;
    let input = json!({ "title": "Ponte", "tableId": town.seeded.ids["tableId"], "leadId": encode(lead) });
    app.done(&world.secretariat, "createProject", "project { id }", input).await;
    let post = json!({
        "personId": encode(leads), "organisationId": encode(lead), "post": "Direttrice", "from": "2026-01-01",
    });
    app.done(&world.secretariat, "startAffiliation", "affiliationId", post).await;
    let leads = delegate_of(&app, leads, lead).await;
    let titles = async |token: Option<&str>| {
        let data = app.query(token, "{ projects { nodes { title } } }", json!({})).await;
        let nodes = data["projects"]["nodes"].as_array().unwrap().clone();
        nodes.into_iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(Some(&leads)).await, ["Ponte", "Sentiero"]);
    assert_eq!(titles(Some(&town.seeded.stranger)).await, ["Sentiero"]);
    assert_eq!(titles(None).await, ["Sentiero"]);
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn neither_codes_nor_links_nor_conditions_lead_to_what_is_reserved() {
    let app = TestApp::start().await;
    let town = town(&app).await;
    let world = &town.seeded.world;
    let by_cup = "query($cup: Cup!) { project(by: { cup: $cup }) { id } }";
    let found = app.query(None, by_cup, json!({ "cup": CUP })).await;
    assert_eq!(found["project"]["id"], town.public, "of the two with this code, one is there for a citizen");
    let ambiguous = app.post(Some(&world.delegate), by_cup, json!({ "cup": CUP })).await;
    let error = &ambiguous["errors"][0];
    assert_eq!(error["extensions"]["code"], "AMBIGUOUS_CODE", "{ambiguous}");
    assert!(error["message"].as_str().unwrap().contains("`id`"), "{ambiguous}");

    let agreement = json!({
        "kind": "MEMORANDUM", "title": "Intesa", "validFrom": "2026-09-01",
        "projectIds": [town.reserved, town.public],
    });
    let drafted = app.done(&world.secretariat, "draftAgreement", "agreement { id }", agreement).await;
    let agreement = drafted["agreement"]["id"].clone();
    let party = json!({
        "agreementId": agreement, "organisationId": town.seeded.ids["organisationId"], "participation": "REQUIRED",
    });
    app.done(&world.secretariat, "addParty", "party { id }", party).await;
    let elsewhere = organisation(&app, "Ente parte").await;
    let member = person(&app, "Parte", "it").await;
    let party = json!({ "agreementId": agreement, "organisationId": encode(elsewhere), "participation": "REQUIRED" });
    app.done(&world.secretariat, "addParty", "party { id }", party).await;
    let post = json!({
        "personId": encode(member), "organisationId": encode(elsewhere), "post": "Direttrice", "from": "2026-01-01",
    });
    app.done(&world.secretariat, "startAffiliation", "affiliationId", post).await;
    let member = delegate_of(&app, member, elsewhere).await;
    let read = "query($id: ID!) { agreement(by: { id: $id }) { projects { id } } }";
    let seen = async |token: &str| app.query(Some(token), read, json!({ "id": agreement })).await["agreement"].clone();
    assert_eq!(seen(&member).await, json!({ "projects": [{ "id": town.public }] }));
    assert_eq!(seen(&world.delegate).await["projects"].as_array().unwrap().len(), 2);

    let listed = "query($project: ID!) { agreements(where: { projectId: $project }) { totalCount } }";
    let count = async |token: &str, project: &Value| {
        let data = app.query(Some(token), listed, json!({ "project": project })).await;
        data["agreements"]["totalCount"].as_i64().unwrap()
    };
    assert_eq!([count(&member, &town.public).await, count(&member, &town.reserved).await], [1, 0]);
    assert_eq!([count(&world.delegate, &town.public).await, count(&world.delegate, &town.reserved).await], [1, 1]);
    app.work().await;
    app.finish().await;
}
