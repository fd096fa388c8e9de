//! A position as clients hold it: opaque, and bound to this outbox.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::prelude::Uuid;

use super::change::Position;

/// Why a cursor cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// Not a cursor that was given out here.
    #[error("not a cursor of this API")]
    Unreadable,
    /// Of another database, or of one that has since been put back from a copy.
    #[error("the cursor belongs to another stream of changes")]
    Foreign,
}

/// Writes a cursor of the outbox named `stream`.
pub fn encode(stream: Uuid, position: Position) -> String {
    let mut bytes = [0; 24];
    bytes[..16].copy_from_slice(stream.as_bytes());
    bytes[16..].copy_from_slice(&position.0.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a cursor of the outbox named `stream`.
///
/// # Errors
/// [`CursorError`].
pub fn decode(stream: Uuid, text: &str) -> Result<Position, CursorError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Unreadable)?;
    let (name, place) = bytes.split_at_checked(16).ok_or(CursorError::Unreadable)?;
    let place: [u8; 8] = place.try_into().map_err(|_| CursorError::Unreadable)?;
    if name != stream.as_bytes() {
        return Err(CursorError::Foreign);
    }
    Ok(Position(u64::from_be_bytes(place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_only_for_its_own_stream() {
        let (ours, other) = (Uuid::now_v7(), Uuid::now_v7());

        let cursor = encode(ours, Position(42));

        assert_eq!(decode(ours, &cursor), Ok(Position(42)));
        assert_eq!(decode(other, &cursor), Err(CursorError::Foreign));
        assert_eq!(decode(ours, "42"), Err(CursorError::Unreadable));
        assert_eq!(decode(ours, ""), Err(CursorError::Unreadable));
    }
}
