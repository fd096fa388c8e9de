//! A server on a real port and a client that speaks WebSocket to it. Whatever is waited for has ten seconds.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::serve::ListenerExt;
use futures_util::{SinkExt, StreamExt};
use protocol::{Limits, Protocol};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

use crate::app::{self, App};

const PATIENCE: Duration = Duration::from_secs(10);

pub struct Server {
    pub protocol: Arc<Protocol<Arc<App>>>,
    pub app: Arc<App>,
    pub address: SocketAddr,
}

impl Server {
    pub async fn start(limits: Limits) -> Self {
        let app = Arc::new(App::default());
        let protocol = app::protocol_of(Arc::clone(&app), limits);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        // Otherwise every second small message waits 40 ms for an acknowledgement.
        let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
        let router = protocol::router(Arc::clone(&protocol));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { protocol, app, address }
    }

    pub async fn connect(&self) -> Client {
        self.connect_with(Some("graphql-transport-ws"), &[]).await
    }

    pub async fn connect_with(&self, subprotocol: Option<&str>, headers: &[(&'static str, &str)]) -> Client {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request().unwrap();
        if let Some(subprotocol) = subprotocol {
            request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_str(subprotocol).unwrap());
        }
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let (ws, _) = connect_async_with_config(request, None, true).await.unwrap();
        Client { ws }
    }

    /// A connection that is acknowledged for the holder of `token`.
    pub async fn member(&self, token: &str) -> Client {
        let mut client = self.connect().await;
        client.send(json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } })).await;
        assert_eq!(client.next().await["type"], "connection_ack");
        client
    }
}

pub struct Client {
    pub ws: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Client {
    pub async fn send(&mut self, message: Value) {
        self.send_text(&message.to_string()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.ws.send(Message::Text(text.into())).await.unwrap();
    }

    pub async fn frame(&mut self) -> Option<Message> {
        let frame = tokio::time::timeout(PATIENCE, self.ws.next()).await.expect("nothing came in ten seconds");
        frame.and_then(Result::ok)
    }

    /// The next message, `ping` and all.
    pub async fn next_raw(&mut self) -> Value {
        loop {
            match self.frame().await {
                Some(Message::Text(text)) => return serde_json::from_str(&text).unwrap(),
                Some(Message::Ping(_) | Message::Pong(_)) => {}
                other => panic!("no message but {other:?}"),
            }
        }
    }

    /// The next message, pings answered.
    pub async fn next(&mut self) -> Value {
        loop {
            let message = self.next_raw().await;
            if message["type"] != "ping" {
                return message;
            }
            self.send(json!({ "type": "pong" })).await;
        }
    }

    /// Waits until the server has done what it was sent: it answers in order.
    pub async fn settled(&mut self) {
        self.send(json!({ "type": "ping" })).await;
        assert_eq!(self.next().await["type"], "pong");
    }

    /// Starts an operation under a fresh id.
    pub async fn subscribe(&mut self, query: &str, variables: Value) -> String {
        static IDS: AtomicU64 = AtomicU64::new(1);
        let id = IDS.fetch_add(1, Ordering::Relaxed).to_string();
        self.subscribe_as(&id, query, variables).await;
        id
    }

    pub async fn subscribe_as(&mut self, id: &str, query: &str, variables: Value) {
        self.send(json!({ "id": id, "type": "subscribe", "payload": { "query": query, "variables": variables } })).await;
    }

    /// Close code and reason, whatever comes before it.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.frame().await {
                Some(Message::Close(Some(frame))) => return (frame.code.into(), frame.reason.to_string()),
                Some(Message::Close(None)) | None => return (0, "gone".to_owned()),
                Some(_) => {}
            }
        }
    }
}
