//! What the trail keeps of each kind of object. Persons by id, words of organisations not at all.

use chrono::Weekday;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Traced;
use crate::agreement::{Agreement, Party};
use crate::codesign::{Comment, Contribution, Endorsement, Proposal};
use crate::document::{Document, Upload};
use crate::funding::{Commitment, InKindContribution, Position};
use crate::identity::{Affiliation, ApiToken, Grant, GrantScope};
use crate::ids::{PersonId, TableId};
use crate::indicator::{Indicator, Measurement, Observation, Target};
use crate::meeting::{FollowUp, MeetingRecord, Minutes};
use crate::notification::Preference;
use crate::plan::{PlanAction, StrategicPlan};
use crate::project::Project;
use crate::table::{ConcertationTable, Seat, SeatHolder};

/// `traced!(Grant as "Grant", |it| it.id, table; { "role": it.role })`.
macro_rules! traced {
    ($($ty:ty as $kind:literal, |$it:ident| $id:expr, $table:expr; $fields:tt)+) => {$(
        impl Traced for $ty {
            const KIND: &'static str = $kind;

            fn subject(&self) -> Uuid {
                let $it = self;
                Uuid::from($id)
            }

            #[allow(unused_variables, reason = "many things belong to no table")]
            fn table(&self) -> Option<TableId> {
                let $it = self;
                $table
            }

            fn fields(&self) -> Value {
                let $it = self;
                json!($fields)
            }
        }
    )+};
}

