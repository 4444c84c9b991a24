//! Texts as the rules need them: one clean line, an order that both databases agree on, a form to search in.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::error::{InputProblem, Refusal};

/// One line of text: trimmed, inner white space folded, without control characters, 1 to `max` characters.
/// A line break in a display name breaks mail headers, so it is refused here, once.
pub fn line(text: &str, max: usize) -> Result<String, Refusal> {
    if text.chars().any(char::is_control) {
        return Err(Refusal::input(InputProblem::ControlCharacter));
    }
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(folded, max)
}

/// A text of several lines: trimmed, no control characters but line breaks and tabs, 1 to `max` characters.
pub fn paragraphs(text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.replace("\r\n", "\n");
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::input(InputProblem::ControlCharacter));
    }
    bounded(text.trim().to_owned(), max)
}

fn bounded(text: String, max: usize) -> Result<String, Refusal> {
    if text.is_empty() {
        Err(Refusal::input(InputProblem::Blank))
    } else if text.chars().count() > max {
        Err(Refusal::input(InputProblem::TooLong { max }))
    } else {
        Ok(text)
    }
}

/// An optional line: blank counts as absent.
pub fn optional_line(text: Option<&str>, max: usize) -> Result<Option<String>, Refusal> {
    text.filter(|t| !t.trim().is_empty()).map(|t| line(t, max)).transpose()
}

/// Lower case without accents, words parted by one space: what is searched in, and what names are matched by.
pub fn search_text(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// An order for people: like [`search_text`], with numbers padded so that `2.1.10` follows `2.1.9`.
pub fn sort_key(text: &str) -> String {
    let padded = search_text(text).split(' ').map(pad_number).collect::<Vec<_>>();
    padded.join(" ").chars().take(200).collect()
}

fn pad_number(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_digit()) { format!("{word:0>8}") } else { word.to_owned() }
}

/// A name for addresses of pages: `Tavolo permanente sulla montagna` → `tavolo-permanente-sulla-montagna`.
pub fn slug(text: &str) -> String {
    search_text(text).replace(' ', "-").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(80).collect()
}

/// The same, or the id where nothing of the name can stand in an address (`東京`).
pub fn slug_or(text: &str, id: &impl std::fmt::Display) -> String {
    let slug = slug(text);
    if slug.is_empty() { id.to_string() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_a_line_and_refuses_what_breaks_headers() {
        assert_eq!(line("  Tavolo   montagna ", 40).unwrap(), "Tavolo montagna");
        for bad in ["", "   ", "a\nb", "a\r\nBcc: x@y", "\u{0}"] {
            assert!(line(bad, 40).is_err(), "{bad:?}");
        }
        assert!(line("abcde", 4).is_err());
        assert_eq!(paragraphs("a\r\nb\n", 10).unwrap(), "a\nb");
    }

    #[test]
    fn orders_codes_by_number_and_names_without_accents() {
        assert!(sort_key("2.1.9") < sort_key("2.1.10"));
        assert_eq!(search_text("Città metropòlitana  d'Oulx"), "citta metropolitana d oulx");
        assert_eq!(slug("Unione montana Valle Susa – è"), "unione-montana-valle-susa-e");
    }
}
