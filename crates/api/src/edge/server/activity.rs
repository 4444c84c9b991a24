//! Whether anything is asked on a connection.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, sleep_until};

/// How long an answer may be on its way: a large file over a slow line.
const LONGEST_ANSWER: Duration = Duration::from_mins(10);

/// What is asked on one connection.
pub(super) struct Activity {
    asked: AtomicBool,
    answering: AtomicUsize,
    last: Mutex<Instant>,
}

/// A request that is being answered, to the last byte.
pub(super) struct Busy(Arc<Activity>);

impl Activity {
    /// Nothing was asked yet.
    pub(super) fn begin() -> Self {
        Self { asked: AtomicBool::new(false), answering: AtomicUsize::new(0), last: Mutex::new(Instant::now()) }
    }

    /// A request begins.
    pub(super) fn busy(self: &Arc<Self>) -> Busy {
        self.asked.store(true, Ordering::Relaxed);
        self.answering.fetch_add(1, Ordering::Relaxed);
        self.note();
        Busy(Arc::clone(self))
    }

    /// Whether there was any request.
    pub(super) fn has_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Returns when nothing was asked for so long, or nobody takes the last answer. Pings of the protocol are no
    /// questions.
    pub(super) async fn idle(&self, longest: Duration) {
        loop {
            let answering = self.answering.load(Ordering::Relaxed) > 0;
            let end = self.last() + if answering { LONGEST_ANSWER } else { longest };
            if Instant::now() >= end {
                return;
            }
            // An answer may end before: then there is something to look at sooner.
            sleep_until(end.min(Instant::now() + longest)).await;
        }
    }

    fn last(&self) -> Instant {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.note();
        self.0.answering.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer, which keeps the connection busy until it was taken.
pub(super) struct Taken {
    body: Body,
    _busy: Busy,
}

impl Busy {
    /// Busy until the body ends.
    pub(super) fn until_taken(self, body: Body) -> Taken {
        Taken { body, _busy: self }
    }
}

impl hyper::body::Body for Taken {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
