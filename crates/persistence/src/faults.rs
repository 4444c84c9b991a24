//! Errors on purpose, for tests: at any call of BEGIN, statement or COMMIT, before it is sent or after it was done.

use std::collections::VecDeque;
use std::future::Future;
use std::io::ErrorKind;
use std::sync::{Mutex, PoisonError};

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// Which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Begin,
    Statement,
    Commit,
}

/// Whether the database did what it was asked before the answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Before,
    After,
}

/// What is still to go wrong, in this order; a call at another place than the first one's goes well.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<VecDeque<(Place, When)>>);

impl Faults {
    pub(crate) fn plan(&self, faults: impl IntoIterator<Item = (Place, When)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = faults.into_iter().collect();
    }

    fn next_at(&self, place: Place) -> Option<When> {
        let mut planned = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        planned.pop_front_if(|(at, _)| *at == place).map(|(_, when)| when)
    }

    /// The call, or what goes wrong with it.
    pub(crate) async fn meet<T>(&self, place: Place, call: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        match self.next_at(place) {
            None => call.await,
            Some(When::Before) => Err(lost()),
            Some(When::After) => call.await.and_then(|_| Err(lost())),
        }
    }
}

fn lost() -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(sqlx::Error::Io(ErrorKind::ConnectionReset.into()).into()))
}
