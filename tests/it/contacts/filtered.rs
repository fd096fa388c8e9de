//! Filters: what the database finds is what a plain reading of them says; and what cannot be read is told.

use acceptance::{Client, TestApp, on_both};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::stored::Role;
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Value, json};

const FIND: &str = "query ($filter: ContactFilter) { contacts(filter: $filter, first: 200) { nodes { name } } }";

async fn found(client: &Client, filter: Value) -> Vec<String> {
    let answer = client.query(FIND, json!({ "filter": filter })).await;
    let nodes = answer["contacts"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["name"].as_str().unwrap_or_default().to_owned()).collect()
}

on_both!(metadata_are_asked_by_every_operator);
async fn metadata_are_asked_by_every_operator(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let long = "x".repeat(250);
    let known = [
        ("text", json!({ "v": "b", "a.b": { "c": 1 } })),
        ("number", json!({ "v": 10 })),
        ("digits", json!({ "v": "9.5" })),
        ("day", json!({ "v": "2026-11-23" })),
        ("instant", json!({ "v": "2026-11-23T23:30:00+01:00" })),
        ("list", json!({ "v": ["b", 10, true] })),
        ("yes", json!({ "v": true })),
        ("null", json!({ "v": null })),
        ("object", json!({ "v": { "b": "b" } })),
        ("long", json!({ "v": format!("{long}a") })),
        ("nothing", json!({})),
    ];
    for (place, (name, metadata)) in known.iter().enumerate() {
        app.contact(&client, json!({ "number": format!("+349721833{place:02}"), "name": name, "metadata": metadata })).await;
    }
    let everybody_but = |names: &[&str]| known.iter().map(|(name, _)| *name).filter(|name| !names.contains(name)).collect::<Vec<_>>();
    let table = [
        (None, json!({ "equals": "b" }), vec!["text"]),
        (None, json!({ "notEquals": "b" }), everybody_but(&["text"])),
        (None, json!({ "equals": 10 }), vec!["number"]),
        (None, json!({ "equals": 9.5 }), vec!["digits"]),
        (None, json!({ "equals": "10" }), vec!["number"]),
        (None, json!({ "equals": true }), vec!["yes"]),
        (None, json!({ "equals": format!("{long}a") }), vec!["long"]),
        (None, json!({ "equals": format!("{long}b") }), vec![]),
        (None, json!({ "lt": format!("{long}b") }), everybody_but(&["list", "null", "object", "nothing"])),
        (None, json!({ "gt": long }), vec!["long"]),
        (None, json!({ "gt": format!("{long}a") }), vec![]),
        (None, json!({ "in": ["b", 10, "none"] }), vec!["text", "number"]),
        (None, json!({ "in": [] }), vec![]),
        (None, json!({ "notIn": ["b", 10] }), everybody_but(&["text", "number"])),
        (None, json!({ "notIn": [] }), everybody_but(&[])),
        (None, json!({ "any": ["b", true] }), vec!["text", "list", "yes"]),
        (None, json!({ "lt": 10 }), vec!["digits"]),
        (None, json!({ "lte": 10 }), vec!["number", "digits"]),
        (None, json!({ "gt": 9.5 }), vec!["number"]),
        (None, json!({ "between": { "from": 9, "to": 10 } }), vec!["number", "digits"]),
        (Some("TEXT"), json!({ "gte": 9 }), vec!["text", "digits", "yes", "long"]),
        (Some("DATE"), json!({ "equals": "2026-11-23" }), vec!["day", "instant"]),
        (Some("DATE"), json!({ "gte": "2026-11-23T22:30:00Z" }), vec!["instant"]),
        (Some("DATE"), json!({ "lt": "2026-11-24" }), vec!["day", "instant"]),
        (Some("DATE"), json!({ "gt": "2026-11-23" }), vec![]),
        (Some("DATE"), json!({ "lt": "2026-11-23" }), vec![]),
        (None, json!({ "exists": true }), everybody_but(&["nothing"])),
        (None, json!({ "exists": false }), vec!["nothing"]),
        (None, json!({ "isNull": true }), vec!["null", "nothing"]),
        (None, json!({ "isNull": false }), everybody_but(&["null", "nothing"])),
    ];

    for (cast, test, expected) in table {
        let condition = json!({ "path": ["v"], "cast": cast, "test": test });
        assert_eq!(found(&client, json!({ "metadata": [condition] })).await, expected, "{condition}");
    }
    let dotted = json!({ "metadata": [{ "path": ["a.b", "c"], "test": { "equals": 1 } }] });
    let nested = json!({ "metadata": [{ "path": ["a", "b", "c"], "test": { "exists": true } }] });
    assert_eq!((found(&client, dotted).await, found(&client, nested).await), (vec!["text".to_owned()], vec![]));
}

