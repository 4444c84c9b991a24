//! Agreements: who the parties are, which text they sign, and since when it binds them (rules A1 to A9).

mod force;
mod kind;
mod lifecycle;
mod party;
mod record;
mod text;

pub use force::{Force, Lack};
pub use kind::AgreementKind;
pub use party::{FormalAct, Participation, Party, PartyState, Signature, SignatureKind, SignatureStanding, SignedText};
pub use record::{Agreement, AgreementDraft, AgreementStage, AgreementState, Ending, Publication};
pub use text::{AgreementText, Clause, TextHash, hash_of};

#[cfg(test)]
mod tests;
