use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::ProposalClauseId;
use crate::search;

/// The most clauses of one version.
pub const MAX_CLAUSES: usize = 100;
/// The most characters of a clause's text.
pub const MAX_BODY: usize = 5_000;
/// The most characters of a clause's title.
const MAX_TITLE: usize = 200;

/// A clause as it stands in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its id: the same in every version that has it.
    pub id: ProposalClauseId,
    /// Its title.
    pub title: String,
    /// Its text, as Markdown.
    pub body: String,
}

/// A clause as somebody sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseDraft {
    /// The clause of the version before that it goes on; absent for a new one.
    pub id: Option<ProposalClauseId>,
    /// Its title.
    pub title: String,
    /// Its text, as Markdown.
    pub body: String,
}

/// SHA-256 of the canonical form of a version's clauses: what an endorsement is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextHash(pub [u8; 32]);

impl TextHash {
    /// The hash of clauses in their order: the id, the title and the text of each, every part with its length in
    /// bytes before it, so that no two texts have one form.
    pub fn of(clauses: &[Clause]) -> Self {
        let mut hash = Sha256::new();
        for clause in clauses {
            hash.update(clause.id.0.as_bytes());
            for part in [&clause.title, &clause.body] {
                hash.update(part.len().to_string());
                hash.update(":");
                hash.update(part);
            }
        }
        Self(hash.finalize().into())
    }

    /// The hash that a column holds.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// In hexadecimal digits.
impl std::fmt::Display for TextHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Reads the clauses of a new version. Each is new, or goes on a clause of the version `before`, and none twice.
pub(super) fn read_clauses(
    drafts: &[ClauseDraft],
    before: &[Clause],
    mut new_id: impl FnMut() -> ProposalClauseId,
) -> Result<Vec<Clause>, Refusal> {
    if drafts.is_empty() {
        return Err(Refusal::input(InputProblem::Blank).under("clauses"));
    }
    if drafts.len() > MAX_CLAUSES {
        return Err(Refusal::input(InputProblem::TooLong { max: MAX_CLAUSES }).under("clauses"));
    }
    let mut taken = BTreeSet::new();
    let mut read = |draft: &ClauseDraft| {
        let id = draft.id.unwrap_or_else(&mut new_id);
        if draft.id.is_some() && !before.iter().any(|clause| clause.id == id) {
            return Err(Reason::NotFound.at("id"));
        }
        if !taken.insert(id) {
            return Err(Refusal::input(InputProblem::Duplicate).under("id"));
        }
        Ok(Clause {
            id,
            title: search::line(&draft.title, MAX_TITLE).map_err(|refusal| refusal.under("title"))?,
            body: search::paragraphs(&draft.body, MAX_BODY).map_err(|refusal| refusal.under("body"))?,
        })
    };
    let numbered = drafts.iter().enumerate();
    let clauses: Result<_, Refusal> =
        numbered.map(|(place, draft)| read(draft).map_err(|refusal| refusal.under(place.to_string()))).collect();
    clauses.map_err(|refusal| refusal.under("clauses"))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn clause(id: u128, title: &str, body: &str) -> Clause {
        Clause { id: Uuid::from_u128(id).into(), title: title.to_owned(), body: body.to_owned() }
    }

    fn draft(id: Option<u128>, title: &str) -> ClauseDraft {
        ClauseDraft { id: id.map(|id| Uuid::from_u128(id).into()), title: title.to_owned(), body: "Testo".to_owned() }
    }

    #[test]
    fn the_hash_depends_on_every_part_and_on_the_order() {
        let one = [clause(1, "a", "bc"), clause(2, "d", "e")];
        let hash = TextHash::of(&one);
        assert_eq!(hash, TextHash::of(&one));
        assert_eq!(hash.to_string().len(), 64);
        assert_eq!(TextHash::from_bytes(&hash.0), Some(hash));
        for other in [
            [clause(1, "ab", "c"), clause(2, "d", "e")],
            [clause(3, "a", "bc"), clause(2, "d", "e")],
            [clause(2, "d", "e"), clause(1, "a", "bc")],
        ] {
            assert_ne!(hash, TextHash::of(&other));
        }
    }

    #[test]
    fn a_clause_is_new_or_of_the_version_before_and_stands_once() {
        let before = [clause(1, "Uno", "Testo")];
        let read = |drafts: &[ClauseDraft]| read_clauses(drafts, &before, || Uuid::from_u128(9).into());
        let clauses = read(&[draft(None, "Due"), draft(Some(1), " Uno  e mezzo")]).unwrap();
        assert_eq!(clauses, [clause(9, "Due", "Testo"), clause(1, "Uno e mezzo", "Testo")]);
        let path = |drafts: &[ClauseDraft]| read(drafts).unwrap_err().path.join(".");
        assert_eq!(path(&[]), "clauses");
        assert_eq!(path(&vec![draft(None, "x"); MAX_CLAUSES + 1]), "clauses");
        assert_eq!(path(&[draft(Some(7), "Di un'altra bozza")]), "clauses.0.id");
        assert_eq!(path(&[draft(Some(1), "Uno"), draft(Some(1), "Uno")]), "clauses.1.id");
        assert_eq!(path(&[draft(Some(1), "Uno\nDue")]), "clauses.0.title");
        assert_eq!(path(&[ClauseDraft { body: "x".repeat(MAX_BODY + 1), ..draft(None, "x") }]), "clauses.0.body");
    }
}
