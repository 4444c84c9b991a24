//! Nine actors at every root field of the served schema, over HTTP and without the policy's own code: whom each lets
//! through is a snapshot that reads like a table.

pub(crate) mod inputs;

use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::seeded::{Seeded, upload};
use cordata_tests::walk::{Root, Walk};
use inputs::{Inputs, MUTATIONS, QUERIES, UNDRIVEN};
use serde_json::Value;

/// The actors in the order of the columns: from the least to the most.
fn actors(seeded: &Seeded) -> [(&'static str, Option<&str>); 9] {
    let world = &seeded.world;
    [
        ("public", None),
        ("delegate of another table", Some(&seeded.stranger)),
        ("auditor", Some(&world.auditor)),
        ("administrator", Some(&world.admin)),
        ("delegate", Some(&world.delegate)),
        ("org manager", Some(&world.manager)),
        ("steward", Some(&seeded.steward)),
        ("coordinator", Some(&world.coordinator)),
        ("secretariat", Some(&world.secretariat)),
    ]
}

/// What an answer says about the gate: a refusal that comes behind it begins with `past`.
fn outcome(root: &Root<'_>, answer: &Value) -> String {
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        return code.to_owned();
    }
    let data = &answer["data"][root.name];
    if !root.mutation {
        let counted = data["totalCount"].as_u64().map(|count| count > 0);
        let listed = data.as_array().map(|items| items.iter().any(|item| !item.is_null()));
        let seen = counted.or(listed).unwrap_or(!data.is_null());
        return if seen { "ok" } else { "nothing" }.to_owned();
    }
    match data["userErrors"][0]["code"].as_str() {
        None => "ok".to_owned(),
        Some(code @ ("FORBIDDEN" | "NOT_FOUND")) => code.to_owned(),
        Some(code) => format!("past {code}"),
    }
}

fn line(first: &str, cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!(" {cell:<25} |")).collect();
    format!("| {first:<24} |{}\n", cells.concat())
}

#[tokio::test]
async fn nine_actors_at_every_root_field() {
    let app = TestApp::start().await;
    let seeded = Seeded::start(&app, Publicity::Reserved).await;
    let walk = Walk::of(&app).await;
    let roots = walk.roots();
    let known: Vec<&str> = QUERIES.iter().copied().chain(MUTATIONS.iter().map(|(name, _)| *name)).collect();
    let served: Vec<&str> = roots.iter().map(|root| root.name).collect();
    assert_eq!(known, served, "every root field has an entry in `inputs`, in the order of the alphabet");

    let inputs = Inputs::of(&seeded.ids);
    let actors = actors(&seeded);
    let mut matrix = line("root field", &actors.map(|(name, _)| name.to_owned()));
    matrix += &line("---", &actors.map(|_| "---".to_owned()));
    let mut undriven = Vec::new();
    for root in &roots {
        let mut cells = Vec::new();
        for (_, token) in actors {
            if root.name == "attachDocument" {
                let own = match token {
                    Some(token) => Some(upload(&app, token).await),
                    None => None,
                };
                inputs.upload.replace(own);
            }
            let variables = walk.variables(root, &inputs);
            let answer = app.post(token, &walk.document(root, &variables), variables).await;
            cells.push(outcome(root, &answer));
        }
        let driven = cells.iter().any(|cell| !matches!(cell.as_str(), "FORBIDDEN" | "NOT_FOUND"));
        let excused = UNDRIVEN.iter().any(|(name, _)| *name == root.name);
        if !driven && !excused {
            undriven.push(root.name);
        }
        matrix += &line(root.name, &cells);
    }
    for (name, reason) in UNDRIVEN {
        matrix += &line(name, &[(*reason).to_owned()]);
    }
    app.work().await;
    app.finish().await;
    insta::assert_snapshot!("root_fields", matrix);
    assert!(undriven.is_empty(), "nobody gets past the gate of {undriven:?}");
}
