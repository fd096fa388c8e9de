//! What the tests of this folder ask, and how they compare it with `queue show`.

use acceptance::{Client, Lab, ShownMember, ShownQueue, TestApp};
use entity::stored::Role;
use serde_json::{Value, json};

const BOARD: &str = "query ($queue: ID!) { queue(id: $queue) { id key sync { state }
    state { stale staleSeconds members { extension name presence penalty drift paused { reason } person { name } }
            waiting { name number withheld ringing { name } }
            counters { waiting offered answered abandoned timedOut other } } } }";

pub(super) const ADD: &str = "mutation ($queue: ID!, $person: ID!, $penalty: Int = 0) {
    queueMemberAdd(queueId: $queue, personId: $person, penalty: $penalty) { member { drift } userErrors { code } } }";

pub(super) const REMOVE: &str = "mutation ($queue: ID!, $person: ID!) {
    queueMemberRemove(queueId: $queue, personId: $person) { queue { state { members { extension } } } userErrors { code } } }";

pub(super) const PAUSE: &str = "mutation ($person: ID!, $reason: String!) {
    queueMemberPause(personId: $person, reason: $reason) { members { drift } userErrors { code } } }";

pub(super) const RESUME: &str =
    "mutation ($person: ID!) { queueMemberResume(personId: $person) { members { drift } userErrors { code } } }";

/// What changed in a queue, and which member or call it is about.
pub(super) const CHANGES: &str = "subscription ($queue: ID!) { queueChanged(queueId: $queue) {
    what outcome member { extension penalty paused { reason } } waitingCall { name } } }";

/// One of the lab's queues, as the API knows it.
pub(super) struct Desk {
    pub(super) queue: Value,
    pub(super) viewer: Client,
}

impl Desk {
    /// Of a queue that is only observed.
    pub(super) async fn observing(app: &TestApp, key: &str) -> Self {
        let viewer = app.as_role(Role::Viewer).await;
        let queues = viewer.query("{ queues { nodes { id key } } }", json!({})).await;
        let queues = queues["queues"]["nodes"].as_array().unwrap().clone();
        let queue = queues.into_iter().find(|queue| queue["key"] == key).unwrap()["id"].clone();
        Self { queue, viewer }
    }

    /// Of a queue that the application is in charge of.
    pub(super) async fn managing(app: &TestApp, key: &str) -> Self {
        let desk = Self::observing(app, key).await;
        let manage = "mutation ($queue: ID!) { queueUpdate(id: $queue, input: { mode: MANAGED }) { userErrors { code message } } }";
        let done = app.as_role(Role::Admin).await.query(manage, json!({ "queue": desk.queue })).await;
        assert_eq!(done["queueUpdate"]["userErrors"], json!([]));
        desk
    }

    /// The queue, once it is so.
    pub(super) async fn until(&self, app: &TestApp, holds: impl Fn(&Value) -> bool) -> Value {
        let queue = json!({ "queue": self.queue });
        app.until(&self.viewer, BOARD, queue, |answer| holds(&answer["queue"])).await["queue"].clone()
    }

    /// The queue as it is now.
    pub(super) async fn now(&self) -> Value {
        self.viewer.query(BOARD, json!({ "queue": self.queue })).await["queue"].clone()
    }

    /// Waits until the queue is as wanted and known to be so; it is then what `queue show` prints.
    pub(super) async fn is_what_the_console_shows(&self, app: &TestApp, lab: &Lab) -> ShownQueue {
        let settled = |queue: &Value| {
            queue["state"]["stale"] == false && ["IN_SYNC", "OBSERVED"].iter().any(|state| queue["sync"]["state"] == *state)
        };
        let board = self.until(app, settled).await;
        let shown = lab.shows(board["key"].as_str().unwrap()).await;
        assert_eq!(told(&board), shown);
        shown
    }
}

/// A queue of the API, as the console would show it.
fn told(queue: &Value) -> ShownQueue {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut members: Vec<_> = queue["state"]["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| ShownMember {
            extension: text(&member["extension"]),
            name: text(&member["name"]),
            penalty: member["penalty"].as_u64().unwrap().try_into().unwrap(),
            paused: member["paused"].as_object().map(|pause| text(&pause["reason"])),
        })
        .collect();
    members.sort();
    ShownQueue { members, waiting: queue["state"]["waiting"].as_array().unwrap().len() }
}
