//! The suite of placed calls on a real Asterisk, and each way in which a call can end there.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use numbering::DialTarget;
use telephony::{
    cause::Cause,
    conformance::{
        Broken,
        outgoing::{Ear, OutgoingRig, outgoing_tests},
    },
    outgoing::{AnsweredBy, CallOrder, CallProgress, Found, LookUp, OrderError, OrderKey, Progress, Report, Script},
    port::Provider,
};
use tokio::sync::mpsc;

use crate::{
    asterisk::{self, AsteriskRig},
    cable::Cable,
};

struct PlacedRig {
    lab: AsteriskRig,
    /// How often each number had rung before this test.
    rung_before: HashMap<DialTarget, usize>,
}

async fn rig() -> Result<Option<PlacedRig>, Broken> {
    let Some(lab) = asterisk::rig().await? else { return Ok(None) };
    let mut rig = PlacedRig { lab, rung_before: HashMap::new() };
    for target in [rig.answering(), rig.engaged(), rig.silent(), rig.refused()] {
        let rung = rig.rings(&target).await?;
        rig.rung_before.insert(target, rung);
    }
    Ok(Some(rig))
}

/// A number of the lab, which says by its last digits but one how it behaves.
fn number(text: &str) -> DialTarget {
    DialTarget::Number(text.parse().unwrap())
}

#[async_trait]
impl OutgoingRig for PlacedRig {
    fn provider(&self) -> Arc<dyn Provider> {
        self.lab.provider.clone()
    }

    fn callbacks(&mut self) -> Option<mpsc::UnboundedReceiver<Report>> {
        None
    }

    fn answering(&self) -> DialTarget {
        number("+12025550101")
    }

    fn engaged(&self) -> DialTarget {
        number("+12025550121")
    }

    fn silent(&self) -> DialTarget {
        number("+12025550131")
    }

    fn refused(&self) -> DialTarget {
        number("+12025550151")
    }

    fn script(&self) -> Script {
        play("minute")
    }

    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    async fn callee_answers(&mut self, _call: &OrderKey) -> Result<(), Broken> {
        Ok(())
    }

    async fn callee_hangs_up(&mut self, call: &OrderKey) -> Result<(), Broken> {
        // The half of the Local channel at which the called party is.
        let far = format!("{call}-2");
        self.lab.manager().await?.ask(&[("Action", "Hangup"), ("Channel", &far)]).await.map(drop)
    }

    async fn time_passes(&mut self, _span: Duration) -> Result<(), Broken> {
        Ok(())
    }

    async fn drop_link(&mut self) -> Result<(), Broken> {
        self.lab.cable.set(Cable::Cut);
        Ok(())
    }

    async fn restore_link(&mut self) -> Result<(), Broken> {
        self.lab.cable.set(Cable::Whole);
        Ok(())
    }

    async fn lose_next_answer(&mut self) -> Result<(), Broken> {
        self.lab.cable.set(Cable::LosesAnswer);
        Ok(())
    }

    async fn repeat_reports(&mut self, _call: &OrderKey) -> Result<(), Broken> {
        Err(Broken::NotTried("Asterisk tells each event once"))
    }

    async fn rings(&mut self, to: &DialTarget) -> Result<usize, Broken> {
        let variable = format!("RUNG_{}", to.to_string().trim_start_matches('+'));
        let answer = self.lab.manager().await?.ask(&[("Action", "Getvar"), ("Variable", &variable)]).await?;
        let rung: usize = answer.first().and_then(|answer| answer.get("Value").parse().ok()).unwrap_or_default();
        Ok(rung - self.rung_before.get(to).copied().unwrap_or_default())
    }
}

outgoing_tests!(rig());

fn play(audio: &str) -> Script {
    Script::Play { audio: audio.to_owned() }
}

