use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Direction, Window};
use cordata_app::ports::read::{DecisionFilter, Lookup, MeetingFilter, Reads, TableFilter};
use cordata_domain::ids::{PlanId, StakeholderId, TableId};
use cordata_domain::meeting::{Meeting, MeetingState};
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::Visibility;
use cordata_domain::table::{ConcertationTable, Mandate, RulesOfProcedure, Seat};

use super::address::{self, Key};
use super::frame::Frame;
use super::home::TableLine;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Continuation, DecisionLine, Link, MeetingLine, Said, coming, decision_lines, names, next_page};
use super::visitor::Visitor;
use super::{PageState, respond};

/// How many past meetings and decisions the page of a table shows.
const RECENT: u32 = 10;

/// An organisation at the table. Who sits there for it is nobody else's business (rule P3).
pub(super) struct SeatView {
    pub(super) organisation: String,
    pub(super) kind: String,
    pub(super) voting: String,
}

#[derive(Template)]
#[template(path = "table.html")]
pub(super) struct TablePage {
    pub(super) frame: Frame,
    pub(super) name: Said,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) founding_act: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) parent: Option<Link>,
    pub(super) mandate: Vec<Link>,
    pub(super) rules: Vec<String>,
    pub(super) seats: Vec<SeatView>,
    pub(super) voting_seats: String,
    pub(super) upcoming: Vec<MeetingLine>,
    pub(super) past: Vec<MeetingLine>,
    pub(super) decisions: Vec<DecisionLine>,
}

#[derive(Template)]
#[template(path = "tables.html")]
struct TablesPage {
    frame: Frame,
    tables: Vec<TableLine>,
    next: Option<String>,
}

/// The tables that the visitor may read about.
pub(super) async fn list(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Query(part): Query<Continuation>,
) -> Result<Response, Instead> {
    let (sight, all, window) = (visitor.sight(), TableFilter::default(), part.window()?);
    let (site, page) = tokio::try_join!(pages.site(), pages.reads.tables(&sight, &all, &window))?;
    let next = next_page(&reader, "/tables", &page);
    let tables = page.into_items().iter().map(|table| TableLine::new(&reader, table)).collect();
    let frame = Frame::new(reader.clone(), &site, reader.text("page-tables-title"));
    respond(&TablesPage { frame, tables, next })
}

/// A table: who sits there, when it meets, what it decided.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let by = match key.uuid() {
        Some(id) => Lookup::Id(TableId::from(id)),
        None => Lookup::Key(key.text().to_owned()),
    };
    let table = reads.table(&sight, &by).await?.ok_or(Instead::NotFound)?;
    address::require_canonical(&reader, &address::table(&table))?;
    let today = LocalMoment::at(pages.app.now(), table.time_zone).date();
    let mut ahead = coming(pages.app.now());
    ahead.table = Some(table.id);
    ahead.states.push(MeetingState::Postponed);
    let (site, context, composition, upcoming, past, decisions) = tokio::try_join!(
        pages.site(),
        Context::load(reads, &sight, &table),
        Composition::load(reads, &sight, &table, today),
        meetings(reads, &sight, ahead, Direction::Ascending),
        meetings(reads, &sight, held(table.id), Direction::Descending),
        decisions(reads, &sight, &reader, table.id),
    )?;
    let line = |meeting: &Meeting| MeetingLine::new(&reader, meeting, None);
    let name = Said::translated(&reader, &table.name);
    let frame = Frame::new(reader.clone(), &site, name.text.clone());
    respond(&TablePage {
        frame: frame.crumb(reader.text("page-nav-tables"), "/tables"),
        name,
        kind: reader.label("table-kind", table.kind),
        state: reader.label("table-state", table.state),
        founding_act: table.founding_act.clone(),
        zone: context.zone,
        parent: context.parent.map(|parent| Link::to_table(&reader, &parent)),
        mandate: context.mandate.iter().map(|part| part.link(&reader)).collect(),
        rules: rules(&reader, &table.rules),
        voting_seats: composition.voting_seats(&reader),
        seats: composition.seats(&reader),
        upcoming: upcoming.iter().map(line).collect(),
        past: past.iter().map(line).collect(),
        decisions,
    })
}

fn held(table: TableId) -> MeetingFilter {
    let states = vec![MeetingState::Closed, MeetingState::Cancelled];
    MeetingFilter { table: Some(table), states, ..MeetingFilter::default() }
}

async fn meetings(
    reads: &dyn Reads,
    sight: &Visibility,
    filter: MeetingFilter,
    direction: Direction,
) -> Result<Vec<Meeting>, AppError> {
    let window = Window::first(RECENT).directed(direction);
    Ok(reads.meetings(sight, &filter, &window).await?.into_items())
}

