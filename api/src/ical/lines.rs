//! Content lines: escaped, folded, ended (RFC 5545, sections 3.1 and 3.3.11).

/// Bytes of a line at the most, without its end.
const LONGEST: usize = 75;

/// Lines of a calendar.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A line whose value has its form already. `name` may bring parameters.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A line whose value is text for people.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    /// All of them.
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// Adds a line, cut between signs: a line that goes on begins with a blank, which counts.
    fn fold(&mut self, line: &str) {
        let mut room = LONGEST;
        for sign in line.chars() {
            if sign.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            room -= sign.len_utf8();
            self.0.push(sign);
        }
        self.0.push_str("\r\n");
    }
}

/// Text with what has a meaning in it escaped. Line breaks of any kind are one; other control characters have no place there.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            '\r' if signs.peek() == Some(&'\n') => {}
            '\r' | '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push('\t'),
            _ if sign.is_control() => {}
            _ => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        let mut lines = Lines::default();
        lines.text("SUMMARY", value);
        lines.finish()
    }

    #[test]
    fn what_has_a_meaning_is_escaped_and_control_characters_are_left_out() {
        assert_eq!(text("a;b,c\\d:\"e\""), "SUMMARY:a\\;b\\,c\\\\d:\"e\"\r\n");
        assert_eq!(text("a\r\nb\nc\rd\te\0f\u{7f}"), "SUMMARY:a\\nb\\nc\\nd\tef\r\n");
        assert_eq!(text("a\r\nBEGIN:VALARM"), "SUMMARY:a\\nBEGIN:VALARM\r\n");
    }

    #[test]
    fn a_line_has_75_bytes_at_the_most_and_no_sign_is_cut() {
        let written = text(&"ñ€🙂".repeat(40));

        for line in written.trim_end().split("\r\n") {
            assert!(line.len() <= LONGEST && line.len() > LONGEST - 6 || written.ends_with(&format!("{line}\r\n")), "{line}");
        }
        assert_eq!(written.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "ñ€🙂".repeat(40)));
        assert_eq!(text(&"x".repeat(67)).matches("\r\n").count(), 1);
        assert_eq!(text(&"x".repeat(68)).matches("\r\n ").count(), 1);
    }
}
