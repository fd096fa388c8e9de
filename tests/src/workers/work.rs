//! What a process does that was started to dial: what a server of ours does of it, and nothing else, since it is begun many times.

use std::{env, io::Read, sync::Arc};

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, RawQuery},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use entity::provider;
use sea_orm::EntityTrait;
use switchboard::{
    app::App,
    config::Config,
    db::Db,
    exchange::{
        Link,
        callbacks::{Callbacks, NotTaken, Post},
        conversations::Conversations,
        converse::Leader,
        dial::{self, lines::Line},
    },
    failpoint::{self, Failpoint},
    live::Hub,
};
use telephony::twilio::{self, Secret, Twilio};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{ACCOUNT, NAME, TOKEN, Task};

/// Connections to the database, as many as a server has by itself.
const CONNECTIONS: u32 = 10;

/// Does what the program's argument says until its input ends. It says where it serves.
pub async fn work() {
    let argument = env::args().nth(1).expect("a task");
    let task: Task = serde_json::from_str(&argument).expect("a task");
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).with_writer(std::io::stderr).init();
    if let Some((name, calls)) = &task.dies {
        let place = Failpoint::ALL.concat().into_iter().find(|place| place.name() == name).expect("a place of that name");
        failpoint::arm(place, *calls);
    }
    let stop = CancellationToken::new();
    let app = app(&task, &stop).await;
    let (outgoing, mut writer) = dial::outgoing();
    let row = provider::Entity::find_by_id(task.provider).one(app.db.read()).await.expect("it is read").expect("it is there");
    let provider = Arc::new(twilio(&task));
    let link = Link { name: NAME.to_owned(), account: None, country: None, provider: provider.clone() };
    let callbacks = Callbacks::new(app.clone(), outgoing.book.clone(), std::iter::once(&link));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    say(&listener.local_addr().expect("its address").to_string());
    let _open = outgoing.lines.open(Line { id: row.id, account_id: row.account_id, provider });
    let leader = Leader::later();
    leader.begin(&app);
    let conversations = Conversations::new(leader.conductor(), std::iter::once(&link));
    let router = Router::new()
        .route("/callbacks/{provider}/{reference}", post(take).layer(Extension(callbacks)))
        .route("/conversations/{provider}/{reference}", post(answer).layer(Extension(conversations)));
    let input = async {
        let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        drop(ended.await);
        stop.cancel();
    };
    let (dialled, written) = (CancellationToken::new(), app.clone());
    let dialling = async {
        if task.dials {
            dial::run(app, outgoing, stop.clone()).await;
        } else {
            stop.cancelled().await;
        }
        // What the last answers brought is still to be written.
        dialled.cancel();
    };
    let serving = async { axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned()).await };
    let (served, ..) = tokio::join!(serving, dialling, writer.run(&written, dialled.clone()), input);
    served.expect("it serves to the end");
}

async fn app(task: &Task, stop: &CancellationToken) -> App {
    let db = Db::open(&task.database, CONNECTIONS).await.expect("the database opens");
    let live = Hub::open(db.clone()).await.expect("the hub opens");
    tokio::spawn(live.clone().run(db.clone(), stop.clone()));
    App { db, clock: Arc::new(task.clock), live, config: Arc::new(Config::default()) }
}

fn twilio(task: &Task) -> Twilio {
    let mut config = twilio::Config::new(ACCOUNT, Secret::new(TOKEN), &task.callbacks);
    config.base_url.clone_from(&task.twilio);
    config.conversation_url = Some(task.conversations.clone());
    config.from = Some("+34872202550".parse().expect("a number"));
    // Settling is by the clock, waiting by the machine's time.
    for limit in [&mut config.limits.connect, &mut config.limits.answer, &mut config.limits.retry_first] {
        *limit = task.clock.in_truth(*limit);
    }
    Twilio::new(config).expect("settings that hold together")
}

/// What is posted is acknowledged once it is written.
async fn take(
    Extension(callbacks): Extension<Callbacks>,
    Path((provider, reference)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let post = Post { provider: &provider, reference: &reference, query: query.as_deref(), headers: &headers, body: &body };
    callbacks.take(post).await.map_or(StatusCode::SERVICE_UNAVAILABLE, |()| StatusCode::NO_CONTENT)
}

/// What is asked is answered with a document, which nobody reads here.
async fn answer(
    Extension(conversations): Extension<Conversations>,
    Path((provider, reference)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let post = Post { provider: &provider, reference: &reference, query: query.as_deref(), headers: &headers, body: &body };
    match conversations.answer(post).await {
        Ok(_) => StatusCode::OK,
        Err(NotTaken::Later) => StatusCode::SERVICE_UNAVAILABLE,
        Err(_) => StatusCode::FORBIDDEN,
    }
}

#[expect(clippy::print_stdout, reason = "whoever started it waits for this line")]
fn say(line: &str) {
    println!("{line}");
}
