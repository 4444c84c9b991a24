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
    /// No connection could be made: the mail itself was not tried.
    Unreachable(String),
    /// The server refuses this relay (5.7.x, failed authentication): nothing is wrong with the mail.
    RelayRefused(String),
    /// The address does not exist (5.1.x).
    BadAddress(String),
    /// The mailbox is full (5.2.2).
    MailboxFull(String),
    /// Any other parsed 5xx.
    Permanent(String),
    /// 4xx, reset, garbage, a phase that took too long.
    Transient(String),
    /// No answer after the final dot.
    NoAnswerAfterDot(String),
    /// The message cannot be handed to any server (a broken address, for instance).
    Unsendable(String),
}

impl DeliveryFailure {
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
/// A mail of unknown fate and a full mailbox wait for the longest time.
const LONGEST_MINUTES: i64 = 1440;

/// Decides what follows a failed attempt. Only a parsed 5xx is permanent. `jitter` is a number in 0..=1000 drawn by
/// the caller: it spreads each wait by ± 20 %. A mail is given up when it expires.
pub fn next_attempt(failure: &DeliveryFailure, before: Tried, jitter: u32, now: DateTime<Utc>) -> NextAttempt {
    let attempts = before.attempts;
    let tried = attempts.saturating_add(1);
    let settled = |state| NextAttempt { state, at: None, attempts: tried };
    let longest = Duration::minutes(LONGEST_MINUTES);
    let retry = |state, attempts, wait| {
        let at = now + spread(wait, jitter);
        if at < before.expires_at {
            NextAttempt { state, at: Some(at), attempts }
        } else {
            NextAttempt { state: MailState::Expired, at: None, attempts }
        }
    };
    match failure {
        DeliveryFailure::BadAddress(_) => settled(MailState::Suppressed),
        DeliveryFailure::Permanent(_) | DeliveryFailure::Unsendable(_) => settled(MailState::Failed),
        DeliveryFailure::Unreachable(_) | DeliveryFailure::RelayRefused(_) => {
            retry(MailState::Deferred, attempts, backoff(before.kind, 0))
        }
        DeliveryFailure::Transient(_) => retry(MailState::Deferred, tried, backoff(before.kind, attempts)),
        DeliveryFailure::MailboxFull(_) => retry(MailState::Deferred, tried, longest),
        DeliveryFailure::NoAnswerAfterDot(_) => retry(MailState::Uncertain, tried, longest),
    }
}

fn backoff(kind: MailKind, attempts: u32) -> Duration {
    let index = usize::try_from(attempts).unwrap_or(usize::MAX);
    let wait = match kind {
        MailKind::SignIn => SIGN_IN_BACKOFF_SECONDS.get(index).copied().map(Duration::seconds),
        _ => BACKOFF_MINUTES.get(index).copied().map(Duration::minutes),
    };
    wait.unwrap_or_else(|| Duration::minutes(LONGEST_MINUTES))
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
        let tried = Tried { kind: MailKind::SignIn, attempts: 5, expires_at: now() + Duration::minutes(30) };
        let next = next_attempt(&DeliveryFailure::Transient("450".into()), tried, 500, now());
        assert_eq!((next.state, next.at), (MailState::Expired, None));
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

    #[test]
    fn a_convocation_is_not_sent_after_the_meeting() {
        let failure = DeliveryFailure::Transient(String::new());
        let tried = Tried { kind: MailKind::Convocation, attempts: 3, expires_at: now() + Duration::minutes(90) };
        let next = next_attempt(&failure, tried, 500, now());
        assert_eq!((next.state, next.at), (MailState::Expired, None));
    }
}
