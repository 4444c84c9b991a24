use async_graphql::{Context, Enum, Result, SimpleObject};
use cordata_app::AppError;
use cordata_domain::ids::PersonId;
use cordata_domain::notification::{Cadence, Preference};

use crate::scalar::TimeZone;
use crate::state::RequestContext;

/// How often somebody wants digests.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Cadence")]
pub enum DigestCadence {
    /// On the chosen days.
    Daily,
    /// Never.
    Off,
}

/// The days of a week.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "chrono::Weekday")]
pub enum Weekday {
    /// Monday.
    #[graphql(name = "MONDAY")]
    Mon,
    /// Tuesday.
    #[graphql(name = "TUESDAY")]
    Tue,
    /// Wednesday.
    #[graphql(name = "WEDNESDAY")]
    Wed,
    /// Thursday.
    #[graphql(name = "THURSDAY")]
    Thu,
    /// Friday.
    #[graphql(name = "FRIDAY")]
    Fri,
    /// Saturday.
    #[graphql(name = "SATURDAY")]
    Sat,
    /// Sunday.
    #[graphql(name = "SUNDAY")]
    Sun,
}

/// When you get digests. Convocations and cancellations come at once, whatever is chosen here.
#[derive(Debug, SimpleObject)]
pub struct NotificationPreferences {
    /// How often.
    cadence: DigestCadence,
    /// On which days.
    weekdays: Vec<Weekday>,
    /// The hour on the wall: 0 to 23.
    hour: u32,
    /// The time zone of the hour.
    time_zone: TimeZone,
}

impl NotificationPreferences {
    /// What the person chose; from Monday to Friday in the morning where they chose nothing.
    pub async fn of(ctx: &Context<'_>, person: PersonId) -> Result<Self> {
        let request = RequestContext::of(ctx);
        if let Some(chosen) = request.tell(request.reads().preference_of(person).await)? {
            return Ok(chosen.into());
        }
        let unknown = || AppError::fault("a person who asks for their own digests is not there");
        let person = request.load(person).await?;
        let person: cordata_domain::identity::Person = request.tell(person.ok_or_else(unknown))?;
        Ok(Preference::standard(person.zone).into())
    }
}

impl From<Preference> for NotificationPreferences {
    fn from(preference: Preference) -> Self {
        Self {
            cadence: preference.cadence.into(),
            weekdays: preference.weekdays.into_iter().map(Into::into).collect(),
            hour: preference.hour,
            time_zone: preference.zone.into(),
        }
    }
}
