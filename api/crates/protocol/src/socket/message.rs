//! Messages of the subprotocol: read strictly, since whatever is not in the specification closes the socket; written by
//! hand around payloads that are JSON already.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value};

use super::close::Close;
use crate::request::{self, Parameters};

/// What a client may send.
#[derive(Debug)]
pub(super) enum ClientMessage {
    ConnectionInit { payload: Option<Map<String, Value>> },
    Ping { payload: Option<Map<String, Value>> },
    Pong,
    Subscribe { id: String, parameters: Parameters },
    Complete { id: String },
}

/// Reads one message.
///
/// # Errors
/// 4400.
pub(super) fn read(text: &str) -> Result<ClientMessage, Close> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
        return Err(Close::invalid("Message is not a JSON object"));
    };
    let Some(Value::String(kind)) = message.remove("type") else {
        return Err(Close::invalid("Message misses the `type` property"));
    };
    match kind.as_str() {
        "connection_init" => Ok(ClientMessage::ConnectionInit { payload: payload(&mut message, &kind)? }),
        "ping" => Ok(ClientMessage::Ping { payload: payload(&mut message, &kind)? }),
        "pong" => payload(&mut message, &kind).map(|_| ClientMessage::Pong),
        "subscribe" => {
            let id = id(&mut message, &kind)?;
            let payload =
                payload(&mut message, &kind)?.ok_or_else(|| Close::invalid("`subscribe` message misses the `payload` property"))?;
            let parameters = request::from_object(payload).map_err(|fault| Close::invalid(fault.message))?;
            Ok(ClientMessage::Subscribe { id, parameters })
        }
        "complete" => Ok(ClientMessage::Complete { id: id(&mut message, &kind)? }),
        _ => Err(Close::invalid("Message has a `type` that clients do not send")),
    }
}

fn id(message: &mut Map<String, Value>, kind: &str) -> Result<String, Close> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        _ => Err(Close::invalid(format!("`{kind}` message misses an `id` that is a string with something in it"))),
    }
}

fn payload(message: &mut Map<String, Value>, kind: &str) -> Result<Option<Map<String, Value>>, Close> {
    match message.remove("payload") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(payload)) => Ok(Some(payload)),
        Some(_) => Err(Close::invalid(format!("`{kind}` message has a `payload` that is not an object"))),
    }
}

pub(super) fn connection_ack(expires_at: Option<DateTime<Utc>>) -> String {
    match expires_at {
        Some(_) => format!(r#"{{"type":"connection_ack","payload":{}}}"#, expiry(expires_at)),
        None => r#"{"type":"connection_ack"}"#.to_owned(),
    }
}

pub(super) fn ping() -> String {
    r#"{"type":"ping"}"#.to_owned()
}

/// Gives back what the ping carried, as the reference implementation does.
pub(super) fn pong(payload: Option<Map<String, Value>>) -> String {
    match payload {
        Some(payload) => format!(r#"{{"type":"pong","payload":{}}}"#, Value::Object(payload)),
        None => r#"{"type":"pong"}"#.to_owned(),
    }
}

pub(super) fn renewed(expires_at: Option<DateTime<Utc>>) -> String {
    format!(r#"{{"type":"pong","payload":{}}}"#, expiry(expires_at))
}

fn expiry(expires_at: Option<DateTime<Utc>>) -> Value {
    let text = expires_at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    serde_json::json!({ "expiresAt": text })
}

/// The part of an operation's messages before `type`, with the id as JSON.
pub(super) fn head(id: &str) -> Box<str> {
    format!(r#"{{"id":{}"#, Value::from(id)).into()
}

pub(super) fn next(head: &str, payload: &str) -> String {
    join(&[head, r#","type":"next","payload":"#, payload, "}"])
}

pub(super) fn error(head: &str, payload: &str) -> String {
    join(&[head, r#","type":"error","payload":"#, payload, "}"])
}

pub(super) fn complete(head: &str) -> String {
    join(&[head, r#","type":"complete"}"#])
}

fn join(parts: &[&str]) -> String {
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_specification_does_not_have_is_refused_with_4400() {
        let table = [
            "",
            "nonsense",
            "[]",
            "\"ping\"",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"start"}"#,
            r#"{"type":"connection_ack"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"error","id":"1","payload":[]}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
            r#"{"type":"ping","payload":[]}"#,
            r#"{"type":"pong","payload":7}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","operationName":{}}}"#,
            r#"{"type":"complete"}"#,
        ];

        for text in table {
            assert_eq!(read(text).unwrap_err().code, 4400, "{text}");
        }
    }

    #[test]
    fn every_message_of_the_specification_is_read() {
        assert!(matches!(read(r#"{"type":"connection_init"}"#), Ok(ClientMessage::ConnectionInit { payload: None })));
        assert!(matches!(read(r#"{"type":"connection_init","payload":null}"#), Ok(ClientMessage::ConnectionInit { payload: None })));
        assert!(matches!(read(r#"{"type":"ping","payload":{"a":1}}"#), Ok(ClientMessage::Ping { payload: Some(_) })));
        assert!(matches!(read(r#"{"type":"pong"}"#), Ok(ClientMessage::Pong)));
        assert!(matches!(read(r#"{"type":"complete","id":"1"}"#), Ok(ClientMessage::Complete { id }) if id == "1"));
        let text = r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":{"v":1},"operationName":"A","extensions":{}}}"#;
        let Ok(ClientMessage::Subscribe { id, parameters }) = read(text) else {
            panic!("not read");
        };
        assert_eq!((id.as_str(), parameters.query.as_str(), parameters.operation_name.as_deref()), ("1", "{a}", Some("A")));
    }

    #[test]
    fn an_id_with_quotes_in_it_stays_json() {
        let text = next(&head("a\"b\\"), r#"{"data":null}"#);

        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json, serde_json::json!({ "id": "a\"b\\", "type": "next", "payload": { "data": null } }));
    }
}
