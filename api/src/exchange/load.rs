//! The board as the database last knew it: where a link's next snapshot is compared with.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    call, call_leg,
    id::{CallId, QueueId},
    provider, queue, queue_day, queue_member, queue_visit,
    stored::QueueOutcome,
};
use numbering::Country;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use telephony::port::{CallKey, Endpoint, LegKey, QueueKey, Signal};

use super::{
    board::{Board, CallBoard, Days, Earlier, MemberBoard},
    directory::Directory,
    expected::Expected,
};
use crate::{
    app::App,
    queues::{counters, repository::Queues},
};

/// Reads everything that is open.
pub(super) async fn board(app: &App, provider: provider::Model, country: Option<Country>, expected: Expected) -> Result<Board, DbErr> {
    let directory = Directory::load(&app.db, provider.account_id).await?;
    let mut board = Board::new(provider, country, directory, expected);
    queues(app, &mut board).await?;
    let keys = calls(app, &mut board).await?;
    members(app, &mut board).await?;
    visits(app, &mut board, &keys).await?;
    Ok(board)
}

/// Reads the definitions again: some were added or changed.
pub(super) async fn queues(app: &App, board: &mut Board) -> Result<(), DbErr> {
    let now = app.clock.now();
    let rows = queue::Entity::find().filter(queue::Column::ProviderId.eq(board.provider.id)).all(app.db.read()).await?;
    let mut days = days(app, &rows, now).await?;
    for row in &rows {
        let known = board.queues.get(&QueueKey(row.key.clone()));
        if known.is_some_and(|known| known.row.time_zone != row.time_zone)
            && let Some(days) = days.get_mut(&row.id)
        {
            // Another zone's day began at another midnight: what was counted in the old one is not what belongs to it.
            days.today = Queues(row.account_id).counted(app.db.read(), row, now).await?;
        }
    }
    for row in rows {
        if let Some(days) = days.remove(&row.id) {
            board.define(row, days, now);
        }
    }
    Ok(())
}

/// The present instant. If our clock was ahead before, the board goes on from now, with the counters of today.
pub(super) async fn now(app: &App, board: &mut Board) -> Result<DateTime<Utc>, DbErr> {
    let now = app.clock.now();
    if board.was_ahead(now) {
        let rows: Vec<queue::Model> = board.queues.values().map(|queue| queue.row.clone()).collect();
        let mut days = days(app, &rows, now).await?;
        let of: Vec<QueueId> = rows.iter().map(|row| row.id).collect();
        let members = queue_member::Entity::find()
            .filter(queue_member::Column::QueueId.is_in(of.iter().copied()))
            .filter(queue_member::Column::ValidTo.gt(now))
            .all(app.db.read())
            .await?;
        let visits = queue_visit::Entity::find()
            .filter(queue_visit::Column::QueueId.is_in(of))
            .filter(queue_visit::Column::JoinedAt.lte(now))
            .filter(queue_visit::Column::LeftAt.gt(now))
            .all(app.db.read())
            .await?;
        let days = rows.into_iter().filter_map(|row| Some((QueueKey(row.key), days.remove(&row.id)?))).collect();
        board.set_back(Earlier { days, members, visits }, now);
    }
    Ok(now)
}

/// What was counted in each of `queues`, today and on days yet to come.
async fn days(app: &App, queues: &[queue::Model], now: DateTime<Utc>) -> Result<HashMap<QueueId, Days>, DbErr> {
    // Today is no earlier than this, whatever the zone.
    let earliest = now.date_naive().pred_opt().unwrap_or(NaiveDate::MIN);
    let rows = queue_day::Entity::find()
        .filter(queue_day::Column::QueueId.is_in(queues.iter().map(|queue| queue.id)))
        .filter(queue_day::Column::Day.gte(earliest))
        .all(app.db.read())
        .await?;
    let empty = |queue: &queue::Model| Days::new(counters::empty(queue, counters::day(counters::zone(queue), now)));
    let mut days: HashMap<QueueId, Days> = queues.iter().map(|queue| (queue.id, empty(queue))).collect();
    for row in rows {
        let Some(days) = days.get_mut(&row.queue_id) else { continue };
        match row.day.cmp(&days.today.day) {
            Ordering::Less => {}
            Ordering::Equal => days.today = row,
            Ordering::Greater => drop(days.ahead.insert(row.day, row)),
        }
    }
    Ok(days)
}

