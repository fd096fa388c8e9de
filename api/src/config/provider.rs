//! Telephone systems: one `[[provider]]` each.

use std::{collections::HashSet, path::PathBuf};

use figment::value::{Dict, Value};
use serde::Deserialize;

pub use super::secret::Secret;
use super::{secret, source::Reader};

/// `[[provider]]`
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its name here; unique. It names the row that later starts find again.
    pub name: String,
    /// Account it belongs to, by name; may be left out while there is only one.
    pub account: Option<String>,
    /// ISO 3166-1 country in which callers' national numbers are read, e.g. `ES`. None: only international ones are normalised.
    pub country: Option<String>,
    /// Which system, with its own settings.
    pub system: System,
}

/// Which telephone system, with its own settings.
#[derive(Clone, Debug)]
pub enum System {
    /// Asterisk, over its manager interface.
    Asterisk(Asterisk),
    /// The built-in simulator.
    Simulator(Simulator),
}

/// `kind = "asterisk"`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asterisk {
    /// `host:port` of the manager interface; 5038, or 5039 with TLS, as Asterisk comes.
    pub address: String,
    /// User of manager.conf.
    pub user: String,
    /// Its secret, itself. Better by file.
    pub secret: Option<Secret>,
    /// File that holds its secret.
    pub secret_file: Option<PathBuf>,
    /// Whether to speak TLS. Default no: the log-in's secret is never sent in clear, but all else is.
    pub tls: bool,
    /// PEM file with the certificates to trust; needed with `tls`.
    pub tls_ca_file: Option<PathBuf>,
    /// Name the telephone system's certificate must bear, where it is not the address's.
    pub tls_server_name: Option<String>,
    /// Where an extension is rung, e.g. `PJSIP/{extension}`. Default that.
    pub member_interface: String,
    /// Device whose state tells the member's, where it is another, e.g. `hint:{extension}@internal`.
    pub state_interface: Option<String>,
    /// Name of the user event by which the dialplan tells, right after `Queue()`, how a wait ended; see
    /// `telephony::asterisk::Config`. None: an event of the usual name is heard, but not relied on.
    pub queue_result_event: Option<String>,
}

impl Default for Asterisk {
    fn default() -> Self {
        Self {
            address: String::new(),
            user: String::new(),
            secret: None,
            secret_file: None,
            tls: false,
            tls_ca_file: None,
            tls_server_name: None,
            member_interface: "PJSIP/{extension}".to_owned(),
            state_interface: None,
            queue_result_event: None,
        }
    }
}

/// `kind = "simulator"`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Simulator {
    /// Names of its queues.
    pub queues: Vec<String>,
    /// Extensions of its telephones.
    pub extensions: Vec<String>,
    /// Seed of its callers; none: nobody calls. The same seed makes the same calls.
    pub traffic_seed: Option<u64>,
    /// How many call in an hour. Default 90.
    pub calls_per_hour: u32,
    /// How long they talk, on the average, in seconds. Default 200.
    pub talk_seconds: u32,
}

impl Default for Simulator {
    fn default() -> Self {
        Self { queues: Vec::new(), extensions: Vec::new(), traffic_seed: None, calls_per_hour: 90, talk_seconds: 200 }
    }
}

/// What every provider has.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Common {
    name: String,
    account: Option<String>,
    country: Option<String>,
}

impl Common {
    const KEYS: [&str; 3] = ["name", "account", "country"];

    fn with(self, system: System) -> Provider {
        Provider { name: self.name, account: self.account, country: self.country, system }
    }
}

/// Takes every `[[provider]]`.
pub(super) fn read(reader: &mut Reader) -> Vec<Provider> {
    reader.tables("provider").into_iter().filter_map(|table| read_one(reader, table)).collect()
}

fn read_one(reader: &mut Reader, mut table: Dict) -> Option<Provider> {
    let kind = table.remove("kind").and_then(Value::into_string);
    let (common, own): (Dict, Dict) = table.into_iter().partition(|(key, _)| Common::KEYS.contains(&key.as_str()));
    let common: Common = reader.settings("provider", common);
    match kind.as_deref() {
        Some("asterisk") => Some(common.with(System::Asterisk(reader.settings("provider", own)))),
        Some("simulator") => Some(common.with(System::Simulator(reader.settings("provider", own)))),
        _ => {
            let name = &common.name;
            reader.faults.push(format!("provider `{name}`: kind must be \"asterisk\" or \"simulator\""));
            None
        }
    }
}

pub(super) fn check(providers: &[Provider], faults: &mut Vec<String>) {
    let mut names = HashSet::new();
    for provider in providers {
        let name = &provider.name;
        if name.trim().is_empty() {
            faults.push("a provider has no name".to_owned());
        }
        if !names.insert(name) {
            faults.push(format!("two providers are named `{name}`"));
        }
        if let Some(country) = &provider.country
            && numbering::Country::parse(country).is_err()
        {
            faults.push(format!("provider `{name}`: country is `{country}`, which is no ISO 3166-1 code such as ES"));
        }
        match &provider.system {
            System::Asterisk(asterisk) => asterisk.check(name, faults),
            System::Simulator(simulator) => simulator.check(name, faults),
        }
    }
}

impl Asterisk {
    fn check(&self, name: &str, faults: &mut Vec<String>) {
        if self.address.is_empty() {
            faults.push(format!("provider `{name}`: give address, e.g. \"pbx.example.org:5038\""));
        }
        if self.user.is_empty() {
            faults.push(format!("provider `{name}`: give user, a section of Asterisk's manager.conf"));
        }
        match (&self.secret, &self.secret_file) {
            (None, None) => faults.push(format!("provider `{name}`: give secret_file (or secret)")),
            (Some(_), Some(_)) => faults.push(format!("provider `{name}`: give secret or secret_file, not both")),
            _ => {}
        }
        secret::check_file(&format!("provider `{name}`: secret_file"), self.secret_file.as_deref(), faults);
        if self.tls && self.tls_ca_file.is_none() {
            faults.push(format!("provider `{name}`: tls needs tls_ca_file, the certificates to trust"));
        }
    }
}

impl Simulator {
    fn check(&self, name: &str, faults: &mut Vec<String>) {
        if self.queues.is_empty() {
            faults.push(format!("provider `{name}`: give queues, names of the simulated queues"));
        }
        for extension in &self.extensions {
            if extension.parse::<numbering::Extension>().is_err() {
                faults.push(format!("provider `{name}`: extensions has `{extension}`, which is no extension"));
            }
        }
    }
}
