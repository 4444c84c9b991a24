use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cordata_domain::event::RecordedEvent;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::Change;

/// Followers who ask the same, and are somebody of whom the server knows the same: each of them is told the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Audience(pub [u8; 32]);

/// What an audience is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A message, as JSON.
    Message(Arc<str>),
    /// Nothing, ever again: what was followed is gone, or may not be seen any more.
    Over,
}

type Telling = Shared<BoxFuture<'static, Told>>;

/// One change of one subject. It is told with the rights of each audience at this moment, and made once for each:
/// however many followers there are, the store is read and the message written once.
pub struct Occasion {
    pub(super) change: Change,
    tellings: Mutex<HashMap<Audience, Telling>>,
}

impl Occasion {
    /// A change that nobody was told yet.
    pub fn new(event: RecordedEvent) -> Self {
        Self { change: Change(Arc::new(event)), tellings: Mutex::default() }
    }

    /// What `audience` is told; `tell` makes it for whoever is first.
    pub async fn told<F>(&self, audience: Audience, tell: impl FnOnce(Change) -> F) -> Told
    where
        F: Future<Output = Told> + Send + 'static,
    {
        let telling = {
            let mut tellings = self.tellings.lock().unwrap_or_else(PoisonError::into_inner);
            // What is being told holds the change, not the occasion: it may be given up half-way.
            let begin = || tell(self.change.clone()).boxed().shared();
            tellings.entry(audience).or_insert_with(begin).clone()
        };
        telling.await
    }
}
