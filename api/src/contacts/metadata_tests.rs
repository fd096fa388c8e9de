//! Metadata: limits, merging, flattening.

use serde_json::json;

use super::*;

fn map(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

#[test]
fn modes_of_merging_differ_in_depth_and_null_takes_away() {
    let known = map(&json!({ "city": "Girona", "address": { "street": "Major", "number": 3 }, "vip": true }));
    let given = json!({ "city": "Salt", "address": { "number": 4, "door": null }, "vip": null });
    let table = [
        (MetadataMode::Merge, json!({ "city": "Salt", "address": { "number": 4, "door": null } })),
        (MetadataMode::DeepMerge, json!({ "city": "Salt", "address": { "street": "Major", "number": 4 } })),
        (MetadataMode::Replace, given.clone()),
    ];

    for (mode, expected) in table {
        assert_eq!(Value::Object(merged(&known, map(&given), mode)), expected, "{mode:?}");
    }
}

#[test]
fn every_fault_is_told_with_its_place() {
    let deep = json!({ "a": { "b": { "c": { "d": { "e": { "f": 1 } } } } } });
    let long = json!({ "text": "x".repeat(BYTES) });
    let many = Value::Object((0..=VALUES).map(|place| (place.to_string(), json!(1))).collect());
    let wrong = json!({ "": 1, "text": "a\0b", "list": [["\0"]] });
    let paths = |value: &Value| -> Vec<String> {
        let at = ["input".to_owned(), "metadata".to_owned()];
        read(value, &at).err().unwrap_or_default().into_iter().map(|problem| problem.path[1..].join(".")).collect()
    };

    assert_eq!(paths(&json!({ "a": { "b": [1, { "c": null }] } })), [""; 0]);
    assert_eq!(paths(&json!([1])), ["metadata"]);
    assert_eq!(paths(&deep), ["metadata.a.b.c.d.e"]);
    assert_eq!(paths(&long), ["metadata"]);
    assert_eq!(paths(&many), ["metadata"]);
    assert_eq!(paths(&wrong), ["metadata", "metadata.list.0.0", "metadata.text"]);
}

#[test]
fn each_value_has_a_row_with_all_that_it_can_be_compared_as() {
    let metadata =
        json!({ "a/b": { "c.d": "12.50" }, "born": "1990-02-03", "list": ["x", { "y": 1 }, 2.0, null], "none": null, "yes": true });

    let rows = flattened(AccountId::new(), ContactId::new(), &metadata);

    let told: Vec<_> =
        rows.iter().map(|row| (row.path.as_str(), row.position, row.kind, row.text.as_deref(), row.number, row.instant)).collect();
    let born = Moment::Day(NaiveDate::from_ymd_opt(1990, 2, 3).unwrap()).first_micros();
    assert_eq!(
        told,
        [
            ("/a~1b", 0, ValueKind::Object, None, None, None),
            ("/a~1b/c.d", 0, ValueKind::Text, Some("12.50"), Some(12.5), None),
            ("/born", 0, ValueKind::Text, Some("1990-02-03"), None, Some(born)),
            ("/list", 0, ValueKind::List, None, None, None),
            ("/list", 1, ValueKind::Text, Some("x"), None, None),
            ("/list", 3, ValueKind::Number, Some("2"), Some(2.0), None),
            ("/none", 0, ValueKind::Null, None, None, None),
            ("/yes", 0, ValueKind::Boolean, Some("true"), None, None),
        ]
    );
}

#[test]
fn keys_that_look_alike_when_joined_lead_to_different_paths() {
    let table = [&["a", "b"][..], &["a/b"], &["a.b"], &["a~1b"], &["a~b"]];

    let pointers: std::collections::BTreeSet<String> = table.iter().map(|keys| pointer(keys)).collect();

    assert_eq!(pointers.len(), table.len(), "{pointers:?}");
}

#[test]
fn only_what_is_written_as_a_number_a_day_or_an_instant_is_one() {
    let numbers =
        [("12", Some(12.0)), (" -1.5e3 ", Some(-1500.0)), ("+3", Some(3.0)), ("inf", None), ("", None), ("1a", None), (".5", None)];
    let moments = [
        ("2026-11-23", Some("2026-11-23T00:00:00Z")),
        ("2026-11-23T10:00:00+02:00", Some("2026-11-23T08:00:00Z")),
        ("2026-11-23T10:00", Some("2026-11-23T10:00:00Z")),
        ("2026-11-23T10:00:00.5", Some("2026-11-23T10:00:00.500Z")),
        ("2026-02-30", None),
        ("23/11/2026", None),
        ("+2026-11-23", None),
        ("20261123", None),
        ("2026-11-23 and more", None),
    ];

    for (text, expected) in numbers {
        assert_eq!(number(text), expected, "{text:?}");
    }
    for (text, expected) in moments {
        let first = moment(text).map(|moment| moment.first().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
        assert_eq!(first.as_deref(), expected, "{text:?}");
    }
}
