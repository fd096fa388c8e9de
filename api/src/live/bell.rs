//! A bell for whoever waits for work: rung when a change is committed that may make some due.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;
use tokio::sync::Notify;

use super::{Change, Hub, stream};

/// Pause after the stream of changes broke off.
const AGAIN: Duration = Duration::from_secs(1);

/// Rings all `bells` for changes of which `concerns` holds. Never returns: whoever waits for work ends it.
pub async fn ring(hub: Hub, concerns: fn(&Change) -> bool, bells: &[Arc<Notify>]) {
    loop {
        let head = hub.head();
        // What was committed before is looked for at once.
        bells.iter().for_each(|bell| bell.notify_one());
        let mut changes = Box::pin(stream::changes(hub.clone(), head, None, concerns));
        while let Some(Ok(_)) = changes.next().await {
            bells.iter().for_each(|bell| bell.notify_one());
        }
        // Fell behind what is kept, or the database is away.
        tokio::time::sleep(AGAIN).await;
    }
}
