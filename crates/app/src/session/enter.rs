use async_trait::async_trait;
use cordata_domain::identity::{EmailAddress, Grant, GrantScope, Person, PersonChange, Role, SignIn, SignInMethod};
use cordata_domain::ids::PersonId;
use cordata_domain::period::Validity;
use cordata_domain::{InputProblem, Locale, Reason, Refusal};
use serde_json::json;

use super::{Browser, Entered};
use crate::app::{Command, Work};
use crate::error::AppError;
use crate::ports::{ActionLink, LinkPurpose};
use crate::token;

/// What became of an attempt to sign in.
#[derive(Debug, Clone)]
pub enum Entry {
    /// They are in.
    Entered(Entered),
    /// Several persons read this mailbox: who is it? Nothing was used up.
    Choose(Vec<Person>),
    /// It opens nothing. Why, is not told.
    Refused,
}

/// Who comes in, and with what.
#[derive(Debug, Clone, Default)]
pub struct EnterAs {
    /// Which of the persons at the mailbox; needed only where there are several.
    pub person: Option<PersonId>,
    /// The browser.
    pub browser: Browser,
}

/// Signs in by the one-time link of a mail.
#[derive(Debug, Clone)]
pub struct SignInByLink {
    /// The clear token of the link.
    pub token: String,
    /// Who comes in.
    pub by: EnterAs,
}

#[async_trait]
impl Command for SignInByLink {
    const NAME: &'static str = "signInByLink";
    type Output = Entry;

    async fn run(&self, work: &mut Work<'_>) -> Result<Entry, AppError> {
        let Some(link) = work.open_link(&self.token, LinkPurpose::SignIn).await? else { return Ok(work.refused()) };
        let Some(mut sign_in) = work.tx.sign_in(link.subject.into()).await? else { return Ok(work.refused()) };
        if sign_in.open(work.now).is_err() {
            return Ok(work.refused());
        }
        let entry = work.enter_from_mailbox(&sign_in, &self.by, SignInMethod::MailLink).await?;
        if matches!(entry, Entry::Entered(_)) {
            work.use_up(&link).await?;
        }
        Ok(entry)
    }
}

/// Signs in by the code of a mail, typed into the browser that asked for it. Wrong codes are counted.
#[derive(Debug, Clone)]
pub struct SignInByCode {
    /// The clear secret of the browser that asked.
    pub browser: String,
    /// The code, as it was typed.
    pub code: String,
    /// Who comes in.
    pub by: EnterAs,
}

#[async_trait]
impl Command for SignInByCode {
    const NAME: &'static str = "signInByCode";
    type Output = Entry;

    async fn run(&self, work: &mut Work<'_>) -> Result<Entry, AppError> {
        let Some(mut sign_in) = work.tx.sign_in_of_browser(&token::hash(&self.browser)).await? else {
            return Ok(work.refused());
        };
        let code: String = self.code.chars().filter(char::is_ascii_digit).collect();
        if sign_in.open_with_code(&token::code_hash(sign_in.id.into(), &code), work.now).is_err() {
            work.tx.update_sign_in(&sign_in).await?;
            return Ok(work.refused());
        }
        work.enter_from_mailbox(&sign_in, &self.by, SignInMethod::MailCode).await
    }
}

/// Accepts an invitation, once.
#[derive(Debug, Clone)]
pub struct AcceptInvitation {
    /// The clear token of the link.
    pub token: String,
    /// The browser.
    pub browser: Browser,
}

#[async_trait]
impl Command for AcceptInvitation {
    const NAME: &'static str = "acceptInvitation";
    type Output = Entry;

    async fn run(&self, work: &mut Work<'_>) -> Result<Entry, AppError> {
        let Some(link) = work.open_link(&self.token, LinkPurpose::AcceptInvitation).await? else {
            return Ok(work.refused());
        };
        let Some(mut invitation) = work.tx.invitation(link.subject.into()).await? else { return Ok(work.refused()) };
        if invitation.accept(work.now).is_err() || !work.may_still_offer(&invitation).await? {
            return Ok(work.refused());
        }
        work.tx.update_invitation(&invitation).await?;
        work.use_up(&link).await?;
        work.audit("Invitation", invitation.id, json!({ "person": invitation.person }));
        if let Some(offer) = &invitation.offer {
            work.take_up(invitation.person, offer).await?;
        }
        Ok(Entry::Entered(work.let_in(invitation.person, SignInMethod::Invitation, &self.browser).await?))
    }
}

