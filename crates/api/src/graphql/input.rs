//! What inputs of several areas have in common: ids, titles and periods, read or refused at their field.

use async_graphql::{ID, InputObject};
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::period::Validity;
use cordata_domain::{InputProblem, LocalisedText, Reason, Refusal};

use crate::graphql::id::{GlobalId, decode_as};
use crate::scalar::{Date, Decimal, Locale};

/// The most characters of a title.
const MAX_TITLE: usize = 200;

/// A text in one language.
#[derive(Debug, InputObject)]
pub struct TranslationInput {
    /// The language.
    pub locale: Locale,
    /// The text: one line of at most 200 characters.
    pub text: String,
}

/// From a day to a day, both included.
#[derive(Debug, InputObject)]
pub struct PeriodInput {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// The id that a field holds. One of another kind, or none at all, is refused like the id of an absent thing.
pub fn read_id<I: GlobalId>(id: &ID, field: &str) -> Result<I, Refusal> {
    decode_as(id).ok_or_else(|| Reason::NotFound.at(field))
}

/// The same for a field that may be left out.
pub fn read_optional_id<I: GlobalId>(id: Option<&ID>, field: &str) -> Result<Option<I>, Refusal> {
    id.map(|id| read_id(id, field)).transpose()
}

/// The same for a list of ids; the place in the list stands in the path.
pub fn read_ids<I: GlobalId>(ids: &[ID], field: &str) -> Result<Vec<I>, Refusal> {
    let each = |(index, id): (usize, &ID)| read_id(id, &index.to_string());
    ids.iter().enumerate().map(each).collect::<Result<_, _>>().map_err(|refusal| refusal.under(field))
}

/// The translations of a title, at least one and each language once.
pub fn read_title(translations: Vec<TranslationInput>, field: &str) -> Result<LocalisedText, Refusal> {
    let mut locales = Vec::with_capacity(translations.len());
    for (index, translation) in translations.iter().enumerate() {
        if locales.contains(&translation.locale.0) {
            let duplicate = Refusal::input(InputProblem::Duplicate).under("locale");
            return Err(duplicate.under(index.to_string()).under(field));
        }
        locales.push(translation.locale.0.clone());
    }
    let texts = translations.into_iter().map(|translation| (translation.locale.0, translation.text));
    LocalisedText::new(texts, MAX_TITLE).map_err(|refusal| at_translation(refusal, &locales).under(field))
}

/// The rules name a translation by its language, the input by its place in the list.
fn at_translation(mut refusal: Refusal, locales: &[cordata_domain::Locale]) -> Refusal {
    if let Some(language) = refusal.path.pop() {
        let index = locales.iter().position(|locale| locale.as_str() == language).unwrap_or_default();
        refusal.path = vec![index.to_string(), "text".to_owned()];
    }
    refusal
}

/// The period from one field to another, `from` and `to`.
pub fn read_validity(from: Date, to: Option<Date>) -> Result<Validity, Refusal> {
    Validity::new(from.0, to.map(|day| day.0))
}

/// The amount that a field holds.
pub fn read_amount(amount: &Decimal, field: &str) -> Result<Cents, Refusal> {
    Cents::parse(&amount.0).map_err(|refusal| refusal.under(field))
}

/// The percentage that a field holds.
pub fn read_share(percent: &Decimal, field: &str) -> Result<Share, Refusal> {
    Share::parse(&percent.0).map_err(|refusal| refusal.under(field))
}

/// The language of a text: Italian where the input leaves it out.
pub fn read_language(language: Option<Locale>) -> cordata_domain::Locale {
    language.map(|language| language.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use cordata_domain::RefusalCode;
    use cordata_domain::ids::{MeetingId, TableId};
    use uuid::Uuid;

    use super::*;
    use crate::graphql::id::encode;

    fn translation(locale: &str, text: &str) -> TranslationInput {
        TranslationInput { locale: Locale(cordata_domain::Locale::parse(locale).unwrap()), text: text.to_owned() }
    }

    #[test]
    fn an_id_of_another_kind_is_not_found_at_its_field() {
        let meeting = encode(MeetingId(Uuid::from_u128(1)));
        assert_eq!(read_id::<MeetingId>(&meeting, "meetingId"), Ok(MeetingId(Uuid::from_u128(1))));
        for wrong in [meeting.clone(), ID(String::new()), ID("42".to_owned())] {
            let refusal = read_id::<TableId>(&wrong, "tableId").unwrap_err();
            assert_eq!((refusal.code(), refusal.path), (RefusalCode::NotFound, vec!["tableId".to_owned()]));
        }
        let refusal = read_ids::<MeetingId>(&[meeting, ID("x".to_owned())], "ids").unwrap_err();
        assert_eq!(refusal.path, ["ids", "1"]);
        assert_eq!(read_optional_id::<TableId>(None, "tableId"), Ok(None));
    }

    #[test]
    fn an_amount_that_is_not_exact_is_refused_at_its_field() {
        let amount = |text: &str| read_amount(&Decimal(text.to_owned()), "amount");
        assert_eq!(amount("1140734.99"), Ok(Cents::new(114_073_499)));
        for bad in ["1.140.734,99", "1e6", "", "0.005", "NaN"] {
            let refusal = amount(bad).unwrap_err();
            assert_eq!((refusal.code(), refusal.path), (RefusalCode::InvalidInput, vec!["amount".to_owned()]), "{bad}");
        }
        assert_eq!(read_share(&Decimal("33.33".to_owned()), "share"), Share::from_points(3_333));
        assert!(read_share(&Decimal("100.01".to_owned()), "share").is_err());
    }

    #[test]
    fn a_title_has_each_language_once_and_a_wrong_text_is_named_by_its_place() {
        let both = vec![translation("it", "Piano strategico"), translation("en", " Strategic   plan ")];
        assert_eq!(read_title(both, "title"), Ok(LocalisedText::bilingual("Piano strategico", "Strategic plan")));
        let path = |translations| read_title(translations, "title").unwrap_err().path;
        assert_eq!(path(vec![]), ["title"]);
        assert_eq!(path(vec![translation("it", "Piano"), translation("en", " ")]), ["title", "1", "text"]);
        assert_eq!(path(vec![translation("it", "a"), translation("it-IT", "b")]), ["title", "1", "locale"]);
        assert_eq!(path(vec![translation("it", &"è".repeat(MAX_TITLE + 1))]), ["title", "0", "text"]);
    }
}
