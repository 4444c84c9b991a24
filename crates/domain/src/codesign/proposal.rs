use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::clause::{Clause, ClauseDraft, TextHash, read_clauses};
use crate::error::{Reason, Refusal};
use crate::ids::{EndorsementId, PersonId, ProjectId, ProposalClauseId, ProposalId, StakeholderId, TableId};
use crate::limit::Room;
use crate::locale::Locale;
use crate::search;

/// The most versions of one proposal that members save, and the most that are brought back; the states of a version
/// count once.
pub const MAX_VERSIONS: u32 = 200;
/// The most states of one version; what is saved after them begins another.
const MAX_STATES: usize = 200;
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
    /// The number of the last text that was saved; 0 before the first.
    pub current: u32,
    /// Raised by every change.
    pub version: i64,
}

/// One text of a proposal, as it was saved. It never changes.
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
    /// Whether it is a later state of the version that the text before belongs to.
    pub continues: bool,
    /// The number of the earlier text that it brings back.
    pub restores: Option<u32>,
    /// The hash of the text.
    pub hash: TextHash,
    /// The clauses in their order. Empty where only the version's place in the list was read.
    pub clauses: Vec<Clause>,
}

/// What the next version depends on of a text that was saved: who saved it when, and whether others have used it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavedText {
    /// For which organisation.
    pub on_behalf_of: StakeholderId,
    /// Who.
    pub author: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it is a later state of the version that the text before belongs to.
    pub continues: bool,
    /// Whether it brings an earlier text back.
    pub restored: bool,
    /// Whether somebody endorsed it or commented on it.
    pub used: bool,
}

impl SavedText {
    /// What the next version depends on of a text that nobody is known to have used.
    pub fn of(text: &ProposalVersion) -> Self {
        Self {
            on_behalf_of: text.on_behalf_of,
            author: text.author,
            at: text.saved_at,
            continues: text.continues,
            restored: text.restores.is_some(),
            used: false,
        }
    }
}

impl ProposalVersion {
    /// The texts of one proposal, oldest first, as its versions: the states of each, the last of which stands for it.
    pub fn grouped(texts: &[Self]) -> impl DoubleEndedIterator<Item = &[Self]> {
        texts.chunk_by(|_, next| next.continues)
    }
}

/// What holds when a text is saved.
#[derive(Debug, Clone, Copy)]
pub struct SavingRules {
    /// For how long what one author saves is one version.
    pub window: TimeDelta,
    /// For how many versions there is room.
    pub room: Room,
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

    /// The next text, made from the last one: a version, or a later state of the one that the same author saved for the
    /// same organisation minutes ago, if nobody else has used it. Two authors who started from the same text are never
    /// merged silently: the second is refused with the number of the first one's.
    pub fn save(
        &mut self,
        (before, history): (&[Clause], &[SavedText]),
        drafts: &[ClauseDraft],
        (saving, rules): (&Saving<'_>, &SavingRules),
        new_id: impl FnMut() -> ProposalClauseId,
    ) -> Result<ProposalVersion, Refusal> {
        self.require_live("saveProposalVersion")?;
        self.require_current(saving.base, "baseVersion")?;
        let continues = self.continues(history, saving, rules.window);
        if !continues {
            rules.room.require(&versions_by_organisation(history), saving.on_behalf_of)?;
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
            continues,
            restores: None,
            hash: TextHash::of(&clauses),
            clauses,
        })
    }

    /// Whether what is saved now belongs to the last version still. What was opened to all, endorsed, commented on or
    /// brought back stays a version of its own.
    fn continues(&self, history: &[SavedText], saving: &Saving<'_>, window: TimeDelta) -> bool {
        let states = history.chunk_by(|_, next| next.continues).next_back().unwrap_or_default();
        let Some(first) = states.first() else { return false };
        let opened_since = |state: &SavedText| self.opened_at.is_some_and(|opened| state.at <= opened);
        saving.author.is_some()
            && states.len() < MAX_STATES
            && saving.at - first.at < window
            && states.iter().all(|state| {
                (state.author, state.on_behalf_of) == (saving.author, saving.on_behalf_of)
                    && !state.used
                    && !state.restored
                    && !opened_since(state)
            })
    }

    /// Brings an earlier text back: a new version with its words and its organisation. What members saved takes no room
    /// from it, so that nobody can fill a proposal and leave the table with what they wrote.
    pub fn restore(
        &mut self,
        (earlier, history): (ProposalVersion, &[SavedText]),
        author: Option<PersonId>,
        at: DateTime<Utc>,
    ) -> Result<ProposalVersion, Refusal> {
        self.require_live("restoreProposalVersion")?;
        if earlier.number >= self.current {
            let last_but_one = self.current.saturating_sub(1).to_string();
            return Err(Refusal::out_of_range("1", &last_but_one).under("textVersion"));
        }
        let restored = history.iter().filter(|text| text.restored).count();
        if u32::try_from(restored).is_ok_and(|restored| restored >= MAX_VERSIONS) {
            return Err(Reason::LimitReached { max: MAX_VERSIONS }.into());
        }
        self.current += 1;
        Ok(ProposalVersion {
            number: self.current,
            author,
            note: None,
            saved_at: at,
            continues: false,
            restores: Some(earlier.number),
            ..earlier
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

/// How many versions were saved for each organisation. What was brought back counts for nobody.
fn versions_by_organisation(history: &[SavedText]) -> BTreeMap<StakeholderId, u64> {
    let mut versions = BTreeMap::new();
    for text in history.iter().filter(|text| !text.continues && !text.restored) {
        *versions.entry(text.on_behalf_of).or_default() += 1;
    }
    versions
}

#[cfg(test)]
mod tests;
