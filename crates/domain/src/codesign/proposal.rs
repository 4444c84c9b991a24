use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::clause::{Clause, ClauseDraft, TextHash, read_clauses};
use crate::error::{Reason, Refusal};
use crate::ids::{EndorsementId, PersonId, ProjectId, ProposalClauseId, ProposalId, StakeholderId, TableId};
use crate::locale::Locale;
use crate::search;

/// The most versions of one proposal.
pub const MAX_VERSIONS: u32 = 200;
/// The most endorsements of one proposal, over all its versions.
pub const MAX_ENDORSEMENTS: u32 = 1_000;

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProposalState {
    /// Being written; those of its table see it.
    Draft,
    /// Public, if its table is: commented, amended and endorsed.
    Open,
    /// The table took its last version over.
    Adopted,
    /// Given up, with a reason.
    Withdrawn,
}

/// What a new proposal is made of, besides its text.
#[derive(Debug, Clone)]
pub struct ProposalDraft {
    /// The table that writes it.
    pub table: TableId,
    /// The project that it designs.
    pub project: Option<ProjectId>,
    /// Its title.
    pub title: String,
    /// The language it is written in.
    pub language: Locale,
}

/// A text that the organisations of a table write together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// Its table.
    pub table: TableId,
    /// The project that it designs, if there is one yet.
    pub project: Option<ProjectId>,
    /// Its title.
    pub title: String,
    /// The language it is written in.
    pub language: Locale,
    /// Where it stands.
    pub state: ProposalState,
    /// Why it was withdrawn.
    pub state_reason: Option<String>,
    /// When it was opened; absent while it never was.
    pub opened_at: Option<DateTime<Utc>>,
    /// The number of the last version of its text; 0 before the first.
    pub current: u32,
    /// Raised by every change.
    pub version: i64,
}

/// One version of a proposal's text. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalVersion {
    /// The proposal.
    pub proposal: ProposalId,
    /// Its number in the proposal, from 1, without gaps.
    pub number: u32,
    /// The organisation that proposes this text.
    pub on_behalf_of: StakeholderId,
    /// Who saved it; absent for the operator at the console.
    pub author: Option<PersonId>,
    /// What was changed and why, in the author's words.
    pub note: Option<String>,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// The hash of the text.
    pub hash: TextHash,
    /// The clauses in their order. Empty where only the version's place in the list was read.
    pub clauses: Vec<Clause>,
}

/// How a version is saved: from which one, for whom, when.
#[derive(Debug, Clone)]
pub struct Saving<'a> {
    /// The number of the version that the author started from; 0 for the first.
    pub base: u32,
    /// For which organisation.
    pub on_behalf_of: StakeholderId,
    /// Who.
    pub author: Option<PersonId>,
    /// What was changed and why.
    pub note: Option<&'a str>,
    /// When.
    pub at: DateTime<Utc>,
}

/// An organisation stands behind one version of a proposal. It stays with that version and its hash, whatever is
/// written later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endorsement {
    /// Its id.
    pub id: EndorsementId,
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the version.
    pub number: u32,
    /// The organisation.
    pub organisation: StakeholderId,
    /// Who said so for it; absent for the operator at the console.
    pub person: Option<PersonId>,
    /// The hash of the text that is endorsed.
    pub hash: TextHash,
    /// When.
    pub endorsed_at: DateTime<Utc>,
}

impl Proposal {
    /// A draft without any text yet.
    pub fn new(id: ProposalId, draft: ProposalDraft) -> Result<Self, Refusal> {
        Ok(Self {
            id,
            table: draft.table,
            project: draft.project,
            title: search::line(&draft.title, 300).map_err(|refusal| refusal.under("title"))?,
            language: draft.language,
            state: ProposalState::Draft,
            state_reason: None,
            opened_at: None,
            current: 0,
            version: 1,
        })
    }

    /// Whether everybody may read it, as far as its table is public: it was opened once.
    pub fn is_published(&self) -> bool {
        self.opened_at.is_some()
    }

    /// Refuses what only a proposal that is still written allows.
    pub fn require_live(&self, action: &'static str) -> Result<(), Refusal> {
        if matches!(self.state, ProposalState::Draft | ProposalState::Open) { Ok(()) } else { self.illegal(action) }
    }

    /// Refuses a change that was made from another version of the text than the last one.
    pub fn require_current(&self, number: u32, field: &str) -> Result<(), Refusal> {
        let stale = || Reason::StaleVersion { current: self.current.into() }.at(field);
        if number == self.current { Ok(()) } else { Err(stale()) }
    }

    /// The next version of the text, made from the last one. Two authors who started from the same version are never
    /// merged silently: the second is refused with the number of the first one's version.
    pub fn save(
        &mut self,
        before: &[Clause],
        drafts: &[ClauseDraft],
        saving: &Saving<'_>,
        new_id: impl FnMut() -> ProposalClauseId,
    ) -> Result<ProposalVersion, Refusal> {
        self.require_live("saveProposalVersion")?;
        self.require_current(saving.base, "baseVersion")?;
        if self.current >= MAX_VERSIONS {
            return Err(Reason::LimitReached { max: MAX_VERSIONS }.into());
        }
        let clauses = read_clauses(drafts, before, new_id)?;
        let note = search::optional_line(saving.note, 500).map_err(|refusal| refusal.under("note"))?;
        self.current += 1;
        Ok(ProposalVersion {
            proposal: self.id,
            number: self.current,
            on_behalf_of: saving.on_behalf_of,
            author: saving.author,
            note,
            saved_at: saving.at,
            hash: TextHash::of(&clauses),
            clauses,
        })
    }

