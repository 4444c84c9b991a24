//! What was measured, against where a plan started and what it wants to reach: section 5 of the domain paper.

use cordata_app::plan::{AdvancePlan, CreatePlan};
use cordata_domain::LocalisedText;
use cordata_domain::identity::Role;
use cordata_domain::period::Validity;
use cordata_domain::plan::PlanState;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, staff, world};
use serde_json::{Value, json};

/// Two stewards and a plan that began in 2021.
struct Office {
    app: TestApp,
    world: World,
    enters: String,
    validates: String,
    plan: Value,
}

impl Office {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let world = world(&app).await;
        let enters = staff(&app, "Rilevatrice", Role::Steward).await;
        let validates = staff(&app, "Validatore", Role::Steward).await;
        let period = Validity::new("2021-01-01".parse().unwrap(), Some("2023-12-31".parse().unwrap())).unwrap();
        let title = LocalisedText::bilingual("Piano", "Plan");
        let plan = app.run(CreatePlan { edition: "2021-2023".to_owned(), title, period }).await;
        let target = PlanState::Consultation;
        app.run(AdvancePlan { plan, expected_version: 1, target, act: None }).await;
        let found = app.query(None, "{ plan(by: { edition: \"2021-2023\" }) { id } }", json!({})).await;
        Self { app, world, enters, validates, plan: found["plan"]["id"].clone() }
    }

    async fn done(&self, name: &str, fields: &str, input: Value) -> Value {
        self.app.done(&self.enters, name, fields, input).await
    }

    /// An active indicator; `more` overrides what a yearly, lower-is-better flow would be.
    async fn indicator(&self, code: &str, more: Value) -> Value {
        let mut input = json!({
            "code": code, "name": [{ "locale": "it", "text": code }], "class": "ENVIRONMENTAL",
            "unit": [{ "locale": "it", "text": "t" }], "kind": "FLOW_PER_PERIOD", "direction": "LOWER_IS_BETTER",
            "frequency": "ANNUAL", "decimals": 1, "counted": "THINGS", "source": "ARPA Piemonte",
            "seriesLabel": [{ "locale": "it", "text": "Prima" }], "since": "2015-01-01",
        });
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        let id = self.done("createIndicator", "indicator { id }", input).await["indicator"]["id"].clone();
        self.done("activateIndicator", "indicator { state }", json!({ "indicatorId": id, "expectedVersion": 1 })).await;
        id
    }

    async fn baseline(&self, indicator: &Value, series: u32, when: &str, observation: Value) {
        let input = json!({
            "indicatorId": indicator, "planId": self.plan, "seriesVersion": series, "period": period(when),
            "observation": observation, "source": source(),
        });
        self.done("setBaseline", "baseline { id }", input).await;
    }

    async fn target(&self, indicator: &Value, when: &str, value: &str) {
        let input = json!({
            "indicatorId": indicator, "planId": self.plan, "seriesVersion": 1, "period": period(when),
            "value": value, "source": source(),
        });
        self.done("setTarget", "target { id }", input).await;
    }

    fn value(indicator: &Value, series: u32, when: &str, observation: &Value) -> Value {
        json!({
            "indicatorId": indicator, "seriesVersion": series, "period": period(when), "observation": observation,
            "source": source(),
        })
    }

    /// Enters a value and brings it to everybody.
    async fn measured(&self, indicator: &Value, series: u32, when: &str, observation: Value) -> Value {
        let input = Self::value(indicator, series, when, &observation);
        let id = self.done("recordMeasurement", "measurement { id }", input).await["measurement"]["id"].clone();
        self.publish(&id).await;
        id
    }

    async fn publish(&self, id: &Value) {
        let step = |version: i64| json!({ "measurementId": id, "expectedVersion": version });
        self.done("submitMeasurement", "measurement { state }", step(1)).await;
        self.app.done(&self.validates, "validateMeasurement", "measurement { state }", step(2)).await;
        self.app.done(&self.validates, "publishMeasurement", "measurement { state }", step(3)).await;
    }

    /// The deviation of one indicator, as a citizen reads it.
    async fn deviation(&self, code: &str, as_of: &str) -> Value {
        let query = "query($plan: ID!, $code: String!, $asOf: Date!) {
            deviations(where: { planId: $plan, text: $code }, asOf: $asOf) { totalCount nodes {
                words(locale: \"it\") value partial absolute relative improvement trend notComputable noAttainment
                attainment { percent class met } explanation
                baseline { seriesVersion source { name publishedOn } } measurements { source { publishedOn } }
            } } }";
        let data = self.app.query(None, query, json!({ "plan": self.plan, "code": code, "asOf": as_of })).await;
        assert_eq!(data["deviations"]["totalCount"], 1, "{data:#}");
        data["deviations"]["nodes"][0].clone()
    }

    async fn refusal(&self, token: &str, name: &str, input: Value) -> (String, Vec<String>) {
        let payload = self.app.mutate(token, name, "", input).await;
        let error = &payload["userErrors"][0];
        let path = error["path"].as_array().unwrap_or_else(|| panic!("{name} was not refused")).iter();
        (error["code"].as_str().unwrap().to_owned(), path.map(|part| part.as_str().unwrap().to_owned()).collect())
    }
}

