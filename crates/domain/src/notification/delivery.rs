use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::MailKind;
use crate::error::{Reason, Refusal};

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MailState {
    /// Waits for a worker.
    Queued,
    /// A worker holds it.
    Leased,
    /// The server took it.
    Sent,
    /// The connection broke after the final dot: the server may have taken it.
    Uncertain,
    /// To be tried again.
    Deferred,
    /// A dead letter: somebody has to look.
    Failed,
    /// The address is known to be broken.
    Suppressed,
    /// Its time ran out before any server took it.
    Expired,
    /// Not sent, for a reason found when it was rendered.
    Skipped,
}

impl MailState {
    /// Failed → Queued, for another try. Nothing else is a dead letter.
    pub fn redriven(self) -> Result<Self, Refusal> {
        match self {
            Self::Failed => Ok(Self::Queued),
            other => Err(Reason::IllegalTransition { from: other.into(), action: "redriveMail" }.into()),
        }
    }
}

/// How an attempt to hand a mail over failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryFailure {
    /// No conversation came as far as a recipient (no connection, a relay that is busy or silent): the mail itself was
    /// not tried.
    Unreachable(String),
    /// The relay refuses us before any recipient was named (greeting, authentication, sender): nothing is wrong with
    /// the mail.
    RelayRefused(String),
    /// The address does not exist (5.1.x).
    BadAddress(String),
    /// The mailbox is full (5.2.2).
    MailboxFull(String),
    /// Any other parsed 5xx at the recipient or after it: about this mail only.
    Permanent(String),
    /// 4xx, reset, garbage, a phase that took too long.
    Transient(String),
    /// No answer after the final dot.
    NoAnswerAfterDot(String),
    /// The message cannot be handed to any server (a broken address, for instance).
    Unsendable(String),
}

impl DeliveryFailure {
    /// Whether the relay is the trouble and not the mail. Several in a row mean that none will leave for now; what the
    /// relay says about one recipient or one message never does.
    pub fn is_of_the_relay(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::RelayRefused(_))
    }

    /// What the server or the network said.
    pub fn text(&self) -> &str {
        match self {
            Self::Unreachable(text)
            | Self::RelayRefused(text)
            | Self::BadAddress(text)
            | Self::MailboxFull(text)
            | Self::Permanent(text)
            | Self::Transient(text)
            | Self::NoAnswerAfterDot(text)
            | Self::Unsendable(text) => text,
        }
    }
}

/// What happens to a mail after a failed attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextAttempt {
    /// Its state.
    pub state: MailState,
    /// When it is tried again; absent for a final state.
    pub at: Option<DateTime<Utc>>,
    /// Attempts so far, this one included if it counts.
    pub attempts: u32,
}

/// What was tried so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// Which mail.
    pub kind: MailKind,
    /// Attempts before this one.
    pub attempts: u32,
    /// When the mail is given up.
    pub expires_at: DateTime<Utc>,
}

const BACKOFF_MINUTES: [i64; 7] = [1, 5, 30, 120, 360, 720, 1440];
/// A mail to sign in is waited for, and a server that defers strangers wants to be asked again soon.
const SIGN_IN_BACKOFF_SECONDS: [i64; 5] = [20, 60, 180, 480, 1200];
/// A mail that was never tried again is tried once more if so much time is left.
const LEAST_LEFT: Duration = Duration::seconds(2);

/// Decides what follows a failed attempt. Only a parsed 5xx is permanent. `jitter` is a number in 0..=1000 drawn by
/// the caller: it spreads each wait by ± 20 %. A mail of unknown fate and one to a full mailbox wait for the longest
/// time; a wait that ends after the mail's expiry gives way to the longest one that does not. A mail is given up when
/// none is left, and not before it was tried again once.
pub fn next_attempt(failure: &DeliveryFailure, before: Tried, jitter: u32, now: DateTime<Utc>) -> NextAttempt {
    let attempts = before.attempts;
    let tried = attempts.saturating_add(1);
    let settled = |state| NextAttempt { state, at: None, attempts: tried };
    let retry = |state, attempts, step| match before_expiry(before, step, jitter, now) {
        Some(at) => NextAttempt { state, at: Some(at), attempts },
        None => NextAttempt { state: MailState::Expired, at: None, attempts },
    };
    match failure {
        DeliveryFailure::BadAddress(_) => settled(MailState::Suppressed),
        DeliveryFailure::Permanent(_) | DeliveryFailure::Unsendable(_) => settled(MailState::Failed),
        DeliveryFailure::Unreachable(_) | DeliveryFailure::RelayRefused(_) => retry(MailState::Deferred, attempts, 0),
        DeliveryFailure::Transient(_) => retry(MailState::Deferred, tried, attempts),
        DeliveryFailure::MailboxFull(_) => retry(MailState::Deferred, tried, u32::MAX),
        DeliveryFailure::NoAnswerAfterDot(_) => retry(MailState::Uncertain, tried, u32::MAX),
    }
}

/// The end of a step of the back-off, or of the longest shorter one that still lies before the mail's expiry.
fn before_expiry(before: Tried, step: u32, jitter: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let waits = backoff(before.kind);
    let steps = usize::try_from(step).unwrap_or(usize::MAX).saturating_add(1);
    let ends = waits.iter().take(steps).rev().map(|wait| now + spread(*wait, jitter));
    let in_time = ends.into_iter().find(|at| *at < before.expires_at);
    in_time.or_else(|| {
        let left = before.expires_at - now;
        (before.attempts == 0 && left >= LEAST_LEFT).then(|| now + left / 2)
    })
}

