//! The sustainability report of a plan, in the values that its JSON carries as well: names of fields are stable,
//! amounts are decimal text, states are the words of the API, texts carry every language they exist in. It names
//! organisations, never persons (rule P3).

mod indicator;

use chrono::NaiveDate;
use cordata_domain::funding::Cell;
use cordata_domain::ids::{PlanActionId, ProjectId, StakeholderId};
use cordata_domain::money::{Cents, Currency};
use cordata_domain::period::{LocalMoment, Validity};
use cordata_domain::plan::{ActionState, CityRole, Competence, PlanState};
use cordata_domain::report::ActionCounts;
use cordata_domain::{Locale, LocalisedText};
use serde::{Serialize, Serializer};

pub use self::indicator::{IndicatorReport, IndicatorsReport, OutcomeCounts};

/// What was achieved of a plan by a day, for whoever wants to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SustainabilityReport {
    /// The body that accounts for the plan.
    pub publisher: String,
    /// The plan.
    pub plan: PlanHead,
    /// The cut-off: what was recorded by the end of this day counts.
    pub as_of: NaiveDate,
    /// When the report was computed. States of actions are those of this moment.
    #[serde(serialize_with = "moment")]
    pub computed_at: LocalMoment,
    /// The currency of every amount.
    pub currency: Currency,
    /// How many actions stand where, over all axes.
    pub actions: ActionCounts,
    /// Who gave how much, over all axes. The axes add up to it.
    pub money: MoneyReport,
    /// What the amounts leave out.
    pub left_out: LeftOut,
    /// How many indicators went which way, over all axes and the whole plan.
    pub outcomes: OutcomeCounts,
    /// The axes, by code.
    pub axes: Vec<AxisReport>,
    /// Indicators of the plan that point to no objective of an axis.
    pub indicators: IndicatorsReport,
}

/// The plan that a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanHead {
    /// Its human key, like `2021-2023`.
    pub edition: String,
    /// Its title.
    pub title: LocalisedText,
    /// First and last day.
    pub period: Validity,
    /// Where it stands.
    pub state: PlanState,
    /// The formal resolution that adopted it.
    pub adopting_act: Option<String>,
}

/// An axis with everything below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AxisReport {
    /// Its code inside the edition.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
    /// What it is to reach.
    pub objectives: Vec<ObjectiveText>,
    /// How many of its actions stand where.
    pub actions: ActionCounts,
    /// Who gave how much to it. Its actions add up to it.
    pub money: MoneyReport,
    /// Its strategies, by code.
    pub strategies: Vec<StrategyReport>,
    /// Its indicators. One that points to several axes stands under the first of them.
    pub indicators: IndicatorsReport,
}

/// A strategy with its actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StrategyReport {
    /// Its code inside the edition.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
    /// What it is to reach.
    pub objectives: Vec<ObjectiveText>,
    /// Its actions, by code.
    pub actions: Vec<ActionReport>,
}

/// An action: how far it is and what was given to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionReport {
    /// Its id.
    pub id: PlanActionId,
    /// Its code inside the edition.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
    /// Where it stands.
    pub state: ActionState,
    /// Why it was abandoned.
    pub state_reason: Option<String>,
    /// Whose remit it is.
    pub competence: Competence,
    /// What the city does for it.
    pub city_role: CityRole,
    /// The organisation that leads it.
    pub lead: Option<Organisation>,
    /// What it is to reach.
    pub objectives: Vec<ObjectiveText>,
    /// What was given to it: its part of the projects under it.
    pub money: Money,
}

/// What an axis, strategy or action is to reach, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectiveText {
    /// The words.
    pub text: String,
    /// The language they are written in.
    pub language: Locale,
}

/// An organisation by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Its id.
    pub id: StakeholderId,
    /// Its name.
    pub name: String,
}

/// Who gave how much to a part of the plan. The contributions add up to the total, to the cent (rule M13).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MoneyReport {
    /// All of it.
    pub total: Money,
    /// By organisation, by name; money without a named one comes last.
    pub contributions: Vec<Contribution>,
}

/// What one organisation gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contribution {
    /// Who; absent for money without a named organisation, which has a row of its own.
    pub contributor: Option<Organisation>,
    /// How much.
    pub money: Money,
}

/// Cash, and work or goods valued in money. They are never added together (rule M4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Money {
    /// Cash.
    pub cash: Amounts,
    /// Work or goods.
    pub in_kind: Amounts,
}

/// How far promises have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Amounts {
    /// Promised, less what was cut.
    #[serde(serialize_with = "decimal")]
    pub promised: Cents,
    /// Confirmed, less what was cut.
    #[serde(serialize_with = "decimal")]
    pub confirmed: Cents,
    /// Paid, or given in kind, less what was taken back.
    #[serde(serialize_with = "decimal")]
    pub paid: Cents,
}

/// Projects whose published amounts contradict each other: they are no part of any amount of the report (rule M11).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// The projects, by title.
    pub projects: Vec<LeftOutProject>,
    /// What they would add.
    pub money: Money,
}

/// A project whose published amounts contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOutProject {
    /// Its id.
    pub id: ProjectId,
    /// Its title.
    pub title: String,
    /// The language of the title.
    pub language: Locale,
}

impl From<Cell> for Money {
    fn from(cell: Cell) -> Self {
        Self {
            cash: Amounts { promised: cell.promised, confirmed: cell.confirmed, paid: cell.paid },
            in_kind: Amounts {
                promised: cell.in_kind_promised,
                confirmed: cell.in_kind_confirmed,
                paid: cell.in_kind_given,
            },
        }
    }
}

fn decimal<S: Serializer>(amount: &Cents, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.to_decimal())
}

fn moment<S: Serializer>(moment: &LocalMoment, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment.instant().with_timezone(&moment.zone).to_rfc3339())
}
