//! Calendars: made, changed and deleted by whom they are for; what a calendar user sees.

use acceptance::{Client, TestApp, on_both};
use entity::stored::{Role, Scope};
use serde_json::{Value, json};

const CREATE: &str = "mutation ($input: CalendarCreateInput!) {
    calendarCreate(input: $input) { calendar { id name timeZone maxConcurrent ownerUserId ownerPerson { name } } userErrors { code path } } }";
const UPDATE: &str = "mutation ($id: ID!, $input: CalendarUpdateInput!) {
    calendarUpdate(id: $id, input: $input) { calendar { name settings { name } maxConcurrent } userErrors { code path } } }";
const DELETE: &str = "mutation ($id: ID!) { calendarDelete(id: $id) { deletedId userErrors { code path } } }";
const SETTINGS: &str = "mutation ($input: CalendarSettingsCreateInput!) {
    calendarSettingsCreate(input: $input) {
        settings { id name callerId ringSeconds machineBehavior providers { name } } userErrors { code path } } }";
const CHANGE_SETTINGS: &str = "mutation ($id: ID!, $input: CalendarSettingsUpdateInput!) {
    calendarSettingsUpdate(id: $id, input: $input) { settings { callerId providers { name } } userErrors { code path } } }";
const DELETE_SETTINGS: &str = "mutation ($id: ID!) { calendarSettingsDelete(id: $id) { deletedId userErrors { code path } } }";
const USER: &str = "mutation ($input: CalendarUserCreateInput!) {
    calendarUserCreate(input: $input) { user { id role } userErrors { code path } } }";
const ALL: &str =
    "{ calendars { nodes { name } } events { nodes { title } } occurrences { nodes { event { title } } } feeds { nodes { name } } }";

/// Code and path of each user error.
fn errors(payload: &Value) -> Value {
    let told = payload["userErrors"].as_array().expect("errors").iter();
    told.map(|error| {
        let path = error["path"].as_array().map(|path| path.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("."));
        json!([error["code"], path])
    })
    .collect()
}

on_both!(a_calendar_is_a_persons_with_settings_of_its_own);
async fn a_calendar_is_a_persons_with_settings_of_its_own(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let ana = app.person("Ana").create().await;
    let provider = app.provider().await;
    let input =
        json!({ "name": "Visits", "callerId": "+34 972 183 386", "machineBehavior": "VOICEMAIL_ONLY", "providerIds": [provider.id] });
    let answer = coordinator.query(SETTINGS, json!({ "input": input })).await;
    let settings = &answer["calendarSettingsCreate"]["settings"];

    let input = json!({ "name": " Visits ", "timeZone": "Europe/Madrid", "ownerPersonId": ana.id, "settingsId": settings["id"] });
    let made = coordinator.query(CREATE, json!({ "input": input })).await;

    let calendar = &made["calendarCreate"]["calendar"];
    let changed = coordinator.query(UPDATE, json!({ "id": calendar["id"], "input": { "maxConcurrent": 3 } })).await;
    assert_eq!(
        settings,
        &json!({
            "id": settings["id"], "name": "Visits", "callerId": "+34972183386", "ringSeconds": 45, "machineBehavior": "VOICEMAIL_ONLY",
            "providers": [{ "name": "simulator" }],
        })
    );
    assert_eq!((&calendar["name"], &calendar["ownerPerson"]["name"]), (&json!("Visits"), &json!("Ana")));
    let expected = json!({ "name": "Visits", "settings": { "name": "Visits" }, "maxConcurrent": 3 });
    assert_eq!(changed["calendarUpdate"]["calendar"], expected);
    let actions: Vec<String> = app.audit_log().await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions, ["calendarSettingsCreate", "calendarCreate", "calendarUpdate"]);
}

