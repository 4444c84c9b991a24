use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use cordata_app::AppError;
use cordata_app::notification::may_read_mail;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::MailView;
use cordata_domain::notification;
use cordata_text::label;

use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::page::{Listed, wrapped};
use crate::scalar::DateTime;
use crate::state::RequestContext;

/// The kinds of mail.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "notification::MailKind")]
pub enum MailKind {
    /// A convocation, with an invitation and a link to answer.
    Convocation,
    /// A convened meeting was postponed or cancelled.
    Cancellation,
    /// Minutes were circulated.
    MinutesCirculated,
    /// The daily digest.
    DailyDigest,
    /// A contribution came in.
    ContributionReceipt,
    /// A contribution was answered.
    ContributionAnswer,
    /// Somebody asked to sign in.
    SignIn,
    /// A person was invited.
    Invitation,
}

/// Where a mail stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "notification::MailState")]
pub enum MailState {
    /// Waits to be sent.
    Queued,
    /// Being sent.
    Leased,
    /// The mail server took it.
    Sent,
    /// The connection broke at the end: the mail server may have taken it.
    Uncertain,
    /// To be tried again.
    Deferred,
    /// Not sent: somebody has to look.
    Failed,
    /// Not sent: the address is known to be broken.
    Suppressed,
    /// Not sent: its time ran out.
    Expired,
    /// Not sent: it was no longer due when it was written, or when it was to leave.
    Skipped,
}

/// Why a mail is not sent.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "notification::Withheld")]
pub enum MailSkipReason {
    /// The recipient has no address.
    NoAddress,
    /// The data of the recipient were erased.
    Erased,
    /// The recipient may not read it any more, or left the table.
    NotEntitled,
    /// What it tells is not so any more; a later mail tells more.
    Superseded,
    /// Its link was used, withdrawn or replaced.
    Used,
    /// The recipient does not want such mails any more.
    Unwanted,
    /// Strangers caused as many mails to the address today as they may.
    TooMany,
}

/// A mail and what became of it. Its text is not shown.
///
/// Requires: secretariat or auditor or platform-admin.
pub struct Mail(pub MailView);

/// A mail and what became of it. Its text is not shown.
///
/// Requires: secretariat or auditor or platform-admin.
#[Object]
impl Mail {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its kind.
    async fn kind(&self) -> MailKind {
        self.0.kind.into()
    }

    /// The recipient; null where you may not see the person, or where it went to a citizen.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn recipient(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.recipient {
            Some(recipient) => Person::by_id(ctx, recipient).await,
            None => Ok(None),
        }
    }

    /// Its subject.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Where it stands.
    async fn state(&self) -> MailState {
        self.0.state.into()
    }

    /// How often it was tried.
    async fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Why it is not sent; null unless it is skipped.
    async fn skip_reason(&self) -> Option<MailSkipReason> {
        self.0.withheld.map(Into::into)
    }

    /// The same in a sentence, in your language.
    async fn skip_explanation(&self, ctx: &Context<'_>) -> Option<String> {
        let locale = &RequestContext::of(ctx).locale;
        self.0.withheld.map(|reason| label(locale, "mail-withheld", reason))
    }

    /// What the mail server said last, or why no server could take it; null where nothing went wrong.
    async fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When the mail server took it; null until then.
    async fn sent_at(&self) -> Option<DateTime> {
        self.0.sent_at.map(DateTime)
    }
}

impl Listed for Mail {
    type Filter = Vec<notification::MailState>;

    async fn page(
        request: &RequestContext,
        states: &Self::Filter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        if !may_read_mail(&request.caller) {
            return Ok(Page { rows: Vec::new(), has_previous: false, has_next: false });
        }
        Ok(wrapped(request.reads().mails(states, window).await?, Self))
    }

    async fn count(request: &RequestContext, states: &Self::Filter) -> Result<u64, Arc<AppError>> {
        if !may_read_mail(&request.caller) {
            return Ok(0);
        }
        Ok(request.reads().count_mails(states).await?)
    }
}
