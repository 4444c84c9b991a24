//! The sustainability report for citizens: what was done, who gave what, how to read it. The same text stands on a page
//! of the site and in a file of its own.

mod axis;
mod indicator;
mod money;

use askama::Template;
use cordata_domain::report::ActionCounts;
use cordata_domain::{Locale, LocalisedText};
use cordata_text::{Words, format, label, words};

use self::axis::AxisView;
use self::indicator::{IndicatorTable, OutcomeRow};
use self::money::{LeftOutView, MoneyTable};
use super::said::Said;
use crate::model::sustainability::{Amounts, AxisReport, SustainabilityReport};

/// The report as a part of a page: its heading, the sentence below it, and everything else, from the second level of
/// headings on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The heading.
    pub title: String,
    /// The sentence below it.
    pub lead: String,
    /// Everything else, as HTML.
    pub body: String,
}

/// The report as a part of a page. `projects` is the address below which projects have their pages, if there is one.
pub fn article(
    report: &SustainabilityReport,
    locale: &Locale,
    projects: Option<&str>,
) -> Result<Article, askama::Error> {
    let teller = Teller { report, words: words(locale) };
    let body = Body::new(&teller, projects).render()?;
    Ok(Article { title: teller.title(), lead: teller.about_day("report-lead"), body })
}

/// The report as a file of its own, which needs nothing beside it.
pub fn document(report: &SustainabilityReport, locale: &Locale) -> Result<String, askama::Error> {
    let article = article(report, locale, None)?;
    let style = include_str!("../../../templates/sustainability_report.css");
    Document { lang: words(locale).locale().as_str(), publisher: &report.publisher, style, article: &article }.render()
}

#[derive(Template)]
#[template(path = "sustainability_document.html")]
struct Document<'a> {
    lang: &'a str,
    publisher: &'a str,
    style: &'static str,
    article: &'a Article,
}

#[derive(Template)]
#[template(path = "sustainability_report.html")]
struct Body {
    words: Words,
    publisher: String,
    plan: Said,
    period: String,
    state: String,
    adopting_act: Option<String>,
    summary: Vec<String>,
    provisional: String,
    how: Vec<(String, String)>,
    contents: Vec<(String, String, Said)>,
    money_intro: String,
    by_axis: MoneyTable,
    by_contributor: MoneyTable,
    left_out: Option<LeftOutView>,
    counts: Vec<CountsRow>,
    outcomes: Vec<OutcomeRow>,
    all_outcomes: OutcomeRow,
    indicators: IndicatorTable,
    axes: Vec<AxisView>,
}

/// How many actions of an axis, or of all, stand where.
struct CountsRow {
    name: Said,
    whole: bool,
    counts: ActionCounts,
}

/// Who tells the report, in one language.
struct Teller<'a> {
    report: &'a SustainabilityReport,
    words: Words,
}

impl Teller<'_> {
    fn locale(&self) -> &Locale {
        self.words.locale()
    }

    fn text(&self, key: &str) -> String {
        self.words.text(key)
    }

    fn title(&self) -> String {
        self.words.format("report-title", &[("edition", self.report.plan.edition.as_str().into())])
    }

    /// A sentence that names the day of the report.
    fn about_day(&self, key: &str) -> String {
        self.words.format(key, &[("day", format::date(self.locale(), self.report.as_of).into())])
    }

    fn label<E: Into<&'static str>>(&self, group: &str, value: E) -> String {
        label(self.locale(), group, value)
    }

    /// What everybody should know, in a few sentences. Money and work apart: they are never added (rule M4).
    fn summary(&self) -> Vec<String> {
        let counts = self.report.actions;
        let args = [
            ("total", counts.total.into()),
            ("draft", counts.draft.into()),
            ("active", counts.active.into()),
            ("completed", counts.completed.into()),
            ("abandoned", counts.abandoned.into()),
        ];
        let money = self.report.money.total;
        let natures = [("report-summary-cash", money.cash), ("report-summary-in-kind", money.in_kind)];
        let told = natures.into_iter().filter(|(_, amounts)| *amounts != Amounts::default());
        let mut sentences = vec![self.words.format("report-summary-actions", &args)];
        sentences.extend(told.map(|(key, amounts)| self.figures(key, &amounts)));
        if sentences.len() == 1 {
            sentences.push(self.text("report-summary-money-none"));
        }
        sentences.push(self.outcomes_sentence());
        sentences
    }

    fn how(&self) -> Vec<(String, String)> {
        let terms = [
            "plan",
            "promised",
            "confirmed",
            "paid",
            "in-kind",
            "shares",
            "start",
            "outcome",
            "attainment",
            "missing",
            "date",
        ];
        let entry =
            |term: &str| (self.text(&format!("report-how-{term}")), self.about_day(&format!("report-how-{term}-text")));
        terms.into_iter().map(entry).collect()
    }

    fn period(&self) -> String {
        let day = |day| format::date(self.locale(), day);
        let from = day(self.report.plan.period.from);
        match self.report.plan.period.to.map(day) {
            Some(to) => self.words.format("page-from-to", &[("from", from.into()), ("to", to.into())]),
            None => self.words.format("page-since", &[("from", from.into())]),
        }
    }

    fn counts(&self) -> Vec<CountsRow> {
        let axes = self.report.axes.iter().map(|axis| CountsRow {
            name: self.axis_name(&axis.code, &axis.title),
            whole: false,
            counts: axis.actions,
        });
        let all = Said { text: self.text("report-money-total"), lang: None };
        axes.chain([CountsRow { name: all, whole: true, counts: self.report.actions }]).collect()
    }

    /// `2 Rivoluzione verde`: an axis in a table.
    fn axis_name(&self, code: &str, title: &LocalisedText) -> Said {
        let title = Said::translated(self.locale(), title);
        Said { text: format!("{code} {}", title.text), lang: title.lang }
    }

    fn contents(&self) -> Vec<(String, String, Said)> {
        let entry = |axis: &AxisReport| {
            let name = self.words.format("page-axis", &[("code", axis.code.as_str().into())]);
            (format!("axis-{}", axis.code), name, Said::translated(self.locale(), &axis.title))
        };
        self.report.axes.iter().map(entry).collect()
    }
}

impl Body {
    fn new(teller: &Teller<'_>, projects: Option<&str>) -> Self {
        let report = teller.report;
        let moment = format::moment(teller.locale(), report.computed_at);
        let (outcomes, all_outcomes) = teller.outcomes();
        Self {
            publisher: report.publisher.clone(),
            plan: Said::translated(teller.locale(), &report.plan.title),
            period: teller.period(),
            state: teller.label("plan-state", report.plan.state),
            adopting_act: report.plan.adopting_act.clone(),
            summary: teller.summary(),
            provisional: teller.words.format("report-provisional", &[("moment", moment.into())]),
            how: teller.how(),
            contents: teller.contents(),
            money_intro: teller.about_day("report-money-intro"),
            by_axis: MoneyTable::by_axis(teller),
            by_contributor: MoneyTable::by_contributor(
                teller,
                "money-of-plan",
                teller.text("report-money-by-contributor"),
                &report.money,
            ),
            left_out: LeftOutView::new(teller, projects),
            counts: teller.counts(),
            outcomes,
            all_outcomes,
            indicators: teller.indicators_of(None, &report.indicators),
            axes: report.axes.iter().map(|axis| AxisView::new(teller, axis)).collect(),
            words: teller.words.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
