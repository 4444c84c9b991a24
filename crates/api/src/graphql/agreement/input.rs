//! What mutations of agreements take.

use async_graphql::{ID, InputObject};
use cordata_app::agreement::{
    ActEntry, AddParty, CheckSignature, DeclineToSign, DraftAgreement, EditAgreementText, FreezeAgreementText,
    PublishAgreement, RatifyAgreement, RecordAuthorisingAct, SignAgreement, TerminateAgreement, WithdrawFromAgreement,
    WrittenClause,
};
use cordata_domain::Refusal;
use cordata_domain::agreement::{AgreementDraft, TextHash};

use super::{AgreementKind, PartyParticipation, SignatureKind, SignatureStanding};
use crate::graphql::input::{read_id, read_ids, read_language, read_optional_id, read_validity};
use crate::graphql::mutation::{Input, Renamed, versioned};
use crate::scalar::{Date, Locale};

/// An agreement to be drafted.
#[derive(Debug, InputObject)]
pub struct DraftAgreementInput {
    /// What it is in law.
    pub kind: AgreementKind,
    /// Its title, part of what is signed: one line of at most 300 characters.
    pub title: String,
    /// The language of title and text; Italian where it is left out.
    pub language: Option<Locale>,
    /// The table at which it is negotiated.
    pub table_id: Option<ID>,
    /// The projects it is about: at most 50.
    #[graphql(default)]
    pub project_ids: Vec<ID>,
    /// The first day on which it can be in force.
    pub valid_from: Date,
    /// The last day on which it can be in force; left out where it has no end.
    pub valid_to: Option<Date>,
    /// How it can be renewed: one line of at most 500 characters.
    pub renewal_clause: Option<String>,
    /// Whether it changes town planning: then it lapses unless it is ratified within 30 days. For programme agreements
    /// only.
    #[graphql(default)]
    pub varies_planning: bool,
}

impl Input for DraftAgreementInput {
    type Command = DraftAgreement;

    const RENAMED: Renamed = &[("to", &["validTo"])];

    fn command(self) -> Result<DraftAgreement, Refusal> {
        Ok(DraftAgreement(AgreementDraft {
            kind: self.kind.into(),
            title: self.title,
            language: read_language(self.language),
            table: read_optional_id(self.table_id.as_ref(), "tableId")?,
            projects: read_ids(&self.project_ids, "projectIds")?,
            period: read_validity(self.valid_from, self.valid_to)?,
            renewal_clause: self.renewal_clause,
            varies_planning: self.varies_planning,
        }))
    }
}

/// An organisation that is asked to take part.
#[derive(Debug, InputObject)]
pub struct AddPartyInput {
    /// The agreement.
    pub agreement_id: ID,
    /// The organisation.
    pub organisation_id: ID,
    /// Whether the agreement waits for it.
    pub participation: PartyParticipation,
}

impl Input for AddPartyInput {
    type Command = AddParty;

    fn command(self) -> Result<AddParty, Refusal> {
        Ok(AddParty {
            agreement: read_id(&self.agreement_id, "agreementId")?,
            organisation: read_id(&self.organisation_id, "organisationId")?,
            participation: self.participation.into(),
        })
    }
}

/// A clause as it is written.
#[derive(Debug, InputObject)]
pub struct AgreementClauseInput {
    /// Which clause it was in an earlier version, so that it can be followed; left out for a new one.
    pub id: Option<ID>,
    /// Its heading: one line of at most 200 characters.
    pub heading: String,
    /// What it says, as Markdown: at most 20,000 characters.
    pub body_markdown: String,
}

/// The text of an agreement.
#[derive(Debug, InputObject)]
pub struct EditAgreementTextInput {
    /// The agreement.
    pub agreement_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// All clauses, in order: at most 200.
    pub clauses: Vec<AgreementClauseInput>,
}

impl Input for EditAgreementTextInput {
    type Command = EditAgreementText;

    fn command(self) -> Result<EditAgreementText, Refusal> {
        let read = |(index, clause): (usize, AgreementClauseInput)| {
            let id = read_optional_id(clause.id.as_ref(), "id");
            let id = id.map_err(|refusal| refusal.under(index.to_string()).under("clauses"))?;
            Ok(WrittenClause { id, heading: clause.heading, body: clause.body_markdown })
        };
        Ok(EditAgreementText {
            agreement: read_id(&self.agreement_id, "agreementId")?,
            expected_version: self.expected_version,
            clauses: self.clauses.into_iter().enumerate().map(read).collect::<Result<_, Refusal>>()?,
        })
    }
}

versioned! {
    /// The agreement whose text is final.
    FreezeAgreementTextInput {
        /// The agreement.
        agreement_id: "agreementId"
    } => FreezeAgreementText, |agreement, expected_version| FreezeAgreementText { agreement, expected_version };
}

/// The act by which a party's own body authorises its signature.
#[derive(Debug, InputObject)]
pub struct RecordAuthorisingActInput {
    /// The party.
    pub party_id: ID,
    /// The number of the act: at most 60 characters.
    pub number: String,
    /// The date of the act; not in the future.
    pub date: Date,
    /// The organ that took it, like a council: at most 200 characters.
    pub body: String,
}

