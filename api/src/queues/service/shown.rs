//! Waits a moment for a wish to show at the provider, so that the answer to a mutation tells what came of it.
//!
//! A wish is written whatever happens here: when it does not show in time, the answer shows the drift, and subscribers are
//! told when it has.

use std::time::Duration;

use entity::id::{AccountId, PersonId, QueueId};
use sea_orm::DbErr;

use crate::{app::App, queues::repository::Queues};

/// How long a caller is kept waiting.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Returns when the provider has `person` in `queues` as wanted, or when patience ends.
pub(super) async fn shown(app: &App, account: AccountId, person: PersonId, queues: &[QueueId]) -> Result<(), DbErr> {
    let waiting = async {
        loop {
            let head = app.live.head();
            if as_wanted(app, account, person, queues).await? {
                return Ok(());
            }
            app.live.past(head).await;
        }
    };
    match tokio::time::timeout(PATIENCE, waiting).await {
        Ok(done) => done,
        Err(_) => Ok(()),
    }
}

async fn as_wanted(app: &App, account: AccountId, person: PersonId, queues: &[QueueId]) -> Result<bool, DbErr> {
    let of = Queues(account);
    let wanted = of.wanting(app.db.read(), person, None).await?;
    let actual = of.memberships(app.db.read(), person, queues).await?;
    Ok(queues.iter().all(|queue| {
        let want = wanted.iter().find(|want| want.queue_id == *queue);
        let is = actual.iter().find(|is| is.queue_id == *queue);
        match (want, is) {
            (None, None) => true,
            (Some(want), Some(is)) => want.paused_reason == is.paused_reason && want.penalty == is.penalty,
            _ => false,
        }
    }))
}
