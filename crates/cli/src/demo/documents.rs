//! Two papers of the next meeting, made here: a report for everybody, and a table of figures for the members. What they
//! say is invented.

use cordata_app::Caller;
use cordata_app::document::{AttachDocument, RequestUpload};
use cordata_domain::Locale;
use cordata_domain::document::{Announcement, DocumentDraft, DocumentSubject, DocumentVisibility};
use cordata_domain::ids::MeetingId;

use super::seed::Stage;

const REPORT: [&str; 5] = [
    "Stato della mappatura dei servizi essenziali",
    "Relazione per il Tavolo permanente sulla montagna (demo)",
    "Comuni che hanno risposto: 84 su 108.",
    "Servizi rilevati: scuola, trasporto, farmacia, poste, medico di base.",
    "Mancano i dati di tre Unioni montane: si propone un termine di trenta giorni.",
];

const FIGURES: &str = "\
unione;comuni;risposte;servizi_rilevati
Unione montana Valle Susa;22;22;148
Unione montana del Pinerolese;16;11;73
Unione montana Gran Paradiso;6;4;19
";

/// A paper as it is attached.
struct Paper {
    file_name: &'static str,
    media_type: &'static str,
    title: &'static str,
    visibility: DocumentVisibility,
    bytes: Vec<u8>,
}

/// Attaches the papers to a meeting.
pub(crate) async fn tell(stage: &Stage<'_>, meeting: MeetingId) -> anyhow::Result<()> {
    let report = Paper {
        file_name: "Mappatura dei servizi.pdf",
        media_type: "application/pdf",
        title: "Relazione sulla mappatura dei servizi essenziali",
        visibility: DocumentVisibility::Public,
        bytes: pdf(&REPORT),
    };
    let figures = Paper {
        file_name: "Risposte per unione.csv",
        media_type: "text/csv",
        title: "Risposte ricevute, unione per unione",
        visibility: DocumentVisibility::Members,
        bytes: FIGURES.as_bytes().to_vec(),
    };
    for paper in [report, figures] {
        attach(stage, meeting, paper).await?;
    }
    Ok(())
}

/// Takes the same way as everybody's files: an address, the bytes, the document.
async fn attach(stage: &Stage<'_>, meeting: MeetingId, paper: Paper) -> anyhow::Result<()> {
    let operator = Caller::operator();
    let size_bytes = u64::try_from(paper.bytes.len())?;
    let (file_name, media_type) = (paper.file_name.to_owned(), paper.media_type.to_owned());
    let announcement = Announcement { file_name, media_type, size_bytes };
    let (upload, secret) = stage.app.execute(&operator, RequestUpload(announcement)).await?;
    let mut receipt = stage.intake.begin(&operator, secret.reveal(), size_bytes).await?;
    receipt.take(&paper.bytes).await?;
    receipt.finish().await?;
    let draft = DocumentDraft {
        subject: DocumentSubject::Meeting(meeting),
        title: paper.title.to_owned(),
        language: Locale::italian(),
        visibility: paper.visibility,
        opens_earlier_versions: false,
    };
    stage.app.execute(&operator, AttachDocument { upload: upload.id, draft, replaces: None }).await?;
    Ok(())
}

/// The smallest honest PDF: one page of lines, in plain ASCII, in a font that every reader has.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown = |line: &&str| format!("({}) Tj T*\n", line.replace('(', "\\(").replace(')', "\\)"));
    let lines: Vec<String> = lines.iter().map(shown).collect();
    let text = format!("BT /F1 12 Tf 60 780 Td 20 TL\n{}ET", lines.concat());
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (it) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = String::new();
    for (number, object) in (1..).zip(&objects) {
        places.extend([format!("{:010} 00000 n \n", file.len())]);
        file.extend([format!("{number} 0 obj\n{object}\nendobj\n")]);
    }
    let (count, table) = (objects.len() + 1, file.len());
    file.extend([format!("xref\n0 {count}\n0000000000 65535 f \n{places}")]);
    file.extend([format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n")]);
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_of_the_report_stands_where_its_table_says() {
        let file = String::from_utf8(pdf(&REPORT)).unwrap();
        assert!(file.is_ascii());
        let table: usize = file.lines().rev().nth(1).unwrap().parse().unwrap();
        let mut entries = file[table..].lines().skip(3);
        for number in 1..=5 {
            let place: usize = entries.next().unwrap()[..10].parse().unwrap();
            assert!(file[place..].starts_with(&format!("{number} 0 obj\n")), "object {number}");
        }
    }
}
