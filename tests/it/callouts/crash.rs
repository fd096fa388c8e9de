//! A callout whose processes die, as by `kill -9`, at every place that has a name: before and after whatever is written, asked, answered.

use std::{
    collections::{HashMap, VecDeque},
    env,
    os::unix::process::ExitStatusExt,
    sync::Mutex,
    time::Duration,
};

use acceptance::{Backend, TestApp, news, workers::Place};
use chrono::TimeDelta;
use entity::{
    call_attempt, callout, callout_participation,
    id::CalloutId,
    stored::{AttemptStatus, CalloutStatus, ParticipationStatus, Role},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::json;
use switchboard::{callouts::news::progress, failpoint::Failpoint, live::outbox};
use telephony::twilio::fake::{Delivery, Odds};
use tokio::time::timeout;

use super::statistics::{STATISTICS, recount};

/// So many times as fast as elsewhere time passes: a lease of a minute is over in two seconds.
const FAST: u32 = 30;
/// Processes at once.
const PROCESSES: usize = 3;
/// How often a process dies at each place, unless `SWITCHBOARD_TEST_ROUNDS` says another number; so many contacts a round are called.
const ROUNDS: u32 = 2;
const CONTACTS: usize = 250;
/// Contacts who fall due when a process begins, and when none has died for a while.
const WAVE: u64 = 10;
const WHILE: Duration = Duration::from_secs(3);
/// Signal that nobody can argue with.
const KILL: i32 = 9;
/// For whatever is expected to happen.
const LIMIT: Duration = Duration::from_secs(240);

/// A callout, those who call, and where they die.
struct Matrix<'a> {
    app: &'a TestApp,
    place: Place,
    callout: CalloutId,
    deaths: Mutex<VecDeque<(Failpoint, u32)>>,
}

impl<'a> Matrix<'a> {
    async fn of(app: &'a TestApp, rounds: u32) -> Self {
        let place = Place::new(app, env!("CARGO_BIN_EXE_worker"), FAST).await;
        let client = app.as_role(Role::Coordinator).await;
        let input = json!({
            "name": "Assembly", "script": { "say": { "text": "Good day", "language": "en-GB" } },
            "routes": [{ "providerId": place.provider.id }], "retry": { "maxAttempts": 1 },
        });
        let callout = app.callout(&client, input).await;
        let contacts = CONTACTS * usize::try_from(rounds).expect("few");
        app.crowd(callout, contacts, app.now() + TimeDelta::days(1)).await;
        let start = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
        let started = client.query(start, json!({ "id": callout })).await;
        assert_eq!(started["calloutStart"]["userErrors"], json!([]));
        // The first call that comes by, and one in the midst of others.
        let deaths = (0..rounds).flat_map(|round| Failpoint::ORDERS.iter().map(move |place| (*place, 1 + round % 3 * 3)));
        Self { app, place, callout, deaths: Mutex::new(deaths.collect()) }
    }

    /// One process after the other, each of which dies, until all have; then one that lives.
    async fn one_after_the_other(&self) -> acceptance::workers::Worker {
        loop {
            let next = self.deaths.lock().expect("nobody panicked").pop_front();
            let Some((place, calls)) = next else { return self.place.worker(None).await };
            let mut worker = self.place.worker(Some((place.name(), calls))).await;
            self.fall_due(WAVE).await;
            let dying = async {
                loop {
                    match timeout(WHILE, worker.gone()).await {
                        Ok(gone) => return gone.expect("it is waited for"),
                        Err(_) => self.fall_due(WAVE).await,
                    }
                }
            };
            let gone = timeout(LIMIT, dying).await.unwrap_or_else(|_| panic!("no call came by {}", place.name()));
            assert_eq!(gone.signal(), Some(KILL), "{}: {gone}", place.name());
        }
    }

    /// So many more are to be called now.
    async fn fall_due(&self, most: u64) {
        use callout_participation::Column as C;
        let now = self.app.now();
        let tx = self.app.app().db.begin().await.expect("a transaction");
        let later = callout_participation::Entity::find().select_only().column(C::Id).filter(C::CalloutId.eq(self.callout));
        let later = later.filter(C::DueAt.gt(now + TimeDelta::hours(23))).order_by_asc(C::Id).limit(most);
        let ids: Vec<entity::id::ParticipationId> = later.into_tuple().all(&*tx).await.expect("participations");
        let due = callout_participation::Entity::update_many().col_expr(C::DueAt, Expr::value(now)).filter(C::Id.is_in(ids));
        due.exec(&*tx).await.expect("they fall due");
        let look = callout::Entity::update_many().col_expr(callout::Column::DueAt, Expr::value(now));
        look.filter(callout::Column::Id.eq(self.callout)).exec(&*tx).await.expect("the callout falls due");
        outbox::publish(&tx, vec![progress(self.app.id, self.callout, now)]).await.expect("it is told");
        tx.commit().await.expect("it is kept");
    }

    async fn completed(&self) {
        let waiting = async {
            loop {
                let head = self.app.app().live.head();
                if self.app.callout_row(self.callout).await.status == CalloutStatus::Completed {
                    return;
                }
                news(self.app.app(), head).await;
            }
        };
        timeout(LIMIT, waiting).await.expect("the callout is completed");
    }
}

#[test]
fn wherever_processes_die_nobody_is_rung_twice_and_no_call_is_lost() {
    if let Some(backend) = Backend::postgres() {
        acceptance::run(backend, processes_die_everywhere);
    }
}

async fn processes_die_everywhere(app: TestApp) {
    let rounds = env::var("SWITCHBOARD_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let matrix = Matrix::of(&app, rounds).await;
    let fake = &matrix.place.fake;
    fake.set_odds(Odds { lose_reply: 100, lose_request: 50, too_many: 50, fail_after: 50, busy: 200, ..Odds::default() });
    fake.set_delivery(Delivery { times: 2, ..Delivery::default() });

    let living = futures_util::future::join_all((0..PROCESSES).map(|_| matrix.one_after_the_other())).await;
    fake.set_odds(Odds { busy: 200, ..Odds::default() });
    matrix.fall_due(u64::MAX >> 1).await;
    matrix.completed().await;
    drop(living);

    let db = app.app().db.read();
    let attempts = call_attempt::Entity::find().all(db).await.expect("attempts");
    let parts = callout_participation::Entity::find().all(db).await.expect("participations");
    assert!(fake.most_rings() <= 1, "an attempt rang {} times", fake.most_rings());
    let mut rings: HashMap<String, usize> = HashMap::new();
    for call in fake.calls() {
        *rings.entry(call.reference.expect("our reference")).or_default() += call.rings;
    }
    for attempt in &attempts {
        let rang = rings.remove(&attempt.id.to_string()).unwrap_or_default();
        let given_up = attempt.status == AttemptStatus::Unknown && attempt.problem.is_some() && attempt.due_at.is_none();
        let over = matches!(attempt.status, AttemptStatus::Completed | AttemptStatus::Busy);
        assert!(over && rang == 1 || given_up && rang <= 1, "it rang {rang} times: {attempt:#?}");
    }
    assert!(rings.is_empty(), "calls of nobody: {rings:?}");
    let over = |part: &callout_participation::Model| matches!(part.status, ParticipationStatus::Answered | ParticipationStatus::Exhausted);
    assert_eq!((attempts.len(), parts.iter().filter(|part| over(part)).count()), (parts.len(), parts.len()));
    let counted = app.as_role(Role::Viewer).await.query(STATISTICS, json!({ "id": matrix.callout })).await;
    assert_eq!(counted["callout"]["statistics"], recount(&app, matrix.callout).await);
}
