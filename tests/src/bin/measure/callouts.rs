//! Callouts at size: statistics over 200 000 participations, and 100 000 of 200 000 contacts added by one population.

use std::time::{Duration, Instant};

use acceptance::Backend;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    callout_participation, contact, contact_value,
    id::{CalloutId, ContactId, ParticipationId},
    stored::{ParticipationStatus, Role, ValueKind},
};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use switchboard::callouts::tally::{self, Delta};

use crate::{backends, door::Door, statistics};

const CONTACTS: usize = 200_000;
const PIECE: usize = 1_000;
const ROUNDS: u32 = 200;
const STATISTICS: &str = "query ($id: ID!) { callout(id: $id) { statistics { calloutParticipations calloutParticipationsRemaining } } }";
const POPULATE: &str = "mutation ($id: ID!) { populationCreate(input: { calloutId: $id, filter: {
    metadata: [{ path: [\"even\"], test: { equals: true } }] } }) { population { id } } }";
const QUEUE: &str = "mutation ($id: ID!) { populationQueue(id: $id) { population { status } } }";
const STATUS: &str = "query ($id: ID!) { population(id: $id) { status added } }";

/// Measures on each database.
pub(crate) async fn measure() {
    for (name, backend) in backends() {
        on(name, backend).await;
    }
}

async fn on(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    let client = door.app.as_role(Role::Coordinator).await;
    let contacts = contacts(&door, CONTACTS).await;

    let callout = door.app.startable_callout(&client, "statistics").await;
    // Not to be called while it is measured.
    let tomorrow = door.app.now() + TimeDelta::days(1);
    participations(&door, callout, &contacts, |_| tomorrow).await;
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        client.query(STATISTICS, json!({ "id": callout })).await;
    }
    let each = begun.elapsed() / ROUNDS;
    println!("callouts, {name}: statistics over {CONTACTS} participations: {:.2} ms", each.as_secs_f64() * 1e3);
    statistics::measure(name, &door, callout).await;

    let callout = door.app.startable_callout(&client, "population").await;
    let made = client.query(POPULATE, json!({ "id": callout })).await;
    let population = made["populationCreate"]["population"]["id"].clone();
    let _keeper = door.app.keeps_callouts();
    let begun = Instant::now();
    client.query(QUEUE, json!({ "id": population })).await;
    // Looked at as rarely as does not falsify the time: each look is work for the same machine.
    let mut news = client.subscribe("subscription { calloutChanged { what } }", json!({})).await;
    let added = loop {
        let seen = client.query(STATUS, json!({ "id": population })).await;
        if seen["population"]["status"] == "FINISHED" {
            break seen["population"]["added"].clone();
        }
        news.next_within(Duration::from_secs(600)).await;
    };
    println!("callouts, {name}: {added} of {CONTACTS} contacts added: {:.1} s", begun.elapsed().as_secs_f64());
}

/// Contacts with one value each in their metadata, written past the API.
pub(crate) async fn contacts(door: &Door, count: usize) -> Vec<contact::Model> {
    let (app, now) = (door.app.app(), door.app.now());
    let contact = |place: usize| contact::Model {
        id: ContactId::new(),
        account_id: door.app.id,
        number: format!("+34{:09}", 600_000_000 + place),
        name: String::new(),
        name_folded: String::new(),
        metadata: json!({ "even": place.is_multiple_of(2) }),
        time_zone: None,
        time_zone_source: None,
        do_not_call_at: None,
        do_not_call_reason: None,
        created_at: now,
        updated_at: now,
    };
    let contacts: Vec<contact::Model> = (0..count).map(contact).collect();
    for piece in contacts.chunks(PIECE) {
        let tx = app.db.begin().await.expect("a transaction");
        let rows = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        contact::Entity::insert_many(rows).exec_without_returning(&*tx).await.expect("contacts");
        let value = |contact: &contact::Model| contact_value::Model {
            contact_id: contact.id,
            account_id: contact.account_id,
            path: "/even".to_owned(),
            position: 0,
            kind: ValueKind::Boolean,
            text: Some(contact.metadata["even"].to_string()),
            rest: String::new(),
            number: None,
            instant: None,
        };
        let rows = piece.iter().map(value).map(IntoActiveModel::into_active_model);
        contact_value::Entity::insert_many(rows).exec_without_returning(&*tx).await.expect("values");
        tx.commit().await.expect("a commit");
    }
    contacts
}

/// Has contacts take part, each due at an instant by its place; written past the API.
pub(crate) async fn participations(door: &Door, callout: CalloutId, contacts: &[contact::Model], due: impl Fn(usize) -> DateTime<Utc>) {
    let (app, now) = (door.app.app(), door.app.now());
    let mut places = 0..contacts.len();
    for piece in contacts.chunks(PIECE) {
        let mut part = |contact: &contact::Model| callout_participation::Model {
            id: ParticipationId::new(),
            account_id: contact.account_id,
            callout_id: callout,
            contact_id: contact.id,
            population_id: None,
            msisdn: contact.number.clone(),
            status: ParticipationStatus::Pending,
            attempts: 0,
            route: 0,
            last_status: None,
            last_attempt_id: None,
            reason: None,
            metadata: json!({}),
            due_at: places.next().map(&due),
            created_at: now,
            updated_at: now,
        };
        let tx = app.db.begin().await.expect("a transaction");
        let rows = piece.iter().map(&mut part).map(IntoActiveModel::into_active_model);
        callout_participation::Entity::insert_many(rows).exec_without_returning(&*tx).await.expect("participations");
        let count = i64::try_from(piece.len()).expect("few");
        tally::add(&tx, callout, 0, &Delta::moved(None, ParticipationStatus::Pending, count)).await.expect("they are counted");
        tx.commit().await.expect("a commit");
    }
}
