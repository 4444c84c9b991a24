use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use cordata_domain::Locale;
use cordata_text::{Value, Words, available, negotiate, words};

use crate::cookie;

/// Who reads: in which language, and which page.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    words: Words,
    /// `/it` or the like where the address says the language, else nothing.
    prefix: String,
    /// The address without the prefix.
    path: String,
    /// Whether the browser shows a session; whether that opens anything, pages of one's own find out.
    known: bool,
}

impl Reader {
    /// Reads the language from the address, else from what the browser asks for.
    pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let path = uri.path();
        let known = cookie::value(headers, cookie::SESSION).is_some();
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let named = available().into_iter().find(|locale| locale.as_str() == first);
        let Some(locale) = named else {
            let wishes = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            let locale = negotiate(wishes.unwrap_or_default());
            return Self { words: words(&locale), path: path.to_owned(), prefix: String::new(), known };
        };
        let prefix = format!("/{locale}");
        let rest = path.strip_prefix(&prefix).unwrap_or_default();
        let path = if rest.is_empty() { "/" } else { rest };
        Self { words: words(&locale), path: path.to_owned(), prefix, known }
    }

    /// The language.
    pub(super) fn locale(&self) -> &Locale {
        self.words.locale()
    }

    /// Whether the browser seems to have signed in.
    pub(super) fn is_known(&self) -> bool {
        self.known
    }

    /// Whether the address left the language open.
    pub(super) fn negotiated(&self) -> bool {
        self.prefix.is_empty()
    }

    /// The address of this page without its language.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The address of another page, in the language of this one.
    pub(super) fn link(&self, path: &str) -> String {
        if path == "/" && !self.prefix.is_empty() { self.prefix.clone() } else { format!("{}{path}", self.prefix) }
    }

    /// A text of the catalogue.
    pub(super) fn text(&self, key: &str) -> String {
        self.words.text(key)
    }

    /// A text of the catalogue with its variables.
    pub(super) fn format(&self, key: &str, args: &[(&'static str, Value<'_>)]) -> String {
        self.words.format(key, args)
    }

    /// The name of a state or kind.
    pub(super) fn label<E: Into<&'static str>>(&self, group: &str, value: E) -> String {
        cordata_text::label(self.locale(), group, value)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(uri: &'static str, wishes: &'static str) -> Reader {
        let headers = [(header::ACCEPT_LANGUAGE, wishes.parse().unwrap())].into_iter().collect();
        Reader::of(&Uri::from_static(uri), &headers)
    }

    #[test]
    fn the_address_decides_before_the_browser() {
        let forced = reader("/en/tables/7", "it");
        assert_eq!((forced.locale().as_str(), forced.path()), ("en", "/tables/7"));
        assert_eq!(forced.link("/decisions"), "/en/decisions");
        assert_eq!(forced.link("/"), "/en");
        assert!(!forced.negotiated());
    }

    #[test]
    fn without_a_prefix_the_browser_decides_and_links_stay_without() {
        let open = reader("/tables/7", "de, en;q=0.8, it;q=0.5");
        assert_eq!((open.locale().as_str(), open.path()), ("en", "/tables/7"));
        assert_eq!(open.link("/decisions"), "/decisions");
        assert_eq!(open.link("/"), "/");
        assert!(open.negotiated());
    }

    #[test]
    fn a_word_that_begins_like_a_language_is_none() {
        assert_eq!(reader("/italy", "en").path(), "/italy");
        assert_eq!(reader("/it", "en").path(), "/");
    }
}
