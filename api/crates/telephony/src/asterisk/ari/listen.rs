//! What is heard in a call: prompts by the called party, and by us keys, words and the end of a greeting.

use std::time::Duration;

use flow::voice::{Heard, Prompt, RecordingKey};
use tokio::time::Instant;

use super::{
    call::{Call, RECORDING, Stop},
    event::What,
};
use crate::asterisk::orders::action::sound;

/// How long a silence is the end of a greeting.
const GREETING_SILENCE: &str = "1500,256";

/// How long a machine may take to begin with its greeting, before it is taken to have none.
const NO_GREETING: Duration = Duration::from_secs(4);

/// How long after the end of a call its recording may take to be closed.
const CLOSING: Duration = Duration::from_secs(5);

/// How much later than the end of a playback the end of its call may be told.
const HANGING_UP: Duration = Duration::from_secs(1);

/// First part of the names of our playbacks.
const PLAYBACK: &str = "switchboard-play-";

/// Keys that are enough, the key that ends them, and how long each is waited for.
pub(super) type Keys = (u8, Option<char>, Duration);

impl Call {
    /// Has the called party hear prompts to their end.
    pub(super) async fn say(&mut self, turn: u32, prompts: &[Prompt]) -> Result<(), Stop> {
        let channel = self.channel.clone();
        let Some(id) = self.play(&channel, &format!("{turn}"), prompts).await? else { return Ok(()) };
        loop {
            if let Some(event) = self.event_until(None).await?
                && let What::Played { id: over, failed } = event.what
                && over == id
            {
                return if failed { Err(self.not_played().await) } else { Ok(()) };
            }
        }
    }

    /// What whoever led the call before had begun in this turn ends, so that it can begin anew.
    pub(super) async fn end_former(&self, turn: u32) {
        // What is not there has ended.
        for playback in [format!("{PLAYBACK}{}-{turn}", self.reference), format!("{PLAYBACK}{}-{turn}-anew", self.reference)] {
            drop(self.leader.http.delete(&["playbacks", &playback]).await);
        }
        drop(self.leader.http.delete(&["recordings", "live", &format!("{RECORDING}{}-{turn}", self.reference)]).await);
    }

    /// Keys while prompts are played, which the first one ends, and after them.
    pub(super) async fn gather(&mut self, turn: u32, prompts: &[Prompt], keys: Keys) -> Result<Option<Heard>, Stop> {
        let channel = self.channel.clone();
        let keys = self.keys(&channel, &format!("{turn}"), prompts, keys).await?;
        Ok(Some(Heard::Keys { keys }))
    }

    /// Likewise, of any channel of the call's.
    pub(super) async fn keys(&mut self, channel: &str, name: &str, prompts: &[Prompt], keys: Keys) -> Result<String, Stop> {
        let (most, finish, span) = keys;
        let mut playing = self.play(channel, name, prompts).await?;
        let mut end = playing.is_none().then(|| Instant::now() + span);
        let mut pressed = String::new();
        while let Some(event) = self.event_until(end).await? {
            match event.what {
                What::Played { id, failed } if playing.as_ref() == Some(&id) => {
                    if failed {
                        return Err(self.not_played().await);
                    }
                    playing = None;
                    end = Some(Instant::now() + span);
                }
                What::Key(key) if event.channel == channel => {
                    if let Some(id) = playing.take() {
                        // Over already is as good.
                        drop(self.leader.http.delete(&["playbacks", &id]).await);
                    }
                    if finish == Some(key) {
                        // By itself it ends nothing, as everywhere.
                        if !pressed.is_empty() {
                            break;
                        }
                    } else {
                        pressed.push(key);
                    }
                    if pressed.len() >= usize::from(most.max(1)) {
                        break;
                    }
                    end = Some(Instant::now() + span);
                }
                What::Left | What::Over(_) if event.channel == channel => return Err(Stop::Failed("the party hung up".to_owned())),
                _ => {}
            }
        }
        Ok(pressed)
    }

