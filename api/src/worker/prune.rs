//! Lets go of the past that `[retention]` does not keep: few rows a transaction, so that nobody waits long for it.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account, call, call_leg, contact_import, contact_import_row, flow_recording, flow_result, flow_run,
    id::ContactImportId,
    message, provider_callback, queue, queue_command, queue_event, queue_member, queue_visit, rota_notice, solver_run,
    stored::{CommandStatus, RecordingStatus},
    webhook_delivery,
};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{app::App, config::retention::age};

/// Rows that are deleted in one transaction.
const ROWS: u64 = 500;
/// Waits and members are kept so much longer than can be asked for: an instant's counters began at its midnight.
const A_DAY_AT_LEAST: TimeDelta = TimeDelta::days(2);

/// How much was let go of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pruned {
    pub(super) commands: u64,
    /// Entries of histories, versions of members, waits, runs of the solver.
    pub(super) history: u64,
    pub(super) calls: u64,
    pub(super) messages: u64,
    pub(super) webhooks: u64,
    pub(super) callbacks: u64,
    /// Runs of flows; what their nodes heard is not counted.
    pub(super) flow_runs: u64,
    /// Imports of contacts; their rows are not counted.
    pub(super) imports: u64,
}

/// Prunes everything once.
pub(super) async fn once(app: &App, now: DateTime<Utc>) -> Result<Pruned, DbErr> {
    let kept = &app.config.retention;
    let mut pruned = Pruned::default();
    let queues = queue::Entity::find().order_by_asc(queue::Column::Id).all(app.db.read()).await?;
    if let Some(age) = age(kept.commands_days) {
        for queue in &queues {
            pruned.commands += commands(app, queue, now - age).await?;
        }
    }
    if let Some(age) = age(kept.queue_history_days) {
        for queue in &queues {
            pruned.history += history(app, queue, now - age).await?;
        }
        pruned.history += runs(app, now - age).await?;
    }
    if let Some(age) = age(kept.messages_days) {
        pruned.messages += messages(app, now - age).await?;
    }
    if let Some(age) = age(kept.webhooks_days) {
        pruned.webhooks += webhooks(app, now - age).await?;
    }
    if let Some(age) = age(kept.callbacks_days) {
        pruned.callbacks += callbacks(app, now - age).await?;
    }
    if let Some(age) = age(kept.flow_runs_days) {
        pruned.flow_runs += flow_runs(app, now - age).await?;
    }
    if let Some(age) = age(kept.imports_days) {
        pruned.imports += imports(app, now - age).await?;
    }
    if let Some(age) = age(kept.calls_days) {
        for account in account::Entity::find().all(app.db.read()).await? {
            pruned.calls += calls(app, &account, now - age).await?;
        }
    }
    Ok(pruned)
}

async fn commands(app: &App, queue: &queue::Model, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use queue_command::Column as C;
    let old = queue_command::Entity::find()
        .filter(C::QueueId.eq(queue.id))
        .filter(C::CreatedAt.lt(before))
        .filter(C::Status.ne(CommandStatus::Sending));
    delete(app, &old, C::Id).await
}

/// The history of a queue. First of all the queue says that nothing is known of before; then nobody sees a half of it go.
async fn history(app: &App, queue: &queue::Model, before: DateTime<Utc>) -> Result<u64, DbErr> {
    if queue.created_at >= before {
        return Ok(0);
    }
    let earlier = Condition::any().add(queue::Column::KnownSince.is_null()).add(queue::Column::KnownSince.lt(before));
    let tx = app.db.begin().await?;
    queue::Entity::update_many()
        .col_expr(queue::Column::KnownSince, Expr::value(before))
        .filter(queue::Column::Id.eq(queue.id))
        .filter(earlier)
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    let events = {
        use queue_event::Column as C;
        queue_event::Entity::find().filter(C::QueueId.eq(queue.id)).filter(C::OccurredAt.lt(before))
    };
    let before = before - A_DAY_AT_LEAST;
    let members = {
        use queue_member::Column as C;
        queue_member::Entity::find().filter(C::QueueId.eq(queue.id)).filter(C::ValidTo.lt(before))
    };
    let visits = {
        use queue_visit::Column as C;
        let over = queue_visit::Entity::find().filter(C::LeftAt.lt(before)).filter(C::Outcome.is_not_null());
        over.filter(C::QueueId.eq(queue.id)).filter(C::JoinedAt.lt(before))
    };
    let notices = {
        use rota_notice::Column as C;
        rota_notice::Entity::find().filter(C::QueueId.eq(queue.id)).filter(C::ToldAt.lt(before))
    };
    let mut gone = delete(app, &events, queue_event::Column::Id).await?;
    gone += delete(app, &members, queue_member::Column::Id).await?;
    gone += delete(app, &visits, queue_visit::Column::Id).await?;
    gone += delete(app, &notices, rota_notice::Column::Id).await?;
    Ok(gone)
}

/// Runs of the solver that ended: what they found is in the timetables, who asked in the audit log.
async fn runs(app: &App, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use solver_run::Column as C;
    delete(app, &solver_run::Entity::find().filter(C::EndedAt.lt(before)), C::Id).await
}

/// Messages that nobody has to look at any more.
async fn messages(app: &App, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use message::Column as C;
    let old = message::Entity::find().filter(C::CreatedAt.lt(before)).filter(C::DueAt.is_null());
    delete(app, &old, C::Id).await
}

