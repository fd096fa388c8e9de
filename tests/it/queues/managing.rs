//! Taking charge of a queue, and who is wanted in it.

use acceptance::{SOON, TestApp, extension, on_both};
use entity::stored::Role;
use serde_json::json;

use super::{ADD, BOARD, Desk, MANAGE, PAUSE, REMOVE, RESUME, support};

on_both!(a_queue_of_the_telephone_system_is_observed_until_someone_takes_charge_of_it);
async fn a_queue_of_the_telephone_system_is_observed_until_someone_takes_charge_of_it(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let telephones = app.telephones(&["support"], &["1001"]).await;
    telephones.system.console_adds(&support(), &extension("1001"), "Ana").expect("the console adds");
    let lead = app.as_role(Role::Admin).await;
    let seen = app.until(&lead, BOARD, json!({}), |board| board["queues"]["nodes"][0]["state"]["members"][0]["extension"] == "1001").await;
    let queue = &seen["queues"]["nodes"][0];

    let refused = lead.query(ADD, json!({ "queue": queue["id"], "person": ana.id })).await;
    let managed = lead.query(MANAGE, json!({ "queue": queue["id"] })).await;
    let after = lead.query(BOARD, json!({})).await;

    assert_eq!(queue["mode"], "OBSERVED");
    assert_eq!(queue["state"]["members"][0]["source"], "UNMANAGED");
    assert_eq!(queue["state"]["members"][0]["person"]["name"], "Ana");
    assert_eq!(refused["queueMemberAdd"]["userErrors"][0]["code"], "CONFLICT");
    assert_eq!(managed["queueUpdate"]["userErrors"], json!([]));
    // Whoever was in it stays in it, and is wanted from now on.
    assert_eq!(after["queues"]["nodes"][0]["state"]["members"][0]["source"], "MANUAL");
    assert_eq!(after["queues"]["nodes"][0]["state"]["members"][0]["drift"], json!([]));
}

on_both!(a_queue_is_told_as_new_once_and_as_changed_afterwards);
async fn a_queue_is_told_as_new_once_and_as_changed_afterwards(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let mut told = admin.subscribe("subscription { queueChanged { kind what } }", json!({})).await;
    let _telephones = app.telephones(&["support"], &[]).await;
    let queue = admin.query(BOARD, json!({})).await["queues"]["nodes"][0]["id"].clone();

    admin.query(MANAGE, json!({ "queue": queue })).await;

    let mut kinds = Vec::new();
    while kinds.len() < 2 {
        let change = told.next_within(SOON).await["queueChanged"].clone();
        if change["what"] == "DEFINED" {
            kinds.push(change["kind"].clone());
        }
    }
    assert_eq!(kinds, ["CREATED", "UPDATED"]);
}

on_both!(a_queue_with_a_stranger_in_it_is_not_taken_charge_of);
async fn a_queue_with_a_stranger_in_it_is_not_taken_charge_of(app: TestApp) {
    let telephones = app.telephones(&["support"], &["1003"]).await;
    telephones.system.console_adds(&support(), &extension("1003"), "Nobody's").expect("the console adds");
    let admin = app.as_role(Role::Admin).await;
    let seen = app.until(&admin, BOARD, json!({}), |board| board["queues"]["nodes"][0]["state"]["members"][0]["extension"] == "1003").await;

    let refused = admin.query(MANAGE, json!({ "queue": seen["queues"]["nodes"][0]["id"] })).await;

    assert_eq!(refused["queueUpdate"]["userErrors"][0]["code"], "CONFLICT");
    assert_eq!(refused["queueUpdate"]["userErrors"][0]["path"], json!(["input", "mode"]));
}

on_both!(a_person_added_is_in_the_queue_at_the_telephone_system_when_the_answer_comes);
async fn a_person_added_is_in_the_queue_at_the_telephone_system_when_the_answer_comes(app: TestApp) {
    let desk = Desk::open(&app).await;
    let lead = app.as_role(Role::Coordinator).await;

    let answer = lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id, "penalty": 3 })).await;

    let member = json!({ "extension": "1001", "presence": "AVAILABLE", "source": "MANUAL", "drift": [], "penalty": 3 });
    assert_eq!(answer, json!({ "queueMemberAdd": { "member": member, "userErrors": [] } }));
    assert_eq!(desk.truth(), [("1001".to_owned(), None)]);
    let board = desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    assert_eq!(board["state"]["members"][0]["changedBy"]["kind"], "USER", "the echo of a command bears its author");
}

on_both!(a_person_removed_is_gone_from_the_queue_and_the_other_stays);
async fn a_person_removed_is_gone_from_the_queue_and_the_other_stays(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.pau.id })).await;

    let answer = lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;

    assert_eq!(answer["queueMemberRemove"]["queue"]["state"]["members"], json!([{ "extension": "1002" }]));
    assert_eq!(desk.truth(), [("1002".to_owned(), None)]);
}

