use askama::Template;
use axum::extract::State;
use axum::response::Response;
use cordata_app::page::{Direction, Window};
use cordata_app::ports::read::{DecisionFilter, TableFilter};
use cordata_domain::plan::{Axis, PlanState, StrategicPlan};
use cordata_domain::table::{ConcertationTable, TableState};
use cordata_text::format;

use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{DecisionLine, Link, MeetingLine, Said, coming, decision_lines, meeting_lines};
use super::visitor::Visitor;
use super::{PageState, address, respond};

/// How many meetings and decisions the home page shows.
const NEWS: u32 = 5;

/// A plan with its axes.
pub(super) struct PlanCard {
    pub(super) title: Said,
    pub(super) href: String,
    pub(super) edition: String,
    pub(super) period: String,
    pub(super) report: String,
    pub(super) axes: Vec<AxisLine>,
}

/// An axis in a list.
pub(super) struct AxisLine {
    pub(super) code: String,
    pub(super) title: Said,
    pub(super) href: String,
}

/// A table in a list.
pub(super) struct TableLine {
    pub(super) link: Link,
    pub(super) kind: String,
    /// Its state, where it is not simply at work.
    pub(super) state: Option<String>,
}

impl TableLine {
    pub(super) fn new(reader: &Reader, table: &ConcertationTable) -> Self {
        let state = (table.state != TableState::Active).then(|| reader.label("table-state", table.state));
        Self { link: Link::to_table(reader, table), kind: reader.label("table-kind", table.kind), state }
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    plans: Vec<PlanCard>,
    other_plans: Vec<Link>,
    tables: Vec<TableLine>,
    upcoming: Vec<MeetingLine>,
    decisions: Vec<DecisionLine>,
}

/// The home page: plans in force, tables, what comes next and what was decided last.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let ahead = coming(pages.app.now());
    let at_work = TableFilter { states: vec![TableState::Active], ..TableFilter::default() };
    let (many, newest) = (Window::first(100), Window::first(NEWS).directed(Direction::Descending));
    let editions = Window::first(100).directed(Direction::Descending);
    let (few, all_decisions) = (Window::first(NEWS), DecisionFilter::default());
    let (site, plans, tables, meetings, decisions) = tokio::try_join!(
        pages.site(),
        reads.plans(&sight, &editions),
        reads.tables(&sight, &at_work, &many),
        reads.meetings(&sight, &ahead, &few),
        reads.decisions(&sight, &all_decisions, &newest),
    )?;
    let (current, other): (Vec<_>, Vec<_>) =
        plans.into_items().into_iter().partition(|plan| plan.state == PlanState::InForce);
    let current_ids: Vec<_> = current.iter().map(|plan| plan.id).collect();
    let (meetings, decisions) = (meetings.into_items(), decisions.into_items());
    let (axes, upcoming, decisions) = tokio::try_join!(
        reads.axes_of(&sight, &current_ids),
        meeting_lines(reads, &sight, &reader, &meetings),
        decision_lines(reads, &sight, &reader, &decisions),
    )?;
    respond(&HomePage {
        plans: current.iter().map(|plan| plan_card(&reader, plan, &axes)).collect(),
        other_plans: other.iter().map(|plan| plan_link(&reader, plan)).collect(),
        tables: tables.into_items().iter().map(|table| TableLine::new(&reader, table)).collect(),
        upcoming,
        decisions,
        frame: Frame::new(reader.clone(), &site, reader.text("page-home-title")),
    })
}

fn plan_card(reader: &Reader, plan: &StrategicPlan, axes: &[Axis]) -> PlanCard {
    let href = reader.link(&address::plan(plan));
    let line = |axis: &Axis| AxisLine {
        code: axis.code.as_str().to_owned(),
        title: Said::translated(reader, &axis.title),
        href: format!("{href}#axis-{}", axis.code.as_str()),
    };
    PlanCard {
        title: Said::translated(reader, &plan.title),
        edition: reader.format("page-plan-edition", &[("edition", plan.edition.as_str().into())]),
        period: period(reader, plan),
        report: reader.link(&address::report(plan)),
        axes: axes.iter().filter(|axis| axis.plan == plan.id).map(line).collect(),
        href,
    }
}

fn plan_link(reader: &Reader, plan: &StrategicPlan) -> Link {
    let mut said = Said::translated(reader, &plan.title);
    said.text = format!("{} ({})", said.text, plan.edition);
    Link { said, href: reader.link(&address::plan(plan)) }
}

/// From when to when a plan runs.
pub(super) fn period(reader: &Reader, plan: &StrategicPlan) -> String {
    let from = format::date(reader.locale(), plan.period.from);
    match plan.period.to {
        Some(to) => {
            let to = format::date(reader.locale(), to);
            reader.format("page-from-to", &[("from", from.into()), ("to", to.into())])
        }
        None => reader.format("page-since", &[("from", from.into())]),
    }
}
