//! Refusals: what the rules answer to an act that cannot be done. A closed list of codes; the words are in the
//! crate of texts.

use chrono::{NaiveDate, NaiveDateTime};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::identity::Offices;

/// The stable code of a refusal, as API clients see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are the field's own words; `Reason` explains each")]
pub enum RefusalCode {
    NotFound,
    Forbidden,
    Conflict,
    InvalidInput,
    IllegalTransition,
    NoticeTooShort,
    ReasonRequired,
    AgendaClosed,
    QuorumNotMet,
    ConflictOfInterest,
    TallyMismatch,
    OverFunding,
    OverDisbursement,
    BelowPaid,
    InKindCapExceeded,
    WrongNature,
    ProjectClosed,
    SignatureKindInvalid,
    PartyNotPa,
    AuthorisingActMissing,
    TextHashMismatch,
    AgreementNotInForce,
    AmbiguousCode,
    AlreadyExists,
    LinkUsed,
    LimitReached,
    LastAdministrator,
    StillInOffice,
    IdempotencyMismatch,
    ContentTypeMismatch,
    TooLarge,
    FourEyes,
    SeriesBreak,
    FuturePeriod,
    OverlappingPeriod,
    ImplausibleValue,
    BaselineExists,
    MinutesImmutable,
}

/// What is wrong with one input field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputProblem {
    /// Nothing, or only white space, where something is needed.
    Blank,
    /// More than `max` characters.
    TooLong {
        /// The most that is allowed.
        max: usize,
    },
    /// More than `max` entries.
    TooMany {
        /// The most that is allowed.
        max: usize,
    },
    /// Line breaks or other control characters where one line is expected, or characters that nobody sees.
    ControlCharacter,
    /// Not of the expected form.
    Format {
        /// The name of the form, for instance `BCP 47` or `codice fiscale`.
        expected: &'static str,
    },
    /// A number or date out of its range.
    OutOfRange {
        /// The lowest value, in words of the field.
        min: String,
        /// The highest value.
        max: String,
    },
    /// A time on the wall that daylight saving skips.
    SkippedTime,
    /// A check digit or check letter does not fit.
    CheckDigit,
    /// The same thing is given twice.
    Duplicate,
    /// It does not belong to the object it is used with (an item of another meeting, a seat of another table).
    Foreign,
}

