use askama::Template;
use chrono::NaiveDate;
use cordata_domain::agreement::{Agreement, Clause, FormalAct, Participation, Party, Signature};
use cordata_domain::funding::{Commitment, Position};
use cordata_domain::ids::{ProjectId, StakeholderId};
use cordata_domain::money::Currency;
use cordata_domain::period::Validity;
use cordata_domain::project::Project;
use cordata_text::{SafeHtml, force_sentence, format, markdown};

use super::Record;
use crate::page::frame::Frame;
use crate::page::reader::Reader;
use crate::page::view::{Badge, Link, Said};
use crate::page::{Site, address};

/// An agreement in a list.
pub(in crate::page) struct AgreementLine {
    pub(in crate::page) link: Link,
    pub(in crate::page) kind: String,
    pub(in crate::page) state: Badge,
    pub(in crate::page) force: String,
}

impl AgreementLine {
    pub(in crate::page) fn new(reader: &Reader, agreement: &Agreement, today: NaiveDate) -> Self {
        Self {
            link: Link { said: title(reader, agreement), href: reader.link(&address::agreement(agreement)) },
            kind: reader.label("agreement-kind", agreement.kind),
            state: Badge::of_agreement(reader, agreement.state(today)),
            force: force_sentence(reader.locale(), agreement, today),
        }
    }
}

/// The page of an agreement. It names organisations, never who signed for them (rule P3).
#[derive(Template)]
#[template(path = "agreement.html")]
pub(super) struct AgreementPage {
    frame: Frame,
    title: Said,
    state: Badge,
    force: String,
    signed: String,
    kind: String,
    period: String,
    renewal: Option<Said>,
    ratification: Option<String>,
    publication: Option<String>,
    ended: Option<String>,
    parties: Vec<PartyView>,
    text: Option<TextView>,
    projects: Vec<Link>,
    commitments: Vec<PromiseView>,
}

struct PartyView {
    organisation: String,
    participation: String,
    state: String,
    act: Option<String>,
    signature: Option<String>,
}

struct TextView {
    version: Option<String>,
    hash: String,
    lang: Option<String>,
    clauses: Vec<ClauseView>,
}

struct ClauseView {
    anchor: String,
    heading: String,
    body: SafeHtml,
}

struct PromiseView {
    contributor: String,
    project: Option<Link>,
    nature: String,
    state: String,
    promised: String,
}

impl AgreementPage {
    pub(super) fn new(reader: &Reader, site: &Site, record: &Record) -> Self {
        let agreement = &record.agreement;
        let frame = Frame::new(reader.clone(), site, agreement.title.clone());
        let party = |party: &Party| party_view(reader, record, party);
        Self {
            frame: frame.crumb(reader.text("page-nav-agreements"), "/agreements"),
            title: title(reader, agreement),
            state: Badge::of_agreement(reader, agreement.state(record.today)),
            force: force_sentence(reader.locale(), agreement, record.today),
            signed: signed(reader, agreement),
            kind: reader.label("agreement-kind", agreement.kind),
            period: period(reader, agreement.period),
            renewal: agreement.renewal_clause.as_ref().map(|words| Said::written(reader, words, &agreement.language)),
            ratification: agreement.ratification.as_ref().map(|approval| act(reader, approval)),
            publication: publication(reader, agreement),
            ended: ended(reader, agreement),
            parties: agreement.parties.iter().map(party).collect(),
            text: text(reader, agreement, &record.clauses),
            projects: agreement.projects.iter().filter_map(|id| project(reader, record, *id)).collect(),
            commitments: record.commitments.iter().map(|row| promise(reader, record, row)).collect(),
        }
    }
}

fn title(reader: &Reader, agreement: &Agreement) -> Said {
    Said::written(reader, agreement.title.clone(), &agreement.language)
}

fn day(reader: &Reader, day: NaiveDate) -> String {
    format::date(reader.locale(), day)
}

/// How many of the parties that are needed have signed.
fn signed(reader: &Reader, agreement: &Agreement) -> String {
    let required = agreement.parties.iter().filter(|party| party.participation == Participation::Required);
    let (signed, unsigned): (Vec<&Party>, Vec<&Party>) =
        required.partition(|party| agreement.signed_on(party).is_some());
    let total = signed.len().saturating_add(unsigned.len());
    reader.format("page-agreement-signed", &[("signed", signed.len().into()), ("total", total.into())])
}

