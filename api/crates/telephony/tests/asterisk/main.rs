//! The link to an Asterisk that misbehaves as told, and what a real one adds to the conformance suite.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test tells of a broken expectation by failing")]

mod fake;
mod hearer;
mod lab;
mod link;
mod sealed;
mod trouble;

use std::time::Duration;

use numbering::Extension;
use telephony::{
    asterisk::{Config, Limits, Secret},
    port::QueueCommand,
};

const SECRET: &str = "a secret that is never sent";

/// Little patience: what takes seconds in earnest takes milliseconds here.
fn config(address: impl ToString) -> Config {
    let mut config = Config::new(address.to_string(), "switchboard", Secret::new(SECRET), "PJSIP/{extension}".parse().unwrap());
    config.limits = Limits {
        connect: Duration::from_secs(2),
        answer: Duration::from_millis(400),
        ping: Duration::from_millis(300),
        retry_first: Duration::from_millis(10),
        retry_longest: Duration::from_millis(40),
        ..Limits::default()
    };
    config
}

fn extension(digits: &str) -> Extension {
    digits.parse().unwrap()
}

fn add(digits: &str) -> QueueCommand {
    QueueCommand::Add { queue: "support".into(), extension: extension(digits), name: "Ann".into(), penalty: 0, paused: None }
}

fn pause(reason: &str) -> QueueCommand {
    QueueCommand::Pause { queue: "support".into(), endpoint: "PJSIP/6001".into(), reason: reason.to_owned() }
}
