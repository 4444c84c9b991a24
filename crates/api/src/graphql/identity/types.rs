use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::people::PersonFilter;
use cordata_domain::identity;
use cordata_domain::ids::{PersonId, StakeholderId, TableId};
use cordata_domain::policy::{Act, Facts, Reach, Standing};
use cordata_text::words;

use super::{Affiliation, ApiToken, RoleGrant, Session};
use crate::graphql::id;
use crate::graphql::notification::NotificationPreferences;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::ConcertationTable;
use crate::loader::{PostsOf, RolesOf};
use crate::scalar::{DateTime, EmailAddress, Locale, TimeZone};
use crate::state::RequestContext;

/// A human. Only those who may see a person get one; everybody else gets null in its place.
///
/// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
pub struct Person(pub identity::Person);

impl Person {
    /// The person with this id, if the caller may see them.
    pub async fn by_id(ctx: &Context<'_>, id: PersonId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A human. Only those who may see a person get one; everybody else gets null in its place.
///
/// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
#[Object]
impl Person {
    /// Their id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Given name.
    async fn given_name(&self) -> &str {
        &self.0.given_name
    }

    /// Family name.
    async fn family_name(&self) -> &str {
        &self.0.family_name
    }

    /// Given and family name; of somebody whose data were erased, words that say so in your language.
    async fn full_name(&self, ctx: &Context<'_>) -> String {
        if self.0.is_erased() {
            return words(&RequestContext::of(ctx).locale).text("person-erased");
        }
        self.0.full_name()
    }

    /// When their personal data were erased; null if they were not.
    async fn erased_at(&self) -> Option<DateTime> {
        self.0.erased_at.map(Into::into)
    }

    /// Where mail reaches them; null where no address is known. Several persons may share one. It is shown to
    /// themselves, to managers of an organisation in which they have a post today, to the secretariat and to
    /// administrators; to others it is null.
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<EmailAddress>> {
        let Some(email) = &self.0.email else { return Ok(None) };
        Ok(self.contacts_are_shown(ctx).await?.then(|| EmailAddress(email.clone())))
    }

    /// The language they are written to.
    async fn locale(&self) -> Locale {
        self.0.locale.clone().into()
    }

    /// The zone that their digests follow.
    async fn time_zone(&self) -> TimeZone {
        self.0.zone.into()
    }

    /// Their posts in organisations, now and before, oldest first: all for themselves, the secretariat and
    /// administrators; for a manager those in the own organisation; null for others.
    async fn affiliations(&self, ctx: &Context<'_>) -> Result<Option<Vec<Affiliation>>> {
        let posts = RequestContext::of(ctx).load_named(PostsOf(self.0.id)).await?;
        Ok(self.unless_hidden(ctx, posts.into_iter().map(Affiliation).collect()))
    }

    /// Their roles that were granted, now and before, oldest first, seen like their posts. Who coordinates a table and
    /// who holds a seat stands at the table.
    async fn grants(&self, ctx: &Context<'_>) -> Result<Option<Vec<RoleGrant>>> {
        let grants = RequestContext::of(ctx).load_named(RolesOf(self.0.id)).await?;
        Ok(self.unless_hidden(ctx, grants.into_iter().map(RoleGrant).collect()))
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with what is known about them.
    async fn viewer_can(&self, ctx: &Context<'_>) -> PersonViewerCan {
        let request = RequestContext::of(ctx);
        PersonViewerCan {
            update: request.may(Act::UpdatePerson, &Facts::person(self.0.id)),
            change_email: request.may(Act::ManagePeople, &Facts::plan()),
            explain_access: request.may(Act::ExplainAccess, &Facts::person(self.0.id)),
        }
    }
}

impl Person {
    /// Managers see contacts of those who have a post in their organisation today.
    async fn contacts_are_shown(&self, ctx: &Context<'_>) -> Result<bool> {
        let request = RequestContext::of(ctx);
        if request.may(Act::ReadContacts, &Facts::person(self.0.id)) {
            return Ok(true);
        }
        if request.caller.actor.standing().is_none_or(|standing| standing.manager_of.is_empty()) {
            return Ok(false);
        }
        let (today, posts) = (request.today_here().await?, request.load_named(PostsOf(self.0.id)).await?);
        let shows = |post: &identity::Affiliation| {
            post.holds_on(today) && request.may(Act::ReadContacts, &Facts::organisation(post.organisation))
        };
        Ok(posts.iter().any(shows))
    }

    /// A list of which the caller sees nothing is null, unless they would see all of it.
    fn unless_hidden<T>(&self, ctx: &Context<'_>, list: Vec<T>) -> Option<Vec<T>> {
        let all = RequestContext::of(ctx).may(Act::ReadContacts, &Facts::person(self.0.id));
        (all || !list.is_empty()).then_some(list)
    }
}

impl Listed for Person {
    type Filter = PersonFilter;

    async fn page(
        request: &RequestContext,
        filter: &PersonFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().persons(&request.caller.actor, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &PersonFilter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_persons(&request.caller.actor, filter).await?)
    }
}

/// What your roles allow you to do with what is known about a person.
#[derive(Debug, SimpleObject)]
pub struct PersonViewerCan {
    /// Change name, language and time zone.
    update: bool,
    /// Change where mail reaches them.
    change_email: bool,
    /// Ask why they may do something.
    explain_access: bool,
}

/// The roles that somebody can hold.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum HeldRoleKind {
    /// Speaks for an organisation.
    Delegate,
    /// Manages an organisation's people, promises and payments.
    OrgManager,
    /// Coordinates a table.
    Coordinator,
    /// Holds a seat of a table for an organisation.
    SeatHolder,
    /// Keeps the papers of the whole plan or of one table.
    Secretariat,
    /// Enters or validates measurements.
    Steward,
    /// Reads everything, changes nothing.
    Auditor,
    /// Manages people, roles, taxonomies and failed mails; changes no business data.
    PlatformAdmin,
}

/// A role that you hold now, for something. For the whole plan where neither organisation nor table is named.
pub struct HeldRole {
    kind: HeldRoleKind,
    organisation: Option<StakeholderId>,
    table: Option<TableId>,
}

/// A role that you hold now, for something. For the whole plan where neither organisation nor table is named.
#[Object]
impl HeldRole {
    /// Which role.
    async fn kind(&self) -> HeldRoleKind {
        self.kind
    }

    /// The organisation it is held for.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.organisation {
            Some(organisation) => Stakeholder::by_id(ctx, organisation).await,
            None => Ok(None),
        }
    }

