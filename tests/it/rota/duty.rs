//! Ten o'clock: whom the rota has on duty is in the queue, at every boundary, whatever happened in between.

mod nights;
mod published;
mod restarts;

use acceptance::{SOON, Telephones, TestApp, extension, news, on_both};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{PersonId, QueueId},
    person,
    stored::{ActorKind, CommandStatus, Role},
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use telephony::simulator::HangUp;

const WANTED: &str = "query ($queue: ID!) { queue(id: $queue) { sync { state }
    state { members { person { name } source drift presence penalty paused { reason } } } } }";

/// Who is in the queue or wanted there: name, by whom, and why paused.
async fn until_wanted(app: &TestApp, queue: QueueId, expected: Value) {
    let told = |answer: &Value| {
        let members = answer["queue"]["state"]["members"].as_array().cloned().unwrap_or_default();
        let mut told: Vec<Value> = members
            .iter()
            .filter(|member| !member["drift"].as_array().is_some_and(|drift| drift.contains(&json!("UNEXPECTED"))))
            .map(|member| json!([member["person"]["name"], member["source"], member["paused"]["reason"]]))
            .collect();
        told.sort_by_key(|member| member[0].to_string());
        Value::Array(told)
    };
    let viewer = app.as_role(Role::Viewer).await;
    app.until(&viewer, WANTED, json!({ "queue": queue }), |answer| told(answer) == expected).await;
}

/// What the queue's history says of wishes, the oldest first: who, by whom, why.
async fn wishes(app: &TestApp, queue: QueueId) -> Vec<Value> {
    let history =
        "query ($queue: ID!) { queue(id: $queue) { history(first: 100) { nodes { what reason person { name } actor { kind } } } } }";
    let answer = app.as_role(Role::Viewer).await.query(history, json!({ "queue": queue })).await;
    let nodes = answer["queue"]["history"]["nodes"].as_array().expect("entries").iter().rev();
    let wishes = nodes.filter(|entry| entry["what"] == "WANTED");
    wishes.map(|entry| json!([entry["person"]["name"], entry["actor"]["kind"], entry["reason"]])).collect()
}

/// A team of three, and their queue, which the rota decides: at the telephone system and here. It is five seconds before 10:15 in
/// London, 11:15 in Madrid.
struct Desk {
    telephones: Telephones,
    queue: QueueId,
    boundary: DateTime<Utc>,
    ana: person::Model,
    pau: person::Model,
    mar: person::Model,
}

impl Desk {
    async fn open(app: &TestApp) -> Self {
        app.clock.advance(TimeDelta::seconds(14 * 60 + 55));
        let ana = app.person("Ana").extension("1001").create().await;
        let pau = app.person("Pau").extension("1002").create().await;
        let mar = app.person("Mar").extension("1003").create().await;
        let telephones = app.telephones(&["support"], &["1001", "1002", "1003"]).await;
        let admin = app.as_role(Role::Admin).await;
        let queues = admin.query("{ queues { nodes { id } } }", json!({})).await;
        let id = queues["queues"]["nodes"][0]["id"].as_str().expect("an id").to_owned();
        let manage = "mutation ($queue: ID!) { queueUpdate(id: $queue, input: { mode: MANAGED, timeZone: \"Europe/Madrid\" }) { userErrors { code } } }";
        let managed = admin.query(manage, json!({ "queue": id })).await;
        assert_eq!(managed["queueUpdate"]["userErrors"], json!([]));
        let queue = id.parse().expect("a queue's id");
        app.driven_by_the_rota(queue).await;
        Self { telephones, queue, boundary: app.now() + TimeDelta::seconds(5), ana, pau, mar }
    }

    /// Ana's turn ends at the boundary, and Pau's begins; then nobody's.
    async fn with_a_week(app: &TestApp) -> Self {
        let desk = Self::open(app).await;
        let week = app.published_week(desk.queue, desk.boundary).await;
        week.slot(desk.boundary - TimeDelta::minutes(75), 75, &[Some(&desk.ana)]).await;
        week.slot(desk.boundary, 75, &[Some(&desk.pau)]).await;
        desk
    }

