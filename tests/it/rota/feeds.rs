//! Calendars that other programs read by a secret address, and tables.

mod read;
mod secrets;
mod tables;

use acceptance::{Client, TestAccount, TestApp, on_both};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    feed,
    id::{PersonId, QueueId, TimetableEntryId, TimetableId, TimetableSlotId},
    person,
    stored::{ActorKind, Role, TimetableAction, TimetableStatus},
    timetable, timetable_entry, turn,
};
use http_body_util::BodyExt;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use switchboard::{turns::timetable::write::CellChange, web};
use tower::ServiceExt;

use self::read::{Seen, by_calcard, by_icalendar};

const CREATE: &str = "mutation ($input: FeedCreateInput!) {
    feedCreate(input: $input) { feed { id name person { id } queue { id } lastUsedAt revokedAt } path userErrors { code path } } }";
const REVOKE: &str = "mutation ($id: ID!) { feedRevoke(id: $id) { feed { id revokedAt } userErrors { code path } } }";
const FEEDS: &str = "{ feeds { nodes { id name lastUsedAt revokedAt createdBy { kind } } } }";

/// What is served, over the test's application.
pub(crate) struct Door(Router);

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header's text"))
    }

    /// The events, as both readers see them.
    fn events(&self) -> Vec<Seen> {
        let (one, other) = (by_icalendar(&self.body), by_calcard(&self.body));
        assert_eq!(one, other, "two readers do not see the same in {}", self.body);
        one
    }
}

impl Door {
    pub(crate) fn of(account: &TestAccount) -> Self {
        Self(web::Server::new(account.access().clone()).expect("a server").router())
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.0.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).expect("text") }
    }
}

async fn created(client: &Client, input: Value) -> (String, String) {
    let answer = client.query(CREATE, json!({ "input": input })).await;
    let payload = &answer["feedCreate"];
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&payload["feed"]["id"]), text(&payload["path"]))
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// The Monday after the tests begin: 09:00 to 10:15 in Madrid is 08:00 to 09:15 in UTC.
fn monday() -> DateTime<Utc> {
    at("2026-11-23T08:00:00Z")
}

/// A queue with a published slot, on whose lines these persons are.
async fn on_monday(app: &TestApp, persons: &[Option<&person::Model>]) -> (QueueId, TimetableSlotId) {
    let queue = app.managed_queue("support").await;
    let week = app.published_week(queue.id, monday()).await;
    let slot = week.slot(monday(), 75, persons).await;
    (queue.id, slot.id)
}

async fn turns(app: &TestApp, slot: TimetableSlotId) -> Vec<turn::Model> {
    let mut rows = turn::Entity::find().filter(turn::Column::SlotId.eq(slot)).all(app.app().db.read()).await.expect("the turns are read");
    rows.sort_by_key(|row| row.line);
    rows
}

/// Gives a turn to somebody else, as an edit does it: with a further revision, and an entry in the history.
async fn hand_over(app: &TestApp, row: &turn::Model, to: Option<PersonId>) {
    let tx = app.app().db.begin().await.expect("a transaction");
    turn::Entity::update_many()
        .col_expr(turn::Column::PersonId, Expr::value(to))
        .col_expr(turn::Column::Sequence, Expr::value(row.sequence + 1))
        .filter(turn::Column::Id.eq(row.id))
        .exec(&*tx)
        .await
        .expect("a turn is written");
    let cell = CellChange { turn: row.id, slot: row.slot_id, line: row.line, before: row.person_id, after: to, sequence: None };
    let entry = timetable_entry::Model {
        id: TimetableEntryId::new(),
        account_id: app.id,
        timetable_id: row.timetable_id,
        version: row.sequence + 2,
        occurred_at: app.now(),
        actor_kind: ActorKind::System,
        actor_id: None,
        actor_name: "Switchboard".to_owned(),
        what: TimetableAction::Reassigned,
        reason: None,
        cells: json!([cell]),
        undoes: None,
        undone_by: None,
    };
    timetable_entry::Entity::insert(entry.into_active_model()).exec_without_returning(&*tx).await.expect("an entry is written");
    tx.commit().await.expect("an edit is kept");
}

