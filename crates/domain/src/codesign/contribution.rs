use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Reason, Refusal};
use crate::identity::EmailAddress;
use crate::ids::{ContributionId, PersonId, ProposalId, StakeholderId, TableId};
use crate::locale::Locale;
use crate::search;

/// The most contributions from one address, or from one member, in one day.
pub const MOST_CONTRIBUTIONS_A_DAY: u32 = 10;

/// The most contributions of citizens from one network in one hour, whatever addresses they give.
pub const MOST_CONTRIBUTIONS_AN_HOUR: u32 = 20;

/// What somebody contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContributionKind {
    /// An idea.
    Idea,
    /// A proposal worked out in some detail.
    Proposal,
    /// An offer of help, work or means.
    Offer,
}

/// Where a contribution stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContributionState {
    /// Waits to be sorted.
    Received,
    /// With a table, which will say more.
    Forwarded,
    /// Taken up by a proposal.
    Merged,
    /// Not taken up, for a reason.
    Declined,
}

/// A citizen who contributes: the only personal data of a contribution, kept apart so that they can be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citizen {
    /// The name as they gave it.
    pub name: String,
    /// Where the answer goes.
    pub address: EmailAddress,
    /// The words that they agreed to.
    pub consent: String,
}

impl Citizen {
    /// Reads name and address, each one line that cannot break a mail's header, and the consent.
    pub fn new(name: &str, address: &str, consent: &str) -> Result<Self, Refusal> {
        Ok(Self {
            name: search::line(name, 120).map_err(|refusal| refusal.under("name"))?,
            address: EmailAddress::parse(address).map_err(|refusal| refusal.under("address"))?,
            consent: search::paragraphs(consent, 2_000).map_err(|refusal| refusal.under("consent"))?,
        })
    }
}

/// What contributions of one address are counted under: in small letters and without the part after a plus sign, so
/// that aliases count together.
pub fn quota_name(address: &EmailAddress) -> String {
    let lower = address.as_str().to_ascii_lowercase();
    let (local, domain) = lower.rsplit_once('@').unwrap_or((lower.as_str(), ""));
    let local = local.split_once('+').map_or(local, |(local, _)| local);
    format!("{local}@{domain}")
}

/// What somebody sends.
#[derive(Debug, Clone)]
pub struct ContributionDraft {
    /// What it is.
    pub kind: ContributionKind,
    /// In a few words.
    pub title: String,
    /// The whole, as plain text or Markdown.
    pub text: String,
    /// The language of the text, and of the answer.
    pub language: Locale,
    /// The table that it is meant for.
    pub table: Option<TableId>,
}

/// An idea, a proposal or an offer. Its author always gets an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// Its id.
    pub id: ContributionId,
    /// The number that its author knows it by.
    pub reference: String,
    /// What it is.
    pub kind: ContributionKind,
    /// In a few words.
    pub title: String,
    /// The whole.
    pub text: String,
    /// The language of the text, and of the answer.
    pub language: Locale,
    /// The table that it is meant for or was forwarded to.
    pub table: Option<TableId>,
    /// The member who sent it; absent for a citizen.
    pub author: Option<PersonId>,
    /// The organisation for which the member sent it.
    pub on_behalf_of: Option<StakeholderId>,
    /// When it came in.
    pub submitted_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ContributionState,
    /// The last answer; absent until there is one.
    pub answer: Option<ContributionAnswer>,
    /// Raised by every change.
    pub version: i64,
}

/// What its author was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributionAnswer {
    /// In words; never absent where it was declined.
    pub message: Option<String>,
    /// The proposal that took it up.
    pub proposal: Option<ProposalId>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; absent for the operator at the console.
    pub by: Option<PersonId>,
}

/// How a contribution is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A table goes on with it.
    Forward(TableId),
    /// A proposal takes it up.
    Merge(ProposalId),
    /// It is not taken up; that needs a reason.
    Decline,
}

