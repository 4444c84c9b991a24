//! Decisions and follow-ups.

use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_domain::ids::StakeholderId;
use cordata_domain::meeting::{Decision, FollowUp, Tally, YearNumber};
use cordata_domain::search;

use super::value::{count, locale, name_of, places, word};
use crate::entity::{decision, decision_binds, follow_up};

pub(crate) fn decision_row(decision: &Decision, recorded_at: DateTime<Utc>) -> decision::Model {
    decision::Model {
        id: decision.id.into(),
        table_id: decision.table.into(),
        meeting_id: decision.meeting.into(),
        item_id: decision.item.into(),
        year: decision.number.year,
        number: decision.number.number.into(),
        text: decision.text.clone(),
        language: decision.language.to_string(),
        method: name_of(decision.method),
        majority: name_of(decision.majority),
        in_favour: decision.tally.in_favour.into(),
        against: decision.tally.against.into(),
        abstained: decision.tally.abstained.into(),
        not_voting: decision.tally.not_voting.into(),
        in_conflict: decision.in_conflict.into(),
        state: name_of(decision.state),
        version: decision.version,
        recorded_at,
        search_text: search::search_text(&decision.text),
    }
}

pub(crate) fn binds_rows(decision: &Decision) -> Vec<decision_binds::Model> {
    let row = |(position, organisation): (i64, &StakeholderId)| decision_binds::Model {
        decision_id: decision.id.into(),
        position,
        organisation_id: organisation.0,
    };
    places(&decision.binds).map(row).collect()
}

/// A decision from its row and the rows of the organisations it binds, in order.
pub(crate) fn decision(row: decision::Model, binds: &[decision_binds::Model]) -> Result<Decision, AppError> {
    Ok(Decision {
        id: row.id.into(),
        table: row.table_id.into(),
        meeting: row.meeting_id.into(),
        item: row.item_id.into(),
        number: YearNumber { year: row.year, number: count(row.number)? },
        text: row.text,
        language: locale(&row.language)?,
        method: word(&row.method)?,
        majority: word(&row.majority)?,
        tally: Tally {
            in_favour: count(row.in_favour)?,
            against: count(row.against)?,
            abstained: count(row.abstained)?,
            not_voting: count(row.not_voting)?,
        },
        in_conflict: count(row.in_conflict)?,
        binds: binds.iter().map(|bound| bound.organisation_id.into()).collect(),
        state: word(&row.state)?,
        version: row.version,
    })
}

pub(crate) fn follow_up_row(follow_up: &FollowUp) -> follow_up::Model {
    follow_up::Model {
        id: follow_up.id.into(),
        decision_id: follow_up.decision.into(),
        meeting_id: follow_up.meeting.into(),
        table_id: follow_up.table.into(),
        owner_id: follow_up.owner.into(),
        text: follow_up.text.clone(),
        language: follow_up.language.to_string(),
        due: follow_up.due,
        evidence: follow_up.evidence.clone(),
        state: name_of(follow_up.state),
        version: follow_up.version,
    }
}

pub(crate) fn follow_up(row: follow_up::Model) -> Result<FollowUp, AppError> {
    Ok(FollowUp {
        id: row.id.into(),
        decision: row.decision_id.into(),
        meeting: row.meeting_id.into(),
        table: row.table_id.into(),
        owner: row.owner_id.into(),
        text: row.text,
        language: locale(&row.language)?,
        due: row.due,
        evidence: row.evidence,
        state: word(&row.state)?,
        version: row.version,
    })
}