    /// The table it is held for.
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        match self.table {
            Some(table) => ConcertationTable::by_id(ctx, table).await,
            None => Ok(None),
        }
    }
}

impl HeldRole {
    fn of_organisation(kind: HeldRoleKind, organisation: StakeholderId) -> Self {
        Self { kind, organisation: Some(organisation), table: None }
    }

    fn of_table(kind: HeldRoleKind, table: TableId) -> Self {
        Self { kind, organisation: None, table: Some(table) }
    }

    fn of_plan(kind: HeldRoleKind) -> Self {
        Self { kind, organisation: None, table: None }
    }

    fn reaching(kind: HeldRoleKind, reach: &Reach) -> impl Iterator<Item = Self> {
        let plan = reach.plan.then(|| Self::of_plan(kind));
        plan.into_iter().chain(reach.tables.iter().map(move |table| Self::of_table(kind, *table)))
    }

    /// Everything that somebody is.
    fn all(standing: &Standing) -> Vec<Self> {
        use HeldRoleKind::{
            Auditor, Coordinator, Delegate, OrgManager, PlatformAdmin, SeatHolder, Secretariat, Steward,
        };
        let mut roles: Vec<Self> = Vec::new();
        roles.extend(standing.delegate_of.iter().map(|id| Self::of_organisation(Delegate, *id)));
        roles.extend(standing.manager_of.iter().map(|id| Self::of_organisation(OrgManager, *id)));
        roles.extend(standing.coordinates.iter().map(|id| Self::of_table(Coordinator, *id)));
        roles.extend(standing.seats.iter().map(|seat| Self {
            kind: SeatHolder,
            organisation: Some(seat.organisation),
            table: Some(seat.table),
        }));
        roles.extend(Self::reaching(Secretariat, &standing.secretariat));
        roles.extend(Self::reaching(Steward, &standing.steward));
        roles.extend(Self::reaching(Auditor, &standing.auditor));
        roles.extend(standing.admin.then(|| Self::of_plan(PlatformAdmin)));
        roles
    }
}

