use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{EmptySubscription, Object, Schema};
use cordata_domain::{Locale, Reason};
use serde_json::Value;

use super::*;
use crate::graphql::identity::input::GrantRoleInput;
use crate::graphql::meeting::mutation::convene::ConveneMeetingInput;
use crate::graphql::meeting::mutation::input::ProposeAgendaItemInput;

const MUTATIONS: &str = "{ __schema { mutationType { fields { name description } } } }";

/// The descriptions of all mutations, by name.
async fn described() -> BTreeMap<String, String> {
    let answer = crate::schema::build().execute(MUTATIONS).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    let data = answer.data.into_json().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let fields = data["__schema"]["mutationType"]["fields"].as_array().unwrap();
    fields.iter().map(|field| (text(&field["name"]), text(&field["description"]))).collect()
}

#[tokio::test]
async fn each_mutation_says_what_the_policy_requires() {
    let described = described().await;
    let guarded: BTreeSet<&str> = required_acts().iter().map(|(mutation, _)| *mutation).collect();
    assert_eq!(guarded, described.keys().map(String::as_str).collect(), "one row for each mutation");
    assert_eq!(guarded.len(), required_acts().len(), "and no more than one");
    for (mutation, act) in required_acts() {
        assert_eq!(described[*mutation].lines().last(), Some(act.requires().as_str()), "{mutation}");
    }
}

#[test]
fn a_path_begins_at_the_input_and_has_the_names_of_the_input() {
    let path = |refusal: Refusal, names| input_path(&refusal, names).join(".");
    assert_eq!(path(Reason::NotFound.at("tableId"), &[]), "input.tableId");
    assert_eq!(path(Reason::Forbidden.into(), &[]), "input");
    assert_eq!(path(Reason::AgendaClosed.at("agenda"), ProposeAgendaItemInput::RENAMED), "input.meetingId");
    assert_eq!(path(Reason::NotFound.at("tableId"), GrantRoleInput::RENAMED), "input.scope.tableId");
    let nested = Reason::ReasonRequired.at("title").under("2").under("agenda");
    assert_eq!(path(nested, &[]), "input.agenda.2.title");
    assert_eq!(path(Reason::ReasonRequired.at("urgency"), ConveneMeetingInput::RENAMED), "input.urgency");
}

/// Answers one refusal, as a payload does.
struct Refusing(Locale, Refusal);

#[Object]
impl Refusing {
    async fn user_errors(&self) -> Vec<UserError> {
        vec![UserError::new(&self.0, &self.1, input_path(&self.1, &[]))]
    }
}

async fn told(locale: Locale, refusal: Refusal) -> Value {
    let query = "{ userErrors { __typename code message path
        ... on StaleVersionError { currentVersion }
        ... on QuorumError { represented requiredSeats: required }
        ... on NoticeTooShortError { requiredDays: required given earliest }
        ... on TallyMismatchError { expected votes: given }
        ... on OverFundingError { gap { amount currency } }
        ... on OverDisbursementError { available { amount } }
        ... on BelowPaidError { paid { amount } } } }";
    let schema = Schema::build(Refusing(locale, refusal), async_graphql::EmptyMutation, EmptySubscription).finish();
    let answer = schema.execute(query).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    answer.data.into_json().unwrap()["userErrors"][0].take()
}

#[tokio::test]
async fn a_stale_version_tells_the_present_one_in_two_languages() {
    let refusal = || Reason::StaleVersion { current: 7 }.at("expectedVersion");
    let (italian, english) = (told(Locale::italian(), refusal()).await, told(Locale::english(), refusal()).await);
    for error in [&italian, &english] {
        assert_eq!(error["__typename"], "StaleVersionError");
        assert_eq!((&error["code"], &error["currentVersion"]), (&"CONFLICT".into(), &7.into()));
        assert_eq!(error["path"], serde_json::json!(["input", "expectedVersion"]));
    }
    assert!(italian["message"].as_str().unwrap().to_lowercase().contains("nel frattempo"), "{italian}");
    assert!(english["message"].as_str().unwrap().contains("in the meantime"), "{english}");
}

#[tokio::test]
async fn a_missing_quorum_tells_the_seats_in_two_languages() {
    let refusal = || Reason::QuorumNotMet { represented: 5, required: 7 }.into();
    let (italian, english) = (told(Locale::italian(), refusal()).await, told(Locale::english(), refusal()).await);
    assert_ne!(italian["message"], english["message"]);
    for error in [italian, english] {
        assert_eq!((&error["__typename"], &error["code"]), (&"QuorumError".into(), &"QUORUM_NOT_MET".into()));
        assert_eq!((&error["represented"], &error["requiredSeats"]), (&5.into(), &7.into()));
        let message = error["message"].as_str().unwrap();
        assert!(message.contains('5') && message.contains('7'), "{message}");
    }
}

#[tokio::test]
async fn notice_votes_and_plain_refusals_have_their_types() {
    let earliest = "2026-12-15".parse().unwrap();
    let notice = Reason::NoticeTooShort { required: 10, given: 4, earliest }.into();
    let error = told(Locale::english(), notice).await;
    assert_eq!((&error["__typename"], &error["earliest"]), (&"NoticeTooShortError".into(), &"2026-12-15".into()));
    assert_eq!((&error["requiredDays"], &error["given"]), (&10.into(), &4.into()));
    let error = told(Locale::english(), Reason::TallyMismatch { expected: 9, given: 8 }.at("tally")).await;
    assert_eq!((&error["__typename"], &error["expected"]), (&"TallyMismatchError".into(), &9.into()));
    let error = told(Locale::english(), Reason::Forbidden.into()).await;
    assert_eq!((&error["__typename"], &error["code"]), (&"Refused".into(), &"FORBIDDEN".into()));
}

#[tokio::test]
async fn refused_money_tells_the_exact_amount() {
    let over = || Reason::OverFunding { gap: 114_073_499 }.at("amount");
    let (italian, english) = (told(Locale::italian(), over()).await, told(Locale::english(), over()).await);
    assert_ne!(italian["message"], english["message"]);
    assert_eq!((&english["__typename"], &english["code"]), (&"OverFundingError".into(), &"OVER_FUNDING".into()));
    assert_eq!(english["gap"], serde_json::json!({ "amount": "1140734.99", "currency": "EUR" }));
    let error = told(Locale::english(), Reason::OverDisbursement { available: 5 }.at("amount")).await;
    assert_eq!(
        (&error["__typename"], &error["available"]["amount"]),
        (&"OverDisbursementError".into(), &"0.05".into())
    );
    let error = told(Locale::english(), Reason::BelowPaid { paid: 25_000_000 }.at("amount")).await;
    assert_eq!((&error["__typename"], &error["paid"]["amount"]), (&"BelowPaidError".into(), &"250000.00".into()));
}
