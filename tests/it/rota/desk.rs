//! A coordinator at work on the rota of a queue that is answered on Mondays and Tuesdays.

use acceptance::{Client, TestApp};
use entity::{
    id::QueueId,
    person, queue,
    stored::{QueueMode, QueueSyncState, Role},
};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

/// The Monday after the day on which the tests' clock stands.
pub(super) const MONDAY: &str = "2026-11-23";

const TIMETABLE: &str = "fragment timetable on Timetable {
    id week status version timeZone
    slots { id day ordinal localStart localEnd startsAt endsAt lines turns { id line personId standing startsAt endsAt } }
    loads { person { name } ideal load assigned overload creditBefore }
}";

const OUTCOME: &str =
    "timetable { ...timetable } turns { id personId line } warnings { kind message personId } userErrors { code path message }";

/// A coordinator, and the queue whose rota is made.
pub(super) struct Desk {
    pub(super) coordinator: Client,
    pub(super) queue: QueueId,
}

impl Desk {
    /// With two slots of 75 minutes on Monday and on Tuesday from nine o'clock, two lines each.
    pub(super) async fn of(app: &TestApp) -> Self {
        let desk = Self::unset(app, "support").await;
        let slot = |day: &str, from: &str, to: &str| json!({ "weekday": day, "startsAt": from, "endsAt": to, "demand": 2 });
        desk.hours(json!([
            slot("MONDAY", "09:00", "10:15"),
            slot("MONDAY", "10:15", "11:30"),
            slot("TUESDAY", "09:00", "10:15"),
            slot("TUESDAY", "10:15", "11:30"),
        ]))
        .await;
        desk
    }

    /// With a queue of that name, which has no service hours yet.
    pub(super) async fn unset(app: &TestApp, queue: &str) -> Self {
        Self { coordinator: app.as_role(Role::Coordinator).await, queue: observed(app, queue).await }
    }

