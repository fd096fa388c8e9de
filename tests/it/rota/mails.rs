//! Notices of the rota by mail: to whom they concern, once, and not when they are of no use any more.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use acceptance::{Client, DutyKeeper, MailServer, Manner, SOON, Sender, TestAccount, TestApp, Week, on_both};
use chrono::TimeDelta;
use entity::{id::QueueId, message, person, rota_notice, stored::Role};
use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::{DbErr, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use switchboard::{
    db::Tx,
    exchange::notices,
    lease::LIFE,
    turns::duty::{Listener, SharedListener, Told},
};

const SET: &str = "mutation ($queue: ID!, $input: RotaSettingsUpdateInput!) { rotaSettingsUpdate(queueId: $queue, input: $input) {
    rota { noticeByMail { whoComes whoGoes warnings warningsTo } } userErrors { code path message } } }";
const MESSAGES: &str = "{ messages { nodes { status to subject person { name } problem { kind code } } } }";

/// A queue with Ana's turn, which ends in a quarter of an hour, and Pau's, which begins then and lasts for 75 minutes. It is eleven
/// o'clock in Madrid; a process serves the team that has a mail server.
struct Desk {
    server: MailServer,
    office: TestAccount,
    coordinator: Client,
    queue: QueueId,
    week: Week,
    ana: person::Model,
    pau: person::Model,
}

impl Desk {
    async fn open(app: &TestApp, told: Value) -> Self {
        let server = MailServer::start(Manner::Accepts).await;
        let office = app.with_mail(server.settings()).await;
        let coordinator = office.as_role(Role::Coordinator).await;
        let queue = app.managed_queue("support").await.id;
        let ana = app.person("Ana").email("ana@example.org").extension("1001").create().await;
        let pau = app.person("Pau").email("pau@example.org").extension("1002").create().await;
        let week = app.published_week(queue, app.now()).await;
        week.slot(app.now() - TimeDelta::minutes(60), 75, &[Some(&ana)]).await;
        week.slot(app.now() + TimeDelta::minutes(15), 75, &[Some(&pau)]).await;
        let desk = Self { server, office, coordinator, queue, week, ana, pau };
        let set = desk.set(json!({ "noticeByMail": told })).await;
        assert_eq!(set["userErrors"], json!([]));
        desk
    }

    async fn set(&self, input: Value) -> Value {
        self.coordinator.query(SET, json!({ "queue": self.queue, "input": input })).await["rotaSettingsUpdate"].take()
    }

    /// A process that keeps duty and sends messages.
    fn at_work(&self) -> (DutyKeeper, Sender) {
        (self.office.keeps_duty("one"), self.office.sends_messages())
    }

    /// Whom mails are for, in the order of the alphabet, with status, once there are so many.
    async fn until_messages(&self, count: usize, status: &str) -> Vec<[String; 2]> {
        let is = |answer: &Value| {
            let nodes = answer["messages"]["nodes"].as_array().expect("nodes");
            nodes.len() == count && nodes.iter().all(|node| node["status"] == status)
        };
        let answer = self.office.until(&self.coordinator, MESSAGES, json!({}), is).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let nodes = answer["messages"]["nodes"].as_array().expect("nodes").iter();
        let mut told: Vec<[String; 2]> = nodes.map(|node| [text(&node["to"]), text(&node["subject"])]).collect();
        told.sort();
        told
    }

    /// Once everything was compared again by whoever keeps duty: it tells of another queue, which comes after this one.
    async fn compared(&self, app: &TestApp) {
        let told = "subscription { rotaNotice { queue { name } } }";
        let mut notices = self.coordinator.subscribe(told, json!({})).await;
        let last = app.managed_queue("last").await.id;
        app.published_week(last, app.now()).await.slot(app.now(), 75, &[Some(&self.ana)]).await;
        while notices.next_within(SOON).await["rotaNotice"]["queue"]["name"] != "last" {}
    }
}

async fn counts(app: &TestApp) -> (u64, u64) {
    let db = app.app().db.read();
    let notices = rota_notice::Entity::find().count(db).await.expect("a count");
    (notices, message::Entity::find().count(db).await.expect("a count"))
}

on_both!(at_a_boundary_who_comes_gets_one_mail);
async fn at_a_boundary_who_comes_gets_one_mail(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true })).await;
    let _at_work = desk.at_work();

    app.clock.advance(TimeDelta::minutes(15));

    let told = desk.until_messages(1, "SENT").await;
    assert_eq!(told, [["pau@example.org", "support: your turn, Sat 21 Nov 11:15-12:30"]]);
    let [mail] = desk.server.got().try_into().expect("one mail");
    assert_eq!(mail.to, ["pau@example.org"]);
    let body = "Pau,\r\n\r\nyour turn in the queue support begins: Saturday, 21 November 2026, 11:15 to 12:30 (Europe/Madrid).\r\n";
    assert_eq!(mail.body(), body);
}

