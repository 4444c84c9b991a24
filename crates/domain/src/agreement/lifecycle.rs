use chrono::{DateTime, NaiveDate, Utc};

use super::party::{
    FormalAct, Participation, Party, PartyState, Signature, SignatureStanding, SignedText, not_after, not_before,
};
use super::record::{Agreement, AgreementStage, Ending, Publication};
use super::text::{AgreementText, Clause, check, hash_of};
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{AgreementTextId, PartyId, SignatureId};
use crate::search;
use crate::stakeholder::StakeholderKind;

/// The most parties of an agreement.
const MAX_PARTIES: usize = 100;

/// From the invitation of parties to their signatures.
impl Agreement {
    /// Asks an organisation of this kind to take part (rule A2). Later on only who adheres may still join, where the
    /// kind of agreement allows it.
    pub fn invite(&mut self, party: Party, kind: &StakeholderKind) -> Result<(), Refusal> {
        let negotiating = matches!(self.stage, AgreementStage::Draft | AgreementStage::Negotiation);
        let joining = matches!(self.stage, AgreementStage::TextFrozen | AgreementStage::Signing)
            && self.kind.is_open_to_later_adhesion()
            && party.participation == Participation::Adhering;
        if !negotiating && !joining {
            return Err(self.illegal("addParty"));
        }
        if self.kind.is_for_public_administrations() && !kind.public_administration {
            return Err(Reason::PartyNotPa.at("organisationId"));
        }
        if self.parties.iter().any(|other| other.organisation == party.organisation) {
            return Err(Reason::AlreadyExists.at("organisationId"));
        }
        if self.parties.len() >= MAX_PARTIES {
            return Err(Refusal::input(InputProblem::TooLong { max: MAX_PARTIES }).under("organisationId"));
        }
        self.parties.push(party);
        if self.stage == AgreementStage::Draft {
            self.stage = AgreementStage::Negotiation;
        }
        Ok(())
    }

    /// Writes a new version of the text. A frozen one opens again, and all signatures become void (rule A4). Answers
    /// the new version, or nothing where nothing changed.
    pub fn rewrite(
        &mut self,
        id: AgreementTextId,
        clauses: &[Clause],
        at: DateTime<Utc>,
    ) -> Result<Option<AgreementText>, Refusal> {
        use AgreementStage::{Draft, Negotiation, Signing, TextFrozen};
        let open = matches!(self.stage, Draft | Negotiation | TextFrozen | Signing) && self.concluded_on().is_none();
        if !open {
            return Err(self.illegal("editAgreementText"));
        }
        check(clauses)?;
        let hash = hash_of(&self.title, clauses);
        if self.text.as_ref().is_some_and(|present| present.hash == hash) {
            return Ok(None);
        }
        let number = self.text.as_ref().map_or(0, |present| present.number).saturating_add(1);
        let text = AgreementText { id, number, hash, recorded_at: at };
        self.text = Some(text.clone());
        self.frozen_on = None;
        self.public_since = None;
        self.ratification = None;
        self.publication = None;
        if self.stage != Draft {
            self.stage = Negotiation;
        }
        for party in &mut self.parties {
            party.fall_back(at);
        }
        Ok(Some(text))
    }

    /// Negotiation → `TextFrozen`: the text is what the parties will sign. It takes two required parties.
    pub fn freeze(&mut self, on: NaiveDate) -> Result<(), Refusal> {
        if self.stage != AgreementStage::Negotiation {
            return Err(self.illegal("freezeAgreementText"));
        }
        let required = self.parties.iter().filter(|party| party.participation == Participation::Required);
        if required.count() < 2 {
            return Err(Refusal::input(InputProblem::Blank).under("parties"));
        }
        if self.text.is_none() {
            return Err(Refusal::input(InputProblem::Blank).under("clauses"));
        }
        self.frozen_on = Some(on);
        self.stage = AgreementStage::TextFrozen;
        Ok(())
    }

