//! Leads one call through a document: from what was heard to what is done next. Pure: the same call always goes the same way, and the
//! state between two steps is a value that can be kept.
//!
//! After keys, in this order:
//! 1. Nothing was pressed: asked again while attempts are left (retries and one, whatever was pressed in each), then `timeout`.
//! 2. Keys that were not asked for: asked again while attempts are left, then `invalid`, else `any`.
//! 3. Keys that were asked for: the branch of exactly these, else `any`.
//! 4. No branch: the call ends.
//!
//! What was asked for is said by one function ([`answer::judge`]) for results and branches alike.
//! A call takes [`MOST_STEPS`] steps at the most: then it is ended, whatever the document says.

pub(crate) mod answer;
mod party;
mod state;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use self::party::{destination, is_room};
pub use self::state::{Ending, State};
use self::{
    answer::{Judged, judge},
    state::Phase,
};
use crate::{
    Document, Does, Effect, NodeId, NodeResult, On, Outcome, Response, Transfer, Variables, Words, template,
    voice::{Act, Heard, Joined, Prompt, Then, Who},
};

/// Steps of a call at the most: nodes come to, and what was done at them.
const MOST_STEPS: u16 = 1_000;

/// What follows from what was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Where the call stands now.
    pub state: State,
    /// What is done next.
    pub act: Act,
    /// What came of nodes.
    pub results: Vec<NodeResult>,
    /// What is to be done outside of the call.
    pub effects: Vec<Effect>,
}

/// A call before anybody has answered it. Whoever is called speaks `language`, as far as is known, and this is known of them.
pub fn begin(document: &Document, language: Option<&str>, variables: Variables) -> State {
    State {
        language: document.language(language).unwrap_or_default().to_owned(),
        variables,
        by: None,
        at: None,
        phase: Phase::Begun,
        steps: 0,
        outcome: None,
        ending: None,
    }
}

/// What follows from what was heard. A call that is over stays so.
pub fn step(document: &Document, state: &State, heard: &Heard) -> Step {
    let mut walk = Walk { document, state: state.clone(), results: Vec::new(), effects: Vec::new() };
    let act = walk.heard(heard);
    Step { state: walk.state, act, results: walk.results, effects: walk.effects }
}

struct Walk<'a> {
    document: &'a Document,
    state: State,
    results: Vec<NodeResult>,
    effects: Vec<Effect>,
}

