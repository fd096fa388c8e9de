//! GraphQL over HTTP (graphql/graphql-over-http, draft read at 0193d26).

mod answer;
mod preflight;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, FromRequestParts, State, WebSocketUpgrade},
    http::{HeaderMap, Method, Request, header},
    response::Response,
    routing::any,
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::{
    Code, Credentials, Fault, Gateway, Protocol, RemoteIp, RequestId,
    engine::Prepared,
    media::{self, Media},
    metering,
    protocol::timed_out,
    request::{self, Parameters},
    response::Outcome,
    socket,
};

/// The methods of the endpoint, as `Allow` lists them.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// Serves `/graphql`: POST, GET for queries, and WebSockets.
pub fn router<G: Gateway>(protocol: Arc<Protocol<G>>) -> Router {
    Router::new().route("/graphql", any(serve::<G>)).with_state(protocol)
}

async fn serve<G: Gateway>(State(protocol): State<Arc<Protocol<G>>>, request: Request<Body>) -> Response {
    if is_upgrade(request.headers()) {
        return upgrade(protocol, request).await;
    }
    let id = RequestId::of(request.headers());
    let media = Media::negotiate(request.headers());
    let written_as = media.unwrap_or(Media::GraphqlResponse);
    let result = match *request.method() {
        Method::OPTIONS => return answer::options(METHODS),
        Method::GET | Method::HEAD | Method::POST if media.is_none() => {
            let message = "`Accept` allows neither application/graphql-response+json nor application/json.";
            Err(Fault::new(Code::NotAcceptable, message))
        }
        Method::GET | Method::HEAD => get(&protocol, request, &id).await,
        Method::POST => post(&protocol, request, &id).await,
        _ => Err(Fault::new(Code::MethodNotAllowed, format!("The methods of this endpoint are {METHODS}."))),
    };
    let answer = result.unwrap_or_else(|fault| {
        metering::request("none", fault.code.as_str());
        answer::Answer::Single(fault.into())
    });
    answer::write(answer, written_as, &id, METHODS)
}

async fn get<G: Gateway>(protocol: &Protocol<G>, request: Request<Body>, id: &RequestId) -> Result<answer::Answer, Fault> {
    if protocol.limits.require_preflight {
        preflight::check(request.headers())?;
    }
    let parameters = request::from_uri(request.uri())?;
    let visitor = visitor(protocol, credentials(&request)?).await?;
    Ok(answer::Answer::Single(protocol.operate(&visitor, parameters, id, true).await))
}

async fn post<G: Gateway>(protocol: &Protocol<G>, request: Request<Body>, id: &RequestId) -> Result<answer::Answer, Fault> {
    // JSON is no type a form can send, so a foreign page needs a preflight for it.
    if !media::is_json(request.headers()) {
        return Err(Fault::new(Code::UnsupportedMediaType, "Send the request as `Content-Type: application/json` in UTF-8."));
    }
    let limits = &protocol.limits;
    let visitor = visitor(protocol, credentials(&request)?).await?;
    let body = in_time(limits.time, body(request, limits.body_bytes)).await?;
    Ok(match request::from_body(&body, &protocol.limits)? {
        request::Body::Single(parameters) => answer::Answer::Single(protocol.operate(&visitor, parameters, id, false).await),
        request::Body::Batch(batch) => {
            let mut outcomes = Vec::with_capacity(batch.len());
            for parameters in batch {
                outcomes.push(protocol.operate(&visitor, parameters, id, false).await);
            }
            answer::Answer::Batch(outcomes)
        }
    })
}

async fn body(request: Request<Body>, limit: usize) -> Result<Bytes, Fault> {
    let read = Limited::new(request.into_body(), limit).collect().await;
    read.map(http_body_util::Collected::to_bytes).map_err(|error| match error.downcast_ref::<LengthLimitError>() {
        Some(_) => Fault::limit(Code::LimitBodyBytes, "body_bytes", limit as u64, None),
        None => Fault::new(Code::BadRequest, format!("The body broke off: {error}.")),
    })
}

