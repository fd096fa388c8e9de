//! Populations: looked at, and added in the background.

use acceptance::{Client, SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::{
    id::CalloutId,
    stored::{CalloutStatus, Role},
};
use serde_json::{Value, json};
use switchboard::callouts::populations::job::{self, Left};

use super::wrong;

const CREATE: &str = "mutation ($input: PopulationCreateInput!) {
    populationCreate(input: $input) { population { id status added } userErrors { code path } } }";
const QUEUE: &str = "mutation ($id: ID!) { populationQueue(id: $id) { population { status } userErrors { code path message } } }";
const DELETE: &str = "mutation ($id: ID!) { populationDelete(id: $id) { deletedId userErrors { code path } } }";
const POPULATION: &str = "query ($id: ID!) { population(id: $id) { status matched added errorCode } }";
const PREVIEW: &str = "query ($id: ID!, $filter: ContactFilter) { populationPreview(calloutId: $id, filter: $filter) {
    matched called skipped reasons { reason count } contacts(first: 3) { nodes { skipped contact { number } } pageInfo { hasNextPage } } } }";
const PARTICIPATIONS: &str = "query ($id: ID!) { callout(id: $id) { status
    statistics { calloutParticipations calloutParticipationsRemaining calloutParticipationsSkipped }
    participations { nodes { number status reason metadata populationId } } } }";

fn number(place: usize) -> String {
    format!("+349721{:05}", 80_000 + place)
}

/// So many contacts, each with its place in its metadata.
async fn contacts(app: &TestApp, client: &Client, count: usize) -> Vec<entity::contact::Model> {
    let mut contacts = Vec::new();
    for place in 0..count {
        contacts
            .push(app.contact(client, json!({ "number": number(place), "metadata": { "place": place, "even": place % 2 == 0 } })).await);
    }
    contacts
}

async fn population(client: &Client, callout: CalloutId, filter: Value) -> String {
    let input = json!({ "calloutId": callout, "filter": filter, "metadata": { "round": 1 } });
    let made = client.query(CREATE, json!({ "input": input })).await["populationCreate"].take();
    assert_eq!(json!([made["population"]["status"], made["userErrors"]]), json!(["PREVIEW", []]));
    made["population"]["id"].as_str().expect("an id").to_owned()
}

async fn queued(client: &Client, population: &str) {
    let queued = client.query(QUEUE, json!({ "id": population })).await["populationQueue"].take();
    assert_eq!(queued, json!({ "population": { "status": "QUEUED" }, "userErrors": [] }));
}

async fn until(app: &TestApp, client: &Client, population: &str, status: &str) -> Value {
    app.until(client, POPULATION, json!({ "id": population }), |answer| answer["population"]["status"] == status).await["population"].take()
}

on_both!(a_preview_tells_whom_populating_adds_and_whom_it_skips_and_why);
async fn a_preview_tells_whom_populating_adds_and_whom_it_skips_and_why(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let contacts = contacts(&app, &coordinator, 7).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let skip = "mutation ($known: ID!, $never: ID!, $out: String!, $callout: ID!) {
        participationAdd(calloutId: $callout, contactId: $known) { userErrors { code } }
        contactDoNotCallSet(id: $never, reason: \"asked\") { userErrors { code } }
        contactOptOut(input: { number: $out, channel: CALL, evidence: PERSON }) { userErrors { code } } }";
    let variables = json!({ "known": contacts[0].id, "never": contacts[2].id, "out": number(4), "callout": callout });
    let skipped = coordinator.query(skip, variables).await;
    assert!(skipped.as_object().expect("payloads").values().all(|payload| payload["userErrors"] == json!([])), "{skipped}");
    let filter = json!({ "metadata": [{ "path": ["even"], "test": { "equals": true } }] });
    let traces = (app.audit_log().await.len(), app.news().await.len());

    let preview = coordinator.query(PREVIEW, json!({ "id": callout, "filter": filter })).await["populationPreview"].take();
    let after = (app.audit_log().await.len(), app.news().await.len());
    let population = population(&coordinator, callout, filter).await;
    let _keeper = app.keeps_callouts();
    queued(&coordinator, &population).await;
    let done = until(&app, &coordinator, &population, "FINISHED").await;

    assert_eq!(json!([preview["matched"], preview["called"], preview["skipped"]]), json!([4, 1, 3]));
    let reasons = [("ALREADY_IN_CALLOUT", 1), ("DO_NOT_CALL", 1), ("OPTED_OUT", 1)];
    assert_eq!(preview["reasons"], json!(reasons.map(|(reason, count)| json!({ "reason": reason, "count": count }))));
    let page = [("ALREADY_IN_CALLOUT", 0), ("DO_NOT_CALL", 2), ("OPTED_OUT", 4)];
    let page = page.map(|(reason, place)| json!({ "skipped": reason, "contact": { "number": number(place) } }));
    assert_eq!(preview["contacts"], json!({ "nodes": page, "pageInfo": { "hasNextPage": true } }));
    assert_eq!(after, traces, "a preview writes nothing");
    assert_eq!(done, json!({ "status": "FINISHED", "matched": 4, "added": 3, "errorCode": null }));
    let added = coordinator.query(PARTICIPATIONS, json!({ "id": callout })).await["callout"].take();
    let mut parts: Vec<Value> = added["participations"]["nodes"].as_array().expect("participations").clone();
    parts.sort_by_key(|part| part["number"].to_string());
    let shown = |part: &Value| json!([part["number"], part["status"], part["reason"], part["metadata"]]);
    assert_eq!(
        parts.iter().map(shown).collect::<Vec<_>>(),
        [
            json!([number(0), "PENDING", null, {}]),
            json!([number(2), "SKIPPED", "DO_NOT_CALL", { "round": 1 }]),
            json!([number(4), "SKIPPED", "OPTED_OUT", { "round": 1 }]),
            json!([number(6), "PENDING", null, { "round": 1 }]),
        ]
    );
    let counts = json!({ "calloutParticipations": 4, "calloutParticipationsRemaining": 2, "calloutParticipationsSkipped": 2 });
    assert_eq!(added["statistics"], counts);
}

