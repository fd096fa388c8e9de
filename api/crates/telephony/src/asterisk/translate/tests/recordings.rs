//! Each recording beside what it tells. Numbers are made up; `c1.2` is the second leg of the first call.

use super::{machine, recording, told};

#[track_caller]
fn tells(name: &str, expected: &str) {
    let expected: Vec<_> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told(&mut machine(), &recording(name)), expected);
}

#[test]
fn members_are_told_whole_and_only_when_something_changed() {
    tells(
        "s02-members",
        r#"
            support: Local/1001@agents Idle, penalty 0, 0 calls
            support: Local/1002@agents Idle, penalty 3, 0 calls, paused ""
            sales: Local/1001@agents Idle, penalty 0, 0 calls
            support: Local/4242@nowhere Unavailable, penalty 0, 0 calls
            support: Local/4242@nowhere removed
            support: Local/1001@agents Idle, penalty 0, 0 calls, paused "lunch, back at 14:00"
            support: Local/1001@agents Idle, penalty 0, 0 calls, paused "everywhere"
            sales: Local/1001@agents Idle, penalty 0, 0 calls, paused "everywhere"
            support: Local/1001@agents Idle, penalty 0, 0 calls
            sales: Local/1001@agents Idle, penalty 0, 0 calls
            support: Local/1001@agents Idle, penalty 7, 0 calls
            support: Local/1001@agents Idle, penalty 0, 0 calls
            support: Local/1001@agents removed
        "#,
    );
}

#[test]
fn an_answered_call_is_told_from_start_to_end_whoever_hangs_up() {
    tells(
        "s03-answered",
        r#"
            support: Local/1001@agents Idle, penalty 0, 0 calls
            c1 begins, Inbound, from 5550123 Caller One
            c1.1 Caller 5550123 Caller One Started
            c1.1 Caller 5550123 Caller One Answered
            support: c1.1 joins at 1, 5550123 Caller One
            c1.2 Agent Local/1001@agents Started
            support: Local/1001@agents rings for c1
            c1.2 Agent Local/1001@agents Ringing
            support: Local/1001@agents Ringing, penalty 0, 0 calls
            c1.2 Agent Local/1001@agents Answered
            support: c1.1 leaves
            support: c1 Answered by Local/1001@agents
            support: Local/1001@agents InUse, penalty 0, 0 calls, in call
            c1.2 Agent Local/1001@agents Ended, Normal (16)
            support: Local/1001@agents done with c1 after 2 s
            support: Local/1001@agents InUse, penalty 0, 0 calls
            c1.1 Caller 5550123 Caller One Ended, CallerHangup (16)
            c1 ends, CallerHangup (16)
            support: Local/1001@agents Idle, penalty 0, 1 calls
            support: Local/1001@agents removed
            support: Local/2001@agents Unknown, penalty 0, 0 calls
            c2 begins, Inbound, from 5550124 Caller One
            c2.1 Caller 5550124 Caller One Started
            c2.1 Caller 5550124 Caller One Answered
            support: c2.1 joins at 1, 5550124 Caller One
            c2.2 Agent Local/2001@agents Started
            support: Local/2001@agents rings for c2
            support: Local/2001@agents Ringing, penalty 0, 0 calls
            c2.2 Agent Local/2001@agents Ringing
            c2.2 Agent Local/2001@agents Answered
            support: c2.1 leaves
            support: c2 Answered by Local/2001@agents
            support: Local/2001@agents InUse, penalty 0, 0 calls, in call
            support: Local/2001@agents Idle, penalty 0, 1 calls
            support: Local/2001@agents done with c2 after 3 s
            c2.1 Caller 5550124 Caller One Ended, CalleeHangup (16)
            c2.2 Agent Local/2001@agents Ended, CalleeHangup (16)
            c2 ends, CalleeHangup (16)
        "#,
    );
}

