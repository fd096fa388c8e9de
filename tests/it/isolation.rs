//! Accounts see nothing of each other: every id that a client can give is given another account's, found by introspection.

use std::collections::BTreeMap;

use acceptance::{Client, Telephones, TestAccount, TestApp, on_both};
use entity::stored::{AttemptStatus, MessageCause, Role};
use flow::voice::{Heard, RecordingKey};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use switchboard::{
    exchange::converse::Leader,
    messages::service::{NewMail, post},
};
use telephony::capability::Operation;

const SCHEMA: &str = "{ __schema { types { kind name enumValues { name } possibleTypes { name } inputFields { ...Argument }
    fields { name args { ...Argument } type { ...Type } } } } }
    fragment Argument on __InputValue { name defaultValue type { ...Type } }
    fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// The types of the schema by name.
struct Schema(BTreeMap<String, Value>);

impl Schema {
    async fn of(client: &Client) -> Self {
        let answer = client.query(SCHEMA, json!({})).await;
        let types = answer["__schema"]["types"].as_array().expect("types").iter();
        Self(types.map(|ty| (text(&ty["name"]), ty.clone())).collect())
    }

    /// The fields of a root, with every way to an id in their arguments.
    fn fields_with_ids(&self, root: &str) -> Vec<(&Value, Vec<Vec<String>>)> {
        let fields = list(&self.0[root]["fields"]);
        let with_ids = fields.iter().map(|field| (field, self.ids(&field["args"], &[])));
        with_ids.filter(|(_, ids)| !ids.is_empty()).collect()
    }

    fn ids(&self, arguments: &Value, way: &[String]) -> Vec<Vec<String>> {
        // Some inputs lie within themselves.
        if way.len() > 4 {
            return Vec::new();
        }
        let each = list(arguments).iter().flat_map(|argument| {
            let way = [way, &[text(&argument["name"])]].concat();
            match inner(&argument["type"]) {
                "ID" => vec![way],
                name => self.ids(&self.0[name]["inputFields"], &way),
            }
        });
        each.collect()
    }

    /// What is asked of an answer of this type.
    fn selection(&self, ty: &Value) -> String {
        let ty = &self.0[inner(ty)];
        let name = text(&ty["name"]);
        if ty["kind"] == "SCALAR" || ty["kind"] == "ENUM" {
            return String::new();
        }
        if name.ends_with("Connection") {
            return "{ nodes { __typename } }".to_owned();
        }
        if !name.ends_with("Payload") {
            return "{ __typename }".to_owned();
        }
        let fields = list(&ty["fields"]).iter().filter(|field| field["name"] != "userErrors");
        let fields: Vec<String> = fields.map(|field| format!("{} {}", text(&field["name"]), self.selection(&field["type"]))).collect();
        format!("{{ {} userErrors {{ code path }} }}", fields.join(" "))
    }

    /// A document in which the id at `target` is the other account's, and all else is ours or anything.
    fn document(&self, operation: &str, field: &Value, target: &[String], ours: &Ids, theirs: &Ids) -> String {
        let asked = Asked { schema: self, field, target, ours, theirs };
        let name = text(&field["name"]);
        format!("{operation} {{ {name}{} {} }}", asked.arguments(), self.selection(&field["type"]))
    }
}

/// Ids by the type of what they name.
type Ids = BTreeMap<&'static str, String>;

struct Asked<'a> {
    schema: &'a Schema,
    field: &'a Value,
    target: &'a [String],
    ours: &'a Ids,
    theirs: &'a Ids,
}