fn period(reader: &Reader, period: Validity) -> String {
    let from = day(reader, period.from);
    match period.to {
        Some(to) => reader.format("page-from-to", &[("from", from.into()), ("to", day(reader, to).into())]),
        None => reader.format("page-since", &[("from", from.into())]),
    }
}

fn act(reader: &Reader, act: &FormalAct) -> String {
    let args = [
        ("body", act.body.as_str().into()),
        ("number", act.number.as_str().into()),
        ("date", day(reader, act.date).into()),
    ];
    reader.format("page-agreement-act", &args)
}

fn publication(reader: &Reader, agreement: &Agreement) -> Option<String> {
    let publication = agreement.publication.as_ref()?;
    let args = [("date", day(reader, publication.on).into()), ("reference", publication.reference.as_str().into())];
    Some(reader.format("page-agreement-published", &args))
}

fn ended(reader: &Reader, agreement: &Agreement) -> Option<String> {
    let ending = agreement.ending.as_ref()?;
    let args = [("date", day(reader, ending.on).into()), ("reason", ending.reason.as_str().into())];
    Some(reader.format("page-agreement-ended-on", &args))
}

fn name(reader: &Reader, record: &Record, organisation: Option<StakeholderId>) -> String {
    let name = organisation.and_then(|id| record.names.get(&id).cloned());
    name.unwrap_or_else(|| reader.text("page-project-contributor-unnamed"))
}

fn party_view(reader: &Reader, record: &Record, party: &Party) -> PartyView {
    let label: String = reader.label("party-state", party.state);
    let state = match party.withdrawn_on {
        Some(on) => {
            let since = reader.format("page-agreement-withdrawn-on", &[("date", day(reader, on).into())]);
            format!("{label} {since}")
        }
        None => label,
    };
    PartyView {
        organisation: name(reader, record, Some(party.organisation)),
        participation: reader.label("participation", party.participation),
        state,
        act: party.act.as_ref().map(|authorising| act(reader, authorising)),
        signature: party.signatures.iter().rfind(|made| made.voided_at.is_none()).map(|made| signature(reader, made)),
    }
}

fn signature(reader: &Reader, signature: &Signature) -> String {
    let args = [
        ("kind", reader.label("signature-kind", signature.signed.kind).into()),
        ("date", day(reader, signature.signed.signed_on).into()),
        ("standing", reader.label("signature-standing", signature.standing).into()),
    ];
    reader.format("page-agreement-signature-of", &args)
}

fn text(reader: &Reader, agreement: &Agreement, clauses: &[Clause]) -> Option<TextView> {
    let text = agreement.text.as_ref()?;
    let version = agreement.frozen_on.map(|frozen| {
        let args = [("number", text.number.to_string().into()), ("date", day(reader, frozen).into())];
        reader.format("page-agreement-text-version", &args)
    });
    let clause = |clause: &Clause| ClauseView {
        anchor: format!("clause-{}", clause.id),
        heading: clause.heading.clone(),
        body: markdown::to_html(&clause.body),
    };
    Some(TextView {
        version,
        hash: text.hash.as_str().to_owned(),
        lang: title(reader, agreement).lang,
        clauses: clauses.iter().map(clause).collect(),
    })
}

fn project(reader: &Reader, record: &Record, id: ProjectId) -> Option<Link> {
    let found: Option<&Project> = record.projects.iter().find(|project| project.id == id);
    let project = found?;
    let said = Said::written(reader, project.title.clone(), &project.language);
    Some(Link { said, href: reader.link(&address::project(project)) })
}

fn promise(reader: &Reader, record: &Record, (commitment, position): &(Commitment, Position)) -> PromiseView {
    PromiseView {
        contributor: name(reader, record, commitment.contributor),
        project: project(reader, record, commitment.project),
        nature: reader.label("nature", commitment.nature),
        state: reader.label("commitment-state", commitment.state),
        promised: format::money_cents(reader.locale(), position.promised.get(), Currency::EUR.as_str()),
    }
}