async fn set_status(app: &TestApp, timetable: TimetableId, status: TimetableStatus) {
    let tx = app.app().db.begin().await.expect("a transaction");
    let rows = timetable::Entity::update_many().col_expr(timetable::Column::Status, Expr::value(status));
    rows.filter(timetable::Column::Id.eq(timetable)).exec(&*tx).await.expect("a timetable is written");
    tx.commit().await.expect("a timetable is kept");
}

on_both!(a_feed_is_shown_once_and_kept_as_a_hash);
async fn a_feed_is_shown_once_and_kept_as_a_hash(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let (id, path) = created(&coordinator, json!({ "personId": ana.id })).await;

    let secret = path.trim_start_matches("/feeds/").trim_end_matches(".ics");
    let row = feed::Entity::find().one(app.app().db.read()).await.expect("a look").expect("a feed");
    let log = app.audit_log().await;
    assert!(secret.starts_with("sbf_") && secret.len() == 47, "{path}");
    assert_eq!((row.id.to_string(), row.name.as_str(), row.person_id), (id, "Ana", Some(ana.id)));
    assert!(row.secret_hash.len() == 64 && !row.secret_hash.contains(secret));
    assert_eq!(log.last().expect("an entry").action, "feedCreate");
    assert!(!json!(log.last().and_then(|entry| entry.after.clone())).to_string().contains(secret));
}

on_both!(an_agent_has_feeds_of_the_own_turns_only);
async fn an_agent_has_feeds_of_the_own_turns_only(app: TestApp) {
    let (ana, pau) = (app.person("Ana").create().await, app.person("Pau").create().await);
    let queue = app.managed_queue("support").await;
    let (agent, coordinator) = (app.as_agent(&ana).await, app.as_role(Role::Coordinator).await);
    let (others, _) = created(&coordinator, json!({ "personId": pau.id, "name": "Pau's" })).await;
    let (own, _) = created(&agent, json!({ "personId": ana.id, "name": "Mine" })).await;

    let refused = |input: Value| {
        let agent = &agent;
        async move { agent.query(CREATE, json!({ "input": input })).await["feedCreate"]["userErrors"].clone() }
    };

    assert_eq!(refused(json!({ "personId": pau.id })).await, json!([{ "code": "FORBIDDEN", "path": ["input", "personId"] }]));
    assert_eq!(refused(json!({ "queueId": queue.id })).await, json!([{ "code": "FORBIDDEN", "path": ["input", "queueId"] }]));
    assert_eq!(refused(json!({})).await, json!([{ "code": "INVALID", "path": ["input"] }]));
    let seen = agent.query(FEEDS, json!({})).await;
    assert_eq!(seen["feeds"]["nodes"].as_array().expect("a list").len(), 1);
    assert_eq!(seen["feeds"]["nodes"][0]["id"], own.as_str());
    let revoked = agent.query(REVOKE, json!({ "id": others })).await;
    assert_eq!(revoked["feedRevoke"]["userErrors"], json!([{ "code": "NOT_FOUND", "path": ["id"] }]));
}

