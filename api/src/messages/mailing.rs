//! The mail server of the configuration.

use std::{fs, sync::Arc, time::Duration};

use mail::{Login, Mailer, Settings, Smtp};

use crate::config::mail as config;

/// What hands mails over; none: mail is not set up.
///
/// # Errors
/// Why it cannot be made of the settings.
pub fn mailer(config: &config::Mail) -> anyhow::Result<Option<Arc<dyn Mailer>>> {
    let Some(place) = config.place()? else { return Ok(None) };
    let login = match (&config.user, config.password()?) {
        (Some(user), Some(password)) => Some(Login { user: user.clone(), password: password.reveal().to_owned() }),
        _ => None,
    };
    let settings = Settings {
        host: place.host,
        port: place.port,
        security: config.security.into(),
        authorities: config.tls_ca_file.as_ref().map(fs::read).transpose()?,
        login,
        sender: place.sender,
        patience: Duration::from_secs(config.timeout_seconds.into()),
    };
    Ok(Some(Arc::new(Smtp::new(settings)?)))
}
