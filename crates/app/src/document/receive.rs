use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use cordata_domain::audit::Traced;
use cordata_domain::document::{Content, Upload};
use cordata_domain::ids::{BlobId, UploadId};
use cordata_domain::policy::Actor;
use cordata_domain::{Reason, Refusal};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::{App, Caller, Command, Work};
use crate::error::{AppError, found};
use crate::ports::document::{BlobStore, PIECE_BYTES};
use crate::token;

/// How long after its end an abandoned upload is kept: no PUT that began in time is still under way then.
const GRACE: TimeDelta = TimeDelta::hours(1);
/// Abandoned uploads that one new file clears away.
const SWEPT: u32 = 20;

/// Takes files in, piece by piece.
#[derive(Clone)]
pub struct FileIntake {
    app: App,
    blobs: Arc<dyn BlobStore>,
}

/// A file that is arriving. It holds one piece of it, and what the domain needs to tell its kind.
pub struct Receipt {
    intake: FileIntake,
    caller: Caller,
    upload: Upload,
    content: Content,
    hash: Sha256,
    piece: Vec<u8>,
    position: u32,
}

impl FileIntake {
    /// Files go to `blobs`.
    pub fn new(app: App, blobs: Arc<dyn BlobStore>) -> Self {
        Self { app, blobs }
    }

    /// Where the bytes of files are.
    pub fn blobs(&self) -> &Arc<dyn BlobStore> {
        &self.blobs
    }

    /// Begins to take in the file for which the address with this secret was given, of `length` bytes. From here on
    /// the address is spent. A caller who is known must be the one who asked for it. What others abandoned is cleared
    /// away then.
    pub async fn begin(&self, caller: &Caller, secret: &str, length: u64) -> Result<Receipt, AppError> {
        let upload = self.app.execute(caller, BeginUpload { hash: token::hash(secret), length }).await?;
        self.sweep().await?;
        Ok(Receipt {
            intake: self.clone(),
            caller: caller.clone(),
            upload,
            content: Content::default(),
            hash: Sha256::new(),
            piece: Vec::new(),
            position: 0,
        })
    }

    /// Clears away uploads that nobody attached in time: first their bytes, then their records, so that nothing is
    /// left behind if this breaks off.
    async fn sweep(&self) -> Result<(), AppError> {
        let operator = Caller::operator();
        let abandoned = self.app.execute(&operator, FindAbandoned).await?;
        if abandoned.is_empty() {
            return Ok(());
        }
        let blobs: Vec<BlobId> = abandoned.iter().map(|upload| upload.blob).collect();
        self.blobs.remove(&blobs).await?;
        self.app.execute(&operator, ForgetUploads(abandoned.iter().map(|upload| upload.id).collect())).await
    }
}

impl Receipt {
    /// Takes the next bytes. More than were announced are refused.
    pub async fn take(&mut self, mut bytes: &[u8]) -> Result<(), AppError> {
        while !bytes.is_empty() {
            let room = PIECE_BYTES.saturating_sub(self.piece.len());
            let (fits, rest) = bytes.split_at(room.min(bytes.len()));
            self.piece.extend_from_slice(fits);
            bytes = rest;
            if self.piece.len() == PIECE_BYTES {
                self.put_piece().await?;
            }
        }
        Ok(())
    }

    /// Ends the file: it has arrived, or is refused because it is not what was announced. Then its bytes are removed.
    pub async fn finish(mut self) -> Result<Upload, AppError> {
        self.put_piece().await?;
        let end = EndUpload { id: self.upload.id, content: self.content, sha256: self.hash.finalize().into() };
        match self.intake.app.execute(&self.caller, end).await? {
            Ok(upload) => Ok(upload),
            Err(refusal) => {
                self.intake.blobs.remove(&[self.upload.blob]).await?;
                Err(refusal.into())
            }
        }
    }

    async fn put_piece(&mut self) -> Result<(), AppError> {
        let piece = std::mem::take(&mut self.piece);
        if piece.is_empty() {
            return Ok(());
        }
        self.content.take(&piece);
        self.hash.update(&piece);
        if self.content.bytes() > self.upload.size_bytes {
            return Ok(());
        }
        self.intake.blobs.put(self.upload.blob, self.position, piece).await?;
        self.position = self.position.saturating_add(1);
        Ok(())
    }
}

/// Spends the address of an upload.
struct BeginUpload {
    hash: Vec<u8>,
    length: u64,
}

#[async_trait]
impl Command for BeginUpload {
    const NAME: &'static str = "beginUpload";
    type Output = Upload;

    async fn run(&self, work: &mut Work<'_>) -> Result<Upload, AppError> {
        let mut upload = found(work.tx.upload_by_hash(&self.hash).await?)?;
        let stranger = match work.actor() {
            Actor::Person(standing) => upload.person != Some(standing.person),
            // The secret alone opens it.
            Actor::Public | Actor::Operator => false,
        };
        if stranger {
            return Err(Reason::NotFound.into());
        }
        upload.begin(self.length, work.now)?;
        work.tx.update_upload(&upload).await?;
        work.nothing_changed();
        Ok(upload)
    }
}

/// Records that a file arrived, or why it is refused.
struct EndUpload {
    id: UploadId,
    content: Content,
    sha256: [u8; 32],
}

#[async_trait]
impl Command for EndUpload {
    const NAME: &'static str = "endUpload";
    type Output = Result<Upload, Refusal>;

    async fn run(&self, work: &mut Work<'_>) -> Result<Self::Output, AppError> {
        let mut upload = found(work.tx.upload(self.id).await?)?;
        let before = upload.snapshot();
        let received = upload.receive(&self.content, self.sha256);
        work.tx.update_upload(&upload).await?;
        work.audit_change(&before, &upload);
        Ok(received.map(|()| upload))
    }
}

/// Some uploads that nobody attached in time.
struct FindAbandoned;

#[async_trait]
impl Command for FindAbandoned {
    const NAME: &'static str = "findAbandonedUploads";
    type Output = Vec<Upload>;

    async fn run(&self, work: &mut Work<'_>) -> Result<Vec<Upload>, AppError> {
        work.nothing_changed();
        work.tx.abandoned_uploads(work.now - GRACE, SWEPT).await
    }
}

/// Forgets uploads whose bytes are gone.
struct ForgetUploads(Vec<UploadId>);

#[async_trait]
impl Command for ForgetUploads {
    const NAME: &'static str = "forgetUploads";
    type Output = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.tx.delete_uploads(&self.0).await?;
        for id in &self.0 {
            work.audit("Upload", *id, json!({ "state": "FORGOTTEN" }));
        }
        Ok(())
    }
}
