//! What Twilio posts to us: proved by its signature, then read. Pure.

mod read;
mod signature;

use http::header::CONTENT_TYPE;

pub use self::{
    read::{Parameters, read},
    signature::{Posted, sign, verify},
};
use super::{config::Config, orders};
use crate::port::{Callback, CallbackError, CallbackRead};

/// The header with the signature.
pub const SIGNATURE: &str = "x-twilio-signature";

/// The header that is the same in each repetition of one callback.
pub const IDEMPOTENCY: &str = "i-twilio-idempotency-token";

/// Longest idempotency token that is kept.
const LONGEST_TOKEN: usize = 128;

/// Proves and reads what came to the address of one order.
pub(super) fn take(config: &Config, callback: &Callback<'_>) -> Result<CallbackRead, CallbackError> {
    let url = orders::callback_address(config, callback.reference).map_err(|_| CallbackError::Unproved)?;
    let parameters = prove(config, url, callback)?;
    let (report, name) = read(callback.reference, &parameters)?;
    let token = header(callback, IDEMPOTENCY).filter(|token| (1..=LONGEST_TOKEN).contains(&token.len()));
    let names = token.map(|token| format!("token/{token}")).into_iter().chain([name]).collect();
    Ok(CallbackRead { report, names })
}

/// Proves what came to that address, which is ours up to the question mark.
pub(super) fn prove(config: &Config, mut url: String, callback: &Callback<'_>) -> Result<Parameters, CallbackError> {
    if let Some(query) = callback.query {
        url.push('?');
        url.push_str(query);
    }
    let posted = Posted {
        url: &url,
        content_type: header(callback, CONTENT_TYPE.as_str()),
        signature: header(callback, SIGNATURE).ok_or(CallbackError::Unproved)?,
        body: callback.body,
    };
    if !verify(&posted, &config.tokens) {
        return Err(CallbackError::Unproved);
    }
    let parameters = Parameters::of(&posted)?;
    if parameters.get("AccountSid").is_some_and(|account| account != config.account) {
        return Err(CallbackError::Unreadable("it is about another account".to_owned()));
    }
    Ok(parameters)
}

fn header<'a>(callback: &Callback<'a>, name: &str) -> Option<&'a str> {
    callback.headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;
    use crate::{
        outgoing::{CallProgress, Progress},
        twilio::config::Secret,
    };

    const BODY: &str = "AccountSid=AC0123456789abcdef0123456789abcdef&CallSid=CA1&CallStatus=completed&SequenceNumber=3&CallDuration=12";
    const URL: &str = "https://switchboard.example.org/callbacks/twilio/att_1";

    fn config(tokens: &[&str]) -> Config {
        let mut config =
            Config::new("AC0123456789abcdef0123456789abcdef", Secret::new("new"), "https://switchboard.example.org/callbacks/twilio");
        config.tokens = tokens.iter().map(|token| Secret::new(*token)).collect();
        config
    }

    fn headers(url: &str, body: &str, token: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8".parse().unwrap());
        headers.insert(SIGNATURE, sign(url, body.as_bytes(), &Secret::new(token)).parse().unwrap());
        headers
    }

    fn taken(config: &Config, reference: &str, headers: &HeaderMap, body: &str) -> Result<CallbackRead, CallbackError> {
        let reference = reference.parse().unwrap();
        take(config, &Callback { reference: &reference, query: None, headers, body: body.as_bytes() })
    }

    #[test]
    fn what_is_signed_is_read_and_bears_its_names() {
        let mut headers = headers(URL, BODY, "new");
        headers.insert(IDEMPOTENCY, "8f1b".parse().unwrap());

        let read = taken(&config(&["new"]), "att_1", &headers, BODY).unwrap();

        assert_eq!(read.report.progress, Progress::Call(CallProgress::Completed));
        assert_eq!(read.report.reference, Some("att_1".parse().unwrap()));
        assert_eq!(read.names, ["token/8f1b", "CA1/completed/3"]);
    }

    #[test]
    fn during_a_change_of_tokens_either_is_good_and_afterwards_the_old_one_is_not() {
        let (by_old, by_new) = (headers(URL, BODY, "old"), headers(URL, BODY, "new"));

        assert!(taken(&config(&["new", "old"]), "att_1", &by_old, BODY).is_ok());
        assert!(taken(&config(&["new", "old"]), "att_1", &by_new, BODY).is_ok());
        assert_eq!(taken(&config(&["new"]), "att_1", &by_old, BODY), Err(CallbackError::Unproved));
    }

    #[test]
    fn what_was_signed_for_one_order_is_not_taken_for_another() {
        let headers = headers(URL, BODY, "new");

        assert_eq!(taken(&config(&["new"]), "att_2", &headers, BODY), Err(CallbackError::Unproved));
    }

    #[test]
    fn what_bears_no_signature_is_not_taken() {
        assert_eq!(taken(&config(&["new"]), "att_1", &HeaderMap::new(), BODY), Err(CallbackError::Unproved));
    }

    #[test]
    fn what_is_about_another_account_is_not_taken() {
        let body = BODY.replace("AC0", "AC9");

        let outcome = taken(&config(&["new"]), "att_1", &headers(URL, &body, "new"), &body);

        assert!(matches!(outcome, Err(CallbackError::Unreadable(_))), "{outcome:?}");
    }
}
