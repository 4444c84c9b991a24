//! The content of a digest: table → meeting → change, the newest state of each, with the member's own eyes.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use cordata_app::AppError;
use cordata_app::ports::queue::Notice;
use cordata_domain::event::{DomainEvent, RecordedEvent};
use cordata_domain::identity::Person;
use cordata_domain::ids::{DecisionId, FollowUpId, MeetingId, StakeholderId, TableId};
use cordata_domain::meeting::{
    Decision, FollowUp, FollowUpState, Invitee, Meeting, MeetingOutcome, MeetingState, Minutes,
};
use cordata_domain::policy::Standing;
use cordata_domain::table::ConcertationTable;
use cordata_mail::context::{DigestLine, DigestMeeting, DigestTable, DigestTask};

use super::post::Post;

/// What happened, loaded in one statement for each kind of thing. What the member may not see is not there.
pub(crate) struct Changes<'a> {
    person: &'a Person,
    standing: Standing,
    today: NaiveDate,
    now: DateTime<Utc>,
    events: Vec<RecordedEvent>,
    tables: HashMap<TableId, ConcertationTable>,
    meetings: HashMap<MeetingId, Meeting>,
    invitees: Vec<(MeetingId, Invitee)>,
    decisions: HashMap<DecisionId, Decision>,
    follow_ups: HashMap<FollowUpId, FollowUp>,
    minutes: HashMap<MeetingId, Minutes>,
    organisations: HashMap<StakeholderId, String>,
}

impl<'a> Changes<'a> {
    pub(crate) async fn load(
        post: &Post<'_>,
        person: &'a Person,
        notices: Vec<(Notice, RecordedEvent)>,
    ) -> Result<Self, AppError> {
        let (reads, now) = (&post.parts.reads, post.parts.app.now());
        let today = now.with_timezone(&person.zone).date_naive();
        let standing = reads.standing(person.id, today).await?;
        let sight = standing.visibility();
        let mut events: Vec<RecordedEvent> = notices.into_iter().map(|(_, event)| event).collect();
        events.sort_by_key(|event| (event.at, event.id));
        let table_ids = distinct(events.iter().filter_map(|event| event.event.table()));
        let meeting_ids = distinct(events.iter().filter_map(|event| event.event.meeting()));
        let decision_ids = distinct(events.iter().filter_map(|event| decision_of(&event.event)));
        let follow_up_ids = distinct(events.iter().filter_map(|event| follow_up_of(&event.event)));
        let tables = reads.tables_by_id(&sight, &table_ids).await?;
        let meetings = reads.meetings_by_id(&sight, &meeting_ids).await?;
        let decisions = reads.decisions_by_id(&sight, &decision_ids).await?;
        let follow_ups = reads.follow_ups_by_id(&sight, &follow_up_ids).await?;
        let published = events.iter().filter(|event| matches!(event.event, DomainEvent::MinutesPublished { .. }));
        let minuted = distinct(published.filter_map(|event| event.event.meeting()));
        let minutes = if minuted.is_empty() { Vec::new() } else { reads.minutes_of(&sight, &minuted).await? };
        let owners = distinct(follow_ups.iter().map(|follow_up| follow_up.owner));
        let organisations = reads.stakeholders_by_id(&owners).await?;
        Ok(Self {
            person,
            standing,
            today,
            now,
            events,
            invitees: reads.invitees_of(&sight, &meeting_ids).await?,
            tables: tables.into_iter().map(|table| (table.id, table)).collect(),
            meetings: meetings.into_iter().map(|meeting| (meeting.id, meeting)).collect(),
            decisions: decisions.into_iter().map(|decision| (decision.id, decision)).collect(),
            follow_ups: follow_ups.into_iter().map(|follow_up| (follow_up.id, follow_up)).collect(),
            minutes: minutes.into_iter().map(|minutes| (minutes.meeting, minutes)).collect(),
            organisations: organisations.into_iter().map(|o| (o.id, o.name)).collect(),
        })
    }

    /// The tables that the digest may tell of.
    pub(crate) fn tells_of(&self) -> Vec<TableId> {
        distinct(self.meetings.values().map(|meeting| meeting.table))
    }

    /// Tables by name, their meetings by start, their changes in the order in which they happened first.
    pub(crate) fn tables(&self, post: &Post<'_>) -> Result<Vec<DigestTable>, AppError> {
        let mut shown: BTreeMap<(String, TableId), Vec<DigestMeeting>> = BTreeMap::new();
        let mut meetings: Vec<&Meeting> = self.meetings.values().collect();
        meetings.sort_by_key(|meeting| (meeting.plan.starts.instant(), meeting.id));
        for meeting in meetings {
            let Some(table) = self.tables.get(&meeting.table) else { continue };
            let lines = self.lines(meeting);
            if lines.is_empty() {
                continue;
            }
            let (title, starts) = (meeting.plan.title.clone(), meeting.plan.starts);
            let entry = DigestMeeting { title, starts, url: post.meeting_page(meeting)?, lines };
            let name = table.name.get(&self.person.locale).to_owned();
            shown.entry((name, table.id)).or_default().push(entry);
        }
        let table = |((name, id), meetings): ((String, TableId), Vec<DigestMeeting>)| {
            let slug = self.tables.get(&id).map_or("", |table| table.slug.as_str());
            Ok(DigestTable { name, url: post.table_page(id, slug)?, meetings, more: 0 })
        };
        shown.into_iter().map(table).collect()
    }

