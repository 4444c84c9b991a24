//! The plan of the demo: the real edition 2021-2023 with its axes and the strategies and actions that its page names.

use cordata_app::plan::{
    AddTerritory, AdvancePlan, AdvancePlanAction, CreateAxis, CreatePlan, CreatePlanAction, CreateStrategy,
    CreateTaxonomy, PlanActionStep,
};
use cordata_app::ports::IdGen;
use cordata_app::{App, Caller};
use cordata_domain::ids::{AxisId, PlanActionId, StakeholderId, TermId};
use cordata_domain::period::Validity;
use cordata_domain::plan::{CityRole, Competence, HomogeneousZone, PlanActionCode, PlanActionDraft, PlanState};
use cordata_domain::{Locale, LocalisedText};

use super::seed::day;

/// Axes with the mission of the recovery plan of the same title.
const AXES: [(&str, &str, &str, &str); 6] = [
    (
        "1",
        "Digitalizzazione, innovazione, competitività e cultura",
        "Digitalisation, innovation, competitiveness and culture",
        "M1",
    ),
    ("2", "Rivoluzione verde e transizione ecologica", "Green revolution and ecological transition", "M2"),
    ("3", "Infrastrutture per una mobilità sostenibile", "Infrastructure for sustainable mobility", "M3"),
    ("4", "Istruzione e ricerca", "Education and research", "M4"),
    ("5", "Inclusione e coesione", "Inclusion and cohesion", "M5"),
    ("6", "Salute", "Health", "M6"),
];

const STRATEGIES: [(&str, &str); 10] = [
    ("1.1", "Costruire capacità 4.0"),
    ("1.2", "Innovare nella produzione montana e agricola"),
    ("1.3", "Stimolare innovazione nel sistema delle PMI e microimprese"),
    ("1.4", "Rendere semplice e accessibile la PA grazie al digitale"),
    ("1.5", "Integrare l'infrastruttura e l'offerta turistica"),
    ("2.1", "Costruire e infrastrutturare la metropoli verde"),
    ("3.1", "Progettare la mobilità metropolitana come servizio multimodale"),
    ("4.1", "Diventare la metropoli laboratorio della nuova scuola"),
    ("5.1", "Attrarre, trattenere, valorizzare e diversificare i talenti"),
    ("6.1", "Centri sanitari decentrati connessi alla Città della Salute"),
];

/// Code, title, whose remit, the city's role. Remits and roles are invented for the demo.
const ACTIONS: [(&str, &str, Competence, CityRole); 10] = [
    ("2.1.1", "Rete metropolitana delle infrastrutture verdi", Competence::Own, CityRole::Delivers),
    ("2.1.2", "Torino Metropoli Parco", Competence::Shared, CityRole::Directs),
    ("2.1.3", "Gran Bosco Torino", Competence::Own, CityRole::Delivers),
    ("3.1.1", "Centro di competenza MaaS", Competence::Shared, CityRole::Directs),
    ("3.1.2", "Connettività reticolare multimodale del TPL", Competence::Others, CityRole::Stimulates),
    ("4.1.1", "Centro di competenza per la formazione", Competence::Shared, CityRole::Stimulates),
    ("5.1.1", "Metropolitan talent retention", Competence::Others, CityRole::Promotes),
    ("6.1.1", "Centro di competenza per l'innovazione per la salute", Competence::Others, CityRole::Promotes),
    ("6.1.2", "Rete metropolitana case della salute", Competence::Others, CityRole::Stimulates),
    ("6.1.3", "Infermieri di comunità", Competence::Others, CityRole::Promotes),
];

/// Code of the action, and what it is to reach: the demo's indicators show the way there. Invented for the demo.
const OBJECTIVES: [(&str, &str); 5] = [
    ("2.1.1", "Rendere più pulita l'aria della metropoli"),
    ("2.1.2", "Produrre meno rifiuti e raccoglierne di più in modo differenziato"),
    ("2.1.3", "Fermare il consumo di suolo"),
    ("4.1.1", "Ridurre il numero dei giovani che non lavorano e non studiano"),
    ("5.1.1", "Dare lavoro a più persone"),
];

