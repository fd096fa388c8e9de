//! SIGTERM and SIGINT: the first asks to end in order, the second ends at once.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Exit code of a process that was told twice: 128 and the number of SIGINT, as shells have it.
const TOLD_TWICE: i32 = 130;

/// Listens from now on; the token is cancelled by the first signal.
///
/// # Errors
/// When the system does not let us listen.
pub(super) fn stop() -> std::io::Result<CancellationToken> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        loop {
            let name = tokio::select! {
                _ = terminate.recv() => "SIGTERM",
                _ = interrupt.recv() => "SIGINT",
            };
            if told.is_cancelled() {
                tracing::warn!("{name} again: ending at once");
                std::process::exit(TOLD_TWICE);
            }
            tracing::info!("{name}: ending in order; once more ends at once");
            told.cancel();
        }
    });
    Ok(stop)
}
