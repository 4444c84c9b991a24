//! How long is kept what nobody needs for good.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::app::{App, Caller};
use crate::error::AppError;
use crate::notification::{HeldJob, JobEnd};
use crate::personal_data::ForgetStranger;

/// Rows that one transaction discards at most.
pub const DISCARDED_AT_ONCE: u32 = 200;

/// How many days things are kept after nobody needs them any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Text and address of a mail, after it was written; its subject and what became of it stay.
    pub mail_bodies_days: u32,
    /// A link of a mail, after it expired.
    pub links_days: u32,
    /// A job of the worker, after it was done.
    pub finished_jobs_days: u32,
    /// The first answer to an idempotency key.
    pub idempotency_keys_days: u32,
    /// The hashes of addresses that contributions are counted under, after the hour or day for which they count.
    pub address_hashes_days: u32,
    /// Who somebody is that was invited into an organisation and never came, after the last invitation.
    pub invited_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            mail_bodies_days: 180,
            links_days: 30,
            finished_jobs_days: 30,
            idempotency_keys_days: 30,
            address_hashes_days: 1,
            invited_days: 90,
        }
    }
}

/// What is discarded in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Perishable {
    /// Text and address of mails that are not to be sent any more.
    MailBodies,
    /// Links that expired.
    Links,
    /// Jobs that were done.
    FinishedJobs,
    /// Answers to idempotency keys.
    IdempotencyKeys,
    /// Counts under hashes of addresses.
    AddressHashes,
}

impl Perishable {
    /// All there is.
    pub const ALL: [Self; 5] =
        [Self::MailBodies, Self::Links, Self::FinishedJobs, Self::IdempotencyKeys, Self::AddressHashes];
}

impl Retention {
    /// The shortest times with which everything still works: clients may repeat a request for a day, a job that was done
    /// a week ago is not asked for again, and an invitation can be accepted for two weeks.
    ///
    /// # Errors
    /// The name of the setting that is too short.
    pub fn check(&self) -> Result<(), &'static str> {
        let shortest = [
            (self.mail_bodies_days >= 1, "mail_bodies_days must be 1 or more"),
            (self.finished_jobs_days >= 7, "finished_jobs_days must be 7 or more"),
            (self.idempotency_keys_days >= 1, "idempotency_keys_days must be 1 or more"),
            (self.invited_days >= 14, "invited_days must be 14 or more"),
        ];
        shortest.into_iter().find(|(enough, _)| !enough).map_or(Ok(()), |(_, setting)| Err(setting))
    }

    /// The moment before which such a thing is discarded at `now`.
    pub fn limit(&self, what: Perishable, now: DateTime<Utc>) -> DateTime<Utc> {
        let days = match what {
            Perishable::MailBodies => self.mail_bodies_days,
            Perishable::Links => self.links_days,
            Perishable::FinishedJobs => self.finished_jobs_days,
            Perishable::IdempotencyKeys => self.idempotency_keys_days,
            Perishable::AddressHashes => self.address_hashes_days,
        };
        days_before(now, days)
    }
}

fn days_before(now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    now.checked_sub_signed(TimeDelta::days(days.into())).unwrap_or(DateTime::UNIX_EPOCH)
}

impl App {
    /// Discards a bounded number of things whose time has come; answers how many.
    pub async fn discard(&self, what: Perishable, retention: &Retention) -> Result<u64, AppError> {
        let mut tx = self.begin().await?;
        let discarded = tx.discard(what, retention.limit(what, self.now()), DISCARDED_AT_ONCE).await?;
        tx.commit().await?;
        Ok(discarded)
    }

    /// Forgets a bounded number of those who were invited into organisations and never came; answers how many. Who comes
    /// at this very moment stays.
    pub async fn forget_strangers(&self, retention: &Retention) -> Result<u64, AppError> {
        let mut tx = self.begin().await?;
        let invited_before = days_before(self.now(), retention.invited_days);
        let strangers = tx.strangers(invited_before, DISCARDED_AT_ONCE).await?;
        tx.commit().await?;
        let mut forgotten = 0;
        for person in strangers {
            let done = self.execute(&Caller::operator(), ForgetStranger { person, invited_before }).await?;
            forgotten += u64::from(done);
        }
        Ok(forgotten)
    }

    /// Ends a job that leaves nothing else behind.
    pub async fn end_job(&self, job: &HeldJob) -> Result<JobEnd, AppError> {
        let tx = self.begin().await?;
        self.finish(tx, job).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_too_shortly_is_named() {
        assert_eq!(Retention::default().check(), Ok(()));
        let short = Retention { idempotency_keys_days: 0, ..Retention::default() };
        assert!(short.check().unwrap_err().contains("idempotency_keys_days"));
    }

    #[test]
    fn limits_lie_in_the_past_by_as_many_days_as_were_set() {
        let now = "2026-11-26T10:00:00Z".parse().unwrap();
        let limit = Retention::default().limit(Perishable::Links, now);
        assert_eq!(limit, "2026-10-27T10:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let forever = Retention { links_days: u32::MAX, ..Retention::default() };
        assert!(forever.limit(Perishable::Links, now) < limit);
    }
}
