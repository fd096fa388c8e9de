//! Promises about the link itself: its order, its loss, its return.

use std::time::{Duration, Instant};

use super::{add, added, done, heard_joining, joined, somebody, true_to_life};
use crate::{
    conformance::{Broken, Listener, Rig, promise},
    event::{CallSnapshot, Entry, Event, LegRole, LegSnapshot, Member, QueueSnapshot, Snapshot},
    mirror::in_order,
    port::{CommandError, DownReason, Epoch, QueueCommand, Signal},
};

/// `Up`, then `Snapshot`, then `Event`s, all of one epoch.
pub async fn a_link_comes_up_tells_its_snapshot_and_then_what_happens(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;

    added(rig, &mut listener, &rig.silent()).await?;

    let heard = listener.heard();
    let epoch = match heard.first() {
        Some(Signal::Up { epoch, .. }) => *epoch,
        other => return Err(Broken::Promise(format!("the first signal is {other:?}"))),
    };
    promise(epoch == Epoch(1), || format!("the first link has epoch {epoch:?}"))?;
    promise(matches!(heard.get(1), Some(Signal::Snapshot { .. })), || format!("the second signal is {:?}", heard.get(1)))?;
    promise(heard.iter().all(|signal| epoch_of(signal).is_none_or(|of| of == epoch)), || "one link has several epochs".to_owned())
}

/// What was true before the link was made is in its snapshot.
pub async fn a_snapshot_tells_what_is_true(rig: &mut dyn Rig) -> Result<(), Broken> {
    let (queue, extension) = (rig.queue(), rig.silent());
    rig.console_adds(&queue, &extension).await?;
    rig.pauses_by_hand(&queue, &extension, "Visit, out").await?;
    rig.caller_joins(&queue, somebody(), None).await?;

    let listener = Listener::live(rig.provider()).await?;

    true_to_life(rig, &listener).await?;
    let entry = only_entry(&listener, rig)?;
    promise(entry.position == 1, || format!("the only caller is not first: {entry:?}"))?;
    promise(entry.caller.number == somebody().number, || format!("the caller's number is another: {entry:?}"))?;
    let call = listener.mirror().call(&entry.call).cloned();
    let caller = call.as_ref().is_some_and(|call| call.legs.iter().any(|leg| leg.role == LegRole::Caller && leg.leg == entry.leg));
    promise(caller, || format!("the caller who waits has no call with its leg: {call:?}"))
}

/// The last signal is `Down`, reason `Stopped`, with no further attempt.
pub async fn a_stopped_link_ends_with_the_stop(rig: &mut dyn Rig) -> Result<(), Broken> {
    let listener = Listener::live(rig.provider()).await?;

    let heard = listener.stop().await?;

    let last = heard.last();
    promise(matches!(last, Some(Signal::Down { reason: DownReason::Stopped, retry_in: None, .. })), || {
        format!("the last signal is {last:?}")
    })
}

/// A link that is being tried again stops too.
pub async fn a_link_that_is_down_can_be_stopped(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    rig.drop_link().await?;
    heard_down(&mut listener).await?;

    let heard = listener.stop().await?;

    let last = heard.last();
    promise(matches!(last, Some(Signal::Down { reason: DownReason::Stopped, retry_in: None, .. })), || {
        format!("the last signal is {last:?}")
    })
}

/// `Down` with the wait until the next attempt; `Up` once it can be made.
pub async fn a_link_that_cannot_be_made_says_so_and_is_tried_again(rig: &mut dyn Rig) -> Result<(), Broken> {
    rig.drop_link().await?;
    let mut listener = Listener::start(rig.provider());

    let (failed, retry_in) = listener
        .hear("the link to be down", |signal| match signal {
            Signal::Down { epoch, retry_in, .. } => Some((*epoch, *retry_in)),
            _ => None,
        })
        .await?;
    rig.restore_link().await?;
    listener.next_snapshot(Epoch(0)).await?;

    promise(failed == Epoch(1) && retry_in.is_some(), || format!("the first link failed as {failed:?}, tried again in {retry_in:?}"))?;
    let up = listener.mirror().epoch();
    promise(up >= failed, || format!("{up:?} came up after {failed:?} had failed"))
}

