use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::agreement::AgreementFilter;
use cordata_domain::agreement;
use cordata_domain::document::DocumentSubject;
use cordata_domain::ids::AgreementId;
use cordata_domain::policy::{Act, Facts};
use cordata_text::{force_sentence, markdown};

use super::{AgreementParty, FormalAct};
use crate::graphql::document::Document;
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::project::Project;
use crate::graphql::table::ConcertationTable;
use crate::graphql::value::Period;
use crate::loader::{AgreementClausesOf, TextsOf};
use crate::scalar::{Date, DateTime, Html, Locale};
use crate::state::RequestContext;

/// What an agreement is in law, and so which rules it follows.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "agreement::AgreementKind")]
pub enum AgreementKind {
    /// A memorandum of understanding: anybody, normally no money; others may join later.
    Memorandum,
    /// An agreement between public administrations, signed electronically (art. 15 of law 241/1990).
    PaAgreement,
    /// A convention between local authorities, signed electronically (art. 30 of their code).
    Convention,
    /// A programme agreement: approved by an act, and published (art. 34 of the same code).
    ProgrammeAgreement,
    /// A partnership with a lead partner and a budget for each partner.
    Partnership,
    /// Co-design with bodies of the third sector (art. 55 of their code).
    Codesign,
}

/// Where an agreement stands today.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "agreement::AgreementState")]
pub enum AgreementState {
    /// Being drafted by the secretariat.
    Draft,
    /// Being discussed with the parties.
    Negotiation,
    /// The text is final and waits for signatures.
    TextFrozen,
    /// Being signed.
    Signing,
    /// Signed by all; ratification or publication is missing.
    RatificationPending,
    /// Nothing is missing; its period begins later.
    Concluded,
    /// In force.
    InForce,
    /// Its period is over.
    Expired,
    /// Ended before its time.
    Terminated,
    /// Given up before it was concluded.
    Abandoned,
}

/// What keeps an agreement from being in force.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "agreement::Lack")]
pub enum AgreementLack {
    /// There is no final text yet.
    TextNotFrozen,
    /// Required parties have not validly signed it.
    Signatures,
    /// The act of approval is missing.
    Ratification,
    /// It was not ratified in time.
    Lapsed,
    /// It is not published.
    Publication,
    /// Its period begins later.
    NotBegun,
    /// Its period is over.
    Expired,
    /// It was ended.
    Terminated,
    /// It was given up before it was concluded.
    Abandoned,
}

/// Whether an agreement is in force on a day, and why.
#[derive(SimpleObject)]
pub struct AgreementForce {
    /// The day that was asked for.
    on: Date,
    /// Whether it is in force on that day.
    in_force: bool,
    /// Since which day: that of the last act that was needed, or the first of its period. Null where it is not.
    since: Option<Date>,
    /// Until which day; null where it is not in force, or no end is known.
    until: Option<Date>,
    /// What keeps it from being in force; empty where it is.
    missing: Vec<AgreementLack>,
    /// The required parties that had not validly signed by that day.
    unsigned: Vec<AgreementParty>,
    /// The same in words, in your language.
    reason: String,
}

/// An agreement: who promises what to whom, in which words.
pub struct Agreement(pub agreement::Agreement);

impl Agreement {
    /// The agreement with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: AgreementId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// An agreement: who promises what to whom, in which words. Drafts and negotiations are shown to the secretariat, to
/// auditors and to the parties; from the first signature on whoever may see its table may read it, and everybody where it
/// has none.
#[Object]
impl Agreement {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// What it is in law.
    async fn kind(&self) -> AgreementKind {
        self.0.kind.into()
    }

    /// Its title: part of what is signed.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The language of title and text.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// The table at which it is negotiated; null where there is none, or none that you may see.
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        match self.0.table {
            Some(table) => ConcertationTable::by_id(ctx, table).await,
            None => Ok(None),
        }
    }

    /// The projects it is about, as far as you may see them: at most 50.
    async fn projects(&self, ctx: &Context<'_>) -> Result<Vec<Project>> {
        let projects = RequestContext::of(ctx).load_all(self.0.projects.iter().copied()).await?;
        Ok(projects.into_iter().map(Project).collect())
    }

    /// From when to when it is meant to be in force.
    async fn period(&self) -> Period {
        self.0.period.into()
    }

    /// How it can be renewed, in words; null where nothing is said.
    async fn renewal_clause(&self) -> Option<&str> {
        self.0.renewal_clause.as_deref()
    }

    /// Whether it changes town planning, and so lapses if it is not ratified within 30 days.
    async fn varies_planning(&self) -> bool {
        self.0.varies_planning
    }

    /// Where it stands today.
    async fn state(&self, ctx: &Context<'_>) -> Result<AgreementState> {
        Ok(self.0.state(RequestContext::of(ctx).today_here().await?).into())
    }

