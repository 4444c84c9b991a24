use std::fmt::Write as _;

use async_graphql::{Variables, parser::types::OperationType};
use serde_json::json;

use super::*;
use crate::edge::document::parse;

fn measure(text: &str) -> Result<Approved, FaultCode> {
    measure_with(text, None, &Variables::default())
}

fn measure_with(text: &str, name: Option<&str>, variables: &Variables) -> Result<Approved, FaultCode> {
    let limits = Limits::default();
    parse(text, &limits)
        .and_then(|document| inspect(&document, name, variables, &limits, &lists()))
        .map_err(|error| error.code)
}

/// A schema with lists that have no pages.
fn lists() -> Lists {
    Lists::of_schema(
        "type Query { proposals(first: Int): ProposalConnection! } type ProposalConnection { nodes: [Proposal!]! }
         type Proposal { title: String versions(from: Int): [Version!]! } type Version { clauses: [Clause!]! }
         type Clause implements Titled { title: String! notes: [String!]! } interface Titled { remarks: [Titled!]! }
         type Payload { userErrors: [Titled!]! } input Filter { filters: [Filter!]! }",
    )
}

fn cost(text: &str) -> u64 {
    measure(text).unwrap().cost
}

#[test]
fn one_point_per_field() {
    assert_eq!(cost("{ a b { c __typename } }"), 4);
}

#[test]
fn a_page_multiplies_what_is_inside() {
    assert_eq!(cost("{ a(first: 10) { nodes { b } } }"), 1 + 10 * 2);
    assert_eq!(cost("{ a(last: 10) { nodes { b } } }"), 1 + 10 * 2);
    assert_eq!(cost("{ a { nodes { b } } }"), 1 + 20 * 2);
    assert_eq!(cost("{ a { ...F } } fragment F on C { edges { n } }"), 1 + 20 * 2);
    assert_eq!(cost("{ nodes(ids: [1, 2, 3]) { b } }"), 1 + 3);
    assert_eq!(cost("{ a(first: 10) { nodes { b(first: 5) { nodes { c } } } } }"), 1 + 10 * (1 + 1 + 5 * 2));
}

#[test]
fn pages_outside_the_range_are_clamped_for_the_price() {
    assert_eq!(cost("{ a(first: 100000) { b } }"), 101);
    assert_eq!(cost("{ a(first: -5) { b } }"), 2);
    assert_eq!(cost("{ a(first: 0) { b } }"), 2);
}

#[test]
fn a_page_may_come_from_a_variable_or_its_default() {
    let text = "query ($n: Int = 7) { a(first: $n) { b } }";
    assert_eq!(cost(text), 8);
    let variables = Variables::from_json(json!({"n": 3}));
    assert_eq!(measure_with(text, None, &variables).unwrap().cost, 4);
}

#[test]
fn lists_without_pages_multiply_by_their_assumed_length() {
    assert_eq!(cost("{ versions { number } }"), 1 + 5);
    assert_eq!(cost("{ versions { clauses { title } } }"), 1 + 5 * (1 + 10));
    assert_eq!(cost("{ proposals { nodes { versions { clauses { title } } } } }"), 1 + 20 * (1 + 1 + 5 * (1 + 10)));
    assert_eq!(
        cost("{ ...F } fragment F on Query { v: versions { clauses { remarks { title } } } }"),
        1 + 5 * (1 + 10 * (1 + 50))
    );
    assert_eq!(cost("{ versions(first: 3) { number } }"), 1 + 3, "a page counts as it is asked for");
    assert_eq!(cost("{ userErrors { code path } }"), 1 + 2);
    assert_eq!(cost("{ filters { a } }"), 1 + 1, "an input answers nothing");
    assert_eq!(cost("{ notes }"), 1, "words cost nothing more");
}

#[test]
fn one_query_does_not_read_all_texts_of_everything() {
    let text = "{ proposals(first: 100) { nodes { versions { clauses { title body } } } } }";
    assert_eq!(measure(text), Err(FaultCode::ComplexityLimit));
}

#[test]
fn products_of_pages_are_refused() {
    assert_eq!(
        measure("{ a(first: 100) { nodes { b(first: 100) { nodes { c } } } } }"),
        Err(FaultCode::ComplexityLimit)
    );
}

#[test]
fn exponential_fragments_are_refused_at_once() {
    let mut text = String::from("{ ...F0 }");
    for level in 0..25 {
        let next = level + 1;
        write!(text, "fragment F{level} on Query {{ ...F{next} ...F{next} }}").unwrap();
    }
    text.push_str("fragment F25 on Query { __typename }");
    assert_eq!(measure(&text), Err(FaultCode::ComplexityLimit));
}

#[test]
fn the_shape_of_operations_that_do_not_run_counts_too() {
    let many = "a ".repeat(1001);
    let text = format!("query A {{ a }} query B {{ x {{ {many} }} }}");
    assert_eq!(measure_with(&text, Some("A"), &Variables::default()), Err(FaultCode::ComplexityLimit));
}

#[test]
fn long_chains_of_fragments_are_refused() {
    let mut text = String::from("{ ...F0 }");
    for level in 0..90 {
        write!(text, "fragment F{level} on Query {{ ...F{} }}", level + 1).unwrap();
    }
    text.push_str("fragment F90 on Query { a }");
    assert_eq!(measure(&text), Err(FaultCode::DepthLimit));
}