/// `Down`; then `Up` with the next epoch and a `Snapshot` of what is true by then; no event of what nobody saw.
pub async fn after_a_dropped_link_the_next_epoch_tells_what_is_true_and_invents_nothing(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let epoch = listener.mirror().epoch();
    let gone = joined(rig, &mut listener).await?;

    rig.drop_link().await?;
    heard_down(&mut listener).await?;
    rig.caller_hangs_up(&gone.call).await?;
    rig.caller_joins(&queue, somebody(), None).await?;
    rig.console_adds(&queue, &extension).await?;
    rig.restore_link().await?;
    let next = listener.next_snapshot(epoch).await?;

    promise(next > epoch, || format!("epoch {next:?} follows {epoch:?}"))?;
    true_to_life(rig, &listener).await?;
    let entry = only_entry(&listener, rig)?;
    promise(entry.call != gone.call, || "the call that ended meanwhile still waits".to_owned())?;
    // What the snapshot told already, and what happened unseen, is not told as if it happened now.
    rig.caller_hangs_up(&entry.call).await?;
    listener.until("the queue to be empty", |mirror| mirror.queue(&queue).is_some_and(|queue| queue.entries.is_empty())).await?;
    let heard = listener.stop().await?;
    let invented = heard.iter().find(|signal| match signal {
        Signal::Event { event: Event::CallStarted { call, .. }, .. } => *call != gone.call,
        Signal::Event { event: Event::QueueJoined { entry: joined, .. }, .. } => joined.call != gone.call,
        Signal::Event { event: Event::QueueLeft { call, .. } | Event::QueueResult { call, .. }, .. } => *call == gone.call,
        _ => false,
    });
    promise(invented.is_none(), || format!("told though nobody saw it: {invented:?}"))
}

/// Folding every event since a snapshot gives what the next snapshot tells.
pub async fn the_folded_state_equals_the_next_links_snapshot(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let queue = rig.queue();
    let epoch = listener.mirror().epoch();
    added(rig, &mut listener, &rig.answering()).await?;
    let paused = added(rig, &mut listener, &rig.silent()).await?;
    done(rig, QueueCommand::Pause { queue: queue.clone(), endpoint: paused.clone(), reason: "Lunch, out".to_owned() }).await?;
    let answered = joined(rig, &mut listener).await?;
    listener.hear_event("a member to ring", |event| matches!(event, Event::AgentRinging { .. }).then_some(())).await?;
    rig.agent_answers().await?;
    let talks = |member: &Member| member.in_call;
    listener.until_member("the member to be in the call", &queue, &rig.answering(), talks).await?;
    let both = |call: &CallSnapshot| call.legs.iter().filter(|leg| leg.state == crate::event::LegState::Answered).count() >= 2;
    listener.until("both legs to be up", |mirror| mirror.call(&answered.call).is_some_and(both)).await?;
    rig.caller_joins(&queue, somebody(), None).await?;
    heard_joining(&mut listener).await?;

    rig.drop_link().await?;
    heard_down(&mut listener).await?;
    let folded = listener.mirror().state().cloned().unwrap_or_default();
    rig.restore_link().await?;
    listener.next_snapshot(epoch).await?;

    let told = listener.mirror().state().cloned().unwrap_or_default();
    let (folded, told) = (without_times(folded), without_times(told));
    promise(folded == told, || format!("folded\n{folded:#?}\ntold\n{told:#?}"))
}

/// [`CommandError::Unavailable`], without waiting for anything.
pub async fn a_command_while_the_link_is_down_is_refused_at_once(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let queue = rig.queue();
    rig.drop_link().await?;
    heard_down(&mut listener).await?;

    let asked = Instant::now();
    let outcome = rig.provider().command(add(&queue, &rig.silent())).await;

    promise(outcome == Err(CommandError::Unavailable), || format!("the command ended in {outcome:?}"))?;
    promise(asked.elapsed() < Duration::from_secs(1), || format!("it took {:?}", asked.elapsed()))?;
    let truth = rig.truth(&queue).await?;
    promise(truth.members.is_empty(), || format!("it was carried out all the same: {truth:?}"))
}

