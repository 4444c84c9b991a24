//! The pulse of a PostgreSQL server.
//!
//! A server can freeze, or be replaced by another one while it stays reachable and only reads. Neither ends a connection,
//! so whoever waits on one would wait for ever, and whoever writes on one would fail for ever. One connection of its own
//! asks the server twice a second how it is.

use std::str::FromStr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use cordata_app::AppError;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, ConnectOptions};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::trust::{Pulse, Trust};

/// How often it is asked.
const BEAT: Duration = Duration::from_millis(500);
/// How long a server may take to answer the smallest question before it counts as silent. With the beat, nobody waits
/// longer than two and a half seconds for it.
const PATIENCE: Duration = Duration::from_secs(2);
/// A standby is in recovery; an old primary may have been told to take no changes.
const QUESTION: &str = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean";

/// Feels the pulse until it is dropped.
#[derive(Debug)]
pub(crate) struct Heart(JoinHandle<()>);

impl Drop for Heart {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Heart {
    /// Begins to feel the pulse of the server at this address, and to tell `trust` of it.
    pub(crate) fn listen(url: &str, trust: &Arc<Trust>) -> Result<Self, AppError> {
        let server = PgConnectOptions::from_str(url).map_err(|error| AppError::Unavailable(error.into()))?;
        let server = server.application_name("cordata pulse").disable_statement_logging();
        Ok(Self(tokio::spawn(beat(server, Arc::downgrade(trust)))))
    }

    /// Feels it no longer.
    pub(crate) fn stop(&self) {
        self.0.abort();
    }
}

async fn beat(server: PgConnectOptions, trust: Weak<Trust>) {
    let mut connection = None;
    loop {
        sleep(BEAT).await;
        let Some(trust) = trust.upgrade() else { return };
        let felt = match timeout(PATIENCE, ask(&server, &mut connection)).await {
            Ok(Ok(true)) => Some(Pulse::ReadOnly),
            Ok(Ok(false)) => Some(Pulse::Steady),
            // Whoever is turned away, or finds nobody, learns it at once and without our help.
            Ok(Err(_)) => None,
            Err(_) => Some(Pulse::Silent),
        };
        if felt != Some(Pulse::Steady) {
            // The next question goes where new connections lead by then.
            connection = None;
        }
        if let Some(felt) = felt {
            trust.feel(felt);
        }
    }
}

/// Whether the server takes no changes.
async fn ask(server: &PgConnectOptions, connection: &mut Option<PgConnection>) -> Result<bool, sqlx::Error> {
    // Taken out, so that a question without an answer takes its connection with it.
    let mut asked = match connection.take() {
        Some(open) => open,
        None => server.connect().await?,
    };
    let read_only = sqlx::query_scalar(QUESTION).fetch_one(&mut asked).await?;
    *connection = Some(asked);
    Ok(read_only)
}