    pub(super) async fn hours(&self, slots: Value) {
        let set = "mutation ($queue: ID!, $slots: [ServiceSlotInput!]!) {
            serviceHoursSet(queueId: $queue, slots: $slots) { userErrors { code path } } }";
        self.done("serviceHoursSet", set, json!({ "queue": self.queue, "slots": slots })).await;
    }

    /// Settings of the rota, e.g. `{ "maxPerDay": 1 }`.
    pub(super) async fn settings(&self, input: Value) {
        let set = "mutation ($queue: ID!, $input: RotaSettingsUpdateInput!) {
            rotaSettingsUpdate(queueId: $queue, input: $input) { userErrors { code path } } }";
        self.done("rotaSettingsUpdate", set, json!({ "queue": self.queue, "input": input })).await;
    }

    /// What a person brings to the rota, e.g. `{ "idealLoad": 2 }`.
    pub(super) async fn person(&self, person: &person::Model, input: Value) {
        let set = "mutation ($person: ID!, $input: PersonRotaUpdateInput!) {
            personRotaUpdate(personId: $person, input: $input) { userErrors { code path } } }";
        self.done("personRotaUpdate", set, json!({ "person": person.id, "input": input })).await;
    }

    /// A busy time, e.g. `{ "weekday": "MONDAY", "required": true, "reason": "at school" }`.
    pub(super) async fn busy(&self, person: &person::Model, input: Value) {
        let add = "mutation ($person: ID!, $input: BusyInput!) { busyAdd(personId: $person, input: $input) { userErrors { code path } } }";
        self.done("busyAdd", add, json!({ "person": person.id, "input": input })).await;
    }

    /// A standing turn, of a person who takes part in the rota from now on.
    pub(super) async fn standing(&self, person: &person::Model, weekday: &str, starts_at: &str) {
        self.person(person, json!({ "idealLoad": 2 })).await;
        let add = "mutation ($input: StandingTurnAddInput!) { standingTurnAdd(input: $input) { userErrors { code path } } }";
        let input = json!({ "queueId": self.queue, "personId": person.id, "weekday": weekday, "startsAt": starts_at });
        self.done("standingTurnAdd", add, json!({ "input": input })).await;
    }

    pub(super) async fn deactivates(&self, person: &person::Model) {
        let done = "mutation ($person: ID!) { personDeactivate(id: $person) { userErrors { code path } } }";
        self.done("personDeactivate", done, json!({ "person": person.id })).await;
    }

    pub(super) async fn closed(&self, date: &str) {
        let add = "mutation ($input: ClosedDayAddInput!) { closedDayAdd(input: $input) { userErrors { code path } } }";
        self.done("closedDayAdd", add, json!({ "input": { "queueId": self.queue, "date": date, "reason": "holiday" } })).await;
    }

    async fn done(&self, field: &str, document: &str, variables: Value) -> Value {
        let answer = self.coordinator.query(document, variables).await[field].take();
        assert_eq!(answer["userErrors"], json!([]), "{field}");
        answer
    }

    /// What `timetableCreate` answers.
    pub(super) async fn creates(&self, week: &str) -> Value {
        self.copies(week, &Value::Null).await
    }

    /// What `timetableCreate` answers for a week made from the timetable of that id.
    pub(super) async fn copies(&self, week: &str, from: &Value) -> Value {
        let create = format!(
            "mutation ($queue: ID!, $week: Date!, $from: ID) {{ timetableCreate(queueId: $queue, week: $week, copyFromId: $from) {{
                timetable {{ ...timetable }} skipped {{ day startsAt reason person {{ name }} }}
                notCopied {{ day startsAt reason person {{ name }} }} userErrors {{ code path }} }} }} {TIMETABLE}"
        );
        self.coordinator.query(&create, json!({ "queue": self.queue, "week": week, "from": from })).await["timetableCreate"].take()
    }

    /// The timetable of a week, made now.
    pub(super) async fn made(&self, week: &str) -> Value {
        let mut payload = self.creates(week).await;
        assert_eq!(payload["userErrors"], json!([]));
        payload["timetable"].take()
    }

    /// The timetable of a week, made and published now, with these persons on the lines of its first slots.
    pub(super) async fn published(&self, week: &str, given: &[(usize, usize, &person::Model)]) -> Value {
        let mut timetable = self.made(week).await;
        for (slot, line, person) in given {
            timetable = self.gives(&timetable, *slot, *line, Some(person)).await["timetable"].take();
        }
        let mut payload = self.publishes(&timetable).await;
        assert_eq!(payload["userErrors"], json!([]));
        payload["timetable"].take()
    }

    /// The timetable as it is now.
    pub(super) async fn sees(&self, timetable: &Value) -> Value {
        let ask = format!("query ($id: ID!) {{ timetable(id: $id) {{ ...timetable }} }} {TIMETABLE}");
        self.coordinator.query(&ask, json!({ "id": timetable["id"] })).await["timetable"].take()
    }

    /// What `turnAssign` answers, in spite of warnings.
    pub(super) async fn gives(&self, timetable: &Value, slot: usize, line: usize, person: Option<&person::Model>) -> Value {
        self.assigns(timetable, slot, line, person, true).await
    }

    /// What `turnAssign` answers.
    pub(super) async fn assigns(
        &self,
        timetable: &Value,
        slot: usize,
        line: usize,
        person: Option<&person::Model>,
        ignore_warnings: bool,
    ) -> Value {
        let variables = json!({
            "id": turn(timetable, slot, line), "person": person.map(|person| person.id), "version": timetable["version"],
            "ignore": ignore_warnings,
        });
        self.edits("turnAssign(id: $id, personId: $person, version: $version, ignoreWarnings: $ignore)", variables).await
    }

    /// What `timetablePublish` answers.
    pub(super) async fn publishes(&self, timetable: &Value) -> Value {
        self.edits("timetablePublish(id: $id, version: $version)", json!({ "id": timetable["id"], "version": timetable["version"] })).await
    }

    /// What `timetableUndo` answers.
    pub(super) async fn undoes(&self, timetable: &Value) -> Value {
        self.edits("timetableUndo(id: $id, version: $version)", json!({ "id": timetable["id"], "version": timetable["version"] })).await
    }

    /// What an edit answers.
    pub(super) async fn edits(&self, call: &str, variables: Value) -> Value {
        edits(&self.coordinator, call, variables).await
    }

    /// What the history tells of what was done, newest first.
    pub(super) async fn history(&self, timetable: &Value) -> Value {
        let ask = "query ($id: ID!) { timetable(id: $id) { history { nodes {
            id version occurredAt what reason undoesId undoneById actor { kind } cells { turnId line before { name } after { name } slot { day } }
        } } } }";
        self.coordinator.query(ask, json!({ "id": timetable["id"] })).await["timetable"]["history"]["nodes"].take()
    }
}

