use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{Commitment, Nature, Position};
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{CommitmentId, DocumentId, EntryId, InKindId, PersonId};
use crate::money::Cents;
use crate::search;

/// How many papers may show that one piece of work was given.
pub const MAX_EVIDENCE: u32 = 20;

/// Where a report of work given stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InKindState {
    /// Reported by its organisation.
    Declared,
    /// Shown by papers.
    Documented,
    /// Accepted by a second person: only now does it count as given.
    Accepted,
    /// Not accepted, with a reason.
    Rejected,
}

/// Who did something, and when; nobody for the operator at the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    /// Who.
    pub person: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What an organisation reports to have given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InKindDraft {
    /// What it is worth.
    pub amount: Cents,
    /// When it was given; not in the future.
    pub given_on: NaiveDate,
    /// What was given, in words.
    pub description: String,
    /// The act by which the secretariat reports it for the organisation.
    pub act: Option<String>,
}

/// One paper that shows that work was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its number or title.
    pub reference: String,
    /// The document of the promise that holds it.
    pub document: Option<DocumentId>,
    /// Who added it.
    pub by: Hand,
}

/// Work or goods that were given on a promise in kind: reported, shown by papers, and accepted by somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InKindContribution {
    /// Its id.
    pub id: InKindId,
    /// The promise.
    pub commitment: CommitmentId,
    /// What is reported. It never changes: whoever was wrong reports anew.
    pub draft: InKindDraft,
    /// Who reported it.
    pub declared: Hand,
    /// The papers, oldest first.
    pub evidence: Vec<Evidence>,
    /// Where it stands.
    pub state: InKindState,
    /// Who accepted or rejected it.
    pub decided: Option<Hand>,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// The entry of the ledger that accepting it posted.
    pub entry: Option<EntryId>,
    /// Raised by every change.
    pub version: i64,
}

impl InKindContribution {
    /// A report of work given on a promise in kind.
    pub fn declare(
        id: InKindId,
        commitment: &Commitment,
        draft: &InKindDraft,
        declared: Hand,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        commitment.require_nature(Nature::InKind)?;
        commitment.require_confirmed("declareInKind")?;
        draft.amount.positive().map_err(|refusal| refusal.under("amount"))?;
        if draft.given_on > today {
            let range = InputProblem::OutOfRange { min: String::new(), max: today.to_string() };
            return Err(Refusal::input(range).under("givenOn"));
        }
        let draft = InKindDraft {
            amount: draft.amount,
            given_on: draft.given_on,
            description: search::line(&draft.description, 500).map_err(|refusal| refusal.under("description"))?,
            act: search::optional_line(draft.act.as_deref(), 300).map_err(|refusal| refusal.under("act"))?,
        };
        let (evidence, state) = (Vec::new(), InKindState::Declared);
        let commitment = commitment.id;
        Ok(Self {
            id,
            commitment,
            draft,
            declared,
            evidence,
            state,
            decided: None,
            reason: None,
            entry: None,
            version: 1,
        })
    }

    /// Refuses work that could not be accepted beside what is paid and what is `waiting` to be accepted (rule M3).
    pub fn require_room(&self, position: Position, waiting: Cents) -> Result<(), Refusal> {
        let available = (position.confirmed.get() - position.paid.get() - waiting.get()).max(0);
        if self.draft.amount.get() > available {
            return Err(Reason::OverDisbursement { available }.at("amount"));
        }
        Ok(())
    }

    /// Adds a paper: Declared → Documented.
    pub fn document(&mut self, reference: &str, document: Option<DocumentId>, by: Hand) -> Result<(), Refusal> {
        self.require_open("documentInKind")?;
        if !u32::try_from(self.evidence.len()).is_ok_and(|papers| papers < MAX_EVIDENCE) {
            return Err(Reason::LimitReached { max: MAX_EVIDENCE }.at("reference"));
        }
        let reference = search::line(reference, 120).map_err(|refusal| refusal.under("reference"))?;
        self.evidence.push(Evidence { reference, document, by });
        self.state = InKindState::Documented;
        Ok(())
    }

    /// Documented → Accepted, by the entry that is posted with it.
    pub fn accept(&mut self, entry: EntryId, by: Hand) -> Result<(), Refusal> {
        if self.state != InKindState::Documented {
            return Err(self.illegal("acceptInKind"));
        }
        (self.state, self.decided, self.entry) = (InKindState::Accepted, Some(by), Some(entry));
        Ok(())
    }

    /// → Rejected, unless it was decided before.
    pub fn reject(&mut self, reason: &str, by: Hand) -> Result<(), Refusal> {
        self.require_open("rejectInKind")?;
        self.reason = Some(search::line(reason, 300).map_err(|_| Reason::ReasonRequired.at("reason"))?);
        (self.state, self.decided) = (InKindState::Rejected, Some(by));
        Ok(())
    }

    /// Everybody whose hand is in the report: none of them may decide about it (rule P4).
    pub fn authors(&self) -> Vec<PersonId> {
        let hands = [self.declared].into_iter().chain(self.evidence.iter().map(|paper| paper.by));
        let mut authors: Vec<PersonId> = hands.filter_map(|hand| hand.person).collect();
        authors.sort_unstable();
        authors.dedup();
        authors
    }

