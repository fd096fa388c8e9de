//! The suite of calls that are led, against the fake, which checks each document; and what only posts can do: repeats, wrong signatures.

use std::{convert::Infallible, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use flow::voice::{Act, Heard, Prompt, Then};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use numbering::DialTarget;
use telephony::{
    Deed,
    conformance::{
        Broken,
        conversation::{Behaves, ConversationRig, Scripted, conversation_tests},
    },
    conversation::{Asks, Conductor, ConductorError},
    outgoing::{CallOrder, Progress, Script},
    port::{Callback, Provider},
    twilio::{
        self, Secret, Twilio,
        fake::{Delivery, FakeTwilio, Outcome},
    },
};
use tokio::net::TcpListener;

use crate::world::{ACCOUNT, FROM, TOKEN, order};

struct LedRig {
    fake: FakeTwilio,
    twilio: Arc<Twilio>,
    conductor: Arc<Scripted>,
    parties: u32,
}

async fn rig() -> Result<Option<LedRig>, Broken> {
    let fake = FakeTwilio::start(twilio::fake::Config::new(ACCOUNT, TOKEN)).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let public = format!("http://{}", listener.local_addr().unwrap());
    let mut config = twilio::Config::new(ACCOUNT, Secret::new(TOKEN), twilio::callback_url(&public, "twilio").unwrap());
    config.conversation_url = Some(twilio::conversation_url(&public, "twilio").unwrap());
    config.base_url = fake.url();
    config.from = Some(FROM.parse().unwrap());
    let twilio = Arc::new(Twilio::new(config).unwrap());
    let conductor = Arc::new(Scripted::default());
    tokio::spawn(serve(listener, Arc::clone(&twilio), Arc::clone(&conductor)));
    Ok(Some(LedRig { fake, twilio, conductor, parties: 0 }))
}

async fn serve(listener: TcpListener, twilio: Arc<Twilio>, conductor: Arc<Scripted>) {
    while let Ok((socket, _)) = listener.accept().await {
        let (twilio, conductor) = (Arc::clone(&twilio), Arc::clone(&conductor));
        let service = service_fn(move |request| answer(Arc::clone(&twilio), Arc::clone(&conductor), request));
        tokio::spawn(async move { drop(http1::Builder::new().serve_connection(TokioIo::new(socket), service).await) });
    }
}

async fn answer(twilio: Arc<Twilio>, conductor: Arc<Scripted>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let reference = head.uri.path().rsplit('/').next().unwrap_or_default().parse().unwrap();
    let post = Callback { reference: &reference, query: head.uri.query(), headers: &head.headers, body: &body };
    let document = if head.uri.path().starts_with("/conversations/") {
        led(&twilio, &conductor, &post).await
    } else {
        let read = twilio.read_callback(&post).unwrap();
        if matches!(read.report.progress, Progress::Call(progress) if progress.is_final()) {
            conductor.over(&reference).await.unwrap();
        }
        Ok(String::new())
    };
    let status = document.as_ref().map_or_else(|status| *status, |_| StatusCode::OK);
    let mut response = Response::new(Full::new(Bytes::from(document.unwrap_or_default())));
    *response.status_mut() = status;
    Ok(response)
}

async fn led(twilio: &Twilio, conductor: &Scripted, post: &Callback<'_>) -> Result<String, StatusCode> {
    let read = twilio.read_turn(post).map_err(|_| StatusCode::FORBIDDEN)?;
    let act = match &read.asks {
        Asks::Next(heard) => conductor.next(post.reference, read.turn, heard.clone()).await,
        Asks::Confirm { .. } => conductor.present(post.reference).await.map(|present| present.unwrap().1),
    };
    let act = act.map_err(|error| match error {
        ConductorError::NoSuchCall => StatusCode::NOT_FOUND,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    })?;
    twilio.write_answer(post.reference, &read, &act).map(|document| document.body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)
}

#[async_trait]
impl ConversationRig for LedRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.twilio.clone()
    }

    fn conductor(&self) -> Arc<Scripted> {
        self.conductor.clone()
    }

    fn party(&mut self, behaves: Behaves) -> Result<DialTarget, Broken> {
        self.parties += 1;
        let number = format!("+120255501{:02}", self.parties);
        let answers = |by| Outcome::Answers { after: 1, talks: 2, by };
        let (outcome, deeds) = match behaves {
            Behaves::Presses(keys) => (answers("human"), vec![Deed::presses(keys)]),
            Behaves::Waits | Behaves::Human => (answers("human"), vec![]),
            Behaves::Speaks => (answers("human"), vec![Deed::Speaks(2)]),
            Behaves::HangsUp => (answers("human"), vec![Deed::HangsUp]),
            // Who is rung during a call hangs up by itself, once it is joined.
            Behaves::HangsUpSoon => (answers("human"), vec![Deed::HangsUp]),
            Behaves::PressesAndHangsUp => (answers("human"), vec![Deed::presses("1"), Deed::HangsUp]),
            Behaves::Machine => (answers("machine_start"), vec![]),
            Behaves::Engaged => (Outcome::Busy, vec![]),
            Behaves::Silent => (Outcome::NoAnswer, vec![]),
            Behaves::Unallocated => (Outcome::Fails { sip: 404 }, vec![]),
        };
        self.fake.set_outcome(&number, outcome);
        self.fake.set_deeds(&number, deeds);
        Ok(DialTarget::Number(number.parse().unwrap()))
    }

    fn question(&self) -> Prompt {
        Prompt::Say { text: "Press 1 & <wait>".to_owned(), language: Some("en-GB".to_owned()) }
    }

    async fn time_passes(&mut self, _span: Duration) -> Result<(), Broken> {
        Ok(())
    }

    fn faults(&self) -> Vec<String> {
        self.fake.faults()
    }
}

