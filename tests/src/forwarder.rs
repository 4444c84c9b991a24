//! A way to a server that can freeze, as a network does whose cable was pulled.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Carries connections to another address until it is dropped.
pub struct Forwarder {
    address: SocketAddr,
    flows: watch::Sender<bool>,
}

impl Forwarder {
    /// Begins to carry connections to `server`.
    ///
    /// # Panics
    /// Where no port is free.
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let flows = watch::Sender::new(true);
        let mut gone = flows.subscribe();
        let open = flows.subscribe();
        tokio::spawn(async move {
            let carrying = async {
                while let Ok((near, _)) = listener.accept().await {
                    tokio::spawn(carry(near, server, open.clone()));
                }
            };
            tokio::select! {
                () = carrying => {}
                _ = gone.wait_for(|_| false) => {}
            }
        });
        Self { address, flows }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Carries nothing any more, on no connection, and ends none.
    pub fn freeze(&self) {
        self.flows.send_replace(false);
    }

    /// Goes on where it stopped.
    pub fn thaw(&self) {
        self.flows.send_replace(true);
    }
}

async fn carry(near: TcpStream, server: SocketAddr, flows: watch::Receiver<bool>) {
    let Ok(far) = TcpStream::connect(server).await else { return };
    let ((from_near, to_near), (from_far, to_far)) = (near.into_split(), far.into_split());
    tokio::select! {
        () = copy(from_near, to_far, flows.clone()) => {}
        () = copy(from_far, to_near, flows) => {}
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut flows: watch::Receiver<bool>) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read) = from.read(&mut buffer).await {
        let may_pass = read > 0 && flows.wait_for(|flows| *flows).await.is_ok();
        if !may_pass || to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