on_both!(who_goes_is_told_too_where_that_is_wanted);
async fn who_goes_is_told_too_where_that_is_wanted(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true, "whoGoes": true })).await;
    let _at_work = desk.at_work();

    app.clock.advance(TimeDelta::minutes(15));

    let expected = [
        ["ana@example.org", "support: your turn is over, Sat 21 Nov 11:15-12:30"],
        ["pau@example.org", "support: your turn, Sat 21 Nov 11:15-12:30"],
    ];
    assert_eq!(desk.until_messages(2, "SENT").await, expected);
}

on_both!(after_a_restart_nobody_is_told_twice);
async fn after_a_restart_nobody_is_told_twice(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true })).await;
    let (keeper, sender) = desk.at_work();
    app.clock.advance(TimeDelta::minutes(15));
    desk.until_messages(1, "SENT").await;

    keeper.is_killed().await;
    sender.is_killed().await;
    app.clock.advance(LIFE);
    let successor = app.with_mail(desk.server.settings()).await;
    let keeper = successor.keeps_duty("two");
    let sender = successor.sends_messages();
    desk.compared(&app).await;
    keeper.ends().await;
    sender.ends().await;

    assert_eq!(desk.server.got().len(), 1);
    assert_eq!(counts(&app).await.1, 1);
}

on_both!(one_killed_between_the_notice_and_the_mail_is_made_good_by_its_successor);
async fn one_killed_between_the_notice_and_the_mail_is_made_good_by_its_successor(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true })).await;
    let keeper = desk.office.keeps_duty("one");
    app.clock.advance(TimeDelta::minutes(15));
    desk.until_messages(1, "QUEUED").await;

    keeper.is_killed().await;
    let successor = app.with_mail(desk.server.settings()).await;
    let _sender = successor.sends_messages();

    assert_eq!(desk.server.until_got(1).await[0].to, ["pau@example.org"]);
}

/// Fails once before anything of it is committed, as a process that is killed there.
struct FailsOnce {
    failed: AtomicBool,
    then: SharedListener,
}

impl Listener for FailsOnce {
    fn hear<'a>(&'a self, tx: &'a Tx, told: Told<'a>) -> BoxFuture<'a, Result<(), DbErr>> {
        async move {
            self.then.hear(tx, told).await?;
            if self.failed.swap(true, Ordering::SeqCst) { Ok(()) } else { Err(DbErr::Custom("it ended here".to_owned())) }
        }
        .boxed()
    }
}

on_both!(a_notice_is_told_with_its_mails_or_neither_is);
async fn a_notice_is_told_with_its_mails_or_neither_is(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true })).await;
    let listener = Arc::new(FailsOnce { failed: AtomicBool::new(false), then: notices::listener(desk.office.app_behind()) });
    let _keeper = desk.office.keeps_duty_heard_by("one", listener.clone());

    app.clock.advance(TimeDelta::minutes(15));

    desk.until_messages(1, "QUEUED").await;
    assert!(listener.failed.load(Ordering::SeqCst), "it failed at first");
    assert_eq!(counts(&app).await, (1, 1));
}

on_both!(what_could_not_be_sent_while_its_slot_lasted_is_never_sent);
async fn what_could_not_be_sent_while_its_slot_lasted_is_never_sent(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true })).await;
    let _keeper = desk.office.keeps_duty("one");
    app.clock.advance(TimeDelta::minutes(15));
    desk.until_messages(1, "QUEUED").await;

    // The service ends with that slot: nobody comes, so nothing else is told.
    app.clock.advance(TimeDelta::minutes(75));
    let sender = desk.office.sends_messages();

    desk.until_messages(1, "EXPIRED").await;
    sender.ends().await;
    assert_eq!(desk.server.got(), vec![]);
}

on_both!(where_mail_is_not_set_up_none_is_asked_for_and_who_wants_it_hears_so);
async fn where_mail_is_not_set_up_none_is_asked_for_and_who_wants_it_hears_so(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true, "whoGoes": true })).await;
    let without = app.as_role(Role::Coordinator).await;
    let _keeper = app.keeps_duty("one");
    let on = json!({ "queue": desk.queue, "input": { "noticeByMail": { "whoComes": true } } });
    let off = json!({ "queue": desk.queue, "input": { "noticeByMail": null } });

    let refused = without.query(SET, on).await["rotaSettingsUpdate"]["userErrors"].take();
    app.clock.advance(TimeDelta::minutes(15));
    desk.compared(&app).await;
    let cleared = without.query(SET, off).await["rotaSettingsUpdate"].take();

    let told = json!([{ "code": "CAPABILITY_UNSUPPORTED", "path": ["input", "noticeByMail"],
        "message": "Mail is not set up: there is no [mail] in the configuration." }]);
    assert_eq!(refused, told);
    assert_eq!(counts(&app).await, (2, 0), "the notices are told as ever");
    let nobody = json!({ "whoComes": false, "whoGoes": false, "warnings": false, "warningsTo": [] });
    assert_eq!(cleared["rota"]["noticeByMail"], nobody);
}