    /// Who is in the queue at the telephone system itself, once it is so and known to be.
    async fn until_there(&self, app: &TestApp, expected: &[&str]) {
        let viewer = app.as_role(Role::Viewer).await;
        let whose = |extension: &&str| {
            [("1001", "Ana"), ("1002", "Pau"), ("1003", "Mar")].iter().find(|(of, _)| of == extension).map(|(_, name)| (*name).to_owned())
        };
        let mut persons: Vec<_> = expected.iter().filter_map(whose).collect();
        persons.sort();
        // The answer is of one instant: what is true by now may have come after it.
        let shown = |answer: &Value| {
            let members = answer["queue"]["state"]["members"].as_array().into_iter().flatten();
            let mut names: Vec<_> = members.map(|member| member["person"]["name"].as_str().unwrap_or_default().to_owned()).collect();
            names.sort();
            names == persons
        };
        let is = |answer: &Value| answer["queue"]["sync"]["state"] == "IN_SYNC" && shown(answer) && self.truth() == expected;
        app.until(&viewer, WANTED, json!({ "queue": self.queue }), is).await;
    }

    fn truth(&self) -> Vec<String> {
        let state = self.telephones.system.state();
        let members = state.queues[0].members.iter();
        members.map(|member| member.extension.clone().expect("an extension").to_string()).collect()
    }
}

on_both!(at_a_boundary_those_whose_turn_begins_come_and_those_whose_turn_is_over_go);
async fn at_a_boundary_those_whose_turn_begins_come_and_those_whose_turn_is_over_go(app: TestApp) {
    let desk = Desk::with_a_week(&app).await;
    let _keeper = app.keeps_duty("one");
    desk.until_there(&app, &["1001"]).await;

    app.clock.advance(TimeDelta::seconds(5));
    desk.until_there(&app, &["1002"]).await;

    until_wanted(&app, desk.queue, json!([["Pau", "TURN", null]])).await;
    let expected = [
        json!(["Ana", "SYSTEM", "turn 10:00-11:15"]),
        json!(["Pau", "SYSTEM", "turn 11:15-12:30"]),
        json!(["Ana", "SYSTEM", "turn 10:00-11:15 is over"]),
    ];
    assert_eq!(wishes(&app, desk.queue).await, expected);
    let audit = app.audit_log().await;
    let of_duty = audit.iter().filter(|entry| entry.action.starts_with("duty"));
    let told: Vec<_> = of_duty.map(|entry| (entry.action.as_str(), entry.subject_id.clone(), entry.actor_kind)).collect();
    let (ana, pau) = (Some(desk.ana.id.to_string()), Some(desk.pau.id.to_string()));
    let system = ActorKind::System;
    assert_eq!(told, [("dutyBegin", ana.clone(), system), ("dutyBegin", pau, system), ("dutyEnd", ana, system)]);
}

on_both!(one_who_talks_when_the_turn_is_over_is_not_cut_and_leaves_after_the_call);
async fn one_who_talks_when_the_turn_is_over_is_not_cut_and_leaves_after_the_call(app: TestApp) {
    let desk = Desk::with_a_week(&app).await;
    let _keeper = app.keeps_duty("one");
    desk.until_there(&app, &["1001"]).await;
    let call = desk.telephones.call("support", Some("+34972183386"));
    desk.telephones.answer("1001");
    let viewer = app.as_role(Role::Viewer).await;
    let talks = |answer: &Value| answer["queue"]["state"]["members"][0]["presence"] == "ON_CALL";
    app.until(&viewer, WANTED, json!({ "queue": desk.queue }), talks).await;

    app.clock.advance(TimeDelta::seconds(5));
    let both = |answer: &Value| {
        answer["queue"]["state"]["members"]
            .as_array()
            .is_some_and(|members| members.iter().filter(|member| member["drift"] != json!(["MISSING"])).count() == 2)
    };
    let meanwhile = app.until(&viewer, WANTED, json!({ "queue": desk.queue }), both).await;
    let truth = desk.truth();
    desk.telephones.system.hang_up(&call, HangUp::ByCaller).expect("the call was not cut");
    desk.until_there(&app, &["1002"]).await;

    let members = meanwhile["queue"]["state"]["members"].as_array().expect("members");
    let ana = members.iter().find(|member| member["person"]["name"] == "Ana").expect("Ana");
    assert_eq!((&ana["presence"], &ana["drift"]), (&json!("ON_CALL"), &json!(["UNEXPECTED"])));
    assert_eq!(truth, ["1001", "1002"], "who comes does not wait");
}