impl Contribution {
    /// A contribution that has just come in.
    pub fn new(
        id: ContributionId,
        draft: ContributionDraft,
        author: Option<(PersonId, Option<StakeholderId>)>,
        at: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            id,
            reference: reference(id, at),
            kind: draft.kind,
            title: search::line(&draft.title, 200).map_err(|refusal| refusal.under("title"))?,
            text: search::paragraphs(&draft.text, 10_000).map_err(|refusal| refusal.under("text"))?,
            language: draft.language,
            table: draft.table,
            author: author.map(|(person, _)| person),
            on_behalf_of: author.and_then(|(_, organisation)| organisation),
            submitted_at: at,
            state: ContributionState::Received,
            answer: None,
            version: 1,
        })
    }

    /// Received or Forwarded → Forwarded, Merged or Declined. The last two are final.
    pub fn answer(
        &mut self,
        outcome: Outcome,
        message: Option<&str>,
        by: Option<PersonId>,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        if matches!(self.state, ContributionState::Merged | ContributionState::Declined) {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: "answerContribution" }.into());
        }
        let message = message.filter(|message| !message.trim().is_empty());
        if outcome == Outcome::Decline && message.is_none() {
            return Err(Reason::ReasonRequired.at("message"));
        }
        let there = |table| self.state == ContributionState::Forwarded && self.table == Some(table);
        if matches!(outcome, Outcome::Forward(table) if there(table)) {
            return Err(Refusal::input(InputProblem::Duplicate).under("forwardToId"));
        }
        let message = message.map(|message| search::paragraphs(message, 5_000)).transpose();
        let message = message.map_err(|refusal| refusal.under("message"))?;
        let proposal = if let Outcome::Merge(proposal) = outcome { Some(proposal) } else { None };
        self.state = match outcome {
            Outcome::Forward(table) => {
                self.table = Some(table);
                ContributionState::Forwarded
            }
            Outcome::Merge(_) => ContributionState::Merged,
            Outcome::Decline => ContributionState::Declined,
        };
        self.answer = Some(ContributionAnswer { message, proposal, at, by });
        Ok(())
    }
}

/// Letters and digits that are not taken for one another when they are read aloud.
const LETTERS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// The year and eight characters of the id's random part: `2026-7K3QX0AB`.
fn reference(id: ContributionId, at: DateTime<Utc>) -> String {
    let (_, mut random) = id.0.as_u64_pair();
    let mut text = format!("{}-", at.year());
    for _ in 0..8 {
        let place = usize::try_from(random % 32).unwrap_or_default();
        text.extend(LETTERS.get(place));
        random /= 32;
    }
    text
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;
    use crate::error::RefusalCode;

    fn contribution() -> Contribution {
        let draft = ContributionDraft {
            kind: ContributionKind::Idea,
            title: "Un bus a chiamata".to_owned(),
            text: "Per chi non guida.".to_owned(),
            language: Locale::italian(),
            table: None,
        };
        let id = Uuid::from_u128(0x0193_5a7e_0000_7000_8000_0123_4567_89ab).into();
        Contribution::new(id, draft, None, "2026-09-01T08:00:00Z".parse().unwrap()).unwrap()
    }

    fn answer(contribution: &mut Contribution, outcome: Outcome, message: &str) -> Result<(), Refusal> {
        contribution.answer(outcome, Some(message), None, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_reference_can_be_read_aloud() {
        let reference = contribution().reference;
        assert!(reference.starts_with("2026-") && reference.len() == 13, "{reference}");
        assert!(!reference.contains(['I', 'L', 'O', 'U']), "{reference}");
    }

    #[test]
    fn an_answer_follows_the_order_and_a_refusal_says_why() {
        let (table, proposal) = (TableId(Uuid::from_u128(1)), ProposalId(Uuid::from_u128(2)));
        let mut one = contribution();
        assert_eq!(answer(&mut one, Outcome::Decline, " ").unwrap_err(), Reason::ReasonRequired.at("message"));
        answer(&mut one, Outcome::Forward(table), "").unwrap();
        assert_eq!((one.state, one.table), (ContributionState::Forwarded, Some(table)));
        assert_eq!(answer(&mut one, Outcome::Forward(table), "").unwrap_err().path, ["forwardToId"]);
        answer(&mut one, Outcome::Merge(proposal), "Grazie").unwrap();
        assert_eq!(one.answer.as_ref().and_then(|answer| answer.proposal), Some(proposal));
        let late = answer(&mut one, Outcome::Decline, "Superata").unwrap_err();
        assert_eq!(late.code(), RefusalCode::IllegalTransition);
    }

    #[rstest]
    #[case("Ada\r\nBcc: x@example.org", "ada@example.org", "sì", "name")]
    #[case(" ", "ada@example.org", "sì", "name")]
    #[case("Ada", "ada@example.org\r\nBcc: x@example.org", "sì", "address")]
    #[case("Ada", "ada", "sì", "address")]
    #[case("Ada", "ada@example.org", "", "consent")]
    fn nothing_gets_into_a_header_or_without_consent(
        #[case] name: &str,
        #[case] address: &str,
        #[case] consent: &str,
        #[case] field: &str,
    ) {
        let refusal = Citizen::new(name, address, consent).unwrap_err();
        assert_eq!((refusal.code(), refusal.path), (RefusalCode::InvalidInput, vec![field.to_owned()]));
    }

    #[test]
    fn aliases_of_one_address_count_together() {
        let name = |address: &str| quota_name(&EmailAddress::parse(address).unwrap());
        assert_eq!(name("Ada+uno@Example.ORG"), "ada@example.org");
        assert_eq!(name("ada@example.org"), name("ADA+due@example.org"));
        assert_ne!(name("ada@example.org"), name("ada@example.com"));
    }
}
