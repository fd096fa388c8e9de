//! Calls that are placed: what is due is taken up ([`take`]), asked of its provider by so many hands at once, and what became of it
//! written down ([`book`]). Nothing is asked that was not committed before, and no transaction is open while a provider is asked.
//!
//! Any number of processes do so side by side, each over the [`lines`] it has. Who dies leaves what it held to whoever looks next: of
//! an order it is then not known whether its provider has it, so the provider is asked that first.

pub mod book;
pub mod lines;
mod save;
mod take;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::{
    id::{CalloutId, ProviderId},
    stored::{AttemptStatus, Topic},
};
use futures_util::StreamExt;
use sea_orm::{DbErr, prelude::Uuid};
use telephony::outgoing::{OrderError, OrderKey};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use self::take::look_at_all;
use self::{
    book::{Book, Happening, Whose, Writer},
    lines::{Line, Lines},
    take::{Ask, Errand},
};
use crate::{
    app::App,
    callouts::tally,
    calls::attempts::{happening::What, order},
    failpoint::{self, Failpoint},
    live::{Change, stream},
};

/// A look even if nothing calls for one.
const LOOK: Duration = Duration::from_secs(5);
/// Pause after a failure.
const AGAIN: Duration = Duration::from_secs(1);
/// Changes that are looked at together, if so many have come.
const BURST: usize = 256;

/// What this process asks with, and where what came of it is brought. Cheap to clone.
#[derive(Clone)]
pub struct Outgoing {
    /// Telephone systems that can be asked.
    pub lines: Lines,
    /// What became of attempts.
    pub book: Book,
}

/// What to ask with, and who writes down what came of it.
pub fn outgoing() -> (Outgoing, Writer) {
    let (book, writer) = book::open();
    (Outgoing { lines: Lines::default(), book }, writer)
}

/// Asks providers until `stop`; then begins nothing more, and ends what is under way.
pub async fn run(app: App, outgoing: Outgoing, stop: CancellationToken) {
    let Outgoing { lines, book } = outgoing;
    let dialler = Dialler {
        stripe: tally::stripe_of(Uuid::now_v7()),
        hands: Arc::new(Semaphore::new(usize::try_from(app.config.dialling.hands).unwrap_or(Semaphore::MAX_PERMITS))),
        under_way: TaskTracker::new(),
        app,
        lines,
        book,
    };
    while !stop.is_cancelled() {
        if let Err(error) = dialler.until_a_failure(&stop).await {
            tracing::error!(error = %error, "exchange: what is to be dialled could not be taken up; trying again: {error}");
            let _stopped = stop.run_until_cancelled(tokio::time::sleep(AGAIN)).await;
        }
    }
    dialler.under_way.close();
    dialler.under_way.wait().await;
}

struct Dialler {
    app: App,
    lines: Lines,
    book: Book,
    hands: Arc<Semaphore>,
    under_way: TaskTracker,
    stripe: i32,
}

