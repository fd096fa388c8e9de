//! The secret that access tokens are signed with, and the former one during a rotation.

use std::path::Path;

use jsonwebtoken::{DecodingKey, EncodingKey};

use crate::config::{
    auth::{Auth, SECRET_BYTES},
    secret::Secret,
};

/// Keys made of the secrets. They print nothing of themselves.
pub struct Keys {
    pub(super) signing: EncodingKey,
    /// Keys whose tokens are taken, the signing one first.
    pub(super) accepted: Vec<DecodingKey>,
}

impl Keys {
    /// Reads the secrets of `[auth]`.
    ///
    /// # Errors
    /// Every fault found, each naming its field and what would be right.
    pub fn of(config: &Auth) -> Result<Self, Vec<String>> {
        let secret = read("secret", config.secret.as_ref(), config.secret_file.as_deref());
        let former = read("former_secret", config.former_secret.as_ref(), config.former_secret_file.as_deref());
        let missing = || format!("auth.secret_file (or auth.secret) is not given; it must hold {SECRET_BYTES} random bytes or more");
        match (secret.and_then(|secret| secret.ok_or_else(missing)), former) {
            (Ok(secret), Ok(former)) => Ok(Self::new(&secret, former.as_deref())),
            (secret, former) => Err([secret.err(), former.err()].into_iter().flatten().collect()),
        }
    }

    /// Of a secret that is forgotten with the process: for demonstrations, where nobody stays logged in over a restart.
    pub fn ephemeral() -> Self {
        Self::new(&rand::random::<[u8; 32]>(), None)
    }

    fn new(secret: &[u8], former: Option<&[u8]>) -> Self {
        let accepted = [Some(secret), former].into_iter().flatten().map(DecodingKey::from_secret).collect();
        Self { signing: EncodingKey::from_secret(secret), accepted }
    }
}

/// The secret `name`, from the configuration itself or from its file.
fn read(name: &str, secret: Option<&Secret>, file: Option<&Path>) -> Result<Option<Vec<u8>>, String> {
    let secret = match (secret, file) {
        (Some(secret), _) => secret.clone(),
        (None, Some(file)) => Secret::from_file(file).map_err(|error| format!("auth.{name}_file is {}: {error}", file.display()))?,
        (None, None) => return Ok(None),
    };
    if secret.reveal().len() < SECRET_BYTES {
        return Err(format!("auth.{name} has fewer than {SECRET_BYTES} bytes"));
    }
    Ok(Some(secret.reveal().as_bytes().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth(secret: &str, former: &str) -> Auth {
        Auth { secret: Some(Secret::new(secret)), former_secret: Some(Secret::new(former)), ..Auth::default() }
    }

    #[test]
    fn every_fault_of_the_secrets_is_told_and_none_of_the_secrets() {
        let faults = Keys::of(&auth("hunter2", "hunter1")).err().unwrap_or_default();
        let missing = Keys::of(&Auth::default()).err().unwrap_or_default();
        let unreadable = Keys::of(&Auth { secret_file: Some("/no/such/file".into()), ..Auth::default() }).err().unwrap_or_default();

        assert_eq!(faults, ["auth.secret has fewer than 32 bytes", "auth.former_secret has fewer than 32 bytes"]);
        assert_eq!(missing, ["auth.secret_file (or auth.secret) is not given; it must hold 32 random bytes or more"]);
        assert!(unreadable[0].starts_with("auth.secret_file is /no/such/file: "), "{unreadable:?}");
    }

    #[test]
    fn the_former_secret_is_still_accepted() {
        let keys = Keys::of(&auth(&"n".repeat(32), &"f".repeat(32)));

        assert_eq!(keys.map(|keys| keys.accepted.len()).ok(), Some(2));
    }
}
