//! Contacts taken over from files, and written to one.

use std::{collections::BTreeMap, fmt::Write};

use acceptance::{Client, TestAccount, TestApp, on_both};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use chrono::TimeDelta;
use entity::{
    contact, contact_import, contact_import_row,
    id::ContactImportId,
    stored::{ChangeKind, Role, Topic},
};
use http_body_util::BodyExt;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    EntityTrait, IntoActiveModel, PaginatorTrait,
};
use serde_json::{Value, json};
use switchboard::{
    accounts::service::{TokenWanted, issue_token},
    contacts::import::job,
    web,
    worker::housekeeping,
};
use tower::ServiceExt;

use super::SOON;

const CREATE: &str = "mutation ($input: ContactImportCreateInput!) {
    contactImportCreate(input: $input) { contactImport { id status } userErrors { code path } } }";
const UPDATE: &str = "mutation ($id: ID!, $input: ContactImportUpdateInput!) {
    contactImportUpdate(id: $id, input: $input) { contactImport { status } userErrors { code path } } }";
pub(super) const RUN: &str = "mutation ($id: ID!) { contactImportRun(id: $id) { contactImport { status } userErrors { code path } } }";
const SHOW: &str = "query ($id: ID!) { contactImport(id: $id) {
    status columns rowCount done problem counts { created updated unchanged duplicate rejected } mapping { column target path }
    rows(first: 200) { nodes { line number verdict reason } } } }";

pub(super) async fn begin(client: &Client, input: Value) -> ContactImportId {
    let mut whole = json!({ "name": "contacts.csv" });
    input.as_object().expect("fields").iter().for_each(|(name, value)| whole[name] = value.clone());
    let answer = client.query(CREATE, json!({ "input": whole })).await;
    assert_eq!(answer["contactImportCreate"]["userErrors"], json!([]));
    answer["contactImportCreate"]["contactImport"]["id"].as_str().expect("an id").parse().expect("an id of an import")
}

/// What the server answers: status and text.
async fn asked(
    account: &TestAccount,
    client: &Client,
    request: axum::http::request::Builder,
    body: impl Into<Body>,
) -> (StatusCode, String) {
    let email = client.caller().expect("somebody").name.clone();
    let Ok(token) = issue_token(account.access(), &email, TokenWanted::Access).await else { panic!("no token for {email}") };
    let router = web::Server::new(account.access().clone()).expect("a server").router();
    let request = request.header("authorization", format!("Bearer {token}")).body(body.into()).expect("a request");
    let response = router.oneshot(request).await.expect("an answer");
    let status = response.status();
    let bytes = response.into_body().collect().await.expect("the whole answer").to_bytes();
    (status, String::from_utf8(bytes.to_vec()).expect("text"))
}

pub(super) async fn send(account: &TestAccount, client: &Client, id: ContactImportId, file: &str) -> (StatusCode, String) {
    let request = Request::post(format!("/import/contacts?import={id}")).header("content-type", "text/csv");
    asked(account, client, request, file.to_owned()).await
}

/// Works off whatever is due.
pub(super) async fn work_off(account: &TestAccount) {
    let app = account.access().app();
    for claim in job::claim(app, 10).await.expect("a claim") {
        while job::piece(app, &claim).await.expect("a piece") {}
    }
}

async fn shown(client: &Client, id: ContactImportId) -> Value {
    client.query(SHOW, json!({ "id": id })).await["contactImport"].take()
}

/// Each row's verdict by its line.
fn verdicts(import: &Value) -> Vec<(i64, String)> {
    let rows = import["rows"]["nodes"].as_array().expect("rows").iter();
    rows.map(|row| (row["line"].as_i64().expect("a line"), row["verdict"].as_str().unwrap_or("-").to_owned())).collect()
}

const FILE: &str = "phone,Name,City,Children
+34972183386,Ana,Girona,2
0034 972 183 386,Ana again,,
12,Nobody,,
+34934123456,Berta,Barcelona,
+34972183380,Carla,Salt,0
";

