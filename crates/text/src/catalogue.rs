//! Words by key, in the language of whoever reads them.
//!
//! The catalogues are Fluent files, `src/locales/<language>/<area>.ftl`; each folder there is a language.

use std::borrow::Cow;
use std::collections::HashMap;

use cordata_domain::Locale;
use fluent_templates::Loader;
use unic_langid::LanguageIdentifier;

pub use fluent_templates::fluent_bundle::FluentValue as Value;

#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    unreachable_pub,
    unused_qualifications,
    reason = "expanded by the macro; a test reads every file of every language"
)]
mod embedded {
    fluent_templates::static_loader! {
        pub(super) static CATALOGUES = {
            locales: "./src/locales",
            fallback_language: "it",
            customise: |bundle| bundle.set_use_isolating(false),
        };
    }
}

use embedded::CATALOGUES;

/// The catalogue of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    locale: Locale,
    language: LanguageIdentifier,
}

/// The catalogue of `locale`, or the Italian one where there is none of that language.
pub fn words(locale: &Locale) -> Words {
    let language = locale.as_str().parse().ok().filter(|wanted| CATALOGUES.locales().any(|known| known == wanted));
    match language {
        Some(language) => Words { locale: locale.clone(), language },
        None => Words { locale: Locale::italian(), language: CATALOGUES.fallback().clone() },
    }
}

/// The languages that have a catalogue, Italian first. No catalogue is read for it.
pub fn available() -> Vec<Locale> {
    env!("CORDATA_LANGUAGES").split(',').filter_map(|language| Locale::parse(language).ok()).collect()
}

/// The language to answer in, from the value of an `Accept-Language` header (RFC 9110, section 12.5.4): the first of
/// the best-liked languages that has a catalogue, else Italian.
pub fn negotiate(accept_language: &str) -> Locale {
    let available = available();
    let mut wishes: Vec<(u16, Locale)> = accept_language.split(',').filter_map(wish).collect();
    wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wishes.into_iter().map(|(_, locale)| locale).find(|locale| available.contains(locale)).unwrap_or_default()
}

/// One element of the header: its weight in thousandths and its language. Absent where it is refused or unreadable.
fn wish(element: &str) -> Option<(u16, Locale)> {
    let mut parts = element.split(';').map(str::trim);
    let tag = parts.next()?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.map_or(Some(1000), thousandths).filter(|weight| *weight > 0)?;
    let locale = if tag == "*" { Locale::italian() } else { Locale::parse(tag).ok()? };
    Some((weight, locale))
}

/// Reads a quality value: 0 or 1 with up to three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let fits = matches!(whole, "0" | "1") && decimals.len() <= 3 && decimals.bytes().all(|b| b.is_ascii_digit());
    let weight = if fits { format!("{whole}{decimals:0<3}").parse().ok()? } else { return None };
    (weight <= 1000).then_some(weight)
}

impl Words {
    /// The language of these words: what belongs into `lang` attributes.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The text of `key`. A key that no catalogue has is shown as it is: a test keeps the catalogues complete.
    pub fn text(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// The text of `key` with its variables filled in. Numbers choose plural forms and are written as they are.
    pub fn format(&self, key: &str, args: &[(&'static str, Value<'_>)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key`, if this catalogue or the Italian one has it.
    pub fn find(&self, key: &str, args: &[(&'static str, Value<'_>)]) -> Option<String> {
        let args: HashMap<Cow<'static, str>, Value<'_>> =
            args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        let lookup = |language| CATALOGUES.lookup_single_language(language, key, Some(&args)).ok();
        lookup(&self.language).or_else(|| lookup(CATALOGUES.fallback()))
    }
}

#[cfg(test)]
mod tests;
