//! Where somebody lives, as far as a number tells it: only what is certain is taken for known.

use std::{collections::HashMap, sync::LazyLock};

use chrono_tz::Tz;
use numbering::Msisdn;

/// Zones by country.
static ZONES: LazyLock<HashMap<&str, Vec<Tz>>> = LazyLock::new(|| {
    let lines = include_str!("zones.txt").lines().filter(|line| !line.starts_with('#'));
    let read = |line: &'static str| {
        let mut words = line.split(' ');
        // A zone that `chrono-tz` does not know yet is left out by its country's line.
        Some((words.next()?, words.filter_map(|name| name.parse().ok()).collect()))
    };
    lines.filter_map(read).collect()
});

/// Zones of the number's country, the most usual first; none: the number is of no country.
pub fn candidates(number: &Msisdn) -> Vec<Tz> {
    number.country().and_then(|country| ZONES.get(country.as_str()).cloned()).unwrap_or_default()
}

/// The zone of the number's country, where there is only one.
pub fn derived(number: &Msisdn) -> Option<Tz> {
    match candidates(number)[..] {
        [only] => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_derived_only_where_the_country_has_one() {
        let of = |text: &str| derived(&text.parse().unwrap()).map(Tz::name);

        assert_eq!(of("+85510202101"), Some("Asia/Phnom_Penh"));
        assert_eq!(of("+390612345678"), Some("Europe/Rome"));
        // The Canaries are an hour behind the mainland, and share its code.
        assert_eq!(of("+34972183386"), None);
        assert_eq!(of("+80012340000"), None);
    }

    #[test]
    fn every_zone_of_every_country_is_known() {
        let written =
            include_str!("zones.txt").lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(' ').skip(1)).count();

        assert_eq!(ZONES.values().map(Vec::len).sum::<usize>(), written);
        assert!(ZONES.len() > 240, "only {} countries", ZONES.len());
    }
}
