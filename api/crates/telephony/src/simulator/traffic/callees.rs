//! What those do who are called: by chance, and the same for the same reference.

use super::dice::{Dice, Subject};
use crate::{
    outgoing::CallOrder,
    simulator::{Callees, Fate, Plan},
};

/// How a call goes that nobody planned. The reference decides, not when it comes, so that the order in which calls are placed changes
/// nothing. A member of the team answers.
pub(in crate::simulator) fn plan(callees: &Callees, order: &CallOrder) -> Plan {
    let mut dice = Dice::of(callees.seed, Subject::Placed, number(&order.reference.to_string()));
    let fates = &callees.fates;
    let drawn = dice.weighted(fates.iter().map(|(_, weight)| *weight));
    let drawn = drawn.and_then(|index| fates.get(index)).map_or(Fate::Answers, |(fate, _)| *fate);
    let fate = if matches!(order.to, numbering::DialTarget::Extension(_)) { Fate::Answers } else { drawn };
    Plan { fate, ring: dice.length(callees.ring), talk: dice.length(callees.talk) }
}

/// FNV-1a: the same on every machine and with every compiler.
fn number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
