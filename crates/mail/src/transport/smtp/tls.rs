//! TLS for relays: the roots that are trusted, and a stream encrypted from its first byte.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::{AsyncTokioStream, Certificate, CertificateStore, TlsParameters};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Why TLS could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The extra authority is no PEM certificate.
    #[error("the extra certificate authority is not a PEM certificate: {0}")]
    Authority(String),
    /// The host can have no certificate.
    #[error("{0:?} is neither a host name nor an address")]
    Host(String),
}

/// What is needed to encrypt conversations with one relay: the public authorities and, for a relay inside an
/// administration, one of its own.
#[derive(Clone)]
pub(super) struct Tls {
    connector: TlsConnector,
    server: ServerName<'static>,
    parameters: TlsParameters,
}

impl Tls {
    pub(super) fn new(host: &str, authority: Option<&[u8]>) -> Result<Self, TlsError> {
        let unusable = |error: &dyn std::fmt::Display| TlsError::Authority(error.to_string());
        let server = ServerName::try_from(host.to_owned()).map_err(|_| TlsError::Host(host.to_owned()))?;
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let mut builder = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots);
        if let Some(pem) = authority {
            let certificate = CertificateDer::from_pem_slice(pem).map_err(|error| unusable(&error))?;
            roots.add(certificate).map_err(|error| unusable(&error))?;
            let certificate = Certificate::from_pem(pem).map_err(|error| unusable(&error))?;
            builder = builder.add_root_certificate(certificate);
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let parameters = builder.build_rustls().map_err(|error| unusable(&error))?;
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), server, parameters })
    }

    /// For STARTTLS inside a conversation.
    pub(super) fn parameters(&self) -> TlsParameters {
        self.parameters.clone()
    }

    /// Encrypts from the first byte.
    pub(super) async fn wrap(&self, stream: TcpStream) -> io::Result<Encrypted> {
        self.connector.connect(self.server.clone(), stream).await.map(Encrypted)
    }
}

/// A TCP stream inside TLS, in the shape in which lettre takes existing streams.
#[derive(Debug)]
pub(super) struct Encrypted(TlsStream<TcpStream>);

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().0).poll_write(cx, buffer)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_shutdown(cx)
    }
}
