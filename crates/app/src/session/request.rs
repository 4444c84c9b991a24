use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::identity::{EmailAddress, SignIn};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::{Reason, Refusal};
use serde_json::json;

use super::Browser;
use crate::app::{App, Command, Work};
use crate::error::AppError;
use crate::limit::{Quota, end_of_hour};
use crate::notification::{HeldJob, JobEnd};
use crate::ports::ActionLink;
use crate::ports::queue::{JobPayload, NewJob, NewMail};
use crate::token::{self, ClearToken};

/// Asks for a mail to sign in. It does the same work and gives the same answer whether or not anybody is known at the
/// address: only the worker finds out.
#[derive(Debug, Clone)]
pub struct RequestSignIn {
    /// Where the mail goes.
    pub address: String,
    /// The clear secret by which the browser is known, if anybody signed in there before.
    pub known_by: Option<String>,
}

/// What one request to sign in is counted under.
struct Counted {
    quota: Quota,
    value: Vec<u8>,
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
        work.count_sign_in(&address, self.known_by.as_deref()).await?;
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

impl Work<'_> {
    /// Counts a request. One from a browser in which somebody signed in who reads the mailbox has an allowance of its
    /// own: strangers at the same address use up nothing of it. Once it is spent, the browser counts like any other.
    async fn count_sign_in(&mut self, address: &EmailAddress, known_by: Option<&str>) -> Result<(), AppError> {
        let until = end_of_hour(self.now);
        if let Some(own) = self.known_browser(address, known_by, until).await? {
            match self.take_quota(own.quota, &own.value).await {
                Err(AppError::Refused(_)) => {}
                taken => return taken,
            }
        }
        for counted in self.stranger(address, until) {
            let taken = self.take_quota(counted.quota, &counted.value).await;
            if let Err(AppError::Refused(refusal)) = taken {
                return Err(self.told_in_time(refusal, until).await?);
            }
            taken?;
        }
        Ok(())
    }

    /// A request that was used counts no more: who signs in and out in one hour is no attack.
    pub(super) async fn give_sign_in_back(&mut self, used: &SignIn, browser: &Browser) -> Result<(), AppError> {
        let until = end_of_hour(used.requested_at);
        let own = self.known_browser(&used.address, browser.known_by.as_deref(), until).await?;
        let counted = own.map_or_else(|| self.stranger(&used.address, until), |own| vec![own]);
        for counted in counted {
            self.give_back_quota(counted.quota, &counted.value).await?;
        }
        Ok(())
    }

    /// What a browser is counted under that is known to somebody at the mailbox.
    async fn known_browser(
        &mut self,
        address: &EmailAddress,
        known_by: Option<&str>,
        until: DateTime<Utc>,
    ) -> Result<Option<Counted>, AppError> {
        let Some(hash) = known_by.map(token::hash) else { return Ok(None) };
        let since = SignIn::browser_known_since(self.now);
        if !self.tx.knows_browser(&hash, address, since).await? {
            return Ok(None);
        }
        let most = SignIn::MOST_PER_KNOWN_BROWSER;
        Ok(Some(Counted { quota: Quota { purpose: "sign-in-browser", most, until }, value: hash }))
    }

    /// What anybody else is counted under: their network, the mailbox, and both together.
    fn stranger(&self, address: &EmailAddress, until: DateTime<Utc>) -> Vec<Counted> {
        let mailbox = address.mailbox().into_bytes();
        let network = self.caller.network.map(|network| network.to_bytes().to_vec());
        let both = [mailbox.clone(), network.clone().unwrap_or_default()].join(&b' ');
        let of_network = network.map(|network| ("sign-in", SignIn::MOST_PER_NETWORK, network));
        let of_mailbox = [
            ("sign-in-mailbox-network", SignIn::MOST_PER_MAILBOX_AND_NETWORK, both),
            ("sign-in-mailbox", SignIn::MOST_PER_MAILBOX, mailbox),
        ];
        let counted = |(purpose, most, value)| Counted { quota: Quota { purpose, most, until }, value };
        of_network.into_iter().chain(of_mailbox).map(counted).collect()
    }

    /// The refusal with the time from which on more may be asked for.
    async fn told_in_time(&mut self, refusal: Refusal, until: DateTime<Utc>) -> Result<AppError, AppError> {
        let Reason::LimitReached { max } = refusal.reason else { return Ok(refusal.into()) };
        let until = until.with_timezone(&self.instance().await?.zone).naive_local();
        Ok(Reason::SignInsAsked { max, until }.into())
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
