//! What is promised of calls that are led, one function each; its name is the promise.
//!
//! # Errors
//! Each function: [`Broken`].

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use flow::voice::{Act, Confirm, Destination, Heard, Joined, Prompt, RecordingKey, Then, Who};
use numbering::DialTarget;
use tokio::{sync::mpsc, task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{Behaves, ConversationRig};
use crate::{
    conformance::{Broken, promise},
    outgoing::{CallOrder, OrderError, Reference, Script},
    port::Provider,
};

/// How long the suite waits for the end of a call.
const LIMIT: Duration = Duration::from_secs(60);

/// How often time is let pass meanwhile, and how much.
const STEP: Duration = Duration::from_millis(20);
const PASSES: Duration = Duration::from_secs(1);

const SECOND: Duration = Duration::from_secs(1);

/// `Answered`, the key, `HungUp`; whichever key it is.
pub async fn each_key_that_is_pressed_is_heard(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    for key in ["1", "2", "3", "9"] {
        let question = rig.question();
        let acts = vec![act([question], gather(1, None, 20))];
        hears(rig, Behaves::Presses(key), acts, &[keys(key)]).await?;
    }
    Ok(())
}

/// Keys, and none of them.
pub async fn without_a_key_in_time_none_is_heard(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let question = rig.question();
    let acts = vec![act([question], gather(1, None, 1)), act([], gather(2, Some('#'), 1))];
    hears(rig, Behaves::Waits, acts, &[keys(""), keys("")]).await
}

/// `12#` is `12`, by the finishing key or because two are enough; the finishing key is a key like any other where none is named.
pub async fn keys_are_enough_with_the_finishing_one_or_when_there_are_as_many_as_wanted(
    rig: &mut dyn ConversationRig,
) -> Result<(), Broken> {
    for (most, finish, heard) in [(5, Some('#'), "12"), (2, Some('#'), "12"), (3, None, "12#")] {
        let question = rig.question();
        hears(rig, Behaves::Presses("12#"), vec![act([question], gather(most, finish, 20))], &[keys(heard)]).await?;
    }
    Ok(())
}

/// `Played`, once for each act.
pub async fn prompts_are_played_to_their_end(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let question = rig.question();
    let acts = vec![act([question.clone(), question], Then::Go), act([], Then::Go)];
    hears(rig, Behaves::Waits, acts, &[Heard::Played, Heard::Played]).await
}

/// `Recorded`, with how long it is; the provider has it until it is deleted, and deleting again is no error.
pub async fn what_is_said_is_recorded_and_kept_until_it_is_deleted(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let question = rig.question();
    let acts = vec![act([question], record())];
    let heard = led(rig, Behaves::Speaks, acts, false).await?;
    let Some(Heard::Recorded { recording, seconds }) = heard.get(1).cloned() else {
        return Err(Broken::Promise(format!("heard {heard:?}")));
    };
    promise((1..=10).contains(&seconds), || format!("it is {seconds} s long"))?;

    let provider = rig.provider();
    let kept = provider.recording(&recording).await;
    promise(kept.as_ref().is_ok_and(|kept| !kept.body.is_empty() && kept.content_type.starts_with("audio/")), || format!("{kept:?}"))?;
    for _ in 0..2 {
        let deleted = provider.delete_recording(&recording).await;
        promise(deleted.is_ok(), || format!("deleting ended in {deleted:?}"))?;
    }
    let other = provider.recording(&RecordingKey("../of-somebody-else".to_owned())).await;
    promise(matches!(other, Err(OrderError::UnsafeValue(_) | OrderError::Refused { .. })), || format!("{other:?}"))
}

/// `NothingRecorded`.
pub async fn of_silence_nothing_is_recorded(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    hears(rig, Behaves::Waits, vec![act([], record())], &[Heard::NothingRecorded]).await
}

/// Nothing but the answer is heard, and the end.
pub async fn whoever_hangs_up_ends_the_conversation(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let question = rig.question();
    hears(rig, Behaves::HangsUp, vec![act([question], gather(1, None, 20))], &[]).await
}

/// The key, then the end, in the act after it.
pub async fn what_was_pressed_before_the_end_is_heard(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let question = rig.question();
    let acts = vec![act([question], gather(1, None, 20)), act([], gather(1, None, 20))];
    hears(rig, Behaves::PressesAndHangsUp, acts, &[keys("1")]).await
}

/// `Joined`, with what became of it.
pub async fn a_party_that_is_rung_is_joined_or_it_is_told_why_not(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let table = [
        (Behaves::HangsUpSoon, Joined::Answered { seconds: 0 }),
        (Behaves::Engaged, Joined::Busy),
        (Behaves::Silent, Joined::NoAnswer),
        (Behaves::Unallocated, Joined::Failed),
    ];
    for (behaves, outcome) in table {
        let connect = connect(rig.party(behaves)?, None)?;
        hears(rig, Behaves::Waits, vec![act([], connect)], &[Heard::Joined { outcome }]).await?;
    }
    Ok(())
}

/// `Declined` by another key or by none.
pub async fn a_party_that_has_to_agree_is_joined_only_if_it_does(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let table = [(Behaves::PressesAndHangsUp, Joined::Answered { seconds: 0 }), (Behaves::Presses("2"), Joined::Declined)];
    for (behaves, outcome) in table {
        let confirm = Confirm { prompts: vec![rig.question()], key: '1' };
        let connect = connect(rig.party(behaves)?, Some(confirm))?;
        hears(rig, Behaves::Waits, vec![act([], connect)], &[Heard::Joined { outcome }]).await?;
    }
    Ok(())
}

/// Whoever is alone in a room and hangs up was never said to have left it.
pub async fn a_room_is_left_with_the_end_of_the_call(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let room = Then::Conference { room: "conformance".to_owned() };
    hears(rig, Behaves::HangsUpSoon, vec![act([], room)], &[]).await
}

/// `Answered` says who it was, if that was to be found out.
pub async fn who_answered_is_told_before_anything_else(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    for (behaves, who) in [(Behaves::Machine, Who::Machine), (Behaves::Human, Who::Human)] {
        let heard = led(rig, behaves, vec![act([], Then::Go)], true).await?;
        let expected = [Heard::Answered { by: Some(who) }, Heard::Played, Heard::HungUp];
        promise(heard == expected, || format!("{behaves:?}: heard {heard:?} instead of {expected:?}"))?;
    }
    Ok(())
}

/// `GreetingOver`, after which a message can be left.
pub async fn the_end_of_a_greeting_is_awaited(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let question = rig.question();
    let acts = vec![act([], Then::AwaitGreetingEnd { longest: SECOND * 20 }), act([question], Then::Go)];
    hears(rig, Behaves::Machine, acts, &[Heard::GreetingOver, Heard::Played]).await
}

/// It is hung up, and its end is told.
pub async fn a_call_that_nobody_leads_ends(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let running = Running::begin(rig).await?;
    let order = order(rig.party(Behaves::Waits)?, false)?;
    let known = order.reference.clone();
    let placed = place(rig, &running, &order).await?;
    let end = Instant::now() + LIMIT;
    loop {
        let looked_up = rig.provider().look_up_call(&question_about(&order, &placed)).await;
        if let Ok(crate::outgoing::Found::Here(report)) = &looked_up
            && matches!(report.progress, crate::outgoing::Progress::Call(progress) if progress.is_final())
        {
            return promise(rig.conductor().heard(&known).is_empty(), || "somebody led it".to_owned());
        }
        promise(Instant::now() < end, || format!("it does not end: {looked_up:?}"))?;
        rig.time_passes(PASSES).await?;
        tokio::time::sleep(STEP).await;
    }
}

/// Whatever it was at.
pub async fn a_call_that_is_hung_up_by_us_is_over(rig: &mut dyn ConversationRig) -> Result<(), Broken> {
    let running = Running::begin(rig).await?;
    let order = order(rig.party(Behaves::Waits)?, false)?;
    let conductor = rig.conductor();
    conductor.lead(&order.reference, vec![act([], gather(1, None, 600))]);
    let placed = place(rig, &running, &order).await?;
    until(rig, "the answer", |rig| !rig.conductor().heard(&order.reference).is_empty()).await?;

    let done = rig.provider().hang_up(&placed).await;
    until(rig, "the end", |rig| rig.conductor().is_over(&order.reference)).await?;

    promise(done.is_ok(), || format!("hanging up ended in {done:?}"))?;
    let heard = conductor.heard(&order.reference);
    promise(heard == [Heard::Answered { by: None }, Heard::HungUp], || format!("heard {heard:?}"))
}

fn act<const N: usize>(prompts: [Prompt; N], then: Then) -> Act {
    Act { prompts: prompts.into(), then }
}

fn gather(most: u8, finish: Option<char>, seconds: u64) -> Then {
    Then::Gather { most, finish, timeout: Duration::from_secs(seconds) }
}

fn record() -> Then {
    Then::Record { longest: SECOND * 10, silence: SECOND * 2, finish: Some('#') }
}

fn connect(to: DialTarget, confirm: Option<Confirm>) -> Result<Then, Broken> {
    let to = match to {
        DialTarget::Number(number) => Destination::Number(number),
        DialTarget::Extension(extension) => Destination::Extension(extension),
    };
    Ok(Then::Connect { to, from: None, ring: SECOND * 5, headers: BTreeMap::new(), confirm })
}

fn keys(keys: &str) -> Heard {
    Heard::Keys { keys: keys.to_owned() }
}

/// Calls somebody who behaves so, leads the call by `acts`, and expects to hear that between the answer and the end.
async fn hears(rig: &mut dyn ConversationRig, behaves: Behaves, acts: Vec<Act>, between: &[Heard]) -> Result<(), Broken> {
    let heard = led(rig, behaves, acts, false).await?;
    let answer = std::iter::once(Heard::Answered { by: None });
    let expected: Vec<Heard> = answer.chain(between.iter().cloned()).chain([Heard::HungUp]).collect();
    promise(heard == expected, || format!("{behaves:?}: heard {heard:?} instead of {expected:?}"))
}

/// What is heard in a call. How long others talked is not compared.
async fn led(rig: &mut dyn ConversationRig, behaves: Behaves, acts: Vec<Act>, detect_machine: bool) -> Result<Vec<Heard>, Broken> {
    let running = Running::begin(rig).await?;
    let order = order(rig.party(behaves)?, detect_machine)?;
    rig.conductor().lead(&order.reference, acts);
    place(rig, &running, &order).await?;
    until(rig, "the end of the call", |rig| rig.conductor().is_over(&order.reference) || !rig.faults().is_empty()).await?;
    let faults = rig.faults();
    promise(faults.is_empty(), || format!("it was done what may not be done: {faults:?}"))?;
    let alike = |heard| match heard {
        Heard::Joined { outcome: Joined::Answered { .. } } => Heard::Joined { outcome: Joined::Answered { seconds: 0 } },
        other => other,
    };
    Ok(rig.conductor().heard(&order.reference).into_iter().map(alike).collect())
}

fn order(to: DialTarget, detect_machine: bool) -> Result<CallOrder, Broken> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let reference = format!("talk_{}x{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let reference: Reference = reference.parse().map_err(|error| Broken::Rig(format!("{error}")))?;
    Ok(CallOrder { reference, to, from: None, ring: SECOND * 20, limit: Some(SECOND * 120), detect_machine, script: Script::Converse })
}

fn question_about(order: &CallOrder, key: &crate::outgoing::OrderKey) -> crate::outgoing::LookUp {
    crate::outgoing::LookUp {
        reference: order.reference.clone(),
        key: Some(key.clone()),
        to: order.to.clone(),
        from: None,
        body: None,
        ordered_at: chrono::Utc::now(),
        asked_at: chrono::Utc::now(),
        others: Vec::new(),
        rivals: false,
    }
}

/// Places it, once the link is up as far as that needs.
async fn place(rig: &mut dyn ConversationRig, _running: &Running, order: &CallOrder) -> Result<crate::outgoing::OrderKey, Broken> {
    let end = Instant::now() + LIMIT;
    loop {
        match rig.provider().place(order).await {
            Ok(accepted) => return Ok(accepted.key),
            Err(OrderError::NotSent(_)) if Instant::now() < end => tokio::time::sleep(STEP).await,
            Err(error) => return Err(Broken::Promise(format!("the order ended in {error:?}"))),
        }
    }
}

async fn until(rig: &mut dyn ConversationRig, what: &str, so: impl Fn(&dyn ConversationRig) -> bool) -> Result<(), Broken> {
    let mut changes = rig.conductor().changes();
    let end = Instant::now() + LIMIT;
    while !so(rig) {
        promise(Instant::now() < end, || format!("{what} does not come"))?;
        // Waits for something to be heard; where time is a script's, it has to pass meanwhile.
        drop(tokio::time::timeout(STEP, changes.changed()).await);
        rig.time_passes(PASSES).await?;
    }
    Ok(())
}

/// A link that is being run.
struct Running {
    task: JoinHandle<()>,
    _stop: tokio_util::sync::DropGuard,
}

impl Running {
    #[expect(clippy::unused_async, reason = "links are begun within a runtime")]
    async fn begin(rig: &dyn ConversationRig) -> Result<Self, Broken> {
        let (provider, stop): (Arc<dyn Provider>, _) = (rig.provider(), CancellationToken::new());
        let (sender, mut signals) = mpsc::channel(64);
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            tokio::join!(provider.run(sender, stopped), async { while signals.recv().await.is_some() {} });
        });
        Ok(Self { task, _stop: stop.drop_guard() })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}
