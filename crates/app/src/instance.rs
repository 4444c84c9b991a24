//! The record of the installation: which body it serves. No place name stands in code.

use async_trait::async_trait;
use chrono_tz::Tz;
use cordata_domain::identity::EmailAddress;
use cordata_domain::limit::Limit;
use cordata_domain::period::WorkingCalendar;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::stakeholder::StakeholderKind;
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::AppError;

/// The body that an installation serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Its name.
    pub name: String,
    /// The zone of its dates and times.
    pub zone: Tz,
    /// Its working days.
    pub calendar: WorkingCalendar,
    /// The name in the From of its mails.
    pub sender_name: String,
    /// The address in the From of its mails.
    pub sender_address: EmailAddress,
}

/// Sets up, or changes, the record of the installation. The first time, the delivered kinds of stakeholders are added.
#[derive(Debug, Clone)]
pub struct SetUpInstance(pub Instance);

/// Sets one of the bounds of the installation.
#[derive(Debug, Clone, Copy)]
pub struct SetLimit {
    /// Which.
    pub limit: Limit,
    /// To what.
    pub value: i64,
}

#[async_trait]
impl Command for SetLimit {
    const NAME: &'static str = "setLimit";
    type Output = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.require(Act::GrantRole, &Facts::plan())?;
        let value = self.limit.check(self.value)?;
        let before = work.limit(self.limit).await?;
        work.tx.put_limit(self.limit, value).await?;
        let name: &str = self.limit.into();
        work.audit("Instance", uuid::Uuid::nil(), json!({ "limit": name, "before": before, "after": value }));
        Ok(())
    }
}

#[async_trait]
impl Command for SetUpInstance {
    const NAME: &'static str = "setUpInstance";
    type Output = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.require(Act::GrantRole, &Facts::plan())?;
        if work.tx.instance().await?.is_none() {
            work.tx.insert_stakeholder_kinds(&StakeholderKind::delivered()).await?;
        }
        work.tx.put_instance(&self.0).await?;
        work.audit("Instance", uuid::Uuid::nil(), json!({ "name": self.0.name }));
        Ok(())
    }
}
