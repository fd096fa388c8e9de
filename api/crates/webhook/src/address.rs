//! Where posts may go: read once, when somebody names it. What its name leads to is looked at each time a connection is made.

use std::net::IpAddr;

use reqwest::Url;

use crate::public::is_public;

/// Characters of an address at the most.
const LONGEST: usize = 2_000;

/// What is allowed beyond the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Posts by plain http too.
    pub http: bool,
    /// Posts to addresses of our own machine and network too.
    pub private: bool,
}

/// Somewhere that posts may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

/// Why posts may not go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It cannot be read.
    #[error("this is no address such as https://example.org/hooks")]
    Unreadable,
    /// It is longer than any good one.
    #[error("this is longer than {LONGEST} characters")]
    TooLong,
    /// It is to be spoken to in clear, or not by HTTP at all.
    #[error("posts go by https")]
    NotSecure,
    /// There is a name or a password in it.
    #[error("a name and a password do not belong here: posts are proved by their signature")]
    WithUser,
    /// It says a place in a document.
    #[error("nothing can be posted to a place within a document (#…)")]
    WithFragment,
    /// It leads to our own machine or network.
    #[error("it leads to an address that is not everybody's")]
    NotPublic,
}

impl Address {
    /// Reads an address, and says what can be said of it without asking for what its name leads to.
    ///
    /// # Errors
    /// Why posts may not go there.
    pub fn read(text: &str, allowed: Allowed) -> Result<Self, AddressError> {
        if text.chars().count() > LONGEST {
            return Err(AddressError::TooLong);
        }
        let url = Url::parse(text.trim()).map_err(|_| AddressError::Unreadable)?;
        match url.scheme() {
            "https" => {}
            "http" if allowed.http => {}
            _ => return Err(AddressError::NotSecure),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::WithUser);
        }
        if url.fragment().is_some() {
            return Err(AddressError::WithFragment);
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(AddressError::Unreadable)?;
        let local = host == "localhost" || host.ends_with(".localhost");
        if !allowed.private && (local || ip(host).is_some_and(|ip| !is_public(ip))) {
            return Err(AddressError::NotPublic);
        }
        Ok(Self(url))
    }

    /// As it is kept and shown.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn url(&self) -> Url {
        self.0.clone()
    }
}

/// The IP address that stands in place of a name: nobody resolves it, so nobody else would look at it.
fn ip(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_posts_may_not_go_is_told_with_the_reason() {
        use AddressError as E;
        let usual = Allowed::default();
        let table = [
            ("https://example.org/hooks?a=b", Ok("https://example.org/hooks?a=b")),
            (" https://EXAMPLE.org ", Ok("https://example.org/")),
            ("https://1.1.1.1:8443/", Ok("https://1.1.1.1:8443/")),
            ("example.org/hooks", Err(E::Unreadable)),
            ("https://", Err(E::Unreadable)),
            ("http://example.org/", Err(E::NotSecure)),
            ("ftp://example.org/", Err(E::NotSecure)),
            ("file:///etc/passwd", Err(E::NotSecure)),
            ("https://user@example.org/", Err(E::WithUser)),
            ("https://:word@example.org/", Err(E::WithUser)),
            ("https://example.org/#there", Err(E::WithFragment)),
            ("https://localhost/", Err(E::NotPublic)),
            ("https://a.localhost/", Err(E::NotPublic)),
            ("https://127.0.0.1/", Err(E::NotPublic)),
            ("https://2130706433/", Err(E::NotPublic)),
            ("https://0x7f.1/", Err(E::NotPublic)),
            ("https://[::1]/", Err(E::NotPublic)),
            ("https://[::ffff:10.0.0.1]/", Err(E::NotPublic)),
            ("https://169.254.169.254/latest", Err(E::NotPublic)),
        ];

        for (text, expected) in table {
            let read = Address::read(text, usual);
            assert_eq!(read.as_ref().map(Address::as_str), expected.as_ref().copied(), "{text}");
        }
        assert_eq!(Address::read(&format!("https://example.org/{}", "x".repeat(LONGEST)), usual), Err(E::TooLong));
    }

    #[test]
    fn what_is_allowed_besides_is() {
        let (http, private) = (Allowed { http: true, private: false }, Allowed { http: true, private: true });

        assert!(Address::read("http://example.org/", http).is_ok());
        assert_eq!(Address::read("http://127.0.0.1/", http), Err(AddressError::NotPublic));
        assert!(Address::read("http://127.0.0.1:9000/", private).is_ok());
    }
}
