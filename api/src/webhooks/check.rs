//! What an endpoint may be.

use entity::stored::WebhookKind;
use sea_orm::prelude::Json;
use webhook::Address;

use crate::{
    app::App,
    error::{Problem, ProblemCode},
};

/// Characters of a name at the most.
const LONGEST_NAME: usize = 100;

/// A name as it is kept.
pub(super) fn name(given: &str, faults: &mut Vec<Problem>) -> String {
    let name = given.trim();
    let length = name.chars().count();
    if !(1..=LONGEST_NAME).contains(&length) || name.chars().any(char::is_control) {
        let why = format!("A name has 1 to {LONGEST_NAME} characters, in one line.");
        faults.push(Problem::invalid(&["input", "name"], why));
    }
    name.to_owned()
}

/// An address as it is kept.
pub(super) fn url(app: &App, given: &str, faults: &mut Vec<Problem>) -> String {
    match Address::read(given, app.config.webhooks.allowed()) {
        Ok(address) => address.as_str().to_owned(),
        Err(error) => {
            let message = format!("Nothing is posted there: {error}.");
            faults.push(Problem::new(ProblemCode::Invalid, &["input", "url"], message));
            String::new()
        }
    }
}

/// Kinds as they are kept: each once.
pub(super) fn kinds(given: Vec<WebhookKind>, faults: &mut Vec<Problem>) -> Json {
    let mut kinds: Vec<WebhookKind> = given;
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.contains(&WebhookKind::WebhookTest) {
        faults.push(Problem::invalid(
            &["input", "kinds"],
            "There is nothing to subscribe to: `webhookTest` posts to the endpoint that it names.",
        ));
    }
    kinds.iter().map(|kind| kind.as_str()).collect()
}