#[test]
fn a_caller_who_hangs_up_is_told_as_abandoned() {
    tells(
        "s04-abandon",
        r#"
            c1 begins, Inbound, from 5550130 Caller One
            c1.1 Caller 5550130 Caller One Started
            c1.1 Caller 5550130 Caller One Answered
            support: c1.1 joins at 1, 5550130 Caller One
            c2 begins, Inbound, from 5550131 Second
            c2.1 Caller 5550131 Second Started
            c2.1 Caller 5550131 Second Answered
            support: c2.1 joins at 2, 5550131 Second
            support: c1.1 leaves
            support: c1 Abandoned
            c1.1 Caller 5550130 Caller One Ended, CallerHangup (16)
            c1 ends, CallerHangup (16)
        "#,
    );
}

#[test]
fn what_asterisk_announces_as_abandoned_is_told_apart() {
    tells(
        "s05-timeouts",
        r#"
            strict: Local/7001@agents Unknown, penalty 0, 0 calls
            c1 begins, Inbound, from 5550140 Caller One
            c1.1 Caller 5550140 Caller One Started
            c1.1 Caller 5550140 Caller One Answered
            strict: c1.1 joins at 1, 5550140 Caller One
            c1.2 Agent Local/7001@agents Started
            strict: Local/7001@agents rings for c1
            strict: Local/7001@agents Ringing, penalty 0, 0 calls
            c1.2 Agent Local/7001@agents Ringing
            strict: Local/7001@agents missed c1 after 2000 ms
            strict: Local/7001@agents Ringing, penalty 0, 0 calls, paused "Auto-Pause"
            strict: Local/7001@agents removed
            c1.2 Agent Local/7001@agents Ended, NoAnswer (0)
            strict: c1.1 leaves
            strict: c1 Abandoned
            c1.1 Caller 5550140 Caller One Ended, CallerHangup (0)
            c1 ends, CallerHangup (0)
            support: Local/5001@agents Unknown, penalty 0, 0 calls
            c2 begins, Inbound, from 5550141 Impatient
            c2.1 Caller 5550141 Impatient Started
            c2.1 Caller 5550141 Impatient Answered
            support: c2.1 joins at 1, 5550141 Impatient
            c2.2 Agent Local/5001@agents Started
            support: Local/5001@agents rings for c2
            support: Local/5001@agents missed c2 after 0 ms
            c2.2 Agent Local/5001@agents Ended, Busy (17)
            c2.3 Agent Local/5001@agents Started
            support: Local/5001@agents rings for c2
            support: Local/5001@agents missed c2 after 0 ms
            c2.3 Agent Local/5001@agents Ended, Busy (17)
            c2.4 Agent Local/5001@agents Started
            support: Local/5001@agents rings for c2
            support: Local/5001@agents missed c2 after 0 ms
            c2.4 Agent Local/5001@agents Ended, Busy (17)
            c2.5 Agent Local/5001@agents Started
            support: Local/5001@agents rings for c2
            support: Local/5001@agents missed c2 after 0 ms
            c2.5 Agent Local/5001@agents Ended, Busy (17)
            support: c2.1 leaves
            support: c2 TimedOut
            c2.1 Caller 5550141 Impatient Ended, Normal (16)
            c2 ends, QueueTimeout (16)
            support: Local/5001@agents removed
            c3 begins, Inbound, from 5550142 Caller One
            c3.1 Caller 5550142 Caller One Started
            c3.1 Caller 5550142 Caller One Answered
            tiny: c3.1 joins at 1, 5550142 Caller One
            c4 begins, Inbound, from 5550143 Caller One
            c4.1 Caller 5550143 Caller One Started
            c4.1 Caller 5550143 Caller One Answered
            tiny: c4 Full
            c4.1 Caller 5550143 Caller One Ended, Normal (16)
            c4 ends, QueueFull (16)
            c5 begins, Inbound, from 5550144 Caller One
            c5.1 Caller 5550144 Caller One Started
            c5.1 Caller 5550144 Caller One Answered
            picky: c5 NoAgents
            c5.1 Caller 5550144 Caller One Ended, Normal (16)
            c5 ends, NoAgent (16)
            picky: Local/7002@agents Unknown, penalty 0, 0 calls
            c6 begins, Inbound, from 5550145 Caller One
            c6.1 Caller 5550145 Caller One Started
            c6.1 Caller 5550145 Caller One Answered
            picky: c6.1 joins at 1, 5550145 Caller One
            picky: Local/7002@agents Unknown, penalty 0, 0 calls, paused "break"
            picky: c6.1 leaves
            picky: c6 NoAgents
            c6.1 Caller 5550145 Caller One Ended, Normal (16)
            c6 ends, NoAgent (16)
        "#,
    );
}

