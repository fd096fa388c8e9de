//! Whose clock says what. A provider tells instants by its own clock; they are written down by ours. Ours may be set.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{queue_member, queue_visit};
use telephony::{
    event::{Entry, Event, Member, Snapshot},
    port::QueueKey,
};

use super::{Board, Days};

/// A provider's clock is believed as far as this from ours; beyond, the instant of receipt counts.
const CLOCKS_AGREE: TimeDelta = TimeDelta::seconds(5);
/// What is so old may have been told late. What is older was told by a clock that is behind.
const TOLD_LATE: TimeDelta = TimeDelta::minutes(10);
/// Our clock going back by less than this is not followed: time stands still until it has caught up. By more, it was wrong
/// before and is right now.
const SET_BACK: TimeDelta = TimeDelta::seconds(60);

/// What is written already, and was not so at an instant that our clock was set back to.
pub(in crate::exchange) struct Earlier {
    /// What was counted by that instant.
    pub(in crate::exchange) days: Vec<(QueueKey, Days)>,
    /// Versions that ended later.
    pub(in crate::exchange) members: Vec<queue_member::Model>,
    /// Waits that had begun, and ended later.
    pub(in crate::exchange) visits: Vec<queue_visit::Model>,
}

impl Board {
    /// When something is said to have happened: by the provider's clock if it agrees with ours, never before what was told already.
    pub(super) fn instant(&mut self, told: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let believed = if (told - now).abs() <= CLOCKS_AGREE { told.min(now) } else { now };
        self.last = self.last.max(believed);
        self.last
    }

    /// Whether our clock was ahead when it was last looked at, so far that what was told then lies in the future.
    pub(in crate::exchange) fn was_ahead(&self, now: DateTime<Utc>) -> bool {
        self.last - now > SET_BACK
    }

    /// Our clock was set back: goes on from `now`. What was said to be so until a time yet to come is over now, and what is so is
    /// so from now on.
    pub(in crate::exchange) fn set_back(&mut self, earlier: Earlier, now: DateTime<Utc>) {
        tracing::warn!(provider.id = %self.provider.id, "exchange: our clock was set back by {} s", (self.last - now).num_seconds());
        self.last = now;
        for mut row in earlier.members {
            row.valid_to = Some(now.max(row.valid_from));
            self.changes.members.insert(row.id, row);
        }
        for mut row in earlier.visits {
            row.left_at = Some(now);
            self.changes.visits.insert(row.id, row);
        }
        let held = self.queues.values_mut().flat_map(|queue| queue.visits.values_mut().chain(queue.talks.values_mut()));
        held.for_each(|visit| visit.left_at = visit.left_at.map(|left| left.min(now)));
        for (key, days) in earlier.days {
            self.count_on(&key, days, now);
        }
        self.refresh_all(now);
    }

    /// Finds out how far the provider's clock is from ours. What was found is kept until it is clearly another: a wobble would
    /// move every instant that is told twice.
    pub(super) fn compare_clocks(&mut self, told: DateTime<Utc>, now: DateTime<Utc>) {
        let ahead = told - now;
        let apart = ahead > CLOCKS_AGREE || ahead < -TOLD_LATE;
        if apart && (ahead - self.ahead).abs() <= CLOCKS_AGREE {
            return;
        }
        let found = if apart { ahead } else { TimeDelta::zero() };
        if found != self.ahead && !found.is_zero() {
            let seconds = found.num_seconds();
            tracing::warn!(provider.id = %self.provider.id, "exchange: the telephone system's clock is {seconds} s ahead of ours: ours counts");
        }
        self.ahead = found;
    }

    /// A snapshot whose instants are by our clock.
    pub(super) fn snapshot_by_our_clock(&self, mut snapshot: Snapshot) -> Snapshot {
        // When the provider was started is left as it is: it says which run of it this is, and is only compared with itself.
        for queue in &mut snapshot.queues {
            queue.members.iter_mut().for_each(|member| self.member_by_our_clock(member));
            queue.entries.iter_mut().for_each(|entry| self.entry_by_our_clock(entry));
        }
        for call in &mut snapshot.calls {
            call.started_at = self.ours(call.started_at);
            call.legs.iter_mut().for_each(|leg| leg.started_at = self.ours(leg.started_at));
        }
        snapshot
    }

    /// An event whose instants are by our clock.
    pub(super) fn event_by_our_clock(&self, mut event: Event) -> Event {
        match &mut event {
            Event::QueueJoined { entry, .. } => self.entry_by_our_clock(entry),
            Event::MemberChanged { member, .. } => self.member_by_our_clock(member),
            _ => {}
        }
        event
    }

    fn member_by_our_clock(&self, member: &mut Member) {
        member.paused_at = member.paused_at.map(|at| self.ours(at));
        member.last_call_at = member.last_call_at.map(|at| self.ours(at));
    }

    fn entry_by_our_clock(&self, entry: &mut Entry) {
        entry.joined_at = self.ours(entry.joined_at);
    }

    fn ours(&self, theirs: DateTime<Utc>) -> DateTime<Utc> {
        theirs.checked_sub_signed(self.ahead).unwrap_or(theirs)
    }
}
