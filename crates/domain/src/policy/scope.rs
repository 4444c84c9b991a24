use super::Act;
use crate::identity::TokenScope;

impl Act {
    /// The scope that a token needs for this act. Reading needs none beyond the least.
    pub fn scope(self) -> TokenScope {
        match self {
            Self::ReadPublic
            | Self::ReadOneself
            | Self::ReadPersons
            | Self::ReadContacts
            | Self::ExplainAccess
            | Self::ReadContributions
            | Self::ReadMeasurements
            | Self::ReadValidations
            | Self::ReadAudit
            | Self::ReadMail
            | Self::SignIn => TokenScope::Read,
            Self::ManagePeople
            | Self::UpdatePerson
            | Self::ManageAffiliation
            | Self::NameDelegate
            | Self::GrantRole
            | Self::CreateApiToken
            | Self::RevokeApiToken
            | Self::InvitePerson
            | Self::EndSession
            | Self::LinkOpenId
            | Self::UnlinkOpenId
            | Self::ExportPerson
            | Self::ErasePerson => TokenScope::Manage,
            _ => TokenScope::Write,
        }
    }
}
