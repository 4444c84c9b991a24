//! Texts as the rules need them: one clean line, an order that both databases agree on, a form to search in.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::error::{InputProblem, Refusal};

/// One line of text: trimmed, inner white space folded, without control or invisible characters, 1 to `max`
/// characters. A line break in a display name breaks mail headers, and invisible characters let a name pass for
/// another one, so they are refused here, once. That holds for the joiners U+200C and U+200D too: none of the languages
/// that this is written in needs them.
pub fn line(text: &str, max: usize) -> Result<String, Refusal> {
    if text.chars().any(|c| c.is_control() || is_invisible(c) || is_bidi_control(c)) {
        return Err(Refusal::input(InputProblem::ControlCharacter));
    }
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(folded, max)
}

/// A text of several lines: trimmed, no control characters but line breaks and tabs, none that change the direction of
/// what stands around the text, 1 to `max` characters.
pub fn paragraphs(text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.replace("\r\n", "\n");
    if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || is_bidi_control(c)) {
        return Err(Refusal::input(InputProblem::ControlCharacter));
    }
    bounded(text.trim().to_owned(), max)
}

/// Embeddings, overrides, isolates and marks of direction.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a width or a picture: soft hyphen, fillers, joiners, byte order mark, annotations, tags.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The address of a page, of at most `max` characters: `https://`, then a host. No user name stands before the host,
/// where it would pass for the host itself.
pub fn https_link(text: &str, max: usize) -> Result<String, Refusal> {
    let link = line(text, max)?;
    let rest = link.strip_prefix("https://").filter(|rest| !rest.contains([' ', '\\']));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    match host {
        Some(host) if !host.is_empty() && !host.contains('@') => Ok(link),
        _ => Err(Refusal::input(InputProblem::Format { expected: "https://…" })),
    }
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
    use rstest::rstest;

    use super::*;
    use crate::error::Reason;

    #[test]
    fn folds_a_line_and_refuses_what_breaks_headers() {
        assert_eq!(line("  Tavolo   montagna ", 40).unwrap(), "Tavolo montagna");
        for bad in ["", "   ", "a\nb", "a\r\nBcc: x@y", "\u{0}"] {
            assert!(line(bad, 40).is_err(), "{bad:?}");
        }
        assert!(line("abcde", 4).is_err());
        assert_eq!(paragraphs("a\r\nb\n", 10).unwrap(), "a\nb");
    }

    #[rstest]
    #[case::override_of_direction("Comune di \u{202e}asuS")]
    #[case::isolate("Comune\u{2066} di Susa")]
    #[case::mark_of_direction("Comune di Susa\u{200f}")]
    #[case::zero_width_space("Comune di\u{200b} Susa")]
    #[case::joiner("Comune di Su\u{200d}sa")]
    #[case::soft_hyphen("Comune di Su\u{ad}sa")]
    #[case::byte_order_mark("\u{feff}Comune di Susa")]
    #[case::tag("Comune di Susa\u{e0041}")]
    fn a_name_is_what_it_looks_like(#[case] name: &str) {
        assert_eq!(line(name, 80).unwrap_err().reason, Reason::InvalidInput(InputProblem::ControlCharacter));
    }

    #[test]
    fn a_text_keeps_its_direction_and_joined_pictures() {
        assert!(paragraphs("Si approva \u{202e}otseuq", 80).is_err());
        assert!(paragraphs("Grazie 👩\u{200d}🌾", 80).is_ok());
        assert!(line("Città – l’Unione «Valle» di Saint‑Vincent", 80).is_ok());
    }

    #[rstest]
    #[case::plain("https://meet.example.org/stanza?x=1#a@b", true)]
    #[case::port("https://meet.example.org:8443", true)]
    #[case::at_sign_in_the_path("https://example.org/@comune", true)]
    #[case::user("https://example.org@evil.example", false)]
    #[case::user_and_password("https://example.org:443@evil.example/", false)]
    #[case::backslash("https://evil.example\\@example.org", false)]
    #[case::no_host("https:///stanza", false)]
    #[case::other_scheme("http://example.org", false)]
    #[case::two_words("https://example.org/a b", false)]
    fn a_link_leads_where_it_says(#[case] link: &str, #[case] taken: bool) {
        assert_eq!(https_link(link, 500).is_ok(), taken);
    }

    #[test]
    fn orders_codes_by_number_and_names_without_accents() {
        assert!(sort_key("2.1.9") < sort_key("2.1.10"));
        assert_eq!(search_text("Città metropòlitana  d'Oulx"), "citta metropolitana d oulx");
        assert_eq!(slug("Unione montana Valle Susa – è"), "unione-montana-valle-susa-e");
    }
}
