use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::budget::BudgetRevision;
use super::cup::Cup;
use super::milestone::Milestone;
use super::share::ActionShare;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{ProjectId, StakeholderId, TableId};
use crate::locale::Locale;
use crate::policy::{Facts, Visibility};

/// Where a project stands. Maps to the six activity states of IATI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProjectState {
    /// An idea.
    Idea,
    /// Being designed together.
    CoDesign,
    /// Approved.
    Approved,
    /// Being carried out.
    Implementing,
    /// Done; its accounts are being closed.
    Finalising,
    /// Closed.
    Closed,
    /// Paused.
    Suspended,
    /// Called off, with a reason.
    Cancelled,
}

/// Where an imported project comes from: the publisher, its code there, and which row with that code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceKey {
    /// The publisher's data set, like `pnrr`.
    pub source: String,
    /// The code in it.
    pub code: String,
    /// Which row with that code, from 1.
    pub nth: u32,
}

/// What a new project is made of.
#[derive(Debug, Clone)]
pub struct ProjectDraft {
    /// Its title.
    pub title: String,
    /// The language of the title.
    pub language: Locale,
    /// The organisation that leads it.
    pub lead: Option<StakeholderId>,
    /// The table at which it is designed.
    pub table: Option<TableId>,
    /// Its project codes.
    pub cups: Vec<Cup>,
    /// The measure of the recovery plan it belongs to, as published.
    pub measure: Option<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

/// A project with everything that its commands change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its title.
    pub title: String,
    /// The language of the title.
    pub language: Locale,
    /// The organisation that leads it.
    pub lead: Option<StakeholderId>,
    /// The table at which it is designed.
    pub table: Option<TableId>,
    /// Its project codes.
    pub cups: Vec<Cup>,
    /// The measure of the recovery plan it belongs to, as published.
    pub measure: Option<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: ProjectState,
    /// Why it was suspended or cancelled.
    pub state_reason: Option<String>,
    /// Where it was imported from.
    pub source_key: Option<SourceKey>,
    /// Whether the imported amounts contradict each other: kept, shown, left out of certified totals (rule M11).
    pub anomaly: bool,
    /// Raised by every change.
    pub version: i64,
    /// Its parts under actions, now and before.
    pub shares: Vec<ActionShare>,
    /// Its milestones, by date.
    pub milestones: Vec<Milestone>,
    /// Its budgets, oldest first.
    pub budgets: Vec<BudgetRevision>,
}

impl Project {
    /// A new idea.
    pub fn new(id: ProjectId, draft: ProjectDraft) -> Result<Self, Refusal> {
        if draft.ends_on.zip(draft.starts_on).is_some_and(|(end, start)| end < start) {
            return Err(
                Refusal::input(InputProblem::OutOfRange { min: String::new(), max: String::new() }).under("endsOn")
            );
        }
        let measure = crate::search::optional_line(draft.measure.as_deref(), 40);
        Ok(Self {
            id,
            title: crate::search::line(&draft.title, 300).map_err(|refusal| refusal.under("title"))?,
            language: draft.language,
            lead: draft.lead,
            table: draft.table,
            cups: draft.cups,
            measure: measure.map_err(|refusal| refusal.under("measure"))?,
            starts_on: draft.starts_on,
            ends_on: draft.ends_on,
            state: ProjectState::Idea,
            state_reason: None,
            source_key: None,
            anomaly: false,
            version: 1,
            shares: Vec::new(),
            milestones: Vec::new(),
            budgets: Vec::new(),
        })
    }

    /// Moves on: Idea, co-design, approved, implementing, finalising, closed, one after the other. A suspended project
    /// is resumed first.
    pub fn advance(&mut self, target: ProjectState) -> Result<(), Refusal> {
        use ProjectState::{Approved, Closed, CoDesign, Finalising, Idea, Implementing, Suspended};
        let allowed = matches!(
            (self.state, target),
            (Idea, CoDesign)
                | (CoDesign, Approved)
                | (Approved, Implementing)
                | (Implementing, Finalising)
                | (Finalising, Closed)
        );
        if !allowed {
            let action = if self.state == Suspended { "advanceSuspendedProject" } else { target.into() };
            return Err(Reason::IllegalTransition { from: self.state.into(), action }.into());
        }
        self.state = target;
        Ok(())
    }

