use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::error::RefusalCode;

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn announce(name: &str, media_type: &str, size_bytes: u64) -> Result<Upload, Refusal> {
    let keys = UploadKeys { id: id(1), blob: id(2), hash: vec![7; 32] };
    let said = Announcement { file_name: name.to_owned(), media_type: media_type.to_owned(), size_bytes };
    Upload::announced(keys, Some(id(3)), &said, 0, now())
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> (RefusalCode, String) {
    let refusal = outcome.unwrap_err();
    (refusal.code(), refusal.path.join("."))
}

fn content(bytes: &[u8]) -> Content {
    let mut content = Content::default();
    content.take(bytes);
    content
}

/// The beginning of an archive with entries of these names, each with this content.
fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, data) in entries {
        bytes.extend(b"PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00");
        let size = u32::try_from(data.len()).unwrap().to_le_bytes();
        bytes.extend(size.iter().chain(&size));
        bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(name.as_bytes());
        bytes.extend(*data);
    }
    bytes
}

fn samples() -> Vec<(FileKind, Vec<u8>)> {
    let odf = |kind: &str| archive(&[("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes())]);
    let asic = |kind: &str| archive(&[("mimetype", format!("application/vnd.etsi.asic-{kind}+zip").as_bytes())]);
    let mut p7m = vec![0x30, 0x82, 0x01, 0x00, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
    p7m.extend([0xa0, 0x82]);
    vec![
        (FileKind::Pdf, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec()),
        (FileKind::Odt, odf("text")),
        (FileKind::Ods, odf("spreadsheet")),
        // As one program and as another writes them.
        (FileKind::Docx, archive(&[("[Content_Types].xml", b"x"), ("_rels/.rels", b"x"), ("word/document.xml", b"x")])),
        (FileKind::Docx, archive(&[("_rels/.rels", b"x"), ("docProps/app.xml", b"x"), ("word/document.xml", b"x")])),
        (FileKind::Xlsx, archive(&[("[Content_Types].xml", b"x"), ("_rels/.rels", b"x"), ("xl/workbook.xml", b"x")])),
        (FileKind::Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        (FileKind::Jpeg, b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec()),
        (FileKind::Text, "Così è deciso.\r\n\tFine\n".into()),
        (FileKind::P7m, p7m),
        (FileKind::AsicE, asic("e")),
        (FileKind::AsicS, asic("s")),
    ]
}

#[test]
fn content_is_of_its_own_kind_only() {
    for (own, bytes) in samples() {
        for kind in FileKind::VARIANTS {
            let alike = own == FileKind::Text && *kind == FileKind::Csv;
            assert_eq!(content(&bytes).is(*kind), own == *kind || alike, "{own:?} as {kind:?}");
        }
    }
    for nothing in
        [&b""[..], b"MZ\x90\0\x03", b"<html><script>alert(1)</script>", b"<?xml version='1.0'?><a/>", b"a\0b"]
    {
        for kind in FileKind::VARIANTS {
            assert!(!content(nothing).is(*kind), "{nothing:?} as {kind:?}");
        }
    }
    assert!(!content(&archive(&[("payload.exe", b"MZ")])).is(FileKind::Docx), "a plain archive is nothing");
}

#[rstest]
#[case("../../etc/passwd.txt", "INVALID_INPUT")]
#[case("..\\secret.txt", "INVALID_INPUT")]
#[case("C:verbale.pdf", "INVALID_INPUT")]
#[case("verbale.pdf\0.exe", "INVALID_INPUT")]
#[case("verbale\u{202e}fdp.txt", "INVALID_INPUT")]
#[case("riga\nsotto.txt", "INVALID_INPUT")]
#[case("CON.txt", "INVALID_INPUT")]
#[case("lpt1.note.txt", "INVALID_INPUT")]
#[case(".pdf", "INVALID_INPUT")]
#[case("...pdf", "INVALID_INPUT")]
#[case("verbale", "INVALID_INPUT")]
#[case("verbale.exe", "INVALID_INPUT")]
#[case("archivio.zip", "INVALID_INPUT")]
#[case("", "INVALID_INPUT")]
fn a_name_that_escapes_or_hides_is_refused(#[case] name: &str, #[case] code: &str) {
    let (found, path) = refused(announce(name, "text/plain", 10));
    assert_eq!((<&str>::from(found), path.as_str()), (code, "fileName"));
}

#[test]
fn a_safe_name_is_kept_with_its_kind() {
    let name = FileName::parse(" Verbale  n. 3 – Città.PDF ").unwrap();
    assert_eq!((name.as_str(), name.kind()), ("Verbale n. 3 – Città.PDF", FileKind::Pdf));
    assert_eq!(name.slug(), "verbale-n-3-citta.pdf");
    assert_eq!(FileName::parse("Accordo.pdf.p7m").unwrap().kind(), FileKind::P7m);
    assert_eq!(FileName::parse("Citta\u{300}.txt").unwrap().as_str(), "Città.txt");
    assert_eq!(FileName::parse("東京.csv").unwrap().slug(), "file.csv");
    assert!(FileName::parse(&format!("{}.pdf", "è".repeat(147))).is_err());
}

#[test]
fn what_is_announced_must_agree_with_itself() {
    assert!(announce("a.csv", "text/csv; charset=utf-8", 1).is_ok());
    assert_eq!(refused(announce("a.pdf", "image/png", 1)), (RefusalCode::ContentTypeMismatch, "mediaType".to_owned()));
    assert_eq!(refused(announce("a.pdf", "", 1)).0, RefusalCode::ContentTypeMismatch);
    assert_eq!(refused(announce("a.pdf", "application/pdf", 0)), (RefusalCode::InvalidInput, "sizeBytes".to_owned()));
    assert!(announce("a.pdf", "application/pdf", MAX_FILE_BYTES).is_ok());
    assert_eq!(refused(announce("a.pdf", "application/pdf", MAX_FILE_BYTES + 1)).0, RefusalCode::TooLarge);
}

#[test]
fn nobody_keeps_more_than_ten_addresses() {
    let keys = UploadKeys { id: id(1), blob: id(2), hash: vec![] };
    let said = Announcement { file_name: "a.txt".to_owned(), media_type: "text/plain".to_owned(), size_bytes: 1 };
    let upload = |open| Upload::announced(keys.clone(), None, &said, open, now());
    assert!(upload(9).is_ok());
    assert_eq!(refused(upload(10)).1, "uploads");
}

#[test]
fn an_address_takes_one_body_of_the_announced_length_in_time() {
    let mut upload = announce("a.txt", "text/plain", 4).unwrap();
    assert_eq!(refused(upload.begin(5, now())), (RefusalCode::InvalidInput, "sizeBytes".to_owned()));
    assert_eq!(refused(upload.begin(MAX_FILE_BYTES + 1, now())).0, RefusalCode::TooLarge);
    assert_eq!(upload.state, UploadState::Pending, "it can still be sent");
    assert_eq!(refused(upload.begin(4, upload.expires_at)).0, RefusalCode::LinkUsed);
    upload.begin(4, now()).unwrap();
    assert_eq!(refused(upload.begin(4, now())).0, RefusalCode::LinkUsed);
    upload.receive(&content(b"ciao"), [1; 32]).unwrap();
    assert_eq!((upload.state, upload.sha256), (UploadState::Received, Some([1; 32])));
}

#[test]
fn what_is_not_what_it_says_is_refused_for_good() {
    let mut upload = announce("a.pdf", "application/pdf", 4).unwrap();
    upload.begin(4, now()).unwrap();
    assert_eq!(refused(upload.receive(&content(b"ciao"), [1; 32])).0, RefusalCode::ContentTypeMismatch);
    assert_eq!(upload.state, UploadState::Refused);
    assert_eq!(refused(upload.attach(now())), (RefusalCode::IllegalTransition, "uploadId".to_owned()));
    let mut short = announce("a.txt", "text/plain", 4).unwrap();
    short.begin(4, now()).unwrap();
    assert_eq!(refused(short.receive(&content(b"cia"), [1; 32])).0, RefusalCode::InvalidInput);
}

fn draft(visibility: DocumentVisibility) -> DocumentDraft {
    DocumentDraft {
        subject: DocumentSubject::Meeting(id(9)),
        title: " Relazione ".to_owned(),
        language: Locale::italian(),
        visibility,
        opens_earlier_versions: false,
    }
}

fn received(bytes: &[u8]) -> Upload {
    let mut upload = announce("a.txt", "text/plain", u64::try_from(bytes.len()).unwrap()).unwrap();
    upload.begin(upload.size_bytes, now()).unwrap();
    upload.receive(&content(bytes), [2; 32]).unwrap();
    upload
}

#[test]
fn versions_are_numbered_and_a_file_is_attached_once() {
    let mut document = Document::new(id(5), &draft(DocumentVisibility::Public)).unwrap();
    assert_eq!(document.title, "Relazione");
    let mut upload = received(b"ciao");
    let first = document.add_version(&mut upload, now()).unwrap();
    assert_eq!((first.number, first.size_bytes, first.sha256_hex()), (1, 4, "02".repeat(32)));
    assert_eq!(refused(document.add_version(&mut upload, now())).0, RefusalCode::IllegalTransition);
    let late = now() + chrono::TimeDelta::hours(2);
    assert_eq!(refused(document.add_version(&mut received(b"tardi"), late)).0, RefusalCode::LinkUsed);
    let second = document.add_version(&mut received(b"dopo"), now()).unwrap();
    assert_eq!((second.number, document.versions), (2, 2));
}

#[test]
fn a_document_stays_where_it_belongs_and_a_commitment_has_no_members() {
    let mut document = Document::new(id(5), &draft(DocumentVisibility::Members)).unwrap();
    document.versions = 1;
    let wider = draft(DocumentVisibility::Public);
    let silent = (RefusalCode::InvalidInput, "opensEarlierVersions".to_owned());
    assert_eq!(refused(document.clone().revise(&wider)), silent, "nobody opens earlier versions unawares");
    document.clone().revise(&DocumentDraft { opens_earlier_versions: true, ..wider }).unwrap();
    document.clone().revise(&draft(DocumentVisibility::Reserved)).unwrap();
    let commitment = DocumentSubject::Commitment(id(4));
    let elsewhere = DocumentDraft { subject: commitment, ..draft(DocumentVisibility::Public) };
    assert_eq!(refused(document.revise(&elsewhere)).1, "replaces.documentId");
    let members = DocumentDraft { subject: commitment, ..draft(DocumentVisibility::Members) };
    assert_eq!(refused(Document::new(id(5), &members)), (RefusalCode::InvalidInput, "visibility".to_owned()));
    assert!(require_room(99).is_ok() && require_room(100).is_err());
}

proptest! {
    /// However the bytes are cut, the same is learnt about them.
    #[test]
    fn pieces_do_not_matter(text in "\\PC{0,60}", cut in 0_usize..200) {
        let bytes = text.as_bytes();
        let (first, second) = bytes.split_at(cut.min(bytes.len()));
        let mut pieces = Content::default();
        pieces.take(first);
        pieces.take(second);
        for kind in FileKind::VARIANTS {
            prop_assert_eq!(pieces.is(*kind), content(bytes).is(*kind));
        }
        prop_assert_eq!(pieces.bytes(), content(bytes).bytes());
    }

    /// Whatever is accepted as a name can stand in a header, an address and a folder.
    #[test]
    fn accepted_names_are_harmless(name in "\\PC{0,40}\\.(pdf|txt|csv)") {
        if let Ok(name) = FileName::parse(&name) {
            prop_assert!(!name.as_str().contains(['/', '\\', '"', '\0', '\n']));
            prop_assert!(name.slug().bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)));
            prop_assert!(!name.slug().starts_with('.'));
        }
    }
}
