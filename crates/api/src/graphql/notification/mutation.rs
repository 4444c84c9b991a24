//! Mutations of the mailroom.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::notification::RedriveMail;
use cordata_domain::Refusal;

use crate::graphql::id;
use crate::graphql::input::read_id;
use crate::graphql::mutation::{Input, answer, payloads};

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

payloads! {
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
