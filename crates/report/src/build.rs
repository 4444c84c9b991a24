//! From what was read to a document.

mod indicator;
mod money;
mod sustainability;

use std::collections::HashMap;

use cordata_domain::ids::StakeholderId;
use cordata_domain::meeting::{AgendaItem, Invitee, Meeting, MeetingState};
use cordata_domain::period::LocalMoment;
use cordata_domain::table::ConcertationTable;

use crate::model::{Addressee, ConvocationLetter, LetterItem};

pub use self::sustainability::{ReportFacts, sustainability_report};

/// What a convocation letter is made from.
#[derive(Debug, Clone, Copy)]
pub struct LetterFacts<'a> {
    /// The name of the body that sends it.
    pub sender: &'a str,
    /// The table.
    pub table: &'a ConcertationTable,
    /// The meeting.
    pub meeting: &'a Meeting,
    /// Its agenda, in order.
    pub agenda: &'a [AgendaItem],
    /// The addressees of its convocation.
    pub invitees: &'a [Invitee],
    /// Names of organisations.
    pub names: &'a HashMap<StakeholderId, String>,
}

/// The letter, if the convocation was dispatched and still holds: not for a draft, nor for a meeting that was put off
/// or called off.
pub fn convocation_letter(facts: &LetterFacts<'_>) -> Option<ConvocationLetter> {
    let meeting = facts.meeting;
    let holds = matches!(meeting.state, MeetingState::Convened | MeetingState::Open | MeetingState::Closed);
    let convocation = meeting.convocation.as_ref().filter(|_| holds)?;
    Some(ConvocationLetter {
        sender: facts.sender.to_owned(),
        table: facts.table.name.clone(),
        number: convocation.number,
        dispatched: LocalMoment::at(convocation.dispatched_at, meeting.plan.starts.zone),
        urgency: convocation.urgency.clone(),
        title: meeting.plan.title.clone(),
        kind: meeting.plan.kind,
        mode: meeting.plan.mode,
        place: meeting.plan.place.clone(),
        starts: meeting.plan.starts,
        addressees: addressees(facts),
        agenda: facts.agenda.iter().map(item).collect(),
    })
}

/// Each organisation once, by name; it votes if one of its seats does.
fn addressees(facts: &LetterFacts<'_>) -> Vec<Addressee> {
    let mut votes: HashMap<StakeholderId, bool> = HashMap::new();
    for invitee in facts.invitees {
        *votes.entry(invitee.organisation).or_default() |= invitee.voting;
    }
    let named = votes.into_iter().filter_map(|(id, voting)| {
        let organisation = facts.names.get(&id)?.clone();
        Some(Addressee { organisation, voting })
    });
    let mut addressees: Vec<Addressee> = named.collect();
    addressees.sort();
    addressees
}

fn item(item: &AgendaItem) -> LetterItem {
    LetterItem {
        position: item.position,
        title: item.title.clone(),
        body: item.body.clone(),
        kind: item.kind,
        language: item.language.clone(),
    }
}
