//! A task that is to run as long as its process: begun again when it ends or panics before it was told to.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

/// Pause before the second beginning; it doubles with each failure.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Who ran so long has recovered: the next pause is the first again.
const RECOVERED: Duration = Duration::from_secs(60);

/// Runs `task` until `stop`.
pub(super) async fn supervise<F>(name: String, stop: CancellationToken, task: impl Fn(CancellationToken) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut pause = FIRST_PAUSE;
    while !stop.is_cancelled() {
        let began = Instant::now();
        let ended = tokio::spawn(task(stop.clone())).await;
        if let Err(error) = &ended {
            tracing::error!(task = name, error = %error, "the task {name} failed: {error}");
        } else if !stop.is_cancelled() {
            tracing::error!(task = name, "the task {name} ended by itself");
        }
        if began.elapsed() >= RECOVERED {
            pause = FIRST_PAUSE;
        }
        if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
            return;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn a_task_that_panics_or_ends_is_begun_again_until_it_is_told_to_stop() {
        let (stop, runs) = (CancellationToken::new(), Arc::new(AtomicU32::new(0)));
        let counted = Arc::clone(&runs);
        let task = move |stop: CancellationToken| {
            let run = counted.fetch_add(1, Ordering::SeqCst);
            async move {
                match run {
                    0 => panic!("the first time"),
                    1 => {}
                    _ => stop.cancel(),
                }
            }
        };

        tokio::time::timeout(Duration::from_secs(10), supervise("test".to_owned(), stop, task)).await.unwrap();

        assert_eq!(runs.load(Ordering::SeqCst), 3);
    }
}
