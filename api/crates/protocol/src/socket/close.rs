//! Why a socket is closed, in codes that clients know.

use std::borrow::Cow;

use axum::extract::ws::{CloseFrame, Message};

use crate::{Code, Fault, Refusal};

/// A reason of a close frame has 123 bytes (RFC 6455, 5.5).
const REASON_BYTES: usize = 123;

/// A close code with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Close {
    pub(super) code: u16,
    reason: Cow<'static, str>,
}

impl Close {
    const fn new(code: u16, reason: &'static str) -> Self {
        Self { code, reason: Cow::Borrowed(reason) }
    }

    /// A message that the protocol does not know or not here.
    pub(super) fn invalid(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code: 4400, reason: reason.into() }
    }

    pub(super) const fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized")
    }

    /// The session is not accepted, or not any more.
    pub(super) fn forbidden(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code: 4403, reason: reason.into() }
    }

    pub(super) fn refused(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Unauthenticated(reason) | Refusal::Forbidden(reason) => Self::forbidden(reason.clone()),
            Refusal::RateLimited(_) => Self::later(&format!("{}: {refusal}", Code::RateLimited.as_str())),
            Refusal::Unavailable(reason) => Self::later(reason),
        }
    }

    /// 1013, try again later: clients come back by themselves, as they do not after 4429, which is the protocol's own for
    /// something else.
    fn later(reason: &str) -> Self {
        Self { code: 1013, reason: reason.to_owned().into() }
    }

    /// One socket too many. The reason begins with the code.
    pub(super) fn crowded(limit: &Fault) -> Self {
        Self::later(&format!("{}: {}", limit.code.as_str(), limit.message))
    }

    pub(super) const fn subprotocol() -> Self {
        Self::new(4406, "Subprotocol not acceptable")
    }

    pub(super) const fn init_timeout() -> Self {
        Self::new(4408, "Connection initialisation timeout")
    }

    pub(super) fn duplicate(id: &str) -> Self {
        Self { code: 4409, reason: format!("Subscriber for {id} already exists").into() }
    }

    pub(super) const fn too_many_inits() -> Self {
        Self::new(4429, "Too many initialisation requests")
    }

    /// A message larger than the limit.
    pub(super) fn too_large(limit: &Fault) -> Self {
        Self { code: 1009, reason: limit.message.clone().into() }
    }

    /// 1012, service restart: clients come back by themselves, to another process or this one's successor.
    pub(super) const fn shutdown() -> Self {
        Self::new(1012, "The server restarts: connect again and resume after your last cursor")
    }

    pub(super) fn into_message(self) -> Message {
        let mut reason = self.reason.into_owned();
        if reason.len() > REASON_BYTES {
            reason.truncate(reason.floor_char_boundary(REASON_BYTES));
        }
        Message::Close(Some(CloseFrame { code: self.code, reason: reason.into() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        let Message::Close(Some(frame)) = Close::invalid("ü".repeat(100)).into_message() else {
            panic!("not a close message");
        };

        assert_eq!(frame.reason.len(), 122);
    }
}
