//! Real indicators under the plan 2021-2023, with the publishers of their numbers. Invented are the objectives they
//! point to, the days on which numbers were published, the people, and that the plan itself set the targets.

use std::collections::HashMap;

use anyhow::Context;
use chrono::{Months, NaiveDate};
use cordata_app::indicator::{
    ActivateIndicator, BreakSeries, CreateIndicator, ExplainDeviation, PublishMeasurement, RecordMeasurement,
    SetBaseline, SetTarget, SubmitMeasurement, ValidateMeasurement,
};
use cordata_app::{App, Caller};
use cordata_domain::ids::{IndicatorId, MeasurementId, ObjectiveId, PersonId, PlanActionId, PlanId, StakeholderId};
use cordata_domain::indicator::{
    BaselineDraft, Counted, Dimensions, Direction, FlowMode, Frequency, IndicatorClass, IndicatorDraft, IndicatorKind,
    MeasurementDraft, MissingReason, Observation, ReferencePeriod, Series, Source, TargetDraft, Unit, parse_decimal,
};
use cordata_domain::plan::ObjectiveOwner;
use cordata_domain::policy::{Actor, Visibility};
use cordata_domain::{Locale, LocalisedText};

use super::seed::{Stage, day};

const PER_PERIOD: IndicatorKind = IndicatorKind::Flow(FlowMode::PerPeriod);
/// Where the demo's targets come from, and where starting values are said to be missing.
const PLAN: &str = "Piano strategico metropolitano 2021-2023 (demo)";

/// One indicator of the story.
struct Told {
    code: &'static str,
    name: (&'static str, &'static str),
    /// The action whose objectives it points to.
    action: &'static str,
    class: IndicatorClass,
    /// None for percentages.
    unit: Option<(&'static str, &'static str)>,
    kind: IndicatorKind,
    direction: Direction,
    decimals: u32,
    source: &'static str,
    series: (&'static str, &'static str),
    start: Option<Start>,
    /// What is to be reached in 2023.
    target: Option<&'static str>,
    values: &'static [Seen],
}