/// Bodies that drip and directories that hang are not waited for longer than results are.
async fn in_time<T>(time: Duration, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    tokio::time::timeout(time, work).await.unwrap_or_else(|_| Err(timed_out(time)))
}

/// Who sent an HTTP request.
struct Visitor<S> {
    session: S,
    ip: Option<std::net::IpAddr>,
}

fn credentials(request: &Request<Body>) -> Result<Credentials, Fault> {
    Ok(Credentials { bearer: bearer(request.headers())?, ip: remote(request) })
}

async fn visitor<G: Gateway>(protocol: &Protocol<G>, credentials: Credentials) -> Result<Visitor<G::Session>, Fault> {
    let ip = credentials.ip;
    let session = in_time(protocol.limits.time, async { Ok(protocol.gateway.authenticate(credentials).await?) }).await?;
    Ok(Visitor { session, ip })
}

fn remote(request: &Request<Body>) -> Option<std::net::IpAddr> {
    let told = request.extensions().get::<RemoteIp>().map(|remote| remote.0);
    told.or_else(|| request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip()))
}

/// The bearer token (RFC 6750, 2.1). Another scheme is refused rather than taken for nobody.
fn bearer(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let text = value.to_str().ok();
    text.and_then(socket::bearer)
        .map(Some)
        .ok_or_else(|| Fault::new(Code::Unauthenticated, "`Authorization` takes the form `Bearer <token>`."))
}

impl<G: Gateway> Protocol<G> {
    /// One GraphQL request, from its parameters to its outcome.
    async fn operate(&self, visitor: &Visitor<G::Session>, parameters: Parameters, id: &RequestId, safe_only: bool) -> Outcome {
        let started = tokio::time::Instant::now();
        let admitted = self.admit(&visitor.session, visitor.ip, 1).map_err(|fault| vec![fault]);
        let prepared = match admitted {
            Ok(()) => self.prepare(parameters).await,
            Err(faults) => Err(faults),
        };
        let (kind, outcome) = match prepared {
            Ok(prepared) => (metering::kind(prepared.ty()), self.permit_and_run(visitor, prepared, id, safe_only).await),
            Err(faults) => ("none", Outcome::Refused(faults)),
        };
        metering::request(kind, &outcome.code());
        metering::took(kind, started.elapsed());
        outcome
    }

    async fn permit_and_run(&self, visitor: &Visitor<G::Session>, prepared: Prepared, id: &RequestId, safe_only: bool) -> Outcome {
        match prepared.ty() {
            OperationType::Mutation if safe_only => {
                return Fault::new(Code::MethodNotAllowed, "A mutation changes things: send it by POST.").into();
            }
            OperationType::Subscription => {
                let message = "Subscriptions travel by WebSocket here, subprotocol graphql-transport-ws, at this same address.";
                return Fault::new(Code::OperationUnsupported, message).into();
            }
            OperationType::Query | OperationType::Mutation => {}
        }
        if let Err(fault) = self.admit(&visitor.session, visitor.ip, prepared.cost - 1) {
            return fault.into();
        }
        self.run(&visitor.session, prepared, id).await
    }
}

fn is_upgrade(headers: &HeaderMap) -> bool {
    headers.get(header::UPGRADE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

async fn upgrade<G: Gateway>(protocol: Arc<Protocol<G>>, request: Request<Body>) -> Response {
    let ip = remote(&request);
    // Browsers cannot send this header with a WebSocket; others may instead of a payload in `connection_init`.
    let bearer = bearer(request.headers()).unwrap_or_default();
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => socket::accept(protocol, upgrade, Credentials { bearer, ip }),
        Err(rejection) => {
            let fault = Fault::new(Code::BadRequest, format!("No WebSocket: {}.", rejection.body_text()));
            answer::write(answer::Answer::Single(fault.into()), Media::Json, &RequestId::of(&parts.headers), METHODS)
        }
    }
}
