use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_domain::agreement;
use cordata_domain::ids::{AgreementId, PartyId};

use super::Agreement;
use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::stakeholder::Stakeholder;
use crate::scalar::{Date, DateTime};
use crate::state::RequestContext;

/// Whether an agreement waits for a party.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "agreement::Participation")]
pub enum PartyParticipation {
    /// Without its signature nothing is in force.
    Required,
    /// It joins if it wants to.
    Adhering,
}

/// Where a party to an agreement stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "agreement::PartyState")]
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

/// How a signature was made. It is recorded here, and made elsewhere.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "agreement::SignatureKind")]
pub enum SignatureKind {
    /// By hand, on paper.
    Handwritten,
    /// An advanced electronic signature.
    AdvancedElectronic,
    /// A qualified electronic signature.
    QualifiedElectronic,
    /// A digital signature.
    Digital,
    /// With the public digital identity SPID.
    Spid,
}

/// What is known about a signature.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "agreement::SignatureStanding")]
pub enum SignatureStanding {
    /// The party says so.
    Declared,
    /// The secretariat checked it.
    Verified,
    /// The secretariat checked it and it does not hold: it does not count.
    Invalid,
}

/// A formal resolution that authorises a signature or approves an agreement.
#[derive(Debug, SimpleObject)]
pub struct FormalAct {
    /// Its number.
    number: String,
    /// Its date.
    date: Date,
    /// The organ that took it.
    body: String,
}

impl From<agreement::FormalAct> for FormalAct {
    fn from(act: agreement::FormalAct) -> Self {
        Self { number: act.number, date: act.date.into(), body: act.body }
    }
}

/// An organisation with its part in an agreement.
pub struct AgreementParty(pub(super) agreement::Party);

impl AgreementParty {
    /// An agreement with one of its parties, after a change.
    pub(super) async fn with_agreement(
        ctx: &Context<'_>,
        (agreement, party): (AgreementId, PartyId),
    ) -> Result<Option<(Agreement, Self)>> {
        let Some(agreement) = Agreement::by_id(ctx, agreement).await? else { return Ok(None) };
        let party = agreement.0.parties.iter().find(|other| other.id == party).cloned();
        Ok(party.map(|party| (agreement, Self(party))))
    }
}

/// An organisation with its part in an agreement.
#[Object]
impl AgreementParty {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The organisation.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Stakeholder> {
        RequestContext::of(ctx).load_named(self.0.organisation).await.map(Stakeholder)
    }

    /// Whether the agreement waits for it.
    async fn participation(&self) -> PartyParticipation {
        self.0.participation.into()
    }

    /// Where it stands.
    async fn state(&self) -> PartyState {
        self.0.state.into()
    }

    /// Why it declined or withdrew; null where it did neither.
    async fn state_reason(&self) -> Option<&str> {
        self.0.state_reason.as_deref()
    }

    /// The act that authorises its signature; null while there is none.
    async fn authorising_act(&self) -> Option<FormalAct> {
        self.0.act.clone().map(Into::into)
    }

    /// Its signatures, oldest first; those that a change of the text made void too.
    async fn signatures(&self) -> Vec<Signature> {
        self.0.signatures.iter().cloned().map(Signature).collect()
    }

    /// From which day on it is no party any more; null where it did not withdraw.
    async fn withdrawn_on(&self) -> Option<Date> {
        self.0.withdrawn_on.map(Date)
    }
}

/// A signature, as it stays in the history of its party.
pub struct Signature(agreement::Signature);

/// A signature, as it stays in the history of its party.
#[Object]
impl Signature {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// How it was made.
    async fn kind(&self) -> SignatureKind {
        self.0.signed.kind.into()
    }

    /// On which day.
    async fn signed_on(&self) -> Date {
        self.0.signed.signed_on.into()
    }

    /// The hash of the text that was signed.
    async fn text_hash(&self) -> &str {
        self.0.signed.hash.as_str()
    }

    /// Who signed; null where you may not see people of that organisation.
    async fn signatory(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.signed.signatory {
            Some(person) => Person::by_id(ctx, person).await,
            None => Ok(None),
        }
    }

    /// What is known about it.
    async fn standing(&self) -> SignatureStanding {
        self.0.standing.into()
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime {
        self.0.recorded_at.into()
    }

    /// When a change of the text made it void; null while it is not.
    async fn voided_at(&self) -> Option<DateTime> {
        self.0.voided_at.map(Into::into)
    }
}
