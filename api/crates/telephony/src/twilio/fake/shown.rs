//! Calls, messages and complaints as the description says they are shown.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::book::{Call, Message};

pub(super) fn call(account: &str, call: &Call) -> Value {
    let uri = format!("/2010-04-01/Accounts/{account}/Calls/{}", call.sid);
    let below = |name: &str| format!("{uri}/{name}.json");
    json!({
        "account_sid": account,
        "answered_by": call.answered_by.filter(|_| call.detect),
        "api_version": "2010-04-01",
        "caller_name": null,
        "date_created": rfc_2822(call.created),
        "date_updated": rfc_2822(call.updated),
        "direction": "outbound-api",
        "duration": call.ended.map(|_| call.talked.to_string()),
        "end_time": call.ended.map(rfc_2822),
        "forwarded_from": null,
        "from": call.from,
        "from_formatted": call.from,
        "group_sid": null,
        "parent_call_sid": null,
        "phone_number_sid": null,
        "price": null,
        "price_unit": "USD",
        "queue_time": "0",
        "sid": call.sid,
        "start_time": (call.status != "queued").then(|| rfc_2822(call.created)),
        "status": call.status,
        "subresource_uris": { "events": below("Events"), "notifications": below("Notifications"), "recordings": below("Recordings") },
        "to": call.to,
        "to_formatted": call.to,
        "trunk_sid": null,
        "uri": format!("{uri}.json"),
    })
}

/// The requests that were sent for a call.
pub(super) fn events(account: &str, call: &Call) -> Value {
    let events = call.sent.iter().map(|post| {
        let parameters: serde_json::Map<_, _> =
            post.form.iter().map(|(name, value)| (snake(name), Value::String(value.clone()))).collect();
        json!({
            "request": { "method": "POST", "url": post.url, "parameters": parameters },
            "response": { "response_code": 204, "request_duration": 5, "content_type": null, "response_body": "", "date_created": rfc_2822(call.updated) },
        })
    });
    let events: Vec<Value> = events.collect();
    page(&format!("/2010-04-01/Accounts/{account}/Calls/{}/Events.json", call.sid), "events", events, 50, false)
}

/// `CallStatus` as `call_status`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for sign in name.chars() {
        if sign.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(sign.to_ascii_lowercase());
    }
    snake
}

pub(super) fn message(account: &str, message: &Message) -> Value {
    let uri = format!("/2010-04-01/Accounts/{account}/Messages/{}", message.sid);
    json!({
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": rfc_2822(message.created),
        "date_sent": (message.status != "queued").then(|| rfc_2822(message.updated)),
        "date_updated": rfc_2822(message.updated),
        "direction": "outbound-api",
        "error_code": message.error,
        "error_message": null,
        "from": message.from,
        "messaging_service_sid": message.service,
        "num_media": "0",
        "num_segments": "1",
        "price": null,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": { "media": format!("{uri}/Media.json") },
        "to": message.to,
        "uri": format!("{uri}.json"),
    })
}

pub(super) fn account(account: &str, now: DateTime<Utc>) -> Value {
    let uri = format!("/2010-04-01/Accounts/{account}");
    json!({
        "auth_token": "redacted",
        "date_created": rfc_2822(now),
        "date_updated": rfc_2822(now),
        "friendly_name": "Example",
        "owner_account_sid": account,
        "sid": account,
        "status": "active",
        "subresource_uris": { "calls": format!("{uri}/Calls.json"), "messages": format!("{uri}/Messages.json") },
        "type": "Full",
        "uri": format!("{uri}.json"),
    })
}

/// The first page of a list. `more`: there is another.
pub(super) fn page(path: &str, name: &str, items: Vec<Value>, size: usize, more: bool) -> Value {
    let at = |number: usize| format!("{path}?PageSize={size}&Page={number}");
    let end = items.len().saturating_sub(1);
    json!({
        "end": end,
        "first_page_uri": at(0),
        "next_page_uri": more.then(|| at(1)),
        "page": 0,
        "page_size": size,
        "previous_page_uri": null,
        "start": 0,
        "uri": at(0),
        name: items,
    })
}

pub(super) fn complaint(status: u16, code: u32, message: &str) -> Value {
    json!({ "code": code, "message": message, "more_info": format!("https://www.twilio.com/docs/errors/{code}"), "status": status })
}

pub(super) fn rfc_2822(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
