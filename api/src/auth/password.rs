//! Passwords: what is accepted as one, and Argon2id (RFC 9106) over it.
//!
//! Hashing is heavy on purpose. It runs beside the threads that serve requests, no more at a time than there are processors.

use std::{num::NonZero, thread};

use anyhow::Context;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::email::Email;

/// Fewest characters: OWASP's counsel where there is no second factor lies at 15, NIST SP 800-63B's least at 8.
pub const SHORTEST: usize = 12;
/// Most characters.
pub const LONGEST: usize = 128;

/// Memory in KiB, passes and lanes: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// Whether `password` may be chosen by whoever logs in with `email`.
///
/// # Errors
/// What is wrong with it, for people.
pub fn check(password: &str, email: &Email) -> Result<(), String> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(format!("A password has at least {SHORTEST} characters."));
    }
    if length > LONGEST {
        return Err(format!("A password has at most {LONGEST} characters."));
    }
    if password.trim().to_lowercase() == email.as_str() {
        return Err("A password is not the e-mail address itself.".to_owned());
    }
    Ok(())
}

/// Hashes and verifies.
pub struct Passwords {
    turns: Semaphore,
    /// Verified against when there is no user, so that the time taken does not tell.
    nobody: String,
}

impl Passwords {
    /// Ready to hash; makes a first hash, of nobody's password.
    ///
    /// # Errors
    /// When Argon2 refuses its parameters, which are constant.
    pub async fn new() -> anyhow::Result<Self> {
        let nobody = blocking(|| hash(&hex::encode(rand::random::<[u8; 16]>()))).await?;
        let turns = Semaphore::new(thread::available_parallelism().map_or(1, NonZero::get));
        Ok(Self { turns, nobody })
    }

    /// The password's hash, in PHC string format.
    ///
    /// # Errors
    /// As [`Passwords::new`].
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let _turn = self.turns.acquire().await?;
        let password = password.to_owned();
        blocking(move || hash(&password)).await
    }

    /// Whether `password` is the one of `known`, the hash of a user; with none, no password is, and finding out takes as long.
    ///
    /// # Errors
    /// When `known` is no hash.
    pub async fn verify(&self, password: &str, known: Option<&str>) -> anyhow::Result<bool> {
        let _turn = self.turns.acquire().await?;
        let too_long = password.chars().nth(LONGEST).is_some();
        let password = if too_long { String::new() } else { password.to_owned() };
        let hash = known.unwrap_or(&self.nobody).to_owned();
        let right = blocking(move || verify(&password, &hash)).await?;
        Ok(right && known.is_some() && !too_long)
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> anyhow::Result<T> {
    spawn_blocking(work).await.context("password hashing was interrupted")?
}

fn hash(password: &str) -> anyhow::Result<String> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|error| anyhow::anyhow!("argon2 salt: {error}"))?;
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(password.as_bytes(), &salt)
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(hash.to_string())
}

/// By the parameters that the hash names, so that hashes of former parameters still verify.
fn verify(password: &str, hash: &str) -> anyhow::Result<bool> {
    let hash = PasswordHash::new(hash).map_err(|error| anyhow::anyhow!("a stored password hash cannot be read: {error}"))?;
    match Argon2::default().verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::Password) => Ok(false),
        Err(error) => Err(anyhow::anyhow!("a stored password hash cannot be verified: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email() -> Email {
        Email::parse("ana.puig@example.org").unwrap()
    }

    #[test]
    fn a_password_has_12_to_128_characters_and_is_not_the_email() {
        let cases = [
            ("eleven char", false),
            ("twelve chars", true),
            ("ññññññññññññ", true),
            (&"x".repeat(128), true),
            (&"x".repeat(129), false),
            ("Ana.Puig@example.org", false),
            (" ana.puig@example.org ", false),
        ];

        for (password, right) in cases {
            assert_eq!(check(password, &email()).is_ok(), right, "{password}");
        }
    }

    #[tokio::test]
    async fn only_the_same_password_verifies() {
        let passwords = Passwords::new().await.unwrap();

        let known = passwords.hash("correct horse battery").await.unwrap();

        assert!(known.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{known}");
        assert!(passwords.verify("correct horse battery", Some(&known)).await.unwrap());
        assert!(!passwords.verify("correct horse batterz", Some(&known)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_a_password_and_none_is_too_long_to_be_refused() {
        let passwords = Passwords::new().await.unwrap();
        let empty = passwords.hash("").await.unwrap();

        assert!(!passwords.verify("correct horse battery", None).await.unwrap());
        assert!(!passwords.verify(&"x".repeat(LONGEST + 1), Some(&empty)).await.unwrap());
    }
}
