//! The secret in a feed's address: `sbf_` and 256 random bits. Kept is its SHA-256, which so many bits make as good as a slow hash.
//!
//! The prefix lets scanners of code and of logs find one that got where it does not belong.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// What a secret begins with.
const PREFIX: &str = "sbf_";

/// A new secret.
pub fn mint() -> String {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
}

/// What is kept of a secret, and looked for.
pub fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_the_same_and_known_again_by_its_hash() {
        let (one, other) = (mint(), mint());

        assert!(one.starts_with(PREFIX) && one.len() == 47 && one != other, "{one}");
        assert_eq!((hash(&one), hash(&one).len()), (hash(&one), 64));
        assert_ne!(hash(&one), hash(&other));
    }
}
