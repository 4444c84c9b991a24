//! Secrets that stand for somebody: random, opaque, and kept as a hash only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::ports::IdGen;

/// A secret in clear. It is shown once, to whom it belongs; its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct ClearToken(String);

impl ClearToken {
    /// A new secret of 256 random bits, with a prefix that tells what it is for.
    pub fn generate(ids: &dyn IdGen, prefix: &str) -> Self {
        Self(format!("{prefix}_{}", URL_SAFE_NO_PAD.encode(ids.secret())))
    }

    /// The secret in clear.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> Vec<u8> {
        hash(&self.0)
    }
}

impl std::fmt::Debug for ClearToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClearToken(…)")
    }
}

/// The hash of a short code, bound to what it opens.
pub fn code_hash(opens: uuid::Uuid, code: &str) -> Vec<u8> {
    Sha256::new().chain_update(opens.as_bytes()).chain_update(code.as_bytes()).finalize().to_vec()
}

/// The hash under which a clear token is looked up. Looking a hash up in an index leaks nothing about the token.
pub fn hash(clear: &str) -> Vec<u8> {
    Sha256::digest(clear.as_bytes()).to_vec()
}