on_both!(those_of_a_slot_come_in_the_order_of_its_lines);
async fn those_of_a_slot_come_in_the_order_of_its_lines(app: TestApp) {
    let desk = Desk::open(&app).await;
    let week = app.published_week(desk.queue, desk.boundary).await;
    week.slot(desk.boundary, 75, &[Some(&desk.mar), None, Some(&desk.ana), Some(&desk.pau)]).await;
    let _keeper = app.keeps_duty("one");

    app.clock.advance(TimeDelta::seconds(5));
    until_wanted(&app, desk.queue, json!([["Ana", "TURN", null], ["Mar", "TURN", null], ["Pau", "TURN", null]])).await;
    let viewer = app.as_role(Role::Viewer).await;
    app.until(&viewer, WANTED, json!({ "queue": desk.queue }), |answer| answer["queue"]["sync"]["state"] == "IN_SYNC").await;

    let sent = app.commands().await;
    let persons: Vec<_> = sent.iter().map(|command| (command.person_id, command.status)).collect();
    let done = CommandStatus::Succeeded;
    assert_eq!(persons, [(Some(desk.mar.id), done), (Some(desk.ana.id), done), (Some(desk.pau.id), done)]);
}

on_both!(who_was_put_there_by_hand_stays_and_so_does_a_pause_of_who_stays_on_duty);
async fn who_was_put_there_by_hand_stays_and_so_does_a_pause_of_who_stays_on_duty(app: TestApp) {
    let desk = Desk::open(&app).await;
    let week = app.published_week(desk.queue, desk.boundary).await;
    week.slot(desk.boundary - TimeDelta::minutes(75), 75, &[Some(&desk.ana), Some(&desk.mar)]).await;
    week.slot(desk.boundary, 75, &[Some(&desk.pau), Some(&desk.mar)]).await;
    let lead = app.as_role(Role::Coordinator).await;
    // Ana is there by hand although her turn will be over, Pau although his has not begun.
    for person in [&desk.ana, &desk.pau] {
        let add = "mutation ($queue: ID!, $person: ID!) { queueMemberAdd(queueId: $queue, personId: $person) { userErrors { code } } }";
        lead.query(add, json!({ "queue": desk.queue, "person": person.id })).await;
    }
    let _keeper = app.keeps_duty("one");
    until_wanted(&app, desk.queue, json!([["Ana", "MANUAL", null], ["Mar", "TURN", null], ["Pau", "MANUAL", null]])).await;
    let pause = "mutation ($person: ID!) { queueMemberPause(personId: $person, reason: \"lunch\") { userErrors { code } } }";
    lead.query(pause, json!({ "person": desk.mar.id })).await;
    let before = wishes(&app, desk.queue).await.len();

    app.clock.advance(TimeDelta::seconds(5));
    let sales = app.managed_queue("sales").await;
    a_comparison(&app, sales.id, &desk.ana).await;

    until_wanted(&app, desk.queue, json!([["Ana", "MANUAL", null], ["Mar", "TURN", "lunch"], ["Pau", "MANUAL", null]])).await;
    assert_eq!(wishes(&app, desk.queue).await.len(), before, "nothing was written");
}