    fn require_open(&self, action: &'static str) -> Result<(), Refusal> {
        let open = matches!(self.state, InKindState::Declared | InKindState::Documented);
        if open { Ok(()) } else { Err(self.illegal(action)) }
    }

    fn illegal(&self, action: &'static str) -> Refusal {
        Reason::IllegalTransition { from: self.state.into(), action }.into()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;
    use crate::funding::{CommitmentDraft, CommitmentState};

    fn person(n: u128) -> Hand {
        Hand { person: Some(Uuid::from_u128(n).into()), at: "2026-09-01T08:00:00Z".parse().unwrap() }
    }

    fn promise(nature: Nature, state: CommitmentState) -> Commitment {
        let draft = CommitmentDraft {
            project: Uuid::from_u128(1).into(),
            contributor: None,
            source: None,
            nature,
            agreement: None,
            conditions: None,
        };
        let mut commitment = Commitment::pledge(Uuid::from_u128(2).into(), &draft).unwrap();
        commitment.state = state;
        commitment
    }

    fn draft(cents: i64, given_on: &str) -> InKindDraft {
        InKindDraft {
            amount: Cents::new(cents),
            given_on: given_on.parse().unwrap(),
            description: "Tre giornate di un tecnico".to_owned(),
            act: None,
        }
    }

    fn declare(commitment: &Commitment, draft: &InKindDraft) -> Result<InKindContribution, Refusal> {
        let today = "2026-09-01".parse().unwrap();
        InKindContribution::declare(Uuid::from_u128(3).into(), commitment, draft, person(1), today)
    }

    fn declared() -> InKindContribution {
        declare(&promise(Nature::InKind, CommitmentState::Confirmed), &draft(500, "2026-09-01")).unwrap()
    }

    fn entry() -> EntryId {
        Uuid::from_u128(9).into()
    }

    #[test]
    fn only_work_on_a_confirmed_promise_in_kind_is_reported_and_only_what_was_given() {
        let confirmed = promise(Nature::InKind, CommitmentState::Confirmed);
        let reason = |outcome: Result<InKindContribution, Refusal>| outcome.unwrap_err();
        let money = promise(Nature::Cash, CommitmentState::Confirmed);
        let wrong = reason(declare(&money, &draft(1, "2026-09-01")));
        assert_eq!(wrong.reason, Reason::WrongNature { nature: Nature::Cash });
        let pledged = promise(Nature::InKind, CommitmentState::Pledged);
        let early = Reason::IllegalTransition { from: "PLEDGED", action: "declareInKind" };
        assert_eq!(reason(declare(&pledged, &draft(1, "2026-09-01"))).reason, early);
        assert_eq!(reason(declare(&confirmed, &draft(0, "2026-09-01"))).path, ["amount"]);
        assert_eq!(reason(declare(&confirmed, &draft(1, "2026-09-02"))).path, ["givenOn"]);
        let unnamed = InKindDraft { description: " ".to_owned(), ..draft(1, "2026-09-01") };
        assert_eq!(reason(declare(&confirmed, &unnamed)).path, ["description"]);
    }

    #[test]
    fn it_goes_from_word_to_paper_to_acceptance() {
        let mut report = declared();
        assert!(report.clone().accept(entry(), person(2)).is_err(), "not on a word alone");
        report.document(" Relazione 3 ", None, person(3)).unwrap();
        report.document("Foglio ore", None, person(1)).unwrap();
        let papers: Vec<&str> = report.evidence.iter().map(|paper| paper.reference.as_str()).collect();
        assert_eq!(papers, ["Relazione 3", "Foglio ore"]);
        assert_eq!(report.authors(), [1, 3].map(|n| person(n).person.unwrap()));
        report.accept(entry(), person(2)).unwrap();
        assert_eq!((report.state, report.entry), (InKindState::Accepted, Some(entry())));
    }

    #[test]
    fn a_rejection_has_a_reason_and_papers_have_an_end() {
        let mut report = declared();
        assert_eq!(report.reject("  ", person(2)).unwrap_err(), Reason::ReasonRequired.at("reason"));
        for n in 0..MAX_EVIDENCE {
            report.document(&format!("Foglio {n}"), None, person(1)).unwrap();
        }
        let full = report.document("Uno di troppo", None, person(1)).unwrap_err();
        assert_eq!(full.reason, Reason::LimitReached { max: MAX_EVIDENCE });
        report.reject("Manca la firma", person(2)).unwrap();
        assert_eq!((report.state, report.entry), (InKindState::Rejected, None));
    }

    #[rstest]
    #[case::accepted(InKindState::Accepted)]
    #[case::rejected(InKindState::Rejected)]
    fn what_was_decided_stays_decided(#[case] state: InKindState) {
        let mut report = InKindContribution { state, ..declared() };
        let before = report.clone();
        assert!(report.document("Relazione", None, person(1)).is_err());
        assert!(report.accept(entry(), person(2)).is_err());
        assert!(report.reject("Errore", person(2)).is_err());
        assert_eq!(report, before);
    }
}
