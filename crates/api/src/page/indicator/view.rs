mod value;

use askama::Template;
use cordata_domain::indicator::{
    Attainment, Deviation, Direction, Indicator, IndicatorState, NotComputable, Series, Unit,
};
use cordata_text::{deviation_words, format, indicator_value};

use self::value::{Scale, ValueView};
use super::{Course, Record};
use crate::page::frame::Frame;
use crate::page::reader::Reader;
use crate::page::view::{Link, Said};
use crate::page::{Site, address};

/// An indicator in a list.
pub(super) struct IndicatorLine {
    pub(super) code: String,
    pub(super) link: Link,
    pub(super) class: String,
    pub(super) unit: Said,
    pub(super) wanted: String,
    pub(super) steward: Option<String>,
    /// Its state, where it is not simply measured.
    pub(super) state: Option<String>,
}

impl IndicatorLine {
    pub(super) fn new(reader: &Reader, indicator: &Indicator, steward: Option<String>) -> Self {
        let href = reader.link(&address::indicator(indicator));
        let state = (indicator.state != IndicatorState::Active).then_some(indicator.state);
        Self {
            code: indicator.code.clone(),
            link: Link { said: Said::translated(reader, &indicator.name), href },
            class: reader.label("indicator-class", indicator.class),
            unit: unit(reader, indicator),
            wanted: wanted(reader, indicator),
            steward,
            state: state.map(|state| reader.label("indicator-state", state)),
        }
    }
}

/// The page of an indicator.
#[derive(Template)]
#[template(path = "indicator.html")]
pub(super) struct IndicatorPage {
    frame: Frame,
    name: Said,
    code: String,
    class: String,
    unit: Said,
    wanted: String,
    steward: Option<String>,
    source: String,
    state: String,
    course: Option<CourseView>,
    series: Vec<SeriesView>,
}

/// Where it started in a plan, where it is, where it is to go, and what that says.
struct CourseView {
    heading: String,
    plan: Link,
    report: String,
    says: String,
    /// How much of the way to the target is covered, as the words say it.
    progress: Option<u8>,
    explanation: Option<Said>,
    rows: Vec<(String, ValueView)>,
}

/// The values of one way of measuring.
struct SeriesView {
    anchor: String,
    label: Said,
    since: String,
    /// Why its values are not comparable with earlier ones.
    broken: Option<String>,
    /// Periods with their values.
    rows: Vec<(String, ValueView)>,
}

impl IndicatorPage {
    pub(super) fn new(reader: &Reader, site: &Site, record: &Record) -> Self {
        let indicator = &record.indicator;
        let name = Said::translated(reader, &indicator.name);
        let frame = Frame::new(reader.clone(), site, name.text.clone());
        let series = indicator.series.iter().map(|series| SeriesView::new(reader, record, series));
        Self {
            frame: frame.crumb(reader.text("report-indicators"), "/indicators"),
            name,
            code: indicator.code.clone(),
            class: reader.label("indicator-class", indicator.class),
            unit: unit(reader, indicator),
            wanted: wanted(reader, indicator),
            steward: record.steward.clone(),
            source: indicator.source.clone(),
            state: reader.label("indicator-state", indicator.state),
            course: record.course.as_ref().map(|course| CourseView::new(reader, record, course)),
            series: series.collect(),
        }
    }
}

fn unit(reader: &Reader, indicator: &Indicator) -> Said {
    match &indicator.unit {
        Unit::Percent => Said { text: reader.text("page-indicator-unit-percent"), lang: None },
        Unit::Named(unit) => Said::translated(reader, unit),
    }
}

/// Which way is good.
fn wanted(reader: &Reader, indicator: &Indicator) -> String {
    let value = |value| indicator_value(reader.locale(), indicator, value);
    match indicator.direction {
        Direction::HigherIsBetter => reader.text("report-wanted-higher"),
        Direction::LowerIsBetter => reader.text("report-wanted-lower"),
        Direction::Neutral => reader.text("report-wanted-neutral"),
        Direction::TargetRange { lo, hi } => {
            reader.format("report-wanted-range", &[("lo", value(lo).into()), ("hi", value(hi).into())])
        }
    }
}

