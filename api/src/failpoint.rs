//! Places at which a test has a process die, as by `kill -9`: around everything on the way of a placed call, and in the course of one that
//! is led, that may neither be lost nor done twice.
//!
//! A process dies at the one place that it was armed for, and only the acceptance tests arm any. The product has none: without the
//! feature `failpoints`, which nobody but those tests asks for, nothing can be armed, and coming by a place does nothing.

#[cfg(feature = "failpoints")]
pub use armed::arm;

macro_rules! places {
    ($($(#[$way:meta])* $list:ident { $($(#[$doc:meta])* $place:ident = $name:literal,)+ })+) => {
        /// A place.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Failpoint {
            $($($(#[$doc])* $place,)+)+
        }

        impl Failpoint {
            $($(#[$way])*
            pub const $list: &[Self] = &[$(Self::$place,)+];)+

            /// All of them.
            pub const ALL: &[&[Self]] = &[$(Self::$list,)+];

            /// What it is called.
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Self::$place => $name,)+)+
                }
            }
        }
    };
}

places! {
    /// Those that an order for a call comes by, in this order.
    ORDERS {
        /// Chosen who is called next; nothing is written.
        ClaimChosen = "claim-chosen",
        /// New attempts are written, and not committed.
        IntentWritten = "intent-written",
        /// New attempts are committed, and no provider was asked.
        IntentCommitted = "intent-committed",
        /// Attempts that fell due are taken up, and that is not committed.
        DueWritten = "due-written",
        /// Attempts that fell due are taken up, and no provider was asked.
        DueCommitted = "due-committed",
        /// A provider is being asked to place a call.
        Asking = "asking",
        /// The provider answered; nobody else knows.
        Answered = "answered",
        /// The answer is written, and not committed.
        AnswerWritten = "answer-written",
        /// The answer is committed; whoever asked does not know.
        AnswerCommitted = "answer-committed",
        /// A provider is being asked what became of a call.
        LookingUp = "looking-up",
        /// The provider said what became of it; nobody else knows.
        LookedUp = "looked-up",
        /// What became of it is written, and not committed.
        LookUpWritten = "look-up-written",
        /// What became of it is committed; whoever asked does not know.
        LookUpCommitted = "look-up-committed",
        /// A provider's report is proved to be the provider's; nothing is written.
        ReportProved = "report-proved",
        /// A report is written, and not committed.
        ReportWritten = "report-written",
        /// A report is committed, and not acknowledged.
        ReportCommitted = "report-committed",
    }

    /// Those that a turn of a call that is led comes by, in this order.
    TURNS {
        /// What comes next in a call is asked; nothing is written.
        TurnAsked = "turn-asked",
        /// A turn is written, and not committed.
        TurnWritten = "turn-written",
        /// A turn is committed; whoever asked does not know.
        TurnCommitted = "turn-committed",
    }
}

/// So many calls come by together.
#[inline]
pub fn pass(place: Failpoint, calls: usize) {
    #[cfg(feature = "failpoints")]
    if armed::is_hit(place, calls) {
        armed::die();
    }
    #[cfg(not(feature = "failpoints"))]
    let _ = (place, calls);
}

/// One call comes by while `work` is done outside of this process.
pub async fn during<T>(place: Failpoint, work: impl Future<Output = T>) -> T {
    #[cfg(feature = "failpoints")]
    if armed::is_hit(place, 1) {
        return armed::die_during(work).await;
    }
    #[cfg(not(feature = "failpoints"))]
    let _ = place;
    work.await
}

#[cfg(feature = "failpoints")]
mod armed {
    use std::{
        sync::{
            OnceLock,
            atomic::{AtomicI64, Ordering},
        },
        thread,
        time::Duration,
    };

    use rand::Rng as _;
    use rustix::process::{Signal, getpid, kill_process};

    use super::Failpoint;

    /// Whoever is asked on the same machine answers within about so many milliseconds.
    const ANSWERED_WITHIN: u64 = 30;

    static ARMED: OnceLock<(Failpoint, AtomicI64)> = OnceLock::new();

    /// Has this process die when that many calls have come by there. Only the first time counts.
    pub fn arm(place: Failpoint, calls: u32) {
        ARMED.get_or_init(|| (place, AtomicI64::new(calls.into())));
    }

    pub(super) fn is_hit(place: Failpoint, calls: usize) -> bool {
        let Some((_, left)) = ARMED.get().filter(|(armed, _)| *armed == place) else { return false };
        let calls = i64::try_from(calls).unwrap_or(i64::MAX);
        let before = left.fetch_sub(calls, Ordering::SeqCst);
        0 < before && before <= calls
    }

    /// Dies without a word to anybody: nothing is unwound, flushed or closed.
    pub(super) fn die() -> ! {
        // It cannot fail, and nothing after it is reached.
        let _sent = kill_process(getpid(), Signal::KILL);
        loop {
            thread::park();
        }
    }

    /// Dies with `work` done, half done, or not begun: whoever is asked may have heard it, or not.
    pub(super) async fn die_during<T>(work: impl Future<Output = T>) -> T {
        let span = Duration::from_millis(rand::rng().random_range(0..ANSWERED_WITHIN));
        drop(tokio::time::timeout(span, work).await);
        die()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_place_has_a_name_of_its_own() {
        let all: Vec<Failpoint> = Failpoint::ALL.concat();

        let names: BTreeSet<&str> = all.iter().map(|place| place.name()).collect();

        assert_eq!(names.len(), all.len());
    }
}
