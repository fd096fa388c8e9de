//! What an answer means, or that there was none: one table for all requests.
//!
//! | what happened | a request that rings or sends | one that may be repeated |
//! | --- | --- | --- |
//! | no connection was made | not sent | not sent |
//! | 401, or a code that says that the account may not ask at all | not sent | not sent |
//! | 429, or a code that says too much at once | come again later | come again later |
//! | another 4xx | refused, with its code | refused, with its code |
//! | 5xx, 408, 3xx, nothing before the time limit, a socket that broke, 2xx that cannot be read | the outcome is not known | not sent: ask again |

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::words;
use crate::{cause::Cause, outgoing::OrderError};

/// An answer as it came.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
}

/// What a request does at the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Rings somebody or sends something: twice is once too often.
    Once,
    /// Asks, or brings about what twice brings about as well.
    Repeatable,
}

/// What Twilio says of a request that it did not carry out.
#[derive(Debug, Default, Deserialize)]
struct Complaint {
    code: Option<u32>,
    #[serde(default)]
    message: String,
}

/// The account itself is refused, or is not active: nothing was done, and nothing will be until somebody mends it.
const ACCOUNT_REFUSED: [u32; 4] = [20003, 20005, 20006, 20008];

/// Too much at once: nothing was done.
const TOO_MUCH: [u32; 4] = [10004, 14107, 20429, 21611];

/// Reads an answer as `T`, or says what it means.
///
/// # Errors
/// As the table says.
pub(super) fn read<T: serde::de::DeserializeOwned>(answer: &Answer, effect: Effect, now: DateTime<Utc>) -> Result<T, OrderError> {
    if (200..300).contains(&answer.status) {
        let read = serde_json::from_slice(&answer.body);
        return read.map_err(|_| open("its answer cannot be read", effect));
    }
    let complaint: Complaint = serde_json::from_slice(&answer.body).unwrap_or_default();
    let told = |codes: &[u32]| complaint.code.is_some_and(|code| codes.contains(&code));
    match answer.status {
        429 => Err(too_much(answer, now)),
        401 => Err(OrderError::NotSent(format!("log-in refused: {}", in_words(&complaint, 401)))),
        402..=499 if told(&ACCOUNT_REFUSED) => Err(OrderError::NotSent(format!("log-in refused: {}", in_words(&complaint, answer.status)))),
        400..=499 if told(&TOO_MUCH) => Err(too_much(answer, now)),
        408 => Err(open("408: it did not get the whole request", effect)),
        400..=499 => Err(OrderError::Refused {
            cause: complaint.code.map_or(Cause::ProviderError, words::code_cause),
            code: Some(complaint.code.unwrap_or_else(|| u32::from(answer.status)).to_string()),
            message: in_words(&complaint, answer.status),
        }),
        status => Err(open(&format!("it answered {status}"), effect)),
    }
}

/// Nothing that tells came back although something may have been sent.
pub(super) fn open(why: &str, effect: Effect) -> OrderError {
    match effect {
        Effect::Once => OrderError::OutcomeUnknown(why.to_owned()),
        Effect::Repeatable => OrderError::NotSent(why.to_owned()),
    }
}

/// Whether the account or its token was refused.
pub(super) fn is_log_in(error: &OrderError) -> bool {
    matches!(error, OrderError::NotSent(why) if why.starts_with("log-in refused"))
}

fn too_much(answer: &Answer, now: DateTime<Utc>) -> OrderError {
    OrderError::RateLimited { retry_after: answer.retry_after.as_deref().and_then(|text| wait(text, now)) }
}

/// Seconds, or an instant. At most an hour: more is no answer to follow blindly.
fn wait(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    let seconds = match text.trim().parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => u64::try_from((DateTime::parse_from_rfc2822(text).ok()?.to_utc() - now).num_seconds().max(0)).ok()?,
    };
    Some(Duration::from_secs(seconds.min(3600)))
}

fn in_words(complaint: &Complaint, status: u16) -> String {
    if complaint.message.is_empty() { format!("it answered {status}") } else { without_numbers(&complaint.message) }
}

