//! From a configured provider to a running one.

use std::{fs, sync::Arc};

use numbering::{Country, Extension};
use telephony::{
    asterisk::{self, Asterisk},
    port::Provider,
    simulator::{self, Simulator, SimulatorHandle},
};

use crate::{
    clock::SharedClock,
    config::provider::{self, System},
};

/// A provider ready to be run.
#[derive(Clone)]
pub struct Link {
    /// Its name in the configuration.
    pub name: String,
    /// Account it belongs to, by name.
    pub account: Option<String>,
    /// Country in which national numbers are read.
    pub country: Option<Country>,
    /// The link itself.
    pub provider: Arc<dyn Provider>,
}

/// Why a configured provider cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file cannot be read.
    #[error("provider `{0}`: {1} cannot be read: {2}")]
    File(String, String, std::io::Error),
    /// Asterisk's settings do not hold together.
    #[error("provider `{0}`: {1}")]
    Asterisk(String, asterisk::ConfigError),
    /// An extension of the simulator is none.
    #[error("provider `{0}`: `{1}` is no extension: {2}")]
    Extension(String, String, numbering::ExtensionError),
}

/// Builds the provider of `config`. A simulator's handle comes with it.
///
/// # Errors
/// [`BuildError`]: nothing was tried.
pub fn build(config: &provider::Provider, clock: &SharedClock) -> Result<(Link, Option<SimulatorHandle>), BuildError> {
    let (provider, handle): (Arc<dyn Provider>, _) = match &config.system {
        System::Asterisk(settings) => (Arc::new(asterisk(&config.name, settings)?), None),
        System::Simulator(settings) => {
            let simulator = simulator(&config.name, settings, clock)?;
            let handle = simulator.handle();
            (Arc::new(simulator), Some(handle))
        }
    };
    let country = config.country.as_deref().and_then(|code| Country::parse(code).ok());
    Ok((Link { name: config.name.clone(), account: config.account.clone(), country, provider }, handle))
}

fn asterisk(name: &str, settings: &provider::Asterisk) -> Result<Asterisk, BuildError> {
    let wrong = |error| BuildError::Asterisk(name.to_owned(), error);
    let read = |path: &std::path::Path| {
        fs::read_to_string(path).map_err(|error| BuildError::File(name.to_owned(), path.display().to_string(), error))
    };
    let secret = match (&settings.secret, &settings.secret_file) {
        (Some(secret), _) => asterisk::Secret::new(secret.reveal()),
        (None, Some(file)) => asterisk::Secret::new(read(file)?),
        (None, None) => asterisk::Secret::new(""),
    };
    let pattern = |text: &str| text.parse::<asterisk::InterfacePattern>().map_err(wrong);
    let mut config = asterisk::Config::new(&settings.address, &settings.user, secret, pattern(&settings.member_interface)?);
    config.state_interface = settings.state_interface.as_deref().map(pattern).transpose()?;
    config.queue_result_event.clone_from(&settings.queue_result_event);
    if settings.tls {
        let trusted = settings.tls_ca_file.as_deref().map(read).transpose()?.unwrap_or_default();
        config.tls = Some(asterisk::Tls { trusted, server_name: settings.tls_server_name.clone() });
    }
    Asterisk::new(config).map_err(wrong)
}

fn simulator(name: &str, settings: &provider::Simulator, clock: &SharedClock) -> Result<Simulator, BuildError> {
    let extensions = settings
        .extensions
        .iter()
        .map(|text| text.parse::<Extension>().map_err(|error| BuildError::Extension(name.to_owned(), text.clone(), error)))
        .collect::<Result<Vec<_>, _>>()?;
    let queues = settings.queues.iter().map(|key| simulator::QueueConfig::new(key)).collect();
    let clock = Arc::clone(clock);
    Ok(Simulator::new(simulator::Config::new(queues, extensions), Arc::new(move || clock.now())))
}
