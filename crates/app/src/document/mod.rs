//! Use cases of documents: an address for one PUT, the file that arrives there, and what it is attached to.

mod attach;
mod receive;

pub use attach::{AttachDocument, Replaced};
pub use receive::{FileIntake, Receipt};

use async_trait::async_trait;
use cordata_domain::document::{Announcement, Upload, UploadKeys};
use cordata_domain::policy::{Act, Facts};

use crate::app::{Command, Work};
use crate::error::{AppError, found};
use crate::token::ClearToken;

/// Gives an address for one PUT of a file. The secret in it is shown this once.
#[derive(Debug, Clone)]
pub struct RequestUpload(pub Announcement);

#[async_trait]
impl Command for RequestUpload {
    const NAME: &'static str = "requestUpload";
    type Output = (Upload, ClearToken);

    async fn run(&self, work: &mut Work<'_>) -> Result<Self::Output, AppError> {
        work.require(Act::RequestUpload, &Facts::plan())?;
        let person = work.actor().person();
        if let Some(person) = person {
            // One after the other, so that each counts what the one before it added.
            found(work.tx.person_to_change(person).await?)?;
        }
        let open = work.tx.count_open_uploads(person, work.now).await?;
        let secret = ClearToken::generate(work.secrets(), "upload");
        let keys = UploadKeys { id: work.id(), blob: work.id(), hash: secret.hash() };
        let upload = Upload::announced(keys, person, &self.0, open, work.now)?;
        work.tx.insert_upload(&upload).await?;
        work.audit_new(&upload);
        Ok((upload, secret))
    }
}
