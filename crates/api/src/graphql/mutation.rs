//! How a mutation is answered: input, command, payload; and which act of the policy guards each mutation.

use async_graphql::{Context, Error, MergedObject, Result};
use cordata_app::{AppError, Command};
use cordata_domain::policy::Act;
use cordata_domain::{Reason, Refusal};

use crate::edge::fault::EdgeError;
use crate::error::from_edge;
use crate::graphql::agreement::AgreementMutation;
use crate::graphql::codesign::CodesignMutation;
use crate::graphql::document::DocumentMutation;
use crate::graphql::funding::{FundingMutation, ValidationMutation};
use crate::graphql::identity::{IdentityMutation, SessionMutation};
use crate::graphql::indicator::IndicatorMutation;
use crate::graphql::meeting::MeetingMutation;
use crate::graphql::notification::NotificationMutation;
use crate::graphql::plan::PlanMutation;
use crate::graphql::project::ProjectMutation;
use crate::graphql::stakeholder::StakeholderMutation;
use crate::graphql::table::TableMutation;
use crate::graphql::user_error::UserError;
use crate::state::RequestContext;

/// Everything that can be changed. Each mutation is one act of somebody's work: it is done as a whole or refused with
/// the reasons in `userErrors`.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    PlanMutation,
    StakeholderMutation,
    IdentityMutation,
    SessionMutation,
    TableMutation,
    MeetingMutation,
    ProjectMutation,
    FundingMutation,
    ValidationMutation,
    DocumentMutation,
    CodesignMutation,
    IndicatorMutation,
    AgreementMutation,
    NotificationMutation,
);

/// Where the input has a thing that a rule names in another way: the rule's field, and the path of the input's.
pub type Renamed = &'static [(&'static str, &'static [&'static str])];

/// The input of a mutation.
pub trait Input {
    /// The command that does what is asked.
    type Command: Command;

    /// Fields of refusals that have another name in this input.
    const RENAMED: Renamed = &[];

    /// Reads the command; a wrong field is refused at its path.
    fn command(self) -> Result<Self::Command, Refusal>;
}

/// The payload of a mutation.
pub trait Payload {
    /// What it answers besides the refusals.
    type Record;

    /// A payload with what was changed, or with the reasons why nothing was.
    fn new(record: Option<Self::Record>, user_errors: Vec<UserError>) -> Self;
}

/// Does what the input asks for, and answers what it changed, read anew by `fresh` with the eyes of the caller.
pub async fn answer<'a, I, P, F>(
    ctx: &'a Context<'a>,
    input: I,
    fresh: impl FnOnce(&'a Context<'a>, <I::Command as Command>::Output) -> F,
) -> Result<P>
where
    I: Input,
    P: Payload,
    F: Future<Output = Result<Option<P::Record>>>,
{
    carry_out(ctx, input.command(), I::RENAMED, fresh).await
}

/// The same with a command that is read, or refused, already.
pub async fn carry_out<'a, C, P, F>(
    ctx: &'a Context<'a>,
    command: Result<C, Refusal>,
    names: Renamed,
    fresh: impl FnOnce(&'a Context<'a>, C::Output) -> F,
) -> Result<P>
where
    C: Command,
    P: Payload,
    F: Future<Output = Result<Option<P::Record>>>,
{
    let request = RequestContext::of(ctx);
    let outcome = match command {
        Ok(command) => request.execute(command).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(output) => shown(fresh(ctx, output).await).map(|record| P::new(Some(record), Vec::new())),
        Err(AppError::Refused(refusal)) if !matches!(refusal.reason, Reason::OutOfScope { .. }) => {
            let path = input_path(&refusal, names);
            let code: &'static str = refusal.code().into();
            metrics::counter!("cordata_refusals_total", "code" => code).increment(1);
            Ok(P::new(None, vec![UserError::new(&request.locale, &refusal, path)]))
        }
        Err(fault) => request.tell(Err(fault)),
    }
}

/// What was changed, as it was read back. Whatever is wrong with the reading, the change was made, and whoever asked for
/// it must not take it for undone.
fn shown<R>(read: Result<Option<R>>) -> Result<R> {
    let unread = "The change was made, but cannot be shown: read it again, and do not ask for it a second time.";
    match read {
        Ok(Some(record)) => Ok(record),
        Ok(None) => {
            tracing::error!("What a command changed is not there for its caller");
            let internal = EdgeError { message: unread.into(), ..EdgeError::internal() };
            Err(from_edge(internal))
        }
        Err(error) => Err(Error { message: unread.to_owned(), ..error }),
    }
}