traced! {
    StrategicPlan as "StrategicPlan", |it| it.id, None; {
        "edition": it.edition, "state": it.state, "period": it.period, "adoptingAct": it.adopting_act
    }
    PlanAction as "PlanAction", |it| it.id, None; {
        "code": it.code, "state": it.state, "competence": it.competence, "cityRole": it.city_role, "lead": it.lead,
        "terms": it.terms
    }
    Project as "Project", |it| it.id, it.table; {
        "state": it.state, "lead": it.lead, "table": it.table, "cups": it.cups, "measure": it.measure,
        "startsOn": it.starts_on, "endsOn": it.ends_on, "anomaly": it.anomaly, "shares": shares(it),
        "milestones": milestones(it), "budget": budget(it)
    }
    ConcertationTable as "ConcertationTable", |it| it.id, Some(it.id); {
        "state": it.state, "kind": it.kind, "parent": it.parent, "mandate": it.mandate, "rules": it.rules,
        "zone": it.zone, "coordinator": it.coordinator, "publicity": it.publicity, "foundingAct": it.founding_act
    }
    Seat as "Seat", |it| it.id, Some(it.table); {
        "organisation": it.organisation, "kind": it.kind, "voting": it.voting, "state": it.state,
        "validity": it.validity, "holders": it.holders.iter().map(holder).collect::<Vec<_>>()
    }
    MeetingRecord as "Meeting", |it| it.meeting.id, Some(it.meeting.table); {
        "state": it.meeting.state, "outcome": it.meeting.outcome, "number": it.meeting.number,
        "kind": it.meeting.plan.kind, "mode": it.meeting.plan.mode, "startsAt": it.meeting.plan.starts.local,
        "zone": it.meeting.plan.starts.zone.name(), "minutes": it.meeting.plan.minutes,
        "convocation": it.meeting.convocation.as_ref().map(|sent| sent.number), "rules": it.meeting.rules,
        "openedAt": it.meeting.opened_at, "closedAt": it.meeting.closed_at, "agenda": agenda(it),
        "answers": answers(it), "attendance": attendance(it), "quorum": quorum(it)
    }
    FollowUp as "FollowUp", |it| it.id, Some(it.table); {
        "decision": it.decision, "owner": it.owner, "due": it.due, "state": it.state
    }
    Minutes as "Minutes", |it| it.id, Some(it.table); {
        "meeting": it.meeting, "state": it.state, "number": it.number, "language": it.language.as_str(),
        "hash": it.reserved.as_ref().map(|part| part.hash.to_string()),
        "circulatedAt": it.circulation.map(|sent| sent.at),
        "remarksUntil": it.circulation.map(|sent| sent.remarks_until), "approvedAt": it.approved_at,
        "signedAt": it.signed_at, "publishedAt": it.published_at, "protocolNumber": it.protocol_number
    }
    Agreement as "Agreement", |it| it.id, it.table; {
        "kind": it.kind, "stage": it.stage, "period": it.period, "projects": it.projects,
        "text": it.text.as_ref().map(|text| json!({ "number": text.number, "hash": text.hash.as_str() })),
        "frozenOn": it.frozen_on, "publicSince": it.public_since,
        "ratification": it.ratification.as_ref().map(|act| json!({ "number": act.number, "date": act.date })),
        "publication": it.publication.as_ref().map(|said| json!({ "on": said.on, "reference": said.reference })),
        "endsOn": it.ending.as_ref().map(|ending| ending.on),
        "parties": it.parties.iter().map(party).collect::<Vec<_>>()
    }
    (Commitment, Position) as "Commitment", |it| it.0.id, None; {
        "project": it.0.project, "contributor": it.0.contributor, "source": it.0.source, "nature": it.0.nature,
        "agreement": it.0.agreement, "decision": it.0.decision, "act": it.0.act, "state": it.0.state,
        "promised": it.1.promised, "confirmed": it.1.confirmed, "ordered": it.1.ordered, "paid": it.1.paid
    }
    InKindContribution as "InKindContribution", |it| it.id, None; {
        "commitment": it.commitment, "amount": it.draft.amount, "givenOn": it.draft.given_on, "act": it.draft.act,
        "state": it.state, "declaredBy": it.declared.person, "papers": papers(it),
        "decidedBy": it.decided.and_then(|hand| hand.person), "entry": it.entry
    }
    Indicator as "Indicator", |it| it.id, None; {
        "code": it.code, "state": it.state, "successor": it.successor, "steward": it.steward,
        "series": it.series.iter().map(|series| json!({ "version": series.version, "since": series.since }))
            .collect::<Vec<_>>()
    }
    Measurement as "Measurement", |it| it.id, None; {
        "indicator": it.indicator, "series": it.series, "period": it.period, "observed": observed(&it.observation),
        "vintage": it.vintage, "state": it.state, "supersedes": it.supersedes, "supersededBy": it.superseded_by,
        "enteredBy": it.entered_by, "validatedBy": it.validated_by, "validatedAt": it.validated_at,
        "publishedAt": it.published_at
    }
    Target as "Target", |it| it.id, None; {
        "indicator": it.indicator, "plan": it.plan, "series": it.series, "period": it.period,
        "value": it.value.to_string(), "endedAt": it.ended_at
    }
    Proposal as "Proposal", |it| it.id, Some(it.table); {
        "state": it.state, "project": it.project, "openedAt": it.opened_at, "current": it.current
    }
    Contribution as "Contribution", |it| it.id, it.table; {
        "kind": it.kind, "state": it.state, "table": it.table, "submittedAt": it.submitted_at
    }
    Comment as "Proposal", |it| it.proposal, None; {
        "number": it.number, "clause": it.clause, "replyTo": it.reply_to, "onBehalfOf": it.on_behalf_of,
        "resolution": it.resolution.map(|end| json!({ "at": end.at, "by": end.by }))
    }
    Endorsement as "Proposal", |it| it.proposal, None; {
        "number": it.number, "organisation": it.organisation, "hash": it.hash.to_string()
    }
    Upload as "Upload", |it| it.id, None; {
        "kind": it.file.kind(), "sizeBytes": it.size_bytes, "state": <&str>::from(it.state)
    }
    (PersonId, Preference) as "NotificationPreference", |it| it.0, None; {
        "cadence": it.1.cadence, "hour": it.1.hour, "zone": it.1.zone.name(),
        "weekdays": it.1.weekdays.iter().map(Weekday::number_from_monday).collect::<Vec<_>>()
    }
    Document as "Document", |it| it.id, None; {
        "subject": it.subject, "visibility": it.visibility, "versions": it.versions
    }
    Grant as "Grant", |it| it.id, table_of(it.scope); {
        "person": it.person, "role": it.role, "scope": it.scope, "validity": it.validity,
        "withdrawnAt": it.withdrawn_at
    }
    Affiliation as "Affiliation", |it| it.id, None; {
        "person": it.person, "organisation": it.organisation, "validity": it.validity,
        "withdrawnAt": it.withdrawn_at
    }
    ApiToken as "ApiToken", |it| it.id, None; {
        "person": it.person, "scope": it.scope, "expiresAt": it.expires_at, "revokedAt": it.revoked_at
    }
}

