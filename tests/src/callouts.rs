//! Callouts that are already there when a test begins, and who keeps them.

use chrono::{DateTime, Utc};
use entity::{
    callout, callout_participation, contact,
    id::{CalloutId, ContactId, ParticipationId, ProviderId},
    provider,
    stored::{CalloutStatus, ParticipationStatus, ProviderHealth, ProviderKind},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};
use switchboard::callouts::{keeper, tally};
use telephony::capability::{Capability, Operation, Outcome, Support};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{account::TestAccount, client::Client};

/// Rows of one INSERT.
const PIECE: usize = 1_000;

/// What a telephone system needs for callouts that play a recording.
pub const PLAYS: [Operation; 2] = [Operation::PlaceCall, Operation::Play];

impl TestAccount {
    /// A telephone system of that name that can do this, and is up; nobody runs it.
    pub async fn able_provider(&self, name: &str, able: &[Operation]) -> provider::Model {
        let now = self.process.app.clock.now();
        let native = |operation| Capability { operation, support: Support::Native, outcome: Outcome::Answer };
        let row = provider::Model {
            id: ProviderId::new(),
            account_id: self.id,
            name: name.to_owned(),
            kind: ProviderKind::Simulator,
            health: ProviderHealth::Up,
            health_since: now,
            problem_code: None,
            problem_message: None,
            last_heard_at: Some(now),
            provider_started_at: None,
            capabilities: json!(able.iter().copied().map(native).collect::<Vec<_>>()),
            message_sender: None,
        };
        self.process.insert::<provider::Entity, _>(row.clone()).await;
        row
    }

    /// A callout made by `client` of what `input` says, through the API.
    pub async fn callout(&self, client: &Client, input: Value) -> CalloutId {
        const CREATE: &str = "mutation ($input: CalloutCreateInput!) {
            calloutCreate(input: $input) { callout { id } userErrors { code path message } } }";
        let answer = client.query(CREATE, json!({ "input": input })).await;
        let payload = &answer["calloutCreate"];
        let id = payload["callout"]["id"].as_str().unwrap_or_else(|| panic!("a callout was refused: {payload:#}"));
        id.parse().expect("an id of a callout")
    }

    /// A callout that could be started: it plays a recording over a provider that can.
    pub async fn startable_callout(&self, client: &Client, name: &str) -> CalloutId {
        let provider = self.able_provider(&format!("carrier of {name}"), &PLAYS).await;
        let input = json!({ "name": name, "script": { "play": { "audio": "hello" } }, "routes": [{ "providerId": provider.id }] });
        self.callout(client, input).await
    }

    /// So many contacts who take part in the callout, to be called from `due` on. Each has a number of its own.
    pub async fn crowd(&self, callout: CalloutId, count: usize, due: DateTime<Utc>) {
        let now = self.process.app.clock.now();
        let places: Vec<usize> = (0..count).collect();
        for piece in places.chunks(PIECE) {
            let contacts: Vec<contact::Model> = piece.iter().map(|place| self.one_of_many(*place, now)).collect();
            let parts = contacts.iter().map(|contact| part(contact, callout, due, now)).map(IntoActiveModel::into_active_model);
            let tx = self.process.app.db.begin().await.expect("a transaction");
            let rows = contacts.iter().cloned().map(IntoActiveModel::into_active_model);
            contact::Entity::insert_many(rows).exec_without_returning(&*tx).await.expect("contacts");
            callout_participation::Entity::insert_many(parts).exec_without_returning(&*tx).await.expect("participations");
            let count = i64::try_from(piece.len()).expect("few");
            tally::add(&tx, callout, 0, &tally::Delta::moved(None, ParticipationStatus::Pending, count)).await.expect("they are counted");
            tx.commit().await.expect("they are kept");
        }
    }

    fn one_of_many(&self, place: usize, now: DateTime<Utc>) -> contact::Model {
        contact::Model {
            id: ContactId::new(),
            account_id: self.id,
            number: format!("+34{:09}", 600_000_000 + place),
            name: String::new(),
            name_folded: String::new(),
            metadata: json!({}),
            time_zone: None,
            time_zone_source: None,
            do_not_call_at: None,
            do_not_call_reason: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// Puts a callout into a status, as if it had come there.
    pub async fn callout_is(&self, id: CalloutId, status: CalloutStatus) {
        let tx = self.process.app.db.begin().await.expect("a transaction");
        let row = callout::ActiveModel { id: Unchanged(id), status: Set(status), ..Default::default() };
        row.update(&*tx).await.expect("the callout is written");
        tx.commit().await.expect("it is kept");
    }

    /// The callout as it is kept.
    pub async fn callout_row(&self, id: CalloutId) -> callout::Model {
        let row = callout::Entity::find_by_id(id).one(self.process.app.db.read()).await.expect("the callout is read");
        row.expect("the callout is there")
    }

    /// Puts a participation into a status, as if it had come there, and counts it.
    pub async fn participation_is(&self, id: ParticipationId, status: ParticipationStatus) {
        let tx = self.process.app.db.begin().await.expect("a transaction");
        let known = callout_participation::Entity::find_by_id(id).one(&*tx).await.expect("it is read").expect("it is there");
        let row = callout_participation::ActiveModel { id: Unchanged(id), status: Set(status), ..Default::default() };
        row.update(&*tx).await.expect("the participation is written");
        let delta = tally::Delta::moved(Some(known.status), status, 1);
        tally::add(&tx, known.callout_id, 0, &delta).await.expect("it is counted");
        tx.commit().await.expect("it is kept");
    }

    /// Keeps callouts from now on, as the task of a process does.
    pub fn keeps_callouts(&self) -> CalloutKeeper {
        let stop = CancellationToken::new();
        let task = tokio::spawn(keeper::run(self.process.app.clone(), stop.clone()));
        CalloutKeeper { stop, _task: task, _account: self.clone() }
    }
}

fn part(contact: &contact::Model, callout: CalloutId, due: DateTime<Utc>, now: DateTime<Utc>) -> callout_participation::Model {
    callout_participation::Model {
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
        due_at: Some(due),
        created_at: now,
        updated_at: now,
    }
}

/// Somebody who keeps callouts, until this is dropped.
pub struct CalloutKeeper {
    stop: CancellationToken,
    _task: JoinHandle<()>,
    // Its process lives as long.
    _account: TestAccount,
}

impl Drop for CalloutKeeper {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
