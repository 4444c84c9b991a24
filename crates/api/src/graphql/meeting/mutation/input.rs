//! What the preparation of a meeting takes: places, times and agendas.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use chrono_tz::Tz;
use cordata_app::meeting::{DraftMeeting, ProposeAgendaItem, SetAgenda, UpdateMeeting};
use cordata_domain::ids::MeetingId;
use cordata_domain::meeting::{AgendaItemDraft, Meeting, MeetingDraft};
use cordata_domain::period::LocalMoment;
use cordata_domain::{InputProblem, Reason, Refusal};

use crate::graphql::id::decode_as;
use crate::graphql::input::{read_id, read_language};
use crate::graphql::meeting::{AgendaItemKind, MeetingKind, MeetingMode};
use crate::graphql::mutation::{Input, Renamed};
use crate::scalar::{LocalDateTime, Locale, TimeZone};
use crate::state::RequestContext;

/// An input, or why it is refused.
type Read<T> = std::result::Result<T, Refusal>;

/// One item of an agenda.
#[derive(Debug, InputObject)]
pub struct AgendaItemInput {
    /// Its title: one line of at most 300 characters.
    pub title: String,
    /// What it is about, as Markdown: at most 20,000 characters.
    pub body_markdown: Option<String>,
    /// What is asked of the meeting.
    pub kind: AgendaItemKind,
    /// The language it is written in; Italian where it is left out.
    pub language: Option<Locale>,
}

impl From<AgendaItemInput> for AgendaItemDraft {
    fn from(item: AgendaItemInput) -> Self {
        Self {
            title: item.title,
            body: item.body_markdown,
            kind: item.kind.into(),
            language: read_language(item.language),
        }
    }
}

/// A meeting to be prepared.
#[derive(Debug, InputObject)]
pub struct DraftMeetingInput {
    /// The table. It must be active.
    pub table_id: ID,
    /// Its title: one line of at most 200 characters.
    pub title: String,
    /// Which kind of meeting.
    pub kind: MeetingKind,
    /// Where people meet.
    pub mode: MeetingMode,
    /// The room. Needed unless the meeting is remote.
    pub place: Option<String>,
    /// The live link, beginning with `https://`. Needed unless people meet in person only.
    pub link: Option<String>,
    /// When it begins, as the clock on the wall will show it.
    pub starts_at_local: LocalDateTime,
    /// The time zone of that clock; the table's where it is left out.
    pub time_zone: Option<TimeZone>,
    /// How many minutes it is expected to last: 15 to 1,440.
    pub minutes: u32,
    /// Items of the agenda, in order: with those that return at most 50.
    #[graphql(default)]
    pub agenda: Vec<AgendaItemInput>,
}

impl DraftMeetingInput {
    /// Reads the command, with the time zone of the table where none is given.
    pub(super) async fn read(self, ctx: &Context<'_>) -> Result<Read<DraftMeeting>> {
        let table = decode_as(&self.table_id);
        let zone = match (self.time_zone, table) {
            (Some(zone), _) => Some(zone.0),
            (None, Some(id)) => zone_of_table(ctx, id).await?,
            (None, None) => None,
        };
        Ok(table.zip(zone).map(|(table, zone)| self.command(table, zone)).ok_or_else(|| Reason::NotFound.at("tableId")))
    }

    fn command(self, table: cordata_domain::ids::TableId, zone: Tz) -> DraftMeeting {
        let plan = MeetingDraft {
            title: self.title,
            kind: self.kind.into(),
            mode: self.mode.into(),
            place: self.place,
            link: self.link,
            starts: LocalMoment::new(self.starts_at_local.0, zone),
            minutes: self.minutes,
        };
        DraftMeeting { table, plan, agenda: self.agenda.into_iter().map(Into::into).collect() }
    }
}

async fn zone_of_table(ctx: &Context<'_>, table: cordata_domain::ids::TableId) -> Result<Option<Tz>> {
    Ok(RequestContext::of(ctx).load(table).await?.map(|table| table.time_zone))
}

/// What changes in the preparation of a meeting. What is left out stays as it is.
#[derive(Debug, InputObject)]
pub struct UpdateMeetingInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Its title: one line of at most 200 characters. It cannot be cleared.
    pub title: MaybeUndefined<String>,
    /// Which kind of meeting. It cannot be cleared.
    pub kind: MaybeUndefined<MeetingKind>,
    /// Where people meet. It cannot be cleared.
    pub mode: MaybeUndefined<MeetingMode>,
    /// The room. Needed unless the meeting is remote; null clears it.
    pub place: MaybeUndefined<String>,
    /// The live link, beginning with `https://`. Needed unless people meet in person only; null clears it.
    pub link: MaybeUndefined<String>,
    /// When it begins, as the clock on the wall will show it. It cannot be cleared.
    pub starts_at_local: MaybeUndefined<LocalDateTime>,
    /// The time zone of that clock; null brings the table's back.
    pub time_zone: MaybeUndefined<TimeZone>,
    /// How many minutes it is expected to last: 15 to 1,440. It cannot be cleared.
    pub minutes: MaybeUndefined<u32>,
}

impl UpdateMeetingInput {
    /// Reads the command: the changes, laid over the preparation as it is now. A change in between is found by the
    /// version that the caller read, which is not newer than this reading.
    pub(super) async fn read(self, ctx: &Context<'_>) -> Result<Read<UpdateMeeting>> {
        let meeting = match decode_as::<MeetingId>(&self.meeting_id) {
            Some(id) => RequestContext::of(ctx).load(id).await?,
            None => None,
        };
        let Some(meeting) = meeting else { return Ok(Err(Reason::NotFound.at("meetingId"))) };
        let zone = match &self.time_zone {
            MaybeUndefined::Undefined => Some(meeting.plan.starts.zone),
            MaybeUndefined::Null => zone_of_table(ctx, meeting.table).await?,
            MaybeUndefined::Value(zone) => Some(zone.0),
        };
        Ok(self.over(meeting, zone))
    }

