use cordata_app::AppError;
use cordata_app::notification::{HeldJob, JobEnd};
use cordata_app::retention::{DISCARDED_AT_ONCE, Perishable};

use crate::runner::Bench;

/// Transactions for each kind of thing in one day; what is left waits for the next one.
const MOST_BATCHES: u32 = 250;

/// Discards what was kept long enough, a bounded number at a time, so that nobody waits for it.
pub(super) async fn run(parts: &Bench, job: &HeldJob) -> Result<JobEnd, AppError> {
    for what in Perishable::ALL {
        let mut discarded = 0;
        for _ in 0..MOST_BATCHES {
            let batch = parts.app.discard(what, &parts.retention).await?;
            discarded += batch;
            if batch < u64::from(DISCARDED_AT_ONCE) {
                break;
            }
        }
        if discarded > 0 {
            tracing::info!(?what, discarded, "What was kept long enough was discarded");
        }
    }
    for _ in 0..MOST_BATCHES {
        let forgotten = parts.app.forget_strangers(&parts.retention).await?;
        if forgotten > 0 {
            tracing::info!(forgotten, "People who were invited and never came were forgotten");
        }
        if forgotten < u64::from(DISCARDED_AT_ONCE) {
            break;
        }
    }
    parts.app.end_job(job).await
}
