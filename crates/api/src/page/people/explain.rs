//! Why somebody may do something, as a question on their page.

use chrono::NaiveDate;
use cordata_app::access::{AccessExplanation, AccessQuestion, HeldFor, explain};
use cordata_domain::ids::{PersonId, StakeholderId};
use cordata_domain::policy::Act;
use cordata_domain::table::ConcertationTable;
use cordata_text::{Allowed, access_sentence, no_access_sentence};
use serde::Deserialize;
use strum::VariantArray;
use uuid::Uuid;

use super::super::instead::Instead;
use super::super::reader::Reader;
use super::desk::Desk;
use super::form::Choice;

/// Which act is asked about, and about what.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    act: String,
    table: String,
    organisation: String,
}

/// The question as it was asked, and its answer.
pub(super) struct Explanation {
    pub(super) acts: Vec<Choice>,
    pub(super) tables: Vec<Choice>,
    pub(super) organisation: String,
    /// Whether it is allowed, and why.
    pub(super) answer: Option<(bool, String)>,
    /// Whether a question was asked that nothing answers.
    pub(super) unclear: bool,
}

/// Answers what was asked about a person.
pub(super) async fn explanation(
    desk: &Desk,
    person: PersonId,
    asked: &Asked,
    tables: &[ConcertationTable],
    today: NaiveDate,
) -> Result<Explanation, Instead> {
    let reader = &desk.reader;
    let answer = match asked.act.parse() {
        Ok(act) => answered(desk, person, act, asked, today).await?,
        Err(_) => None,
    };
    let mut acts: Vec<Choice> = Act::VARIANTS.iter().map(|act| act_choice(reader, *act, &asked.act)).collect();
    acts.sort_by(|one, other| one.label.cmp(&other.label));
    let none = Choice::new("", reader.text("page-person-explain-no-table"), &asked.table);
    let table = |it: &ConcertationTable| Choice::new(it.id.to_string(), it.name.get(reader.locale()), &asked.table);
    Ok(Explanation {
        acts,
        tables: [none].into_iter().chain(tables.iter().map(table)).collect(),
        organisation: asked.organisation.clone(),
        unclear: !asked.act.is_empty() && answer.is_none(),
        answer: answer.map(|explained| (explained.ground.is_some(), sentence(reader, &explained))),
    })
}

fn act_choice(reader: &Reader, act: Act, chosen: &str) -> Choice {
    let name: &'static str = act.into();
    Choice::new(name, reader.text(&format!("act-{}", kebab(name))), chosen)
}

/// `conveneMeeting` as the catalogue writes it: `convene-meeting`.
fn kebab(name: &str) -> String {
    name.chars().fold(String::new(), |mut kebab, letter| {
        if letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
        kebab
    })
}

async fn answered(
    desk: &Desk,
    person: PersonId,
    act: Act,
    asked: &Asked,
    today: NaiveDate,
) -> Result<Option<AccessExplanation>, Instead> {
    let table = match asked.table.as_str() {
        "" => None,
        table => match Uuid::parse_str(table) {
            Ok(id) => Some(id.into()),
            Err(_) => return Ok(None),
        },
    };
    let organisation: Option<StakeholderId> = match asked.organisation.trim() {
        "" => None,
        said => match desk.organisation_named(said).await? {
            Ok(found) => Some(found.id),
            Err(_) => return Ok(None),
        },
    };
    let question = AccessQuestion { person, act, table, organisation };
    Ok(explain(desk.reads(), &desk.visitor.actor(), &question, today).await?)
}

fn sentence(reader: &Reader, explained: &AccessExplanation) -> String {
    let name = explained.person.full_name();
    let Some(ground) = explained.ground else { return no_access_sentence(reader.locale(), explained.act, &name) };
    let place = match &explained.held_for {
        HeldFor::Nothing | HeldFor::Plan => None,
        HeldFor::Table(table) => Some(table.name.get(reader.locale())),
        HeldFor::Organisation(organisation) => Some(organisation.name.as_str()),
    };
    access_sentence(reader.locale(), &Allowed { name: &name, ground, place, since: explained.since })
}

#[cfg(test)]
mod tests {
    use cordata_text::{available, words};

    use super::*;

    #[test]
    fn every_act_has_a_name_in_every_language() {
        for locale in available() {
            for act in Act::VARIANTS {
                let key = format!("act-{}", kebab((*act).into()));
                assert_ne!(words(&locale).text(&key), key, "{locale}");
            }
        }
    }
}