#[test]
fn a_call_taken_out_of_a_queue_is_withdrawn_and_the_others_wait_on() {
    tells(
        "s06-order",
        r#"
            c1 begins, Inbound, from 5550150 Caller 0
            c1.1 Caller 5550150 Caller 0 Started
            c1.1 Caller 5550150 Caller 0 Answered
            support: c1.1 joins at 1, 5550150 Caller 0
            c2 begins, Inbound, from 5550151 Caller 1
            c2.1 Caller 5550151 Caller 1 Started
            c2.1 Caller 5550151 Caller 1 Answered
            support: c2.1 joins at 2, 5550151 Caller 1
            c3 begins, Inbound, from 5550152 Caller 2
            c3.1 Caller 5550152 Caller 2 Started
            c3.1 Caller 5550152 Caller 2 Answered
            support: c3.1 joins at 3, 5550152 Caller 2
            support: c1.1 leaves
            support: c1 Withdrawn
            c1.1 Caller 5550150 Caller 0 Ended, Normal (16)
            c1 ends, Normal (16)
            support: Local/1003@agents Idle, penalty 0, 0 calls
            c3.2 Agent Local/1003@agents Started
            support: Local/1003@agents rings for c3
            support: Local/1003@agents Ringing, penalty 0, 0 calls
            c3.2 Agent Local/1003@agents Ringing
            c3.2 Agent Local/1003@agents Answered
            support: c3.1 leaves
            support: c3 Answered by Local/1003@agents
            support: Local/1003@agents InUse, penalty 0, 0 calls, in call
            support: c2.1 leaves
            c3.2 Agent Local/1003@agents Ended, Normal (16)
            support: c2 Abandoned
            c2.1 Caller 5550151 Caller 1 Ended, CallerHangup (16)
            c2 ends, CallerHangup (16)
            support: Local/1003@agents done with c3 after 0 s
            support: Local/1003@agents InUse, penalty 0, 0 calls
            c3.1 Caller 5550152 Caller 2 Ended, CallerHangup (16)
            c3 ends, CallerHangup (16)
        "#,
    );
}

