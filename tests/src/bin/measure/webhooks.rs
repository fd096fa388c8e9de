//! Callbacks taken in a second: signed posts over sockets, each acknowledged once what it says is committed.

use std::{sync::Arc, time::Instant};

use acceptance::Backend;
use entity::{call_attempt, id::AttemptId, stored::AttemptStatus};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use switchboard::{
    exchange::{callbacks::Callbacks, conversations::Conversations, converse::Leader},
    web,
};
use telephony::twilio::{Secret, callback};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use crate::{
    backends,
    dispatch::{ACCOUNT, Carrier, NAME, TOKEN},
    door::Door,
    process,
};

const CALLS: usize = 5_000;
/// What is posted of each call, in this order.
const STATUSES: [&str; 4] = ["initiated", "ringing", "in-progress", "completed"];
/// Sockets over which is posted at once.
const SOCKETS: usize = 64;

/// Measures on each database.
pub(crate) async fn measure() {
    for (name, backend) in backends() {
        on(name, backend).await;
    }
}

async fn on(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    let carrier = Carrier::start(&door).await;
    let keys = placed(&door).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    let callbacks = Callbacks::new(door.app.app().clone(), door.app.outgoing().book, std::iter::once(&carrier.link));
    let conversations = Conversations::new(Leader::later().conductor(), std::iter::empty());
    let server = web::Server::with_posts(door.app.access().clone(), Some((callbacks, conversations))).expect("a server");
    let stop = CancellationToken::new();
    tokio::spawn(server.serve(listener, stop.clone()));
    let _stop = stop.drop_guard();
    let posts = posts(&door.address, &keys);
    let count = posts.len() * STATUSES.len();

    let (cpu, begun) = (process::processor(), Instant::now());
    post_all(&address, posts).await;
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), (process::processor() - cpu).as_secs_f64());

    let ended = call_attempt::Entity::find().filter(call_attempt::Column::Status.eq(AttemptStatus::Completed));
    let ended = ended.count(door.app.app().db.read()).await.expect("a count");
    assert_eq!(ended, u64::try_from(CALLS).expect("few"), "every call is completed");
    println!("webhooks, {name}: {count} callbacks of {CALLS} calls over {SOCKETS} sockets");
    println!("{:>8.0}  a second (bar: 2000)", count as f64 / seconds);
    println!("{:>8.0}  µs of processor each, whoever posts it with it", cpu * 1e6 / count as f64);
}

/// Calls that Twilio has: by a callout, as any.
async fn placed(door: &Door) -> Vec<(AttemptId, String)> {
    use call_attempt::Column as C;
    crate::dispatch::place(door, CALLS).await;
    let rows = call_attempt::Entity::find().select_only().columns([C::Id, C::ProviderKey]);
    rows.into_tuple().all(door.app.app().db.read()).await.expect("calls")
}

/// The requests of each call, whole.
fn posts(signed_for: &str, keys: &[(AttemptId, String)]) -> Vec<Vec<Vec<u8>>> {
    let token = Secret::new(TOKEN);
    let of_call = |(attempt, key): &(AttemptId, String)| {
        let path = format!("/callbacks/{NAME}/{attempt}");
        let request = |(sequence, status): (usize, &&str)| {
            let body = format!(
                "AccountSid={ACCOUNT}&ApiVersion=2010-04-01&CallSid={key}&CallStatus={status}&CallbackSource=call-progress-events&Direction=\
                 outbound-api&From=%2B34872202550&SequenceNumber={sequence}&Timestamp=Sat%2C+21+Nov+2026+10%3A00%3A00+%2B0000&To=%2B34600000000"
            );
            let signature = callback::sign(&format!("http://{signed_for}{path}"), body.as_bytes(), &token);
            format!(
                "POST {path} HTTP/1.1\r\nhost: measured\r\ncontent-type: application/x-www-form-urlencoded; charset=UTF-8\r\n\
                 x-twilio-signature: {signature}\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        };
        STATUSES.iter().enumerate().map(request).collect()
    };
    keys.iter().map(of_call).collect()
}

/// Posts what is told of each call one after the other, and of so many calls at once.
async fn post_all(address: &str, posts: Vec<Vec<Vec<u8>>>) {
    let posts = Arc::new(posts);
    let mut sockets = JoinSet::new();
    for first in 0..SOCKETS {
        let (posts, address) = (Arc::clone(&posts), address.to_owned());
        sockets.spawn(async move {
            let mut socket = TcpStream::connect(address).await.expect("a connection");
            let mut answer = vec![0; 4_096];
            for request in posts.iter().skip(first).step_by(SOCKETS).flatten() {
                socket.write_all(request).await.expect("it is posted");
                let length = socket.read(&mut answer).await.expect("an answer");
                let answer = String::from_utf8_lossy(&answer[..length]);
                // No content: the head is all there is, and comes in one piece.
                assert!(answer.starts_with("HTTP/1.1 204") && answer.ends_with("\r\n\r\n"), "{answer}");
            }
        });
    }
    sockets.join_all().await;
}
