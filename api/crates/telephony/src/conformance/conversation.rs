//! The suite for calls that are led: the same acts and the same party come to the same words on every provider.
//!
//! A [`ConversationRig`] stands around one telephone system, made with a [`Scripted`] conductor.
//! [`conversation_tests!`](crate::conversation_tests) makes one test of each function of [`promises`].

pub mod promises;
mod scripted;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use flow::voice::Prompt;
use numbering::DialTarget;

pub use self::scripted::Scripted;
use super::Broken;
pub use crate::conversation_tests;
use crate::port::Provider;

/// How somebody behaves who is called, or rung during a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaves {
    /// Answers; each time it has heard a question it presses these keys.
    Presses(&'static str),
    /// Answers, and does nothing.
    Waits,
    /// Answers; after a question it speaks for a few seconds.
    Speaks,
    /// Answers, and hangs up after a question.
    HangsUp,
    /// Answers; after a question it presses `1`, and hangs up.
    PressesAndHangsUp,
    /// Answers, and hangs up after two seconds.
    HangsUpSoon,
    /// A machine answers, says its greeting, and listens.
    Machine,
    /// A human being answers, and says a word.
    Human,
    /// Is engaged.
    Engaged,
    /// Rings, and never answers.
    Silent,
    /// Is no number in use.
    Unallocated,
}

/// A telephone system with a conductor, and those who are called, fresh for one test: the link not run yet.
#[async_trait]
pub trait ConversationRig: Send {
    /// The provider under test; the same at each call.
    fn provider(&self) -> Arc<dyn Provider>;

    /// The conductor with which it was made; the same at each call. It is told that a call is over, whichever way that comes.
    fn conductor(&self) -> Arc<Scripted>;

    /// Somebody who behaves so. [`Broken::NotTried`] where there is nobody.
    fn party(&mut self, behaves: Behaves) -> Result<DialTarget, Broken>;

    /// What a party takes for a question.
    fn question(&self) -> Prompt;

    /// Time passes; nothing to do where the clock is the wall's.
    async fn time_passes(&mut self, span: Duration) -> Result<(), Broken>;

    /// Whether anything was done that the system does not allow.
    fn faults(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Makes a test of each promise of calls that are led, named as the promise.
///
/// Takes an expression of a future of `Result<Option<impl ConversationRig>, Broken>`, evaluated anew for each test: `None` when the
/// telephone system is not there, after saying so.
#[macro_export]
macro_rules! conversation_tests {
    ($rig:expr) => {
        $crate::conversation_tests! { @each $rig;
            each_key_that_is_pressed_is_heard
            without_a_key_in_time_none_is_heard
            keys_are_enough_with_the_finishing_one_or_when_there_are_as_many_as_wanted
            prompts_are_played_to_their_end
            what_is_said_is_recorded_and_kept_until_it_is_deleted
            of_silence_nothing_is_recorded
            whoever_hangs_up_ends_the_conversation
            what_was_pressed_before_the_end_is_heard
            a_party_that_is_rung_is_joined_or_it_is_told_why_not
            a_party_that_has_to_agree_is_joined_only_if_it_does
            a_room_is_left_with_the_end_of_the_call
            who_answered_is_told_before_anything_else
            the_end_of_a_greeting_is_awaited
            a_call_that_nobody_leads_ends
            a_call_that_is_hung_up_by_us_is_over
        }
    };
    (@each $rig:expr; $($promise:ident)+) => {$(
        #[tokio::test]
        async fn $promise() -> ::std::result::Result<(), $crate::conformance::Broken> {
            let Some(mut rig) = $rig.await? else { return Ok(()) };
            match $crate::conformance::conversation::promises::$promise(&mut rig).await {
                Err($crate::conformance::Broken::NotTried(why)) => {
                    println!("{} not tried: {why}", stringify!($promise));
                    Ok(())
                }
                tried => tried,
            }
        }
    )+};
}
