//! Files leave in pieces: nothing that grows with them is held in memory.

use std::fmt::Write;

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use futures_util::{Stream, TryStreamExt};
use serde_json::json;
use switchboard::{
    auth::Operation,
    contacts::{import::rejects, table},
};

use super::imported::{RUN, begin, send, work_off};

on_both!(files_leave_in_pieces_that_are_no_larger_however_many_rows_there_are);
async fn files_leave_in_pieces_that_are_no_larger_however_many_rows_there_are(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let id = begin(&client, json!({})).await;
    let mut file = "number\n".to_owned();
    for place in 0..2_600 {
        let (good, bad) = (format!("+349721{place:05}"), place.to_string());
        writeln!(file, "{}", if place % 2 == 0 { good } else { bad }).expect("a line");
    }
    send(&app, &client, id, &file).await;
    work_off(&app).await;
    client.query(RUN, json!({ "id": id })).await;
    work_off(&app).await;

    let caller = client.caller().expect("somebody");
    let contacts = table::export(app.app(), caller.permit(Operation::Contacts).expect("a permit"));
    let rejects = rejects::export(app.app(), caller.permit(Operation::ContactImport).expect("a permit"), id).await;
    let rejects = rejects.ok().flatten().expect("an import");

    // The head, 500, 500, and the rest of 1300.
    assert_eq!((lines(contacts).await, lines(rejects).await), (vec![1, 500, 500, 300], vec![1, 500, 500, 300]));
}

/// Lines of each piece.
async fn lines(pieces: impl Stream<Item = Result<Vec<u8>, anyhow::Error>>) -> Vec<usize> {
    let lines = |piece: Vec<u8>| piece.iter().filter(|sign| **sign == b'\n').count();
    pieces.map_ok(lines).try_collect().await.expect("the pieces")
}
