//! SQLite: a backup is a second file of the same kind.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use cordata_persistence::custody::TableContent;
use cordata_persistence::{ConnectOptions, Database, Durability};

use super::note::{Meant, Past, in_words};
use super::seal::{self, Sealed, Source, Verdict};
use super::{NewFile, Report, Wish, counts, flaws};
use crate::lock::sqlite_url;
use crate::system::SystemClock;
use crate::wire::Layers;

/// What a copy holds.
struct Copy {
    contents: BTreeMap<String, TableContent>,
    /// The migrations that had been applied when it was made.
    applied: Vec<String>,
    /// The last migration that is applied now.
    schema: String,
    flaws: Vec<String>,
}

/// Copies the database while it is in use, opens the copy as a restored one and compares it with what was there before
/// and after.
pub(crate) async fn back_up(database: &Database, output: &Path, wish: Wish) -> anyhow::Result<Report> {
    let file = NewFile::beside(output, wish.force)?;
    // A copy is written anew and would hide what is wrong in the file.
    let mut flaws = database.findings().await.unwrap_or_else(|error| vec![format!("{:#}", anyhow::Error::from(error))]);
    wish.tolerate("the database", &flaws)?;
    let before = database.contents().await?;
    database.copy_into(&file.path()).await?;
    let copy = examine(&file.path(), false).await?;
    flaws.extend(copy.flaws.into_iter().filter(|flaw| !flaws.contains(flaw)).collect::<Vec<_>>());
    wish.tolerate("the database", &flaws)?;
    anyhow::ensure!(database.applied_migrations().await?.last() == Some(&copy.schema), "the schema changed meanwhile");
    let verified = compare(database, before, &copy.contents).await?;
    seal::close(&file.path(), if flaws.is_empty() { Source::Intact } else { Source::Flawed })?;
    file.keep()?;
    Ok(Report {
        file: output.to_owned(),
        deed: "backed up into",
        schema: copy.schema,
        rows: counts(&copy.contents),
        restored: true,
        verified,
        flaws,
    })
}

/// A table that nobody wrote to while it was copied must be the same in the copy.
async fn compare(
    database: &Database,
    before: BTreeMap<String, TableContent>,
    copy: &BTreeMap<String, TableContent>,
) -> anyhow::Result<Vec<String>> {
    let opened = format!("opened as a database: {SOUND}");
    if before == *copy {
        return Ok(vec![opened, "every table holds the same rows as the database".to_owned()]);
    }
    let after = database.contents().await?;
    anyhow::ensure!(before.keys().eq(copy.keys()), "the copy does not have the tables of the database");
    let (same, written): (Vec<_>, Vec<_>) = copy.iter().partition(|(table, _)| before.get(*table) == after.get(*table));
    if let Some((table, _)) = same.iter().find(|(table, content)| before.get(*table) != Some(content)) {
        anyhow::bail!("the copy of {table} differs from the database: this is no backup");
    }
    let names: Vec<&str> = written.iter().map(|(table, _)| table.as_str()).collect();
    let meanwhile = format!(
        "{} tables hold the same rows as the database; written to while they were copied, so not compared: {}",
        same.len(),
        names.join(", ")
    );
    Ok(vec![opened, meanwhile])
}

/// Opens a copy, migrates it where asked, and says what it holds.
async fn examine(copy: &Path, migrate: bool) -> anyhow::Result<Copy> {
    let database = open(copy).await?;
    let examined = look_at(&database, migrate).await;
    database.close().await?;
    examined
}

async fn look_at(database: &Database, migrate: bool) -> anyhow::Result<Copy> {
    let applied = database.applied_migrations().await?;
    if migrate {
        if let Some(unknown) = Database::unknown_migration(&applied) {
            anyhow::bail!("the backup is of a newer schema ({unknown}): restore it with that version of cordata");
        }
        anyhow::ensure!(!applied.is_empty(), "this is an SQLite file, but no database of cordata");
        database.migrate().await?;
    }
    let schema = database.applied_migrations().await?.pop();
    let schema = schema.context("there is no schema yet: `cordata migrate` makes it")?;
    Ok(Copy { contents: database.contents().await?, applied, schema, flaws: flaws(database).await })
}

/// Puts a copy of `backup` in the place of the database at `target`. Everything is looked at before that.
pub(crate) async fn restore(
    backup: &Path,
    target: &Path,
    wish: Wish,
    meant: Option<Meant<'_>>,
) -> anyhow::Result<Report> {
    let log = with_ending(backup, "-wal");
    let has_log = fs::metadata(&log).is_ok_and(|log| log.len() > 0);
    anyhow::ensure!(
        !has_log,
        "{} is a database in use, not a backup: {} belongs to it",
        backup.display(),
        log.display()
    );
    let file = NewFile::beside(target, true)?;
    fs::copy(backup, file.path()).with_context(|| format!("cannot copy {}", backup.display()))?;
    fs::set_permissions(file.path(), Permissions::from_mode(0o600))?;
    let sealed = unseal(&file.path())?;
    let mut flaws: Vec<String> = sealed.flaw(&[]).into_iter().chain(misfit(&file.path())?).map(str::to_owned).collect();
    wish.tolerate(DAMAGED, &flaws)?;
    let copy = examine(&file.path(), true).await?;
    flaws.extend(sealed.flaw(&copy.applied).map(str::to_owned).filter(|flaw| !flaws.contains(flaw)));
    flaws.extend(copy.flaws);
    wish.tolerate(DAMAGED, &flaws)?;
    let past = past_of(target).await;
    let mut verified = vec![sealed.says(), SOUND.to_owned()];
    if let Some(meant) = meant {
        verified.extend(note(&file.path(), meant, past, &sealed.digest).await?);
    }
    clear_the_way(target, wish.force).await?;
    file.keep()?;
    if let Some(meant) = meant {
        let layers = layers_over(target).await?;
        meant.anchor(&layers).await?;
        layers.database.close().await?;
    }
    Ok(Report {
        file: backup.to_owned(),
        deed: "restored from",
        schema: copy.schema,
        rows: counts(&copy.contents),
        restored: true,
        verified,
        flaws,
    })
}

