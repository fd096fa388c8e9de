//! Leads calls by flows: what a provider asks, turn by turn, is answered from the run's row, and what follows outside of the call is done
//! in the same transaction.
//!
//! A turn is one transaction: the run is locked; a turn that was answered before is answered the same, and nothing happens twice; else
//! the crate `flow` says what follows, and the run, its results, messages, opt-outs and news are written together. So any process can
//! answer any turn, and whoever dies in between is asked again.

mod effects;
mod known;
mod only;

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use entity::{call_attempt, id::AttemptId};
use flow::voice::{Act, Heard, Then};
use sea_orm::{DbErr, EntityTrait};
use telephony::{
    conversation::{Conductor, ConductorError},
    outgoing::Reference,
};

use crate::{
    app::App,
    calls::attempts::order::Frozen,
    config::retention,
    error,
    failpoint::{self, Failpoint},
    flows::{
        repository::Flows,
        runs::turn::{self, Turned},
    },
};

/// Pauses before a turn that others stood in the way of is tried again.
const PAUSES: [Duration; 4] =
    [Duration::from_millis(10), Duration::from_millis(40), Duration::from_millis(150), Duration::from_millis(400)];

/// Leads calls. Cheap to clone; clones are the same.
#[derive(Clone, Default)]
pub struct Leader(Arc<OnceLock<App>>);

impl Leader {
    /// One that begins to lead when it is given the application: providers are built before there is one.
    pub fn later() -> Self {
        Self::default()
    }

    /// Gives it the application. Whoever is asked before says that it cannot tell now.
    pub fn begin(&self, app: &App) {
        // Given a second time it is the same application.
        let _ = self.0.set(app.clone());
    }

    /// As providers are given it.
    pub fn conductor(&self) -> Arc<dyn Conductor> {
        Arc::new(self.clone())
    }

    fn app(&self) -> Result<&App, ConductorError> {
        self.0.get().ok_or_else(|| ConductorError::Unavailable("this process has only begun".to_owned()))
    }
}

/// Why a turn was not answered.
enum Broken {
    Refused(ConductorError),
    Database(DbErr),
}

impl From<DbErr> for Broken {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl From<ConductorError> for Broken {
    fn from(error: ConductorError) -> Self {
        Self::Refused(error)
    }
}

#[async_trait]
impl Conductor for Leader {
    async fn next(&self, reference: &Reference, turn: u32, heard: Heard) -> Result<Act, ConductorError> {
        let (app, attempt) = (self.app()?, attempt(reference)?);
        let number = i32::try_from(turn).map_err(|_| ConductorError::WrongTurn)?;
        let mut pauses = PAUSES.iter();
        loop {
            let error = match answered(app, attempt, number, &heard).await {
                Ok(act) => return Ok(act),
                Err(Broken::Refused(error)) => return Err(error),
                Err(Broken::Database(error)) => error,
            };
            // Of two that begin a run at once the second finds it there when it looks again.
            let passes = error::is_busy(&error) || error::is_taken(&error, "flow_run_attempt_key", "flow_run.call_attempt_id");
            match pauses.next().filter(|_| passes) {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return Err(unavailable(attempt, &error)),
            }
        }
    }

    async fn present(&self, reference: &Reference) -> Result<Option<(u32, Act)>, ConductorError> {
        let (app, attempt) = (self.app()?, attempt(reference)?);
        present(app, attempt).await.map_err(|broken| match broken {
            Broken::Refused(error) => error,
            Broken::Database(error) => unavailable(attempt, &error),
        })
    }

    async fn over(&self, reference: &Reference) -> Result<(), ConductorError> {
        let (app, attempt) = (self.app()?, attempt(reference)?);
        let done = async {
            let tx = app.db.begin().await?;
            turn::over(&tx, &[attempt], app.clock.now()).await?;
            tx.commit().await
        };
        done.await.map_err(|error: DbErr| unavailable(attempt, &error))
    }
}

fn attempt(reference: &Reference) -> Result<AttemptId, ConductorError> {
    reference.to_string().parse().map_err(|_| ConductorError::NoSuchCall)
}

fn unavailable(attempt: AttemptId, error: &DbErr) -> ConductorError {
    tracing::error!(call_attempt.id = %attempt, error = %error, "exchange: a turn of a call cannot be answered now: {error}");
    ConductorError::Unavailable("the database does not answer".to_owned())
}

/// What is done in that turn: as it was answered before, or as it follows now.
async fn answered(app: &App, id: AttemptId, number: i32, heard: &Heard) -> Result<Act, Broken> {
    let now = app.clock.now();
    let kept = retention::age(app.config.retention.recordings_days);
    let tx = app.db.begin().await?;
    let run = turn::locked(&tx, id).await?;
    failpoint::pass(Failpoint::TurnAsked, 1);
    if let Some(run) = run.as_ref().filter(|run| run.turn == number) {
        return Ok(turn::last_act(run)?);
    }
    if number != run.as_ref().map_or(0, |run| run.turn.saturating_add(1)) {
        return Err(ConductorError::WrongTurn.into());
    }
    let (attempt, order) = led(&tx, id).await?;
    if run.is_none() && only::unwanted(&order, heard) {
        only::noted(&tx, &attempt, heard).await?;
        tx.commit().await?;
        return Ok(Act { prompts: Vec::new(), then: Then::HangUp });
    }
    let version = Flows(attempt.account_id).version(&*tx, order.version).await?.ok_or(ConductorError::NoSuchCall)?;
    let turned = match run {
        None => {
            let call = known::call(&tx, &attempt, order).await?;
            turn::first(&tx, &version, &call, heard, kept, now).await?
        }
        Some(run) => turn::next(&tx, run, &version, heard, attempt.provider_id, kept, now).await?,
    };
    let Turned { run, act, effects } = turned;
    effects::done(&tx, &attempt, &run, effects, now).await?;
    failpoint::pass(Failpoint::TurnWritten, 1);
    tx.commit().await?;
    failpoint::pass(Failpoint::TurnCommitted, 1);
    Ok(act)
}

async fn present(app: &App, id: AttemptId) -> Result<Option<(u32, Act)>, Broken> {
    let tx = app.db.begin().await?;
    led(&tx, id).await?;
    let Some(run) = turn::locked(&tx, id).await? else { return Ok(None) };
    Ok(Some((run.turn.unsigned_abs(), turn::last_act(&run)?)))
}

/// The attempt, and how it is led.
async fn led(tx: &crate::db::Tx, id: AttemptId) -> Result<(call_attempt::Model, crate::calls::attempts::order::Led), Broken> {
    let row = call_attempt::Entity::find_by_id(id).one(&**tx).await?.ok_or(ConductorError::NoSuchCall)?;
    let order = Frozen::of(&row)?.flow.ok_or(ConductorError::NoSuchCall)?;
    Ok((row, order))
}
