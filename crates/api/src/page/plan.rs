use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use cordata_app::ports::read::Lookup;
use cordata_domain::ids::{PlanId, StakeholderId};
use cordata_domain::plan::{Axis, PlanAction, StrategicPlan, Strategy};

use super::address::{self, Key};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Said, names};
use super::visitor::Visitor;
use super::{PageState, home, respond};

struct AxisView {
    anchor: String,
    code: String,
    title: Said,
    strategies: Vec<StrategyView>,
}

struct StrategyView {
    code: String,
    title: Said,
    actions: Vec<ActionView>,
}

struct ActionView {
    code: String,
    title: Said,
    state: String,
    competence: String,
    city_role: String,
    lead: Option<String>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    frame: Frame,
    title: Said,
    edition: String,
    period: String,
    state: String,
    adopting_act: Option<String>,
    report: String,
    axes: Vec<AxisView>,
}

/// A plan: its axes, their strategies, their actions.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let by = match key.uuid() {
        Some(id) => Lookup::Id(PlanId::from(id)),
        None => Lookup::Key(key.text().to_owned()),
    };
    let plan = reads.plan(&sight, &by).await?.ok_or(Instead::NotFound)?;
    address::require_canonical(&reader, &address::plan(&plan))?;
    let plan_ids = [plan.id];
    let (site, axes) = tokio::try_join!(pages.site(), reads.axes_of(&sight, &plan_ids))?;
    let axis_ids: Vec<_> = axes.iter().map(|axis| axis.id).collect();
    let strategies = reads.strategies_of(&sight, &axis_ids).await?;
    let strategy_ids: Vec<_> = strategies.iter().map(|strategy| strategy.id).collect();
    let actions = reads.actions_of(&sight, &strategy_ids).await?;
    let leads = names(reads, actions.iter().filter_map(|action| action.lead)).await?;
    let tree = Tree { strategies, actions, leads };
    respond(&PlanPage {
        axes: axes.iter().map(|axis| tree.axis(&reader, axis)).collect(),
        ..PlanPage::new(&reader, &plan, &site)
    })
}

impl PlanPage {
    fn new(reader: &Reader, plan: &StrategicPlan, site: &super::Site) -> Self {
        let title = Said::translated(reader, &plan.title);
        Self {
            frame: Frame::new(reader.clone(), site, title.text.clone()),
            title,
            edition: reader.format("page-plan-edition", &[("edition", plan.edition.as_str().into())]),
            period: home::period(reader, plan),
            state: reader.label("plan-state", plan.state),
            adopting_act: plan.adopting_act.clone(),
            report: reader.link(&address::report(plan)),
            axes: Vec::new(),
        }
    }
}

/// What stands below the axes of a plan.
struct Tree {
    strategies: Vec<Strategy>,
    actions: Vec<PlanAction>,
    leads: HashMap<StakeholderId, String>,
}

impl Tree {
    fn axis(&self, reader: &Reader, axis: &Axis) -> AxisView {
        let strategies = self.strategies.iter().filter(|strategy| strategy.axis == axis.id);
        AxisView {
            anchor: format!("axis-{}", axis.code.as_str()),
            code: reader.format("page-axis", &[("code", axis.code.as_str().into())]),
            title: Said::translated(reader, &axis.title),
            strategies: strategies.map(|strategy| self.strategy(reader, strategy)).collect(),
        }
    }

    fn strategy(&self, reader: &Reader, strategy: &Strategy) -> StrategyView {
        let actions = self.actions.iter().filter(|action| action.strategy == strategy.id);
        StrategyView {
            code: strategy.code.as_str().to_owned(),
            title: Said::translated(reader, &strategy.title),
            actions: actions.map(|action| self.action(reader, action)).collect(),
        }
    }

    fn action(&self, reader: &Reader, action: &PlanAction) -> ActionView {
        ActionView {
            code: action.code.as_str().to_owned(),
            title: Said::translated(reader, &action.title),
            state: reader.label("action-state", action.state),
            competence: reader.label("competence", action.competence),
            city_role: reader.label("city-role", action.city_role),
            lead: action.lead.and_then(|lead| self.leads.get(&lead).cloned()),
        }
    }
}