on_both!(what_cannot_be_read_is_told_with_its_place);
async fn what_cannot_be_read_is_told_with_its_place(app: TestApp) {
    let client = app.as_role(Role::Viewer).await;
    let metadata = |cast: Value, test: Value| json!({ "or": [{ "metadata": [{ "path": ["v"], "cast": cast, "test": test }] }] });
    let deep = (0..6).fold(json!({ "doNotCall": true }), |filter, _| json!({ "not": filter }));
    let table = [
        (metadata(json!("NUMBER"), json!({ "lt": "ten" })), "`filter.or.0.metadata.0.test.lt`"),
        (metadata(json!("DATE"), json!({ "in": ["2026-11-23", "23/11/2026"] })), "`filter.or.0.metadata.0.test.in.1`"),
        (metadata(json!("DATE"), json!({ "equals": 20261123 })), "`filter.or.0.metadata.0.test.equals`"),
        (metadata(Value::Null, json!({ "equals": { "a": 1 } })), "`filter.or.0.metadata.0.test.equals`"),
        (metadata(Value::Null, json!({ "between": { "from": 1, "to": "b" } })), "`filter.or.0.metadata.0.test.between`"),
        (json!({ "metadata": [{ "path": [], "test": { "exists": true } }] }), "`filter.metadata.0.path`"),
        (deep, "`filter.not.not.not.not.not.not`"),
    ];

    for (filter, place) in table {
        let refused = client.error(FIND, json!({ "filter": filter })).await;
        assert_eq!(refused.code, "BAD_REQUEST", "{filter}");
        assert!(refused.message.starts_with(place), "{filter}: {}", refused.message);
    }
    // What the schema does not know does not get so far.
    for unknown in [json!({ "regex": "b" }), json!({ "equals": 1, "lt": 2 }), json!({})] {
        let filter = json!({ "metadata": [{ "path": ["v"], "test": unknown }] });
        assert_eq!(client.response(FIND, json!({ "filter": filter })).await.errors.len(), 1, "{filter}");
    }
}

on_both!(a_filter_of_nothing_finds_everybody_and_an_empty_list_nobody);
async fn a_filter_of_nothing_finds_everybody_and_an_empty_list_nobody(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    app.contact(&client, json!({ "number": "+34972183386", "name": "Ana" })).await;
    let table = [
        (json!({}), 1),
        (json!({ "and": [] }), 1),
        (json!({ "or": [] }), 0),
        (json!({ "not": {} }), 0),
        (json!({ "number": [] }), 0),
        (json!({ "number": ["nonsense"] }), 0),
        (json!({ "number": ["34 972 183 386", "nonsense"] }), 1),
        (json!({ "timeZone": [] }), 0),
        (json!({ "createdAt": {} }), 1),
        (json!({ "not": { "createdAt": {} } }), 0),
        (json!({ "name": { "contains": "" } }), 1),
    ];

    for (filter, expected) in table {
        assert_eq!(found(&client, filter.clone()).await.len(), expected, "{filter}");
    }
}

on_both!(random_filters_find_what_a_plain_reading_of_them_says);
async fn random_filters_find_what_a_plain_reading_of_them_says(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let seed = 20_261_121;
    let mut dice = StdRng::seed_from_u64(seed);
    let mut contacts = Vec::new();
    for place in 0..40 {
        app.clock.advance(TimeDelta::hours(dice.random_range(0..12)));
        contacts.push(make(&app, &client, place, &mut dice).await);
    }

    for round in 0..250 {
        let filter = filter(&mut dice, 3);
        let expected: Vec<&str> = contacts.iter().filter(|contact| holds(&filter, contact)).map(|contact| contact.name.as_str()).collect();
        assert_eq!(found(&client, filter.clone()).await, expected, "seed {seed}, round {round}: {filter:#}");
    }
}

/// A contact as the plain reading sees it.
struct Known {
    number: String,
    name: String,
    metadata: Value,
    zone: Option<String>,
    do_not_call: bool,
    opted_out: bool,
    created_at: DateTime<Utc>,
}

