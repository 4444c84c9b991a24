//! What the worker does, one kind of job a file.

mod compose_access;
mod compose_contribution;
mod compose_digest;
mod compose_notice;
mod digest;
mod discard;
mod minutes_notice;
mod post;
mod resolve_event;

pub(crate) use minutes_notice::is_current;

use cordata_app::AppError;
use cordata_app::notification::{HeldJob, JobEnd};
use cordata_app::ports::queue::JobPayload;
use cordata_domain::identity::Person;
use cordata_domain::ids::PersonId;
use cordata_domain::policy::Actor;
use cordata_mail::MailError;

use crate::retry::Outcome;
use crate::runner::Bench;

/// Runs one job.
pub(crate) async fn run(parts: &Bench, held: &HeldJob, payload: JobPayload) -> Outcome {
    let end = match payload {
        JobPayload::ResolveEvent { event } => resolve_event::run(parts, held, event).await,
        JobPayload::ComposeNotice { notice } => compose_notice::run(parts, held, notice).await,
        JobPayload::ComposeContribution { event } => compose_contribution::run(parts, held, event).await,
        JobPayload::ComposeSignIn { sign_in } => compose_access::sign_in(parts, held, sign_in).await,
        JobPayload::ComposeInvitation { invitation } => compose_access::invitation(parts, held, invitation).await,
        JobPayload::ComposeDigest { person, day } => compose_digest::run(parts, held, person, day).await,
        JobPayload::Discard { day: _ } if !parts.clock.is_trusted() => return Outcome::Later,
        JobPayload::Discard { day: _ } => discard::run(parts, held).await,
    };
    match end {
        Ok(JobEnd::Committed) => Outcome::Done,
        Ok(JobEnd::LeaseLost) => {
            tracing::info!(job = %held.id, "Another worker took a job over");
            Outcome::Done
        }
        Err(error) => error.into(),
    }
}

/// Something that should not happen, for the log.
fn fault(text: &str) -> AppError {
    AppError::fault(text)
}

/// A template that does not render is a fault of ours.
fn render_fault(error: MailError) -> AppError {
    AppError::Fault(Box::new(error))
}

/// The recipient, for whom a mail is about to be written or sent.
pub(crate) async fn recipient(parts: &Bench, id: PersonId) -> Result<Option<Person>, AppError> {
    Ok(parts.reads.persons_by_id(&Actor::Operator, &[id]).await?.into_iter().next())
}
