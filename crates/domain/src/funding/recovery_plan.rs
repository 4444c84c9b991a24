//! The publisher's file of recovery-plan projects: what one row means, and what is wrong with it.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Reason, Refusal};
use crate::money::Cents;
use crate::project::Cup;
use crate::search::{line, search_text};

/// The columns of the file, in order.
pub const COLUMNS: [&str; 20] = [
    "cup",
    "missione",
    "componente",
    "codice_cid",
    "soggetto_attuatore_pubblico",
    "stato",
    "ue_non_pnrr",
    "regione",
    "provincia",
    "comune",
    "altro_pubblico",
    "privato",
    "da_reperire",
    "pnrr",
    "pnc",
    "altri_fondi",
    "totale",
    "totale_pubblico",
    "totale_pubblico_netto",
    "importi_esatti",
];

/// The data set that source keys name.
pub const DATA_SET: &str = "pnrr";

/// Where the money of a row comes from: one source for each column of amounts, but for what is still to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum SourceColumn {
    /// `stato`
    State,
    /// `ue_non_pnrr`
    OtherEu,
    /// `regione`
    Region,
    /// `provincia`
    Province,
    /// `comune`: given by the body itself
    Municipality,
    /// `altro_pubblico`
    OtherPublic,
    /// `privato`
    Private,
    /// `pnrr`
    RecoveryPlan,
    /// `pnc`
    ComplementaryPlan,
    /// `altri_fondi`
    OtherFunds,
}

impl SourceColumn {
    /// Its column in the file.
    pub fn column(self) -> &'static str {
        match self {
            Self::State => "stato",
            Self::OtherEu => "ue_non_pnrr",
            Self::Region => "regione",
            Self::Province => "provincia",
            Self::Municipality => "comune",
            Self::OtherPublic => "altro_pubblico",
            Self::Private => "privato",
            Self::RecoveryPlan => "pnrr",
            Self::ComplementaryPlan => "pnc",
            Self::OtherFunds => "altri_fondi",
        }
    }

    /// The stock organisation that stands for it, with its kind: name in Italian, code of the kind. The money of a
    /// municipality is given by the body itself.
    pub fn stock_organisation(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::State => Some(("Stato", "OTHER_PUBLIC_BODY")),
            Self::OtherEu => Some(("Unione europea (fondi diversi dal PNRR)", "FOREIGN_BODY")),
            Self::Region => Some(("Regione (fonte non nominata)", "REGION")),
            Self::Province => Some(("Provincia (fonte non nominata)", "OTHER_PUBLIC_BODY")),
            Self::Municipality => None,
            Self::OtherPublic => Some(("Altri enti pubblici", "OTHER_PUBLIC_BODY")),
            Self::Private => Some(("Privati", "COMPANY")),
            Self::RecoveryPlan => Some(("PNRR", "OTHER_PUBLIC_BODY")),
            Self::ComplementaryPlan => Some(("Piano nazionale complementare", "OTHER_PUBLIC_BODY")),
            Self::OtherFunds => Some(("Altri fondi", "OTHER_PUBLIC_BODY")),
        }
    }
}

/// One row of the file, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, from 1; the header is line 1.
    pub line: u64,
    /// The publisher's code: a project code, or a placeholder.
    pub code: String,
    /// The project code, where it is one.
    pub cup: Option<Cup>,
    /// The measure, as published.
    pub measure: String,
    /// The public body that carries it out, where one is named.
    pub body: Option<String>,
    /// What each source gives; sources that give nothing are left out.
    pub sources: Vec<(SourceColumn, Cents)>,
    /// What is still to be found.
    pub to_be_found: Cents,
    /// The published total: the budget.
    pub total: Cents,
    /// Whether the publisher's amounts are exact to the cent.
    pub exact: bool,
}

/// What is wrong with a row, at one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file.
    pub line: u64,
    /// The column.
    pub column: &'static str,
    /// What is wrong there.
    pub refusal: Refusal,
}