/// Makes the first administrator of a new installation, by the set-up link. It works while there is none.
#[derive(Debug, Clone)]
pub struct SetUpFirstAdministrator {
    /// The clear token of the link.
    pub token: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where mail reaches them: they sign in by it.
    pub email: String,
    /// The language they read.
    pub locale: Locale,
    /// The browser.
    pub browser: Browser,
}

#[async_trait]
impl Command for SetUpFirstAdministrator {
    const NAME: &'static str = "setUpFirstAdministrator";
    type Output = Entry;

    async fn run(&self, work: &mut Work<'_>) -> Result<Entry, AppError> {
        let Some(link) = work.open_link(&self.token, LinkPurpose::SetUp).await? else { return Ok(work.refused()) };
        let today = work.today().await?;
        let administered = work.tx.admin_grants().await?.iter().any(|grant| grant.holds_on(today));
        if administered || !work.tx.use_link(link.id, work.now).await? {
            return Ok(work.refused());
        }
        let person = self.person(work).await?;
        work.tx.insert_person(&person).await?;
        work.audit_person(None, &person);
        let grant = Grant {
            id: work.id(),
            person: person.id,
            role: Role::PlatformAdmin,
            scope: GrantScope::Plan,
            validity: Validity::since(today),
            recorded_at: work.now,
            withdrawn_at: None,
        };
        work.tx.insert_grant(&grant).await?;
        work.audit("Grant", grant.id, json!({ "person": grant.person, "role": grant.role, "scope": grant.scope }));
        Ok(Entry::Entered(work.let_in(person.id, SignInMethod::SetUp, &self.browser).await?))
    }
}

impl SetUpFirstAdministrator {
    async fn person(&self, work: &mut Work<'_>) -> Result<Person, AppError> {
        if self.email.trim().is_empty() {
            return Err(Refusal::input(InputProblem::Blank).under("email").into());
        }
        Ok(Person {
            id: work.id(),
            given_name: PersonChange::name(&self.given_name, "givenName")?,
            family_name: PersonChange::name(&self.family_name, "familyName")?,
            email: Some(EmailAddress::parse(&self.email).map_err(|refusal| refusal.under("email"))?),
            locale: self.locale.clone(),
            zone: work.instance().await?.zone,
            version: 1,
            erased_at: None,
        })
    }
}

impl Work<'_> {
    /// The answer to everything that opens nothing.
    fn refused(&mut self) -> Entry {
        self.nothing_changed();
        tracing::info!(request_id = self.caller.request_id, "A link or code to sign in opened nothing");
        Entry::Refused
    }

    /// The link with this clear token, locked, if it serves this purpose and still works.
    async fn open_link(&mut self, clear: &str, purpose: LinkPurpose) -> Result<Option<ActionLink>, AppError> {
        let link = self.tx.link(&token::hash(clear)).await?;
        Ok(link.filter(|link| link.purpose == purpose && link.used_at.is_none() && self.now < link.expires_at))
    }

    async fn use_up(&mut self, link: &ActionLink) -> Result<(), AppError> {
        if self.tx.use_link(link.id, self.now).await? { Ok(()) } else { Err(Reason::LinkUsed.into()) }
    }

    /// Lets the person in who reads the mailbox; where several do, the one that they say they are.
    async fn enter_from_mailbox(
        &mut self,
        used: &SignIn,
        by: &EnterAs,
        method: SignInMethod,
    ) -> Result<Entry, AppError> {
        let persons = self.tx.mailbox(&used.address).await?;
        let chosen = match (by.person, persons.as_slice()) {
            (_, []) => return Ok(self.refused()),
            (None, [only]) => Some(only.id),
            (chosen, _) => chosen.filter(|chosen| persons.iter().any(|person| person.id == *chosen)),
        };
        let Some(person) = chosen else {
            self.nothing_changed();
            return Ok(Entry::Choose(persons));
        };
        self.tx.update_sign_in(used).await?;
        self.give_sign_in_back(used, &by.browser).await?;
        Ok(Entry::Entered(self.let_in(person, method, &by.browser).await?))
    }
}