fn period(when: &str) -> Value {
    match when.split_once('/') {
        Some((from, to)) => json!({ "from": from, "to": to }),
        None if when.len() == 4 => json!({ "from": format!("{when}-01-01"), "to": format!("{when}-12-31") }),
        None => json!({ "from": when, "to": when }),
    }
}

fn source() -> Value {
    json!({ "name": "ARPA Piemonte", "publishedOn": "2023-05-01" })
}

fn number(value: &str) -> Value {
    json!({ "value": value })
}

#[tokio::test]
async fn the_worked_cases_have_the_exact_figures() {
    let office = Office::open().await;
    let cases = [
        ("PM10", "LOWER_IS_BETTER", "36", Some("30"), "33", ["-3", "-8.33", "IMPROVED", "50", "INSUFFICIENT"]),
        ("RIFIUTI", "LOWER_IS_BETTER", "427314", None, "418524", ["-8790", "-2.06", "IMPROVED", "", ""]),
        ("FERMO", "HIGHER_IS_BETTER", "0", Some("8"), "4", ["4", "", "IMPROVED", "50", "INSUFFICIENT"]),
        ("PEGGIO", "LOWER_IS_BETTER", "36", Some("30"), "39", ["3", "8.33", "WORSENED", "-50", "MOVING_AWAY"]),
    ];
    for (code, direction, start, target, value, expected) in cases {
        let id = office.indicator(code, json!({ "direction": direction })).await;
        office.baseline(&id, 1, "2020", number(start)).await;
        if let Some(target) = target {
            office.target(&id, "2023", target).await;
        }
        office.measured(&id, 1, "2022", number(value)).await;
        let deviation = office.deviation(code, "2023-12-31").await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let attainment = &deviation["attainment"];
        let got = [
            text(&deviation["absolute"]),
            text(&deviation["relative"]),
            text(&deviation["trend"]),
            text(&attainment["percent"]),
            text(&attainment["class"]),
        ];
        assert_eq!(got, expected, "{code}: {deviation:#}");
        assert_eq!(deviation["measurements"][0]["source"]["publishedOn"], "2023-05-01");
    }
    let words = office.deviation("PM10", "2023-12-31").await["words"].as_str().unwrap().replace('\u{a0}', " ");
    assert_eq!(words, "-3 t (-8,33 %): migliorato; 50 % del percorso verso il traguardo (insufficiente)");
    office.app.finish().await;
}

#[tokio::test]
async fn separate_collection_gains_points_and_a_ratio_sums_its_parts() {
    let office = Office::open().await;
    let ratio = json!({ "unit": null, "kind": "RATIO", "direction": "HIGHER_IS_BETTER", "class": "ENVIRONMENTAL" });
    let id = office.indicator("RD", ratio).await;
    office.baseline(&id, 1, "2020", number("51.0")).await;
    office.target(&id, "2023", "65").await;
    for (when, numerator, denominator) in [("2022-01-01/2022-06-30", "10", "20"), ("2022-07-01/2022-12-31", "51", "80")]
    {
        let parts = json!({ "fraction": { "numerator": numerator, "denominator": denominator } });
        office.measured(&id, 1, when, parts).await;
    }
    let deviation = office.deviation("RD", "2022-12-31").await;
    assert_eq!((&deviation["value"], &deviation["absolute"]), (&json!("61"), &json!("10")), "61 of 100, no mean");
    assert_eq!(deviation["attainment"], json!({ "percent": "71.4", "class": "MODERATE", "met": false }));
    assert!(deviation["words"].as_str().unwrap().starts_with("+10 punti"), "{deviation:#}");
    let none = json!({ "fraction": { "numerator": "0", "denominator": "0" } });
    office.measured(&id, 1, "2023", none).await;
    assert_eq!(office.deviation("RD", "2023-12-31").await["notComputable"], "ZERO_DENOMINATOR");
    office.app.finish().await;
}