/// Why an act is refused, with the facts that the explanation needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It does not exist, or the caller may not know that it does.
    NotFound,
    /// The caller sees the object and may not do this to it.
    Forbidden,
    /// The token that the caller shows does not reach that far.
    OutOfScope {
        /// The scope that it needs.
        needed: crate::identity::TokenScope,
    },
    /// The caller would give a right to themselves.
    SelfAppointment,
    /// The object changed since the caller read it.
    StaleVersion {
        /// Its version now.
        current: i64,
    },
    /// A field is wrong.
    InvalidInput(InputProblem),
    /// The object's state does not allow this act.
    IllegalTransition {
        /// The state it is in.
        from: &'static str,
        /// The act that was tried.
        action: &'static str,
    },
    /// The notice of a convocation is shorter than the rules of procedure ask for (rule T5).
    NoticeTooShort {
        /// Full working days that the rules ask for.
        required: u32,
        /// Full working days that remain.
        given: u32,
        /// The first working day on which the meeting could take place.
        earliest: NaiveDate,
    },
    /// This act needs a reason in words.
    ReasonRequired,
    /// The agenda cannot be changed any more (rule T6).
    AgendaClosed,
    /// Too few voting seats are represented (rule T4).
    QuorumNotMet {
        /// Voting seats represented.
        represented: u32,
        /// Voting seats required.
        required: u32,
    },
    /// Every voting seat represented has a declared conflict: nobody is left to decide (rule T8).
    ConflictOfInterest,
    /// The votes do not add up to the voting seats represented (rule T7).
    TallyMismatch {
        /// Voting seats represented without conflict.
        expected: u32,
        /// The sum of the votes given.
        given: u32,
    },
    /// More would be confirmed than the budget holds (rule M2).
    OverFunding {
        /// What is still to be found, in cents.
        gap: i128,
    },
    /// More would be paid than was confirmed (rule M3).
    OverDisbursement {
        /// What is still available, in cents.
        available: i128,
    },
    /// More would be taken back than was paid (rule M3).
    OverReversal {
        /// What can still be taken back, in cents.
        available: i128,
    },
    /// A promise would be cut below what is paid or ordered (rule M8).
    BelowPaid {
        /// What is paid or ordered, in cents.
        paid: i128,
    },
    /// More work in kind than the programme allows (rule M4).
    InKindCapExceeded {
        /// The most that is allowed, in cents.
        max: i128,
    },
    /// Money is paid and work is accepted: the promise is of the other nature.
    WrongNature {
        /// What the promise is of.
        nature: crate::funding::Nature,
    },
    /// The project is closed or cancelled (rule M10).
    ProjectClosed,
    /// An agreement of this kind cannot be signed in this way (rule A2).
    SignatureKindInvalid,
    /// Only public administrations can be parties to an agreement of this kind (rule A2).
    PartyNotPa,
    /// No act of the party's own authorises the signature on that day (rule A3).
    AuthorisingActMissing,
    /// Another text was read than the one to be signed (rule A1).
    TextHashMismatch,
    /// The agreement is not in force (rule A8).
    AgreementNotInForce,
    /// A human key names more than one object.
    AmbiguousCode,
    /// The key is taken by another object.
    AlreadyExists,
    /// A one-time link was used before, has expired, or was never valid.
    LinkUsed,
    /// There are as many as there may be; for contributions, on this day.
    LimitReached {
        /// The most that is allowed.
        max: u32,
    },
    /// As many mails to sign in were asked for as may be, from here or for this mailbox.
    SignInsAsked {
        /// The most that is allowed.
        max: u32,
        /// When more may be asked for, by the clock of the installation.
        until: NaiveDateTime,
    },
    /// One member has used what one may use of a place that all share; the rest is the others'.
    ShareReached {
        /// The most that one member may have there.
        max: u32,
    },
    /// One member did the same too often within an hour.
    TooOften {
        /// The most in an hour.
        max: u32,
        /// After how many minutes it can be done again.
        minutes: u32,
    },
    /// Without this administrator nobody could grant roles any more.
    LastAdministrator,
    /// The person holds posts, roles, seats or tables, which have to end before they can be erased.
    StillInOffice(Offices),
    /// The same idempotency key came with other content.
    IdempotencyMismatch,
    /// A file is not what its name and its media type say.
    ContentTypeMismatch,
    /// A file is larger than allowed.
    TooLarge {
        /// The most that is allowed, in bytes.
        max: u64,
    },
    /// Whoever entered a value, a payment or work given cannot validate it (rules I5, P4).
    FourEyes,
    /// The series was broken and takes no more values (rule I3).
    SeriesBreak {
        /// The series in use now.
        current: u32,
    },
    /// The period a value speaks of is not over (rule I7).
    FuturePeriod {
        /// Today.
        today: NaiveDate,
    },
    /// There is a value for this period, or for a part of it (rule I8).
    OverlappingPeriod {
        /// The first day of the other value's period.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// The value is hard to believe; it needs a note that confirms it (rule of plausibility).
    ImplausibleValue,
    /// The promise is far above what the project costs; it needs a note that confirms it.
    AboveBudget {
        /// What the project costs, in cents.
        budget: i128,
        /// From how many times the budget on a promise has to be confirmed.
        times: u32,
    },
    /// The plan has a baseline of this series (rule I1).
    BaselineExists,
    /// Approved minutes never change (rule T10).
    MinutesImmutable,
}

