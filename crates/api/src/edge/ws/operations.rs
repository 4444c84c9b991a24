//! The operations open on one socket, each a stream of events.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Executor, Response, ServerError, parser::types::OperationType};
use futures_util::{
    FutureExt, Stream, StreamExt,
    stream::{self, AbortHandle, BoxStream, SelectAll, abortable},
};

use super::{message::Close, session::Handshake, subscription::Subscription};
use crate::edge::{
    Edge,
    answer::Answer,
    fault::{EdgeError, FaultCode},
    operation::{self, Admitted, Params},
};

/// What happened to an operation.
pub(super) enum Event {
    /// A result.
    Next(Answer),
    /// A result as JSON, which others get too.
    Told(Arc<str>),
    /// It was refused and is over.
    Error(Vec<ServerError>),
    /// It is over.
    Complete,
    /// The caller may no longer be here.
    Close(Close),
}

/// The open operations by id.
#[derive(Default)]
pub(super) struct Operations {
    streams: SelectAll<BoxStream<'static, (Arc<str>, Event)>>,
    handles: HashMap<Arc<str>, AbortHandle>,
}

impl Operations {
    pub(super) fn len(&self) -> usize {
        self.handles.len()
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.handles.contains_key(id)
    }

    /// Opens an operation under an id that is free.
    pub(super) fn open(&mut self, id: &str, events: impl Stream<Item = Event> + Send + 'static) {
        let id: Arc<str> = id.into();
        let (events, handle) = abortable(events);
        let tag = Arc::clone(&id);
        self.streams.push(events.map(move |event| (Arc::clone(&tag), event)).boxed());
        self.handles.insert(id, handle);
    }

    /// Forgets an operation and stops its stream.
    pub(super) fn close(&mut self, id: &str) {
        if let Some(handle) = self.handles.remove(id) {
            handle.abort();
        }
    }

    /// The next event of any operation; `None` while none is open.
    pub(super) async fn next(&mut self) -> Option<(Arc<str>, Event)> {
        self.streams.next().await
    }
}

/// All events of one operation, from the check of its caller to its end.
pub(super) fn events<E: Executor>(
    edge: Edge<E>,
    handshake: Arc<Handshake>,
    params: Params,
) -> impl Stream<Item = Event> + Send + 'static {
    let admitted = {
        let (edge, handshake) = (edge.clone(), Arc::clone(&handshake));
        async move { admit(edge, handshake, params).await }
    };
    admitted
        .map(move |admitted| match admitted {
            Ok((admitted, None)) => one_result(edge, handshake, admitted),
            Ok((admitted, Some(subscription))) => subscription.results(admitted),
            Err(error) => stream::once(async move { refused(error, &handshake) }).boxed(),
        })
        .flatten_stream()
        .chain(stream::once(async { Event::Complete }))
}

/// An operation that may run, and how it goes on if it is a subscription.
async fn admit<E: Executor>(
    edge: Edge<E>,
    handshake: Arc<Handshake>,
    params: Params,
) -> Result<(Admitted, Option<Subscription<E>>), EdgeError> {
    let caller = operation::authenticate(&edge, handshake.credentials()).await?;
    let audience = params.audience(&handshake.credentials());
    let inspected = operation::inspect(&edge, params)?;
    let again = (inspected.kind == OperationType::Subscription).then(|| inspected.clone());
    let admitted = operation::admit(&edge, inspected, caller)?;
    let subscription = again.map(|inspected| Subscription::new(edge, handshake, inspected, audience));
    Ok((admitted, subscription))
}

/// Queries and mutations give one result in bounded time.
fn one_result<E: Executor>(edge: Edge<E>, handshake: Arc<Handshake>, admitted: Admitted) -> BoxStream<'static, Event> {
    let Admitted { request, terms, rate, purse } = admitted;
    let event = async move {
        let _place = match edge.turnstile.enter(&purse) {
            Ok(place) => place,
            Err(error) => return refused(error, &handshake),
        };
        result(operation::execute(&edge, request).await, |r, id| Answer::settle(r, &terms, &rate, id), &handshake)
    };
    stream::once(event).boxed()
}

/// A response, as its event.
pub(super) fn result(
    response: Result<Response, EdgeError>,
    settle: impl FnOnce(Response, Option<&str>) -> Answer,
    handshake: &Handshake,
) -> Event {
    let answer = match response {
        Ok(response) => settle(response, handshake.request_id()),
        Err(error) => return refused(error, handshake),
    };
    if answer.data.is_some() { Event::Next(answer) } else { Event::Error(answer.errors) }
}

fn refused(error: EdgeError, handshake: &Handshake) -> Event {
    if error.code == FaultCode::Unauthenticated {
        return Event::Close(Close::Forbidden);
    }
    Event::Error(Answer::refusal(error, handshake.request_id()).errors)
}
