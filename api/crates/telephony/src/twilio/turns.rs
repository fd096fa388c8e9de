//! A turn of a call that is led: the address at which it is asked for, and what the post to it says. Pure.
//!
//! The address says which turn is asked for and after what, since one document may come back in two ways: a `Gather` in which nobody
//! pressed a key is over as a `Play` is. It is signed with the rest, so that what it says is ours.

use flow::voice::{Heard, Joined, RecordingKey, Who};

use super::{
    callback::{Parameters, prove},
    config::Config,
    orders, words,
};
use crate::{
    conversation::{Asks, TurnRead},
    outgoing::{AnsweredBy, OrderError, Reference},
    port::{Callback, CallbackError},
};

/// Longest address of a recording that is kept.
const LONGEST: usize = 500;

/// What a document was about, after which a turn is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Prompts,
    Keys,
    Recording,
    Join,
    /// As [`After::Join`], of a party that had to agree.
    Agreed,
    Conference,
    Greeting,
    /// Not the next turn: what the party hears that has to agree.
    Ask,
    /// Likewise: what it pressed.
    Pressed,
}

impl After {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Prompts, "prompts"),
        (Self::Keys, "keys"),
        (Self::Recording, "recording"),
        (Self::Join, "join"),
        (Self::Agreed, "agreed"),
        (Self::Conference, "conference"),
        (Self::Greeting, "greeting"),
        (Self::Ask, "ask"),
        (Self::Pressed, "pressed"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(known, _)| *known == self).map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(after, _)| *after)
    }
}

/// The address at which a turn is asked for.
pub(super) fn address(config: &Config, reference: &Reference, turn: u32, after: Option<After>) -> Result<String, OrderError> {
    let mut url = orders::below(config.conversation_url.as_deref().ok_or(OrderError::Unsupported)?, reference)?;
    let mut query = url.query_pairs_mut();
    query.append_pair("turn", &turn.to_string());
    if let Some(after) = after {
        query.append_pair("after", after.word());
    }
    drop(query);
    Ok(url.into())
}

