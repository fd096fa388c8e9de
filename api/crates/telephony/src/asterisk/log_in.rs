//! The log-in, and what is asked once after it.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use md5::{Digest, Md5};

use super::{
    client::{AskError, Client},
    config::Config,
    message::{Action, UnsafeHeader},
};
use crate::port::DownReason;

/// Classes of events that are asked for; Asterisk leaves out those our user may not read.
const EVENTS: &str = "system,call,agent,user";

/// Why what every link needs was not had.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The connection went; the pump knows why.
    Lost,
    /// Known here.
    Down(DownReason),
}

impl From<DownReason> for Failure {
    fn from(reason: DownReason) -> Self {
        Self::Down(reason)
    }
}

impl From<UnsafeHeader> for Failure {
    fn from(header: UnsafeHeader) -> Self {
        Self::Down(DownReason::Protocol(header.to_string()))
    }
}

impl Failure {
    /// What it means that this question had no good answer.
    pub(super) fn of(what: &str, error: AskError, client: &Client) -> Self {
        match error {
            AskError::NotSent | AskError::Lost => Self::Lost,
            AskError::TimedOut => Self::Down(DownReason::Stalled(client.limit())),
            AskError::Denied => Self::Down(DownReason::PermissionDenied(what.to_owned())),
            AskError::TooLong | AskError::Refused(_) => Self::Down(DownReason::Protocol(format!("{what}: {error}"))),
        }
    }
}

/// Logs in by challenge, events off: the secret itself is never sent.
pub(super) async fn log_in(client: &Client, config: &Config) -> Result<(), Failure> {
    let challenge = client.ask(Action::new("Challenge").with("AuthType", "MD5")?).await;
    let challenge = challenge.map_err(|error| Failure::of("Challenge", error, client))?;
    let key = hex::encode(Md5::digest(format!("{}{}", challenge.head.text("Challenge"), config.secret.expose())));

    let login = Action::new("Login").with("Username", config.user.as_str())?.with("AuthType", "MD5")?;
    let login = login.with("Key", key)?.with("Events", "off")?;
    match client.ask(login).await {
        Ok(_) => Ok(()),
        // Asterisk says the same of a wrong secret, an unknown user and an address it does not let in.
        Err(AskError::Denied) => Err(DownReason::AuthenticationFailed("Permission denied".to_owned()).into()),
        Err(AskError::Refused(said)) => Err(DownReason::AuthenticationFailed(said).into()),
        Err(error) => Err(Failure::of("Login", error, client)),
    }
}

/// When Asterisk was started. It tells local time without its zone, so the zone is asked for: as it was at that time, lest
/// the end of summer time look like a restart.
pub(super) async fn started_at(client: &Client) -> Result<Option<DateTime<Utc>>, Failure> {
    let status = client.ask(Action::new("CoreStatus")).await.map_err(|error| Failure::of("CoreStatus", error, client))?;
    let text = format!("{} {}", status.head.text("CoreStartupDate"), status.head.text("CoreStartupTime"));
    let Ok(local) = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S") else {
        tracing::warn!("asterisk: the time it was started cannot be read");
        return Ok(None);
    };
    let zone = variable(client, None, &format!("STRFTIME({},,%z)", local.and_utc().timestamp())).await?;
    let offset = zone.as_deref().and_then(offset).unwrap_or_default();
    Ok(Some(local.and_utc() - offset))
}

/// A zone such as `+0130`.
fn offset(zone: &str) -> Option<TimeDelta> {
    let (sign, digits) = zone.split_at_checked(1)?;
    let (hours, minutes) = digits.split_at_checked(2)?;
    let offset = TimeDelta::try_minutes(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)?;
    match sign {
        "+" => Some(offset),
        "-" => Some(-offset),
        _ => None,
    }
}

/// Value of a variable or function, of a channel or of none; `None` if there is no such channel or variable.
pub(super) async fn variable(client: &Client, channel: Option<&str>, name: &str) -> Result<Option<String>, Failure> {
    let mut action = Action::new("Getvar").with("Variable", name)?;
    if let Some(channel) = channel {
        // A channel whose name cannot be said cannot be asked about; that must not end the link.
        let Ok(named) = action.with("Channel", channel) else { return Ok(None) };
        action = named;
    }
    match client.ask(action).await {
        Ok(answer) => Ok(Some(answer.head.text("Value").to_owned())),
        Err(AskError::Refused(_)) => Ok(None),
        Err(error) => Err(Failure::of("Getvar", error, client)),
    }
}

/// Lets events come.
pub(super) async fn events_on(client: &Client) -> Result<(), Failure> {
    let action = Action::new("Events").with("EventMask", EVENTS)?;
    client.ask(action).await.map(drop).map_err(|error| Failure::of("Events", error, client))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read() {
        let table = [("+0000", Some(0)), ("+0130", Some(90)), ("-0800", Some(-480)), ("", None), ("CET", None), ("+1", None)];

        for (zone, minutes) in table {
            assert_eq!(offset(zone), minutes.and_then(TimeDelta::try_minutes), "{zone:?}");
        }
    }
}
