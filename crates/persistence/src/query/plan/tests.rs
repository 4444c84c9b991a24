use cordata_app::ports::Store;
use cordata_domain::ids::ObjectiveId;
use cordata_domain::period::Validity;
use cordata_domain::plan::{
    ActionState, AxisCode, CityRole, Competence, PlanActionCode, PlanActionDraft, StrategyCode,
};
use cordata_domain::{Locale, LocalisedText};

use super::*;
use crate::trial::{self, Trial};

fn id<I: From<Uuid>>(n: u128) -> I {
    Uuid::from_u128(n).into()
}

fn everything() -> Visibility {
    Visibility { everything: true, ..Visibility::default() }
}

/// One edition: an axis with two terms, a strategy, and `actions` actions with an objective each.
struct Tree {
    plan: StrategicPlan,
    axis: Axis,
    strategy: Strategy,
    terms: Vec<Term>,
    actions: Vec<PlanAction>,
}

fn tree(edition: &str, base: u128, actions: u32) -> Tree {
    let period = Validity::new("2024-01-01".parse().unwrap(), Some("2026-12-31".parse().unwrap())).unwrap();
    let plan = StrategicPlan::new(id(base), edition, LocalisedText::bilingual("Piano", "Plan"), period).unwrap();
    let taxonomy: TaxonomyId = id(base + 1);
    let term = |n: u128| Term { id: id(base + n), taxonomy, code: format!("M{n}"), title: LocalisedText::italian("M") };
    let terms = vec![term(2), term(3)];
    let axis = Axis {
        id: id(base + 4),
        plan: plan.id,
        code: AxisCode::parse("2").unwrap(),
        title: LocalisedText::italian("Torino metropoli verde"),
        terms: terms.iter().map(|term| term.id).collect(),
    };
    let code = StrategyCode::parse("2.1").unwrap();
    let strategy = Strategy::new(id(base + 5), &axis, code, LocalisedText::italian("Città più verde")).unwrap();
    let action = |n: u32| {
        let draft = PlanActionDraft {
            code: PlanActionCode::parse(&format!("2.1.{n}")).unwrap(),
            title: LocalisedText::italian(format!("Azione numero {n} è già viva")),
            competence: Competence::Shared,
            city_role: CityRole::Directs,
            lead: None,
            terms: vec![terms[0].id],
        };
        PlanAction::new(id(base + 100 + u128::from(n)), &strategy, draft).unwrap()
    };
    let actions = (1..=actions).map(action).collect();
    Tree { plan, axis, strategy, terms, actions }
}

fn objective(action: &PlanAction) -> Objective {
    objective_of(ObjectiveOwner::Action(action.id), action.id.0, 1)
}

fn objective_of(owner: ObjectiveOwner, id: Uuid, position: u32) -> Objective {
    Objective { id: ObjectiveId(id), owner, position, text: "Piantare alberi".to_owned(), language: Locale::italian() }
}