on_both!(each_row_has_a_verdict_before_anything_is_written_and_the_same_when_it_is);
async fn each_row_has_a_verdict_before_anything_is_written_and_the_same_when_it_is(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    app.contact(&client, json!({ "number": "+34934123456", "name": "Berta", "metadata": { "City": "Barcelona", "vip": true } })).await;
    app.contact(&client, json!({ "number": "+34972183380", "metadata": { "City": "Girona" } })).await;
    let id = begin(&client, json!({})).await;

    let sent = send(&app, &client, id, FILE).await;
    work_off(&app).await;
    let checked = shown(&client, id).await;
    let before = contact::Entity::find().count(app.app().db.read()).await.expect("a count");
    client.query(RUN, json!({ "id": id })).await;
    work_off(&app).await;
    let completed = shown(&client, id).await;

    let expected = [(2, "CREATED"), (3, "DUPLICATE"), (4, "REJECTED"), (5, "UNCHANGED"), (6, "UPDATED")];
    let expected: Vec<(i64, String)> = expected.into_iter().map(|(line, verdict)| (line, verdict.to_owned())).collect();
    let counts = json!({ "created": 1, "updated": 1, "unchanged": 1, "duplicate": 1, "rejected": 1 });
    assert_eq!((sent.0, before), (StatusCode::ACCEPTED, 2));
    for (import, status) in [(&checked, "CHECKED"), (&completed, "COMPLETED")] {
        assert_eq!((&import["status"], &import["counts"], &import["done"]), (&json!(status), &counts, &json!(5)));
        assert_eq!(verdicts(import), expected, "{status}");
    }
    assert_eq!(checked["mapping"][2], json!({ "column": "City", "target": "METADATA", "path": ["City"] }));
    assert_eq!(checked["rows"]["nodes"][2]["reason"].as_str().map(|reason| &reason[..4]), Some("`12`"));
    let all = client.query("{ contacts(sort: { field: NUMBER }) { nodes { number name metadata } } }", json!({})).await;
    assert_eq!(
        all["contacts"]["nodes"],
        json!([
            { "number": "+34934123456", "name": "Berta", "metadata": { "City": "Barcelona", "vip": true } },
            { "number": "+34972183380", "name": "Carla", "metadata": { "City": "Salt", "Children": "0" } },
            { "number": "+34972183386", "name": "Ana", "metadata": { "City": "Girona", "Children": "2" } },
        ])
    );
    let told = app.news().await.into_iter().filter(|news| news.topic == Topic::Contact).map(|news| news.kind).collect::<Vec<_>>();
    assert_eq!(told, [ChangeKind::Created, ChangeKind::Created, ChangeKind::Created, ChangeKind::Updated]);
}

on_both!(two_thousand_rows_with_faults_each_come_to_one_verdict_and_a_second_run_changes_nothing);
async fn two_thousand_rows_with_faults_each_come_to_one_verdict_and_a_second_run_changes_nothing(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let mut file = "number;name\n".to_owned();
    for row in 0..2_000 {
        match row % 40 {
            7 => writeln!(file, "nonsense {row};Nobody"),
            // The same as the row before.
            23 => writeln!(file, "+3497{:07};Again", row - 1),
            _ => writeln!(file, "+3497{row:07};Person {row}"),
        }
        .expect("text");
    }
    // Not every made-up number is one that Spain has.
    let numbers = file.lines().skip(1).filter_map(|line| line.split(';').next());
    let valid = numbers.filter(|number| number.parse::<numbering::Msisdn>().is_ok()).collect::<std::collections::BTreeSet<_>>().len();
    let id = begin(&client, json!({})).await;
    send(&app, &client, id, &file).await;
    work_off(&app).await;
    let sums = |import: &Value| -> BTreeMap<String, i64> {
        let counts = import["counts"].as_object().expect("counts").iter();
        counts.map(|(name, count)| (name.clone(), count.as_i64().expect("a number"))).collect()
    };
    let checked = sums(&shown(&client, id).await);

    client.query(RUN, json!({ "id": id })).await;
    work_off(&app).await;
    let first = sums(&shown(&client, id).await);
    let news = app.news().await.iter().filter(|news| news.topic == Topic::Contact).count();
    client.query(RUN, json!({ "id": id })).await;
    work_off(&app).await;
    let second = sums(&shown(&client, id).await);

    assert_eq!(checked, first);
    assert_eq!(first.values().sum::<i64>(), 2_000);
    assert_eq!(usize::try_from(first["created"]), Ok(valid));
    assert_eq!((second["created"], second["updated"], second["unchanged"]), (0, 0, first["created"]));
    assert_eq!((second["duplicate"], second["rejected"]), (first["duplicate"], first["rejected"]));
    assert_eq!(app.news().await.iter().filter(|news| news.topic == Topic::Contact).count(), news);
    assert_eq!(news, valid);
}

