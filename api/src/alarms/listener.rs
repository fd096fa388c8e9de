//! Hears what becomes of occurrences, and has reminders follow them in the same transaction.

use std::sync::Arc;

use entity::occurrence;
use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::DbErr;

use super::plan::{self, Follow};
use crate::{
    db::Tx,
    events::listener::{Listener, SharedListener, Told, What},
};

struct Reminding;

impl Listener for Reminding {
    fn hear<'a>(&'a self, tx: &'a Tx, told: Told<'a>) -> BoxFuture<'a, Result<(), DbErr>> {
        heard(tx, told).boxed()
    }
}

/// Has reminders follow occurrences.
pub fn listener() -> SharedListener {
    Arc::new(Reminding)
}

async fn heard(tx: &Tx, told: Told<'_>) -> Result<(), DbErr> {
    let world = plan::alarms(tx, told.event.id).await?;
    let those = |what: What| told.happened.iter().filter(move |happened| happened.what == what).map(|happened| &happened.occurrence);
    let back: Vec<&occurrence::Model> = those(What::Restored).collect();
    let known = plan::known(tx, &back).await?;
    let alarms = world.of_event(told.event.id);
    let pairs = alarms.iter().flat_map(|around| those(What::Made).chain(back.iter().copied()).map(move |occurrence| (*around, occurrence)));
    // An alarm may be newer than what took an occurrence away that is back now.
    let new = pairs.filter(|(around, occurrence)| !known.contains(&(around.alarm.id, occurrence.id)));
    let rows = new.map(|(around, occurrence)| plan::made(&world, around, occurrence, told.at)).collect();
    plan::add(tx, &world, rows, told.at).await?;
    let follow = |what| match what {
        What::Moved | What::Restored => Some(Follow::Moved),
        What::Paused | What::Resumed | What::Canceled | What::Skipped => Some(Follow::Stands),
        // One that begins is reminded of all the same: an alarm at its start is due at that instant.
        What::Made | What::Completed => None,
    };
    let followed = told.happened.iter().filter_map(|happened| Some((follow(happened.what)?, &happened.occurrence)));
    plan::follow(tx, &followed.collect::<Vec<_>>(), told.at).await
}
