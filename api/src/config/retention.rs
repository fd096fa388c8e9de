//! How far back the past reaches.

use chrono::TimeDelta;
use serde::Deserialize;

/// `[retention]`: ages in days; 0 keeps for ever. Counters of days and the audit log are always kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// What was sent to telephone systems, and what came of it. Default 30.
    pub commands_days: u32,
    /// Who was in a queue, who waited, what happened there; how its timetables were solved. Default 400.
    pub queue_history_days: u32,
    /// Calls that are over. Default 400.
    pub calls_days: u32,
    /// Messages that were sent, or came to nothing. Default 90.
    pub messages_days: u32,
    /// What providers posted, as it came. Default 30.
    pub callbacks_days: u32,
    /// Imports of contacts that nobody goes on with, with the rows of their files. Default 90.
    pub imports_days: u32,
    /// Webhooks that were delivered, or came to nothing. Default 30.
    pub webhooks_days: u32,
    /// Runs of flows that are over, with what their nodes heard. Default 400.
    pub flow_runs_days: u32,
    /// What was recorded in calls that flows lead; then it is deleted at its provider. Default 90.
    pub recordings_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            commands_days: 30,
            queue_history_days: 400,
            calls_days: 400,
            messages_days: 90,
            callbacks_days: 30,
            imports_days: 90,
            webhooks_days: 30,
            flow_runs_days: 400,
            recordings_days: 90,
        }
    }
}

impl Retention {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        let ages = [
            ("commands_days", self.commands_days),
            ("queue_history_days", self.queue_history_days),
            ("calls_days", self.calls_days),
            ("messages_days", self.messages_days),
            ("callbacks_days", self.callbacks_days),
            ("imports_days", self.imports_days),
            ("webhooks_days", self.webhooks_days),
            ("flow_runs_days", self.flow_runs_days),
            ("recordings_days", self.recordings_days),
        ];
        for (name, days) in ages {
            if days > 36_500 {
                faults.push(format!("retention.{name} is {days}; it must be 0 (for ever) to 36500"));
            }
        }
        // A wait belongs to its call, and is part of the queue's history.
        let for_ever = |days: u32| if days == 0 { u32::MAX } else { days };
        if for_ever(self.calls_days) < for_ever(self.queue_history_days) {
            faults.push(format!(
                "retention.calls_days is {}, which is shorter than retention.queue_history_days, {}: a queue's history needs its calls",
                self.calls_days, self.queue_history_days
            ));
        }
    }
}

/// An age of so many days; `None` for 0, which keeps for ever.
pub fn age(days: u32) -> Option<TimeDelta> {
    (days > 0).then(|| TimeDelta::days(days.into()))
}
