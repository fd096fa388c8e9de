//! How many calls a second one process places at the fake Twilio, and the fake takes: `cargo run --release -p telephony --features
//! fake --example fake_twilio -- 20000 500`, the number of calls and how many are asked for at once.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement speaks to who runs it, and ends where it fails")]

use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use numbering::DialTarget;
use telephony::{
    outgoing::{CallOrder, Script},
    port::Provider as _,
    twilio::{
        self, Secret, Twilio,
        fake::{self, Delivery, FakeTwilio},
    },
};
use tokio::task::JoinSet;

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

#[tokio::main]
async fn main() {
    let mut arguments = env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap());
    let calls = arguments.next().unwrap_or(20_000);
    let at_once = arguments.next().unwrap_or(500);
    let fake = FakeTwilio::start(fake::Config::new(ACCOUNT, "token")).await.unwrap();
    fake.set_delivery(Delivery { times: 0, ..Delivery::default() });
    let mut config = twilio::Config::new(ACCOUNT, Secret::new("token"), "http://127.0.0.1:9/callbacks/outside");
    config.base_url = fake.url();
    config.from = Some("+34872202550".parse().unwrap());
    let twilio = Arc::new(Twilio::new(config).unwrap());

    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut hands = JoinSet::new();
    for _ in 0..at_once {
        let (twilio, next) = (Arc::clone(&twilio), Arc::clone(&next));
        hands.spawn(async move {
            let mut slowest = Duration::ZERO;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= calls {
                    return slowest;
                }
                let asked = Instant::now();
                twilio.place(&order(number)).await.unwrap();
                slowest = slowest.max(asked.elapsed());
            }
        });
    }
    let slowest = hands.join_all().await.into_iter().max().unwrap_or_default();
    let seconds = begun.elapsed().as_secs_f64();

    #[expect(clippy::cast_precision_loss, reason = "a number of calls")]
    let rate = fake.placed() as f64 / seconds;
    println!("{} calls in {seconds:.2} s: {rate:.0} a second, {at_once} at once, the slowest answer after {slowest:?}", fake.placed());
    assert!(fake.placed() == calls && fake.most_rings() <= 1);
}

fn order(number: usize) -> CallOrder {
    CallOrder {
        reference: format!("att_{number}").parse().unwrap(),
        to: DialTarget::Number(format!("+3497{:07}", 2_000_000 + number % 1000).parse().unwrap()),
        from: None,
        ring: Duration::from_secs(25),
        limit: None,
        detect_machine: false,
        script: Script::Say { text: "Good day".to_owned(), language: None },
    }
}