on_both!(nobody_is_told_unless_the_queues_settings_say_so);
async fn nobody_is_told_unless_the_queues_settings_say_so(app: TestApp) {
    let desk = Desk::open(&app, json!({ "warnings": true })).await;
    let _at_work = desk.at_work();

    app.clock.advance(TimeDelta::minutes(15));
    desk.compared(&app).await;

    assert_eq!(counts(&app).await, (2, 0));
}

on_both!(who_wants_no_mail_gets_none_and_says_so_themselves);
async fn who_wants_no_mail_gets_none_and_says_so_themselves(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true, "whoGoes": true })).await;
    let want = "mutation ($person: ID!) { personNoMailSet(personId: $person, noMail: true) {
        person { rota { noMail idealLoad } } userErrors { code path } } }";
    let agent = desk.office.as_agent(&desk.pau).await;

    let own = agent.query(want, json!({ "person": desk.pau.id })).await["personNoMailSet"].take();
    let others = agent.query(want, json!({ "person": desk.ana.id })).await["personNoMailSet"].take();
    let _at_work = desk.at_work();
    app.clock.advance(TimeDelta::minutes(15));

    assert_eq!(own, json!({ "person": { "rota": { "noMail": true, "idealLoad": null } }, "userErrors": [] }));
    assert_eq!(others, json!({ "person": null, "userErrors": [{ "code": "FORBIDDEN", "path": ["personId"] }] }));
    let told = desk.until_messages(1, "SENT").await;
    assert_eq!(told[0][0], "ana@example.org");
}

on_both!(a_refused_recipient_is_told_by_the_message);
async fn a_refused_recipient_is_told_by_the_message(app: TestApp) {
    let desk = Desk::open(&app, json!({ "whoComes": true })).await;
    desk.server.behaves(Manner::RefusesRecipients);
    let _at_work = desk.at_work();

    app.clock.advance(TimeDelta::minutes(15));

    desk.until_messages(1, "FAILED").await;
    let message = desk.coordinator.query(MESSAGES, json!({})).await["messages"]["nodes"][0].take();
    assert_eq!(
        (&message["person"], &message["problem"]),
        (&json!({ "name": "Pau" }), &json!({ "kind": "RECIPIENT_REFUSED", "code": "550" }))
    );
}

on_both!(of_a_slot_that_will_not_be_covered_the_coordinators_are_told);
async fn of_a_slot_that_will_not_be_covered_the_coordinators_are_told(app: TestApp) {
    let desk = Desk::open(&app, json!({ "warnings": true })).await;
    app.as_role(Role::Viewer).await;
    let coordinators = app.as_role(Role::Coordinator).await;
    desk.week.slot(app.now() + TimeDelta::minutes(90), 60, &[Some(&desk.ana), None]).await;
    let _at_work = desk.at_work();

    app.clock.advance(TimeDelta::minutes(60));

    let told = desk.until_messages(2, "SENT").await;
    let mut addresses: Vec<String> =
        [&desk.coordinator, &coordinators].map(|client| client.caller().expect("a user").name.clone()).to_vec();
    addresses.sort();
    assert_eq!(told.iter().map(|[to, _]| to.clone()).collect::<Vec<_>>(), addresses);
    assert_eq!(told[0][1], "support: only 1 of 2 on duty, Sat 21 Nov 12:30-13:30");
    let body = desk.server.got()[0].body();
    assert!(body.contains("There will be: Ana.\r\n") && body.contains("Nobody answers line 2: the turn is nobody's."), "{body}");
}

on_both!(warnings_go_to_the_addresses_that_the_settings_name);
async fn warnings_go_to_the_addresses_that_the_settings_name(app: TestApp) {
    let told = json!({ "warnings": true, "warningsTo": ["Office@example.org", "office@example.org", "boss@example.org"] });
    let desk = Desk::open(&app, told).await;
    desk.week.slot(app.now() + TimeDelta::minutes(90), 60, &[None]).await;
    let _at_work = desk.at_work();

    app.clock.advance(TimeDelta::minutes(60));

    let to: Vec<String> = desk.until_messages(2, "SENT").await.into_iter().map(|[to, _]| to).collect();
    assert_eq!(to, ["boss@example.org", "office@example.org"]);
}