on_both!(a_pause_with_its_reason_is_at_the_telephone_system_and_ends_with_resume);
async fn a_pause_with_its_reason_is_at_the_telephone_system_and_ends_with_resume(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;

    let paused = lead.query(PAUSE, json!({ "person": desk.ana.id, "reason": "lunch, back at 3" })).await;
    let truth = desk.truth();
    let resumed = lead.query(RESUME, json!({ "person": desk.ana.id })).await;

    let member = json!({ "presence": "PAUSED", "drift": [], "paused": { "reason": "lunch, back at 3" } });
    assert_eq!(paused["queueMemberPause"]["members"], json!([member]));
    assert_eq!(truth, [("1001".to_owned(), Some("lunch, back at 3".to_owned()))]);
    assert_eq!(resumed["queueMemberResume"]["members"], json!([{ "presence": "AVAILABLE", "drift": [], "paused": null }]));
    assert_eq!(desk.truth(), [("1001".to_owned(), None)]);
}

on_both!(an_agent_pauses_only_himself);
async fn an_agent_pauses_only_himself(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let ana = app.as_agent(&desk.ana).await;
    let pau = app.as_agent(&desk.pau).await;

    let own = ana.query(PAUSE, json!({ "person": desk.ana.id, "reason": "tea" })).await;
    let others = pau.query(PAUSE, json!({ "person": desk.ana.id, "reason": "mischief" })).await;

    assert_eq!(own["queueMemberPause"]["userErrors"], json!([]));
    assert_eq!(others["queueMemberPause"]["userErrors"], json!([{ "code": "FORBIDDEN", "path": ["personId"] }]));
    assert_eq!(desk.truth(), [("1001".to_owned(), Some("tea".to_owned()))]);
}

on_both!(what_cannot_be_is_refused_with_its_path_and_changes_nothing);
async fn what_cannot_be_is_refused_with_its_path_and_changes_nothing(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let mute = app.person("No telephone").create().await;
    let foreign = app.other_account().await.person("Foreign").extension("1001").create().await;
    let lead = app.as_role(Role::Coordinator).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    let before = app.news().await.len();

    let table = [
        (ADD, json!({ "queue": desk.queue, "person": mute.id }), "queueMemberAdd", "INVALID", json!(["personId"])),
        (ADD, json!({ "queue": desk.queue, "person": foreign.id }), "queueMemberAdd", "NOT_FOUND", json!(["personId"])),
        (ADD, json!({ "queue": desk.queue, "person": desk.queue }), "queueMemberAdd", "INVALID", json!(["personId"])),
        (ADD, json!({ "queue": desk.queue, "person": desk.pau.id, "penalty": -1 }), "queueMemberAdd", "INVALID", json!(["penalty"])),
        (REMOVE, json!({ "queue": desk.queue, "person": desk.pau.id }), "queueMemberRemove", "NOT_FOUND", json!(["personId"])),
        (PAUSE, json!({ "person": desk.ana.id, "reason": "  " }), "queueMemberPause", "INVALID", json!(["reason"])),
        (PAUSE, json!({ "person": desk.ana.id, "reason": "a\r\nAction: Logoff" }), "queueMemberPause", "INVALID", json!(["reason"])),
        (PAUSE, json!({ "person": desk.ana.id, "reason": "x".repeat(80) }), "queueMemberPause", "INVALID", json!(["reason"])),
        (PAUSE, json!({ "person": desk.pau.id, "reason": "tea" }), "queueMemberPause", "NOT_FOUND", json!(["personId"])),
    ];
    for (document, variables, field, code, path) in table {
        let answer = lead.query(document, variables.clone()).await;

        let error = &answer[field]["userErrors"][0];
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &path), "{field} {variables}");
    }
    assert_eq!(app.news().await.len(), before, "nothing was written");
}

on_both!(the_order_of_persons_is_the_order_in_which_they_are_rung);
async fn the_order_of_persons_is_the_order_in_which_they_are_rung(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.pau.id })).await;
    let order =
        "mutation ($queue: ID!, $persons: [ID!]!) { queueMembersOrder(queueId: $queue, personIds: $persons) { userErrors { code path } } }";

    let done = lead.query(order, json!({ "queue": desk.queue, "persons": [desk.pau.id, desk.ana.id] })).await;
    let twice = lead.query(order, json!({ "queue": desk.queue, "persons": [desk.pau.id, desk.pau.id] })).await;

    assert_eq!(done["queueMembersOrder"]["userErrors"], json!([]));
    assert_eq!(twice["queueMembersOrder"]["userErrors"], json!([{ "code": "INVALID", "path": ["personIds", "1"] }]));
    let board = desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    let mut penalties: Vec<_> = board["state"]["members"]
        .as_array()
        .expect("members")
        .iter()
        .map(|member| (member["extension"].clone(), member["penalty"].clone()))
        .collect();
    penalties.sort_by_key(|(_, penalty)| penalty.as_i64());
    assert_eq!(penalties, [(json!("1002"), json!(0)), (json!("1001"), json!(1))]);
}
