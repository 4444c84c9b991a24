//! Co-design in the demo: a proposal that two organisations write, and three contributions, one of them answered. All
//! of it is invented.

use anyhow::Context;
use cordata_app::Caller;
use cordata_app::codesign::{
    AnswerContribution, CitizenDraft, CommentOn, CreateProposal, EndorseProposal, OpenProposal, SaveProposalVersion,
    SubmitContribution, TextDraft,
};
use cordata_app::ports::read::Reads;
use cordata_domain::Locale;
use cordata_domain::codesign::{
    Clause, ClauseDraft, CommentDraft, ContributionDraft, ContributionKind, Outcome, ProposalDraft,
};
use cordata_domain::ids::{ContributionId, ProposalId, StakeholderId, TableId};
use cordata_domain::policy::Visibility;

use super::seed::{Place, Stage};

fn clause(title: &str, body: &str) -> ClauseDraft {
    ClauseDraft { id: None, title: title.to_owned(), body: body.to_owned() }
}

/// Writes the proposal, then sends and answers what citizens contribute.
pub(crate) async fn tell(stage: &Stage<'_>, table: TableId, places: &[Place]) -> anyhow::Result<()> {
    let organisation = |index: usize| {
        places.get(index).map(|place| place.organisation).context("the table has fewer seats than the demo names")
    };
    let proposal = first_version(stage, table, organisation(0)?).await?;
    endorse(stage, proposal, organisation(9)?).await?;
    second_version(stage, proposal, organisation(1)?).await?;
    contributions(stage, table, proposal).await?;
    Ok(stage.worker.run_until_empty().await?)
}

async fn first_version(stage: &Stage<'_>, table: TableId, author: StakeholderId) -> anyhow::Result<ProposalId> {
    let operator = Caller::operator();
    stage.clock.set("2025-03-03T09:00:00Z".parse()?);
    let draft = ProposalDraft {
        table,
        project: None,
        title: "Trasporto a chiamata nelle valli".to_owned(),
        language: Locale::italian(),
    };
    let clauses = vec![
        clause(
            "Oggetto",
            "Un servizio di trasporto **a chiamata** nei comuni montani, prenotabile per telefono e online.",
        ),
        clause("Territorio", "Dieci comuni delle Valli di Susa e Sangone, nel primo anno."),
        clause("Orari", "Dal lunedì al venerdì, dalle 7 alle 19."),
        clause("Costi", "I costi sono a carico della Città metropolitana."),
    ];
    let text = TextDraft { on_behalf_of: author, clauses, note: None };
    let proposal = stage.app.execute(&operator, CreateProposal { draft, text }).await?;
    stage.app.execute(&operator, OpenProposal { proposal, expected_version: 1 }).await?;
    Ok(proposal)
}

/// It stays with the first version, whatever is written later.
async fn endorse(stage: &Stage<'_>, proposal: ProposalId, organisation: StakeholderId) -> anyhow::Result<()> {
    stage.clock.set("2025-03-10T10:00:00Z".parse()?);
    stage.app.execute(&Caller::operator(), EndorseProposal { proposal, text_version: 1, organisation }).await?;
    Ok(())
}

async fn clauses(reads: &dyn Reads, proposal: ProposalId, number: u32) -> anyhow::Result<Vec<Clause>> {
    let sight = Visibility { everything: true, ..Visibility::default() };
    let rows = reads.proposal_clauses_of(&sight, &[(proposal, number)]).await?;
    Ok(rows.into_iter().map(|(_, clause)| clause).collect())
}

/// Another organisation widens the service, puts the costs first and says who shares them, and asks about the hours.
async fn second_version(stage: &Stage<'_>, proposal: ProposalId, author: StakeholderId) -> anyhow::Result<()> {
    let operator = Caller::operator();
    stage.clock.set("2025-03-24T14:00:00Z".parse()?);
    let [object, territory, hours, costs]: [Clause; 4] =
        clauses(stage.reads, proposal, 1).await?.try_into().ok().context("the first version has four clauses")?;
    let kept = |clause: Clause, body: &str| ClauseDraft {
        id: Some(clause.id),
        title: clause.title,
        body: if body.is_empty() { clause.body } else { body.to_owned() },
    };
    let clauses = vec![
        kept(object, ""),
        kept(costs, "I costi sono per metà a carico della Città metropolitana e per metà dei comuni serviti."),
        kept(territory, "Venti comuni delle Valli di Susa e Sangone, nel primo anno."),
        kept(hours.clone(), ""),
        clause("Verifica", "Dopo sei mesi il Tavolo esamina le corse fatte e quelle richieste."),
    ];
    let note = Some("Più comuni, costi condivisi, una verifica dopo sei mesi".to_owned());
    let text = TextDraft { on_behalf_of: author, clauses, note };
    stage.app.execute(&operator, SaveProposalVersion { proposal, base_version: 1, text }).await?;
    let comment = CommentDraft {
        number: 2,
        clause: hours.id,
        reply_to: None,
        on_behalf_of: author,
        text: "E il sabato, giorno di mercato?".to_owned(),
        language: Locale::italian(),
    };
    stage.app.execute(&operator, CommentOn { proposal, comment }).await?;
    Ok(())
}

/// Two citizens and an answer: one idea is taken up, the others wait.
async fn contributions(stage: &Stage<'_>, table: TableId, proposal: ProposalId) -> anyhow::Result<()> {
    stage.clock.set("2025-04-07T08:00:00Z".parse()?);
    let idea = send(
        stage,
        ("demo-idea", ContributionKind::Idea, Some(table)),
        ("Il bus anche il giorno del mercato", "A Bussoleno il mercato è di sabato: servirebbe una corsa la mattina."),
        ("Franca Vottero", "franca.vottero", "it"),
    )
    .await?;
    send(
        stage,
        ("demo-proposal", ContributionKind::Proposal, None),
        ("Night trains for hikers", "One late train on Sundays between May and October, with room for bicycles."),
        ("Emily Hart", "emily.hart", "en"),
    )
    .await?;
    send(
        stage,
        ("demo-offer", ContributionKind::Offer, None),
        ("Un pulmino con autista", "La nostra associazione ha un pulmino libero nei giorni feriali."),
        ("Aldo Perron", "aldo.perron", "it"),
    )
    .await?;
    stage.worker.run_until_empty().await?;
    stage.clock.set("2025-04-14T10:30:00Z".parse()?);
    let answer = AnswerContribution {
        contribution: idea,
        expected_version: 1,
        outcome: Outcome::Merge(proposal),
        message: Some("Grazie: gli orari del sabato sono ora in discussione nella clausola «Orari».".to_owned()),
    };
    stage.app.execute(&Caller::operator(), answer).await?;
    Ok(())
}

async fn send(
    stage: &Stage<'_>,
    (key, kind, table): (&str, ContributionKind, Option<TableId>),
    (title, text): (&str, &str),
    (name, mailbox, language): (&str, &str, &str),
) -> anyhow::Result<ContributionId> {
    let language = Locale::parse(language)?;
    let submit = SubmitContribution {
        idempotency_key: key.to_owned(),
        draft: ContributionDraft {
            kind,
            title: title.to_owned(),
            text: text.to_owned(),
            language: language.clone(),
            table,
        },
        on_behalf_of: None,
        citizen: Some(CitizenDraft {
            name: name.to_owned(),
            address: format!("{mailbox}@example.org"),
            consent: cordata_text::words(&language).text("page-contribute-consent"),
        }),
    };
    let (contribution, _) = stage.app.execute(&Caller::operator(), submit).await?;
    Ok(contribution)
}
