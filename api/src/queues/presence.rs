//! What a member is doing, from what its provider tells. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use entity::stored::Presence;
use telephony::event::{DeviceState, Member};

/// What `member` is doing at `now`. A call goes before a pause, since a paused member may still be talking.
pub fn of(member: &Member, now: DateTime<Utc>) -> Presence {
    match member.device {
        _ if member.in_call => Presence::OnCall,
        DeviceState::InUse => Presence::OnCall,
        DeviceState::Ringing => Presence::Ringing,
        DeviceState::Unavailable => Presence::Offline,
        DeviceState::Idle | DeviceState::Unknown if member.paused.is_some() => Presence::Paused,
        DeviceState::Idle | DeviceState::Unknown if wrap_up_ends(member).is_some_and(|end| now < end) => Presence::WrapUp,
        DeviceState::Idle | DeviceState::Unknown => Presence::Available,
    }
}

/// When the member is rung again after its last call; `None` when it has no wrap-up time.
pub fn wrap_up_ends(member: &Member) -> Option<DateTime<Utc>> {
    let last = member.last_call_at?;
    let wrap_up = TimeDelta::seconds(i64::from(member.wrap_up_seconds));
    (member.wrap_up_seconds > 0).then(|| last.checked_add_signed(wrap_up)).flatten()
}

#[cfg(test)]
mod tests {
    use telephony::event::Membership;

    use super::*;

    fn member(device: DeviceState, in_call: bool, paused: bool, wrap_up_seconds: u32) -> Member {
        Member {
            endpoint: "PJSIP/1001".into(),
            extension: None,
            name: "Ana".to_owned(),
            membership: Membership::Dynamic,
            device,
            in_call,
            paused: paused.then(|| "lunch".to_owned()),
            paused_at: None,
            penalty: 0,
            calls_taken: 1,
            last_call_at: Some(DateTime::UNIX_EPOCH),
            wrap_up_seconds,
        }
    }

    #[test]
    fn what_a_member_is_doing_follows_from_device_call_pause_and_wrap_up() {
        use DeviceState::{Idle, InUse, Ringing, Unavailable, Unknown};
        let table = [
            (Idle, false, false, 0, Presence::Available),
            (Unknown, false, false, 0, Presence::Available),
            (Idle, false, true, 0, Presence::Paused),
            (Idle, false, false, 30, Presence::WrapUp),
            (Idle, false, true, 30, Presence::Paused),
            (Ringing, false, false, 0, Presence::Ringing),
            (InUse, false, false, 0, Presence::OnCall),
            (InUse, true, true, 0, Presence::OnCall),
            (Idle, true, false, 0, Presence::OnCall),
            (Unavailable, false, true, 0, Presence::Offline),
        ];
        let ten_seconds_later = DateTime::UNIX_EPOCH + TimeDelta::seconds(10);

        for (device, in_call, paused, wrap_up, expected) in table {
            let seen = of(&member(device, in_call, paused, wrap_up), ten_seconds_later);

            assert_eq!(seen, expected, "{device:?}, in call {in_call}, paused {paused}, wrap-up {wrap_up} s");
        }
    }

    #[test]
    fn wrap_up_ends_when_its_time_is_over() {
        let member = member(DeviceState::Idle, false, false, 30);

        let at_the_end = of(&member, DateTime::UNIX_EPOCH + TimeDelta::seconds(30));

        assert_eq!(at_the_end, Presence::Available);
    }
}
