//! Mutations of persons, their posts, roles and tokens.

use async_graphql::{Context, ID, Object, Result};
use cordata_app::token::ClearToken;
use cordata_domain::ids::TokenId;

use super::Person;
use super::input::{
    CreateApiTokenInput, CreatePersonInput, EndAffiliationInput, ErasePersonInput, ExportPersonInput, GrantRoleInput,
    RevokeApiTokenInput, RevokeRoleInput, StartAffiliationInput, UpdatePersonInput,
};
use crate::graphql::id::{self, GlobalId};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `createPerson`.
    CreatePersonPayload {
        /// The new person.
        person: Person
    }
    /// What became of `exportPerson`.
    ExportPersonPayload {
        /// Everything that is kept about the person, as the text of one JSON document.
        document: String
    }
    /// What became of `erasePerson`.
    ErasePersonPayload {
        /// What is left of the person.
        person: Person
    }
    /// What became of `updatePerson`.
    UpdatePersonPayload {
        /// The changed person.
        person: Person
    }
    /// What became of `startAffiliation`.
    StartAffiliationPayload {
        /// The post, to be named when it ends.
        affiliation_id: ID
    }
    /// What became of `endAffiliation`.
    EndAffiliationPayload {
        /// The post that ends.
        affiliation_id: ID
    }
    /// What became of `grantRole`.
    GrantRolePayload {
        /// The role of this person, to be named when it is revoked.
        grant_id: ID
    }
    /// What became of `revokeRole`.
    RevokeRolePayload {
        /// The role that was revoked.
        grant_id: ID
    }
    /// What became of `createApiToken`.
    CreateApiTokenPayload {
        /// The token, to be named when it is revoked.
        token_id: ID,
        /// What programs send as `Authorization: Bearer …`. It is shown this once and kept nowhere: store it safely.
        clear_token: String,
    }
    /// What became of `revokeApiToken`.
    RevokeApiTokenPayload {
        /// The token that was revoked.
        token_id: ID
    }
}

/// Some things are not read back, so their id is all there is to answer.
pub(super) async fn only_id<I: GlobalId>(_: &Context<'_>, id: I) -> Result<Option<ID>> {
    Ok(Some(id::encode(id)))
}

/// Changing persons, their posts, roles and tokens.
#[derive(Debug, Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Adds a person. Without a post, a role or a seat they may do what everybody may.
    ///
    /// Requires: secretariat or platform-admin.
    async fn create_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] input: CreatePersonInput,
    ) -> Result<CreatePersonPayload> {
        answer(ctx, input, Person::by_id).await
    }

    /// Puts together everything that is kept about a person: their data, posts, roles, tokens without their secrets,
    /// seats, invitations, attendance, what they wrote and sent, mails to them, and what they did.
    ///
    /// Requires: themselves or platform-admin.
    async fn export_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose data are wanted.")] input: ExportPersonInput,
    ) -> Result<ExportPersonPayload> {
        let written = |_, document: serde_json::Value| async move { Ok(Some(document.to_string())) };
        answer(ctx, input, written).await
    }

    /// Erases the personal data of somebody who holds no office any more: name and addresses, tokens, links and
    /// preferences, the text of mails to them. What they signed, decided and entered stays, without a name. It cannot be
    /// undone.
    ///
    /// Requires: platform-admin.
    async fn erase_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose data are erased.")] input: ErasePersonInput,
    ) -> Result<ErasePersonPayload> {
        answer(ctx, input, Person::by_id).await
    }

    /// Changes what is known about a person: name, language and time zone by themselves too, the address by the
    /// secretariat and administrators only.
    ///
    /// Requires: themselves or secretariat or platform-admin.
    async fn update_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and what changes.")] input: UpdatePersonInput,
    ) -> Result<UpdatePersonPayload> {
        answer(ctx, input, Person::by_id).await
    }

    /// Records that a person holds a post in an organisation, from a day on. Roles for an organisation work only
    /// while the person has a post there. Managers do so for their own organisation, with persons whom they may see.
    ///
    /// Requires: org-manager or secretariat or platform-admin.
    async fn start_affiliation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The post.")] input: StartAffiliationInput,
    ) -> Result<StartAffiliationPayload> {
        answer(ctx, input, only_id).await
    }

    /// Records the last day of a post, or ends it at this moment. With it end the rights that hang on it.
    ///
    /// Requires: org-manager or secretariat or platform-admin.
    async fn end_affiliation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post, and its last day.")] input: EndAffiliationInput,
    ) -> Result<EndAffiliationPayload> {
        answer(ctx, input, only_id).await
    }

    /// Gives a person a role for the whole plan, for an organisation or for a table. Managers name delegates of their
    /// own organisation; every other role is given by administrators.
    ///
    /// Requires: org-manager or platform-admin.
    async fn grant_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who gets which role.")] input: GrantRoleInput,
    ) -> Result<GrantRolePayload> {
        answer(ctx, input, only_id).await
    }

    /// Takes a role away: it ends at once. Managers take from delegates of their own organisation; every other role is
    /// taken by administrators. The last administrator stays.
    ///
    /// Requires: org-manager or platform-admin.
    async fn revoke_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which role.")] input: RevokeRoleInput,
    ) -> Result<RevokeRolePayload> {
        answer(ctx, input, only_id).await
    }

    /// Makes a token with which a program acts for a person.
    ///
    /// Requires: themselves.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: CreateApiTokenInput,
    ) -> Result<CreateApiTokenPayload> {
        let shown = |_, (token, clear): (TokenId, ClearToken)| async move {
            Ok(Some((id::encode(token), clear.reveal().to_owned())))
        };
        answer(ctx, input, shown).await
    }

    /// Revokes a token: it stops working at once.
    ///
    /// Requires: themselves or platform-admin.
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token.")] input: RevokeApiTokenInput,
    ) -> Result<RevokeApiTokenPayload> {
        answer(ctx, input, only_id).await
    }
}
