//! Plays traffic at a simulator: in real time, or as fast as a clock can be turned.

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use super::{Action, Traffic};
use crate::simulator::{ManualClock, SimulatorHandle, until};

/// Plays traffic at a simulator whose clock is the wall's, until `stop`; keeps its time too, so that no
/// [`keep_time`](crate::simulator::keep_time) is needed beside it.
pub async fn drive(handle: SimulatorHandle, mut traffic: Traffic, stop: CancellationToken) {
    let mut changes = handle.changes();
    while !stop.is_cancelled() {
        let now = handle.now();
        // The state is that of now: limits that fell due have happened.
        traffic.look(&handle.state(), now);
        if let Some(action) = traffic.take(now) {
            play(&handle, &action);
            continue;
        }
        let due = traffic.due().into_iter().chain(handle.next_due()).min();
        tokio::select! {
            () = stop.cancelled() => {}
            () = until(due, handle.now()) => {}
            _ = changes.changed() => {}
        }
    }
}

/// Plays traffic until `end` by turning the simulator's clock from one happening to the next; tells what people did.
pub fn play_until(
    handle: &SimulatorHandle,
    traffic: &mut Traffic,
    clock: &ManualClock,
    end: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, Action)> {
    let mut played = Vec::new();
    loop {
        let now = clock.now();
        traffic.look(&handle.state(), now);
        if let Some(action) = traffic.take(now) {
            play(handle, &action);
            played.push((now, action));
            continue;
        }
        match traffic.due().into_iter().chain(handle.next_due()).min().filter(|due| *due <= end) {
            Some(due) => clock.set(due.max(now)),
            None => break,
        }
    }
    clock.set(end.max(clock.now()));
    handle.tick();
    played
}

fn play(handle: &SimulatorHandle, action: &Action) {
    // A step overtaken by another (the caller hung up as the member took the receiver) is what happens among people.
    if let Err(overtaken) = action.play(handle) {
        tracing::debug!(error = %overtaken, "simulator: an action came too late: {overtaken}");
    }
}
