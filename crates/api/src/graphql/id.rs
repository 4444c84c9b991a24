//! Global ids: opaque, typed, the same for as long as the thing exists. One byte for the kind of thing and the
//! sixteen of its UUID, as base64url without padding.

use async_graphql::{Context, ID, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cordata_domain::ids::{
    AffiliationId, AgendaItemId, AgreementId, AttendanceId, AuditEntryId, AxisId, BaselineId, BudgetRevisionId,
    ClauseId, CommentId, CommitmentId, ContributionId, DecisionId, DocumentId, EndorsementId, EntryId, FollowUpId,
    FundingProgrammeId, FundingSourceId, GrantId, InKindId, IndicatorId, InvitationId, InviteeId, MailId,
    MeasurementId, MeetingId, MilestoneId, MinutesId, MinutesRemarkId, ObjectiveId, PartyId, PersonId, PlanActionId,
    PlanId, ProjectId, ProposalClauseId, ProposalId, QuorumCheckId, SeatHolderId, SeatId, SessionId, SignatureId,
    StakeholderId, StrategyId, TableId, TargetId, TaxonomyId, TermId, TokenId, UploadId, ZoneId,
};
use uuid::Uuid;

/// An id of the domain that clients may see.
pub trait GlobalId: From<Uuid> + Into<Uuid> + Copy {
    /// The byte that stands for its kind. It never changes and is never given to another kind.
    const KIND: u8;
}

macro_rules! kinds {
    ($($id:ident = $kind:literal),+ $(,)?) => {
        $(impl GlobalId for $id {
            const KIND: u8 = $kind;
        })+

        #[cfg(test)]
        const KINDS: &[u8] = &[$($kind),+];
    };
}

kinds! {
    PlanId = 1,
    AxisId = 2,
    StrategyId = 3,
    PlanActionId = 4,
    ObjectiveId = 5,
    TermId = 6,
    ZoneId = 7,
    TaxonomyId = 8,
    StakeholderId = 20,
    PersonId = 21,
    AffiliationId = 22,
    GrantId = 23,
    TokenId = 24,
    SessionId = 25,
    InvitationId = 26,
    TableId = 40,
    SeatId = 41,
    SeatHolderId = 42,
    MeetingId = 60,
    AgendaItemId = 61,
    InviteeId = 62,
    AttendanceId = 63,
    QuorumCheckId = 64,
    DecisionId = 65,
    FollowUpId = 66,
    MinutesId = 67,
    MinutesRemarkId = 68,
    MailId = 80,
    ProjectId = 100,
    MilestoneId = 101,
    BudgetRevisionId = 102,
    FundingProgrammeId = 120,
    FundingSourceId = 121,
    CommitmentId = 122,
    EntryId = 123,
    InKindId = 124,
    DocumentId = 190,
    UploadId = 191,
    ProposalId = 200,
    ProposalClauseId = 201,
    CommentId = 202,
    EndorsementId = 203,
    ContributionId = 210,
    IndicatorId = 140,
    BaselineId = 141,
    TargetId = 142,
    MeasurementId = 143,
    AgreementId = 130,
    PartyId = 131,
    SignatureId = 132,
    ClauseId = 133,
    AuditEntryId = 170,
}

/// The id that clients see.
pub fn encode<I: GlobalId>(id: I) -> ID {
    let uuid: Uuid = id.into();
    let mut bytes = [I::KIND; 17];
    for (place, byte) in bytes.iter_mut().skip(1).zip(uuid.into_bytes()) {
        *place = byte;
    }
    ID(URL_SAFE_NO_PAD.encode(bytes))
}

/// The kind and UUID behind an id; nothing for whatever no server of ours wrote.
pub fn decode(id: &ID) -> Option<(u8, Uuid)> {
    let bytes = URL_SAFE_NO_PAD.decode(id.as_bytes()).ok()?;
    let (kind, uuid) = bytes.split_first()?;
    Some((*kind, Uuid::from_slice(uuid).ok()?))
}

/// The id of the expected kind; nothing for an id of another kind, which therefore answers like an absent thing.
pub fn decode_as<I: GlobalId>(id: &ID) -> Option<I> {
    decode(id).filter(|(kind, _)| *kind == I::KIND).map(|(_, uuid)| uuid.into())
}

/// A condition on a list: an id that names nothing of this kind makes the whole list empty, so it answers nothing.
pub fn condition<I: GlobalId>(id: Option<&ID>) -> Option<Option<I>> {
    id.map(decode_as).map_or(Some(None), |decoded| decoded.map(Some))
}

/// Looks an object up by the id that a client sent.
pub async fn found<'a, I: GlobalId, T, F>(
    ctx: &'a Context<'a>,
    id: &ID,
    by_id: impl FnOnce(&'a Context<'a>, I) -> F,
) -> Result<Option<T>>
where
    F: Future<Output = Result<Option<T>>>,
{
    match decode_as(id) {
        Some(id) => by_id(ctx, id).await,
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_id_is_read_back_as_its_own_kind_only() {
        let meeting = MeetingId(Uuid::from_u128(0x0193_5a7e_0000_7000_8000_0000_0000_0042));
        let id = encode(meeting);
        assert_eq!(id.len(), 23);
        assert_eq!(decode_as::<MeetingId>(&id), Some(meeting));
        assert_eq!(decode_as::<TableId>(&id), None);
        for garbage in ["", "x", "PA", "%%%", &format!("{}A", *id), &meeting.to_string()] {
            assert_eq!(decode_as::<MeetingId>(&ID(garbage.to_owned())), None, "{garbage}");
        }
    }

    #[test]
    fn no_two_kinds_share_a_byte() {
        assert_eq!(KINDS.iter().collect::<HashSet<_>>().len(), KINDS.len());
    }
}
