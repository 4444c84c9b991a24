pub(super) mod take_part;
mod view;

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono_tz::Tz;
use cordata_app::AppError;
use cordata_app::ports::codesign::ProposalFilter;
use cordata_app::ports::read::Reads;
use cordata_domain::codesign::{Clause, Comment, Endorsement, Proposal, ProposalVersion};
use cordata_domain::ids::{ProposalId, StakeholderId};
use cordata_domain::project::Project;
use cordata_domain::table::ConcertationTable;
use serde::Deserialize;

use self::take_part::TakingPart;
use self::view::{ProposalLine, ProposalPage};
use super::address::{self, Key};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Continuation, names, next_page, unique};
use super::visitor::Visitor;
use super::{PageState, Site, respond};

#[derive(Template)]
#[template(path = "proposals.html")]
struct ProposalsPage {
    frame: Frame,
    proposals: Vec<ProposalLine>,
    next: Option<String>,
}

/// The open proposals, by title.
pub(super) async fn list(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Query(part): Query<Continuation>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let site = pages.site().await?;
    let page = reads.proposals(&sight, &ProposalFilter::default(), &part.window()?).await?;
    let next = next_page(&reader, "/proposals", &page);
    let proposals = page.into_items();
    let ids: Vec<ProposalId> = proposals.iter().map(|proposal| proposal.id).collect();
    let tables = unique(proposals.iter().map(|proposal| proposal.table));
    let (versions, tables) = tokio::try_join!(reads.versions_of(&sight, &ids), reads.tables_by_id(&sight, &tables))?;
    let names = names(reads, versions.iter().map(|version| version.on_behalf_of)).await?;
    let line = |proposal: &Proposal| {
        let last = versions.iter().find(|it| it.proposal == proposal.id && it.number == proposal.current);
        let table = tables.iter().find(|table| table.id == proposal.table);
        ProposalLine::new(&reader, site.zone, proposal, table, last.map(|last| (last, &names)))
    };
    let proposals = proposals.iter().map(line).collect();
    let frame = Frame::new(reader.clone(), &site, reader.text("page-proposals-title"));
    respond(&ProposalsPage { frame, proposals, next })
}

/// Which version is read, and which two are compared.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    version: Option<u32>,
    from: Option<u32>,
    to: Option<u32>,
}

/// A proposal: its text, what was said about it, who endorses which version, and how versions differ.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Instead> {
    let id = ProposalId::from(key.uuid().ok_or(Instead::NotFound)?);
    let (site, record) = load(&pages, &visitor, id, &wanted).await?;
    address::require_canonical(&reader, &address::proposal(&record.proposal))?;
    respond(&ProposalPage::new(&reader, &site, &record, TakingPart::of(&visitor, &record)))
}

/// A proposal as this reader may see it.
async fn load(
    pages: &PageState,
    visitor: &Visitor,
    id: ProposalId,
    wanted: &Wanted,
) -> Result<(Site, Record), Instead> {
    let reads = pages.reads.as_ref();
    let proposal = reads.proposals_by_id(&visitor.sight(), &[id]).await?.pop().ok_or(Instead::NotFound)?;
    let number = wanted.version.unwrap_or(proposal.current);
    let pair = wanted.from.zip(wanted.to);
    let asked = [Some(number), wanted.from, wanted.to];
    if !asked.into_iter().flatten().all(|number| (1..=proposal.current).contains(&number)) {
        return Err(Instead::NotFound);
    }
    let site = pages.site().await?;
    let record = Record::load(reads, visitor, proposal, (number, pair), site.zone).await?;
    Ok((site, record))
}

/// What is known about a proposal, as its reader may see it.
struct Record {
    proposal: Proposal,
    /// The number of the version that is read.
    number: u32,
    clauses: Vec<Clause>,
    /// The two versions that are compared, with their clauses.
    pair: Option<[(u32, Vec<Clause>); 2]>,
    versions: Vec<ProposalVersion>,
    comments: Vec<Comment>,
    endorsements: Vec<Endorsement>,
    names: HashMap<StakeholderId, String>,
    table: Option<ConcertationTable>,
    project: Option<Project>,
    zone: Tz,
}

impl Record {
    async fn load(
        reads: &dyn Reads,
        visitor: &Visitor,
        proposal: Proposal,
        (number, pair): (u32, Option<(u32, u32)>),
        zone: Tz,
    ) -> Result<Self, AppError> {
        let (sight, id) = (visitor.sight(), [proposal.id]);
        let wanted = unique([number].into_iter().chain(pair.into_iter().flat_map(|(from, to)| [from, to])));
        let wanted: Vec<(ProposalId, u32)> = wanted.into_iter().map(|number| (proposal.id, number)).collect();
        let (versions, clauses, comments, endorsements, tables, projects) = tokio::try_join!(
            reads.versions_of(&sight, &id),
            reads.proposal_clauses_of(&sight, &wanted),
            reads.comments_of(&sight, &id),
            reads.endorsements_of(&sight, &id),
            reads.tables_by_id(&sight, std::slice::from_ref(&proposal.table)),
            reads.projects_by_id(&sight, proposal.project.as_slice()),
        )?;
        let speakers = versions.iter().map(|version| version.on_behalf_of);
        let speakers = speakers.chain(comments.iter().map(|comment| comment.on_behalf_of));
        let speakers = speakers.chain(endorsements.iter().map(|endorsement| endorsement.organisation));
        let names = names(reads, speakers.chain(sight.organisations.iter().copied())).await?;
        let of = |number: u32| {
            let of_version = clauses.iter().filter(|((_, other), _)| *other == number);
            of_version.map(|(_, clause)| clause.clone()).collect::<Vec<_>>()
        };
        Ok(Self {
            number,
            clauses: of(number),
            pair: pair.map(|(from, to)| [(from, of(from)), (to, of(to))]),
            proposal,
            versions,
            comments,
            endorsements,
            names,
            table: tables.into_iter().next(),
            project: projects.into_iter().next(),
            zone,
        })
    }
}

#[cfg(test)]
mod tests;