/// What a backup is called where it is refused.
const DAMAGED: &str = "the backup";
/// What is known of a copy in which nothing was found.
const SOUND: &str = "the file is whole, every reference leads to a row, the audit log's chain holds and every document is \
    as it was taken in";

/// Takes the seal off a copy.
fn unseal(copy: &Path) -> anyhow::Result<Sealed> {
    let sealed = seal::read(copy)?;
    if sealed.verdict != Verdict::Unsealed {
        fs::OpenOptions::new().write(true).open(copy)?.set_len(sealed.body)?;
    }
    Ok(sealed)
}

/// SQLite does not look at what stands behind its last page, nor at how many there should be before it needs them.
fn misfit(copy: &Path) -> anyhow::Result<Option<&'static str>> {
    let mut header = [0; 32];
    fs::File::open(copy)?.read_exact(&mut header)?;
    let [.., a, b, c, d] = header;
    let pages = u64::from(u32::from_be_bytes([a, b, c, d]));
    let size = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 1 << 16,
        size => u64::from(size),
    };
    let fits = fs::metadata(copy)?.len() == pages.saturating_mul(size);
    Ok((!fits).then_some("it is longer or shorter than its own first page says"))
}

/// The trail of the database that is replaced; nothing where it cannot be read.
async fn past_of(target: &Path) -> Past {
    let past = async {
        anyhow::ensure!(target.try_exists()?, "there is none");
        let database = open(target).await?;
        let past = Past::of(&database).await;
        database.close().await?;
        past
    };
    past.await.unwrap_or_default()
}

/// Notes in a copy that it is restored on purpose; answers what was noted, in words.
async fn note(copy: &Path, meant: Meant<'_>, past: Past, digest: &str) -> anyhow::Result<Option<String>> {
    let layers = layers_over(copy).await?;
    let noted = meant.note(&layers, past, Some(digest)).await;
    layers.database.close().await?;
    Ok(noted?.map(|note| format!("noted in the audit log: {}", in_words(&note))))
}

async fn layers_over(file: &Path) -> anyhow::Result<Layers> {
    Layers::open_with(&sqlite_url(file), Durability::Full, Arc::new(SystemClock)).await
}

/// Closes the old database so that nothing but its one file is left, which the new one then replaces.
async fn clear_the_way(target: &Path, force: bool) -> anyhow::Result<()> {
    if !target.try_exists()? {
        return Ok(());
    }
    match occupied(target).await {
        Ok(Some(table)) if !force => {
            anyhow::bail!("{} is not empty (there are rows in {table}): --force replaces it", target.display())
        }
        Ok(_) => {
            let has_log = fs::metadata(with_ending(target, "-wal")).is_ok_and(|log| log.len() > 0);
            anyhow::ensure!(!has_log, "another process has {} open: end it first", target.display());
            Ok(())
        }
        Err(error) if !force => {
            Err(error.context(format!("{} cannot be read: --force puts it aside", target.display())))
        }
        Err(_) => put_aside(target),
    }
}

/// A table of the database that has rows; everything is in its one file afterwards.
async fn occupied(target: &Path) -> anyhow::Result<Option<String>> {
    let database = open(target).await?;
    let occupied = database.occupied_table().await;
    database.checkpoint().await?;
    database.close().await?;
    Ok(occupied?)
}

/// A damaged database stays beside, with its log.
fn put_aside(target: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let part = with_ending(target, ending);
        if part.try_exists()? {
            fs::rename(&part, with_ending(&with_ending(target, ".damaged"), ending))?;
        }
    }
    Ok(())
}

/// How many bytes a copy of the database needs, and how many are free beside it.
pub(crate) fn space(target: &Path) -> anyhow::Result<(u64, u64)> {
    let size = |path: PathBuf| fs::metadata(path).map_or(0, |file| file.len());
    let needed = size(target.to_owned()) + size(with_ending(target, "-wal"));
    let parent = target.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(parent).with_context(|| format!("cannot look at {}", parent.display()))?;
    Ok((needed, disk.f_bavail.saturating_mul(disk.f_frsize)))
}

async fn open(path: &Path) -> anyhow::Result<Database> {
    let opened = Database::connect(&ConnectOptions::new(sqlite_url(path))).await;
    opened.with_context(|| format!("{} cannot be opened", path.display()))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
