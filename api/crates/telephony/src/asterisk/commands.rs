//! Commands to actions, and Asterisk's answers to outcomes.

use super::{
    client::{AskError, Client},
    config::Config,
    message::{Action, UnsafeHeader},
};
use crate::port::{CommandError, Endpoint, QueueCommand, QueueKey};

/// Bytes Asterisk keeps of a member's name and of a pause's reason; it would cut a longer one in silence.
const LONGEST_TEXT: usize = 79;

impl From<UnsafeHeader> for CommandError {
    fn from(header: UnsafeHeader) -> Self {
        Self::UnsafeValue(header.to_string())
    }
}

/// The action that carries out a command.
pub(super) fn action(command: &QueueCommand, config: &Config) -> Result<Action, CommandError> {
    let action = match command {
        QueueCommand::Add { queue, extension, name, penalty, paused } => {
            let interface = config.member_interface.endpoint(extension);
            let mut action = Action::new("QueueAdd").with("Queue", queue.0.as_str())?.with("Interface", interface.0)?;
            action = with_text(action, "MemberName", name)?.with("Penalty", penalty.to_string())?;
            if let Some(state) = &config.state_interface {
                action = action.with("StateInterface", state.endpoint(extension).0)?;
            }
            match paused {
                Some(reason) => with_text(action.with("Paused", "true")?, "Reason", reason)?,
                None => action.with("Paused", "false")?,
            }
        }
        QueueCommand::Remove { queue, endpoint } => of_member("QueueRemove", queue, endpoint)?,
        QueueCommand::Pause { queue, endpoint, reason } => {
            with_text(of_member("QueuePause", queue, endpoint)?.with("Paused", "true")?, "Reason", reason)?
        }
        QueueCommand::Resume { queue, endpoint } => of_member("QueuePause", queue, endpoint)?.with("Paused", "false")?,
        QueueCommand::SetPenalty { queue, endpoint, penalty } => {
            of_member("QueuePenalty", queue, endpoint)?.with("Penalty", penalty.to_string())?
        }
    };
    Ok(action)
}

fn of_member(name: &'static str, queue: &QueueKey, endpoint: &Endpoint) -> Result<Action, UnsafeHeader> {
    Action::new(name).with("Queue", queue.0.as_str())?.with("Interface", endpoint.0.as_str())
}

fn with_text(action: Action, name: &'static str, text: &str) -> Result<Action, CommandError> {
    let action = action.with(name, text)?;
    if text.len() > LONGEST_TEXT {
        return Err(CommandError::UnsafeValue(format!("{name}: Asterisk keeps {LONGEST_TEXT} bytes, this has {}", text.len())));
    }
    Ok(action)
}

/// Carries out a command over a link that is up.
pub(super) async fn carry_out(client: &Client, command: &QueueCommand, action: Action) -> Result<(), CommandError> {
    match client.ask(action).await {
        Ok(_) => Ok(()),
        Err(AskError::NotSent) => Err(CommandError::Unavailable),
        Err(AskError::Lost | AskError::TimedOut | AskError::TooLong) => Err(CommandError::OutcomeUnknown),
        Err(AskError::Denied) => Err(CommandError::PermissionDenied),
        Err(AskError::Refused(said)) => match refusal(&said) {
            Refusal::Done => Ok(()),
            Refusal::Because(error) => Err(error),
            Refusal::MemberOrQueue => Err(which_is_missing(client, command.queue(), said).await),
        },
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    /// It was so already.
    Done,
    Because(CommandError),
    /// Asterisk does not say which of the two is missing.
    MemberOrQueue,
}

fn refusal(said: &str) -> Refusal {
    let says = |part: &str| said.to_ascii_lowercase().contains(part);
    match () {
        () if says("already there") || says("not there") => Refusal::Done,
        () if says("no such queue") => Refusal::Because(CommandError::NoSuchQueue),
        () if says("not dynamic") => Refusal::Because(CommandError::MemberFixed),
        () if says("interface not found") || says("invalid interface, queuename") => Refusal::MemberOrQueue,
        () => Refusal::Because(CommandError::Rejected(said.to_owned())),
    }
}

/// Asks for the queue alone: Asterisk lists nothing of one that is not there.
async fn which_is_missing(client: &Client, queue: &QueueKey, said: String) -> CommandError {
    let Ok(action) = Action::new("QueueSummary").with("Queue", queue.0.as_str()) else {
        return CommandError::Rejected(said);
    };
    match client.ask(action).await {
        Ok(answer) if answer.items.is_empty() => CommandError::NoSuchQueue,
        Ok(_) => CommandError::NoSuchMember,
        // The command itself was refused: whatever became of the question, nothing changed.
        Err(_) => CommandError::Rejected(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asterisk::config::Secret;

    fn config() -> Config {
        Config::new("localhost:5038", "switchboard", Secret::new("s"), "Local/{extension}@agents/n".parse().unwrap())
    }

    fn headers(command: &QueueCommand, config: &Config) -> Vec<String> {
        action(command, config).unwrap().headers().map(|(name, value)| format!("{name}: {value}")).collect()
    }

    fn add(name: &str, paused: Option<&str>) -> QueueCommand {
        QueueCommand::Add {
            queue: "support".into(),
            extension: "1001".parse().unwrap(),
            name: name.to_owned(),
            penalty: 2,
            paused: paused.map(str::to_owned),
        }
    }

    #[test]
    fn a_member_is_added_at_its_interface_with_its_state_interface() {
        let config = Config { state_interface: Some("hint:{extension}@internal".parse().unwrap()), ..config() };

        let sent = headers(&add("Ann", Some("Lunch, out")), &config);

        let expected = [
            "Queue: support",
            "Interface: Local/1001@agents/n",
            "MemberName: Ann",
            "Penalty: 2",
            "StateInterface: hint:1001@internal",
            "Paused: true",
            "Reason: Lunch, out",
        ];
        assert_eq!(sent, expected);
    }

    #[test]
    fn a_name_or_reason_asterisk_would_cut_is_refused() {
        for (length, kept) in [(79, true), (80, false)] {
            let text = "x".repeat(length);
            let pause = QueueCommand::Pause { queue: "q".into(), endpoint: "PJSIP/1".into(), reason: text.clone() };

            for command in [add(&text, None), add("Ann", Some(&text)), pause] {
                let action = action(&command, &config());
                assert_eq!(matches!(action, Err(CommandError::UnsafeValue(_))), !kept, "{action:?}");
            }
        }
    }

    #[test]
    fn a_value_with_a_line_break_is_refused() {
        let remove = QueueCommand::Remove { queue: "support\r\nX: 1".into(), endpoint: "PJSIP/1".into() };

        assert!(matches!(action(&remove, &config()), Err(CommandError::UnsafeValue(_))));
    }

    #[test]
    fn refusals_have_a_meaning() {
        let table = [
            ("Unable to add interface: Already there", Refusal::Done),
            ("Unable to remove interface: Not there", Refusal::Done),
            ("Unable to add interface to queue: No such queue", Refusal::Because(CommandError::NoSuchQueue)),
            ("Unable to remove interface from queue: No such queue", Refusal::Because(CommandError::NoSuchQueue)),
            ("Member not dynamic", Refusal::Because(CommandError::MemberFixed)),
            ("Interface not found", Refusal::MemberOrQueue),
            ("Invalid interface, queuename or penalty", Refusal::MemberOrQueue),
            ("Out of memory", Refusal::Because(CommandError::Rejected("Out of memory".to_owned()))),
        ];

        for (said, expected) in table {
            assert_eq!(refusal(said), expected, "{said}");
        }
    }
}
