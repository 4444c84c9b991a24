//! How a subscription is answered: first by what it follows, then once for each change.

use std::sync::Arc;

use async_graphql::{Context, ID, MergedSubscription, Result};
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_domain::Reason;
use cordata_domain::event::DomainEvent;
use futures_util::stream;

use crate::graphql::codesign::CodesignSubscription;
use crate::graphql::id::{GlobalId, decode_as};
use crate::graphql::meeting::MeetingSubscription;
use crate::graphql::project::ProjectSubscription;
use crate::live::{Change, Following, Subject};
use crate::state::RequestContext;

/// What can be followed while it changes. A message tells how the thing stands now, with what you may see at that
/// moment; several quick changes may come as one message. The stream ends when you may not see the thing any more.
#[derive(Debug, Default, MergedSubscription)]
pub struct Subscription(MeetingSubscription, ProjectSubscription, CodesignSubscription);

/// The messages of one execution: none or one.
pub type Messages<T> = stream::Iter<std::option::IntoIter<T>>;

/// What a client wants to follow.
pub struct Wanted<'a, I> {
    /// The id that the client sent.
    pub id: &'a ID,
    /// The argument that it sent it in.
    pub argument: &'static str,
    /// What is followed.
    pub subject: fn(I) -> Subject,
    /// Whether the first message tells at once how the thing stands.
    pub with_current: bool,
}

/// A record as it stands now, and the change that it is told for, if it is one.
pub struct News<T> {
    /// The record.
    pub record: T,
    /// What changed it.
    pub change: Option<Change>,
    /// When it changed, or was read.
    pub at: DateTime<Utc>,
}

impl<T> News<T> {
    /// What happened, if something did.
    pub fn event(&self) -> Option<&DomainEvent> {
        self.change.as_ref().map(|change| &change.0.event)
    }
}

/// Answers a subscription. When it is opened, the feed is taken before the record is read, so that no change falls
/// between the two. Later it is carried out anew for each change, by whoever the caller is then: nothing answered
/// means that it is over. What may not be seen is answered like what does not exist.
pub async fn follow<'a, I, T, F, M>(
    ctx: &'a Context<'a>,
    wanted: Wanted<'_, I>,
    read: impl FnOnce(&'a Context<'a>, I) -> F,
    message: impl FnOnce(News<T>) -> M,
) -> Result<Messages<M>>
where
    I: GlobalId,
    F: Future<Output = Result<Option<T>>>,
{
    let request = RequestContext::of(ctx);
    let absent = || AppError::from(Reason::NotFound.at(wanted.argument));
    let id: I = request.tell(decode_as(wanted.id).ok_or_else(absent))?;
    let news = if let Some(change) = ctx.data_opt::<Change>() {
        let record = read(ctx, id).await?;
        record.map(|record| News { record, at: change.0.at, change: Some(change.clone()) })
    } else {
        let feed = request.tell(request.state.live.follow((wanted.subject)(id)).await)?;
        let record = request.tell(read(ctx, id).await?.ok_or_else(absent))?;
        if let Some(following) = ctx.data_opt::<Arc<Following>>() {
            following.begin(feed);
        }
        wanted.with_current.then(|| News { record, change: None, at: request.now })
    };
    Ok(stream::iter(news.map(message)))
}
