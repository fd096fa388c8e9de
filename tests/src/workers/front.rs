//! What stands before processes that are served side by side: takes in posts, and hands each to one of those that live, in turn.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::StatusCode,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// More than any post has.
const LONGEST: usize = 65_536;

/// Hands posts to those behind it. Closed when dropped.
pub struct Front {
    behind: Behind,
    address: SocketAddr,
    _stop: DropGuard,
}

#[derive(Clone, Default)]
struct Behind {
    addresses: Arc<Mutex<Vec<String>>>,
    turn: Arc<AtomicUsize>,
}

/// Is handed posts until it is dropped.
pub struct Serving {
    behind: Behind,
    address: String,
}

impl Front {
    /// Opens one with nobody behind it.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (behind, stop) = (Behind::default(), CancellationToken::new());
        let (router, address) = (Router::new().fallback(hand_on).with_state(behind.clone()), listener.local_addr()?);
        let ended = stop.clone();
        tokio::spawn(async move { axum::serve(listener, router).with_graceful_shutdown(ended.cancelled_owned()).await });
        Ok(Self { behind, address, _stop: stop.drop_guard() })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Posts to those behind it, as somebody outside does.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> StatusCode {
        let request = headers.iter().fold(Request::post(path), |request, (name, value)| request.header(*name, *value));
        hand_on(State(self.behind.clone()), request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    /// Hands posts to that address, too, for as long as what is returned is kept.
    pub fn add(&self, address: String) -> Serving {
        self.behind.addresses().push(address.clone());
        Serving { behind: self.behind.clone(), address }
    }
}

impl Behind {
    fn addresses(&self) -> MutexGuard<'_, Vec<String>> {
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of them, each time beginning with the next.
    fn in_turn(&self) -> Vec<String> {
        let mut addresses = self.addresses().clone();
        let first = self.turn.fetch_add(1, Ordering::Relaxed) % addresses.len().max(1);
        addresses.rotate_left(first);
        addresses
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.behind.addresses().retain(|address| *address != self.address);
    }
}

async fn hand_on(State(behind): State<Behind>, request: Request) -> StatusCode {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let mut text = format!("POST {} HTTP/1.1\r\nhost: front\r\nconnection: close\r\ncontent-length: {}\r\n", head.uri, body.len());
    for (name, value) in head.headers.iter().filter(|(name, _)| !["host", "connection", "content-length"].contains(&name.as_str())) {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap_or_default()));
    }
    text.push_str("\r\n");
    let whole = [text.as_bytes(), &body].concat();
    for address in behind.in_turn() {
        // One that cannot be reached is dead; one that breaks off may have heard.
        if let Ok(stream) = TcpStream::connect(&address).await {
            return answered(stream, &whole).await.unwrap_or(StatusCode::BAD_GATEWAY);
        }
    }
    StatusCode::SERVICE_UNAVAILABLE
}

async fn answered(mut stream: TcpStream, request: &[u8]) -> Option<StatusCode> {
    stream.write_all(request).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let text = String::from_utf8_lossy(&answer);
    text.split(' ').nth(1)?.parse::<u16>().ok().and_then(|code| StatusCode::from_u16(code).ok())
}