/// The path of a refusal as the input has it, from the argument on.
fn input_path(refusal: &Refusal, names: Renamed) -> Vec<String> {
    let first = refusal.path.first().map(String::as_str).unwrap_or_default();
    let renamed = names.iter().find(|(rule, _)| *rule == first);
    let (head, rest) = match renamed {
        Some((_, input)) => (*input, refusal.path.get(1..).unwrap_or_default()),
        None => (&[][..], refusal.path.as_slice()),
    };
    let head = ["input"].iter().chain(head).map(|segment| (*segment).to_owned());
    head.chain(rest.iter().cloned()).collect()
}

/// Payloads: `payloads! { /// … OpenMeetingPayload { /// … meeting: Meeting } }`. One of several records answers all of
/// them or none.
macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $record:ty),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $($(#[$field_meta])* $field: Option<$record>,)+
            /// Why it was refused; empty when it was done.
            user_errors: Vec<$crate::graphql::user_error::UserError>,
        }

        #[allow(unused_parens, reason = "the records of most payloads are one")]
        impl $crate::graphql::mutation::Payload for $name {
            type Record = ($($record),+);

            fn new(record: Option<Self::Record>, user_errors: Vec<$crate::graphql::user_error::UserError>) -> Self {
                match record {
                    Some(($($field),+)) => Self { $($field: Some($field),)+ user_errors },
                    None => Self { $($field: None::<$record>,)+ user_errors },
                }
            }
        }
    )+};
}

/// Inputs that name a thing in the version the caller read, and nothing else:
/// `versioned! { /// … OpenMeetingInput { /// … meeting_id: "meetingId" } => OpenMeeting, |meeting, expected_version| … }`.
macro_rules! versioned {
    ($(
        $(#[$meta:meta])*
        $name:ident { $(#[$field_meta:meta])* $field:ident: $path:literal } => $command:ty,
        |$id:ident, $version:ident| $build:expr;
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, async_graphql::InputObject)]
        pub struct $name {
            $(#[$field_meta])*
            pub $field: async_graphql::ID,
            /// The version you read: the change is refused if somebody else was faster.
            pub expected_version: i64,
        }

        impl $crate::graphql::mutation::Input for $name {
            type Command = $command;

            fn command(self) -> Result<$command, cordata_domain::Refusal> {
                let $id = $crate::graphql::input::read_id(&self.$field, $path)?;
                let $version = self.expected_version;
                Ok($build)
            }
        }
    )+};
}

pub(crate) use {payloads, versioned};

/// The act of the policy that guards each mutation. The last line of the mutation's description is the act's
/// [`Act::requires`].
pub fn required_acts() -> &'static [(&'static str, Act)] {
    REQUIRED
}