impl Row {
    /// Reads the fields of one record, which stand in the order of [`COLUMNS`]. Everything that is wrong is named.
    pub fn read(line_number: u64, fields: &[&str]) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader { line: line_number, fields, problems: Vec::new() };
        let code = reader.text("cup", 40);
        let measure = reader.text("codice_cid", 40);
        let has_body = !reader.raw("soggetto_attuatore_pubblico").trim().is_empty();
        let body = has_body.then(|| reader.text("soggetto_attuatore_pubblico", 200));
        let amounts: Vec<(SourceColumn, Cents)> =
            SourceColumn::VARIANTS.iter().map(|source| (*source, reader.amount(source.column()))).collect();
        let to_be_found = reader.amount("da_reperire");
        let total = reader.amount("totale");
        if total == Cents::ZERO && reader.problems.is_empty() {
            let range = InputProblem::OutOfRange { min: "0.01".to_owned(), max: String::new() };
            reader.problem("totale", Refusal::input(range));
        }
        let exact = reader.yes_or_no("importi_esatti");
        if !reader.problems.is_empty() {
            return Err(reader.problems);
        }
        let cup = Cup::parse(&code).ok();
        if cup.is_none() && !code.starts_with("riga-") {
            return Err(vec![Problem {
                line: line_number,
                column: "cup",
                refusal: Refusal::input(InputProblem::Format { expected: "CUP" }),
            }]);
        }
        let sources = amounts.into_iter().filter(|(_, amount)| *amount > Cents::ZERO).collect();
        Ok(Self { line: line_number, code, cup, measure, body, sources, to_be_found, total, exact })
    }

    /// What the sources add up to, with what is still to be found.
    pub fn sum_of_sources(&self) -> Cents {
        self.sources.iter().fold(self.to_be_found, |sum, (_, amount)| sum.plus(*amount))
    }

    /// Whether the sources contradict the published total: kept, shown, left out of certified totals (rule M11).
    pub fn is_anomalous(&self) -> bool {
        self.sum_of_sources() != self.total
    }

    /// The name by which bodies are matched.
    pub fn body_key(&self) -> Option<String> {
        self.body.as_deref().map(search_text)
    }

    /// A title for a project whose publisher gives none.
    pub fn title(&self) -> String {
        let body = self.body.as_deref().unwrap_or("beneficiario non pubblico");
        format!("{} – {body} ({})", self.measure, self.code)
    }
}

/// The kind of a body, from its name as the publisher writes it.
pub fn kind_of_body(name: &str) -> &'static str {
    let words = search_text(name);
    let rules = [
        ("comune di ", "MUNICIPALITY"),
        ("citta di ", "MUNICIPALITY"),
        ("regione ", "REGION"),
        ("citta metropolitana", "METROPOLITAN_CITY"),
        ("unione ", "UNION_OF_MUNICIPALITIES"),
        ("universita ", "UNIVERSITY"),
        ("politecnico", "UNIVERSITY"),
    ];
    let found = rules.iter().find(|(prefix, _)| words.starts_with(prefix));
    found.map_or("OTHER_PUBLIC_BODY", |(_, kind)| kind)
}

/// Whether measures are the same: compared without padding zeros and trailing `.00` (`M5C2I2.02.03` is `M5C2I2.2.3`).
pub fn same_measure(one: &str, other: &str) -> bool {
    measure_key(one) == measure_key(other)
}

/// The form in which measures are compared: upper case, without padding zeros and trailing `.00`.
pub fn measure_key(text: &str) -> String {
    let upper = text.trim().to_ascii_uppercase();
    let mut parts: Vec<String> = upper.split('.').map(without_padding).collect();
    while parts.len() > 1 && parts.last().is_some_and(|part| part == "0") {
        parts.pop();
    }
    parts.join(".")
}

fn without_padding(part: &str) -> String {
    if part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty() {
        let stripped = part.trim_start_matches('0');
        if stripped.is_empty() { "0".to_owned() } else { stripped.to_owned() }
    } else {
        part.to_owned()
    }
}