fn table_of(scope: GrantScope) -> Option<TableId> {
    if let GrantScope::Table(table) = scope { Some(table) } else { None }
}

fn shares(project: &Project) -> Vec<Value> {
    let shares = project.shares.iter();
    shares.map(|share| json!({ "action": share.action, "share": share.share, "validity": share.validity })).collect()
}

fn milestones(project: &Project) -> Vec<Value> {
    let milestones = project.milestones.iter();
    milestones.map(|it| json!({ "id": it.id, "due": it.due, "percentDone": it.percent_done })).collect()
}

/// The budget that was recorded last.
fn budget(project: &Project) -> Option<Value> {
    project.budgets.last().map(|it| {
        json!({
            "number": it.number, "cash": it.budget.cash, "inKind": it.budget.in_kind, "effectiveOn": it.effective_on
        })
    })
}

/// The papers of a report of work, without their titles.
fn papers(report: &InKindContribution) -> Vec<Value> {
    let papers = report.evidence.iter();
    papers.map(|it| json!({ "document": it.document, "by": it.by.person, "at": it.by.at })).collect()
}

fn holder(holder: &SeatHolder) -> Value {
    json!({ "id": holder.id, "person": holder.person, "capacity": holder.capacity, "validity": holder.validity })
}

fn agenda(record: &MeetingRecord) -> Vec<Value> {
    let items = record.agenda.iter();
    items
        .map(|it| {
            json!({
                "id": it.id, "position": it.position, "kind": it.kind, "state": it.state,
                "carriedFrom": it.carried_from, "urgent": it.urgency.is_some()
            })
        })
        .collect()
}

/// What addressees answered.
fn answers(record: &MeetingRecord) -> Vec<Value> {
    let invitees = record.invitees.iter();
    invitees
        .map(|it| {
            let answer = it.answer.as_ref().map(|answer| answer.kind);
            json!({ "id": it.id, "organisation": it.organisation, "person": it.person, "answer": answer })
        })
        .collect()
}

fn attendance(record: &MeetingRecord) -> Vec<Value> {
    let entries = record.attendance.iter();
    entries
        .map(|it| {
            json!({
                "id": it.id, "seat": it.seat, "person": it.person, "presence": it.presence, "from": it.from,
                "until": it.until
            })
        })
        .collect()
}

/// The last count of seats.
fn quorum(record: &MeetingRecord) -> Option<Value> {
    let last = record.quorum_checks.last();
    last.map(|it| json!({ "represented": it.represented, "base": it.base, "required": it.required }))
}

fn party(party: &Party) -> Value {
    let signatures = party.signatures.iter().map(|it| {
        json!({
            "id": it.id, "kind": it.signed.kind, "signedOn": it.signed.signed_on, "hash": it.signed.hash.as_str(),
            "signatory": it.signed.signatory, "standing": it.standing, "voidedAt": it.voided_at
        })
    });
    json!({
        "id": party.id, "organisation": party.organisation, "participation": party.participation,
        "state": party.state, "withdrawnOn": party.withdrawn_on,
        "act": party.act.as_ref().map(|act| json!({ "number": act.number, "date": act.date })),
        "signatures": signatures.collect::<Vec<_>>()
    })
}

/// Numbers as texts, exact on every database. Words are left out.
fn observed(observation: &Observation) -> Value {
    match observation {
        Observation::Value(value) => json!({ "value": value.to_string() }),
        Observation::Fraction { numerator, denominator } => {
            json!({ "numerator": numerator.to_string(), "denominator": denominator.to_string() })
        }
        Observation::Words(_) => json!({ "words": true }),
        Observation::Missing(reason) => json!({ "missing": reason }),
    }
}