#[test]
fn a_transferred_call_goes_on_and_its_member_is_free() {
    tells(
        "s07-transfer",
        r#"
            support: Local/1001@agents Idle, penalty 0, 0 calls
            c1 begins, Inbound, from 5550160 Caller One
            c1.1 Caller 5550160 Caller One Started
            c1.1 Caller 5550160 Caller One Answered
            support: c1.1 joins at 1, 5550160 Caller One
            c1.2 Agent Local/1001@agents Started
            support: Local/1001@agents rings for c1
            support: Local/1001@agents Ringing, penalty 0, 0 calls
            c1.2 Agent Local/1001@agents Ringing
            c1.2 Agent Local/1001@agents Answered
            support: c1.1 leaves
            support: c1 Answered by Local/1001@agents
            support: Local/1001@agents InUse, penalty 0, 0 calls, in call
            c1.2 Agent Local/1001@agents Ended, Normal (16)
            support: Local/1001@agents Idle, penalty 0, 1 calls
            c1.3 Agent Local/3002@agents Started
            c1.3 Agent Local/3002@agents Ringing
            c1.3 Agent Local/3002@agents Answered
            support: Local/1001@agents done with c1 after 3 s
            c1.3 Agent Local/3002@agents Ended, CallerHangup (16)
            c1.1 Caller 5550160 Caller One Ended, CallerHangup (16)
            c1 ends, CallerHangup (16)
            c2 begins, Inbound, from 5550161 Caller One
            c2.1 Caller 5550161 Caller One Started
            c2.1 Caller 5550161 Caller One Answered
            support: c2.1 joins at 1, 5550161 Caller One
            c2.2 Agent Local/1001@agents Started
            support: Local/1001@agents rings for c2
            support: Local/1001@agents Ringing, penalty 0, 1 calls
            c2.2 Agent Local/1001@agents Ringing
            c2.2 Agent Local/1001@agents Answered
            support: c2.1 leaves
            support: c2 Answered by Local/1001@agents
            support: Local/1001@agents InUse, penalty 0, 1 calls, in call
            support: Local/1001@agents done with c2 after 1 s
            support: Local/1001@agents InUse, penalty 0, 1 calls
            c2.2 Agent Local/1001@agents Ended, Normal (16)
            support: Local/1001@agents Idle, penalty 0, 2 calls
            c2.3 Agent Local/3002@agents Started
            c2.3 Agent Local/3002@agents Ringing
            c2.3 Agent Local/3002@agents Answered
            c2.3 Agent Local/3002@agents Ended, CalleeHangup (16)
            c2.1 Caller 5550161 Caller One Ended, CallerHangup (16)
            c2 ends, CallerHangup (16)
            c3 begins, Inbound, from 5550162 Caller One
            c3.1 Caller 5550162 Caller One Started
            c3.1 Caller 5550162 Caller One Answered
            support: c3.1 joins at 1, 5550162 Caller One
            c3.2 Agent Local/1001@agents Started
            support: Local/1001@agents rings for c3
            support: Local/1001@agents Ringing, penalty 0, 2 calls
            c3.2 Agent Local/1001@agents Ringing
            c3.2 Agent Local/1001@agents Answered
            support: c3.1 leaves
            support: c3 Answered by Local/1001@agents
            support: Local/1001@agents InUse, penalty 0, 2 calls, in call
            c3.3 Other nobody Ringing
            c3.3 Other nobody Answered
            support: Local/1001@agents done with c3 after 2 s
            support: Local/1001@agents InUse, penalty 0, 2 calls
            c3.2 Agent Local/1001@agents Ended, Normal (16)
            support: Local/1001@agents Idle, penalty 0, 3 calls
            c3.1 Caller 5550162 Caller One Ended, CalleeHangup (16)
            c3.3 Other nobody Ended, CalleeHangup (16)
            c3 ends, CalleeHangup (16)
            c4 begins, Inbound, from 5550163 Caller One
            c4.1 Caller 5550163 Caller One Started
            c4.1 Caller 5550163 Caller One Answered
            support: c4.1 joins at 1, 5550163 Caller One
            c4.2 Agent Local/1001@agents Started
            support: Local/1001@agents rings for c4
            c4.2 Agent Local/1001@agents Ringing
            support: Local/1001@agents Ringing, penalty 0, 3 calls
            c4.2 Agent Local/1001@agents Answered
            support: c4.1 leaves
            support: c4 Answered by Local/1001@agents
            support: Local/1001@agents InUse, penalty 0, 3 calls, in call
            c4.3 Other nobody Started
            c4.3 Other nobody Ringing
            c4.3 Other nobody Answered
            c4.3 Other nobody Ended, Normal (16)
            support: Local/1001@agents done with c4 after 3 s
            support: Local/1001@agents InUse, penalty 0, 3 calls
            c4.2 Agent Local/1001@agents Ended, CallerHangup (16)
            support: Local/1001@agents Idle, penalty 0, 4 calls
            c4.1 Caller 5550163 Caller One Ended, CallerHangup (16)
            c4 ends, CallerHangup (16)
            c5 begins, Inbound, from 5550164 Caller One
            c5.1 Caller 5550164 Caller One Started
            c5.1 Caller 5550164 Caller One Answered
            support: c5.1 joins at 1, 5550164 Caller One
            c5.2 Agent Local/1001@agents Started
            support: Local/1001@agents rings for c5
            c5.2 Agent Local/1001@agents Ringing
            support: Local/1001@agents Ringing, penalty 0, 4 calls
            c5.2 Agent Local/1001@agents Answered
            support: c5.1 leaves
            support: c5 Answered by Local/1001@agents
            support: Local/1001@agents InUse, penalty 0, 4 calls, in call
            c5.2 Agent Local/1001@agents Ended, Normal (16)
            support: Local/1001@agents done with c5 after 0 s
            support: Local/1001@agents InUse, penalty 0, 4 calls
            c5.1 Caller 5550164 Caller One Ended, CallerHangup (16)
            c5 ends, CallerHangup (16)
        "#,
    );
}