const REQUIRED: &[(&str, Act)] = &[
    ("createPlan", Act::CreatePlan),
    ("consultPlan", Act::AdvancePlan),
    ("adoptPlan", Act::AdvancePlan),
    ("putPlanIntoForce", Act::AdvancePlan),
    ("closePlan", Act::AdvancePlan),
    ("createAxis", Act::EditPlanTree),
    ("createStrategy", Act::EditPlanTree),
    ("createPlanAction", Act::EditPlanTree),
    ("activatePlanAction", Act::ManagePlanAction),
    ("completePlanAction", Act::ManagePlanAction),
    ("abandonPlanAction", Act::ManagePlanAction),
    ("createStakeholder", Act::CreateStakeholder),
    ("createPerson", Act::ManagePeople),
    ("updatePerson", Act::UpdatePerson),
    ("startAffiliation", Act::ManageAffiliation),
    ("endAffiliation", Act::ManageAffiliation),
    ("grantRole", Act::NameDelegate),
    ("revokeRole", Act::NameDelegate),
    ("createApiToken", Act::CreateApiToken),
    ("revokeApiToken", Act::RevokeApiToken),
    ("requestLoginLink", Act::SignIn),
    ("invitePerson", Act::InvitePerson),
    ("inviteMember", Act::InvitePerson),
    ("withdrawInvitation", Act::InvitePerson),
    ("revokeSession", Act::EndSession),
    ("exportPerson", Act::ExportPerson),
    ("erasePerson", Act::ErasePerson),
    ("createTable", Act::CreateTable),
    ("updateTableRules", Act::ManageTable),
    ("activateTable", Act::ManageTable),
    ("suspendTable", Act::ManageTable),
    ("dissolveTable", Act::ManageTable),
    ("appointCoordinator", Act::ManageTable),
    ("addSeat", Act::ManageTable),
    ("nameSeatHolder", Act::NameSeatHolder),
    ("endSeat", Act::ManageTable),
    ("draftMeeting", Act::DraftMeeting),
    ("updateMeeting", Act::DraftMeeting),
    ("proposeAgendaItem", Act::ProposeAgendaItem),
    ("setAgenda", Act::DraftMeeting),
    ("conveneMeeting", Act::ConveneMeeting),
    ("addUrgentItem", Act::RecordMeeting),
    ("postponeMeeting", Act::CancelMeeting),
    ("cancelMeeting", Act::CancelMeeting),
    ("answerConvocation", Act::AnswerConvocation),
    ("openMeeting", Act::RecordMeeting),
    ("recordAttendance", Act::RecordMeeting),
    ("recordDecision", Act::RecordMeeting),
    ("deferItem", Act::RecordMeeting),
    ("closeMeeting", Act::RecordMeeting),
    ("draftMinutes", Act::DraftMinutes),
    ("reviseMinutes", Act::DraftMinutes),
    ("circulateMinutes", Act::CirculateMinutes),
    ("remarkOnMinutes", Act::RemarkOnMinutes),
    ("approveMinutes", Act::ApproveMinutes),
    ("signMinutes", Act::SignMinutes),
    ("publishMinutes", Act::PublishMinutes),
    ("addFollowUp", Act::ManageFollowUp),
    ("advanceFollowUp", Act::AdvanceFollowUp),
    ("createProject", Act::CreateProject),
    ("setProjectActions", Act::EditProject),
    ("startCoDesign", Act::AdvanceProject),
    ("approveProject", Act::AdvanceProject),
    ("startProject", Act::AdvanceProject),
    ("suspendProject", Act::AdvanceProject),
    ("resumeProject", Act::AdvanceProject),
    ("finaliseProject", Act::AdvanceProject),
    ("closeProject", Act::AdvanceProject),
    ("cancelProject", Act::AdvanceProject),
    ("reviseBudget", Act::ReviseBudget),
    ("addMilestone", Act::EditProject),
    ("reportMilestone", Act::EditProject),
    ("createFundingProgramme", Act::ManageFunding),
    ("createFundingSource", Act::ManageFunding),
    ("pledgeCommitment", Act::PledgeCommitment),
    ("confirmCommitment", Act::PledgeCommitment),
    ("reduceCommitment", Act::PledgeCommitment),
    ("orderDisbursement", Act::RecordPayment),
    ("recordPayment", Act::RecordPayment),
    ("reverseDisbursement", Act::RecordPayment),
    ("confirmReceipt", Act::ValidatePayment),
    ("declareInKind", Act::ReportInKind),
    ("documentInKind", Act::ReportInKind),
    ("acceptInKind", Act::AcceptInKind),
    ("rejectInKind", Act::AcceptInKind),
    ("requestUpload", Act::RequestUpload),
    ("attachDocument", Act::AttachDocument),
    ("createProposal", Act::CreateProposal),
    ("saveProposalVersion", Act::SaveProposalVersion),
    ("restoreProposalVersion", Act::ManageProposal),
    ("openProposal", Act::ManageProposal),
    ("adoptProposal", Act::ManageProposal),
    ("withdrawProposal", Act::ManageProposal),
    ("commentOn", Act::CommentOn),
    ("resolveComment", Act::ResolveComment),
    ("endorseProposal", Act::EndorseProposal),
    ("submitContribution", Act::SubmitContribution),
    ("answerContribution", Act::AnswerContribution),
    ("createIndicator", Act::ManageIndicator),
    ("activateIndicator", Act::ManageIndicator),
    ("retireIndicator", Act::ManageIndicator),
    ("breakSeries", Act::ManageIndicator),
    ("setBaseline", Act::ManageIndicator),
    ("setTarget", Act::ManageIndicator),
    ("recordMeasurement", Act::RecordMeasurement),
    ("submitMeasurement", Act::RecordMeasurement),
    ("supersedeMeasurement", Act::RecordMeasurement),
    ("validateMeasurement", Act::ValidateMeasurement),
    ("publishMeasurement", Act::ValidateMeasurement),
    ("explainDeviation", Act::ExplainDeviation),
    ("draftAgreement", Act::ManageAgreement),
    ("addParty", Act::ManageAgreement),
    ("editAgreementText", Act::ManageAgreement),
    ("freezeAgreementText", Act::ManageAgreement),
    ("recordAuthorisingAct", Act::RecordAuthorisingAct),
    ("signAgreement", Act::SignAgreement),
    ("declineToSign", Act::SignAgreement),
    ("checkSignature", Act::ManageAgreement),
    ("ratifyAgreement", Act::ManageAgreement),
    ("publishAgreement", Act::ManageAgreement),
    ("withdrawFromAgreement", Act::WithdrawFromAgreement),
    ("terminateAgreement", Act::ManageAgreement),
    ("redriveMail", Act::RedriveMail),
    ("setNotificationPreferences", Act::SetNotificationPreferences),
];

#[cfg(test)]
mod tests;