    /// Suspended → Implementing, the only state in which it can be suspended.
    pub fn resume(&mut self) -> Result<(), Refusal> {
        if self.state != ProjectState::Suspended {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: "resumeProject" }.into());
        }
        self.state = ProjectState::Implementing;
        Ok(())
    }

    /// Suspends or cancels it, with a reason.
    pub fn halt(&mut self, target: ProjectState, reason: &str) -> Result<(), Refusal> {
        use ProjectState::{Cancelled, Closed, Implementing, Suspended};
        let allowed = match target {
            Suspended => self.state == Implementing,
            Cancelled => !matches!(self.state, Closed | Cancelled),
            _ => false,
        };
        if !allowed {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: target.into() }.into());
        }
        let reason = crate::search::paragraphs(reason, 2_000).map_err(|_| Reason::ReasonRequired.at("reason"))?;
        self.state_reason = Some(reason);
        self.state = target;
        Ok(())
    }

    /// What the policy asks about it: until it is approved it belongs to the table at which it is designed, then to the
    /// plan.
    pub fn facts(&self) -> Facts {
        let designed = matches!(self.state, ProjectState::Idea | ProjectState::CoDesign);
        Facts { table: self.table.filter(|_| designed), ..Facts::plan() }
    }

    /// Whether it is in sight, as `Visibility::sees_made_at` says. `public_table` tells whether everybody may see its
    /// table, where it has one; its parties are its lead and `contributors`, those who promised something to it.
    pub fn is_visible(&self, sight: &Visibility, public_table: bool, contributors: &[StakeholderId]) -> bool {
        let table = self.table.map(|table| (table, public_table));
        sight.sees_made_at(table, self.lead.into_iter().chain(contributors.iter().copied()))
    }

    /// The budget in force: the latest revision.
    pub fn budget(&self) -> Option<&BudgetRevision> {
        self.budgets.iter().max_by_key(|revision| revision.number)
    }

    /// Adds a revision; changing an existing budget needs a reason.
    pub fn revise_budget(&mut self, revision: BudgetRevision) -> Result<(), Refusal> {
        self.require_open()?;
        if self.budget().is_some() && revision.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(Reason::ReasonRequired.at("reason"));
        }
        self.republish_budget(revision);
        Ok(())
    }

    /// Adds a revision that the publisher of an imported project made, whatever the project's state here.
    pub fn republish_budget(&mut self, mut revision: BudgetRevision) {
        revision.number = self.budget().map_or(0, |latest| latest.number).saturating_add(1);
        self.budgets.push(revision);
    }

    /// Replaces the parts under actions from a day on; those before end the day before.
    pub fn set_shares(&mut self, shares: Vec<ActionShare>, from: NaiveDate) -> Result<(), Refusal> {
        self.require_open()?;
        let last = from.pred_opt().unwrap_or(from);
        self.shares.retain(|share| share.validity.from < from);
        for share in self.shares.iter_mut().filter(|share| share.validity.contains(from)) {
            share.validity = share.validity.ended(last)?;
        }
        self.shares.extend(shares);
        Ok(())
    }

    /// Refuses money on a project that is over (rule M10).
    pub fn require_open(&self) -> Result<(), Refusal> {
        if matches!(self.state, ProjectState::Closed | ProjectState::Cancelled) {
            Err(Reason::ProjectClosed.into())
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use strum::VariantArray;
    use uuid::Uuid;

    use super::*;
    use crate::policy::{Act, Actor, Standing, decide};

    fn project(state: ProjectState) -> Project {
        let draft = ProjectDraft {
            title: "Rifugio".to_owned(),
            language: Locale::italian(),
            lead: None,
            table: None,
            cups: Vec::new(),
            measure: None,
            starts_on: None,
            ends_on: None,
        };
        Project { state, ..Project::new(Uuid::nil().into(), draft).unwrap() }
    }

    #[test]
    fn states_follow_one_another() {
        use ProjectState::{Approved, Closed, CoDesign, Finalising, Idea, Implementing};
        let order = [Idea, CoDesign, Approved, Implementing, Finalising, Closed];
        for from in ProjectState::VARIANTS {
            for target in ProjectState::VARIANTS {
                let next = order.windows(2).any(|pair| pair == [*from, *target]);
                assert_eq!(project(*from).advance(*target).is_ok(), next, "{from:?} to {target:?}");
            }
        }
    }

    #[rstest]
    #[case(ProjectState::Suspended, true)]
    #[case(ProjectState::Approved, false)]
    #[case(ProjectState::Implementing, false)]
    #[case(ProjectState::Cancelled, false)]
    fn only_what_was_suspended_is_resumed(#[case] from: ProjectState, #[case] resumed: bool) {
        let mut project = project(from);
        assert_eq!(project.resume().is_ok(), resumed);
        assert_eq!(project.state == ProjectState::Implementing, resumed || from == ProjectState::Implementing);
    }

    #[rstest]
    #[case::at_the_table(ProjectState::Idea, Some(1), true)]
    #[case::designed_there(ProjectState::CoDesign, Some(1), true)]
    #[case::approved_it_is_the_plans(ProjectState::Approved, Some(1), false)]
    #[case::at_another_table(ProjectState::CoDesign, Some(2), false)]
    #[case::at_no_table(ProjectState::CoDesign, None, false)]
    fn a_coordinator_edits_what_is_designed_at_the_table(
        #[case] state: ProjectState,
        #[case] table: Option<u128>,
        #[case] allowed: bool,
    ) {
        let table = table.map(|table| Uuid::from_u128(table).into());
        let project = Project { table, ..project(state) };
        let coordinator = Standing { coordinates: vec![Uuid::from_u128(1).into()], ..Standing::of(Uuid::nil().into()) };
        let coordinator = Actor::Person(Box::new(coordinator));
        assert_eq!(decide(&coordinator, Act::EditProject, &project.facts()).is_some(), allowed);
    }
}
