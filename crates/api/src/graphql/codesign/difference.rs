use async_graphql::{Enum, ID, SimpleObject};
use cordata_domain::codesign;

use crate::graphql::id;

/// What became of a clause from one version to another.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "codesign::Change")]
pub enum ClauseChange {
    /// It reads as before.
    Unchanged,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It reads otherwise.
    Changed,
}

/// What became of a part of a text.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "codesign::PieceKind")]
pub enum PieceKind {
    /// It stands in both versions.
    Kept,
    /// It stands in the later version only.
    Inserted,
    /// It stands in the earlier version only.
    Deleted,
}

/// A part of a text, of one word or more.
#[derive(Debug, SimpleObject)]
pub struct TextPiece {
    /// What became of it.
    kind: PieceKind,
    /// Its words, with the space around them.
    text: String,
}

/// One clause in two versions.
#[derive(Debug, SimpleObject)]
pub struct ClauseDifference {
    /// The id of the clause: the same in every version that has it.
    clause_id: ID,
    /// What became of its words.
    change: ClauseChange,
    /// Whether it stands elsewhere among the clauses that both versions have.
    moved: bool,
    /// Its place in the earlier version, from 1; null where it is new.
    position_before: Option<u32>,
    /// Its place in the later version, from 1; null where it is gone.
    position_after: Option<u32>,
    /// Its title, part by part in reading order.
    title: Vec<TextPiece>,
    /// Its Markdown text, part by part in reading order.
    body: Vec<TextPiece>,
}

fn pieces(pieces: Vec<codesign::Piece>) -> Vec<TextPiece> {
    pieces.into_iter().map(|piece| TextPiece { kind: piece.kind.into(), text: piece.text }).collect()
}

impl From<codesign::ClauseDifference> for ClauseDifference {
    fn from(found: codesign::ClauseDifference) -> Self {
        Self {
            clause_id: id::encode(found.clause),
            change: found.change.into(),
            moved: found.moved,
            position_before: found.before,
            position_after: found.after,
            title: pieces(found.title),
            body: pieces(found.body),
        }
    }
}
