//! What resolvers work with: the application, and the facts of one request.

use std::sync::{Arc, PoisonError, RwLock};

use async_graphql::{Context, Data, Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use cordata_app::ports::read::Reads;
use cordata_app::{App, AppError, Caller, Command};
use cordata_domain::policy::{Act, Facts, Visibility, decide};
use cordata_domain::{Locale, LocalisedText};

use crate::error::told;
use crate::live::Live;
use crate::loader::{InstanceZone, Key, Loaders, loaders};
use crate::scalar;

/// The application as the API uses it; cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// The use cases.
    pub app: App,
    /// The views to read from.
    pub reads: Arc<dyn Reads>,
    /// The address under which people reach this installation, without a slash at the end.
    pub public_url: Arc<str>,
    /// Who follows what.
    pub live: Live,
}

/// The facts of one operation, with loaders of its own.
pub struct RequestContext {
    /// The application.
    pub state: ApiState,
    /// Who asks.
    pub caller: Caller,
    /// What the caller may see.
    pub sight: Visibility,
    /// The language in which texts are answered where none is asked for.
    pub locale: Locale,
    /// When the operation began.
    pub now: DateTime<Utc>,
    loaders: RwLock<Arc<Loaders>>,
}

/// What the edge puts into the data of one operation.
pub fn request_data(state: &ApiState, caller: Caller, locale: Locale) -> Data {
    let mut data = Data::default();
    data.insert(RequestContext::new(state, caller, locale));
    data
}

impl RequestContext {
    /// The facts of one operation that begins now.
    pub fn new(state: &ApiState, caller: Caller, locale: Locale) -> Self {
        Self {
            sight: caller.actor.visibility(),
            now: state.app.now(),
            loaders: RwLock::new(Arc::new(loaders(state, &caller))),
            state: state.clone(),
            caller,
            locale,
        }
    }

    /// The facts of the operation that `ctx` belongs to.
    pub fn of<'a>(ctx: &Context<'a>) -> &'a Self {
        ctx.data_unchecked()
    }

    /// The views to read from.
    pub fn reads(&self) -> &dyn Reads {
        self.state.reads.as_ref()
    }

    /// Today, in a zone.
    pub fn today(&self, zone: Tz) -> NaiveDate {
        self.now.with_timezone(&zone).date_naive()
    }

    /// Today, in the zone of the installation.
    pub async fn today_here(&self) -> Result<NaiveDate> {
        self.day_here(self.now).await
    }

    /// The day of a moment, in the zone of the installation.
    pub async fn day_here(&self, moment: DateTime<Utc>) -> Result<NaiveDate> {
        let zone = self.load(InstanceZone).await?.unwrap_or(Tz::UTC);
        Ok(moment.with_timezone(&zone).date_naive())
    }

    /// Whether the caller may do `act`, by the policy that guards the command.
    pub fn may(&self, act: Act, facts: &Facts) -> bool {
        decide(&self.caller.actor, act, facts).is_some()
    }

    /// A text in the language asked for, else in that of the request.
    pub fn say(&self, text: &LocalisedText, locale: Option<&scalar::Locale>) -> String {
        text.get(locale.map_or(&self.locale, |locale| &locale.0)).to_owned()
    }

    /// The outcome of a reading, as GraphQL tells it.
    pub fn tell<T>(&self, outcome: Result<T, AppError>) -> Result<T> {
        outcome.map_err(|error| self.told(&error))
    }

    /// An error, as GraphQL tells it.
    pub fn told(&self, error: &AppError) -> Error {
        told(error, &self.locale, self.caller.request_id.as_deref())
    }

    /// Loads what `key` names, together with what others ask for at the same time; nothing if it is absent or hidden.
    pub async fn load<K: Key>(&self, key: K) -> Result<Option<K::Value>> {
        self.read(key).await.map_err(|error| self.told(&error))
    }

    /// The same, where the error is told by somebody else.
    pub async fn read<K: Key>(&self, key: K) -> Result<Option<K::Value>, Arc<AppError>> {
        let loaders = Arc::clone(&self.loaders.read().unwrap_or_else(PoisonError::into_inner));
        loaders.load(key).await
    }

    /// The same for a thing that another names and that is therefore there.
    pub async fn load_named<K: Key>(&self, key: K) -> Result<K::Value> {
        let found = self.load(key).await?;
        self.tell(found.ok_or_else(|| AppError::fault("a row names another that is not there")))
    }

    /// The same for several things, in the order of their keys, without those that are absent or hidden.
    pub async fn load_all<K: Key>(&self, keys: impl IntoIterator<Item = K>) -> Result<Vec<K::Value>> {
        let found = futures_util::future::try_join_all(keys.into_iter().map(|key| self.load(key))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Runs a command for the caller. What was loaded before is forgotten: it may have changed.
    pub async fn execute<C: Command>(&self, command: C) -> Result<C::Output, AppError> {
        let outcome = self.state.app.execute(&self.caller, command).await;
        *self.loaders.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaders(&self.state, &self.caller));
        outcome
    }
}
