//! Reads YAML, and JSON with it, to plain texts: `3053`, `5e0000` and `no` are an extension, a colour and a name here, whatever YAML
//! takes them for.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor},
};

/// A value that may be missing.
pub(super) type Text = Option<String>;

/// Reads a file.
///
/// # Errors
/// What is wrong with it, and where, in one line.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_saphyr::from_str(text).map_err(|error| {
        let told = error.to_string();
        // Further lines quote the file.
        told.lines().next().unwrap_or("it cannot be read").trim_start_matches("error: ").to_owned()
    })
}

/// Rows in order: a list, or, as older files have it, a map with the keys 1 to n.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rows(pub(super) Vec<Vec<Text>>);

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Rows;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of turns, or turns by their numbers from 1")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = list.next_element::<Option<Vec<Text>>>()? {
                    rows.push(row.unwrap_or_default());
                }
                Ok(Rows(rows))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows, A::Error> {
                let mut rows = BTreeMap::new();
                while let Some(key) = map.next_key::<String>()? {
                    let number: usize = key.parse().map_err(|_| A::Error::custom(format!("`{key}` is no number of a turn")))?;
                    rows.insert(number, map.next_value::<Option<Vec<Text>>>()?.unwrap_or_default());
                }
                if rows.keys().copied().ne(1..=rows.len()) {
                    return Err(A::Error::custom("turns are numbered from 1, without a gap"));
                }
                Ok(Rows(rows.into_values().collect()))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_as_they_are_written() {
        let texts: BTreeMap<String, Text> = read("{a: 3053, b: 5e0000, c: '0123', d: null, e: no, f: 09:00}").unwrap();

        let texts: Vec<_> = texts.into_values().map(|text| text.unwrap_or_else(|| "nothing".to_owned())).collect();
        assert_eq!(texts, ["3053", "5e0000", "0123", "nothing", "no", "09:00"]);
    }

    #[test]
    fn turns_of_a_day_are_a_list_or_numbered_from_1() {
        let some = |text: &str| Some(text.to_owned());
        let expected = Rows(vec![vec![some("ana"), None], vec![some("pau")]]);

        for text in [
            "- - ana\n  - null\n- - pau\n",
            "1:\n- ana\n- null\n2:\n- pau\n",
            r#"[["ana", null], ["pau"]]"#,
            r#"{"1": ["ana", null], "2": ["pau"]}"#,
        ] {
            assert_eq!(read::<Rows>(text).as_ref(), Ok(&expected), "{text}");
        }
        for text in ["0: []\n", "2: []\n", "x: []\n", "ana"] {
            assert!(read::<Rows>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_without_the_file() {
        let wrong = read::<BTreeMap<String, Text>>("a: 1\nsecret: [2]\n").unwrap_err();

        assert!(wrong.contains("line 2") && !wrong.contains("secret"), "{wrong}");
    }
}
