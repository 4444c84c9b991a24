use strum::{EnumString, IntoStaticStr, VariantArray};

/// Why somebody may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Ground {
    /// Everybody may.
    Everyone,
    /// The installation's operator at the console.
    Operator,
    /// Signed in, whoever it is.
    SignedIn,
    /// The person the thing belongs to.
    Themselves,
    /// Delegate of the organisation.
    Delegate,
    /// Holds a seat of the table for the organisation in question, if one is named.
    SeatHolder,
    /// Manager of the organisation.
    OrgManager,
    /// Coordinator of the table.
    Coordinator,
    /// Secretariat of the plan or of the table.
    Secretariat,
    /// Steward of the plan or of the table.
    Steward,
    /// Auditor of the plan or of the table.
    Auditor,
    /// Administrator of the platform.
    PlatformAdmin,
}

/// What can be done. One act stands behind each command and each guarded reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "camelCase")]
#[expect(missing_docs, reason = "each act carries the name of the command it guards")]
pub enum Act {
    ReadPublic,
    ReadOneself,
    ReadPersons,
    ReadContacts,
    ExplainAccess,
    ReadContributions,
    ReadMeasurements,
    ReadValidations,
    ReadAudit,
    ReadMail,
    RedriveMail,
    CreatePlan,
    EditPlanTree,
    AdvancePlan,
    ManagePlanAction,
    CreateStakeholder,
    ManagePeople,
    UpdatePerson,
    ManageAffiliation,
    NameDelegate,
    GrantRole,
    CreateApiToken,
    RevokeApiToken,
    SignIn,
    InvitePerson,
    EndSession,
    LinkOpenId,
    UnlinkOpenId,
    ExportPerson,
    ErasePerson,
    SetNotificationPreferences,
    CreateTable,
    ManageTable,
    NameSeatHolder,
    DraftMeeting,
    ProposeAgendaItem,
    ConveneMeeting,
    CancelMeeting,
    AnswerConvocation,
    RecordMeeting,
    DraftMinutes,
    CirculateMinutes,
    RemarkOnMinutes,
    ApproveMinutes,
    SignMinutes,
    PublishMinutes,
    ManageFollowUp,
    AdvanceFollowUp,
    VerifyFollowUp,
    CreateProject,
    EditProject,
    AdvanceProject,
    ReviseBudget,
    ManageFunding,
    PledgeCommitment,
    RecordPayment,
    ValidatePayment,
    ReportInKind,
    AcceptInKind,
    CreateProposal,
    SaveProposalVersion,
    ManageProposal,
    CommentOn,
    ResolveComment,
    EndorseProposal,
    SubmitContribution,
    AnswerContribution,
    ManageAgreement,
    RecordAuthorisingAct,
    SignAgreement,
    WithdrawFromAgreement,
    Import,
    RequestUpload,
    AttachDocument,
    ManageIndicator,
    RecordMeasurement,
    ValidateMeasurement,
    ExplainDeviation,
}

impl Act {
    /// The grounds on which the act is allowed: any one of them is enough.
    pub fn grounds(self) -> &'static [Ground] {
        use Ground::{
            Auditor, Coordinator, Delegate, Everyone, OrgManager, PlatformAdmin, SeatHolder, Secretariat, SignedIn,
            Steward, Themselves,
        };
        match self {
            Self::ReadPublic | Self::SignIn | Self::SubmitContribution => &[Everyone],
            Self::ReadOneself | Self::RequestUpload => &[SignedIn],
            Self::ReadPersons => &[Themselves, OrgManager, Coordinator, Secretariat, PlatformAdmin],
            Self::ReadContacts => &[Themselves, OrgManager, Secretariat, PlatformAdmin],
            Self::ExplainAccess | Self::UpdatePerson => &[Themselves, Secretariat, PlatformAdmin],
            Self::ReadContributions => &[Themselves, Delegate, OrgManager, Coordinator, Secretariat, Auditor],
            Self::ReadMeasurements => &[Delegate, OrgManager, Secretariat, Steward, Auditor],
            Self::ReadValidations => &[Delegate, OrgManager, Secretariat, Auditor],
            Self::ReadAudit => &[OrgManager, Coordinator, Secretariat, Auditor],
            Self::ReadMail => &[Secretariat, Auditor, PlatformAdmin],
            Self::RedriveMail | Self::ManagePeople => &[Secretariat, PlatformAdmin],
            Self::CreatePlan
            | Self::EditPlanTree
            | Self::AdvancePlan
            | Self::ManagePlanAction
            | Self::CreateStakeholder
            | Self::CreateTable
            | Self::ManageTable
            | Self::VerifyFollowUp
            | Self::PublishMinutes
            | Self::AdvanceProject
            | Self::ReviseBudget
            | Self::ManageFunding
            | Self::ValidatePayment
            | Self::AcceptInKind
            | Self::ManageAgreement
            | Self::Import => &[Secretariat],
            Self::CreateProject | Self::EditProject => &[Coordinator, Secretariat],
            Self::CreateProposal | Self::ManageProposal | Self::AnswerContribution => &[Coordinator, Secretariat],
            Self::SaveProposalVersion => &[Delegate, Coordinator, Secretariat],
            Self::CommentOn => &[Delegate, SeatHolder, OrgManager],
            Self::ResolveComment => &[Themselves, Coordinator, Secretariat],
            Self::ManageIndicator => &[Steward],
            Self::RecordMeasurement | Self::ValidateMeasurement | Self::ExplainDeviation => &[OrgManager, Steward],
            Self::PledgeCommitment | Self::RecordPayment | Self::RecordAuthorisingAct | Self::WithdrawFromAgreement => {
                &[OrgManager, Secretariat]
            }
            Self::EndorseProposal | Self::SignAgreement => &[OrgManager],
            Self::ManageAffiliation | Self::InvitePerson => &[OrgManager, Secretariat, PlatformAdmin],
            Self::NameDelegate => &[OrgManager, PlatformAdmin],
            Self::GrantRole | Self::ErasePerson => &[PlatformAdmin],
            Self::CreateApiToken | Self::SetNotificationPreferences | Self::LinkOpenId | Self::UnlinkOpenId => {
                &[Themselves]
            }
            Self::RevokeApiToken | Self::EndSession | Self::ExportPerson => &[Themselves, PlatformAdmin],
            Self::NameSeatHolder | Self::ReportInKind => &[OrgManager, Secretariat],
            Self::DraftMeeting | Self::RecordMeeting | Self::ManageFollowUp => &[Coordinator, Secretariat],
            Self::DraftMinutes | Self::CirculateMinutes => &[Coordinator, Secretariat],
            Self::ProposeAgendaItem | Self::RemarkOnMinutes => &[SeatHolder, Coordinator, Secretariat],
            Self::ConveneMeeting | Self::CancelMeeting | Self::ApproveMinutes | Self::SignMinutes => &[Coordinator],
            Self::AnswerConvocation => &[Themselves, OrgManager, Secretariat],
            Self::AdvanceFollowUp => &[Delegate, OrgManager, Coordinator, Secretariat],
            Self::AttachDocument => &[OrgManager, Coordinator, Secretariat],
        }
    }

    /// The line that the API's descriptions end with: `Requires: coordinator or secretariat.`
    pub fn requires(self) -> String {
        let names: Vec<&str> = self.grounds().iter().map(|ground| (*ground).into()).collect();
        format!("Requires: {}.", names.join(" or "))
    }
}