#[test]
fn an_answered_call_is_told_the_same_when_everything_is_heard() {
    tells(
        "s16-everything",
        r#"
            support: Local/1001@agents Idle, penalty 0, 0 calls
            c1 begins, Inbound, from 5550123 Caller One
            c1.1 Caller 5550123 Caller One Started
            c1.1 Caller 5550123 Caller One Answered
            support: c1.1 joins at 1, 5550123 Caller One
            c1.2 Agent Local/1001@agents Started
            support: Local/1001@agents rings for c1
            support: Local/1001@agents Ringing, penalty 0, 0 calls
            c1.2 Agent Local/1001@agents Ringing
            c1.2 Agent Local/1001@agents Answered
            support: c1.1 leaves
            support: c1 Answered by Local/1001@agents
            support: Local/1001@agents InUse, penalty 0, 0 calls, in call
            c1.2 Agent Local/1001@agents Ended, Normal (16)
            support: Local/1001@agents done with c1 after 0 s
            support: Local/1001@agents InUse, penalty 0, 0 calls
            c1.1 Caller 5550123 Caller One Ended, CallerHangup (16)
            c1 ends, CallerHangup (16)
        "#,
    );
}

#[test]
fn a_call_between_telephones_is_told_without_local_channels() {
    tells(
        "s19-sip",
        r#"
            support: PJSIP/6001 Unavailable, penalty 0, 0 calls
            support: PJSIP/6001 Idle, penalty 0, 0 calls
            c1 begins, Inbound, from nobody to 5550001
            c1.1 Caller nobody Started
            support: c1.1 joins at 1, nobody
            c1.2 Agent PJSIP/6001 Started
            support: PJSIP/6001 rings for c1
            c1.2 Agent PJSIP/6001 Ringing
            support: PJSIP/6001 Ringing, penalty 0, 0 calls
            c1.2 Agent PJSIP/6001 Answered
            support: PJSIP/6001 InUse, penalty 0, 0 calls
            support: c1.1 leaves
            support: c1 Answered by PJSIP/6001
            support: PJSIP/6001 InUse, penalty 0, 0 calls, in call
            c1.1 Caller nobody Answered
            support: PJSIP/6001 done with c1 after 3 s
            support: PJSIP/6001 InUse, penalty 0, 0 calls
            c1.2 Agent PJSIP/6001 Ended, CallerHangup (16)
            support: PJSIP/6001 Idle, penalty 0, 1 calls
            c1.1 Caller nobody Ended, CallerHangup (16)
            c1 ends, CallerHangup (16)
            support: PJSIP/6001 Unavailable, penalty 0, 1 calls
            support: PJSIP/6001 removed
        "#,
    );
}
