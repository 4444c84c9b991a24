//! Languages and texts that exist in several of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// A language as a lower-case BCP 47 primary tag (`it`, `en`, `fr`, `frp`). Which languages have a catalogue is
/// known to the crate of texts only: a new language is a new catalogue, never code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Locale(String);

impl Locale {
    /// Italian, the language in which every text exists.
    pub fn italian() -> Self {
        Self("it".to_owned())
    }

    /// English.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// Reads a BCP 47 tag and keeps its primary language: `it-IT` is `it`.
    pub fn parse(tag: &str) -> Result<Self, Refusal> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let well_formed = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        if well_formed { Ok(Self(primary)) } else { Err(Refusal::input(InputProblem::Format { expected: "BCP 47" })) }
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::italian()
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Locale {
    type Error = Refusal;

    fn try_from(tag: String) -> Result<Self, Refusal> {
        Self::parse(&tag)
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.0
    }
}

/// A short text in one or more languages. It is never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalisedText(BTreeMap<Locale, String>);

impl LocalisedText {
    /// A text in Italian only.
    pub fn italian(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(Locale::italian(), text.into())]))
    }

    /// A text in Italian and English.
    pub fn bilingual(italian: impl Into<String>, english: impl Into<String>) -> Self {
        Self(BTreeMap::from([(Locale::italian(), italian.into()), (Locale::english(), english.into())]))
    }

    /// Checks and takes translations: at least one, each a single line of at most `max` characters.
    pub fn new(translations: impl IntoIterator<Item = (Locale, String)>, max: usize) -> Result<Self, Refusal> {
        let mut texts = BTreeMap::new();
        for (locale, text) in translations {
            let text = crate::search::line(&text, max).map_err(|refusal| refusal.under(locale.as_str()))?;
            texts.insert(locale, text);
        }
        if texts.is_empty() { Err(Refusal::input(InputProblem::Blank)) } else { Ok(Self(texts)) }
    }

    /// The text in `locale`, else in Italian, else in the first language there is.
    pub fn get(&self, locale: &Locale) -> &str {
        self.chosen(locale).map_or("", |(_, text)| text)
    }

    /// The same, with the language that it is in.
    pub fn chosen(&self, locale: &Locale) -> Option<(&Locale, &str)> {
        let of = |wanted: &Locale| self.0.get_key_value(wanted);
        let found = of(locale).or_else(|| of(&Locale::italian())).or_else(|| self.0.iter().next());
        found.map(|(language, text)| (language, text.as_str()))
    }

    /// All translations, by language.
    pub fn translations(&self) -> impl Iterator<Item = (&Locale, &str)> {
        self.0.iter().map(|(locale, text)| (locale, text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_primary_language_and_refuses_what_is_none() {
        assert_eq!(Locale::parse("it-IT").unwrap(), Locale::italian());
        assert_eq!(Locale::parse("EN_gb").unwrap(), Locale::english());
        for bad in ["", "i", "italiano", "1t", "*"] {
            assert!(Locale::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn falls_back_to_italian_then_to_whatever_there_is() {
        let both = LocalisedText::bilingual("Tavolo", "Table");
        assert_eq!(both.get(&Locale::english()), "Table");
        assert_eq!(both.chosen(&Locale::parse("fr").unwrap()), Some((&Locale::italian(), "Tavolo")));
        assert_eq!(both.get(&Locale::parse("fr").unwrap()), "Tavolo");
        let french = LocalisedText::new([(Locale::parse("fr").unwrap(), "Table ronde".to_owned())], 50).unwrap();
        assert_eq!(french.get(&Locale::italian()), "Table ronde");
        assert!(LocalisedText::new([], 50).is_err());
    }
}
