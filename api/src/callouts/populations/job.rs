//! A population is added: contacts in the order of their ids, so many a transaction, each piece by one statement. How far it has come
//! stands in the same transaction, so that whoever goes on after a crash adds nobody twice and leaves nobody out.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    callout, callout_participation, callout_population, contact,
    id::{ContactId, PopulationId},
    stored::{CalloutStatus, ChangeKind, ParticipationStatus, PopulationStatus},
};
use jobs::{Claim, Due};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
    sea_query::{CaseStatement, Condition, Expr, ExprTrait, LockType, OnConflict, Query, SimpleExpr},
};
use tokio_util::sync::CancellationToken;

use super::skip::Skip;
use crate::{
    app::App,
    callouts::{
        keeper::{LEASE, LOOK, concerns},
        news,
        population_state::{self, Step},
        routes::Routes,
        state,
        tally::{self, Delta},
        types::kept,
    },
    contacts::filter::{self, Filter},
    db::Tx,
    desk::{self, Desk},
    live::{Change, outbox},
};

/// Contacts looked at in one transaction: few enough that others who write need not wait for long.
const PIECE: u64 = 20_000;

/// Populations that wait to be added, or whose process is gone.
pub struct Populating {
    /// The application.
    pub app: App,
    /// When this process is to end.
    pub stop: CancellationToken,
}

impl Desk for Populating {
    const NAME: &'static str = "callouts: adding populations";
    const ROWS: Due = Due::of("callout_population");
    const HANDS: usize = 2;
    const LOOK: Duration = LOOK;

    fn app(&self) -> &App {
        &self.app
    }

    fn lease(&self) -> TimeDelta {
        LEASE
    }

    fn concerns(change: &Change) -> bool {
        concerns(change)
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        while piece(&self.app, &claim, PIECE).await? == Left::More {
            if self.stop.is_cancelled() {
                return give_back(&self.app, &claim).await;
            }
        }
        Ok(())
    }
}

/// Takes up populations that are due; for whoever adds them by hand.
///
/// # Errors
/// The database's.
pub async fn claim(app: &App, most: u64) -> Result<Vec<Claim>, DbErr> {
    desk::claim(&Populating { app: app.clone(), stop: CancellationToken::new() }, most).await
}

/// What is left of a population after a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// More contacts.
    More,
    /// Nothing: everybody was added, or it cannot go on.
    Nothing,
    /// It is another's by now: nothing was written.
    Lost,
}

/// Adds the next piece of a population that was taken up, of so many contacts that are looked at.
///
/// # Errors
/// The database's.
pub async fn piece(app: &App, claim: &Claim, size: u64) -> Result<Left, DbErr> {
    let (id, now) = (PopulationId(claim.id), app.clock.now());
    let tx = app.db.begin().await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // Of contacts just imported its planner knows nothing yet, and would read all their values for each of them.
        tx.execute_unprepared("SET LOCAL enable_nestloop = off").await?;
    }
    let Some(known) = callout_population::Entity::find_by_id(id).one(&*tx).await? else { return Ok(Left::Lost) };
    // The callout first, as whoever changes it does.
    let callout = callout::Entity::find_by_id(known.callout_id).lock(LockType::NoKeyUpdate).one(&*tx).await?;
    let ours = callout_population::Entity::find().filter(claim.held()).lock_exclusive().one(&*tx).await?;
    let (Some(callout), Some(mut row)) = (callout, ours) else { return Ok(Left::Lost) };
    let Some(status) = population_state::next(row.status, Step::Start) else { return Ok(Left::Lost) };
    row.status = status;
    row.updated_at = now;
    let filter: Filter = match (kept(&row.filter), state::next(callout.status, state::Step::Add)) {
        (Ok(filter), Some(_)) => filter,
        (Err(error), _) => return fail(tx, row, "FILTER_UNREADABLE", &error.to_string()).await,
        (_, None) => {
            let message = format!("The callout is {}: nobody can be added to it.", callout.status.as_str());
            return fail(tx, row, "CALLOUT_STOPPED", &message).await;
        }
    };
    let piece = Piece::next(&tx, &row, size).await?;
    let wanted = Condition::all().add(filter::condition(tx.get_database_backend(), &filter, row.account_id)).add(piece.bounds());
    row.matched += i64::try_from(contact::Entity::find().filter(wanted.clone()).count(&*tx).await?).unwrap_or(i64::MAX);
    let added = add(&tx, &callout, &row, wanted, now).await?;
    row.added += added.participations();
    tally::add(&tx, callout.id, tally::stripe_of(row.id.0), &added).await?;
    let left = if let Some(last) = piece.last {
        row.position = Some(last);
        row.due_at = Some(now + LEASE);
        Left::More
    } else {
        row.status = population_state::next(row.status, Step::Finish).unwrap_or(row.status);
        row.finished_at = Some(now);
        row.due_at = None;
        tracing::info!(population.id = %row.id, callout.id = %callout.id, "callouts: a population was added");
        Left::Nothing
    };
    let mut told = vec![news::population(&row, now)];
    if added.remaining() > 0
        && let Some(callout) = wake(&tx, callout, now).await?
    {
        told.push(news::callout(&callout, ChangeKind::Updated, now));
    }
    row.into_active_model().reset_all().update(&*tx).await?;
    outbox::publish(&tx, told).await?;
    tx.commit().await?;
    Ok(left)
}

