//! The fake is held to Twilio's published description, and through it what we send.

use std::collections::BTreeSet;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use telephony::{
    outgoing::CallOrder,
    port::Provider as _,
    twilio::fake::{FakeTwilio, Outcome},
};
use tokio::net::TcpStream;

use crate::world::{ACCOUNT, FROM, SOMEBODY, TOKEN, World, message, order};

const DESCRIPTION: &str = include_str!("../fixtures/twilio/description.json");
const BASE: &str = "/2010-04-01/Accounts";

fn description() -> Value {
    serde_json::from_str(DESCRIPTION).unwrap()
}

/// What a described operation may be sent, by form.
fn form_of(path: &str) -> Value {
    description()["paths"][path]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"].clone()
}

/// Where `value` is not as the schema says.
fn faults(schema: &Value, value: &Value, at: &str, all: &Value) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/components/schemas/");
        return faults(&all["components"]["schemas"][name], value, at, all);
    }
    if value.is_null() {
        return if schema["nullable"] == true || schema["type"].is_null() { vec![] } else { vec![format!("{at} is null")] };
    }
    let mut found = Vec::new();
    let fits = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        _ => true,
    };
    if !fits {
        found.push(format!("{at} is {value}, no {}", schema["type"]));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{at} is {value}, none of {words:?}"));
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str())
        && !regex::Regex::new(pattern).unwrap().is_match(text)
    {
        found.push(format!("{at} is {text}, not as {pattern}"));
    }
    if let (Some("date-time-rfc-2822"), Some(text)) = (schema["format"].as_str(), value.as_str())
        && chrono::DateTime::parse_from_rfc2822(text).is_err()
    {
        found.push(format!("{at} is {text}, no instant of RFC 2822"));
    }
    if let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, field) in fields {
            match known.get(name) {
                Some(schema) => found.extend(faults(schema, field, &format!("{at}.{name}"), all)),
                None => found.push(format!("{at}.{name} is not described")),
            }
        }
        let missing = known.keys().filter(|name| !fields.contains_key(*name));
        found.extend(missing.map(|name| format!("{at}.{name} is missing")));
    }
    if let Some(items) = value.as_array() {
        let each = items.iter().enumerate();
        found.extend(each.flat_map(|(number, item)| faults(&schema["items"], item, &format!("{at}[{number}]"), all)));
    }
    found
}

/// Asks the fake as anybody might.
async fn ask(fake: &FakeTwilio, method: &str, path: &str, form: &[(&str, &str)], token: &str) -> (StatusCode, Value) {
    let address = fake.url().trim_start_matches("http://").to_owned();
    let socket = TcpStream::connect(&address).await.unwrap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(socket)).await.unwrap();
    tokio::spawn(connection);
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = Request::builder().method(method).uri(path).header(header::HOST, address);
    let request = request.header(header::AUTHORIZATION, format!("Basic {}", BASE64_STANDARD.encode(format!("{ACCOUNT}:{token}"))));
    let answer = sender.send_request(request.body(Full::new(Bytes::from(body))).unwrap()).await.unwrap();
    let status = answer.status();
    (status, serde_json::from_slice(&answer.into_body().collect().await.unwrap().to_bytes()).unwrap())
}

/// A world with calls in every status, and messages.
async fn peopled() -> World {
    let world = World::new().await;
    let people = [
        ("+34972000001", Outcome::Held),
        ("+34972000002", Outcome::Busy),
        ("+34972000003", Outcome::NoAnswer),
        ("+34972000004", Outcome::Fails { sip: 404 }),
        ("+34972000005", Outcome::Answers { after: 1, talks: 1, by: "machine_start" }),
    ];
    for (number, outcome) in people {
        world.fake.set_outcome(number, outcome);
        let to = numbering::DialTarget::Number(number.parse().unwrap());
        let reference = format!("att_{}", number.trim_start_matches('+'));
        world.twilio.place(&CallOrder { to, detect_machine: true, ..order(&reference) }).await.unwrap();
    }
    world.twilio.send(&message("msg_1", "Good day")).await.unwrap();
    world
        .fake
        .until(|calls| {
            calls.iter().filter(|call| call.status == "ringing").count() == 1 && calls.iter().all(|call| call.status != "queued")
        })
        .await;
    world
        .fake
        .until(|calls| calls.iter().filter(|call| ["busy", "no-answer", "failed", "completed"].contains(&call.status)).count() == 4)
        .await;
    world
}

