//! Tables of money: who gave how much, in cash and in kind side by side and never added.

use cordata_domain::LocalisedText;
use cordata_domain::money::{Cents, Currency};
use cordata_domain::percent::hundredths;
use cordata_text::format;

use super::Teller;
use crate::model::sustainability::{
    ActionReport, Amounts, AxisReport, Contribution, LeftOutProject, Money, MoneyReport,
};
use crate::render::html::said::Said;

/// A table of contributions with its total.
pub(super) struct MoneyTable {
    /// The id of its caption.
    pub(super) id: String,
    pub(super) caption: String,
    /// What the rows are.
    pub(super) head: String,
    pub(super) rows: Vec<MoneyRow>,
    pub(super) total: MoneyRow,
}

/// Amounts of one organisation, axis or action.
pub(super) struct MoneyRow {
    pub(super) name: Said,
    pub(super) amounts: [String; 6],
    /// Which part of the promised money is paid; absent where none is promised.
    pub(super) progress: Option<Bar>,
}

/// A percentage in words, and how far its bar is filled: the bar ends at 100, the words do not.
pub(super) struct Bar {
    pub(super) text: String,
    pub(super) filled: i64,
}

/// What the amounts leave out.
pub(super) struct LeftOutView {
    pub(super) sentences: Vec<String>,
    pub(super) projects: Vec<(Said, Option<String>)>,
}

impl Bar {
    /// Which part of `whole` is `part`.
    pub(super) fn new(teller: &Teller<'_>, part: Cents, whole: Cents) -> Option<Self> {
        let hundredths = hundredths(part, whole)?;
        let text = format::percent_hundredths(teller.locale(), hundredths);
        Some(Self { text, filled: (hundredths / 100).clamp(0, 100) })
    }
}

impl MoneyRow {
    pub(super) fn new(teller: &Teller<'_>, name: Said, money: &Money) -> Self {
        let Money { cash, in_kind } = money;
        let amounts = [cash.promised, cash.confirmed, cash.paid, in_kind.promised, in_kind.confirmed, in_kind.paid];
        Self {
            name,
            amounts: amounts.map(|amount| teller.money(amount)),
            progress: Bar::new(teller, cash.paid, cash.promised),
        }
    }
}

impl MoneyTable {
    /// What each axis received.
    pub(super) fn by_axis(teller: &Teller<'_>) -> Self {
        let row = |code: &str, title: &LocalisedText, money: &MoneyReport| {
            MoneyRow::new(teller, teller.axis_name(code, title), &money.total)
        };
        let axes = teller.report.axes.iter();
        Self {
            id: "money-by-axis".to_owned(),
            caption: teller.text("report-money-by-axis"),
            head: teller.text("report-money-axis"),
            rows: axes.map(|axis| row(&axis.code, &axis.title, &axis.money)).collect(),
            total: Self::total(teller, &teller.report.money),
        }
    }

    /// Who gave how much.
    pub(super) fn by_contributor(teller: &Teller<'_>, id: &str, caption: String, money: &MoneyReport) -> Self {
        let row = |row: &Contribution| {
            let name = row.contributor.as_ref().map(|organisation| organisation.name.clone());
            let text = name.unwrap_or_else(|| teller.text("report-money-unnamed"));
            MoneyRow::new(teller, Said { text, lang: None }, &row.money)
        };
        Self {
            id: id.to_owned(),
            caption,
            head: teller.text("report-money-contributor"),
            rows: money.contributions.iter().map(row).collect(),
            total: Self::total(teller, money),
        }
    }

    /// What each action of an axis received, those that received nothing left out.
    pub(super) fn by_action(teller: &Teller<'_>, axis: &AxisReport) -> Self {
        let row = |action: &ActionReport| {
            let Said { text, lang } = Said::translated(teller.locale(), &action.title);
            MoneyRow::new(teller, Said { text: format!("{} {text}", action.code), lang }, &action.money)
        };
        let actions = axis.strategies.iter().flat_map(|strategy| &strategy.actions);
        Self {
            id: format!("money-of-actions-{}", axis.code),
            caption: teller.words.format("report-money-of-actions", &[("code", axis.code.as_str().into())]),
            head: teller.text("report-action"),
            rows: actions.filter(|action| action.money != Money::default()).map(row).collect(),
            total: Self::total(teller, &axis.money),
        }
    }

    fn total(teller: &Teller<'_>, money: &MoneyReport) -> MoneyRow {
        MoneyRow::new(teller, Said { text: teller.text("report-money-total"), lang: None }, &money.total)
    }
}

impl LeftOutView {
    /// Nothing where nothing is left out.
    pub(super) fn new(teller: &Teller<'_>, projects: Option<&str>) -> Option<Self> {
        let left_out = &teller.report.left_out;
        let count = u32::try_from(left_out.projects.len()).ok().filter(|count| *count > 0)?;
        let natures =
            [("report-left-out-cash", left_out.money.cash), ("report-left-out-in-kind", left_out.money.in_kind)];
        let told = natures.into_iter().filter(|(_, amounts)| *amounts != Amounts::default());
        let mut sentences = vec![teller.words.format("report-left-out", &[("count", count.into())])];
        sentences.extend(told.map(|(key, amounts)| teller.figures(key, &amounts)));
        let entry = |project: &LeftOutProject| {
            let title = Said::written(teller.locale(), &project.title, &project.language);
            (title, projects.map(|base| format!("{base}/{}", project.id)))
        };
        Some(Self { sentences, projects: left_out.projects.iter().map(entry).collect() })
    }
}

impl Teller<'_> {
    pub(super) fn money(&self, amount: Cents) -> String {
        format::money_cents(self.locale(), amount.get(), Currency::as_str(&self.report.currency))
    }

    /// A sentence with what was promised, confirmed and paid.
    pub(super) fn figures(&self, key: &str, amounts: &Amounts) -> String {
        let args = [
            ("promised", self.money(amounts.promised).into()),
            ("confirmed", self.money(amounts.confirmed).into()),
            ("paid", self.money(amounts.paid).into()),
        ];
        self.words.format(key, &args)
    }
}
