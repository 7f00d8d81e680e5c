//! The listening socket and its connections, made so that a fault can cut them.
//!
//! A reset that comes from the kernel, and a port on which nothing listens, are not things that an HTTP
//! handler can answer with; so the handler holds a string to its connection, and pulls it.

use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

#[derive(Debug, Default)]
struct Cord {
    cut: bool,
    wakers: Vec<Waker>,
}

/// A hold on one connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Peer(Arc<Mutex<Cord>>);

impl Peer {
    fn cord(&self) -> MutexGuard<'_, Cord> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Resets the connection: the client gets no further byte.
    pub(crate) fn reset(&self) {
        let wakers = {
            let mut cord = self.cord();
            cord.cut = true;
            std::mem::take(&mut cord.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Whether the connection was cut; else `context` is woken when it is.
    fn poll_cut(&self, context: &Context<'_>) -> bool {
        let mut cord = self.cord();
        if !cord.cut
            && !cord
                .wakers
                .iter()
                .any(|waker| waker.will_wake(context.waker()))
        {
            cord.wakers.push(context.waker().clone());
        }
        cord.cut
    }
}

type Peers = Arc<Mutex<HashMap<SocketAddr, Peer>>>;

/// One connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    peer: Peer,
    peers: Peers,
}

impl Connection {
    fn reset_error() -> io::Error {
        io::Error::from(io::ErrorKind::ConnectionReset)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.peer.cord().cut {
            // Without lingering, closing sends RST: to the client it is as if the network had failed.
            self.stream.set_zero_linger().ok();
        }
        self.peers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.address);
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.peer.poll_cut(context) {
            return Poll::Ready(Err(Self::reset_error()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.peer.cord().cut {
            return Poll::Ready(Err(Self::reset_error()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.peer.cord().cut {
            return Poll::Ready(Err(Self::reset_error()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The listener; on loopback, whatever is asked of it.
#[derive(Debug)]
pub(crate) struct FrontDoor {
    address: SocketAddr,
    listener: Option<TcpListener>,
    outages: mpsc::UnboundedReceiver<Duration>,
    peers: Peers,
}

impl FrontDoor {
    /// Listens on 127.0.0.1; port 0 takes a free one. What is sent into the channel closes the door for so long.
    pub(crate) async fn open(port: u16) -> io::Result<(Self, mpsc::UnboundedSender<Duration>)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let (order, outages) = mpsc::unbounded_channel();
        let address = listener.local_addr()?;
        Ok((
            Self {
                address,
                listener: Some(listener),
                outages,
                peers: Peers::default(),
            },
            order,
        ))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    async fn close_for(&mut self, duration: Duration) {
        self.listener = None;
        let peers: Vec<Peer> = self
            .peers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect();
        peers.iter().for_each(Peer::reset);
        tokio::time::sleep(duration).await;
        while self.listener.is_none() {
            match TcpListener::bind(self.address).await {
                Ok(listener) => self.listener = Some(listener),
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    fn admit(&self, stream: TcpStream, address: SocketAddr) -> Connection {
        // Answers are one small write each: waiting to fill a packet would only add delay.
        stream.set_nodelay(true).ok();
        let peer = Peer::default();
        self.peers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(address, peer.clone());
        Connection {
            stream,
            address,
            peer,
            peers: Arc::clone(&self.peers),
        }
    }
}

impl axum::serve::Listener for FrontDoor {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Some(listener) = &self.listener else {
                self.close_for(Duration::ZERO).await;
                continue;
            };
            tokio::select! {
                Some(duration) = self.outages.recv() => self.close_for(duration).await,
                accepted = listener.accept() => match accepted {
                    Ok((stream, address)) => return (self.admit(stream, address), address),
                    // Out of file descriptors, or the client was gone already: neither ends the listening.
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                },
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, FrontDoor>> for Peer {
    fn connect_info(stream: IncomingStream<'_, FrontDoor>) -> Self {
        stream.io().peer.clone()
    }
}
