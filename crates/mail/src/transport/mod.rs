//! Ways to hand a mail over: to an SMTP relay, or as a file. None of them loses a mail in silence.

mod files;
pub mod smtp;

pub use files::FileTransport;

use async_trait::async_trait;
use cordata_domain::identity::EmailAddress;
use cordata_domain::notification::{DeliveryFailure, MailShare};

/// Who sends one mail to whom. A mail has one recipient: each has a fate of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The mail's own key; keys made later sort later.
    pub key: String,
    /// Where bounces go.
    pub from: EmailAddress,
    /// The recipient.
    pub to: EmailAddress,
    /// The share of the connections that it takes.
    pub share: MailShare,
}

/// A way to hand finished mails over.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Hands over the bytes of one mail. `Ok` means that the other side has taken responsibility for it; each error
    /// says what is known about its fate.
    async fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), DeliveryFailure>;

    /// Ends the conversations in hand at once, for a shutdown: each pending [`Transport::send`] returns
    /// [`DeliveryFailure::NoAnswerAfterDot`] if the mail may have been taken, [`DeliveryFailure::Transient`] if its
    /// recipient was named; all others return [`DeliveryFailure::Unreachable`], now and later.
    fn cut_short(&self);
}
