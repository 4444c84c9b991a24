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
use crate::token::ClearToken;

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
}

impl Work<'_> {
    /// Begins a session of a person who has shown who they are.
    async fn let_in(&mut self, person: PersonId, method: SignInMethod, agent: &str) -> Result<Entered, AppError> {
        // Who is erased at this moment does not come in any more.
        let known = self.tx.person_to_change(person).await?.filter(|person| !person.is_erased());
        found_at(known, "personId")?;
        let secret = ClearToken::generate(self.secrets(), "sessione");
        let session = Session {
            hash: secret.hash(),
            form_key: self.secrets().secret().to_vec(),
            agent: agent.chars().filter(|c| !c.is_control()).take(LONGEST_AGENT).collect(),
            ..Session::begin(self.id(), person, method, self.now)
        };
        self.tx.insert_session(&session).await?;
        self.audit_by(person, "Session", session.id, json!({ "person": person, "method": method }));
        Ok(Entered { session: session.id, person, secret })
    }
}
