//! Refusals as data of a payload: why a mutation did not do what it was asked.

use async_graphql::{Enum, Interface, SimpleObject};
use cordata_domain::money::Cents;
use cordata_domain::{Locale, Reason, Refusal};
use cordata_text::refusal_message;

use crate::graphql::value::Money;
use crate::scalar::Date;

/// Why a mutation was refused. Clients may rely on the code; the message is for people.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cordata_domain::RefusalCode")]
pub enum RefusalCode {
    /// It does not exist, or you may not know that it does.
    NotFound,
    /// You see it, but your roles do not allow you to do this to it.
    Forbidden,
    /// It changed since you read it: read it again and repeat the change.
    Conflict,
    /// A field is missing, too long, out of range or not of the expected form.
    InvalidInput,
    /// The state it is in does not allow this.
    IllegalTransition,
    /// The notice of the convocation is shorter than the rules of procedure ask for.
    NoticeTooShort,
    /// This needs a reason in words.
    ReasonRequired,
    /// The meeting is convened: its agenda cannot be changed any more, other than by an urgent item.
    AgendaClosed,
    /// Too few voting seats are represented.
    QuorumNotMet,
    /// Every voting seat represented is in conflict of interest: nobody is left to decide.
    ConflictOfInterest,
    /// The votes do not add up to the voting seats represented.
    TallyMismatch,
    /// More would be confirmed than the budget holds.
    OverFunding,
    /// More would be paid than was confirmed, or taken back than was paid.
    OverDisbursement,
    /// A promise would be cut below what is paid or ordered.
    BelowPaid,
    /// More work in kind than the programme allows.
    InKindCapExceeded,
    /// Money is paid and work is accepted: the promise is of the other nature.
    WrongNature,
    /// The project is closed or cancelled.
    ProjectClosed,
    /// An agreement of this kind cannot be signed in this way.
    SignatureKindInvalid,
    /// Only public administrations can be parties to an agreement of this kind.
    PartyNotPa,
    /// No act of the party's own authorises its signature on that day.
    AuthorisingActMissing,
    /// Another text was read than the one to be signed.
    TextHashMismatch,
    /// The agreement is not in force.
    AgreementNotInForce,
    /// The key names more than one thing.
    AmbiguousCode,
    /// The key is taken by something else.
    AlreadyExists,
    /// The one-time link was used before, has expired or was never valid.
    LinkUsed,
    /// There are as many as there may be, as one organisation may have there, or as one member may make in this time.
    LimitReached,
    /// Without this administrator nobody could grant roles any more.
    LastAdministrator,
    /// The person holds posts, roles, seats or tables, which have to end before they can be erased.
    StillInOffice,
    /// The same idempotency key came with other content.
    IdempotencyMismatch,
    /// A file is not what its name and its media type say.
    ContentTypeMismatch,
    /// A file is larger than allowed.
    TooLarge,
    /// Whoever entered a value, a payment or work given cannot validate it.
    FourEyes,
    /// The series was broken and takes no more values.
    SeriesBreak,
    /// The period a value speaks of is not over.
    FuturePeriod,
    /// There is a value for this period, or for a part of it.
    OverlappingPeriod,
    /// The value is hard to believe, or a promise far above the budget: confirm it with a note.
    ImplausibleValue,
    /// The plan has a baseline of this series.
    BaselineExists,
    /// Approved minutes never change.
    MinutesImmutable,
}

/// Why a mutation was refused. Nothing was changed.
#[derive(Debug, Interface)]
#[graphql(
    field(name = "code", ty = "&RefusalCode", desc = "The stable code, for programs."),
    field(name = "message", ty = "&String", desc = "What is wrong and what to do, in your language."),
    field(
        name = "path",
        ty = "&Vec<String>",
        desc = "The input field to blame, from the outside in: `[\"input\", \"agenda\", \"2\", \"title\"]`."
    )
)]
pub enum UserError {
    /// Without further data.
    Refused(Refused),
    /// With the present version.
    StaleVersion(StaleVersionError),
    /// With the seats counted.
    Quorum(QuorumError),
    /// With the days of notice.
    NoticeTooShort(NoticeTooShortError),
    /// With the votes counted.
    TallyMismatch(TallyMismatchError),
    /// With the gap.
    OverFunding(OverFundingError),
    /// With what is still available.
    OverDisbursement(OverDisbursementError),
    /// With what is paid or ordered.
    BelowPaid(BelowPaidError),
}

