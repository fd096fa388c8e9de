//! Participations: added and taken out by hand, called again, listed.

use acceptance::{Client, SOON, TestApp, on_both};
use entity::{
    callout_participation,
    id::{CalloutId, ContactId, ParticipationId},
    stored::{AttemptStatus, CalloutStatus, ParticipationStatus, Role},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};
use serde_json::{Value, json};

use super::wrong;

const ADD: &str = "mutation ($callout: ID!, $contact: ID!) { participationAdd(calloutId: $callout, contactId: $contact) {
    participation { id number status dueAt populationId contact { name } callout { name } } userErrors { code path } } }";
const REMOVE: &str =
    "mutation ($id: ID!) { participationRemove(id: $id) { participation { status reason dueAt } userErrors { code path } } }";
const RETRY: &str = "mutation ($id: ID!, $statuses: [AttemptStatus!]!) { calloutRetry(id: $id, statuses: $statuses) {
    callout { status statistics { calloutParticipationsPending calloutParticipationsExhausted } } retried userErrors { code path } } }";

async fn add(client: &Client, callout: CalloutId, contact: ContactId) -> Value {
    client.query(ADD, json!({ "callout": callout, "contact": contact })).await["participationAdd"].take()
}

async fn added(client: &Client, callout: CalloutId, contact: ContactId) -> ParticipationId {
    let payload = add(client, callout, contact).await;
    let id = payload["participation"]["id"].as_str().unwrap_or_else(|| panic!("it was refused: {payload:#}"));
    id.parse().expect("an id of a participation")
}

/// As if the last call to somebody had ended so, and there were no more to be.
async fn given_up(app: &TestApp, id: ParticipationId, last: AttemptStatus) {
    app.participation_is(id, ParticipationStatus::Exhausted).await;
    let tx = app.app().db.begin().await.expect("a transaction");
    let row = callout_participation::ActiveModel {
        id: Unchanged(id),
        last_status: Set(Some(last)),
        attempts: Set(3),
        due_at: Set(None),
        ..Default::default()
    };
    row.update(&*tx).await.expect("it is written");
    tx.commit().await.expect("it is kept");
}

on_both!(a_contact_is_added_by_hand_once);
async fn a_contact_is_added_by_hand_once(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386", "name": "Ana" })).await;
    let mut changes = coordinator.subscribe("subscription { participationChanged { kind status calloutId contactId } }", json!({})).await;

    let (first, second) = (add(&coordinator, callout, ana.id).await, add(&coordinator, callout, ana.id).await);

    let part = &first["participation"];
    assert_eq!(
        json!([part["number"], part["status"], part["populationId"], part["contact"]["name"], part["callout"]["name"]]),
        json!(["+34972183386", "PENDING", null, "Ana", "Assembly"])
    );
    assert_eq!(wrong(&second), ["contactId: TAKEN".to_owned()].into());
    let told = changes.next_within(SOON).await["participationChanged"].take();
    assert_eq!(told, json!({ "kind": "CREATED", "status": "PENDING", "calloutId": callout, "contactId": ana.id }));
}

on_both!(of_two_who_add_the_same_contact_at_once_one_does);
async fn of_two_who_add_the_same_contact_at_once_one_does(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;

    let (one, other) = tokio::join!(add(&coordinator, callout, ana.id), add(&coordinator, callout, ana.id));

    let errors = [&one, &other].into_iter().flat_map(wrong).collect::<Vec<_>>();
    assert_eq!(errors, ["contactId: TAKEN"]);
}

on_both!(a_number_is_called_once_even_if_it_is_another_contacts_by_now);
async fn a_number_is_called_once_even_if_it_is_another_contacts_by_now(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    added(&coordinator, callout, ana.id).await;
    let change = "mutation ($id: ID!) { contactUpdate(id: $id, input: { number: \"+34972183387\" }) { userErrors { code } } }";
    coordinator.query(change, json!({ "id": ana.id })).await;
    let berta = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let preview = "query ($id: ID!) { populationPreview(calloutId: $id) { reasons { reason } } }";

    let refused = add(&coordinator, callout, berta.id).await;
    let preview = coordinator.query(preview, json!({ "id": callout })).await;

    assert_eq!(wrong(&refused), ["contactId: TAKEN".to_owned()].into());
    assert_eq!(preview["populationPreview"]["reasons"], json!([{ "reason": "ALREADY_IN_CALLOUT" }, { "reason": "SAME_NUMBER" }]));
}

on_both!(who_does_not_want_to_be_called_is_not_added_nor_anybody_to_a_stopped_callout);
async fn who_does_not_want_to_be_called_is_not_added_nor_anybody_to_a_stopped_callout(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (open, stopped) = (app.startable_callout(&coordinator, "Open").await, app.startable_callout(&coordinator, "Stopped").await);
    app.callout_is(stopped, CalloutStatus::Stopped).await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let never = "mutation ($id: ID!) { contactDoNotCallSet(id: $id, reason: \"asked\") { userErrors { code } } }";

    let refused = add(&coordinator, stopped, ana.id).await;
    coordinator.query(never, json!({ "id": ana.id })).await;
    let unwanted = add(&coordinator, open, ana.id).await;

    assert_eq!(wrong(&refused), ["calloutId: CONFLICT".to_owned()].into());
    assert_eq!(wrong(&unwanted), ["contactId: CONFLICT".to_owned()].into());
}