/// The waits of a kind of mail, shortest first.
fn backoff(kind: MailKind) -> Vec<Duration> {
    match kind {
        MailKind::SignIn => SIGN_IN_BACKOFF_SECONDS.map(Duration::seconds).to_vec(),
        _ => BACKOFF_MINUTES.map(Duration::minutes).to_vec(),
    }
}

fn spread(wait: Duration, jitter: u32) -> Duration {
    let share = i32::try_from(800 + jitter.min(1000) * 2 / 5).unwrap_or(1000);
    wait * share / 1000
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    fn after(failure: &DeliveryFailure, attempts: u32, jitter: u32) -> NextAttempt {
        let tried = Tried { kind: MailKind::DailyDigest, attempts, expires_at: now() + Duration::days(5) };
        next_attempt(failure, tried, jitter, now())
    }

    #[test]
    fn a_mail_to_sign_in_is_tried_soon_and_within_its_hour() {
        let waits = [20, 60, 180, 480, 1200];
        for (attempts, seconds) in (0..).zip(waits) {
            let tried = Tried { kind: MailKind::SignIn, attempts, expires_at: now() + Duration::minutes(60) };
            let next = next_attempt(&DeliveryFailure::Transient("450".into()), tried, 500, now());
            assert_eq!(next.at, Some(now() + Duration::seconds(seconds)));
        }
        let tried = Tried { kind: MailKind::SignIn, attempts: 5, expires_at: now() + Duration::minutes(28) };
        let next = next_attempt(&DeliveryFailure::Transient("450".into()), tried, 500, now());
        assert_eq!((next.state, next.at), (MailState::Deferred, Some(now() + Duration::minutes(20))));
    }

    #[test]
    fn only_a_dead_letter_is_queued_again() {
        for state in MailState::VARIANTS {
            let redriven = state.redriven().ok();
            assert_eq!(redriven, (*state == MailState::Failed).then_some(MailState::Queued), "{state:?}");
        }
    }

    #[rstest]
    #[case(0, 1)]
    #[case(1, 5)]
    #[case(2, 30)]
    #[case(5, 720)]
    #[case(6, 1440)]
    #[case(40, 1440)]
    fn waits_grow(#[case] attempts: u32, #[case] minutes: i64) {
        let next = after(&DeliveryFailure::Transient("451".into()), attempts, 500);
        assert_eq!(next.at, Some(now() + Duration::minutes(minutes)));
        assert_eq!(next.attempts, attempts + 1);
    }

    #[test]
    fn waits_are_spread_by_a_fifth() {
        let at = |jitter| after(&DeliveryFailure::Transient(String::new()), 1, jitter).at.unwrap() - now();
        assert_eq!(at(0), Duration::minutes(4));
        assert_eq!(at(1000), Duration::minutes(6));
    }

    #[test]
    fn an_unreachable_server_burns_no_attempt() {
        let next = after(&DeliveryFailure::Unreachable("refused".into()), 3, 500);
        assert_eq!((next.state, next.attempts), (MailState::Deferred, 3));
    }

    #[test]
    fn only_parsed_refusals_are_final() {
        let state = |failure| after(&failure, 0, 500).state;
        assert_eq!(state(DeliveryFailure::BadAddress(String::new())), MailState::Suppressed);
        assert_eq!(state(DeliveryFailure::Permanent(String::new())), MailState::Failed);
        assert_eq!(state(DeliveryFailure::NoAnswerAfterDot(String::new())), MailState::Uncertain);
    }

    #[rstest]
    #[case::a_day(2_000, Some(1_440))]
    #[case::half_a_day(1_440, Some(720))]
    #[case::urgent(90, Some(30))]
    #[case::very_urgent(6, Some(5))]
    #[case::at_the_last_minute(1, None)]
    fn what_is_uncertain_is_tried_again_as_late_as_it_can(#[case] left: i64, #[case] minutes: Option<i64>) {
        let expires_at = now() + Duration::minutes(left);
        let again = |attempts| {
            let tried = Tried { kind: MailKind::Convocation, attempts, expires_at };
            next_attempt(&DeliveryFailure::NoAnswerAfterDot(String::new()), tried, 500, now())
        };
        // What was never tried again is not given up, however little time is left.
        let at = minutes.map_or(now() + Duration::seconds(30), |minutes| now() + Duration::minutes(minutes));
        assert_eq!((again(0).state, again(0).at), (MailState::Uncertain, Some(at)));
        let later = if minutes.is_some() { MailState::Uncertain } else { MailState::Expired };
        assert_eq!((again(1).state, again(1).at), (later, minutes.map(|minutes| now() + Duration::minutes(minutes))));
    }

    #[test]
    fn a_convocation_is_not_sent_after_the_meeting() {
        let failure = DeliveryFailure::Transient(String::new());
        for (left, wait) in [(90, Some(30)), (4, Some(1)), (1, None)] {
            let tried = Tried { kind: MailKind::Convocation, attempts: 3, expires_at: now() + Duration::minutes(left) };
            let next = next_attempt(&failure, tried, 500, now());
            let state = if wait.is_some() { MailState::Deferred } else { MailState::Expired };
            assert_eq!((next.state, next.at), (state, wait.map(|wait| now() + Duration::minutes(wait))), "{left}");
        }
    }

    #[test]
    fn only_what_comes_before_a_recipient_is_the_relays() {
        assert!(DeliveryFailure::Unreachable(String::new()).is_of_the_relay());
        assert!(DeliveryFailure::RelayRefused(String::new()).is_of_the_relay());
        assert!(!DeliveryFailure::Permanent(String::new()).is_of_the_relay());
        assert!(!DeliveryFailure::Transient(String::new()).is_of_the_relay());
    }
}
