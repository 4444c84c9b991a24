use cordata_domain::ids::{DecisionId, FollowUpId, MeetingId};
use cordata_domain::meeting::{AgendaItem, Attendance, Decision, FollowUp, Invitee, Meeting, QuorumCheck};

use super::{by_id, list_of};

by_id! {
    MeetingId => Meeting, meetings_by_id;
    DecisionId => Decision, decisions_by_id;
    FollowUpId => FollowUp, follow_ups_by_id;
}

list_of! {
    /// The agenda of a meeting, in order.
    AgendaOf(MeetingId) => AgendaItem, agendas_of, |pair| pair;
    /// The addressees of a meeting's convocation.
    InviteesOf(MeetingId) => Invitee, invitees_of, |pair| pair;
    /// The attendance of a meeting.
    AttendanceOf(MeetingId) => Attendance, attendance_of, |pair| pair;
    /// The quorum checks of a meeting, oldest first.
    QuorumChecksOf(MeetingId) => QuorumCheck, quorum_checks_of, |pair| pair;
    /// The decisions of a meeting, by number.
    DecisionsOf(MeetingId) => Decision, decisions_of, |decision| (decision.meeting, decision);
    /// The follow-ups of a decision, by due date.
    FollowUpsOf(DecisionId) => FollowUp, follow_ups_of, |follow_up| (follow_up.decision, follow_up);
}