    /// Records the act that authorises a party's signature.
    pub fn authorise(&mut self, party: PartyId, act: FormalAct) -> Result<(), Refusal> {
        if matches!(self.stage, AgreementStage::Terminated | AgreementStage::Abandoned) {
            return Err(self.illegal("recordAuthorisingAct"));
        }
        self.party_mut(party)?.authorise(act)
    }

    /// Records a signature, as declared. `TextFrozen` → Signing with the first one (rules A2 and A3). Nobody joins what
    /// is over.
    pub fn sign(
        &mut self,
        party: PartyId,
        id: SignatureId,
        signed: SignedText,
        at: (DateTime<Utc>, NaiveDate),
    ) -> Result<(), Refusal> {
        let (now, today) = at;
        let (Some(text), Some(frozen)) = (self.text.as_ref(), self.frozen_on) else {
            return Err(self.illegal("signAgreement"));
        };
        if !matches!(self.stage, AgreementStage::TextFrozen | AgreementStage::Signing) {
            return Err(self.illegal("signAgreement"));
        }
        if !self.kind.admits(signed.kind) {
            return Err(Reason::SignatureKindInvalid.at("kind"));
        }
        if signed.hash != text.hash {
            return Err(Reason::TextHashMismatch.at("textHash"));
        }
        let last = self.last_day().map_or(today, |last| last.min(today));
        not_after(signed.signed_on, last).map_err(|refusal| refusal.under("signedOn"))?;
        let party = self.party_mut(party)?;
        if !matches!(party.state, PartyState::Invited | PartyState::Authorised) {
            return Err(party.illegal("signAgreement"));
        }
        party.require_act(signed.signed_on)?;
        not_before(signed.signed_on, frozen).map_err(|refusal| refusal.under("signedOn"))?;
        let standing = SignatureStanding::Declared;
        party.signatures.push(Signature { id, signed, standing, recorded_at: now, voided_at: None });
        party.state = PartyState::Signed;
        self.stage = AgreementStage::Signing;
        self.public_since = self.public_since.or(Some(now));
        Ok(())
    }

    /// A party says no, before it signed.
    pub fn decline(&mut self, party: PartyId, reason: &str) -> Result<(), Refusal> {
        if matches!(self.stage, AgreementStage::Terminated | AgreementStage::Abandoned) {
            return Err(self.illegal("declineToSign"));
        }
        let party = self.party_mut(party)?;
        if !matches!(party.state, PartyState::Invited | PartyState::Authorised) {
            return Err(party.illegal("declineToSign"));
        }
        party.state_reason = Some(why(reason)?);
        party.state = PartyState::Declined;
        Ok(())
    }

    /// Notes what a check of a signature showed. One that does not hold counts no more: its party may sign again.
    pub fn check(&mut self, signature: SignatureId, standing: SignatureStanding) -> Result<(), Refusal> {
        let of_party = |party: &&mut Party| party.signatures.iter().any(|other| other.id == signature);
        let party = self.parties.iter_mut().find(of_party);
        let party = party.ok_or_else(|| Reason::NotFound.at("signatureId"))?;
        let found = party.signatures.iter_mut().find(|other| other.id == signature && other.voided_at.is_none());
        let Some(found) = found else { return Err(party.illegal("checkSignature")) };
        if standing == SignatureStanding::Declared || found.standing == SignatureStanding::Invalid {
            return Err(Reason::IllegalTransition { from: found.standing.into(), action: "checkSignature" }.into());
        }
        found.standing = standing;
        if standing == SignatureStanding::Invalid && party.state == PartyState::Signed {
            party.state = PartyState::Authorised;
        }
        Ok(())
    }
}

/// Acts on a signed agreement.
impl Agreement {
    /// Records the act of approval, once all required parties have signed; in time where rule A9 asks for it.
    pub fn ratify(&mut self, act: FormalAct) -> Result<(), Refusal> {
        let signed = self.all_signed_on().filter(|_| self.stage == AgreementStage::Signing);
        let (true, Some(signed), None) = (self.kind.needs_ratification(), signed, &self.ratification) else {
            return Err(self.illegal("ratifyAgreement"));
        };
        not_before(act.date, signed).map_err(|refusal| refusal.under("date"))?;
        if let Some(last) = self.ratify_by() {
            not_after(act.date, last).map_err(|refusal| refusal.under("date"))?;
        }
        self.ratification = Some(act);
        Ok(())
    }

