//! What the mails say: plain text, in the clock of the queue's people. Pure.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::turns::duty::notice::Missing;

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About<'a> {
    pub(super) queue: &'a str,
    /// Zone the queue's people read the clock in.
    pub(super) zone: Tz,
    pub(super) starts_at: DateTime<Utc>,
    /// None: the service is over.
    pub(super) ends_at: Option<DateTime<Utc>>,
    /// Persons wanted.
    pub(super) demand: i32,
    /// Who is in the slot and can be rung.
    pub(super) persons: Vec<&'a str>,
    /// Lines that nobody answers.
    pub(super) gaps: Vec<Gap<'a>>,
}

/// A line that nobody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap<'a> {
    pub(super) line: i32,
    pub(super) person: Option<&'a str>,
    pub(super) why: Missing,
}

/// A mail's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) subject: String,
    pub(super) body: String,
}

/// To somebody whose turn begins.
pub(super) fn comes(about: &About<'_>, name: &str) -> Text {
    let with: Vec<&str> = about.persons.iter().copied().filter(|other| *other != name).collect();
    let mut body = format!("{name},\n\nyour turn in the queue {} begins: {}.\n", about.queue, about.when());
    if !with.is_empty() {
        let _infallible = writeln!(body, "\nWith you: {}.", with.join(", "));
    }
    body += &about.missing();
    Text { subject: about.subject("your turn"), body }
}

/// To somebody whose turn is over.
pub(super) fn goes(about: &About<'_>, name: &str) -> Text {
    let mut body = format!("{name},\n\nyour turn in the queue {} is over: it is {}.\n", about.queue, about.at());
    body += &match (about.ends_at, about.persons.as_slice()) {
        (None, _) => "\nThe service is over, too.\n".to_owned(),
        (Some(_), []) => "\nNobody is on duty now.\n".to_owned(),
        (Some(_), persons) => format!("\nOn duty now: {}.\n", persons.join(", ")),
    };
    Text { subject: about.subject("your turn is over"), body }
}

/// To those who can still help it.
pub(super) fn warning(about: &About<'_>) -> Text {
    let share = format!("{} of {}", about.persons.len(), about.demand);
    let mut body = format!("In the queue {} {share} will be on duty: {}.\n", about.queue, about.when());
    if !about.persons.is_empty() {
        let _infallible = writeln!(body, "\nThere will be: {}.", about.persons.join(", "));
    }
    body += &about.missing();
    Text { subject: about.subject(&format!("only {share} on duty")), body }
}

impl About<'_> {
    /// What it is about, for the list of a mail program: one line, whatever the queue is called.
    fn subject(&self, what: &str) -> String {
        let starts_at = self.starts_at.with_timezone(&self.zone);
        let clock = match self.ends_at {
            Some(ends_at) => format!("{}-{}", starts_at.format("%H:%M"), ends_at.with_timezone(&self.zone).format("%H:%M")),
            None => starts_at.format("%H:%M").to_string(),
        };
        let line = format!("{}: {what}, {} {clock}", self.queue, starts_at.format("%a %-d %b"));
        line.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
    }

    /// `Monday, 23 November 2026, 10:15 to 11:30 (Europe/Madrid)`.
    fn when(&self) -> String {
        let starts_at = self.starts_at.with_timezone(&self.zone);
        let until = self.ends_at.map(|ends_at| format!(" to {}", ends_at.with_timezone(&self.zone).format("%H:%M"))).unwrap_or_default();
        format!("{}{until} ({})", starts_at.format("%A, %-d %B %Y, %H:%M"), self.zone.name())
    }

    /// `Monday, 23 November 2026, 10:15 (Europe/Madrid)`.
    fn at(&self) -> String {
        format!("{} ({})", self.starts_at.with_timezone(&self.zone).format("%A, %-d %B %Y, %H:%M"), self.zone.name())
    }

    /// Which lines nobody answers, and why.
    fn missing(&self) -> String {
        let mut text = String::new();
        for Gap { line, person, why } in &self.gaps {
            let name = person.unwrap_or("somebody");
            let why = match why {
                Missing::Empty => "the turn is nobody's".to_owned(),
                Missing::Inactive => format!("{name} is deactivated"),
                Missing::NoExtension => format!("{name} has no extension"),
            };
            let _infallible = write!(text, "\nNobody answers line {line}: {why}.");
        }
        if text.is_empty() { text } else { text + "\n" }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn about() -> About<'static> {
        let starts_at = "2026-11-23T09:15:00Z".parse().unwrap();
        About {
            queue: "support",
            zone: Tz::Europe__Madrid,
            starts_at,
            ends_at: Some(starts_at + TimeDelta::minutes(75)),
            demand: 3,
            persons: vec!["Ana", "Mar"],
            gaps: vec![Gap { line: 2, person: Some("Pau"), why: Missing::NoExtension }],
        }
    }

    #[test]
    fn who_comes_is_told_when_and_with_whom() {
        let text = comes(&about(), "Ana");

        assert_eq!(text.subject, "support: your turn, Mon 23 Nov 10:15-11:30");
        let expected = "Ana,\n\nyour turn in the queue support begins: Monday, 23 November 2026, 10:15 to 11:30 (Europe/Madrid).\n\n\
                        With you: Mar.\n\nNobody answers line 2: Pau has no extension.\n";
        assert_eq!(text.body, expected);
    }

    #[test]
    fn who_goes_is_told_who_is_there_now() {
        let (followed, over) = (goes(&about(), "Pau"), goes(&About { ends_at: None, persons: vec![], gaps: vec![], ..about() }, "Pau"));

        assert_eq!(followed.subject, "support: your turn is over, Mon 23 Nov 10:15-11:30");
        let expected = "Pau,\n\nyour turn in the queue support is over: it is Monday, 23 November 2026, 10:15 (Europe/Madrid).\n\n\
                        On duty now: Ana, Mar.\n";
        assert_eq!(followed.body, expected);
        assert_eq!(over.subject, "support: your turn is over, Mon 23 Nov 10:15");
        assert!(over.body.ends_with("\n\nThe service is over, too.\n"), "{}", over.body);
    }

    #[test]
    fn a_warning_says_how_many_will_be_there_and_who_will_not() {
        let text =
            warning(&About { persons: vec![], gaps: vec![Gap { line: 1, person: None, why: Missing::Empty }], demand: 1, ..about() });

        assert_eq!(text.subject, "support: only 0 of 1 on duty, Mon 23 Nov 10:15-11:30");
        let expected = "In the queue support 0 of 1 will be on duty: Monday, 23 November 2026, 10:15 to 11:30 (Europe/Madrid).\n\n\
                        Nobody answers line 1: the turn is nobody's.\n";
        assert_eq!(text.body, expected);
    }

    #[test]
    fn a_subject_is_one_line_whatever_the_queue_is_called() {
        let text = comes(&About { queue: "support\r\nBcc: all@example.org", ..about() }, "Ana");

        assert!(!text.subject.contains(char::is_control), "{:?}", text.subject);
    }
}
