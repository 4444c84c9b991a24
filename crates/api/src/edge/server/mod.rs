//! The accept loop: timers against slow and idle clients, a bound on connections, an orderly end.

mod activity;
mod door;
mod reserve;

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

pub(super) use self::door::Slot;
use self::{
    activity::Activity,
    door::{Door, Entry, Full},
    reserve::HealthSlot,
};
use crate::{client::TrustedProxies, health, limits::Limits};

/// Interval of HTTP/2 pings, and the wait for their answer.
const H2_PING: Duration = Duration::from_secs(20);
/// Largest head of a request in bytes; a GET carries its query there.
const HEAD_BYTES: usize = 64 * 1024;
/// Pause after the system refused a connection, usually for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long a question about health may take on a connection that is kept for it, from its first byte to the last.
const HEALTH_QUESTION: Duration = Duration::from_secs(5);

/// Serves HTTP/1.1, HTTP/2 and websockets until `shutdown` is cancelled; then finishes the
/// requests in flight within the drain timeout. Requests carry [`ConnectInfo<SocketAddr>`].
/// Connections of the proxies are not counted by their address.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    proxies: TrustedProxies,
    limits: &Limits,
    shutdown: CancellationToken,
) {
    let door = Door::new(limits, proxies);
    let server = Server {
        router,
        protocol: protocol(limits),
        header_timeout: limits.header_timeout,
        idle: limits.connection_idle,
        drain_timeout: limits.drain_timeout,
        shutdown,
    };
    while let Some((stream, peer)) = server.next(&listener).await {
        match door.open(peer.ip()) {
            Entry::In(slot) => drop(tokio::spawn(server.clone().connection(stream, peer, slot))),
            Entry::HealthOnly(full, slot) => drop(tokio::spawn(server.clone().health(stream, peer, full, slot))),
        }
    }
    drop(listener);
    if timeout(limits.drain_timeout, door.emptied()).await.is_err() {
        tracing::warn!("some requests were cut off because they outlived the shutdown");
    }
}

#[derive(Clone)]
struct Server {
    router: Router,
    protocol: Builder<TokioExecutor>,
    header_timeout: Duration,
    idle: Duration,
    drain_timeout: Duration,
    shutdown: CancellationToken,
}

impl Server {
    /// The next connection; `None` at shutdown.
    async fn next(&self, listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
        self.shutdown.run_until_cancelled(accept(listener)).await
    }

    async fn connection(self, stream: TcpStream, peer: SocketAddr, slot: Slot) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection ended before it began");
            return;
        }
        let activity = Arc::new(Activity::begin());
        let service = service_fn(|request: Request<Incoming>| {
            let busy = activity.busy();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(slot.clone());
            let answer = self.answer(request, peer);
            async move { answer.await.map(|answer| answer.map(|body| busy.until_taken(body))) }
        });
        let overdue = async {
            sleep(self.header_timeout).await;
            if activity.has_asked() {
                std::future::pending::<()>().await;
            }
        };
        let mut work = pin!(self.protocol.serve_connection_with_upgrades(TokioIo::new(stream), service));
        let patience = tokio::select! {
            outcome = work.as_mut() => return log_end(outcome),
            // The timer of the protocol starts once the protocol is known; this one at once.
            () = overdue => return,
            () = activity.idle(self.idle) => self.header_timeout,
            () = self.shutdown.cancelled() => self.drain_timeout,
        };
        work.as_mut().graceful_shutdown();
        if let Ok(outcome) = timeout(patience, work).await {
            log_end(outcome);
        }
    }

    /// One question about health on a connection for which there is no other place; anything else is told that.
    async fn health(self, stream: TcpStream, peer: SocketAddr, full: Full, slot: HealthSlot) {
        let service = service_fn(|request: Request<Incoming>| async {
            let request = request.map(Body::new);
            if health::is_question(request.uri().path()) {
                return self.answer(request, peer).await;
            }
            Ok(full.answer(request))
        });
        let mut protocol = http1::Builder::new();
        protocol.keep_alive(false).timer(TokioTimer::new()).header_read_timeout(self.header_timeout);
        let work = protocol.serve_connection(TokioIo::new(stream), service);
        tokio::select! {
            outcome = timeout(HEALTH_QUESTION, work) => {
                if let Ok(Err(error)) = outcome {
                    tracing::debug!(%error, "a connection broke off");
                }
            }
            () = slot.gives_way() => tracing::debug!("a connection gave way to another"),
        }
    }

    fn answer(
        &self,
        mut request: Request<Body>,
        peer: SocketAddr,
    ) -> impl Future<Output = Result<Response, Infallible>> + use<> {
        request.extensions_mut().insert(ConnectInfo(peer));
        self.router.clone().oneshot(request)
    }
}

/// Broken connections are the other side's affair.
fn log_end(outcome: Result<(), Box<dyn std::error::Error + Send + Sync>>) {
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection broke off");
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(connection) => return connection,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn protocol(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.header_timeout).max_buf_size(HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(H2_PING)
        .keep_alive_timeout(H2_PING)
        .max_concurrent_streams(100)
        .max_header_list_size(64 * 1024);
    builder
}

#[cfg(test)]
mod tests;
