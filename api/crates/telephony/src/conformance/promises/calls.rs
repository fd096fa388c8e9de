//! Promises about calls in queues: told once, in order, each end told apart.

use std::time::Duration;

use super::{added, heard_joining, joined, somebody, true_to_life};
use crate::{
    conformance::{Broken, Listener, Rig, promise},
    event::{Event, LegRole, LegState, Party, QueueOutcome},
    port::{CallKey, Endpoint, QueueCommand},
};

/// Start, join, ring, answer, done, end: each once, each before the next.
pub async fn an_answered_call_is_told_in_order_from_start_to_end(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.answering());
    let endpoint = added(rig, &mut listener, &extension).await?;

    let call = joined(rig, &mut listener).await?.call;
    heard_ringing(&mut listener, &call).await?;
    rig.agent_answers().await?;
    let result = heard_result(&mut listener, &call).await?;
    listener.until_member("the member to be in the call", &queue, &extension, |member| member.in_call).await?;
    rig.time_passes(Duration::from_secs(90)).await?;
    rig.caller_hangs_up(&call).await?;
    listener.until_member("the member to be free, with a call taken", &queue, &extension, |m| !m.in_call && m.calls_taken == 1).await?;
    let done = heard_before(&listener, &endpoint);
    if !done {
        let of_member = |event: &Event| matches!(event, Event::AgentDone { endpoint: who, .. } if *who == endpoint).then_some(());
        listener.hear_event("the member to be done", of_member).await?;
    }
    heard_end(&mut listener, &call).await?;

    promise(result == (QueueOutcome::Answered, Some(endpoint.clone())), || format!("the wait ended in {result:?}"))?;
    true_to_life(rig, &listener).await?;
    let story = told_once(&listener, &call)?;
    let steps = [
        Step("the start", |event| matches!(event, Event::CallStarted { .. })),
        Step("the join", |event| matches!(event, Event::QueueJoined { .. })),
        Step("the ring", |event| matches!(event, Event::AgentRinging { .. })),
        Step("the leaving", |event| matches!(event, Event::QueueLeft { .. })),
        Step("the answer", |event| matches!(event, Event::QueueResult { outcome: QueueOutcome::Answered, .. })),
        Step("the end", |event| matches!(event, Event::CallEnded { .. })),
    ];
    in_that_order(&story, &steps)?;
    let agents: Vec<_> = states_of(&story, LegRole::Agent);
    promise(agents.contains(&LegState::Answered) && agents.last() == Some(&LegState::Ended) && agents.is_sorted(), || {
        format!("the member's leg went {agents:?}")
    })
}

/// [`QueueOutcome::Abandoned`], and the call ends.
pub async fn a_caller_who_hangs_up_waiting_has_abandoned(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;

    let call = joined(rig, &mut listener).await?.call;
    rig.caller_hangs_up(&call).await?;
    let result = heard_result(&mut listener, &call).await?;
    heard_end(&mut listener, &call).await?;

    promise(result == (QueueOutcome::Abandoned, None), || format!("the wait ended in {result:?}"))?;
    told_once(&listener, &call)?;
    true_to_life(rig, &listener).await
}

/// [`QueueOutcome::TimedOut`], not to be taken for an abandon.
pub async fn a_caller_who_waited_too_long_has_timed_out(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let queue = rig.queue();

    rig.caller_joins(&queue, somebody(), Some(Duration::from_secs(2))).await?;
    let call = heard_joining(&mut listener).await?.call;
    rig.time_passes(Duration::from_secs(2)).await?;
    let result = heard_result(&mut listener, &call).await?;
    heard_end(&mut listener, &call).await?;

    promise(result == (QueueOutcome::TimedOut, None), || format!("the wait ended in {result:?}"))?;
    told_once(&listener, &call)?;
    true_to_life(rig, &listener).await
}

/// Rang for the queue's limit: `AgentMissed`, the leg is over, the caller still waits.
pub async fn a_member_who_does_not_answer_has_missed_the_call(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let endpoint = added(rig, &mut listener, &rig.silent()).await?;

    let call = joined(rig, &mut listener).await?.call;
    heard_ringing(&mut listener, &call).await?;
    rig.time_passes(rig.ring_limit()).await?;
    let rang = heard_missed(&mut listener, &call, &endpoint).await?;

    let limit = rig.ring_limit();
    promise(Duration::from_millis(rang).abs_diff(limit) < Duration::from_secs(3), || {
        format!("rang for {rang} ms, the limit is {limit:?}")
    })?;
    let waits = listener.mirror().queue(&rig.queue()).is_some_and(|queue| queue.entries.iter().any(|entry| entry.call == call));
    promise(waits, || "the caller no longer waits".to_owned())
}

/// Refused at the telephone: `AgentMissed`, and the caller still waits.
pub async fn a_member_who_refuses_has_missed_the_call(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let endpoint = added(rig, &mut listener, &rig.declining()).await?;

    let call = joined(rig, &mut listener).await?.call;
    heard_ringing(&mut listener, &call).await?;
    rig.agent_declines().await?;
    heard_missed(&mut listener, &call, &endpoint).await?;

    let waits = listener.mirror().queue(&rig.queue()).is_some_and(|queue| queue.entries.iter().any(|entry| entry.call == call));
    promise(waits, || "the caller no longer waits".to_owned())
}

