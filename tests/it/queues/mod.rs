//! Queues: what the telephone system does is seen, what is wanted is done, and what was so can be read back.

use acceptance::{Telephones, TestApp};
use entity::{person, stored::Role};
use serde_json::{Value, json};
use telephony::port::QueueKey;

mod bursts;
mod calls;
mod clocks;
mod kept;
mod late;
mod leaving;
mod managing;
mod past;
mod trouble;

const BOARD: &str = "{ queues { nodes { id key mode sync { state pending problem }
    state { stale answering { from person { name } } members { currentCall { from } extension presence source drift penalty callsTaken paused { reason } person { name } changedBy { kind } }
            waiting { position number withheld ringing { name } }
            counters { waiting offered answered abandoned timedOut other serviceLevel } } } } }";

const ADD: &str = "mutation ($queue: ID!, $person: ID!, $penalty: Int = 0) {
    queueMemberAdd(queueId: $queue, personId: $person, penalty: $penalty) {
        member { extension presence source drift penalty } userErrors { code path message } } }";

const REMOVE: &str = "mutation ($queue: ID!, $person: ID!) {
    queueMemberRemove(queueId: $queue, personId: $person, reason: \"going home\") { queue { state { members { extension } } } userErrors { code path } } }";

const PAUSE: &str = "mutation ($person: ID!, $queue: ID, $reason: String!) {
    queueMemberPause(personId: $person, queueId: $queue, reason: $reason) { members { presence drift paused { reason } } userErrors { code path } } }";

const RESUME: &str = "mutation ($person: ID!) {
    queueMemberResume(personId: $person) { members { presence drift paused { reason } } userErrors { code path } } }";

const MANAGE: &str = "mutation ($queue: ID!) {
    queueUpdate(id: $queue, input: { mode: MANAGED }) { queue { mode } userErrors { code path message } } }";

/// A team of two, and their managed queue.
struct Desk {
    telephones: Telephones,
    queue: Value,
    ana: person::Model,
    pau: person::Model,
}

impl Desk {
    async fn open(app: &TestApp) -> Self {
        let ana = app.person("Ana").extension("1001").create().await;
        let pau = app.person("Pau").extension("1002").create().await;
        let telephones = app.telephones(&["support"], &["1001", "1002", "1003"]).await;
        let admin = app.as_role(Role::Admin).await;
        let queue = admin.query(BOARD, json!({})).await["queues"]["nodes"][0]["id"].clone();
        let managed = admin.query(MANAGE, json!({ "queue": queue })).await;
        assert_eq!(managed["queueUpdate"]["userErrors"], json!([]));
        Self { telephones, queue, ana, pau }
    }

    /// With Ana in the queue.
    async fn with_ana(app: &TestApp) -> Self {
        let desk = Self::open(app).await;
        let lead = app.as_role(Role::Coordinator).await;
        let added = lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
        assert_eq!(added["queueMemberAdd"]["member"]["drift"], json!([]), "{added:#}");
        desk
    }

    async fn board(&self, app: &TestApp, holds: impl Fn(&Value) -> bool) -> Value {
        let viewer = app.as_role(Role::Viewer).await;
        let answer = app.until(&viewer, BOARD, json!({}), |answer| holds(&answer["queues"]["nodes"][0])).await;
        answer["queues"]["nodes"][0].clone()
    }

    /// Who is in the queue, and whether paused, at the telephone system itself.
    fn truth(&self) -> Vec<(String, Option<String>)> {
        let state = self.telephones.system.state();
        let queue = state.queues.iter().find(|queue| queue.key.0 == "support").expect("the queue");
        queue.members.iter().map(|member| (member.extension.clone().expect("an extension").to_string(), member.paused.clone())).collect()
    }
}

fn support() -> QueueKey {
    QueueKey("support".to_owned())
}