on_both!(an_import_whose_process_dies_is_gone_on_with_by_another);
async fn an_import_whose_process_dies_is_gone_on_with_by_another(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let other = app.another_process().await;
    let file: String = ["number\n".to_owned()].into_iter().chain((0..1_200).map(|row| format!("+349721{row:05}\n"))).collect();
    let id = begin(&client, json!({})).await;
    send(&app, &client, id, &file).await;
    work_off(&app).await;
    client.query(RUN, json!({ "id": id })).await;

    // Dies after the first piece; meanwhile nobody else takes it up.
    let [claim] = job::claim(app.app(), 10).await.expect("a claim")[..] else { panic!("one import is due") };
    assert!(job::piece(app.app(), &claim).await.expect("a piece"));
    assert_eq!(job::claim(other.access().app(), 10).await.expect("a look"), []);
    app.clock.advance(TimeDelta::seconds(31));
    let [taken] = job::claim(other.access().app(), 10).await.expect("a claim")[..] else { panic!("it is due again") };
    assert!(job::piece(other.access().app(), &taken).await.expect("a piece"));
    // Who was thought dead comes back, and writes nothing.
    assert!(!job::piece(app.app(), &claim).await.expect("nothing"));
    while job::piece(other.access().app(), &taken).await.expect("a piece") {}

    let import = shown(&client, id).await;
    let created = i64::try_from(contact::Entity::find().count(app.app().db.read()).await.expect("a count")).expect("a number");
    assert_eq!((&import["status"], &import["done"]), (&json!("COMPLETED"), &json!(1_200)));
    assert_eq!((&import["counts"]["created"], &import["counts"]["unchanged"]), (&json!(created), &json!(0)));
}

on_both!(a_mapping_says_where_columns_go_and_may_be_mended_before_the_run);
async fn a_mapping_says_where_columns_go_and_may_be_mended_before_the_run(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let column = |column: &str, target: &str, path: Value| json!({ "column": column, "target": target, "path": path });
    let id = begin(&client, json!({ "header": false, "mapping": [column("2", "NUMBER", Value::Null)] })).await;

    let wrong = send(&app, &client, id, "Girona,972183386,x\n").await;
    work_off(&app).await;
    let national = shown(&client, id).await;
    let mapping = json!([column("2", "NUMBER", Value::Null), column("1", "METADATA", json!(["address", "a.b"]))]);
    let unknown = client.query(UPDATE, json!({ "id": id, "input": { "mapping": [column("9", "NUMBER", Value::Null)] } })).await;
    client.query(UPDATE, json!({ "id": id, "input": { "mapping": mapping, "country": "ES" } })).await;
    work_off(&app).await;
    client.query(RUN, json!({ "id": id })).await;
    work_off(&app).await;

    assert_eq!((wrong.0, verdicts(&national)), (StatusCode::ACCEPTED, vec![(1, "REJECTED".to_owned())]));
    assert_eq!(unknown["contactImportUpdate"]["userErrors"], json!([{ "code": "INVALID", "path": ["input", "mapping"] }]));
    let all = client.query("{ contacts { nodes { number metadata } } }", json!({})).await;
    assert_eq!(all["contacts"]["nodes"], json!([{ "number": "+34972183386", "metadata": { "address": { "a.b": "Girona" } } }]));
}

