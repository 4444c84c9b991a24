//! Why somebody may do something, in words.

use chrono::NaiveDate;
use cordata_domain::Locale;
use cordata_domain::policy::{Act, Ground};

use crate::catalogue::words;
use crate::format;

/// A ground on which something is allowed, with what its role is held for.
#[derive(Debug, Clone, Copy)]
pub struct Allowed<'a> {
    /// Who is allowed.
    pub name: &'a str,
    /// On what ground.
    pub ground: Ground,
    /// The table or organisation that the role is held for; absent for the whole plan, or where there is none.
    pub place: Option<&'a str>,
    /// The first day of the role, where it is known.
    pub since: Option<NaiveDate>,
}

/// Why it is allowed: "because Ada Prova manages Comune di Susa, since 1 January 2026".
pub fn access_sentence(locale: &Locale, allowed: &Allowed<'_>) -> String {
    let words = words(locale);
    let ground: &'static str = allowed.ground.into();
    let place = allowed.place.map_or_else(|| words.text("access-whole-plan"), str::to_owned);
    let args = [("name", allowed.name.into()), ("place", place.into())];
    let because = words.format(&format!("access-because-{ground}"), &args);
    match allowed.since {
        Some(day) => {
            let day = format::day_in_words(locale, day);
            words.format("access-since", &[("because", because.into()), ("day", day.into())])
        }
        None => because,
    }
}

/// Why it is not allowed: which roles would be needed.
pub fn no_access_sentence(locale: &Locale, act: Act, name: &str) -> String {
    let words = words(locale);
    let ground = |ground: &Ground| words.text(&format!("access-ground-{}", <&'static str>::from(*ground)));
    let grounds: Vec<String> = act.grounds().iter().map(ground).collect();
    words.format("access-none", &[("name", name.into()), ("grounds", grounds.join(", ").into())])
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn says_who_holds_what_for_which_place_and_since_when() {
        let allowed = Allowed {
            name: "Ada Prova",
            ground: Ground::OrgManager,
            place: Some("Comune di Susa"),
            since: "2026-01-01".parse().ok(),
        };
        let english = access_sentence(&Locale::english(), &allowed);
        assert_eq!(english, "because Ada Prova manages Comune di Susa, since 1 January 2026");
        let italian = access_sentence(&Locale::italian(), &Allowed { since: None, ..allowed });
        assert_eq!(italian, "perché Ada Prova gestisce Comune di Susa");
    }

    #[test]
    fn every_ground_and_every_refusal_is_said_in_two_languages() {
        for ground in Ground::VARIANTS {
            let allowed = Allowed { name: "Ada", ground: *ground, place: None, since: None };
            let [italian, english] = [Locale::italian(), Locale::english()].map(|it| access_sentence(&it, &allowed));
            assert!(italian.starts_with("perché ") && english.starts_with("because "), "{italian} / {english}");
        }
        for act in Act::VARIANTS {
            let said = no_access_sentence(&Locale::italian(), *act, "Ada");
            assert!(said.contains("Ada") && !said.contains("access-"), "{said}");
        }
    }
}
