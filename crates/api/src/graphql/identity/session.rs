//! Signing in, sessions and tokens.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::identity::CreatePerson;
use cordata_app::session::{EndSession, InviteMember, InvitePerson, RequestSignIn, SignInAsked, WithdrawInvitation};
use cordata_domain::{Refusal, identity};

use super::input::{Role, TokenScope};
use crate::graphql::id;
use crate::graphql::input::{read_id, read_language, read_validity};
use crate::graphql::mutation::{Input, answer, payloads};
use crate::scalar::{Date, DateTime, Locale};

/// The ways to sign in.
#[derive(Debug, async_graphql::Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "identity::SignInMethod")]
pub enum SignInMethod {
    /// The one-time link of a mail.
    MailLink,
    /// The code of a mail.
    MailCode,
    /// An invitation that was accepted.
    Invitation,
    /// The set-up link of a new installation.
    SetUp,
    /// An identity provider.
    OpenId,
}

/// A session of yours in a browser.
pub struct Session(pub identity::Session);

/// A session of yours in a browser.
#[Object]
impl Session {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// How you signed in.
    async fn method(&self) -> SignInMethod {
        self.0.method.into()
    }

    /// The browser, in its own words.
    async fn agent(&self) -> &str {
        &self.0.agent
    }

    /// When you signed in.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was last used, to the nearest minutes.
    async fn last_used_at(&self) -> DateTime {
        DateTime(self.0.last_used_at)
    }

    /// When it ends, if it is not used again.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at())
    }
}

/// A token of yours. The token itself is kept nowhere.
pub struct ApiToken(pub identity::ApiToken);

/// A token of yours. The token itself is kept nowhere.
#[Object]
impl ApiToken {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// What it is used for.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// How far it reaches.
    async fn scope(&self) -> TokenScope {
        self.0.scope.into()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it stops working; null where it never does.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was last shown, to the nearest minutes; null where it never was.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }
}

/// Where to send a mail to sign in.
#[derive(Debug, InputObject)]
pub struct RequestLoginLinkInput {
    /// The mail address by which you are known.
    pub email: String,
}

impl Input for RequestLoginLinkInput {
    type Command = RequestSignIn;

    fn command(self) -> Result<RequestSignIn, Refusal> {
        Ok(RequestSignIn { address: self.email, known_by: None })
    }
}

/// A person to be invited.
#[derive(Debug, InputObject)]
pub struct InvitePersonInput {
    /// The person. An earlier invitation of theirs stops working.
    pub person_id: ID,
}

impl Input for InvitePersonInput {
    type Command = InvitePerson;

    fn command(self) -> Result<InvitePerson, Refusal> {
        Ok(InvitePerson { person: read_id(&self.person_id, "personId")? })
    }
}

/// Somebody to be brought into an organisation.
#[derive(Debug, InputObject)]
pub struct InviteMemberInput {
    /// The organisation.
    pub organisation_id: ID,
    /// Given name: at most 80 characters.
    pub given_name: String,
    /// Family name: at most 80 characters.
    pub family_name: String,
    /// Where the invitation goes. A person of the same name who reads mail there may take the place up.
    pub email: String,
    /// The language they are written to; Italian where it is left out.
    pub locale: Option<Locale>,
    /// The post in words, like `Sindaca`: at most 120 characters.
    pub post: String,
    /// The role for the organisation; none where it is left out.
    pub role: Option<Role>,
    /// The first day of post and role.
    pub from: Date,
    /// Their last day, where it is known.
    pub to: Option<Date>,
}

impl Input for InviteMemberInput {
    type Command = InviteMember;

    fn command(self) -> Result<InviteMember, Refusal> {
        Ok(InviteMember {
            organisation: read_id(&self.organisation_id, "organisationId")?,
            person: CreatePerson {
                given_name: self.given_name,
                family_name: self.family_name,
                email: Some(self.email),
                locale: read_language(self.locale),
                zone: None,
            },
            post: self.post,
            role: self.role.map(Into::into),
            validity: read_validity(self.from, self.to)?,
        })
    }
}

/// An invitation to be taken back.
#[derive(Debug, InputObject)]
pub struct WithdrawInvitationInput {
    /// The invitation.
    pub invitation_id: ID,
}

impl Input for WithdrawInvitationInput {
    type Command = WithdrawInvitation;

    fn command(self) -> Result<WithdrawInvitation, Refusal> {
        Ok(WithdrawInvitation { invitation: read_id(&self.invitation_id, "invitationId")? })
    }
}

/// A session to be ended.
#[derive(Debug, InputObject)]
pub struct RevokeSessionInput {
    /// The session.
    pub session_id: ID,
}

impl Input for RevokeSessionInput {
    type Command = EndSession;

    fn command(self) -> Result<EndSession, Refusal> {
        Ok(EndSession { session: read_id(&self.session_id, "sessionId")?, from_elsewhere: true })
    }
}

payloads! {
    /// What became of `requestLoginLink`: the same whether or not anybody is known at the address.
    RequestLoginLinkPayload {
        /// Until when the mail works, if one is sent.
        expires_at: DateTime
    }
    /// What became of `invitePerson`.
    InvitePersonPayload {
        /// The invitation.
        invitation_id: ID
    }
    /// What became of `inviteMember`: the same whether or not the person is known.
    InviteMemberPayload {
        /// The invitation. Post and role are there when it is accepted.
        invitation_id: ID
    }
    /// What became of `withdrawInvitation`.
    WithdrawInvitationPayload {
        /// The invitation that opens nothing any more.
        invitation_id: ID
    }
    /// What became of `revokeSession`.
    RevokeSessionPayload {
        /// The session that ended.
        session_id: ID
    }
}

/// Signing in and out.
#[derive(Debug, Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Asks for a mail with a one-time link to sign in. The answer does not tell whether anybody is known at the address.
    ///
    /// Requires: everyone.
    async fn request_login_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where the mail goes.")] input: RequestLoginLinkInput,
    ) -> Result<RequestLoginLinkPayload> {
        answer(ctx, input, |_, asked: SignInAsked| async move { Ok(Some(DateTime(asked.expires_at))) }).await
    }

    /// Invites a person by mail to sign in for the first time.
    ///
    /// Requires: org-manager or secretariat or platform-admin.
    async fn invite_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is invited.")] input: InvitePersonInput,
    ) -> Result<InvitePersonPayload> {
        answer(ctx, input, super::mutation::only_id).await
    }

    /// Invites somebody into an organisation: they are offered a post there, with a role if one is named, and have both
    /// from the moment in which they accept. It needs the powers to give all that: a manager names delegates of the own
    /// organisation. An earlier invitation of theirs into the same organisation stops working.
    ///
    /// Requires: org-manager or secretariat or platform-admin.
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is invited into which organisation.")] input: InviteMemberInput,
    ) -> Result<InviteMemberPayload> {
        answer(ctx, input, super::mutation::only_id).await
    }

    /// Takes an invitation into an organisation back: its mail opens nothing any more.
    ///
    /// Requires: org-manager or secretariat or platform-admin.
    async fn withdraw_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: WithdrawInvitationInput,
    ) -> Result<WithdrawInvitationPayload> {
        answer(ctx, input, super::mutation::only_id).await
    }

    /// Ends a session: its browser is signed out at once.
    ///
    /// Requires: themselves or platform-admin.
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: RevokeSessionInput,
    ) -> Result<RevokeSessionPayload> {
        answer(ctx, input, super::mutation::only_id).await
    }
}
