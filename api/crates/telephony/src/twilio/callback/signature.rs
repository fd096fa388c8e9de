//! Twilio's signature: HMAC-SHA1, keyed by an auth token, over the address and the form's parameters.
//!
//! Names of parameters are sorted, and of each name the distinct values; name and value are appended to the address with nothing between.
//! JSON is not appended: the address then bears the SHA-256 of the body, as `bodySHA256`, and both must hold. The address may have been
//! signed with its scheme's usual port or without.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::twilio::config::Secret;

/// Something that was posted to us.
#[derive(Clone, Copy, Debug)]
pub struct Posted<'a> {
    /// The whole address as the sender has it, of which we know our public part by configuration, never by a header.
    pub url: &'a str,
    /// Its type, where one was given.
    pub content_type: Option<&'a str>,
    /// The signature, in base 64.
    pub signature: &'a str,
    /// The body as it came.
    pub body: &'a [u8],
}

impl Posted<'_> {
    /// Whether the body is JSON.
    pub fn is_json(&self) -> bool {
        let kind = self.content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json")
    }
}

/// Whether one of the tokens has signed it.
pub fn verify(posted: &Posted<'_>, tokens: &[Secret]) -> bool {
    let Ok(signature) = BASE64_STANDARD.decode(posted.signature) else { return false };
    let parameters = if posted.is_json() {
        if !body_is_as_told(posted) {
            return false;
        }
        String::new()
    } else {
        appended(posted.body)
    };
    let mut good = false;
    for url in with_and_without_port(posted.url) {
        for token in tokens {
            // Each is tried, whichever was good: how long it takes does not tell which.
            good |= mac(&url, &parameters, token).verify_slice(&signature).is_ok();
        }
    }
    good
}

/// The signature of a form that is posted to `url`, as Twilio makes it.
pub fn sign(url: &str, form: &[u8], token: &Secret) -> String {
    BASE64_STANDARD.encode(mac(url, &appended(form), token).finalize().into_bytes())
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn mac(url: &str, parameters: &str, token: &Secret) -> Hmac<Sha1> {
    let mut mac = Hmac::<Sha1>::new_from_slice(token.expose().as_bytes()).expect("a key of any length");
    mac.update(url.as_bytes());
    mac.update(parameters.as_bytes());
    mac
}

fn appended(form: &[u8]) -> String {
    let mut sorted: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(form) {
        sorted.entry(name).or_default().insert(value);
    }
    sorted.iter().flat_map(|(name, values)| values.iter().map(move |value| format!("{name}{value}"))).collect()
}

fn body_is_as_told(posted: &Posted<'_>) -> bool {
    let query = posted.url.split_once('?').map_or("", |(_, query)| query);
    let told = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "bodySHA256");
    let hash = hex::encode(Sha256::digest(posted.body));
    told.is_some_and(|(_, told)| bool::from(told.as_bytes().ct_eq(hash.as_bytes())))
}

