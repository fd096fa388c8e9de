//! Connections: taken in, served by HTTP/1.1, and let go at the end.
//!
//! Refused: `axum::serve`, which waits for ever for a slow client's headers.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long a client may take to send the headers of a request, and to begin the next one on the same connection.
const HEADERS_WITHIN: Duration = Duration::from_secs(30);
/// How long to wait when no connection can be taken in: mostly because too many are open.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until `stop`; then takes in nobody, and waits at most `drain` for the requests under way.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken, drain: Duration) {
    let connections = TaskTracker::new();
    let cut = CancellationToken::new();
    while let Some((stream, peer)) = accept(&listener, &stop).await {
        connections.spawn(connection(stream, peer, router.clone(), stop.clone(), cut.clone()));
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(drain, connections.wait()).await.is_err() {
        tracing::warn!(connections = connections.len(), "shutdown: requests are cut off, they took more than {} s", drain.as_secs());
        cut.cancel();
        connections.wait().await;
    }
}

async fn accept(listener: &TcpListener, stop: &CancellationToken) -> Option<(TcpStream, SocketAddr)> {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return None,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok(accepted) => return Some(accepted),
            Err(error) => {
                tracing::error!(error = %error, "a connection could not be taken in");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken, cut: CancellationToken) {
    // Answers are written whole: there is nothing to gain from waiting for more.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(error = %error, "a connection went before it began");
        return;
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        async move { Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
    let mut served = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = cut.cancelled() => return,
        () = stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            tokio::select! {
                ended = served => ended,
                () = cut.cancelled() => return,
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error = %error, "a connection broke");
    }
}
