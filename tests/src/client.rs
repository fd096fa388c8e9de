//! A client of the API, with somebody's rights or nobody's.

use std::{sync::Arc, time::Duration};

use async_graphql::{PathSegment, Request, Response, ServerError, Variables};
use futures_util::{FutureExt, StreamExt, stream::BoxStream};
use protocol::LiveWindow;
use serde_json::Value;
use switchboard::auth::Caller;

use crate::app::Process;

/// Asks the API.
#[derive(Clone)]
pub struct Client {
    process: Arc<Process>,
    caller: Option<Caller>,
}

/// A top-level error, as the client sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// `extensions.code`; empty for what the door would mask.
    pub code: String,
    /// For people.
    pub message: String,
    /// Field that failed, e.g. `person.currentCall`; empty when the whole request did.
    pub path: String,
}

impl Client {
    pub(crate) fn new(process: Arc<Process>, caller: Option<Caller>) -> Self {
        Self { process, caller }
    }

    /// Who asks.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }

    /// What a query or mutation answers. Any top-level error fails the test.
    pub async fn query(&self, document: &str, variables: Value) -> Value {
        let response = self.response(document, variables).await;
        let errors: Vec<_> = response.errors.iter().map(refused).collect();
        assert!(errors.is_empty(), "expected data from\n{document}\ngot {errors:#?}");
        response.data.into_json().expect("data is JSON")
    }

    /// The one top-level error of a query or mutation.
    pub async fn error(&self, document: &str, variables: Value) -> Refused {
        let response = self.response(document, variables).await;
        let [error] = response.errors.as_slice() else {
            panic!("expected one error from\n{document}\ngot {:#?}\nand {}", response.errors, response.data);
        };
        refused(error)
    }

    /// The whole response.
    pub async fn response(&self, document: &str, variables: Value) -> Response {
        self.process.schema.execute(self.request(document, variables)).await
    }

    /// Subscribes. What is committed after this returns is not missed.
    pub async fn subscribe(&self, document: &str, variables: Value) -> Subscribed {
        // What was committed before is before, also if nobody has read it yet.
        self.process.app.live.catch_up().await.expect("the stream of changes is read");
        let mut stream = self.process.schema.execute_stream(self.request(document, variables)).boxed();
        // Where "now" is, is settled when the subscription is first asked.
        let early = stream.next().now_or_never().map(|first| first.map(Box::new));
        Subscribed { stream, early, document: document.to_owned() }
    }

    /// Subscribes as the door does for several subscribers at once: to a stretch of the stream of changes.
    pub fn subscribe_to(&self, window: LiveWindow, document: &str, variables: Value) -> Subscribed {
        let stream = self.process.schema.execute_stream(self.request(document, variables).data(window)).boxed();
        Subscribed { stream, early: None, document: document.to_owned() }
    }

    fn request(&self, document: &str, variables: Value) -> Request {
        let request = Request::new(document).variables(Variables::from_json(variables));
        match &self.caller {
            Some(caller) => request.data(caller.clone()),
            None => request,
        }
    }
}

/// A subscription under way.
pub struct Subscribed {
    stream: BoxStream<'static, Response>,
    early: Option<Option<Box<Response>>>,
    document: String,
}

impl Subscribed {
    /// The next event's data. None in time, the end or an error fails the test.
    pub async fn next_within(&mut self, limit: Duration) -> Value {
        let response = self.response_within(limit).await;
        let errors: Vec<_> = response.errors.iter().map(refused).collect();
        assert!(errors.is_empty(), "expected an event of\n{}\ngot {errors:#?}", self.document);
        response.data.into_json().expect("data is JSON")
    }

    /// The error that comes next.
    pub async fn error_within(&mut self, limit: Duration) -> Refused {
        let response = self.response_within(limit).await;
        let [error] = response.errors.as_slice() else {
            panic!("expected an error from\n{}\ngot {}", self.document, response.data);
        };
        refused(error)
    }

    /// The error by which the subscription was refused at once, if it was.
    pub fn refused_at_once(&self) -> Option<Refused> {
        let first = self.early.as_ref()?.as_ref()?;
        first.errors.first().map(refused)
    }

    /// Whether there is nothing to be had without waiting: neither an event nor an error nor the end.
    pub fn is_silent(&mut self) -> bool {
        if self.early.is_none() {
            self.early = self.stream.next().now_or_never().map(|next| next.map(Box::new));
        }
        self.early.is_none()
    }

    async fn response_within(&mut self, limit: Duration) -> Response {
        let next = match self.early.take() {
            Some(first) => first.map(|first| *first),
            None => match tokio::time::timeout(limit, self.stream.next()).await {
                Ok(next) => next,
                Err(_) => panic!("nothing came within {limit:?} from\n{}", self.document),
            },
        };
        match next {
            Some(response) => response,
            None => panic!("the subscription ended:\n{}", self.document),
        }
    }
}

/// An error's `extensions.code`; empty for what the door would mask.
pub fn code(error: &ServerError) -> String {
    match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
        Some(async_graphql::Value::String(code)) => code.clone(),
        _ => String::new(),
    }
}

fn refused(error: &ServerError) -> Refused {
    let path: Vec<String> = error
        .path
        .iter()
        .map(|segment| match segment {
            PathSegment::Field(name) => name.clone(),
            PathSegment::Index(index) => index.to_string(),
        })
        .collect();
    Refused { code: code(error), message: error.message.clone(), path: path.join(".") }
}
