//! Statistics: counted as it happens, equal to a recount, in one statement.

use std::collections::BTreeMap;

use acceptance::{TestApp, on_both};
use entity::{
    call_attempt, callout_participation, callout_tally,
    id::{AttemptId, CalloutId},
    stored::{ActorKind, AttemptStatus, ParticipationStatus, Role},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Unchanged, ColumnTrait, EntityTrait, IntoActiveModel, Iterable, PaginatorTrait, QueryFilter, Set,
};
use serde_json::{Value, json};
use switchboard::callouts::tally::{self, Changes};

pub(super) const STATISTICS: &str = "query ($id: ID!) { callout(id: $id) { statistics {
    calloutParticipations calloutParticipationsRemaining calloutParticipationsInFlight calloutParticipationsCompleted
    calloutParticipationsAnswered calloutParticipationsExhausted calloutParticipationsSkipped calloutParticipationsPending
    calloutParticipationsWaiting
    calls callsInitialized callsScheduling callsFetchingStatus callsQueued callsInProgress callsCompleted callsBusy callsNotAnswered
    callsFailed callsCanceled callsErrored callsExpired callsWaitingForCompletion } } }";

/// Numbers that look like chance, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most
    }
}

/// An attempt for a participation.
fn attempt(app: &TestApp, part: &callout_participation::Model, provider: entity::id::ProviderId, number: i32) -> call_attempt::Model {
    let now = app.now();
    call_attempt::Model {
        id: AttemptId::new(),
        account_id: part.account_id,
        provider_id: provider,
        callout_id: Some(part.callout_id),
        participation_id: Some(part.id),
        reminder_id: None,
        contact_id: Some(part.contact_id),
        number,
        target: part.msisdn.clone(),
        from_number: None,
        order: json!({}),
        status: AttemptStatus::Created,
        provider_key: None,
        provider_status: None,
        sequence: None,
        answered_by: None,
        cause: None,
        provider_code: None,
        problem: None,
        verdict: None,
        hang_up_wanted: false,
        actor_kind: ActorKind::System,
        actor_id: None,
        actor_name: "a test".to_owned(),
        created_at: now,
        dispatched_at: None,
        sent_at: None,
        answered_at: None,
        ended_at: None,
        talk_seconds: None,
        updated_at: now,
        due_at: None,
        fence: 0,
    }
}

/// What a count of all rows gives, in the words of the statistics.
pub(super) async fn recount(app: &TestApp, id: CalloutId) -> Value {
    let db = app.app().db.read();
    let mut parts = BTreeMap::new();
    for status in ParticipationStatus::iter() {
        use callout_participation::Column as C;
        let rows = callout_participation::Entity::find().filter(C::CalloutId.eq(id)).filter(C::Status.eq(status));
        parts.insert(status, rows.count(db).await.expect("a count"));
    }
    let mut calls = BTreeMap::new();
    for status in AttemptStatus::iter() {
        use call_attempt::Column as C;
        let rows = call_attempt::Entity::find().filter(C::CalloutId.eq(id)).filter(C::Status.eq(status));
        calls.insert(status, rows.count(db).await.expect("a count"));
    }
    let (part, call) = (|status| parts[&status], |status| calls[&status]);
    use AttemptStatus as A;
    use ParticipationStatus as P;
    json!({
        "calloutParticipations": parts.values().sum::<u64>(),
        "calloutParticipationsRemaining": part(P::Pending) + part(P::Waiting),
        "calloutParticipationsInFlight": part(P::InFlight),
        "calloutParticipationsCompleted": part(P::Answered) + part(P::Skipped),
        "calloutParticipationsAnswered": part(P::Answered),
        "calloutParticipationsExhausted": part(P::Exhausted),
        "calloutParticipationsSkipped": part(P::Skipped),
        "calloutParticipationsPending": part(P::Pending),
        "calloutParticipationsWaiting": part(P::Waiting),
        "calls": calls.values().sum::<u64>(),
        "callsInitialized": call(A::Created),
        "callsScheduling": call(A::Dispatching),
        "callsFetchingStatus": call(A::Unknown),
        "callsQueued": call(A::Sent),
        "callsInProgress": call(A::InProgress),
        "callsCompleted": call(A::Completed),
        "callsBusy": call(A::Busy),
        "callsNotAnswered": call(A::NotAnswered),
        "callsFailed": call(A::Failed),
        "callsCanceled": call(A::Canceled),
        "callsErrored": call(A::Errored),
        "callsExpired": call(A::Expired),
        "callsWaitingForCompletion": call(A::Sent) + call(A::InProgress),
    })
}