/// Where the plan started: a period with its value, or without one that is known.
enum Start {
    From(&'static str, &'static str),
    Unknown(&'static str),
}

/// A value as it was published, of a year like `2021` or of `<first day>/<last day>`.
struct Seen {
    period: &'static str,
    value: &'static str,
    note: Option<&'static str>,
}

/// Fine dust in the air. The others say only where they differ from it.
const AIR: Told = Told {
    code: "ARIA-PM10",
    name: ("PM10 a Torino-Rebaudengo, media annua", "PM10 at Torino-Rebaudengo, yearly mean"),
    action: "2.1.1",
    class: IndicatorClass::Environmental,
    unit: Some(("µg/m³", "µg/m³")),
    kind: PER_PERIOD,
    direction: Direction::LowerIsBetter,
    decimals: 0,
    source: "ARPA Piemonte, rete di monitoraggio della qualità dell'aria",
    series: ("Prima serie", "First series"),
    start: Some(Start::From("2020", "36")),
    target: Some("30"),
    values: &[Seen { period: "2022", value: "33", note: None }],
};

const PUBLISHED: [Told; 6] = [
    AIR,
    Told {
        code: "ARIA-PM10-GIORNI",
        name: ("Giorni con PM10 oltre 50 µg/m³ fino al 18 ottobre", "Days with PM10 above 50 µg/m³ to 18 October"),
        unit: Some(("giorni", "days")),
        start: Some(Start::From("2019-01-01/2019-10-18", "52")),
        target: None,
        values: &[
            Seen { period: "2020-01-01/2020-10-18", value: "48", note: Some(DAILY_LIMIT) },
            Seen { period: "2021-01-01/2021-10-18", value: "36", note: Some(DAILY_LIMIT) },
        ],
        ..AIR
    },
    Told {
        code: "RIFIUTI-RD",
        name: ("Raccolta differenziata", "Separate waste collection"),
        action: "2.1.2",
        unit: None,
        kind: IndicatorKind::Ratio,
        direction: Direction::HigherIsBetter,
        decimals: 1,
        source: WASTE,
        start: Some(Start::From("2020", "51.0")),
        target: Some("65"),
        values: &[Seen { period: "2022", value: "61.0", note: None }],
        ..AIR
    },
    Told {
        code: "RIFIUTI-RESIDUI",
        name: ("Rifiuti indifferenziati", "Residual waste"),
        action: "2.1.2",
        unit: Some(("t", "t")),
        source: WASTE,
        start: Some(Start::From("2020", "427314")),
        target: None,
        values: &[Seen { period: "2021", value: "418524", note: None }],
        ..AIR
    },
    Told {
        code: "LAVORO-NEET",
        name: (
            "Giovani tra 15 e 29 anni che non lavorano e non studiano (NEET), Piemonte",
            "Young people of 15 to 29 neither in work nor in education (NEET), Piedmont",
        ),
        action: "4.1.1",
        class: IndicatorClass::Social,
        unit: None,
        kind: IndicatorKind::Ratio,
        decimals: 1,
        source: "Eurostat, giovani NEET per regione",
        start: Some(Start::Unknown("2020")),
        target: None,
        values: &[Seen { period: "2022", value: "15.4", note: Some("Media dell'Unione europea: 11,7 %") }],
        ..AIR
    },
    Told {
        code: "LAVORO-OCCUPAZIONE",
        name: ("Tasso di occupazione, Piemonte", "Employment rate, Piedmont"),
        action: "5.1.1",
        class: IndicatorClass::Economic,
        unit: None,
        kind: IndicatorKind::Ratio,
        direction: Direction::HigherIsBetter,
        decimals: 1,
        source: "Eurostat, tasso di occupazione per regione",
        start: Some(Start::Unknown("2020")),
        target: None,
        values: &[Seen { period: "2022", value: "71.3", note: Some("Media dell'Unione europea: 74,6 %") }],
        ..AIR
    },
];

const DAILY_LIMIT: &str = "Limite: 35 giorni in un anno";
const WASTE: &str = "Regione Piemonte, rifiuti urbani";

/// Its only value waits for a second person.
const WAITING: Told = Told {
    code: "RIFIUTI-URBANI",
    name: ("Rifiuti urbani prodotti", "Urban waste"),
    action: "2.1.2",
    unit: Some(("t", "t")),
    source: WASTE,
    start: None,
    target: None,
    values: &[Seen { period: "2021", value: "1082710", note: None }],
    ..AIR
};

/// The edition of 2022 was drawn anew: less consumed soil on paper, more in the fields.
const SOIL: Told = Told {
    code: "SUOLO-CONSUMATO",
    name: ("Suolo consumato", "Consumed soil"),
    action: "2.1.3",
    unit: Some(("ha", "ha")),
    kind: IndicatorKind::Stock { max_age_days: 3_650 },
    source: "ISPRA, consumo di suolo",
    series: ("Edizione 2020 (valori arrotondati)", "Edition of 2020 (rounded values)"),
    start: Some(Start::From("2019-12-31/2019-12-31", "59000")),
    target: None,
    values: &[Seen { period: "2021-12-31/2021-12-31", value: "58359", note: None }],
    ..AIR
};

/// Tells them all. The first of the `people` enters what the second checks, but for one value that nobody has checked.
pub(crate) async fn tell(
    stage: &Stage<'_>,
    lead: StakeholderId,
    actions: &[PlanActionId],
    people: (PersonId, PersonId),
) -> anyhow::Result<()> {
    let office = Office::open(stage, lead, actions, people).await?;
    for told in &PUBLISHED {
        let indicator = office.add(told).await?;
        office.publish(indicator, 1, told).await?;
    }
    let waiting = office.add(&WAITING).await?;
    for seen in WAITING.values {
        office.enter(waiting, 1, (WAITING.source, seen)).await?;
    }
    office.soil().await
}

fn period(text: &str) -> anyhow::Result<ReferencePeriod> {
    let (from, to): (NaiveDate, NaiveDate) = match text.split_once('/') {
        Some((from, to)) => (from.parse()?, to.parse()?),
        None => (format!("{text}-01-01").parse()?, format!("{text}-12-31").parse()?),
    };
    Ok(ReferencePeriod::new(from, to)?)
}

/// Numbers come out a year after the days they speak of.
fn published(name: &str, period: ReferencePeriod) -> anyhow::Result<Source> {
    let on = period.to().checked_add_months(Months::new(12)).context("a year later is a day")?;
    Ok(Source::new(name, None, on)?)
}

fn both((italian, english): (&str, &str)) -> LocalisedText {
    LocalisedText::bilingual(italian, english)
}

/// The office that looks after the indicators.
struct Office<'a> {
    app: &'a App,
    enters: Caller,
    checks: Caller,
    lead: StakeholderId,
    plan: PlanId,
    /// The objectives of actions, by the action's code.
    objectives: HashMap<String, Vec<ObjectiveId>>,
}

impl<'a> Office<'a> {
    async fn open(
        stage: &Stage<'a>,
        lead: StakeholderId,
        actions: &[PlanActionId],
        (enters, checks): (PersonId, PersonId),
    ) -> anyhow::Result<Self> {
        let sight = Visibility::default();
        let found = stage.reads.plan_actions_by_id(&sight, actions).await?;
        let plan = found.first().context("the plan has actions")?.plan;
        let mut objectives: HashMap<String, Vec<ObjectiveId>> = HashMap::new();
        let owners: Vec<ObjectiveOwner> = actions.iter().copied().map(ObjectiveOwner::Action).collect();
        for objective in stage.reads.objectives_of(&sight, &owners).await? {
            let owner = found.iter().find(|action| objective.owner == ObjectiveOwner::Action(action.id));
            let code = owner.context("objectives were asked of these actions")?.code.as_str().to_owned();
            objectives.entry(code).or_default().push(objective.id);
        }
        let (enters, checks) = (caller(stage, enters).await?, caller(stage, checks).await?);
        Ok(Self { app: stage.app, enters, checks, lead, plan, objectives })
    }

