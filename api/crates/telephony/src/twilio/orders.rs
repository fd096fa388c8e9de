//! What is asked of Twilio: place, hang up, send, look up.

use std::time::Duration;

use numbering::DialTarget;
use reqwest::Url;

use super::{
    client::Client,
    config::{self, Config},
    look_up::{self, Listed, MOST_EVENTS, PAGE, Verdict},
    resource::{Call, Calls, Events, Message, Messages},
    turns, twiml, words,
};
use crate::outgoing::{Accepted, CallOrder, Found, LookUp, MessageOrder, OrderError, OrderKey, Reference, Script, check_body};

/// How long a telephone may ring, by Twilio's own bounds and ours.
const RING: std::ops::RangeInclusive<u64> = 5..=600;

/// "Call is not in-progress", which is what was wanted.
const OVER_ALREADY: &str = "21220";

pub(super) async fn place(client: &Client, config: &Config, order: &CallOrder) -> Result<Accepted, OrderError> {
    let form = call_form(config, order)?;
    let call: Call = client.order(&["Calls"], &form).await?;
    Ok(Accepted { key: OrderKey(call.sid.clone()), report: Some(call.report(Some(order.reference.clone()))) })
}

pub(super) async fn send(client: &Client, config: &Config, order: &MessageOrder) -> Result<Accepted, OrderError> {
    let form = message_form(config, order)?;
    let message: Message = client.order(&["Messages"], &form).await?;
    Ok(Accepted { key: OrderKey(message.sid.clone()), report: Some(message.report(Some(order.reference.clone()))) })
}

