//! Calls that we placed: told as going out, to whom we call.

use super::{
    by_hand::{of_channel, undeclared},
    *,
};
use crate::{
    cause::Cause,
    event::{Direction, LegRole, LegState},
};

/// Our channel of a call we placed, over a trunk or to a member.
fn placed(name: &'static str, state: &'static str) -> [&'static str; 4] {
    ["switchboard-order-att_1", "switchboard-order-att_1", name, state]
}

#[test]
fn a_call_that_we_placed_goes_out_to_the_party_we_call() {
    let mut machine = undeclared();
    machine.note_called("switchboard-order-att_1", numbering::DialTarget::Number("+34972183386".parse().unwrap()));
    let trunk = |state| placed("PJSIP/trunk-00000000", state);
    let story = [
        of_channel("Newchannel", trunk("0"), ""),
        of_channel("NewCallerid", trunk("0"), ""),
        of_channel("Newstate", trunk("5"), ""),
        of_channel("Newstate", trunk("6"), ""),
        of_channel("HangupRequest", trunk("6"), ""),
        of_channel("Hangup", trunk("6"), "Cause: 16"),
    ];

    assert!(story.iter().all(|message| machine.wants_presentation(message).is_none()));
    let told: Vec<_> = story.iter().flat_map(|message| machine.translate(message, message.at().unwrap_or_default())).collect();

    let Some(Event::CallStarted { direction, from, dialled, .. }) = told.first() else { panic!("{told:?}") };
    assert_eq!((*direction, from.number.as_deref(), dialled.as_deref()), (Direction::Outbound, None, Some("+34972183386")));
    let legs: Vec<_> = told
        .iter()
        .filter_map(|event| match event {
            Event::Leg { role, party, state, cause, .. } => Some((*role, party.number.as_deref(), *state, *cause)),
            _ => None,
        })
        .collect();
    let leg = |state, cause| (LegRole::Other, Some("+34972183386"), state, cause);
    let ended = leg(LegState::Ended, Some(Cause::CalleeHangup));
    assert_eq!(legs, [leg(LegState::Ringing, None), leg(LegState::Answered, None), ended]);
}

#[test]
fn a_member_whom_we_ring_is_no_caller() {
    let mut machine = undeclared();
    let ours = |state| placed("Local/1001@agents-00000000;1", state);

    let story = [of_channel("Newchannel", ours("0"), ""), of_channel("Newstate", ours("5"), "")];
    let told: Vec<_> = story.iter().flat_map(|message| machine.translate(message, message.at().unwrap_or_default())).collect();

    assert!(matches!(told.first(), Some(Event::CallStarted { direction: Direction::Outbound, .. })), "{told:?}");
    assert!(matches!(told.get(1), Some(Event::Leg { role: LegRole::Agent, extension: Some(_), .. })), "{told:?}");
    assert_eq!(machine.snapshot().calls.first().map(|call| call.direction), Some(Direction::Outbound));
}
