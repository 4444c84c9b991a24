use cordata_domain::Locale;
use cordata_domain::funding::{CommitmentDraft, CommitmentState, Nature};
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::period::Validity;
use cordata_domain::plan::{ActionState, CityRole, Competence, PlanActionCode, PlanState};
use cordata_domain::project::{ActionShare, Budget, BudgetRevision, Milestone, ProjectDraft, ProjectState, SourceKey};

use super::*;
use crate::page::testing::{id, is_sound, reader, site, stable};

fn euros(euros: i64) -> Cents {
    Cents::new(euros * 100)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn revision(number: u32, cash: i64, reason: Option<&str>) -> BudgetRevision {
    BudgetRevision {
        id: id(u128::from(number)),
        number,
        budget: Budget { cash: euros(cash), in_kind: euros(20_000) },
        effective_on: day("2025-01-01") + chrono::Months::new(number),
        recorded_at: "2025-06-01T08:00:00Z".parse().unwrap(),
        reason: reason.map(str::to_owned),
    }
}

fn project() -> Project {
    let draft = ProjectDraft {
        title: "<script>alert(1)</script> \"Ciclovia\" & ponte".to_owned(),
        language: Locale::italian(),
        lead: Some(id(10)),
        table: None,
        cups: vec![Cup::parse("B73C22000050001").unwrap()],
        measure: Some("M2C2I4.1".to_owned()),
        starts_on: Some(day("2025-02-01")),
        ends_on: Some(day("2027-12-31")),
    };
    let mut project = Project::new(id(7), draft).unwrap();
    let validity = Validity { from: day("2025-02-01"), to: None };
    let step = |number, title, due| Milestone::new(id(number), title, day(due)).unwrap();
    project.state = ProjectState::Implementing;
    project.shares = vec![ActionShare { action: id(20), share: Share::from_points(6_250).unwrap(), validity }];
    project.milestones = vec![step(1, "Progetto esecutivo", "2025-09-30"), step(2, "Apertura", "2027-10-31")];
    project.milestones[0].report(80).unwrap();
    project.budgets = vec![revision(1, 90_000, None), revision(2, 100_000, Some("Prezzi <aggiornati>"))];
    project
}

fn commitment(number: u128, contributor: Option<u128>, nature: Nature) -> Commitment {
    let draft = CommitmentDraft {
        project: id(7),
        contributor: contributor.map(id),
        source: (nature == Nature::Cash).then(|| id(30)),
        nature,
        agreement: None,
        conditions: None,
    };
    let mut commitment = Commitment::pledge(id(number), &draft).unwrap();
    commitment.state = CommitmentState::Confirmed;
    commitment
}

fn position(promised: i64, confirmed: i64, paid: i64) -> Position {
    Position { promised: euros(promised), confirmed: euros(confirmed), ordered: euros(paid), paid: euros(paid) }
}

fn action() -> PlanAction {
    PlanAction {
        id: id(20),
        plan: id(3),
        strategy: id(4),
        code: PlanActionCode::parse("2.1.10").unwrap(),
        title: LocalisedText::bilingual("Rete ciclabile", "Cycle network"),
        competence: Competence::Own,
        city_role: CityRole::Delivers,
        lead: None,
        terms: Vec::new(),
        state: ActionState::Active,
        state_reason: None,
        version: 1,
    }
}

fn plan() -> StrategicPlan {
    StrategicPlan {
        id: id(3),
        edition: "2024-2026".to_owned(),
        title: LocalisedText::bilingual("Torino metropoli", "Turin metropolis"),
        period: Validity { from: day("2024-01-01"), to: Some(day("2026-12-31")) },
        state: PlanState::InForce,
        adopting_act: None,
        version: 1,
    }
}

/// 60,000 of 100,000 in money, and 5,000 more in kind than the 20,000 that are needed.
fn record() -> Record {
    Record {
        today: day("2026-03-25"),
        project: project(),
        totals: ProjectTotals {
            budget_cash: euros(100_000),
            budget_in_kind: euros(20_000),
            promised_cash: euros(70_000),
            promised_in_kind: euros(25_000),
            confirmed_cash: euros(60_000),
            confirmed_in_kind: euros(25_000),
            paid_cash: euros(12_000),
            paid_in_kind: Cents::ZERO,
        },
        commitments: vec![
            (commitment(1, Some(10), Nature::Cash), position(50_000, 50_000, 12_000)),
            (commitment(2, None, Nature::Cash), position(20_000, 10_000, 0)),
            (commitment(3, Some(11), Nature::InKind), position(25_000, 25_000, 0)),
        ],
        checked: HashMap::from([
            (id(1), Checked { validated: euros(9_000), declared: Cents::ZERO }),
            (id(3), Checked { validated: Cents::ZERO, declared: euros(2_500) }),
        ]),
        checked_sums: HashMap::from([
            (Nature::Cash, Checked { validated: euros(9_000), declared: Cents::ZERO }),
            (Nature::InKind, Checked { validated: Cents::ZERO, declared: euros(2_500) }),
        ]),
        names: HashMap::from([(id(10), "Comune di Susa".to_owned()), (id(11), "Politecnico di Torino".to_owned())]),
        sources: HashMap::from([(id(30), LocalisedText::bilingual("Fondo regionale", "Regional fund"))]),
        actions: vec![action()],
        plans: vec![plan()],
        agreements: Vec::new(),
    }
}

fn html(record: &Record, address: &'static str) -> String {
    ProjectPage::new(&reader(address), &site(), record).render().unwrap()
}

fn plain(html: &str) -> String {
    html.replace('\u{a0}', " ")
}

#[test]
fn a_project_in_italian() {
    insta::assert_snapshot!(stable(&html(&record(), "/it/projects/7")));
}

#[test]
fn it_is_sound_and_runs_nothing() {
    for address in ["/it/projects/7", "/en/projects/7"] {
        let html = html(&record(), address);
        assert!(is_sound(&html), "{html}");
        assert!(!html.contains("<aggiornati>"));
    }
}

#[test]
fn more_than_needed_is_said_and_never_hidden() {
    let italian = plain(&html(&record(), "/it/projects/7"));
    assert!(italian.contains("servono 20.000,00 €; confermati 25.000,00 €, cioè 5.000,00 € in più di quanto serve."));
    assert!(italian.contains("Quota confermata: 125 %"));
    assert!(italian.contains("ancora da reperire 40.000,00 €."));
    let english = plain(&html(&record(), "/en/projects/7"));
    assert!(english.contains("€5,000.00 more than needed."), "{english}");
    assert!(italian.contains("di cui validati 9.000,00 €"), "{italian}");
    assert!(italian.contains("dichiarati e non ancora accettati 2.500,00 €"));
    for sum in ["120.000,00", "95.000,00", "85.000,00"] {
        assert!(!italian.contains(sum), "money and work were added: {sum}");
    }
}

#[test]
fn imported_contradictions_are_announced_with_their_source() {
    let mut record = record();
    record.project.anomaly = true;
    record.project.source_key = Some(SourceKey { source: "pnrr".to_owned(), code: "riga-3".to_owned(), nth: 2 });
    record.commitments[0].0.imported = true;
    record.commitments[0].0.anomaly = true;
    let html = plain(&html(&record, "/it/projects/7"));
    assert!(html.contains("<p class=\"callout-notice\">Gli importi pubblicati non tornano: il totale indicato è"));
    assert!(html.contains("Importato dai dati pubblicati PNRR, codice riga-3, riga n. 2 con questo codice"));
    assert!(html.contains("Confermato · importato · non certificato"));
}

#[test]
fn a_project_without_amounts_claims_nothing() {
    let mut bare = record();
    (bare.totals, bare.commitments, bare.actions) = (ProjectTotals::default(), Vec::new(), Vec::new());
    (bare.project.budgets, bare.project.milestones) = (Vec::new(), Vec::new());
    let html = html(&bare, "/it/projects/7");
    assert!(is_sound(&html));
    assert!(html.contains("Quanto serve non è ancora indicato.") && !html.contains("<table"));
    assert!(html.contains("Il progetto non è collegato ad alcuna azione del piano."));
}

#[test]
fn a_list_keeps_its_words_and_its_marks() {
    let reader = reader("/it/projects");
    let over = Project { anomaly: true, ..project() };
    let page = ProjectsPage {
        frame: Frame::new(reader.clone(), &site(), "I progetti"),
        words: Some("\"><script>".to_owned()),
        projects: vec![ProjectLine::new(&reader, &over, &record().totals)],
        next: Some(going_on("/it/projects?after=abc".to_owned(), Some("ponte & valle"))),
    };
    let html = plain(&page.render().unwrap());
    assert!(is_sound(&html), "{html}");
    assert!(html.contains("after=abc&#38;q=ponte%20%26%20valle"), "{html}");
    assert!(html.contains("in più di quanto serve") && html.contains("esclusi dai totali certificati"));
    assert!(html.contains("/it/projects/00000000-0000-0000-0000-000000000007/script-alert-1-script-ciclovia-ponte"));
}
