use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use unicode_normalization::UnicodeNormalization;

use super::force::{Force, Lack};
use super::kind::AgreementKind;
use super::party::{FormalAct, Party};
use super::text::AgreementText;
use crate::error::{InputProblem, Refusal};
use crate::ids::{AgreementId, ProjectId, TableId};
use crate::locale::Locale;
use crate::period::Validity;
use crate::policy::Visibility;
use crate::search;

/// The most projects that one agreement is about.
const MAX_PROJECTS: usize = 50;

/// How far the work on an agreement has come, as far as acts of the secretariat say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementStage {
    /// Being drafted by the secretariat.
    Draft,
    /// Being discussed with the parties.
    Negotiation,
    /// The text is final and waits for signatures.
    TextFrozen,
    /// Somebody signed. Whether it is in force follows from the signatures.
    Signing,
    /// Ended after it was concluded.
    Terminated,
    /// Given up before it was concluded.
    Abandoned,
}

/// Where an agreement stands on a day: its stage, and what follows from signatures, acts and dates (rule A1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementState {
    /// Being drafted by the secretariat.
    Draft,
    /// Being discussed with the parties.
    Negotiation,
    /// The text is final and waits for signatures.
    TextFrozen,
    /// Being signed.
    Signing,
    /// Signed by all; ratification or publication is missing.
    RatificationPending,
    /// Nothing is missing; its period begins later.
    Concluded,
    /// In force.
    InForce,
    /// Its period is over.
    Expired,
    /// Ended before its time.
    Terminated,
    /// Given up before it was concluded.
    Abandoned,
}

/// Where and when an agreement was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// On which day.
    pub on: NaiveDate,
    /// Where: the bulletin and its number.
    pub reference: String,
}

/// How an agreement ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The first day on which it is not in force any more.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// What a new agreement is made of.
#[derive(Debug, Clone)]
pub struct AgreementDraft {
    /// What it is in law.
    pub kind: AgreementKind,
    /// Its title.
    pub title: String,
    /// The language of title and text.
    pub language: Locale,
    /// The table at which it is negotiated.
    pub table: Option<TableId>,
    /// The projects it is about.
    pub projects: Vec<ProjectId>,
    /// From when to when it is meant to be in force.
    pub period: Validity,
    /// How it can be renewed, in words.
    pub renewal_clause: Option<String>,
    /// Whether it changes town planning, and so lapses if it is not ratified in time (rule A9).
    pub varies_planning: bool,
}

/// An agreement with its parties. Its clauses are kept apart, one set for each version of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// What it is in law.
    pub kind: AgreementKind,
    /// Its title: part of what is signed.
    pub title: String,
    /// The language of title and text.
    pub language: Locale,
    /// The table at which it is negotiated.
    pub table: Option<TableId>,
    /// The projects it is about.
    pub projects: Vec<ProjectId>,
    /// From when to when it is meant to be in force.
    pub period: Validity,
    /// How it can be renewed, in words.
    pub renewal_clause: Option<String>,
    /// Whether it changes town planning (rule A9).
    pub varies_planning: bool,
    /// How far the work on it has come.
    pub stage: AgreementStage,
    /// The latest version of its text.
    pub text: Option<AgreementText>,
    /// When that version became final.
    pub frozen_on: Option<NaiveDate>,
    /// Since when more than its parties may read it: since the first signature of the present text.
    pub public_since: Option<DateTime<Utc>>,
    /// The act that approves it.
    pub ratification: Option<FormalAct>,
    /// Its publication.
    pub publication: Option<Publication>,
    /// How it ended.
    pub ending: Option<Ending>,
    /// Its parties, in the order in which they were invited.
    pub parties: Vec<Party>,
    /// Raised by every change.
    pub version: i64,
}

impl Agreement {
    /// A new draft.
    pub fn draft(id: AgreementId, draft: AgreementDraft) -> Result<Self, Refusal> {
        let title = search::line(&draft.title, 300).map_err(|refusal| refusal.under("title"))?;
        let renewal = search::optional_line(draft.renewal_clause.as_deref(), 500);
        if draft.projects.len() > MAX_PROJECTS {
            return Err(Refusal::input(InputProblem::TooLong { max: MAX_PROJECTS }).under("projectIds"));
        }
        if draft.varies_planning && !draft.kind.needs_ratification() {
            return Err(Refusal::input(InputProblem::Foreign).under("variesPlanning"));
        }
        Ok(Self {
            id,
            kind: draft.kind,
            title: title.nfc().collect(),
            language: draft.language,
            table: draft.table,
            projects: draft.projects,
            period: draft.period,
            renewal_clause: renewal.map_err(|refusal| refusal.under("renewalClause"))?,
            varies_planning: draft.varies_planning,
            stage: AgreementStage::Draft,
            text: None,
            frozen_on: None,
            public_since: None,
            ratification: None,
            publication: None,
            ending: None,
            parties: Vec::new(),
            version: 1,
        })
    }

    /// Where it stands on `day`.
    pub fn state(&self, day: NaiveDate) -> AgreementState {
        let lacks = match self.force(day) {
            Force::InForce { .. } => return AgreementState::InForce,
            Force::NotInForce { lacks } => lacks,
        };
        match self.stage {
            AgreementStage::Draft => AgreementState::Draft,
            AgreementStage::Negotiation => AgreementState::Negotiation,
            AgreementStage::TextFrozen => AgreementState::TextFrozen,
            AgreementStage::Terminated => AgreementState::Terminated,
            AgreementStage::Abandoned => AgreementState::Abandoned,
            AgreementStage::Signing if lacks.contains(&Lack::Signatures) => AgreementState::Signing,
            AgreementStage::Signing => match lacks.as_slice() {
                [Lack::NotBegun] => AgreementState::Concluded,
                [Lack::Expired] => AgreementState::Expired,
                _ => AgreementState::RatificationPending,
            },
        }
    }

    /// Whether more than its parties may read it: since the first signature, drafts and negotiations never.
    pub fn is_public(&self) -> bool {
        self.public_since.is_some()
    }

    /// Whether it is in sight: signed ones as `Visibility::sees_made_at` says, and those of the viewer's organisations
    /// once they are invited. `public_table` tells whether everybody may see its table, where it has one.
    pub fn is_visible(&self, sight: &Visibility, public_table: bool) -> bool {
        let mut parties = self.parties.iter().map(|party| party.organisation);
        if self.is_public() {
            sight.sees_made_at(self.table.map(|table| (table, public_table)), parties)
        } else {
            sight.everything || parties.any(|party| sight.organisations.contains(&party))
        }
    }
}
