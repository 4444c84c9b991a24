//! Documents as HTML that prints well and that a screen reader reads well.

mod said;
pub mod sustainability;

use askama::Template;
use cordata_domain::Locale;
use cordata_domain::meeting::MeetingMode;
use cordata_text::markdown::{SafeHtml, to_html};
use cordata_text::{Words, format, label, words};

use crate::model::{Addressee, ConvocationLetter, LetterItem};

#[derive(Template)]
#[template(path = "convocation_letter.html")]
struct LetterPage<'a> {
    words: Words,
    lang: &'a str,
    stylesheet: &'a str,
    sender: &'a str,
    table: &'a str,
    number: String,
    subject: String,
    opening: String,
    urgency: Option<String>,
    when: String,
    place: String,
    kind: String,
    mode: String,
    remote: bool,
    addressees: &'a [Addressee],
    agenda: Vec<ItemView<'a>>,
}

struct ItemView<'a> {
    title: &'a str,
    /// The language, where it is not the letter's.
    lang: Option<&'a str>,
    kind: String,
    body: Option<SafeHtml>,
}

/// The letter in the reader's language, as a whole page of its own. `stylesheet` is the address of its stylesheet.
pub fn convocation_letter(
    letter: &ConvocationLetter,
    locale: &Locale,
    stylesheet: &str,
) -> Result<String, askama::Error> {
    let words = words(locale);
    let locale = words.locale().clone();
    let table = letter.table.get(&locale);
    let when = format::moment(&locale, letter.starts);
    let dispatched = format::long_date(&locale, letter.dispatched.date());
    let number = [("number", letter.number.to_string().into()), ("date", dispatched.into())];
    let urgent = |reason: &String| words.format("page-meeting-urgent", &[("reason", reason.as_str().into())]);
    let place = letter.place.clone().filter(|_| letter.mode != MeetingMode::Remote);
    let page = LetterPage {
        lang: locale.as_str(),
        stylesheet,
        sender: &letter.sender,
        table,
        number: words.format("page-meeting-convocation-number", &number),
        subject: words.format("page-letter-subject", &[("title", letter.title.as_str().into())]),
        opening: words.format("page-letter-opening", &[("moment", when.as_str().into())]),
        urgency: letter.urgency.as_ref().map(urgent),
        when,
        place: place.unwrap_or_else(|| words.text("page-meeting-where-remote")),
        kind: label(&locale, "meeting-kind", letter.kind),
        mode: label(&locale, "meeting-mode", letter.mode),
        remote: letter.mode != MeetingMode::InPerson,
        addressees: &letter.addressees,
        agenda: letter.agenda.iter().map(|item| ItemView::new(item, &locale)).collect(),
        words,
    };
    page.render()
}

impl<'a> ItemView<'a> {
    fn new(item: &'a LetterItem, locale: &Locale) -> Self {
        Self {
            title: &item.title,
            lang: (item.language != *locale).then(|| item.language.as_str()),
            kind: label(locale, "agenda-item-kind", item.kind),
            body: item.body.as_deref().map(to_html),
        }
    }
}

#[cfg(test)]
mod tests;