/// Number, name, municipalities, inhabitants, as of 2011.
const ZONES: [(u32, &str, u32, u32); 11] = [
    (1, "Torino città", 1, 869_312),
    (2, "AMT Ovest", 11, 225_202),
    (3, "AMT Sud", 18, 264_124),
    (4, "AMT Nord", 7, 133_869),
    (5, "Pinerolese", 45, 132_429),
    (6, "Valli di Susa e Sangone", 43, 114_165),
    (7, "Ciriacese – Valli di Lanzo", 40, 100_657),
    (8, "Canavese occidentale", 45, 83_969),
    (9, "Eporediese", 59, 90_885),
    (10, "Chivassese", 23, 98_177),
    (11, "Chierese – Carmagnolese", 23, 130_593),
];

/// Adds the eleven homogeneous zones.
pub(crate) async fn territory(app: &App, operator: &Caller, ids: &dyn IdGen) -> anyhow::Result<()> {
    let counted_on = day(2011, 10, 9)?;
    let zones = ZONES.map(|(number, name, municipalities, inhabitants)| HomogeneousZone {
        id: ids.uuid(app.now()).into(),
        number,
        name: name.to_owned(),
        municipalities,
        inhabitants,
        counted_on,
    });
    app.execute(operator, AddTerritory { zones: zones.to_vec(), municipalities: Vec::new() }).await?;
    Ok(())
}

/// Adds the plan and its tree, and puts it into force.
pub(crate) async fn plan(app: &App, operator: &Caller, lead: StakeholderId) -> anyhow::Result<Vec<PlanActionId>> {
    let title = LocalisedText::bilingual("Torino Metropoli Aumentata", "Torino Augmented Metropolis");
    let period = Validity::new(day(2021, 1, 1)?, Some(day(2023, 12, 31)?))?;
    let plan = app.execute(operator, CreatePlan { edition: "2021-2023".to_owned(), title, period }).await?;
    let missions = missions(app, operator).await?;
    let mut actions = Vec::new();
    for ((code, italian, english, _), mission) in AXES.into_iter().zip(missions) {
        let title = LocalisedText::bilingual(italian, english);
        let axis = CreateAxis { plan, code: code.to_owned(), title, terms: vec![mission] };
        let axis = app.execute(operator, axis).await?;
        actions.extend(strategies(app, operator, axis, code, lead).await?);
    }
    for (version, target) in (1..).zip([PlanState::Consultation, PlanState::Adopted, PlanState::InForce]) {
        let act = (target == PlanState::Adopted).then(|| "Deliberazione del Consiglio metropolitano (demo)".to_owned());
        app.execute(operator, AdvancePlan { plan, expected_version: version, target, act }).await?;
    }
    Ok(actions)
}

async fn missions(app: &App, operator: &Caller) -> anyhow::Result<Vec<TermId>> {
    let terms =
        AXES.map(|(_, italian, english, mission)| (mission.to_owned(), LocalisedText::bilingual(italian, english)));
    let title = LocalisedText::bilingual("Missioni del PNRR", "Missions of the recovery plan");
    let taxonomy = CreateTaxonomy { code: "PNRR_MISSION".to_owned(), title, terms: terms.to_vec() };
    Ok(app.execute(operator, taxonomy).await?)
}

async fn strategies(
    app: &App,
    operator: &Caller,
    axis: AxisId,
    code: &str,
    lead: StakeholderId,
) -> anyhow::Result<Vec<PlanActionId>> {
    let mut actions = Vec::new();
    let prefix = format!("{code}.");
    for (strategy, title) in STRATEGIES.into_iter().filter(|(strategy, _)| strategy.starts_with(&prefix)) {
        let create = CreateStrategy { axis, code: strategy.to_owned(), title: LocalisedText::italian(title) };
        let id = app.execute(operator, create).await?;
        let prefix = format!("{strategy}.");
        for (code, title, competence, city_role) in ACTIONS.into_iter().filter(|(code, ..)| code.starts_with(&prefix)) {
            let draft = PlanActionDraft {
                code: PlanActionCode::parse(code)?,
                title: LocalisedText::italian(title),
                competence,
                city_role,
                lead: (competence == Competence::Own).then_some(lead),
                terms: Vec::new(),
            };
            let objectives = OBJECTIVES.into_iter().filter(|(action, _)| *action == code);
            let objectives = objectives.map(|(_, text)| text.to_owned()).collect();
            let create = CreatePlanAction { strategy: id, draft, objectives, language: Locale::italian() };
            let action = app.execute(operator, create).await?;
            let step = PlanActionStep::Activate;
            app.execute(operator, AdvancePlanAction { action, expected_version: 1, step }).await?;
            actions.push(action);
        }
    }
    Ok(actions)
}
