//! Processor time of one callout's statistics over 200 000 participations: the whole way through the door, against hand-written SQL and
//! JSON for the same bytes, which reads the same counters.

use axum::body::Bytes;
use entity::id::CalloutId;
use sea_orm::{
    DbBackend,
    sqlx::{self, ColumnIndex, Decode, Row, Type},
};
use serde::Serialize;
use serde_json::json;
use switchboard::{db::Db, web};

use crate::{
    door::Door,
    persons::{ask, compare},
};

const DOCUMENT: &str = "query Statistics($id: ID!) { callout(id: $id) { id name status statistics {
    calloutParticipations calloutParticipationsRemaining calloutParticipationsInFlight calloutParticipationsCompleted
    calloutParticipationsAnswered calloutParticipationsExhausted calloutParticipationsSkipped
    callsQueued callsInProgress callsCompleted callsBusy callsNotAnswered callsFailed callsCanceled callsErrored callsExpired } } }";
const SQL: &str = "SELECT c.name, c.status, CAST(SUM(t.parts_pending) AS BIGINT), CAST(SUM(t.parts_in_flight) AS BIGINT),
    CAST(SUM(t.parts_waiting) AS BIGINT), CAST(SUM(t.parts_answered) AS BIGINT), CAST(SUM(t.parts_exhausted) AS BIGINT),
    CAST(SUM(t.parts_skipped) AS BIGINT), CAST(SUM(t.calls_sent) AS BIGINT), CAST(SUM(t.calls_in_progress) AS BIGINT),
    CAST(SUM(t.calls_completed) AS BIGINT), CAST(SUM(t.calls_busy) AS BIGINT), CAST(SUM(t.calls_not_answered) AS BIGINT),
    CAST(SUM(t.calls_failed) AS BIGINT), CAST(SUM(t.calls_canceled) AS BIGINT), CAST(SUM(t.calls_errored) AS BIGINT),
    CAST(SUM(t.calls_expired) AS BIGINT)
    FROM callout c JOIN callout_tally t ON t.callout_id = c.id WHERE c.account_id = $1 AND c.id = $2 GROUP BY c.id, c.name, c.status";

/// Compares both for a callout.
pub(crate) async fn measure(name: &str, door: &Door, callout: CalloutId) {
    let router = web::Server::new(door.app.access().clone()).expect("a server").router();
    let db = &door.app.app().db;
    let body = Bytes::from(json!({ "query": DOCUMENT, "variables": { "id": callout } }).to_string());
    let ours = ask(&router, &door.token, &body).await;
    let theirs = by_hand(db, door, callout).await;
    assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs), "both give the same bytes");

    let what = format!("callouts, {name}: statistics, {} bytes", ours.len());
    compare(&what, async || by_hand(db, door, callout).await, async || ask(&router, &door.token, &body).await).await;
}

#[derive(Serialize)]
struct Answer {
    data: Data,
}

#[derive(Serialize)]
struct Data {
    callout: Callout,
}

#[derive(Serialize)]
struct Callout {
    id: CalloutId,
    name: String,
    status: String,
    statistics: Statistics,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Statistics {
    callout_participations: i64,
    callout_participations_remaining: i64,
    callout_participations_in_flight: i64,
    callout_participations_completed: i64,
    callout_participations_answered: i64,
    callout_participations_exhausted: i64,
    callout_participations_skipped: i64,
    calls_queued: i64,
    calls_in_progress: i64,
    calls_completed: i64,
    calls_busy: i64,
    calls_not_answered: i64,
    calls_failed: i64,
    calls_canceled: i64,
    calls_errored: i64,
    calls_expired: i64,
}

async fn by_hand(db: &Db, door: &Door, callout: CalloutId) -> Vec<u8> {
    let query = SQL;
    let callout = match db.backend() {
        DbBackend::Postgres => {
            let query = sqlx::query(query).bind(door.app.id.0).bind(callout.0);
            counted(&query.fetch_one(db.read().get_postgres_connection_pool()).await.expect("a row"), callout)
        }
        _ => {
            let query = sqlx::query(query).bind(door.app.id.0).bind(callout.0);
            counted(&query.fetch_one(db.read().get_sqlite_connection_pool()).await.expect("a row"), callout)
        }
    };
    serde_json::to_vec(&Answer { data: Data { callout } }).expect("JSON")
}

fn counted<'r, R: Row>(row: &'r R, id: CalloutId) -> Callout
where
    usize: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
{
    let [pending, in_flight, waiting, answered, exhausted, skipped] = [2, 3, 4, 5, 6, 7].map(|place| row.get::<i64, _>(place));
    let statistics = Statistics {
        callout_participations: pending + in_flight + waiting + answered + exhausted + skipped,
        callout_participations_remaining: pending + waiting,
        callout_participations_in_flight: in_flight,
        callout_participations_completed: answered + skipped,
        callout_participations_answered: answered,
        callout_participations_exhausted: exhausted,
        callout_participations_skipped: skipped,
        calls_queued: row.get(8),
        calls_in_progress: row.get(9),
        calls_completed: row.get(10),
        calls_busy: row.get(11),
        calls_not_answered: row.get(12),
        calls_failed: row.get(13),
        calls_canceled: row.get(14),
        calls_errored: row.get(15),
        calls_expired: row.get(16),
    };
    Callout { id, name: row.get(0), status: row.get(1), statistics }
}
