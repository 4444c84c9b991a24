//! Whether a mail that waited may still leave. It was right when it was written; it may have waited for days.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::Cadence;
use crate::meeting::MeetingState;

/// Why a mail that was written is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Withheld {
    /// The recipient has no address.
    NoAddress,
    /// The data of the recipient were erased.
    Erased,
    /// The recipient may not read it any more, or holds no seat that it is about.
    NotEntitled,
    /// What it tells is not so any more: a later mail tells more.
    Superseded,
    /// Its link opens nothing any more: it was used, withdrawn or replaced.
    Used,
    /// The recipient does not want such mails any more.
    Unwanted,
    /// Strangers caused as many mails to the address today as they may.
    TooMany,
}

/// What is true of a mail at the moment when it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// Whether the recipient has an address.
    pub addressed: bool,
    /// Whether the recipient may read everything that it tells.
    pub readable: bool,
    /// What it tells.
    pub matter: Matter,
}

/// What a mail tells, and how that stands when it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A meeting was convened.
    Convocation {
        /// The state of the meeting.
        meeting: MeetingState,
        /// Whether it is the last convocation of the meeting.
        newest: bool,
        /// Whether the recipient holds a seat of the table on the day of the meeting.
        seated: bool,
    },
    /// A meeting was put off or called off.
    Cancellation {
        /// The state of the meeting.
        meeting: MeetingState,
        /// The state that it tells.
        told: MeetingState,
        /// Whether nothing was told about the meeting since.
        newest: bool,
    },
    /// Minutes were circulated.
    Minutes {
        /// Whether these are the minutes to be read.
        newest: bool,
        /// Whether the recipient holds a seat of the table.
        seated: bool,
    },
    /// What happened since the last digest.
    Digest {
        /// How often the recipient wants one.
        cadence: Cadence,
    },
    /// A contribution came in or was answered.
    Contribution {
        /// Whether it was not answered anew since.
        newest: bool,
    },
    /// A link that lets somebody in.
    Access {
        /// Whether it still opens something.
        open: bool,
    },
}

impl Leaving {
    /// Why the mail is withheld; nothing where it leaves.
    pub fn withheld(self) -> Option<Withheld> {
        if !self.addressed {
            return Some(Withheld::NoAddress);
        }
        if !self.readable {
            return Some(Withheld::NotEntitled);
        }
        self.matter.withheld()
    }
}

impl Matter {
    fn withheld(self) -> Option<Withheld> {
        match self {
            Self::Convocation { seated: false, .. } | Self::Minutes { seated: false, .. } => {
                Some(Withheld::NotEntitled)
            }
            Self::Convocation { meeting, newest, .. } => superseded(newest && meeting == MeetingState::Convened),
            Self::Cancellation { meeting, told, newest } => superseded(newest && meeting == told),
            Self::Minutes { newest, .. } | Self::Contribution { newest } => superseded(newest),
            Self::Digest { cadence } => (cadence == Cadence::Off).then_some(Withheld::Unwanted),
            Self::Access { open } => (!open).then_some(Withheld::Used),
        }
    }
}

fn superseded(stands: bool) -> Option<Withheld> {
    (!stands).then_some(Withheld::Superseded)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use MeetingState::{Cancelled, Convened, Open, Postponed};

    fn convocation(meeting: MeetingState, newest: bool, seated: bool) -> Matter {
        Matter::Convocation { meeting, newest, seated }
    }

    fn cancellation(meeting: MeetingState, told: MeetingState, newest: bool) -> Matter {
        Matter::Cancellation { meeting, told, newest }
    }

    #[rstest]
    #[case::as_it_was(convocation(Convened, true, true), None)]
    #[case::member_left(convocation(Convened, true, false), Some(Withheld::NotEntitled))]
    #[case::called_off(convocation(Cancelled, true, true), Some(Withheld::Superseded))]
    #[case::put_off(convocation(Postponed, true, true), Some(Withheld::Superseded))]
    #[case::convened_again(convocation(Convened, false, true), Some(Withheld::Superseded))]
    #[case::begun(convocation(Open, true, true), Some(Withheld::Superseded))]
    #[case::cancellation(cancellation(Cancelled, Cancelled, true), None)]
    #[case::postponement(cancellation(Postponed, Postponed, true), None)]
    #[case::called_off_after_all(cancellation(Cancelled, Postponed, false), Some(Withheld::Superseded))]
    #[case::convened_after_all(cancellation(Convened, Postponed, true), Some(Withheld::Superseded))]
    #[case::put_off_twice(cancellation(Postponed, Postponed, false), Some(Withheld::Superseded))]
    #[case::minutes(Matter::Minutes { newest: true, seated: true }, None)]
    #[case::other_minutes(Matter::Minutes { newest: false, seated: true }, Some(Withheld::Superseded))]
    #[case::minutes_of_others(Matter::Minutes { newest: true, seated: false }, Some(Withheld::NotEntitled))]
    #[case::digest(Matter::Digest { cadence: Cadence::Daily }, None)]
    #[case::digest_stopped(Matter::Digest { cadence: Cadence::Off }, Some(Withheld::Unwanted))]
    #[case::answer(Matter::Contribution { newest: true }, None)]
    #[case::answered_anew(Matter::Contribution { newest: false }, Some(Withheld::Superseded))]
    #[case::link(Matter::Access { open: true }, None)]
    #[case::used_link(Matter::Access { open: false }, Some(Withheld::Used))]
    fn a_mail_is_decided_again_when_it_leaves(#[case] matter: Matter, #[case] expected: Option<Withheld>) {
        let leaving = Leaving { addressed: true, readable: true, matter };
        assert_eq!(leaving.withheld(), expected);
        let nowhere = Leaving { addressed: false, ..leaving };
        assert_eq!(nowhere.withheld(), Some(Withheld::NoAddress));
        let hidden = Leaving { readable: false, ..leaving };
        assert_eq!(hidden.withheld(), Some(Withheld::NotEntitled));
    }
}