struct Reader<'a> {
    line: u64,
    fields: &'a [&'a str],
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn raw(&self, column: &str) -> &str {
        let index = COLUMNS.iter().position(|name| *name == column);
        index.and_then(|index| self.fields.get(index)).copied().unwrap_or_default()
    }

    fn problem(&mut self, column: &'static str, refusal: Refusal) {
        self.problems.push(Problem { line: self.line, column, refusal });
    }

    fn text(&mut self, column: &'static str, max: usize) -> String {
        let read = line(self.raw(column), max);
        read.unwrap_or_else(|refusal| {
            self.problem(column, refusal);
            String::new()
        })
    }

    fn amount(&mut self, column: &'static str) -> Cents {
        let read = Cents::parse(self.raw(column)).and_then(|amount| {
            if amount < Cents::ZERO {
                return Err(
                    Reason::InvalidInput(InputProblem::OutOfRange { min: "0".into(), max: String::new() }).into()
                );
            }
            Ok(amount)
        });
        read.unwrap_or_else(|refusal| {
            self.problem(column, refusal);
            Cents::ZERO
        })
    }

    fn yes_or_no(&mut self, column: &'static str) -> bool {
        match self.raw(column).trim() {
            "si" | "sì" => true,
            "no" => false,
            _ => {
                self.problem(column, Refusal::input(InputProblem::Format { expected: "si/no" }));
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(changes: &[(&str, &'static str)]) -> Vec<&'static str> {
        let base = [
            "B73C22000050001",
            "M5",
            "M5C2",
            "M5C2I2.02.03",
            "COMUNE DI BUSSOLENO",
            "0.00",
            "0.00",
            "0.00",
            "0.00",
            "100.50",
            "0.00",
            "0.00",
            "20.00",
            "879.50",
            "0.00",
            "0.00",
            "1000.00",
            "1000.00",
            "1000.00",
            "si",
        ];
        let mut fields = base.to_vec();
        for (column, value) in changes {
            let index = COLUMNS.iter().position(|name| name == column).unwrap();
            fields[index] = value;
        }
        fields
    }

    #[test]
    fn a_row_is_a_project_with_its_sources() {
        let row = Row::read(2, &fields(&[])).unwrap();
        assert_eq!(
            row.sources,
            [(SourceColumn::Municipality, Cents::new(10_050)), (SourceColumn::RecoveryPlan, Cents::new(87_950)),]
        );
        assert!(row.cup.is_some() && row.exact && !row.is_anomalous());
        assert_eq!(row.body_key().as_deref(), Some("comune di bussoleno"));
        let anomalous = Row::read(2, &fields(&[("totale", "1000.01")])).unwrap();
        assert!(anomalous.is_anomalous());
    }

    #[test]
    fn a_placeholder_is_no_project_code() {
        let row = Row::read(3, &fields(&[("cup", "riga-3"), ("soggetto_attuatore_pubblico", "")])).unwrap();
        assert_eq!((row.cup.clone(), row.body.clone(), row.code.as_str()), (None, None, "riga-3"));
    }

    #[test]
    fn everything_wrong_is_named_with_its_column() {
        let broken = [("pnrr", "12,5"), ("privato", "-3.00"), ("importi_esatti", "forse"), ("codice_cid", " ")];
        let problems = Row::read(7, &fields(&broken)).unwrap_err();
        let columns: Vec<&str> = problems.iter().map(|problem| problem.column).collect();
        assert_eq!(columns, ["codice_cid", "privato", "pnrr", "importi_esatti"]);
        assert!(problems.iter().all(|problem| problem.line == 7));
        assert_eq!(Row::read(8, &fields(&[("cup", "XYZ")])).unwrap_err()[0].column, "cup");
        assert_eq!(Row::read(9, &["B73C22000050001"]).unwrap_err()[0].column, "codice_cid");
    }

    #[test]
    fn measures_are_compared_without_padding() {
        assert!(same_measure("M5C2I2.02.03", "m5c2i2.2.3"));
        assert!(same_measure("M6C1I1.01.00", "M6C1I1.1"));
        assert!(!same_measure("M6C1I1.1", "M6C1I1.10"));
    }

    #[test]
    fn bodies_get_their_kind_from_their_name() {
        assert_eq!(kind_of_body("COMUNE DI AGLIE'"), "MUNICIPALITY");
        assert_eq!(kind_of_body("UNIVERSITA' DEGLI STUDI DI TORINO"), "UNIVERSITY");
        assert_eq!(kind_of_body("CITTA' METROPOLITANA DI TORINO"), "METROPOLITAN_CITY");
        assert_eq!(kind_of_body("AZIENDA OSPEDALIERA ORDINE MAURIZIANO DI TORINO"), "OTHER_PUBLIC_BODY");
    }
}