    fn over(self, meeting: Meeting, zone: Option<Tz>) -> Read<UpdateMeeting> {
        let present = meeting.plan;
        let local = kept(self.starts_at_local, LocalDateTime(present.starts.local), "startsAtLocal")?;
        let plan = MeetingDraft {
            title: kept(self.title, present.title, "title")?,
            kind: kept(self.kind, present.kind, "kind")?,
            mode: kept(self.mode, present.mode, "mode")?,
            place: cleared(self.place, present.place),
            link: cleared(self.link, present.link),
            starts: LocalMoment::new(local.0, zone.unwrap_or(present.starts.zone)),
            minutes: kept(self.minutes, present.minutes, "minutes")?,
        };
        Ok(UpdateMeeting { meeting: meeting.id, expected_version: self.expected_version, plan })
    }
}

/// What is left out stays as it is; null is refused.
fn kept<I: Into<T>, T>(given: MaybeUndefined<I>, present: T, field: &str) -> Read<T> {
    match given {
        MaybeUndefined::Undefined => Ok(present),
        MaybeUndefined::Null => Err(Refusal::input(InputProblem::Blank).under(field)),
        MaybeUndefined::Value(value) => Ok(value.into()),
    }
}

/// What is left out stays as it is; null clears it.
fn cleared<T>(given: MaybeUndefined<T>, present: Option<T>) -> Option<T> {
    match given {
        MaybeUndefined::Undefined => present,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => Some(value),
    }
}

/// The agenda of a meeting that is prepared.
#[derive(Debug, InputObject)]
pub struct SetAgendaInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The items, in order: with those that return from earlier meetings at most 50.
    pub agenda: Vec<AgendaItemInput>,
}

impl Input for SetAgendaInput {
    type Command = SetAgenda;

    fn command(self) -> Read<SetAgenda> {
        Ok(SetAgenda {
            meeting: read_id(&self.meeting_id, "meetingId")?,
            expected_version: self.expected_version,
            agenda: self.agenda.into_iter().map(Into::into).collect(),
        })
    }
}

/// An item for the agenda of a meeting that is prepared.
#[derive(Debug, InputObject)]
pub struct ProposeAgendaItemInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The item.
    pub item: AgendaItemInput,
}

impl Input for ProposeAgendaItemInput {
    type Command = ProposeAgendaItem;

    const RENAMED: Renamed =
        &[("title", &["item", "title"]), ("bodyMarkdown", &["item", "bodyMarkdown"]), ("agenda", &["meetingId"])];

    fn command(self) -> Read<ProposeAgendaItem> {
        Ok(ProposeAgendaItem { meeting: read_id(&self.meeting_id, "meetingId")?, item: self.item.into() })
    }
}

#[cfg(test)]
mod tests {
    use cordata_domain::ids::MeetingId;
    use cordata_domain::meeting::{MeetingKind, MeetingMode, MeetingRecord};
    use uuid::Uuid;

    use super::*;
    use crate::graphql::id::encode;

    fn meeting() -> Meeting {
        let plan = MeetingDraft {
            title: "Seduta ordinaria".to_owned(),
            kind: MeetingKind::Ordinary,
            mode: MeetingMode::Hybrid,
            place: Some("Susa, sala consiliare".to_owned()),
            link: Some("https://example.org/riunione".to_owned()),
            starts: LocalMoment::new("2026-11-30T10:00:00".parse().unwrap(), chrono_tz::Europe::Rome),
            minutes: 120,
        };
        MeetingRecord::draft(Uuid::from_u128(1).into(), Uuid::from_u128(2).into(), plan).unwrap().meeting
    }

    fn nothing() -> UpdateMeetingInput {
        UpdateMeetingInput {
            meeting_id: encode(MeetingId(Uuid::from_u128(1))),
            expected_version: 1,
            title: MaybeUndefined::Undefined,
            kind: MaybeUndefined::Undefined,
            mode: MaybeUndefined::Undefined,
            place: MaybeUndefined::Undefined,
            link: MaybeUndefined::Undefined,
            starts_at_local: MaybeUndefined::Undefined,
            time_zone: MaybeUndefined::Undefined,
            minutes: MaybeUndefined::Undefined,
        }
    }

    #[test]
    fn what_is_left_out_stays_and_null_clears() {
        let input = UpdateMeetingInput {
            mode: MaybeUndefined::Value(super::MeetingMode::Remote),
            place: MaybeUndefined::Null,
            minutes: MaybeUndefined::Value(90),
            ..nothing()
        };
        let command = input.over(meeting(), Some(chrono_tz::Europe::Rome)).unwrap();
        let present = meeting().plan;
        assert_eq!((command.plan.mode, command.plan.place, command.plan.minutes), (MeetingMode::Remote, None, 90));
        assert_eq!((command.plan.title, command.plan.link), (present.title, present.link));
        assert_eq!((command.plan.starts, command.expected_version), (present.starts, 1));
    }

    #[test]
    fn what_every_meeting_has_cannot_be_cleared() {
        let input = UpdateMeetingInput { starts_at_local: MaybeUndefined::Null, ..nothing() };
        let refusal = input.over(meeting(), None).unwrap_err();
        assert_eq!(refusal, Refusal::input(InputProblem::Blank).under("startsAtLocal"));
    }
}
