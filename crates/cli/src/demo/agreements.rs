//! Agreements of the demo: a partnership in force and an agreement that waits for its last signature. The bodies exist;
//! texts, acts and signatures are invented.

use anyhow::Context;
use chrono::NaiveDate;
use cordata_app::agreement::{
    ActEntry, AddParty, CheckSignature, DraftAgreement, EditAgreementText, FreezeAgreementText, RecordAuthorisingAct,
    SignAgreement, WrittenClause,
};
use cordata_app::funding::PledgeCommitment;
use cordata_app::{App, Caller};
use cordata_domain::Locale;
use cordata_domain::agreement::{
    Agreement, AgreementDraft, AgreementKind, Participation, SignatureKind, SignatureStanding,
};
use cordata_domain::funding::{CommitmentDraft, Nature};
use cordata_domain::ids::{AgreementId, PartyId, ProjectId, StakeholderId};
use cordata_domain::money::Cents;
use cordata_domain::period::Validity;
use cordata_domain::policy::Visibility;

use super::seed::{Stage, day};

const PARTNERSHIP: [(&str, &str); 3] = [
    ("Oggetto (testo di prova)", "I partner **attuano insieme** il piano integrato territoriale GRAIES Lab."),
    ("Capofila", "La Città metropolitana di Torino coordina il partenariato e ne riferisce al tavolo permanente."),
    ("Impegni dei partner", "Ogni partner:\n\n- realizza le attività che gli sono affidate;\n- rendiconta ogni anno."),
];

const MOUNTAIN: [(&str, &str); 3] = [
    ("Oggetto (testo di prova)", "Gli enti gestiscono in comune la manutenzione dei sentieri di fondovalle."),
    (
        "Ripartizione dei compiti",
        "Le Unioni montane eseguono i lavori; la Città metropolitana mette a disposizione i dati.",
    ),
    ("Durata", "L'accordo dura cinque anni."),
];

/// Tells both. The first party is the lead body, the next three are the Unioni montane.
pub(crate) async fn tell(
    stage: &Stage<'_>,
    operator: &Caller,
    bodies: &[StakeholderId],
    project: ProjectId,
) -> anyhow::Result<()> {
    let story = Story { stage, app: stage.app, operator };
    let unions = bodies.get(..4).context("the lead body and three unions have seats")?;
    let groups = bodies.get(10..13).context("three local action groups have seats")?;
    let partners: Vec<StakeholderId> = unions.iter().take(2).chain(groups).copied().collect();
    let draft = Story::draft(AgreementKind::Partnership, "Partenariato PITER GRAIES Lab (demo)", (2024, 2029))?;
    let draft = AgreementDraft { projects: vec![project], ..draft };
    let (agreement, parties) = story.frozen(draft, &PARTNERSHIP, &partners).await?;
    for party in &parties {
        story.sign(agreement, *party, SignatureKind::Digital).await?;
    }
    story.verify(agreement).await?;
    story.pledge(agreement, project, bodies.first().copied()).await?;
    let title = "Accordo tra le Unioni montane e la Città metropolitana per i sentieri (demo)";
    let draft = Story::draft(AgreementKind::PaAgreement, title, (2024, 2028))?;
    let (agreement, parties) = story.frozen(draft, &MOUNTAIN, unions).await?;
    for party in parties.iter().take(3) {
        story.sign(agreement, *party, SignatureKind::QualifiedElectronic).await?;
    }
    Ok(())
}

/// How an agreement comes about, on the day at which the story's clock stands.
struct Story<'a> {
    stage: &'a Stage<'a>,
    app: &'a App,
    operator: &'a Caller,
}

impl Story<'_> {
    fn draft(kind: AgreementKind, title: &str, years: (i32, i32)) -> anyhow::Result<AgreementDraft> {
        Ok(AgreementDraft {
            kind,
            title: title.to_owned(),
            language: Locale::italian(),
            table: None,
            projects: Vec::new(),
            period: Validity::new(day(years.0, 1, 1)?, Some(day(years.1, 12, 31)?))?,
            renewal_clause: Some("Rinnovabile una volta con atto scritto delle parti".to_owned()),
            varies_planning: false,
        })
    }

    fn today(&self) -> NaiveDate {
        self.app.now().date_naive()
    }

    /// An agreement with parties, text and authorising acts, ready to be signed.
    async fn frozen(
        &self,
        draft: AgreementDraft,
        clauses: &[(&str, &str)],
        bodies: &[StakeholderId],
    ) -> anyhow::Result<(AgreementId, Vec<PartyId>)> {
        let agreement = self.app.execute(self.operator, DraftAgreement(draft)).await?;
        let mut parties = Vec::new();
        for organisation in bodies.iter().copied() {
            let add = AddParty { agreement, organisation, participation: Participation::Required };
            let (_, party) = self.app.execute(self.operator, add).await?;
            parties.push(party);
        }
        let written = |(heading, body): &(&str, &str)| WrittenClause {
            id: None,
            heading: (*heading).to_owned(),
            body: (*body).to_owned(),
        };
        let expected_version = self.read(agreement).await?.version;
        let clauses = clauses.iter().map(written).collect();
        self.app.execute(self.operator, EditAgreementText { agreement, expected_version, clauses }).await?;
        let expected_version = self.read(agreement).await?.version;
        self.app.execute(self.operator, FreezeAgreementText { agreement, expected_version }).await?;
        for (number, party) in (1..).zip(parties.iter().copied()) {
            let act = ActEntry {
                number: format!("{number}/2024 (demo)"),
                date: self.today(),
                body: "Organo esecutivo dell'ente".to_owned(),
            };
            self.app.execute(self.operator, RecordAuthorisingAct { party, act }).await?;
        }
        Ok((agreement, parties))
    }

    async fn read(&self, agreement: AgreementId) -> anyhow::Result<Agreement> {
        let sight = Visibility { everything: true, ..Visibility::default() };
        let found = self.stage.reads.agreements_by_id(&sight, &[agreement]).await?.pop();
        found.context("the agreement was just made")
    }

    async fn sign(&self, agreement: AgreementId, party: PartyId, kind: SignatureKind) -> anyhow::Result<()> {
        let text = self.read(agreement).await?.text.context("the text was just frozen")?;
        let sign = SignAgreement {
            idempotency_key: format!("demo-{party}"),
            party,
            text_hash: text.hash,
            kind,
            signed_on: self.today(),
        };
        self.app.execute(self.operator, sign).await?;
        Ok(())
    }

    async fn verify(&self, agreement: AgreementId) -> anyhow::Result<()> {
        for signature in self.read(agreement).await?.parties.iter().flat_map(|party| &party.signatures) {
            let check = CheckSignature { signature: signature.id, standing: SignatureStanding::Verified };
            self.app.execute(self.operator, check).await?;
        }
        Ok(())
    }

    /// Work that the lead body promises under the agreement.
    async fn pledge(
        &self,
        agreement: AgreementId,
        project: ProjectId,
        contributor: Option<StakeholderId>,
    ) -> anyhow::Result<()> {
        let draft = CommitmentDraft {
            project,
            contributor,
            source: None,
            nature: Nature::InKind,
            agreement: Some(agreement),
            conditions: Some("Personale per il coordinamento (demo)".to_owned()),
        };
        let key = "demo-graies-coordination".to_owned();
        let amount = Cents::parse("15000")?;
        let pledge = PledgeCommitment { idempotency_key: key, draft, amount, act: None, confirmation: None };
        self.app.execute(self.operator, pledge).await?;
        Ok(())
    }
}
