use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::error::{InputProblem, Refusal};
use crate::ids::{AgreementTextId, ClauseId};
use crate::search;

/// The most clauses of a text.
const MAX_CLAUSES: usize = 200;

/// One clause. It keeps its id from version to version, so that it can be followed and commented on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its id, the same in every version.
    pub id: ClauseId,
    /// Its heading: one line.
    pub heading: String,
    /// What it says, as Markdown.
    pub body: String,
}

impl Clause {
    /// A clause, in the normal form of Unicode: what looks the same has the same hash.
    pub fn new(id: ClauseId, heading: &str, body: &str) -> Result<Self, Refusal> {
        let heading = search::line(heading, 200).map_err(|refusal| refusal.under("heading"))?;
        let body = search::paragraphs(body, 20_000).map_err(|refusal| refusal.under("bodyMarkdown"))?;
        Ok(Self { id, heading: heading.nfc().collect(), body: body.nfc().collect() })
    }
}

/// The SHA-256 of a text, as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextHash(String);

impl TextHash {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().to_ascii_lowercase();
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text))
        } else {
            Err(Refusal::input(InputProblem::Format { expected: "SHA-256" }))
        }
    }

    /// The digits, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A version of the text, without its clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementText {
    /// Its id.
    pub id: AgreementTextId,
    /// Its number in the agreement, from 1.
    pub number: u32,
    /// The hash of title and clauses: what a signature is bound to.
    pub hash: TextHash,
    /// When it was written.
    pub recorded_at: DateTime<Utc>,
}

/// The hash of a title with its clauses in order. What is hashed is the JSON array `[title,[[heading,body],…]]` in
/// UTF-8 without any white space between its parts, so that anybody can compute it again.
pub fn hash_of(title: &str, clauses: &[Clause]) -> TextHash {
    let clauses: Vec<[&str; 2]> =
        clauses.iter().map(|clause| [clause.heading.as_str(), clause.body.as_str()]).collect();
    let canonical = serde_json::json!([title, clauses]).to_string();
    TextHash(format!("{:x}", Sha256::digest(canonical.as_bytes())))
}

/// Refuses an empty text, one that is too long, or a clause that stands twice.
pub(super) fn check(clauses: &[Clause]) -> Result<(), Refusal> {
    let problem = if clauses.is_empty() {
        InputProblem::Blank
    } else if clauses.len() > MAX_CLAUSES {
        InputProblem::TooLong { max: MAX_CLAUSES }
    } else if clauses.iter().map(|clause| clause.id).collect::<HashSet<_>>().len() < clauses.len() {
        InputProblem::Duplicate
    } else {
        return Ok(());
    };
    Err(Refusal::input(problem).under("clauses"))
}
