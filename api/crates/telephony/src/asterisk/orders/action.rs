//! An order as an action. Nothing of it can ring somebody else, set another variable or be read by the dialplan as more than text.

use numbering::DialTarget;

use super::key;
use crate::{
    asterisk::{
        config::Config,
        dial::{Outgoing, lasting},
        message::{Action, UnsafeHeader},
    },
    outgoing::{CallOrder, OrderError, Script},
};

/// Longest name of a sound file.
const LONGEST_AUDIO: usize = 200;

impl From<UnsafeHeader> for OrderError {
    fn from(header: UnsafeHeader) -> Self {
        Self::UnsafeValue(header.to_string())
    }
}

/// The action that places a call.
pub(super) fn originate(order: &CallOrder, config: &Config) -> Result<Action, OrderError> {
    let outgoing = config.outgoing.as_ref().ok_or(OrderError::Unsupported)?;
    let channel = lasting(interface(&order.to, config, outgoing)?);
    let id = key(&order.reference).0;
    let mut action = Action::new("Originate").with("Channel", channel.as_str())?.with("ChannelId", id.as_str())?;
    if channel.starts_with("Local/") {
        action = action.with("OtherChannelId", format!("{id}-2"))?;
    }
    let script = match &order.script {
        Script::Play { .. } => "play",
        Script::Connect { .. } => "connect",
        Script::Converse => "converse",
        Script::Say { .. } => return Err(OrderError::Unsupported),
    };
    action = action.with("Context", outgoing.context.as_str())?.with("Exten", script)?.with("Priority", "1")?;
    action = action.with("Timeout", order.ring.as_millis().max(1).to_string())?;
    if let Some(from) = &order.from {
        action = action.with("CallerID", format!("<{from}>"))?;
    }
    // Asterisk would answer when the call has been answered otherwise, and hear nothing else meanwhile.
    action = action.with("Async", "true")?;
    for (name, value) in variables(order, config, outgoing)? {
        action = action.with("Variable", assignment(name, &value)?)?;
    }
    Ok(action)
}

/// Made from a pattern of the configuration, never from a text.
pub(in crate::asterisk) fn interface(to: &DialTarget, config: &Config, outgoing: &Outgoing) -> Result<String, OrderError> {
    match to {
        DialTarget::Extension(extension) => Ok(config.member_interface.endpoint(extension).0),
        DialTarget::Number(number) => Ok(outgoing.dial_number.as_ref().ok_or(OrderError::Unsupported)?.interface(number)),
    }
}

/// What the dialplan is told.
fn variables(order: &CallOrder, config: &Config, outgoing: &Outgoing) -> Result<Vec<(&'static str, String)>, OrderError> {
    let mut variables = vec![("SWITCHBOARD_REFERENCE", order.reference.to_string())];
    match &order.script {
        Script::Play { audio } => variables.push(("SWITCHBOARD_AUDIO", sound(audio)?.to_owned())),
        Script::Connect { to, from } => {
            variables.push(("SWITCHBOARD_CONNECT", interface(to, config, outgoing)?));
            variables.push(("SWITCHBOARD_RING", order.ring.as_secs().max(1).to_string()));
            variables.extend(from.as_ref().map(|from| ("SWITCHBOARD_CONNECT_FROM", from.to_string())));
        }
        Script::Converse => {
            variables.push(("SWITCHBOARD_APP", config.ari.as_ref().ok_or(OrderError::Unsupported)?.app.clone()));
        }
        Script::Say { .. } => return Err(OrderError::Unsupported),
    }
    if order.detect_machine {
        variables.push(("SWITCHBOARD_DETECT", "yes".to_owned()));
    }
    variables.extend(order.limit.map(|limit| ("SWITCHBOARD_LIMIT", limit.as_secs().max(1).to_string())));
    Ok(variables)
}

/// A name under Asterisk's folder of sounds. Not from the root of the machine: Asterisk can read what callers left in mailboxes.
pub(in crate::asterisk) fn sound(audio: &str) -> Result<&str, OrderError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_./-".contains(&byte);
    let inside = !audio.starts_with(['/', '.', '-']) && !audio.contains("..");
    if audio.is_empty() || audio.len() > LONGEST_AUDIO || !inside || !audio.bytes().all(fits) {
        let rule = "letters, digits and the signs _ . / - without .. and not from the root";
        return Err(OrderError::UnsafeValue(format!("the name of a sound file is up to {LONGEST_AUDIO} {rule}")));
    }
    Ok(audio)
}

