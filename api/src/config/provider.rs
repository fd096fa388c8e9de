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
    /// Twilio, or another that speaks its API.
    Twilio(Twilio),
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
    /// Context of the dialplan that says what whoever we call hears, from `deploy/asterisk/outgoing.conf`. None: no calls are placed.
    pub outgoing_context: Option<String>,
    /// How a public number is dialled, e.g. `PJSIP/+{number}@trunk`; the number is put in without its plus sign. None: only
    /// extensions are rung.
    pub dial_number: Option<String>,
    /// Address of its REST interface, e.g. `http://127.0.0.1:8088/ari`, by which calls are led; with `https` the certificates of
    /// `tls_ca_file` are trusted. None: no calls are led.
    pub ari_url: Option<String>,
    /// User of ari.conf. Default `switchboard`.
    pub ari_user: String,
    /// Its password, itself. Better by file.
    pub ari_secret: Option<Secret>,
    /// File that holds its password.
    pub ari_secret_file: Option<PathBuf>,
    /// Name of our application there; each Switchboard at one Asterisk has its own. Default `switchboard`.
    pub ari_app: String,
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
            outgoing_context: None,
            dial_number: None,
            ari_url: None,
            ari_user: "switchboard".to_owned(),
            ari_secret: None,
            ari_secret_file: None,
            ari_app: "switchboard".to_owned(),
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

/// `kind = "twilio"`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Twilio {
    /// SID of the account: `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// Its auth token, itself. Better by file.
    pub auth_token: Option<Secret>,
    /// File that holds its auth token.
    pub auth_token_file: Option<PathBuf>,
    /// File that holds the auth token of before, while tokens are being changed: callbacks that bear it are still taken.
    pub former_auth_token_file: Option<PathBuf>,
    /// Address of the API. Default Twilio's own.
    pub base_url: String,
    /// PEM file with the certificates to trust for it, and no others; none: those the machine trusts.
    pub base_url_ca_file: Option<PathBuf>,
    /// Address of this server as Twilio reaches it. What becomes of calls is posted below it, to `/callbacks/<name>`.
    pub public_url: String,
    /// Number that is shown where nothing else says which.
    pub from: Option<String>,
    /// Number, or SID of a messaging service, that sends messages; none: as `from`.
    pub message_from: Option<String>,
    /// Where an extension is rung, e.g. `sip:{extension}@example.sip.twilio.com`. None: extensions are not rung.
    pub extension_address: Option<String>,
    /// Where recordings are that are named without an address, e.g. `https://media.example.org/sounds/{audio}.wav`. None: each is named by
    /// its address.
    pub audio_address: Option<String>,
    /// Time to make a connection, in seconds, 1 to 60. Default 5.
    pub connect_seconds: u32,
    /// Time for an answer, in seconds, 1 to 120. Default 15.
    pub answer_seconds: u32,
    /// How often it is looked whether the account may be used, in seconds, 5 to 3600. Default 60.
    pub check_seconds: u32,
}

impl Default for Twilio {
    fn default() -> Self {
        Self {
            account_sid: String::new(),
            auth_token: None,
            auth_token_file: None,
            former_auth_token_file: None,
            base_url: "https://api.twilio.com".to_owned(),
            base_url_ca_file: None,
            public_url: String::new(),
            from: None,
            message_from: None,
            extension_address: None,
            audio_address: None,
            connect_seconds: 5,
            answer_seconds: 15,
            check_seconds: 60,
        }
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
        Some("twilio") => Some(common.with(System::Twilio(reader.settings("provider", own)))),
        _ => {
            let name = &common.name;
            reader.faults.push(format!("provider `{name}`: kind must be \"asterisk\", \"twilio\" or \"simulator\""));
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
            System::Twilio(twilio) => twilio.check(name, faults),
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
        if self.dial_number.is_some() && self.outgoing_context.is_none() {
            faults.push(format!("provider `{name}`: dial_number needs outgoing_context, which says what whoever answers hears"));
        }
        secret::check_file(&format!("provider `{name}`: ari_secret_file"), self.ari_secret_file.as_deref(), faults);
        match (&self.ari_url, &self.ari_secret, &self.ari_secret_file) {
            (Some(_), None, None) => faults.push(format!("provider `{name}`: ari_url needs ari_secret_file (or ari_secret)")),
            (Some(_), Some(_), Some(_)) => faults.push(format!("provider `{name}`: give ari_secret or ari_secret_file, not both")),
            (Some(_), ..) if self.outgoing_context.is_none() => {
                faults.push(format!("provider `{name}`: ari_url needs outgoing_context, by which calls are handed over"));
            }
            (Some(url), ..) if url.starts_with("https:") && !self.tls => {
                faults.push(format!("provider `{name}`: ari_url by https needs tls and tls_ca_file, the certificates to trust"));
            }
            _ => {}
        }
    }
}

impl Twilio {
    fn check(&self, name: &str, faults: &mut Vec<String>) {
        if self.account_sid.is_empty() {
            faults.push(format!("provider `{name}`: give account_sid, as Twilio's console shows it"));
        }
        match (&self.auth_token, &self.auth_token_file) {
            (None, None) => faults.push(format!("provider `{name}`: give auth_token_file (or auth_token)")),
            (Some(_), Some(_)) => faults.push(format!("provider `{name}`: give auth_token or auth_token_file, not both")),
            _ => {}
        }
        secret::check_file(&format!("provider `{name}`: auth_token_file"), self.auth_token_file.as_deref(), faults);
        secret::check_file(&format!("provider `{name}`: former_auth_token_file"), self.former_auth_token_file.as_deref(), faults);
        if self.public_url.is_empty() {
            faults.push(format!("provider `{name}`: give public_url, this server's address as Twilio reaches it"));
        }
        if let Some(from) = &self.from
            && from.parse::<numbering::Msisdn>().is_err()
        {
            faults.push(format!("provider `{name}`: from is `{from}`, which is no number such as +34872202550"));
        }
        let spans = [
            ("connect_seconds", self.connect_seconds, 1..=60),
            ("answer_seconds", self.answer_seconds, 1..=120),
            ("check_seconds", self.check_seconds, 5..=3600),
        ];
        for (setting, seconds, allowed) in spans {
            if !allowed.contains(&seconds) {
                let (least, most) = (allowed.start(), allowed.end());
                faults.push(format!("provider `{name}`: {setting} is {seconds}; it must be from {least} to {most}"));
            }
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
