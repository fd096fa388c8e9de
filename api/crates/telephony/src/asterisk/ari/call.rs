//! One call that is led, turn by turn.

use std::{sync::Arc, time::Duration};

use flow::voice::{Act, Heard, Then, Who};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep, timeout_at},
};

use super::{
    Leader,
    event::{Event, What, channel_of},
    http::Refusal,
};
use crate::{conversation::ConductorError, outgoing::Reference};

/// First part of the names of our recordings.
pub(super) const RECORDING: &str = "switchboard-rec-";

/// How long whoever leads a call may have no answer before the call is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the end of a channel that is gone may take to be told.
const SOON: Duration = Duration::from_secs(10);

/// Why an act came to no end of its own.
#[derive(Debug)]
pub(super) enum Stop {
    /// The call is over.
    Over,
    /// It cannot be done.
    Failed(String),
}

/// One call.
pub(super) struct Call {
    pub(super) leader: Arc<Leader>,
    pub(super) reference: Reference,
    /// Id of the called party's channel.
    pub(super) channel: String,
    events: mpsc::UnboundedReceiver<Event>,
    over: bool,
    /// Whether this turn was begun before, by whoever lost its place.
    pub(super) anew: bool,
}

impl Call {
    pub(super) fn new(leader: Arc<Leader>, reference: Reference, events: mpsc::UnboundedReceiver<Event>) -> Self {
        Self { channel: channel_of(&reference), leader, reference, events, over: false, anew: false }
    }

    /// Leads it to its end. `detected`: what the dialplan found out about who answered.
    pub(super) async fn lead(mut self, detected: Option<&str>) {
        if let Err(error) = self.turns(detected).await {
            tracing::error!(call.reference = %self.reference, error = %error, "asterisk: a call is led no further: {error}");
        }
        if !self.over {
            // Gone already is as good.
            drop(self.leader.http.delete(&["channels", &self.channel]).await);
            let end = Instant::now() + SOON;
            while !self.over && self.event_until(Some(end)).await.is_ok_and(|event| event.is_some()) {}
        }
        tell_over(&self.leader, &self.reference).await;
    }

    /// Turn after turn, from the one at which it is, until it is over or to be ended.
    async fn turns(&mut self, detected: Option<&str>) -> Result<(), ConductorError> {
        let leader = Arc::clone(&self.leader);
        let present = patiently(|| leader.conductor.present(&self.reference)).await?;
        let (mut turn, mut act) = match present {
            Some(present) => {
                self.anew = true;
                present
            }
            None => (0, self.next(0, Heard::Answered { by: detected.and_then(who) }).await?),
        };
        while let Some(heard) = self.carry_out(turn, &act).await {
            self.anew = false;
            turn += 1;
            act = self.next(turn, heard).await?;
        }
        Ok(())
    }

    async fn next(&self, turn: u32, heard: Heard) -> Result<Act, ConductorError> {
        patiently(|| self.leader.conductor.next(&self.reference, turn, heard.clone())).await
    }

    /// Does it; none: the call is over, or to be ended.
    async fn carry_out(&mut self, turn: u32, act: &Act) -> Option<Heard> {
        self.forget_keys();
        if self.over {
            return None;
        }
        if self.anew {
            self.end_former(turn).await;
        }
        let done = match &act.then {
            Then::Gather { most, finish, timeout } => self.gather(turn, &act.prompts, (*most, *finish, *timeout)).await,
            then => match self.say(turn, &act.prompts).await {
                Ok(()) => self.then(turn, then).await,
                Err(stop) => Err(stop),
            },
        };
        match done {
            Ok(heard) => heard,
            Err(Stop::Over) => None,
            Err(Stop::Failed(why)) => Some(Heard::Failed { why }),
        }
    }

    async fn then(&mut self, turn: u32, then: &Then) -> Result<Option<Heard>, Stop> {
        match then {
            Then::Gather { .. } | Then::Go => Ok(Some(Heard::Played)),
            Then::HangUp => Ok(None),
            Then::Record { longest, silence, finish } => self.record(turn, *longest, *silence, *finish).await.map(Some),
            Then::Connect { .. } => self.connect(turn, then).await.map(Some),
            Then::Conference { room } => self.conference(room).await.map(Some),
            Then::AwaitGreetingEnd { longest } => self.await_greeting_end(*longest).await.map(Some),
        }
    }

    /// The next event, or none when it is that late.
    ///
    /// # Errors
    /// [`Stop::Over`] when it is the call's end.
    pub(super) async fn event_until(&mut self, end: Option<Instant>) -> Result<Option<Event>, Stop> {
        let next = self.events.recv();
        let event = match end {
            Some(end) => match timeout_at(end, next).await {
                Ok(event) => event,
                Err(_) => return Ok(None),
            },
            None => next.await,
        };
        let Some(event) = event else {
            self.over = true;
            return Err(Stop::Over);
        };
        if event.channel == self.channel && matches!(event.what, What::Left | What::Over(_)) {
            self.over = true;
            return Err(Stop::Over);
        }
        Ok(Some(event))
    }

    /// What was pressed before an act began is not meant for it.
    fn forget_keys(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.over |= event.channel == self.channel && matches!(event.what, What::Left | What::Over(_));
        }
    }

    /// What a refused command means. One about a channel that is gone waits for the channel's end to be told.
    pub(super) async fn refused(&mut self, refusal: Refusal) -> Stop {
        if refusal == Refusal::NotThere {
            let end = Instant::now() + SOON;
            while let Ok(Some(_)) = self.event_until(Some(end)).await {}
            if self.over {
                return Stop::Over;
            }
        }
        Stop::Failed(refusal.to_string())
    }
}

/// Tells that a call is over, until that is heard.
pub(super) async fn tell_over(leader: &Leader, reference: &Reference) {
    let mut wait = Duration::from_millis(100);
    while let Err(ConductorError::Unavailable(why)) = leader.conductor.over(reference).await {
        tracing::warn!(call.reference = %reference, "asterisk: the end of a call cannot be told yet: {why}");
        sleep(wait).await;
        wait = (wait * 2).min(PATIENCE);
    }
    leader.open().remove(reference);
}

/// Asks again while there is no answer, for a while.
async fn patiently<T, F: Future<Output = Result<T, ConductorError>>>(ask: impl Fn() -> F) -> Result<T, ConductorError> {
    let (end, mut wait) = (Instant::now() + PATIENCE, Duration::from_millis(100));
    loop {
        match ask().await {
            Err(ConductorError::Unavailable(_)) if Instant::now() < end => {}
            other => return other,
        }
        sleep(wait).await;
        wait = (wait * 2).min(Duration::from_secs(2));
    }
}

/// Who answered, by AMDSTATUS; none: nobody looked, or the call ended meanwhile.
fn who(detected: &str) -> Option<Who> {
    match detected {
        "HUMAN" => Some(Who::Human),
        "MACHINE" => Some(Who::Machine),
        "NOTSURE" => Some(Who::Unknown),
        _ => None,
    }
}
