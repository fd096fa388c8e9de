//! The suite of calls that are led on a real Asterisk, and what only it has: a call that goes on when whoever led it lost its place.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use flow::voice::{Act, Heard, Prompt, Then};
use numbering::DialTarget;
use telephony::{
    conformance::{
        Broken,
        conversation::{Behaves, ConversationRig, Scripted, conversation_tests},
    },
    outgoing::{CallOrder, OrderError, Script},
    port::Provider,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{
    asterisk::{self, AsteriskRig},
    cable::Cable,
    manager::failed,
};

struct LedRig {
    lab: AsteriskRig,
    conductor: Arc<Scripted>,
}

async fn rig() -> Result<Option<LedRig>, Broken> {
    let Some(mut lab) = asterisk::rig().await? else { return Ok(None) };
    let conductor = Arc::new(Scripted::default());
    lab.led_by(conductor.clone()).await?;
    Ok(Some(LedRig { lab, conductor }))
}

#[async_trait]
impl ConversationRig for LedRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.lab.provider.clone()
    }

    fn conductor(&self) -> Arc<Scripted> {
        self.conductor.clone()
    }

    fn party(&mut self, behaves: Behaves) -> Result<DialTarget, Broken> {
        let digits = match behaves {
            Behaves::Waits => "90",
            Behaves::Presses("1") => "91",
            Behaves::Presses("2") => "92",
            Behaves::Presses("3") => "93",
            Behaves::Presses("9") => "99",
            Behaves::Presses("12#") => "98",
            Behaves::Speaks => "94",
            Behaves::PressesAndHangsUp => "96",
            Behaves::HangsUp => "97",
            Behaves::HangsUpSoon => "11",
            Behaves::Machine => "95",
            Behaves::Human => "81",
            Behaves::Engaged => "21",
            Behaves::Silent => "31",
            Behaves::Unallocated => "51",
            Behaves::Presses(_) => return Err(Broken::Rig("nobody presses these keys".to_owned())),
        };
        Ok(DialTarget::Number(format!("+120255501{digits}").parse().map_err(failed)?))
    }

    fn question(&self) -> Prompt {
        Prompt::Play { audio: "question".to_owned() }
    }

    async fn time_passes(&mut self, _span: Duration) -> Result<(), Broken> {
        Ok(())
    }
}

conversation_tests!(rig());

fn order(reference: &str, to: DialTarget) -> CallOrder {
    let reference = format!("{reference}_{}", std::process::id()).parse().unwrap();
    let (ring, limit) = (Duration::from_secs(20), Some(Duration::from_secs(120)));
    CallOrder { reference, to, from: None, ring, limit, detect_machine: false, script: Script::Converse }
}

fn run(provider: &Arc<dyn Provider>) -> CancellationToken {
    let (provider, stop, (sender, mut signals)) = (provider.clone(), CancellationToken::new(), mpsc::channel(64));
    let stopped = stop.clone();
    tokio::spawn(async move {
        tokio::join!(provider.run(sender, stopped), async { while signals.recv().await.is_some() {} });
    });
    stop
}

async fn placed(provider: &Arc<dyn Provider>, order: &CallOrder) {
    while let Err(error) = provider.place(order).await {
        assert!(matches!(error, OrderError::NotSent(_)), "{error:?}");
        tokio::task::yield_now().await;
    }
}

async fn until_heard(conductor: &Scripted, order: &CallOrder, count: usize) -> Vec<Heard> {
    let mut changes = conductor.changes();
    let waiting = async {
        while conductor.heard(&order.reference).len() < count {
            changes.changed().await.unwrap();
        }
    };
    let came = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    let heard = conductor.heard(&order.reference);
    assert!(came.is_ok(), "heard only {heard:?}");
    heard
}

fn asks(rig: &LedRig) -> Vec<Act> {
    let gather = || Then::Gather { most: 1, finish: None, timeout: Duration::from_secs(30) };
    vec![Act { prompts: vec![], then: gather() }, Act { prompts: vec![rig.question()], then: gather() }]
}

#[tokio::test]
async fn a_call_goes_on_with_its_turn_when_the_socket_was_lost() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let order = order("lost", rig.party(Behaves::Presses("1")).unwrap());
    let question = Act { prompts: vec![rig.question()], ..asks(&rig)[0].clone() };
    let long = Act { prompts: vec![Prompt::Play { audio: "minute".to_owned() }], then: Then::Go };
    rig.conductor.lead(&order.reference, vec![question.clone(), long, question]);
    let provider = rig.provider();
    let _stop = run(&provider).drop_guard();
    placed(&provider, &order).await;
    until_heard(&rig.conductor, &order, 2).await;

    // While the minute is played.
    rig.conductor.lead_on(&order.reference, 1, Act { prompts: vec![], then: Then::Go });
    rig.lab.cable_to_ari(Cable::Cut);
    while provider.place(&order).await.is_ok() {
        tokio::task::yield_now().await;
    }
    rig.lab.cable_to_ari(Cable::Whole);

    let heard = until_heard(&rig.conductor, &order, 5).await;
    let key = || Heard::Keys { keys: "1".to_owned() };
    assert_eq!(heard, [Heard::Answered { by: None }, key(), Heard::Played, key(), Heard::HungUp]);
}

#[tokio::test]
async fn another_process_goes_on_with_a_call_and_one_that_ended_meanwhile_is_told() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let lasting = order("heir", rig.party(Behaves::Presses("1")).unwrap());
    rig.conductor.lead(&lasting.reference, asks(&rig));
    let provider = rig.provider();
    let stop = run(&provider);
    placed(&provider, &lasting).await;
    until_heard(&rig.conductor, &lasting, 1).await;

    stop.cancel();
    rig.lab.led_by(rig.conductor.clone()).await.unwrap();
    rig.conductor.lead_on(&lasting.reference, 0, Act { prompts: vec![rig.question()], ..asks(&rig)[0].clone() });
    let heir = rig.provider();
    let _stop = run(&heir).drop_guard();

    let heard = until_heard(&rig.conductor, &lasting, 4).await;
    let key = || Heard::Keys { keys: "1".to_owned() };
    assert_eq!(heard, [Heard::Answered { by: None }, key(), key(), Heard::HungUp]);
}

#[tokio::test]
async fn without_ari_no_call_is_led_and_none_is_placed_to_be_led() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let order = order("none", rig.party(Behaves::Waits).unwrap());
    rig.lab.another("Local/{number}@outside").unwrap();
    let provider = rig.provider();
    let _stop = run(&provider).drop_guard();

    assert_eq!(provider.place(&order).await, Err(OrderError::Unsupported));
}