/// You: the person that the token of this request stands for.
pub struct Viewer<'a>(pub &'a Standing);

/// You: the person that the token of this request stands for.
#[Object]
impl Viewer<'_> {
    /// Your personal data.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.person).await
    }

    /// The roles you hold today.
    async fn roles(&self) -> Vec<HeldRole> {
        HeldRole::all(self.0)
    }

    /// The browsers in which you are signed in, newest first. A token needs the scope `MANAGE` to read them.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let request = RequestContext::of(ctx);
        request.tell(self.0.require_scope(identity::TokenScope::Manage).map_err(Into::into))?;
        let sessions = request.tell(request.reads().sessions_of(self.0.person, request.now).await)?;
        Ok(sessions.into_iter().map(Session).collect())
    }

    /// Your tokens that were not revoked, newest first, at most a hundred. A token needs the scope `MANAGE` to read them.
    async fn api_tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let request = RequestContext::of(ctx);
        request.tell(self.0.require_scope(identity::TokenScope::Manage).map_err(Into::into))?;
        let tokens = request.tell(request.reads().tokens_of(self.0.person).await)?;
        Ok(tokens.into_iter().map(ApiToken).collect())
    }

    /// The organisations that you manage or speak for.
    async fn organisations(&self, ctx: &Context<'_>) -> Result<Vec<Stakeholder>> {
        let organisations = RequestContext::of(ctx).load_all(self.0.visibility().organisations).await?;
        Ok(organisations.into_iter().map(Stakeholder).collect())
    }

    /// The tables at which you or your organisations sit, or that you look after.
    async fn tables(&self, ctx: &Context<'_>) -> Result<Vec<ConcertationTable>> {
        let tables = RequestContext::of(ctx).load_all(self.0.visibility().tables).await?;
        Ok(tables.into_iter().map(ConcertationTable).collect())
    }

    /// When you get digests of what happened at your tables.
    async fn notification_preferences(&self, ctx: &Context<'_>) -> Result<NotificationPreferences> {
        NotificationPreferences::of(ctx, self.0.person).await
    }

    /// The language in which you are answered where none is asked for.
    async fn locale(&self, ctx: &Context<'_>) -> Locale {
        RequestContext::of(ctx).locale.clone().into()
    }

    /// What you may do with the plan as a whole.
    async fn viewer_can(&self, ctx: &Context<'_>) -> ViewerCan {
        let may = |act| RequestContext::of(ctx).may(act, &Facts::plan());
        ViewerCan {
            create_plan: may(Act::CreatePlan),
            create_stakeholder: may(Act::CreateStakeholder),
            create_table: may(Act::CreateTable),
            manage_people: may(Act::ManagePeople),
            grant_role: may(Act::GrantRole),
            read_mail: may(Act::ReadMail),
            redrive_mail: may(Act::RedriveMail),
        }
    }
}

/// What your roles allow you to do with the plan as a whole.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct ViewerCan {
    /// Begin a new edition of the plan.
    create_plan: bool,
    /// Add organisations.
    create_stakeholder: bool,
    /// Propose tables.
    create_table: bool,
    /// Add persons and their posts.
    manage_people: bool,
    /// Give and take roles.
    grant_role: bool,
    /// Read states, subjects and errors of mails.
    read_mail: bool,
    /// Put failed mails back into the queue.
    redrive_mail: bool,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::HeldRoleKind::{Coordinator, Delegate, PlatformAdmin, Secretariat};
    use super::*;

    #[test]
    fn every_role_of_a_standing_is_told() {
        let id = Uuid::from_u128(7);
        let standing = Standing {
            delegate_of: vec![id.into()],
            coordinates: vec![id.into()],
            secretariat: Reach { plan: true, tables: vec![id.into()] },
            admin: true,
            ..Standing::of(id.into())
        };
        let roles = HeldRole::all(&standing);
        let kinds: Vec<HeldRoleKind> = roles.iter().map(|role| role.kind).collect();
        assert_eq!(kinds, [Delegate, Coordinator, Secretariat, Secretariat, PlatformAdmin]);
        assert!(roles[2].table.is_none() && roles[3].table.is_some(), "the whole plan, then one table");
    }
}