/// Waits until all has been compared: another queue, whose turn comes after the others', has been made as its week has it.
async fn a_comparison(app: &TestApp, last: QueueId, person: &person::Model) {
    app.driven_by_the_rota(last).await;
    let week = app.published_week(last, app.now()).await;
    week.slot(app.now() - TimeDelta::minutes(1), 75, &[Some(person)]).await;
    until_wanted(app, last, json!([[person.name, "TURN", null]])).await;
}

on_both!(outside_the_hours_of_the_service_nobody_of_the_rota_is_there);
async fn outside_the_hours_of_the_service_nobody_of_the_rota_is_there(app: TestApp) {
    let desk = Desk::open(&app).await;
    let week = app.published_week(desk.queue, desk.boundary).await;
    week.slot(desk.boundary - TimeDelta::minutes(75), 75, &[Some(&desk.ana), Some(&desk.pau)]).await;
    let _keeper = app.keeps_duty("one");
    until_wanted(&app, desk.queue, json!([["Ana", "TURN", null], ["Pau", "TURN", null]])).await;

    app.clock.advance(TimeDelta::seconds(5));

    desk.until_there(&app, &[]).await;
}

on_both!(only_a_managed_queue_that_the_rota_is_to_decide_is_decided_by_it);
async fn only_a_managed_queue_that_the_rota_is_to_decide_is_decided_by_it(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let (published, observed, last) =
        (app.managed_queue("published").await, app.managed_queue("observed").await, app.managed_queue("last").await);
    let mut row = sea_orm::IntoActiveModel::into_active_model(observed.clone());
    row.mode = sea_orm::Set(entity::stored::QueueMode::Observed);
    entity::queue::Entity::update(row).exec(app.app().db.admin()).await.expect("only observed");
    app.driven_by_the_rota(observed.id).await;
    for queue in [&published, &observed] {
        app.published_week(queue.id, app.now()).await.slot(app.now(), 75, &[Some(&ana)]).await;
    }

    let _keeper = app.keeps_duty("one");
    a_comparison(&app, last.id, &ana).await;

    let wanted = entity::queue_assignment::Entity::find().all(app.app().db.read()).await.expect("the wishes are read");
    assert_eq!(wanted.iter().map(|wish| wish.queue_id).collect::<Vec<_>>(), [last.id]);
}

on_both!(who_cannot_be_rung_is_not_in_the_queue_until_that_is_mended);
async fn who_cannot_be_rung_is_not_in_the_queue_until_that_is_mended(app: TestApp) {
    let queue = app.managed_queue("support").await.id;
    app.driven_by_the_rota(queue).await;
    let (ana, pau) = (app.person("Ana").create().await, app.person("Pau").extension("1002").create().await);
    let mar = app.person("Mar").extension("1003").inactive().create().await;
    app.published_week(queue, app.now()).await.slot(app.now(), 75, &[Some(&ana), Some(&pau), Some(&mar)]).await;
    let _keeper = app.keeps_duty("one");
    until_wanted(&app, queue, json!([["Pau", "TURN", null]])).await;
    let lead = app.as_role(Role::Coordinator).await;
    let update =
        "mutation ($id: ID!, $extension: String) { personUpdate(id: $id, input: { extension: $extension }) { userErrors { code } } }";

    lead.query(update, json!({ "id": ana.id, "extension": "1001" })).await;
    until_wanted(&app, queue, json!([["Ana", "TURN", null], ["Pau", "TURN", null]])).await;
    lead.query(update, json!({ "id": pau.id, "extension": null })).await;
    until_wanted(&app, queue, json!([["Ana", "TURN", null]])).await;

    let expected = [
        json!(["Pau", "SYSTEM", "turn 11:00-12:15"]),
        json!(["Ana", "SYSTEM", "turn 11:00-12:15"]),
        json!(["Pau", "SYSTEM", "on duty, but without an extension"]),
    ];
    assert_eq!(wishes(&app, queue).await, expected);
}

