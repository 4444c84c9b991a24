use std::io::Write;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use cordata_domain::notification::DeliveryFailure;

use super::{Envelope, Transport};

/// Writes each mail as one `.eml` file into a folder, for development and for an outbox that people can open.
#[derive(Debug, Clone)]
pub struct FileTransport {
    folder: PathBuf,
}

impl FileTransport {
    /// Mails go to `folder`, which is made when it is missing.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }
}

#[async_trait]
impl Transport for FileTransport {
    async fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), DeliveryFailure> {
        let name = file_name(&envelope.key)?;
        let folder = self.folder.clone();
        let message = message.to_vec();
        let writing = tokio::task::spawn_blocking(move || write_once(&folder, &name, &message));
        writing.await.map_err(|error| DeliveryFailure::Transient(error.to_string()))?
    }

    /// Writing a file takes no time worth cutting.
    fn cut_short(&self) {}
}

/// The key itself, so that files sort as the mails were made; only keys that are safe as a name are taken.
fn file_name(key: &str) -> Result<String, DeliveryFailure> {
    let safe = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (1..=200).contains(&key.len()) && key.bytes().all(safe) {
        Ok(format!("{key}.eml"))
    } else {
        Err(DeliveryFailure::Unsendable(format!("the key {key:?} cannot be the name of a file")))
    }
}

/// Writes under a temporary name, flushes to the disk, then links to the final name: a reader never sees half a
/// mail, and a mail already there is never replaced.
fn write_once(folder: &Path, name: &str, message: &[u8]) -> Result<(), DeliveryFailure> {
    let unreachable =
        |error: std::io::Error| DeliveryFailure::Unreachable(format!("cannot write to {}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(unreachable)?;
    let mut file = tempfile::Builder::new().prefix(".writing-").tempfile_in(folder).map_err(unreachable)?;
    file.write_all(message).and_then(|()| file.as_file().sync_all()).map_err(unreachable)?;
    let target = folder.join(name);
    match file.persist_noclobber(&target) {
        Ok(_) => std::fs::File::open(folder).and_then(|opened| opened.sync_all()).map_err(unreachable),
        Err(refused) if refused.error.kind() == std::io::ErrorKind::AlreadyExists => {
            same_bytes(&target, message).map_err(unreachable)?
        }
        Err(refused) => Err(unreachable(refused.error)),
    }
}

fn same_bytes(target: &Path, message: &[u8]) -> std::io::Result<Result<(), DeliveryFailure>> {
    let written = std::fs::read(target)?;
    Ok(if written == message {
        Ok(())
    } else {
        let text = format!("{} already holds another mail", target.display());
        Err(DeliveryFailure::Unsendable(text))
    })
}

#[cfg(test)]
mod tests {
    use cordata_domain::notification::MailShare;

    use super::*;

    fn envelope(key: &str) -> Envelope {
        let address = |text| cordata_domain::identity::EmailAddress::parse(text).unwrap();
        Envelope {
            key: key.to_owned(),
            from: address("tavoli@ente.it"),
            to: address("anna@comune.it"),
            share: MailShare::Ordinary,
        }
    }

    #[tokio::test]
    async fn each_mail_is_one_file_in_the_order_of_keys() {
        let folder = tempfile::tempdir().unwrap();
        let transport = FileTransport::new(folder.path().join("outbox"));
        transport.send(&envelope("0192-b"), b"second").await.unwrap();
        transport.send(&envelope("0192-a"), b"first").await.unwrap();
        let mut names: Vec<String> = std::fs::read_dir(folder.path().join("outbox"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["0192-a.eml", "0192-b.eml"]);
        assert_eq!(std::fs::read(folder.path().join("outbox/0192-a.eml")).unwrap(), b"first");
    }

    #[tokio::test]
    async fn the_same_bytes_again_are_fine_and_others_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let transport = FileTransport::new(folder.path());
        transport.send(&envelope("k"), b"bytes").await.unwrap();
        assert_eq!(transport.send(&envelope("k"), b"bytes").await, Ok(()));
        let refused = transport.send(&envelope("k"), b"others").await;
        assert!(matches!(refused, Err(DeliveryFailure::Unsendable(_))), "{refused:?}");
        assert_eq!(std::fs::read(folder.path().join("k.eml")).unwrap(), b"bytes");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[tokio::test]
    async fn a_key_cannot_leave_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let transport = FileTransport::new(folder.path().join("outbox"));
        for key in ["../up", "", "a/b", "a\\b", "a.b", "nul\0"] {
            let refused = transport.send(&envelope(key), b"x").await;
            assert!(matches!(refused, Err(DeliveryFailure::Unsendable(_))), "{key}: {refused:?}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_leaves_the_mail_untried() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refused = FileTransport::new(file.path().join("outbox")).send(&envelope("k"), b"x").await;
        assert!(matches!(refused, Err(DeliveryFailure::Unreachable(_))), "{refused:?}");
    }
}