    /// Draft → Open.
    pub fn open(&mut self, at: DateTime<Utc>) -> Result<(), Refusal> {
        if self.state != ProposalState::Draft {
            return self.illegal("openProposal");
        }
        self.state = ProposalState::Open;
        self.opened_at = Some(at);
        Ok(())
    }

    /// Open → Adopted, with the last version of its text, which the caller names: whoever adopts has read it.
    pub fn adopt(&mut self, number: u32) -> Result<(), Refusal> {
        if self.state != ProposalState::Open {
            return self.illegal("adoptProposal");
        }
        self.require_current(number, "textVersion")?;
        self.state = ProposalState::Adopted;
        Ok(())
    }

    /// Draft or Open → Withdrawn, with a reason.
    pub fn withdraw(&mut self, reason: &str) -> Result<(), Refusal> {
        self.require_live("withdrawProposal")?;
        if reason.trim().is_empty() {
            return Err(Reason::ReasonRequired.at("reason"));
        }
        self.state_reason = Some(search::paragraphs(reason, 2_000).map_err(|refusal| refusal.under("reason"))?);
        self.state = ProposalState::Withdrawn;
        Ok(())
    }

    /// Refuses an endorsement of anything but the last version of an open proposal.
    pub fn require_endorsable(&self, number: u32) -> Result<(), Refusal> {
        if self.state != ProposalState::Open {
            return self.illegal("endorseProposal");
        }
        self.require_current(number, "textVersion")
    }

    fn illegal(&self, action: &'static str) -> Result<(), Refusal> {
        Err(Reason::IllegalTransition { from: self.state.into(), action }.into())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;
    use crate::error::RefusalCode;

    fn proposal(state: ProposalState) -> Proposal {
        let draft = ProposalDraft {
            table: Uuid::from_u128(1).into(),
            project: None,
            title: "Trasporto a chiamata".to_owned(),
            language: Locale::italian(),
        };
        Proposal { state, ..Proposal::new(Uuid::from_u128(2).into(), draft).unwrap() }
    }

    fn saving(base: u32) -> Saving<'static> {
        Saving { base, on_behalf_of: Uuid::from_u128(3).into(), author: None, note: None, at: DateTime::UNIX_EPOCH }
    }

    fn text() -> Vec<ClauseDraft> {
        vec![ClauseDraft { id: None, title: "Oggetto".to_owned(), body: "Un servizio".to_owned() }]
    }

    #[rstest]
    #[case(ProposalState::Draft, [true, true, false, true, false])]
    #[case(ProposalState::Open, [true, false, true, true, true])]
    #[case(ProposalState::Adopted, [false; 5])]
    #[case(ProposalState::Withdrawn, [false; 5])]
    fn each_state_allows_its_acts(#[case] state: ProposalState, #[case] allowed: [bool; 5]) {
        let id = || Uuid::from_u128(9).into();
        let outcomes = [
            proposal(state).save(&[], &text(), &saving(0), id).map(drop),
            proposal(state).open(DateTime::UNIX_EPOCH),
            proposal(state).adopt(0),
            proposal(state).withdraw("Superata"),
            proposal(state).require_endorsable(0),
        ];
        for (outcome, allowed) in outcomes.into_iter().zip(allowed) {
            let expected = if allowed { Ok(()) } else { Err(RefusalCode::IllegalTransition) };
            assert_eq!(outcome.map_err(|refusal| refusal.code()), expected, "{state:?}");
        }
    }

    #[test]
    fn of_two_who_start_from_one_version_the_second_is_told_the_present_one() {
        let mut proposal = proposal(ProposalState::Open);
        let mut next = 10;
        let mut id = || {
            next += 1;
            Uuid::from_u128(next).into()
        };
        let first = proposal.save(&[], &text(), &saving(0), &mut id).unwrap();
        assert_eq!((first.number, proposal.current), (1, 1));
        let refused = proposal.save(&first.clauses, &text(), &saving(0), &mut id).unwrap_err();
        assert_eq!(refused, Reason::StaleVersion { current: 1 }.at("baseVersion"));
        assert_eq!(proposal.adopt(0).unwrap_err(), Reason::StaleVersion { current: 1 }.at("textVersion"));
        assert_eq!(proposal.require_endorsable(2).unwrap_err().code(), RefusalCode::Conflict);
        proposal.current = MAX_VERSIONS;
        let full = proposal.save(&[], &text(), &saving(MAX_VERSIONS), id).unwrap_err();
        assert_eq!(full.code(), RefusalCode::LimitReached);
    }

    #[test]
    fn what_was_never_opened_stays_unseen_and_a_withdrawal_says_why() {
        let mut draft = proposal(ProposalState::Draft);
        assert_eq!(draft.withdraw(" ").unwrap_err(), Reason::ReasonRequired.at("reason"));
        draft.withdraw("Superata dal progetto regionale").unwrap();
        assert!(!draft.is_published());
        let mut open = proposal(ProposalState::Draft);
        open.open(DateTime::UNIX_EPOCH).unwrap();
        open.withdraw("Superata").unwrap();
        assert!(open.is_published());
    }
}
