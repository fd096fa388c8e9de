//! Why a call or a leg ended, in words that belong to no provider. The provider's own code is always kept beside.

use serde::{Deserialize, Serialize};

/// Why a call or a leg ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Cause {
    /// Ended as calls end, and nobody says by whom.
    Normal,
    /// The calling party hung up.
    CallerHangup,
    /// The called party hung up.
    CalleeHangup,
    /// Rang and was not answered.
    NoAnswer,
    /// Engaged.
    Busy,
    /// Refused by the called party.
    Rejected,
    /// We ended it.
    CancelledByUs,
    /// Someone else answered first.
    AnsweredElsewhere,
    /// Out of reach, not registered, no route, congestion.
    Unreachable,
    /// No such number.
    InvalidNumber,
    /// On a block list.
    Blocked,
    /// The receiver does not want anything from this sender, and has told the provider so.
    OptedOut,
    /// The queue had no room.
    QueueFull,
    /// Waited as long as the queue allows.
    QueueTimeout,
    /// Nobody was there to answer.
    NoAgent,
    /// Outside the service hours.
    OffSchedule,
    /// A machine answered.
    Machine,
    /// Refused for credit.
    Billing,
    /// Refused for pace.
    RateLimited,
    /// The provider failed.
    ProviderError,
    /// Not known: the link was down when it ended, or the code means nothing to us.
    Unknown,
}

impl Cause {
    /// The neutral cause of an ITU-T Q.850 cause value, e.g. 17 is [`Cause::Busy`].
    pub fn from_q850(code: u8) -> Self {
        match code {
            16 | 31 => Self::Normal,
            17 => Self::Busy,
            18 | 19 => Self::NoAnswer,
            21 => Self::Rejected,
            26 => Self::AnsweredElsewhere,
            1 | 22 | 28 => Self::InvalidNumber,
            2 | 3 | 20 | 27 | 34 | 42 | 44 | 58 => Self::Unreachable,
            38 | 41 | 47 | 97..=103 | 111 | 127 => Self::ProviderError,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q850_values_seen_on_asterisk_have_a_neutral_cause() {
        let table = [
            (1, Cause::InvalidNumber),
            (16, Cause::Normal),
            (17, Cause::Busy),
            (19, Cause::NoAnswer),
            (20, Cause::Unreachable),
            (21, Cause::Rejected),
            (26, Cause::AnsweredElsewhere),
            (34, Cause::Unreachable),
            (0, Cause::Unknown),
        ];

        for (code, cause) in table {
            assert_eq!(Cause::from_q850(code), cause, "cause {code}");
        }
    }
}
