//! What each should carry in a draft follows whatever it depends on, until the draft is published: who is there and when, what they
//! are owed, hours and settings, other queues. It is not written by whoever changes one of these, but compared, as duty is; so
//! nothing that it depends on has to know of it.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    stored::{QueueChangeKind, TimetableStatus, Topic},
    timetable,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    loads,
    news::{TimetableNews, What},
    repository::Timetables,
};
use crate::{
    app::App,
    auth::Actor,
    lease::{Lease, LeaseError},
    live::{Change, outbox},
};

/// Drafts of weeks that are over for so long are left as they are: nobody will publish them.
const KEPT: TimeDelta = TimeDelta::days(14);

/// Whether a change may alter what somebody should carry.
pub(in crate::turns) fn concerns(change: &Change) -> bool {
    match change.topic {
        Topic::Timetable | Topic::Person => true,
        Topic::Queue => change.payload.get("what").and_then(|what| what.as_str()) == Some(QueueChangeKind::Defined.as_str()),
        _ => false,
    }
}

/// Compares the loads of all drafts with what they should be, and writes and tells what differs; each draft by itself.
///
/// # Errors
/// [`LeaseError::Lost`], and nothing more is written. The database's, after the other drafts have been compared.
pub(in crate::turns) async fn follow(app: &App, lease: &Lease) -> Result<(), LeaseError> {
    let now = app.clock.now();
    let drafts = timetable::Entity::find()
        .filter(timetable::Column::Status.eq(TimetableStatus::Draft))
        .filter(timetable::Column::Week.gt((now - KEPT).date_naive()))
        // Those made later go by those made before.
        .order_by_asc(timetable::Column::Id);
    let mut failed = None;
    for draft in drafts.all(app.db.read()).await? {
        match one(app, lease, &draft, now).await {
            Err(LeaseError::Database(error)) => failed = Some(error),
            other => other?,
        }
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}

async fn one(app: &App, lease: &Lease, draft: &timetable::Model, now: DateTime<Utc>) -> Result<(), LeaseError> {
    if loads::differences(app.db.read(), draft, now).await?.is_empty() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    lease.renew(app, &tx).await?;
    let found = Timetables(draft.account_id).locked(&tx, draft.id).await?;
    let Some(draft) = found.filter(|draft| draft.status == TimetableStatus::Draft) else { return Ok(()) };
    if loads::aim(&tx, &draft, now).await? {
        let news = TimetableNews::new(What::Loads, &draft, &Actor::system());
        outbox::publish(&tx, vec![news.publish(&draft, now)]).await?;
    }
    tx.commit().await?;
    Ok(())
}
