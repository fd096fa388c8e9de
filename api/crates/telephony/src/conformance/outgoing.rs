//! The suite for what is placed and sent: calls that ring somebody, and messages.
//!
//! An [`OutgoingRig`] stands around one telephone system and plays those who are called.
//! [`outgoing_tests!`](crate::outgoing_tests) makes one test of each function of [`promises`].

mod ear;
mod messages;
pub mod promises;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use numbering::{DialTarget, Msisdn};
use tokio::sync::mpsc;

pub use self::ear::Ear;
use super::Broken;
pub use crate::outgoing_tests;
use crate::{
    outgoing::{OrderKey, Report, Script},
    port::Provider,
};

/// A telephone system that places calls, and those who are called, fresh for one test: nobody rings, the link not run yet.
///
/// An operation has happened when it returns, as far as the system itself is concerned; what is told of it may come later.
/// [`Broken::NotTried`] is allowed where stated only.
#[async_trait]
pub trait OutgoingRig: Send {
    /// The provider under test; the same at each call.
    fn provider(&self) -> Arc<dyn Provider>;

    /// Reports that come by another way than the link: callbacks, verified and read. Asked for once, before the link is run. None
    /// where all of them are [`Signal::Order`](crate::port::Signal::Order).
    fn callbacks(&mut self) -> Option<mpsc::UnboundedReceiver<Report>>;

    /// Who rings until [`OutgoingRig::callee_answers`], or answers by itself after a second or two.
    fn answering(&self) -> DialTarget;

    /// Who is engaged.
    fn engaged(&self) -> DialTarget;

    /// Who rings and never answers.
    fn silent(&self) -> DialTarget;

    /// A number that does not exist, or that the provider does not ring.
    fn refused(&self) -> DialTarget;

    /// What to do on answer. It goes on for 5 s at least, or until the called party hangs up.
    fn script(&self) -> Script;

    /// The present instant by the clock that the system is on.
    fn now(&self) -> DateTime<Utc>;

    /// Who rings at [`OutgoingRig::answering`] answers; nothing to do where that happens by itself.
    async fn callee_answers(&mut self, call: &OrderKey) -> Result<(), Broken>;

    /// Who answered hangs up.
    async fn callee_hangs_up(&mut self, call: &OrderKey) -> Result<(), Broken>;

    /// Time passes; nothing to do where the clock is the wall's.
    async fn time_passes(&mut self, span: Duration) -> Result<(), Broken>;

    /// The system cannot be reached any more, and nothing that is on its way arrives.
    async fn drop_link(&mut self) -> Result<(), Broken>;

    /// It can be reached again.
    async fn restore_link(&mut self) -> Result<(), Broken>;

    /// The next order reaches the system and is carried out; its answer is lost.
    async fn lose_next_answer(&mut self) -> Result<(), Broken>;

    /// All that was reported of that call is reported once more, in another order. May be [`Broken::NotTried`].
    async fn repeat_reports(&mut self, call: &OrderKey) -> Result<(), Broken>;

    /// How often that telephone has rung, or been found engaged, asked by another way than the link.
    async fn rings(&mut self, to: &DialTarget) -> Result<usize, Broken>;

    /// How many messages were sent to that number, asked by another way than the link. [`Broken::NotTried`] where it sends none.
    async fn texts(&mut self, to: &Msisdn) -> Result<usize, Broken> {
        let _ = to;
        Err(Broken::NotTried("it sends no messages"))
    }
}

/// Makes a test of each promise of outgoing orders, named as the promise.
///
/// Takes an expression of a future of `Result<Option<impl OutgoingRig>, Broken>`, evaluated anew for each test: `None` when the
/// telephone system is not there, after saying so.
#[macro_export]
macro_rules! outgoing_tests {
    ($rig:expr) => {
        $crate::outgoing_tests! { @each $rig;
            an_answered_call_is_reported_until_it_is_completed
            an_engaged_telephone_ends_the_call_as_busy
            a_call_that_nobody_answers_ends_unanswered
            a_number_that_cannot_be_rung_is_refused_or_fails_with_a_cause
            a_call_hung_up_while_it_rings_ends_as_called_off
            a_call_hung_up_after_the_answer_ends_as_completed
            hanging_up_what_is_over_is_done
            the_end_is_the_same_however_often_it_is_told
            a_lost_answer_leaves_the_outcome_unknown_and_the_call_is_found
            an_order_that_was_never_placed_is_not_found
            an_order_while_the_provider_is_down_is_not_sent
            a_recording_whose_name_cannot_be_sent_safely_rings_nobody
            what_the_provider_cannot_do_rings_nobody
            a_message_is_reported_until_it_has_arrived
            a_lost_answer_leaves_the_outcome_unknown_and_the_message_is_found
            a_message_that_was_never_sent_is_not_found
            a_message_while_the_provider_is_down_is_not_sent
            a_text_that_cannot_be_sent_is_refused_before_it_is_sent
        }
    };
    (@each $rig:expr; $($promise:ident)+) => {$(
        #[tokio::test]
        async fn $promise() -> ::std::result::Result<(), $crate::conformance::Broken> {
            let Some(mut rig) = $rig.await? else { return Ok(()) };
            match $crate::conformance::outgoing::promises::$promise(&mut rig).await {
                Err($crate::conformance::Broken::NotTried(why)) => {
                    println!("{} not tried: {why}", stringify!($promise));
                    Ok(())
                }
                tried => tried,
            }
        }
    )+};
}