    /// Whether it is in force, and why: it is computed from signatures, acts and dates, never stored.
    async fn in_force(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On which day; today where it is left out.")] on: Option<Date>,
    ) -> Result<AgreementForce> {
        let request = RequestContext::of(ctx);
        let day = match on {
            Some(on) => on.0,
            None => request.today_here().await?,
        };
        let force = self.0.force(day);
        let reason = force_sentence(&request.locale, &self.0, day);
        let (in_force, since, until, missing) = match force {
            agreement::Force::InForce { since, until } => (true, Some(since), until, Vec::new()),
            agreement::Force::NotInForce { lacks } => (false, None, None, lacks),
        };
        Ok(AgreementForce {
            on: day.into(),
            in_force,
            since: since.map(Date),
            until: until.map(Date),
            missing: missing.into_iter().map(Into::into).collect(),
            unsigned: self.0.unsigned(day).cloned().map(AgreementParty).collect(),
            reason,
        })
    }

    /// Its parties, in the order in which they were invited: at most 100.
    async fn parties(&self) -> Vec<AgreementParty> {
        self.0.parties.iter().cloned().map(AgreementParty).collect()
    }

    /// Its present text; null while nothing is written.
    async fn text(&self) -> Option<AgreementText> {
        self.0.text.clone().map(AgreementText)
    }

    /// When its present text became final; null while it is not.
    async fn text_frozen_on(&self) -> Option<Date> {
        self.0.frozen_on.map(Date)
    }

    /// All versions of its text, oldest first.
    async fn texts(&self, ctx: &Context<'_>) -> Result<Vec<AgreementText>> {
        let texts = RequestContext::of(ctx).load_named(TextsOf(self.0.id)).await?;
        Ok(texts.into_iter().map(AgreementText).collect())
    }

    /// Its documents that you may read, oldest first: 100 at most.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>> {
        Document::all_of(ctx, DocumentSubject::Agreement(self.0.id)).await
    }

    /// The act that approves it; null while there is none.
    async fn ratification(&self) -> Option<FormalAct> {
        self.0.ratification.clone().map(Into::into)
    }

    /// When it was published; null while it is not.
    async fn published_on(&self) -> Option<Date> {
        self.0.publication.as_ref().map(|publication| publication.on.into())
    }

    /// Where it was published: the bulletin and its number; null while it is not.
    async fn published_in(&self) -> Option<&str> {
        self.0.publication.as_ref().map(|publication| publication.reference.as_str())
    }

    /// The first day on which it is not in force any more because it was ended; null where it was not.
    async fn ended_on(&self) -> Option<Date> {
        self.0.ending.as_ref().map(|ending| ending.on.into())
    }

    /// Why it was ended; null where it was not.
    async fn ended_reason(&self) -> Option<&str> {
        self.0.ending.as_ref().map(|ending| ending.reason.as_str())
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> AgreementViewerCan {
        let request = RequestContext::of(ctx);
        let organisations = self.0.parties.iter().map(|party| party.organisation);
        let for_one = |act| organisations.clone().any(|own| request.may(act, &Facts::organisation(own)));
        AgreementViewerCan {
            manage: request.may(Act::ManageAgreement, &Facts::plan()),
            record_authorising_act: for_one(Act::RecordAuthorisingAct),
            sign: for_one(Act::SignAgreement),
            withdraw: for_one(Act::WithdrawFromAgreement),
        }
    }
}

impl Listed for Agreement {
    /// The conditions, and the day on which states are asked for.
    type Filter = (AgreementFilter, NaiveDate);

    async fn page(
        request: &RequestContext,
        (filter, day): &Self::Filter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().agreements(&request.sight, filter, *day, window).await?, Self))
    }

    async fn count(request: &RequestContext, (filter, day): &Self::Filter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_agreements(&request.sight, filter, *day).await?)
    }
}

/// What your roles allow you to do with an agreement. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct AgreementViewerCan {
    /// Bring it from draft to publication, check its signatures, end it.
    manage: bool,
    /// Record the act that authorises the signature of at least one party.
    record_authorising_act: bool,
    /// Sign it for at least one party, or decline to.
    sign: bool,
    /// Withdraw from it for at least one party.
    withdraw: bool,
}

/// A version of an agreement's text.
pub struct AgreementText(agreement::AgreementText);

/// A version of an agreement's text. Versions are added, never changed.
#[Object]
impl AgreementText {
    /// Its number in the agreement, from 1.
    async fn number(&self) -> u32 {
        self.0.number
    }

    /// The SHA-256 of title and clauses: what a signature is bound to. It is that of the JSON array
    /// `[title,[[heading,body],…]]` in UTF-8, without white space between its parts.
    async fn hash(&self) -> &str {
        self.0.hash.as_str()
    }

    /// When it was written.
    async fn recorded_at(&self) -> DateTime {
        self.0.recorded_at.into()
    }

    /// Its clauses, in order: at most 200.
    async fn clauses(&self, ctx: &Context<'_>) -> Result<Vec<AgreementClause>> {
        let clauses = RequestContext::of(ctx).load_named(AgreementClausesOf(self.0.id)).await?;
        Ok(clauses.into_iter().map(AgreementClause).collect())
    }
}

/// A clause of an agreement.
pub struct AgreementClause(agreement::Clause);

/// A clause of an agreement. It keeps its id from version to version.
#[Object]
impl AgreementClause {
    /// Its id, the same in every version.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its heading.
    async fn heading(&self) -> &str {
        &self.0.heading
    }

    /// What it says, as Markdown.
    async fn body_markdown(&self) -> &str {
        &self.0.body
    }

    /// What it says, as HTML that can be put into a page.
    async fn body_html(&self) -> Html {
        Html(markdown::to_html(&self.0.body))
    }
}
