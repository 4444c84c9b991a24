use askama::Template;
use chrono::NaiveDate;
use cordata_domain::funding::{Checked, Commitment, CommitmentState, Nature, Position, ProjectTotals};
use cordata_domain::money::{Cents, Currency};
use cordata_domain::percent::hundredths;
use cordata_domain::project::{ActionShare, BudgetRevision, Milestone, Project};
use cordata_text::format;

use super::Record;
use crate::page::agreement::AgreementLine;
use crate::page::frame::Frame;
use crate::page::reader::Reader;
use crate::page::view::{Badge, Link, Said};
use crate::page::{Site, address};

/// How many promises of a project are shown at most; the totals below them hold all.
const MOST_SHOWN: usize = 200;

/// A project in a list.
pub(super) struct ProjectLine {
    pub(super) link: Link,
    pub(super) state: Badge,
    pub(super) needs: Vec<Need>,
    pub(super) anomaly: bool,
}

impl ProjectLine {
    pub(super) fn new(reader: &Reader, project: &Project, totals: &ProjectTotals) -> Self {
        Self {
            link: Link { said: title(reader, project), href: reader.link(&address::project(project)) },
            state: Badge::of_project(reader, project.state),
            needs: Need::all(reader, totals),
            anomaly: project.anomaly,
        }
    }
}

/// The page of a project.
#[derive(Template)]
#[template(path = "project.html")]
pub(super) struct ProjectPage {
    frame: Frame,
    title: Said,
    state: Badge,
    reason: Option<String>,
    lead: Option<String>,
    cups: Vec<String>,
    measure: Option<String>,
    dates: Option<String>,
    imported: Option<String>,
    notice: Option<String>,
    needs: Vec<Need>,
    contributions: Vec<ContributionView>,
    more_contributions: bool,
    sums: Vec<SumView>,
    milestones: Vec<MilestoneView>,
    budgets: Vec<BudgetView>,
    actions: Vec<ActionView>,
    agreements: Vec<AgreementLine>,
}

/// What is needed in money or in work, in one sentence, and how much of it is confirmed.
pub(super) struct Need {
    pub(super) text: String,
    pub(super) covered: Option<Progress>,
}

/// A percentage in words, and how far its bar is filled: the bar ends at 100, the words do not.
pub(super) struct Progress {
    pub(super) text: String,
    pub(super) filled: i64,
}

struct ContributionView {
    contributor: String,
    source: Option<Said>,
    nature: String,
    state: String,
    promised: String,
    confirmed: String,
    paid: String,
    checks: Vec<String>,
}

/// All contributions of one nature.
struct SumView {
    label: String,
    promised: String,
    confirmed: String,
    paid: String,
    checks: Vec<String>,
}

struct MilestoneView {
    title: String,
    due: String,
    done: Progress,
    late: bool,
}

struct BudgetView {
    number: u32,
    from: String,
    cash: String,
    in_kind: String,
    reason: Option<String>,
}

struct ActionView {
    link: Link,
    share: String,
}

impl ProjectPage {
    pub(super) fn new(reader: &Reader, site: &Site, record: &Record) -> Self {
        let project = &record.project;
        let frame = Frame::new(reader.clone(), site, project.title.clone());
        Self {
            frame: frame.crumb(reader.text("page-nav-projects"), "/projects"),
            title: title(reader, project),
            state: Badge::of_project(reader, project.state),
            reason: project.state_reason.clone(),
            lead: project.lead.and_then(|lead| record.names.get(&lead).cloned()),
            cups: project.cups.iter().map(|cup| cup.as_str().to_owned()).collect(),
            measure: project.measure.clone(),
            dates: dates(reader, project.starts_on, project.ends_on),
            imported: imported(reader, project),
            notice: project.anomaly.then(|| notice(reader, &record.totals)),
            needs: Need::all(reader, &record.totals),
            contributions: record.commitments.iter().map(|row| contribution(reader, record, row)).collect(),
            more_contributions: record.commitments.len() >= MOST_SHOWN,
            sums: sums(reader, record),
            milestones: project.milestones.iter().map(|step| milestone(reader, step, record.today)).collect(),
            budgets: project.budgets.iter().map(|revision| budget(reader, revision)).collect(),
            actions: current(record).filter_map(|share| action(reader, record, share)).collect(),
            agreements: record.agreements.iter().map(|one| AgreementLine::new(reader, one, record.today)).collect(),
        }
    }
}