/// Webhooks that nobody has to look at any more.
async fn webhooks(app: &App, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use webhook_delivery::Column as C;
    let old = webhook_delivery::Entity::find().filter(C::CreatedAt.lt(before)).filter(C::DueAt.is_null());
    delete(app, &old, C::Id).await
}

/// What providers posted: what it said is in the rows of calls and messages.
async fn callbacks(app: &App, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use provider_callback::Column as C;
    delete(app, &provider_callback::Entity::find().filter(C::ReceivedAt.lt(before)), C::Id).await
}

/// Runs of flows that are over, with what was heard in them. One of which a recording is still at its provider stays: it is the only one who
/// knows of that.
async fn flow_runs(app: &App, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use flow_run::Column as C;
    let kept = Query::select()
        .expr(Expr::val(1))
        .from(flow_recording::Entity)
        .and_where(Expr::col((flow_recording::Entity, flow_recording::Column::RunId)).equals((flow_run::Entity, C::Id)))
        .and_where(flow_recording::Column::Status.ne(RecordingStatus::Deleted))
        .to_owned();
    let old = flow_run::Entity::find().filter(C::EndedAt.lt(before)).filter(Expr::exists(kept).not());
    let mut gone = 0;
    loop {
        let ids = ids(app, &old, C::Id).await?;
        if ids.is_empty() {
            return Ok(gone);
        }
        let tx = app.db.begin().await?;
        flow_recording::Entity::delete_many().filter(flow_recording::Column::RunId.is_in(ids.iter().copied())).exec(&*tx).await?;
        flow_result::Entity::delete_many().filter(flow_result::Column::RunId.is_in(ids.iter().copied())).exec(&*tx).await?;
        gone += flow_run::Entity::delete_many().filter(C::Id.is_in(ids)).exec(&*tx).await?.rows_affected;
        tx.commit().await?;
    }
}

/// Imports that nobody goes on with. The rows of the file go first, few at a time: until the last has, the import is found again.
async fn imports(app: &App, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use contact_import::Column as C;
    let old = contact_import::Entity::find().filter(C::UpdatedAt.lt(before)).filter(C::DueAt.is_null());
    for id in old.clone().select_only().column(C::Id).into_tuple::<ContactImportId>().all(app.db.read()).await? {
        rows_of_file(app, id).await?;
    }
    let no_rows = Query::select()
        .expr(Expr::val(1))
        .from(contact_import_row::Entity)
        .and_where(Expr::col((contact_import_row::Entity, contact_import_row::Column::ImportId)).equals((contact_import::Entity, C::Id)))
        .to_owned();
    delete(app, &old.filter(Expr::exists(no_rows).not()), C::Id).await
}

async fn rows_of_file(app: &App, import: ContactImportId) -> Result<(), DbErr> {
    use contact_import_row::Column as C;
    let of_it = || contact_import_row::Entity::find().filter(C::ImportId.eq(import)).select_only().column(C::Position);
    loop {
        let places: Vec<i64> = of_it().order_by_asc(C::Position).limit(ROWS).into_tuple().all(app.db.read()).await?;
        let Some(last) = places.last() else { return Ok(()) };
        let tx = app.db.begin().await?;
        contact_import_row::Entity::delete_many().filter(C::ImportId.eq(import)).filter(C::Position.lte(*last)).exec(&*tx).await?;
        tx.commit().await?;
    }
}

/// Calls that are over, with their legs. One whose wait is still kept stays until that goes.
async fn calls(app: &App, account: &account::Model, before: DateTime<Utc>) -> Result<u64, DbErr> {
    use call::Column as C;
    let wait = Query::select()
        .expr(Expr::val(1))
        .from(queue_visit::Entity)
        .and_where(Expr::col((queue_visit::Entity, queue_visit::Column::CallId)).equals((call::Entity, C::Id)))
        .to_owned();
    let old = call::Entity::find()
        .filter(C::AccountId.eq(account.id))
        .filter(C::StartedAt.lt(before))
        .filter(C::EndedAt.lt(before))
        .filter(Expr::exists(wait).not());
    let mut gone = 0;
    loop {
        let ids = ids(app, &old, C::Id).await?;
        if ids.is_empty() {
            return Ok(gone);
        }
        let tx = app.db.begin().await?;
        call_leg::Entity::delete_many().filter(call_leg::Column::CallId.is_in(ids.iter().copied())).exec(&*tx).await?;
        gone += call::Entity::delete_many().filter(C::Id.is_in(ids)).exec(&*tx).await?.rows_affected;
        tx.commit().await?;
    }
}

/// Deletes what is `old`, a few rows at a time.
async fn delete<E: EntityTrait>(app: &App, old: &Select<E>, id: E::Column) -> Result<u64, DbErr> {
    let mut gone = 0;
    loop {
        let ids = ids(app, old, id).await?;
        if ids.is_empty() {
            return Ok(gone);
        }
        let tx = app.db.begin().await?;
        gone += E::delete_many().filter(id.is_in(ids)).exec(&*tx).await?.rows_affected;
        tx.commit().await?;
    }
}

/// The ids of the next few rows that are `old`: read apart, so that the search for them holds nobody up.
async fn ids<E: EntityTrait>(app: &App, old: &Select<E>, id: E::Column) -> Result<Vec<Uuid>, DbErr> {
    old.clone().select_only().column(id).limit(ROWS).into_tuple().all(app.db.read()).await
}
