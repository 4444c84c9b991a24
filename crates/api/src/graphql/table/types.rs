use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::{DecisionFilter, FollowUpFilter, MeetingFilter, TableFilter};
use cordata_domain::ids::{AxisId, StrategyId, TableId};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::table;

use super::{RulesOfProcedure, Seat};
use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::meeting::{Decision, DecisionOrder, FollowUp, FollowUpOrder, Meeting, MeetingOrder};
use crate::graphql::page::{Connection, Listed, OrderDirection, PageArguments, wrapped};
use crate::graphql::plan::{Axis, HomogeneousZone, Strategy};
use crate::graphql::value::{Translation, translations};
use crate::loader::SeatsOf;
use crate::scalar::{Date, Locale, TimeZone};
use crate::state::RequestContext;

/// What a table is for.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "table::TableKind")]
pub enum TableKind {
    /// The permanent mountain table.
    PermanentMountain,
    /// Coordination with local actors.
    Coordination,
    /// One theme.
    Thematic,
    /// One homogeneous zone.
    Zone,
    /// A group that another table set up.
    WorkingGroup,
}

/// Where a table stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "table::TableState")]
pub enum TableState {
    /// Proposed, not yet at work.
    Proposed,
    /// At work.
    Active,
    /// Paused.
    Suspended,
    /// Ended.
    Dissolved,
}

/// Who may read about a table.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "table::Publicity")]
pub enum Publicity {
    /// Everybody reads its meetings and decisions.
    Public,
    /// Only its members, its coordinator, the secretariat and the auditor do.
    Reserved,
}

/// A concertation table: a body with members, rules of procedure and a coordinator.
pub struct ConcertationTable(pub table::ConcertationTable);

impl ConcertationTable {
    /// The table with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: TableId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A concertation table: a body with members, rules of procedure and a coordinator.
#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl ConcertationTable {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its key in addresses of pages.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Its name, in the language asked for or else in that of the request.
    async fn name(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.name, locale.as_ref())
    }

    /// Its name in every language there is.
    async fn name_translations(&self) -> Vec<Translation> {
        translations(&self.0.name)
    }

    /// What it is for.
    async fn kind(&self) -> TableKind {
        self.0.kind.into()
    }

    /// Where it stands.
    async fn state(&self) -> TableState {
        self.0.state.into()
    }

    /// Who may read about it.
    async fn publicity(&self) -> Publicity {
        self.0.publicity.into()
    }

    /// The table that set it up, for a working group; null otherwise, or where you may not see that table.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        match self.0.parent {
            Some(parent) => Self::by_id(ctx, parent).await,
            None => Ok(None),
        }
    }

    /// The axes and strategies it works on.
    async fn mandate(&self, ctx: &Context<'_>) -> Result<Mandate> {
        Mandate::of(ctx, &self.0.mandate).await
    }

    /// The formal resolution that founded it.
    async fn founding_act(&self) -> Option<&str> {
        self.0.founding_act.as_deref()
    }

    /// Its rules of procedure.
    async fn rules(&self) -> RulesOfProcedure {
        self.0.rules.into()
    }

    /// The homogeneous zone of a zone table; null otherwise.
    async fn zone(&self, ctx: &Context<'_>) -> Result<Option<HomogeneousZone>> {
        match self.0.zone {
            Some(zone) => HomogeneousZone::by_id(ctx, zone).await,
            None => Ok(None),
        }
    }

    /// The time zone in which its dates and times are meant.
    async fn time_zone(&self) -> TimeZone {
        self.0.time_zone.into()
    }

    /// Who coordinates it; null where nobody does, or where you may not see the person.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn coordinator(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.coordinator {
            Some(coordinator) => Person::by_id(ctx, coordinator).await,
            None => Ok(None),
        }
    }

    /// The seats that are active on a day, by organisation.
    async fn seats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today where none is given.")] on: Option<Date>,
    ) -> Result<Vec<Seat>> {
        let request = RequestContext::of(ctx);
        let on = on.map_or_else(|| request.today(self.0.time_zone), |day| day.0);
        let seats = request.load_named(SeatsOf(self.0.id)).await?;
        let active = seats.into_iter().filter(|seat| seat.is_active_on(on));
        Ok(active.map(|seat| Seat::on(seat, on)).collect())
    }

    /// Its meetings, by start.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<MeetingOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Meeting>> {
        let direction = MeetingOrder::direction(order_by, OrderDirection::Ascending);
        let filter = MeetingFilter { table: Some(self.0.id), ..MeetingFilter::default() };
        Connection::read(ctx, Some(filter), PageArguments { first, after, last, before, direction }).await
    }

    /// Its decisions, in the order in which they were recorded.
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<DecisionOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Decision>> {
        let direction = DecisionOrder::direction(order_by, OrderDirection::Ascending);
        let filter = DecisionFilter { table: Some(self.0.id), ..DecisionFilter::default() };
        Connection::read(ctx, Some(filter), PageArguments { first, after, last, before, direction }).await
    }

    /// What follows from its decisions, by due date.
    async fn follow_ups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<FollowUpOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<FollowUp>> {
        let direction = FollowUpOrder::direction(order_by, OrderDirection::Ascending);
        let filter = FollowUpFilter { table: Some(self.0.id), ..FollowUpFilter::default() };
        Connection::read(ctx, Some(filter), PageArguments { first, after, last, before, direction }).await
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> ConcertationTableViewerCan {
        let may = |act| RequestContext::of(ctx).may(act, &Facts::table(self.0.id));
        ConcertationTableViewerCan {
            manage: may(Act::ManageTable),
            draft_meeting: may(Act::DraftMeeting),
            convene_meeting: may(Act::ConveneMeeting),
            propose_agenda_item: may(Act::ProposeAgendaItem),
        }
    }
}

impl Listed for ConcertationTable {
    type Filter = TableFilter;

    async fn page(
        request: &RequestContext,
        filter: &TableFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().tables(&request.sight, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &TableFilter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_tables(&request.sight, filter).await?)
    }
}

/// What your roles allow you to do with a table. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct ConcertationTableViewerCan {
    /// Change its rules, state, seats and coordinator.
    manage: bool,
    /// Prepare a meeting.
    draft_meeting: bool,
    /// Dispatch a convocation.
    convene_meeting: bool,
    /// Propose an item for an agenda.
    propose_agenda_item: bool,
}

/// What a table works on.
#[derive(SimpleObject)]
pub struct Mandate {
    /// Whole axes.
    axes: Vec<Axis>,
    /// Single strategies.
    strategies: Vec<Strategy>,
}

impl Mandate {
    async fn of(ctx: &Context<'_>, mandate: &[table::Mandate]) -> Result<Self> {
        let request = RequestContext::of(ctx);
        let axes: Vec<AxisId> = mandate.iter().filter_map(axis).collect();
        let strategies: Vec<StrategyId> = mandate.iter().filter_map(strategy).collect();
        let (axes, strategies) =
            futures_util::future::try_join(request.load_all(axes), request.load_all(strategies)).await?;
        Ok(Self {
            axes: axes.into_iter().map(Axis).collect(),
            strategies: strategies.into_iter().map(Strategy).collect(),
        })
    }
}

fn axis(mandate: &table::Mandate) -> Option<AxisId> {
    if let table::Mandate::Axis(axis) = mandate { Some(*axis) } else { None }
}

fn strategy(mandate: &table::Mandate) -> Option<StrategyId> {
    if let table::Mandate::Strategy(strategy) = mandate { Some(*strategy) } else { None }
}
