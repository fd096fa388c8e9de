//! What `deploy/` names is the program's: settings, commands, ports, health endpoints, files of the telephone systems.

use std::{collections::BTreeSet, fs, path::PathBuf};

use switchboard::config::{Config, REFERENCE};

/// Variables without a section that the program reads.
const VARIABLES: [&str; 2] = ["SWITCHBOARD_CONFIG", "SWITCHBOARD_PASSWORD"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files of `deploy/` but the linters, and the guides, with their paths from the root.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("deploy"), root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("a file of the project").path();
            if path.is_dir() && !path.ends_with("tools") && !path.ends_with("secrets") {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let shown = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
                found.push((shown, text));
            }
        }
    }
    found.sort();
    found
}

/// Whether the program has this setting.
fn is_setting(section: &str, setting: &str) -> bool {
    REFERENCE.split("\n[").filter(|part| part.trim_start_matches('[').starts_with(&format!("{section}]"))).any(|part| {
        part.lines().any(|line| {
            let line = line.trim_start_matches('#');
            line.split_once(" = ").is_some_and(|(name, _)| name == setting)
        })
    })
}

/// Words of `text` that begin with `start`, as far as `goes_on` says.
fn words<'text>(text: &'text str, start: &str, goes_on: fn(char) -> bool) -> Vec<&'text str> {
    text.match_indices(start)
        .map(|(place, _)| {
            let rest = &text[place..];
            &rest[..rest.find(|sign| !goes_on(sign)).unwrap_or(rest.len())]
        })
        .collect()
}

