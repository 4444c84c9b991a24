//! The published schema and the operations that newcomers are shown.

use cordata_api::{examples::examples, schema};
use cordata_tests::TestApp;
use cordata_tests::fixture::world;
use serde_json::{Value, json};

#[test]
fn the_published_schema_is_what_the_program_serves() {
    let published = include_str!("../../schema.graphql");
    assert!(published == schema::sdl(), "renew it: cargo run -q -- schema > schema.graphql");
}

#[tokio::test]
async fn the_examples_run_for_whoever_they_are_shown_to() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    for example in examples() {
        let variables = example.variables.clone().unwrap_or_else(|| json!({}));
        let data = app.query(Some(&world.delegate), &example.query, variables).await;
        assert!(data.is_object(), "{}", example.name);
        if example.query.contains("viewer") {
            assert_eq!(data["viewer"]["tables"][0]["slug"], "tavolo-della-montagna");
        }
    }
    let me = app.query(None, "{ viewer { person { id } } }", json!({})).await;
    assert_eq!(me["viewer"], Value::Null, "nobody is nobody");
    app.finish().await;
}
