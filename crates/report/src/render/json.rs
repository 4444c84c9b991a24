//! Documents as JSON, for programs and for whoever wants to compute further. It is the same in every language: states
//! are the words of the API, texts carry their languages.

use crate::model::sustainability::SustainabilityReport;

/// The report, over several lines.
pub fn sustainability_report(report: &SustainabilityReport) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(report)
}

#[cfg(test)]
mod tests {
    use crate::build::sustainability_report;
    use crate::testing::facts;

    #[test]
    fn the_names_of_fields_are_stable() {
        let report = sustainability_report(&facts());
        insta::assert_snapshot!(super::sustainability_report(&report).unwrap());
    }
}
