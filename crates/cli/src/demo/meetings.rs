//! Two meetings of the mountain table: the first one, held on 15 October 2018, and the next one, convened. What is
//! said and decided at them is invented.

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Europe::Rome;
use cordata_app::Caller;
use cordata_app::meeting::{
    AddFollowUp, AttendanceEntry, CloseMeeting, ConveneMeeting, DraftMeeting, OpenMeeting, RecordAttendance,
    RecordDecision,
};
use cordata_domain::Locale;
use cordata_domain::ids::{AgendaItemId, DecisionId, MeetingId, StakeholderId, TableId};
use cordata_domain::meeting::{
    AgendaItemDraft, AgendaItemKind, DecisionDraft, DecisionMethod, Majority, MeetingDraft, MeetingKind, MeetingMode,
    Presence, Tally,
};
use cordata_domain::period::{LocalMoment, WorkingCalendar};
use cordata_domain::policy::Visibility;

use super::seed::{Place, Stage};

fn item(title: &str, body: &str, kind: AgendaItemKind) -> AgendaItemDraft {
    let body = (!body.is_empty()).then(|| body.to_owned());
    AgendaItemDraft { title: title.to_owned(), body, kind, language: Locale::italian() }
}

fn preparation(title: &str, place: &str, local: NaiveDateTime, minutes: u32) -> MeetingDraft {
    MeetingDraft {
        title: title.to_owned(),
        kind: MeetingKind::Ordinary,
        mode: MeetingMode::InPerson,
        place: Some(place.to_owned()),
        link: None,
        starts: LocalMoment::new(local, Rome),
        minutes,
    }
}

/// The first meeting, from its convocation to the digest of the morning after.
pub(crate) async fn first(stage: &Stage<'_>, table: TableId, places: &[Place]) -> anyhow::Result<MeetingId> {
    let operator = Caller::operator();
    let app = stage.app;
    stage.clock.set("2018-09-24T08:30:00Z".parse()?);
    let start = "2018-10-15T10:00:00".parse()?;
    let place = "Sala del Consiglio metropolitano, corso Inghilterra 7, Torino";
    let plan = preparation("Insediamento del Tavolo permanente sulla montagna", place, start, 150);
    let agenda = vec![
        item("Comunicazioni", "", AgendaItemKind::Information),
        item(
            "Regole di funzionamento del Tavolo",
            "Si propone di adottare le regole di procedura della bozza inviata con la convocazione:\n\n\
             - preavviso di **10 giorni lavorativi**;\n- numero legale alla metà dei seggi con voto.",
            AgendaItemKind::Decision,
        ),
        item(
            "Mappatura dei servizi essenziali nei comuni montani",
            "Scuola, trasporto, sanità di prossimità: chi rileva che cosa, e con quali tempi.",
            AgendaItemKind::Decision,
        ),
        item("Calendario dei lavori", "", AgendaItemKind::Discussion),
    ];
    let meeting = app.execute(&operator, DraftMeeting { table, plan, agenda }).await?;
    convene(stage, meeting).await?;
    stage.clock.set("2018-10-15T08:04:00Z".parse()?);
    app.execute(&operator, OpenMeeting { meeting, expected_version: 2 }).await?;
    let present = attend(stage, meeting, places).await?;
    decide(stage, meeting, present, places).await?;
    stage.clock.set("2018-10-15T10:20:00Z".parse()?);
    let version = version(stage, meeting).await?;
    app.execute(&operator, CloseMeeting { meeting, expected_version: version }).await?;
    stage.clock.set("2018-10-16T06:00:00Z".parse()?);
    stage.worker.run_until_empty().await?;
    Ok(meeting)
}

async fn convene(stage: &Stage<'_>, meeting: MeetingId) -> anyhow::Result<()> {
    let operator = Caller::operator();
    stage.app.execute(&operator, ConveneMeeting { meeting, expected_version: 1, urgency: None }).await?;
    Ok(stage.worker.run_until_empty().await?)
}

async fn version(stage: &Stage<'_>, meeting: MeetingId) -> anyhow::Result<i64> {
    let sight = Visibility { everything: true, ..Visibility::default() };
    let meetings = stage.reads.meetings_by_id(&sight, &[meeting]).await?;
    Ok(meetings.first().context("the meeting is there")?.version)
}

/// Everybody comes but three voting members; answers how many voting seats are represented.
async fn attend(stage: &Stage<'_>, meeting: MeetingId, places: &[Place]) -> anyhow::Result<u32> {
    let absent = [3, 7, 11];
    let came: Vec<&Place> =
        places.iter().enumerate().filter(|(index, _)| !absent.contains(index)).map(|(_, p)| p).collect();
    let entry = |place: &&Place| AttendanceEntry {
        seat: place.seat,
        person: Some(place.titular),
        presence: Presence::InPerson,
        from: None,
    };
    let entries = came.iter().map(entry).collect();
    stage.app.execute(&Caller::operator(), RecordAttendance { meeting, entries }).await?;
    Ok(u32::try_from(came.iter().filter(|place| place.voting).count())?)
}