/// The text without what could be somebody's telephone number, or a secret's part.
fn without_numbers(text: &str) -> String {
    let mut shown = String::new();
    let mut digits = String::new();
    for sign in text.chars().take(300).chain(std::iter::once('\n')) {
        if sign.is_ascii_digit() {
            digits.push(sign);
            continue;
        }
        // Codes have six at the most.
        shown.push_str(if digits.len() > 6 { "…" } else { &digits });
        digits.clear();
        if !sign.is_control() {
            shown.push(sign);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, retry_after: None, content_type: None, body: body.as_bytes().to_vec() }
    }

    fn complaint(status: u16, code: u32) -> Answer {
        let body =
            serde_json::json!({ "code": code, "message": format!("no {code}"), "more_info": "https://www.twilio.com", "status": status });
        answer(status, &body.to_string())
    }

    fn ordered(answer: &Answer) -> Result<serde_json::Value, OrderError> {
        read(answer, Effect::Once, now())
    }

    fn refused(cause: Cause, code: u32) -> OrderError {
        OrderError::Refused { cause, code: Some(code.to_string()), message: format!("no {code}") }
    }

    #[test]
    fn too_many_requests_were_not_carried_out_and_come_again_later() {
        let limited = |text: &str| ordered(&Answer { retry_after: Some(text.to_owned()), ..complaint(429, 20429) });
        let after = |seconds| Err(OrderError::RateLimited { retry_after: Some(Duration::from_secs(seconds)) });

        assert_eq!(limited("7"), after(7));
        assert_eq!(limited("Mon, 02 Mar 2026 09:00:20 +0000"), after(20));
        assert_eq!(limited("Mon, 02 Mar 2026 08:00:00 +0000"), after(0));
        assert_eq!(limited("99999999"), after(3600));
        assert_eq!(limited("soon"), Err(OrderError::RateLimited { retry_after: None }));
        assert_eq!(ordered(&answer(429, "")), Err(OrderError::RateLimited { retry_after: None }));
    }

    #[test]
    fn too_many_at_once_comes_again_later() {
        for code in [10004, 14107, 21611] {
            assert_eq!(ordered(&complaint(400, code)), Err(OrderError::RateLimited { retry_after: None }), "{code}");
        }
    }

    #[test]
    fn a_refused_account_leaves_the_order_unsent() {
        for answer in [complaint(401, 20003), answer(401, ""), complaint(403, 20005), complaint(403, 20003)] {
            let error = ordered(&answer).unwrap_err();
            assert!(is_log_in(&error), "{answer:?}: {error:?}");
        }
    }

    #[test]
    fn a_server_that_fails_leaves_the_outcome_of_an_order_open() {
        for status in [500, 502, 503, 504, 408, 302] {
            let error = ordered(&complaint(status, 20500)).unwrap_err();
            assert!(matches!(error, OrderError::OutcomeUnknown(_)), "{status}: {error:?}");
        }
    }

    #[test]
    fn an_answer_that_cannot_be_read_leaves_the_outcome_of_an_order_open() {
        for body in ["", "<html>", "{\"sid\":"] {
            let error = ordered(&answer(201, body)).unwrap_err();
            assert!(matches!(error, OrderError::OutcomeUnknown(_)), "{body}: {error:?}");
        }
    }

    #[test]
    fn a_server_that_fails_is_asked_again_what_may_be_repeated() {
        for status in [500, 503, 408, 200] {
            let error = read::<serde_json::Value>(&answer(status, "<html>"), Effect::Repeatable, now()).unwrap_err();
            assert!(matches!(error, OrderError::NotSent(_)), "{status}: {error:?}");
        }
    }

    #[test]
    fn refusals_have_a_neutral_cause_and_their_code() {
        let table = [
            (400, 21210, Cause::ProviderError),
            (400, 21211, Cause::InvalidNumber),
            (400, 21214, Cause::InvalidNumber),
            (400, 21217, Cause::InvalidNumber),
            (400, 13224, Cause::InvalidNumber),
            (400, 21215, Cause::Blocked),
            (400, 14111, Cause::Blocked),
            (400, 573_005, Cause::Blocked),
            (400, 21610, Cause::OptedOut),
            (400, 21614, Cause::InvalidNumber),
            (400, 21608, Cause::Blocked),
            (404, 20404, Cause::ProviderError),
            (400, 21220, Cause::ProviderError),
            (400, 99999, Cause::ProviderError),
        ];

        for (status, code, cause) in table {
            assert_eq!(ordered(&complaint(status, code)), Err(refused(cause, code)), "{code}");
        }
    }

    #[test]
    fn a_refusal_without_a_code_shows_the_status() {
        let error = ordered(&answer(404, "<html>not here</html>"));

        let message = "it answered 404".to_owned();
        assert_eq!(error, Err(OrderError::Refused { cause: Cause::ProviderError, code: Some("404".to_owned()), message }));
    }

    #[test]
    fn nobodys_number_is_shown() {
        let body = serde_json::json!({ "code": 21211, "message": "The 'To' number +34972183386 is not valid\r\n (21211)." });

        let error = ordered(&answer(400, &body.to_string())).unwrap_err();

        assert_eq!(error.to_string(), "refused by the provider: The 'To' number +… is not valid (21211).");
    }
}
