//! What is and what is not taken for an access token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};

use super::*;
use crate::config::{auth::Auth, secret::Secret};

const SECRET: &str = "a secret of the tests, 32 bytes or more";
const OTHER: &str = "another secret, of as many bytes as it takes";

fn keys(secret: &str, former: Option<&str>) -> Keys {
    Keys::of(&Auth { secret: Some(Secret::new(secret)), former_secret: former.map(Secret::new), ..Auth::default() }).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00.250Z".parse().unwrap()
}

fn claims() -> Claims {
    let subject = Subject {
        user_id: UserId::new(),
        account_id: AccountId::new(),
        role: Role::Coordinator,
        person_id: None,
        name: "ana@example.org".to_owned(),
    };
    Claims::new(subject, SessionId::new(), now(), TimeDelta::seconds(600))
}

/// A token of any header and body, signed as the header says.
fn forge(algorithm: Algorithm, body: &Value, secret: &str) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), body, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

#[test]
fn a_token_reads_back_as_its_caller() {
    let issued = claims();

    let text = issued.sign(&keys(SECRET, None)).unwrap();
    let read = Claims::verify(&text, &keys(SECRET, None), now()).unwrap();

    assert_eq!(read, issued);
    assert_eq!(read.caller().expires_at, Some("2026-11-21T10:10:00Z".parse().unwrap()));
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims()).unwrap());
    let signed = claims().sign(&keys(SECRET, None)).unwrap();
    let signature = signed.rsplit('.').next().unwrap();

    for header in [r#"{"alg":"none","typ":"JWT"}"#, r#"{"alg":"None"}"#, r#"{"alg":"NONE"}"#, r#"{"typ":"JWT"}"#] {
        let header = URL_SAFE_NO_PAD.encode(header);
        for text in [format!("{header}.{body}."), format!("{header}.{body}"), format!("{header}.{body}.{signature}")] {
            assert_eq!(Claims::verify(&text, &keys(SECRET, None), now()), Err(TokenError::Invalid), "{text}");
        }
    }
}

#[test]
fn a_token_of_another_key_is_refused() {
    let text = claims().sign(&keys(OTHER, None)).unwrap();

    assert_eq!(Claims::verify(&text, &keys(SECRET, None), now()), Err(TokenError::Invalid));
}

#[test]
fn a_token_of_the_former_key_is_taken_while_a_rotation_lasts() {
    let text = claims().sign(&keys(OTHER, None)).unwrap();

    assert!(Claims::verify(&text, &keys(SECRET, Some(OTHER)), now()).is_ok());
}

#[test]
fn a_token_of_another_algorithm_is_refused_though_the_key_is_right() {
    let body = serde_json::to_value(claims()).unwrap();

    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        assert_eq!(Claims::verify(&forge(algorithm, &body, SECRET), &keys(SECRET, None), now()), Err(TokenError::Invalid));
    }
}

#[test]
fn a_token_ends_at_its_very_second() {
    let text = claims().sign(&keys(SECRET, None)).unwrap();
    let end = claims().expires_at();

    assert!(Claims::verify(&text, &keys(SECRET, None), end - TimeDelta::microseconds(1)).is_ok());
    assert_eq!(Claims::verify(&text, &keys(SECRET, None), end), Err(TokenError::Expired));
}

#[test]
fn a_token_with_any_claim_missing_is_refused() {
    let Value::Object(whole) = serde_json::to_value(claims()).unwrap() else { unreachable!("claims are an object") };

    for name in whole.keys() {
        let mut body = whole.clone();
        body.remove(name);
        let text = forge(Algorithm::HS256, &Value::Object(body), SECRET);
        assert_eq!(Claims::verify(&text, &keys(SECRET, None), now()), Err(TokenError::Invalid), "without {name}");
    }
}

#[test]
fn a_token_whose_claims_are_of_another_kind_is_refused() {
    let wrong = [
        ("iss", json!("somebody else")),
        ("sub", json!(SessionId::new())),
        ("acc", json!("")),
        ("role", json!("OWNER")),
        ("exp", json!("tomorrow")),
        ("exp", json!(i64::MAX)),
        ("exp", json!(-1)),
    ];

    for (name, value) in wrong {
        let mut body = serde_json::to_value(claims()).unwrap();
        body[name] = value;
        assert!(Claims::verify(&forge(Algorithm::HS256, &body, SECRET), &keys(SECRET, None), now()).is_err(), "{name}");
    }
}

#[test]
fn what_is_no_token_is_refused() {
    let good = claims().sign(&keys(SECRET, None)).unwrap();
    let longer = format!("{good}{}", "A".repeat(LONGEST));

    for text in ["", ".", "..", "...", "a.b.c", "sbk_x", &good[1..], &good[..good.len() - 1], &longer] {
        assert_eq!(Claims::verify(text, &keys(SECRET, None), now()), Err(TokenError::Invalid), "{text}");
    }
}
