//! The notification worker: from an event in the outbox to a mail in a mailbox.
//!
//! `event → job → notice → mail ← digest`. A job claims its work under a lease, renders with what the recipient may
//! see at that moment, and commits its effects together with its own end. Mails are rendered once; every attempt sends
//! the same bytes.

mod clock;
mod job;
mod leaving;
mod retry;
mod runner;
mod schedule;
mod sender;

pub use runner::{Worker, WorkerParts};
pub use sender::SenderSettings;
