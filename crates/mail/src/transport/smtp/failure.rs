//! What a broken conversation means for the mail.

use std::error::Error as _;
use std::time::Duration;

use cordata_domain::notification::DeliveryFailure;
use lettre::transport::smtp;

/// How far the conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Greeting, EHLO, STARTTLS, AUTH: nothing was said about a mail yet.
    Opening,
    /// MAIL: the sender.
    Sender,
    /// RCPT: the recipient.
    Recipient,
    /// DATA and the message, up to the final dot.
    Data,
    /// The final dot is out, its answer is not in.
    AfterDot,
}

/// Why a phase ended without success.
#[derive(Debug)]
pub(super) enum Broken {
    /// The server answered with an error, with garbage, or not at all.
    Server(smtp::Error),
    /// It answered with success, but not the kind that belongs here.
    OutOfPlace(String),
    /// It took longer than its timer allows.
    TooLong(Duration),
    /// We are shutting down.
    CutShort,
}

/// The text of a failure is kept to this many characters.
const LONGEST_TEXT: usize = 400;

/// The fate of the mail when `phase` ended as `broken`.
pub(super) fn classify(phase: Phase, broken: &Broken) -> DeliveryFailure {
    if let Broken::Server(error) = broken
        && let Some(reply) = Reply::of(error)
    {
        return reply.classify(phase);
    }
    let text = match broken {
        Broken::Server(error) => readable(&error.to_string()),
        Broken::OutOfPlace(reply) => format!("unexpected answer: {}", readable(reply)),
        Broken::TooLong(limit) => format!("no answer within {} seconds", limit.as_secs()),
        Broken::CutShort => "cut short by the shutdown of this program".to_owned(),
    };
    match phase {
        Phase::Opening | Phase::Sender => DeliveryFailure::Unreachable(text),
        Phase::Recipient | Phase::Data => DeliveryFailure::Transient(text),
        Phase::AfterDot => DeliveryFailure::NoAnswerAfterDot(text),
    }
}

/// A parsed 4xx or 5xx.
struct Reply {
    permanent: bool,
    /// Subject and detail of an enhanced status code of the same class (RFC 3463).
    enhanced: Option<(u16, u16)>,
    text: String,
}

impl Reply {
    fn of(error: &smtp::Error) -> Option<Self> {
        let code = error.status()?.to_string();
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        let class = if error.is_permanent() { "5" } else { "4" };
        let enhanced = enhanced_status(&text, class);
        Some(Self { permanent: error.is_permanent(), text: readable(&format!("{code} {text}")), enhanced })
    }

    /// Before a recipient is named it is about us, whatever the code says; from then on it is about this mail.
    fn classify(self, phase: Phase) -> DeliveryFailure {
        match (phase, self.enhanced) {
            (Phase::Opening | Phase::Sender, _) if self.permanent => DeliveryFailure::RelayRefused(self.text),
            (Phase::Opening | Phase::Sender, _) => DeliveryFailure::Unreachable(self.text),
            _ if !self.permanent => DeliveryFailure::Transient(self.text),
            // 5.1.7 and 5.1.8 are about the sender's address: the recipient's is not to blame.
            (_, Some((1, 7 | 8))) => DeliveryFailure::Permanent(self.text),
            (_, Some((1, _))) => DeliveryFailure::BadAddress(self.text),
            (_, Some((2, 2))) => DeliveryFailure::MailboxFull(self.text),
            _ => DeliveryFailure::Permanent(self.text),
        }
    }
}

/// Reads `5.1.1` at the beginning of a reply's text, if it is of the reply's own class.
fn enhanced_status(text: &str, class: &str) -> Option<(u16, u16)> {
    let mut parts = text.split_whitespace().next()?.splitn(3, '.');
    let own_class = parts.next()? == class;
    let number = |part: &str| part.parse::<u16>().ok().filter(|number| *number < 1000);
    let status = (number(parts.next()?)?, number(parts.next()?)?);
    own_class.then_some(status)
}

/// One line without control characters, of bounded length.
fn readable(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(LONGEST_TEXT).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("5.1.1 no such user", "5", Some((1, 1)))]
    #[case("5.7.509 refused", "5", Some((7, 509)))]
    #[case("4.2.2 full", "5", None)]
    #[case("no such user", "5", None)]
    #[case("5.1 short", "5", None)]
    #[case("", "5", None)]
    fn reads_enhanced_status_codes(#[case] text: &str, #[case] class: &str, #[case] status: Option<(u16, u16)>) {
        assert_eq!(enhanced_status(text, class), status);
    }

    #[test]
    fn what_is_unknown_is_uncertain_only_after_the_dot() {
        let late = || Broken::TooLong(Duration::from_mins(10));
        assert!(matches!(classify(Phase::AfterDot, &late()), DeliveryFailure::NoAnswerAfterDot(_)));
        assert!(matches!(classify(Phase::Data, &late()), DeliveryFailure::Transient(_)));
        assert!(matches!(classify(Phase::Sender, &late()), DeliveryFailure::Unreachable(_)));
        assert!(matches!(classify(Phase::AfterDot, &Broken::CutShort), DeliveryFailure::NoAnswerAfterDot(_)));
    }
}
