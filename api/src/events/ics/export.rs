//! A calendar's events as other programs read them.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    calendar, event,
    id::EventId,
    occurrence,
    stored::{EventStatus, OccurrenceCause, OccurrenceState},
};
use recurrence::{Bound, Rule, Series, Until, resolve};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    events::times::Times,
    ical::{self, Again},
};

/// Events of one calendar at the most: the latest.
const MOST: u64 = 5_000;
/// So long a feed shows what is over.
const PAST: TimeDelta = TimeDelta::weeks(4);

/// Which events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// All there are.
    All,
    /// Those that are not over, and those that came to be so lately.
    Lately(DateTime<Utc>),
}

/// The calendar as it is written, under `name`.
///
/// # Errors
/// The database's.
pub async fn calendar(db: &impl ConnectionTrait, calendar: &calendar::Model, name: &str, kept: Kept) -> Result<ical::Calendar, DbErr> {
    let mut rows = event::Entity::find().filter(event::Column::CalendarId.eq(calendar.id));
    if let Kept::Lately(now) = kept {
        let open = event::Column::Status.is_in([EventStatus::Active, EventStatus::Paused]);
        rows = rows.filter(Condition::any().add(open).add(event::Column::UpdatedAt.gt(now - PAST)));
    }
    let mut rows = rows.order_by_desc(event::Column::Id).limit(MOST).all(db).await?;
    rows.reverse();
    let mut singles = singles(db, calendar).await?;
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let times = Times::of(&row)?;
        events.push(whole(&row, &times));
        events.extend(singles.remove(&row.id).unwrap_or_default().iter().map(|single| one(&row, &times, single)));
    }
    Ok(ical::Calendar { name: name.to_owned(), events })
}

/// Occurrences that are elsewhere, or were called off alone.
async fn singles(db: &impl ConnectionTrait, calendar: &calendar::Model) -> Result<HashMap<EventId, Vec<occurrence::Model>>, DbErr> {
    use occurrence::Column as C;

    let moved = Condition::all().add(C::Moved.eq(true)).add(C::State.ne(OccurrenceState::Canceled));
    let off = Condition::all().add(C::State.eq(OccurrenceState::Canceled)).add(C::Cause.eq(OccurrenceCause::Alone));
    let rows = occurrence::Entity::find().filter(C::CalendarId.eq(calendar.id)).filter(Condition::any().add(moved).add(off));
    let mut found: HashMap<EventId, Vec<occurrence::Model>> = HashMap::new();
    for row in rows.order_by_asc(C::OriginalStart).all(db).await? {
        found.entry(row.event_id).or_default().push(row);
    }
    Ok(found)
}

fn whole(row: &event::Model, times: &Times) -> ical::Event {
    let starts_at = resolve(times.zone, times.start);
    let again = times.rule.is_some() || !times.besides.is_empty() || !times.left_out.is_empty();
    let again = again.then(|| Again {
        local_start: times.start,
        rule: times.rule.as_ref().map(|rule| until(rule, row, times).beside_zone(times.zone).to_string()),
        besides: times.besides.clone(),
        left_out: times.left_out.clone(),
    });
    ical::Event { again, ..told(row, times, starts_at, starts_at + times.duration) }
}

/// The rule, ended where the event is.
fn until(rule: &Rule, row: &event::Model, times: &Times) -> Rule {
    let Some(end) = row.ends_at else { return rule.clone() };
    match rule.bound() {
        Bound::Count(count) => {
            let all = Series::new(times.start, times.zone, Some(rule), &[], &[]);
            let before = all.map(|all| all.iter().take_while(|next| next.at <= end).count()).unwrap_or_default();
            rule.ending(Bound::Count(u32::try_from(before).unwrap_or(count).clamp(1, count)))
        }
        Bound::Until(known) => rule.ending(Bound::Until(Until::Instant(known.instant(times.zone).min(end)))),
        Bound::Endless => rule.ending(Bound::Until(Until::Instant(end))),
    }
}

fn one(row: &event::Model, times: &Times, single: &occurrence::Model) -> ical::Event {
    ical::Event {
        cancelled: single.state == OccurrenceState::Canceled || row.status == EventStatus::Canceled,
        instead_of: Some(single.original_start),
        ..told(row, times, single.starts_at, single.ends_at)
    }
}

fn told(row: &event::Model, times: &Times, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> ical::Event {
    ical::Event {
        uid: row.uid.clone(),
        sequence: row.sequence,
        changed_at: row.updated_at,
        starts_at,
        ends_at,
        zone: times.zone,
        summary: row.title.clone(),
        description: row.description.clone(),
        cancelled: row.status == EventStatus::Canceled,
        busy: true,
        alarm: None,
        again: None,
        instead_of: None,
    }
}
