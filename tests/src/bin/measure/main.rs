//! Measures the product against its quality bars, on SQLite and, where `SWITCHBOARD_TEST_POSTGRES` names a server, on PostgreSQL:
//!
//! - `live`: from an event at the telephone system to a subscriber's socket, at 500 events a second;
//! - `fan-out [subscribers]`: one change to thousands of identical subscriptions;
//! - `persons`: processor time of a page of persons, against hand-written SQL and JSON for the same bytes;
//! - `turns`: the same of persons with their turns of a week;
//! - `contacts`: the same of contacts, deep in 200 000;
//! - `callouts`: statistics over 200 000 participations, in time and against hand-written SQL and JSON, and 100 000 of 200 000 contacts
//!   added;
//! - `dispatch`: calls a second over what answers as Twilio, and from when a call is due to when Twilio has it;
//! - `alarms`: 100 000 reminders due within a minute, from due to when Twilio has the call;
//! - `webhooks`: callbacks a second, from the socket to the commit.
//!
//! `cargo run --release -p acceptance --bin measure -- live`; without a word, all of them. Linux only: it reads /proc.
#![recursion_limit = "256"]
#![expect(clippy::print_stdout, clippy::expect_used, clippy::panic, reason = "a program that measures and prints")]

mod alarms;
mod callouts;
mod contacts;
mod dispatch;
mod door;
mod fan_out;
mod live;
mod persons;
mod process;
mod statistics;
mod turns;
mod webhooks;

use acceptance::Backend;
use tokio::runtime::Builder;

/// What is measured, in this order.
const MEASURES: &[&str] = &["live", "fan-out", "persons", "turns", "contacts", "callouts", "dispatch", "alarms", "webhooks"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => MEASURES.iter().for_each(|word| measure(word)),
        [word] if MEASURES.contains(word) => measure(word),
        ["fan-out", count] => on_all_threads(fan_out::measure(count.parse().expect("a number of subscribers"))),
        // How `dispatch` and `webhooks` start who answers as Twilio.
        ["carrier"] => on_all_threads(dispatch::carrier()),
        // How `fan-out` starts its clients.
        ["subscribers", address, token, cursor, count] => {
            on_all_threads(fan_out::subscribe_all(address, token, cursor, count.parse().expect("a number of subscribers")));
        }
        _ => panic!("measure [{} [subscribers]], not {arguments:?}", MEASURES.join(" | ")),
    }
}

fn measure(word: &str) {
    match word {
        "live" => on_all_threads(live::measure()),
        "fan-out" => on_all_threads(fan_out::measure(fan_out::SUBSCRIBERS)),
        "persons" => on_one_thread(persons::measure()),
        "turns" => on_one_thread(turns::measure()),
        "contacts" => on_one_thread(contacts::measure()),
        "callouts" => on_one_thread(callouts::measure()),
        "dispatch" => on_all_threads(dispatch::measure()),
        "alarms" => on_all_threads(alarms::measure()),
        "webhooks" => on_all_threads(webhooks::measure()),
        word => panic!("nothing is measured as `{word}`"),
    }
}

/// As the product runs.
fn on_all_threads(measure: impl Future<Output = ()>) {
    Builder::new_multi_thread().enable_all().build().expect("a runtime").block_on(measure);
}

/// Where the processor time of single requests is compared: so what is measured is not how threads that have nothing else to do are woken.
fn on_one_thread(measure: impl Future<Output = ()>) {
    Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(measure);
}

/// The databases there are, with their names.
fn backends() -> Vec<(&'static str, Backend)> {
    let postgres = Backend::postgres().map(|backend| ("PostgreSQL", backend));
    [("SQLite", Backend::Sqlite)].into_iter().chain(postgres).collect()
}
