//! The binary: its commands, its beginning and its end. Each test runs it as a process of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by it")]

pub(crate) mod program;

use std::{os::unix::fs::PermissionsExt, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};

use self::program::{Demo, Folder, LIMIT};

/// A server answers only so many requests a minute.
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);

#[tokio::test]
async fn every_fault_of_the_configuration_is_told_at_once() {
    let folder = Folder::new();
    folder.write("switchboard.toml", "[limits]\ndepth = 0\nwidth = 1\n[[provider]]\nname = \"pbx\"\nkind = \"asterisk\"\n");
    let mut command = folder.command(&["serve"]);
    command.env("SWITCHBOARD_AUTH__SECRET", "short").env("SWITCHBOARD_SERVER__LISTEN", "everywhere");

    let ended = folder.end(&mut command).await;

    assert_eq!(ended.code(), 2, "{}", ended.err());
    for fault in [
        "limits.depth is 0",
        "limits.width (switchboard.toml) is no setting",
        "provider `pbx`: give address",
        "auth.secret has fewer than 32 bytes",
        "server.listen (SWITCHBOARD_SERVER__LISTEN)",
    ] {
        assert_eq!(ended.err().matches(fault).count(), 1, "{fault}: {}", ended.err());
    }
    assert!(!ended.err().contains("short"), "{}", ended.err());
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_told_without_its_password() {
    let folder = Folder::new();
    let mut command = folder.command(&["migrate"]);
    command.env("SWITCHBOARD_DATABASE__URL", "postgres://switchboard:hush hush@[");

    let ended = folder.end(&mut command).await;

    assert_eq!(ended.code(), 1);
    assert!(ended.err().contains("the PostgreSQL database cannot be opened"), "{}", ended.err());
    assert!(!ended.err().contains("hush"), "{}", ended.err());
}

#[tokio::test]
async fn the_reference_of_settings_can_be_served_with() {
    let folder = Folder::new();
    let reference = folder.run(&["config"]).await;
    folder.write("switchboard.toml", reference.out());

    let ended = folder.run(&["migrate"]).await;

    assert_eq!((ended.code(), ended.err()), (0, ""));
}

#[tokio::test]
async fn a_schema_that_differs_is_told_by_its_first_line() {
    let folder = Folder::new();
    let schema = folder.run(&["schema"]).await;
    folder.write("same.graphql", schema.out());
    folder.write("other.graphql", &schema.out().replacen("type Account", "type Accounts", 1));

    let (same, other) =
        (folder.run(&["schema", "--check", "same.graphql"]).await, folder.run(&["schema", "--check", "other.graphql"]).await);

    assert_eq!((same.code(), same.err()), (0, ""));
    assert_eq!(other.code(), 1);
    assert!(other.err().contains("it has `type Accounts") && other.err().contains("the code `type Account"), "{}", other.err());
}

#[tokio::test]
async fn a_first_account_is_founded_once_and_lets_its_admin_in() {
    let folder = Folder::new();
    folder.write("password", "correct horse battery\n");
    let init = ["init", "--account", "Som", "--email", "admin@example.org", "--password-file", "password"];
    let unmigrated = folder.run(&init).await;
    assert_eq!(folder.run(&["migrate", "--check"]).await.code(), 1);
    assert_eq!(folder.run(&["migrate"]).await.code(), 0);
    assert_eq!(folder.run(&["migrate", "--check"]).await.code(), 0);

    let (first, second) = (folder.run(&init).await, folder.run(&init).await);
    let further = folder.run(&[&init[..], &["--further"]].concat()).await;
    let token = folder.run(&["token", "access", "--email", "admin@example.org"]).await;
    let key =
        folder.run(&["token", "api-key", "--email", "admin@example.org", "--name", "desk", "--scopes", "QUEUES_READ,CALLS_READ"]).await;
    let nobody = folder.run(&["token", "access", "--email", "nobody@example.org"]).await;

    assert!(unmigrated.code() == 1 && unmigrated.err().contains("run `switchboard migrate`"), "{}", unmigrated.err());
    assert!(first.code() == 0 && first.out().contains("acc_"), "{}", first.err());
    assert!(second.code() == 1 && second.err().contains("there is an account already"), "{}", second.err());
    assert!(further.code() == 1 && further.err().contains("There is an account of this name"), "{}", further.err());
    assert!(token.code() == 0 && token.out().starts_with("ey"), "{}", token.err());
    assert!(key.code() == 0 && key.out().starts_with("sbk_"), "{}", key.err());
    assert!(nobody.code() == 1 && nobody.err().contains("There is no such active user"), "{}", nobody.err());
    let mode = std::fs::metadata(folder.path().join("switchboard.sqlite3")).unwrap().permissions().mode();
    assert_eq!(mode & 0o007, 0, "others may not read the database");
}

#[tokio::test]
async fn doctor_says_what_is_wrong_and_how_to_mend_it_and_changes_nothing() {
    let folder = Folder::new();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    folder.write("ami", "hush");
    std::fs::set_permissions(folder.path().join("ami"), PermissionsExt::from_mode(0o644)).unwrap();
    folder.write(
        "switchboard.toml",
        &format!(
            "[server]\nlisten = \"{}\"\n\
             [mail]\naddress = \"127.0.0.1:9\"\nfrom = \"us@example.org\"\n\
             [[provider]]\nname = \"pbx\"\nkind = \"asterisk\"\naddress = \"127.0.0.1:9\"\nuser = \"u\"\nsecret_file = \"ami\"\n\
             [[provider]]\nname = \"sim\"\nkind = \"simulator\"\nqueues = [\"support\"]\nextensions = [\"1001\"]\n",
            taken.local_addr().unwrap()
        ),
    );

    let ended = folder.run(&["doctor"]).await;

    assert_eq!(ended.code(), 1);
    for found in [
        "FAULT  secrets: ami can be read by everybody",
        "mend: chmod o-rwx ami",
        "FAULT  database: there is no switchboard.sqlite3 yet",
        "mend: run `switchboard migrate`",
        "FAULT  provider: `pbx`: cannot be reached",
        "good   provider: `sim`: connected, logged in; queues: support",
        "FAULT  mail: 127.0.0.1:9: the mail server cannot be used",
        "FAULT  server.listen: another program listens at",
    ] {
        assert!(ended.out().contains(found), "{found}: {}", ended.out());
    }
    assert!(!ended.out().contains("hush"));
    assert!(!folder.path().join("switchboard.sqlite3").exists());
}

#[tokio::test]
async fn the_demo_answers_and_ends_in_order_when_told() {
    let folder = Folder::new();
    let mut demo = Demo::start(&folder, None).await;

    let queues = loop {
        let queues = demo.ask("{ queues { nodes { name mode state { stale members { name } } } } }").await;
        // The third is answered by whoever is on duty, which is found out a moment later.
        if queues["data"]["queues"]["nodes"][2]["state"]["members"].as_array().is_some_and(|members| !members.is_empty()) {
            break queues;
        }
    };
    let page = demo.request("GET /health/ready HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n").await;
    demo.signal("TERM").await;
    let status = demo.ended().await;

    let sizes: Vec<_> = queues["data"]["queues"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|queue| {
            (queue["name"].as_str().unwrap(), queue["mode"].as_str().unwrap(), queue["state"]["members"].as_array().unwrap().len())
        })
        .collect();
    assert_eq!(sizes, [("Sales", "MANAGED", 5), ("Support", "MANAGED", 8), ("Technical help", "MANAGED", 3)]);
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert_eq!(status.code(), Some(0));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
}

#[tokio::test]
async fn the_demo_calls_its_contacts_over_the_simulator_alone() {
    let folder = Folder::new();
    let mut demo = Demo::start(&folder, None).await;

    let asked = "{ providers { kind } contacts { totalCount } callouts { nodes { name status routes { provider { kind } }
        statistics { calls calloutParticipationsSkipped } } } }";
    let mut looks = tokio::time::interval(BETWEEN_LOOKS);
    let calling = async {
        loop {
            looks.tick().await;
            let shown = demo.ask(asked).await["data"].take();
            let callouts = shown["callouts"]["nodes"].as_array().unwrap();
            let begun = |callout: &Value| callout["status"] == "RUNNING" && callout["statistics"]["calloutParticipationsSkipped"] != 0;
            // One of them calls by day only, and it may be night.
            let calls = callouts.iter().any(|callout| callout["statistics"]["calls"].as_i64() > Some(0));
            if callouts.len() == 2 && callouts.iter().all(begun) && calls {
                return shown;
            }
        }
    };
    let shown = timeout(LIMIT, calling).await.unwrap();
    demo.signal("TERM").await;

    let simulator = json!([{ "kind": "SIMULATOR" }]);
    assert_eq!((&shown["providers"], &shown["contacts"]["totalCount"]), (&simulator, &json!(300)));
    for callout in shown["callouts"]["nodes"].as_array().unwrap() {
        assert_eq!(callout["routes"][0]["provider"], simulator[0], "{callout}");
    }
    assert_eq!(demo.ended().await.code(), Some(0));
}

