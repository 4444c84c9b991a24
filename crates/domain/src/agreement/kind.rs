use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::party::SignatureKind;

/// What an agreement is in law, and so which rules it follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementKind {
    /// A memorandum of understanding: anybody, normally no money; others may join later.
    Memorandum,
    /// An agreement between public administrations (art. 15 of law 241/1990).
    PaAgreement,
    /// A convention between local authorities (art. 30 of the code of local authorities).
    Convention,
    /// A programme agreement (art. 34 of the same code): approved by an act, and published.
    ProgrammeAgreement,
    /// A partnership with a lead partner and a budget for each partner.
    Partnership,
    /// Co-design with bodies of the third sector (art. 55 of their code).
    Codesign,
}

impl AgreementKind {
    /// Whether only public administrations may be parties, and only electronic signatures count (rule A2).
    pub fn is_for_public_administrations(self) -> bool {
        matches!(self, Self::PaAgreement | Self::Convention)
    }

    /// Whether a signature of this kind counts (rule A2).
    pub fn admits(self, signature: SignatureKind) -> bool {
        !(self.is_for_public_administrations() && signature == SignatureKind::Handwritten)
    }

    /// Whether it needs an act of approval after the signatures.
    pub fn needs_ratification(self) -> bool {
        self == Self::ProgrammeAgreement
    }

    /// Whether it binds only once it was published.
    pub fn needs_publication(self) -> bool {
        self == Self::ProgrammeAgreement
    }

    /// Whether others may join once the text is frozen.
    pub fn is_open_to_later_adhesion(self) -> bool {
        self == Self::Memorandum
    }
}