async fn calls(app: &App, board: &mut Board) -> Result<HashMap<CallId, CallKey>, DbErr> {
    let calls = call::Entity::find()
        .filter(call::Column::ProviderId.eq(board.provider.id))
        .filter(call::Column::EndedAt.is_null())
        .all(app.db.read())
        .await?;
    with_legs(app, board, calls).await
}

async fn with_legs(app: &App, board: &mut Board, calls: Vec<call::Model>) -> Result<HashMap<CallId, CallKey>, DbErr> {
    let legs = call_leg::Entity::find().filter(call_leg::Column::CallId.is_in(calls.iter().map(|call| call.id))).all(app.db.read()).await?;
    let mut by_call: HashMap<CallId, BTreeMap<LegKey, call_leg::Model>> = HashMap::new();
    for leg in legs {
        by_call.entry(leg.call_id).or_default().insert(LegKey(leg.provider_key.clone()), leg);
    }
    let mut keys = HashMap::new();
    for row in calls {
        let key = CallKey(row.provider_key.clone());
        keys.insert(row.id, key.clone());
        let legs = by_call.remove(&row.id).unwrap_or_default();
        board.calls.insert(key, CallBoard { row, legs });
    }
    Ok(keys)
}

/// Reads the calls among `signals` that were over already: what still comes of them is kept with them. A call's key is its
/// own for all time, so it cannot begin again.
pub(super) async fn returning(app: &App, board: &mut Board, signals: &[Signal]) -> Result<(), DbErr> {
    let unknown = board.unknown_calls(signals);
    if unknown.is_empty() {
        return Ok(());
    }
    let rows = call::Entity::find()
        .filter(call::Column::ProviderId.eq(board.provider.id))
        .filter(call::Column::ProviderKey.is_in(unknown))
        .all(app.db.read())
        .await?;
    with_legs(app, board, rows).await?;
    Ok(())
}

async fn members(app: &App, board: &mut Board) -> Result<(), DbErr> {
    for queue in board.queues.values_mut() {
        let rows = queue_member::Entity::find()
            .filter(queue_member::Column::QueueId.eq(queue.row.id))
            .filter(queue_member::Column::ValidTo.is_null())
            .all(app.db.read())
            .await?;
        for row in rows {
            board.last = board.last.max(row.valid_from);
            let call = row.call_id;
            queue.members.insert(Endpoint(row.endpoint.clone()), MemberBoard { row, told: None, call });
        }
    }
    Ok(())
}

async fn visits(app: &App, board: &mut Board, keys: &HashMap<CallId, CallKey>) -> Result<(), DbErr> {
    let by_id: HashMap<QueueId, QueueKey> = board.queues.iter().map(|(key, queue)| (queue.row.id, key.clone())).collect();
    let rows = queue_visit::Entity::find()
        .filter(queue_visit::Column::QueueId.is_in(by_id.keys().copied()))
        .filter(queue_visit::Column::Outcome.is_null())
        .all(app.db.read())
        .await?;
    for visit in rows {
        let Some(queue) = by_id.get(&visit.queue_id).and_then(|key| board.queues.get_mut(key)) else { continue };
        // A wait whose call is over, but whose result never came, is kept under the call's id: the snapshot ends it.
        let key = keys.get(&visit.call_id).cloned().unwrap_or_else(|| CallKey(visit.call_id.to_string()));
        queue.visits.insert(key, visit);
    }
    talks(app, board, keys, &by_id).await
}

/// Conversations that go on: their end is told by the member, whom the member's call, else the person names.
async fn talks(app: &App, board: &mut Board, keys: &HashMap<CallId, CallKey>, by_id: &HashMap<QueueId, QueueKey>) -> Result<(), DbErr> {
    let rows = queue_visit::Entity::find()
        .filter(queue_visit::Column::CallId.is_in(keys.keys().copied()))
        .filter(queue_visit::Column::Outcome.eq(QueueOutcome::Answered))
        .filter(queue_visit::Column::TalkSeconds.is_null())
        .order_by_asc(queue_visit::Column::JoinedAt)
        .all(app.db.read())
        .await?;
    for visit in rows {
        let Some(queue) = by_id.get(&visit.queue_id).and_then(|key| board.queues.get_mut(key)) else { continue };
        let by =
            |is: &dyn Fn(&queue_member::Model) -> bool| queue.members.iter().find(|(_, member)| is(&member.row)).map(|(of, _)| of.clone());
        let answered = by(&|row| row.call_id == Some(visit.call_id))
            .or_else(|| by(&|row| row.person_id.is_some() && row.person_id == visit.person_id));
        if let Some(endpoint) = answered {
            queue.talks.insert(endpoint, visit);
        }
    }
    Ok(())
}
