//! Signing in without passwords: by a one-time link or code of a mail, by an invitation, by the set-up link of a new
//! installation; or by an identity provider. What is wrong with a link or code is never told: there is one refusal for all of it.

mod enter;
mod invite;
mod keep;
mod member;
mod openid;
mod request;

pub use enter::{AcceptInvitation, EnterAs, Entry, SetUpFirstAdministrator, SignInByCode, SignInByLink};
pub use invite::{InvitePerson, OfferSetUp, WithdrawInvitation};
pub use keep::{EndSession, NoteSessionUse, NoteTokenUse, RotateSession};
pub use member::InviteMember;
pub use openid::{BeginOpenId, LinkOpenId, OpenIdBegun, ReturnFromOpenId, SignInByOpenId, UnlinkOpenId};
pub use request::{RequestSignIn, SignInAsked};

use cordata_domain::identity::{Session, SignInMethod};
use cordata_domain::ids::{PersonId, SessionId};
use serde_json::json;

use crate::app::Work;
use crate::error::{AppError, found_at};
use crate::token::{self, ClearToken};

/// Characters of a browser's name that are kept.
const LONGEST_AGENT: usize = 200;

/// Somebody is in: the secret for their browser, shown this once.
#[derive(Debug, Clone)]
pub struct Entered {
    /// The session.
    pub session: SessionId,
    /// Who.
    pub person: PersonId,
    /// The secret of the session.
    pub secret: ClearToken,
    /// The secret by which the browser is known the next time.
    pub browser: ClearToken,
}

/// What a browser shows of itself.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// What it is, in its own words.
    pub agent: String,
    /// The clear secret by which it is known, if anybody signed in there before.
    pub known_by: Option<String>,
}

impl Browser {
    fn known_hash(&self) -> Option<Vec<u8>> {
        self.known_by.as_deref().map(token::hash)
    }
}

impl Work<'_> {
    /// Begins a session of a person who has shown who they are.
    async fn let_in(&mut self, person: PersonId, method: SignInMethod, browser: &Browser) -> Result<Entered, AppError> {
        // Who is erased at this moment does not come in any more.
        let known = self.tx.person_to_change(person).await?.filter(|person| !person.is_erased());
        found_at(known, "personId")?;
        let secret = ClearToken::generate(self.secrets(), "sessione");
        let session = Session {
            hash: secret.hash(),
            form_key: self.secrets().secret().to_vec(),
            agent: browser.agent.chars().filter(|c| !c.is_control()).take(LONGEST_AGENT).collect(),
            ..Session::begin(self.id(), person, method, self.now)
        };
        self.tx.insert_session(&session).await?;
        self.audit_by(person, "Session", session.id, json!({ "person": person, "method": method }));
        // A new secret each time: one that was planted in the browser is worth nothing afterwards.
        let known_by = ClearToken::generate(self.secrets(), "browser");
        self.tx.keep_browser(&known_by.hash(), browser.known_hash().as_deref(), person, self.now).await?;
        Ok(Entered { session: session.id, person, secret, browser: known_by })
    }
}