#[tokio::test]
async fn consumed_soil_of_two_editions_is_not_comparable_until_it_is_restated() {
    let office = Office::open().await;
    let id = office.indicator("SUOLO", json!({ "kind": "STOCK", "maxAgeDays": 1100 })).await;
    office.baseline(&id, 1, "2019-12-31", number("59000")).await;
    let label = json!([{ "locale": "it", "text": "Edizione 2022" }]);
    let broken = json!({ "indicatorId": id, "expectedVersion": 2, "label": label, "since": "2022-01-01", "reason": "Nuova base cartografica" });
    office.done("breakSeries", "indicator { version }", broken).await;
    office.measured(&id, 2, "2021-12-31", number("58359")).await;
    let deviation = office.deviation("SUOLO", "2023-12-31").await;
    assert_eq!(deviation["notComputable"], "NOT_COMPARABLE");
    assert_eq!((&deviation["absolute"], &deviation["trend"]), (&Value::Null, &Value::Null), "not an improvement");
    assert_eq!(deviation["words"], "n.d.: non confrontabile, il modo di misurare è cambiato");
    let old = Office::value(&id, 1, "2022-12-31", &number("58400"));
    let (code, path) = office.refusal(&office.enters, "recordMeasurement", old).await;
    assert_eq!((code.as_str(), path.join(".").as_str()), ("SERIES_BREAK", "input.seriesVersion"));
    let explain = json!({ "indicatorId": id, "planId": office.plan, "period": period("2021-12-31"), "text": "Cartografia nuova" });
    office.done("explainDeviation", "indicator { id }", explain).await;
    office.baseline(&id, 2, "2019-12-31", number("58100")).await;
    let restated = office.deviation("SUOLO", "2023-12-31").await;
    assert_eq!((&restated["absolute"], &restated["trend"]), (&json!("259"), &json!("WORSENED")));
    assert_eq!(restated["explanation"], "Cartografia nuova");
    office.app.finish().await;
}

#[tokio::test]
async fn stocks_age_ranges_are_targets_and_what_is_missing_is_told() {
    let office = Office::open().await;
    let stock = json!({ "kind": "STOCK", "maxAgeDays": 365, "direction": "TARGET_RANGE", "targetRange": { "lo": "20", "hi": "30" } });
    let id = office.indicator("CAMPO", stock).await;
    assert_eq!(office.app.query(None, "{ indicators { totalCount } }", json!({})).await["indicators"]["totalCount"], 1);
    office.baseline(&id, 1, "2020-12-31", number("40")).await;
    office.measured(&id, 1, "2021-12-31", number("35")).await;
    let deviation = office.deviation("CAMPO", "2022-12-31").await;
    assert_eq!(deviation["attainment"], json!({ "percent": "50", "class": "INSUFFICIENT", "met": false }));
    assert_eq!(deviation["improvement"], "5");
    assert_eq!(office.deviation("CAMPO", "2023-01-01").await["notComputable"], "TOO_OLD");
    office.measured(&id, 1, "2022-12-31", json!({ "missing": "NOT_YET_DUE" })).await;
    let missing = office.deviation("CAMPO", "2022-12-31").await;
    assert_eq!(missing["notComputable"], "MISSING_NOT_YET_DUE");
    assert_eq!(missing["words"], "n.d.: dato non ancora dovuto");
    let sum = office.indicator("ALBERI", json!({ "kind": "FLOW_CUMULATIVE", "direction": "HIGHER_IS_BETTER" })).await;
    office.baseline(&sum, 1, "2020", number("100")).await;
    office.measured(&sum, 1, "2021", number("10")).await;
    office.measured(&sum, 1, "2022-01-01/2022-06-30", number("5")).await;
    let deviation = office.deviation("ALBERI", "2022-12-31").await;
    assert_eq!((&deviation["value"], &deviation["partial"]), (&json!("115"), &json!(true)));
    office.app.finish().await;
}

