use super::Act;
use crate::identity::TokenScope;

impl Act {
    /// The scope that a token needs for this act. Reading needs none beyond the least.
    pub fn scope(self) -> TokenScope {
        match self {
            Self::ReadPublic | Self::ReadPersons | Self::ReadAudit | Self::ReadMail => TokenScope::Read,
            Self::SignIn => TokenScope::Read,
            Self::ManagePeople
            | Self::GrantRole
            | Self::CreateApiToken
            | Self::RevokeApiToken
            | Self::InvitePerson
            | Self::EndSession => TokenScope::Manage,
            _ => TokenScope::Write,
        }
    }
}
