//! What is served: the API at `/graphql`, the web app at `/` and its views, GraphiQL at `/graphiql`, calendars, tables, what providers post, health,
//! metrics.
//!
//! Everything needs a token but health, the web app's files, and the API's operations by which one logs in. The protocol of
//! GraphQL is the crate `protocol`'s; here it meets who asks ([`gateway`]) and the rest of the house.

mod assets;
mod callbacks;
mod conversations;
mod export;
mod feeds;
mod gateway;
mod headers;
mod health;
mod import;
mod listen;
mod metrics;
mod recordings;
mod request;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::{
    Extension, Router,
    extract::{ConnectInfo, DefaultBodyLimit, Path},
    http::HeaderMap,
    middleware,
    routing::{get, post},
};
use protocol::{Engine, Protocol, RemoteIp};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;

use self::{
    assets::Assets,
    gateway::{Door, Places},
    health::Readiness,
    metrics::{Metrics, Page},
};
use crate::{
    auth::Access,
    config::{Config, secret::Secret},
    exchange::{callbacks::Callbacks, conversations::Conversations, recordings::Recordings},
    schema,
};

/// Serves requests, one a process; more in tests.
pub struct Server {
    protocol: Arc<Protocol<Door>>,
    router: Router,
    metrics: Metrics,
    stopping: CancellationToken,
    drain: Duration,
}

impl Server {
    /// Puts the parts together.
    ///
    /// # Errors
    /// When the schema cannot be built, or the metrics token cannot be read.
    pub fn new(access: Access) -> anyhow::Result<Self> {
        Self::with_posts(access, None)
    }

    /// The same, with providers that may post to it.
    ///
    /// # Errors
    /// As [`Server::new`].
    pub fn with_posts(access: Access, posts: Option<(Callbacks, Conversations)>) -> anyhow::Result<Self> {
        let app = access.app().clone();
        let config = Arc::clone(&app.config);
        // First of all: what is counted before is lost.
        let metrics = Metrics::of_process()?;
        let limits = limits(&config);
        let schema = || schema::builder(&access);
        let engine = Engine::new(schema, &limits).map_err(|error| anyhow::anyhow!("the schema: {error}"))?;
        let door = Door::new(access.clone());
        let protocol = Protocol::new(door.clone(), engine, limits).with_positions(Arc::new(Places(app.live.clone())));
        let (protocol, stopping) = (Arc::new(protocol), CancellationToken::new());
        let token = config.server.metrics_token_file.as_deref().map(Secret::from_file).transpose().context("the metrics token")?;
        let page = Page { metrics: metrics.clone(), door, token };
        let router = router(&config, Arc::clone(&protocol), Readiness::new(app, stopping.clone()), page, access, posts);
        Ok(Self { protocol, router, metrics, stopping, drain: Duration::from_secs(config.server.drain_seconds.into()) })
    }

    /// Everything that is served; for tests without a network.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Serves until `stop`. Then it is no longer ready, takes in nobody, gives what is under way its time, and closes sockets
    /// with a reason.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let Self { protocol, router, metrics, stopping, drain } = self;
        let keeping = metrics.keep(stop.clone());
        let closing = async {
            stop.cancelled().await;
            stopping.cancel();
            protocol.shutdown().await;
        };
        tokio::join!(listen::serve(listener, router, stop.clone(), drain), closing, keeping);
    }
}

/// Whether the web app is there to be served.
pub fn has_app(config: &Config) -> bool {
    Assets::new(config.server.web_dir.clone()).has_app()
}

fn router(
    config: &Config,
    protocol: Arc<Protocol<Door>>,
    readiness: Readiness,
    page: Page,
    access: Access,
    posts: Option<(Callbacks, Conversations)>,
) -> Router {
    let files = Assets::new(config.server.web_dir.clone());
    let file = |path: &'static str| {
        let files = files.clone();
        get(async move |asked: HeaderMap| files.serve(path, &asked).await)
    };
    let other = files.clone();
    let mut router = protocol::router(protocol)
        .route("/", file(assets::WALLBOARD))
        .route("/graphiql", file(assets::GRAPHIQL))
        .route("/graphiql/", file(assets::GRAPHIQL))
        .route("/health/live", get(async || "alive\n"))
        .route("/health/ready", get(async move || readiness.answer().await))
        .route("/feeds/{file}", get(feeds::calendar).layer(Extension(access.clone())))
        .route("/export/turns.csv", get(export::turns).layer(Extension(access.clone())))
        .route("/export/calendar.ics", get(export::calendar).layer(Extension(access.clone())))
        .route("/export/contacts.csv", get(export::contacts).layer(Extension(access.clone())))
        .route("/export/contact-import-rejects.csv", get(export::rejects).layer(Extension(access.clone())))
        .route("/import/contacts", post(import::contacts).layer(Extension(access.clone())))
        .route("/metrics", get(metrics_page).layer(Extension(page)))
        .route("/{*path}", get(async move |Path(path): Path<String>, asked: HeaderMap| other.serve(assets::file_at(&path), &asked).await));
    if let Some((callbacks, conversations)) = posts {
        let heard = Recordings::of(access.app().clone(), &conversations);
        router = router.route("/export/recordings/{id}", get(recordings::recording).layer((Extension(heard), Extension(access))));
        let taken = post(self::callbacks::post).layer((DefaultBodyLimit::max(self::callbacks::LIMIT), Extension(callbacks)));
        let answered = post(self::conversations::post).layer((DefaultBodyLimit::max(self::callbacks::LIMIT), Extension(conversations)));
        router = router.route("/callbacks/{provider}/{reference}", taken).route("/conversations/{provider}/{reference}", answered);
    }
    if let Some(cors) = headers::cors(&config.server.allowed_origins) {
        router = router.layer(cors);
    }
    router = router.layer(CatchPanicLayer::custom(request::panicked));
    for header in headers::security() {
        router = router.layer(header);
    }
    router.layer(middleware::from_fn_with_state(config.server.trust_proxy, request::around))
}

async fn metrics_page(
    Extension(page): Extension<Page>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> axum::response::Response {
    let ip = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    page.answer(&headers, ip).await
}

fn limits(config: &Config) -> protocol::Limits {
    let limits = &config.limits;
    protocol::Limits {
        body_bytes: limits.body_bytes as usize,
        document_bytes: limits.document_bytes as usize,
        tokens: limits.tokens as usize,
        depth: limits.depth as usize,
        fields: limits.fields as usize,
        aliases: limits.aliases as usize,
        root_fields: limits.root_fields as usize,
        directives: limits.directives as usize,
        cost: limits.cost as usize,
        batch: limits.batch as usize,
        time: Duration::from_secs(limits.request_seconds.into()),
        introspection: limits.introspection,
        socket_operations: limits.operations_per_socket as usize,
        sockets_per_caller: limits.sockets_per_caller as usize,
        keep_alive: Duration::from_secs(limits.keep_alive_seconds.into()),
        drain: Duration::from_secs(config.server.drain_seconds.into()),
        ..protocol::Limits::default()
    }
}
