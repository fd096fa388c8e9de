//! A real server on a port, and subscribers with real sockets.

use std::sync::Arc;

use acceptance::{Client, SOON, TestAccount};
use entity::stored::Role;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde_json::{Value, json};
use switchboard::{
    accounts::service::{TokenWanted, issue_token},
    web,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// The account's process, served.
#[derive(Clone)]
pub(super) struct Door {
    address: String,
    token: String,
    _stop: Arc<DropGuard>,
}

impl Door {
    pub(super) async fn open(account: &TestAccount) -> Self {
        let viewer = account.as_role(Role::Viewer).await;
        Self::open_for(account, &viewer).await
    }

    /// The same, for whoever that client is.
    pub(super) async fn open_for(account: &TestAccount, client: &Client) -> Self {
        let server = web::Server::new(account.access().clone()).expect("a server");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address").to_string();
        let stop = CancellationToken::new();
        tokio::spawn(server.serve(listener, stop.clone()));
        Self { address, token: token(account, client).await, _stop: Arc::new(stop.drop_guard()) }
    }

    /// The same server, for whoever another client is.
    pub(super) async fn also_for(&self, account: &TestAccount, client: &Client) -> Self {
        Self { token: token(account, client).await, ..self.clone() }
    }

    /// Subscribes on a socket of its own, which is cut off without a word when dropped.
    pub(super) async fn subscribe(&self, document: &str, variables: Value) -> Socket {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request().expect("a request");
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("graphql-transport-ws"));
        let (mut stream, _) = connect_async(request).await.expect("a socket");
        let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {}", self.token) } });
        let payload = json!({ "query": document, "variables": variables });
        for message in [init, json!({ "id": "1", "type": "subscribe", "payload": payload })] {
            stream.send(Message::text(message.to_string())).await.expect("a message is sent");
        }
        Socket(stream)
    }
}

async fn token(account: &TestAccount, client: &Client) -> String {
    let email = client.caller().expect("a caller").name.clone();
    let Ok(token) = issue_token(account.access(), &email, TokenWanted::Access).await else { panic!("no token for {email}") };
    token
}

/// A subscriber's end.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// The data of the next event.
    pub(super) async fn next(&mut self) -> Value {
        let message = self.message().await;
        assert!(message["payload"]["errors"].is_null() && message["type"] == "next", "expected an event, got {message:#}");
        message["payload"]["data"].clone()
    }

    /// Whether nothing has come yet but what every socket gets.
    pub(super) fn is_silent(&mut self) -> bool {
        while let Some(message) = self.0.next().now_or_never() {
            let message = message.expect("a socket").expect("a message");
            let Message::Text(text) = message else { continue };
            let message: Value = serde_json::from_str(&text).expect("JSON");
            if !["connection_ack", "ping"].contains(&message["type"].as_str().unwrap_or_default()) {
                return false;
            }
        }
        true
    }

    /// The code with which the subscription ends.
    pub(super) async fn error(&mut self) -> String {
        let message = self.message().await;
        assert_eq!(message["type"], "error", "{message:#}");
        message["payload"][0]["extensions"]["code"].as_str().expect("a code").to_owned()
    }

    async fn message(&mut self) -> Value {
        loop {
            let message =
                tokio::time::timeout(SOON, self.0.next()).await.expect("a message in time").expect("a socket").expect("a message");
            let Message::Text(text) = message else { continue };
            let message: Value = serde_json::from_str(&text).expect("JSON");
            match message["type"].as_str() {
                Some("connection_ack") => {}
                Some("ping") => self.0.send(Message::text(r#"{"type":"pong"}"#)).await.expect("a pong is sent"),
                _ => return message,
            }
        }
    }
}
