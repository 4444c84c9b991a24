//! The minutes of the first meeting, from their draft to their publication. What they say is invented.

use anyhow::Context;
use cordata_app::Caller;
use cordata_app::meeting::{
    ApproveMinutes, CirculateMinutes, DraftMinutes, PublishMinutes, RemarkOnMinutes, SignMinutes,
};
use cordata_domain::Locale;
use cordata_domain::ids::MeetingId;
use cordata_domain::meeting::{MinutesText, RemarkDraft};

use super::seed::{Place, Stage};

const PUBLIC: &str = "La seduta si apre alle 10.04. Il **numero legale** è raggiunto.\n\n\
    1. *Comunicazioni.* La Città metropolitana presenta il Tavolo e il suo calendario.\n\
    2. *Regole di funzionamento.* Adottate all'unanimità.\n\
    3. *Servizi essenziali.* Approvata la mappatura, con un'astensione.\n\
    4. *Calendario dei lavori.* Discusso: il Tavolo si riunisce in primavera e in autunno.\n\n\
    La seduta si chiude alle 12.20.";
const RESERVED: &str = "Un Comune segnala la possibile chiusura di un presidio sanitario, non ancora annunciata: \
    il Tavolo chiede che la notizia non esca prima dell'incontro con l'azienda sanitaria.";

/// Ten working days pass between the circulation and the approval.
pub(crate) async fn of_first(stage: &Stage<'_>, meeting: MeetingId, places: &[Place]) -> anyhow::Result<()> {
    let (operator, app) = (Caller::operator(), stage.app);
    let language = Locale::italian();
    stage.clock.set("2018-10-19T13:00:00Z".parse()?);
    let text =
        MinutesText { public: PUBLIC.to_owned(), reserved: Some(RESERVED.to_owned()), language: language.clone() };
    let minutes = app.execute(&operator, DraftMinutes { meeting, text }).await?;
    stage.clock.set("2018-10-22T07:30:00Z".parse()?);
    app.execute(&operator, CirculateMinutes { minutes, expected_version: 1 }).await?;
    stage.worker.run_until_empty().await?;
    stage.clock.set("2018-10-29T09:15:00Z".parse()?);
    let remark = RemarkDraft {
        on_behalf_of: places.get(1).map(|place| place.organisation).context("a seat")?,
        text: "Al punto 3 si aggiunga che i dati restano dei Comuni.".to_owned(),
        language,
    };
    app.execute(&operator, RemarkOnMinutes { minutes, remark }).await?;
    stage.clock.set("2018-11-08T08:00:00Z".parse()?);
    app.execute(&operator, ApproveMinutes { minutes, expected_version: 2 }).await?;
    app.execute(&operator, SignMinutes { minutes, expected_version: 3 }).await?;
    stage.clock.set("2018-11-09T08:00:00Z".parse()?);
    let protocol_number = "0123456/2018".to_owned();
    app.execute(&operator, PublishMinutes { minutes, expected_version: 4, protocol_number }).await?;
    stage.clock.set("2018-11-12T06:00:00Z".parse()?);
    Ok(stage.worker.run_until_empty().await?)
}