/// Concrete types of [`UserError`]: the three fields of the interface, and their own.
macro_rules! concrete {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, SimpleObject)]
        pub struct $name {
            /// The stable code, for programs.
            code: RefusalCode,
            /// What is wrong and what to do, in your language.
            message: String,
            /// The input field to blame, from the outside in: `["input", "agenda", "2", "title"]`.
            path: Vec<String>,
            $($(#[$field_meta])* $field: $kind,)*
        }
    )+};
}

concrete! {
    /// A refusal whose code and message say everything.
    Refused {}

    /// It changed since you read it: somebody else was faster. Code `CONFLICT`.
    StaleVersionError {
        /// Its version now. Read it again before you repeat the change: do not send this number back unseen.
        current_version: i64,
    }

    /// Too few voting seats are represented. Code `QUORUM_NOT_MET`.
    QuorumError {
        /// Voting seats represented at that moment.
        represented: u32,
        /// Voting seats that the rules of procedure require.
        required: u32,
    }

    /// The notice is shorter than the rules of procedure ask for. Code `NOTICE_TOO_SHORT`.
    NoticeTooShortError {
        /// Full working days of notice that the rules ask for.
        required: u32,
        /// Full working days between today and the meeting.
        given: u32,
        /// The first day on which the meeting could take place if it were convened today.
        earliest: Date,
    }

    /// The votes do not add up. Code `TALLY_MISMATCH`.
    TallyMismatchError {
        /// Voting seats represented without a conflict of interest: what the votes must add up to.
        expected: u32,
        /// What the votes given add up to.
        given: u32,
    }

    /// More would be confirmed than the budget holds. Code `OVER_FUNDING`.
    OverFundingError {
        /// What is still to be found.
        gap: Money,
    }

    /// More would be paid than was confirmed, or taken back than was paid. Code `OVER_DISBURSEMENT`.
    OverDisbursementError {
        /// What can still be paid, or taken back.
        available: Money,
    }

    /// A promise would be cut below what is paid or ordered. Code `BELOW_PAID`.
    BelowPaidError {
        /// What is paid or ordered.
        paid: Money,
    }
}

impl UserError {
    /// The refusal as the caller reads it, at a path that begins with the argument `input`.
    pub fn new(locale: &Locale, refusal: &Refusal, path: Vec<String>) -> Self {
        let (code, message) = (refusal.code().into(), refusal_message(locale, refusal));
        match refusal.reason {
            Reason::StaleVersion { current } => {
                Self::StaleVersion(StaleVersionError { code, message, path, current_version: current })
            }
            Reason::QuorumNotMet { represented, required } => {
                Self::Quorum(QuorumError { code, message, path, represented, required })
            }
            Reason::NoticeTooShort { required, given, earliest } => Self::NoticeTooShort(NoticeTooShortError {
                code,
                message,
                path,
                required,
                given,
                earliest: earliest.into(),
            }),
            Reason::TallyMismatch { expected, given } => {
                Self::TallyMismatch(TallyMismatchError { code, message, path, expected, given })
            }
            Reason::OverFunding { gap } => {
                Self::OverFunding(OverFundingError { code, message, path, gap: Cents::new(gap).into() })
            }
            Reason::OverDisbursement { available } | Reason::OverReversal { available } => {
                let available = Cents::new(available).into();
                Self::OverDisbursement(OverDisbursementError { code, message, path, available })
            }
            Reason::BelowPaid { paid } => {
                Self::BelowPaid(BelowPaidError { code, message, path, paid: Cents::new(paid).into() })
            }
            _ => Self::Refused(Refused { code, message, path }),
        }
    }
}
