//! Four eyes in the demo: payments that one person recorded, one of them validated by another, and work that waits for
//! somebody to accept it. Amounts and papers are invented.

use anyhow::Context;
use cordata_app::funding::{ConfirmCommitment, ConfirmReceipt, DeclareInKind, DocumentInKind, RecordPayment};
use cordata_app::{App, Caller};
use cordata_domain::funding::{Commitment, InKindDraft, Nature, Position};
use cordata_domain::ids::{CommitmentId, EntryId, PersonId, ProjectId};
use cordata_domain::money::Cents;

use super::indicators::caller;
use super::seed::{Stage, day};

/// The numbers of the two payments and their amounts.
const PAYMENTS: [(&str, &str); 2] = [("Mandato 2024/12 (demo)", "400000"), ("Mandato 2024/15 (demo)", "94375")];

/// Tells who recorded what for the partnership, and who checked it.
pub(crate) async fn tell(
    stage: &Stage<'_>,
    operator: &Caller,
    partnership: ProjectId,
    (records, checks): (PersonId, PersonId),
) -> anyhow::Result<()> {
    let promises = stage.reads.commitments_of(&operator.actor.visibility(), &[partnership]).await?;
    let unpaid = |nature: Nature| {
        let fits = |(commitment, position): &&(Commitment, Position)| {
            commitment.nature == nature && position.paid == Cents::ZERO
        };
        promises.iter().find(fits).map(|(commitment, _)| commitment.id).context("the partnership has such a promise")
    };
    let (records, checks) = (caller(stage, records).await?, caller(stage, checks).await?);
    let money = unpaid(Nature::Cash)?;
    let mut paid = Vec::new();
    for (number, amount) in PAYMENTS {
        paid.push(pay(stage.app, &records, money, (number, amount)).await?);
    }
    let first = paid.first().copied().context("a payment was just recorded")?;
    let confirm = ConfirmReceipt {
        idempotency_key: "demo-receipt".to_owned(),
        entry: first,
        reference: Some("Quietanza 2024/31 (demo)".to_owned()),
    };
    stage.app.execute(&checks, confirm).await?;
    work(stage.app, (operator, &records), unpaid(Nature::InKind)?).await
}

async fn pay(
    app: &App,
    by: &Caller,
    commitment: CommitmentId,
    (number, amount): (&str, &str),
) -> anyhow::Result<EntryId> {
    let payment = RecordPayment {
        idempotency_key: format!("demo-{number}"),
        commitment,
        amount: Cents::parse(amount)?,
        on: day(2024, 1, 12)?,
        reference: Some(number.to_owned()),
        order_only: false,
    };
    Ok(app.execute(by, payment).await?)
}

/// Days of work of the lead body's staff, reported and documented, and not accepted yet.
async fn work(app: &App, (operator, by): (&Caller, &Caller), commitment: CommitmentId) -> anyhow::Result<()> {
    let act = Some("Determina di assegnazione del personale (demo)".to_owned());
    let confirm = ConfirmCommitment {
        idempotency_key: "demo-work-confirmed".to_owned(),
        commitment,
        act: act.clone(),
        decision: None,
    };
    app.execute(operator, confirm).await?;
    let draft = InKindDraft {
        amount: Cents::parse("12500")?,
        given_on: day(2024, 1, 10)?,
        description: "Cinquanta giornate di lavoro per il coordinamento del partenariato (demo)".to_owned(),
        act,
    };
    let declare = DeclareInKind { idempotency_key: "demo-work-declared".to_owned(), commitment, draft };
    let in_kind = app.execute(by, declare).await?;
    let paper =
        DocumentInKind { in_kind, expected_version: 1, reference: "Fogli ore 2023 (demo)".to_owned(), document: None };
    app.execute(by, paper).await?;
    Ok(())
}
