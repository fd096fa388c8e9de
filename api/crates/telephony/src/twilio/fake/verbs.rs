//! Documents, checked against what Twilio documents of its verbs: names, attributes, values, what stands within what. What is not in the
//! table is refused, as a mistake in one of ours.

use std::collections::BTreeMap;

use reqwest::Url;
use roxmltree::{Document, Node};

/// Longest document that is taken.
const LONGEST: usize = 64 * 1024;

/// What may stand directly in a document.
const VERBS: [&str; 12] =
    ["Connect", "Dial", "Enqueue", "Gather", "Hangup", "Leave", "Pause", "Play", "Record", "Redirect", "Reject", "Say"];

/// An element: its attributes, what may stand in it, and whether that may be text.
struct Known {
    name: &'static str,
    attributes: &'static [(&'static str, Kind)],
    children: &'static [&'static str],
    text: bool,
}

/// What an attribute may be.
#[derive(Clone, Copy)]
enum Kind {
    Truth,
    Method,
    Url,
    /// A whole number in that range.
    Number(u32, u32),
    /// Keys, also none.
    Keys,
    OneOf(&'static [&'static str]),
    Text,
}

use Kind::{Keys, Method, Number, OneOf, Text, Truth, Url as Address};

const CALLBACKS: [&str; 3] = ["statusCallback", "recordingStatusCallback", "amdStatusCallback"];

const KNOWN: [Known; 14] = [
    Known { name: "Say", attributes: &[("voice", Text), ("loop", Number(0, 1000)), ("language", Text)], children: &[], text: true },
    Known { name: "Play", attributes: &[("loop", Number(0, 1000)), ("digits", Text)], children: &[], text: true },
    Known { name: "Pause", attributes: &[("length", Number(1, 3600))], children: &[], text: false },
    Known { name: "Hangup", attributes: &[], children: &[], text: false },
    Known { name: "Leave", attributes: &[], children: &[], text: false },
    Known { name: "Reject", attributes: &[("reason", OneOf(&["rejected", "busy"]))], children: &[], text: false },
    Known { name: "Redirect", attributes: &[("method", Method)], children: &[], text: true },
    Known {
        name: "Gather",
        attributes: &[
            ("action", Address),
            ("actionOnEmptyResult", Truth),
            ("bargeIn", Truth),
            ("enhanced", Truth),
            ("finishOnKey", Keys),
            ("hints", Text),
            ("input", OneOf(&["dtmf", "speech", "dtmf speech"])),
            ("language", Text),
            ("method", Method),
            ("numDigits", Number(1, 1000)),
            ("partialResultCallback", Address),
            ("partialResultCallbackMethod", Method),
            ("profanityFilter", Truth),
            ("speechModel", Text),
            ("speechTimeout", Text),
            ("timeout", Number(1, 600)),
        ],
        children: &["Say", "Play", "Pause"],
        text: false,
    },
    Known {
        name: "Record",
        attributes: &[
            ("action", Address),
            ("finishOnKey", Keys),
            ("maxLength", Number(0, 14_400)),
            ("method", Method),
            ("playBeep", Truth),
            ("recordingStatusCallbackEvent", Text),
            ("timeout", Number(0, 600)),
            ("transcribe", Truth),
            ("transcribeCallback", Address),
            ("trim", OneOf(&["trim-silence", "do-not-trim"])),
        ],
        children: &[],
        text: false,
    },
    Known {
        name: "Dial",
        attributes: &[
            ("action", Address),
            ("answerOnBridge", Truth),
            ("callReason", Text),
            ("callerId", Text),
            ("hangupOnStar", Truth),
            ("method", Method),
            ("record", Text),
            ("recordingStatusCallbackEvent", Text),
            ("recordingTrack", Text),
            ("referMethod", Method),
            ("referUrl", Address),
            ("ringTone", Text),
            ("sequential", Truth),
            ("timeLimit", Number(1, 14_400)),
            ("timeout", Number(5, 600)),
            ("trim", Text),
        ],
        children: &["Client", "Conference", "Number", "Queue", "Sip"],
        text: true,
    },
    Known {
        name: "Number",
        attributes: &[
            ("byoc", Text),
            ("machineDetection", OneOf(&["Enable", "DetectMessageEnd"])),
            ("machineDetectionSilenceTimeout", Number(2000, 10_000)),
            ("machineDetectionSpeechEndThreshold", Number(500, 5000)),
            ("machineDetectionSpeechThreshold", Number(1000, 6000)),
            ("machineDetectionTimeout", Number(3, 60)),
            ("method", Method),
            ("sendDigits", Text),
            ("statusCallbackEvent", Text),
            ("url", Address),
        ],
        children: &[],
        text: true,
    },
    Known {
        name: "Sip",
        attributes: &[
            ("machineDetection", OneOf(&["Enable", "DetectMessageEnd"])),
            ("method", Method),
            ("password", Text),
            ("statusCallbackEvent", Text),
            ("url", Address),
            ("username", Text),
        ],
        children: &[],
        text: true,
    },
    Known {
        name: "Conference",
        attributes: &[
            ("beep", OneOf(&["true", "false", "onEnter", "onExit"])),
            ("coach", Text),
            ("endConferenceOnExit", Truth),
            ("eventCallbackUrl", Address),
            ("jitterBufferSize", Text),
            ("maxParticipants", Number(2, 250)),
            ("muted", Truth),
            ("participantLabel", Text),
            ("record", Text),
            ("recordingStatusCallbackEvent", Text),
            ("region", Text),
            ("startConferenceOnEnter", Truth),
            ("statusCallbackEvent", Text),
            ("trim", Text),
            ("waitMethod", Method),
            ("waitUrl", Address),
        ],
        children: &[],
        text: true,
    },
    Known { name: "Client", attributes: &[("method", Method), ("statusCallbackEvent", Text), ("url", Address)], children: &[], text: true },
];

