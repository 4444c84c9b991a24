use cordata_domain::ids::{DecisionId, FollowUpId, MeetingId, MinutesId};
use cordata_domain::meeting::{
    AgendaItem, Attendance, Decision, FollowUp, Invitee, Meeting, Minutes, MinutesRemark, MinutesVersion, QuorumCheck,
};

use super::{by_id, list_of};

by_id! {
    MeetingId => Meeting, meetings_by_id;
    DecisionId => Decision, decisions_by_id;
    FollowUpId => FollowUp, follow_ups_by_id;
    MinutesId => Minutes, minutes_by_id;
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
    /// The minutes of a meeting: one at most.
    MinutesOf(MeetingId) => Minutes, minutes_of, |minutes| (minutes.meeting, minutes);
    /// The circulated versions of minutes, oldest first, for those of the table.
    MinutesVersionsOf(MinutesId) => MinutesVersion, minutes_versions_of, |version| (version.minutes, version);
    /// The remarks on minutes, oldest first, for those of the table.
    RemarksOf(MinutesId) => MinutesRemark, minutes_remarks_of, |remark| (remark.minutes, remark);
}