impl Asked<'_> {
    fn arguments(&self) -> String {
        format!("({})", self.values(&self.field["args"], &[]))
    }

    fn values(&self, arguments: &Value, way: &[String]) -> String {
        let values = list(arguments).iter().filter_map(|argument| {
            let way = [way, &[text(&argument["name"])]].concat();
            let needed = argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
            // A call is for a person, if it is not led by a flow.
            let led = self.target.iter().any(|name| name == "flow");
            let needed = needed || (self.field["name"] == "callOriginate" && argument["name"] == "personId" && !led);
            (needed || self.target.starts_with(&way))
                .then(|| format!("{}: {}", text(&argument["name"]), self.value(&argument["type"], &way)))
        });
        values.collect::<Vec<_>>().join(", ")
    }

    fn value(&self, ty: &Value, way: &[String]) -> String {
        match ty["kind"].as_str() {
            Some("NON_NULL") => return self.value(&ty["ofType"], way),
            Some("LIST") => return format!("[{}]", self.value(&ty["ofType"], way)),
            _ => {}
        }
        let name = inner(ty);
        let known = &self.schema.0[name];
        match (known["kind"].as_str(), name) {
            (Some("INPUT_OBJECT"), _) => format!("{{ {} }}", self.values(&known["inputFields"], way)),
            (Some("ENUM"), _) => text(&known["enumValues"][0]["name"]),
            (_, "ID") => {
                let ids = if way == self.target { self.theirs } else { self.ours };
                json!(ids[self.named(way)]).to_string()
            }
            (_, "Int") => "1".to_owned(),
            (_, "Boolean") => "true".to_owned(),
            (_, "JSON") => "{}".to_owned(),
            (_, "String") => json!(plausible(way)).to_string(),
            (_, "LocalTime") => if way.last().is_some_and(|name| name == "endsAt") { "\"10:00\"" } else { "\"09:00\"" }.to_owned(),
            // A Monday, of which nobody has made a timetable.
            (_, "Date") => "\"2027-01-04\"".to_owned(),
            (_, "LocalDateTime") => "\"2027-01-04T09:00:00\"".to_owned(),
            (_, "TimeZone") => "\"Europe/Madrid\"".to_owned(),
            (_, "DateTime") if way.ends_with(&["endsAt".to_owned()]) => "\"2026-11-22T10:00:00Z\"".to_owned(),
            (_, "DateTime") => "\"2026-11-21T10:00:00Z\"".to_owned(),
            _ => panic!("say what a {name} may be, for {way:?}"),
        }
    }

    /// The type of what the id at `way` names.
    fn named(&self, way: &[String]) -> &'static str {
        match way.last().map(String::as_str) {
            Some("personId" | "personIds" | "subjectId" | "toPersonId") => "Person",
            Some("turnId" | "withId" | "wantedTurnId") => "Turn",
            Some("slotId") => "TimetableSlot",
            Some("timetableId" | "fromId" | "toId" | "copyFromId") => "Timetable",
            Some("queueId") => "Queue",
            Some("contactId") => "Contact",
            Some("calloutId") => "Callout",
            Some("participationId") => "Participation",
            Some("providerId" | "providerIds") => "Provider",
            Some("endpointId") => "WebhookEndpoint",
            Some("calendarId") => "Calendar",
            Some("settingsId") => "CalendarSettings",
            Some("eventId") => "Event",
            Some("alarmId") => "Alarm",
            Some("flowId") => "Flow",
            Some("templateId") => "Template",
            Some("ownerPersonId") => "Person",
            Some("ownerUserId") => "User",
            Some("contactImportId") => "ContactImport",
            Some("userId") => "User",
            Some("flowIds") => "Flow",
            Some("flowVersionId") => "FlowVersion",
            Some("callAttemptId") => "CallAttempt",
            Some("id") if way.ends_with(&["flow".to_owned(), "id".to_owned()]) => "Flow",
            Some("id") if self.field["name"] == "callHangUp" => "CallAttempt",
            Some("id") if self.field["name"] == "calendarUserUpdate" => "User",
            Some("id") => {
                if let Some(noun) = self.noun() {
                    return noun;
                }
                let answer = inner(&self.field["type"]);
                let of_payload = || list(&self.schema.0[answer]["fields"]).iter().map(|field| inner(&field["type"])).collect();
                let candidates: Vec<&str> = if answer.ends_with("Payload") { of_payload() } else { vec![answer] };
                // For `node` any will do: each is asked for apart.
                let known = self.theirs.keys().find(|known| candidates.contains(*known));
                known.copied().unwrap_or("Person")
            }
            _ => panic!("say which id belongs to {way:?} of {}", self.field["name"]),
        }
    }
}

