//! The telephone systems: reached, logged in, permitted what is needed, with the queues that are expected.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use entity::{provider, queue};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use telephony::{
    capability::{Operation, Support},
    port::{DownReason, Provider, Signal},
};
use tokio::{sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;

use super::finding::Finding;
use crate::{db::Db, worker::Telephones};

/// How long a telephone system may take to tell its state.
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) async fn look(telephones: Telephones, db: Option<&Db>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, link) in telephones.links() {
        findings.extend(leading(&name, &*link).await);
        let has_queues = link.capabilities().support(Operation::WatchQueues) != Support::None;
        match timeout(PATIENCE, queues(link)).await {
            Ok(Ok(_)) if !has_queues => findings.push(Finding::good("provider", format!("`{name}`: reached, and the account may be used"))),
            Ok(Ok(seen)) => findings.extend(compare(&name, &seen, db).await),
            Ok(Err(reason)) => findings.push(Finding::fault("provider", format!("`{name}`: {reason}"), mend(&reason))),
            Err(_) => {
                let found = format!("`{name}` does not tell its state within {} s", PATIENCE.as_secs());
                findings.push(Finding::fault("provider", found, mend(&DownReason::Stalled(PATIENCE))));
            }
        }
    }
    if findings.is_empty() {
        findings.push(Finding::good("provider", "none is configured"));
    }
    findings
}

/// Whether calls can be led over it, where that needs more than the link.
async fn leading(name: &str, link: &dyn Provider) -> Option<Finding> {
    let checked = timeout(PATIENCE, link.check_leading()).await.unwrap_or_else(|_| Some(Err("it does not answer".to_owned())));
    Some(match checked? {
        Ok(found) => Finding::good("provider", format!("`{name}`: calls can be led: {found}")),
        Err(why) => {
            let mend =
                "check ari_url, ari_user and its password; with Asterisk, `enabled = yes` in http.conf and ari.conf, and the user there";
            Finding::fault("provider", format!("`{name}`: calls cannot be led: {why}"), mend)
        }
    })
}

/// Connects, and gives the names of the queues there.
async fn queues(link: Arc<dyn Provider>) -> Result<BTreeSet<String>, DownReason> {
    let (sender, mut signals) = mpsc::channel(64);
    let stop = CancellationToken::new();
    let _stopped_at_the_end = stop.clone().drop_guard();
    let running = tokio::spawn(async move { link.watch(sender, stop).await });
    while let Some(signal) = signals.recv().await {
        match signal {
            Signal::Snapshot { snapshot, .. } => return Ok(snapshot.queues.into_iter().map(|queue| queue.key.0).collect()),
            Signal::Down { reason, .. } => return Err(reason),
            Signal::Up { .. } | Signal::Event { .. } | Signal::Order(_) => {}
        }
    }
    let ended = running.await.err().map_or_else(|| "it ended by itself".to_owned(), |error| error.to_string());
    Err(DownReason::Protocol(ended))
}

/// Queues known here that are not there.
async fn compare(name: &str, seen: &BTreeSet<String>, db: Option<&Db>) -> Vec<Finding> {
    let listed = seen.iter().cloned().collect::<Vec<_>>().join(", ");
    let mut findings = vec![Finding::good("provider", format!("`{name}`: connected, logged in; queues: {listed}"))];
    if seen.is_empty() {
        let mend = "define one there; with Asterisk, in queues.conf";
        findings.push(Finding::doubt("provider", format!("`{name}` has no queue"), mend));
    }
    let Some(db) = db else { return findings };
    match defined(name, db).await {
        Ok(keys) => {
            for key in keys.into_iter().filter(|key| !seen.contains(key)) {
                let mend = "define it there under this very name";
                findings.push(Finding::fault("queue", format!("`{key}` is known here but not at `{name}`"), mend));
            }
        }
        // Before the first migration there is nothing to compare with.
        Err(error) => {
            findings.push(Finding::doubt("queue", format!("those known here cannot be read: {error}"), "run `switchboard migrate`"));
        }
    }
    findings
}

/// Names of the queues of a provider, as known here.
async fn defined(name: &str, db: &Db) -> Result<Vec<String>, DbErr> {
    let providers = provider::Entity::find().filter(provider::Column::Name.eq(name)).all(db.read()).await?;
    let ids = providers.into_iter().map(|provider| provider.id);
    let rows = queue::Entity::find().filter(queue::Column::ProviderId.is_in(ids)).all(db.read()).await?;
    Ok(rows.into_iter().map(|queue| queue.key).collect())
}

fn mend(reason: &DownReason) -> &'static str {
    match reason {
        DownReason::Unreachable(_) => {
            "check address and port, whether it runs, and the firewalls between; with Asterisk, `enabled = yes` and `bindaddr` in manager.conf"
        }
        DownReason::AuthenticationFailed(_) => {
            "check user and secret, and in Asterisk's manager.conf also `permit` and `deny`; then `manager reload`"
        }
        DownReason::PermissionDenied(_) => {
            "in Asterisk's manager.conf give the user read = system,call,agent,user and write = call,agent,reporting"
        }
        DownReason::Stalled(_) => "the connection stands but nobody answers: look at the telephone system's load and log",
        DownReason::Overrun => "more comes than is taken: look at the load of this machine",
        DownReason::ShutDown | DownReason::Stopped => "start it again",
        DownReason::Protocol(_) => "check that the address is that of the manager interface, and its version (Asterisk 22 or later)",
    }
}