#[tokio::test]
async fn nobody_validates_what_they_entered_and_nothing_shows_before_it_is_published() {
    let office = Office::open().await;
    let id = office.indicator("PM10", json!({})).await;
    office.baseline(&id, 1, "2020", number("36")).await;
    let input = Office::value(&id, 1, "2022", &number("33"));
    let one = office.done("recordMeasurement", "measurement { id }", input).await["measurement"]["id"].clone();
    let step = |version: i64| json!({ "measurementId": one, "expectedVersion": version });
    let (code, _) = office.refusal(&office.validates, "validateMeasurement", step(1)).await;
    assert_eq!(code, "ILLEGAL_TRANSITION");
    office.done("submitMeasurement", "measurement { state }", step(1)).await;
    let own = office.refusal(&office.enters, "validateMeasurement", step(2)).await;
    assert_eq!(own, ("FOUR_EYES".to_owned(), vec!["input".to_owned(), "measurementId".to_owned()]));
    for token in [&office.world.secretariat, &office.world.auditor] {
        assert_eq!(office.refusal(token, "validateMeasurement", step(2)).await.0, "FORBIDDEN");
    }
    for token in [&office.world.outsider, &office.world.manager, &office.world.admin] {
        assert_eq!(office.refusal(token, "validateMeasurement", step(2)).await.0, "NOT_FOUND");
    }
    let waiting = "{ measurementsToValidate { totalCount nodes { state indicator { code } } } }";
    let mine = office.app.query(Some(&office.validates), waiting, json!({})).await;
    assert_eq!(mine["measurementsToValidate"]["nodes"][0]["indicator"]["code"], "PM10");
    assert_eq!(office.app.query(None, waiting, json!({})).await["measurementsToValidate"]["totalCount"], 0);
    office.app.done(&office.validates, "validateMeasurement", "measurement { state }", step(2)).await;
    assert_eq!(office.deviation("PM10", "2023-12-31").await["notComputable"], "NO_MEASUREMENT");
    office.app.done(&office.validates, "publishMeasurement", "measurement { state }", step(3)).await;
    assert_eq!(office.deviation("PM10", "2023-12-31").await["absolute"], "-3");
    let correct =
        json!({ "measurementId": one, "observation": number("32"), "source": source(), "reason": "Dato definitivo" });
    let new = office.done("supersedeMeasurement", "measurement { id vintage state }", correct).await;
    assert_eq!(new["measurement"]["vintage"], 2);
    assert_eq!(office.deviation("PM10", "2023-12-31").await["absolute"], "-3", "the old one stands until then");
    office.publish(&new["measurement"]["id"]).await;
    assert_eq!(office.deviation("PM10", "2023-12-31").await["absolute"], "-4");
    office.app.finish().await;
}

