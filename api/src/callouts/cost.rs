//! What a callout may cost: reckoned from its calls and their minutes by prices that are given with it. Pure.

use async_graphql::{InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::{check::Check, tally::Delta};

/// What a unit of a currency is kept as.
const MICROS: i64 = 1_000_000;
/// Digits after the point at the most.
const DIGITS: usize = 6;
/// Units of a currency at the most.
const MOST: i64 = 1_000_000_000;

/// What may be spent, and what calls cost: in millionths of a currency's unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostCap {
    /// At the most.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Price of a call.
    pub per_call: i64,
    /// Price of a minute that has begun.
    pub per_minute: i64,
}

impl CostCap {
    /// What calls have cost by what is counted; those under way as if each lasted a minute.
    pub fn estimated(&self, counted: &Delta) -> i64 {
        let over = counted.calls_over().saturating_mul(self.per_call).saturating_add(counted.talk_minutes.saturating_mul(self.per_minute));
        over.saturating_add(counted.calls_open().saturating_mul(self.each()))
    }

    /// Calls that may be begun, if each lasts a minute; none: they cost nothing.
    pub fn room(&self, counted: &Delta) -> Option<u64> {
        let left = (self.amount - self.estimated(counted)).max(0);
        left.checked_div(self.each()).map(|calls| u64::try_from(calls).unwrap_or_default())
    }

    /// What a call is reckoned at before it is over.
    fn each(&self) -> i64 {
        self.per_call.saturating_add(self.per_minute)
    }
}

/// What a callout may cost. Amounts are decimal numbers with at most 6 digits after the point, such as `12.50`.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "CalloutCostCapInput")]
pub struct CalloutCostCap {
    /// What may be spent at the most. A call that is under way is reckoned at `perCall` and one minute, and never cut off.
    pub amount: String,
    /// Currency of all amounts, by ISO 4217, e.g. `EUR`.
    pub currency: String,
    /// Price of each call that a provider took, whatever came of it.
    pub per_call: String,
    /// Price of each minute of conversation that has begun.
    pub per_minute: String,
}

impl CalloutCostCap {
    /// The cap that is meant.
    pub(super) fn read(&self, check: &mut Check) -> CostCap {
        let mut amount = |field: &str, given: &str| {
            micros(given).unwrap_or_else(|| {
                check.invalid(field, format!("`{given}` is no amount: give a decimal number such as 12.50, from 0 to {MOST}."));
                0
            })
        };
        let (most, per_call, per_minute) =
            (amount("amount", &self.amount), amount("perCall", &self.per_call), amount("perMinute", &self.per_minute));
        let currency = self.currency.trim().to_owned();
        if currency.len() != 3 || !currency.chars().all(|letter| letter.is_ascii_uppercase()) {
            check.invalid("currency", "This is no code of ISO 4217, such as EUR.");
        }
        CostCap { amount: most, currency, per_call, per_minute }
    }
}

impl From<CostCap> for CalloutCostCap {
    fn from(kept: CostCap) -> Self {
        Self {
            amount: decimal(kept.amount),
            currency: kept.currency,
            per_call: decimal(kept.per_call),
            per_minute: decimal(kept.per_minute),
        }
    }
}

/// An amount as people write it, in millionths.
fn micros(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|sign| sign.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > DIGITS || (text.contains('.') && part.is_empty()) {
        return None;
    }
    let micros = whole.parse::<i64>().ok().filter(|units| *units <= MOST)? * MICROS + format!("{part:0<DIGITS$}").parse::<i64>().ok()?;
    (micros <= MOST * MICROS).then_some(micros)
}

/// Millionths as an amount.
pub(super) fn decimal(micros: i64) -> String {
    let (whole, part) = (micros / MICROS, (micros % MICROS).abs());
    let text = format!("{whole}.{part:06}");
    let (units, digits) = text.split_at(text.len() - DIGITS);
    // At least the two that money has.
    let digits = digits.trim_end_matches('0');
    format!("{units}{digits:0<2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written_to_the_millionth() {
        let table = [
            ("12.5", Some(12_500_000), "12.50"),
            ("0", Some(0), "0.00"),
            ("0.000001", Some(1), "0.000001"),
            (" 7.00 ", Some(7_000_000), "7.00"),
            ("1000000000", Some(1_000_000_000_000_000), "1000000000.00"),
            ("1000000000.1", None, ""),
            ("0.0000001", None, ""),
            ("-1", None, ""),
            ("1.", None, ""),
            (".5", None, ""),
            ("1,5", None, ""),
            ("1e3", None, ""),
            ("", None, ""),
            ("99999999999999999999", None, ""),
        ];

        for (given, expected, written) in table {
            assert_eq!(micros(given), expected, "{given}");
            assert_eq!(expected.map(decimal).unwrap_or_default(), written, "{given}");
        }
    }

    #[test]
    fn calls_under_way_are_reckoned_at_a_minute_and_what_is_over_at_what_it_was() {
        let cap = CostCap { amount: 1_000_000, currency: "EUR".to_owned(), per_call: 50_000, per_minute: 100_000 };
        let counted =
            Delta { calls_busy: 2, calls_completed: 1, talk_minutes: 3, calls_in_progress: 2, calls_errored: 5, ..Delta::default() };

        // Two engaged and one answered, three minutes; two under way at 0.15 each.
        assert_eq!(cap.estimated(&counted), 150_000 + 300_000 + 300_000);
        assert_eq!(cap.room(&counted), Some(1));
        assert_eq!(cap.room(&Delta { talk_minutes: 30, ..counted }), Some(0));
        assert_eq!(CostCap { per_call: 0, per_minute: 0, ..cap }.room(&counted), None);
    }
}
