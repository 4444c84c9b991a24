use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_domain::ids::{MeetingId, MinutesId, MinutesRemarkId};
use cordata_domain::meeting;
use cordata_domain::policy::{Act, Facts};
use cordata_text::markdown;

use super::Meeting;
use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::ConcertationTable;
use crate::loader::{MinutesOf, MinutesVersionsOf, RemarksOf};
use crate::scalar::{Date, DateTime, Html, Locale};
use crate::state::RequestContext;

/// Where minutes stand.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::MinutesState")]
pub enum MinutesState {
    /// Being written, for the first time or again.
    Draft,
    /// Sent to those who sit at the table, who may remark on them.
    Circulated,
    /// Approved: they never change any more.
    Approved,
    /// Signed outside this platform, which is recorded here.
    Signed,
    /// Their public part is for everybody.
    Published,
}

/// The minutes of a meeting: a public part for everybody once they are published, and a reserved one for those of the
/// table. Until then they are seen by those of the table only.
pub struct Minutes(pub meeting::Minutes);

impl Minutes {
    /// The minutes with this id, if the caller may see them.
    pub async fn by_id(ctx: &Context<'_>, id: MinutesId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }

    /// The minutes of a meeting, if the caller may see them.
    pub async fn of_meeting(ctx: &Context<'_>, meeting: MeetingId) -> Result<Option<Self>> {
        let minutes = RequestContext::of(ctx).load_named(MinutesOf(meeting)).await?;
        Ok(minutes.into_iter().next().map(Self))
    }

    /// Minutes and one of the remarks on them.
    pub(super) async fn with_remark(
        ctx: &Context<'_>,
        (minutes, remark): (MinutesId, MinutesRemarkId),
    ) -> Result<Option<(Self, MinutesRemark)>> {
        let remarks = RequestContext::of(ctx).load_named(RemarksOf(minutes)).await?;
        let found = remarks.into_iter().find(|other| other.id == remark).map(MinutesRemark);
        Ok(Self::by_id(ctx, minutes).await?.zip(found))
    }

    fn reserved_text(&self) -> Option<&str> {
        self.0.reserved.as_ref().and_then(|part| part.text.as_deref())
    }
}

/// The minutes of a meeting: a public part for everybody once they are published, and a reserved one for those of the
/// table. Until then they are seen by those of the table only.
#[Object]
impl Minutes {
    /// Their id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The meeting.
    async fn meeting(&self, ctx: &Context<'_>) -> Result<Meeting> {
        RequestContext::of(ctx).load_named(self.0.meeting).await.map(Meeting)
    }

    /// The table.
    async fn table(&self, ctx: &Context<'_>) -> Result<ConcertationTable> {
        RequestContext::of(ctx).load_named(self.0.table).await.map(ConcertationTable)
    }

    /// Where they stand.
    async fn state(&self) -> MinutesState {
        self.0.state.into()
    }

    /// The number of the version of their text, from 1: a text that was circulated and is changed gets the next one.
    async fn text_version(&self) -> u32 {
        self.0.number
    }

    /// The language of their text.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// The public part, as Markdown.
    async fn public_markdown(&self) -> &str {
        &self.0.public_text
    }

    /// The public part, as HTML that can be put into a page.
    async fn public_html(&self) -> Html {
        Html(markdown::to_html(&self.0.public_text))
    }

    /// The reserved part, as Markdown; null where nothing is reserved, and for everybody outside the table.
    async fn reserved_markdown(&self) -> Option<&str> {
        self.reserved_text()
    }

    /// The reserved part, as HTML that can be put into a page; null where nothing is reserved, and for everybody outside
    /// the table.
    async fn reserved_html(&self) -> Option<Html> {
        self.reserved_text().map(|text| Html(markdown::to_html(text)))
    }

    /// SHA-256 of both parts, of the id of the meeting and of the number of the version, in hexadecimal digits; null for
    /// everybody outside the table, who could guess a short reserved text from it.
    async fn hash(&self) -> Option<String> {
        self.0.reserved.as_ref().map(|part| part.hash.to_string())
    }

    /// Their number in the registry of documents; null until they are published.
    async fn protocol_number(&self) -> Option<&str> {
        self.0.protocol_number.as_deref()
    }

    /// The day by which the rules of procedure want them circulated.
    async fn circulate_by(&self) -> Date {
        self.0.due.into()
    }

    /// When this version was circulated; null while they are a draft.
    async fn circulated_at(&self) -> Option<DateTime> {
        self.0.circulation.map(|sent| sent.at.into())
    }