    async fn add(&self, told: &Told) -> anyhow::Result<IndicatorId> {
        let indicator = self.app.execute(&self.enters, CreateIndicator { draft: self.draft(told)? }).await?;
        self.app.execute(&self.enters, ActivateIndicator { indicator, expected_version: 1 }).await?;
        if let Some(start) = &told.start {
            let draft = baseline(told, start)?;
            self.app.execute(&self.enters, SetBaseline { indicator, plan: self.plan, draft }).await?;
        }
        if let Some(value) = told.target {
            let draft = TargetDraft {
                series: Some(1),
                dimensions: Dimensions::default(),
                period: period("2023")?,
                value: parse_decimal(value)?,
                source: Source::new(PLAN, None, day(2021, 2, 1)?)?,
                reason: None,
                confirmation: None,
            };
            self.app.execute(&self.enters, SetTarget { indicator, plan: self.plan, draft }).await?;
        }
        Ok(indicator)
    }

    fn draft(&self, told: &Told) -> anyhow::Result<IndicatorDraft> {
        let objectives = self.objectives.get(told.action).context("each indicator belongs to an objective")?;
        Ok(IndicatorDraft {
            code: told.code.to_owned(),
            name: both(told.name),
            class: told.class,
            objectives: objectives.clone(),
            unit: told.unit.map_or(Unit::Percent, |unit| Unit::Named(both(unit))),
            kind: told.kind,
            direction: told.direction,
            tolerance: parse_decimal("0")?,
            frequency: Frequency::Annual,
            decimals: told.decimals,
            counted: Counted::Things,
            source: told.source.to_owned(),
            steward: Some(self.lead),
            series: Series {
                version: 1,
                label: both(told.series),
                since: day(2015, 1, 1)?,
                reason: None,
                formula: None,
            },
        })
    }

    /// Enters a value and hands it over to a second person.
    async fn enter(
        &self,
        indicator: IndicatorId,
        series: u32,
        (source, seen): (&str, &Seen),
    ) -> anyhow::Result<MeasurementId> {
        let period = period(seen.period)?;
        let draft = MeasurementDraft {
            series: Some(series),
            dimensions: Dimensions::default(),
            period,
            observation: Observation::Value(parse_decimal(seen.value)?),
            source: published(source, period)?,
            note: seen.note.map(str::to_owned),
            confirmation: None,
        };
        let measurement = self.app.execute(&self.enters, RecordMeasurement { indicator, draft }).await?;
        self.app.execute(&self.enters, SubmitMeasurement { measurement, expected_version: 1 }).await?;
        Ok(measurement)
    }

    /// Enters all values, and opens them to everybody once they are checked.
    async fn publish(&self, indicator: IndicatorId, series: u32, told: &Told) -> anyhow::Result<()> {
        for seen in told.values {
            let measurement = self.enter(indicator, series, (told.source, seen)).await?;
            self.app.execute(&self.checks, ValidateMeasurement { measurement, expected_version: 2 }).await?;
            self.app.execute(&self.checks, PublishMeasurement { measurement, expected_version: 3 }).await?;
        }
        Ok(())
    }

    async fn soil(&self) -> anyhow::Result<()> {
        let indicator = self.add(&SOIL).await?;
        let broken = BreakSeries {
            indicator,
            expected_version: 2,
            label: LocalisedText::bilingual("Edizione 2022", "Edition of 2022"),
            since: day(2021, 1, 1)?,
            reason: "È cambiata la cartografia su cui il suolo è misurato.".to_owned(),
            formula: None,
        };
        self.app.execute(&self.enters, broken).await?;
        self.publish(indicator, 2, &SOIL).await?;
        let text = "La diminuzione è solo apparente: è cambiato il modo di misurare, e il consumo netto è continuato.";
        let explained = ExplainDeviation {
            indicator,
            plan: self.plan,
            period: period("2021-12-31/2021-12-31")?,
            text: text.to_owned(),
            language: Locale::italian(),
        };
        self.app.execute(&self.enters, explained).await?;
        Ok(())
    }
}

/// A person with the roles that they hold on that day of the story.
pub(super) async fn caller(stage: &Stage<'_>, person: PersonId) -> anyhow::Result<Caller> {
    let standing = stage.reads.standing(person, stage.app.now().date_naive()).await?;
    Ok(Caller::new(Actor::Person(Box::new(standing))))
}

/// What nobody measured at the start is said to be missing: no number is invented for it.
fn baseline(told: &Told, start: &Start) -> anyhow::Result<BaselineDraft> {
    let (from, observation, source) = match start {
        Start::From(from, value) => (from, Observation::Value(parse_decimal(value)?), told.source),
        Start::Unknown(from) => (from, Observation::Missing(MissingReason::NotAvailable), PLAN),
    };
    let period = period(from)?;
    Ok(BaselineDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period,
        observation,
        source: published(source, period)?,
        late_reason: None,
        confirmation: None,
    })
}
