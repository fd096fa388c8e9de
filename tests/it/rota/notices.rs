//! What is told about the rota: hand-offs, and slots in which somebody will be missing; each once, and nothing that is over.

use acceptance::{Client, DutyKeeper, SOON, Subscribed, TestApp, Week, on_both};
use chrono::TimeDelta;
use entity::{id::QueueId, person, stored::Role};
use serde_json::{Value, json};

const NOTICES: &str = "subscription ($queue: ID, $after: LiveCursor) { rotaNotice(queueId: $queue, after: $after) {
    cursor what startsAt endsAt demand queue { name } persons { name } comes { name } goes { name } gaps { line reason person { name } } } }";

/// A queue with a week in which nothing stands yet, and a team of two. It is eleven o'clock in Madrid.
struct Desk {
    queue: QueueId,
    week: Week,
    ana: person::Model,
    pau: person::Model,
    viewer: Client,
}

impl Desk {
    async fn open(app: &TestApp) -> Self {
        let queue = app.managed_queue("support").await.id;
        let ana = app.person("Ana").extension("1001").create().await;
        let pau = app.person("Pau").extension("1002").create().await;
        Self { queue, week: app.published_week(queue, app.now()).await, ana, pau, viewer: app.as_role(Role::Viewer).await }
    }

    async fn notices(&self) -> Subscribed {
        self.viewer.subscribe(NOTICES, json!({ "queue": self.queue })).await
    }
}

async fn next(notices: &mut Subscribed) -> Value {
    notices.next_within(SOON).await["rotaNotice"].clone()
}

/// What, about which slot, and who comes and goes.
async fn brief(notices: &mut Subscribed) -> Value {
    let notice = next(notices).await;
    let names = |field: &str| notice[field].as_array().expect("persons").iter().map(|person| person["name"].clone()).collect::<Vec<_>>();
    json!([notice["what"], notice["startsAt"], names("comes"), names("goes")])
}

/// Waits until all has been compared, and nothing more was told.
async fn nothing_more(app: &TestApp, notices: &mut Subscribed, keeper: DutyKeeper) {
    keeper.ends().await;
    app.app().live.catch_up().await.expect("the outbox is read");
    assert!(notices.is_silent(), "nothing more is told");
}

on_both!(a_hand_off_tells_who_comes_who_goes_and_who_is_on_duty);
async fn a_hand_off_tells_who_comes_who_goes_and_who_is_on_duty(app: TestApp) {
    let desk = Desk::open(&app).await;
    let mar = app.person("Mar").extension("1003").create().await;
    desk.week.slot(app.now() - TimeDelta::minutes(60), 75, &[Some(&desk.ana), Some(&mar)]).await;
    desk.week.slot(app.now() + TimeDelta::minutes(15), 75, &[Some(&mar), Some(&desk.pau)]).await;
    let mut notices = desk.notices().await;
    let _keeper = app.keeps_duty("one");

    app.clock.advance(TimeDelta::minutes(15));
    let begins = next(&mut notices).await;
    app.clock.advance(TimeDelta::minutes(75));
    let ends = next(&mut notices).await;

    let name = |names: &[&str]| names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>();
    let expected = json!({
        "cursor": begins["cursor"], "what": "HAND_OFF", "startsAt": "2026-11-21T10:15:00+00:00", "endsAt": "2026-11-21T11:30:00+00:00",
        "demand": 2, "queue": { "name": "support" }, "persons": name(&["Mar", "Pau"]), "comes": name(&["Pau"]), "goes": name(&["Ana"]), "gaps": [],
    });
    assert_eq!(begins, expected);
    let expected = json!({
        "cursor": ends["cursor"], "what": "HAND_OFF", "startsAt": "2026-11-21T11:30:00+00:00", "endsAt": null,
        "demand": 0, "queue": { "name": "support" }, "persons": [], "comes": [], "goes": name(&["Mar", "Pau"]), "gaps": [],
    });
    assert_eq!(ends, expected);
}

