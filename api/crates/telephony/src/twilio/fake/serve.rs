//! Requests and answers.

use std::{convert::Infallible, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::{
    Shared,
    create::{self, Form, Wrong},
    life, shown,
    steer::Trouble,
};

/// More than any form of ours.
const LONGEST_BODY: usize = 64 * 1024;

/// Closes the socket without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the socket is closed without an answer")]
struct Lost;

/// An answer that is not sent yet.
struct Reply {
    status: u16,
    body: Value,
    retry_after: Option<u32>,
}

fn reply(status: u16, body: Value) -> Reply {
    Reply { status, body, retry_after: None }
}

fn complaint(status: u16, code: u32, message: &str) -> Reply {
    reply(status, shown::complaint(status, code, message))
}

fn not_there() -> Reply {
    complaint(404, 20404, "The requested resource was not found")
}

/// Serves until `stop`, and then lets go of every connection.
pub(super) async fn run(listener: TcpListener, shared: Arc<Shared>, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        if let Ok((socket, _)) = accepted {
            tokio::spawn(connection(socket, Arc::clone(&shared), stop.clone()));
        }
    }
}

async fn connection(socket: TcpStream, shared: Arc<Shared>, stop: CancellationToken) {
    // Small answers: none waits for another.
    drop(socket.set_nodelay(true));
    let service = service_fn(move |request| answer(Arc::clone(&shared), request));
    let served = http1::Builder::new().serve_connection(TokioIo::new(socket), service);
    tokio::select! {
        // A connection that breaks is the client's to notice.
        _ = served => {}
        () = stop.cancelled() => {}
    }
}

async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Lost> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, LONGEST_BODY).collect().await.map_err(|_| Lost)?.to_bytes();
    if is_known(&shared, &head)
        && let Some(recording) = recording(&shared, &head)
    {
        return Ok(recording);
    }
    let reply = if is_known(&shared, &head) { route(&shared, &head, &body).await? } else { complaint(401, 20003, "Authenticate") };
    let mut response = Response::new(Full::new(Bytes::from(reply.body.to_string())));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    if let Some(seconds) = reply.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    Ok(response)
}

/// A recording as it is fetched, or deleted.
fn recording(shared: &Shared, head: &http::request::Parts) -> Option<Response<Full<Bytes>>> {
    let (_, name) = head.uri.path().split_once("/Recordings/")?;
    let (sid, kind) = name.split_once('.')?;
    let mut response = match (&head.method, kind) {
        (&Method::GET, "wav") => Response::new(Full::new(Bytes::from(shared.book().recordings.get(sid)?.clone()))),
        (&Method::DELETE, "json") => {
            shared.book().recordings.remove(sid)?;
            Response::builder().status(StatusCode::NO_CONTENT).body(Full::default()).ok()?
        }
        _ => return None,
    };
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("audio/x-wav"));
    Some(response)
}

fn is_known(shared: &Shared, head: &http::request::Parts) -> bool {
    let told = head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let decoded = told.and_then(|told| told.strip_prefix("Basic ")).and_then(|told| BASE64_STANDARD.decode(told).ok());
    let Some(decoded) = decoded.and_then(|decoded| String::from_utf8(decoded).ok()) else { return false };
    let token = decoded.strip_prefix(&shared.config.account).and_then(|rest| rest.strip_prefix(':'));
    token.is_some_and(|token| shared.config.tokens.iter().any(|known| known == token))
}

async fn route(shared: &Arc<Shared>, head: &http::request::Parts, body: &[u8]) -> Result<Reply, Lost> {
    let account = &shared.config.account;
    let Some(path) = head.uri.path().strip_prefix("/2010-04-01/Accounts/").and_then(|path| path.strip_suffix(".json")) else {
        return Ok(not_there());
    };
    let parts: Vec<&str> = path.split('/').collect();
    if parts.first() != Some(&account.as_str()) {
        return Ok(not_there());
    }
    let query = Form::read(head.uri.query().unwrap_or_default().as_bytes());
    let post = head.method == Method::POST;
    Ok(match (post, &parts[1..]) {
        (false, []) => reply(200, shown::account(account, (shared.config.clock)())),
        (true, ["Calls"]) => return order(shared, &Form::read(body), Kind::Call).await,
        (true, ["Messages"]) => return order(shared, &Form::read(body), Kind::Message).await,
        (false, ["Calls"]) => calls(shared, &query),
        (false, ["Messages"]) => messages(shared, &query),
        (false, ["Calls", sid]) => shared.book().call(sid).map_or_else(not_there, |call| reply(200, shown::call(account, call))),
        (false, ["Calls", sid, "Events"]) if shared.book().shows_events => {
            shared.book().call(sid).map_or_else(not_there, |call| reply(200, shown::events(account, call)))
        }
        (true, ["Calls", sid]) => update(shared, sid, &Form::read(body)),
        (false, ["Messages", sid]) => {
            shared.book().message(sid).map_or_else(not_there, |message| reply(200, shown::message(account, message)))
        }
        _ => not_there(),
    })
}