on_both!(queued_again_a_population_adds_nobody_twice_and_those_who_are_new);
async fn queued_again_a_population_adds_nobody_twice_and_those_who_are_new(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    contacts(&app, &coordinator, 3).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let population = population(&coordinator, callout, json!(null)).await;
    let _keeper = app.keeps_callouts();

    let mut seen = Vec::new();
    for place in [None, None, Some(9)] {
        if let Some(place) = place {
            app.contact(&coordinator, json!({ "number": number(place) })).await;
        }
        queued(&coordinator, &population).await;
        seen.push(until(&app, &coordinator, &population, "FINISHED").await);
    }

    let counts = |matched: i32, added: i32| json!({ "status": "FINISHED", "matched": matched, "added": added, "errorCode": null });
    assert_eq!(seen, [counts(3, 3), counts(3, 3), counts(4, 4)]);
}

on_both!(whoever_goes_on_with_a_population_adds_nobody_twice_and_leaves_nobody_out);
async fn whoever_goes_on_with_a_population_adds_nobody_twice_and_leaves_nobody_out(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    contacts(&app, &coordinator, 7).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let population = population(&coordinator, callout, json!(null)).await;
    queued(&coordinator, &population).await;
    let [dead] = job::claim(app.app(), 9).await.expect("it is taken up")[..] else { panic!("one population is due") };
    let first = job::piece(app.app(), &dead, 3).await.expect("a piece");
    let nobody = job::claim(app.app(), 9).await.expect("nothing is due");
    let half = coordinator.query(POPULATION, json!({ "id": population })).await["population"].take();

    app.clock.advance(TimeDelta::seconds(61));
    let [heir] = job::claim(app.app(), 9).await.expect("it is taken up")[..] else { panic!("one population is due") };
    let late = job::piece(app.app(), &dead, 3).await.expect("nothing is written");
    let rest = [job::piece(app.app(), &heir, 3).await.expect("a piece"), job::piece(app.app(), &heir, 3).await.expect("the last piece")];

    assert_eq!((first, nobody.len(), half["added"].clone()), (Left::More, 0, json!(3)));
    assert_eq!((late, rest), (Left::Lost, [Left::More, Left::Nothing]));
    let done = coordinator.query(POPULATION, json!({ "id": population })).await["population"].take();
    assert_eq!(done, json!({ "status": "FINISHED", "matched": 7, "added": 7, "errorCode": null }));
    let counted = coordinator.query(PARTICIPATIONS, json!({ "id": callout })).await["callout"]["statistics"].take();
    assert_eq!(counted["calloutParticipations"], 7);
}