/// Has a callout that runs look at those who are new, and one that was completed run again; told if it is.
pub(in crate::callouts) async fn wake(tx: &Tx, row: callout::Model, now: DateTime<Utc>) -> Result<Option<callout::Model>, DbErr> {
    let before = row.status;
    let Some(status) = state::next(before, state::Step::Add).filter(|status| *status == CalloutStatus::Running) else { return Ok(None) };
    let mut row = row.into_active_model();
    row.status = Set(status);
    row.due_at = Set(Some(now));
    if before != status {
        row.completed_at = Set(None);
        row.updated_at = Set(now);
    }
    let row = row.update(&**tx).await?;
    Ok((before != status).then_some(row))
}

async fn fail(tx: Tx, mut row: callout_population::Model, code: &str, message: &str) -> Result<Left, DbErr> {
    let now = row.updated_at;
    row.status = population_state::next(row.status, Step::Fail).unwrap_or(PopulationStatus::Failed);
    row.error_code = Some(code.to_owned());
    row.error_message = Some(message.to_owned());
    row.due_at = None;
    tracing::warn!(population.id = %row.id, "callouts: a population could not be added: {code}");
    let news = news::population(&row, now);
    row.into_active_model().reset_all().update(&*tx).await?;
    outbox::publish(&tx, vec![news]).await?;
    tx.commit().await?;
    Ok(Left::Nothing)
}

/// Leaves a population to another process at once.
async fn give_back(app: &App, claim: &Claim) -> Result<(), DbErr> {
    let tx = app.db.begin().await?;
    let due = Expr::value(Some(app.clock.now()));
    callout_population::Entity::update_many()
        .col_expr(callout_population::Column::DueAt, due)
        .filter(claim.held())
        .filter(callout_population::Column::Status.eq(PopulationStatus::Running))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Contacts that are looked at: those after one, up to one; without that, all.
struct Piece {
    after: Option<ContactId>,
    last: Option<ContactId>,
}

impl Piece {
    async fn next(tx: &Tx, row: &callout_population::Model, size: u64) -> Result<Self, DbErr> {
        let after = row.position;
        let all = Self { after, last: None };
        let ids = contact::Entity::find().select_only().column(contact::Column::Id);
        let ids = ids.filter(contact::Column::AccountId.eq(row.account_id)).filter(all.bounds());
        let last = ids.order_by_asc(contact::Column::Id).offset(size.saturating_sub(1)).limit(1).into_tuple().one(&**tx).await?;
        Ok(Self { after, last })
    }

    fn bounds(&self) -> Condition {
        let id = || Expr::col((contact::Entity, contact::Column::Id));
        Condition::all()
            .add_option(self.after.map(|after| id().gt(after)))
            .add_option(self.last.map(|last| id().lte(last)))
            // Never without any.
            .add(Expr::cust("1 = 1"))
    }
}

/// Adds the contacts that are wanted, but those who take part already; how many of each status.
async fn add(
    tx: &Tx,
    callout: &callout::Model,
    row: &callout_population::Model,
    wanted: Condition,
    now: DateTime<Utc>,
) -> Result<Delta, DbErr> {
    use callout_participation::Column as C;
    let backend = tx.get_database_backend();
    let routes: Routes = kept(&callout.routes)?;
    let skip = || Skip { backend, account: row.account_id, callout: callout.id, routes: &routes }.newcomer();
    let unless_skipped = |called: SimpleExpr, skipped: SimpleExpr| -> SimpleExpr {
        CaseStatement::new().case(Expr::expr(skip()).is_null(), called).finally(skipped).into()
    };
    let of_contact = |column| Expr::col((contact::Entity, column));
    let values: Vec<(C, SimpleExpr)> = vec![
        (C::Id, new_id(backend, now)),
        (C::AccountId, Expr::value(row.account_id)),
        (C::CalloutId, Expr::value(callout.id)),
        (C::ContactId, of_contact(contact::Column::Id)),
        (C::PopulationId, Expr::value(Some(row.id))),
        (C::Msisdn, of_contact(contact::Column::Number)),
        (C::Status, unless_skipped(Expr::value(ParticipationStatus::Pending.as_str()), Expr::value(ParticipationStatus::Skipped.as_str()))),
        (C::Attempts, Expr::value(0)),
        (C::Route, Expr::value(0)),
        (C::Reason, skip()),
        (C::Metadata, Expr::value(row.metadata.clone())),
        (C::DueAt, unless_skipped(Expr::value(Some(now)), Expr::value(None::<DateTime<Utc>>))),
        (C::CreatedAt, Expr::value(now)),
        (C::UpdatedAt, Expr::value(now)),
    ];
    let mut select = Query::select();
    select
        .exprs(values.iter().map(|(_, value)| value.clone()))
        .from(contact::Entity)
        .cond_where(wanted)
        // Who is just being deleted is waited for, and left out if gone.
        .lock(LockType::KeyShare);
    let mut insert = Query::insert();
    insert
        .into_table(callout_participation::Entity)
        .columns(values.into_iter().map(|(column, _)| column))
        .select_from(select)
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .returning(Query::returning().column(C::Status));
    let mut added = Delta::default();
    for row in tx.query_all(&insert).await? {
        added.move_participations(None, row.try_get_by_index(0)?, 1);
    }
    Ok(added)
}

/// An id of version 7, made by the database: the instant, the version, and chance.
fn new_id(backend: DbBackend, now: DateTime<Utc>) -> SimpleExpr {
    let instant = format!("{:012x}", now.timestamp_millis() & 0xffff_ffff_ffff);
    if backend == DbBackend::Postgres {
        // Of a random id, what follows its version.
        let (high, low) = instant.split_at(8);
        Expr::cust(format!("('{high}-{low}-7' || substr(gen_random_uuid()::text, 16))::uuid"))
    } else {
        Expr::cust(format!("unhex('{instant}7' || substr(hex(randomblob(2)), 1, 3) || '8' || substr(hex(randomblob(8)), 1, 15))"))
    }
}
