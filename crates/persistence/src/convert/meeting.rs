//! Meetings and what happened at them.

use cordata_app::AppError;
use cordata_domain::ids::MeetingId;
use cordata_domain::meeting::{
    AgendaItem, Attendance, Convocation, Invitee, InviteeAnswer, Meeting, MeetingDraft, QuorumCheck, YearNumber,
};
use cordata_domain::period::LocalMoment;

use super::value::{count, from_json, locale, name_of, optional_word, to_json, word, zone};
use crate::entity::{agenda_item, attendance, invitee, meeting, quorum_check};

pub(crate) fn meeting_row(meeting: &Meeting) -> Result<meeting::Model, AppError> {
    let plan = &meeting.plan;
    let convocation = meeting.convocation.as_ref();
    Ok(meeting::Model {
        id: meeting.id.into(),
        table_id: meeting.table.into(),
        title: plan.title.clone(),
        kind: name_of(plan.kind),
        mode: name_of(plan.mode),
        place: plan.place.clone(),
        link: plan.link.clone(),
        starts_local: plan.starts.local,
        time_zone: plan.starts.zone.name().to_owned(),
        starts_at: plan.starts.instant(),
        minutes: plan.minutes.into(),
        state: name_of(meeting.state),
        outcome: meeting.outcome.map(name_of),
        convocation_year: convocation.map(|sent| sent.number.year),
        convocation_number: convocation.map(|sent| sent.number.number.into()),
        dispatched_at: convocation.map(|sent| sent.dispatched_at),
        days_of_notice: convocation.map(|sent| sent.days_of_notice.into()),
        urgency: convocation.and_then(|sent| sent.urgency.clone()),
        year: meeting.number.map(|number| number.year),
        number: meeting.number.map(|number| number.number.into()),
        rules: meeting.rules.as_ref().map(to_json).transpose()?,
        state_reason: meeting.state_reason.clone(),
        sequence: meeting.sequence.into(),
        opened_at: meeting.opened_at,
        closed_at: meeting.closed_at,
        version: meeting.version,
    })
}

pub(crate) fn meeting(row: meeting::Model) -> Result<Meeting, AppError> {
    let convocation = convocation(&row)?;
    Ok(Meeting {
        id: row.id.into(),
        table: row.table_id.into(),
        plan: MeetingDraft {
            title: row.title,
            kind: word(&row.kind)?,
            mode: word(&row.mode)?,
            place: row.place,
            link: row.link,
            starts: LocalMoment::new(row.starts_local, zone(&row.time_zone)?),
            minutes: count(row.minutes)?,
        },
        state: word(&row.state)?,
        outcome: optional_word(row.outcome.as_deref())?,
        convocation,
        number: year_number(row.year, row.number)?,
        rules: row.rules.map(from_json).transpose()?,
        state_reason: row.state_reason,
        sequence: count(row.sequence)?,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        version: row.version,
    })
}

fn convocation(row: &meeting::Model) -> Result<Option<Convocation>, AppError> {
    let (Some(number), Some(dispatched_at), Some(days)) =
        (year_number(row.convocation_year, row.convocation_number)?, row.dispatched_at, row.days_of_notice)
    else {
        return Ok(None);
    };
    Ok(Some(Convocation { number, dispatched_at, days_of_notice: count(days)?, urgency: row.urgency.clone() }))
}

fn year_number(year: Option<i32>, number: Option<i64>) -> Result<Option<YearNumber>, AppError> {
    let pair = year.zip(number);
    pair.map(|(year, number)| Ok(YearNumber { year, number: count(number)? })).transpose()
}

pub(crate) fn item_row(meeting: MeetingId, item: &AgendaItem) -> agenda_item::Model {
    agenda_item::Model {
        id: item.id.into(),
        meeting_id: meeting.into(),
        position: item.position.into(),
        title: item.title.clone(),
        body: item.body.clone(),
        kind: name_of(item.kind),
        language: item.language.to_string(),
        urgency: item.urgency.clone(),
        carried_from_id: item.carried_from.map(Into::into),
        state: name_of(item.state),
    }
}

pub(crate) fn item(row: agenda_item::Model) -> Result<AgendaItem, AppError> {
    Ok(AgendaItem {
        id: row.id.into(),
        position: count(row.position)?,
        title: row.title,
        body: row.body,
        kind: word(&row.kind)?,
        language: locale(&row.language)?,
        urgency: row.urgency,
        carried_from: row.carried_from_id.map(Into::into),
        state: word(&row.state)?,
    })
}

pub(crate) fn invitee_row(meeting: MeetingId, invitee: &Invitee) -> invitee::Model {
    invitee::Model {
        id: invitee.id.into(),
        meeting_id: meeting.into(),
        seat_id: invitee.seat.into(),
        organisation_id: invitee.organisation.into(),
        person_id: invitee.person.into(),
        capacity: name_of(invitee.capacity),
        voting: invitee.voting,
        answer: invitee.answer.as_ref().map(|answer| name_of(answer.kind)),
        answered_at: invitee.answer.as_ref().map(|answer| answer.at),
    }
}

pub(crate) fn invitee(row: &invitee::Model) -> Result<Invitee, AppError> {
    let answer = optional_word(row.answer.as_deref())?.zip(row.answered_at);
    Ok(Invitee {
        id: row.id.into(),
        seat: row.seat_id.into(),
        organisation: row.organisation_id.into(),
        person: row.person_id.into(),
        capacity: word(&row.capacity)?,
        voting: row.voting,
        answer: answer.map(|(kind, at)| InviteeAnswer { kind, at }),
    })
}

pub(crate) fn attendance_row(meeting: MeetingId, attendance: &Attendance) -> attendance::Model {
    attendance::Model {
        id: attendance.id.into(),
        meeting_id: meeting.into(),
        seat_id: attendance.seat.into(),
        person_id: attendance.person.map(Into::into),
        presence: name_of(attendance.presence),
        from_at: attendance.from,
        until_at: attendance.until,
    }
}

pub(crate) fn attendance(row: &attendance::Model) -> Result<Attendance, AppError> {
    Ok(Attendance {
        id: row.id.into(),
        seat: row.seat_id.into(),
        person: row.person_id.map(Into::into),
        presence: word(&row.presence)?,
        from: row.from_at,
        until: row.until_at,
    })
}

pub(crate) fn check_row(meeting: MeetingId, check: &QuorumCheck) -> quorum_check::Model {
    quorum_check::Model {
        id: check.id.into(),
        meeting_id: meeting.into(),
        item_id: check.item.map(Into::into),
        represented: check.represented.into(),
        base: check.base.into(),
        required: check.required.into(),
        at: check.at,
    }
}

pub(crate) fn check(row: &quorum_check::Model) -> Result<QuorumCheck, AppError> {
    Ok(QuorumCheck {
        id: row.id.into(),
        item: row.item_id.map(Into::into),
        represented: count(row.represented)?,
        base: count(row.base)?,
        required: count(row.required)?,
        at: row.at,
    })
}
