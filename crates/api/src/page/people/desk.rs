use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::NaiveDate;
use cordata_app::page::Window;
use cordata_app::ports::read::{Reads, StakeholderFilter, TableFilter};
use cordata_app::ports::session::OpenSession;
use cordata_app::{AppError, Caller, Command};
use cordata_domain::ids::StakeholderId;
use cordata_domain::policy::{Act, Facts, decide};
use cordata_domain::stakeholder::Stakeholder;
use cordata_domain::table::ConcertationTable;
use cordata_domain::{InputProblem, Reason, Refusal};
use uuid::Uuid;

use super::super::address::Key;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::reader::Reader;
use super::super::sent::Sent;
use super::super::view::ROWS;
use super::super::visitor::Visitor;
use super::super::{PageState, Site};
use super::form::Keyed;
use cordata_app::page::MAX_PAGE;

/// What a page of somebody who signed in is made from, and who reads it.
pub(in super::super) struct Desk {
    pub(in super::super) pages: PageState,
    pub(in super::super) reader: Reader,
    pub(in super::super) visitor: Visitor,
}

impl FromRequestParts<PageState> for Desk {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, pages: &PageState) -> Result<Self, Infallible> {
        Ok(Self {
            pages: pages.clone(),
            reader: Reader::from_request_parts(parts, pages).await?,
            visitor: Visitor::from_request_parts(parts, pages).await?,
        })
    }
}

impl Desk {
    pub(in super::super) fn reads(&self) -> &dyn Reads {
        self.pages.reads.as_ref()
    }

    /// Whether the reader may do something.
    pub(in super::super) fn may(&self, act: Act, facts: &Facts) -> bool {
        decide(&self.visitor.actor(), act, facts).is_some()
    }

    /// Whoever is not signed in signs in; for whoever may not, the page does not exist.
    pub(super) fn require(&self, act: Act, facts: &Facts) -> Result<&OpenSession, Instead> {
        let open = self.visitor.signed_in()?;
        if self.may(act, facts) { Ok(open) } else { Err(Instead::NotFound) }
    }

    /// What surrounds a page with this heading, one of those that are reached from one's own page.
    pub(in super::super) fn frame(&self, site: &Site, heading: impl Into<String>) -> Frame {
        Frame::new(self.reader.clone(), site, heading).crumb(self.reader.text("page-me-title"), "/me")
    }

    /// Which day it is.
    pub(in super::super) fn today(&self, site: &Site) -> NaiveDate {
        site.today(self.pages.app.now())
    }

    /// The sender of a form that one of our own pages of this session held.
    pub(super) fn sender<F: Keyed>(&self, sent: &Sent<F>) -> Result<Caller, Instead> {
        self.visitor.sent(&sent.headers, sent.form.key(), &self.pages)?;
        Ok(self.visitor.caller(sent.caller.clone()))
    }

    /// Carries out what a form asks for, or says why it is refused. What one may not do at all does not exist.
    pub(super) async fn carry_out<C: Command>(
        &self,
        caller: &Caller,
        command: Result<C, Refusal>,
    ) -> Result<Result<C::Output, Refusal>, Instead> {
        let outcome = match command {
            Ok(command) => self.pages.app.execute(caller, command).await,
            Err(refusal) => return Ok(Err(refusal)),
        };
        match outcome {
            Ok(output) => Ok(Ok(output)),
            Err(AppError::Refused(refusal)) if refusal.reason == Reason::Forbidden => Err(Instead::NotFound),
            Err(AppError::Refused(refusal)) => Ok(Err(refusal)),
            Err(error) => Err(error.into()),
        }
    }

    /// The organisation that somebody typed the name of, or whose id stands in the address.
    pub(in super::super) async fn organisation_named(
        &self,
        said: &str,
    ) -> Result<Result<Stakeholder, Refusal>, Instead> {
        let words = said.trim();
        if words.is_empty() {
            return Ok(Err(Refusal::input(InputProblem::Blank).under("organisationId")));
        }
        let absent = || Reason::NotFound.at("organisationId");
        if let Ok(id) = Uuid::parse_str(words) {
            let found = self.reads().stakeholders_by_id(&[StakeholderId(id)]).await?.pop();
            return Ok(found.ok_or_else(absent));
        }
        let filter = StakeholderFilter { text: Some(words.to_owned()), ..StakeholderFilter::default() };
        let mut found = self.reads().stakeholders(&filter, &Window::first(ROWS)).await?.into_items();
        let wanted = words.to_lowercase();
        let exact = found.iter().position(|it| it.name.to_lowercase() == wanted);
        let only = (found.len() == 1).then_some(0);
        Ok(exact.or(only).map(|at| found.swap_remove(at)).ok_or_else(absent))
    }

    /// The tables in the reader's sight, for a choice in a form.
    pub(super) async fn tables(&self) -> Result<Vec<ConcertationTable>, Instead> {
        let window = Window::first(MAX_PAGE);
        Ok(self.reads().tables(&self.visitor.sight(), &TableFilter::default(), &window).await?.into_items())
    }
}

/// The object that an address names; another address names nothing.
pub(super) fn named<I: From<Uuid>>(key: &Key) -> Result<I, Instead> {
    key.uuid().map(Into::into).ok_or(Instead::NotFound)
}