fn order(to: DialTarget, script: Script) -> CallOrder {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let reference = format!("lab_{}x{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let from = Some("+34931234567".parse().unwrap());
    CallOrder {
        reference: reference.parse().unwrap(),
        to,
        from,
        ring: Duration::from_secs(5),
        limit: Some(Duration::from_secs(30)),
        detect_machine: false,
        script,
    }
}

async fn place(rig: &PlacedRig, order: &CallOrder) -> OrderKey {
    rig.provider().place(order).await.unwrap().key
}

async fn end_of(rig: &mut PlacedRig, order: &CallOrder) -> Report {
    let mut ear = Ear::live(rig).await.unwrap();
    let call = place(rig, order).await;
    ear.end(&call).await.unwrap()
}

#[tokio::test]
async fn each_way_a_call_can_end_is_told_with_its_cause() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let mut ear = Ear::live(&mut rig).await.unwrap();
    let table = [
        ("+12025550102", CallProgress::Completed, Cause::Normal, Some("16")),
        ("+12025550122", CallProgress::Busy, Cause::Busy, Some("17")),
        ("+12025550132", CallProgress::NoAnswer, Cause::NoAnswer, Some("19")),
        ("+12025550142", CallProgress::Busy, Cause::Rejected, Some("21")),
        ("+12025550152", CallProgress::Failed, Cause::InvalidNumber, Some("1")),
        ("+12025550172", CallProgress::Failed, Cause::Unreachable, Some("34")),
    ];

    for (to, progress, cause, code) in table {
        let call = place(&rig, &order(number(to), play("announcement"))).await;
        let end = ear.end(&call).await.unwrap();

        assert_eq!((end.progress, end.cause, end.provider_code.as_deref()), (Progress::Call(progress), Some(cause), code), "{to}");
        assert_eq!(end.talk_seconds.is_some(), progress == CallProgress::Completed, "{to}");
    }
}

#[tokio::test]
async fn a_machine_is_told_from_a_human_being() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let mut ear = Ear::live(&mut rig).await.unwrap();

    for (to, expected) in [("+12025550162", AnsweredBy::Machine), ("+12025550182", AnsweredBy::Human)] {
        let order = CallOrder { detect_machine: true, ..order(number(to), play("announcement")) };
        let call = place(&rig, &order).await;

        let told = ear.report(&call, "who answered", |report| report.answered_by.is_some()).await.unwrap();
        assert_eq!((told.progress, told.answered_by), (Progress::Call(CallProgress::InProgress), Some(expected)), "{to}");
        assert_eq!(ear.end(&call).await.unwrap().answered_by, Some(expected), "{to}");
    }
}

#[tokio::test]
async fn whoever_hangs_up_during_the_recording_is_told() {
    let Some(mut rig) = rig().await.unwrap() else { return };

    let end = end_of(&mut rig, &order(number("+12025550112"), play("minute"))).await;

    assert_eq!((end.progress, end.cause), (Progress::Call(CallProgress::Completed), Some(Cause::CalleeHangup)));
}

#[tokio::test]
async fn a_recording_that_is_not_there_is_told() {
    let Some(mut rig) = rig().await.unwrap() else { return };

    let end = end_of(&mut rig, &order(number("+12025550102"), play("nothing-of-that-name"))).await;

    assert_eq!((end.progress, end.cause), (Progress::Call(CallProgress::Completed), Some(Cause::ProviderError)));
}

#[tokio::test]
async fn a_call_lasts_no_longer_than_its_limit() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let order = CallOrder { limit: Some(Duration::from_secs(1)), ..order(number("+12025550102"), play("minute")) };

    let end = end_of(&mut rig, &order).await;

    assert_eq!((end.progress, end.cause), (Progress::Call(CallProgress::Completed), Some(Cause::Normal)));
}

#[tokio::test]
async fn a_member_who_answers_is_joined_to_a_number() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let (member, customer) = ("3001".parse().unwrap(), number("+12025550112"));
    let connect = Script::Connect { to: customer.clone(), from: Some("+34931234567".parse().unwrap()) };
    let rung = rig.rings(&customer).await.unwrap();

    let end = end_of(&mut rig, &order(DialTarget::Extension(member), connect)).await;

    assert_eq!(end.progress, Progress::Call(CallProgress::Completed));
    assert_eq!(rig.rings(&customer).await.unwrap(), rung + 1);
}

#[tokio::test]
async fn an_order_placed_again_rings_once() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let mut ear = Ear::live(&mut rig).await.unwrap();
    let order = order(rig.silent(), play("minute"));

    let call = place(&rig, &order).await;
    let again = place(&rig, &order).await;

    assert_eq!(call, again);
    ear.end(&call).await.unwrap();
    assert_eq!(rig.rings(&order.to).await.unwrap(), 1);
}