on_both!(what_cannot_be_of_calendars_and_settings_is_told_with_its_path);
async fn what_cannot_be_of_calendars_and_settings_is_told_with_its_path(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let ana = app.person("Ana").create().await;
    let viewer = app.as_role(Role::Viewer).await;
    let viewer = viewer.caller().expect("a caller").actor().id.map(entity::id::UserId).expect("a user");
    let other = app.other_account().await.person("Other").create().await;
    let provider = app.other_account().await.provider().await;
    let settings = admin.query(SETTINGS, json!({ "input": { "name": "Taken" } })).await;
    let settings = settings["calendarSettingsCreate"]["settings"]["id"].clone();
    let calendars = [
        (
            json!({ "name": "", "ownerPersonId": ana.id, "maxConcurrent": 0 }),
            json!([["INVALID", "input.name"], ["INVALID", "input.maxConcurrent"]]),
        ),
        (json!({ "name": "x" }), json!([["INVALID", "input"]])),
        (json!({ "name": "x", "ownerPersonId": other.id }), json!([["NOT_FOUND", "input.ownerPersonId"]])),
        (json!({ "name": "x", "ownerUserId": viewer }), json!([["NOT_FOUND", "input.ownerUserId"]])),
        (json!({ "name": "x", "ownerPersonId": ana.id, "settingsId": ana.id }), json!([["INVALID", "input.settingsId"]])),
    ];
    let wrong_settings = [
        (json!({ "name": "Taken" }), json!([["TAKEN", "input.name"]])),
        (
            json!({ "name": "x", "callerId": "12", "ringSeconds": 4 }),
            json!([["INVALID", "input.callerId"], ["INVALID", "input.ringSeconds"]]),
        ),
        (json!({ "name": "x", "providerIds": [provider.id] }), json!([["NOT_FOUND", "input.providerIds"]])),
    ];
    let users = [
        (json!({ "email": "x@example.org", "password": "short", "settingsId": settings }), json!([["INVALID", "input.password"]])),
        (
            json!({ "email": "x@example.org", "password": "a long enough password", "settingsId": entity::id::CalendarSettingsId::new() }),
            json!([["NOT_FOUND", "input.settingsId"]]),
        ),
    ];

    for (input, expected) in calendars {
        let mut input = input;
        input["timeZone"] = json!("Europe/Madrid");
        let answer = admin.query(CREATE, json!({ "input": input })).await;
        assert_eq!(errors(&answer["calendarCreate"]), expected, "{input}");
    }
    for (input, expected) in wrong_settings {
        let answer = admin.query(SETTINGS, json!({ "input": input })).await;
        assert_eq!(errors(&answer["calendarSettingsCreate"]), expected, "{input}");
    }
    for (input, expected) in users {
        let answer = admin.query(USER, json!({ "input": input })).await;
        assert_eq!(errors(&answer["calendarUserCreate"]), expected, "{input}");
    }
    let users = admin.query("{ users { nodes { email } } }", json!({})).await;
    // Whole, since an id may end so.
    assert!(!users.to_string().contains("\"x@example.org\""), "a user without settings is none: {users}");
}

on_both!(a_calendar_user_sees_and_changes_the_own_calendars_and_nothing_else);
async fn a_calendar_user_sees_and_changes_the_own_calendars_and_nothing_else(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (berta, berta_id) = app.calendar_user("Berta").await;
    let (carla, carla_id) = app.calendar_user("Carla").await;
    let of = |name: &str| json!({ "name": name, "timeZone": "Europe/Madrid" });
    let bertas = app.calendar_by(&berta, of("Berta's")).await;
    let carlas = app.calendar_by(&carla, of("Carla's")).await;
    let teams = app.calendar().await;
    for (calendar, title) in [(&bertas, "one"), (&carlas, "two"), (&teams, "three")] {
        app.event(&coordinator, json!({ "calendarId": calendar, "title": title, "start": "2026-11-23T09:00:00" })).await;
    }

    let seen = berta.query(ALL, json!({})).await;

    let only = |field: &str, value: Value| json!({ "nodes": [{ field: value }] });
    assert_eq!((&seen["calendars"], &seen["events"]), (&only("name", json!("Berta's")), &only("title", json!("one"))));
    assert_eq!((&seen["occurrences"], &seen["feeds"]), (&only("event", json!({ "title": "one" })), &json!({ "nodes": [] })));
    let node = berta.query("query ($id: ID!) { node(id: $id) { id } calendar(id: $id) { id } }", json!({ "id": carlas })).await;
    assert_eq!(node, json!({ "node": null, "calendar": null }));
    let renamed = berta.query(UPDATE, json!({ "id": carlas, "input": { "name": "Mine" } })).await;
    assert_eq!(errors(&renamed["calendarUpdate"]), json!([["NOT_FOUND", "id"]]));
    let given = berta.query(CREATE, json!({ "input": { "name": "x", "timeZone": "UTC", "ownerUserId": carla_id } })).await;
    assert_eq!(errors(&given["calendarCreate"]), json!([["FORBIDDEN", "input.ownerUserId"]]));
    let calendar = berta.query("{ calendars { nodes { ownerUserId settings { name } } } viewer { role } }", json!({})).await;
    assert_eq!(calendar["calendars"]["nodes"][0], json!({ "ownerUserId": berta_id, "settings": { "name": "Berta" } }));
    for field in ["persons { nodes { id } }", "contacts { nodes { id } }", "queues { nodes { id } }", "calls { nodes { id } }"] {
        assert_eq!(berta.error(&format!("{{ {field} }}"), json!({})).await.code, "FORBIDDEN", "{field}");
    }
}

