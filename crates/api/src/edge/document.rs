//! From the text or the hash of a request to a parsed document.
//!
//! Persisted operations are resolved here, so that the guard sees them like any other. The
//! protocol is the common one: `extensions.persistedQuery = {version: 1, sha256Hash}`; an
//! unknown hash is answered with `PERSISTED_QUERY_NOT_FOUND`, and the client sends the text
//! with the hash once.

use std::{
    collections::{HashMap, VecDeque},
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::parser::{self, parse_query, types::ExecutableDocument};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{
    fault::{EdgeError, FaultCode},
    scan,
};
use crate::limits::Limits;

/// Texts longer than this are parsed each time rather than kept.
const KEPT_BYTES: usize = 16 * 1024;

/// The operations known by their hash.
pub struct Documents {
    known: Mutex<Known>,
    capacity: usize,
    /// Only operations of the list may run.
    closed: bool,
}

#[derive(Default)]
struct Known {
    by_hash: HashMap<String, Arc<ExecutableDocument>>,
    by_age: VecDeque<String>,
}

impl Documents {
    /// Clients may register operations; the oldest give way beyond the capacity.
    pub fn open(limits: &Limits) -> Self {
        Self { known: Mutex::default(), capacity: limits.persisted_operations, closed: false }
    }

    /// Only the operations given here run; all other texts and hashes are refused.
    ///
    /// # Errors
    /// When a text is not a GraphQL document within the limits.
    pub fn closed<'a>(texts: impl IntoIterator<Item = &'a str>, limits: &Limits) -> Result<Self, EdgeError> {
        let mut known = Known::default();
        for text in texts {
            known.by_hash.insert(hash_of(text), Arc::new(parse(text, limits)?));
        }
        Ok(Self { known: Mutex::new(known), capacity: 0, closed: true })
    }

    /// The document a request means.
    ///
    /// # Errors
    /// `PERSISTED_QUERY_NOT_FOUND`, `FORBIDDEN` for a text outside a closed list,
    /// `BAD_USER_INPUT` for parameters that do not fit, and the errors of parsing.
    pub(super) fn resolve(
        &self,
        text: Option<&str>,
        extensions: &Map<String, Value>,
        limits: &Limits,
    ) -> Result<ExecutableDocument, EdgeError> {
        match (text, persisted_hash(extensions)?) {
            (None, None) => Err(EdgeError::bad_request("The parameter `query` is missing.")),
            (None, Some(hash)) => self.find(hash).ok_or_else(|| {
                EdgeError::new(
                    FaultCode::PersistedQueryNotFound,
                    "No operation is known by this hash: send it with its text.",
                )
            }),
            (Some(text), _) if self.closed => self
                .find(&hash_of(text))
                .ok_or_else(|| EdgeError::new(FaultCode::Forbidden, "Only listed operations may run here.")),
            (Some(text), None) => parse(text, limits),
            (Some(text), Some(hash)) => self.register(text, hash, limits),
        }
    }

    fn find(&self, hash: &str) -> Option<ExecutableDocument> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let document = known.by_hash.get(hash).map(Arc::clone);
        drop(known);
        document.map(Arc::unwrap_or_clone)
    }

    fn register(&self, text: &str, hash: &str, limits: &Limits) -> Result<ExecutableDocument, EdgeError> {
        if hash_of(text) != hash {
            return Err(EdgeError::bad_request("`sha256Hash` is not the SHA-256 of `query`."));
        }
        let document = parse(text, limits)?;
        if text.len() <= KEPT_BYTES {
            self.keep(hash, &document);
        }
        Ok(document)
    }

    fn keep(&self, hash: &str, document: &ExecutableDocument) {
        let document = Arc::new(document.clone());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.by_hash.insert(hash.to_owned(), document).is_none() {
            known.by_age.push_back(hash.to_owned());
        }
        while known.by_age.len() > self.capacity {
            let Some(oldest) = known.by_age.pop_front() else {
                return;
            };
            known.by_hash.remove(&oldest);
        }
    }
}