impl Dialler {
    async fn until_a_failure(&self, stop: &CancellationToken) -> Result<(), DbErr> {
        // Followed from before the first look on: what is committed during one calls for the next.
        let changes = stream::changes(self.app.live.clone(), self.app.live.head(), None, concerns);
        let mut changes = Box::pin(changes.ready_chunks(BURST));
        while !stop.is_cancelled() {
            let providers: Vec<ProviderId> = self.lines.all().into_iter().map(|line| line.id).collect();
            self.take_up(&providers).await?;
            let next = take::next(&self.app, &providers).await?;
            let due = async {
                match next {
                    Some(at) if at > self.app.clock.now() => self.app.clock.reached(at).await,
                    // Due, and another's: it is looked at again after a moment.
                    Some(_) => tokio::time::sleep(AGAIN).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                heard = changes.next() => if heard.into_iter().flatten().any(|change| change.is_err()) {
                    // Fell behind what is kept: all there is is looked at anyway.
                    return Ok(());
                },
                () = self.lines.bell.notified() => {}
                () = due => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        Ok(())
    }

    /// Takes up all there is to do, as hands become free.
    async fn take_up(&self, providers: &[ProviderId]) -> Result<(), DbErr> {
        if providers.is_empty() {
            return Ok(());
        }
        let mut passed: Vec<CalloutId> = Vec::new();
        loop {
            // At least one hand: whoever is asked lets go of it within the provider's time limit.
            let Ok(first) = Arc::clone(&self.hands).acquire_owned().await else { return Ok(()) };
            let mut hands = vec![first];
            while let Ok(another) = Arc::clone(&self.hands).try_acquire_owned() {
                hands.push(another);
            }
            let free = u64::try_from(hands.len()).unwrap_or(u64::MAX);
            let mut errands = take::due(&self.app, providers, free, self.stripe).await?;
            let left = free.saturating_sub(u64::try_from(errands.len()).unwrap_or(u64::MAX));
            let mut looked_at = None;
            if left > 0 {
                let (callout, more) = take::of_callouts(&self.app, providers, &passed, left, self.stripe).await?;
                looked_at = callout;
                // One that has nothing for us is not asked twice in a row; one that waits, as soon as it need not.
                passed.extend(callout.filter(|(_, others)| *others).map(|(callout, _)| callout));
                errands.extend(more);
            }
            if errands.is_empty() && looked_at.is_none() {
                return Ok(());
            }
            for (errand, hand) in errands.into_iter().zip(hands) {
                self.begin(errand, hand);
            }
        }
    }

    fn begin(&self, errand: Errand, hand: OwnedSemaphorePermit) {
        let (line, book) = (self.lines.of(errand.row.provider_id), self.book.clone());
        let clock = self.app.clock.clone();
        self.under_way.spawn(async move {
            let now = clock.now();
            // Whoever was held up so long that the lease has ended asks nobody any more: another may be at it.
            if errand.row.due_at.is_none_or(|until| now < until) {
                run_errand(line, book, errand, now).await;
            }
            drop(hand);
        });
    }
}

/// Asks the provider, and writes down what came of it.
async fn run_errand(line: Option<Line>, book: Book, Errand { row, ask }: Errand, now: DateTime<Utc>) {
    let what = match (line, ask) {
        // The link went down meanwhile: nothing was sent.
        (None, Ask::Place) => What::Answered(Err(OrderError::NotSent("the link is down".to_owned()))),
        (None, Ask::HangUp) => What::HungUp(Err(OrderError::NotSent("the link is down".to_owned()))),
        (None, Ask::LookUp(_)) => What::LookedUp(Err(OrderError::NotSent("the link is down".to_owned()))),
        (Some(line), Ask::Place) => match order::of(&row) {
            Ok(order) => What::Answered(failpoint::during(Failpoint::Asking, line.provider.place(&order)).await),
            Err(error) => What::Answered(Err(OrderError::UnsafeValue(error.to_string()))),
        },
        (Some(line), Ask::HangUp) => {
            let key = OrderKey(row.provider_key.clone().unwrap_or_default());
            What::HungUp(line.provider.hang_up(&key).await)
        }
        (Some(line), Ask::LookUp(others)) => match order::look_up(&row, others, now) {
            Ok(order) => What::LookedUp(failpoint::during(Failpoint::LookingUp, line.provider.look_up_call(&order)).await),
            Err(error) => What::LookedUp(Err(OrderError::UnsafeValue(error.to_string()))),
        },
    };
    if let What::Answered(Err(error)) | What::LookedUp(Err(error)) | What::HungUp(Err(error)) = &what {
        tracing::warn!(attempt.id = %row.id, provider.id = %row.provider_id, error = %error, "exchange: an attempt: {error}");
    }
    match &what {
        What::Answered(_) => failpoint::pass(Failpoint::Answered, 1),
        What::LookedUp(_) => failpoint::pass(Failpoint::LookedUp, 1),
        _ => {}
    }
    let happening = Happening { of: Whose::Attempt(row.id), what, fence: Some(row.fence), from: row.provider_id, callback: None };
    if let Err(error) = book.write(happening).await {
        // What is not written down is looked up when the lease ends.
        tracing::error!(attempt.id = %row.id, error = %error, "exchange: what became of an attempt was not written down: {error}");
    }
}

/// Whether a change may give something to do: an attempt that is wanted, one that is over, so that another may begin; a callout; a
/// provider, whose limits may be others.
fn concerns(change: &Change) -> bool {
    let status = || change.payload.get("status").and_then(|status| status.as_str());
    let under_way = [AttemptStatus::Dispatching, AttemptStatus::Sent, AttemptStatus::InProgress].map(AttemptStatus::as_str);
    match change.topic {
        Topic::Callout | Topic::Provider => true,
        Topic::Attempt => status().is_none_or(|status| !under_way.contains(&status)),
        _ => false,
    }
}