    fn lines(&self, meeting: &Meeting) -> Vec<DigestLine> {
        let mut seen = Vec::new();
        let events =
            self.events.iter().map(|recorded| &recorded.event).filter(|event| event.meeting() == Some(meeting.id));
        let subjects = events.filter_map(|event| {
            let subject = Subject::of(event);
            let new = !seen.contains(&subject);
            seen.push(subject);
            new.then_some(subject)
        });
        subjects.filter_map(|subject| self.line(subject, meeting)).collect()
    }

    /// The newest state of what an event was about.
    fn line(&self, subject: Subject, meeting: &Meeting) -> Option<DigestLine> {
        match subject {
            Subject::Meeting => meeting_line(meeting),
            Subject::Decision(id) => self.decisions.get(&id).map(|decision| DigestLine::Decision {
                number: decision.number,
                state: decision.state,
                text: decision.text.clone(),
            }),
            Subject::Minutes => {
                let number = self.minutes.get(&meeting.id)?.protocol_number.clone()?;
                Some(DigestLine::MinutesPublished { protocol_number: number })
            }
            Subject::FollowUp(id) => self.follow_ups.get(&id).map(|follow_up| DigestLine::FollowUp {
                state: follow_up.state,
                owner: self.owner(follow_up),
                text: follow_up.text.clone(),
                due: follow_up.due,
            }),
        }
    }

    fn owner(&self, follow_up: &FollowUp) -> String {
        self.organisations.get(&follow_up.owner).cloned().unwrap_or_default()
    }

    /// What the member is asked to do: convocations without an answer, follow-ups of their organisations.
    pub(crate) fn tasks(&self, post: &Post<'_>) -> Result<Vec<DigestTask>, AppError> {
        let open =
            self.invitees.iter().filter(|(_, invitee)| invitee.person == self.person.id && invitee.answer.is_none());
        let unanswered = open
            .filter_map(|(id, _)| self.meetings.get(id))
            .filter(|meeting| meeting.state == MeetingState::Convened && meeting.plan.starts.instant() > self.now);
        let mut tasks = Vec::new();
        for meeting in unanswered {
            let (title, starts) = (meeting.plan.title.clone(), meeting.plan.starts);
            tasks.push(DigestTask::Answer { title, starts, url: post.meeting_page(meeting)? });
        }
        let mut due: Vec<&FollowUp> = self.follow_ups.values().filter(|follow_up| self.is_ours(follow_up)).collect();
        due.sort_by_key(|follow_up| (follow_up.due, follow_up.id));
        for follow_up in due {
            let Some(meeting) = self.meetings.get(&follow_up.meeting) else { continue };
            tasks.push(DigestTask::FollowUp {
                owner: self.owner(follow_up),
                text: follow_up.text.clone(),
                due: follow_up.due,
                overdue: follow_up.is_overdue(self.today),
                url: post.meeting_page(meeting)?,
            });
        }
        Ok(tasks)
    }

    fn is_ours(&self, follow_up: &FollowUp) -> bool {
        let standing = &self.standing;
        let seats = standing.seats.iter().map(|seat| seat.organisation);
        let ours = seats.chain(standing.delegate_of.iter().copied()).chain(standing.manager_of.iter().copied());
        let open = matches!(follow_up.state, FollowUpState::Open | FollowUpState::InProgress);
        open && ours.into_iter().any(|organisation| organisation == follow_up.owner)
    }
}

/// What a line of a digest is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Meeting,
    Decision(DecisionId),
    FollowUp(FollowUpId),
    Minutes,
}

impl Subject {
    fn of(event: &DomainEvent) -> Self {
        if matches!(event, DomainEvent::MinutesPublished { .. }) {
            return Self::Minutes;
        }
        let decision = decision_of(event).map(Self::Decision);
        decision.or_else(|| follow_up_of(event).map(Self::FollowUp)).unwrap_or(Self::Meeting)
    }
}

fn decision_of(event: &DomainEvent) -> Option<DecisionId> {
    match event {
        DomainEvent::DecisionRecorded { decision, .. } => Some(*decision),
        _ => None,
    }
}

fn follow_up_of(event: &DomainEvent) -> Option<FollowUpId> {
    match event {
        DomainEvent::FollowUpChanged { follow_up, .. } => Some(*follow_up),
        _ => None,
    }
}

fn meeting_line(meeting: &Meeting) -> Option<DigestLine> {
    let reason = || meeting.state_reason.clone().unwrap_or_default();
    match meeting.state {
        MeetingState::Draft => None,
        MeetingState::Convened | MeetingState::Open => {
            let urgency = meeting.convocation.as_ref().and_then(|convocation| convocation.urgency.clone());
            Some(DigestLine::Convened { starts: meeting.plan.starts, urgency })
        }
        MeetingState::Postponed => Some(DigestLine::Postponed { reason: reason() }),
        MeetingState::Cancelled => Some(DigestLine::Cancelled { reason: reason() }),
        MeetingState::Closed => meeting
            .number
            .map(|number| DigestLine::Held { number, valid: meeting.outcome == Some(MeetingOutcome::Valid) }),
    }
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}
