//! Templates of texts.

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

const CREATE: &str = "mutation ($input: TemplateCreateInput!) { templateCreate(input: $input) {
    template { id key version variables unknown } userErrors { code path } } }";
const UPDATE: &str =
    "mutation ($id: ID!, $version: Int!, $input: TemplateUpdateInput!) { templateUpdate(id: $id, version: $version, input: $input) {
    template { body version } userErrors { code path } } }";
const PREVIEW: &str =
    "query ($id: ID!, $variables: JSON!) { templatePreview(id: $id, variables: $variables) { subject body html unknown } }";

fn text() -> Value {
    json!({ "key": "reminder", "name": "Reminder", "medium": "SMS", "body": "Hello {name}, call {number}. {customer_id}" })
}

on_both!(a_template_puts_in_what_is_known_and_says_what_is_not);
async fn a_template_puts_in_what_is_known_and_says_what_is_not(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let variables = json!({ "name": "Mary", "number": "+34972183386", "customer_id": 7 });

    let made = client.query(CREATE, json!({ "input": text() })).await["templateCreate"].take();
    let id = &made["template"]["id"];
    let refused = client.query(PREVIEW, json!({ "id": id, "variables": variables })).await["templatePreview"].take();
    let changed = client.query(UPDATE, json!({ "id": id, "version": 1, "input": { "unknown": "EMPTY", "medium": "VOICE" } })).await;
    let shown = client.query(PREVIEW, json!({ "id": id, "variables": variables })).await["templatePreview"].take();

    assert_eq!(made["template"]["variables"], json!(["customer_id", "name", "number"]));
    assert_eq!(refused, json!({ "subject": null, "body": null, "html": null, "unknown": ["customer_id"] }));
    assert_eq!(changed["templateUpdate"]["userErrors"], json!([]));
    assert_eq!(shown["body"], "Hello Mary, call 3 4 9 7 2 1 8 3 3 8 6. ");
}

on_both!(a_template_that_cannot_be_is_refused_with_its_path);
async fn a_template_that_cannot_be_is_refused_with_its_path(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let with = |field: &str, value: Value| {
        let mut input = text();
        input[field] = value;
        input
    };
    client.query(CREATE, json!({ "input": text() })).await;

    let table = [
        (text(), "TAKEN", "key"),
        (with("key", json!("two words")), "INVALID", "key"),
        (with("name", json!(" ")), "INVALID", "name"),
        (with("body", json!("x".repeat(1_601))), "INVALID", "body"),
        (with("subject", json!("x")), "INVALID", "subject"),
        (with("html", json!("<b>x</b>")), "INVALID", "html"),
    ];
    for (input, code, field) in table {
        let refused = client.query(CREATE, json!({ "input": input })).await["templateCreate"].take();
        assert_eq!(refused, json!({ "template": null, "userErrors": [{ "code": code, "path": ["input", field] }] }), "{input}");
    }
    let all = client.query("{ templates { nodes { key } } }", json!({})).await;
    assert_eq!(all["templates"]["nodes"], json!([{ "key": "reminder" }]));
}

on_both!(mail_has_a_subject_and_values_become_no_markup);
async fn mail_has_a_subject_and_values_become_no_markup(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let mail =
        json!({ "key": "mail", "name": "Mail", "medium": "EMAIL", "subject": "For {name}", "body": "Hi {name}", "html": "<b>{name}</b>" });

    let made = client.query(CREATE, json!({ "input": mail })).await["templateCreate"].take();
    let shown = client.query(PREVIEW, json!({ "id": made["template"]["id"], "variables": { "name": "<Mary>" } })).await;

    let expected = json!({ "subject": "For <Mary>", "body": "Hi <Mary>", "html": "<b>&lt;Mary&gt;</b>", "unknown": [] });
    assert_eq!(shown["templatePreview"], expected);
}

on_both!(a_template_is_deleted_and_of_two_who_change_one_the_second_is_told);
async fn a_template_is_deleted_and_of_two_who_change_one_the_second_is_told(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let made = client.query(CREATE, json!({ "input": text() })).await["templateCreate"]["template"].take();
    let change = |body: &str| json!({ "id": made["id"], "version": 1, "input": { "body": body } });

    client.query(UPDATE, change("one")).await;
    let stale = client.query(UPDATE, change("two")).await["templateUpdate"].take();
    let gone = client.query("mutation ($id: ID!) { templateDelete(id: $id) { deletedId } }", json!({ "id": made["id"] })).await;

    assert_eq!(stale, json!({ "template": { "body": "one", "version": 2 }, "userErrors": [{ "code": "CONFLICT", "path": ["version"] }] }));
    assert_eq!(gone["templateDelete"]["deletedId"], made["id"]);
}
