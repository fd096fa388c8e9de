//! The state behind the router, and the running of one operation, the same for HTTP and sockets.

use std::{net::IpAddr, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_graphql::{Request, parser::types::OperationType};
use futures_util::FutureExt;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

use crate::{
    Caller, Code, Engine, Fault, Gateway, Limits, Positions, RequestId, Session, engine::Prepared, feed::Feeds, request::Parameters,
    response::Outcome, socket::Crowd,
};

/// One GraphQL endpoint: an application, a schema, and the limits between them and the world.
pub struct Protocol<G> {
    pub(crate) gateway: G,
    pub(crate) engine: Arc<Engine>,
    pub(crate) limits: Limits,
    pub(crate) closing: CancellationToken,
    /// Sockets, and mutations whose callers may have left.
    pub(crate) tasks: TaskTracker,
    pub(crate) positions: Option<Arc<dyn Positions>>,
    pub(crate) feeds: Arc<Feeds>,
    pub(crate) crowd: Arc<Crowd>,
}

impl<G: Gateway> Protocol<G> {
    /// An endpoint whose subscriptions all run unshared.
    pub fn new(gateway: G, engine: Engine, limits: Limits) -> Self {
        Self {
            gateway,
            engine: Arc::new(engine),
            feeds: Arc::new(Feeds::new(&limits)),
            crowd: Arc::new(Crowd::new(&limits)),
            limits,
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
            positions: None,
        }
    }

    /// Shares subscriptions whose root field has the argument `after`; see [`LiveWindow`](crate::LiveWindow) for what their
    /// resolvers must do.
    #[must_use]
    pub fn with_positions(mut self, positions: Arc<dyn Positions>) -> Self {
        self.positions = Some(positions);
        self
    }

    /// Ends all sockets and waits for them, and for mutations whose callers left: no new operations, running queries and
    /// mutations of a socket have [`Limits::drain`] to end, then it is closed with 1012, so that clients come back by
    /// themselves. Call it beside the HTTP server's own graceful shutdown, which does not know of upgraded connections.
    pub async fn shutdown(&self) {
        self.closing.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Checks parameters down to an operation that can run.
    pub(crate) async fn prepare(&self, parameters: Parameters) -> Result<Prepared, Vec<Fault>> {
        let Parameters { query, operation_name, variables } = parameters;
        self.engine.prepare(&query, operation_name.as_deref(), variables, &self.limits).await
    }

    /// Asks the application for room, 1 of it before a document is even parsed: nonsense costs too.
    pub(crate) fn admit(&self, session: &G::Session, ip: Option<IpAddr>, cost: u64) -> Result<(), Fault> {
        if cost == 0 {
            return Ok(());
        }
        self.gateway.admit(Caller { session, ip }, cost).map_err(Fault::from)
    }

    /// Runs a query or mutation. A query ends when its caller leaves; a mutation goes on to its end, because a change that
    /// is cut off halfway is of use to nobody.
    pub(crate) async fn run(&self, session: &G::Session, prepared: Prepared, id: &RequestId) -> Outcome {
        let request = match prepared.request() {
            Ok(request) => session.prepare(request.data(id.clone())),
            Err(fault) => return fault.into(),
        };
        let mutates = prepared.ty() == OperationType::Mutation;
        let work = execute(Arc::clone(&self.engine), prepared, request, self.limits.time, id.clone());
        if !mutates {
            return work.await;
        }
        match self.tasks.spawn(work.in_current_span()).await {
            Ok(outcome) => outcome,
            Err(error) => {
                tracing::error!(request.id = %id, error = %error, "a mutation was lost in request {id}");
                internal(id).into()
            }
        }
    }
}

/// Executes within the limit of time. A resolver that panics is an error of ours, not the end of the connection.
async fn execute(engine: Arc<Engine>, prepared: Prepared, request: Request, time: Duration, id: RequestId) -> Outcome {
    let work = AssertUnwindSafe(engine.execute(&prepared, request)).catch_unwind();
    match tokio::time::timeout(time, work).await {
        Ok(Ok(response)) => Outcome::of(response, &id),
        Ok(Err(panic)) => panicked(&*panic, &id).into(),
        Err(_) => timed_out(time).into(),
    }
}

/// The limit of time was reached.
pub(crate) fn timed_out(time: Duration) -> Fault {
    let seconds = time.as_secs_f64();
    Fault::new(Code::Timeout, format!("The limit `time` is {seconds} s; this request takes longer."))
        .with("limit", "time")
        .with("allowed", seconds)
}

/// An error of ours whose details are in the log.
pub(crate) fn internal(id: &RequestId) -> Fault {
    Fault::new(Code::Internal, format!("Internal error. It is in the log as request {id}.")).with("requestId", id.as_str())
}

/// Logs a panic and tells the client where to find it.
pub(crate) fn panicked(panic: &(dyn std::any::Any + Send), id: &RequestId) -> Fault {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message");
    tracing::error!(request.id = %id, panic = text, "a resolver panicked in request {id}");
    internal(id)
}
