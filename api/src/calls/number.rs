//! A number as people write it, in every form in which a call may keep it.

use std::collections::BTreeSet;

use numbering::{Country, Extension, Msisdn};

use crate::config::Config;

/// Forms in which calls may keep the number `text`: E.164, read in each provider's country; an extension; or as it is.
pub(super) fn kept_forms(config: &Config, text: &str) -> BTreeSet<String> {
    let countries = config.provider.iter().filter_map(|provider| provider.country.as_deref()).filter_map(|code| Country::parse(code).ok());
    let homes = countries.map(Some).chain([None]);
    let mut forms: BTreeSet<String> = homes.filter_map(|home| Msisdn::parse(text, home).ok()).map(String::from).collect();
    forms.extend(text.parse::<Extension>().ok().map(String::from));
    if forms.is_empty() {
        forms.insert(text.trim().to_owned());
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::provider::{Provider, Simulator, System};

    fn configured(country: Option<&str>) -> Config {
        let system = System::Simulator(Simulator::default());
        let provider = Provider { name: "lab".to_owned(), account: None, country: country.map(str::to_owned), system };
        Config { provider: vec![provider], ..Config::default() }
    }

    #[test]
    fn a_number_is_looked_for_as_calls_keep_it() {
        let table: [(Option<&str>, &str, &[&str]); 5] = [
            (None, "0034 972 18 33 86", &["+34972183386"]),
            (Some("ES"), "972 183 386", &["+34972183386"]),
            (None, "972 183 386", &["972 183 386"]),
            (None, " 1001 ", &["1001"]),
            (None, " anonymous ", &["anonymous"]),
        ];

        for (country, text, expected) in table {
            let forms: Vec<_> = kept_forms(&configured(country), text).into_iter().collect();
            assert_eq!(forms, expected, "{text:?} in {country:?}");
        }
    }
}
