//! Contacts that are deleted while somebody adds them.

use std::future::Future;

use acceptance::{Backend, TestApp, run};
use entity::{callout_participation, contact, stored::Role};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};
use serde_json::{Value, json};

/// Waits until somebody waits for a row that another holds.
async fn until_somebody_waits(app: &TestApp) {
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let looking = async {
        loop {
            let asked = Statement::from_string(DbBackend::Postgres, waiting);
            let row = app.app().db.read().query_one_raw(asked).await.expect("an answer").expect("a row");
            if row.try_get_by_index::<i64>(0).expect("a count") > 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(acceptance::SOON, looking).await.expect("somebody waits");
}

/// Deletes a contact, and has something done before that is committed; what came of it.
async fn while_deleted<T: Send + 'static>(app: &TestApp, gone: &contact::Model, work: impl Future<Output = T> + Send + 'static) -> T {
    let tx = app.app().db.begin().await.expect("a transaction");
    contact::Entity::delete_by_id(gone.id).exec(&*tx).await.expect("it is deleted");
    let done = tokio::spawn(work);
    until_somebody_waits(app).await;
    tx.commit().await.expect("it is gone");
    done.await.expect("no panic")
}

/// SQLite has one writer, who waits in line.
#[test]
fn who_is_deleted_while_a_population_adds_them_is_left_out() {
    let Some(backend) = Backend::postgres() else { return };
    run(backend, async |app: TestApp| {
        let client = app.as_role(Role::Coordinator).await;
        let callout = app.startable_callout(&client, "Assembly").await;
        let mut contacts = Vec::new();
        for place in 0..3 {
            contacts.push(app.contact(&client, json!({ "number": format!("+3497218338{place}") })).await);
        }
        let make = "mutation ($id: ID!) { populationCreate(input: { calloutId: $id }) { population { id } } }";
        let population = client.query(make, json!({ "id": callout })).await["populationCreate"]["population"]["id"].take();
        let queue = "mutation ($id: ID!) { populationQueue(id: $id) { userErrors { code } } }";
        client.query(queue, json!({ "id": population })).await;

        let _keeper = while_deleted(&app, &contacts[1], {
            let account = app.account().clone();
            async move { account.keeps_callouts() }
        })
        .await;

        let asked = "query ($id: ID!) { population(id: $id) { status added errorCode } }";
        let ended = app.until(&client, asked, json!({ "id": population }), |answer| answer["population"]["status"] == "FINISHED").await;
        assert_eq!(ended["population"], json!({ "status": "FINISHED", "added": 2, "errorCode": null }));
        let parts = callout_participation::Entity::find().all(app.app().db.read()).await.expect("participations");
        assert!(parts.iter().all(|part| part.contact_id != contacts[1].id));
    });
}

#[test]
fn who_is_deleted_while_added_by_hand_is_not_found() {
    let Some(backend) = Backend::postgres() else { return };
    run(backend, async |app: TestApp| {
        let client = app.as_role(Role::Coordinator).await;
        let callout = app.startable_callout(&client, "Assembly").await;
        let ana = app.contact(&client, json!({ "number": "+34972183386" })).await;
        let add = "mutation ($callout: ID!, $contact: ID!) {
            participationAdd(calloutId: $callout, contactId: $contact) { participation { id } userErrors { code path } } }";

        let added = while_deleted(&app, &ana, {
            let (client, variables) = (client.clone(), json!({ "callout": callout, "contact": ana.id }));
            async move { client.query(add, variables).await }
        })
        .await;

        assert_eq!(added["participationAdd"]["participation"], Value::Null);
        assert_eq!(added["participationAdd"]["userErrors"], json!([{ "code": "NOT_FOUND", "path": ["contactId"] }]));
    });
}
