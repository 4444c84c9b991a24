use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What kinds of files are taken: what a public body exchanges and a citizen can open. Plain ZIP archives are not
/// among them: what is inside could not be told from outside. Signed containers (`ASiC`) are, by their own mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// `OpenDocument` text.
    Odt,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// Office Open XML text.
    Docx,
    /// Office Open XML spreadsheet.
    Xlsx,
    /// Portable Network Graphics.
    Png,
    /// JPEG image.
    Jpeg,
    /// Plain text in UTF-8.
    Text,
    /// Comma-separated values in UTF-8.
    Csv,
    /// A file signed as CMS, in DER (`.p7m`).
    P7m,
    /// A signed container, extended (ASiC-E, ETSI EN 319 162-1).
    AsicE,
    /// A signed container, simple (ASiC-S).
    AsicS,
}

impl FileKind {
    /// The kind that the last extension of a name stands for, in whatever case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Self::VARIANTS.iter().copied().find(|kind| kind.extensions().contains(&extension.as_str()))
    }

    /// The extensions that stand for it, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
            Self::P7m => &["p7m"],
            Self::AsicE => &["asice"],
            Self::AsicS => &["asics"],
        }
    }

    /// Its media type (RFC 6838), without parameters.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::P7m => "application/pkcs7-mime",
            Self::AsicE => "application/vnd.etsi.asic-e+zip",
            Self::AsicS => "application/vnd.etsi.asic-s+zip",
        }
    }

    /// Its media type as it is served: texts are UTF-8 by their check.
    pub fn served_as(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            other => other.media_type(),
        }
    }

    /// Whether a declared media type, with or without parameters, is this kind's. Names that programs use beside the
    /// registered one count too.
    pub fn is_declared_as(self, media_type: &str) -> bool {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let aliases: &[&str] = match self {
            Self::P7m => &["application/x-pkcs7-mime"],
            Self::Csv => &["text/plain", "application/vnd.ms-excel"],
            _ => &[],
        };
        essence == self.media_type() || aliases.contains(&essence.as_str())
    }
}