impl Asked<'_> {
    /// What the field's name begins with, of which there is one.
    fn noun(&self) -> Option<&'static str> {
        let field = text(&self.field["name"]).to_lowercase();
        self.theirs.keys().filter(|known| field.starts_with(&known.to_lowercase())).max_by_key(|known| known.len()).copied()
    }
}

fn plausible(way: &[String]) -> &'static str {
    match way.last().map(String::as_str) {
        Some("email") => "somebody@example.org",
        Some("password") => "correct horse battery staple",
        Some("to") => "+34972183386",
        Some("url") => "https://example.org/",
        _ => "anything",
    }
}

fn inner(ty: &Value) -> &str {
    match ty["name"].as_str() {
        Some(name) => name,
        None => inner(&ty["ofType"]),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// An account with one of everything in it.
struct Household {
    admin: Client,
    ids: Ids,
    telephones: Telephones,
}

impl Household {
    async fn of(account: &TestAccount) -> Self {
        let admin = account.as_role(Role::Admin).await;
        let person = account.person("Ana").extension("1001").create().await;
        let telephones = account.telephones(&["support"], &["1001"]).await;
        let queue = text(&admin.query("{ queues { nodes { id } } }", json!({})).await["queues"]["nodes"][0]["id"]);
        let call = account.call().from("+34972183386").create().await;
        let make = "mutation ($queue: ID!, $person: ID!) {
            queueUpdate(id: $queue, input: { mode: MANAGED }) { userErrors { code } }
            queueMemberAdd(queueId: $queue, personId: $person) { userErrors { code } }
            contactCreate(input: { number: \"+34972183386\" }) { contact { id } }
            contactImportCreate(input: { name: \"contacts.csv\" }) { contactImport { id } }
            feedCreate(input: { personId: $person }) { feed { id } userErrors { code } }
            apiKeyCreate(input: { name: \"A key\", role: VIEWER, scopes: [PERSONS_READ] }) { apiKey { id } userErrors { code } } }";
        let made = admin.query(make, json!({ "queue": queue, "person": person.id })).await;
        assert_eq!(made["queueMemberAdd"]["userErrors"], json!([]), "{made:#}");
        let synced = "{ queues { nodes { sync { state } } } }";
        account.until(&admin, synced, json!({}), |answer| answer["queues"]["nodes"][0]["sync"]["state"] == "IN_SYNC").await;
        let week = week(&admin, &queue, &person.id.to_string()).await;
        let shape = shape(&admin, &queue, &person.id.to_string()).await;
        let seen = "{ viewer { account { id } user { id } } providers { id } auditEntries { nodes { id } } }";
        let seen = admin.query(seen, json!({})).await;
        let ids = [
            ("Account", text(&seen["viewer"]["account"]["id"])),
            ("User", text(&seen["viewer"]["user"]["id"])),
            ("ApiKey", text(&made["apiKeyCreate"]["apiKey"]["id"])),
            ("Feed", text(&made["feedCreate"]["feed"]["id"])),
            ("Contact", text(&made["contactCreate"]["contact"]["id"])),
            ("ContactImport", text(&made["contactImportCreate"]["contactImport"]["id"])),
            ("AuditEntry", text(&seen["auditEntries"]["nodes"][0]["id"])),
            ("Person", person.id.to_string()),
            ("Provider", text(&seen["providers"][0]["id"])),
            ("Queue", queue),
            ("Call", call.id.to_string()),
            ("Message", message(account).await),
            ("CallAttempt", attempt(account, &seen["providers"][0]["id"]).await),
            ("Template", template(&admin).await),
        ];
        let callout = callout(&admin, &text(&made["contactCreate"]["contact"]["id"])).await;
        let led = led(account, &admin).await;
        let calendar = calendar(&admin, &person.id.to_string(), &led[0].1).await;
        let webhook = webhook(&admin).await;
        Self {
            admin,
            ids: ids.into_iter().chain(webhook).chain(week).chain(shape).chain(callout).chain(led).chain(calendar).collect(),
            telephones,
        }
    }
}

/// A calendar with an event that happens once, of which somebody is reminded.
async fn calendar(admin: &Client, person: &str, flow: &str) -> [(&'static str, String); 6] {
    let make = "mutation ($person: ID!) {
        calendarSettingsCreate(input: { name: \"Some\" }) { settings { id } }
        calendarCreate(input: { name: \"A calendar\", timeZone: \"Europe/Madrid\", ownerPersonId: $person }) { calendar { id } } }";
    let made = admin.query(make, json!({ "person": person })).await;
    let calendar = text(&made["calendarCreate"]["calendar"]["id"]);
    let add =
        "mutation ($calendar: ID!) { eventCreate(input: { calendarId: $calendar, title: \"An event\", start: \"2026-11-23T09:00:00\" }) {
        event { id nextOccurrence { id } } } }";
    let event = admin.query(add, json!({ "calendar": calendar })).await["eventCreate"]["event"].take();
    let remind = "mutation ($event: ID!, $flow: ID!) { alarmCreate(input: {
        eventId: $event, steps: [{ method: CALL, number: \"+34972183386\", flowId: $flow }] }) {
        alarm { id reminders { nodes { id } } } userErrors { code path } } }";
    let alarm = admin.query(remind, json!({ "event": event["id"], "flow": flow })).await["alarmCreate"]["alarm"].take();
    [
        ("Alarm", text(&alarm["id"])),
        ("Reminder", text(&alarm["reminders"]["nodes"][0]["id"])),
        ("Calendar", calendar),
        ("CalendarSettings", text(&made["calendarSettingsCreate"]["settings"]["id"])),
        ("Event", text(&event["id"])),
        ("Occurrence", text(&event["nextOccurrence"]["id"])),
    ]
}

/// An endpoint, and something that is to be posted to it.
async fn webhook(admin: &Client) -> [(&'static str, String); 2] {
    let make =
        "mutation { webhookEndpointCreate(input: { name: \"Ours\", url: \"https://example.org/hooks\", kinds: [] }) { endpoint { id } } }";
    let endpoint = text(&admin.query(make, json!({})).await["webhookEndpointCreate"]["endpoint"]["id"]);
    let test = "mutation ($id: ID!) { webhookTest(endpointId: $id) { delivery { id } } }";
    let delivery = text(&admin.query(test, json!({ "id": endpoint })).await["webhookTest"]["delivery"]["id"]);
    [("WebhookEndpoint", endpoint), ("WebhookDelivery", delivery)]
}

/// A message that waits.
async fn message(account: &TestAccount) -> String {
    let app = account.app_behind();
    let mail = NewMail {
        cause: MessageCause::RotaNotice,
        cause_id: account.id.0,
        dedupe_key: "one".to_owned(),
        person_id: None,
        to: "somebody@example.org".to_owned(),
        subject: "Anything".to_owned(),
        body: "Anything.".to_owned(),
        expires_at: None,
    };
    let tx = app.db.begin().await.expect("a transaction");
    post(&tx, account.id, vec![mail], app.clock.now()).await.expect("a mail is asked for");
    tx.commit().await.expect("a commit");
    let row = entity::message::Entity::find().filter(entity::message::Column::AccountId.eq(account.id)).one(app.db.read()).await;
    row.expect("the message is read").expect("the message is there").id.to_string()
}

/// An attempt to reach somebody that is under way.
async fn attempt(account: &TestAccount, provider: &Value) -> String {
    let provider = text(provider).parse().expect("an id of a provider");
    account.attempt(provider, AttemptStatus::Sent).await.id.to_string()
}

/// A template of texts.
async fn template(admin: &Client) -> String {
    let make =
        "mutation { templateCreate(input: { key: \"a\", name: \"A template\", medium: SMS, body: \"Anything\" }) { template { id } } }";
    text(&admin.query(make, json!({})).await["templateCreate"]["template"]["id"])
}

/// A call that a sealed flow leads, in which something was recorded.
async fn led(account: &TestAccount, admin: &Client) -> [(&'static str, String); 4] {
    let make = "mutation { flowCreate(input: { name: \"A flow\", document: { languages: [\"en\"], start: \"a\", nodes: [
        { id: \"a\", does: { record: { words: [{ language: \"en\", heard: { say: \"Speak\" } }] } } }] } }) { flow { id } } }";
    let flow = text(&admin.query(make, json!({})).await["flowCreate"]["flow"]["id"]);
    let seal = "mutation ($id: ID!) { flowSeal(id: $id, version: 1) { flowVersion { id } } }";
    let version = text(&admin.query(seal, json!({ "id": flow })).await["flowSeal"]["flowVersion"]["id"]);
    let provider = account.able_provider("a leader", &[Operation::PlaceCall, Operation::Converse]).await;
    let call = "mutation ($flow: ID!, $provider: ID!) { callOriginate(input: {
        requestId: \"led\", to: \"+34972183388\", flow: { id: $flow }, providerId: $provider }) { callAttempt { id } userErrors { code path } } }";
    let made = admin.query(call, json!({ "flow": flow, "provider": provider.id })).await["callOriginate"].take();
    let attempt = text(&made["callAttempt"]["id"]);
    let leader = Leader::later();
    leader.begin(account.app_behind());
    let recorded = Heard::Recorded { recording: RecordingKey("RE1".to_owned()), seconds: 3 };
    for (turn, heard) in [(0, Heard::Answered { by: None }), (1, recorded)] {
        leader.conductor().next(&attempt.parse().expect("a reference"), turn, heard).await.expect("an act");
    }
    let seen = "query ($id: ID!) { callAttempt(id: $id) { flowRun { id recordings { id } } } }";
    let run = admin.query(seen, json!({ "id": attempt })).await["callAttempt"]["flowRun"].take();
    let recording = text(&run["recordings"][0]["id"]);
    [("Flow", flow), ("FlowVersion", version), ("FlowRun", text(&run["id"])), ("FlowRecording", recording)]
}

/// A callout in which somebody takes part.
async fn callout(admin: &Client, contact: &str) -> [(&'static str, String); 3] {
    let made = admin.query("mutation { calloutCreate(input: { name: \"A callout\" }) { callout { id } } }", json!({})).await;
    let callout = text(&made["calloutCreate"]["callout"]["id"]);
    let add = "mutation ($callout: ID!, $contact: ID!) {
        populationCreate(input: { calloutId: $callout }) { population { id } }
        participationAdd(calloutId: $callout, contactId: $contact) { participation { id } } }";
    let added = admin.query(add, json!({ "callout": callout, "contact": contact })).await;
    let population = text(&added["populationCreate"]["population"]["id"]);
    [("Callout", callout), ("Population", population), ("Participation", text(&added["participationAdd"]["participation"]["id"]))]
}

/// A published week with a turn that is offered.
async fn week(admin: &Client, queue: &str, person: &str) -> [(&'static str, String); 5] {
    let make = "mutation ($queue: ID!) {
        serviceHoursSet(queueId: $queue, slots: [{ weekday: MONDAY, startsAt: \"09:00\", endsAt: \"10:00\", demand: 1 }]) {
            userErrors { code } }
        timetableCreate(queueId: $queue, week: \"2026-11-23\") { timetable { id slots { id turns { id } } } userErrors { code } } }";
    let made = admin.query(make, json!({ "queue": queue })).await["timetableCreate"]["timetable"].take();
    let (timetable, slot) = (&made["id"], &made["slots"][0]);
    let turn = &slot["turns"][0]["id"];
    let offer = "mutation ($id: ID!, $turn: ID!, $person: ID!) {
        turnAssign(id: $turn, personId: $person, version: 1, ignoreWarnings: true) { userErrors { code } }
        timetablePublish(id: $id, version: 2) { userErrors { code } }
        swapRequestOffer(turnId: $turn) { swapRequest { id } userErrors { code } }
        timetableSolve(id: $id) { run { id } userErrors { code } } }";
    let offered = admin.query(offer, json!({ "id": timetable, "turn": turn, "person": person })).await;
    let offer = &offered["swapRequestOffer"]["swapRequest"]["id"];
    let run = &offered["timetableSolve"]["run"]["id"];
    [
        ("Timetable", text(timetable)),
        ("TimetableSlot", text(&slot["id"])),
        ("Turn", text(turn)),
        ("SwapRequest", text(offer)),
        ("SolverRun", text(run)),
    ]
}

/// What a queue's week is made of, and what a person brings to it.
async fn shape(admin: &Client, queue: &str, person: &str) -> [(&'static str, String); 5] {
    let make = "mutation ($queue: ID!, $person: ID!) {
        serviceHoursSet(queueId: $queue, slots: [{ weekday: TUESDAY, startsAt: \"09:00\", endsAt: \"10:15\", demand: 2 }]) {
            serviceHours { id } }
        closedDayAdd(input: { queueId: $queue, date: \"2026-12-25\", reason: \"Nadal\" }) { closedDay { id } }
        rotaRuleAdd(input: { queueId: $queue, kind: ROOM_LIMIT, limit: 2 }) { rotaRule { id } }
        personRotaUpdate(personId: $person, input: { idealLoad: 5 }) { userErrors { code } }
        standingTurnAdd(input: { queueId: $queue, personId: $person, weekday: TUESDAY, startsAt: \"09:00\" }) { standingTurn { id } }
        busyAdd(personId: $person, input: { date: \"2026-12-01\", required: true, reason: \"A course\" }) { busyEntry { id } } }";
    let made = admin.query(make, json!({ "queue": queue, "person": person })).await;
    [
        ("ServiceSlot", text(&made["serviceHoursSet"]["serviceHours"][0]["id"])),
        ("ClosedDay", text(&made["closedDayAdd"]["closedDay"]["id"])),
        ("RotaRule", text(&made["rotaRuleAdd"]["rotaRule"]["id"])),
        ("StandingTurn", text(&made["standingTurnAdd"]["standingTurn"]["id"])),
        ("BusyEntry", text(&made["busyAdd"]["busyEntry"]["id"])),
    ]
}

/// What must not change: how many audit entries, news and commands there are.
async fn traces(app: &TestApp) -> [u64; 3] {
    let db = app.app().db.read();
    let audit = entity::audit_entry::Entity::find().count(db).await.expect("a count");
    let news = entity::outbox::Entity::find().count(db).await.expect("a count");
    [audit, news, entity::queue_command::Entity::find().count(db).await.expect("a count")]
}

on_both!(another_accounts_things_are_not_found_by_any_query);
async fn another_accounts_things_are_not_found_by_any_query(app: TestApp) {
    let (us, them) = (Household::of(&app).await, Household::of(&app.other_account().await).await);
    let schema = Schema::of(&us.admin).await;
    let nodes = list(&schema.0["Node"]["possibleTypes"]);
    assert_eq!(nodes.len(), us.ids.len(), "a kind of node is new: put one into the household");

    for node in nodes {
        let (name, ask) = (text(&node["name"]), "query ($id: ID!) { node(id: $id) { __typename } }");
        let [own, foreign] = [&us, &them].map(|household| json!({ "id": household.ids[name.as_str()] }));
        assert_eq!(us.admin.query(ask, own).await["node"]["__typename"], name.as_str());
        assert_eq!(us.admin.query(ask, foreign).await, json!({ "node": null }), "{name}");
    }
    for (field, ways) in schema.fields_with_ids("Query") {
        for way in ways {
            let document = schema.document("query", field, &way, &us.ids, &them.ids);
            let answer = us.admin.query(&document, json!({})).await;

            let answer = &answer[text(&field["name"])];
            assert!(answer.is_null() || answer["nodes"] == json!([]), "{document} answered {answer}");
        }
    }
}

on_both!(another_accounts_things_are_not_found_by_any_mutation_and_nothing_changes);
async fn another_accounts_things_are_not_found_by_any_mutation_and_nothing_changes(app: TestApp) {
    let (us, them) = (Household::of(&app).await, Household::of(&app.other_account().await).await);
    let schema = Schema::of(&us.admin).await;
    let before = traces(&app).await;

    for (field, ways) in schema.fields_with_ids("Mutation") {
        for way in ways {
            let document = schema.document("mutation", field, &way, &us.ids, &them.ids);
            let answer = us.admin.query(&document, json!({})).await;

            let answer = answer[text(&field["name"])].as_object().expect("a payload").clone();
            let told = |error: &Value| {
                // Where in a list it stands, the way does not say.
                let path = list(&error["path"]).iter().filter_map(Value::as_str).filter(|part| part.parse::<usize>().is_err());
                error["code"] == "NOT_FOUND" && path.take(way.len()).eq(way.iter().map(String::as_str))
            };
            assert!(list(&answer["userErrors"]).iter().any(told), "{document} answered {answer:#?}");
            assert!(answer.iter().all(|(name, value)| name == "userErrors" || value.is_null()), "{document} answered {answer:#?}");
        }
    }
    assert_eq!(traces(&app).await, before);
}

on_both!(another_accounts_changes_reach_no_subscription);
async fn another_accounts_changes_reach_no_subscription(app: TestApp) {
    let (us, others) = (Household::of(&app).await, app.other_account().await);
    let them = Household::of(&others).await;
    let schema = Schema::of(&us.admin).await;
    app.app().live.catch_up().await.expect("the outbox is read");
    let mut subscribed = Vec::new();
    for field in list(&schema.0["Subscription"]["fields"]) {
        let everybodys = list(&field["args"]).iter().any(|argument| argument["name"] == "all");
        let arguments = if everybodys { "(all: true)" } else { "" };
        let all = format!("subscription {{ {}{arguments} {{ nodeId }} }}", text(&field["name"]));
        subscribed.push((us.admin.subscribe(&all, json!({})).await, all));
        for way in schema.ids(&field["args"], &[]) {
            let document = schema.document("subscription", field, &way, &us.ids, &them.ids).replace("__typename", "nodeId");
            subscribed.push((us.admin.subscribe(&document, json!({})).await, document));
        }
    }

    them.admin
        .query(
            "mutation ($id: ID!) { personUpdate(id: $id, input: { name: \"Anna\" }) { userErrors { code } } }",
            json!({ "id": them.ids["Person"] }),
        )
        .await;
    them.telephones.call("support", Some("+34972183386"));
    let rings = "{ queues { nodes { state { members { presence } } } } }";
    others
        .until(&them.admin, rings, json!({}), |answer| answer["queues"]["nodes"][0]["state"]["members"][0]["presence"] == "RINGING")
        .await;
    app.app().live.catch_up().await.expect("the outbox is read");

    assert!(subscribed.len() > 5);
    for (mut subscription, document) in subscribed {
        assert!(subscription.is_silent(), "{document} told something");
    }
}