    /// Begins to play; none: there is nothing to be played.
    async fn play(&mut self, channel: &str, name: &str, prompts: &[Prompt]) -> Result<Option<String>, Stop> {
        if prompts.is_empty() {
            return Ok(None);
        }
        let id = format!("{PLAYBACK}{}-{name}{}", self.reference, if self.anew { "-anew" } else { "" });
        let mut media = Vec::new();
        for prompt in prompts {
            match prompt {
                Prompt::Play { audio } => media.push(format!("sound:{}", sound(audio).map_err(|error| Stop::Failed(error.to_string()))?)),
                Prompt::Say { .. } => return Err(Stop::Failed("this telephone system does not speak".to_owned())),
            }
        }
        let media = media.join(",");
        match self.leader.http.post(&["channels", channel, "play", &id], &[("media", &media)]).await {
            Ok(()) => Ok(Some(id)),
            Err(refusal) => Err(self.refused(refusal).await),
        }
    }

    /// What a playback that failed means: the end of the call ends it so as well, and is told a moment later.
    async fn not_played(&mut self) -> Stop {
        let end = Instant::now() + HANGING_UP;
        loop {
            match self.event_until(Some(end)).await {
                Ok(Some(_)) => {}
                Ok(None) => return Stop::Failed("a recording could not be played".to_owned()),
                Err(stop) => return stop,
            }
        }
    }

    /// Records what is said.
    pub(super) async fn record(&mut self, turn: u32, longest: Duration, silence: Duration, finish: Option<char>) -> Result<Heard, Stop> {
        let name = format!("{RECORDING}{}-{turn}", self.reference);
        let seconds = |span: Duration| span.as_millis().div_ceil(1000).max(1).to_string();
        let (longest, silence) = (seconds(longest), seconds(silence));
        let query = [
            ("name", name.as_str()),
            ("format", "wav"),
            ("maxDurationSeconds", &longest),
            ("maxSilenceSeconds", &silence),
            ("ifExists", "overwrite"),
            ("beep", "true"),
            ("terminateOn", "none"),
        ];
        let channel = self.channel.clone();
        if let Err(refusal) = self.leader.http.post(&["channels", &channel, "record"], &query).await {
            return Err(self.refused(refusal).await);
        }
        let mut end = None;
        loop {
            let event = match self.event_until(end).await {
                Ok(Some(event)) => event,
                Ok(None) => return Ok(Heard::NothingRecorded),
                // What was said until then is closed, and told, a moment later.
                Err(Stop::Over) if end.is_none() => {
                    end = Some(Instant::now() + CLOSING);
                    continue;
                }
                Err(Stop::Over) => continue,
                Err(stop) => return Err(stop),
            };
            match event.what {
                What::Key(key) if Some(key) == finish && event.channel == self.channel => {
                    // Stopped by itself in the same moment is as good.
                    drop(self.leader.http.post(&["recordings", "live", &name, "stop"], &[]).await);
                }
                What::Recorded { name: over, seconds, talked } if over == name => {
                    let empty = seconds == 0 || talked == Some(0);
                    return Ok(if empty { Heard::NothingRecorded } else { Heard::Recorded { recording: RecordingKey(name), seconds } });
                }
                What::NotRecorded { name: over } if over == name => return Ok(Heard::NothingRecorded),
                _ => {}
            }
        }
    }

    /// Listens until a machine has been silent for a moment.
    pub(super) async fn await_greeting_end(&mut self, longest: Duration) -> Result<Heard, Stop> {
        self.set("TALK_DETECT(set)", GREETING_SILENCE).await?;
        let last = Instant::now() + longest;
        let mut end = last.min(Instant::now() + NO_GREETING);
        while let Some(event) = self.event_until(Some(end)).await? {
            match event.what {
                What::Talks(true) => end = last,
                What::Talks(false) => break,
                _ => {}
            }
        }
        self.set("TALK_DETECT(remove)", "").await?;
        Ok(Heard::GreetingOver)
    }

    async fn set(&mut self, variable: &str, value: &str) -> Result<(), Stop> {
        let channel = self.channel.clone();
        let done = self.leader.http.post(&["channels", &channel, "variable"], &[("variable", variable), ("value", value)]).await;
        match done {
            Ok(()) => Ok(()),
            Err(refusal) => Err(self.refused(refusal).await),
        }
    }
}
