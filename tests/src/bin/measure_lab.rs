//! Measures, against a real Asterisk, how long a call that comes in takes to a subscriber: from the instant that Asterisk itself
//! gives its event (`QueueCallerJoin`) to the `next` message on a WebSocket. 200 calls in a minute, which are rung, answered
//! and hung up meanwhile. The application, its HTTP server and the subscriber are in this process; Asterisk is beside it, and
//! the machine's clock is everybody's.
//!
//! `SWITCHBOARD_LAB_PORT=27038 tests/asterisk-lab/asterisk-lab start`, the variables of `asterisk-lab env`, then
//! `cargo run --release -p acceptance --bin measure_lab`.
#![recursion_limit = "256"]
#![expect(clippy::print_stdout, clippy::expect_used, clippy::panic, reason = "a program that measures and prints")]

use std::{
    collections::HashMap,
    env,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use acceptance::{Backend, Caller, Lab, TestApp};
use entity::stored::Role;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use switchboard::{
    accounts::service::{TokenWanted, issue_token},
    config::Config,
    web,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};
use tokio_util::sync::CancellationToken;

const CALLS: usize = 200;
const WITHIN: Duration = Duration::from_secs(60);
/// How long a delivery may take before it counts as lost.
const LOST: Duration = Duration::from_secs(10);

const JOINED: &str = "subscription { queueChanged { what occurredAt cursor member { presence } waitingCall { name number position }
    counters { waiting longestWaitSeconds } } }";

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A call by its name, and an instant in seconds since 1970.
type Seen = (String, f64);

#[tokio::main]
async fn main() {
    for backend in [Some(Backend::Sqlite), Backend::postgres()].into_iter().flatten() {
        measure(backend).await;
    }
}

async fn measure(backend: Backend) {
    let name = if backend == Backend::Sqlite { "SQLite" } else { "PostgreSQL" };
    let Some(lab) = Lab::shared().await else { return };
    let app = TestApp::start_with(backend, Config::default()).await;
    let _link = lab.link(&app).await;
    for number in 2001..=2020 {
        lab.cli(&format!("queue add member Local/{number}@agents to support penalty 0 as Agent state_interface Custom:a{number}")).await;
    }
    let stop = CancellationToken::new();
    let (told, mut subscriber) = mpsc::unbounded_channel();
    tokio::spawn(hear_subscription(subscribe(&app, &stop).await, told));
    let (told, mut asterisk) = mpsc::unbounded_channel();
    tokio::spawn(hear_asterisk(log_in().await, told));

    let mut beat = tokio::time::interval(WITHIN / u32::try_from(CALLS).expect("a few calls"));
    for call in 0..CALLS {
        beat.tick().await;
        lab.call("support", Caller { behaves: "quit8", name: &format!("Call {call}"), ..Caller::default() }).await;
    }
    let (mut happened, mut arrived) = (HashMap::new(), HashMap::new());
    let all = async {
        while happened.len() < CALLS || arrived.len() < CALLS {
            tokio::select! {
                Some((call, at)) = asterisk.recv() => drop(happened.insert(call, at)),
                Some((call, at)) = subscriber.recv() => drop(arrived.insert(call, at)),
            }
        }
    };
    let lost = tokio::time::timeout(LOST, all).await.is_err();
    stop.cancel();
    lab.hang_up_all().await;
    assert!(!lost, "of {CALLS} calls Asterisk told {}, the subscriber heard of {}", happened.len(), arrived.len());

    let mut took: Vec<f64> = happened.iter().map(|(call, at)| (arrived[call] - at) * 1e3).collect();
    took.sort_by(f64::total_cmp);
    let at = |percent: usize| took[(took.len() * percent).div_ceil(100).saturating_sub(1)];
    println!("calls of a real Asterisk, {name}: {CALLS} in {} s, from its event to the subscriber's socket", WITHIN.as_secs());
    println!("{:>8.1}  ms p50", at(50));
    println!("{:>8.1}  ms p99 (bar: 50)", at(99));
    println!("{:>8.1}  ms at the most", at(100));
}

/// Serves the application on a port, and subscribes there.
async fn subscribe(app: &TestApp, stop: &CancellationToken) -> Socket {
    let server = web::Server::new(app.access().clone()).expect("a server");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(server.serve(listener, stop.clone()));
    let email = app.as_role(Role::Viewer).await.caller().expect("a caller").name.clone();
    let Ok(token) = issue_token(app.access(), &email, TokenWanted::Access).await else { panic!("no token for {email}") };
    let mut request = format!("ws://{address}/graphql").into_client_request().expect("a request");
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("graphql-transport-ws"));
    let (mut socket, _) = connect_async(request).await.expect("a socket");
    let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
    let subscribe = json!({ "id": "calls", "type": "subscribe", "payload": { "query": JOINED } });
    for message in [init, subscribe, json!({ "type": "ping" })] {
        socket.send(Message::text(message.to_string())).await.expect("a message is sent");
    }
    // The ping is answered after the subscription was taken in.
    while let Some(message) = socket.next().await {
        if message.expect("a message").to_text().is_ok_and(|text| text.contains("\"pong\"")) {
            return socket;
        }
    }
    panic!("the socket was closed")
}

/// Notes when the subscriber hears that a call waits.
async fn hear_subscription(mut socket: Socket, told: mpsc::UnboundedSender<Seen>) {
    while let Some(Ok(message)) = socket.next().await {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs_f64();
        let Message::Text(text) = message else { continue };
        let message: Value = serde_json::from_str(&text).expect("JSON");
        match message["type"].as_str() {
            Some("ping") => socket.send(Message::text(r#"{"type":"pong"}"#)).await.expect("a pong is sent"),
            Some("next") => {
                let change = &message["payload"]["data"]["queueChanged"];
                assert!(change["cursor"].is_string(), "an error came: {text}");
                if let ("CALL_JOINED", Some(call)) = (change["what"].as_str().unwrap_or_default(), change["waitingCall"]["name"].as_str())
                    && told.send((call.to_owned(), now)).is_err()
                {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// A session at the manager interface that hears events.
async fn log_in() -> BufReader<TcpStream> {
    let named = |name| env::var(name).expect("the lab's variables");
    let mut socket = BufReader::new(TcpStream::connect(named("SWITCHBOARD_LAB_AMI")).await.expect("the manager interface answers"));
    let action = format!("Action: Login\r\nUsername: lab\r\nSecret: {}\r\nEvents: agent\r\n\r\n", named("SWITCHBOARD_LAB_AMI_SECRET"));
    socket.write_all(action.as_bytes()).await.expect("the log-in is sent");
    socket
}

/// Notes the instant that Asterisk gives to a call's joining the queue.
async fn hear_asterisk(socket: BufReader<TcpStream>, told: mpsc::UnboundedSender<Seen>) {
    let mut lines = socket.lines();
    let mut headers = HashMap::new();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some((name, value)) = line.split_once(": ") {
            headers.insert(name.to_owned(), value.trim_end().to_owned());
            continue;
        }
        let event = std::mem::take(&mut headers);
        if event.get("Event").is_some_and(|name| name == "QueueCallerJoin") {
            let at = event["Timestamp"].parse().expect("the lab stamps its events");
            if told.send((event["CallerIDName"].clone(), at)).is_err() {
                return;
            }
        }
    }
}
