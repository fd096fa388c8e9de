//! Counters of local days: which one is counted, when it turns, and what becomes of it when the zone or the clock is moved.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{queue_day, stored::QueueChangeKind};
use telephony::port::QueueKey;

use super::Board;
use crate::{
    auth::Actor,
    queues::{counters, news::QueueNews},
};

/// What was counted in a queue today, and on days yet to come: a clock that was ahead has counted there.
#[derive(Clone, Debug)]
pub(in crate::exchange) struct Days {
    pub(in crate::exchange) today: queue_day::Model,
    pub(in crate::exchange) ahead: BTreeMap<NaiveDate, queue_day::Model>,
}

impl Days {
    /// Of a day on which nothing was counted yet.
    pub(in crate::exchange) fn new(today: queue_day::Model) -> Self {
        Self { today, ahead: BTreeMap::new() }
    }
}

impl Board {
    /// When the days that are counted are over.
    pub(super) fn midnights(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.queues.values().map(|queue| {
            let zone = counters::zone(&queue.row);
            queue.days.today.day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, |day| counters::begins(zone, day))
        })
    }

    /// Begins another day's counters when the old day is over.
    pub(super) fn turn_day(&mut self, key: &QueueKey, at: DateTime<Utc>) {
        let Some(queue) = self.queues.get_mut(key) else { return };
        let day = counters::day(counters::zone(&queue.row), at);
        if day <= queue.days.today.day {
            return;
        }
        queue.days.today = queue.days.ahead.remove(&day).unwrap_or_else(|| counters::empty(&queue.row, day));
        self.tell_count(key, at);
    }

    /// Counts on with what was counted before.
    pub(super) fn count_on(&mut self, key: &QueueKey, days: Days, at: DateTime<Utc>) {
        let Some(queue) = self.queues.get_mut(key) else { return };
        queue.days = days;
        self.tell_count(key, at);
    }

    /// Counts on in another zone, where the day began at another midnight: `days` were counted anew, and what another zone
    /// counted on days that have not begun in this one is no longer so.
    pub(super) fn count_afresh(&mut self, key: &QueueKey, days: Days, at: DateTime<Utc>) {
        let Some(queue) = self.queues.get(key) else { return };
        let over = days.ahead.keys().map(|day| counters::empty(&queue.row, *day));
        let written = over.chain([days.today.clone()]).map(|row| ((row.queue_id, row.day), row));
        self.changes.days.extend(written);
        self.count_on(key, Days::new(days.today), at);
    }

    fn tell_count(&mut self, key: &QueueKey, at: DateTime<Utc>) {
        let Some(queue) = self.queues.get(key) else { return };
        let waiting = queue.visits.values().filter(|visit| visit.left_at.is_none());
        let told = counters::told(&queue.days.today, counters::zone(&queue.row), waiting);
        let news = QueueNews { counters: Some(told), ..QueueNews::new(QueueChangeKind::Counted, &Actor::system()) };
        self.changes.news.push(news.publish(queue.row.account_id, queue.row.id, at));
    }
}