#[tokio::test]
async fn a_call_that_ended_while_the_link_was_down_ended_unseen() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let mut ear = Ear::live(&mut rig).await.unwrap();
    let order = order(rig.silent(), play("minute"));
    let call = place(&rig, &order).await;
    ear.progress(&call, CallProgress::Ringing).await.unwrap();

    rig.drop_link().await.unwrap();
    ear.until_down().await.unwrap();
    rig.callee_hangs_up(&call).await.unwrap();
    rig.restore_link().await.unwrap();

    let end = ear.end(&call).await.unwrap();
    assert_eq!((end.progress, end.cause), (Progress::Call(CallProgress::Failed), Some(Cause::Unknown)));
}

#[tokio::test]
async fn a_process_that_did_not_place_a_call_finds_it_and_ends_it() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let mut ear = Ear::live(&mut rig).await.unwrap();
    let order = order(rig.silent(), play("minute"));
    let call = place(&rig, &order).await;
    ear.progress(&call, CallProgress::Ringing).await.unwrap();

    rig.lab.another("Local/{number}@outside").unwrap();
    let mut heir = Ear::live(&mut rig).await.unwrap();
    let look_up = LookUp {
        reference: order.reference.clone(),
        key: None,
        to: order.to.clone(),
        from: None,
        body: None,
        ordered_at: Utc::now(),
        asked_at: Utc::now(),
        others: Vec::new(),
        rivals: false,
    };
    let found = rig.provider().look_up_call(&look_up).await;

    assert!(matches!(&found, Ok(Found::Here(report)) if report.key == call), "{found:?}");
    rig.provider().hang_up(&call).await.unwrap();
    assert_eq!(heir.end(&call).await.unwrap().cause, Some(Cause::CancelledByUs));
}

#[tokio::test]
async fn a_trunk_that_is_not_there_is_told() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    rig.lab.another("Nothing/{number}@trunk").unwrap();

    let end = end_of(&mut rig, &order(number("+12025550102"), play("announcement"))).await;

    assert_eq!((end.progress, end.cause), (Progress::Call(CallProgress::Failed), Some(Cause::Unreachable)));
}

#[tokio::test]
async fn only_calls_of_ours_can_be_hung_up() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let _ear = Ear::live(&mut rig).await.unwrap();

    for name in ["/.*/", "Local/1001@agents-00000001;1", "1795283748.30", "switchboard-order-a\r\nAction: Ping"] {
        let outcome = rig.provider().hang_up(&OrderKey(name.to_owned())).await;
        assert!(matches!(outcome, Err(OrderError::UnsafeValue(_))), "{name:?} ended in {outcome:?}");
    }
}

/// Calls of a callout: of ten, four are answered, two are engaged, two are not answered, one rejects, one is no number.
const CALLS: usize = 200;

#[tokio::test]
async fn two_hundred_calls_at_once_come_each_to_its_end() {
    let Some(mut rig) = rig().await.unwrap() else { return };
    let mut ear = Ear::live(&mut rig).await.unwrap();
    let ends = [
        ("10", CallProgress::Completed),
        ("12", CallProgress::Busy),
        ("13", CallProgress::NoAnswer),
        ("10", CallProgress::Completed),
        ("14", CallProgress::Busy),
        ("18", CallProgress::Completed),
        ("12", CallProgress::Busy),
        ("15", CallProgress::Failed),
        ("13", CallProgress::NoAnswer),
        ("10", CallProgress::Completed),
    ];
    let areas = ["202", "212", "213", "214", "215", "216", "217", "301", "302", "303"];

    let mut expected = Vec::new();
    for call in 0..CALLS {
        let (kind, end) = ends[call % ends.len()];
        let area = areas[call / ends.len() % areas.len()];
        let to = number(&format!("+1{area}5550{kind}{}", call % 10));
        expected.push((place(&rig, &order(to, play("announcement"))).await, end));
    }

    for (call, end) in expected {
        assert_eq!(ear.end(&call).await.unwrap().progress, Progress::Call(end));
    }
    let ends = ear.heard().iter().filter(|report| matches!(report.progress, Progress::Call(progress) if progress.is_final()));
    assert_eq!(ends.count(), CALLS, "each end is told once");
}
