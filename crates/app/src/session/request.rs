use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::identity::{EmailAddress, SignIn};
use cordata_domain::policy::{Act, Facts};
use serde_json::json;

use crate::app::{App, Command, Work};
use crate::error::AppError;
use crate::limit::{Quota, end_of_hour};
use crate::notification::{HeldJob, JobEnd};
use crate::ports::ActionLink;
use crate::ports::queue::{JobPayload, NewJob, NewMail};
use crate::token::ClearToken;

/// Asks for a mail to sign in. It does the same work and gives the same answer whether or not anybody is known at the
/// address: only the worker finds out.
#[derive(Debug, Clone)]
pub struct RequestSignIn {
    /// Where the mail goes.
    pub address: String,
}

/// What the browser that asked keeps, so that the code of the mail counts there.
#[derive(Debug, Clone)]
pub struct SignInAsked {
    /// The secret of the browser.
    pub browser: ClearToken,
    /// When the mail stops working.
    pub expires_at: DateTime<Utc>,
}

#[async_trait]
impl Command for RequestSignIn {
    const NAME: &'static str = "requestLoginLink";
    type Output = SignInAsked;

    async fn run(&self, work: &mut Work<'_>) -> Result<SignInAsked, AppError> {
        work.require(Act::SignIn, &Facts::plan())?;
        let address = EmailAddress::parse(&self.address).map_err(|refusal| refusal.under("email"))?;
        let until = end_of_hour(work.now);
        work.take_network_quota(Quota { purpose: "sign-in", most: SignIn::MOST_PER_NETWORK, until }).await?;
        let mailbox = address.mailbox().into_bytes();
        work.take_quota(Quota { purpose: "sign-in-mailbox", most: SignIn::MOST_PER_MAILBOX, until }, &mailbox).await?;
        let from_here = [mailbox, work.caller.network.map(|network| network.to_bytes().to_vec()).unwrap_or_default()];
        let most = SignIn::MOST_PER_MAILBOX_AND_NETWORK;
        work.take_quota(Quota { purpose: "sign-in-mailbox-network", most, until }, &from_here.join(&b' ')).await?;
        let browser = ClearToken::generate(work.secrets(), "accesso");
        let sign_in = SignIn {
            id: work.id(),
            address,
            browser: browser.hash(),
            code: None,
            wrong_codes: 0,
            requested_at: work.now,
            used_at: None,
        };
        work.tx.insert_sign_in(&sign_in).await?;
        let payload = JobPayload::ComposeSignIn { sign_in: sign_in.id };
        work.tx.enqueue(&[NewJob { id: work.id(), payload, run_at: work.now }]).await?;
        work.audit("SignIn", sign_in.id, json!({}));
        Ok(SignInAsked { browser, expires_at: sign_in.expires_at() })
    }
}

impl App {
    /// Keeps the mail of a request to sign in with its link and the hash of its code, and finishes its job. Where the
    /// mail was kept before, nothing changes: its bytes may be with a server.
    pub async fn keep_sign_in(
        &self,
        job: &HeldJob,
        sign_in: &SignIn,
        mail: &NewMail,
        link: &ActionLink,
    ) -> Result<JobEnd, AppError> {
        let mut tx = self.begin().await?;
        if tx.insert_mail(mail).await? {
            // It counts, but nobody who is known is kept out by what strangers caused.
            self.count_strangers_mail(tx.as_mut(), &mail.address, u32::MAX).await?;
            tx.insert_link(link).await?;
            tx.update_sign_in(sign_in).await?;
        }
        self.finish(tx, job).await
    }
}
