use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio_rustls::rustls;

/// A question to the provider is given up after this time.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer of a provider that is read, in bytes.
const LONGEST_ANSWER: usize = 256 * 1024;

/// Why a question to the provider had no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    #[error("no connection")]
    Connection(#[from] hyper_util::client::legacy::Error),
    #[error("no answer in time")]
    Late(#[from] tokio::time::error::Elapsed),
    #[error("the answer broke off or is too long")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The conversation with the provider: bounded in time and size, and following no redirect.
pub(super) struct HttpClient(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl HttpClient {
    /// A client; `secure` refuses everything but TLS.
    pub(super) fn new(secure: bool) -> Result<Self, rustls::Error> {
        let provider = rustls::crypto::ring::default_provider();
        let builder = HttpsConnectorBuilder::new().with_provider_and_webpki_roots(provider)?;
        let builder = if secure { builder.https_only() } else { builder.https_or_http() };
        let connector = builder.enable_http1().build();
        // Questions are rare: a connection that is kept is closed by the other end when it is needed.
        Ok(Self(Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector)))
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let answer = async {
            let (parts, body) = self.0.request(request).await?.into_parts();
            let body = Limited::new(body, LONGEST_ANSWER).collect().await.map_err(HttpError::Body)?;
            Ok(HttpResponse::from_parts(parts, body.to_bytes().to_vec()))
        };
        tokio::time::timeout(TIMEOUT, answer).await?
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
