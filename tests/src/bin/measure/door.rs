//! The application served on a port, a simulated telephone system behind it, and a subscriber's socket.

use acceptance::{Backend, Telephones, TestApp};
use entity::stored::Role;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use switchboard::{
    accounts::service::{TokenWanted, issue_token},
    config::Config,
    web,
};
use telephony::simulator::{Config as System, QueueConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig},
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// What the wallboard subscribes to.
const BOARD: &str = include_str!("../../../../frontend-example/src/operations/board.graphql");

/// A subscriber's end of a socket.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The application as clients meet it.
pub(crate) struct Door {
    pub(crate) app: TestApp,
    /// Host and port.
    pub(crate) address: String,
    /// A coordinator's access token.
    pub(crate) token: String,
    _stop: DropGuard,
}

impl Door {
    /// Serves an application over a database of its own.
    pub(crate) async fn open(backend: Backend) -> Self {
        let mut config = Config::default();
        // All subscribers here are one caller.
        config.limits.requests_per_minute = u32::MAX;
        config.limits.sockets_per_caller = u32::MAX;
        let app = TestApp::start_with(backend, config).await;
        let server = web::Server::new(app.access().clone()).expect("a server");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address").to_string();
        let stop = CancellationToken::new();
        tokio::spawn(server.serve(listener, stop.clone()));
        let email = app.as_role(Role::Coordinator).await.caller().expect("a caller").name.clone();
        let Ok(token) = issue_token(app.access(), &email, TokenWanted::Access).await else { panic!("no token for {email}") };
        Self { app, address, token, _stop: stop.drop_guard() }
    }

    /// A telephone system whose queue `support` is answered by persons at these extensions, and whose queue `sales` by others.
    pub(crate) async fn telephones(&self, support: &[String], sales: &[String]) -> Telephones {
        let queues = ["support", "sales"].map(QueueConfig::new).to_vec();
        let all: Vec<_> = support.iter().chain(sales).map(|text| acceptance::extension(text)).collect();
        for extension in support.iter().chain(sales) {
            self.app.person(&format!("Person {extension}")).extension(extension).create().await;
        }
        let telephones = self.app.telephones_as(System::new(queues, all)).await;
        for (queue, extensions) in [("support", support), ("sales", sales)] {
            for extension in extensions {
                let name = format!("Person {extension}");
                telephones.system.console_adds(&queue.into(), &acceptance::extension(extension), &name).expect("a member");
            }
        }
        let viewer = self.app.as_role(Role::Viewer).await;
        let members = "{ queues { nodes { state { members { id } } } } }";
        let wanted = support.len() + sales.len();
        self.app.until(&viewer, members, json!({}), |answer| count(answer) == wanted).await;
        telephones
    }

    /// Where the stream of changes stands now.
    pub(crate) async fn cursor(&self) -> String {
        let viewer = self.app.as_role(Role::Viewer).await;
        let answer = viewer.query("{ liveCursor }", json!({})).await;
        answer["liveCursor"].as_str().expect("a cursor").to_owned()
    }
}

fn count(answer: &Value) -> usize {
    let queues = answer["queues"]["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    queues.iter().filter_map(|queue| queue["state"]["members"].as_array()).map(Vec::len).sum()
}

/// Subscribes to the queues as the wallboard does, after `cursor`.
pub(crate) async fn subscribe(address: &str, token: &str, cursor: &str) -> Socket {
    let mut request = format!("ws://{address}/graphql").into_client_request().expect("a request");
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("graphql-transport-ws"));
    let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(2048);
    let (mut socket, _) = connect_async_with_config(request, Some(config), true).await.expect("a socket");
    let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
    let payload = json!({ "query": BOARD, "operationName": "QueueChanged", "variables": { "after": cursor } });
    let subscribe = json!({ "id": "board", "type": "subscribe", "payload": payload });
    for message in [init, subscribe, json!({ "type": "ping" })] {
        socket.feed(Message::text(message.to_string())).await.expect("a message is taken");
    }
    socket.flush().await.expect("messages are sent");
    socket
}

/// The next message that is an event of the subscription, or the answer to our ping; pings are answered.
pub(crate) async fn next(socket: &mut Socket) -> Option<Heard> {
    while let Some(message) = socket.next().await {
        let Ok(Message::Text(text)) = message else { continue };
        if text.contains("\"type\":\"next\"") {
            return Some(Heard::Event(text.to_string()));
        } else if text.contains("\"type\":\"pong\"") {
            return Some(Heard::Pong);
        } else if text.contains("\"type\":\"ping\"") {
            socket.send(Message::text(r#"{"type":"pong"}"#)).await.expect("a pong is sent");
        } else if !text.contains("\"type\":\"connection_ack\"") {
            panic!("unexpected: {text}");
        }
    }
    None
}

/// What comes over a subscriber's socket.
pub(crate) enum Heard {
    Event(String),
    Pong,
}