#[test]
fn every_variable_is_one_that_the_program_reads() {
    let mut faults = Vec::new();

    for (file, text) in files() {
        for name in words(&text, "SWITCHBOARD_", |sign| sign.is_ascii_uppercase() || sign == '_') {
            let known = match name.trim_start_matches("SWITCHBOARD_").split_once("__") {
                Some((section, setting)) => is_setting(&section.to_lowercase(), &setting.to_lowercase()),
                // Those of the guides' own examples, and of the dialplan, are no business of the program's configuration.
                None => file.starts_with("docs/") || !file.ends_with(".yaml") || VARIABLES.contains(&name),
            };
            // `SWITCHBOARD_<SECTION>__<SETTING>` says how they are made.
            if !known && name != "SWITCHBOARD_" {
                faults.push(format!("{file}: {name}"));
            }
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn settings_are_understood_by_the_program() {
    let mut tables: Vec<(String, String)> = files().into_iter().filter(|(file, _)| file.ends_with(".toml")).collect();
    let papers = files().into_iter().filter(|(file, _)| file.ends_with(".md")).chain([("README.md".to_owned(), read("README.md"))]);
    for (file, text) in papers {
        tables.extend(text.split("```toml\n").skip(1).filter_map(|rest| Some((file.clone(), rest.split("```").next()?.to_owned()))));
    }
    let values = read("deploy/checks/chart-values.yaml");
    let chart = values.split("config: |\n").nth(1).and_then(|rest| rest.split("\ningress:").next()).unwrap_or_default();
    tables.push(("deploy/checks/chart-values.yaml".to_owned(), chart.lines().map(|line| format!("{}\n", line.trim())).collect()));
    let place = std::env::temp_dir().join(format!("switchboard-deploy-{}.toml", std::process::id()));
    let mut faults = Vec::new();

    assert!(tables.len() > 5, "the files and blocks of settings: {}", tables.len());
    for (file, text) in tables {
        fs::write(&place, text).expect("a file is written");
        let (_, found) = Config::read(Some(&place), []);
        // The files with secrets are where this is run, and not here.
        let found = found.into_iter().filter(|fault| !fault.contains("which cannot be used: "));
        faults.extend(found.map(|fault| format!("{file}: {fault}")));
    }
    fs::remove_file(&place).expect("the file goes");

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn health_endpoints_are_served() {
    let served = read("api/src/web/mod.rs");
    let mut asked = BTreeSet::new();

    for (file, text) in files() {
        for path in words(&text, "/health/", |sign| sign.is_ascii_lowercase() || sign == '/') {
            asked.insert(path.to_owned());
            assert!(served.contains(&format!("\"{path}\"")), "{file}: {path} is not served");
        }
    }

    assert_eq!(asked.into_iter().collect::<Vec<_>>(), ["/health/live", "/health/ready"]);
}

#[test]
fn everybody_means_the_same_port() {
    let image = read("deploy/Dockerfile");
    let listened = image.split("SWITCHBOARD_SERVER__LISTEN=0.0.0.0:").nth(1).map(|rest| rest.chars().take_while(char::is_ascii_digit));
    let port: String = listened.expect("the image listens somewhere").collect();

    assert!(image.contains(&format!("EXPOSE {port}\n")));
    assert!(read("deploy/compose.yaml").contains(&format!("- 127.0.0.1:{port}:{port}\n")));
    let api = read("deploy/helm/switchboard/templates/api.yaml");
    assert!(api.contains(&format!("value: 0.0.0.0:{port}\n")) && api.contains(&format!("containerPort: {port}\n")), "{port}");
}

#[test]
fn commands_are_those_of_the_program() {
    let commands = ["cli/mod.rs", "cli/serve.rs", "cli/init.rs"].map(|file| read(&format!("api/src/{file}"))).join("\n");
    let mut asked = BTreeSet::new();
    for (file, text) in files() {
        let lists = text.lines().filter_map(|line| {
            let line = line.trim();
            let list = ["args: [", "command: [", "CMD ["].iter().find_map(|start| line.strip_prefix(start))?;
            list.strip_suffix(']')
        });
        let units = text.lines().filter_map(|line| line.split_once("=/usr/local/bin/switchboard ").map(|(_, rest)| rest));
        for word in lists.chain(units).flat_map(|list| list.split([',', ' '])) {
            let word = word.trim().trim_matches('"');
            if !word.is_empty() && word != "health" {
                asked.insert((word.to_owned(), file.clone()));
            }
        }
    }

    assert!(asked.len() > 6, "the commands of deploy/: {asked:?}");
    for (word, file) in asked {
        let is_there = match word.strip_prefix("--") {
            Some(option) => commands.contains(&format!("    {}: ", option.replace('-', "_"))),
            None => {
                let (first, rest) = word.split_at(1);
                commands.contains(&format!("    {}{rest}(", first.to_uppercase()))
            }
        };
        assert!(is_there, "{file}: the program has no `{word}`");
    }
}

#[test]
fn the_image_is_built_by_what_the_project_says() {
    let image = read("deploy/Dockerfile");
    let manifest = read("Cargo.toml");
    let rust = manifest.split("rust-version = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();

    assert!(image.contains(&format!("ARG RUST={rust}\n")), "{rust}");
    let tools = read("tests/services/tools");
    for package in ["cmake", "libclang-dev"] {
        assert!(image.contains(package) && tools.contains(package), "{package}");
    }
    let copied = image.lines().filter_map(|line| line.strip_prefix("COPY ")).filter(|line| !line.starts_with("--from"));
    for path in copied.flat_map(|line| line.split(' ').filter(|word| !word.starts_with("--")).rev().skip(1).collect::<Vec<_>>()) {
        assert!(root().join(path).exists(), "the Dockerfile copies {path}");
        let first = path.split('/').next().unwrap_or_default();
        let let_in = read("deploy/Dockerfile.dockerignore");
        assert!(let_in.lines().any(|line| line.trim_start_matches('!').split('/').next() == Some(first)), "{path} is not let in");
    }
}

#[test]
fn the_asterisk_beside_it_is_asked_for_what_its_excerpts_give() {
    let asked = read("deploy/compose/asterisk.toml");
    let excerpts = |file: &str| read(&format!("deploy/asterisk/{file}"));
    let compose = read("deploy/compose.asterisk.yaml");
    let start = read("deploy/compose/asterisk/start");

    assert!(asked.contains("user = \"switchboard\"") && excerpts("manager.conf").contains("\n[switchboard]\n"));
    assert!(asked.contains("ari_user = \"switchboard\"") && excerpts("ari.conf").contains("\n[switchboard]\n"));
    assert!(
        asked.contains("outgoing_context = \"switchboard-outgoing\"") && excerpts("outgoing.conf").contains("\n[switchboard-outgoing]\n")
    );
    assert!(asked.contains("\"SwitchboardQueueResult\"") && excerpts("extensions.conf").contains("UserEvent(SwitchboardQueueResult,"));
    assert!(asked.contains("asterisk:5038") && excerpts("manager.conf").contains("\nport = 5038\n"));
    assert!(asked.contains("asterisk:8088/ari") && excerpts("http.conf").contains("\nbindport = 8088\n"));
    assert!(
        asked.contains("\"/run/secrets/asterisk\"")
            && compose.contains("\nsecrets:\n  asterisk:\n")
            && start.contains("/run/secrets/asterisk")
    );
    for (file, words) in
        [("manager", "CHANGE-ME"), ("manager", "\npermit = "), ("ari", "CHANGE-ME"), ("ari", "\npermit = "), ("http", "\nbindaddr = ")]
    {
        assert!(excerpts(&format!("{file}.conf")).contains(words), "compose/asterisk/start changes `{words}` of {file}.conf");
    }
}