#[derive(Clone, Copy)]
enum Kind {
    Call,
    Message,
}

/// An order, and what befalls it.
async fn order(shared: &Arc<Shared>, form: &Form, kind: Kind) -> Result<Reply, Lost> {
    let trouble = {
        let mut book = shared.book();
        book.orders += 1;
        book.trouble()
    };
    shared.changed();
    match trouble {
        None => Ok(carry_out(shared, form, kind)),
        Some(Trouble::Delay(span)) => {
            let reply = carry_out(shared, form, kind);
            tokio::time::sleep(span).await;
            Ok(reply)
        }
        Some(Trouble::LoseReply) => {
            carry_out(shared, form, kind);
            Err(Lost)
        }
        Some(Trouble::LoseRequest) => Err(Lost),
        Some(Trouble::NeverAnswer { carried_out }) => {
            if carried_out {
                carry_out(shared, form, kind);
            }
            let never: Infallible = std::future::pending().await;
            match never {}
        }
        Some(Trouble::TooMany { retry_after }) => Ok(Reply { retry_after, ..complaint(429, 20429, "Too Many Requests") }),
        Some(Trouble::FailBefore) => Ok(complaint(500, 20500, "An internal server error has occurred")),
        Some(Trouble::FailAfter) => {
            carry_out(shared, form, kind);
            Ok(complaint(500, 20500, "An internal server error has occurred"))
        }
        Some(Trouble::Refuse { status, code }) => Ok(complaint(status, code, "Refused as asked")),
    }
}

fn carry_out(shared: &Arc<Shared>, form: &Form, kind: Kind) -> Reply {
    let account = &shared.config.account;
    let created = match kind {
        Kind::Call => create::call(shared, form),
        Kind::Message => create::message(shared, form),
    };
    let sid = match created {
        Ok(sid) => sid,
        Err(Wrong { code, message }) => return complaint(400, code, message),
    };
    let reply = match kind {
        Kind::Call => shared.book().call(&sid).map(|call| shown::call(account, call)),
        Kind::Message => shared.book().message(&sid).map(|message| shown::message(account, message)),
    };
    match kind {
        Kind::Call => drop(tokio::spawn(life::live(Arc::clone(shared), sid))),
        Kind::Message => drop(tokio::spawn(life::carry(Arc::clone(shared), sid))),
    }
    shared.changed();
    reply.map_or_else(not_there, |shown| self::reply(201, shown))
}

/// `canceled` ends what has not been answered, `completed` whatever goes on.
fn update(shared: &Arc<Shared>, sid: &str, form: &Form) -> Reply {
    let Some(status) = shared.book().call(sid).map(|call| call.status) else { return not_there() };
    let answered = status == "in-progress";
    let ended = match form.get("Status") {
        Some("canceled") if answered => true,
        Some("canceled") => life::end(shared, sid, "canceled", Some(487)),
        Some("completed") => life::end(shared, sid, if answered { "completed" } else { "canceled" }, Some(200)),
        _ => return complaint(400, 20001, "Invalid Status"),
    };
    if !ended {
        return complaint(400, 21220, "Call is not in-progress. Cannot redirect.");
    }
    shared.book().call(sid).map_or_else(not_there, |call| reply(200, shown::call(&shared.config.account, call)))
}

fn page_size(query: &Form) -> usize {
    query.get("PageSize").and_then(|size| size.parse().ok()).unwrap_or(50).clamp(1, 1000)
}

fn calls(shared: &Arc<Shared>, query: &Form) -> Reply {
    let (account, size) = (&shared.config.account, page_size(query));
    let book = shared.book();
    let fits = |wanted: Option<&str>, is: &str| wanted.is_none_or(|wanted| wanted == is);
    let listed =
        book.calls_to(query.get("To")).filter(|call| fits(query.get("From"), &call.from) && fits(query.get("Status"), call.status));
    let mut listed: Vec<Value> = listed.take(size + 1).map(|call| shown::call(account, call)).collect();
    let more = listed.len() > size;
    listed.truncate(size);
    reply(200, shown::page(&format!("/2010-04-01/Accounts/{account}/Calls.json"), "calls", listed, size, more))
}

fn messages(shared: &Arc<Shared>, query: &Form) -> Reply {
    let (account, size) = (&shared.config.account, page_size(query));
    let book = shared.book();
    let fits = |wanted: Option<&str>, is: Option<&str>| wanted.is_none_or(|wanted| Some(wanted) == is);
    let listed = book.messages.iter().rev();
    let listed = listed.filter(|one| fits(query.get("To"), Some(&one.to)) && fits(query.get("From"), one.from.as_deref()));
    let mut listed: Vec<Value> = listed.take(size + 1).map(|message| shown::message(account, message)).collect();
    let more = listed.len() > size;
    listed.truncate(size);
    reply(200, shown::page(&format!("/2010-04-01/Accounts/{account}/Messages.json"), "messages", listed, size, more))
}
