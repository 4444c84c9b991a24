//! Projects and their money are seen with their table, by whoever is part of them, or by everybody.

use cordata_app::page::Window;
use cordata_app::ports::funding::{CommitmentFilter, FundingReads, MatrixFilter, ProjectFilter};
use cordata_app::ports::read::Lookup;
use cordata_app::ports::report::ReportReads;
use cordata_app::project::{AddMilestone, CreateProject};
use cordata_domain::funding::Nature;
use cordata_domain::ids::{CommitmentId, EntryId, ProjectId};
use cordata_domain::percent::Share;
use cordata_domain::policy::Visibility;
use cordata_domain::project::ProjectDraft;
use cordata_domain::table::{Publicity, TableState};

use super::fixture::{begin, id, table};
use super::money::{Bench, actions, bench, budget, draft, today};

const PUBLIC: u128 = 31;
const RESERVED: u128 = 32;
const PROPOSED: u128 = 33;

/// Projects of no table and of each of the tables, all led by organisation 12, promised 10, 20, 40 and 80 cents by 13.
struct Ground {
    bench: Bench,
    projects: Vec<ProjectId>,
    commitments: Vec<CommitmentId>,
    entries: Vec<EntryId>,
}

/// Each viewer with the places in [`Ground`] that they see.
fn viewers() -> Vec<(Visibility, Vec<usize>)> {
    let none = Visibility::default;
    let all = vec![0, 1, 2, 3];
    vec![
        (none(), vec![0, 1]),
        (Visibility { tables: vec![id(PUBLIC)], ..none() }, vec![0, 1]),
        (Visibility { tables: vec![id(RESERVED)], ..none() }, vec![0, 1, 2]),
        (Visibility { tables: vec![id(PROPOSED)], ..none() }, vec![0, 1, 3]),
        (Visibility { organisations: vec![id(11)], ..none() }, vec![0, 1]),
        (Visibility { organisations: vec![id(12)], ..none() }, all.clone()),
        (Visibility { organisations: vec![id(11), id(13)], ..none() }, all.clone()),
        (Visibility { everything: true, ..none() }, all),
    ]
}

