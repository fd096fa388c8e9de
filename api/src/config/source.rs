//! From files and variables to values, setting by setting, so that every fault is told and not only the first.

use figment::{
    Error, Figment, Metadata, Profile, Provider, Source,
    error::Kind,
    value::{Dict, Map, Value},
};
use serde::de::DeserializeOwned;

/// What variables begin with.
const PREFIX: &str = "SWITCHBOARD_";
/// Between a section and its setting in a variable's name.
const SEPARATOR: &str = "__";

/// Environment variables as a source of settings. Values stay texts, so that a secret of digits is not taken for a number;
/// what wants a number reads it from the text.
pub(super) struct Variables(Dict);

impl Variables {
    /// Takes those that name a section and a setting, and leaves alone what only looks like ours, such as `SWITCHBOARD_URL`.
    pub(super) fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut sections: Map<String, Dict> = Map::new();
        for (name, text) in variables {
            let Some((section, key)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once(SEPARATOR)) else { continue };
            sections.entry(section.to_ascii_lowercase()).or_default().insert(key.to_ascii_lowercase(), Value::from(text));
        }
        Self(sections.into_iter().map(|(name, settings)| (name, Value::from(settings))).collect())
    }
}

impl Provider for Variables {
    fn metadata(&self) -> Metadata {
        let name = |_: &Profile, keys: &[&str]| format!("{PREFIX}{}", keys.join(SEPARATOR).to_ascii_uppercase());
        Metadata::named("environment").interpolater(name)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(Profile::Default.collect(self.0.clone()))
    }
}

/// Some settings by themselves.
struct Part(Dict);

impl Provider for Part {
    fn metadata(&self) -> Metadata {
        Metadata::named("part")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(Profile::Default.collect(self.0.clone()))
    }
}

/// Hands out sections, collecting faults.
pub(super) struct Reader {
    figment: Figment,
    root: Dict,
    /// What is wrong so far.
    pub(super) faults: Vec<String>,
}

impl Reader {
    /// # Errors
    /// When a file cannot be parsed: then nothing else can be said.
    pub(super) fn new(figment: Figment) -> Result<Self, String> {
        let root = figment.extract::<Dict>().map_err(|error| error.to_string())?;
        Ok(Self { figment, root, faults: Vec::new() })
    }

    /// Takes the section `name`; what is wrong in it has its default.
    pub(super) fn section<T: DeserializeOwned + Default>(&mut self, name: &str) -> T {
        match self.root.remove(name) {
            None => T::default(),
            Some(Value::Dict(_, settings)) => self.settings(name, settings),
            Some(_) => {
                self.faults.push(format!("{name} must be a table: [{name}]"));
                T::default()
            }
        }
    }

    /// Takes the tables of `[[name]]`.
    pub(super) fn tables(&mut self, name: &str) -> Vec<Dict> {
        let Some(value) = self.root.remove(name) else { return Vec::new() };
        let tables: Option<Vec<Dict>> = match value {
            Value::Array(_, items) => items.into_iter().map(Value::into_dict).collect(),
            _ => None,
        };
        tables.unwrap_or_else(|| {
            self.faults.push(format!("{name} must be a list of tables, each begun by [[{name}]]"));
            Vec::new()
        })
    }

    /// Reads settings one by one: `T` has a default for each, so that each can be tried alone.
    pub(super) fn settings<T: DeserializeOwned + Default>(&mut self, section: &str, settings: Dict) -> T {
        let mut good = Dict::new();
        for (key, value) in settings {
            let part = Dict::from([(key.clone(), value.clone())]);
            match read::<T>(part) {
                Ok(_) => drop(good.insert(key, value)),
                Err(error) => self.faults.push(self.fault(section, &key, &value, error)),
            }
        }
        read(good).unwrap_or_default()
    }

    /// Whatever no section took is no setting of ours.
    pub(super) fn finish(mut self, known: &[&str]) -> Vec<String> {
        for (name, value) in &self.root {
            let origin = self.origin(value, &[name]);
            self.faults.push(format!("{name}{origin} is no section; there are {}", known.join(", ")));
        }
        self.faults
    }

    fn fault(&self, section: &str, key: &str, value: &Value, error: Box<Error>) -> String {
        let origin = self.origin(value, &[section, key]);
        let name = format!("{section}.{key}{origin}");
        match error.kind {
            Kind::UnknownField(_, known) => format!("{name} is no setting; there are {}", known.join(", ")),
            _ if is_secret(key) => format!("{name} must be a text"),
            Kind::InvalidType(actual, wanted) | Kind::InvalidValue(actual, wanted) => format!("{name} is {actual}; it must be {wanted}"),
            Kind::UnknownVariant(actual, known) => format!("{name} is `{actual}`; it must be one of {}", known.join(", ")),
            other => format!("{name} cannot be used: {other}"),
        }
    }

    /// Where a value came from, as a remark behind its name.
    fn origin(&self, value: &Value, keys: &[&str]) -> String {
        let Some(metadata) = self.figment.get_metadata(value.tag()) else { return String::new() };
        match metadata.source.as_ref().and_then(Source::file_path) {
            Some(path) => format!(" ({})", path.display()),
            None => format!(" ({})", metadata.interpolate(&Profile::Default, keys)),
        }
    }
}

fn read<T: DeserializeOwned>(settings: Dict) -> Result<T, Box<Error>> {
    Figment::from(Part(settings)).extract_lossy().map_err(Box::new)
}

/// Whether a setting's value must not be shown: a database's URL may hold a password.
fn is_secret(key: &str) -> bool {
    key == "url" || key.ends_with("secret") || key.ends_with("password")
}
