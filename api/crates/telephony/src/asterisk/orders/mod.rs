//! Calls that we place.
//!
//! An order is known by one name from beginning to end: the id of its channel is made of our reference and given to Asterisk, so
//! that its events are recognised before anything is answered, after a link was lost, and by a process that did not place it.
//! Several Switchboards at one Asterisk hear of each other's calls; whoever does not know a reference leaves it alone.
//!
//! What ends a call is its channel's `Hangup`, which alone knows the cause. `OriginateResponse` comes before it or after it and
//! knows less, so it counts only where there was no channel at all: no such trunk, a telephone that is not registered. That is
//! known after a while: a busy Asterisk tells of the channel later than it answers the order.
//!
//! | file | what |
//! | --- | --- |
//! | `action` | an order as an action, each value checked |
//! | `end` | what the cause of an end means |
//! | `ledger` | what is known of each call, and what is told of it; pure |
//! | `ask` | placing, hanging up, looking up, over a link that is up |

pub(super) mod action;
pub(super) mod ask;
mod end;
mod ledger;

pub(super) use self::ledger::{Ledger, News};
use crate::outgoing::{OrderKey, Reference};

/// First part of the ids of our channels. The sign after it is in no reference, so that the second half of a Local channel,
/// which has a further part, is no order.
const PREFIX: &str = "switchboard-order-";

/// Name of an order at Asterisk: the id of its channel, and of the action that makes it.
pub(super) fn key(reference: &Reference) -> OrderKey {
    OrderKey(format!("{PREFIX}{reference}"))
}

/// The order whose channel has that id.
pub(super) fn reference(uniqueid: &str) -> Option<Reference> {
    uniqueid.strip_prefix(PREFIX)?.parse().ok()
}
