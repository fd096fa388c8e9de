//! What goes over the manager interface: messages as they come, actions as they are sent.
//!
//! An [`Action`] cannot be built unsafe: what would smuggle in a second header or action is refused before it is sent.

use chrono::{DateTime, Utc};

/// Longest line Asterisk takes, without its line end; a longer one is refused there.
const LONGEST_LINE: usize = 1_020;
/// Most headers Asterisk takes in one action, the name and the id among them.
const MOST_HEADERS: usize = 127;

/// A message as it came: headers in order, repeated ones kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    headers: Vec<(String, String)>,
}

impl Message {
    pub(super) fn new(headers: Vec<(String, String)>) -> Self {
        Self { headers }
    }

    /// First value under that name, whatever its case. As sent: it may be empty, or end with a bare line feed.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The value under that name without blanks around it; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// The value under that name as a whole number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// The event's name; `None` for an answer. An OriginateResponse is an event although it has a `Response` too.
    pub(super) fn event(&self) -> Option<&str> {
        self.get("Event")
    }

    /// Unix seconds under that name, with or without a fraction; 0 means none.
    pub(super) fn instant(&self, name: &str) -> Option<DateTime<Utc>> {
        let (seconds, fraction) = self.text(name).split_once('.').unwrap_or((self.text(name), ""));
        let micros: u32 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
        let seconds = seconds.parse().ok().filter(|seconds| *seconds != 0)?;
        DateTime::from_timestamp(seconds, micros.checked_mul(1_000)?)
    }

    /// When Asterisk sent it; only with `timestampevents = yes` there.
    pub(super) fn at(&self) -> Option<DateTime<Utc>> {
        self.instant("Timestamp")
    }

    #[cfg(test)]
    pub(super) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
}

/// Something asked of Asterisk, checked to be one action and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Action {
    name: &'static str,
    headers: Vec<(&'static str, String)>,
}

/// Why a header cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum UnsafeHeader {
    #[error("{0}: has a line break or a zero byte")]
    LineBreak(&'static str),
    #[error("{0}: is longer than the telephone system takes")]
    TooLong(&'static str),
    #[error("{0}: is no header name")]
    Name(&'static str),
    #[error("{0}: is one header too many")]
    TooMany(&'static str),
}

impl Action {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, headers: Vec::new() }
    }

    /// The action with one header more.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Result<Self, UnsafeHeader> {
        let value = value.into();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
            return Err(UnsafeHeader::Name(name));
        }
        if value.contains(['\r', '\n', '\0']) {
            return Err(UnsafeHeader::LineBreak(name));
        }
        if name.len() + ": ".len() + value.len() > LONGEST_LINE {
            return Err(UnsafeHeader::TooLong(name));
        }
        if self.headers.len() + 2 >= MOST_HEADERS {
            return Err(UnsafeHeader::TooMany(name));
        }
        self.headers.push((name, value));
        Ok(self)
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_would_smuggle_in_a_header_is_refused() {
        for value in ["x\r\nReason: y", "x\n", "\r", "x\0y"] {
            assert_eq!(Action::new("QueuePause").with("Reason", value), Err(UnsafeHeader::LineBreak("Reason")), "{value:?}");
        }
    }

    #[test]
    fn a_name_that_is_none_is_refused() {
        for name in ["", "A:B", "A B", "A\r\nB", "Ä"] {
            assert_eq!(Action::new("Ping").with(name, "x"), Err(UnsafeHeader::Name(name)), "{name:?}");
        }
    }

    #[test]
    fn a_line_is_as_long_as_asterisk_takes_and_no_longer() {
        let longest = LONGEST_LINE - "Reason: ".len();

        assert!(Action::new("QueuePause").with("Reason", "x".repeat(longest)).is_ok());
        assert_eq!(Action::new("QueuePause").with("Reason", "x".repeat(longest + 1)), Err(UnsafeHeader::TooLong("Reason")));
    }

    #[test]
    fn an_action_has_as_many_headers_as_asterisk_takes_and_no_more() {
        let full = (0..MOST_HEADERS - 2).try_fold(Action::new("Originate"), |action, _| action.with("Variable", "A=1"));

        assert_eq!(full.and_then(|action| action.with("Variable", "A=1")), Err(UnsafeHeader::TooMany("Variable")));
    }

    #[test]
    fn names_are_compared_without_case_and_repeated_headers_keep_their_order() {
        let message = Message::new(vec![("UniqueID".into(), "1".into()), ("Output".into(), "a".into()), ("Output".into(), "b".into())]);

        assert_eq!(message.get("uniqueid"), Some("1"));
        assert_eq!(message.get("Output"), Some("a"));
        assert_eq!(message.headers().len(), 3);
    }

    #[test]
    fn instants_are_unix_seconds_with_or_without_a_fraction() {
        let table = [
            ("1795231172.120322", Some("2026-11-21T03:19:32.120322Z")),
            ("1795231172", Some("2026-11-21T03:19:32Z")),
            ("1795231172.5", Some("2026-11-21T03:19:32.5Z")),
            ("0", None),
            ("", None),
            ("soon", None),
        ];

        for (text, expected) in table {
            let message = Message::new(vec![("Timestamp".into(), text.into())]);
            assert_eq!(message.at(), expected.map(|at| at.parse().unwrap()), "{text:?}");
        }
    }
}
