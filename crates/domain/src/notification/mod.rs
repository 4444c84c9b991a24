//! Notices, mails and digests: which event tells whom, when a digest is due, how a mail is retried.

mod delivery;
mod leaving;
mod slot;

pub use delivery::{DeliveryFailure, MailState, NextAttempt, Tried, next_attempt};
pub use leaving::{Leaving, Matter, Withheld};
pub use slot::{Cadence, DigestSlot, Preference, latest_slot};

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::event::DomainEvent;
use crate::ids::ContributionId;

/// By which way a notice reaches its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeClass {
    /// A mail at once that nobody can opt out of (rule P5).
    Statutory,
    /// A line in the next digest.
    Digest,
}

/// The kinds of mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MailKind {
    /// A convocation, with an invitation and a link to answer.
    Convocation,
    /// A convened meeting was put off or called off.
    Cancellation,
    /// Minutes were circulated.
    MinutesCirculated,
    /// The daily digest.
    DailyDigest,
    /// A contribution came in: its number, and the link to follow it.
    ContributionReceipt,
    /// A contribution was answered.
    ContributionAnswer,
    /// The one-time link and the code to sign in.
    SignIn,
    /// The invitation of a person.
    Invitation,
}

/// The share of the way out that a mail takes. Each has connections of its own, so that mails to silent recipients hold
/// up nobody who waits in front of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum MailShare {
    /// For mails that somebody waits for and that are worth nothing soon.
    Prompt,
    /// For all others.
    Ordinary,
}

impl MailKind {
    /// The share of its mails.
    pub fn share(self) -> MailShare {
        if self == Self::SignIn { MailShare::Prompt } else { MailShare::Ordinary }
    }
}

impl MailShare {
    /// The kinds of mail that take it.
    pub fn kinds(self) -> impl Iterator<Item = MailKind> {
        MailKind::VARIANTS.iter().copied().filter(move |kind| kind.share() == self)
    }
}

/// The statutory mail that an event causes, if any: to the addressees of the convocation, and of circulated minutes to
/// those who hold a seat.
pub fn statutory_mail(event: &DomainEvent) -> Option<MailKind> {
    match event {
        DomainEvent::MeetingConvened { .. } => Some(MailKind::Convocation),
        DomainEvent::MeetingPostponed { .. } | DomainEvent::MeetingCancelled { .. } => Some(MailKind::Cancellation),
        DomainEvent::MinutesCirculated { .. } => Some(MailKind::MinutesCirculated),
        _ => None,
    }
}

/// The mail that an event causes to the author of a contribution, if any.
pub fn contribution_mail(event: &DomainEvent) -> Option<(ContributionId, MailKind)> {
    match event {
        DomainEvent::ContributionReceived { contribution } => Some((*contribution, MailKind::ContributionReceipt)),
        DomainEvent::ContributionAnswered { contribution } => Some((*contribution, MailKind::ContributionAnswer)),
        _ => None,
    }
}

/// Whether an event stands in the digests of the table's members. Answers of others do not, nor do single steps of a
/// meeting: its page shows them.
pub fn is_digested(event: &DomainEvent) -> bool {
    use DomainEvent::{
        DecisionRecorded, FollowUpChanged, MeetingCancelled, MeetingClosed, MeetingConvened, MeetingPostponed,
        MinutesPublished,
    };
    matches!(
        event,
        MeetingConvened { .. }
            | MeetingPostponed { .. }
            | MeetingCancelled { .. }
            | DecisionRecorded { .. }
            | FollowUpChanged { .. }
            | MeetingClosed { .. }
            | MinutesPublished { .. }
    )
}

/// Whether an event causes any mail, now or in a digest. The others are only for those who watch.
pub fn is_told_by_mail(event: &DomainEvent) -> bool {
    statutory_mail(event).is_some() || contribution_mail(event).is_some() || is_digested(event)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn single_steps_of_a_meeting_and_money_write_no_mail() {
        let (meeting, table) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let (project, contribution) = (Uuid::from_u128(3).into(), Uuid::from_u128(4).into());
        assert!(is_told_by_mail(&DomainEvent::MeetingConvened { meeting, table }));
        assert!(is_told_by_mail(&DomainEvent::MeetingClosed { meeting, table }));
        assert!(is_told_by_mail(&DomainEvent::ContributionAnswered { contribution }));
        assert!(!is_told_by_mail(&DomainEvent::MeetingChanged { meeting, table }));
        assert!(!is_told_by_mail(&DomainEvent::ProjectFundingChanged { project }));
    }
}