async fn ground() -> Ground {
    let bench = bench().await;
    let mut tx = begin(&bench.trial).await;
    for (number, name) in [(PUBLIC, "Àlpeggi"), (RESERVED, "Boschi"), (PROPOSED, "Acque")] {
        tx.insert_table(&table(number, name)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut ground = Ground { bench, projects: Vec::new(), commitments: Vec::new(), entries: Vec::new() };
    let places = [None, Some(PUBLIC), Some(RESERVED), Some(PROPOSED)];
    for (place, (table, cents)) in places.into_iter().zip([10, 20, 40, 80]).enumerate() {
        let cup = format!("B73C2200005000{place}");
        let draft = ProjectDraft { table: table.map(id), ..draft(&format!("Progetto {place}"), Some(&cup)) };
        let actions = vec![(actions()[0], Share::WHOLE)];
        let create = CreateProject { draft, actions, budget: Some(budget(1_000, 0)) };
        let project = ground.bench.run(create).await.unwrap();
        ground.bench.run(AddMilestone { project, title: "Gara".to_owned(), due: today() }).await.unwrap();
        let promise = ground.bench.pledge(project, 13, Nature::Cash, cents).await;
        ground.bench.confirm(promise).await.unwrap();
        ground.entries.push(ground.bench.pay(promise, 1).await.unwrap());
        ground.commitments.push(promise);
        ground.projects.push(project);
    }
    let mut tx = begin(&ground.bench.trial).await;
    for (number, publicity, state) in
        [(RESERVED, Publicity::Reserved, TableState::Active), (PROPOSED, Publicity::Public, TableState::Proposed)]
    {
        let mut table = tx.table(id(number)).await.unwrap().unwrap();
        (table.publicity, table.state) = (publicity, state);
        tx.update_table(&table).await.unwrap();
    }
    tx.commit().await.unwrap();
    ground
}

impl Ground {
    /// The places of projects.
    fn of(&self, projects: impl IntoIterator<Item = ProjectId>) -> Vec<usize> {
        let place = |project| self.projects.iter().position(|other| *other == project).unwrap();
        let mut places: Vec<usize> = projects.into_iter().map(place).collect();
        places.sort_unstable();
        places
    }
}

#[tokio::test]
async fn projects_and_their_parts_are_seen_by_right() {
    let ground = ground().await;
    let (database, all) = (&ground.bench.trial.database, &ground.projects);
    for (sight, places) in viewers() {
        let filter = ProjectFilter::default();
        let page = database.projects(&sight, &filter, today(), &Window::first(9)).await.unwrap();
        assert_eq!(ground.of(page.into_items().into_iter().map(|it| it.id)), places, "{sight:?}");
        let count = database.count_projects(&sight, &filter, today()).await.unwrap();
        assert_eq!(count, u64::try_from(places.len()).unwrap());
        let by_id = database.projects_by_id(&sight, all).await.unwrap();
        assert_eq!(ground.of(by_id.iter().map(|it| it.id)), places);
        for (place, project) in all.iter().enumerate() {
            for by in [Lookup::Id(*project), Lookup::Key(format!("B73C2200005000{place}"))] {
                assert_eq!(database.project(&sight, &by).await.unwrap().is_some(), places.contains(&place));
            }
        }
        assert_eq!(ground.of(database.shares_of(&sight, all).await.unwrap().into_iter().map(|it| it.0)), places);
        assert_eq!(ground.of(database.milestones_of(&sight, all).await.unwrap().into_iter().map(|it| it.0)), places);
        assert_eq!(ground.of(database.budgets_of(&sight, all).await.unwrap().into_iter().map(|it| it.0)), places);
        assert_eq!(ground.of(database.totals_of(&sight, all).await.unwrap().into_iter().map(|it| it.0)), places);
        let shares = database.shares_under_plan(&sight, id(1), today()).await.unwrap();
        assert_eq!(ground.of(shares.into_iter().map(|it| it.0)), places);
    }
}

#[tokio::test]
async fn promises_and_sums_are_seen_with_their_project() {
    let ground = ground().await;
    let (database, all) = (&ground.bench.trial.database, &ground.projects);
    for (sight, places) in viewers() {
        let filter = CommitmentFilter::default();
        let page = database.commitments(&sight, &filter, &Window::first(9)).await.unwrap();
        assert_eq!(ground.of(page.into_items().into_iter().map(|it| it.0.project)), places, "{sight:?}");
        let count = database.count_commitments(&sight, &filter).await.unwrap();
        assert_eq!(count, u64::try_from(places.len()).unwrap());
        let of = database.commitments_of(&sight, all).await.unwrap();
        assert_eq!(ground.of(of.into_iter().map(|it| it.0.project)), places);
        let by_id = database.commitments_by_id(&sight, &ground.commitments).await.unwrap();
        assert_eq!(ground.of(by_id.into_iter().map(|it| it.0.project)), places);
        let entries = database.entries_of(&sight, &ground.commitments).await.unwrap();
        assert_eq!(entries.len(), places.len() * 3, "promised, confirmed, paid");
        assert_eq!(database.entries_by_id(&sight, &ground.entries).await.unwrap().len(), places.len());

        let before = database.statements();
        let rows = database.matrix_rows(&sight, &MatrixFilter::default(), today()).await.unwrap();
        let totals = database.totals_by_source(&sight, true).await.unwrap();
        assert_eq!(database.statements() - before, 2);
        let promised: i128 = places.iter().map(|place| [10, 20, 40, 80][*place]).sum();
        assert_eq!(rows.iter().map(|row| row.position.promised.get()).sum::<i128>(), promised);
        assert_eq!(totals[0].position.promised.get(), promised);
        assert_eq!(totals[0].projects, u64::try_from(places.len()).unwrap());
        assert_eq!(ground.of(rows.into_iter().map(|row| row.project)), places);
    }
}

#[tokio::test]
async fn commands_and_queries_see_the_same() {
    let ground = ground().await;
    let mut tx = begin(&ground.bench.trial).await;
    for (place, project) in ground.projects.iter().enumerate() {
        let found = tx.project(*project).await.unwrap().unwrap();
        let contributors = tx.contributors_of(*project).await.unwrap();
        assert_eq!(contributors, [id(13)]);
        let public = match found.table {
            Some(table) => tx.is_public_table(table).await.unwrap(),
            None => true,
        };
        assert_eq!(public, place < 2);
        for (sight, places) in viewers() {
            assert_eq!(found.is_visible(&sight, public, &contributors), places.contains(&place), "{sight:?}");
        }
    }
}