on_both!(after_a_random_history_statistics_equal_a_recount);
async fn after_a_random_history_statistics_equal_a_recount(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = app.startable_callout(&coordinator, "Assembly").await;
    let provider = app.provider().await.id;
    for place in 0..25 {
        app.contact(&coordinator, json!({ "number": format!("+349721{:05}", 80_000 + place) })).await;
    }
    let make = "mutation ($id: ID!) { populationCreate(input: { calloutId: $id }) { population { id } } }";
    let population = coordinator.query(make, json!({ "id": id })).await["populationCreate"]["population"]["id"].take();
    let _keeper = app.keeps_callouts();
    coordinator.query("mutation ($id: ID!) { populationQueue(id: $id) { userErrors { code } } }", json!({ "id": population })).await;
    let status = "query ($id: ID!) { population(id: $id) { status } }";
    app.until(&coordinator, status, json!({ "id": population }), |answer| answer["population"]["status"] == "FINISHED").await;
    let db = &app.app().db;
    let parts = callout_participation::Entity::find().all(db.read()).await.expect("participations");
    let (statuses, ends): (Vec<_>, Vec<_>) = (ParticipationStatus::iter().collect(), AttemptStatus::iter().collect());
    let mut dice = Dice(20_261_121);
    let mut attempts: Vec<call_attempt::Model> = Vec::new();

    for turn in 0..60 {
        let mut changes = Changes::default();
        let tx = db.begin().await.expect("a transaction");
        let part = &parts[dice.below(parts.len())];
        let known = callout_participation::Entity::find_by_id(part.id).one(&*tx).await.expect("it is read").expect("it is there");
        let new = statuses[dice.below(statuses.len())];
        let row = callout_participation::ActiveModel { id: Unchanged(part.id), status: Set(new), ..Default::default() };
        row.update(&*tx).await.expect("it is written");
        changes.of(id).move_participations(Some(known.status), new, 1);
        if dice.below(2) == 0 {
            let row = attempt(&app, part, provider, turn + 1);
            call_attempt::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.expect("it is written");
            changes.of(id).move_attempts(None, row.status, 1);
            attempts.push(row);
        } else if !attempts.is_empty() {
            let place = dice.below(attempts.len());
            let new = ends[dice.below(ends.len())];
            let row = call_attempt::ActiveModel { id: Unchanged(attempts[place].id), status: Set(new), ..Default::default() };
            row.update(&*tx).await.expect("it is written");
            changes.of(id).move_attempts(Some(attempts[place].status), new, 1);
            attempts[place].status = new;
        }
        changes.write(&tx, turn % tally::STRIPES).await.expect("it is counted");
        // Now and then it does not come to be.
        if dice.below(10) > 0 {
            tx.commit().await.expect("it is kept");
        } else {
            drop(tx);
            attempts = call_attempt::Entity::find().all(db.read()).await.expect("attempts");
        }
    }

    let counted = coordinator.query(STATISTICS, json!({ "id": id })).await["callout"]["statistics"].take();
    assert_eq!(counted, recount(&app, id).await);
    let count = |name: &str| counted[name].as_i64().expect("a count");
    let whole = ["Remaining", "InFlight", "Completed", "Exhausted"].map(|part| count(&format!("calloutParticipations{part}")));
    assert_eq!(whole.iter().sum::<i64>(), count("calloutParticipations"));
    let stripes = callout_tally::Entity::find().count(db.read()).await.expect("a count");
    assert!(stripes > 1, "several rows were written");
}

on_both!(the_statistics_of_a_page_of_callouts_are_one_statement);
async fn the_statistics_of_a_page_of_callouts_are_one_statement(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    for name in ["One", "Two", "Three"] {
        app.callout(&coordinator, json!({ "name": name })).await;
    }
    let page = "{ callouts { nodes { name statistics { calls calloutStatus } } } }";

    let (answer, statements) = app.statements(coordinator.query(page, json!({}))).await;

    assert_eq!(answer["callouts"]["nodes"].as_array().map(Vec::len), Some(3));
    assert_eq!(statements.len(), 2, "{statements:?}");
}

on_both!(a_callout_and_its_statistics_are_read_at_once_and_none_has_none);
async fn a_callout_and_its_statistics_are_read_at_once_and_none_has_none(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = app.callout(&coordinator, json!({ "name": "One" })).await;
    let document = "query ($id: ID!) { callout(id: $id) { name statistics { calls calloutParticipations } } }";

    let (answer, statements) = app.statements(coordinator.query(document, json!({ "id": id }))).await;
    let nobodys = coordinator.query(document, json!({ "id": CalloutId::new() })).await;

    assert_eq!(answer["callout"], json!({ "name": "One", "statistics": { "calls": 0, "calloutParticipations": 0 } }));
    assert_eq!(statements.len(), 1, "{statements:?}");
    assert_eq!(nobodys["callout"], json!(null));
}
