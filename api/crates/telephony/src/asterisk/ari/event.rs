//! What Asterisk tells of channels that are with the application. Pure.

use serde_json::Value;

use crate::{
    asterisk::orders::{key, reference},
    outgoing::Reference,
};

/// First part of the ids of channels that were rung during a call, and of what joins them.
const JOIN: &str = "switchboard-join-";

/// Something that happened, to the channel of that id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) channel: String,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// It came to the application, with these words.
    Came(Vec<String>),
    /// It left the application, or is over.
    Left,
    /// It is over, by that cause of Q.850.
    Over(u8),
    Key(char),
    /// A playback is over.
    Played {
        id: String,
        failed: bool,
    },
    /// A recording is over. `talked`: how long anybody was heard, where that was listened for.
    Recorded {
        name: String,
        seconds: u32,
        talked: Option<u32>,
    },
    NotRecorded {
        name: String,
    },
    /// Somebody began to talk, or ceased to.
    Talks(bool),
    /// How far the ringing of a party is.
    Dialled(String),
}

/// What a text of the socket's says; none: nothing that matters here.
pub(super) fn read(text: &str) -> Option<Event> {
    let told: Value = serde_json::from_str(text).ok()?;
    let word = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let channel = || word(&told["channel"]["id"]);
    let target = |of: &Value| word(&of["target_uri"]).and_then(|uri| uri.strip_prefix("channel:").map(ToOwned::to_owned));
    let seconds = |value: &Value| value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
    let (channel, what) = match told["type"].as_str()? {
        "StasisStart" => {
            let words = told["args"].as_array().map(|words| words.iter().filter_map(word).collect());
            (channel()?, What::Came(words.unwrap_or_default()))
        }
        "StasisEnd" => (channel()?, What::Left),
        "ChannelDestroyed" => (channel()?, What::Over(told["cause"].as_u64().and_then(|cause| u8::try_from(cause).ok()).unwrap_or(0))),
        "ChannelDtmfReceived" => (channel()?, What::Key(told["digit"].as_str()?.chars().next()?)),
        "ChannelTalkingStarted" => (channel()?, What::Talks(true)),
        "ChannelTalkingFinished" => (channel()?, What::Talks(false)),
        "PlaybackFinished" => {
            let playback = &told["playback"];
            let failed = playback["state"] == "failed";
            (target(playback)?, What::Played { id: word(&playback["id"])?, failed })
        }
        "RecordingFinished" => {
            let recording = &told["recording"];
            let (length, talked) = (seconds(&recording["duration"]), seconds(&recording["talking_duration"]));
            (target(recording)?, What::Recorded { name: word(&recording["name"])?, seconds: length.unwrap_or(0), talked })
        }
        "RecordingFailed" => (target(&told["recording"])?, What::NotRecorded { name: word(&told["recording"]["name"])? }),
        "Dial" => (word(&told["peer"]["id"])?, What::Dialled(word(&told["dialstatus"])?)),
        _ => return None,
    };
    Some(Event { channel, what })
}

/// Id of the channel of a call that we placed.
pub(super) fn channel_of(reference: &Reference) -> String {
    key(reference).0
}

/// Id of the channel of the party that is rung in that turn, and of the bridge that joins it.
pub(super) fn joined_in(reference: &Reference, turn: u32) -> String {
    format!("{JOIN}{reference}-{turn}")
}

/// The call to which a channel belongs: its own, or one that was rung during it.
pub(super) fn call_of(channel: &str) -> Option<Reference> {
    reference(channel).or_else(|| channel.strip_prefix(JOIN)?.split_once('-')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_matters_is_read_and_all_else_is_not() {
        let channel = json!({ "id": "switchboard-order-att_1", "name": "Local/1@outside-1;1" });
        let uri = "channel:switchboard-order-att_1";
        let played = |failed| What::Played { id: "p".to_owned(), failed };
        let table = [
            (
                json!({ "type": "StasisStart", "channel": channel, "args": ["att_1", "HUMAN"] }),
                What::Came(vec!["att_1".into(), "HUMAN".into()]),
            ),
            (json!({ "type": "StasisEnd", "channel": channel }), What::Left),
            (json!({ "type": "ChannelDestroyed", "channel": channel, "cause": 16 }), What::Over(16)),
            (json!({ "type": "ChannelDtmfReceived", "channel": channel, "digit": "#" }), What::Key('#')),
            (json!({ "type": "ChannelTalkingFinished", "channel": channel, "duration": 900 }), What::Talks(false)),
            (json!({ "type": "PlaybackFinished", "playback": { "id": "p", "target_uri": uri, "state": "done" } }), played(false)),
            (json!({ "type": "PlaybackFinished", "playback": { "id": "p", "target_uri": uri, "state": "failed" } }), played(true)),
            (
                json!({ "type": "RecordingFinished", "recording": { "name": "r", "target_uri": uri, "duration": 7, "talking_duration": 2 } }),
                What::Recorded { name: "r".to_owned(), seconds: 7, talked: Some(2) },
            ),
            (json!({ "type": "Dial", "peer": channel, "dialstatus": "BUSY" }), What::Dialled("BUSY".to_owned())),
        ];

        for (told, what) in table {
            assert_eq!(read(&told.to_string()), Some(Event { channel: "switchboard-order-att_1".to_owned(), what }));
        }
        for told in [
            "",
            "{",
            "[]",
            "{\"type\":\"ChannelVarset\"}",
            "{\"type\":\"StasisStart\"}",
            "{\"type\":\"ChannelDtmfReceived\",\"digit\":\"1\"}",
        ] {
            assert_eq!(read(told), None, "{told}");
        }
    }

    #[test]
    fn a_channel_belongs_to_a_call() {
        let call = "att_1".parse().unwrap();

        assert_eq!(call_of(&channel_of(&call)), Some(call.clone()));
        assert_eq!(call_of(&joined_in(&call, 3)), Some(call));
        assert_eq!((call_of("1795283748.30"), call_of("switchboard-join-")), (None, None));
    }
}