on_both!(what_cannot_be_imported_is_refused_and_nothing_is_kept);
async fn what_cannot_be_imported_is_refused_and_nothing_is_kept(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let viewer = app.as_role(Role::Viewer).await;
    let foreign = begin(&app.other_account().await.as_role(Role::Admin).await, json!({})).await;
    let id = begin(&client, json!({})).await;
    let table = [
        (&client, id, "", StatusCode::UNPROCESSABLE_ENTITY),
        (&client, id, "name,city\nAna,Girona\n", StatusCode::UNPROCESSABLE_ENTITY),
        (&client, foreign, FILE, StatusCode::NOT_FOUND),
        (&viewer, id, FILE, StatusCode::FORBIDDEN),
    ];

    for (client, id, file, status) in table {
        assert_eq!(send(&app, client, id, file).await.0, status, "{file}");
    }
    let plain = Request::post(format!("/import/contacts?import={id}")).header("content-type", "text/plain");
    assert_eq!(asked(&app, &client, plain, FILE).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = "x".repeat(16 * 1024 * 1024 + 1);
    assert_eq!(send(&app, &client, id, &large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let long = "number\n".to_owned() + &"1\n".repeat(200_001);
    assert_eq!(send(&app, &client, id, &long).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(entity::contact_import_row::Entity::find().count(app.app().db.read()).await.expect("a count"), 0);
    assert_eq!(shown(&client, id).await["status"], "WAITING");
    let early = client.query(RUN, json!({ "id": id })).await;
    assert_eq!(early["contactImportRun"]["userErrors"], json!([{ "code": "CONFLICT", "path": ["id"] }]));
    assert_eq!(send(&app, &client, id, FILE).await.0, StatusCode::ACCEPTED);
    assert_eq!(send(&app, &client, id, FILE).await.0, StatusCode::CONFLICT);
}

on_both!(rejected_rows_leave_as_a_file_with_their_reasons);
async fn rejected_rows_leave_as_a_file_with_their_reasons(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let id = begin(&client, json!({})).await;
    send(&app, &client, id, "number,name\n12,=1+1\n+34972183386,Ana\n+34972183386,Berta\n").await;
    work_off(&app).await;

    let request = Request::get(format!("/export/contact-import-rejects.csv?import={id}"));
    let (status, file) = asked(&app, &client, request, Body::empty()).await;

    let lines: Vec<&str> = file.lines().collect();
    assert_eq!((status, lines.len(), lines[0]), (StatusCode::OK, 3, "number,name,import_line,import_reason"));
    assert!(lines[1].starts_with("12,'=1+1,2,") && lines[2].starts_with("'+34972183386,Berta,4,"), "{file}");
}

on_both!(what_is_exported_can_be_imported_and_changes_nothing);
async fn what_is_exported_can_be_imported_and_changes_nothing(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let odd = json!({ "number": "+34972183386", "name": "=HYPERLINK(\"x\")", "metadata": { "a,b": ["c", 1], "n": { "m": true } }, "timeZone": "Europe/Madrid" });
    app.contact(&client, odd).await;
    for number in 0..600 {
        client
            .query(
                "mutation ($n: String!) { contactUpsert(input: { number: $n }) { userErrors { code } } }",
                json!({ "n": format!("+349721{number:05}") }),
            )
            .await;
    }
    let contacts = contact::Entity::find().count(app.app().db.read()).await.expect("a count");

    let (status, file) = asked(&app, &client, Request::get("/export/contacts.csv"), Body::empty()).await;
    let id = begin(&client, json!({ "metadataMode": "REPLACE" })).await;
    send(&app, &client, id, &file).await;
    client.query(UPDATE, json!({ "id": id, "input": {} })).await;
    work_off(&app).await;

    let import = shown(&client, id).await;
    assert_eq!((status, file.lines().count() as u64), (StatusCode::OK, contacts + 1));
    assert!(file.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{}", file.lines().nth(1).unwrap_or_default());
    assert_eq!(import["counts"]["unchanged"], json!(contacts), "{import:#}");
}

on_both!(progress_is_told_from_the_file_to_the_end);
async fn progress_is_told_from_the_file_to_the_end(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let id = begin(&client, json!({})).await;
    let changed = "subscription ($id: ID) { contactImportChanged(contactImportId: $id) { kind nodeId contactImport { status done } } }";
    app.app().live.catch_up().await.expect("the beginning was told");
    let mut changes = client.subscribe(changed, json!({ "id": id })).await;

    send(&app, &client, id, FILE).await;
    let first = changes.next_within(SOON).await["contactImportChanged"].take();
    work_off(&app).await;
    let second = changes.next_within(SOON).await["contactImportChanged"].take();
    client.query(RUN, json!({ "id": id })).await;
    let third = changes.next_within(SOON).await["contactImportChanged"].take();
    work_off(&app).await;
    let last = changes.next_within(SOON).await["contactImportChanged"].take();

    assert_eq!((&first["kind"], &first["nodeId"]), (&json!("UPDATED"), &json!(id)));
    assert_eq!(second["contactImport"], json!({ "status": "CHECKED", "done": 5 }));
    assert_eq!(third["contactImport"], json!({ "status": "RUNNING", "done": 0 }));
    assert_eq!(last["contactImport"], json!({ "status": "COMPLETED", "done": 5 }));
}

on_both!(an_import_that_nobody_goes_on_with_goes_after_its_time_with_its_rows);
async fn an_import_that_nobody_goes_on_with_goes_after_its_time_with_its_rows(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let (old, goes_on) = (begin(&admin, json!({})).await, begin(&admin, json!({})).await);
    let row = |import_id, position| contact_import_row::Model {
        import_id,
        position,
        line: position,
        cells: json!(["+34972183386"]),
        number: None,
        verdict: None,
        reason: None,
    };
    let rows = (1..=1_100).map(|position| row(old, position)).chain([row(goes_on, 1)]).map(IntoActiveModel::into_active_model);
    let tx = app.app().db.begin().await.expect("a transaction");
    contact_import_row::Entity::insert_many(rows).exec_without_returning(&*tx).await.expect("rows");
    let due = contact_import::ActiveModel { id: Unchanged(goes_on), due_at: Set(Some(app.now())), ..Default::default() };
    due.update(&*tx).await.expect("somebody has to go on with it");
    tx.commit().await.expect("a commit");
    let count = || async { contact_import_row::Entity::find().count(app.app().db.read()).await.expect("a count") };

    app.clock.advance(TimeDelta::days(90));
    housekeeping::once(app.app()).await.expect("it is cleaned up");
    let before = count().await;
    app.clock.advance(TimeDelta::seconds(1));
    housekeeping::once(app.app()).await.expect("it is cleaned up");

    assert_eq!((before, count().await), (1_101, 1));
    let left = contact_import::Entity::find().all(app.app().db.read()).await.expect("imports");
    assert_eq!(left.iter().map(|import| import.id).collect::<Vec<_>>(), [goes_on]);
}