/// The address as it is, and with its port left out or the usual one put in.
fn with_and_without_port(url: &str) -> Vec<String> {
    let mut variants = vec![url.to_owned()];
    let Some((scheme, rest)) = url.split_once("://") else { return variants };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let port = authority.rfind(':').filter(|colon| authority.rfind(']').is_none_or(|bracket| bracket < *colon));
    match (port, scheme) {
        (Some(colon), _) => variants.push(format!("{scheme}://{}{path}", &authority[..colon])),
        (None, "https") => variants.push(format!("{scheme}://{authority}:443{path}")),
        (None, "http") => variants.push(format!("{scheme}://{authority}:80{path}")),
        (None, _) => {}
    }
    variants
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";

    fn encoded(parameters: &[(&str, &str)]) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
    }

    fn is_good(url: &str, content_type: &str, body: &str, signature: &str, tokens: &[&str]) -> bool {
        let tokens: Vec<_> = tokens.iter().map(|token| Secret::new(*token)).collect();
        verify(&Posted { url, content_type: Some(content_type), signature, body: body.as_bytes() }, &tokens)
    }

    /// Parameters of the documented example.
    const EXAMPLE: [(&str, &str); 5] = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
        ("Caller", "+14158675309"),
    ];

    #[test]
    fn the_documented_example_is_good() {
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";

        assert!(is_good(url, FORM, &encoded(&EXAMPLE), "RSOYDt4T1cUTdK1PDd93/VVr8B8=", &["12345"]));
    }

    #[test]
    fn the_usual_port_may_be_signed_or_not() {
        let body = encoded(&EXAMPLE);
        let table = [
            ("https://mycompany.com/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w=", true),
            ("http://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4=", true),
            ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", true),
            ("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", true),
            ("http://mycompany.com/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", false),
        ];

        for (url, signature, good) in table {
            assert_eq!(is_good(url, FORM, &body, signature, &["12345"]), good, "{url}");
        }
    }

    #[test]
    fn names_are_sorted_and_not_names_joined_with_values() {
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let mut parameters = EXAMPLE.to_vec();
        parameters.extend([("Reason", "Participant"), ("ReasonConferenceEnded", "test")]);
        let body = encoded(&parameters);

        assert!(is_good(url, FORM, &body, "vOEb5UThFn24KEfnOFLQY2AE5FY=", &["12345"]));
        assert!(!is_good(url, FORM, &body, "95+Bu0JVPi0r/SsESZCVf0dWAjw=", &["12345"]));
    }

    #[test]
    fn of_values_that_come_twice_one_is_signed() {
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let body = encoded(&[("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]);

        assert!(is_good(url, FORM, &body, "IK+Dwps556ElfBT0I3Rgjkr1wJU=", &["12345"]));
    }

    #[test]
    fn json_is_proved_by_its_hash_in_the_address() {
        let body = r#"{"property": "value", "boolean": true}"#;
        let hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        let among = format!("https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256={hash}");
        let alone = format!("https://mycompany.com/myapp.php?bodySHA256={hash}");
        let json = "application/json; charset=utf-8";

        assert!(is_good(&among, json, body, "a9nBmqA0ju/hNViExpshrM61xv4=", &["12345"]));
        assert!(is_good(&alone, json, body, "y77kIzt2vzLz71DgmJGsen2scGs=", &["12345"]));
        assert!(!is_good(&alone, json, "{}", "y77kIzt2vzLz71DgmJGsen2scGs=", &["12345"]));
        let without = sign("https://mycompany.com/myapp.php", b"", &Secret::new("12345"));
        assert!(!is_good("https://mycompany.com/myapp.php", json, body, &without, &["12345"]));
    }

    #[test]
    fn values_are_signed_as_they_are_with_blanks_and_empty_ones() {
        let url = "https://pbx.example.org/hooks/twilio/voice";
        let body = encoded(&[
            ("AccountSid", "AC00000000000000000000000000000001"),
            ("ApiVersion", "2010-04-01"),
            ("CallSid", "CA00000000000000000000000000000001"),
            ("CallStatus", "ringing"),
            ("CallerName", "Ж & co "),
            ("Direction", "inbound"),
            ("ForwardedFrom", ""),
            ("From", "+14803335555"),
            ("To", "+16105505555"),
        ]);

        assert!(is_good(url, FORM, &body, "0HNXYxU4o6xcx0UCkd16K1XvN+k=", &["test-auth-token"]));
    }

    #[test]
    fn any_of_the_tokens_is_good_and_no_other() {
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let good = |tokens: &[&str]| is_good(url, FORM, &encoded(&EXAMPLE), "RSOYDt4T1cUTdK1PDd93/VVr8B8=", tokens);

        assert!(good(&["new", "12345"]) && good(&["12345", "old"]));
        assert!(!good(&["new", "old"]) && !good(&[]));
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        for signature in ["", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "RSOYDt4T1cUTdK1PDd93", "not base 64!", "AA=="] {
            assert!(!is_good("https://mycompany.com/", FORM, "", signature, &["12345"]), "{signature}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_signed_is_good_and_whatever_is_changed_is_refused(
            parameters in prop::collection::vec(("[A-Za-z]{1,8}", "\\PC{0,12}"), 1..8),
            url in "https://[a-z]{1,8}\\.example(:[1-9][0-9]{1,3})?/[a-z0-9/]{0,12}",
            where_ in any::<prop::sample::Index>(),
            bit in 0u8..6,
        ) {
            let pairs: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let body = encoded(&pairs);
            let signature = sign(&url, body.as_bytes(), &Secret::new("12345"));
            let good = |url: &str, body: &str, signature: &str| is_good(url, FORM, body, signature, &["12345"]);

            prop_assert!(good(&url, &body, &signature));

            // Any bit of the signature.
            let mut raw = BASE64_STANDARD.decode(&signature).unwrap();
            let at = where_.index(raw.len());
            raw[at] ^= 1 << bit;
            prop_assert!(!good(&url, &body, &BASE64_STANDARD.encode(raw)));
            // Any value, any name, the address.
            let at = where_.index(pairs.len());
            let mut changed = pairs.clone();
            let longer = format!("{}~", pairs[at].1);
            changed[at].1 = &longer;
            prop_assert!(!good(&url, &encoded(&changed), &signature));
            let elsewhere = format!("{url}~");
            prop_assert!(!good(&elsewhere, &body, &signature));
            let mut more = pairs.clone();
            more.push(("Zz", "1"));
            prop_assert!(!good(&url, &encoded(&more), &signature));
        }

        #[test]
        fn any_flipped_byte_of_the_body_that_changes_what_it_says_is_refused(where_ in any::<prop::sample::Index>(), bit in 0u8..8) {
            let url = "https://switchboard.example.org/callbacks/twilio/att_1";
            let body = encoded(&EXAMPLE).into_bytes();
            let signature = sign(url, &body, &Secret::new("12345"));
            let mut flipped = body.clone();
            let at = where_.index(body.len());
            flipped[at] ^= 1 << bit;
            // The same parameters written otherwise, or a byte that moved over from a value to its name, are the same to the signature.
            prop_assume!(appended(&flipped) != appended(&body));

            let posted = Posted { url, content_type: Some(FORM), signature: &signature, body: &flipped };

            prop_assert!(!verify(&posted, &[Secret::new("12345")]));
        }
    }
}
