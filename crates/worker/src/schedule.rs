use std::sync::atomic::{AtomicI32, Ordering};

use chrono::Datelike;
use cordata_app::AppError;
use cordata_app::ports::queue::JobPayload;
use cordata_domain::ids::PersonId;
use cordata_domain::notification::latest_slot;

use crate::runner::Bench;

/// Members looked at in one statement.
const CHUNK: u32 = 200;

/// Opens everything whose time has come, and ends whatever's time is over, if the clock is to be believed.
pub(crate) async fn open_due(parts: &Bench, discarding: &AtomicI32) -> Result<(), AppError> {
    if parts.clock.is_trusted() {
        parts.queue.expire_mails(parts.app.now()).await?;
        open_discarding(parts, discarding).await?;
    }
    open_due_digests(parts).await
}

/// Puts the day's discarding into the queue, which takes it once; `opened` is the day of which this worker knows.
async fn open_discarding(parts: &Bench, opened: &AtomicI32) -> Result<(), AppError> {
    let day = parts.app.now().date_naive();
    if opened.load(Ordering::Relaxed) != day.num_days_from_ce() {
        parts.app.enqueue(vec![JobPayload::Discard { day }]).await?;
        opened.store(day.num_days_from_ce(), Ordering::Relaxed);
    }
    Ok(())
}

/// Puts a job into the queue for each member for whom something waits and whose slot has come. The queue takes each
/// member and day once, so two workers open no digest twice.
async fn open_due_digests(parts: &Bench) -> Result<(), AppError> {
    let now = parts.app.now();
    let mut after: Option<PersonId> = None;
    loop {
        let members = parts.queue.members_to_digest(after, CHUNK).await?;
        let Some(last) = members.last() else { return Ok(()) };
        after = Some(last.person);
        // What was written after the slot waits for the next one.
        let due = members.iter().filter_map(|member| {
            let slot = latest_slot(&member.preference, now).filter(|slot| member.since <= slot.at)?;
            Some(JobPayload::ComposeDigest { person: member.person, day: slot.key })
        });
        let due: Vec<JobPayload> = due.collect();
        if !due.is_empty() {
            parts.app.enqueue(due).await?;
        }
    }
}
