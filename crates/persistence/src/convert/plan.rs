//! The plan, its tree, taxonomies and territory.

use cordata_app::AppError;
use cordata_domain::LocalisedText;
use cordata_domain::ids::TermId;
use cordata_domain::period::Validity;
use cordata_domain::plan::{
    Axis, AxisCode, HomogeneousZone, Municipality, Objective, ObjectiveOwner, PlanAction, PlanActionCode,
    StrategicPlan, Strategy, StrategyCode, Taxonomy, Term,
};
use cordata_domain::search::{search_text, sort_key};

use super::value::{count, from_json, locale, name_of, to_json, word};
use crate::entity::{
    axis, axis_term, homogeneous_zone, municipality, objective, plan, plan_action, plan_action_term, strategy,
    taxonomy, term,
};
use crate::error::stored;

pub(crate) fn plan_row(plan: &StrategicPlan) -> Result<plan::Model, AppError> {
    Ok(plan::Model {
        id: plan.id.into(),
        edition: plan.edition.clone(),
        sort_key: sort_key(&plan.edition),
        title: to_json(&plan.title)?,
        valid_from: plan.period.from,
        valid_to: plan.period.to,
        adopting_act: plan.adopting_act.clone(),
        state: name_of(plan.state),
        version: plan.version,
    })
}

pub(crate) fn plan(row: plan::Model) -> Result<StrategicPlan, AppError> {
    Ok(StrategicPlan {
        id: row.id.into(),
        edition: row.edition,
        title: from_json(row.title)?,
        period: Validity { from: row.valid_from, to: row.valid_to },
        adopting_act: row.adopting_act,
        state: word(&row.state)?,
        version: row.version,
    })
}

pub(crate) fn axis_row(axis: &Axis) -> Result<axis::Model, AppError> {
    Ok(axis::Model {
        id: axis.id.into(),
        plan_id: axis.plan.into(),
        code: axis.code.as_str().to_owned(),
        sort_key: sort_key(axis.code.as_str()),
        title: to_json(&axis.title)?,
    })
}

pub(crate) fn axis_term_rows(axis: &Axis) -> Vec<axis_term::Model> {
    let row = |term: &TermId| axis_term::Model { axis_id: axis.id.into(), term_id: (*term).into() };
    axis.terms.iter().map(row).collect()
}

pub(crate) fn axis(row: axis::Model, terms: Vec<TermId>) -> Result<Axis, AppError> {
    Ok(Axis {
        id: row.id.into(),
        plan: row.plan_id.into(),
        code: stored(AxisCode::parse(&row.code))?,
        title: from_json(row.title)?,
        terms,
    })
}

pub(crate) fn strategy_row(strategy: &Strategy) -> Result<strategy::Model, AppError> {
    Ok(strategy::Model {
        id: strategy.id.into(),
        plan_id: strategy.plan.into(),
        axis_id: strategy.axis.into(),
        code: strategy.code.as_str().to_owned(),
        sort_key: sort_key(strategy.code.as_str()),
        title: to_json(&strategy.title)?,
    })
}

pub(crate) fn strategy(row: strategy::Model) -> Result<Strategy, AppError> {
    Ok(Strategy {
        id: row.id.into(),
        plan: row.plan_id.into(),
        axis: row.axis_id.into(),
        code: stored(StrategyCode::parse(&row.code))?,
        title: from_json(row.title)?,
    })
}

pub(crate) fn action_row(action: &PlanAction) -> Result<plan_action::Model, AppError> {
    Ok(plan_action::Model {
        id: action.id.into(),
        plan_id: action.plan.into(),
        strategy_id: action.strategy.into(),
        code: action.code.as_str().to_owned(),
        sort_key: sort_key(action.code.as_str()),
        search_text: search_text(&format!("{} {}", action.code.as_str(), every_language(&action.title))),
        title: to_json(&action.title)?,
        competence: name_of(action.competence),
        city_role: name_of(action.city_role),
        lead_id: action.lead.map(Into::into),
        state: name_of(action.state),
        state_reason: action.state_reason.clone(),
        version: action.version,
    })
}

/// A text in all its languages, to be searched in.
fn every_language(text: &LocalisedText) -> String {
    text.translations().map(|(_, text)| text).collect::<Vec<_>>().join(" ")
}

