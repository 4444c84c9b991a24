use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use cordata_domain::codesign::{
    Change, Clause, ClauseDifference, Comment, Endorsement, Piece, PieceKind, Proposal, ProposalVersion, differences,
};
use cordata_domain::ids::{ProposalClauseId, StakeholderId};
use cordata_domain::table::ConcertationTable;
use cordata_text::format;
use cordata_text::markdown::{SafeHtml, to_html};

use super::Record;
use super::take_part::TakingPart;
use crate::page::frame::Frame;
use crate::page::reader::Reader;
use crate::page::view::{Badge, Link, Said};
use crate::page::{Site, address};

/// A proposal in a list.
pub(super) struct ProposalLine {
    pub(super) link: Link,
    pub(super) state: Badge,
    pub(super) table: Option<Said>,
    pub(super) last: Option<String>,
}

impl ProposalLine {
    pub(super) fn new(
        reader: &Reader,
        zone: Tz,
        proposal: &Proposal,
        table: Option<&ConcertationTable>,
        last: Option<(&ProposalVersion, &HashMap<StakeholderId, String>)>,
    ) -> Self {
        let last = last.map(|(version, names)| {
            let organisation = names.get(&version.on_behalf_of).cloned().unwrap_or_default();
            let args = [
                ("number", version.number.into()),
                ("date", date(reader, zone, version.saved_at).into()),
                ("organisation", organisation.into()),
            ];
            reader.format("page-proposals-version", &args)
        });
        Self {
            link: Link { said: title(reader, proposal), href: reader.link(&address::proposal(proposal)) },
            state: Badge::of_proposal(reader, proposal.state),
            table: table.map(|table| Said::translated(reader, &table.name)),
            last,
        }
    }
}

/// The page of a proposal.
#[derive(Template)]
#[template(path = "proposal.html")]
pub(super) struct ProposalPage {
    frame: Frame,
    title: Said,
    state: Badge,
    reason: Option<String>,
    table: Option<Link>,
    project: Option<Link>,
    opened: Option<String>,
    here: String,
    /// Where forms go.
    base: String,
    heading: String,
    source: String,
    note: Option<String>,
    earlier: Option<String>,
    lang: Option<String>,
    clauses: Vec<ClauseView>,
    endorsements: Vec<EndorsementView>,
    versions: Vec<VersionView>,
    comparison: Option<Comparison>,
    from: u32,
    to: u32,
    number: u32,
    last: u32,
    taking_part: TakingPart,
}

struct ClauseView {
    id: String,
    anchor: String,
    title: String,
    body: SafeHtml,
    comments: Vec<CommentView>,
}

struct CommentView {
    head: String,
    text: SafeHtml,
    lang: Option<String>,
    settled: Option<String>,
    reply: bool,
}

struct EndorsementView {
    text: String,
    mark: Badge,
}

struct VersionView {
    number: u32,
    restored: Option<String>,
    /// The states before, as links.
    states: Vec<(u32, String)>,
    link: String,
    href: String,
    date: String,
    organisation: String,
    note: Option<String>,
    hash: String,
}

/// Two versions side by side, in one text.
struct Comparison {
    heading: String,
    differences: Vec<DifferenceView>,
}

struct DifferenceView {
    mark: Badge,
    moved: Option<String>,
    title: Vec<PieceView>,
    body: Vec<PieceView>,
}

/// A part of a text; what was added or removed is said in words too.
struct PieceView {
    tag: Option<&'static str>,
    said: String,
    text: String,
}

impl ProposalPage {
    pub(super) fn new(reader: &Reader, site: &Site, record: &Record, taking_part: TakingPart) -> Self {
        let proposal = &record.proposal;
        let frame = Frame::new(reader.clone(), site, proposal.title.clone());
        let read = record.versions.iter().find(|version| version.number == record.number);
        let number = |key: &str, number: u32| reader.format(key, &[("number", number.into())]);
        let to_project = |project: &super::Project| Link {
            said: Said::written(reader, project.title.clone(), &project.language),
            href: reader.link(&address::project(project)),
        };
        Self {
            frame: frame.crumb(reader.text("page-nav-proposals"), "/proposals"),
            title: title(reader, proposal),
            state: Badge::of_proposal(reader, proposal.state),
            reason: proposal.state_reason.clone(),
            table: record.table.as_ref().map(|table| Link::to_table(reader, table)),
            project: record.project.as_ref().map(to_project),
            opened: proposal.opened_at.map(|at| date(reader, record.zone, at)),
            here: reader.link(&address::proposal(proposal)),
            base: reader.link(&format!("/proposals/{}", proposal.id)),
            heading: number("page-proposal-text", record.number),
            source: read.map_or_else(String::new, |version| source(reader, record, version)),
            note: read.and_then(|version| version.note.clone()),
            earlier: (record.number < proposal.current).then(|| number("page-proposal-text-earlier", proposal.current)),
            lang: Said::written(reader, "", &proposal.language).lang,
            clauses: record.clauses.iter().map(|clause| clause_view(reader, record, clause)).collect(),
            endorsements: record.endorsements.iter().map(|one| endorsement(reader, record, one)).collect(),
            versions: ProposalVersion::grouped(&record.versions)
                .rev()
                .filter_map(|one| version(reader, record, one))
                .collect(),
            comparison: record.pair.as_ref().map(|pair| comparison(reader, pair)),
            from: record.pair.as_ref().map_or_else(|| before_last(&record.versions), |[(from, _), _]| *from),
            to: record.pair.as_ref().map_or(proposal.current, |[_, (to, _)]| *to),
            number: record.number,
            last: proposal.current,
            taking_part,
        }
    }
}

