//! Bytes of the manager interface to messages, and actions to bytes.
//!
//! Asterisk's text is looser than it seems: lines end at CR LF only (a bare LF is part of a value), one blank line too many
//! may follow a message, values need not be UTF-8, and a list once ended with CR LF LF. A message that cannot be taken is
//! skipped to its end and told; the next one is taken again. There is no time limit here: an unfinished message also holds
//! up the answer to the next ping, and the link falls by that.

use bytes::{Buf, BufMut, BytesMut};
use tokio_util::codec::{Decoder, Encoder};

use super::message::{Action, Message};

/// Longest line taken. Asterisk itself writes a few kilobytes at most.
const LONGEST_LINE: usize = 64 * 1024;
/// Longest message taken, line ends not counted. The longest seen, a list of all commands, has 12 kB.
const LONGEST_MESSAGE: usize = 1024 * 1024;

/// One thing that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The line that is said first, by Asterisk `Asterisk Call Manager/11.0.0`; whether it is Asterisk who says it is not
    /// looked at here.
    Greeting(String),
    /// A message.
    Message(Message),
    /// A message that could not be taken; what follows it can.
    Skipped(Fault),
}

/// Why a message could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("longer than any message should be")]
    TooLong,
    #[error("no line of it is a header")]
    NoHeader,
}

/// Decoder and encoder of one connection.
#[derive(Debug, Default)]
pub(super) struct AmiCodec {
    /// Bytes at the front of the buffer known to hold no line end.
    scanned: usize,
    greeted: bool,
    headers: Vec<(String, String)>,
    size: usize,
    fault: Option<Fault>,
}

impl Decoder for AmiCodec {
    type Item = Frame;
    type Error = std::io::Error;

    fn decode(&mut self, buffer: &mut BytesMut) -> Result<Option<Frame>, Self::Error> {
        while let Some(line) = self.next_line(buffer) {
            if let Some(frame) = self.take_line(&line) {
                return Ok(Some(frame));
            }
        }
        Ok(None)
    }

    /// The rest of a message whose end never came is dropped.
    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<Frame>, Self::Error> {
        let frame = self.decode(buffer)?;
        if frame.is_none() {
            buffer.clear();
        }
        Ok(frame)
    }
}

impl AmiCodec {
    /// For what comes after a greeting.
    #[cfg(test)]
    pub(super) fn greeted() -> Self {
        Self { greeted: true, ..Self::default() }
    }

    /// The next whole line without its end.
    fn next_line(&mut self, buffer: &mut BytesMut) -> Option<BytesMut> {
        let unseen = &buffer[self.scanned..];
        let Some(end) = unseen.windows(2).position(|pair| pair == b"\r\n") else {
            // The last byte may be the first half of a line end.
            self.scanned = buffer.len().saturating_sub(1);
            if self.scanned > LONGEST_LINE {
                self.spoil(Fault::TooLong);
                buffer.advance(self.scanned);
                self.scanned = 0;
            }
            return None;
        };
        let line = buffer.split_to(self.scanned + end);
        buffer.advance(2);
        self.scanned = 0;
        Some(line)
    }

    fn take_line(&mut self, line: &[u8]) -> Option<Frame> {
        if !self.greeted {
            self.greeted = true;
            return Some(Frame::Greeting(text(line)));
        }
        match line {
            [] => self.finish(),
            // A message that ended with CR LF LF: the line belongs to the next one.
            [b'\n', rest @ ..] => {
                let frame = self.finish();
                self.take_header(rest);
                frame
            }
            line => {
                self.take_header(line);
                None
            }
        }
    }

    fn take_header(&mut self, line: &[u8]) {
        self.size += line.len();
        if self.size > LONGEST_MESSAGE {
            self.spoil(Fault::TooLong);
        }
        if self.fault == Some(Fault::TooLong) || line.is_empty() {
            return;
        }
        // A line without a colon is dropped; a message of nothing else is a fault.
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            if self.headers.is_empty() {
                self.fault = Some(Fault::NoHeader);
            }
            return;
        };
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        self.headers.push((text(name.trim_ascii()), text(value.strip_prefix(b" ").unwrap_or(value))));
    }

    fn spoil(&mut self, fault: Fault) {
        self.fault = Some(fault);
        self.headers.clear();
    }

    /// The message whose end was just seen; `None` after a blank line too many.
    fn finish(&mut self) -> Option<Frame> {
        let headers = std::mem::take(&mut self.headers);
        self.size = 0;
        match self.fault.take() {
            Some(fault) if headers.is_empty() => Some(Frame::Skipped(fault)),
            _ if headers.is_empty() => None,
            _ => Some(Frame::Message(Message::new(headers))),
        }
    }
}

/// UTF-8 where it is, else Latin-1: Asterisk passes bytes through unchecked, and a caller's name must not end the link.
fn text(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

/// An action and the id its answer will carry.
#[derive(Debug)]
pub(super) struct Numbered<'a> {
    pub(super) id: &'a str,
    pub(super) action: &'a Action,
}

impl Encoder<Numbered<'_>> for AmiCodec {
    type Error = std::io::Error;

    fn encode(&mut self, item: Numbered<'_>, buffer: &mut BytesMut) -> Result<(), Self::Error> {
        let first = [("Action", item.action.name()), ("ActionID", item.id)];
        for (name, value) in first.into_iter().chain(item.action.headers()) {
            buffer.put_slice(name.as_bytes());
            buffer.put_slice(b": ");
            buffer.put_slice(value.as_bytes());
            buffer.put_slice(b"\r\n");
        }
        buffer.put_slice(b"\r\n");
        Ok(())
    }
}

#[cfg(test)]
mod tests;
