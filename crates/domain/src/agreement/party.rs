use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::text::TextHash;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{PartyId, PersonId, SignatureId, StakeholderId};
use crate::search;

/// Whether the agreement waits for a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Participation {
    /// Without its signature nothing is in force.
    Required,
    /// It joins if it wants to.
    Adhering,
}

/// Where a party stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartyState {
    /// Asked to take part.
    Invited,
    /// Its own body authorised the signature.
    Authorised,
    /// Signed.
    Signed,
    /// Left after signing.
    Withdrawn,
    /// Said no.
    Declined,
}

/// How a signature was made. Cordata records it; it is made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignatureKind {
    /// By hand, on paper.
    Handwritten,
    /// An advanced electronic signature.
    AdvancedElectronic,
    /// A qualified electronic signature.
    QualifiedElectronic,
    /// A digital signature as Italian law names it.
    Digital,
    /// With the public digital identity.
    Spid,
}

/// What is known about a signature (rule A3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignatureStanding {
    /// The party says so.
    Declared,
    /// The secretariat checked it.
    Verified,
    /// The secretariat checked it and it does not hold: it does not count.
    Invalid,
}

/// A formal resolution: it authorises a signature, or approves an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormalAct {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// The organ that took it, like a council or an executive board.
    pub body: String,
}

impl FormalAct {
    /// An act; not one of the future.
    pub fn new(number: &str, date: NaiveDate, body: &str, today: NaiveDate) -> Result<Self, Refusal> {
        not_after(date, today).map_err(|refusal| refusal.under("date"))?;
        Ok(Self {
            number: search::line(number, 60).map_err(|refusal| refusal.under("number"))?,
            date,
            body: search::line(body, 200).map_err(|refusal| refusal.under("body"))?,
        })
    }
}

/// Refuses a day after `last`.
pub(super) fn not_after(day: NaiveDate, last: NaiveDate) -> Result<(), Refusal> {
    if day <= last {
        return Ok(());
    }
    Err(Refusal::input(InputProblem::OutOfRange { min: String::new(), max: last.to_string() }))
}

/// Refuses a day before `first`.
pub(super) fn not_before(day: NaiveDate, first: NaiveDate) -> Result<(), Refusal> {
    if day >= first {
        return Ok(());
    }
    Err(Refusal::input(InputProblem::OutOfRange { min: first.to_string(), max: String::new() }))
}

/// What a signature says: who signed what, how and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedText {
    /// How it was made.
    pub kind: SignatureKind,
    /// On which day.
    pub signed_on: NaiveDate,
    /// The hash of the text that was read and signed.
    pub hash: TextHash,
    /// Who signed; absent where the operator entered it. Never public (rule P3).
    pub signatory: Option<PersonId>,
}

/// A signature, as it stays in the history of its party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its id.
    pub id: SignatureId,
    /// What it says.
    pub signed: SignedText,
    /// What is known about it.
    pub standing: SignatureStanding,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When a change of the text made it void (rule A4).
    pub voided_at: Option<DateTime<Utc>>,
}

impl Signature {
    /// Whether it counts for the text with this hash.
    pub fn holds_for(&self, hash: &TextHash) -> bool {
        self.voided_at.is_none() && self.standing != SignatureStanding::Invalid && self.signed.hash == *hash
    }
}

/// An organisation that takes part in an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// The organisation.
    pub organisation: StakeholderId,
    /// Whether the agreement waits for it.
    pub participation: Participation,
    /// Where it stands.
    pub state: PartyState,
    /// Why it declined or withdrew.
    pub state_reason: Option<String>,
    /// The act that authorises its signature.
    pub act: Option<FormalAct>,
    /// Its signatures, oldest first; void ones too.
    pub signatures: Vec<Signature>,
    /// From which day on it is no party any more.
    pub withdrawn_on: Option<NaiveDate>,
}

impl Party {
    /// An organisation that is asked to take part.
    pub fn invited(id: PartyId, organisation: StakeholderId, participation: Participation) -> Self {
        Self {
            id,
            organisation,
            participation,
            state: PartyState::Invited,
            state_reason: None,
            act: None,
            signatures: Vec::new(),
            withdrawn_on: None,
        }
    }

    /// Its signature of the text with this hash, if there is one that counts.
    pub fn signature_of(&self, hash: &TextHash) -> Option<&Signature> {
        self.signatures.iter().find(|signature| signature.holds_for(hash))
    }

    /// Records the act that authorises the signature.
    pub(super) fn authorise(&mut self, act: FormalAct) -> Result<(), Refusal> {
        if !matches!(self.state, PartyState::Invited | PartyState::Authorised) {
            return Err(self.illegal("recordAuthorisingAct"));
        }
        self.act = Some(act);
        self.state = PartyState::Authorised;
        Ok(())
    }

    /// Refuses a signature without an act, or from before it (rule A3).
    pub(super) fn require_act(&self, signed_on: NaiveDate) -> Result<(), Refusal> {
        match &self.act {
            None => Err(Reason::AuthorisingActMissing.into()),
            Some(act) if signed_on < act.date => Err(Reason::AuthorisingActMissing.at("signedOn")),
            Some(_) => Ok(()),
        }
    }

    /// Makes its signatures void and brings it back to where it stood before (rule A4). Who declined the old text is
    /// asked again.
    pub(super) fn fall_back(&mut self, at: DateTime<Utc>) {
        for signature in self.signatures.iter_mut().filter(|signature| signature.voided_at.is_none()) {
            signature.voided_at = Some(at);
        }
        self.state_reason = None;
        self.withdrawn_on = None;
        self.state = if self.act.is_some() { PartyState::Authorised } else { PartyState::Invited };
    }

    pub(super) fn illegal(&self, action: &'static str) -> Refusal {
        Reason::IllegalTransition { from: self.state.into(), action }.into()
    }
}