on_both!(nobody_is_added_to_a_callout_that_was_stopped);
async fn nobody_is_added_to_a_callout_that_was_stopped(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    contacts(&app, &coordinator, 2).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let (one, other) = (population(&coordinator, callout, json!(null)).await, population(&coordinator, callout, json!(null)).await);
    queued(&coordinator, &one).await;

    app.callout_is(callout, CalloutStatus::Stopped).await;
    let made = coordinator.query(CREATE, json!({ "input": { "calloutId": callout } })).await["populationCreate"].take();
    let refused = coordinator.query(QUEUE, json!({ "id": other })).await["populationQueue"].take();
    let keeper = app.keeps_callouts();
    let failed = until(&app, &coordinator, &one, "FAILED").await;
    app.callout_is(callout, CalloutStatus::Running).await;
    queued(&coordinator, &one).await;
    let done = until(&app, &coordinator, &one, "FINISHED").await;
    drop(keeper);

    assert_eq!(wrong(&made), ["input.calloutId: CONFLICT".to_owned()].into());
    assert_eq!(wrong(&refused), ["id: CONFLICT".to_owned()].into());
    assert_eq!(json!([failed["errorCode"], failed["added"]]), json!(["CALLOUT_STOPPED", 0]));
    assert_eq!(done["added"], 2);
}

on_both!(a_callout_that_was_completed_runs_again_when_somebody_is_added);
async fn a_callout_that_was_completed_runs_again_when_somebody_is_added(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    contacts(&app, &coordinator, 1).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let population = population(&coordinator, callout, json!(null)).await;
    let _keeper = app.keeps_callouts();
    let mut seen = Vec::new();

    for _ in 0..2 {
        app.callout_is(callout, CalloutStatus::Completed).await;
        queued(&coordinator, &population).await;
        until(&app, &coordinator, &population, "FINISHED").await;
        seen.push(app.callout_row(callout).await);
    }

    // The second time there was nobody new.
    assert_eq!(seen.iter().map(|row| row.status).collect::<Vec<_>>(), [CalloutStatus::Running, CalloutStatus::Completed]);
    assert_eq!(seen[0].due_at, Some(app.now()), "it is looked at at once");
}

on_both!(a_population_is_deleted_only_when_it_added_nobody_and_is_not_about_to);
async fn a_population_is_deleted_only_when_it_added_nobody_and_is_not_about_to(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    contacts(&app, &coordinator, 1).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let (one, other) = (population(&coordinator, callout, json!(null)).await, population(&coordinator, callout, json!(null)).await);
    let delete = async |id: &str| coordinator.query(DELETE, json!({ "id": id })).await["populationDelete"].take();

    queued(&coordinator, &one).await;
    let waiting = delete(&one).await;
    let _keeper = app.keeps_callouts();
    until(&app, &coordinator, &one, "FINISHED").await;
    let full = delete(&one).await;
    let empty = delete(&other).await;

    assert_eq!([wrong(&waiting), wrong(&full)], [["id: CONFLICT".to_owned()].into(), ["id: CONFLICT".to_owned()].into()]);
    assert_eq!(empty, json!({ "deletedId": other, "userErrors": [] }));
}

on_both!(a_filter_that_cannot_be_read_is_told_with_its_path);
async fn a_filter_that_cannot_be_read_is_told_with_its_path(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let filter = json!({ "metadata": [{ "path": ["age"], "cast": "NUMBER", "test": { "gt": "old" } }] });
    let input = json!({ "calloutId": callout, "filter": filter, "metadata": 7 });

    let made = coordinator.query(CREATE, json!({ "input": input })).await["populationCreate"].take();
    let asked = coordinator.error(PREVIEW, json!({ "id": callout, "filter": filter })).await;

    let expected = ["input.filter.metadata.0.test.gt: INVALID", "input.metadata: INVALID"];
    assert_eq!(wrong(&made), expected.map(str::to_owned).into());
    assert_eq!((asked.code.as_str(), made["population"].is_null()), ("BAD_REQUEST", true));
}

on_both!(a_population_tells_what_it_added_at_once);
async fn a_population_tells_what_it_added_at_once(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    contacts(&app, &coordinator, 5).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let population = population(&coordinator, callout, json!(null)).await;
    queued(&coordinator, &population).await;
    let told = "subscription { calloutChanged { what populationId callout { statistics { calloutParticipations } } } }";
    let mut changes = coordinator.subscribe(told, json!({})).await;

    let _keeper = app.keeps_callouts();

    let change = changes.next_within(SOON).await["calloutChanged"].take();
    let statistics = json!({ "statistics": { "calloutParticipations": 5 } });
    assert_eq!(change, json!({ "what": "POPULATION", "populationId": population, "callout": statistics }));
}
