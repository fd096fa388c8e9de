//! The promises every [`Provider`](crate::port::Provider) keeps, as tests that any provider can be put to.
//!
//! A [`Rig`] stands around one telephone system and plays the world: callers, members, the hand at the console, the
//! cable. [`conformance_tests!`](crate::conformance_tests) makes one test of each function of [`promises`]. What is placed and
//! sent has a suite of its own, [`outgoing`], since not every provider that does one does the other.
//!
//! The suite waits for the thing itself, never for time; times of the provider are not compared, since not every
//! provider tells them exactly.

pub mod conversation;
mod listener;
pub mod outgoing;
pub mod promises;
mod rig;

pub use crate::conformance_tests;

pub use self::{
    listener::Listener,
    rig::{Rig, TrueMember, Truth},
};

/// Why a promise could not be seen to be kept.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The provider did otherwise.
    #[error("the promise is broken: {0}")]
    Promise(String),
    /// The rig itself failed.
    #[error("the rig failed: {0}")]
    Rig(String),
    /// The rig has no means for it; only where [`Rig`] says that it may.
    #[error("not tried: {0}")]
    NotTried(&'static str),
}

// A test that returns an error is shown by it.
impl std::fmt::Debug for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

pub(crate) fn promise(kept: bool, otherwise: impl FnOnce() -> String) -> Result<(), Broken> {
    if kept { Ok(()) } else { Err(Broken::Promise(otherwise())) }
}

/// Makes a test of each promise, named as the promise.
///
/// Takes an expression of a future of `Result<Option<impl Rig>, Broken>`, evaluated anew for each test: `None` when the
/// telephone system is not there, after saying so.
#[macro_export]
macro_rules! conformance_tests {
    ($rig:expr) => {
        $crate::conformance_tests! { @each $rig;
            a_link_comes_up_tells_its_snapshot_and_then_what_happens
            a_snapshot_tells_what_is_true
            a_stopped_link_ends_with_the_stop
            a_link_that_is_down_can_be_stopped
            a_link_that_cannot_be_made_says_so_and_is_tried_again
            after_a_dropped_link_the_next_epoch_tells_what_is_true_and_invents_nothing
            the_folded_state_equals_the_next_links_snapshot
            a_command_while_the_link_is_down_is_refused_at_once
            a_lost_answer_leaves_the_outcome_unknown_and_the_command_can_be_repeated
            a_stalled_link_is_noticed_and_made_anew
            a_restart_is_seen_in_the_next_snapshot
            a_member_added_twice_is_in_the_queue_once
            a_member_can_be_added_paused
            a_pause_keeps_its_reason_byte_for_byte
            a_text_too_long_to_keep_is_refused
            a_resumed_member_is_paused_no_more
            a_penalty_is_set
            a_member_removed_twice_is_gone_without_an_error
            an_unknown_queue_is_told_apart
            an_unknown_member_is_told_apart
            a_fixed_member_is_not_removed
            a_value_that_cannot_be_sent_safely_is_refused_and_nothing_changes
            a_hand_at_the_console_is_told
            an_answered_call_is_told_in_order_from_start_to_end
            a_caller_who_hangs_up_waiting_has_abandoned
            a_caller_who_waited_too_long_has_timed_out
            a_member_who_does_not_answer_has_missed_the_call
            a_member_who_refuses_has_missed_the_call
            a_paused_member_is_not_rung
            callers_move_up_when_one_leaves
            a_withheld_number_is_not_told
        }
    };
    (@each $rig:expr; $($promise:ident)+) => {$(
        #[tokio::test]
        async fn $promise() -> ::std::result::Result<(), $crate::conformance::Broken> {
            let Some(mut rig) = $rig.await? else { return Ok(()) };
            match $crate::conformance::promises::$promise(&mut rig).await {
                Err($crate::conformance::Broken::NotTried(why)) => {
                    println!("{} not tried: {why}", stringify!($promise));
                    Ok(())
                }
                tried => tried,
            }
        }
    )+};
}
