//! How often something may be done, counted by the store under salted hashes.

use chrono::{DateTime, Days, DurationRound, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use cordata_domain::Reason;
use cordata_domain::limit::{Limit, Room};
use cordata_domain::money::Cents;
use cordata_domain::period::LocalMoment;
use sha2::{Digest, Sha256};

use crate::app::Work;
use crate::error::AppError;
use crate::ports::{IdGen, Tx};

/// How often something may be done until a moment.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// What is counted. Two purposes never share a count, and their hashes cannot be compared.
    pub purpose: &'static str,
    /// The most.
    pub most: u32,
    /// When counting begins anew; the same for all who are counted in one window.
    pub until: DateTime<Utc>,
}

/// The end of the hour that a moment is in.
pub fn end_of_hour(now: DateTime<Utc>) -> DateTime<Utc> {
    let hour = TimeDelta::hours(1);
    now.duration_trunc(hour).unwrap_or(now) + hour
}

/// The end of the day that a moment is in, in a zone.
pub fn end_of_day(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    LocalMoment::new(tomorrow.and_time(NaiveTime::MIN), zone).instant()
}

impl Work<'_> {
    /// The value of a bound that holds here.
    pub async fn limit(&mut self, limit: Limit) -> Result<i64, AppError> {
        Ok(limit.in_force(self.tx.limit(limit).await?))
    }

    /// A place for `most` things, of which one member may bring its share.
    pub async fn room(&mut self, most: u32) -> Result<Room, AppError> {
        Ok(Room::new(most, self.limit(Limit::MemberShare).await?))
    }

    /// Refuses an amount that is larger than one amount may be here.
    pub async fn require_amount(&mut self, amount: Cents) -> Result<(), AppError> {
        let largest = Cents::new(self.limit(Limit::LargestAmount).await?);
        Ok(amount.at_most(largest).map(drop)?)
    }

    /// Takes one of the times that the caller has for something within an hour; the refusal says when there are times
    /// again. The operator at the console is not counted.
    pub async fn brake(&mut self, purpose: &'static str, most: u32) -> Result<(), AppError> {
        let Some(person) = self.actor().person() else { return Ok(()) };
        let quota = Quota { purpose, most, until: end_of_hour(self.now) };
        let of = self.salted(purpose, person.0.as_bytes()).await?;
        if self.tx.take_quota(&of, quota.until, most).await? {
            return Ok(());
        }
        let seconds = (quota.until - self.now).num_seconds();
        let minutes = u32::try_from(seconds / 60 + 1).unwrap_or(1);
        Err(Reason::TooOften { max: most, minutes }.into())
    }

    /// A hash that only this installation can make: of a value that is counted, but kept nowhere.
    pub async fn salted(&mut self, purpose: &str, value: &[u8]) -> Result<Vec<u8>, AppError> {
        let ids = self.secrets();
        salted(self.tx, ids, purpose, value).await
    }

    /// Takes one of the times that are left to `value`. Many at once never take more than there are, and a command that
    /// is refused takes none.
    pub async fn take_quota(&mut self, quota: Quota, value: &[u8]) -> Result<(), AppError> {
        let of = self.salted(quota.purpose, value).await?;
        if self.tx.take_quota(&of, quota.until, quota.most).await? {
            Ok(())
        } else {
            Err(Reason::LimitReached { max: quota.most }.into())
        }
    }

    /// Gives one of them back, where any was taken.
    pub async fn give_back_quota(&mut self, quota: Quota, value: &[u8]) -> Result<(), AppError> {
        let of = self.salted(quota.purpose, value).await?;
        self.tx.give_back_quota(&of, quota.until).await
    }

    /// The same for the network that the caller comes from; whoever comes from nowhere in particular is not counted.
    pub async fn take_network_quota(&mut self, quota: Quota) -> Result<(), AppError> {
        match self.caller.network {
            Some(network) => self.take_quota(quota, &network.to_bytes()).await,
            None => Ok(()),
        }
    }
}

/// Takes one of the times that are left to `value`; false where none is left.
pub(crate) async fn take(tx: &mut dyn Tx, ids: &dyn IdGen, quota: Quota, value: &[u8]) -> Result<bool, AppError> {
    let of = salted(tx, ids, quota.purpose, value).await?;
    tx.take_quota(&of, quota.until, quota.most).await
}

async fn salted(tx: &mut dyn Tx, ids: &dyn IdGen, purpose: &str, value: &[u8]) -> Result<Vec<u8>, AppError> {
    let salt = salt(tx, ids).await?;
    let hash = Sha256::new().chain_update(salt).chain_update(purpose).chain_update([0]).chain_update(value);
    Ok(hash.finalize().to_vec())
}

/// The installation's salt, made when it is first needed.
async fn salt(tx: &mut dyn Tx, ids: &dyn IdGen) -> Result<Vec<u8>, AppError> {
    if let Some(salt) = tx.salt().await? {
        return Ok(salt);
    }
    let new = ids.secret();
    tx.offer_salt(&new).await?;
    tx.salt().await?.ok_or_else(|| AppError::fault("the salt was not kept"))
}