fn title(reader: &Reader, project: &Project) -> Said {
    Said::written(reader, project.title.clone(), &project.language)
}

fn money(reader: &Reader, amount: Cents) -> String {
    format::money_cents(reader.locale(), amount.get(), Currency::EUR.as_str())
}

fn percent(reader: &Reader, hundredths: i64) -> String {
    format::percent_hundredths(reader.locale(), hundredths)
}

impl Need {
    /// Money and work apart: they are never added (rule M4). What is neither needed nor confirmed is left out.
    fn all(reader: &Reader, totals: &ProjectTotals) -> Vec<Self> {
        let cash = (totals.budget_cash, totals.confirmed_cash, totals.gap_cash());
        let in_kind = (totals.budget_in_kind, totals.confirmed_in_kind, totals.gap_in_kind());
        let parts = [("page-project-need-cash", cash), ("page-project-need-in-kind", in_kind)];
        let told = parts.into_iter().filter(|(_, (budget, confirmed, _))| [budget, confirmed] != [&Cents::ZERO; 2]);
        told.map(|(key, amounts)| Self::new(reader, key, amounts)).collect()
    }

    fn new(reader: &Reader, key: &str, (budget, confirmed, gap): (Cents, Cents, Cents)) -> Self {
        let (ending, difference) = match gap.get() {
            0 => ("-met", gap),
            1.. => ("", gap),
            less => ("-over", Cents::new(less.saturating_neg())),
        };
        let args = [
            ("budget", money(reader, budget).into()),
            ("confirmed", money(reader, confirmed).into()),
            ("difference", money(reader, difference).into()),
        ];
        let text = reader.format(&format!("{key}{ending}"), &args);
        Self { text, covered: Progress::covered(reader, budget, confirmed) }
    }
}

impl Progress {
    /// Which part of a budget is confirmed, rounded down to hundredths of a percent (rule M9).
    fn covered(reader: &Reader, budget: Cents, confirmed: Cents) -> Option<Self> {
        let hundredths = hundredths(confirmed, budget)?;
        let share = percent(reader, hundredths);
        let text = reader.format("page-project-covered", &[("percent", share.into())]);
        Some(Self { text, filled: (hundredths / 100).clamp(0, 100) })
    }
}

