//! Hands for due work: so many rows at once, each in a task of its own; between them it waits for a bell, for the instant at which
//! the next row falls due, or a while.

use std::{fmt::Display, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::{sync::Notify, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::Claim;

/// Pause after a failure, and where something is due that another is just taking up.
const AGAIN: Duration = Duration::from_secs(1);

/// What is to be done, and where it is found.
pub trait Work: Send + Sync + 'static {
    /// Why it could not be done.
    type Error: Display + Send;

    /// What it is called in the log.
    fn name(&self) -> &str;

    /// The present instant.
    fn now(&self) -> DateTime<Utc>;

    /// Returns when that instant has come.
    fn reached(&self, at: DateTime<Utc>) -> impl Future<Output = ()> + Send;

    /// Takes up at most `most` rows that are due.
    fn claim(&self, most: u64) -> impl Future<Output = Result<Vec<Claim>, Self::Error>> + Send;

    /// When the next row falls due.
    fn next(&self) -> impl Future<Output = Result<Option<DateTime<Utc>>, Self::Error>> + Send;

    /// Does one. Who errs or panics leaves the row to whoever claims it after the lease.
    fn work(&self, claim: Claim) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// How work is done.
#[derive(Clone, Debug)]
pub struct Runner {
    /// Rows in hand at once.
    pub hands: usize,
    /// A look at the table even if nothing calls for one.
    pub look: Duration,
    /// Rung by whoever makes something due.
    pub bell: Arc<Notify>,
}

impl Runner {
    /// Does what is due until `stop`; then takes up nothing more, and ends what is in hand.
    pub async fn run<W: Work>(&self, work: Arc<W>, stop: CancellationToken) {
        let mut in_hand = JoinSet::new();
        while !stop.is_cancelled() {
            let (next, pause) = match self.take_up(&work, &mut in_hand).await {
                Ok(next) => self.until(&*work, next),
                Err(error) => {
                    tracing::error!(error = %error, "{}: what is due could not be taken up; trying again: {error}", work.name());
                    (None, AGAIN)
                }
            };
            let free = in_hand.len() < self.hands;
            let due = async {
                match next {
                    Some(at) => work.reached(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                Some(ended) = in_hand.join_next(), if !in_hand.is_empty() => tell(&*work, ended),
                () = self.bell.notified(), if free => {}
                () = due, if free => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        while let Some(ended) = in_hand.join_next().await {
            tell(&*work, ended);
        }
    }

    /// Takes up what is due, as far as hands are free, and says when the next row falls due.
    async fn take_up<W: Work>(&self, work: &Arc<W>, in_hand: &mut Tasks<W>) -> Result<Option<DateTime<Utc>>, W::Error> {
        loop {
            while let Some(ended) = in_hand.try_join_next() {
                tell(&**work, ended);
            }
            let free = self.hands.saturating_sub(in_hand.len());
            if free == 0 {
                return Ok(None);
            }
            let claims = work.claim(u64::try_from(free).unwrap_or(u64::MAX)).await?;
            let all = claims.len() < free;
            for claim in claims {
                let work = Arc::clone(work);
                in_hand.spawn(async move { work.work(claim).await });
            }
            if all {
                return work.next().await;
            }
        }
    }

    /// When to look again. What is due already and was not to be had is another's: then it is looked at after a moment, not at once.
    fn until<W: Work>(&self, work: &W, next: Option<DateTime<Utc>>) -> (Option<DateTime<Utc>>, Duration) {
        match next {
            Some(at) if at <= work.now() => (None, AGAIN.min(self.look)),
            next => (next, self.look),
        }
    }
}

type Tasks<W> = JoinSet<Result<(), <W as Work>::Error>>;

/// Says what became of a row, if it was nothing good. The others go on.
fn tell<W: Work>(work: &W, ended: Result<Result<(), W::Error>, tokio::task::JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(error = %error, "{}: failed, and is left to be taken up again: {error}", work.name()),
        Err(error) => tracing::error!(error = %error, "{}: panicked, and is left to be taken up again: {error}", work.name()),
    }
}
