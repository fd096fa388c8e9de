//! What the house promises of its own files: who imports whom, and how a file begins.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Rooms of the package `switchboard`, lowest first: each imports only from the lines before its own.
const ORDER: &[&[&str]] = &[
    &["clock", "config", "db", "error", "failpoint", "ical"],
    &["live", "migrations"],
    &["app"],
    &["audit", "auth", "desk", "lease"],
    &["requests"],
    &["graphql"],
    // The slices: leftward only.
    &["accounts"],
    &["persons"],
    &["contacts"],
    &["calendars"],
    &["events"],
    &["providers"],
    &["queues"],
    &["turns"],
    &["flows"],
    &["calls"],
    &["messages"],
    &["webhooks"],
    &["callouts"],
    &["alarms"],
    &["exchange", "schema"],
    &["web", "worker"],
    &["cli"],
];

/// The one pair on a line that may import each other: the audit log takes a caller's permit, and a log-in is audited.
const PAIR: [&str; 2] = ["audit", "auth"];

/// Members of the workspace, and which of the others each may depend on.
const CRATES: [(&str, &[&str]); 13] = [
    ("api/crates/flow", &["numbering"]),
    ("api/crates/jobs", &[]),
    ("api/crates/mail", &[]),
    ("api/crates/numbering", &[]),
    ("api/crates/protocol", &[]),
    ("api/crates/recurrence", &[]),
    ("api/crates/rota", &[]),
    ("api/crates/telephony", &["flow", "numbering"]),
    ("api/crates/webhook", &[]),
    ("entity", &[]),
    ("migration", &[]),
    ("api", &["entity", "flow", "jobs", "mail", "migration", "numbering", "protocol", "recurrence", "rota", "telephony", "webhook"]),
    ("tests", &["entity", "flow", "jobs", "mail", "migration", "numbering", "protocol", "switchboard", "telephony"]),
];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every Rust file below `folder`, without what was built.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("a file of the project").path();
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn project_files() -> Vec<PathBuf> {
    ["api", "entity", "migration", "tests"].iter().flat_map(|folder| rust_files(&root().join(folder))).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the project")
}

/// The code without its comments.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// First segments of the paths that begin with `crate::`, also within braces.
fn rooms_named(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (_, rest) in code.match_indices("crate::").map(|(place, start)| (place, &code[place + start.len()..])) {
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(heads(group)),
            None => rooms.push(head(rest)),
        }
    }
    rooms
}

/// First segments of the paths in a group of imports, up to its closing brace.
fn heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut fresh = true;
    let mut heads = Vec::new();
    for (place, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            _ if fresh && !sign.is_whitespace() => {
                heads.push(head(&group[place..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

fn head(path: &str) -> String {
    path.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect()
}

fn level(room: &str) -> Option<usize> {
    ORDER.iter().position(|line| line.contains(&room))
}

fn may_import(from: &str, to: &str) -> bool {
    from == to || level(to).is_some_and(|below| Some(below) < level(from)) || (PAIR.contains(&from) && PAIR.contains(&to))
}

#[test]
fn rooms_import_only_from_below() {
    let source = root().join("api/src");
    let mut faults = Vec::new();

    for file in rust_files(&source) {
        let path = file.strip_prefix(&source).expect("a path below").to_string_lossy().into_owned();
        let room = head(&path);
        if ["lib", "main"].contains(&room.as_str()) {
            continue;
        }
        if level(&room).is_none() {
            faults.push(format!("{path}: the room `{room}` has no place in the order"));
        }
        for other in rooms_named(&code(&read(&file))) {
            if !may_import(&room, &other) {
                faults.push(format!("{path}: `{room}` imports from `{other}`, which is not below it"));
            }
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn crates_depend_only_on_those_they_may() {
    let members: Vec<&str> = CRATES.iter().flat_map(|(_, others)| others.iter().copied()).collect();
    let mut faults = Vec::new();

    for (folder, allowed) in CRATES {
        let manifest = read(&root().join(folder).join("Cargo.toml"));
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
        for name in dependencies.lines().filter_map(|line| line.split(['.', ' ', '=']).next()) {
            if members.contains(&name) && !allowed.contains(&name) {
                faults.push(format!("{folder} depends on {name}"));
            }
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_product_has_no_failpoints() {
    let manifest = read(&root().join("api/Cargo.toml"));
    let features = manifest.split("[features]").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
    let room = root().join("api/src/failpoint.rs");
    let product: Vec<_> = project_files().into_iter().filter(|file| !file.starts_with(root().join("tests")) && *file != room).collect();
    let arms: Vec<_> = product.into_iter().filter(|file| code(&read(file)).contains("failpoint::arm")).collect();
    let asks: Vec<_> = CRATES
        .iter()
        .filter(|(folder, _)| *folder != "api" && read(&root().join(folder).join("Cargo.toml")).contains("\"failpoints\""))
        .map(|(folder, _)| *folder)
        .collect();

    assert!(features.contains("failpoints = []") && !features.contains("default"), "{features}");
    assert_eq!((arms, asks), (Vec::new(), vec!["tests"]));
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let silent: Vec<_> = project_files().into_iter().filter(|file| !read(file).starts_with("//! ")).collect();

    assert!(silent.is_empty(), "these do not begin with `//! `: {silent:#?}");
}

#[test]
fn nothing_is_left_to_do_and_no_file_is_named_after_nothing() {
    // Put together so that this file does not find itself.
    let unfinished = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("TO", "DO"), concat!("FIX", "ME")];
    let empty_names = ["utils", "util", "common", "helpers", "helper", "misc"];

    let faults: Vec<_> = project_files()
        .into_iter()
        .filter(|file| {
            let text = read(file);
            let named = file.file_stem().is_some_and(|stem| empty_names.iter().any(|name| stem == *name))
                || file.parent().and_then(Path::file_name).is_some_and(|folder| empty_names.iter().any(|name| folder == *name));
            named || unfinished.iter().any(|word| text.contains(word))
        })
        .collect();

    assert!(faults.is_empty(), "unfinished, or named after nothing: {faults:#?}");
}

#[test]
fn imports_are_read_also_within_braces() {
    let text = "use crate::{\n    app::App,\n    graphql::{context::ContextExt, id},\n    live,\n};\nlet x = crate::db::Db; // crate::cli";

    assert_eq!(rooms_named(&code(text)), ["app", "graphql", "live", "db"]);
    assert!(may_import("schema", "calls") && may_import("auth", "audit"));
    assert!(!may_import("persons", "queues") && !may_import("schema", "exchange") && !may_import("db", "nowhere"));
}
