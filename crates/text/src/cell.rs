//! Cells that a spreadsheet shows as text instead of running as a formula.

use std::borrow::Cow;

/// The text of a cell for CSV and spreadsheets: whatever a program might take for a formula gets an apostrophe in
/// front, which spreadsheets take for "this is text". White space before the sign, and its full-width forms, count too.
pub fn safe_cell(text: &str) -> Cow<'_, str> {
    let starts_with_control = text.starts_with(['\t', '\r', '\n', '\0']);
    let first = text.chars().find(|c| !is_skipped(*c));
    if starts_with_control || first.is_some_and(is_sign) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What programs may strip before they look for a formula.
fn is_skipped(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("=1+1")]
    #[case("+39 011 8612111")]
    #[case("-2+3")]
    #[case("@SUM(A1)")]
    #[case("\t=1")]
    #[case("\rtesto")]
    #[case("\ntesto")]
    #[case("   =HYPERLINK(\"https://example.org\")")]
    #[case("\u{a0}=1")]
    #[case("\u{feff}=1")]
    #[case("\u{200b}@x")]
    #[case("＝1+1")]
    #[case("＋1")]
    #[case("－1")]
    #[case("＠x")]
    fn formulas_become_text(#[case] hostile: &str) {
        assert_eq!(safe_cell(hostile), format!("'{hostile}"));
    }

    #[rstest]
    #[case("")]
    #[case("   ")]
    #[case("Unione montana Valle Susa")]
    #[case("3 = 2 + 1")]
    #[case("1.234,50")]
    #[case("'=1+1")]
    #[case("è @ tutti")]
    fn other_text_stays_and_is_not_copied(#[case] text: &str) {
        assert!(matches!(safe_cell(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn twice_is_once() {
        let once = safe_cell("=1").into_owned();
        assert_eq!(safe_cell(&once), once);
    }
}
