//! Posts, roles and invitations as lines.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::identity::{Affiliation, Grant, GrantScope, Invitation, Role};
use cordata_domain::ids::{PersonId, StakeholderId};
use cordata_domain::period::{LocalMoment, Validity};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::table::ConcertationTable;
use cordata_text::format;
use serde::Deserialize;

use super::super::Site;
use super::super::reader::Reader;
use super::desk::Desk;

/// A post or a role.
pub(super) struct HeldRow {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) place: String,
    pub(super) period: String,
    /// Whether it holds today, or will.
    pub(super) standing: bool,
    /// Whether the reader may end it.
    pub(super) may_end: bool,
}

/// What places of posts and roles are called.
#[derive(Default)]
pub(super) struct Places<'a> {
    pub(super) organisations: HashMap<StakeholderId, String>,
    pub(super) tables: &'a [ConcertationTable],
}

impl Places<'_> {
    fn organisation(&self, id: StakeholderId) -> String {
        self.organisations.get(&id).cloned().unwrap_or_default()
    }

    fn scope(&self, reader: &Reader, scope: GrantScope) -> String {
        match scope {
            GrantScope::Plan => reader.text("access-whole-plan"),
            GrantScope::Organisation(id) => self.organisation(id),
            GrantScope::Table(id) => {
                let table = self.tables.iter().find(|table| table.id == id);
                table.map_or_else(|| reader.text("page-people-a-table"), |it| it.name.get(reader.locale()).to_owned())
            }
        }
    }
}

impl HeldRow {
    pub(super) fn of_post(desk: &Desk, post: &Affiliation, places: &Places<'_>, today: NaiveDate) -> Self {
        let standing = is_standing(post.validity, post.withdrawn_at, today);
        Self {
            id: post.id.to_string(),
            what: post.post.clone(),
            place: places.organisation(post.organisation),
            period: period(&desk.reader, post.validity, post.withdrawn_at),
            standing,
            may_end: standing && desk.may(Act::ManageAffiliation, &Facts::organisation(post.organisation)),
        }
    }

    pub(super) fn of_role(desk: &Desk, grant: &Grant, places: &Places<'_>, today: NaiveDate) -> Self {
        let standing = is_standing(grant.validity, grant.withdrawn_at, today);
        Self {
            id: grant.id.to_string(),
            what: desk.reader.label("role", grant.role),
            place: places.scope(&desk.reader, grant.scope),
            period: period(&desk.reader, grant.validity, grant.withdrawn_at),
            standing,
            may_end: standing && may_give(desk, grant.role, grant.scope),
        }
    }
}

/// Whether the reader may give and take a role for something.
pub(super) fn may_give(desk: &Desk, role: Role, scope: GrantScope) -> bool {
    let (act, facts) = role.power_to_give(scope);
    desk.may(act, &facts)
}

fn is_standing(validity: Validity, withdrawn: Option<DateTime<Utc>>, today: NaiveDate) -> bool {
    withdrawn.is_none() && validity.to.is_none_or(|last| today <= last)
}

fn period(reader: &Reader, validity: Validity, withdrawn: Option<DateTime<Utc>>) -> String {
    let from = format::date(reader.locale(), validity.from);
    if withdrawn.is_some() {
        return reader.format("page-people-withdrawn", &[("from", from.into())]);
    }
    match validity.to {
        None => reader.format("page-people-since", &[("from", from.into())]),
        Some(to) => {
            let to = format::date(reader.locale(), to);
            reader.format("page-people-from-to", &[("from", from.into()), ("to", to.into())])
        }
    }
}

/// How the invitation of a person stands; `invitations` are those that were not taken back, newest first.
pub(super) fn invitation(desk: &Desk, site: &Site, person: PersonId, invitations: &[Invitation]) -> String {
    let reader = &desk.reader;
    let own = || invitations.iter().filter(|it| it.person == person);
    let at = |at: DateTime<Utc>| format::moment(reader.locale(), LocalMoment::at(at, site.zone));
    if let Some(accepted) = own().filter_map(|it| it.accepted_at).max() {
        return reader.format("page-people-invitation-accepted", &[("at", at(accepted).into())]);
    }
    let Some(last) = own().next() else { return reader.text("page-people-invitation-none") };
    let open = last.is_open(desk.pages.app.now());
    let key = if open { "page-people-invitation-open" } else { "page-people-invitation-expired" };
    reader.format(key, &[("at", at(last.created_at).into()), ("until", at(last.expires_at()).into())])
}

/// The place that an open invitation offers.
pub(super) struct OfferRow {
    pub(super) id: String,
    /// The name by which they were invited.
    pub(super) name: String,
    pub(super) email: String,
    pub(super) what: String,
    pub(super) period: String,
    pub(super) sent: String,
    /// Whether the reader may take it back.
    pub(super) may_withdraw: bool,
}

impl OfferRow {
    /// Nothing where the invitation offers no place.
    pub(super) fn of(desk: &Desk, site: &Site, invitation: &Invitation) -> Option<Self> {
        let offer = invitation.offer.as_ref()?;
        let role = offer.role.map(|role| format!(" ({})", desk.reader.label("role", role))).unwrap_or_default();
        Some(Self {
            id: invitation.id.to_string(),
            name: offer.name.clone(),
            email: offer.address.as_str().to_owned(),
            what: format!("{}{role}", offer.post),
            period: period(&desk.reader, offer.validity, None),
            sent: self::invitation(desk, site, invitation.person, std::slice::from_ref(invitation)),
            may_withdraw: offer.role.is_none_or(|role| may_give(desk, role, offer.scope())),
        })
    }
}

/// What was done just before a page was opened.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    done: Option<String>,
}

impl Done {
    /// In words, where it is something that these pages do.
    pub(super) fn words(&self, reader: &Reader) -> Option<String> {
        let known = ["added", "ended", "invited", "saved", "withdrawn"];
        let done = self.done.as_deref().filter(|done| known.contains(done))?;
        Some(reader.text(&format!("page-people-done-{done}")))
    }
}
