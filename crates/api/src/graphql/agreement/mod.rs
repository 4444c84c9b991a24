//! Agreements: parties, the text they sign, and since when it is in force.

pub mod input;
pub mod mutation;
mod party;
pub mod query;
mod types;

pub use mutation::AgreementMutation;
pub use party::{
    AgreementParty, FormalAct, PartyParticipation, PartyState, Signature, SignatureKind, SignatureStanding,
};
pub use query::AgreementQuery;
pub use types::{
    Agreement, AgreementClause, AgreementForce, AgreementKind, AgreementLack, AgreementState, AgreementText,
    AgreementViewerCan,
};