on_both!(two_readers_see_the_turns_of_a_person_and_of_a_team);
async fn two_readers_see_the_turns_of_a_person_and_of_a_team(app: TestApp) {
    let (ana, pau) = (app.person("Ana, la \"jefa\"; de\\todo").create().await, app.person("Pau").create().await);
    let (queue, slot) = on_monday(&app, &[Some(&pau), Some(&ana), None]).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let (_, own) = created(&coordinator, json!({ "personId": ana.id })).await;
    let (_, teams) = created(&coordinator, json!({ "queueId": queue, "name": "Telèfon" })).await;
    let door = Door::of(&app);

    let (own, teams) = (door.get(&own, &[]).await, door.get(&teams, &[]).await);

    let turn = &turns(&app, slot).await[1];
    let expected = Seen {
        uid: format!("{}-{}@switchboard", turn.id, ana.id),
        summary: "support".to_owned(),
        starts_at: monday(),
        ends_at: monday() + TimeDelta::minutes(75),
        sequence: 0,
        cancelled: false,
    };
    assert_eq!(own.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(own.events(), [expected]);
    let names: Vec<String> = teams.events().into_iter().map(|event| event.summary).collect();
    assert_eq!(names, ["Pau", "Ana, la \"jefa\"; de\\todo"], "empty turns are nobody's event");
    assert!(teams.body.contains("\r\nX-WR-CALNAME:Telèfon\r\n") && teams.body.contains("\r\nTRANSP:TRANSPARENT\r\n"), "{}", teams.body);
    assert!(!teams.body.contains("VALARM"), "a team's turns ring for nobody");
}

on_both!(an_alarm_is_as_the_address_says);
async fn an_alarm_is_as_the_address_says(app: TestApp) {
    let ana = app.person("Ana").create().await;
    on_monday(&app, &[Some(&ana)]).await;
    let (_, path) = created(&app.as_agent(&ana).await, json!({ "personId": ana.id })).await;
    let door = Door::of(&app);

    for (query, expected) in [("", Some("-PT15M")), ("?alarm=30", Some("-PT30M")), ("?alarm=0", None), ("?alarm=soon", Some("-PT15M"))] {
        let body = door.get(&format!("{path}{query}"), &[]).await.body;

        let trigger = body.lines().find_map(|line| line.trim().strip_prefix("TRIGGER:"));
        assert_eq!(trigger, expected, "{query}");
    }
}

on_both!(nine_o_clock_stays_nine_o_clock_across_both_changes_of_the_clock);
async fn nine_o_clock_stays_nine_o_clock_across_both_changes_of_the_clock(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let queue = app.managed_queue("support").await;
    // Clocks in Madrid: forward on 2027-03-28, back on 2027-10-31.
    let mornings = ["2027-03-26T08:00:00Z", "2027-03-29T07:00:00Z", "2027-10-29T07:00:00Z", "2027-11-01T08:00:00Z"].map(at);
    for morning in mornings {
        app.published_week(queue.id, morning).await.slot(morning, 75, &[Some(&ana)]).await;
    }
    let (_, path) = created(&app.as_agent(&ana).await, json!({ "personId": ana.id })).await;

    let feed = Door::of(&app).get(&path, &[]).await;

    let seen: Vec<_> = feed.events().into_iter().map(|event| event.starts_at).collect();
    assert_eq!(seen, mornings);
    let told: Vec<_> = feed.body.lines().filter(|line| line.starts_with("DTSTART;")).collect();
    assert_eq!(told.len(), 4);
    assert!(told.iter().all(|line| line.starts_with("DTSTART;TZID=Europe/Madrid:") && line.ends_with("T090000")), "{told:?}");
    read::zone_is_right(&feed.body, chrono_tz::Europe::Madrid, mornings[0] - TimeDelta::days(300), mornings[3] + TimeDelta::days(300));
}

on_both!(a_turn_that_changes_hands_is_called_off_here_and_new_there);
async fn a_turn_that_changes_hands_is_called_off_here_and_new_there(app: TestApp) {
    let (ana, pau) = (app.person("Ana").create().await, app.person("Pau").create().await);
    let (queue, slot) = on_monday(&app, &[Some(&ana)]).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let mut paths = Vec::new();
    for of in [json!({ "personId": ana.id }), json!({ "personId": pau.id }), json!({ "queueId": queue })] {
        paths.push(created(&coordinator, of).await.1);
    }
    let door = Door::of(&app);
    let before = door.get(&paths[0], &[]).await.events();

    hand_over(&app, &turns(&app, slot).await[0], Some(pau.id)).await;

    let mut seen = Vec::new();
    for path in &paths {
        seen.push(door.get(path, &[]).await.events());
    }
    let told = |events: &[Seen]| events.iter().map(|event| (event.uid.clone(), event.cancelled, event.sequence)).collect::<Vec<_>>();
    let gained = told(&seen[1])[0].0.clone();
    assert_eq!(told(&seen[0]), [(before[0].uid.clone(), true, 1)]);
    assert_eq!(told(&seen[1]), [(gained.clone(), false, 1)]);
    assert_eq!(told(&seen[2]), [(gained, false, 1), (before[0].uid.clone(), true, 1)]);

    hand_over(&app, &turns(&app, slot).await[0], Some(ana.id)).await;

    assert_eq!(told(&door.get(&paths[0], &[]).await.events()), [(before[0].uid.clone(), false, 2)], "it is back");
}

on_both!(only_what_is_published_and_not_long_over_leaves);
async fn only_what_is_published_and_not_long_over_leaves(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let queue = app.managed_queue("support").await;
    let days = ["2026-10-19T07:00:00Z", "2026-10-26T08:00:00Z", "2026-11-23T08:00:00Z", "2026-11-30T08:00:00Z"].map(at);
    for (day, status) in
        days.into_iter().zip([TimetableStatus::Archived, TimetableStatus::Archived, TimetableStatus::Published, TimetableStatus::Draft])
    {
        let slot = app.published_week(queue.id, day).await.slot(day, 75, &[Some(&ana)]).await;
        set_status(&app, slot.timetable_id, status).await;
    }
    let (_, path) = created(&app.as_agent(&ana).await, json!({ "personId": ana.id })).await;

    let seen: Vec<_> = Door::of(&app).get(&path, &[]).await.events().into_iter().map(|event| event.starts_at).collect();

    assert_eq!(seen, [days[1], days[2]]);
}

on_both!(a_calendar_is_fetched_again_only_when_it_changed);
async fn a_calendar_is_fetched_again_only_when_it_changed(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let (_, slot) = on_monday(&app, &[Some(&ana)]).await;
    let (_, path) = created(&app.as_agent(&ana).await, json!({ "personId": ana.id })).await;
    let door = Door::of(&app);
    let first = door.get(&path, &[]).await;
    let known = [("if-none-match", first.header("etag"))];
    app.clock.advance(TimeDelta::minutes(5));

    let same = door.get(&path, &known).await;
    hand_over(&app, &turns(&app, slot).await[0], None).await;
    let changed = door.get(&path, &known).await;

    assert_eq!(first.header("cache-control"), "private, no-cache");
    assert_eq!((same.status, same.body.as_str(), same.header("etag")), (StatusCode::NOT_MODIFIED, "", first.header("etag")));
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), first.header("etag"));
}