pub(crate) fn action_term_rows(action: &PlanAction) -> Vec<plan_action_term::Model> {
    let row = |term: &TermId| plan_action_term::Model { plan_action_id: action.id.into(), term_id: (*term).into() };
    action.terms.iter().map(row).collect()
}

pub(crate) fn action(row: plan_action::Model, terms: Vec<TermId>) -> Result<PlanAction, AppError> {
    Ok(PlanAction {
        id: row.id.into(),
        plan: row.plan_id.into(),
        strategy: row.strategy_id.into(),
        code: stored(PlanActionCode::parse(&row.code))?,
        title: from_json(row.title)?,
        competence: word(&row.competence)?,
        city_role: word(&row.city_role)?,
        lead: row.lead_id.map(Into::into),
        terms,
        state: word(&row.state)?,
        state_reason: row.state_reason,
        version: row.version,
    })
}

pub(crate) fn objective_row(objective: &Objective) -> objective::Model {
    let (axis_id, strategy_id, plan_action_id) = match objective.owner {
        ObjectiveOwner::Axis(id) => (Some(id.into()), None, None),
        ObjectiveOwner::Strategy(id) => (None, Some(id.into()), None),
        ObjectiveOwner::Action(id) => (None, None, Some(id.into())),
    };
    objective::Model {
        id: objective.id.into(),
        axis_id,
        strategy_id,
        plan_action_id,
        position: objective.position.into(),
        text: objective.text.clone(),
        language: objective.language.to_string(),
    }
}

pub(crate) fn objective(row: objective::Model) -> Result<Objective, AppError> {
    let owner = match (row.axis_id, row.strategy_id, row.plan_action_id) {
        (Some(id), None, None) => ObjectiveOwner::Axis(id.into()),
        (None, Some(id), None) => ObjectiveOwner::Strategy(id.into()),
        (None, None, Some(id)) => ObjectiveOwner::Action(id.into()),
        _ => return Err(AppError::fault(format!("the objective {} has no single owner", row.id))),
    };
    Ok(Objective {
        id: row.id.into(),
        owner,
        position: count(row.position)?,
        text: row.text,
        language: locale(&row.language)?,
    })
}

pub(crate) fn taxonomy_row(taxonomy: &Taxonomy) -> Result<taxonomy::Model, AppError> {
    Ok(taxonomy::Model { id: taxonomy.id.into(), code: taxonomy.code.clone(), title: to_json(&taxonomy.title)? })
}

pub(crate) fn taxonomy(row: taxonomy::Model) -> Result<Taxonomy, AppError> {
    Ok(Taxonomy { id: row.id.into(), code: row.code, title: from_json(row.title)? })
}

pub(crate) fn term_row(term: &Term) -> Result<term::Model, AppError> {
    Ok(term::Model {
        id: term.id.into(),
        taxonomy_id: term.taxonomy.into(),
        code: term.code.clone(),
        sort_key: sort_key(&term.code),
        title: to_json(&term.title)?,
    })
}

pub(crate) fn term(row: term::Model) -> Result<Term, AppError> {
    Ok(Term { id: row.id.into(), taxonomy: row.taxonomy_id.into(), code: row.code, title: from_json(row.title)? })
}

pub(crate) fn zone_row(zone: &HomogeneousZone) -> homogeneous_zone::Model {
    homogeneous_zone::Model {
        id: zone.id.into(),
        number: zone.number.into(),
        name: zone.name.clone(),
        municipalities: zone.municipalities.into(),
        inhabitants: zone.inhabitants.into(),
        counted_on: zone.counted_on,
    }
}

pub(crate) fn zone(row: homogeneous_zone::Model) -> Result<HomogeneousZone, AppError> {
    Ok(HomogeneousZone {
        id: row.id.into(),
        number: count(row.number)?,
        name: row.name,
        municipalities: count(row.municipalities)?,
        inhabitants: count(row.inhabitants)?,
        counted_on: row.counted_on,
    })
}

pub(crate) fn municipality_row(municipality: &Municipality) -> municipality::Model {
    municipality::Model {
        id: municipality.id.into(),
        istat_code: municipality.istat_code.clone(),
        name: municipality.name.clone(),
        sort_key: sort_key(&municipality.name),
        zone_id: municipality.zone.map(Into::into),
        valid_from: municipality.validity.from,
        valid_to: municipality.validity.to,
    }
}