    /// The last day on which remarks on this version are taken; null while they are a draft.
    async fn remarks_until(&self) -> Option<Date> {
        self.0.circulation.map(|sent| sent.remarks_until.into())
    }

    /// When they were approved; null until then.
    async fn approved_at(&self) -> Option<DateTime> {
        self.0.approved_at.map(DateTime)
    }

    /// When their signature was recorded; null until then.
    async fn signed_at(&self) -> Option<DateTime> {
        self.0.signed_at.map(DateTime)
    }

    /// When they were published; null until then.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// The versions that were circulated, oldest first: at most 50. Null for everybody outside the table.
    async fn circulated_versions(&self, ctx: &Context<'_>) -> Result<Option<Vec<MinutesVersion>>> {
        let request = RequestContext::of(ctx);
        if !request.sight.sees(self.0.table, false) {
            return Ok(None);
        }
        let versions = request.load_named(MinutesVersionsOf(self.0.id)).await?;
        Ok(Some(versions.into_iter().map(MinutesVersion).collect()))
    }

    /// The remarks on all circulated versions, oldest first: at most 500. Null for everybody outside the table.
    async fn remarks(&self, ctx: &Context<'_>) -> Result<Option<Vec<MinutesRemark>>> {
        let request = RequestContext::of(ctx);
        if !request.sight.sees(self.0.table, false) {
            return Ok(None);
        }
        let remarks = request.load_named(RemarksOf(self.0.id)).await?;
        Ok(Some(remarks.into_iter().map(MinutesRemark).collect()))
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with them.
    async fn viewer_can(&self, ctx: &Context<'_>) -> MinutesViewerCan {
        let may = |act| RequestContext::of(ctx).may(act, &Facts::table(self.0.table));
        MinutesViewerCan {
            revise: may(Act::DraftMinutes),
            circulate: may(Act::CirculateMinutes),
            remark: may(Act::RemarkOnMinutes),
            approve: may(Act::ApproveMinutes),
            sign: may(Act::SignMinutes),
            publish: may(Act::PublishMinutes),
        }
    }
}

/// What your roles allow you to do with minutes. Their state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct MinutesViewerCan {
    /// Change their text.
    revise: bool,
    /// Circulate them.
    circulate: bool,
    /// Remark on them, for at least one organisation.
    remark: bool,
    /// Approve them.
    approve: bool,
    /// Record their signature.
    sign: bool,
    /// Publish their public part.
    publish: bool,
}

/// One version of minutes as it was circulated. It never changes.
pub struct MinutesVersion(meeting::MinutesVersion);

/// One version of minutes as it was circulated. It never changes.
#[Object]
impl MinutesVersion {
    /// Its number, from 1. Versions that were changed before they were circulated again have none of their own.
    async fn number(&self) -> u32 {
        self.0.number
    }

    /// The language of its text.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// The public part, as Markdown.
    async fn public_markdown(&self) -> &str {
        &self.0.public_text
    }

    /// The reserved part, as Markdown; null where nothing is reserved.
    async fn reserved_markdown(&self) -> Option<&str> {
        self.0.reserved.text.as_deref()
    }

    /// SHA-256 of both parts, of the id of the meeting and of the number of the version, in hexadecimal digits.
    async fn hash(&self) -> String {
        self.0.reserved.hash.to_string()
    }

    /// When it was circulated.
    async fn circulated_at(&self) -> DateTime {
        self.0.circulation.at.into()
    }

    /// The last day on which remarks on it were taken.
    async fn remarks_until(&self) -> Date {
        self.0.circulation.remarks_until.into()
    }
}

/// What an organisation of the table says about a circulated version of minutes.
pub struct MinutesRemark(meeting::MinutesRemark);

/// What an organisation of the table says about a circulated version of minutes.
#[Object]
impl MinutesRemark {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The number of the version that was read.
    async fn text_version(&self) -> u32 {
        self.0.number
    }

    /// The organisation.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        Stakeholder::by_id(ctx, self.0.on_behalf_of).await
    }

    /// Who recorded it; null where you may not see the person.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.author {
            Some(author) => Person::by_id(ctx, author).await,
            None => Ok(None),
        }
    }

    /// What is said, as Markdown.
    async fn text_markdown(&self) -> &str {
        &self.0.text
    }

    /// What is said, as HTML that can be put into a page.
    async fn text_html(&self) -> Html {
        Html(markdown::to_html(&self.0.text))
    }

    /// The language it is written in.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime {
        self.0.recorded_at.into()
    }
}