/// An element of a document that was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verb {
    pub(super) name: String,
    attributes: BTreeMap<String, String>,
    pub(super) text: String,
    pub(super) children: Vec<Verb>,
}

impl Verb {
    /// A number that stands in a `Dial` by itself.
    pub(super) fn plain_number(text: &str) -> Self {
        Self { name: "Number".to_owned(), text: text.to_owned(), ..Self::default() }
    }

    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    pub(super) fn number(&self, attribute: &str, usual: u32) -> u32 {
        self.get(attribute).and_then(|value| value.parse().ok()).unwrap_or(usual)
    }

    pub(super) fn is(&self, attribute: &str) -> bool {
        self.get(attribute) == Some("true")
    }
}

/// The verbs of a document, in order.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(document: &str) -> Result<Vec<Verb>, String> {
    if document.len() > LONGEST {
        return Err(format!("it has more than {LONGEST} bytes"));
    }
    let parsed = Document::parse(document).map_err(|error| error.to_string())?;
    let root = parsed.root_element();
    if root.tag_name().name() != "Response" || root.attributes().len() > 0 {
        return Err("it is no Response".to_owned());
    }
    within(root, &VERBS, false)
}

fn within(parent: Node<'_, '_>, allowed: &[&str], text: bool) -> Result<Vec<Verb>, String> {
    let mut verbs = Vec::new();
    for node in parent.children() {
        if node.is_element() {
            let name = node.tag_name().name();
            if !allowed.contains(&name) {
                return Err(format!("{name} may not stand in {}", parent.tag_name().name()));
            }
            verbs.push(element(node)?);
        } else if node.is_text() && !text && !node.text().unwrap_or_default().trim().is_empty() {
            return Err(format!("text may not stand in {}", parent.tag_name().name()));
        }
    }
    Ok(verbs)
}

fn element(node: Node<'_, '_>) -> Result<Verb, String> {
    let name = node.tag_name().name();
    let known = KNOWN.iter().find(|known| known.name == name).ok_or_else(|| format!("{name} is no verb that is known here"))?;
    let mut attributes = BTreeMap::new();
    for attribute in node.attributes() {
        let (attribute, value) = (attribute.name(), attribute.value());
        let callback = CALLBACKS.iter().find_map(|callback| match attribute.strip_prefix(callback)? {
            "" => Some(Address),
            "Method" => Some(Method),
            _ => None,
        });
        let kind = known.attributes.iter().find(|(known, _)| *known == attribute).map(|(_, kind)| *kind).or(callback);
        let kind = kind.ok_or_else(|| format!("{name} has no attribute {attribute}"))?;
        if !fits(kind, value) {
            return Err(format!("{attribute} of {name} may not be {value:?}"));
        }
        attributes.insert(attribute.to_owned(), value.to_owned());
    }
    let children = within(node, known.children, known.text)?;
    let text: String = node.children().filter(Node::is_text).filter_map(|text| text.text()).collect();
    let text = text.trim().to_owned();
    let empty = text.is_empty() && (matches!(name, "Say" | "Redirect" | "Number" | "Sip" | "Conference" | "Client"));
    if empty || (matches!(name, "Redirect" | "Play") && !text.is_empty() && !fits(Address, &text)) {
        return Err(format!("{name} may not be {text:?}"));
    }
    Ok(Verb { name: name.to_owned(), attributes, text, children })
}

fn fits(kind: Kind, value: &str) -> bool {
    match kind {
        Truth => matches!(value, "true" | "false"),
        Method => matches!(value, "GET" | "POST"),
        Address => Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()),
        Number(least, most) => value.parse::<u32>().is_ok_and(|number| (least..=most).contains(&number)),
        Keys => value.bytes().all(|key| key.is_ascii_digit() || matches!(key, b'*' | b'#')),
        OneOf(words) => words.contains(&value),
        Text => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_documented_is_read() {
        let document =
            "<?xml version=\"1.0\"?><Response><Gather input=\"dtmf\" numDigits=\"1\"><Say>1 &amp; 2</Say></Gather><Hangup/></Response>";

        let verbs = read(document).unwrap();

        assert_eq!((verbs.len(), verbs[0].number("numDigits", 0), verbs[0].children[0].text.as_str()), (2, 1, "1 & 2"));
    }

    #[test]
    fn what_is_not_documented_is_refused() {
        for verbs in [
            "<Shout>hello</Shout>",
            "<Say volume=\"11\">hello</Say>",
            "<Say></Say>",
            "<Say><Hangup/></Say>",
            "hello",
            "<Gather><Dial>+34972183386</Dial></Gather>",
            "<Gather timeout=\"soon\"/>",
            "<Gather timeout=\"0\"/>",
            "<Gather finishOnKey=\"x\"/>",
            "<Dial timeout=\"4\"><Number>+34972183386</Number></Dial>",
            "<Dial><Say>hello</Say></Dial>",
            "<Record action=\"next\"/>",
            "<Redirect></Redirect>",
            "<Play>announcement</Play>",
            "<Number>+34972183386</Number>",
            "<Hangup>now</Hangup>",
            "<Say>a & b</Say>",
            "<Say>open",
        ] {
            assert!(read(&format!("<Response>{verbs}</Response>")).is_err(), "{verbs}");
        }
        assert!(read("<Say>hello</Say>").is_err() && read("").is_err());
    }
}
