use async_trait::async_trait;
use cordata_domain::Reason;
use cordata_domain::ids::{SessionId, TokenId};
use cordata_domain::policy::{Act, Facts, decide};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};
use crate::token::{self, ClearToken};

/// Replaces the secret of a session that is due for it. Of two requests with the same secret one replaces it; the
/// other goes on with the old one for a moment.
#[derive(Debug, Clone)]
pub struct RotateSession {
    /// The session.
    pub session: SessionId,
    /// The clear secret that was shown.
    pub shown: String,
}

#[async_trait]
impl Command for RotateSession {
    const NAME: &'static str = "rotateSession";
    type Output = Option<ClearToken>;

    async fn run(&self, work: &mut Work<'_>) -> Result<Option<ClearToken>, AppError> {
        work.nothing_changed();
        let Some(mut session) = work.tx.session(self.session).await? else { return Ok(None) };
        if !session.is_open(work.now) || !session.is_due_for_rotation(&token::hash(&self.shown), work.now) {
            return Ok(None);
        }
        let secret = ClearToken::generate(work.secrets(), "sessione");
        session.rotate(secret.hash(), work.now);
        work.tx.update_session(&session).await?;
        Ok(Some(secret))
    }
}

/// Notes that a session is in use.
#[derive(Debug, Clone)]
pub struct NoteSessionUse {
    /// The session.
    pub session: SessionId,
}

#[async_trait]
impl Command for NoteSessionUse {
    const NAME: &'static str = "noteSessionUse";
    type Output = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.nothing_changed();
        let Some(mut session) = work.tx.session(self.session).await? else { return Ok(()) };
        if session.is_open(work.now) && session.is_due_for_note(work.now) {
            session.last_used_at = work.now;
            work.tx.update_session(&session).await?;
        }
        Ok(())
    }
}

/// Notes that a token is in use.
#[derive(Debug, Clone)]
pub struct NoteTokenUse {
    /// The token.
    pub token: TokenId,
}

#[async_trait]
impl Command for NoteTokenUse {
    const NAME: &'static str = "noteTokenUse";
    type Output = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.nothing_changed();
        work.tx.note_token_use(self.token, work.now).await
    }
}

/// Ends a session: signing out here, or from another browser. Ending it twice changes nothing.
#[derive(Debug, Clone)]
pub struct EndSession {
    /// The session.
    pub session: SessionId,
    /// Whether it is ended from elsewhere: then the browsers of its person are known no more, for one may be lost.
    pub from_elsewhere: bool,
}

#[async_trait]
impl Command for EndSession {
    const NAME: &'static str = "revokeSession";
    type Output = SessionId;

    async fn run(&self, work: &mut Work<'_>) -> Result<SessionId, AppError> {
        work.require_scope(Act::EndSession)?;
        let mut session = found_at(work.tx.session(self.session).await?, "sessionId")?;
        // A session that is somebody else's is absent, not forbidden: its id tells nothing.
        if decide(work.actor(), Act::EndSession, &Facts::person(session.person)).is_none() {
            return Err(Reason::NotFound.at("sessionId").into());
        }
        if session.end(work.now) {
            work.tx.update_session(&session).await?;
            if self.from_elsewhere {
                work.tx.forget_browsers_of(session.person).await?;
            }
            work.audit("Session", session.id, json!({ "endedAt": session.ended_at }));
        } else {
            work.nothing_changed();
        }
        Ok(session.id)
    }
}