impl Reason {
    /// The code that API clients see.
    pub fn code(&self) -> RefusalCode {
        match self {
            Self::NotFound => RefusalCode::NotFound,
            Self::Forbidden | Self::OutOfScope { .. } | Self::SelfAppointment => RefusalCode::Forbidden,
            Self::StaleVersion { .. } => RefusalCode::Conflict,
            Self::InvalidInput(_) => RefusalCode::InvalidInput,
            Self::IllegalTransition { .. } => RefusalCode::IllegalTransition,
            Self::NoticeTooShort { .. } => RefusalCode::NoticeTooShort,
            Self::ReasonRequired => RefusalCode::ReasonRequired,
            Self::AgendaClosed => RefusalCode::AgendaClosed,
            Self::QuorumNotMet { .. } => RefusalCode::QuorumNotMet,
            Self::ConflictOfInterest => RefusalCode::ConflictOfInterest,
            Self::TallyMismatch { .. } => RefusalCode::TallyMismatch,
            Self::OverFunding { .. } => RefusalCode::OverFunding,
            Self::OverDisbursement { .. } | Self::OverReversal { .. } => RefusalCode::OverDisbursement,
            Self::BelowPaid { .. } => RefusalCode::BelowPaid,
            Self::InKindCapExceeded { .. } => RefusalCode::InKindCapExceeded,
            Self::WrongNature { .. } => RefusalCode::WrongNature,
            Self::ProjectClosed => RefusalCode::ProjectClosed,
            Self::SignatureKindInvalid => RefusalCode::SignatureKindInvalid,
            Self::PartyNotPa => RefusalCode::PartyNotPa,
            Self::AuthorisingActMissing => RefusalCode::AuthorisingActMissing,
            Self::TextHashMismatch => RefusalCode::TextHashMismatch,
            Self::AgreementNotInForce => RefusalCode::AgreementNotInForce,
            Self::AmbiguousCode => RefusalCode::AmbiguousCode,
            Self::AlreadyExists => RefusalCode::AlreadyExists,
            Self::LinkUsed => RefusalCode::LinkUsed,
            Self::LimitReached { .. }
            | Self::SignInsAsked { .. }
            | Self::ShareReached { .. }
            | Self::TooOften { .. } => RefusalCode::LimitReached,
            Self::LastAdministrator => RefusalCode::LastAdministrator,
            Self::StillInOffice(_) => RefusalCode::StillInOffice,
            Self::IdempotencyMismatch => RefusalCode::IdempotencyMismatch,
            Self::ContentTypeMismatch => RefusalCode::ContentTypeMismatch,
            Self::TooLarge { .. } => RefusalCode::TooLarge,
            Self::FourEyes => RefusalCode::FourEyes,
            Self::SeriesBreak { .. } => RefusalCode::SeriesBreak,
            Self::FuturePeriod { .. } => RefusalCode::FuturePeriod,
            Self::OverlappingPeriod { .. } => RefusalCode::OverlappingPeriod,
            Self::ImplausibleValue | Self::AboveBudget { .. } => RefusalCode::ImplausibleValue,
            Self::BaselineExists => RefusalCode::BaselineExists,
            Self::MinutesImmutable => RefusalCode::MinutesImmutable,
        }
    }
}

/// A refusal with the place of the input it speaks about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} at {}", <&'static str>::from(.reason.code()), .path.join("."))]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The field, from the outside in (`["agenda", "2", "title"]`); empty where no single field is to blame.
    pub path: Vec<String>,
}

impl Refusal {
    /// A refusal of an input value.
    pub fn input(problem: InputProblem) -> Self {
        Reason::InvalidInput(problem).into()
    }

    /// A refusal of a value that is not between `min` and `max`; an empty bound is none.
    pub fn out_of_range(min: &str, max: &str) -> Self {
        Self::input(InputProblem::OutOfRange { min: min.to_owned(), max: max.to_owned() })
    }

    /// The same refusal, with `segment` put before its path.
    #[must_use]
    pub fn under(mut self, segment: impl Into<String>) -> Self {
        self.path.insert(0, segment.into());
        self
    }

    /// The code that API clients see.
    pub fn code(&self) -> RefusalCode {
        self.reason.code()
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self { reason, path: Vec::new() }
    }
}

impl Reason {
    /// This reason at one field.
    pub fn at(self, field: impl Into<String>) -> Refusal {
        Refusal::from(self).under(field)
    }
}
