//! A subscription: its first answers, and then a message for each change of what it follows.

use std::{panic::AssertUnwindSafe, sync::Arc};

use async_graphql::{Executor, Response};
use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};

use tokio::time::{Instant, sleep};

use super::{
    operations::{Event, result},
    session::Handshake,
};
use crate::{
    edge::{
        Edge,
        answer::Answer,
        budget::Purse,
        fault::{EdgeError, FaultCode},
        operation::{self, Admitted, Inspected, Terms},
    },
    live::{Audience, Change, Feed, Following, Occasion, Told},
};

/// What is needed to carry a subscription out again.
pub(super) struct Subscription<E>(Arc<Parts<E>>);

struct Parts<E> {
    edge: Edge<E>,
    handshake: Arc<Handshake>,
    operation: Inspected,
    audience: Audience,
    following: Arc<Following>,
}

impl<E: Executor> Subscription<E> {
    pub(super) fn new(edge: Edge<E>, handshake: Arc<Handshake>, operation: Inspected, audience: Audience) -> Self {
        Self(Arc::new(Parts { edge, handshake, operation, audience, following: Arc::default() }))
    }

    /// The answers of the resolver's own stream, then those to the changes that it left to be followed.
    pub(super) fn results(self, admitted: Admitted) -> BoxStream<'static, Event> {
        let Admitted { mut request, terms, rate, purse } = admitted;
        let parts = self.0;
        request.data.insert(Arc::clone(&parts.following));
        let own = AssertUnwindSafe(parts.edge.parts.schema.executor.execute_stream(request, None)).catch_unwind();
        let handshake = Arc::clone(&parts.handshake);
        let settle = move |response, id: Option<&str>| Answer::settle(response, &terms, &rate, id);
        own.map(move |response| result(response.map_err(|_panic| operation::panicked()), &settle, &handshake))
            .chain(stream::unfold((None, parts, purse), |place| async move { on_change(place).await }))
            .boxed()
    }
}

type Place<E> = (Option<Feed>, Arc<Parts<E>>, Purse);

/// The message for the next change; nothing when there is nothing to follow, or not any more. Who spent their budget
/// waits until it is full again, and is told then how things stand.
async fn on_change<E: Executor>((feed, parts, purse): Place<E>) -> Option<(Event, Place<E>)> {
    let mut feed = feed.or_else(|| parts.following.take())?;
    while let Some(wait) = parts.edge.turnstile.budgets.wait(&purse, parts.operation.cost, Instant::now()) {
        sleep(wait).await;
    }
    let occasion = feed.next().await?;
    match parts.told(&occasion, &purse).await {
        Told::Message(json) => Some((Event::Told(json), (Some(feed), parts, purse))),
        Told::Over => None,
    }
}

impl<E: Executor> Parts<E> {
    /// What this subscriber is told, which is what every other of its audience is told.
    /// Who is first pays for all.
    async fn told(self: &Arc<Self>, occasion: &Occasion, purse: &Purse) -> Told {
        let (parts, purse) = (Arc::clone(self), purse.clone());
        let tell = |change| async move {
            parts.edge.turnstile.budgets.settle(&purse, parts.operation.cost, Instant::now());
            parts.tell(change).await
        };
        occasion.told(self.audience, tell).await
    }

    async fn tell(&self, change: Change) -> Told {
        let request_id = self.handshake.request_id();
        let answer = match self.carry_out(change).await {
            Ok(Some((response, terms))) => Answer::message(response, &terms, request_id),
            Ok(None) => return Told::Over,
            Err(error) if error.code == FaultCode::Unauthenticated => return Told::Over,
            // That something changed is told even when it cannot be read now.
            Err(error) => Answer::refusal(error, request_id),
        };
        Told::Message(answer.to_json().into())
    }

    /// Carries the subscription out for a change, with the rights that its caller has now.
    async fn carry_out(&self, change: Change) -> Result<Option<(Response, Terms)>, EdgeError> {
        let mut caller = operation::authenticate(&self.edge, self.handshake.credentials()).await?;
        caller.data.insert(change);
        let (request, terms) = self.operation.clone().prepared(caller.data, caller.locale);
        let mut responses = self.edge.parts.schema.executor.execute_stream(request, None);
        let response = operation::guarded(&self.edge, responses.next()).await?;
        Ok(response.map(|response| (response, terms)))
    }
}
