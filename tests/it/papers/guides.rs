//! What the guides have their readers paste is understood as it stands there, by whoever may do it.

use acceptance::{TestApp, code, on_both};
use entity::stored::Role;
use serde_json::{Map, Value, json};

use super::{guides, read, readme::operations};

/// What an id looks like, but for its kind.
const ID: &str = "01M80P8B9XE80BZW57030P8CGW";

/// Values for the variables of the guides: of ids well-formed ones, of things that there are not.
fn value(variable: &str) -> Option<Value> {
    let kind = match variable {
        "calendarId" => "cln",
        "callAttemptId" => "att",
        "calloutId" => "out",
        "contactId" => "con",
        "contactImportId" => "imp",
        "endpointId" => "whk",
        "eventId" => "evt",
        "messageId" => "msg",
        "personId" => "per",
        "providerId" => "prv",
        "queueId" => "que",
        "settingsId" => "cas",
        "templateId" => "tpl",
        "userId" => "usr",
        "email" => return Some(json!("nobody@example.org")),
        "number" => return Some(json!("+44 113 496 0077")),
        "password" | "reason" | "refreshToken" | "requestId" | "textId" => return Some(json!("a text of some length")),
        _ => return None,
    };
    Some(json!(format!("{kind}_{ID}")))
}

/// The variables that an operation declares, with values for those that it needs.
fn variables(operation: &str) -> Map<String, Value> {
    let head = operation.lines().next().unwrap_or_default();
    let declared = head.split('$').skip(1).filter_map(|rest| rest.split_once(": "));
    declared
        .filter(|(_, rest)| rest.split([',', ')']).next().is_some_and(|kind| kind.ends_with('!')))
        .map(|(name, _)| (name.to_owned(), value(name).unwrap_or_else(|| panic!("a value for ${name} of\n{operation}"))))
        .collect()
}

on_both!(what_the_guides_say_to_paste_is_understood);
async fn what_the_guides_say_to_paste_is_understood(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let admin = app.logged_in(Role::Admin, Some(ana.id)).await;
    let mut faults = Vec::new();
    let mut tried = 0;

    // The one of callouts is gone through, step by step, in `readme.rs`.
    for guide in guides().into_iter().filter(|guide| guide != "docs/callout.md") {
        for operation in operations(&read(&guide)) {
            tried += 1;
            let variables = Value::Object(variables(&operation));
            if operation.starts_with("subscription ") {
                let refused = admin.subscribe(&operation, variables).await.refused_at_once();
                faults.extend(refused.map(|refused| format!("{guide}: {refused:?}\n{operation}")));
            } else {
                let mut errors = admin.response(&operation, variables).await.errors;
                // What is not set up here, such as mail.
                errors.retain(|error| code(error) != "UNAVAILABLE");
                faults.extend(errors.iter().map(|error| format!("{guide}: {}\n{operation}", error.message)));
            }
        }
    }

    assert!(tried > 30, "the operations of the guides: {tried}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