impl Input for RecordAuthorisingActInput {
    type Command = RecordAuthorisingAct;

    fn command(self) -> Result<RecordAuthorisingAct, Refusal> {
        let act = ActEntry { number: self.number, date: self.date.0, body: self.body };
        Ok(RecordAuthorisingAct { party: read_id(&self.party_id, "partyId")?, act })
    }
}

/// A signature that was made.
#[derive(Debug, InputObject)]
pub struct SignAgreementInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it records nothing
    /// more.
    pub idempotency_key: String,
    /// The party.
    pub party_id: ID,
    /// The hash of the text that was read and signed.
    pub text_hash: String,
    /// How it was signed.
    pub kind: SignatureKind,
    /// On which day; not in the future, and not before the text was final.
    pub signed_on: Date,
}

impl Input for SignAgreementInput {
    type Command = SignAgreement;

    fn command(self) -> Result<SignAgreement, Refusal> {
        Ok(SignAgreement {
            party: read_id(&self.party_id, "partyId")?,
            text_hash: TextHash::parse(&self.text_hash).map_err(|refusal| refusal.under("textHash"))?,
            kind: self.kind.into(),
            signed_on: self.signed_on.0,
            idempotency_key: self.idempotency_key,
        })
    }
}

/// A party that will not sign.
#[derive(Debug, InputObject)]
pub struct DeclineToSignInput {
    /// The party.
    pub party_id: ID,
    /// Why, for the other parties to read: at most 2,000 characters.
    pub reason: String,
}

impl Input for DeclineToSignInput {
    type Command = DeclineToSign;

    fn command(self) -> Result<DeclineToSign, Refusal> {
        Ok(DeclineToSign { party: read_id(&self.party_id, "partyId")?, reason: self.reason })
    }
}

/// What the check of a signature showed.
#[derive(Debug, InputObject)]
pub struct CheckSignatureInput {
    /// The signature.
    pub signature_id: ID,
    /// `VERIFIED` or `INVALID`.
    pub standing: SignatureStanding,
}

impl Input for CheckSignatureInput {
    type Command = CheckSignature;

    fn command(self) -> Result<CheckSignature, Refusal> {
        let signature = read_id(&self.signature_id, "signatureId")?;
        Ok(CheckSignature { signature, standing: self.standing.into() })
    }
}

/// The act that approves a signed programme agreement.
#[derive(Debug, InputObject)]
pub struct RatifyAgreementInput {
    /// The agreement.
    pub agreement_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The number of the act: at most 60 characters.
    pub number: String,
    /// The date of the act; not in the future, and not before the last signature.
    pub date: Date,
    /// The organ that took it: at most 200 characters.
    pub body: String,
}

impl Input for RatifyAgreementInput {
    type Command = RatifyAgreement;

    fn command(self) -> Result<RatifyAgreement, Refusal> {
        Ok(RatifyAgreement {
            agreement: read_id(&self.agreement_id, "agreementId")?,
            expected_version: self.expected_version,
            act: ActEntry { number: self.number, date: self.date.0, body: self.body },
        })
    }
}

/// The publication of a signed agreement.
#[derive(Debug, InputObject)]
pub struct PublishAgreementInput {
    /// The agreement.
    pub agreement_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// On which day; not in the future, and not before the last signature.
    pub published_on: Date,
    /// Where: the bulletin and its number, at most 300 characters.
    pub reference: String,
}

impl Input for PublishAgreementInput {
    type Command = PublishAgreement;

    fn command(self) -> Result<PublishAgreement, Refusal> {
        Ok(PublishAgreement {
            agreement: read_id(&self.agreement_id, "agreementId")?,
            expected_version: self.expected_version,
            on: self.published_on.0,
            reference: self.reference,
        })
    }
}

/// A party that leaves.
#[derive(Debug, InputObject)]
pub struct WithdrawFromAgreementInput {
    /// The party.
    pub party_id: ID,
    /// From which day on it is no party any more.
    pub withdrawn_on: Date,
    /// Why, for everybody to read: at most 2,000 characters.
    pub reason: String,
}

impl Input for WithdrawFromAgreementInput {
    type Command = WithdrawFromAgreement;

    fn command(self) -> Result<WithdrawFromAgreement, Refusal> {
        Ok(WithdrawFromAgreement {
            party: read_id(&self.party_id, "partyId")?,
            on: self.withdrawn_on.0,
            reason: self.reason,
        })
    }
}

/// An agreement that ends.
#[derive(Debug, InputObject)]
pub struct TerminateAgreementInput {
    /// The agreement.
    pub agreement_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The first day on which it is not in force any more.
    pub ends_on: Date,
    /// Why, for everybody to read: at most 2,000 characters.
    pub reason: String,
}

impl Input for TerminateAgreementInput {
    type Command = TerminateAgreement;

    fn command(self) -> Result<TerminateAgreement, Refusal> {
        Ok(TerminateAgreement {
            agreement: read_id(&self.agreement_id, "agreementId")?,
            expected_version: self.expected_version,
            on: self.ends_on.0,
            reason: self.reason,
        })
    }
}
