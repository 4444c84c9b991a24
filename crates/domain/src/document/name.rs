use unicode_normalization::UnicodeNormalization;

use super::kind::FileKind;
use crate::error::{InputProblem, Refusal};
use crate::search;

/// The most characters of a name.
const MAX_NAME: usize = 150;
/// What means a folder, a drive or a pattern to some system.
const SPECIAL: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
/// Devices of Windows: a file of such a name cannot be saved there, whatever its extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same with a digit behind.
const PORTS: [&str; 2] = ["com", "lpt"];

/// The name of a file, safe on every system, with an extension that says its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    name: String,
    kind: FileKind,
}

impl FileName {
    /// Reads a name. Nothing is repaired silently but white space and the composition of accents: a name that leads
    /// out of its folder, hides its end, or cannot be saved somewhere, is refused.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        if name.chars().any(is_invisible) {
            return Err(Refusal::input(InputProblem::ControlCharacter));
        }
        let composed: String = name.nfc().collect();
        let name = search::line(&composed, MAX_NAME)?;
        let (stem, extension) = name.rsplit_once('.').ok_or_else(unknown_kind)?;
        if name.contains(SPECIAL) || stem.trim_end_matches(['.', ' ']).is_empty() || is_device(&name) {
            return Err(Refusal::input(InputProblem::Format { expected: "file name" }));
        }
        let kind = FileKind::of_extension(extension).ok_or_else(unknown_kind)?;
        Ok(Self { name, kind })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The kind that its extension says.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// The name in letters, digits and hyphens, for addresses: `Verbale n. 3.pdf` is `verbale-n-3.pdf`.
    pub fn slug(&self) -> String {
        let (stem, extension) = self.name.rsplit_once('.').unwrap_or((&self.name, ""));
        let stem = search::slug(stem);
        let stem = if stem.is_empty() { "file" } else { &stem };
        format!("{stem}.{}", extension.to_ascii_lowercase())
    }
}

fn unknown_kind() -> Refusal {
    Refusal::input(InputProblem::Format { expected: "file kind" })
}

/// Control characters, and those that change the direction of what follows or take no room: `accordo\u{202e}fdp.exe`.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let is_port = |port: &&str| {
        let number = stem.strip_prefix(*port);
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    DEVICES.contains(&stem.as_str()) || PORTS.iter().any(is_port)
}
