//! What one looks after, and when one wants digests.

use chrono::Weekday;
use chrono_tz::Tz;
use cordata_app::AppError;
use cordata_app::notification::SetNotificationPreferences;
use cordata_domain::ids::PersonId;
use cordata_domain::notification::{Cadence, Preference};
use cordata_domain::policy::{Act, Actor, Facts, decide};
use cordata_domain::{InputProblem, Refusal};
use serde::Deserialize;
use strum::VariantArray;

use super::super::PageState;
use super::super::instead::Instead;
use super::super::people::{Choice, read_zone};
use super::super::reader::Reader;
use super::super::view::{Link, Said, names};
use super::super::visitor::Visitor;

/// The days of a week, as forms and catalogues name them.
const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

/// When digests are wanted, as it was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DigestForm {
    pub(super) key: String,
    cadence: String,
    hour: String,
    pub(super) zone: String,
    mon: String,
    tue: String,
    wed: String,
    thu: String,
    fri: String,
    sat: String,
    sun: String,
}

/// The form of the digests, filled in.
pub(super) struct DigestChoice {
    pub(super) cadences: Vec<Choice>,
    pub(super) days: Vec<Choice>,
    pub(super) hours: Vec<Choice>,
    pub(super) zone: String,
}

impl DigestForm {
    /// What the form asks for.
    pub(super) fn command(&self, person: PersonId) -> Result<SetNotificationPreferences, Refusal> {
        let chosen = [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun];
        let days = WEEKDAYS.iter().zip(chosen).filter(|(_, chosen)| !chosen.is_empty());
        let wrong = |field: &str| Refusal::input(InputProblem::Blank).under(field);
        let preference = Preference {
            cadence: self.cadence.parse().map_err(|_| wrong("cadence"))?,
            weekdays: days.map(|((day, _), _)| *day).collect(),
            hour: self.hour.parse().map_err(|_| wrong("hour"))?,
            zone: read_zone(&self.zone)?,
        };
        Ok(SetNotificationPreferences { person, preference })
    }
}

/// What one chose; the usual where one chose nothing.
pub(super) async fn digest(
    pages: &PageState,
    reader: &Reader,
    person: PersonId,
    zone: Tz,
) -> Result<DigestChoice, AppError> {
    let chosen = pages.reads.preference_of(person).await?;
    let preference = chosen.unwrap_or_else(|| Preference::standard(zone));
    let cadence: &str = preference.cadence.into();
    let day = |(day, name): (Weekday, &str)| Choice {
        value: name.to_owned(),
        label: reader.text(&format!("weekday-{name}")),
        selected: preference.weekdays.contains(&day),
    };
    let hour = preference.hour.to_string();
    Ok(DigestChoice {
        cadences: Cadence::VARIANTS
            .iter()
            .map(|it| Choice::new(<&str>::from(*it), reader.label("digest-cadence", *it), cadence))
            .collect(),
        days: WEEKDAYS.map(day).into(),
        hours: (0..24).map(|it: u32| Choice::new(it.to_string(), format!("{it:02}:00"), &hour)).collect(),
        zone: preference.zone.name().to_owned(),
    })
}

/// The pages of what one looks after.
pub(super) async fn links(pages: &PageState, reader: &Reader, visitor: &Visitor) -> Result<Vec<Link>, Instead> {
    let actor = visitor.actor();
    let managed: Vec<_> = actor.standing().map(|standing| standing.manager_of.clone()).unwrap_or_default();
    let names = names(pages.reads.as_ref(), managed.iter().copied()).await?;
    let of_organisation = managed.iter().filter_map(|id| {
        let text = reader.format("page-members-title", &[("organisation", names.get(id)?.as_str().into())]);
        Some(link(reader, text, &format!("/organisations/{id}/people")))
    });
    let general = general(&actor).into_iter().map(|(key, path)| link(reader, reader.text(key), path));
    Ok(of_organisation.chain(general).collect())
}

/// The pages of those who look after the whole.
fn general(actor: &Actor) -> Vec<(&'static str, &'static str)> {
    let may = |act| decide(actor, act, &Facts::plan()).is_some();
    let offered = [
        (may(Act::ManagePeople), ("page-people-title", "/people")),
        (may(Act::ManagePeople) || may(Act::CreateStakeholder), ("page-organisations-title", "/organisations")),
        (!actor.audit_sight().is_nothing(), ("page-audit-title", "/audit")),
    ];
    offered.into_iter().filter_map(|(offered, page)| offered.then_some(page)).collect()
}

fn link(reader: &Reader, text: String, path: &str) -> Link {
    Link { said: Said { text, lang: None }, href: reader.link(path) }
}