#[test]
fn cycles_of_fragments_are_refused() {
    assert_eq!(
        measure("{ ...A } fragment A on Q { b { ...B } } fragment B on Q { ...A }"),
        Err(FaultCode::ValidationFailed)
    );
}

#[test]
fn depth_is_bounded_at_sixteen() {
    let nested = |levels: usize| format!("{}a{}", "{a".repeat(levels - 1) + "{", "}".repeat(levels));
    assert_eq!(measure(&nested(16)).map(|found| found.cost), Ok(16));
    assert_eq!(measure(&nested(17)), Err(FaultCode::DepthLimit));
}

#[test]
fn each_count_is_bounded() {
    let aliases = (0..31).fold(String::new(), |text, n| format!("{text} a{n}: b"));
    for text in [
        format!("{{ x {{ {aliases} }} }}"),
        format!("{{ x {{ {} }} }}", "a ".repeat(1000)),
        format!("{{ {} }}", "a ".repeat(21)),
        format!("mutation {{ {} }}", "a ".repeat(11)),
        format!("{{ a {} }}", "@skip(if: false) ".repeat(51)),
        format!("{{ a }} {}", fragments(100)),
    ] {
        assert_eq!(measure(&text), Err(FaultCode::ComplexityLimit), "{text}");
    }
}

fn fragments(count: usize) -> String {
    (0..count).fold(String::new(), |text, n| format!("{text} fragment F{n} on Q {{ a }}"))
}

#[test]
fn values_are_counted_at_each_use_of_a_variable() {
    let list: Vec<u32> = (0..10_000).collect();
    let variables = Variables::from_json(json!({ "v": list }));
    let once = "query ($v: [Int]) { a(b: $v) }";
    let often = "query ($v: [Int]) { x { a(b: $v) c(b: $v) d(b: $v) e(b: $v) f(b: $v) } }";
    assert!(measure_with(once, None, &variables).is_ok());
    assert_eq!(measure_with(often, None, &variables), Err(FaultCode::ComplexityLimit));
}

#[test]
fn nested_introspection_lists_are_refused() {
    let text = "{ __schema { types { fields { type { fields { type { ...T } } } } } } }
                fragment T on __Type { fields { name } }";
    assert_eq!(measure(text), Err(FaultCode::DepthLimit));
    assert!(measure("{ a { fields { fields { fields { b } } } } }").is_ok());
}

#[test]
fn a_subscription_has_one_field_at_its_root() {
    assert_eq!(measure("subscription { a { b c } }").map(|found| found.kind), Ok(OperationType::Subscription));
    for text in [
        "subscription { a b }",
        "subscription { a c: a }",
        "subscription { ...F } fragment F on Subscription { a }",
        "subscription { ... on Subscription { a } }",
    ] {
        assert_eq!(measure(text), Err(FaultCode::ValidationFailed), "{text}");
    }
}

#[test]
fn the_operation_name_must_fit() {
    let two = "query A { a } mutation B { b c }";
    let none = Variables::default();
    assert_eq!(measure(two), Err(FaultCode::BadUserInput));
    assert_eq!(measure_with(two, Some("C"), &none), Err(FaultCode::BadUserInput));
    assert_eq!(measure_with("{ a }", Some("C"), &none), Err(FaultCode::BadUserInput));
    let chosen = measure_with(two, Some("B"), &none).unwrap();
    assert_eq!((chosen.kind, chosen.cost), (OperationType::Mutation, 2));
}

#[test]
fn required_variables_must_be_given() {
    let text = "query ($id: ID!) { a(id: $id) }";
    let null = Variables::from_json(json!({ "id": null }));
    let given = Variables::from_json(json!({ "id": "1" }));
    assert_eq!(measure(text), Err(FaultCode::BadUserInput));
    assert_eq!(measure_with(text, None, &null), Err(FaultCode::BadUserInput));
    assert!(measure_with(text, None, &given).is_ok());
    assert!(measure("query ($n: Int! = 1) { a(n: $n) }").is_ok());
}

/// The parser recurses: what the scan lets through must fit a worker's stack of 2 MiB.
#[test]
fn hostile_texts_never_overflow_the_stack() {
    let attack = || {
        let deep = 100_000;
        let nested = |open: &str, close: &str, levels: usize| {
            format!("{{a(b:{}1{})}}", open.repeat(levels), close.repeat(levels))
        };
        for text in [
            "{".repeat(deep),
            "{a".repeat(deep) + &"}".repeat(deep),
            nested("[", "]", 500_000),
            nested("{c:", "}", 200_000),
            nested("[", "]", 38),
            nested("{c:", "}", 38),
            "{a".repeat(40) + &"}".repeat(40),
            "{...@skip(if:[".repeat(13),
            format!("query ($v: {}Int{}) {{ a }}", "[".repeat(39), "]".repeat(39)),
        ] {
            let _answer = measure(&text);
        }
        measure("{ a }").is_ok()
    };
    let worker = std::thread::Builder::new().stack_size(2 << 20).spawn(attack);
    assert!(worker.unwrap().join().unwrap());
}

/// A string without an end, met over and over, would make the parser search to the end of the
/// text each time.
#[test]
fn a_mebibyte_of_quotes_is_refused_quickly() {
    let text = format!("{{a(b:[{}", "\"\\\\\"\"\"\" ".repeat(120_000));
    assert_eq!(measure(&text), Err(FaultCode::ParseFailed));
}
