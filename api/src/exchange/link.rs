//! From a configured provider to a running one.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use numbering::{Country, Extension};
use telephony::{
    asterisk::{self, Asterisk},
    conversation::Conductor,
    port::Provider,
    simulator::{self, Simulator, SimulatorHandle},
    twilio::{self, Twilio},
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
    /// Twilio's settings do not hold together.
    #[error("provider `{0}`: {1}")]
    Twilio(String, twilio::ConfigError),
    /// An extension of the simulator is none.
    #[error("provider `{0}`: `{1}` is no extension: {2}")]
    Extension(String, String, numbering::ExtensionError),
}

/// Builds the provider of `config`, whose calls `conductor` leads that are to be led. A simulator's handle comes with it.
///
/// # Errors
/// [`BuildError`]: nothing was tried.
pub fn build(
    config: &provider::Provider,
    clock: &SharedClock,
    conductor: Arc<dyn Conductor>,
) -> Result<(Link, Option<SimulatorHandle>), BuildError> {
    let (provider, handle): (Arc<dyn Provider>, _) = match &config.system {
        System::Asterisk(settings) => (Arc::new(asterisk(&config.name, settings, conductor)?), None),
        System::Twilio(settings) => (Arc::new(twilio(&config.name, settings)?), None),
        System::Simulator(settings) => {
            let simulator = simulator(&config.name, settings, clock)?.led_by(conductor);
            let handle = simulator.handle();
            (Arc::new(simulator), Some(handle))
        }
    };
    let country = config.country.as_deref().and_then(|code| Country::parse(code).ok());
    Ok((Link { name: config.name.clone(), account: config.account.clone(), country, provider }, handle))
}

fn read_file(name: &str, path: &Path) -> Result<String, BuildError> {
    fs::read_to_string(path).map_err(|error| BuildError::File(name.to_owned(), path.display().to_string(), error))
}

fn asterisk(name: &str, settings: &provider::Asterisk, conductor: Arc<dyn Conductor>) -> Result<Asterisk, BuildError> {
    let wrong = |error| BuildError::Asterisk(name.to_owned(), error);
    let read = |path: &Path| read_file(name, path);
    let secret = |itself: &Option<provider::Secret>, file: &Option<PathBuf>| {
        Ok(match (itself, file) {
            (Some(secret), _) => asterisk::Secret::new(secret.reveal()),
            (None, Some(file)) => asterisk::Secret::new(read(file)?),
            (None, None) => asterisk::Secret::new(""),
        })
    };
    let ari_secret = secret(&settings.ari_secret, &settings.ari_secret_file)?;
    let secret = secret(&settings.secret, &settings.secret_file)?;
    let pattern = |text: &str| text.parse::<asterisk::InterfacePattern>().map_err(wrong);
    let mut config = asterisk::Config::new(&settings.address, &settings.user, secret, pattern(&settings.member_interface)?);
    config.state_interface = settings.state_interface.as_deref().map(pattern).transpose()?;
    config.queue_result_event.clone_from(&settings.queue_result_event);
    if let Some(context) = &settings.outgoing_context {
        let dial_number = settings.dial_number.as_deref().map(|text| text.parse::<asterisk::NumberPattern>().map_err(wrong));
        config.outgoing = Some(asterisk::Outgoing::new(context, dial_number.transpose()?).map_err(wrong)?);
    }
    if let Some(url) = &settings.ari_url {
        let ari = asterisk::Ari::new(url, &settings.ari_user, ari_secret);
        config.ari = Some(asterisk::Ari { app: settings.ari_app.clone(), ..ari });
    }
    if settings.tls {
        let trusted = settings.tls_ca_file.as_deref().map(read).transpose()?.unwrap_or_default();
        config.tls = Some(asterisk::Tls { trusted, server_name: settings.tls_server_name.clone() });
    }
    Asterisk::new(config).and_then(|asterisk| asterisk.led_by(conductor)).map_err(wrong)
}

fn twilio(name: &str, settings: &provider::Twilio) -> Result<Twilio, BuildError> {
    let wrong = |error| BuildError::Twilio(name.to_owned(), error);
    let read = |path: &Path| read_file(name, path);
    let token = match (&settings.auth_token, &settings.auth_token_file) {
        (Some(token), _) => twilio::Secret::new(token.reveal()),
        (None, Some(file)) => twilio::Secret::new(read(file)?),
        (None, None) => twilio::Secret::new(""),
    };
    let callbacks = twilio::callback_url(&settings.public_url, name).map_err(wrong)?;
    let mut config = twilio::Config::new(&settings.account_sid, token, callbacks);
    if let Some(file) = &settings.former_auth_token_file {
        config.tokens.push(twilio::Secret::new(read(file)?));
    }
    config.conversation_url = Some(twilio::conversation_url(&settings.public_url, name).map_err(wrong)?);
    config.base_url.clone_from(&settings.base_url);
    config.trusted = settings.base_url_ca_file.as_deref().map(read).transpose()?;
    config.from = settings.from.as_deref().and_then(|from| from.parse().ok());
    config.message_from.clone_from(&settings.message_from);
    config.extension_address.clone_from(&settings.extension_address);
    config.audio_address.clone_from(&settings.audio_address);
    let seconds = |seconds: u32| Duration::from_secs(u64::from(seconds));
    config.limits.connect = seconds(settings.connect_seconds);
    config.limits.answer = seconds(settings.answer_seconds);
    config.limits.check = seconds(settings.check_seconds);
    Twilio::new(config).map_err(wrong)
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
