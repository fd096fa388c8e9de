//! A fake Twilio, our side of it, and a letter box for its callbacks.

use std::{convert::Infallible, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use numbering::DialTarget;
use telephony::{
    outgoing::{CallOrder, Found, LookUp, MessageOrder, OrderKey, Report, Script},
    port::{Callback, CallbackError, CallbackRead, Provider as _},
    twilio::{self, Secret, Twilio, fake::FakeTwilio},
};
use tokio::{net::TcpListener, sync::mpsc};

pub(crate) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub(crate) const TOKEN: &str = "a-token-that-nobody-sees";
pub(crate) const SOMEBODY: &str = "+34972183386";
pub(crate) const FROM: &str = "+34872202550";

/// How long anything is waited for.
const LIMIT: Duration = Duration::from_secs(30);

/// What came to the letter box, and what was made of it.
pub(crate) type Came = Result<CallbackRead, CallbackError>;

pub(crate) struct World {
    pub(crate) fake: FakeTwilio,
    pub(crate) twilio: Arc<Twilio>,
    /// How our side is configured.
    pub(crate) config: twilio::Config,
    /// Where its callbacks go, without the reference.
    pub(crate) callbacks: String,
    pub(crate) came: mpsc::UnboundedReceiver<Came>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With our side configured as `configure` says.
    pub(crate) async fn with(configure: impl FnOnce(&mut twilio::Config)) -> Self {
        let fake = FakeTwilio::start(twilio::fake::Config::new(ACCOUNT, TOKEN)).await.unwrap();
        let letters = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let callbacks = format!("http://{}/callbacks/twilio", letters.local_addr().unwrap());
        let mut config = twilio::Config::new(ACCOUNT, Secret::new(TOKEN), callbacks.clone());
        config.base_url = fake.url();
        config.from = Some(FROM.parse().unwrap());
        config.limits.retry_first = Duration::from_millis(5);
        config.limits.retry_longest = Duration::from_millis(20);
        config.limits.retry_refused = Duration::from_millis(20);
        config.limits.check = Duration::from_millis(20);
        configure(&mut config);
        let twilio = Arc::new(Twilio::new(config.clone()).unwrap());
        let (sender, came) = mpsc::unbounded_channel();
        tokio::spawn(open_letters(letters, Arc::clone(&twilio), sender));
        Self { fake, twilio, config, callbacks, came }
    }

    /// The next callback that was taken.
    pub(crate) async fn next(&mut self) -> CallbackRead {
        let came = tokio::time::timeout(LIMIT, self.came.recv()).await.expect("a callback comes").expect("the letter box is open");
        came.expect("a callback that is proved and can be read")
    }

    /// Callbacks until one is as `fits` says.
    pub(crate) async fn until(&mut self, fits: impl Fn(&Report) -> bool) -> Vec<CallbackRead> {
        let mut all = Vec::new();
        loop {
            all.push(self.next().await);
            if all.last().is_some_and(|read| fits(&read.report)) {
                return all;
            }
        }
    }

    /// Asks for the call of that order until it is told what became of it.
    pub(crate) async fn look_up(&self, order: &LookUp) -> Found {
        self.twilio.look_up_call(order).await.unwrap()
    }
}

/// An order to ring somebody.
pub(crate) fn order(reference: &str) -> CallOrder {
    CallOrder {
        reference: reference.parse().unwrap(),
        to: DialTarget::Number(SOMEBODY.parse().unwrap()),
        from: None,
        ring: Duration::from_secs(25),
        limit: Some(Duration::from_secs(60)),
        detect_machine: false,
        script: Script::Say { text: "Good day".to_owned(), language: Some("en-GB".to_owned()) },
    }
}

pub(crate) fn message(reference: &str, body: &str) -> MessageOrder {
    MessageOrder { reference: reference.parse().unwrap(), to: SOMEBODY.parse().unwrap(), from: None, body: body.to_owned() }
}

/// The question what became of `order`, asked now.
pub(crate) fn question(order: &CallOrder) -> LookUp {
    LookUp {
        reference: order.reference.clone(),
        key: None,
        to: order.to.clone(),
        from: order.from.clone(),
        body: None,
        ordered_at: chrono::Utc::now(),
        asked_at: chrono::Utc::now(),
        others: Vec::new(),
        rivals: false,
    }
}

pub(crate) fn key(sid: &str) -> OrderKey {
    OrderKey(sid.to_owned())
}

async fn open_letters(letters: TcpListener, twilio: Arc<Twilio>, sender: mpsc::UnboundedSender<Came>) {
    while let Ok((socket, _)) = letters.accept().await {
        let (twilio, sender) = (Arc::clone(&twilio), sender.clone());
        let service = service_fn(move |request| open(Arc::clone(&twilio), sender.clone(), request));
        tokio::spawn(async move { drop(http1::Builder::new().serve_connection(TokioIo::new(socket), service).await) });
    }
}

async fn open(
    twilio: Arc<Twilio>,
    sender: mpsc::UnboundedSender<Came>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let reference = head.uri.path().rsplit('/').next().unwrap_or_default().parse().unwrap();
    let callback = Callback { reference: &reference, query: head.uri.query(), headers: &head.headers, body: &body };
    let came = twilio.read_callback(&callback);
    let status = if came.is_ok() { StatusCode::NO_CONTENT } else { StatusCode::FORBIDDEN };
    drop(sender.send(came));
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = status;
    Ok(response)
}
