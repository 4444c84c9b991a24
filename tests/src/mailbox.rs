//! The mails that left, as files, and what a person would find in them.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder of `.eml` files.
pub struct Mailbox(PathBuf);

/// One mail that left.
#[derive(Debug, Clone)]
pub struct ReceivedMail {
    /// The whole message.
    pub raw: String,
}

impl Mailbox {
    /// The mails in a folder.
    pub fn at(folder: impl AsRef<Path>) -> Self {
        Self(folder.as_ref().to_owned())
    }

    /// All mails, in the order in which they were made.
    pub fn all(&self) -> Vec<ReceivedMail> {
        let mut files: Vec<PathBuf> = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "eml"));
        files.sort();
        files.iter().map(|file| ReceivedMail { raw: fs::read_to_string(file).unwrap() }).collect()
    }

    /// The mails to one address.
    pub fn to(&self, address: &str) -> Vec<ReceivedMail> {
        let mut mails = self.all();
        mails.retain(|mail| mail.header("To").is_some_and(|to| to.contains(address)));
        mails
    }
}

impl ReceivedMail {
    /// A header with its continuation lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
        let prefix = format!("{}:", name.to_ascii_lowercase());
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&prefix))?;
        Some(line[prefix.len()..].trim().to_owned())
    }

    /// Body parts with quoted-printable and base64 undone, joined.
    pub fn text(&self) -> String {
        let kind = self.header("Content-Type").unwrap_or_default();
        let boundary = kind.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next());
        let boundary = format!("--{}", boundary.expect("a mail has several parts"));
        let parts = self.raw.split(&boundary).skip(1).filter_map(|part| part.split_once("\r\n\r\n"));
        parts.map(|(head, body)| decode(head, body)).collect()
    }

    /// The first address in the text that begins with `prefix`.
    pub fn link(&self, prefix: &str) -> Option<String> {
        let text = self.text();
        let start = text.find(prefix)?;
        let end =
            text[start..].find(|c: char| c.is_whitespace() || "<>\"'".contains(c)).map_or(text.len(), |at| start + at);
        Some(text[start..end].to_owned())
    }
}

fn decode(head: &str, body: &str) -> String {
    let head = head.to_ascii_lowercase();
    if head.contains("transfer-encoding: base64") {
        use base64::Engine;
        let joined: String = body.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(joined).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    } else if head.contains("transfer-encoding: quoted-printable") {
        unquote(body)
    } else {
        body.to_owned()
    }
}

fn unquote(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok()).filter(|_| *first == b'=');
        let (byte, left) =
            code.and_then(|code| u8::from_str_radix(code, 16).ok()).map_or((*first, tail), |byte| (byte, &tail[2..]));
        bytes.push(byte);
        rest = left;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
