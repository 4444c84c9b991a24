//! The identity provider of an installation (OpenID Connect, authorization code flow with PKCE). What it says counts
//! only as far as its signature, and everything around it, was checked here.

mod http;
mod settings;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::session::OpenIdBegun;
use cordata_domain::identity::{OpenIdAttempt, OpenIdName};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreJwsSigningAlgorithm as Algorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    SignatureVerificationError, TokenResponse,
};
use tokio::sync::Mutex;
use url::Url;

use self::http::HttpClient;
pub use self::settings::OpenIdSettings;

/// Where the provider sends browsers back to, under the address of the installation.
pub(crate) const CALLBACK: &str = "/sign-in/openid/callback";

/// Signatures that only the provider can make. `none` and those by a shared secret are not among them.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];
/// Minutes for which the provider's description and keys are believed without asking again.
const KNOWN_MINUTES: i64 = 60;
/// Minutes between the writing of a token and its arrival here, by the clocks of both.
const TOKEN_MINUTES: i64 = 10;

/// Why the provider let nobody in. The texts name no token, code or person: they are for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenIdError {
    /// The configured issuer is no address that is taken.
    #[error("the issuer must be an https:// address")]
    Issuer,
    /// The address of this installation is none.
    #[error("the address to return to is wrong")]
    Redirect,
    /// TLS cannot be used.
    #[error("TLS cannot be set up")]
    Tls,
    /// The provider's description or keys cannot be had, or make no sense.
    #[error("the provider does not describe itself")]
    Discovery,
    /// The code was not exchanged for a token.
    #[error("the provider gave no token for the code")]
    Exchange,
    /// The token is signed by nobody we believe, or in a way we do not believe.
    #[error("the signature does not hold")]
    Signature,
    /// The token comes from another provider.
    #[error("another issuer")]
    OtherIssuer,
    /// The token is for another client.
    #[error("another audience")]
    Audience,
    /// The token has expired, or comes from another time.
    #[error("out of time")]
    Time,
    /// The token was made for another request.
    #[error("another nonce")]
    Nonce,
    /// Something else is wrong with the token.
    #[error("the token is not understood")]
    Token,
}

/// The client of the provider, once it described itself.
type ReadyClient =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What the provider said about itself, and until when it is believed.
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    until: DateTime<Utc>,
}

/// The identity provider.
pub struct OpenIdProvider {
    settings: OpenIdSettings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    secure: bool,
    http: HttpClient,
    known: Mutex<Option<Known>>,
}

impl OpenIdProvider {
    /// The provider of an installation that is reached at `public_url`. It is asked when it is needed.
    pub fn new(settings: OpenIdSettings, public_url: &str) -> Result<Self, OpenIdError> {
        let secure = settings.is_secure()?;
        let back = format!("{}{CALLBACK}", public_url.trim_end_matches('/'));
        Ok(Self {
            issuer: IssuerUrl::new(settings.issuer.clone()).map_err(|_| OpenIdError::Issuer)?,
            redirect: RedirectUrl::new(back).map_err(|_| OpenIdError::Redirect)?,
            http: HttpClient::new(secure).map_err(|_| OpenIdError::Tls)?,
            known: Mutex::new(None),
            secure,
            settings,
        })
    }

    /// What stands on the button.
    pub(crate) fn label(&self) -> &str {
        &self.settings.label
    }

