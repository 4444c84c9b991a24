//! Addresses of pages: by id, with words for people behind it.

use cordata_domain::Locale;
use cordata_domain::agreement::Agreement;
use cordata_domain::codesign::Proposal;
use cordata_domain::ids::MeetingId;
use cordata_domain::indicator::Indicator;
use cordata_domain::meeting::Meeting;
use cordata_domain::plan::StrategicPlan;
use cordata_domain::project::Project;
use cordata_domain::search::slug;
use cordata_domain::table::ConcertationTable;
use serde::Deserialize;
use uuid::Uuid;

use super::instead::Instead;
use super::reader::Reader;

/// The part of an address that says which object is meant.
#[derive(Deserialize)]
pub(super) struct Key {
    id: String,
}

impl Key {
    /// As an id, with or without hyphens.
    pub(super) fn uuid(&self) -> Option<Uuid> {
        Uuid::parse_str(&self.id).ok()
    }

    /// As it stands.
    pub(super) fn text(&self) -> &str {
        &self.id
    }
}

/// The page of a plan.
pub(super) fn plan(plan: &StrategicPlan) -> String {
    format!("/plans/{}/{}", plan.id, slug(&plan.edition))
}

/// The sustainability report of a plan.
pub(super) fn report(plan: &StrategicPlan) -> String {
    format!("/plans/{}/report", plan.id)
}

/// The same as data.
pub(super) fn report_data(plan: &StrategicPlan) -> String {
    format!("/plans/{}/report.json", plan.id)
}

/// The page of a project.
pub(super) fn project(project: &Project) -> String {
    let words = slug(&project.title);
    let separator = if words.is_empty() { "" } else { "/" };
    format!("/projects/{}{separator}{words}", project.id)
}

/// The page of a proposal.
pub(super) fn proposal(proposal: &Proposal) -> String {
    let words = slug(&proposal.title);
    let separator = if words.is_empty() { "" } else { "/" };
    format!("/proposals/{}{separator}{words}", proposal.id)
}

/// The page of an agreement.
pub(super) fn agreement(agreement: &Agreement) -> String {
    let words = slug(&agreement.title);
    let separator = if words.is_empty() { "" } else { "/" };
    format!("/agreements/{}{separator}{words}", agreement.id)
}

/// The page of an indicator, by the name that it has in every installation.
pub(super) fn indicator(indicator: &Indicator) -> String {
    let words = slug(indicator.name.get(&Locale::italian()));
    let separator = if words.is_empty() { "" } else { "/" };
    format!("/indicators/{}{separator}{words}", indicator.id)
}

/// The page of a table.
pub(super) fn table(table: &ConcertationTable) -> String {
    format!("/tables/{}/{}", table.id, table.slug)
}

/// The page of a meeting. The date keeps its words apart from the names of its other pages.
pub(super) fn meeting(meeting: &Meeting) -> String {
    let words = slug(&meeting.plan.title);
    let words = if words.is_empty() { meeting.day().to_string() } else { format!("{}-{words}", meeting.day()) };
    format!("/meetings/{}/{words}", meeting.id)
}

/// The calendar entry of a meeting.
pub(super) fn event(meeting: MeetingId) -> String {
    format!("/meetings/{meeting}/event.ics")
}

/// The printable convocation of a meeting.
pub(super) fn letter(meeting: MeetingId) -> String {
    format!("/meetings/{meeting}/letter")
}

/// Where answers to the convocation of a meeting go.
pub(super) fn answers(meeting: MeetingId) -> String {
    format!("/meetings/{meeting}/answers")
}

/// Where remarks on the minutes of a meeting go.
pub(super) fn remarks(meeting: MeetingId) -> String {
    format!("/meetings/{meeting}/remarks")
}

/// The minutes of a meeting.
pub(super) fn minutes(meeting: MeetingId) -> String {
    format!("/meetings/{meeting}/minutes")
}

/// Where a person is invited by mail.
pub(super) fn invite(person: &str) -> String {
    format!("/people/{person}/invite")
}

/// Where an invitation is taken back.
pub(super) fn withdraw_invitation(invitation: &str) -> String {
    format!("/invitations/{invitation}/withdraw")
}

/// Where a post is ended.
pub(super) fn end_post(post: &str) -> String {
    format!("/posts/{post}/end")
}

/// Where a role is taken away.
pub(super) fn end_role(role: &str) -> String {
    format!("/roles/{role}/end")
}

/// Sends the reader to the one address of a page if they came by another.
pub(super) fn require_canonical(reader: &Reader, address: &str) -> Result<(), Instead> {
    if reader.path() == address { Ok(()) } else { Err(Instead::Moved(reader.link(address))) }
}
