use cordata_app::AppError;
use cordata_app::notification::{HeldJob, JobEnd};
use cordata_domain::ids::EventId;

use crate::runner::Bench;

/// Event → notices: whom it concerns is a use case of its own.
pub(crate) async fn run(parts: &Bench, held: &HeldJob, event: EventId) -> Result<JobEnd, AppError> {
    parts.app.resolve_event(held, event).await
}
