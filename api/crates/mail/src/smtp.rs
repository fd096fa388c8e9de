//! A mail server that is spoken to by SMTP (RFC 5321), step by step: only so is it known whether a letter had been handed over when
//! something went wrong.

use std::time::Duration;

use async_trait::async_trait;
use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use tokio::time::timeout;

use crate::{
    Failure, Letter, Mailer,
    letter::{self, Sender},
};

/// Characters of a server's words that are kept.
const WORDS: usize = 300;

/// What a certificate in PEM begins with.
const BEGINS: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// How the connection is kept from being read by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    None,
    /// By TLS after STARTTLS, without which nothing is sent; usually at port 587.
    Starttls,
    /// By TLS from the beginning; usually at port 465.
    Tls,
}

/// Who we are for the server.
#[derive(Clone)]
pub struct Login {
    /// Name of the user.
    pub user: String,
    /// The user's password.
    pub password: String,
}

/// How a mail server is spoken to.
#[derive(Clone)]
pub struct Settings {
    /// Name or address of its machine; the name is what its certificate must say.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// Certificates of authorities to be trusted besides the system's, in PEM.
    pub authorities: Option<Vec<u8>>,
    /// Who we are; none: the server asks nobody.
    pub login: Option<Login>,
    /// Who letters come from.
    pub sender: Sender,
    /// How long it may take to get as far as handing over, and once more how long to be answered.
    pub patience: Duration,
}

/// The settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the certificates of authorities cannot be read: {0}")]
pub struct SettingsError(String);

/// A mail server, spoken to by SMTP. Each letter has a connection of its own.
pub struct Smtp {
    settings: Settings,
    tls: Option<TlsParameters>,
}

impl Smtp {
    /// Ready to be used; nothing is connected yet.
    ///
    /// # Errors
    /// When the certificates of authorities are none.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let wrong = |error: Error| SettingsError(error.to_string());
        let tls = match settings.security {
            Security::None => None,
            Security::Starttls | Security::Tls => {
                let mut tls = TlsParameters::builder(settings.host.clone());
                if let Some(pem) = &settings.authorities {
                    // What is no PEM is read as no certificates at all.
                    if !pem.windows(BEGINS.len()).any(|window| window == BEGINS) {
                        return Err(SettingsError("there is none".to_owned()));
                    }
                    tls = tls.add_root_certificate(Certificate::from_pem(pem).map_err(wrong)?);
                }
                Some(tls.build_rustls().map_err(wrong)?)
            }
        };
        Ok(Self { settings, tls })
    }

    /// Connects, secures the connection, and shows who we are.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let Settings { host, port, security, login, patience, .. } = &self.settings;
        let we = ClientId::default();
        let at_once = self.tls.clone().filter(|_| *security == Security::Tls);
        let mut server = AsyncSmtpConnection::connect_tokio1((host.as_str(), *port), Some(*patience), &we, at_once, None).await?;
        if let (Security::Starttls, Some(tls)) = (security, &self.tls) {
            server.starttls(tls.clone(), &we).await?;
        }
        if let Some(Login { user, password }) = login {
            let credentials = Credentials::new(user.clone(), password.clone());
            server.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
        }
        Ok(server)
    }

    /// Everything up to the letter itself: until then nothing was handed over.
    async fn prepare(&self, envelope: &Envelope) -> Result<AsyncSmtpConnection, Failure> {
        let mut server = self.connect().await.map_err(|error| Failure::Unreachable { code: code(&error), message: words(&error) })?;
        let mut options = Vec::new();
        let mut addresses = envelope.from().into_iter().chain(envelope.to());
        if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !server.server_info().supports_feature(Extension::SmtpUtfEight) {
                server.abort().await;
                return Err(Failure::Unsafe("the mail server takes no address with letters beyond ASCII".to_owned()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let mut said = server.command(Mail::new(envelope.from().cloned(), options)).await.map_err(|error| refused(&error, false));
        for to in envelope.to() {
            if said.is_ok() {
                said = server.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(|error| refused(&error, true));
            }
        }
        if said.is_ok() {
            said = server.command(Data).await.map_err(|error| refused(&error, false));
        }
        match said {
            Ok(_) => Ok(server),
            Err(failure) => {
                server.abort().await;
                Err(failure)
            }
        }
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, letter: &Letter) -> Result<String, Failure> {
        let (envelope, message) = letter::message(&self.settings.sender, letter)?;
        let patience = self.settings.patience;
        let prepared = timeout(patience, self.prepare(&envelope)).await;
        let mut server = prepared.unwrap_or_else(|_| Err(silent(patience)))?;
        // From here on, whatever is not an answer leaves open whether the letter was taken.
        // The end of the last line is written with the end of the letter.
        let message = message.strip_suffix(b"\r\n").unwrap_or(&message);
        let said = match timeout(patience, server.message(message)).await {
            Err(_) => return Err(Failure::Lost(format!("no answer within {} s", patience.as_secs()))),
            Ok(Err(error)) if code(&error).is_none() => return Err(Failure::Lost(words(&error))),
            Ok(said) => said.map_err(|error| refused(&error, false)),
        };
        // It said what became of the letter; whether it also hears that we leave is nothing to us.
        let _left = timeout(Duration::from_secs(1), server.quit()).await;
        said.map(|said| clean(&format!("{} {}", said.code(), said.message().collect::<Vec<_>>().join(" "))))
    }

    async fn check(&self) -> Result<(), Failure> {
        let patience = self.settings.patience;
        let checked = async {
            let unreachable = |error: Error| Failure::Unreachable { code: code(&error), message: words(&error) };
            let mut server = self.connect().await.map_err(unreachable)?;
            server.quit().await.map(drop).map_err(unreachable)
        };
        timeout(patience, checked).await.unwrap_or_else(|_| Err(silent(patience)))
    }
}

fn silent(patience: Duration) -> Failure {
    Failure::Unreachable { code: None, message: format!("no answer within {} s", patience.as_secs()) }
}

/// What the server said before the letter was handed over.
fn refused(error: &Error, recipient: bool) -> Failure {
    let message = words(error);
    match code(error) {
        // The server closes: RFC 5321, section 3.8.
        Some(421) => Failure::Unreachable { code: Some(421), message },
        Some(code) if code < 500 => Failure::PutOff { code, message },
        Some(code) if recipient => Failure::RecipientRefused { code, message },
        Some(code) => Failure::Refused { code, message },
        None => Failure::Unreachable { code: None, message },
    }
}

/// The server's code, if it was the server who said something.
fn code(error: &Error) -> Option<u16> {
    error.status().map(u16::from)
}

/// The server's words, or what happened, in one line.
fn words(error: &Error) -> String {
    use std::error::Error as _;
    // What the crate says of it comes first, then whose words they are; the innermost tell most.
    let mut innermost = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        innermost = inner.to_string();
        source = inner.source();
    }
    clean(&innermost)
}

fn clean(text: &str) -> String {
    let line: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(WORDS).collect();
    line.trim().to_owned()
}