on_both!(a_running_turn_that_is_given_to_somebody_else_takes_effect_at_once);
async fn a_running_turn_that_is_given_to_somebody_else_takes_effect_at_once(app: TestApp) {
    let queue = app.managed_queue("support").await.id;
    app.driven_by_the_rota(queue).await;
    let (ana, pau) = (app.person("Ana").extension("1001").create().await, app.person("Pau").extension("1002").create().await);
    let week = app.published_week(queue, app.now()).await;
    let slot = week.slot(app.now(), 75, &[Some(&ana)]).await;
    let _keeper = app.keeps_duty("one");
    until_wanted(&app, queue, json!([["Ana", "TURN", null]])).await;

    week.give(&slot, 1, Some(&pau)).await;

    until_wanted(&app, queue, json!([["Pau", "TURN", null]])).await;
    assert_eq!(wishes(&app, queue).await.last(), Some(&json!(["Ana", "SYSTEM", "no longer on duty"])));
}

on_both!(one_on_duty_is_not_taken_out_by_hand_but_told_what_to_do);
async fn one_on_duty_is_not_taken_out_by_hand_but_told_what_to_do(app: TestApp) {
    let desk = Desk::with_a_week(&app).await;
    let _keeper = app.keeps_duty("one");
    desk.until_there(&app, &["1001"]).await;
    let remove = "mutation ($queue: ID!, $person: ID!) { queueMemberRemove(queueId: $queue, personId: $person) { queue { id } userErrors { code path message } } }";

    let refused = app.as_role(Role::Coordinator).await.query(remove, json!({ "queue": desk.queue, "person": desk.ana.id })).await;

    let message = "Ana is on duty by the rota, and would be put back: give the turn to somebody else, or pause.";
    let error = json!({ "code": "CONFLICT", "path": ["personId"], "message": message });
    assert_eq!(refused["queueMemberRemove"], json!({ "queue": null, "userErrors": [error] }));
    assert_eq!(desk.truth(), ["1001"]);
}

on_both!(one_taken_out_at_the_console_while_on_duty_is_put_back);
async fn one_taken_out_at_the_console_while_on_duty_is_put_back(app: TestApp) {
    let desk = Desk::with_a_week(&app).await;
    let _keeper = app.keeps_duty("one");
    desk.until_there(&app, &["1001"]).await;
    let mut told = app.as_role(Role::Viewer).await.subscribe("subscription { queueChanged { what } }", json!({})).await;

    let support = telephony::port::QueueKey("support".to_owned());
    desk.telephones.system.console_removes(&support, &extension("1001")).expect("taken out");
    while told.next_within(SOON).await["queueChanged"]["what"] != "MEMBER_REMOVED" {}

    desk.until_there(&app, &["1001"]).await;
}

/// Who is wanted in the queue by rows, once something was written: for queues whose persons the API would not show.
async fn until_ids(app: &TestApp, queue: QueueId, expected: &[PersonId]) {
    let waiting = async {
        loop {
            let head = app.app().live.head();
            let wanted = entity::queue_assignment::Entity::find().all(app.app().db.read()).await.expect("the wishes are read");
            let of: Vec<PersonId> = wanted.iter().filter(|wish| wish.queue_id == queue).map(|wish| wish.person_id).collect();
            if of == expected {
                return;
            }
            news(app.app(), head).await;
        }
    };
    tokio::time::timeout(SOON, waiting).await.expect("they come to be wanted");
}

on_both!(the_queues_of_every_account_are_kept);
async fn the_queues_of_every_account_are_kept(app: TestApp) {
    let others = app.other_account().await;
    let theirs = others.managed_queue("support").await.id;
    others.driven_by_the_rota(theirs).await;
    let joan = others.person("Joan").extension("1001").create().await;
    let week = others.published_week(theirs, app.now()).await;
    week.slot(app.now() + TimeDelta::minutes(15), 75, &[Some(&joan)]).await;
    let _keeper = app.keeps_duty("one");

    app.clock.advance(TimeDelta::minutes(15));

    until_ids(&app, theirs, &[joan.id]).await;
}