impl CourseView {
    fn new(reader: &Reader, record: &Record, course: &Course) -> Self {
        let plan = &course.plan;
        let explanation = course.deviation.explanation.as_ref();
        let edition = [("edition", plan.edition.as_str().into())];
        let href = reader.link(&address::plan(plan));
        Self {
            heading: reader.format("page-indicator-course", &edition),
            plan: Link { said: Said::translated(reader, &plan.title), href },
            report: reader.link(&address::report(plan)),
            says: deviation_words(reader.locale(), &record.indicator, &course.deviation),
            progress: progress(&course.deviation),
            explanation: explanation.map(|words| Said::written(reader, &words.text, &words.language)),
            rows: vec![
                (reader.text("report-how-start"), start(reader, record, course)),
                (reader.text("report-indicator-last"), last(reader, record, course)),
                (reader.text("report-indicator-target"), target(reader, record, course)),
            ],
        }
    }
}

/// The part of the way that is covered, in percent: the bar ends at 0 and at 100, the words do not.
fn progress(deviation: &Deviation) -> Option<u8> {
    match deviation.change.as_ref().ok()?.attainment {
        Ok(Attainment::Part { percent, .. }) => value::filled(percent),
        _ => None,
    }
}

/// The scale on which start, value and target are drawn; none where they are not comparable.
fn scale(record: &Record, course: &Course) -> Option<Scale> {
    let Deviation { baseline, reading, target, change, .. } = &course.deviation;
    let unit = &record.indicator.unit;
    let start = baseline.as_ref().and_then(|baseline| baseline.observation.amount(unit).ok());
    let last = reading.as_ref().ok().map(|reading| reading.value);
    let known = [start, last, target.as_ref().map(|target| target.value)];
    let comparable = !matches!(change, Err(NotComputable::NotComparable));
    Scale::of(unit, known.into_iter().flatten()).filter(|_| comparable)
}

fn start(reader: &Reader, record: &Record, course: &Course) -> ValueView {
    let Some(baseline) = &course.deviation.baseline else {
        return ValueView::absent(value::missing(reader, NotComputable::NoBaseline));
    };
    let view = ValueView::observed(reader, &record.indicator, &baseline.observation, scale(record, course));
    view.about(reader, baseline.period, [&baseline.source]).noted(baseline.late_reason.as_deref())
}

fn last(reader: &Reader, record: &Record, course: &Course) -> ValueView {
    let reading = match &course.deviation.reading {
        Ok(reading) => reading,
        Err(reason) => return ValueView::absent(value::missing(reader, *reason)),
    };
    let made_of = record.measurements.iter().filter(|one| reading.measurements.contains(&one.id));
    let mut sources: Vec<_> = made_of.map(|one| &one.source).collect();
    sources.dedup();
    let computed = reading.measurements.is_empty().then(|| reader.text("report-indicator-computed"));
    let view = ValueView::stated(reader, &record.indicator, reading.value, scale(record, course));
    view.about(reader, reading.period, sources).noted(computed.as_deref())
}

fn target(reader: &Reader, record: &Record, course: &Course) -> ValueView {
    let Some(target) = &course.deviation.target else {
        return ValueView::absent(reader.text("deviation-no-target"));
    };
    let view = ValueView::stated(reader, &record.indicator, target.value, scale(record, course));
    view.about(reader, target.period, [&target.source]).noted(target.reason.as_deref())
}

impl SeriesView {
    fn new(reader: &Reader, record: &Record, series: &Series) -> Self {
        let indicator = &record.indicator;
        let measurements: Vec<_> = record.measurements.iter().filter(|one| one.series == series.version).collect();
        let amounts = measurements.iter().filter_map(|one| one.observation.amount(&indicator.unit).ok());
        let scale = Scale::of(&indicator.unit, amounts);
        let rows = measurements.iter().map(|one| {
            let view = ValueView::observed(reader, indicator, &one.observation, scale);
            let view = view.about(reader, one.period, [&one.source]).noted(one.note.as_deref());
            (value::days(reader, one.period), view)
        });
        let because = |reason: &str| reader.format("page-indicator-broken", &[("reason", reason.into())]);
        let since = format::date(reader.locale(), series.since);
        Self {
            anchor: format!("series-{}", series.version),
            label: Said::translated(reader, &series.label),
            since: reader.format("page-indicator-series-since", &[("day", since.into())]),
            broken: series.reason.as_deref().map(because),
            rows: rows.collect(),
        }
    }
}