async fn make(app: &TestApp, client: &Client, place: usize, dice: &mut StdRng) -> Known {
    let number = format!("+349721833{place:02}");
    let name = format!("{} {place:02}", ["Ana", "anna", "ÀNGELS", "Pau"].choose(dice).expect("a name"));
    let zone = ["Europe/Madrid", "Atlantic/Canary"].choose(dice).filter(|_| dice.clone().random_bool(0.6)).map(|zone| (*zone).to_owned());
    let mut metadata = json!({});
    for key in ["k", "l.m"] {
        if dice.random_bool(0.8) {
            metadata[key] = value(dice, true);
        }
    }
    if dice.random_bool(0.5) {
        metadata["o"] = json!({ "k": value(dice, true) });
    }
    let row = app.contact(client, json!({ "number": number, "name": name, "metadata": metadata, "timeZone": zone })).await;
    let do_not_call = dice.random_bool(0.3);
    if do_not_call {
        client.query("mutation ($id: ID!) { contactDoNotCallSet(id: $id) { userErrors { code } } }", json!({ "id": row.id })).await;
    }
    let opted_out = dice.random_bool(0.3);
    if opted_out {
        let say = "mutation ($number: String!) { contactOptOut(input: { number: $number, channel: CALL }) { userErrors { code } } }";
        client.query(say, json!({ "number": number })).await;
    }
    Known { number, name, metadata, zone, do_not_call, opted_out, created_at: row.created_at }
}

const SINGLE: [&str; 10] = ["a", "b", "A", "1", "2.50", "2026-11-22", "2026-11-22T10:00:00Z", "true", "", "é"];

fn value(dice: &mut StdRng, any: bool) -> Value {
    match dice.random_range(0..if any { 8 } else { 5 }) {
        0 => json!(dice.random_range(0..4)),
        1 => json!(2.5),
        2 => json!(dice.random_bool(0.5)),
        3 | 4 => json!(SINGLE.choose(dice).expect("a text")),
        5 => Value::Null,
        6 => (0..dice.random_range(0..3)).map(|_| value(dice, false)).collect(),
        _ => json!({ "k": value(dice, false) }),
    }
}

fn filter(dice: &mut StdRng, depth: u32) -> Value {
    let inner = |dice: &mut StdRng| filter(dice, depth - 1);
    match dice.random_range(0..if depth > 0 { 12 } else { 9 }) {
        0 => json!({ "doNotCall": dice.random_bool(0.5) }),
        1 => json!({ "optedOut": { "channel": if dice.random_bool(0.7) { "CALL" } else { "SMS" } } }),
        2 => json!({ "timeZone": [if dice.random_bool(0.5) { "Europe/Madrid" } else { "Asia/Tokyo" }] }),
        3 => {
            let test = ["equals", "contains", "startsWith"].choose(dice).expect("a test");
            let text = ["AN", "àng", "pau", "0", "Ana 03"].choose(dice);
            json!({ "name": { *test: text } })
        }
        4 => {
            let bound = ["before", "onOrBefore", "after", "onOrAfter"].choose(dice).expect("a bound");
            let moment = ["2026-11-23", "2026-11-25T12:00:00Z", "2026-11-28"].choose(dice);
            json!({ "createdAt": { *bound: moment } })
        }
        5 => json!({ "number": [format!("+349721833{:02}", dice.random_range(0..40)), "34972183307"] }),
        6..=8 => json!({ "metadata": [condition(dice)] }),
        9 => json!({ "and": [inner(dice), inner(dice)], "metadata": [condition(dice)] }),
        10 => json!({ "or": [inner(dice), inner(dice), inner(dice)] }),
        _ => json!({ "not": inner(dice) }),
    }
}

fn condition(dice: &mut StdRng) -> Value {
    let path = [json!(["k"]), json!(["l.m"]), json!(["o", "k"]), json!(["k", "k"]), json!(["l", "m"])].choose(dice).cloned();
    let cast = [Value::Null, json!("TEXT"), json!("NUMBER"), json!("DATE")].choose(dice).cloned().unwrap_or_default();
    let mut given = || match cast.as_str() {
        Some("NUMBER") => [json!(1), json!("2.5"), json!(2.5), json!(0)].choose(dice).cloned(),
        Some("DATE") => [json!("2026-11-22"), json!("2026-11-22T10:00:00Z"), json!("2026-11-21")].choose(dice).cloned(),
        _ => Some(value(dice, false)),
    };
    let (one, two) = (given(), given());
    let test = match dice.random_range(0..12) {
        0 => json!({ "equals": one }),
        1 => json!({ "notEquals": one }),
        2 => json!({ "in": [one, two] }),
        3 => json!({ "notIn": [one, two] }),
        4 => json!({ "any": [one, two] }),
        5 => json!({ "lt": one }),
        6 => json!({ "lte": one }),
        7 => json!({ "gt": one }),
        8 => json!({ "gte": one }),
        9 => json!({ "between": { "from": one, "to": one } }),
        10 => json!({ "exists": dice.random_bool(0.5) }),
        _ => json!({ "isNull": dice.random_bool(0.5) }),
    };
    json!({ "path": path, "cast": cast, "test": test })
}