    /// Records its publication, once it is signed and, where needed, ratified.
    pub fn publish(&mut self, on: NaiveDate, reference: &str, today: NaiveDate) -> Result<(), Refusal> {
        let ratified = !self.kind.needs_ratification() || self.ratification.is_some();
        let signed = self.all_signed_on().filter(|_| ratified && self.stage == AgreementStage::Signing);
        let (Some(signed), None) = (signed, &self.publication) else {
            return Err(self.illegal("publishAgreement"));
        };
        not_before(on, signed).map_err(|refusal| refusal.under("publishedOn"))?;
        not_after(on, today).map_err(|refusal| refusal.under("publishedOn"))?;
        let reference = search::line(reference, 300).map_err(|refusal| refusal.under("reference"))?;
        self.publication = Some(Publication { on, reference });
        Ok(())
    }

    /// A party leaves a concluded agreement from a day on. Fewer than two that remain end it (rule A6).
    pub fn withdraw(&mut self, party: PartyId, on: NaiveDate, reason: &str) -> Result<(), Refusal> {
        let reason = why(reason)?;
        let Some(concluded) = self.concluded_on().filter(|_| self.stage == AgreementStage::Signing) else {
            return Err(self.illegal("withdrawFromAgreement"));
        };
        not_before(on, concluded).map_err(|refusal| refusal.under("withdrawnOn"))?;
        let leaving = self.party_mut(party)?;
        if leaving.state != PartyState::Signed {
            return Err(leaving.illegal("withdrawFromAgreement"));
        }
        leaving.state = PartyState::Withdrawn;
        leaving.state_reason = Some(reason.clone());
        leaving.withdrawn_on = Some(on);
        let remaining = self.parties.iter().filter(|party| party.state == PartyState::Signed).count();
        if remaining < 2 {
            let last = self.parties.iter().filter_map(|party| party.withdrawn_on).max();
            self.end(AgreementStage::Terminated, last.unwrap_or(on), reason);
        }
        Ok(())
    }

    /// Ends it from a day on. One that was never concluded is given up.
    pub fn terminate(&mut self, on: NaiveDate, reason: &str) -> Result<(), Refusal> {
        let reason = why(reason)?;
        if matches!(self.stage, AgreementStage::Terminated | AgreementStage::Abandoned) {
            return Err(self.illegal("terminateAgreement"));
        }
        let stage = match self.concluded_on() {
            Some(concluded) => {
                not_before(on, concluded).map_err(|refusal| refusal.under("endsOn"))?;
                AgreementStage::Terminated
            }
            None => AgreementStage::Abandoned,
        };
        self.end(stage, on, reason);
        Ok(())
    }

    /// Refuses to promise, and to confirm a promise, under an agreement that is not in force (rule A8).
    pub fn require_in_force(&self, day: NaiveDate) -> Result<(), Refusal> {
        if self.is_in_force(day) { Ok(()) } else { Err(Reason::AgreementNotInForce.into()) }
    }

    fn end(&mut self, stage: AgreementStage, on: NaiveDate, reason: String) {
        self.stage = stage;
        self.ending = Some(Ending { on, reason });
    }

    fn party_mut(&mut self, id: PartyId) -> Result<&mut Party, Refusal> {
        let party = self.parties.iter_mut().find(|party| party.id == id);
        party.ok_or_else(|| Reason::NotFound.at("partyId"))
    }

    fn illegal(&self, action: &'static str) -> Refusal {
        Reason::IllegalTransition { from: self.stage.into(), action }.into()
    }
}

fn why(reason: &str) -> Result<String, Refusal> {
    search::paragraphs(reason, 2_000).map_err(|_| Reason::ReasonRequired.at("reason"))
}
