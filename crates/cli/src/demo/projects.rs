//! Projects of the demo: the GRAIES Lab partnership and five projects of the recovery plan, with their real amounts.
//! Dates of milestones and who confirmed what by which act are invented.

use chrono::NaiveDate;
use cordata_app::funding::{
    ConfirmCommitment, CreateFundingProgramme, CreateFundingSource, PledgeCommitment, RecordPayment,
};
use cordata_app::project::{AddMilestone, AdvanceProject, CreateProject, ReportMilestone};
use cordata_app::stakeholder::CreateStakeholder;
use cordata_app::{App, Caller};
use cordata_domain::funding::{CommitmentDraft, Nature};
use cordata_domain::ids::{FundingSourceId, PlanActionId, ProjectId, StakeholderId};
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::project::{Budget, Cup, ProjectDraft, ProjectState};
use cordata_domain::{Locale, LocalisedText};

/// One recovery-plan project: CUP, place, measure, total, PNRR, paid of it, other sources.
struct RecoveryProject {
    cup: Option<&'static str>,
    place: &'static str,
    measure: &'static str,
    total: &'static str,
    from_plan: &'static str,
    paid: &'static str,
    from_municipality: Option<&'static str>,
    due: &'static str,
}

/// Usseglio and Scalenghe really paid more than they were given (1,242,896.80 and 1,111,500 euro): only an import keeps
/// such a contradiction, so here they are paid up to what was confirmed.
const RECOVERY: [RecoveryProject; 5] = [
    RecoveryProject {
        cup: Some("B73C22000050001"),
        place: "Bussoleno",
        measure: "M5C2I2.02.03",
        total: "4400000",
        from_plan: "2144555.38",
        paid: "1140734.99",
        from_municipality: None,
        due: "2026-06-30",
    },
    RecoveryProject {
        cup: Some("F48I22000000001"),
        place: "Torre Pellice",
        measure: "M5C2I2.02.03",
        total: "3740000",
        from_plan: "1822872.07",
        paid: "574972.09",
        from_municipality: None,
        due: "2026-06-30",
    },
    RecoveryProject {
        cup: Some("B25D22000000005"),
        place: "Usseglio",
        measure: "M5C2I2.02.03",
        total: "2162000",
        from_plan: "1018663.81",
        paid: "1018663.81",
        from_municipality: Some("14578.99"),
        due: "2026-06-30",
    },
    RecoveryProject {
        cup: Some("H84E22000600001"),
        place: "Susa",
        measure: "M6C1I1.01.00",
        total: "1703695.20",
        from_plan: "1513828.20",
        paid: "222757.18",
        from_municipality: None,
        due: "2026-03-31",
    },
    RecoveryProject {
        cup: Some("D77H22005130004"),
        place: "Scalenghe",
        measure: "M5C2I2.02.03",
        total: "960000",
        from_plan: "960000",
        paid: "960000",
        from_municipality: None,
        due: "2026-06-30",
    },
];

/// Adds all of them. `lead` is the metropolitan city, `action` the action under which the recovery plan's urban and
/// health projects stand in the demo. Answers the partnership.
pub(crate) async fn tell(
    app: &App,
    operator: &Caller,
    lead: StakeholderId,
    actions: &[PlanActionId],
) -> anyhow::Result<ProjectId> {
    let plan = body(app, operator, "PNRR", "OTHER_PUBLIC_BODY").await?;
    let source = source(app, operator, "RECOVERY_PLAN", "PNRR").await?;
    for (index, project) in RECOVERY.iter().enumerate() {
        let municipality = body(app, operator, &format!("Comune di {}", project.place), "MUNICIPALITY").await?;
        let action = actions.get(index % actions.len().max(1)).copied();
        let story = Story { app, operator, project: create(app, operator, project, municipality, action).await? };
        story.give((plan, Some(source)), project.from_plan, project.paid).await?;
        if let Some(amount) = project.from_municipality {
            story.give((municipality, None), amount, "0").await?;
        }
        story.milestones(project.due.parse()?).await?;
    }
    graies(app, operator, lead).await
}

async fn body(app: &App, operator: &Caller, name: &str, kind: &str) -> anyhow::Result<StakeholderId> {
    Ok(app
        .execute(operator, CreateStakeholder { name: name.to_owned(), kind: kind.to_owned(), tax_code: None })
        .await?)
}

async fn source(app: &App, operator: &Caller, code: &str, name: &str) -> anyhow::Result<FundingSourceId> {
    let create =
        CreateFundingSource { code: code.to_owned(), name: LocalisedText::italian(name), programme: None, rate: None };
    Ok(app.execute(operator, create).await?)
}

async fn create(
    app: &App,
    operator: &Caller,
    project: &RecoveryProject,
    lead: StakeholderId,
    action: Option<PlanActionId>,
) -> anyhow::Result<ProjectId> {
    let draft = ProjectDraft {
        title: format!("{} – intervento {}", project.place, project.measure),
        language: Locale::italian(),
        lead: Some(lead),
        table: None,
        cups: project.cup.map(Cup::parse).transpose()?.into_iter().collect(),
        measure: Some(project.measure.to_owned()),
        starts_on: Some("2022-03-01".parse()?),
        ends_on: Some(project.due.parse()?),
    };
    let budget = Some(Budget::new(Cents::parse(project.total)?, Cents::ZERO)?);
    let actions = action.map(|action| (action, Share::WHOLE)).into_iter().collect();
    let id = app.execute(operator, CreateProject { draft, actions, budget }).await?;
    for (version, target) in (1..).zip([ProjectState::CoDesign, ProjectState::Approved, ProjectState::Implementing]) {
        app.execute(operator, AdvanceProject { project: id, expected_version: version, target, reason: None }).await?;
    }
    Ok(id)
}

