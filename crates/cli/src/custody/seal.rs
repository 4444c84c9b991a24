//! The seal of a backup: a last line with the digest of everything before it. Neither SQLite nor `pg_restore` reads so
//! far, so a sealed backup is still a file of its kind.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::Context;
use sha2::{Digest, Sha256};

/// The migration from which on every backup has a seal: one of that schema or a newer one without it lost its end.
const SEALED_SINCE: &str = "m20261201_000050_leave_no_trace";
/// The seal of a backup of a sound database, and of a damaged one, up to the digest.
const MARKS: [(&[u8; 24], Source); 2] =
    [(b"cordata-backup-1 intact ", Source::Intact), (b"cordata-backup-1 flawed ", Source::Flawed)];
/// A mark, 64 hexadecimal digits and the end of the line.
const LENGTH: u64 = 24 + 64 + 1;

/// What a backup was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A database with which nothing was wrong.
    Intact,
    /// A damaged one, knowingly.
    Flawed,
}

/// What the end of a backup says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Its bytes are those that were sealed.
    Whole(Source),
    /// Its bytes are others than those that were sealed.
    Changed,
    /// There is no seal.
    Unsealed,
}

/// A backup whose end was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub verdict: Verdict,
    /// How many bytes stand before the seal.
    pub body: u64,
    /// SHA-256 of them, in hexadecimal.
    pub digest: String,
}

/// Seals a complete backup.
pub(crate) fn close(backup: &Path, source: Source) -> anyhow::Result<()> {
    let mut file = OpenOptions::new().read(true).append(true).open(backup)?;
    let digest = digest(&file)?;
    let mark = MARKS.iter().find(|(_, of)| *of == source).map(|(mark, _)| *mark).context("a seal without a mark")?;
    file.write_all(&[mark.as_slice(), digest.as_bytes(), b"\n"].concat())?;
    Ok(())
}

/// Reads a backup to its end, and compares it with its seal.
pub(crate) fn read(backup: &Path) -> anyhow::Result<Sealed> {
    let mut file = File::open(backup).with_context(|| format!("cannot read {}", backup.display()))?;
    let size = file.metadata()?.len();
    let body = size.saturating_sub(LENGTH);
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(body))?;
    (&file).read_to_end(&mut end)?;
    file.rewind()?;
    let Some((source, sealed)) = mark(&end) else {
        return Ok(Sealed { verdict: Verdict::Unsealed, body: size, digest: digest(&file)? });
    };
    let digest = digest((&file).take(body))?;
    let verdict = if sealed == digest.as_bytes() { Verdict::Whole(source) } else { Verdict::Changed };
    Ok(Sealed { verdict, body, digest })
}

/// What the last line of a file says, if it is a seal.
fn mark(end: &[u8]) -> Option<(Source, &[u8])> {
    let line = end.strip_suffix(b"\n")?;
    MARKS.iter().find_map(|(mark, source)| Some((*source, line.strip_prefix(mark.as_slice())?)))
}

impl Sealed {
    /// What is wrong with a backup, as far as its end tells, of a schema with these migrations.
    pub(crate) fn flaw(&self, applied: &[String]) -> Option<&'static str> {
        match self.verdict {
            Verdict::Whole(Source::Intact) => None,
            Verdict::Whole(Source::Flawed) => Some("it was made of a database that was damaged already"),
            Verdict::Changed => Some("its bytes are not those that were sealed when it was written"),
            Verdict::Unsealed if applied.iter().any(|name| name == SEALED_SINCE) => {
                Some("its seal is missing, so its end is not the one that was written")
            }
            Verdict::Unsealed => None,
        }
    }

    /// The same to people, where nothing is wrong.
    pub(crate) fn says(&self) -> String {
        match self.verdict {
            Verdict::Unsealed => {
                "it has no seal, as backups of earlier versions: a changed byte that the database itself does not \
                 notice stays unnoticed"
            }
            _ => "every byte is as it was sealed",
        }
        .to_owned()
    }
}

fn digest(bytes: impl Read) -> anyhow::Result<String> {
    let (mut reader, mut hasher) = (BufReader::with_capacity(1 << 16, bytes), Sha256::new());
    std::io::copy(&mut reader, &mut hasher)?;
    Ok(hasher.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(source: Source) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        std::fs::write(&path, b"abc").unwrap();
        close(&path, source).unwrap();
        (folder, path)
    }

    #[test]
    fn a_seal_says_what_was_sealed_and_of_what() {
        for source in [Source::Intact, Source::Flawed] {
            let (_folder, path) = sealed(source);
            let read = read(&path).unwrap();
            assert_eq!((read.verdict, read.body), (Verdict::Whole(source), 3));
            assert_eq!(read.digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    #[test]
    fn no_changed_byte_and_no_cut_passes_for_whole() {
        let (_folder, path) = sealed(Source::Intact);
        let whole = std::fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            std::fs::write(&path, changed).unwrap();
            assert!(!matches!(read(&path).unwrap().verdict, Verdict::Whole(_)), "byte {place}");
            std::fs::write(&path, &whole[..place]).unwrap();
            assert_eq!(read(&path).unwrap().verdict, Verdict::Unsealed, "cut at {place}");
        }
        std::fs::write(&path, [&whole[..], b"\n"].concat()).unwrap();
        assert_eq!(read(&path).unwrap().verdict, Verdict::Unsealed);
    }

    #[test]
    fn only_an_older_backup_may_be_without_a_seal() {
        let unsealed = Sealed { verdict: Verdict::Unsealed, body: 3, digest: String::new() };
        let [old, new] = ["m20261126_000090_keep_personal_changes", SEALED_SINCE].map(str::to_owned);
        assert_eq!(unsealed.flaw(std::slice::from_ref(&old)), None);
        assert!(unsealed.flaw(&[old, new]).is_some());
    }
}
