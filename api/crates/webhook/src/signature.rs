//! How posts are signed, so that whoever gets one knows that it is ours, whole, and not an old one sent again: HMAC-SHA256 over id,
//! instant and body, by a secret that is shown as `whsec_…`.
//!
//! Secrets are made of a key of the installation and of what they are for. So none is kept, and whoever reads the tables has none.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What a secret begins with where it is shown.
const PREFIX: &str = "whsec_";
/// What the key makes secrets for: another use of the same key would make others.
const PURPOSE: &str = "switchboard webhook secret";

/// What secrets are made of. It prints nothing of itself.
#[derive(Clone)]
pub struct MasterKey(Vec<u8>);

/// What posts to one address are signed with. It prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl MasterKey {
    /// Of these bytes, at random and 32 or more.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The secret of the address called `name`, so many times renewed. None is found by another.
    pub fn secret(&self, name: &str, generation: u32) -> Secret {
        Secret(mac(&self.0, &[PURPOSE.as_bytes(), b"\0", name.as_bytes(), b"\0", &generation.to_be_bytes()]))
    }
}

impl Secret {
    /// As whoever checks signatures is given it.
    pub fn shown(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.0))
    }

    fn signature(&self, id: &str, at: i64, body: &str) -> String {
        let signed = mac(&self.0, &[id.as_bytes(), b".", at.to_string().as_bytes(), b".", body.as_bytes()]);
        format!("v1,{}", STANDARD.encode(signed))
    }
}

/// The header `webhook-signature`: one for each secret that is good.
pub(crate) fn header(secrets: &[Secret], id: &str, at: i64, body: &str) -> String {
    secrets.iter().map(|secret| secret.signature(id, at, body)).collect::<Vec<_>>().join(" ")
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // A key of any length will do: this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master() -> MasterKey {
        MasterKey::new("thirty-two bytes or more, at random")
    }

    #[test]
    fn a_post_is_signed_as_the_specification_signs_its_example() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();

        let signed = mac(&key, &[b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"]);

        assert_eq!(STANDARD.encode(signed), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_the_same_again_and_another_for_each_address_each_renewal_and_each_key() {
        let secret = master().secret("a", 1);

        assert_eq!(secret, master().secret("a", 1));
        assert!(secret.shown().starts_with("whsec_") && STANDARD.decode(&secret.shown()[6..]).unwrap().len() == 32);
        for other in [master().secret("b", 1), master().secret("a", 2), MasterKey::new("another").secret("a", 1)] {
            assert_ne!(secret.shown(), other.shown());
        }
    }

    #[test]
    fn while_a_secret_is_renewed_posts_are_signed_with_both() {
        let (new, old) = (master().secret("a", 2), master().secret("a", 1));

        let header = header(&[new.clone(), old.clone()], "id", 7, "{}");

        assert_eq!(header, format!("{} {}", new.signature("id", 7, "{}"), old.signature("id", 7, "{}")));
    }

    #[test]
    fn nothing_is_printed_of_what_is_secret() {
        assert_eq!(format!("{:?} {:?}", master(), master().secret("a", 1)), "MasterKey(…) Secret(…)");
    }
}