/// In quotes, since a comma outside of them would begin another variable. The values have no use for signs that mean something
/// to the dialplan, so none gets through.
fn assignment(name: &'static str, value: &str) -> Result<String, OrderError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_./@:+*#-".contains(&byte);
    if !value.bytes().all(fits) {
        return Err(OrderError::UnsafeValue(format!("{name}: has a sign that means something to the dialplan")));
    }
    Ok(format!("{name}=\"{value}\""))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::asterisk::{ari::Ari, config::Secret};

    fn config() -> Config {
        let config = Config::new("localhost:5038", "switchboard", Secret::new("s"), "Local/{extension}@agents".parse().unwrap());
        let outgoing = Outgoing::new("switchboard-outgoing", Some("PJSIP/+{number}@trunk".parse().unwrap())).unwrap();
        Config { outgoing: Some(outgoing), ..config }
    }

    fn number(text: &str) -> DialTarget {
        DialTarget::Number(text.parse().unwrap())
    }

    fn play(audio: &str) -> CallOrder {
        CallOrder {
            reference: "att_1".parse().unwrap(),
            to: number("+34972183386"),
            from: Some("+34931234567".parse().unwrap()),
            ring: Duration::from_secs(25),
            limit: Some(Duration::from_secs(90)),
            detect_machine: true,
            script: Script::Play { audio: audio.to_owned() },
        }
    }

    fn headers(order: &CallOrder) -> Vec<String> {
        originate(order, &config()).unwrap().headers().map(|(name, value)| format!("{name}: {value}")).collect()
    }

    #[test]
    fn a_number_is_rung_by_the_pattern_and_hears_a_recording() {
        let expected = [
            "Channel: PJSIP/+34972183386@trunk",
            "ChannelId: switchboard-order-att_1",
            "Context: switchboard-outgoing",
            "Exten: play",
            "Priority: 1",
            "Timeout: 25000",
            "CallerID: <+34931234567>",
            "Async: true",
            "Variable: SWITCHBOARD_REFERENCE=\"att_1\"",
            "Variable: SWITCHBOARD_AUDIO=\"custom/appointment\"",
            "Variable: SWITCHBOARD_DETECT=\"yes\"",
            "Variable: SWITCHBOARD_LIMIT=\"90\"",
        ];

        assert_eq!(headers(&play("custom/appointment")), expected);
    }

    #[test]
    fn an_extension_is_rung_where_a_queue_would_ring_it_and_joined_to_a_number() {
        let order = CallOrder {
            to: DialTarget::Extension("1001".parse().unwrap()),
            from: None,
            limit: None,
            detect_machine: false,
            script: Script::Connect { to: number("+34972183386"), from: Some("+34931234567".parse().unwrap()) },
            ..play("x")
        };
        let expected = [
            "Channel: Local/1001@agents/n",
            "ChannelId: switchboard-order-att_1",
            "OtherChannelId: switchboard-order-att_1-2",
            "Context: switchboard-outgoing",
            "Exten: connect",
            "Priority: 1",
            "Timeout: 25000",
            "Async: true",
            "Variable: SWITCHBOARD_REFERENCE=\"att_1\"",
            "Variable: SWITCHBOARD_CONNECT=\"PJSIP/+34972183386@trunk\"",
            "Variable: SWITCHBOARD_RING=\"25\"",
            "Variable: SWITCHBOARD_CONNECT_FROM=\"+34931234567\"",
        ];

        assert_eq!(headers(&order), expected);
    }

    #[test]
    fn a_call_that_is_led_is_handed_over_to_the_application() {
        let led = CallOrder { script: Script::Converse, ..play("x") };
        assert_eq!(originate(&led, &config()).unwrap_err(), OrderError::Unsupported);

        let ari = Ari::new("http://127.0.0.1:8088/ari", "switchboard", Secret::new("s"));
        let action = originate(&led, &Config { ari: Some(ari), ..config() }).unwrap();

        let headers: Vec<_> = action.headers().map(|(name, value)| format!("{name}: {value}")).collect();
        for header in ["Exten: converse", "Variable: SWITCHBOARD_APP=\"switchboard\"", "Variable: SWITCHBOARD_DETECT=\"yes\""] {
            assert!(headers.iter().any(|known| known == header), "{header}: {headers:?}");
        }
    }

    #[test]
    fn a_sound_file_that_is_no_name_under_the_sounds_is_refused() {
        for audio in [
            "",
            "a,SWITCHBOARD_CONNECT=PJSIP/1",
            "a\"b",
            "a&b",
            "${SHELL(id)}",
            "../secret",
            "a/../../b",
            "/etc/passwd",
            "a b",
            "a\r\nAction: Command",
            "https://example.org/a.mp3",
            "ä",
        ] {
            assert!(matches!(originate(&play(audio), &config()), Err(OrderError::UnsafeValue(_))), "{audio:?}");
        }
        assert!(matches!(originate(&play(&"a".repeat(201)), &config()), Err(OrderError::UnsafeValue(_))));
    }

    #[test]
    fn what_is_not_configured_cannot_be_ordered() {
        let no_trunk = Config { outgoing: Some(Outgoing::new("x", None).unwrap()), ..config() };
        let nothing = Config { outgoing: None, ..config() };
        let say = CallOrder { script: Script::Say { text: "Bon dia".to_owned(), language: None }, ..play("x") };

        assert_eq!(originate(&play("x"), &no_trunk).unwrap_err(), OrderError::Unsupported);
        assert_eq!(originate(&play("x"), &nothing).unwrap_err(), OrderError::Unsupported);
        assert_eq!(originate(&say, &config()).unwrap_err(), OrderError::Unsupported);
    }
}
