//! What a team's day is like.

use std::time::Duration;

use numbering::Extension;

use crate::port::QueueKey;

/// Where the traffic goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Queues that are called, each with its weight: twice the weight, twice the calls. Weight 0 is never called.
    pub queues: Vec<(QueueKey, u32)>,
    /// Members who answer, refuse and take breaks. Others' telephones ring unheard.
    pub extensions: Vec<Extension>,
}

/// How callers and members behave. Means are of distributions with a long tail; percentages above 100 count as 100.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Calls in an hour, over all queues.
    pub calls_per_hour: u32,
    /// How many different callers there are: some call again.
    pub callers: u32,
    /// Callers who withhold their number.
    pub withheld_percent: u8,
    /// Mean time a caller waits before hanging up.
    pub patience: Duration,
    /// Mean time of a talk.
    pub talk: Duration,
    /// Mean time until a member takes up the receiver.
    pub reaction: Duration,
    /// Rings that are refused.
    pub declined_percent: u8,
    /// Rings that nobody hears.
    pub unheard_percent: u8,
    /// Talks that the caller ends; the member ends the others.
    pub ended_by_caller_percent: u8,
    /// Mean time between two breaks of one member, taken at the telephone; `None` for no breaks.
    pub break_every: Option<Duration>,
    /// Mean time of a break.
    pub break_length: Duration,
}

impl Default for Profile {
    /// A lively support queue for five to ten members.
    fn default() -> Self {
        Self {
            calls_per_hour: 90,
            callers: 120,
            withheld_percent: 8,
            patience: Duration::from_secs(220),
            talk: Duration::from_secs(200),
            reaction: Duration::from_secs(5),
            declined_percent: 6,
            unheard_percent: 8,
            ended_by_caller_percent: 60,
            break_every: Some(Duration::from_secs(90 * 60)),
            break_length: Duration::from_secs(12 * 60),
        }
    }
}
