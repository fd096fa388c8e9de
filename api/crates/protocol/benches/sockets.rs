//! What thousands of identical subscriptions cost: `cargo bench -p protocol --bench sockets [-- <connections>]`.
//!
//! The server runs in this process; the clients in a child, so that memory and processor time are the server's alone.
//! Linux only: it reads /proc.
#![expect(clippy::print_stdout, clippy::unwrap_used, clippy::panic, reason = "a program that measures and prints")]

use std::{
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use async_graphql::{Context, EmptyMutation, Object, Request, Schema, SchemaBuilder, SimpleObject, Subscription};
use axum::serve::ListenerExt;
use chrono::{DateTime, Utc};
use futures_util::{SinkExt, Stream, StreamExt, future::BoxFuture, stream};
use protocol::{Caller, Credentials, CursorError, Engine, Gateway, Limits, LiveWindow, Positions, Protocol, Refusal, RetryAfter, Session};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    sync::watch,
};
use tokio_tungstenite::{
    connect_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig},
};

const CHANGES: u64 = 20;

struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }
}

#[derive(Default)]
struct Log {
    head: watch::Sender<u64>,
    resolved: AtomicUsize,
}

impl Positions for Log {
    fn decode(&self, cursor: &str) -> Result<u64, CursorError> {
        cursor.parse().map_err(|_| CursorError::Invalid)
    }
    fn head(&self) -> u64 {
        *self.head.borrow()
    }
}

#[derive(SimpleObject)]
struct Call {
    cursor: String,
    state: String,
    from: String,
    to: String,
    queue: String,
    note: String,
}

struct Subscriptions;

#[Subscription]
impl Subscriptions {
    async fn calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "after")] _after: Option<String>,
    ) -> async_graphql::Result<impl Stream<Item = Call>> {
        let window = ctx.data::<LiveWindow>()?.clone();
        let log = Arc::clone(ctx.data::<Arc<Log>>()?);
        let state = (window.after.unwrap_or_default(), log.head.subscribe(), log, window);
        Ok(stream::unfold(state, |(last, mut head, log, window)| async move {
            if window.until.is_some_and(|until| last >= until) || head.wait_for(|head| *head > last).await.is_err() {
                return None;
            }
            window.positions.push(last + 1);
            log.resolved.fetch_add(1, Ordering::Relaxed);
            let call = Call {
                cursor: (last + 1).to_string(),
                state: "RINGING".into(),
                from: "+34972123456".into(),
                to: "+34972654321".into(),
                queue: "support".into(),
                note: "x".repeat(400),
            };
            Some((call, (last + 1, head, log, window)))
        }))
    }
}

#[derive(Clone)]
struct Member;

impl Session for Member {
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        None
    }
    fn share_key(&self) -> String {
        "account".into()
    }
    fn holder(&self) -> Option<String> {
        None
    }
    fn prepare(&self, request: Request) -> Request {
        request
    }
}

struct Open;

impl Gateway for Open {
    type Session = Member;
    async fn authenticate(&self, _: Credentials) -> Result<Member, Refusal> {
        Ok(Member)
    }
    fn revoked(&self, _: &Member) -> BoxFuture<'static, String> {
        Box::pin(std::future::pending())
    }
    fn admit(&self, _: Caller<'_, Member>, _: u64) -> Result<(), RetryAfter> {
        Ok(())
    }
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

fn build(log: &Arc<Log>) -> SchemaBuilder<Query, EmptyMutation, Subscriptions> {
    Schema::build(Query, EmptyMutation, Subscriptions).data(Arc::clone(log))
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, role, address, count] = arguments.as_slice()
        && role == "clients"
    {
        return clients(address, count.parse().unwrap()).await;
    }
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(2_000);
    serve(count).await;
}

async fn serve(count: u32) {
    let log = Arc::new(Log::default());
    let limits = Limits { sockets_per_caller: usize::MAX, ..Limits::default() };
    let engine = Engine::new(|| build(&log), &limits).unwrap();
    let positions: Arc<dyn Positions> = Arc::clone(&log) as Arc<dyn Positions>;
    let protocol = Arc::new(Protocol::new(Open, engine, limits).with_positions(positions));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
    tokio::spawn(async move { axum::serve(listener, protocol::router(protocol)).await.unwrap() });

    // One client first, so that what is allocated once does not count.
    let before = {
        let mut warm = Child::start(&address, 10);
        warm.line("ready").await;
        resident()
    };
    let mut child = Child::start(&address, count);
    child.line("ready").await;
    let after = resident();
    println!("{count} connections with one subscription each");
    println!("{:>8.1}  KiB of memory a connection", (after - before) as f64 / f64::from(count));

    let (cpu, started) = (processor(), Instant::now());
    for change in 1..=CHANGES {
        log.head.send_replace(change);
        child.line(&change.to_string()).await;
    }
    let deliveries = CHANGES as f64 * f64::from(count);
    println!("{:>8.1}  ms from a change to the last of all clients having it", started.elapsed().as_secs_f64() * 1e3 / CHANGES as f64);
    println!("{:>8.1}  µs of processor a delivery", (processor() - cpu).as_secs_f64() * 1e6 / deliveries);
    println!("{:>8}  executions for {CHANGES} changes", log.resolved.load(Ordering::Relaxed));
}

struct Child {
    _process: tokio::process::Child,
    lines: tokio::io::Lines<BufReader<tokio::process::ChildStdout>>,
}

impl Child {
    fn start(address: &str, count: u32) -> Self {
        let mut process = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["clients", address, &count.to_string()])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { _process: process, lines }
    }

    async fn line(&mut self, expected: &str) {
        let line = tokio::time::timeout(Duration::from_secs(120), self.lines.next_line()).await.unwrap().unwrap();
        assert_eq!(line.as_deref(), Some(expected));
    }
}

async fn clients(address: &str, count: u32) {
    let ready = Arc::new(tokio::sync::Semaphore::new(0));
    let received: Arc<Vec<AtomicU64>> = Arc::new((0..=CHANGES).map(|_| AtomicU64::new(0)).collect());
    for n in 0..count {
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("graphql-transport-ws"));
        let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(2048);
        let (mut ws, _) = connect_async_with_config(request, Some(config), true).await.unwrap();
        for message in [
            r#"{"type":"connection_init"}"#,
            r#"{"id":"calls","type":"subscribe","payload":{"query":"subscription Calls($after: String) { calls(after: $after) { cursor state from to queue note } }"}}"#,
            r#"{"type":"ping"}"#,
        ] {
            ws.feed(Message::Text(message.into())).await.unwrap();
        }
        ws.flush().await.unwrap();
        let (ready, received) = (Arc::clone(&ready), Arc::clone(&received));
        tokio::spawn(async move {
            let mut change = 0;
            while let Some(Ok(message)) = ws.next().await {
                let text = message.into_text().unwrap();
                if text.contains("\"pong\"") {
                    ready.add_permits(1);
                } else if text.contains("\"next\"") {
                    change += 1;
                    if received[change].fetch_add(1, Ordering::Relaxed) + 1 == u64::from(count) {
                        println!("{change}");
                    }
                } else if text.contains("\"ping\"") {
                    ws.send(Message::Text(r#"{"type":"pong"}"#.into())).await.unwrap();
                } else if text.contains("\"error\"") {
                    panic!("{text}");
                }
            }
        });
        if n % 50 == 49 {
            tokio::task::yield_now().await;
        }
    }
    ready.acquire_many(count).await.unwrap().forget();
    println!("ready");
    std::future::pending::<()>().await;
}

/// Memory of this process in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Processor time of this process, in ticks of 10 ms.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}