/// [`CommandError::OutcomeUnknown`]; the state tells, and repeating the command does no harm.
pub async fn a_lost_answer_leaves_the_outcome_unknown_and_the_command_can_be_repeated(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    rig.lose_next_answer().await?;

    let outcome = rig.provider().command(add(&queue, &extension)).await;

    promise(outcome == Err(CommandError::OutcomeUnknown), || format!("the command ended in {outcome:?}"))?;
    rig.restore_link().await?;
    listener.until_member("the member that was added all the same", &queue, &extension, |_| true).await?;
    done(rig, add(&queue, &extension)).await?;
    true_to_life(rig, &listener).await
}

/// `Down` with `Stalled`, then a new link.
pub async fn a_stalled_link_is_noticed_and_made_anew(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let epoch = listener.mirror().epoch();

    rig.stall_link().await?;
    rig.console_adds(&queue, &extension).await?;
    rig.time_passes(Duration::from_secs(60)).await?;
    let reason = heard_down(&mut listener).await?;
    rig.restore_link().await?;
    listener.next_snapshot(epoch).await?;

    promise(matches!(reason, DownReason::Stalled(_)), || format!("the link is down for {reason:?}"))?;
    true_to_life(rig, &listener).await
}

/// A system that starts anew tells another start, and no call of before.
///
/// It may tell how calls ended while it shut down; it may as well have no time to.
pub async fn a_restart_is_seen_in_the_next_snapshot(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let queue = rig.queue();
    let epoch = listener.mirror().epoch();
    let before = joined(rig, &mut listener).await?;
    let started = |listener: &Listener| listener.mirror().state().and_then(|state| state.provider_started_at);
    let first_start = started(&listener);

    rig.time_passes(Duration::from_secs(5)).await?;
    rig.restart().await?;
    listener.next_snapshot(epoch).await?;

    let second_start = started(&listener);
    promise(second_start > first_start, || format!("started {first_start:?}, after the restart {second_start:?}"))?;
    promise(listener.mirror().call(&before.call).is_none(), || "the call of before is still told".to_owned())?;
    let results = listener.story(&before.call).iter().filter(|event| matches!(event, Event::QueueResult { .. })).count();
    promise(results <= 1, || format!("how the wait ended is told {results} times"))?;
    let waiting = listener.truth(&queue).waiting;
    promise(waiting == 0, || format!("{waiting} still wait"))
}

/// Of which link a signal tells, if it tells of one.
fn epoch_of(signal: &Signal) -> Option<Epoch> {
    match signal {
        Signal::Up { epoch, .. } | Signal::Snapshot { epoch, .. } | Signal::Event { epoch, .. } | Signal::Down { epoch, .. } => {
            Some(*epoch)
        }
        Signal::Order(_) => None,
    }
}

async fn heard_down(listener: &mut Listener) -> Result<DownReason, Broken> {
    listener
        .hear("the link to go down", |signal| match signal {
            Signal::Down { reason, .. } => Some(reason.clone()),
            _ => None,
        })
        .await
}

fn only_entry(listener: &Listener, rig: &dyn Rig) -> Result<Entry, Broken> {
    let entries = listener.mirror().queue(&rig.queue()).map(|queue| queue.entries.clone()).unwrap_or_default();
    match <[Entry; 1]>::try_from(entries) {
        Ok([entry]) => Ok(entry),
        Err(entries) => Err(Broken::Promise(format!("one caller waits, told are {entries:?}"))),
    }
}

/// The same state with times left out, which not every provider tells exactly, and with legs in the order of their keys.
fn without_times(snapshot: Snapshot) -> Snapshot {
    let never = chrono::DateTime::UNIX_EPOCH;
    let snapshot = in_order(snapshot);
    let queues = snapshot.queues.into_iter().map(|queue| QueueSnapshot {
        members: queue.members.into_iter().map(|member| Member { paused_at: None, last_call_at: None, ..member }).collect(),
        entries: queue.entries.into_iter().map(|entry| Entry { joined_at: never, ..entry }).collect(),
        ..queue
    });
    let calls = snapshot.calls.into_iter().map(|call| {
        let mut legs: Vec<_> = call.legs.into_iter().map(|leg| LegSnapshot { started_at: never, ..leg }).collect();
        legs.sort_by(|a, b| a.leg.cmp(&b.leg));
        CallSnapshot { legs, started_at: never, ..call }
    });
    Snapshot { queues: queues.collect(), calls: calls.collect(), ..snapshot }
}