#[tokio::test]
async fn each_bad_value_gets_its_own_refusal_at_its_field() {
    let office = Office::open().await;
    let id = office.indicator("PM10", json!({})).await;
    office.baseline(&id, 1, "2020", number("36")).await;
    office.target(&id, "2023", "30").await;
    office.measured(&id, 1, "2022", number("33")).await;
    let value = |series: Value, when: &str, observation: Value| {
        let mut input = Office::value(&id, 1, when, &observation);
        input["seriesVersion"] = series;
        input
    };
    let cases = [
        (value(Value::Null, "2021", number("33")), "INVALID_INPUT", "input.seriesVersion"),
        (value(json!(9), "2021", number("33")), "NOT_FOUND", "input.seriesVersion"),
        (value(json!(1), "2026", number("33")), "FUTURE_PERIOD", "input.period.to"),
        (value(json!(1), "2022-07-01/2023-06-30", number("33")), "OVERLAPPING_PERIOD", "input.period"),
        (value(json!(1), "2021", number("301")), "IMPLAUSIBLE_VALUE", "input.observation"),
        (value(json!(1), "2021", number("3,5")), "INVALID_INPUT", "input.observation.value"),
        (value(json!(1), "2021", json!({ "words": "tanto" })), "INVALID_INPUT", "input.observation"),
        (value(json!(1), "2022-12-31/2022-01-01", number("33")), "INVALID_INPUT", "input.period.to"),
    ];
    for (input, code, path) in cases {
        let (got, at) = office.refusal(&office.enters, "recordMeasurement", input.clone()).await;
        assert_eq!((got.as_str(), at.join(".").as_str()), (code, path), "{input}");
    }
    let mut confirmed = value(json!(1), "2021", number("301"));
    confirmed["confirmation"] = json!("Incendi boschivi");
    office.done("recordMeasurement", "measurement { confirmation }", confirmed).await;
    let again = json!({
        "indicatorId": id, "planId": office.plan, "seriesVersion": 1, "period": period("2019"),
        "observation": number("40"), "source": source(),
    });
    assert_eq!(office.refusal(&office.enters, "setBaseline", again.clone()).await.0, "BASELINE_EXISTS");
    assert_eq!(office.refusal(&office.world.secretariat, "setBaseline", again).await.0, "FORBIDDEN");
    let both = json!({ "value": "1", "missing": "NOT_AVAILABLE" });
    let query =
        "mutation($input: RecordMeasurementInput!) { recordMeasurement(input: $input) { userErrors { code } } }";
    let answer = office.app.post(Some(&office.enters), query, json!({ "input": value(json!(1), "2019", both) })).await;
    assert!(answer["errors"].is_array(), "a value or a reason, never both: {answer:#}");
    office.app.finish().await;
}

#[tokio::test]
async fn a_page_of_deviations_costs_the_same_for_two_indicators_and_for_ten() {
    let office = Office::open().await;
    let query = "query($plan: ID!) { deviations(where: { planId: $plan }, asOf: \"2023-12-31\", first: 100) { nodes {
        words indicator { code baselines { id } targets { id } measurements { id } } measurements { id } } } }";
    let mut costs = Vec::new();
    for code in 0..6 {
        let id = office.indicator(&format!("I{code}"), json!({})).await;
        office.baseline(&id, 1, "2020", number("36")).await;
        office.measured(&id, 1, "2022", number("33")).await;
        let before = office.app.database.statements();
        let data = office.app.query(None, query, json!({ "plan": office.plan })).await;
        costs.push(office.app.database.statements() - before);
        assert_eq!(data["deviations"]["nodes"].as_array().map(Vec::len), Some(code + 1));
    }
    assert!(costs.iter().all(|cost| *cost == costs[0] && *cost <= 16), "{costs:?}");
    office.app.finish().await;
}

#[tokio::test]
async fn a_citizen_reads_on_pages_what_was_published_and_nothing_else() {
    let office = Office::open().await;
    let id = office.indicator("PM10", json!({})).await;
    office.baseline(&id, 1, "2020", number("36")).await;
    office.target(&id, "2023", "30").await;
    office.measured(&id, 1, "2022", number("33")).await;
    let unchecked = Office::value(&id, 1, "2021", &number("34.7"));
    office.done("recordMeasurement", "measurement { id }", unchecked).await;
    let read = |path: &str| {
        let request = office.app.client.get(format!("{}{path}", office.app.url));
        async move { request.send().await.unwrap().text().await.unwrap().replace('\u{a0}', " ") }
    };
    let list = read("/it/indicators").await;
    assert!(list.contains("Ambientale") && list.contains("È meglio se diminuisce"), "{list}");
    let address = list.split("href=\"").find(|rest| rest.starts_with("/it/indicators/")).unwrap();
    let address = address.split('"').next().unwrap();
    let before = office.app.database.statements();
    let page = read(address).await;
    let cost = office.app.database.statements() - before;
    for part in [
        "-3 t (-8,33 %): migliorato; 50 % del percorso verso il traguardo (insufficiente)",
        "dal 01/01/2022 al 31/12/2022",
        "ARPA Piemonte",
        "01/05/2023",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("34,7"), "nobody has checked that value: {page}");
    for year in ["2016", "2017", "2018", "2019"] {
        office.measured(&id, 1, year, number("40")).await;
    }
    let before = office.app.database.statements();
    assert!(read(address).await.contains("dal 01/01/2016 al 31/12/2016"));
    let more = office.app.database.statements() - before;
    assert!(more <= cost + 2, "{cost} statements for one value, {more} for five");
    office.app.finish().await;
}
