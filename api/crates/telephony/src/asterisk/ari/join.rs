//! Others in a call: a party that is rung and joined, and a room with whoever is in it.

use std::time::Duration;

use flow::voice::{Confirm, Destination, Heard, Joined, Then};
use numbering::DialTarget;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    call::{Call, Stop},
    event::{Event, What, joined_in},
    http::Refusal,
};
use crate::{
    asterisk::{dial::lasting, orders::action::interface},
    cause::Cause,
};

/// How long the key is waited for by which a party agrees.
const AGREES_WITHIN: Duration = Duration::from_secs(10);

/// How much longer than it may ring a party's end is waited for.
const MARGIN: Duration = Duration::from_secs(10);

/// The key by which the called party leaves whoever it was joined to.
const LEAVES: char = '*';

impl Call {
    /// Rings a party, joins it, and waits until one of the two has enough.
    pub(super) async fn connect(&mut self, turn: u32, then: &Then) -> Result<Heard, Stop> {
        let Then::Connect { ring, confirm, .. } = then else { return Err(Stop::Failed("nobody is to be rung".to_owned())) };
        let party = joined_in(&self.reference, turn);
        // Joined before whoever led this call lost its place: it goes on.
        let outcome = match self.leader.http.get(&["bridges", &party]).await {
            Ok(_) => self.together(&party).await,
            Err(_) => self.ring_and_join(&party, turn, then, *ring, confirm.as_ref()).await,
        };
        // What is not there any more is gone.
        drop(self.leader.http.delete(&["channels", &party]).await);
        drop(self.leader.http.delete(&["bridges", &party]).await);
        outcome.map(|outcome| Heard::Joined { outcome })
    }

    async fn ring_and_join(
        &mut self,
        party: &str,
        turn: u32,
        then: &Then,
        ring: Duration,
        confirm: Option<&Confirm>,
    ) -> Result<Joined, Stop> {
        if self.anew {
            self.end_former_party(party).await?;
        }
        match self.leader.http.post_json(&["channels"], &self.invitation(party, turn, then)?).await {
            Ok(()) => {}
            // No such technology or trunk.
            Err(Refusal::Said(why)) => {
                tracing::warn!(call.reference = %self.reference, "asterisk: a party cannot be rung: {why}");
                return Ok(Joined::Failed);
            }
            Err(refusal) => return Err(self.refused(refusal).await),
        }
        let channel = self.channel.clone();
        drop(self.leader.http.post(&["channels", &channel, "ring"], &[]).await);
        let answered = self.answered(party, ring).await;
        let agreed = match answered {
            Ok(None) => self.agrees(party, turn, confirm).await,
            Ok(Some(in_vain)) => Ok(Some(in_vain)),
            Err(stop) => Err(stop),
        };
        drop(self.leader.http.delete(&["channels", &channel, "ring"]).await);
        if let Some(in_vain) = agreed? {
            return Ok(in_vain);
        }
        self.leader.http.post(&["bridges", party], &[("type", "mixing")]).await.map_err(|refusal| Stop::Failed(refusal.to_string()))?;
        let both = format!("{channel},{party}");
        match self.leader.http.post(&["bridges", party, "addChannel"], &[("channel", &both)]).await {
            // One of the two may have hung up in this moment: that is told as the end of those who are joined.
            Ok(()) | Err(Refusal::NotThere | Refusal::Said(_)) => self.together(party).await,
            Err(refusal) => Err(self.refused(refusal).await),
        }
    }

    /// Whoever was rung before this call's place was lost is rung no more.
    async fn end_former_party(&mut self, party: &str) -> Result<(), Stop> {
        if self.leader.http.delete(&["channels", party]).await.is_ok() {
            let end = Some(Instant::now() + MARGIN);
            while let Some(event) = self.event_until(end).await? {
                if event.channel == *party && matches!(event.what, What::Over(_)) {
                    break;
                }
            }
        }
        Ok(())
    }

    /// What Asterisk is asked, to ring somebody.
    fn invitation(&self, party: &str, turn: u32, then: &Then) -> Result<Value, Stop> {
        let Then::Connect { to, from, ring, headers, .. } = then else { return Err(Stop::Failed("nobody is to be rung".to_owned())) };
        let config = &self.leader.config;
        let outgoing = config.outgoing.as_ref().ok_or_else(|| Stop::Failed("no calls are placed there".to_owned()))?;
        let target = match to {
            Destination::Number(number) => DialTarget::Number(number.clone()),
            Destination::Extension(extension) => DialTarget::Extension(extension.clone()),
            Destination::Sip(_) => return Err(Stop::Failed("SIP addresses are not rung there".to_owned())),
        };
        let endpoint = lasting(interface(&target, config, outgoing).map_err(|error| Stop::Failed(error.to_string()))?);
        let mut asked = json!({
            "endpoint": endpoint,
            "channelId": party,
            "app": self.leader.ari.app,
            "appArgs": format!("join,{},{turn}", self.reference),
            "timeout": ring.as_secs().max(1),
            "originator": self.channel,
        });
        if endpoint.starts_with("Local/") {
            asked["otherChannelId"] = json!(format!("{party}-2"));
        }
        if let Some(from) = from {
            asked["callerId"] = json!(from.as_str());
        }
        let mut variables = serde_json::Map::new();
        for (name, value) in headers {
            let named = name.starts_with("X-") && name.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-');
            if !named || value.chars().any(char::is_control) {
                return Err(Stop::Failed("a header's name is X- and letters, digits and -".to_owned()));
            }
            if endpoint.starts_with("PJSIP/") {
                variables.insert(format!("PJSIP_HEADER(add,{name})"), json!(value));
            }
        }
        if !variables.is_empty() {
            asked["variables"] = Value::Object(variables);
        }
        Ok(asked)
    }

