//! Meetings as calendar entries (RFC 5545): invitations inside mails (RFC 5546) and files on pages.

use chrono::{DateTime, Utc};
use icalendar::{Attendee, Calendar, Component, Event, EventLike, EventStatus, PartStat, Property, Role};

/// What an invitation asks the calendar to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Enter the event, or change it.
    Request,
    /// Take the event out.
    Cancel,
}

/// A meeting as a calendar knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The name that never changes, unique in the world: `<meeting id>@<host>`.
    pub uid: String,
    /// Raised by every change that guests are told of.
    pub sequence: u32,
    /// What the calendar is to do.
    pub method: Method,
    /// The title.
    pub summary: String,
    /// Text of several lines.
    pub description: String,
    /// The room, where there is one.
    pub location: Option<String>,
    /// The address of the meeting's page or of its live link.
    pub url: Option<String>,
    /// When it begins.
    pub starts: DateTime<Utc>,
    /// When it is expected to end.
    pub ends: DateTime<Utc>,
    /// Who invites. The name of the table or body.
    pub organizer_name: String,
    /// The address that the mail comes from: calendar programs compare both.
    pub organizer_address: String,
    /// Name and address of the guest.
    pub attendee: Option<(String, String)>,
    /// When this version was made.
    pub stamp: DateTime<Utc>,
}

const PRODUCT: &str = "-//Cordata//Cordata//IT";

/// The text of a `text/calendar` part with its METHOD: the same bytes for the same invitation. Lines end in CRLF and
/// are folded at 75 bytes; times are in UTC.
pub fn invitation(invitation: &Invitation) -> String {
    let method = match invitation.method {
        Method::Request => "REQUEST",
        Method::Cancel => "CANCEL",
    };
    calendar(invitation, Some(method))
}

/// The text of an `.ics` file for a page: no METHOD and no guests, so that programs enter it without asking anybody.
pub fn event_file(invitation: &Invitation) -> String {
    let file = Invitation { attendee: None, ..invitation.clone() };
    calendar(&file, None)
}

fn calendar(invitation: &Invitation, method: Option<&str>) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", PRODUCT));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    if let Some(method) = method {
        calendar.append_property(("METHOD", method));
    }
    calendar.push(event(invitation));
    calendar.to_string()
}

fn event(invitation: &Invitation) -> Event {
    let status = match invitation.method {
        Method::Request => EventStatus::Confirmed,
        Method::Cancel => EventStatus::Cancelled,
    };
    let mut event = Event::new();
    event
        .uid(&printable(&invitation.uid))
        .sequence(invitation.sequence)
        .timestamp(invitation.stamp)
        .starts(invitation.starts)
        .ends(invitation.ends)
        .summary(&printable(&invitation.summary))
        .description(&paragraphs(&invitation.description))
        .status(status)
        .append_property(organizer(invitation));
    if let Some(location) = &invitation.location {
        event.location(&printable(location));
    }
    if let Some(url) = &invitation.url {
        event.add_property("URL", printable(url));
    }
    if let Some((name, address)) = &invitation.attendee {
        event.attendee(guest(name, address, invitation.method));
    }
    event.done()
}

fn organizer(invitation: &Invitation) -> Property {
    let mut organizer = Property::new("ORGANIZER", mailto(&invitation.organizer_address));
    organizer.add_parameter("CN", &parameter(&invitation.organizer_name)).done()
}

fn guest(name: &str, address: &str, method: Method) -> Attendee {
    let guest = Attendee::new(mailto(address)).role(Role::ReqParticipant).cn(parameter(name));
    match method {
        Method::Request => guest.partstat(PartStat::NeedsAction).rsvp(true),
        Method::Cancel => guest,
    }
}

fn mailto(address: &str) -> String {
    format!("mailto:{}", printable(address))
}

/// One line: control characters would end it and begin another property.
fn printable(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Several lines, without other control characters.
fn paragraphs(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// The value of a parameter, which has no way to write a double quote (RFC 5545, section 3.2).
fn parameter(text: &str) -> String {
    printable(text).replace('"', "'")
}

#[cfg(test)]
mod tests;