on_both!(an_agent_changes_the_calendars_of_the_person_the_agent_is);
async fn an_agent_changes_the_calendars_of_the_person_the_agent_is(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let agent = app.as_agent(&ana).await;
    let teams = app.calendar().await;

    let own = app.calendar_by(&agent, json!({ "name": "Ana's", "timeZone": "Europe/Madrid" })).await;

    let rename = async |id: &str| agent.query(UPDATE, json!({ "id": id, "input": { "name": "Mine" } })).await["calendarUpdate"].clone();
    assert_eq!(rename(&own).await["calendar"]["name"], "Mine");
    assert_eq!(errors(&rename(&teams).await), json!([["NOT_FOUND", "id"]]));
    let seen = agent.query("{ calendars { nodes { name } } }", json!({})).await;
    assert_eq!(seen["calendars"]["nodes"].as_array().map(Vec::len), Some(2));
}

on_both!(nobody_becomes_a_calendar_user_and_no_key_is_one);
async fn nobody_becomes_a_calendar_user_and_no_key_is_one(app: TestApp) {
    const CHANGE: &str =
        "mutation ($id: ID!, $input: UserUpdateInput!) { userUpdate(id: $id, input: $input) { userErrors { code path } } }";
    const MAKE: &str = "mutation ($input: UserCreateInput!) { userCreate(input: $input) { userErrors { code path } } }";
    const KEY: &str = "mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { userErrors { code path } } }";
    let admin: Client = app.as_role(Role::Admin).await;
    let (_, berta) = app.calendar_user("Berta").await;

    let promoted = admin.query(CHANGE, json!({ "id": berta, "input": { "role": "ADMIN" } })).await;
    let made = admin
        .query(MAKE, json!({ "input": { "email": "x@example.org", "password": "a long enough password", "role": "CALENDAR_USER" } }))
        .await;
    let key = admin.query(KEY, json!({ "input": { "name": "x", "role": "CALENDAR_USER", "scopes": ["CALENDARS_READ"] } })).await;

    assert_eq!(errors(&promoted["userUpdate"]), json!([["CONFLICT", "input.role"]]));
    assert_eq!(errors(&made["userCreate"]), json!([["INVALID", "input.role"]]));
    assert_eq!(errors(&key["apiKeyCreate"]), json!([["INVALID", "input.role"]]));
    let key = app.with_key(Role::CalendarUser, &[Scope::CalendarsRead]);
    assert_eq!(key.error("{ calendars { nodes { id } } }", json!({})).await.code, "FORBIDDEN");
}

on_both!(what_is_in_use_is_not_deleted);
async fn what_is_in_use_is_not_deleted(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let (berta, _) = app.calendar_user("Berta").await;
    let calendar = app.calendar_by(&berta, json!({ "name": "x", "timeZone": "UTC" })).await;
    let empty = app.calendar_by(&berta, json!({ "name": "y", "timeZone": "UTC" })).await;
    app.event(&berta, json!({ "calendarId": calendar, "title": "one", "start": "2026-11-23T09:00:00" })).await;
    let settings = admin.query("{ calendarSettings { nodes { id } } }", json!({})).await;
    let settings = &settings["calendarSettings"]["nodes"][0]["id"];

    let kept = admin.query(DELETE, json!({ "id": calendar })).await;
    let gone = admin.query(DELETE, json!({ "id": empty })).await;
    let still = admin.query(DELETE_SETTINGS, json!({ "id": settings })).await;

    assert_eq!(errors(&kept["calendarDelete"]), json!([["CONFLICT", "id"]]));
    assert_eq!(gone["calendarDelete"]["deletedId"], json!(empty));
    assert_eq!(errors(&still["calendarSettingsDelete"]), json!([["CONFLICT", "id"]]));
}

