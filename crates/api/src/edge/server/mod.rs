//! The accept loop: timers against slow clients, a bound on connections, an orderly end.

use std::{
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::limits::Limits;

/// Interval of HTTP/2 pings, and the wait for their answer.
const H2_PING: Duration = Duration::from_secs(20);
/// Largest head of a request in bytes; a GET carries its query there.
const HEAD_BYTES: usize = 64 * 1024;
/// Pause after the system refused a connection, usually for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The place of a connection among those allowed. Every request carries it; a websocket keeps
/// it after the upgrade, so that it counts as open and the shutdown waits for it.
#[derive(Clone)]
pub(super) struct Slot {
    _permit: Arc<OwnedSemaphorePermit>,
}

/// Serves HTTP/1.1, HTTP/2 and websockets until `shutdown` is cancelled; then finishes the
/// requests in flight within the drain timeout. Requests carry [`ConnectInfo<SocketAddr>`].
pub async fn serve(listener: TcpListener, router: Router, limits: &Limits, shutdown: CancellationToken) {
    let slots = Arc::new(Semaphore::new(usize::try_from(limits.connections).unwrap_or(Semaphore::MAX_PERMITS)));
    let server = Server {
        router,
        protocol: protocol(limits),
        header_timeout: limits.header_timeout,
        drain_timeout: limits.drain_timeout,
        shutdown,
    };
    while let Some((stream, peer, slot)) = server.next(&listener, &slots).await {
        tokio::spawn(server.clone().connection(stream, peer, slot));
    }
    drop(listener);
    let drained = slots.acquire_many(limits.connections);
    if timeout(limits.drain_timeout, drained).await.is_err() {
        tracing::warn!("some requests were cut off because they outlived the shutdown");
    }
}

#[derive(Clone)]
struct Server {
    router: Router,
    protocol: Builder<TokioExecutor>,
    header_timeout: Duration,
    drain_timeout: Duration,
    shutdown: CancellationToken,
}

impl Server {
    /// The next connection for which there is a place; `None` at shutdown.
    async fn next(&self, listener: &TcpListener, slots: &Arc<Semaphore>) -> Option<(TcpStream, SocketAddr, Slot)> {
        let connection = async {
            let permit = Arc::clone(slots).acquire_owned().await.ok()?;
            let (stream, peer) = accept(listener).await;
            let slot = Slot { _permit: Arc::new(permit) };
            Some((stream, peer, slot))
        };
        self.shutdown.run_until_cancelled(connection).await?
    }

    async fn connection(self, stream: TcpStream, peer: SocketAddr, slot: Slot) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection ended before it began");
            return;
        }
        let started = AtomicBool::new(false);
        let service = service_fn(|request: Request<Incoming>| {
            started.store(true, Ordering::Relaxed);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(slot.clone());
            self.router.clone().oneshot(request)
        });
        let overdue = async {
            sleep(self.header_timeout).await;
            if started.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
        };
        let mut work = pin!(self.protocol.serve_connection_with_upgrades(TokioIo::new(stream), service));
        tokio::select! {
            outcome = work.as_mut() => return log_end(outcome),
            // The timer of the protocol starts once the protocol is known; this one at once.
            () = overdue => return,
            () = self.shutdown.cancelled() => work.as_mut().graceful_shutdown(),
        }
        if let Ok(outcome) = timeout(self.drain_timeout, work).await {
            log_end(outcome);
        }
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
