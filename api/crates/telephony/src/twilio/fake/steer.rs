//! What can be asked of the fake.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

/// How the fake is to be.
#[derive(Clone)]
pub struct Config {
    /// SID of its one account.
    pub account: String,
    /// Its tokens: each is accepted, the first signs callbacks.
    pub tokens: Vec<String>,
    /// Where instants come from.
    pub clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// How long a second of a call takes. 10 ms.
    pub second: Duration,
    /// What chance begins with.
    pub seed: u64,
}

impl Config {
    /// Instants from the machine's clock, a hundred seconds a second.
    pub fn new(account: impl Into<String>, token: impl Into<String>) -> Self {
        Self { account: account.into(), tokens: vec![token.into()], clock: Arc::new(Utc::now), second: Duration::from_millis(10), seed: 1 }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("account", &self.account).field("second", &self.second).finish_non_exhaustive()
    }
}

/// What a telephone does when it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is answered.
    Answers {
        /// How long it rings, in seconds of a call.
        after: u32,
        /// How long is talked, in seconds of a call.
        talks: u32,
        /// Twilio's word for who answers, e.g. `human` or `machine_start`; told where it was asked for.
        by: &'static str,
    },
    /// It rings until the fake is told what happens.
    Held,
    /// It is engaged.
    Busy,
    /// It rings as long as it may.
    NoAnswer,
    /// The call cannot be made, with that code of SIP.
    Fails {
        /// E.g. 404.
        sip: u16,
    },
    /// The order is refused, with that code of Twilio's.
    Refused {
        /// E.g. 21211.
        code: u32,
    },
}

/// What becomes of a message that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It arrives.
    Delivered,
    /// The carrier says that it did not arrive, with that code of Twilio's.
    Undelivered {
        /// E.g. 30003.
        code: u32,
    },
    /// It is not even given to the carrier.
    Failed {
        /// E.g. 21610.
        code: u32,
    },
}

/// What befalls an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is carried out; the socket is closed without an answer.
    LoseReply,
    /// The socket is closed, and nothing is carried out.
    LoseRequest,
    /// No answer comes, while the socket stays open.
    NeverAnswer {
        /// Whether it is carried out.
        carried_out: bool,
    },
    /// It is carried out at once; the answer comes later.
    Delay(Duration),
    /// 429; nothing is carried out.
    TooMany {
        /// Seconds to wait, where that is to be said.
        retry_after: Option<u32>,
    },
    /// 500; nothing is carried out.
    FailBefore,
    /// It is carried out; 500.
    FailAfter,
    /// Refused; nothing is carried out.
    Refuse {
        /// Status of the answer.
        status: u16,
        /// Code in the answer.
        code: u32,
    },
}

/// How callbacks are posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// How often each; 0: never.
    pub times: u32,
    /// All of a call only after its end, in an order of chance.
    pub shuffled: bool,
    /// Statuses of which nothing is posted.
    pub without: Vec<String>,
}

impl Default for Delivery {
    fn default() -> Self {
        Self { times: 1, shuffled: false, without: Vec::new() }
    }
}

/// What befalls orders at random, each in so many of a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Odds {
    /// [`Trouble::LoseReply`].
    pub lose_reply: u16,
    /// [`Trouble::LoseRequest`].
    pub lose_request: u16,
    /// [`Trouble::TooMany`], a second to wait.
    pub too_many: u16,
    /// [`Trouble::FailBefore`].
    pub fail_before: u16,
    /// [`Trouble::FailAfter`].
    pub fail_after: u16,
    /// A telephone is engaged, whatever it was to do.
    pub busy: u16,
    /// A telephone is not answered, whatever it was to do.
    pub no_answer: u16,
    /// A message does not arrive, [`Arrival::Undelivered`] with 30003.
    pub undelivered: u16,
}

impl Odds {
    /// What befalls by `dice`, from 0 to 999.
    pub(super) fn trouble(&self, dice: u16) -> Option<Trouble> {
        let table = [
            (self.lose_reply, Trouble::LoseReply),
            (self.lose_request, Trouble::LoseRequest),
            (self.too_many, Trouble::TooMany { retry_after: Some(1) }),
            (self.fail_before, Trouble::FailBefore),
            (self.fail_after, Trouble::FailAfter),
        ];
        pick(table, dice)
    }

    /// What a telephone does instead, by `dice`, from 0 to 999.
    pub(super) fn outcome(&self, dice: u16) -> Option<Outcome> {
        pick([(self.busy, Outcome::Busy), (self.no_answer, Outcome::NoAnswer)], dice)
    }

    /// What becomes of a message, by `dice`, from 0 to 999.
    pub(super) fn arrival(&self, dice: u16) -> Option<Arrival> {
        pick([(self.undelivered, Arrival::Undelivered { code: 30_003 })], dice)
    }
}

fn pick<T, const N: usize>(table: [(u16, T); N], dice: u16) -> Option<T> {
    let mut up_to = 0;
    table.into_iter().find_map(|(odds, what)| {
        up_to += odds;
        (dice < up_to).then_some(what)
    })
}