/// First calls off what rings, which leaves a call that was answered alone and says that it was never answered; then ends what was
/// answered.
pub(super) async fn hang_up(client: &Client, call: &OrderKey) -> Result<(), OrderError> {
    let sid = sid(call)?;
    for status in ["canceled", "completed"] {
        match client.bring_about::<Call>(&["Calls", sid], &[("Status", status.to_owned())]).await {
            Ok(call) if words::call_progress(&call.status).is_some_and(crate::outgoing::CallProgress::is_final) => return Ok(()),
            Ok(_) => {}
            // Whether it is over, or only past what can be called off, the second request tells.
            Err(OrderError::Refused { code: Some(code), .. }) if code == OVER_ALREADY => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

pub(super) async fn look_up_call(client: &Client, config: &Config, order: &LookUp) -> Result<Found, OrderError> {
    let here = |call: &Call| Found::Here(Box::new(call.report(Some(order.reference.clone()))));
    if let Some(key) = &order.key {
        return client.get::<Call>(&["Calls", sid(key)?], &[]).await.map(|call| here(&call));
    }
    let page: Calls = client.get(&["Calls"], &filter(config, order)?).await?;
    let more = page.next_page_uri.is_some();
    let listed = page.calls.into_iter().map(|call| Listed {
        key: call.sid.clone(),
        direction: call.direction.clone(),
        created: call.date_created.clone(),
        itself: call,
    });
    let left = match look_up::judge(listed.collect(), more, order, &config.limits) {
        Verdict::Ours(call) => return Ok(here(&call)),
        Verdict::Never => return Ok(Found::Never),
        Verdict::NotYet => return Ok(Found::NotYet),
        Verdict::Among(left) => left,
    };
    proved(client, config, order, left).await.map(|call| call.as_ref().map_or(Found::NotYet, here))
}

/// The one of these calls whose events name our reference.
async fn proved(client: &Client, config: &Config, order: &LookUp, calls: Vec<Call>) -> Result<Option<Call>, OrderError> {
    let ours = callback_address(config, &order.reference)?;
    for call in calls.into_iter().take(MOST_EVENTS) {
        match client.get::<Events>(&["Calls", sid(&OrderKey(call.sid.clone()))?, "Events"], &[]).await {
            Ok(events) if events.events.iter().any(|event| event.url() == ours) => return Ok(Some(call)),
            // Not every server that speaks this API has them.
            Ok(_) | Err(OrderError::Refused { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

pub(super) async fn look_up_message(client: &Client, config: &Config, order: &LookUp) -> Result<Found, OrderError> {
    let here = |message: &Message| Found::Here(Box::new(message.report(Some(order.reference.clone()))));
    if let Some(key) = &order.key {
        return client.get::<Message>(&["Messages", sid(key)?], &[]).await.map(|message| here(&message));
    }
    let to = filter(config, &LookUp { from: None, ..order.clone() })?;
    let page: Messages = client.get(&["Messages"], &to).await?;
    let more = page.next_page_uri.is_some();
    // A message shows its text, so that only the same text to the same party can be taken for it.
    let same = |message: &Message| order.body.is_none() || message.body.is_none() || message.body == order.body;
    let listed = page.messages.into_iter().filter(same).map(|message| Listed {
        key: message.sid.clone(),
        direction: message.direction.clone(),
        created: message.date_created.clone(),
        itself: message,
    });
    Ok(match look_up::judge(listed.collect(), more, order, &config.limits) {
        Verdict::Ours(message) => here(&message),
        Verdict::Never => Found::Never,
        Verdict::Among(_) | Verdict::NotYet => Found::NotYet,
    })
}

fn call_form(config: &Config, order: &CallOrder) -> Result<Vec<(&'static str, String)>, OrderError> {
    let ring = order.ring.as_secs();
    if !RING.contains(&ring) {
        return Err(OrderError::UnsafeValue(format!("it may ring for {} to {} s", RING.start(), RING.end())));
    }
    let from = order.from.as_ref().or(config.from.as_ref());
    let from = from.ok_or_else(|| OrderError::UnsafeValue("no number is given to be shown, and none is configured".to_owned()))?;
    let callback = callback_address(config, &order.reference)?;
    let mut form = vec![
        ("To", address_of(config, &order.to)?),
        ("From", from.to_string()),
        ("Timeout", ring.to_string()),
        ("StatusCallback", callback.clone()),
        ("StatusCallbackMethod", "POST".to_owned()),
    ];
    form.extend(["initiated", "ringing", "answered", "completed"].map(|event| ("StatusCallbackEvent", event.to_owned())));
    let led = order.script == Script::Converse;
    match led {
        true => form.extend([("Url", turns::address(config, &order.reference, 0, None)?), ("Method", "POST".to_owned())]),
        false => form.push(("Twiml", twiml::document(&order.script, config)?)),
    }
    if let Some(limit) = order.limit {
        form.push(("TimeLimit", limit.max(Duration::from_secs(1)).as_secs().to_string()));
    }
    if order.detect_machine && led {
        // What is done depends on who answered, and what is left on a machine waits for the end of its greeting.
        form.push(("MachineDetection", "DetectMessageEnd".to_owned()));
    } else if order.detect_machine {
        // Beside the call: nobody who answers has to wait in silence for the verdict.
        form.extend([
            ("MachineDetection", "Enable".to_owned()),
            ("AsyncAmd", "true".to_owned()),
            ("AsyncAmdStatusCallback", callback),
            ("AsyncAmdStatusCallbackMethod", "POST".to_owned()),
        ]);
    }
    Ok(form)
}

fn message_form(config: &Config, order: &MessageOrder) -> Result<Vec<(&'static str, String)>, OrderError> {
    let body = &order.body;
    check_body(body)?;
    let from = order.from.clone().or_else(|| config.sender());
    let from = from.ok_or_else(|| OrderError::UnsafeValue("no sender is given, and none is configured".to_owned()))?;
    if from.is_empty() || from.len() > 34 || from.chars().any(char::is_control) {
        return Err(OrderError::UnsafeValue("the sender is a number, a name, or the SID of a messaging service".to_owned()));
    }
    let sender = if is_service(&from) { "MessagingServiceSid" } else { "From" };
    Ok(vec![
        ("To", order.to.to_string()),
        (sender, from),
        ("Body", body.clone()),
        ("StatusCallback", callback_address(config, &order.reference)?),
    ])
}

fn is_service(from: &str) -> bool {
    from.len() == 34 && from.strip_prefix("MG").is_some_and(|rest| rest.bytes().all(|sign| sign.is_ascii_hexdigit()))
}

fn address_of(config: &Config, to: &DialTarget) -> Result<String, OrderError> {
    match to {
        DialTarget::Number(number) => Ok(number.to_string()),
        DialTarget::Extension(extension) => config.address_of(extension).ok_or_else(twiml::no_extensions),
    }
}

/// Where what becomes of an order is posted to.
pub(super) fn callback_address(config: &Config, reference: &Reference) -> Result<String, OrderError> {
    below(&config.callback_url, reference).map(Into::into)
}

/// The address of an order below one of ours.
pub(super) fn below(address: &str, reference: &Reference) -> Result<Url, OrderError> {
    let unusable = || OrderError::UnsafeValue("the address for callbacks cannot be used".to_owned());
    let mut url: Url = config::address(address).ok_or_else(unusable)?;
    url.path_segments_mut().map_err(|()| unusable())?.pop_if_empty().push(&reference.to_string());
    Ok(url)
}

/// The list of what went to that party.
fn filter(config: &Config, order: &LookUp) -> Result<Vec<(&'static str, String)>, OrderError> {
    let mut filter = vec![("To", address_of(config, &order.to)?), ("PageSize", PAGE.to_string())];
    filter.extend(order.from.as_ref().map(|from| ("From", from.to_string())));
    Ok(filter)
}

/// The key as a part of a path: Twilio's own are letters and digits, and nothing else is asked for.
fn sid(key: &OrderKey) -> Result<&str, OrderError> {
    name(&key.0)
}

pub(super) fn name(key: &str) -> Result<&str, OrderError> {
    let fits = (1..=64).contains(&key.len()) && key.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-');
    if fits { Ok(key) } else { Err(OrderError::UnsafeValue("no SID of Twilio's".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{outgoing::LONGEST_BODY, twilio::config::Secret};

    fn config() -> Config {
        let mut config =
            Config::new("AC0123456789abcdef0123456789abcdef", Secret::new("hush"), "https://switchboard.example.org/callbacks/twilio/");
        config.from = Some("+34872202550".parse().unwrap());
        config
    }

    fn order() -> CallOrder {
        CallOrder {
            reference: "att_1".parse().unwrap(),
            to: DialTarget::Number("+34972183386".parse().unwrap()),
            from: None,
            ring: Duration::from_secs(25),
            limit: Some(Duration::from_secs(300)),
            detect_machine: false,
            script: Script::Say { text: "Good day".to_owned(), language: None },
        }
    }

    fn message() -> MessageOrder {
        let to = "+34972183386".parse().unwrap();
        MessageOrder { reference: "msg_1".parse().unwrap(), to, from: None, body: "Good day".to_owned() }
    }

    fn value<'a>(form: &'a [(&str, String)], name: &str) -> Vec<&'a str> {
        form.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.as_str()).collect()
    }

    #[test]
    fn an_order_says_everything_that_it_is() {
        let form = call_form(&config(), &order()).unwrap();

        assert_eq!(value(&form, "To"), ["+34972183386"]);
        assert_eq!(value(&form, "From"), ["+34872202550"]);
        assert_eq!(value(&form, "Timeout"), ["25"]);
        assert_eq!(value(&form, "TimeLimit"), ["300"]);
        assert_eq!(value(&form, "Twiml"), ["<Response><Say>Good day</Say></Response>"]);
        assert_eq!(value(&form, "StatusCallback"), ["https://switchboard.example.org/callbacks/twilio/att_1"]);
        assert_eq!(value(&form, "StatusCallbackEvent"), ["initiated", "ringing", "answered", "completed"]);
        assert!(value(&form, "MachineDetection").is_empty() && value(&form, "AsyncAmd").is_empty());
    }

    #[test]
    fn machines_are_detected_beside_the_call() {
        let form = call_form(&config(), &CallOrder { detect_machine: true, ..order() }).unwrap();

        assert_eq!(value(&form, "MachineDetection"), ["Enable"]);
        assert_eq!(value(&form, "AsyncAmd"), ["true"]);
        assert_eq!(value(&form, "AsyncAmdStatusCallback"), value(&form, "StatusCallback"));
    }

    #[test]
    fn a_call_that_is_led_names_the_address_of_its_first_turn() {
        let led = CallOrder { script: Script::Converse, detect_machine: true, ..order() };
        let mut config = config();
        assert_eq!(call_form(&config, &led), Err(OrderError::Unsupported));

        config.conversation_url = Some("https://switchboard.example.org/conversations/twilio".to_owned());
        let form = call_form(&config, &led).unwrap();

        assert_eq!(value(&form, "Url"), ["https://switchboard.example.org/conversations/twilio/att_1?turn=0"]);
        assert_eq!((value(&form, "Method"), value(&form, "MachineDetection")), (vec!["POST"], vec!["DetectMessageEnd"]));
        assert!(value(&form, "Twiml").is_empty() && value(&form, "AsyncAmd").is_empty());
    }

    #[test]
    fn the_orders_own_number_is_shown_rather_than_the_configured_one() {
        let form = call_form(&config(), &CallOrder { from: Some("+34972000111".parse().unwrap()), ..order() }).unwrap();

        assert_eq!(value(&form, "From"), ["+34972000111"]);
    }

    #[test]
    fn what_cannot_be_ordered_is_refused_before_it_is_sent() {
        let mut nameless = config();
        nameless.from = None;
        let extension = DialTarget::Extension("1001".parse().unwrap());
        let table = [
            call_form(&config(), &CallOrder { ring: Duration::from_secs(4), ..order() }),
            call_form(&config(), &CallOrder { ring: Duration::from_secs(601), ..order() }),
            call_form(&config(), &CallOrder { to: extension, ..order() }),
            call_form(&nameless, &order()),
            message_form(&nameless, &message()),
            message_form(&config(), &MessageOrder { body: " ".to_owned(), ..message() }),
            message_form(&config(), &MessageOrder { body: "a".repeat(LONGEST_BODY + 1), ..message() }),
            message_form(&config(), &MessageOrder { body: "a\0".to_owned(), ..message() }),
            message_form(&config(), &MessageOrder { from: Some(String::new()), ..message() }),
        ];

        for outcome in table {
            assert!(matches!(outcome, Err(OrderError::UnsafeValue(_))), "{outcome:?}");
        }
    }

    #[test]
    fn a_message_is_sent_by_a_number_or_by_a_service() {
        let by = |from: Option<&str>| message_form(&config(), &MessageOrder { from: from.map(ToOwned::to_owned), ..message() }).unwrap();
        let service = "MG0123456789abcdef0123456789abcdef";

        assert_eq!(value(&by(None), "From"), ["+34872202550"]);
        assert_eq!(value(&by(Some("SOMENERGIA")), "From"), ["SOMENERGIA"]);
        assert_eq!(value(&by(Some(service)), "MessagingServiceSid"), [service]);
        assert!(value(&by(Some(service)), "From").is_empty());
    }

    #[test]
    fn a_key_leads_to_no_other_resource() {
        for key in ["", "../Messages", "CA1?x=1", "CA1/Events", "CA 1"] {
            assert!(matches!(sid(&OrderKey(key.to_owned())), Err(OrderError::UnsafeValue(_))), "{key}");
        }
    }
}
