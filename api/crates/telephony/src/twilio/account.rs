//! The proof that the account may be used, now and then: all there is of a link.

use chrono::Utc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{answer, client::Client, config::Limits, resource::Account};
use crate::{
    event::Snapshot,
    outgoing::OrderError,
    port::{DownReason, Epoch, Signal},
};

/// What a server that speaks this API says of a resource that it does not have.
const NOT_THERE: &str = "20404";

/// Proves the account until `stop`, and tells when that begins to succeed and to fail.
pub(super) async fn keep_proving(client: &Client, limits: &Limits, signals: &mpsc::Sender<Signal>, stop: &CancellationToken) {
    let mut epoch = Epoch(1);
    let proving = async {
        let mut wait = limits.retry_first;
        let mut up = false;
        loop {
            let pause = match proved(client).await {
                Ok(()) => {
                    if !up && !tell_up(signals, epoch).await {
                        return;
                    }
                    up = true;
                    wait = limits.retry_first;
                    limits.check
                }
                Err(reason) => {
                    let pause = if is_refusal(&reason) { limits.retry_refused } else { wait };
                    wait = (wait * 2).min(limits.retry_longest);
                    let down = Signal::Down { epoch, at: Utc::now(), reason, retry_in: Some(pause) };
                    if signals.send(down).await.is_err() {
                        return;
                    }
                    if up {
                        epoch.0 += 1;
                        up = false;
                    }
                    pause
                }
            };
            tokio::time::sleep(pause).await;
        }
    };
    let gone = tokio::select! {
        () = proving => true,
        () = stop.cancelled() => false,
    };
    if !gone {
        let last = Signal::Down { epoch, at: Utc::now(), reason: DownReason::Stopped, retry_in: None };
        // Whoever no longer listens need not be told.
        drop(signals.send(last).await);
    }
}

/// Whether anybody listens still.
async fn tell_up(signals: &mpsc::Sender<Signal>, epoch: Epoch) -> bool {
    let at = Utc::now();
    let up = signals.send(Signal::Up { epoch, at }).await;
    // There are no queues, and calls are told of by callbacks.
    up.is_ok() && signals.send(Signal::Snapshot { epoch, at, snapshot: Snapshot::default() }).await.is_ok()
}

fn is_refusal(reason: &DownReason) -> bool {
    !matches!(reason, DownReason::Unreachable(_))
}

async fn proved(client: &Client) -> Result<(), DownReason> {
    match client.get::<Account>(&[], &[]).await {
        Ok(account) => match account.status.as_deref() {
            None | Some("active") => Ok(()),
            Some(status) => Err(DownReason::PermissionDenied(format!("the account is {status}"))),
        },
        // Reached, and the token was not refused. That this server shows no accounts does not matter.
        Err(OrderError::Refused { code: Some(code), .. }) if code == NOT_THERE => Ok(()),
        Err(OrderError::RateLimited { .. }) => Ok(()),
        Err(error) if answer::is_log_in(&error) => Err(DownReason::AuthenticationFailed(error.to_string())),
        Err(OrderError::Refused { message, .. }) => Err(DownReason::Protocol(message)),
        Err(error) => Err(DownReason::Unreachable(unreached(&error))),
    }
}

fn unreached(error: &OrderError) -> String {
    match error {
        OrderError::NotSent(why) => why.clone(),
        other => other.to_string(),
    }
}