on_both!(a_feed_knows_to_the_hour_when_it_was_last_read);
async fn a_feed_knows_to_the_hour_when_it_was_last_read(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let agent = app.as_agent(&ana).await;
    let (_, path) = created(&agent, json!({ "personId": ana.id })).await;
    let door = Door::of(&app);
    let mut told = Vec::new();

    for minutes in [0, 59, 1] {
        app.clock.advance(TimeDelta::minutes(minutes));
        door.get(&path, &[]).await;
        told.push(agent.query(FEEDS, json!({})).await["feeds"]["nodes"][0]["lastUsedAt"].clone());
    }

    assert_eq!(told, ["2026-11-21T10:00:00+00:00", "2026-11-21T10:00:00+00:00", "2026-11-21T11:00:00+00:00"]);
}

on_both!(there_are_only_so_many_feeds_of_one_person);
async fn there_are_only_so_many_feeds_of_one_person(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let agent = app.as_agent(&ana).await;
    let mut last = String::new();
    for _ in 0..20 {
        last = created(&agent, json!({ "personId": ana.id })).await.0;
    }

    let refused = agent.query(CREATE, json!({ "input": { "personId": ana.id } })).await;

    assert_eq!(refused["feedCreate"]["userErrors"], json!([{ "code": "LIMIT_REACHED", "path": null }]));
    agent.query(REVOKE, json!({ "id": last })).await;
    created(&agent, json!({ "personId": ana.id })).await;
}