on_both!(settings_are_changed_and_let_go_of);
async fn settings_are_changed_and_let_go_of(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let provider = app.provider().await;
    let made = coordinator.query(SETTINGS, json!({ "input": { "name": "x", "callerId": "+34972183386" } })).await;
    let id = made["calendarSettingsCreate"]["settings"]["id"].clone();

    let change = json!({ "id": id, "input": { "callerId": null, "providerIds": [provider.id, provider.id] } });
    let changed = coordinator.query(CHANGE_SETTINGS, change).await;
    let gone = coordinator.query(DELETE_SETTINGS, json!({ "id": id })).await;

    let expected = json!({ "callerId": null, "providers": [{ "name": "simulator" }] });
    assert_eq!(changed["calendarSettingsUpdate"]["settings"], expected);
    assert_eq!(gone["calendarSettingsDelete"]["deletedId"], id);
}

/// A flow of which a version is sealed, or none: its id.
async fn flow(client: &Client, name: &str, is_sealed: bool) -> Value {
    let make = "mutation ($name: String!) { flowCreate(input: { name: $name, document: { languages: [\"en\"], start: \"a\", nodes: [
        { id: \"a\", does: { playMessage: { words: [{ language: \"en\", heard: { say: \"Hello\" } }] } } }] } }) { flow { id } userErrors { code path message } } }";
    let made = client.query(make, json!({ "name": name })).await;
    let id = made["flowCreate"]["flow"]["id"].clone();
    if is_sealed {
        let seal = "mutation ($id: ID!) { flowSeal(id: $id, version: 1) { flowVersion { id } userErrors { code path message } } }";
        let sealed = client.query(seal, json!({ "id": id })).await;
        assert_eq!(sealed["flowSeal"]["userErrors"], json!([]), "{made}");
    }
    id
}

on_both!(settings_say_by_which_flows_calls_may_be_led);
async fn settings_say_by_which_flows_calls_may_be_led(app: TestApp) {
    use switchboard::calendars::repository::may_be_led_by;
    const FLOWS: &str = "mutation ($id: ID!, $flows: [ID!]) { calendarSettingsUpdate(id: $id, input: { flowIds: $flows }) {
        settings { flows { name } } userErrors { code path } } }";
    let admin = app.as_role(Role::Admin).await;
    let [good, other, draft] = [flow(&admin, "Good", true).await, flow(&admin, "Other", true).await, flow(&admin, "Draft", false).await];
    let (_, berta) = app.calendar_user("Berta").await;
    let calendar = app.calendar_by(&admin, json!({ "name": "Berta's", "timeZone": "UTC", "ownerUserId": berta })).await;
    let settings = admin.query("{ calendarSettings { nodes { id } } }", json!({})).await["calendarSettings"]["nodes"][0]["id"].clone();
    let led_by = async |flow: &Value| {
        let (calendar, flow) = (calendar.parse().expect("an id"), flow.as_str().expect("an id").parse().expect("an id"));
        may_be_led_by(app.app().db.read(), app.account().id, calendar, flow).await.expect("it is read")
    };
    assert!(led_by(&good).await && led_by(&other).await, "without any, all");

    let unsealed = admin.query(FLOWS, json!({ "id": settings, "flows": [good, draft] })).await;
    let changed = admin.query(FLOWS, json!({ "id": settings, "flows": [good, good] })).await;

    assert_eq!(errors(&unsealed["calendarSettingsUpdate"]), json!([["NOT_FOUND", "input.flowIds"]]));
    assert_eq!(changed["calendarSettingsUpdate"]["settings"]["flows"], json!([{ "name": "Good" }]), "{changed}");
    assert_eq!((led_by(&good).await, led_by(&other).await), (true, false));
    let cleared = admin.query(FLOWS, json!({ "id": settings, "flows": null })).await;
    assert_eq!(cleared["calendarSettingsUpdate"]["settings"]["flows"], json!([]));
    assert!(led_by(&other).await);
}
