//! What follows outside of reminders from what was answered: an occurrence that is canceled by whoever was reminded of it.
//!
//! It is done apart, since what becomes of an occurrence becomes of its reminders: the event is locked before they are. What has not
//! been done when a process dies, another does.

use entity::reminder;
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::{
    app::App,
    events::{
        listener::SharedListener,
        service::{Desk, answered},
    },
};

/// Effects of one look.
const MOST: u64 = 50;

/// Does what has yet to be done; how many that were.
///
/// # Errors
/// The database's.
pub(super) async fn done(app: &App, listener: &SharedListener) -> Result<usize, DbErr> {
    let rows = reminder::Entity::find().filter(reminder::Column::Cancels.eq(true)).order_by_asc(reminder::Column::Id).limit(MOST);
    let rows = rows.all(app.db.read()).await?;
    for row in &rows {
        let tx = app.db.begin().await?;
        answered::canceled(&tx, Desk::new(app, listener), row.account_id, row.occurrence_id).await?;
        reminder::ActiveModel { id: Unchanged(row.id), cancels: Set(false), ..Default::default() }.update(&*tx).await?;
        tx.commit().await?;
    }
    Ok(rows.len())
}