    /// Waits for the party to answer; else how it was in vain.
    async fn answered(&mut self, party: &str, ring: Duration) -> Result<Option<Joined>, Stop> {
        let began = Instant::now();
        let mut status = String::new();
        while let Some(Event { channel, what }) = self.event_until(Some(began + ring + MARGIN)).await? {
            if channel != *party {
                continue;
            }
            match what {
                What::Came(_) => return Ok(None),
                What::Dialled(told) if !told.is_empty() => status = told,
                What::Over(cause) => return Ok(Some(in_vain(&status, cause, began.elapsed() >= ring))),
                _ => {}
            }
        }
        Ok(Some(Joined::NoAnswer))
    }

    /// Waits for the party to agree, if it has to; else that it did not.
    async fn agrees(&mut self, party: &str, turn: u32, confirm: Option<&Confirm>) -> Result<Option<Joined>, Stop> {
        let Some(Confirm { prompts, key }) = confirm else { return Ok(None) };
        match self.keys(party, &format!("{turn}-agree"), prompts, (1, None, AGREES_WITHIN)).await {
            Ok(pressed) if pressed.chars().eq([*key]) => Ok(None),
            Ok(_) | Err(Stop::Failed(_)) => Ok(Some(Joined::Declined)),
            Err(Stop::Over) => Err(Stop::Over),
        }
    }

    /// Waits until the party has left, or is left.
    async fn together(&mut self, party: &str) -> Result<Joined, Stop> {
        let since = Instant::now();
        while let Some(Event { channel, what }) = self.event_until(None).await? {
            let over = channel == *party && matches!(what, What::Left | What::Over(_));
            if over || (channel == self.channel && what == What::Key(LEAVES)) {
                break;
            }
        }
        Ok(Joined::Answered { seconds: seconds(since) })
    }

    /// Joins a room until the called party leaves it.
    pub(super) async fn conference(&mut self, room: &str) -> Result<Heard, Stop> {
        let fits = (1..=64).contains(&room.len()) && room.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_'));
        if !fits {
            return Err(Stop::Failed("a room is 1 to 64 letters, digits, - and _".to_owned()));
        }
        let bridge = format!("switchboard-room-{room}");
        let channel = self.channel.clone();
        // Made by whoever comes first; there already is as good.
        drop(self.leader.http.post(&["bridges", &bridge], &[("type", "mixing"), ("name", room)]).await);
        if let Err(refusal) = self.leader.http.post(&["bridges", &bridge, "addChannel"], &[("channel", &channel)]).await {
            return Err(self.refused(refusal).await);
        }
        let since = Instant::now();
        let left = loop {
            match self.event_until(None).await {
                Ok(Some(Event { channel, what: What::Key(LEAVES) })) if channel == self.channel => break Ok(()),
                Ok(_) => {}
                Err(stop) => break Err(stop),
            }
        };
        drop(self.leader.http.post(&["bridges", &bridge, "removeChannel"], &[("channel", &channel)]).await);
        if let Ok(shown) = self.leader.http.get(&["bridges", &bridge]).await
            && shown["channels"].as_array().is_some_and(Vec::is_empty)
        {
            drop(self.leader.http.delete(&["bridges", &bridge]).await);
        }
        left.map(|()| Heard::Left { seconds: seconds(since) })
    }
}

fn seconds(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_secs()).unwrap_or(u32::MAX)
}

/// How it was in vain: by its cause, and where that leaves it open by the status of its dialling.
fn in_vain(status: &str, cause: u8, rang_out: bool) -> Joined {
    match (Cause::from_q850(cause), status) {
        (Cause::Busy | Cause::Rejected, _) => Joined::Busy,
        (Cause::NoAnswer, _) => Joined::NoAnswer,
        (Cause::InvalidNumber | Cause::Unreachable, _) => Joined::Failed,
        (_, "BUSY") => Joined::Busy,
        (_, "NOANSWER") => Joined::NoAnswer,
        _ if rang_out => Joined::NoAnswer,
        _ => Joined::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_rung_in_vain_was_engaged_or_away_or_could_not_be_rung() {
        let table = [
            ("BUSY", 17, false, Joined::Busy),
            ("", 17, false, Joined::Busy),
            ("RINGING", 21, false, Joined::Busy),
            ("NOANSWER", 0, true, Joined::NoAnswer),
            ("RINGING", 19, false, Joined::NoAnswer),
            ("RINGING", 0, true, Joined::NoAnswer),
            ("CONGESTION", 34, false, Joined::Failed),
            // A number that is not in use, as the lab tells it.
            ("NOANSWER", 1, false, Joined::Failed),
            ("", 0, false, Joined::Failed),
        ];

        for (status, cause, rang_out, outcome) in table {
            assert_eq!(in_vain(status, cause, rang_out), outcome, "{status} {cause}");
        }
    }
}
