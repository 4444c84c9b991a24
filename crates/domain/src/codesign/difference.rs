//! What changed from one version of a text to another, clause by clause and word by word.

use std::collections::HashMap;

use similar::{Algorithm, ChangeTag, TextDiff, capture_diff_slices};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::clause::Clause;
use crate::ids::ProposalClauseId;

/// What became of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Change {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PieceKind {
    /// It stands in both.
    Kept,
    /// It stands in the later text only.
    Inserted,
    /// It stands in the earlier text only.
    Deleted,
}

/// A part of a text, of one word or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub kind: PieceKind,
    /// Its words, with the space around them.
    pub text: String,
}

/// One clause in two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseDifference {
    /// The clause.
    pub clause: ProposalClauseId,
    /// What became of its words.
    pub change: Change,
    /// Whether it stands elsewhere among the clauses that both versions have.
    pub moved: bool,
    /// Its place in the earlier version, from 1.
    pub before: Option<u32>,
    /// Its place in the later version, from 1.
    pub after: Option<u32>,
    /// Its title, part by part.
    pub title: Vec<Piece>,
    /// Its text, part by part.
    pub body: Vec<Piece>,
}

type Places<'a> = HashMap<ProposalClauseId, (u32, &'a Clause)>;

/// The differences from one list of clauses to another, in the order of the later one; a clause that is gone stands
/// where it stood.
pub fn differences(before: &[Clause], after: &[Clause]) -> Vec<ClauseDifference> {
    let ids = |clauses: &[Clause]| clauses.iter().map(|clause| clause.id).collect::<Vec<_>>();
    let (old_ids, new_ids) = (ids(before), ids(after));
    let (old, new) = (places(before), places(after));
    let mut found = Vec::new();
    for change in capture_diff_slices(Algorithm::Myers, &old_ids, &new_ids)
        .iter()
        .flat_map(|operation| operation.iter_changes(&old_ids, &new_ids))
    {
        let id = change.value();
        let (earlier, later) = (old.get(&id), new.get(&id));
        let moved = change.tag() != ChangeTag::Equal && earlier.is_some() && later.is_some();
        // A clause that moved is told where it stands now, not where it stood.
        if !(moved && change.tag() == ChangeTag::Delete) {
            found.push(compare(id, earlier.copied(), later.copied(), moved));
        }
    }
    found
}

fn places(clauses: &[Clause]) -> Places<'_> {
    (1..).zip(clauses).map(|(place, clause)| (clause.id, (place, clause))).collect()
}

fn compare(
    clause: ProposalClauseId,
    before: Option<(u32, &Clause)>,
    after: Option<(u32, &Clause)>,
    moved: bool,
) -> ClauseDifference {
    let words = |text: fn(&Clause) -> &str| {
        let of = |side: Option<(u32, &Clause)>| side.map_or_else(String::new, |(_, clause)| text(clause).to_owned());
        pieces(&of(before), &of(after))
    };
    let change = match (before, after) {
        (None, _) => Change::Added,
        (_, None) => Change::Removed,
        (Some((_, old)), Some((_, new))) if old == new => Change::Unchanged,
        _ => Change::Changed,
    };
    ClauseDifference {
        clause,
        change,
        moved,
        before: before.map(|(place, _)| place),
        after: after.map(|(place, _)| place),
        title: words(|clause| &clause.title),
        body: words(|clause| &clause.body),
    }
}

/// The parts of two texts in reading order: neighbours of one kind are one part.
fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Kept,
            ChangeTag::Insert => PieceKind::Inserted,
            ChangeTag::Delete => PieceKind::Deleted,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn clause(id: u128, body: &str) -> Clause {
        Clause { id: Uuid::from_u128(id).into(), title: format!("Clausola {id}"), body: body.to_owned() }
    }

    fn told(before: &[Clause], after: &[Clause]) -> Vec<(u128, Change, bool)> {
        let all = differences(before, after);
        all.iter().map(|found| (found.clause.0.as_u128(), found.change, found.moved)).collect()
    }

    #[test]
    fn clauses_are_added_removed_moved_and_changed() {
        use Change::{Added, Changed, Removed, Unchanged};
        let before = [clause(1, "a"), clause(2, "b"), clause(3, "c"), clause(4, "d")];
        let after = [clause(3, "c"), clause(1, "a"), clause(4, "e"), clause(5, "f")];
        let mut found = told(&before, &after);
        found.sort_unstable_by_key(|(id, ..)| *id);
        assert_eq!(
            found.iter().map(|(_, change, _)| *change).collect::<Vec<_>>(),
            [Unchanged, Removed, Unchanged, Changed, Added]
        );
        assert_eq!(found.iter().filter(|(.., moved)| *moved).count(), 1, "one of the two that changed places moved");
        let same = told(&before, &before);
        assert!(same.iter().all(|(_, change, moved)| *change == Unchanged && !moved));
    }

    #[test]
    fn words_are_told_apart_in_reading_order() {
        let found =
            differences(&[clause(1, "Il servizio parte nel 2027.")], &[clause(1, "Il servizio parte nel 2026.")]);
        let piece = |kind, text: &str| Piece { kind, text: text.to_owned() };
        assert_eq!(
            found[0].body,
            [
                piece(PieceKind::Kept, "Il servizio parte nel "),
                piece(PieceKind::Deleted, "2027."),
                piece(PieceKind::Inserted, "2026."),
            ]
        );
        assert_eq!((found[0].before, found[0].after), (Some(1), Some(1)));
    }

    fn texts() -> impl Strategy<Value = Vec<Clause>> {
        let bodies = prop::collection::btree_map(1_u128..8, "[ab ]{0,12}", 0..7);
        bodies.prop_map(|all| all.into_iter().map(|(id, body)| clause(id, &body)).collect::<Vec<_>>()).prop_shuffle()
    }

    proptest! {
        /// Whatever the two texts are, both can be read back from their differences.
        #[test]
        fn both_texts_can_be_read_back(before in texts(), after in texts()) {
            let found = differences(&before, &after);
            let read = |side: PieceKind, pieces: &[Piece]| {
                pieces.iter().filter(|piece| piece.kind != side).map(|piece| piece.text.as_str()).collect::<String>()
            };
            let later: Vec<_> = found.iter().filter(|one| one.after.is_some()).collect();
            prop_assert_eq!(later.len(), after.len());
            for (one, clause) in later.into_iter().zip(&after) {
                prop_assert_eq!(one.clause, clause.id);
                prop_assert_eq!(read(PieceKind::Deleted, &one.body), clause.body.clone());
            }
            let mut earlier: Vec<_> = found.iter().filter(|one| one.before.is_some()).collect();
            earlier.sort_by_key(|one| one.before);
            prop_assert_eq!(earlier.len(), before.len());
            for (one, clause) in earlier.into_iter().zip(&before) {
                prop_assert_eq!(one.clause, clause.id);
                prop_assert_eq!(read(PieceKind::Inserted, &one.body), clause.body.clone());
            }
        }
    }
}
