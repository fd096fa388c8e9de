//! Reads `persons.yaml`, which has a map from persons to values for each attribute. Pure.

use std::collections::{BTreeMap, BTreeSet};

use numbering::Extension;
use serde::Deserialize;

use super::yaml::{self, Text};
use crate::auth::email::Email;

/// Names that stand for no person: an empty cell, a day without service, what the pages use.
pub(super) const NOBODY: [&str; 3] = ["ningu", "festiu", "undefined"];
/// Characters of a name, and of a group's, at the most.
const LONGEST_NAME: usize = 120;
/// Turns of a week at the most.
const HEAVIEST: f64 = 40.0;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attributes {
    names: Map,
    extensions: Map,
    emails: Map,
    tables: Map,
    colors: Map,
    idealloads: Map,
    /// What ideal loads were called once.
    loads: Map,
    groups: BTreeMap<String, Option<Vec<Text>>>,
}

type Map = BTreeMap<String, Text>;

/// A person as the files have it. What is not told is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) nickname: String,
    pub(super) name: String,
    /// Whether the name is only made of the nickname.
    pub(super) name_is_guessed: bool,
    pub(super) extension: Option<String>,
    pub(super) email: Option<String>,
    pub(super) colour: Option<String>,
    pub(super) groups: Vec<String>,
    pub(super) ideal_load: Option<i32>,
    pub(super) room: Option<String>,
    pub(super) warnings: Vec<String>,
}

impl Told {
    /// Of a person of whom only the nickname is known.
    pub(super) fn unknown(nickname: &str) -> Self {
        Self { nickname: nickname.to_owned(), name: titled(nickname), name_is_guessed: true, ..Self::default() }
    }
}

/// Reads the persons, by nickname. `ideal_loads` is a further file with loads only.
///
/// # Errors
/// What is wrong with the file as a whole.
pub(super) fn read(persons: &str, ideal_loads: Option<&str>) -> Result<Vec<Told>, String> {
    let mut attributes: Attributes = yaml::read::<Option<Attributes>>(persons)?.unwrap_or_default();
    if let Some(text) = ideal_loads {
        let more: Map = yaml::read::<Option<Map>>(text)?.unwrap_or_default();
        attributes.loads.extend(more);
    }
    let maps = [
        &attributes.names,
        &attributes.extensions,
        &attributes.emails,
        &attributes.tables,
        &attributes.colors,
        &attributes.idealloads,
        &attributes.loads,
    ];
    let members = attributes.groups.values().flatten().flatten().flatten();
    let nicknames: BTreeSet<&String> = maps.into_iter().flat_map(BTreeMap::keys).chain(members).collect();
    Ok(nicknames.into_iter().filter(|name| !NOBODY.contains(&name.as_str())).map(|name| attributes.told(name)).collect())
}

impl Attributes {
    fn told(&self, nickname: &str) -> Told {
        let mut told = Told::unknown(nickname);
        if let Some(name) = value(&self.names, nickname) {
            match named(&name) {
                Ok(name) => (told.name, told.name_is_guessed) = (name, false),
                Err(why) => told.warnings.push(format!("its name {why}: it is called {}", told.name)),
            }
        }
        if let Some(extension) = value(&self.extensions, nickname) {
            match extension.parse::<Extension>() {
                Ok(extension) => told.extension = Some(extension.into()),
                Err(error) => told.warnings.push(format!("its extension is left out: {error}")),
            }
        }
        if let Some(email) = value(&self.emails, nickname) {
            match Email::parse(&email) {
                Some(email) => told.email = Some(email.as_str().to_owned()),
                None => told.warnings.push("its e-mail address is none, and left out".to_owned()),
            }
        }
        if let Some(colour) = value(&self.colors, nickname) {
            match coloured(&colour) {
                Some(colour) => told.colour = Some(colour),
                None => told.warnings.push(format!("its colour `{colour}` is none, and left out")),
            }
        }
        if let Some(load) = value(&self.idealloads, nickname).or_else(|| value(&self.loads, nickname)) {
            match loaded(&load) {
                Some(load) => told.ideal_load = Some(load),
                None => told.warnings.push(format!("its ideal load `{load}` is not a whole number of 0 to 40, and left out")),
            }
        }
        // -1: sits alone.
        told.room = value(&self.tables, nickname).filter(|table| table != "-1" && table.chars().count() <= LONGEST_NAME);
        for (group, members) in &self.groups {
            let is_member = members.iter().flatten().flatten().any(|member| member == nickname);
            match named(group) {
                Ok(group) if is_member => told.groups.push(group),
                Err(why) if is_member => told.warnings.push(format!("a group of it {why}, and is left out")),
                _ => {}
            }
        }
        told.groups.sort();
        told.groups.dedup();
        told
    }
}

fn value(map: &Map, nickname: &str) -> Text {
    map.get(nickname)?.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn titled(nickname: &str) -> String {
    let mut signs = nickname.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

fn named(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("is blank"),
        length if length > LONGEST_NAME => Err("is too long"),
        _ if text.chars().any(char::is_control) => Err("has control characters"),
        _ => Ok(text.to_owned()),
    }
}

fn coloured(text: &str) -> Option<String> {
    let digits = text.trim_start_matches('#').to_ascii_lowercase();
    (digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())).then(|| format!("#{digits}"))
}

fn loaded(text: &str) -> Option<i32> {
    let load: f64 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within 0 to 40")]
    (load.fract() == 0.0 && (0.0..=HEAVIEST).contains(&load)).then_some(load as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "
names: {bama: Bàma, ningu: '-'}
extensions: {bama: 3053, cori: x}
emails: {bama: Bama@Example.org, cori: nowhere}
tables: {bama: 15, cori: -1}
colors: {bama: 5e0000, cori: red}
idealloads: {bama: 5, cori: 2.5, dulo: null}
groups: {it: [bama, cori], board: [bama]}
erpusers: {bama: Bam}
";

    #[test]
    fn attributes_are_put_together_by_person() {
        let told = read(FILE, None).unwrap();

        let nicknames: Vec<&str> = told.iter().map(|told| told.nickname.as_str()).collect();
        assert_eq!(nicknames, ["bama", "cori", "dulo"]);
        assert_eq!(
            told[0],
            Told {
                nickname: "bama".to_owned(),
                name: "Bàma".to_owned(),
                name_is_guessed: false,
                extension: Some("3053".to_owned()),
                email: Some("bama@example.org".to_owned()),
                colour: Some("#5e0000".to_owned()),
                groups: vec!["board".to_owned(), "it".to_owned()],
                ideal_load: Some(5),
                room: Some("15".to_owned()),
                warnings: Vec::new(),
            }
        );
    }

    #[test]
    fn what_cannot_be_right_is_left_out_with_a_warning() {
        let told = &read(FILE, None).unwrap()[1];

        assert_eq!((told.name.as_str(), told.room.as_deref(), told.ideal_load), ("Cori", None, None));
        assert_eq!(told.warnings.len(), 4, "{:?}", told.warnings);
    }

    #[test]
    fn loads_may_be_in_a_file_of_their_own_and_the_persons_file_empty() {
        let told = read("", Some("{bama: 3, cori: 0}")).unwrap();

        assert_eq!(told.iter().map(|told| told.ideal_load).collect::<Vec<_>>(), [Some(3), Some(0)]);
        assert!(read("names: [1", None).is_err());
    }
}