/// One project whose money is being told.
struct Story<'a> {
    app: &'a App,
    operator: &'a Caller,
    project: ProjectId,
}

impl Story<'_> {
    /// A promise, confirmed by an act, of which something is paid.
    async fn give(
        &self,
        from: (StakeholderId, Option<FundingSourceId>),
        amount: &str,
        paid: &str,
    ) -> anyhow::Result<()> {
        let (contributor, source) = from;
        let (app, key) = (self.app, |what: &str| format!("demo-{}-{contributor}-{what}", self.project));
        let draft = CommitmentDraft {
            project: self.project,
            contributor: Some(contributor),
            source,
            nature: Nature::Cash,
            agreement: None,
            conditions: None,
        };
        let pledge = PledgeCommitment {
            idempotency_key: key("pledge"),
            draft,
            amount: Cents::parse(amount)?,
            act: None,
            confirmation: None,
        };
        let commitment = app.execute(self.operator, pledge).await?;
        let act = Some("Decreto di assegnazione (demo)".to_owned());
        app.execute(
            self.operator,
            ConfirmCommitment { idempotency_key: key("confirm"), commitment, act, decision: None },
        )
        .await?;
        let paid = Cents::parse(paid)?;
        if paid > Cents::ZERO {
            let on: NaiveDate = "2023-12-15".parse()?;
            let reference = Some("Mandato 2023/118 (demo)".to_owned());
            let payment = RecordPayment {
                idempotency_key: key("paid"),
                commitment,
                amount: paid,
                on,
                reference,
                order_only: false,
            };
            app.execute(self.operator, payment).await?;
        }
        Ok(())
    }

    async fn milestones(&self, due: NaiveDate) -> anyhow::Result<()> {
        let (app, project) = (self.app, self.project);
        let award = AddMilestone { project, title: "Aggiudicazione dei lavori".to_owned(), due: "2023-07-31".parse()? };
        let (_, milestone) = app.execute(self.operator, award).await?;
        app.execute(self.operator, ReportMilestone { project, milestone, percent_done: 100 }).await?;
        app.execute(self.operator, AddMilestone { project, title: "Collaudo".to_owned(), due }).await?;
        Ok(())
    }
}

/// The cross-border partnership: ERDF pays 80 %, the State 20 %; the metropolitan city adds work.
async fn graies(app: &App, operator: &Caller, lead: StakeholderId) -> anyhow::Result<ProjectId> {
    let programme = CreateFundingProgramme {
        code: "ALCOTRA-2014-2020".to_owned(),
        name: LocalisedText::bilingual("Interreg V-A Francia-Italia ALCOTRA", "Interreg V-A France-Italy ALCOTRA"),
        in_kind_cap: Some(Share::parse("10")?),
        eligibility: None,
    };
    let programme = app.execute(operator, programme).await?;
    let mut sources = Vec::new();
    for (code, name, rate) in [("ERDF", "FESR", "80"), ("STATE-ALCOTRA", "Contropartita nazionale", "20")] {
        let rate = Some(Share::parse(rate)?);
        let create = CreateFundingSource {
            code: code.to_owned(),
            name: LocalisedText::italian(name),
            programme: Some(programme),
            rate,
        };
        sources.push(app.execute(operator, create).await?);
    }
    let draft = ProjectDraft {
        title: "PITER GRAIES Lab – generazioni rurali alpine innovanti e solidali".to_owned(),
        language: Locale::italian(),
        lead: Some(lead),
        table: None,
        cups: Vec::new(),
        measure: None,
        starts_on: Some("2018-10-01".parse()?),
        ends_on: Some("2023-06-30".parse()?),
    };
    let budget = Some(Budget::new(Cents::parse("8943750")?, Cents::parse("120000")?)?);
    let project = app.execute(operator, CreateProject { draft, actions: Vec::new(), budget }).await?;
    let story = Story { app, operator, project };
    let (union, state) = (
        body(app, operator, "Unione europea (FESR)", "FOREIGN_BODY").await?,
        body(app, operator, "Stato italiano", "OTHER_PUBLIC_BODY").await?,
    );
    story.give((union, sources.first().copied()), "7155000", "3577500").await?;
    story.give((state, sources.get(1).copied()), "1788750", "0").await?;
    let work = CommitmentDraft {
        project,
        contributor: Some(lead),
        source: None,
        nature: Nature::InKind,
        agreement: None,
        conditions: None,
    };
    let pledge = PledgeCommitment {
        idempotency_key: "demo-graies-work".to_owned(),
        draft: work,
        amount: Cents::parse("80000")?,
        act: None,
        confirmation: None,
    };
    app.execute(operator, pledge).await?;
    Ok(project)
}