/// Of two members the paused one is not rung.
pub async fn a_paused_member_is_not_rung(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let queue = rig.queue();
    let paused = added(rig, &mut listener, &rig.silent()).await?;
    let free = added(rig, &mut listener, &rig.answering()).await?;
    let pause = QueueCommand::Pause { queue: queue.clone(), endpoint: paused, reason: "Lunch".to_owned() };
    super::done(rig, pause).await?;

    let call = joined(rig, &mut listener).await?.call;
    let rung = heard_ringing(&mut listener, &call).await?;
    rig.agent_answers().await?;
    let (outcome, by) = heard_result(&mut listener, &call).await?;

    promise(rung == free, || format!("rung is {rung}, free was {free}"))?;
    promise(outcome == QueueOutcome::Answered && by.as_ref() == Some(&free), || format!("{outcome:?} by {by:?}"))
}

/// Positions are those of the callers who still wait.
pub async fn callers_move_up_when_one_leaves(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let queue = rig.queue();
    let first = joined(rig, &mut listener).await?;
    let second = joined(rig, &mut listener).await?;
    let third = joined(rig, &mut listener).await?;
    promise([first.position, second.position, third.position] == [1, 2, 3], || {
        format!("positions are {} {} {}", first.position, second.position, third.position)
    })?;

    rig.caller_hangs_up(&first.call).await?;
    heard_end(&mut listener, &first.call).await?;

    let waiting = listener.mirror().queue(&queue).map(|queue| queue.entries.clone()).unwrap_or_default();
    let waiting: Vec<_> = waiting.into_iter().map(|entry| (entry.call, entry.position)).collect();
    promise(waiting == [(second.call, 1), (third.call, 2)], || format!("waiting are {waiting:?}"))?;
    true_to_life(rig, &listener).await
}

/// Whatever the carrier sent along.
pub async fn a_withheld_number_is_not_told(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let queue = rig.queue();

    rig.caller_joins(&queue, Party { withheld: true, ..somebody() }, None).await?;
    let entry = heard_joining(&mut listener).await?;

    let withheld = Party { number: None, name: None, withheld: true };
    promise(entry.caller == withheld, || format!("the caller is told as {:?}", entry.caller))?;
    let story = listener.story(&entry.call);
    let told = story.iter().find_map(|event| match event {
        Event::CallStarted { from, .. } => Some(from),
        _ => None,
    });
    promise(told == Some(&withheld), || format!("the call begins with {told:?}"))
}

async fn heard_ringing(listener: &mut Listener, call: &CallKey) -> Result<Endpoint, Broken> {
    listener
        .hear_event("a member to ring", |event| match event {
            Event::AgentRinging { call: which, endpoint, .. } if which == call => Some(endpoint.clone()),
            _ => None,
        })
        .await
}

async fn heard_missed(listener: &mut Listener, call: &CallKey, who: &Endpoint) -> Result<u64, Broken> {
    listener
        .hear_event("a member to miss the call", |event| match event {
            Event::AgentMissed { call: which, endpoint, ring_millis, .. } if which == call && endpoint == who => Some(*ring_millis),
            _ => None,
        })
        .await
}

async fn heard_result(listener: &mut Listener, call: &CallKey) -> Result<(QueueOutcome, Option<Endpoint>), Broken> {
    listener
        .hear_event("how the wait ended", |event| match event {
            Event::QueueResult { call: which, outcome, answered_by, .. } if which == call => Some((*outcome, answered_by.clone())),
            _ => None,
        })
        .await
}

async fn heard_end(listener: &mut Listener, call: &CallKey) -> Result<(), Broken> {
    listener.until("the call to end", |mirror| mirror.call(call).is_none()).await
}

fn heard_before(listener: &Listener, who: &Endpoint) -> bool {
    listener
        .heard()
        .iter()
        .any(|signal| matches!(signal, crate::port::Signal::Event { event: Event::AgentDone { endpoint, .. }, .. } if endpoint == who))
}

/// The call's story, if what is to be told once was told once, and nothing but an `AgentDone` after the end.
fn told_once(listener: &Listener, call: &CallKey) -> Result<Vec<Event>, Broken> {
    let story = listener.story(call);
    let count = |step: fn(&Event) -> bool| story.iter().filter(|event| step(event)).count();
    let counts = [
        ("the start", count(|event| matches!(event, Event::CallStarted { .. }))),
        ("the join", count(|event| matches!(event, Event::QueueJoined { .. }))),
        ("the leaving", count(|event| matches!(event, Event::QueueLeft { .. }))),
        ("the result", count(|event| matches!(event, Event::QueueResult { .. }))),
        ("the end", count(|event| matches!(event, Event::CallEnded { .. }))),
    ];
    for (what, times) in counts {
        promise(times == 1, || format!("{what} is told {times} times: {story:#?}"))?;
    }
    promise(matches!(story.first(), Some(Event::CallStarted { .. })), || format!("the call does not begin with its start: {story:#?}"))?;
    let ended = story.iter().skip_while(|event| !matches!(event, Event::CallEnded { .. })).skip(1);
    let late: Vec<_> = ended.filter(|event| !matches!(event, Event::AgentDone { .. })).collect();
    promise(late.is_empty(), || format!("told after the end: {late:#?}"))?;
    Ok(story)
}

struct Step(&'static str, fn(&Event) -> bool);

fn in_that_order(story: &[Event], steps: &[Step]) -> Result<(), Broken> {
    let mut from = 0;
    for Step(what, is) in steps {
        let place = story[from..].iter().position(is);
        let place = place.ok_or_else(|| Broken::Promise(format!("{what} is not told where it belongs: {story:#?}")))?;
        from += place + 1;
    }
    Ok(())
}

fn states_of(story: &[Event], wanted: LegRole) -> Vec<LegState> {
    let states = story.iter().filter_map(|event| match event {
        Event::Leg { role, state, .. } if *role == wanted => Some(*state),
        _ => None,
    });
    states.collect()
}
