//! Small HTTP servers on the loopback address, which know how many connections were opened to them and let go.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// What answers the requests of a server.
pub(crate) trait Answer: Send + Sync + 'static {
    /// Answers one request, whose body has been read.
    fn answer(&self, request: Request<Bytes>) -> impl Future<Output = Response<Bytes>> + Send;
}

/// The connections of one server.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    opened: AtomicU64,
    dropped: AtomicU64,
}

impl Connections {
    /// How many clients have opened.
    pub(crate) fn opened(&self) -> u64 {
        self.opened.load(Ordering::Relaxed)
    }

    /// How many of them clients have closed again. The server itself closes none.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

/// A server, which listens for as long as this lives.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its connections.
    pub(crate) connections: Arc<Connections>,
    task: JoinHandle<()>,
}

impl Server {
    /// Listens on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) async fn start(answer: Arc<impl Answer>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .context("no port of the loopback address is free")?;
        let connections = Arc::<Connections>::default();
        Ok(Self {
            address: listener.local_addr()?,
            connections: connections.clone(),
            task: tokio::spawn(accept(listener, answer, connections)),
        })
    }

    /// `http://127.0.0.1:<port>`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, answer: Arc<impl Answer>, connections: Arc<Connections>) {
    // Goes with this task, and with it every connection.
    let mut open = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        connections.opened.fetch_add(1, Ordering::Relaxed);
        open.spawn(serve(stream, answer.clone(), connections.clone()));
        while open.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, answer: Arc<impl Answer>, connections: Arc<Connections>) {
    // Without it an answer may wait 40 ms for an acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = answer.clone();
        async move {
            let (head, body) = request.into_parts();
            let response = match body.collect().await {
                Ok(body) => {
                    let request = Request::from_parts(head, body.to_bytes());
                    answer.answer(request).await
                }
                Err(_) => status(StatusCode::BAD_REQUEST),
            };
            Ok::<_, Infallible>(response.map(Full::new))
        }
    });
    // A client that goes away in the middle of a request is what kills and timeouts look like.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
    connections.dropped.fetch_add(1, Ordering::Relaxed);
}

/// An answer without a body.
pub(crate) fn status(status: StatusCode) -> Response<Bytes> {
    body(status, Bytes::new())
}

/// An answer with a body.
pub(crate) fn body(status: StatusCode, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    struct Echo;

    impl Answer for Echo {
        async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
            body(StatusCode::OK, request.into_body())
        }
    }

    #[tokio::test]
    async fn a_kept_connection_is_counted_once_and_a_closed_one_as_dropped() {
        let server = Server::start(Arc::new(Echo)).await.expect("a server");
        let client = crate::twilio::client().expect("a client");
        for _ in 0..3 {
            let answer = client.post(server.url()).body("hello").send().await;
            let text = answer.expect("an answer").text().await.expect("a text");
            assert_eq!(text, "hello");
        }
        assert_eq!(server.connections.opened(), 1);
        assert_eq!(server.connections.dropped(), 0);
        drop(client);
        let is_dropped = async {
            while server.connections.dropped() == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), is_dropped).await;
        assert!(waited.is_ok(), "the closed connection is not counted");
        assert_eq!(server.connections.opened(), 1);
    }
}
