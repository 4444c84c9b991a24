use super::kind::FileKind;

/// How much of the beginning is kept to tell the kind, in bytes: enough for the first entries of an office file.
const HEAD_BYTES: usize = 64 * 1024;
/// The object identifier of signed data, 1.2.840.113549.1.7.2, in DER (RFC 5652).
const SIGNED_DATA: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// The first bytes of an entry of an archive.
const ENTRY: &[u8] = b"PK\x03\x04";
/// Where the name of an entry begins.
const ENTRY_NAME: usize = 30;

/// What is learnt about a file while its bytes go by, in bounded memory.
#[derive(Debug, Clone, Default)]
pub struct Content {
    head: Vec<u8>,
    /// The beginning of a character that the last piece left unfinished.
    unfinished: Vec<u8>,
    binary: bool,
    bytes: u64,
}

impl Content {
    /// Looks at the next bytes.
    pub fn take(&mut self, piece: &[u8]) {
        self.bytes = self.bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        let room = HEAD_BYTES.saturating_sub(self.head.len());
        self.head.extend(piece.iter().take(room));
        if !self.binary {
            self.read_text(piece);
        }
    }

    /// How many bytes went by.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the whole content is of this kind. A kind of text cannot be told from another one, but pages of the
    /// web and XML are no plain text.
    pub fn is(&self, kind: FileKind) -> bool {
        let head = self.head.as_slice();
        match kind {
            FileKind::Pdf => infer::archive::is_pdf(head),
            FileKind::Odt => infer::odf::is_odt(head),
            FileKind::Ods => infer::odf::is_ods(head),
            FileKind::Docx => self.is_office("word/"),
            FileKind::Xlsx => self.is_office("xl/"),
            FileKind::Png => infer::image::is_png(head),
            FileKind::Jpeg => infer::image::is_jpeg(head),
            FileKind::Text | FileKind::Csv => self.is_text(),
            FileKind::P7m => is_signed_data(head),
            FileKind::AsicE => self.is_container("application/vnd.etsi.asic-e+zip"),
            FileKind::AsicS => self.is_container("application/vnd.etsi.asic-s+zip"),
        }
    }

    fn read_text(&mut self, piece: &[u8]) {
        let mut text = std::mem::take(&mut self.unfinished);
        text.extend_from_slice(piece);
        let (valid, rest) = match std::str::from_utf8(&text) {
            Ok(valid) => (valid, &[][..]),
            Err(error) => {
                let (valid, rest) = text.split_at(error.valid_up_to());
                self.binary |= error.error_len().is_some();
                (std::str::from_utf8(valid).unwrap_or_default(), rest)
            }
        };
        self.binary |= valid.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
        self.unfinished = rest.to_vec();
    }

    fn is_text(&self) -> bool {
        let marked_up = infer::text::is_html(&self.head) || infer::text::is_xml(&self.head);
        !self.binary && self.unfinished.is_empty() && self.bytes > 0 && !marked_up
    }

    /// Programs write the entries of an office file in different orders: one of its own folder and one of the parts
    /// that every such file has must be among the first.
    fn is_office(&self, folder: &str) -> bool {
        let has =
            |wanted: &[u8]| self.entries().any(|entry| entry.get(ENTRY_NAME..).is_some_and(|n| n.starts_with(wanted)));
        self.head.starts_with(ENTRY) && has(folder.as_bytes()) && (has(b"[Content_Types].xml") || has(b"_rels/.rels"))
    }

    /// The beginnings of entries in what is kept.
    fn entries(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.head.len()).filter_map(|at| self.head.get(at..)).filter(|rest| rest.starts_with(ENTRY))
    }

    /// A container of this kind says so in its first entry, which is not compressed.
    fn is_container(&self, media_type: &str) -> bool {
        let mark = format!("mimetype{media_type}");
        self.head.starts_with(ENTRY)
            && self.head.get(ENTRY_NAME..).is_some_and(|name| name.starts_with(mark.as_bytes()))
    }
}

/// A DER sequence that begins with the identifier of signed data.
fn is_signed_data(head: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = head else { return false };
    let further = if *length < 0x80 { 0 } else { usize::from(*length & 0x7f) };
    rest.get(further..).is_some_and(|content| content.starts_with(&SIGNED_DATA))
}
