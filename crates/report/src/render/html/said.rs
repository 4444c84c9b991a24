use cordata_domain::{Locale, LocalisedText};

/// A text, and its language where it is not the document's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) lang: Option<String>,
}

impl Said {
    /// A text that somebody wrote in `language`.
    pub(super) fn written(reader: &Locale, text: &str, language: &Locale) -> Self {
        Self { text: text.to_owned(), lang: (language != reader).then(|| language.to_string()) }
    }

    /// The translation for the reader, or the one there is.
    pub(super) fn translated(reader: &Locale, text: &LocalisedText) -> Self {
        let (language, words) = text.chosen(reader).unwrap_or((reader, ""));
        Self::written(reader, words, language)
    }
}