async fn decide(stage: &Stage<'_>, meeting: MeetingId, present: u32, places: &[Place]) -> anyhow::Result<()> {
    let items = items_to_decide(stage, meeting).await?;
    let (rules, services) = (items.first().copied().context("an item")?, items.get(1).copied().context("an item")?);
    let organisation = |index: usize| places.get(index).map(|place| place.organisation).context("a seat");
    stage.clock.set("2018-10-15T08:50:00Z".parse()?);
    let consensus = DecisionDraft {
        item: rules,
        text: "Il Tavolo adotta le regole di procedura allegate alla convocazione.".to_owned(),
        language: Locale::italian(),
        method: DecisionMethod::Consensus,
        majority: Majority::Simple,
        tally: Tally { in_favour: present, ..Tally::default() },
        in_conflict: 0,
        binds: Vec::new(),
    };
    record(stage, meeting, consensus).await?;
    stage.clock.set("2018-10-15T09:40:00Z".parse()?);
    let vote = DecisionDraft {
        item: services,
        text:
            "Ciascuna Unione montana rileva i servizi essenziali dei propri comuni; la Città metropolitana raccoglie \
               i dati e li pubblica."
                .to_owned(),
        language: Locale::italian(),
        method: DecisionMethod::OpenVote,
        majority: Majority::Simple,
        tally: Tally { in_favour: present - 1, against: 0, abstained: 1, not_voting: 0 },
        in_conflict: 0,
        binds: vec![organisation(1)?, organisation(2)?],
    };
    let decision = record(stage, meeting, vote).await?;
    follow_up(
        stage,
        decision,
        organisation(1)?,
        "Trasmettere l'elenco dei servizi essenziali dei comuni della Valle Susa.",
    )
    .await?;
    follow_up(stage, decision, organisation(0)?, "Pubblicare il quadro dei servizi essenziali nei comuni montani.")
        .await
}

async fn items_to_decide(stage: &Stage<'_>, meeting: MeetingId) -> anyhow::Result<Vec<AgendaItemId>> {
    let sight = Visibility { everything: true, ..Visibility::default() };
    let agenda = stage.reads.agendas_of(&sight, &[meeting]).await?;
    let decisions = agenda.into_iter().filter(|(_, item)| item.kind == AgendaItemKind::Decision);
    Ok(decisions.map(|(_, item)| item.id).collect())
}

async fn record(stage: &Stage<'_>, meeting: MeetingId, draft: DecisionDraft) -> anyhow::Result<DecisionId> {
    Ok(stage.app.execute(&Caller::operator(), RecordDecision { meeting, draft }).await?)
}

async fn follow_up(stage: &Stage<'_>, decision: DecisionId, owner: StakeholderId, text: &str) -> anyhow::Result<()> {
    let due = "2018-12-14".parse()?;
    let add = AddFollowUp { decision, owner, text: text.to_owned(), language: Locale::italian(), due };
    stage.app.execute(&Caller::operator(), add).await?;
    Ok(())
}

/// The next meeting: convened at `dispatch` with full notice, on the first Thursday that is far enough.
pub(crate) async fn next(stage: &Stage<'_>, table: TableId, dispatch: DateTime<Utc>) -> anyhow::Result<MeetingId> {
    stage.clock.set(dispatch - TimeDelta::minutes(30));
    let calendar = WorkingCalendar { patron_day: Some((6, 24)) };
    let earliest = calendar.earliest_meeting(dispatch.with_timezone(&Rome).date_naive(), 12);
    let days = (0..30).map(|ahead| earliest + Days::new(ahead));
    let day = days.into_iter().find(|day| calendar.is_working_day(*day)).context("a working day")?;
    let start = day.and_hms_opt(10, 0, 0).context("a time")?;
    let plan = preparation(
        "Servizi essenziali e mobilità nelle valli",
        "Centro incontri, piazza del Municipio, Susa",
        start,
        120,
    );
    let agenda = vec![
        item("Comunicazioni del coordinatore", "", AgendaItemKind::Information),
        item(
            "Stato della mappatura dei servizi essenziali",
            "Le Unioni montane riferiscono sui dati raccolti. **Da decidere**: il termine per completarli.",
            AgendaItemKind::Decision,
        ),
        item(
            "Trasporto a chiamata nelle valli di Lanzo",
            "Proposta di una sperimentazione di sei mesi, con un contributo di ciascun ente.",
            AgendaItemKind::Decision,
        ),
    ];
    let operator = Caller::operator();
    let meeting = stage.app.execute(&operator, DraftMeeting { table, plan, agenda }).await?;
    stage.clock.set(dispatch);
    convene(stage, meeting).await?;
    Ok(meeting)
}
