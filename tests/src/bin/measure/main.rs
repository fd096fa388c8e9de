//! Measures the product against its quality bars, on SQLite and, where `SWITCHBOARD_TEST_POSTGRES` names a server, on PostgreSQL:
//!
//! - `live`: from an event at the telephone system to a subscriber's socket, at 500 events a second;
//! - `fan-out [subscribers]`: one change to thousands of identical subscriptions;
//! - `persons`: processor time of a page of persons, against hand-written SQL and JSON for the same bytes;
//! - `turns`: the same of persons with their turns of a week;
//! - `contacts`: the same of contacts, deep in 200 000;
//! - `callouts`: statistics over 200 000 participations, and 100 000 of 200 000 contacts added;
//! - `dispatch`: calls a second over what answers as Twilio, and from when a call is due to when Twilio has it;
//! - `webhooks`: callbacks a second, from the socket to the commit.
//!
//! `cargo run --release -p acceptance --bin measure -- live`; without a word, all of them. Linux only: it reads /proc.
#![recursion_limit = "256"]
#![expect(clippy::print_stdout, clippy::expect_used, clippy::panic, reason = "a program that measures and prints")]

mod callouts;
mod contacts;
mod dispatch;
mod door;
mod fan_out;
mod live;
mod persons;
mod process;
mod turns;
mod webhooks;

use acceptance::Backend;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => {
            live::measure().await;
            fan_out::measure(fan_out::SUBSCRIBERS).await;
            persons::measure().await;
            turns::measure().await;
            contacts::measure().await;
            callouts::measure().await;
            dispatch::measure().await;
            webhooks::measure().await;
        }
        ["live"] => live::measure().await,
        ["fan-out"] => fan_out::measure(fan_out::SUBSCRIBERS).await,
        ["fan-out", count] => fan_out::measure(count.parse().expect("a number of subscribers")).await,
        ["persons"] => persons::measure().await,
        ["turns"] => turns::measure().await,
        ["contacts"] => contacts::measure().await,
        ["callouts"] => callouts::measure().await,
        ["dispatch"] => dispatch::measure().await,
        ["webhooks"] => webhooks::measure().await,
        // How `dispatch` and `webhooks` start who answers as Twilio.
        ["carrier"] => dispatch::carrier().await,
        // How `fan-out` starts its clients.
        ["subscribers", address, token, cursor, count] => {
            fan_out::subscribe_all(address, token, cursor, count.parse().expect("a number of subscribers")).await;
        }
        _ => panic!(
            "measure [live | fan-out [subscribers] | persons | turns | contacts | callouts | dispatch | webhooks], not {arguments:?}"
        ),
    }
}

/// The databases there are, with their names.
fn backends() -> Vec<(&'static str, Backend)> {
    let postgres = Backend::postgres().map(|backend| ("PostgreSQL", backend));
    [("SQLite", Backend::Sqlite)].into_iter().chain(postgres).collect()
}
