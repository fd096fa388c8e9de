//! Several at once: who changes the same queue at the same time is heard, and none waits for another for ever.

use acceptance::{Backend, TestApp, on_both, run};
use entity::{installation, stored::Role};
use futures_util::future::join3;
use sea_orm::{ConnectionTrait, EntityTrait, sea_query::Expr};
use serde_json::{Value, json};
use switchboard::live::Position;
use telephony::simulator::HangUp;

const QUEUES: &str = "{ queues { nodes { id key state { members { extension penalty paused { reason } } } } } }";
const MANAGE: &str = "mutation ($queue: ID!) { queueUpdate(id: $queue, input: { mode: MANAGED }) { userErrors { code } } }";
const ADD: &str = "mutation ($queue: ID!, $person: ID!) { queueMemberAdd(queueId: $queue, personId: $person) { userErrors { code } } }";
const PAUSE: &str =
    "mutation ($person: ID!, $reason: String!) { queueMemberPause(personId: $person, reason: $reason) { userErrors { code } } }";
const PENALTY: &str = "mutation ($queue: ID!, $person: ID!, $penalty: Int!) {
    queueMemberSetPenalty(queueId: $queue, personId: $person, penalty: $penalty) { userErrors { code } } }";
const ORDER: &str =
    "mutation ($queue: ID!, $persons: [ID!]!) { queueMembersOrder(queueId: $queue, personIds: $persons) { userErrors { code } } }";

on_both!(a_pause_a_penalty_and_an_order_at_once_are_all_heard);
async fn a_pause_a_penalty_and_an_order_at_once_are_all_heard(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let pau = app.person("Pau").extension("1002").create().await;
    let _telephones = app.telephones(&["one", "two"], &["1001", "1002"]).await;
    let lead = app.as_role(Role::Admin).await;
    let nodes = lead.query(QUEUES, json!({})).await["queues"]["nodes"].clone();
    let queues: Vec<Value> = [0, 1].map(|place: usize| nodes[place]["id"].clone()).to_vec();
    for queue in &queues {
        lead.query(MANAGE, json!({ "queue": queue })).await;
        for person in [ana.id, pau.id] {
            lead.query(ADD, json!({ "queue": queue, "person": person })).await;
        }
    }

    for round in 0..8 {
        let reason = format!("round {round}");
        let order = if round % 2 == 0 { [pau.id, ana.id] } else { [ana.id, pau.id] };
        let answers = join3(
            lead.query(PAUSE, json!({ "person": ana.id, "reason": reason })),
            lead.query(PENALTY, json!({ "queue": queues[0], "person": ana.id, "penalty": 10 + round })),
            lead.query(ORDER, json!({ "queue": queues[1], "persons": order })),
        )
        .await;

        for answer in [answers.0, answers.1, answers.2] {
            let payload = answer.as_object().and_then(|fields| fields.values().next()).expect("a payload");
            assert_eq!(payload["userErrors"], json!([]));
        }
        let anas = |queue: &Value| queue["state"]["members"].as_array()?.iter().find(|member| member["extension"] == "1001").cloned();
        let heard = |board: &Value| {
            let nodes = board["queues"]["nodes"].as_array().into_iter().flatten();
            nodes.into_iter().all(|queue| {
                let penalty = if queue["id"] == queues[0] { 10 + round } else { (round + 1) % 2 };
                anas(queue).is_some_and(|member| member["paused"]["reason"] == reason && member["penalty"] == penalty)
            })
        };
        app.until(&lead, QUEUES, json!({}), heard).await;
    }
}

on_both!(who_prunes_less_does_not_forget_what_another_has_pruned);
async fn who_prunes_less_does_not_forget_what_another_has_pruned(app: TestApp) {
    app.person("Ana").create().await;
    let admin = app.as_role(Role::Admin).await;
    admin.query("mutation { personCreate(input: { name: \"Pau\" }) { userErrors { code } } }", json!({})).await;
    app.app().live.catch_up().await.expect("placed");
    installation::Entity::update_many()
        .col_expr(installation::Column::Pruned, Expr::value(1_000))
        .exec(app.app().db.admin())
        .await
        .expect("another has pruned");

    let pruned = app.app().live.log().prune(app.now() + chrono::TimeDelta::seconds(1)).await.expect("pruned");

    assert!(pruned > 0);
    assert_eq!(app.app().live.log().pruned().await.expect("known"), Position(1_000));
}

/// What a database answers that had to choose a victim: three times, then no more.
const DEADLOCKS: [&str; 3] = [
    "CREATE SEQUENCE deadlocks",
    "CREATE FUNCTION deadlock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('deadlocks') <= 3 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
        RETURN NEW;
     END $$",
    "CREATE TRIGGER deadlock BEFORE INSERT ON queue_visit FOR EACH ROW EXECUTE FUNCTION deadlock()",
];

/// SQLite has one writer, who waits in line.
#[test]
fn what_was_heard_is_written_when_others_stood_in_the_way_at_first() {
    let Some(backend) = Backend::postgres() else { return };
    run(backend, async |app: TestApp| {
        let telephones = app.telephones(&["support"], &["1001"]).await;
        for statement in DEADLOCKS {
            app.app().db.admin().execute_unprepared(statement).await.expect("a database in trouble");
        }
        let viewer = app.as_role(Role::Viewer).await;
        let counted = "{ queues { nodes { state { stale counters { offered abandoned } } } } }";

        // Gone before the link could be made again: who did not hear it cannot know of it.
        let call = telephones.call("support", Some("+34972183386"));
        telephones.system.hang_up(&call, HangUp::ByCaller).expect("hung up");
        let counted =
            app.until(&viewer, counted, json!({}), |answer| answer["queues"]["nodes"][0]["state"]["counters"]["offered"] == 1).await;
        let calls = viewer.query("{ calls { nodes { status } } }", json!({})).await;

        assert_eq!(counted["queues"]["nodes"][0]["state"], json!({ "stale": false, "counters": { "offered": 1, "abandoned": 1 } }));
        assert_eq!(calls["calls"]["nodes"], json!([{ "status": "ABANDONED" }]));
    });
}