/// From when to when a project runs, as far as it is known.
fn dates(reader: &Reader, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<String> {
    let day = |day| format::date(reader.locale(), day);
    match (from.map(day), to.map(day)) {
        (Some(from), Some(to)) => Some(reader.format("page-from-to", &[("from", from.into()), ("to", to.into())])),
        (Some(from), None) => Some(reader.format("page-since", &[("from", from.into())])),
        (None, Some(to)) => Some(reader.format("page-until", &[("to", to.into())])),
        (None, None) => None,
    }
}

fn imported(reader: &Reader, project: &Project) -> Option<String> {
    let key = project.source_key.as_ref()?;
    let args =
        [("source", key.source.to_uppercase().into()), ("code", key.code.as_str().into()), ("nth", key.nth.into())];
    Some(reader.format("page-project-imported", &args))
}

/// What contradicts itself. Imports know money only.
fn notice(reader: &Reader, totals: &ProjectTotals) -> String {
    let args = [
        ("budget", money(reader, totals.budget_cash).into()),
        ("promised", money(reader, totals.promised_cash).into()),
        ("paid", money(reader, totals.paid_cash).into()),
    ];
    reader.format("page-project-anomaly", &args)
}

fn contribution(reader: &Reader, record: &Record, (commitment, position): &(Commitment, Position)) -> ContributionView {
    let contributor = commitment.contributor.and_then(|id| record.names.get(&id).cloned());
    let source = commitment.source.and_then(|id| record.sources.get(&id));
    ContributionView {
        contributor: contributor.unwrap_or_else(|| reader.text("page-project-contributor-unnamed")),
        source: source.map(|name| Said::translated(reader, name)),
        nature: reader.label("nature", commitment.nature),
        state: commitment_state(reader, commitment),
        promised: money(reader, position.promised),
        confirmed: money(reader, position.confirmed),
        paid: money(reader, position.paid),
        checks: checks(reader, record.checked.get(&commitment.id), position.paid),
    }
}

/// How much of what is paid a second person validated, and what is reported and not yet accepted, as far as there is
/// anything to say.
fn checks(reader: &Reader, checked: Option<&Checked>, paid: Cents) -> Vec<String> {
    let checked = checked.copied().unwrap_or_default();
    let told = [
        ("page-project-paid-validated", checked.validated, paid > Cents::ZERO),
        ("page-project-declared", checked.declared, checked.declared > Cents::ZERO),
    ];
    let said = told.into_iter().filter(|(_, _, worth_saying)| *worth_saying);
    said.map(|(key, amount, _)| reader.format(key, &[("amount", money(reader, amount).into())])).collect()
}

/// Where a promise stands, and whether it was taken over from elsewhere or breaks a rule.
fn commitment_state(reader: &Reader, commitment: &Commitment) -> String {
    let label: String = reader.label("commitment-state", commitment.state);
    let live = matches!(commitment.state, CommitmentState::Pledged | CommitmentState::Confirmed);
    let uncertified = commitment.anomaly && live;
    let marks = [
        commitment.imported.then(|| reader.text("page-project-contribution-imported")),
        uncertified.then(|| reader.text("page-project-contribution-uncertified")),
    ];
    [Some(label)].into_iter().chain(marks).flatten().collect::<Vec<_>>().join(" · ")
}

fn sums(reader: &Reader, record: &Record) -> Vec<SumView> {
    let totals = &record.totals;
    let sum = |(nature, amounts): (Nature, [Cents; 3])| {
        let [_, _, paid] = amounts;
        let checks = checks(reader, record.checked_sums.get(&nature), paid);
        let [promised, confirmed, paid] = amounts.map(|amount| money(reader, amount));
        let args = [("nature", reader.label("nature", nature).into())];
        SumView { label: reader.format("page-project-sum", &args), promised, confirmed, paid, checks }
    };
    let cash = (Nature::Cash, [totals.promised_cash, totals.confirmed_cash, totals.paid_cash]);
    let in_kind = (Nature::InKind, [totals.promised_in_kind, totals.confirmed_in_kind, totals.paid_in_kind]);
    [cash, in_kind].into_iter().filter(|(_, amounts)| *amounts != [Cents::ZERO; 3]).map(sum).collect()
}

fn milestone(reader: &Reader, milestone: &Milestone, today: NaiveDate) -> MilestoneView {
    let share = percent(reader, i64::from(milestone.percent_done) * 100);
    MilestoneView {
        title: milestone.title.clone(),
        due: format::date(reader.locale(), milestone.due),
        done: Progress {
            text: reader.format("page-project-milestone-done", &[("percent", share.into())]),
            filled: i64::from(milestone.percent_done),
        },
        late: milestone.is_overdue(today),
    }
}

fn budget(reader: &Reader, revision: &BudgetRevision) -> BudgetView {
    BudgetView {
        number: revision.number,
        from: format::date(reader.locale(), revision.effective_on),
        cash: money(reader, revision.budget.cash),
        in_kind: money(reader, revision.budget.in_kind),
        reason: revision.reason.clone(),
    }
}

/// The shares that count today.
fn current(record: &Record) -> impl Iterator<Item = &ActionShare> {
    record.project.shares.iter().filter(|share| share.validity.contains(record.today))
}

/// An action at its place on the page of its plan, where everybody may see it.
fn action(reader: &Reader, record: &Record, share: &ActionShare) -> Option<ActionView> {
    let action = record.actions.iter().find(|action| action.id == share.action)?;
    let plan = record.plans.iter().find(|plan| plan.id == action.plan)?;
    let title = Said::translated(reader, &action.title);
    let code = action.code.as_str();
    let axis = code.split('.').next().unwrap_or_default();
    let place = reader.format("page-action", &[("code", code.into())]);
    let text = format!("{place}: {}", title.text);
    let href = format!("{}#axis-{axis}", reader.link(&address::plan(plan)));
    let share = percent(reader, i64::from(share.share.points()));
    Some(ActionView {
        link: Link { said: Said { text, lang: title.lang }, href },
        share: reader.format("page-project-share", &[("percent", share.into())]),
    })
}
