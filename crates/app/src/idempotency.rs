//! Safe retries: the same key with the same content gets the first answer again.

use cordata_domain::Reason;
use cordata_domain::policy::Actor;
use cordata_domain::search;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::app::Work;
use crate::error::AppError;
use crate::ports::IdempotentAnswer;

/// One use of an idempotency key, inside the transaction of its command.
#[derive(Debug)]
pub struct Replay {
    scope: String,
    key: String,
    input_hash: Vec<u8>,
    earlier: Option<Value>,
}

impl Replay {
    /// Looks the key up. The key is the caller's own: two callers may use the same one. Other content under the same
    /// key is refused.
    pub async fn begin(work: &mut Work<'_>, command: &str, key: &str, input: &Value) -> Result<Self, AppError> {
        let key = search::line(key, 100).map_err(|refusal| refusal.under("idempotencyKey"))?;
        let caller = match work.actor() {
            Actor::Person(standing) => standing.person.to_string(),
            Actor::Operator => "operator".to_owned(),
            Actor::Public => "public".to_owned(),
        };
        let scope = format!("{caller}:{command}");
        let input_hash = Sha256::digest(input.to_string().as_bytes()).to_vec();
        let earlier = work.tx.idempotent_answer(&scope, &key).await?;
        if earlier.as_ref().is_some_and(|earlier| earlier.input_hash != input_hash) {
            return Err(Reason::IdempotencyMismatch.at("idempotencyKey").into());
        }
        if earlier.is_some() {
            work.nothing_changed();
        }
        Ok(Self { scope, key, input_hash, earlier: earlier.map(|earlier| earlier.answer) })
    }

    /// The first answer, if there was one. The command then does nothing more.
    pub fn answer<T: DeserializeOwned>(&self) -> Result<Option<T>, AppError> {
        let answer = self.earlier.clone().map(serde_json::from_value).transpose();
        answer.map_err(|error| AppError::Fault(Box::new(error)))
    }

    /// Keeps the answer for the next time.
    pub async fn keep<T: Serialize>(self, work: &mut Work<'_>, answer: &T) -> Result<(), AppError> {
        let answer = serde_json::to_value(answer).map_err(|error| AppError::Fault(Box::new(error)))?;
        let kept = IdempotentAnswer { input_hash: self.input_hash, answer };
        work.tx.keep_answer(&self.scope, &self.key, &kept, work.now).await
    }
}