/// Parses a text whose shape was checked first.
///
/// # Errors
/// `GRAPHQL_PARSE_FAILED` with the place, `DEPTH_LIMIT` or `COMPLEXITY_LIMIT`.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<ExecutableDocument, EdgeError> {
    scan::check(text, limits.tokens)?;
    parse_query(text).map_err(|error| {
        let position = error.positions().next();
        let (code, message) = match (&error, position) {
            (parser::Error::Syntax { .. }, Some(at)) => {
                (FaultCode::ParseFailed, format!("Syntax error in line {}, column {}.", at.line, at.column))
            }
            (parser::Error::RecursionLimitExceeded, _) => {
                (FaultCode::DepthLimit, "The document is nested too deeply.".to_owned())
            }
            _ => (FaultCode::ParseFailed, error.to_string()),
        };
        EdgeError { position, ..EdgeError::new(code, message) }
    })
}

fn persisted_hash(extensions: &Map<String, Value>) -> Result<Option<&str>, EdgeError> {
    let Some(persisted) = extensions.get("persistedQuery") else {
        return Ok(None);
    };
    let version = persisted.get("version").and_then(Value::as_u64);
    match persisted.get("sha256Hash").and_then(Value::as_str) {
        Some(hash) if version == Some(1) => Ok(Some(hash)),
        _ => Err(EdgeError::bad_request("`extensions.persistedQuery` needs `version: 1` and `sha256Hash`.")),
    }
}

fn hash_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn extensions(hash: &str) -> Map<String, Value> {
        let value = json!({"persistedQuery": {"version": 1, "sha256Hash": hash}});
        value.as_object().unwrap().clone()
    }

    fn code(result: Result<ExecutableDocument, EdgeError>) -> Option<FaultCode> {
        result.err().map(|error| error.code)
    }

    #[test]
    fn a_registered_operation_is_found_by_its_hash() {
        let limits = Limits::default();
        let documents = Documents::open(&limits);
        let by_hash = extensions(&hash_of("{ a }"));
        assert_eq!(code(documents.resolve(None, &by_hash, &limits)), Some(FaultCode::PersistedQueryNotFound));
        assert_eq!(code(documents.resolve(Some("{ a }"), &by_hash, &limits)), None);
        assert_eq!(code(documents.resolve(None, &by_hash, &limits)), None);
    }

    #[test]
    fn a_wrong_hash_registers_nothing() {
        let limits = Limits::default();
        let documents = Documents::open(&limits);
        let wrong = extensions(&hash_of("{ b }"));
        assert_eq!(code(documents.resolve(Some("{ a }"), &wrong, &limits)), Some(FaultCode::BadUserInput));
        assert_eq!(code(documents.resolve(None, &wrong, &limits)), Some(FaultCode::PersistedQueryNotFound));
    }

    #[test]
    fn the_oldest_operation_gives_way() {
        let limits = Limits { persisted_operations: 2, ..Limits::default() };
        let documents = Documents::open(&limits);
        for text in ["{ a }", "{ b }", "{ c }"] {
            documents.resolve(Some(text), &extensions(&hash_of(text)), &limits).unwrap();
        }
        let find = |text| documents.resolve(None, &extensions(&hash_of(text)), &limits);
        assert_eq!(code(find("{ a }")), Some(FaultCode::PersistedQueryNotFound));
        assert_eq!(code(find("{ c }")), None);
    }

    #[test]
    fn a_closed_list_runs_nothing_else() {
        let limits = Limits::default();
        let documents = Documents::closed(["{ a }"], &limits).unwrap();
        let none = Map::new();
        assert_eq!(code(documents.resolve(Some("{ a }"), &none, &limits)), None);
        assert_eq!(code(documents.resolve(Some("{ b }"), &none, &limits)), Some(FaultCode::Forbidden));
        assert_eq!(
            code(documents.resolve(Some("{ b }"), &extensions(&hash_of("{ b }")), &limits)),
            Some(FaultCode::Forbidden)
        );
    }

    #[test]
    fn a_syntax_error_names_its_place_and_no_internals() {
        let error = parse("{ a(b: }", &Limits::default()).unwrap_err();
        assert_eq!(error.code, FaultCode::ParseFailed);
        assert_eq!(error.message, "Syntax error in line 1, column 8.");
    }
}