    /// What the provider calls itself.
    pub(crate) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Where a browser is sent to.
    pub(crate) async fn address(&self, begun: &OpenIdBegun, now: DateTime<Utc>) -> Result<Url, OpenIdError> {
        let client = self.client(&*self.metadata(now).await?);
        let (state, nonce) = (begun.state.reveal().to_owned(), begun.nonce.reveal().to_owned());
        let verifier = PkceCodeVerifier::new(begun.verifier.reveal().to_owned());
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        // The library asks for `openid` by itself.
        let scopes = self.settings.scopes.split_whitespace().filter(|scope| *scope != "openid");
        let request = request.add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())));
        let (url, ..) = request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier)).url();
        Ok(url)
    }

    /// Who somebody is whom the provider sent back with a code. Keys may have been exchanged since they were asked for:
    /// where a signature does not hold, they are asked for once more.
    pub(crate) async fn identify(
        &self,
        code: String,
        attempt: OpenIdAttempt,
        now: DateTime<Utc>,
    ) -> Result<OpenIdName, OpenIdError> {
        let metadata = self.metadata(now).await?;
        let nonce = Nonce::new(attempt.nonce);
        let token = self.exchange(&metadata, code, attempt.verifier).await?;
        match self.verify(&metadata, &token, &nonce, now) {
            Err(OpenIdError::Signature) => self.verify(&*self.renew(now).await?, &token, &nonce, now),
            verified => verified,
        }
    }

    async fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        code: String,
        verifier: String,
    ) -> Result<CoreIdToken, OpenIdError> {
        let client = self.client(metadata);
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(|_| OpenIdError::Discovery)?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier));
        let answer = request.request_async(&self.http).await.map_err(|_| OpenIdError::Exchange)?;
        answer.id_token().cloned().ok_or(OpenIdError::Exchange)
    }

    fn verify(
        &self,
        metadata: &CoreProviderMetadata,
        token: &CoreIdToken,
        nonce: &Nonce,
        now: DateTime<Utc>,
    ) -> Result<OpenIdName, OpenIdError> {
        let client = self.client(metadata);
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now)
            .set_issue_time_verifier_fn(move |written| in_time(written, now));
        let claims = token.claims(&verifier, nonce).map_err(|error| reason(&error))?;
        if claims.authorized_party().is_some_and(|party| party.as_str() != self.settings.client_id) {
            return Err(OpenIdError::Audience);
        }
        OpenIdName::new(claims.issuer().as_str(), claims.subject().as_str()).map_err(|_| OpenIdError::Token)
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> ReadyClient {
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = ClientSecret::new(self.settings.client_secret.clone());
        let client = CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret));
        client.set_redirect_uri(self.redirect.clone()).set_auth_type(how_to_sign_in(metadata))
    }

    /// What the provider says about itself, not older than the time for which it is believed.
    async fn metadata(&self, now: DateTime<Utc>) -> Result<Arc<CoreProviderMetadata>, OpenIdError> {
        let mut known = self.known.lock().await;
        if let Some(fresh) = known.as_ref().filter(|known| now < known.until) {
            return Ok(Arc::clone(&fresh.metadata));
        }
        self.ask(&mut known, now).await
    }

    /// What the provider says about itself at this moment.
    async fn renew(&self, now: DateTime<Utc>) -> Result<Arc<CoreProviderMetadata>, OpenIdError> {
        self.ask(&mut *self.known.lock().await, now).await
    }

    async fn ask(
        &self,
        known: &mut Option<Known>,
        now: DateTime<Utc>,
    ) -> Result<Arc<CoreProviderMetadata>, OpenIdError> {
        let described = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = Arc::new(described.map_err(|_| OpenIdError::Discovery)?);
        // Browsers are sent there; the other addresses are ours to ask, and our client takes nothing else.
        if self.secure && metadata.authorization_endpoint().url().scheme() != "https" {
            return Err(OpenIdError::Discovery);
        }
        *known = Some(Known { metadata: Arc::clone(&metadata), until: now + TimeDelta::minutes(KNOWN_MINUTES) });
        Ok(metadata)
    }
}

/// How this installation shows its password: in the header, unless the provider takes only forms.
fn how_to_sign_in(metadata: &CoreProviderMetadata) -> AuthType {
    let methods = metadata.token_endpoint_auth_methods_supported();
    let takes = |method| methods.is_some_and(|methods| methods.contains(&method));
    let form_only = takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
    if form_only { AuthType::RequestBody } else { AuthType::BasicAuth }
}

fn in_time(written: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    let near = (now - written).abs() <= TimeDelta::minutes(TOKEN_MINUTES);
    if near { Ok(()) } else { Err("written at another time".to_owned()) }
}

/// What is wrong with a token. Only a signature that might hold by another key is worth asking for new keys.
fn reason(error: &ClaimsVerificationError) -> OpenIdError {
    match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::DisallowedAlg(_)) => {
            OpenIdError::Token
        }
        ClaimsVerificationError::SignatureVerification(_) => OpenIdError::Signature,
        ClaimsVerificationError::InvalidIssuer(_) => OpenIdError::OtherIssuer,
        ClaimsVerificationError::InvalidAudience(_) => OpenIdError::Audience,
        ClaimsVerificationError::Expired(_) => OpenIdError::Time,
        ClaimsVerificationError::InvalidNonce(_) => OpenIdError::Nonce,
        _ => OpenIdError::Token,
    }
}
