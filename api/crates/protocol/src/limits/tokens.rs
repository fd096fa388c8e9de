//! Counts the lexical tokens of a document without parsing it (GraphQL specification, section 2.1).
//!
//! Only as exact as counting needs: a text that is not GraphQL is left for the parser to refuse. Brackets are followed as
//! well, so that no nesting reaches the recursive parser which its stack could not bear.

use crate::{Code, Fault, Limits};

/// Brackets nested deeper than this are refused before parsing. The parser itself stops at 64 selection sets; values nest
/// without a limit of their own there.
const NESTING: usize = 100;

/// Refuses a document with too many tokens or too many open brackets.
///
/// # Errors
/// `LIMIT_TOKENS` or `LIMIT_DEPTH`.
pub(crate) fn check(document: &str, limits: &Limits) -> Result<(), Fault> {
    let mut scanner = Scanner { bytes: document.as_bytes(), at: 0 };
    let (mut tokens, mut open) = (0usize, 0usize);
    while let Some(token) = scanner.next_token() {
        tokens += 1;
        if tokens > limits.tokens {
            return Err(Fault::limit(Code::LimitTokens, "tokens", limits.tokens as u64, None));
        }
        match token {
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > NESTING {
            return Err(Fault::limit(Code::LimitDepth, "nesting", NESTING as u64, None));
        }
    }
    Ok(())
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    /// Steps over one token and gives its first byte.
    fn next_token(&mut self) -> Option<u8> {
        self.skip_ignored();
        let first = *self.bytes.get(self.at)?;
        match first {
            b'"' => self.string(),
            b'.' => self.run(|byte| byte == b'.'),
            b'_' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => self.word(first),
            _ => self.at += 1,
        }
        Some(first)
    }

    /// White space, line ends, commas, the byte order mark and comments.
    fn skip_ignored(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF => self.at += 1,
                b'#' => self.run(|byte| byte != b'\n' && byte != b'\r'),
                _ => return,
            }
        }
    }

    fn word(&mut self, first: u8) {
        let number = first == b'-' || first.is_ascii_digit();
        self.at += 1;
        self.run(|byte| byte == b'_' || byte.is_ascii_alphanumeric() || (number && matches!(byte, b'.' | b'+' | b'-')));
    }

    fn string(&mut self) {
        let block = self.bytes[self.at..].starts_with(b"\"\"\"");
        self.at += if block { 3 } else { 1 };
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' if block && self.bytes[self.at..].starts_with(b"\\\"\"\"") => self.at += 4,
                b'\\' if !block => self.at += 2,
                b'"' if !block => {
                    self.at += 1;
                    return;
                }
                b'"' if self.bytes[self.at..].starts_with(b"\"\"\"") => {
                    self.at += 3;
                    return;
                }
                b'\n' | b'\r' if !block => return,
                _ => self.at += 1,
            }
        }
    }

    fn run(&mut self, mut of: impl FnMut(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|byte| of(*byte)) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(document: &str) -> usize {
        let mut scanner = Scanner { bytes: document.as_bytes(), at: 0 };
        std::iter::from_fn(|| scanner.next_token()).count()
    }

    #[test]
    fn tokens_are_counted_as_the_specification_lexes_them() {
        let table = [
            ("", 0),
            ("{ a }", 3),
            ("{a,b,,c}", 5),
            ("# only a comment", 0),
            ("query Q($id: ID! = \"x\") @skip(if: $s) { ...F }", 23),
            ("{ a(s: \"quoted \\\" { { {\") }", 8),
            ("{ a(s: \"\"\"block \\\"\"\" \" { { \"\"\") }", 8),
            ("{ a(n: -1.5e+3) }", 8),
            ("\u{feff}{ a }", 3),
        ];

        for (document, expected) in table {
            assert_eq!(count(document), expected, "{document}");
        }
    }

    #[test]
    fn an_unfinished_string_ends_with_the_document() {
        assert_eq!(count("{ a(s: \"open"), 6);
        assert_eq!(count("{ a(s: \"\"\"open"), 6);
        assert_eq!(count("{ a(s: \"open\\"), 6);
    }

    #[test]
    fn a_document_with_one_token_too_many_is_refused_and_told_the_limit() {
        let limits = Limits { tokens: 4, ..Limits::default() };

        assert!(check("{ a b }", &limits).is_ok());
        let fault = check("{ a b c }", &limits).unwrap_err();

        assert_eq!(fault.code, Code::LimitTokens);
        assert!(fault.message.contains("`tokens` is 4"), "{}", fault.message);
    }

    #[test]
    fn a_tower_of_brackets_never_reaches_the_parser() {
        let tower = format!("{{ a(v: {}) }}", "[".repeat(200));

        assert_eq!(check(&tower, &Limits::default()).unwrap_err().code, Code::LimitDepth);
    }
}
