//! What is heard, once for each language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Variables, template, voice::Prompt};

/// What is heard in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Utterance {
    /// A text is spoken; it may have variables.
    Say {
        /// The text.
        text: String,
    },
    /// A recording is played.
    Play {
        /// Which: for Twilio an `https` or `http` address; for Asterisk the name of a sound file, without extension.
        audio: String,
    },
}

/// What is heard, by BCP 47 language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, Utterance>);

impl Words {
    /// A text in one language.
    pub fn say(language: &str, text: &str) -> Self {
        Self(BTreeMap::from([(language.to_owned(), Utterance::Say { text: text.to_owned() })]))
    }

    /// As it is heard in `language`; nothing, where there are no words in it.
    pub(crate) fn prompts(&self, language: &str, variables: &Variables) -> Vec<Prompt> {
        match self.0.get(language) {
            None => Vec::new(),
            Some(Utterance::Play { audio }) => vec![Prompt::Play { audio: audio.clone() }],
            Some(Utterance::Say { text }) => {
                let text = template::spoken(text, variables);
                // Of a text that is nothing but unknown names nothing is left, and nothing is said.
                let heard = !text.trim().is_empty();
                heard.then(|| Prompt::Say { text, language: Some(language.to_owned()) }).into_iter().collect()
            }
        }
    }
}
