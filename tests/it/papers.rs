//! What the papers name is there: files, functions and tests, links, commands, limits, codes. Prose that no test reads drifts.

mod guides;
mod readme;

use std::{fs, path::PathBuf};

use switchboard::{config::REFERENCE, failpoint::Failpoint};

const PAPERS: [&str; 8] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "collections/README.md",
    "deploy/README.md",
    "deploy/asterisk/README.md",
    "deploy/twilio/README.md",
];

/// Where there is a guide for each reader.
const GUIDES: &str = "docs";

/// Made by a build, so not in every working copy.
const BUILT: &str = "frontend-example/dist";

/// The noun by which CONTRIBUTING shows how one is added; it has no files yet.
const EXAMPLE: &str = "contact";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The guides, by their paths.
fn guides() -> Vec<String> {
    let entries = fs::read_dir(root().join(GUIDES)).expect("the folder of the guides");
    let names = entries.map(|entry| entry.expect("a guide").file_name().to_string_lossy().into_owned());
    let mut guides: Vec<String> = names.filter(|name| name.ends_with(".md")).map(|name| format!("{GUIDES}/{name}")).collect();
    guides.sort();
    guides
}

/// All papers, by their paths.
fn papers() -> Vec<String> {
    PAPERS.iter().map(|&paper| paper.to_owned()).chain(guides()).collect()
}

/// What stands between single backticks, outside of blocks.
fn spans(paper: &str) -> Vec<String> {
    let prose: Vec<&str> = paper.split("```").step_by(2).collect();
    prose.join("").split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Where a path of a paper may begin: at the root, or in `api/src/`.
fn found(path: &str) -> Option<PathBuf> {
    [root().join(path), root().join("api/src").join(path)].into_iter().find(|path| path.exists())
}

/// A path with, perhaps, the name of a function in it.
fn place(span: &str) -> Option<(&str, Option<&str>)> {
    let (path, name) = span.split_once("::").map_or((span, None), |(path, name)| (path, Some(name)));
    let plain = path.chars().all(|sign| sign.is_ascii_alphanumeric() || "_-./".contains(sign));
    let known = path.ends_with(".rs") || path.split('/').next().is_some_and(|first| !first.is_empty() && found(first).is_some());
    (plain && path.contains('/') && known && path != BUILT && !path.contains(EXAMPLE)).then_some((path, name))
}

#[test]
fn files_and_functions_are_where_the_papers_say() {
    let mut faults = Vec::new();

    for paper in papers() {
        for span in spans(&read(&paper)) {
            let Some((path, name)) = place(&span) else { continue };
            let Some(file) = found(path) else {
                faults.push(format!("{paper}: there is no {path}"));
                continue;
            };
            let Some(name) = name else { continue };
            let text = fs::read_to_string(&file).unwrap_or_default();
            if !text.contains(&format!("fn {name}(")) && !text.contains(&format!("fn {name}<")) {
                faults.push(format!("{paper}: {path} has no function {name}"));
            }
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_place_at_which_processes_die_is_told() {
    let told = spans(&read("CONTRIBUTING.md"));
    let untold: Vec<_> =
        Failpoint::ALL.concat().into_iter().map(Failpoint::name).filter(|name| !told.iter().any(|span| span == name)).collect();

    assert!(untold.is_empty(), "CONTRIBUTING.md does not tell {untold:?}");
}

#[test]
fn links_lead_somewhere() {
    let mut faults = Vec::new();

    for paper in papers() {
        // What stands in code is no link.
        let prose: Vec<String> = read(&paper).split("```").step_by(2).map(str::to_owned).collect();
        let prose: String = prose.join("").split('`').step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !leads(&paper, link) {
                faults.push(format!("{paper}: {link}"));
            }
        }
    }

    assert!(faults.is_empty(), "links that lead nowhere:\n{}", faults.join("\n"));
}

/// Whether a link of a paper leads to a file, or a heading of one. Where the demo or others serve is left to them.
fn leads(paper: &str, link: &str) -> bool {
    if link.starts_with("https://") || link.starts_with("http://127.0.0.1") {
        return true;
    }
    let (path, heading) = link.split_once('#').map_or((link, None), |(path, heading)| (path, Some(heading)));
    let folder = root().join(paper).parent().map(PathBuf::from).unwrap_or_default();
    let target = if path.is_empty() { root().join(paper) } else { folder.join(path) };
    let headed = |heading| {
        let text = fs::read_to_string(&target).unwrap_or_default();
        text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading)
    };
    target.exists() && heading.is_none_or(headed)
}

/// A heading as links name it.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|sign| sign.is_alphanumeric() || "-_".contains(*sign)).collect()
}

#[test]
fn commands_are_in_the_makefile() {
    let makefile = read("Makefile");
    let mut unknown = Vec::new();

    for paper in papers() {
        for span in spans(&read(&paper)) {
            let Some(target) = span.strip_prefix("make ").and_then(|rest| rest.split(' ').next()) else { continue };
            if !makefile.lines().any(|line| line.starts_with(&format!("{target}:"))) {
                unknown.push(format!("{paper}: make {target}"));
            }
        }
    }

    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn settings_that_are_named_are_in_the_reference() {
    let sections: Vec<&str> =
        REFERENCE.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')).filter(|name| !name.contains('[')).collect();
    let mut unknown = Vec::new();

    assert!(sections.len() > 5, "the sections of the reference: {sections:?}");
    for paper in papers() {
        for span in spans(&read(&paper)) {
            let Some((section, setting)) = span.split_once('.') else { continue };
            let plain = setting.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
            if !plain || !sections.contains(&section) || ["rs", "toml", "conf", "md"].contains(&setting) {
                continue;
            }
            let part = REFERENCE.split(&format!("[{section}]")).nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
            if !part.lines().any(|line| line.trim_start_matches('#').starts_with(&format!("{setting} = "))) {
                unknown.push(format!("{paper}: {span}"));
            }
        }
    }

    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn the_limits_are_those_of_the_settings() {
    let settings = REFERENCE.split("[limits]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
    let settings: Vec<(&str, &str)> =
        settings.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = ")).collect();
    let paper = read("ARCHITECTURE.md");

    assert!(!settings.is_empty(), "the section [limits] of the reference");
    for (name, value) in settings {
        let row = format!("| `{name}` | {value} |");
        assert!(paper.contains(&row), "ARCHITECTURE.md lacks the row {row}");
    }
}

#[test]
fn every_code_of_the_door_is_told() {
    let code = read("api/crates/protocol/src/code.rs");
    let words: Vec<&str> = code.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let told = spans(&read("ARCHITECTURE.md"));

    assert!(words.len() > 20, "the codes of code.rs");
    for word in words {
        assert!(told.iter().any(|span| span == word), "ARCHITECTURE.md does not tell {word}");
    }
}

#[test]
fn every_command_of_the_program_is_told() {
    let commands = read("api/src/cli/mod.rs");
    let commands = commands.split("enum Command {").nth(1).and_then(|rest| rest.split("\n}").next()).unwrap_or_default();
    let commands: Vec<String> = commands
        .lines()
        .filter(|line| !line.trim().starts_with("///"))
        .filter_map(|line| line.trim().split(['(', ',']).next())
        .filter(|name| !name.is_empty())
        .map(str::to_lowercase)
        .collect();
    let told = spans(&read("CHANGELOG.md"));

    assert!(commands.len() > 5, "the commands of cli/mod.rs");
    for command in commands {
        assert!(told.contains(&command), "CHANGELOG.md does not tell the command {command}");
    }
}