/// Proves and reads what came to such an address.
pub(super) fn take(config: &Config, post: &Callback<'_>) -> Result<TurnRead, CallbackError> {
    let address = config.conversation_url.as_deref().ok_or(CallbackError::Unsupported)?;
    let url = orders::below(address, post.reference).map_err(|_| CallbackError::Unproved)?;
    let parameters = prove(config, url.into(), post)?;
    let asked = |name: &str| {
        let query = post.query.unwrap_or_default();
        form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    let unreadable = |what: &str| CallbackError::Unreadable(format!("its address does not say {what}"));
    let turn = asked("turn").and_then(|turn| turn.parse().ok()).ok_or_else(|| unreadable("which turn it is"))?;
    let after = asked("after").map(|word| After::of(&word).ok_or_else(|| unreadable("after what"))).transpose()?;
    Ok(TurnRead { turn, asks: read(after, &parameters)? })
}

fn read(after: Option<After>, parameters: &Parameters) -> Result<Asks, CallbackError> {
    let seconds = || parameters.number("DialCallDuration").unwrap_or_default();
    Ok(Asks::Next(match after {
        None => Heard::Answered { by: parameters.get("AnsweredBy").and_then(words::answered_by).map(who) },
        Some(After::Prompts) => Heard::Played,
        Some(After::Keys) => Heard::Keys { keys: keys(parameters)? },
        Some(After::Recording) => recorded(parameters)?,
        Some(After::Join) => Heard::Joined { outcome: joined(parameters, false) },
        Some(After::Agreed) => Heard::Joined { outcome: joined(parameters, true) },
        Some(After::Conference) => Heard::Left { seconds: seconds() },
        Some(After::Greeting) => Heard::GreetingOver,
        Some(After::Ask) => return Ok(Asks::Confirm { pressed: None }),
        Some(After::Pressed) => return Ok(Asks::Confirm { pressed: Some(keys(parameters)?) }),
    }))
}

fn who(answered_by: AnsweredBy) -> Who {
    match answered_by {
        AnsweredBy::Human => Who::Human,
        AnsweredBy::Machine => Who::Machine,
        AnsweredBy::Fax => Who::Fax,
        AnsweredBy::Unknown => Who::Unknown,
    }
}

fn keys(parameters: &Parameters) -> Result<String, CallbackError> {
    let keys = parameters.get("Digits").unwrap_or_default();
    let fits = keys.len() <= 64 && keys.bytes().all(|key| key.is_ascii_digit() || matches!(key, b'*' | b'#'));
    if fits { Ok(keys.to_owned()) } else { Err(CallbackError::Unreadable("Digits are no keys".to_owned())) }
}

/// A recording of nothing is dropped there, and its `action` not asked: then the document goes on.
fn recorded(parameters: &Parameters) -> Result<Heard, CallbackError> {
    let sid = match parameters.word("RecordingSid")? {
        Some(sid) => Some(sid),
        // Some servers tell only the address, whose last part is the name.
        None => parameters.get("RecordingUrl").and_then(name),
    };
    let seconds = parameters.number::<u32>("RecordingDuration").unwrap_or_default();
    Ok(match sid {
        Some(sid) if seconds > 0 => Heard::Recorded { recording: RecordingKey(sid), seconds },
        _ => Heard::NothingRecorded,
    })
}

fn name(url: &str) -> Option<String> {
    let last = url.get(..url.len().min(LONGEST))?.rsplit('/').next()?;
    let name = last.split_once('.').map_or(last, |(name, _)| name);
    orders::name(name).ok().map(ToOwned::to_owned)
}

/// Who did not agree hung up, or was hung up by us, before it was joined.
fn joined(parameters: &Parameters, agreed: bool) -> Joined {
    let not_bridged = parameters.get("DialBridged") == Some("false");
    match parameters.get("DialCallStatus").unwrap_or_default() {
        "completed" | "answered" if agreed && not_bridged => Joined::Declined,
        "completed" | "answered" => Joined::Answered { seconds: parameters.number("DialCallDuration").unwrap_or_default() },
        "busy" => Joined::Busy,
        "no-answer" => Joined::NoAnswer,
        _ => Joined::Failed,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;
    use crate::twilio::{
        callback::{SIGNATURE, sign},
        config::Secret,
    };

    const BASE: &str = "https://switchboard.example.org/conversations/twilio";

    fn config(tokens: &[&str]) -> Config {
        let callbacks = "https://switchboard.example.org/callbacks/twilio";
        let mut config = Config::new("AC0123456789abcdef0123456789abcdef", Secret::new("new"), callbacks);
        config.conversation_url = Some(BASE.to_owned());
        config.tokens = tokens.iter().map(|token| Secret::new(*token)).collect();
        config
    }

    fn taken(config: &Config, reference: &str, query: &str, body: &str, token: &str) -> Result<TurnRead, CallbackError> {
        let mut headers = HeaderMap::new();
        let url = format!("{BASE}/att_1?{query}");
        headers.insert(SIGNATURE, sign(&url, body.as_bytes(), &Secret::new(token)).parse().unwrap());
        let reference = reference.parse().unwrap();
        take(config, &Callback { reference: &reference, query: Some(query), headers: &headers, body: body.as_bytes() })
    }

    fn heard(query: &str, body: &str) -> Result<TurnRead, CallbackError> {
        taken(&config(&["new"]), "att_1", query, body, "new")
    }

    #[test]
    fn each_way_in_which_a_document_ends_is_heard() {
        let recorded = |sid: &str, seconds| Heard::Recorded { recording: RecordingKey(sid.to_owned()), seconds };
        let joined = |outcome| Heard::Joined { outcome };
        let keys = |keys: &str| Heard::Keys { keys: keys.to_owned() };
        let table = [
            ("turn=0", "CallSid=CA1&CallStatus=in-progress", Heard::Answered { by: None }),
            ("turn=0", "AnsweredBy=machine_end_beep", Heard::Answered { by: Some(Who::Machine) }),
            ("turn=0", "AnsweredBy=human", Heard::Answered { by: Some(Who::Human) }),
            ("turn=1&after=prompts", "", Heard::Played),
            ("turn=1&after=keys", "Digits=12%23", keys("12#")),
            ("turn=1&after=keys", "Digits=", keys("")),
            ("turn=1&after=keys", "", keys("")),
            ("turn=1&after=recording", "RecordingSid=RE1&RecordingDuration=7&Digits=hangup", recorded("RE1", 7)),
            ("turn=1&after=recording", "RecordingUrl=https%3A%2F%2Fa.example%2FRE2.wav&RecordingDuration=7", recorded("RE2", 7)),
            ("turn=1&after=recording", "RecordingSid=RE1&RecordingDuration=0", Heard::NothingRecorded),
            ("turn=1&after=recording", "", Heard::NothingRecorded),
            ("turn=1&after=join", "DialCallStatus=completed&DialCallDuration=9", joined(Joined::Answered { seconds: 9 })),
            ("turn=1&after=agreed", "DialCallStatus=completed&DialBridged=true", joined(Joined::Answered { seconds: 0 })),
            ("turn=1&after=agreed", "DialCallStatus=completed&DialBridged=false", joined(Joined::Declined)),
            ("turn=1&after=join", "DialCallStatus=busy", joined(Joined::Busy)),
            ("turn=1&after=join", "DialCallStatus=no-answer", joined(Joined::NoAnswer)),
            ("turn=1&after=join", "DialCallStatus=teleported", joined(Joined::Failed)),
            ("turn=1&after=conference", "DialCallStatus=completed&DialCallDuration=9", Heard::Left { seconds: 9 }),
            ("turn=1&after=greeting", "", Heard::GreetingOver),
        ];

        for (query, body, expected) in table {
            assert_eq!(heard(query, body).map(|read| read.asks), Ok(Asks::Next(expected)), "{query} {body}");
        }
        assert_eq!(heard("turn=3&after=ask", ""), Ok(TurnRead { turn: 3, asks: Asks::Confirm { pressed: None } }));
        let pressed = Asks::Confirm { pressed: Some("1".to_owned()) };
        assert_eq!(heard("turn=3&after=pressed", "Digits=1"), Ok(TurnRead { turn: 3, asks: pressed }));
    }

    #[test]
    fn what_is_not_signed_or_signed_for_another_turn_is_not_taken() {
        let tokens = ["new", "old"];

        assert!(taken(&config(&tokens), "att_1", "turn=0", "", "old").is_ok());
        assert_eq!(taken(&config(&["new"]), "att_1", "turn=0", "", "old"), Err(CallbackError::Unproved));
        assert_eq!(taken(&config(&tokens), "att_2", "turn=0", "", "new"), Err(CallbackError::Unproved));
        let mut none = config(&tokens);
        none.conversation_url = None;
        assert_eq!(taken(&none, "att_1", "turn=0", "", "new"), Err(CallbackError::Unsupported));
    }

    #[test]
    fn what_does_not_say_which_turn_it_asks_for_is_refused() {
        for (query, body) in [("", ""), ("turn=", ""), ("turn=-1", ""), ("turn=1&after=supper", ""), ("turn=1&after=keys", "Digits=hangup")]
        {
            let outcome = heard(query, body);
            assert!(matches!(outcome, Err(CallbackError::Unreadable(_))), "{query}: {outcome:?}");
        }
    }

    #[test]
    fn an_address_says_turn_and_after_what() {
        let reference = "att_1".parse().unwrap();
        let config = config(&["new"]);

        for (after, word) in After::ALL {
            assert_eq!(address(&config, &reference, 7, Some(after)), Ok(format!("{BASE}/att_1?turn=7&after={word}")));
            assert_eq!(After::of(word), Some(after));
        }
    }
}