#[tokio::test]
async fn a_socket_is_told_that_the_server_goes() {
    let folder = Folder::new();
    let mut demo = Demo::start(&folder, None).await;
    let mut request = format!("ws://{}/graphql", demo.address()).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {}", demo.key()) } });
    socket.send(Message::text(init.to_string())).await.unwrap();
    let ack = timeout(LIMIT, socket.next()).await.unwrap().unwrap().unwrap();
    assert!(ack.to_text().unwrap().contains("connection_ack"), "{ack}");

    demo.signal("TERM").await;
    let close = timeout(LIMIT, async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(frame))) => return frame.unwrap(),
                Some(Ok(_)) => {}
                other => panic!("no close frame but {other:?}"),
            }
        }
    });
    let close = close.await.unwrap();

    assert_eq!((u16::from(close.code), close.reason.is_empty()), (1012, false), "{close}");
    assert_eq!(demo.ended().await.code(), Some(0));
}

#[tokio::test]
async fn a_request_under_way_is_waited_for_and_a_second_signal_is_not_to_be_argued_with() {
    let folder = Folder::new();
    let (mut patient, mut hurried) = (Demo::start(&folder, None).await, Demo::start(&folder, None).await);
    let head =
        "POST /graphql HTTP/1.1\r\nHost: demo\r\nContent-Type: application/json\r\nContent-Length: 26\r\nExpect: 100-continue\r\n\r\n";
    let (goes_on, body) = ("HTTP/1.1 100 Continue\r\n\r\n", "{\"query\":\"{ __typename }\"}");
    let mut streams = Vec::new();
    for demo in [&patient, &hurried] {
        let mut stream = TcpStream::connect(demo.address()).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut said = vec![0; goes_on.len()];
        timeout(LIMIT, stream.read_exact(&mut said)).await.unwrap().unwrap();
        assert_eq!(String::from_utf8(said).unwrap(), goes_on, "it waits for the body");
        demo.signal("TERM").await;
        streams.push(stream);
    }

    hurried.signal("INT").await;
    assert_eq!(hurried.ended().await.code(), Some(130));

    let mut answer = String::new();
    streams[0].write_all(body.as_bytes()).await.unwrap();
    timeout(LIMIT, streams[0].read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("{\"data\":{\"__typename\":\"Query\"}}"), "{answer}");
    assert_eq!(patient.ended().await.code(), Some(0));
}

#[tokio::test]
async fn killed_and_started_again_it_goes_on_with_what_it_had() {
    let folder = Folder::new();
    let document = "{ persons { nodes { id name } } queues { nodes { id mode } } }";
    let mut first = Demo::start(&folder, Some("data")).await;
    let before = first.ask(document).await;
    first.signal("KILL").await;
    assert_eq!(first.ended().await.code(), None);

    let mut second = Demo::start(&folder, Some("data")).await;
    let after = second.ask(document).await;
    second.signal("TERM").await;

    assert_eq!(before["data"]["persons"]["nodes"].as_array().unwrap().len(), 12);
    assert_eq!(before, after);
    assert_eq!(second.ended().await.code(), Some(0));
}