async fn plant(trial: &Trial, tree: &Tree) {
    let mut tx = trial.database.begin().await.unwrap();
    tx.insert_plan(&tree.plan).await.unwrap();
    let taxonomy =
        Taxonomy { id: tree.terms[0].taxonomy, code: tree.plan.edition.clone(), title: LocalisedText::italian("PNRR") };
    tx.insert_taxonomy(&taxonomy, &tree.terms).await.unwrap();
    tx.insert_axis(&tree.axis).await.unwrap();
    tx.insert_strategy(&tree.strategy).await.unwrap();
    for action in &tree.actions {
        tx.insert_plan_action(action).await.unwrap();
    }
    tx.insert_objectives(&tree.actions.iter().map(objective).collect::<Vec<_>>()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn reads_back_what_was_written_in_order() {
    let trial = trial::database().await;
    let tree = tree("2024-2026", 1000, 11);
    plant(&trial, &tree).await;
    let (database, sight) = (&trial.database, everything());
    assert_eq!(database.plans_by_id(&sight, &[tree.plan.id]).await.unwrap(), std::slice::from_ref(&tree.plan));
    assert_eq!(database.axes_of(&sight, &[tree.plan.id]).await.unwrap(), std::slice::from_ref(&tree.axis));
    assert_eq!(database.axes_by_id(&sight, &[tree.axis.id]).await.unwrap(), std::slice::from_ref(&tree.axis));
    assert_eq!(database.strategies_of(&sight, &[tree.axis.id]).await.unwrap(), std::slice::from_ref(&tree.strategy));
    assert_eq!(
        database.strategies_by_id(&sight, &[tree.strategy.id]).await.unwrap(),
        std::slice::from_ref(&tree.strategy)
    );
    assert_eq!(database.actions_of(&sight, &[tree.strategy.id]).await.unwrap(), tree.actions);
    let ids: Vec<_> = tree.actions.iter().map(|action| action.id).collect();
    assert_eq!(database.plan_actions_by_id(&sight, &ids[..1]).await.unwrap(), tree.actions[..1]);
    let owners: Vec<_> = ids.iter().copied().map(ObjectiveOwner::Action).collect();
    let objectives = database.objectives_of(&sight, &owners).await.unwrap();
    assert_eq!(objectives, tree.actions.iter().map(objective).collect::<Vec<_>>());
    assert_eq!(database.terms_by_id(&[tree.terms[1].id]).await.unwrap(), tree.terms[1..]);
    let mut tx = database.begin().await.unwrap();
    assert_eq!(tx.axis(tree.axis.id).await.unwrap(), Some(tree.axis));
    assert_eq!(tx.strategy(tree.strategy.id).await.unwrap(), Some(tree.strategy));
    assert_eq!(tx.plan_action(ids[10]).await.unwrap().as_ref(), tree.actions.last());
}

#[tokio::test]
async fn objectives_of_every_level_are_read_in_one_statement_and_hidden_with_their_plan() {
    let trial = trial::database().await;
    let (first, second) = (tree("2021-2023", 1000, 2), tree("2024-2026", 5000, 1));
    plant(&trial, &first).await;
    plant(&trial, &second).await;
    let (axis, strategy) = (ObjectiveOwner::Axis(first.axis.id), ObjectiveOwner::Strategy(first.strategy.id));
    let action = ObjectiveOwner::Action(first.actions[0].id);
    let place = |n: u128| Uuid::from_u128(9000 + n);
    let added = [objective_of(axis, place(1), 2), objective_of(axis, place(2), 1), objective_of(strategy, place(3), 1)];
    let mut tx = trial.database.begin().await.unwrap();
    tx.insert_objectives(&added).await.unwrap();
    tx.commit().await.unwrap();

    let owners = [axis, strategy, action];
    let before = trial.database.statements();
    let found = trial.database.objectives_of(&everything(), &owners).await.unwrap();
    assert_eq!(trial.database.statements() - before, 1);
    let of =
        |owner: ObjectiveOwner| found.iter().filter(|objective| objective.owner == owner).cloned().collect::<Vec<_>>();
    assert_eq!(of(axis), [added[1].clone(), added[0].clone()], "in order");
    assert_eq!(of(strategy), added[2..]);
    assert_eq!(of(action), [objective(&first.actions[0])]);
    assert_eq!(found.len(), 4, "those of other owners stay away");
    let hidden = trial.database.objectives_of(&Visibility::default(), &owners).await.unwrap();
    assert!(hidden.is_empty(), "a draft is hidden");
    assert!(trial.database.objectives_of(&everything(), &[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn taxonomies_and_the_terms_of_several_are_read_by_code() {
    let trial = trial::database().await;
    let (first, second) = (tree("2021-2023", 1000, 1), tree("2024-2026", 5000, 1));
    plant(&trial, &second).await;
    plant(&trial, &first).await;
    let database = &trial.database;
    let found = database.taxonomies().await.unwrap();
    assert_eq!(found.iter().map(|taxonomy| taxonomy.code.as_str()).collect::<Vec<_>>(), ["2021-2023", "2024-2026"]);
    let ids: Vec<TaxonomyId> = found.iter().map(|taxonomy| taxonomy.id).collect();
    let before = database.statements();
    let terms = database.terms_of(&ids).await.unwrap();
    assert_eq!(database.statements() - before, 1);
    let of = |id: TaxonomyId| terms.iter().filter(|term| term.taxonomy == id).cloned().collect::<Vec<_>>();
    assert_eq!((of(ids[0]), of(ids[1])), (first.terms, second.terms));
}

#[tokio::test]
async fn a_draft_and_everything_below_it_is_hidden_until_it_is_published() {
    let trial = trial::database().await;
    let Tree { mut plan, axis, strategy, actions, .. } = {
        let tree = tree("2024-2026", 1000, 1);
        plant(&trial, &tree).await;
        tree
    };
    let filter = PlanActionFilter::default();
    let edition = Lookup::Key("2024-2026".to_owned());
    let code = Lookup::Key(("2024-2026".to_owned(), "2.1.1".to_owned()));
    for published in [false, true] {
        if published {
            plan.advance(PlanState::Consultation, None).unwrap();
            let mut tx = trial.database.begin().await.unwrap();
            tx.update_plan(&plan).await.unwrap();
            tx.commit().await.unwrap();
        }
        let (database, sight) = (&trial.database, Visibility::default());
        let action = [actions[0].id];
        let owner = [ObjectiveOwner::Action(actions[0].id)];
        let seen = [
            database.plan(&sight, &edition).await.unwrap().is_some(),
            database.plan(&sight, &Lookup::Id(plan.id)).await.unwrap().is_some(),
            database.count_plans(&sight).await.unwrap() == 1,
            !database.plans(&sight, &Window::first(9)).await.unwrap().rows.is_empty(),
            !database.axes_by_id(&sight, &[axis.id]).await.unwrap().is_empty(),
            !database.strategies_of(&sight, &[axis.id]).await.unwrap().is_empty(),
            !database.actions_of(&sight, &[strategy.id]).await.unwrap().is_empty(),
            !database.objectives_of(&sight, &owner).await.unwrap().is_empty(),
            database.plan_action(&sight, &code).await.unwrap().is_some(),
            database.plan_action(&sight, &Lookup::Id(action[0])).await.unwrap().is_some(),
            database.count_plan_actions(&sight, &filter).await.unwrap() == 1,
        ];
        assert_eq!(seen, [published; 11]);
        assert!(database.plan_action(&everything(), &code).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn finds_actions_by_place_state_and_words_in_two_statements() {
    let trial = trial::database().await;
    let (first, second) = (tree("2021-2023", 1000, 3), tree("2024-2026", 5000, 12));
    plant(&trial, &first).await;
    plant(&trial, &second).await;
    let mut active = second.actions[4].clone();
    active.activate().unwrap();
    let mut tx = trial.database.begin().await.unwrap();
    tx.update_plan_action(&active).await.unwrap();
    tx.commit().await.unwrap();

    let none = PlanActionFilter::default();
    let filters = [
        (15, none.clone()),
        (3, PlanActionFilter { plan: Some(first.plan.id), ..none.clone() }),
        (12, PlanActionFilter { axis: Some(second.axis.id), ..none.clone() }),
        (3, PlanActionFilter { strategy: Some(first.strategy.id), ..none.clone() }),
        (1, PlanActionFilter { states: vec![ActionState::Active], ..none.clone() }),
        (15, PlanActionFilter { text: Some("  GIÀ azione ".to_owned()), ..none.clone() }),
        (2, PlanActionFilter { text: Some("2.1.3".to_owned()), ..none.clone() }),
        (0, PlanActionFilter { text: Some("azione_numero %".to_owned() + " assente"), ..none.clone() }),
        (15, PlanActionFilter { text: Some("azione_numero %".to_owned()), ..none }),
    ];
    for (expected, filter) in filters {
        let before = trial.database.statements();
        let page = trial.database.plan_actions(&everything(), &filter, &Window::first(100)).await.unwrap();
        assert!(trial.database.statements() - before <= 2, "{filter:?}");
        assert_eq!(page.rows.len(), expected, "{filter:?}");
        let count = trial.database.count_plan_actions(&everything(), &filter).await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), expected, "{filter:?}");
    }
}

#[tokio::test]
async fn shows_a_hundred_actions_of_each_strategy_at_most() {
    let trial = trial::database().await;
    let mut many = tree("2021-2023", 1000, 1);
    let more = |n: u128| PlanAction {
        id: id(2000 + n),
        // Two digits for each part leave 99 codes in a strategy; the reading does not depend on that.
        code: serde_json::from_value(format!("2.1.{}", n + 1).into()).unwrap(),
        ..many.actions[0].clone()
    };
    let extra: Vec<PlanAction> = (1..=104).map(more).collect();
    many.actions.extend(extra);
    let few = tree("2024-2026", 5000, 2);
    plant(&trial, &many).await;
    plant(&trial, &few).await;
    let rows = plan_action::Entity::find().count(trial.database.reader()).await.unwrap();
    assert_eq!(rows, 107);
    let before = trial.database.statements();
    let found = first_actions(&[many.strategy.id, few.strategy.id]);
    let these = visible_actions(&everything()).filter(plan_action::Column::Id.in_subquery(found));
    let rows = these.all(trial.database.reader()).await.unwrap();
    assert_eq!(trial.database.statements() - before, 1);
    let of = |strategy: StrategyId| rows.iter().filter(|row| row.strategy_id == strategy.0).count();
    assert_eq!((of(many.strategy.id), of(few.strategy.id)), (100, 2));
}

#[tokio::test]
async fn the_database_takes_every_state_and_kind_of_the_domain_and_no_other() {
    let trial = trial::database().await;
    let tree = tree("2024-2026", 1000, 1);
    plant(&trial, &tree).await;
    let mut tx = trial.database.begin().await.unwrap();
    let mut version = 0;
    let mut next = || {
        version += 1;
        version
    };
    for state in [ActionState::Draft, ActionState::Active, ActionState::Completed, ActionState::Abandoned] {
        let action = PlanAction { state, version: next(), ..tree.actions[0].clone() };
        tx.update_plan_action(&action).await.unwrap();
    }
    for competence in [Competence::Own, Competence::Others, Competence::Shared] {
        let action = PlanAction { competence, version: next(), ..tree.actions[0].clone() };
        tx.update_plan_action(&action).await.unwrap();
    }
    for city_role in [CityRole::Delivers, CityRole::Directs, CityRole::Stimulates, CityRole::Promotes] {
        let action = PlanAction { city_role, version: next(), ..tree.actions[0].clone() };
        tx.update_plan_action(&action).await.unwrap();
    }
    let saved = tx.plan_action(tree.actions[0].id).await.unwrap().unwrap();
    assert_eq!((saved.city_role, saved.version), (CityRole::Promotes, 12));
    tx.commit().await.unwrap();
    let row = plan_action::Model { state: "LOST".to_owned(), ..convert::action_row(&saved).unwrap() };
    let saving =
        crate::sql::save_version(trial.database.writer(), row, plan_action::Column::Id, plan_action::Column::Version);
    assert!(matches!(saving.await, Err(AppError::Fault(_))));
}

#[tokio::test]
async fn a_key_with_a_character_that_no_text_holds_names_nothing() {
    let trial = trial::database().await;
    match trial.database.plan(&everything(), &Lookup::Key("2024\0".to_owned())).await {
        Ok(found) => assert_eq!(found, None),
        Err(error) => assert!(matches!(error, AppError::Refused(_)), "{error}"),
    }
}