on_both!(somebody_who_is_not_being_called_can_be_taken_out);
async fn somebody_who_is_not_being_called_can_be_taken_out(app: TestApp) {
    use ParticipationStatus::{Answered, Exhausted, InFlight, Pending, Skipped, Waiting};
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let id = added(&coordinator, callout, ana.id).await;
    let table = [(Pending, true), (Waiting, true), (InFlight, false), (Answered, false), (Exhausted, false), (Skipped, false)];

    for (status, can) in table {
        app.participation_is(id, status).await;
        let payload = coordinator.query(REMOVE, json!({ "id": id })).await["participationRemove"].take();

        if can {
            assert_eq!(payload["participation"], json!({ "status": "SKIPPED", "reason": "CANCELED", "dueAt": null }), "{status:?}");
        } else {
            assert_eq!(wrong(&payload), ["id: CONFLICT".to_owned()].into(), "{status:?}");
        }
    }
}

on_both!(those_given_up_are_called_again_by_how_their_last_call_ended);
async fn those_given_up_are_called_again_by_how_their_last_call_ended(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let ends = [AttemptStatus::Busy, AttemptStatus::Busy, AttemptStatus::NotAnswered, AttemptStatus::Failed];
    for (place, end) in ends.into_iter().enumerate() {
        let contact = app.contact(&coordinator, json!({ "number": format!("+3497218338{place}") })).await;
        given_up(&app, added(&coordinator, callout, contact.id).await, end).await;
    }
    app.callout_is(callout, CalloutStatus::Completed).await;
    let retry =
        async |statuses: Value| coordinator.query(RETRY, json!({ "id": callout, "statuses": statuses })).await["calloutRetry"].take();

    let none = retry(json!([])).await;
    let nobody = retry(json!(["CANCELED"])).await;
    let some = retry(json!(["BUSY", "FAILED"])).await;

    assert_eq!(wrong(&none), ["statuses: INVALID".to_owned()].into());
    assert_eq!(json!([nobody["retried"], nobody["callout"]["status"]]), json!([0, "COMPLETED"]));
    let counted = json!({ "calloutParticipationsPending": 3, "calloutParticipationsExhausted": 1 });
    assert_eq!(some, json!({ "callout": { "status": "RUNNING", "statistics": counted }, "retried": 3, "userErrors": [] }));
}

on_both!(participations_are_listed_by_status_last_call_number_and_reason);
async fn participations_are_listed_by_status_last_call_number_and_reason(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let mut ids = Vec::new();
    for place in 0..3 {
        let contact = app.contact(&coordinator, json!({ "number": format!("+3497218338{place}") })).await;
        ids.push(added(&coordinator, callout, contact.id).await);
    }
    given_up(&app, ids[1], AttemptStatus::Busy).await;
    coordinator.query(REMOVE, json!({ "id": ids[2] })).await;
    let list = "query ($id: ID!, $filter: ParticipationFilter, $after: String) { callout(id: $id) {
        participations(filter: $filter, first: 2, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } }";
    let found = async |filter: Value| {
        let answer = coordinator.query(list, json!({ "id": callout, "filter": filter })).await;
        answer["callout"]["participations"]["nodes"].as_array().expect("nodes").iter().map(|node| node["id"].clone()).collect::<Vec<_>>()
    };

    assert_eq!(found(json!({ "status": ["EXHAUSTED", "IN_FLIGHT"] })).await, [json!(ids[1])]);
    assert_eq!(found(json!({ "lastStatus": ["BUSY"] })).await, [json!(ids[1])]);
    assert_eq!(found(json!({ "reason": "CANCELED" })).await, [json!(ids[2])]);
    assert_eq!(found(json!({ "number": "0034 972 18 33 80" })).await, [json!(ids[0])]);
    assert_eq!(found(json!({ "number": "nobody" })).await, Vec::<Value>::new());
    let first = coordinator.query(list, json!({ "id": callout })).await["callout"]["participations"].take();
    assert_eq!(json!([first["nodes"], first["pageInfo"]["hasNextPage"]]), json!([[{ "id": ids[0] }, { "id": ids[1] }], true]));
    let rest = coordinator.query(list, json!({ "id": callout, "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!(rest["callout"]["participations"]["nodes"], json!([{ "id": ids[2] }]));
}

on_both!(a_contact_shows_its_callouts_and_stays_as_long_as_it_has_one);
async fn a_contact_shows_its_callouts_and_stays_as_long_as_it_has_one(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    added(&coordinator, callout, ana.id).await;
    let show = "query ($id: ID!) { contact(id: $id) { participations { nodes { status callout { name } } } } }";
    let delete = "mutation ($id: ID!) { contactDelete(id: $id) { userErrors { code path } } }";

    let shown = coordinator.query(show, json!({ "id": ana.id })).await;
    let kept = coordinator.query(delete, json!({ "id": ana.id })).await["contactDelete"].take();

    let part = json!({ "status": "PENDING", "callout": { "name": "Assembly" } });
    assert_eq!(shown["contact"]["participations"]["nodes"], json!([part]));
    assert_eq!(kept["userErrors"][0]["code"], "CONFLICT");
}
