//! How it stands with a callout when somebody looks whom to call: for whoever dials, and for who asks why somebody is not called.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{call_attempt, callout, callout_participation, stored::ParticipationStatus};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};

use super::{
    pacing::{Load, Pacing, PeriodCap, PeriodTimestamp},
    routes::Routes,
    tally::Delta,
};

/// Participations that are due, over the routes at these places.
pub(super) fn due(row: &callout::Model, routes: &Routes, places: &[usize], now: DateTime<Utc>) -> Select<callout_participation::Entity> {
    use callout_participation::Column as C;
    let all = Ord::max(i32::try_from(routes.0.len()).unwrap_or(i32::MAX), 1);
    let places = places.iter().filter_map(|place| i32::try_from(*place).ok());
    callout_participation::Entity::find()
        .filter(C::CalloutId.eq(row.id))
        .filter(C::DueAt.lte(now))
        .filter(C::Status.is_in([ParticipationStatus::Pending, ParticipationStatus::Waiting]))
        .filter(Expr::col((callout_participation::Entity, C::Route)).modulo(all).is_in(places))
}

/// Reads what the pace goes by and is not counted in `counted`. Of those who are due only what the pace needs to know.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    row: &callout::Model,
    pacing: &Pacing,
    counted: &Delta,
    due: Select<callout_participation::Entity>,
    now: DateTime<Utc>,
) -> Result<Load, DbErr> {
    // By participations: an attempt whose outcome could not be found out stays unknown for ever, and keeps nobody waiting.
    let waiting = u64::try_from(counted.parts_in_flight).unwrap_or_default();
    let candidates = if pacing.counts_candidates() { due.count(db).await? } else { 0 };
    let in_period = match &pacing.period_cap {
        Some(cap) => in_period(row, cap, now).count(db).await?,
        None => 0,
    };
    Ok(Load { candidates, waiting, in_period })
}

/// When one of too many calls does not count towards the period any more; none: there are not too many.
pub(super) async fn period_free_at(
    db: &impl ConnectionTrait,
    row: &callout::Model,
    cap: &PeriodCap,
    load: &Load,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let Some(over) = load.in_period.checked_sub(u64::try_from(cap.max).unwrap_or_default()) else { return Ok(None) };
    let instant = instant(cap);
    let last = in_period(row, cap, now).select_only().column(instant).order_by_asc(instant).offset(over).limit(1);
    let last = last.into_tuple::<DateTime<Utc>>().one(db).await?;
    Ok(last.map(|at| at + TimeDelta::seconds(cap.seconds.into())))
}

/// Calls that count towards the period.
fn in_period(row: &callout::Model, cap: &PeriodCap, now: DateTime<Utc>) -> Select<call_attempt::Entity> {
    use call_attempt::Column as C;
    let counted = call_attempt::Entity::find().filter(C::CalloutId.eq(row.id)).filter(instant(cap).gt(cap.since(now)));
    counted.apply_if(cap.statuses.clone(), |counted, statuses| counted.filter(C::Status.is_in(statuses)))
}

fn instant(cap: &PeriodCap) -> call_attempt::Column {
    use call_attempt::Column as C;
    match cap.timestamp {
        PeriodTimestamp::Created => C::CreatedAt,
        PeriodTimestamp::Dispatched => C::DispatchedAt,
        PeriodTimestamp::Sent => C::SentAt,
        PeriodTimestamp::Updated => C::UpdatedAt,
    }
}