async fn decisions(
    reads: &dyn Reads,
    sight: &Visibility,
    reader: &Reader,
    table: TableId,
) -> Result<Vec<DecisionLine>, AppError> {
    let filter = DecisionFilter { table: Some(table), ..DecisionFilter::default() };
    let window = Window::first(RECENT).directed(Direction::Descending);
    let page = reads.decisions(sight, &filter, &window).await?;
    let lines = decision_lines(reads, sight, reader, &page.into_items()).await?;
    Ok(lines.into_iter().map(|line| DecisionLine { origin: None, ..line }).collect())
}

/// The rules of procedure that concern everybody.
fn rules(reader: &Reader, rules: &RulesOfProcedure) -> Vec<String> {
    let share = format!("{}/{}", rules.quorum.parts, rules.quorum.of);
    vec![
        reader.format("page-table-rules-notice-ordinary", &[("days", rules.ordinary_notice_days.into())]),
        reader.format("page-table-rules-notice-urgent", &[("days", rules.urgent_notice_days.into())]),
        reader.format("page-table-rules-quorum", &[("share", share.into())]),
    ]
}

/// An axis or strategy that a table works on.
struct MandatePart {
    plan: PlanId,
    key: &'static str,
    code: String,
    title: cordata_domain::LocalisedText,
}

impl MandatePart {
    fn link(&self, reader: &Reader) -> Link {
        let title = Said::translated(reader, &self.title);
        let code = reader.format(self.key, &[("code", self.code.as_str().into())]);
        let axis = self.code.split('.').next().unwrap_or_default();
        let href = reader.link(&format!("/plans/{}#axis-{axis}", self.plan));
        Link { said: Said { text: format!("{code}: {}", title.text), lang: title.lang }, href }
    }
}

/// What a table belongs to.
struct Context {
    zone: Option<String>,
    parent: Option<ConcertationTable>,
    mandate: Vec<MandatePart>,
}

impl Context {
    async fn load(reads: &dyn Reads, sight: &Visibility, table: &ConcertationTable) -> Result<Self, AppError> {
        let axes: Vec<_> = table
            .mandate
            .iter()
            .filter_map(|part| match part {
                Mandate::Axis(id) => Some(*id),
                Mandate::Strategy(_) => None,
            })
            .collect();
        let strategies: Vec<_> = table
            .mandate
            .iter()
            .filter_map(|part| match part {
                Mandate::Strategy(id) => Some(*id),
                Mandate::Axis(_) => None,
            })
            .collect();
        let zones: Vec<_> = table.zone.into_iter().collect();
        let parents: Vec<_> = table.parent.into_iter().collect();
        let (axes, strategies, zones, parents) = tokio::try_join!(
            reads.axes_by_id(sight, &axes),
            reads.strategies_by_id(sight, &strategies),
            reads.zones_by_id(&zones),
            reads.tables_by_id(sight, &parents),
        )?;
        let axes = axes.into_iter().map(|axis| MandatePart {
            plan: axis.plan,
            key: "page-axis",
            code: axis.code.as_str().to_owned(),
            title: axis.title,
        });
        let strategies = strategies.into_iter().map(|strategy| MandatePart {
            plan: strategy.plan,
            key: "page-strategy",
            code: strategy.code.as_str().to_owned(),
            title: strategy.title,
        });
        Ok(Self {
            zone: zones.into_iter().next().map(|zone| zone.name),
            parent: parents.into_iter().next(),
            mandate: axes.chain(strategies).collect(),
        })
    }
}

/// The organisations that sit at a table on a day.
struct Composition {
    seats: Vec<Seat>,
    names: HashMap<StakeholderId, String>,
}

impl Composition {
    async fn load(
        reads: &dyn Reads,
        sight: &Visibility,
        table: &ConcertationTable,
        day: NaiveDate,
    ) -> Result<Self, AppError> {
        let mut seats = reads.seats_of(sight, &[table.id]).await?;
        seats.retain(|seat| seat.is_active_on(day));
        let names = names(reads, seats.iter().map(|seat| seat.organisation)).await?;
        Ok(Self { seats, names })
    }

    fn voting_seats(&self, reader: &Reader) -> String {
        let count = self.seats.iter().filter(|seat| seat.voting).count();
        reader.format("page-table-voting-seats", &[("count", count.into())])
    }

    fn seats(&self, reader: &Reader) -> Vec<SeatView> {
        let view = |seat: &Seat| SeatView {
            organisation: self.names.get(&seat.organisation).cloned().unwrap_or_default(),
            kind: reader.label("seat-kind", seat.kind),
            voting: reader.text(if seat.voting { "page-yes" } else { "page-no" }),
        };
        self.seats.iter().map(view).collect()
    }
}