#[tokio::test]
async fn everything_that_the_fake_shows_is_as_described() {
    let world = peopled().await;
    let all = description();
    let (call, held) = (world.fake.calls()[4].sid.clone(), world.fake.calls()[0].sid.clone());
    let message = world.fake.messages()[0].sid.clone();
    let table = [
        ("get", "/{Sid}.json", format!("/{ACCOUNT}.json"), vec![]),
        ("get", "/{AccountSid}/Calls.json", format!("/{ACCOUNT}/Calls.json"), vec![]),
        ("get", "/{AccountSid}/Calls/{Sid}.json", format!("/{ACCOUNT}/Calls/{call}.json"), vec![]),
        ("get", "/{AccountSid}/Calls/{CallSid}/Events.json", format!("/{ACCOUNT}/Calls/{call}/Events.json"), vec![]),
        (
            "post",
            "/{AccountSid}/Calls.json",
            format!("/{ACCOUNT}/Calls.json"),
            vec![("To", SOMEBODY), ("From", FROM), ("Twiml", "<Response/>")],
        ),
        ("post", "/{AccountSid}/Calls/{Sid}.json", format!("/{ACCOUNT}/Calls/{held}.json"), vec![("Status", "canceled")]),
        ("get", "/{AccountSid}/Messages.json", format!("/{ACCOUNT}/Messages.json?To=%2B34972183386"), vec![]),
        ("get", "/{AccountSid}/Messages/{Sid}.json", format!("/{ACCOUNT}/Messages/{message}.json"), vec![]),
        (
            "post",
            "/{AccountSid}/Messages.json",
            format!("/{ACCOUNT}/Messages.json"),
            vec![("To", SOMEBODY), ("From", FROM), ("Body", "Hi")],
        ),
    ];

    for (method, described, path, form) in table {
        let (status, shown) = ask(&world.fake, &method.to_uppercase(), &format!("{BASE}{path}"), &form, TOKEN).await;

        let operation = &all["paths"][format!("{BASE}{described}")][method]["responses"][status.as_str()];
        let schema = &operation["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{method} {path} answers {status}: {shown}");
        assert_eq!(faults(schema, &shown, "answer", &all), Vec::<String>::new(), "{method} {path}");
    }
}

#[tokio::test]
async fn what_we_send_is_described() {
    let world = peopled().await;
    let calls = form_of(&format!("{BASE}/{{AccountSid}}/Calls.json"));
    let all = description();

    for call in world.fake.calls() {
        let names: BTreeSet<_> = call.asked.iter().map(|(name, _)| name.as_str()).collect();
        let required = calls["required"].as_array().unwrap();
        assert!(required.iter().all(|name| names.contains(name.as_str().unwrap())), "{names:?}");
        for (name, value) in &call.asked {
            let schema = &calls["properties"][name.as_str()];
            assert!(schema.is_object(), "{name} is not described");
            let read = match schema["type"].as_str() {
                Some("integer") => json!(value.parse::<u64>().ok()),
                Some("array") => json!([value]),
                _ => json!(value),
            };
            assert_eq!(faults(schema, &read, name, &all), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn the_fake_refuses_what_twilio_refuses() {
    let world = World::new().await;
    let calls = format!("{BASE}/{ACCOUNT}/Calls.json");
    let whole = [("To", SOMEBODY), ("From", FROM), ("Twiml", "<Response/>")];
    let with = |name, value| whole.into_iter().filter(move |(known, _)| *known != name).chain([(name, value)]).collect::<Vec<_>>();
    let table = [
        (with("To", ""), 21201),
        (with("From", ""), 21213),
        (with("Twiml", ""), 21205),
        (with("To", "somebody"), 21211),
        (with("StatusCallback", "not an address"), 21609),
        (with("StatusCallbackEvent", "everything"), 21626),
        (with("MachineDetection", "maybe"), 20001),
    ];

    for (form, code) in table {
        let (status, complaint) = ask(&world.fake, "POST", &calls, &form, TOKEN).await;
        assert_eq!((status.as_u16(), &complaint["code"]), (400, &json!(code)), "{form:?}");
    }
    let (status, complaint) = ask(&world.fake, "POST", &calls, &whole, "guessed").await;
    assert_eq!((status.as_u16(), &complaint["code"]), (401, &json!(20003)));
    assert!(world.fake.calls().is_empty());
}

#[tokio::test]
async fn a_call_that_is_over_cannot_be_ended_again() {
    let world = World::new().await;
    world.fake.set_outcome(SOMEBODY, Outcome::Busy);
    world.twilio.place(&order("att_1")).await.unwrap();
    world.fake.until(|calls| calls.iter().all(|call| call.status == "busy")).await;
    let path = format!("{BASE}/{ACCOUNT}/Calls/{}.json", world.fake.calls()[0].sid);

    let (status, complaint) = ask(&world.fake, "POST", &path, &[("Status", "completed")], TOKEN).await;

    assert_eq!((status.as_u16(), &complaint["code"]), (400, &json!(21220)));
}
