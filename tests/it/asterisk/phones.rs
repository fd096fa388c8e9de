//! The telephones that persons need, made by a real Asterisk of the list that the program prints.

use acceptance::{Lab, TestApp, on_both};
use entity::stored::Role;
use serde_json::json;

use crate::boot::program::Folder;

on_both!(the_telephones_that_are_listed_exist_on_an_asterisk_that_has_read_the_list);
async fn the_telephones_that_are_listed_exist_on_an_asterisk_that_has_read_the_list(app: TestApp) {
    let Some(lab) = Lab::own().await else { return };
    app.person("Ana \"Nana\" Ferrer; of <sales>").extension("1001").create().await;
    app.person("Pau").extension("1002").create().await;
    app.person("Without").create().await;
    let gone = app.person("Gone").extension("1003").create().await;
    let deactivate = "mutation ($id: ID!) { personDeactivate(id: $id) { userErrors { code } } }";
    app.as_role(Role::Coordinator).await.query(deactivate, json!({ "id": gone.id })).await;
    let folder = Folder::new();
    let mut command = folder.command(&["extensions", "--account", &app.id.to_string(), "--format", "asterisk"]);
    command.env("SWITCHBOARD_DATABASE__URL", app.database_url());

    let printed = folder.end(&mut command).await;
    folder.write("phones.conf", printed.out());
    lab.makes_phones(&folder.path().join("phones.conf")).await;

    assert_eq!((printed.code(), printed.err()), (0, ""));
    let endpoints = lab.cli("pjsip show endpoints").await;
    let made: Vec<&str> = endpoints.lines().filter_map(|line| line.trim().strip_prefix("Endpoint:")?.split_whitespace().next()).collect();
    assert_eq!(made, ["<Endpoint/CID.....................................>", "1001/1001", "1002/1002"], "{endpoints}");
    let ana = lab.cli("pjsip show endpoint 1001").await;
    let setting = |name: &str| {
        let found = ana.lines().find_map(|line| line.trim().strip_prefix(name)?.trim_start().strip_prefix(':'));
        found.map(str::trim).map(str::to_owned)
    };
    assert_eq!(setting("callerid ").as_deref(), Some("\"Ana Nana Ferrer of sales\" <1001>"), "{ana}");
    assert_eq!((setting("context ").as_deref(), setting("auth ").as_deref()), (Some("internal"), Some("1001-iauth")), "{ana}");
    let hints = lab.cli("core show hints").await;
    let hint = hints.lines().find(|line| line.trim_start().starts_with("1002@internal"));
    assert!(hint.is_some_and(|hint| hint.contains("PJSIP/1002")), "{hints}");
}