/// A queue in Madrid.
async fn observed(app: &TestApp, key: &str) -> QueueId {
    let row = queue::Model {
        id: QueueId::new(),
        account_id: app.id,
        provider_id: app.provider().await.id,
        key: key.to_owned(),
        name: key.to_owned(),
        mode: QueueMode::Observed,
        time_zone: "Europe/Madrid".to_owned(),
        service_level_seconds: 20,
        sync_state: QueueSyncState::Observed,
        sync_pending: 0,
        sync_problem: None,
        last_synced_at: None,
        created_at: app.now(),
        updated_at: app.now(),
        known_since: None,
    };
    let id = row.id;
    let tx = app.app().db.begin().await.expect("a transaction");
    queue::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await.expect("a queue is written");
    tx.commit().await.expect("a queue is kept");
    id
}

/// What an edit by somebody answers.
pub(super) async fn edits(client: &Client, call: &str, variables: Value) -> Value {
    let known = [
        ("id", "ID!"),
        ("withId", "ID!"),
        ("slotId", "ID!"),
        ("person", "ID"),
        ("version", "Int!"),
        ("ignore", "Boolean!"),
        ("reason", "String"),
    ];
    let declared = known.iter().filter(|(name, _)| variables.get(*name).is_some());
    let declared: Vec<String> = declared.map(|(name, ty)| format!("${name}: {ty}")).collect();
    let document = format!("mutation ({}) {{ done: {call} {{ {OUTCOME} }} }} {TIMETABLE}", declared.join(", "));
    client.query(&document, variables).await["done"].take()
}

/// Id of the turn on a line of a slot, both from 0.
pub(super) fn turn(timetable: &Value, slot: usize, line: usize) -> Value {
    timetable["slots"][slot]["turns"][line]["id"].clone()
}

/// Who has the turn on a line of a slot.
pub(super) fn holder(timetable: &Value, slot: usize, line: usize) -> Value {
    timetable["slots"][slot]["turns"][line]["personId"].clone()
}

/// Code and path of each user error.
pub(super) fn told(payload: &Value) -> Vec<(String, String)> {
    let errors = payload["userErrors"].as_array().cloned().unwrap_or_default();
    let path = |error: &Value| {
        let parts: Vec<String> = error["path"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        parts.join(".")
    };
    errors.iter().map(|error| (error["code"].as_str().unwrap_or_default().to_owned(), path(error))).collect()
}

/// One code and path.
pub(super) fn refused(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

/// The load of a person of that name.
pub(super) fn load(timetable: &Value, name: &str) -> Value {
    let loads = timetable["loads"].as_array().cloned().unwrap_or_default();
    let found = loads.into_iter().find(|load| load["person"]["name"] == name);
    let mut load = found.unwrap_or_else(|| panic!("{name} has no load"));
    load.as_object_mut().expect("a load").remove("person");
    load
}