fn title(reader: &Reader, proposal: &Proposal) -> Said {
    Said::written(reader, proposal.title.clone(), &proposal.language)
}

fn date(reader: &Reader, zone: Tz, at: DateTime<Utc>) -> String {
    format::date(reader.locale(), at.with_timezone(&zone).date_naive())
}

fn name(record: &Record, organisation: StakeholderId) -> String {
    record.names.get(&organisation).cloned().unwrap_or_default()
}

fn source(reader: &Reader, record: &Record, version: &ProposalVersion) -> String {
    let args = [
        ("organisation", name(record, version.on_behalf_of).into()),
        ("date", date(reader, record.zone, version.saved_at).into()),
    ];
    reader.format("page-proposal-text-by", &args)
}

fn clause_view(reader: &Reader, record: &Record, clause: &Clause) -> ClauseView {
    ClauseView {
        id: clause.id.to_string(),
        anchor: format!("clause-{}", clause.id),
        title: clause.title.clone(),
        body: to_html(&clause.body),
        comments: threads(&record.comments, clause.id).map(|it| comment(reader, record, it)).collect(),
    }
}

/// The comments on a clause: each thread together, oldest first.
fn threads(comments: &[Comment], clause: ProposalClauseId) -> impl Iterator<Item = &Comment> {
    let firsts = comments.iter().filter(move |comment| comment.clause == clause && comment.reply_to.is_none());
    firsts.flat_map(|first| {
        let replies = comments.iter().filter(|comment| comment.reply_to == Some(first.id));
        std::iter::once(first).chain(replies)
    })
}

fn comment(reader: &Reader, record: &Record, comment: &Comment) -> CommentView {
    let args = [
        ("organisation", name(record, comment.on_behalf_of).into()),
        ("date", date(reader, record.zone, comment.written_at).into()),
        ("number", comment.number.into()),
    ];
    let settled =
        |at| reader.format("page-proposal-comment-settled", &[("date", date(reader, record.zone, at).into())]);
    CommentView {
        head: reader.format("page-proposal-comment-by", &args),
        text: to_html(&comment.text),
        lang: Said::written(reader, "", &comment.language).lang,
        settled: comment.resolution.map(|resolution| settled(resolution.at)),
        reply: comment.reply_to.is_some(),
    }
}

fn endorsement(reader: &Reader, record: &Record, endorsement: &Endorsement) -> EndorsementView {
    let args = [
        ("organisation", name(record, endorsement.organisation).into()),
        ("number", endorsement.number.into()),
        ("date", date(reader, record.zone, endorsement.endorsed_at).into()),
    ];
    let (key, class) = if endorsement.number == record.proposal.current {
        ("page-proposal-endorsed-last", "bg-success")
    } else {
        ("page-proposal-endorsed-earlier", "bg-secondary")
    };
    EndorsementView {
        text: reader.format("page-proposal-endorsed", &args),
        mark: Badge { text: reader.text(key), class },
    }
}

/// The number of the version before the last.
fn before_last(texts: &[ProposalVersion]) -> u32 {
    let before = ProposalVersion::grouped(texts).rev().nth(1).and_then(<[_]>::last);
    before.or_else(|| texts.last()).map_or(1, |version| version.number)
}

/// A version by its states, the last of which is its text.
fn version(reader: &Reader, record: &Record, states: &[ProposalVersion]) -> Option<VersionView> {
    let (version, earlier) = states.split_last()?;
    let page = reader.link(&address::proposal(&record.proposal));
    let href = |number: u32| format!("{page}?version={number}");
    let numbered = |key: &str, number: u32| reader.format(key, &[("number", number.into())]);
    Some(VersionView {
        number: version.number,
        restored: version.restores.map(|number| numbered("page-proposal-version-restored", number)),
        states: earlier.iter().map(|state| (state.number, href(state.number))).collect(),
        link: numbered("page-proposal-version-read", version.number),
        href: href(version.number),
        date: date(reader, record.zone, version.saved_at),
        organisation: name(record, version.on_behalf_of),
        note: version.note.clone(),
        hash: version.hash.to_string(),
    })
}

fn comparison(reader: &Reader, [(from, before), (to, after)]: &[(u32, Vec<Clause>); 2]) -> Comparison {
    let args = [("from", (*from).into()), ("to", (*to).into())];
    let all = differences(before, after).into_iter();
    let told = all.filter(|found| found.change != Change::Unchanged || found.moved);
    Comparison {
        heading: reader.format("page-proposal-differences", &args),
        differences: told.map(|found| difference(reader, found)).collect(),
    }
}

fn difference(reader: &Reader, found: ClauseDifference) -> DifferenceView {
    let class = match found.change {
        Change::Added => "bg-success",
        Change::Removed => "bg-danger",
        Change::Changed => "bg-primary",
        Change::Unchanged => "bg-secondary",
    };
    let moved = found.moved.then_some(found.before).flatten().zip(found.after);
    let moved =
        moved.map(|(from, to)| reader.format("page-proposal-moved", &[("from", from.into()), ("to", to.into())]));
    let pieces = |pieces: Vec<Piece>| pieces.into_iter().map(|one| piece(reader, one)).collect();
    DifferenceView {
        mark: Badge { text: reader.label("change", found.change), class },
        moved,
        title: pieces(found.title),
        body: pieces(found.body),
    }
}

fn piece(reader: &Reader, piece: Piece) -> PieceView {
    let (tag, said) = match piece.kind {
        PieceKind::Kept => (None, String::new()),
        PieceKind::Inserted => (Some("ins"), reader.text("page-proposal-inserted")),
        PieceKind::Deleted => (Some("del"), reader.text("page-proposal-deleted")),
    };
    PieceView { tag, said, text: piece.text }
}
