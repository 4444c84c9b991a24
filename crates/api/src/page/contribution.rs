//! Where a contribution stands, behind the link of a mail. The secret in the address is the credential, so the page is
//! kept nowhere and tells its address nobody. It only shows.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use cordata_app::ports::LinkPurpose;
use cordata_app::token;
use cordata_domain::codesign::{Contribution, ContributionState};
use cordata_domain::ids::ContributionId;
use cordata_domain::policy::Visibility;
use cordata_text::format;

use super::answer::{DISCREET, DiscreetInstead};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Link, Said};
use super::{PageState, Site, address, respond};

#[derive(Template)]
#[template(path = "contribution.html")]
struct ContributionPage {
    frame: Frame,
    reference: String,
    kind: String,
    title: Said,
    text: String,
    state: String,
    outcome: String,
    place: Option<Link>,
    message: Option<String>,
    submitted: String,
    answered: Option<String>,
}

/// Shows a contribution with its answer to whoever has the link.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, DiscreetInstead> {
    let (reads, now) = (pages.reads.as_ref(), pages.app.now());
    let link = reads.link(&token::hash(&token)).await?;
    let link = link.filter(|link| link.purpose == LinkPurpose::FollowContribution && now < link.expires_at);
    let link = link.ok_or(Instead::LinkUnusable)?;
    let found = reads.signed_contribution(ContributionId::from(link.subject)).await?;
    let (contribution, _) = found.ok_or(Instead::LinkUnusable)?;
    let place = place(&pages, &reader, &contribution).await?;
    let site = pages.site().await?;
    Ok((DISCREET, respond(&ContributionPage::new(&reader, &site, contribution, place))?).into_response())
}

/// The table or proposal that goes on with it, where everybody may read it.
async fn place(pages: &PageState, reader: &Reader, contribution: &Contribution) -> Result<Option<Link>, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), Visibility::default());
    match contribution.state {
        ContributionState::Forwarded => {
            let tables = reads.tables_by_id(&sight, contribution.table.as_slice()).await?;
            Ok(tables.first().map(|table| Link::to_table(reader, table)))
        }
        ContributionState::Merged => {
            let proposal = contribution.answer.as_ref().and_then(|answer| answer.proposal);
            let proposals = reads.proposals_by_id(&sight, proposal.as_slice()).await?;
            Ok(proposals.first().map(|proposal| Link {
                said: Said::written(reader, proposal.title.clone(), &proposal.language),
                href: reader.link(&address::proposal(proposal)),
            }))
        }
        ContributionState::Received | ContributionState::Declined => Ok(None),
    }
}

impl ContributionPage {
    fn new(reader: &Reader, site: &Site, contribution: Contribution, place: Option<Link>) -> Self {
        let date = |at: chrono::DateTime<chrono::Utc>| {
            format::date(reader.locale(), at.with_timezone(&site.zone).date_naive())
        };
        let outcome = match (contribution.state, &place) {
            (ContributionState::Received, _) => "page-contribution-waiting",
            (ContributionState::Forwarded, None) => "page-contribution-forwarded",
            (ContributionState::Forwarded, Some(_)) => "page-contribution-forwarded-to",
            (ContributionState::Merged, None) => "page-contribution-merged",
            (ContributionState::Merged, Some(_)) => "page-contribution-merged-into",
            (ContributionState::Declined, _) => "page-contribution-declined",
        };
        Self {
            frame: Frame::new(reader.clone(), site, reader.text("page-contribution-title")),
            kind: reader.label("contribution-kind", contribution.kind),
            title: Said::written(reader, contribution.title, &contribution.language),
            state: reader.label("contribution-state", contribution.state),
            outcome: reader.text(outcome),
            submitted: date(contribution.submitted_at),
            answered: contribution.answer.as_ref().map(|answer| date(answer.at)),
            message: contribution.answer.and_then(|answer| answer.message),
            reference: contribution.reference,
            text: contribution.text,
            place,
        }
    }
}