impl Walk<'_> {
    fn heard(&mut self, heard: &Heard) -> Act {
        let document = self.document;
        if self.state.ending.is_some() {
            return over(Vec::new());
        }
        if *heard == Heard::HungUp {
            return self.end(Ending::HungUp, Vec::new());
        }
        let at = self.state.at.clone();
        let does = at.as_ref().and_then(|id| document.nodes.get(id)).map(|node| &node.does);
        match (self.state.phase, heard, at.as_ref().zip(does)) {
            (Phase::Begun, Heard::Answered { by }, _) => {
                self.state.by = *by;
                self.go(document.start.clone())
            }
            (Phase::Saying { attempt }, Heard::Played, Some((_, does))) => self.listen(does, attempt, Vec::new()),
            (Phase::Asking { attempt }, Heard::Keys { keys }, Some((id, does))) => self.keys(id, does, attempt, keys),
            (Phase::Greeting, Heard::GreetingOver, Some((_, Does::VoicemailDrop(does)))) => {
                let heard = self.prompts(&does.words);
                self.wait(Phase::Doing, heard, Then::Go)
            }
            (Phase::Doing, heard, Some((id, does))) => self.done(id, does, heard),
            (_, heard, _) => self.failed(heard),
        }
    }

    /// Comes to a node, or to the end, and goes on by itself as long as nothing has to be waited for.
    fn go(&mut self, to: Option<NodeId>) -> Act {
        let mut next = to;
        loop {
            let Some(id) = next else { return self.end(Ending::Completed, Vec::new()) };
            if !self.count() {
                return self.end(Ending::TooLong, Vec::new());
            }
            let document = self.document;
            let Some(node) = document.nodes.get(&id) else { return self.end(Ending::Completed, Vec::new()) };
            self.state.at = Some(id.clone());
            let heard = node.does.words().into_iter().find(|(field, ..)| *field == "words");
            let heard = heard.map(|(_, words, _)| self.prompts(words)).unwrap_or_default();
            match &node.does {
                Does::Answered(_) => next = node.branches.to(&self.who()).cloned(),
                Does::PlayMessage(_) => return self.wait(Phase::Doing, heard, Then::Go),
                Does::MultipleChoice(_) | Does::Rating(_) | Does::CaptureDigits(_) => return self.ask(&node.does, 1, Vec::new()),
                Does::Record(does) => return self.wait(Phase::Doing, heard, party::record(does)),
                Does::Transfer(does) => match party::connect(does, &self.state.language, &self.state.variables) {
                    Some(connect) => return self.wait(Phase::Doing, heard, connect),
                    // There is nobody to ring: nothing is said of it, and it goes on as if nobody had come.
                    None => next = self.joined(&id, does, Joined::Failed),
                },
                Does::HangUp(_) => return self.end(Ending::Completed, heard),
                Does::Conference(does) => match party::room(&does.room, &self.state.variables) {
                    Some(room) => return self.wait(Phase::Doing, heard, Then::Conference { room }),
                    None => next = node.branches.to(&On::Next).cloned(),
                },
                Does::DoNotCall(_) => {
                    self.effects.push(Effect::DoNotCall { node: id });
                    return self.end(Ending::Completed, heard);
                }
                Does::SendMessage(does) => {
                    self.effects.extend(party::message(&id, does, &self.state.language, &self.state.variables));
                    if !heard.is_empty() {
                        return self.wait(Phase::Doing, heard, Then::Go);
                    }
                    next = node.branches.to(&On::Next).cloned();
                }
                // To whoever is no machine the message is told at once.
                Does::VoicemailDrop(_) if self.state.by != Some(Who::Machine) => return self.wait(Phase::Doing, heard, Then::Go),
                Does::VoicemailDrop(does) => {
                    let longest = Duration::from_secs(does.longest_greeting_seconds.max(1).into());
                    return self.wait(Phase::Greeting, Vec::new(), Then::AwaitGreetingEnd { longest });
                }
            }
        }
    }

    fn prompts(&self, words: &Words) -> Vec<Prompt> {
        words.prompts(&self.state.language, &self.state.variables)
    }

    fn who(&self) -> On {
        match self.state.by {
            Some(Who::Machine) => On::Machine,
            Some(Who::Fax) => On::Fax,
            Some(Who::Unknown) => On::Unknown,
            Some(Who::Human) | None => On::Human,
        }
    }

    /// Asks for keys, after `before` was heard.
    fn ask(&mut self, does: &Does, attempt: u8, before: Vec<Prompt>) -> Act {
        let Some(ask) = does.ask() else { return self.end(Ending::Completed, before) };
        let words = if ask.speech_off { Vec::new() } else { self.prompts(&ask.words) };
        let prompts: Vec<Prompt> = before.into_iter().chain(words).collect();
        if ask.uninterrupted && !prompts.is_empty() {
            return self.wait(Phase::Saying { attempt }, prompts, Then::Go);
        }
        self.listen(does, attempt, prompts)
    }

    fn listen(&mut self, does: &Does, attempt: u8, prompts: Vec<Prompt>) -> Act {
        let Some(ask) = does.ask() else { return self.end(Ending::Completed, prompts) };
        let (most, finish) = answer::wanted(does);
        let timeout = Duration::from_secs(ask.timeout_seconds.max(1).into());
        self.wait(Phase::Asking { attempt }, prompts, Then::Gather { most, finish, timeout })
    }

    fn keys(&mut self, id: &NodeId, does: &Does, attempt: u8, keys: &str) -> Act {
        let Some(ask) = does.ask() else { return self.end(Ending::Completed, Vec::new()) };
        let judged = judge(does, keys);
        let again = attempt <= ask.retries;
        match &judged {
            Judged::Silence if again => return self.ask(does, attempt + 1, Vec::new()),
            Judged::Invalid if again => {
                let before = if ask.speech_off { Vec::new() } else { self.prompts(&ask.invalid) };
                return self.ask(does, attempt + 1, before);
            }
            _ => {}
        }
        let (response, on) = match judged {
            Judged::Silence => (Response::Silence, On::Timeout),
            Judged::Invalid => (Response::Invalid { keys: keys.to_owned() }, On::Invalid),
            Judged::Answer(response) => {
                self.state.variables.set(&format!("answer.{id}"), &response);
                if let Some(language) = answer::language(does, keys).and_then(|wanted| self.document.language(Some(wanted))) {
                    self.state.language = language.to_owned();
                }
                (Response::Answer { keys: keys.to_owned(), response }, On::Keys(keys.to_owned()))
            }
        };
        let outcome = matches!(on, On::Keys(_)).then(|| ask.outcomes.get(keys).cloned()).flatten();
        self.tell(id, response, outcome);
        self.follow(id, &on)
    }

    /// What a node that asks for no keys was waiting for has come.
    fn done(&mut self, id: &NodeId, does: &Does, heard: &Heard) -> Act {
        let response = match (does, heard) {
            (Does::PlayMessage(_) | Does::SendMessage(_), Heard::Played) => None,
            (Does::VoicemailDrop(_), Heard::Played) => Some(Response::MessageLeft),
            (Does::Record(_), Heard::Recorded { recording, seconds }) => {
                Some(Response::Recording { recording: recording.clone(), seconds: *seconds })
            }
            (Does::Record(_), Heard::NothingRecorded | Heard::Failed { .. }) => Some(Response::Silence),
            (Does::Conference(_), Heard::Left { seconds }) => Some(Response::Conference { seconds: *seconds }),
            (Does::Transfer(does), Heard::Joined { outcome }) => {
                let next = self.joined(id, does, *outcome);
                return self.go(next);
            }
            (Does::Transfer(does), Heard::Failed { .. }) => {
                let next = self.joined(id, does, Joined::Failed);
                return self.go(next);
            }
            (_, heard) => return self.failed(heard),
        };
        if let Some(response) = response {
            self.tell(id, response, None);
        }
        self.follow(id, &On::Next)
    }

    /// Writes down what became of a rung party; where it goes on.
    fn joined(&mut self, id: &NodeId, does: &Transfer, outcome: Joined) -> Option<NodeId> {
        let to = template::written(&does.to, &self.state.variables);
        self.tell(id, Response::Transfer { to, outcome }, None);
        let on = if matches!(outcome, Joined::Answered { .. }) { On::Next } else { On::Unreached };
        self.document.nodes.get(id)?.branches.to(&on).cloned()
    }

    fn tell(&mut self, id: &NodeId, response: Response, outcome: Option<Outcome>) {
        if let Some(outcome) = &outcome {
            self.state.outcome = Some(outcome.clone());
        }
        self.results.push(NodeResult { node: id.clone(), response, outcome });
    }

    fn follow(&mut self, id: &NodeId, on: &On) -> Act {
        let next = self.document.nodes.get(id).and_then(|node| node.branches.to(on)).cloned();
        self.go(next)
    }

    /// Counts one more step; false: there have been enough.
    fn count(&mut self) -> bool {
        self.state.steps = self.state.steps.saturating_add(1);
        self.state.steps <= MOST_STEPS
    }

    fn wait(&mut self, phase: Phase, prompts: Vec<Prompt>, then: Then) -> Act {
        if !self.count() {
            return self.end(Ending::TooLong, Vec::new());
        }
        self.state.phase = phase;
        Act { prompts, then }
    }

    /// The provider could not do what was asked, or tells what does not belong here.
    fn failed(&mut self, heard: &Heard) -> Act {
        let why = match heard {
            Heard::Failed { why } => why.chars().take(200).collect(),
            _ => "the provider told what does not belong here".to_owned(),
        };
        self.end(Ending::Failed { why }, Vec::new())
    }

    fn end(&mut self, ending: Ending, prompts: Vec<Prompt>) -> Act {
        self.state.ending = Some(ending);
        over(prompts)
    }
}

fn over(prompts: Vec<Prompt>) -> Act {
    Act { prompts, then: Then::HangUp }
}

#[cfg(test)]
mod tests;