on_both!(half_an_hour_before_a_slot_it_is_told_who_will_be_missing_and_why);
async fn half_an_hour_before_a_slot_it_is_told_who_will_be_missing_and_why(app: TestApp) {
    let desk = Desk::open(&app).await;
    let mar = app.person("Mar").create().await;
    let joan = app.person("Joan").extension("1004").inactive().create().await;
    desk.week.slot(app.now() + TimeDelta::minutes(60), 75, &[Some(&desk.ana), None, Some(&mar), Some(&joan)]).await;
    let mut notices = desk.notices().await;
    let keeper = app.keeps_duty("one");

    app.clock.advance(TimeDelta::minutes(30));
    let warning = next(&mut notices).await;
    app.clock.advance(TimeDelta::minutes(29));
    nothing_more(&app, &mut notices, keeper).await;

    let gap = |line: i32, reason: &str, name: Option<&str>| json!({ "line": line, "reason": reason, "person": name.map(|name| json!({ "name": name })) });
    let expected = json!({
        "cursor": warning["cursor"], "what": "UNCOVERED_AHEAD", "startsAt": "2026-11-21T11:00:00+00:00", "endsAt": "2026-11-21T12:15:00+00:00",
        "demand": 4, "queue": { "name": "support" }, "persons": [{ "name": "Ana" }], "comes": [], "goes": [],
        "gaps": [gap(2, "EMPTY", None), gap(3, "NO_EXTENSION", Some("Mar")), gap(4, "INACTIVE", Some("Joan"))],
    });
    assert_eq!(warning, expected);
}

on_both!(a_slot_that_comes_to_miss_somebody_within_the_half_hour_is_told_then);
async fn a_slot_that_comes_to_miss_somebody_within_the_half_hour_is_told_then(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.week.slot(app.now() + TimeDelta::minutes(10), 75, &[Some(&desk.ana)]).await;
    let mut notices = desk.notices().await;
    let _keeper = app.keeps_duty("one");

    let deactivate = "mutation ($id: ID!) { personDeactivate(id: $id) { userErrors { code } } }";
    app.as_role(Role::Coordinator).await.query(deactivate, json!({ "id": desk.ana.id })).await;

    assert_eq!(brief(&mut notices).await, json!(["UNCOVERED_AHEAD", "2026-11-21T10:10:00+00:00", [], []]));
}

on_both!(what_was_told_is_not_told_again_by_who_comes_after);
async fn what_was_told_is_not_told_again_by_who_comes_after(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.week.slot(app.now(), 20, &[Some(&desk.ana)]).await;
    desk.week.slot(app.now() + TimeDelta::minutes(20), 75, &[None]).await;
    let mut notices = desk.notices().await;
    let keeper = app.keeps_duty("one");
    let first = [brief(&mut notices).await, brief(&mut notices).await];

    keeper.is_killed().await;
    app.clock.advance(TimeDelta::minutes(5));
    let successor = app.another_process().await;
    let keeper = successor.keeps_duty("two");
    // Its comparison is over when it tells of another queue, which comes after this one.
    let mut all = desk.viewer.subscribe(NOTICES, json!({})).await;
    let last = app.managed_queue("last").await.id;
    app.published_week(last, app.now()).await.slot(app.now(), 75, &[Some(&desk.pau)]).await;
    let other = next(&mut all).await;

    let hand_off = json!(["HAND_OFF", "2026-11-21T10:00:00+00:00", ["Ana"], []]);
    let warning = json!(["UNCOVERED_AHEAD", "2026-11-21T10:20:00+00:00", [], []]);
    assert_eq!(first, [hand_off, warning]);
    assert_eq!(other["queue"]["name"], "last");
    nothing_more(&app, &mut notices, keeper).await;
}

on_both!(what_was_missed_in_a_long_outage_is_not_told_afterwards);
async fn what_was_missed_in_a_long_outage_is_not_told_afterwards(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.week.slot(app.now() + TimeDelta::minutes(60), 60, &[Some(&desk.ana), None]).await;
    desk.week.slot(app.now() + TimeDelta::minutes(120), 60, &[Some(&desk.pau), None]).await;
    desk.week.slot(app.now() + TimeDelta::minutes(180), 60, &[Some(&desk.ana)]).await;
    let mut notices = desk.notices().await;

    app.clock.advance(TimeDelta::minutes(130));
    let _keeper = app.keeps_duty("one");
    app.clock.advance(TimeDelta::minutes(50));

    let told = brief(&mut notices).await;
    assert_eq!(told, json!(["HAND_OFF", "2026-11-21T13:00:00+00:00", ["Ana"], ["Pau"]]), "ten minutes after noon was too late for that");
}

on_both!(notices_are_replayed_from_a_cursor);
async fn notices_are_replayed_from_a_cursor(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.week.slot(app.now(), 15, &[Some(&desk.ana)]).await;
    desk.week.slot(app.now() + TimeDelta::minutes(15), 15, &[Some(&desk.pau)]).await;
    let mut notices = desk.notices().await;
    let _keeper = app.keeps_duty("one");
    let first = next(&mut notices).await;
    app.clock.advance(TimeDelta::minutes(15));
    let second = next(&mut notices).await;

    let mut again = desk.viewer.subscribe(NOTICES, json!({ "after": first["cursor"] })).await;

    assert_eq!(next(&mut again).await, second);
}
