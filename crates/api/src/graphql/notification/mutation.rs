//! Mutations of the mailroom.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::notification::{RedriveMail, SetNotificationPreferences};
use cordata_domain::ids::PersonId;
use cordata_domain::notification::Preference;
use cordata_domain::{Reason, Refusal};

use super::preference::{DigestCadence, NotificationPreferences, Weekday};
use crate::graphql::id;
use crate::graphql::input::read_id;
use crate::graphql::mutation::{Input, answer, carry_out, payloads};
use crate::scalar::TimeZone;
use crate::state::RequestContext;

/// A mail that was given up.
#[derive(Debug, InputObject)]
pub struct RedriveMailInput {
    /// The mail.
    pub mail_id: ID,
}

impl Input for RedriveMailInput {
    type Command = RedriveMail;

    fn command(self) -> Result<RedriveMail, Refusal> {
        Ok(RedriveMail { mail: read_id(&self.mail_id, "mailId")? })
    }
}

/// When you want digests.
#[derive(Debug, InputObject)]
pub struct SetNotificationPreferencesInput {
    /// How often.
    pub cadence: DigestCadence,
    /// On which days; all that you name, at least one unless you want none.
    pub weekdays: Vec<Weekday>,
    /// The hour on the wall: 0 to 23.
    pub hour: i32,
    /// The time zone of the hour.
    pub time_zone: TimeZone,
}

impl SetNotificationPreferencesInput {
    fn command(self, viewer: Option<PersonId>) -> Result<SetNotificationPreferences, Refusal> {
        let preference = Preference {
            cadence: self.cadence.into(),
            weekdays: self.weekdays.into_iter().map(Into::into).collect(),
            hour: u32::try_from(self.hour).unwrap_or(u32::MAX),
            zone: self.time_zone.0,
        };
        Ok(SetNotificationPreferences { person: viewer.ok_or(Reason::Forbidden)?, preference })
    }
}

payloads! {
    /// What became of `setNotificationPreferences`.
    SetNotificationPreferencesPayload {
        /// When you get digests now.
        notification_preferences: NotificationPreferences
    }
    /// What became of `redriveMail`.
    RedriveMailPayload {
        /// The mail, back in the queue.
        mail_id: ID
    }
}

/// Changing the mailroom.
#[derive(Debug, Default)]
pub struct NotificationMutation;

#[Object]
impl NotificationMutation {
    /// Sets when you want the digest of what happened at your tables.
    ///
    /// Requires: themselves.
    async fn set_notification_preferences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When.")] input: SetNotificationPreferencesInput,
    ) -> Result<SetNotificationPreferencesPayload> {
        let fresh = async |ctx, person| NotificationPreferences::of(ctx, person).await.map(Some);
        let command = input.command(RequestContext::of(ctx).caller.actor.person());
        carry_out(ctx, command, &[], fresh).await
    }

    /// Puts a mail that was given up back into the queue, once the address or the mail server is mended.
    ///
    /// Requires: secretariat or platform-admin.
    async fn redrive_mail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which mail.")] input: RedriveMailInput,
    ) -> Result<RedriveMailPayload> {
        answer(ctx, input, |_, mail| async move { Ok(Some(id::encode(mail))) }).await
    }
}