conversation_tests!(rig());

#[tokio::test]
async fn each_turn_that_is_posted_again_is_answered_alike_and_heard_once() {
    let mut rig = rig().await.unwrap().unwrap();
    rig.fake.set_delivery(Delivery { times: 3, ..Delivery::default() });
    let to = rig.party(Behaves::Presses("1")).unwrap();
    let order = CallOrder { to, script: Script::Converse, ..order("again_1") };
    let gather = Then::Gather { most: 1, finish: None, timeout: Duration::from_secs(2) };
    rig.conductor
        .lead(&order.reference, vec![Act { prompts: vec![rig.question()], then: gather.clone() }, Act { prompts: vec![], then: gather }]);
    let mut changes = rig.conductor.changes();

    rig.twilio.place(&order).await.unwrap();
    while !rig.conductor.is_over(&order.reference) {
        tokio::time::timeout(Duration::from_secs(30), changes.changed()).await.unwrap().unwrap();
    }

    let keys = |keys: &str| Heard::Keys { keys: keys.to_owned() };
    assert_eq!(rig.conductor.heard(&order.reference), [Heard::Answered { by: None }, keys("1"), keys(""), Heard::HungUp]);
    assert_eq!(rig.fake.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn what_cannot_be_written_safely_ends_the_call_and_is_no_document() {
    let mut rig = rig().await.unwrap().unwrap();
    let to = rig.party(Behaves::Waits).unwrap();
    let order = CallOrder { to, script: Script::Converse, ..order("unsafe_1") };
    rig.conductor
        .lead(&order.reference, vec![Act { prompts: vec![Prompt::Play { audio: "file:///etc/passwd".to_owned() }], then: Then::Go }]);
    let mut changes = rig.conductor.changes();

    rig.twilio.place(&order).await.unwrap();
    while !rig.conductor.is_over(&order.reference) {
        tokio::time::timeout(Duration::from_secs(30), changes.changed()).await.unwrap().unwrap();
    }

    assert!(rig.fake.faults().iter().all(|fault| fault.contains("422")), "{:?}", rig.fake.faults());
}