/// The plain reading: what a filter says of a contact, by what the schema's descriptions say.
fn holds(filter: &Value, contact: &Known) -> bool {
    filter.as_object().expect("a filter").iter().all(|(name, given)| {
        let list = || given.as_array().expect("a list").iter();
        match name.as_str() {
            "doNotCall" => given == contact.do_not_call,
            "optedOut" => contact.opted_out && given["channel"] == "CALL",
            "timeZone" => list().any(|zone| contact.zone.as_deref() == zone.as_str()),
            "number" => list().any(|number| number.as_str().is_some_and(|number| contact.number.ends_with(number.trim_start_matches('+')))),
            "name" => {
                let (test, text) = given.as_object().and_then(|test| test.iter().next()).expect("a test");
                let (name, text) = (contact.name.to_lowercase(), text.as_str().expect("a text").to_lowercase());
                match test.as_str() {
                    "equals" => name == text,
                    "contains" => name.contains(&text),
                    _ => name.starts_with(&text),
                }
            }
            "createdAt" => given.as_object().expect("bounds").iter().all(|(bound, moment)| within(bound, moment, contact.created_at)),
            "metadata" => list().all(|condition| asked(condition, &contact.metadata)),
            "and" => list().all(|filter| holds(filter, contact)),
            "or" => list().any(|filter| holds(filter, contact)),
            "not" => !holds(given, contact),
            other => panic!("the plain reading does not know `{other}`"),
        }
    })
}

/// First instant of a day or instant, and the last.
fn moment(text: &str) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        let first = day.and_hms_opt(0, 0, 0)?.and_utc();
        return Some((first, first + TimeDelta::days(1) - TimeDelta::microseconds(1)));
    }
    text.parse::<DateTime<Utc>>().ok().map(|at| (at, at))
}

fn within(bound: &str, given: &Value, at: DateTime<Utc>) -> bool {
    let (first, last) = given.as_str().and_then(moment).expect("a moment");
    match bound {
        "before" => at < first,
        "onOrBefore" => at <= last,
        "after" => at > last,
        _ => at >= first,
    }
}

fn asked(condition: &Value, metadata: &Value) -> bool {
    let mut there = Some(metadata);
    for key in condition["path"].as_array().expect("keys") {
        there = there.and_then(|value| value.as_object()).and_then(|map| map.get(key.as_str().expect("a key")));
    }
    let cast = condition["cast"].as_str();
    let (test, given) = condition["test"].as_object().and_then(|test| test.iter().next()).expect("a test");
    let is = |value: &Value, given: &Value| compare(value, given, cast) == Some(std::cmp::Ordering::Equal);
    let one_of = |value: &Value| given.as_array().expect("a list").iter().any(|given| is(value, given));
    let order = |given: &Value| there.and_then(|value| compare(value, given, cast));
    match test.as_str() {
        "equals" => there.is_some_and(|value| is(value, given)),
        "notEquals" => !there.is_some_and(|value| is(value, given)),
        "in" => there.is_some_and(one_of),
        "notIn" => !there.is_some_and(one_of),
        "any" => there.is_some_and(|value| one_of(value) || value.as_array().is_some_and(|list| list.iter().any(one_of))),
        "lt" => order(given).is_some_and(std::cmp::Ordering::is_lt),
        "lte" => order(given).is_some_and(std::cmp::Ordering::is_le),
        "gt" => order(given).is_some_and(std::cmp::Ordering::is_gt),
        "gte" => order(given).is_some_and(std::cmp::Ordering::is_ge),
        "between" => {
            order(&given["from"]).is_some_and(std::cmp::Ordering::is_ge) && order(&given["to"]).is_some_and(std::cmp::Ordering::is_le)
        }
        "exists" => there.is_some() == *given,
        "isNull" => there.is_none_or(Value::is_null) == *given,
        other => panic!("the plain reading does not know `{other}`"),
    }
}

fn compare(value: &Value, given: &Value, cast: Option<&str>) -> Option<std::cmp::Ordering> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok());
    match cast.unwrap_or(if given.is_number() { "NUMBER" } else { "TEXT" }) {
        "NUMBER" => number(value)?.partial_cmp(&number(given)?),
        "TEXT" => Some(text(value)?.cmp(&text(given)?)),
        _ => {
            let (at, (first, last)) = (moment(value.as_str()?)?.0, moment(given.as_str()?)?);
            Some(if at < first {
                std::cmp::Ordering::Less
            } else if at > last {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Equal
            })
        }
    }
}
