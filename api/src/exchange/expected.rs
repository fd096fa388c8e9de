//! What was sent to a provider and has not shown yet: who asked for it, and what it will make of which member.
//!
//! Events name no actor and no command. So a command leaves word here before it is sent; the board takes the word when an
//! event shows that effect, and the word is gone once the event is committed. Until then the hold knows that what it reads
//! of the member is not the last of it. A word of a refused command is withdrawn: it explains nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{id::PersonId, queue_member};
use telephony::port::{QueueCommand, QueueKey};
use tokio::sync::Notify;

use crate::auth::Actor;

/// How long word is kept of what never shows: longer than any command takes.
const KEPT: TimeDelta = TimeDelta::seconds(30);

/// What a command makes of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It is in the queue.
    There,
    /// It is not.
    Gone,
    /// Paused for that reason; `None`: not paused.
    Pause(Option<String>),
    /// Rung that early.
    Penalty(i32),
}

/// What of a member an effect is about: effects of different aspects show independently of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aspect {
    Membership,
    Pause,
    Penalty,
}

impl Effect {
    pub(super) fn of(command: &QueueCommand) -> Self {
        match command {
            QueueCommand::Add { .. } => Self::There,
            QueueCommand::Remove { .. } => Self::Gone,
            QueueCommand::Pause { reason, .. } => Self::Pause(Some(reason.clone())),
            QueueCommand::Resume { .. } => Self::Pause(None),
            QueueCommand::SetPenalty { penalty, .. } => Self::Penalty(i32::try_from(*penalty).unwrap_or(i32::MAX)),
        }
    }

    fn aspect(&self) -> Aspect {
        match self {
            Self::There | Self::Gone => Aspect::Membership,
            Self::Pause(_) => Aspect::Pause,
            Self::Penalty(_) => Aspect::Penalty,
        }
    }

    /// Whether a member that was `was` shows this effect by being `is`.
    pub(super) fn shows(&self, was: &queue_member::Model, is: &queue_member::Model) -> bool {
        match self {
            Self::There | Self::Gone => false,
            Self::Pause(_) => was.paused_reason != is.paused_reason && self.holds(Some(is)),
            Self::Penalty(_) => was.penalty != is.penalty && self.holds(Some(is)),
        }
    }

    /// Whether it is so with a member; `None`: it is not in the queue.
    fn holds(&self, member: Option<&queue_member::Model>) -> bool {
        match self {
            Self::There => member.is_some(),
            Self::Gone => member.is_none(),
            Self::Pause(reason) => member.is_some_and(|member| member.paused_reason == *reason),
            Self::Penalty(penalty) => member.is_some_and(|member| member.penalty == *penalty),
        }
    }
}

/// What a command leaves before it is sent.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) queue: QueueKey,
    /// The member's address, or the extension it is added by.
    pub(super) member: String,
    pub(super) person_id: Option<PersonId>,
    pub(super) effect: Effect,
    pub(super) actor: Actor,
    pub(super) reason: Option<String>,
}

impl Word {
    fn names(&self, endpoint: &str, extension: Option<&str>) -> bool {
        self.member == endpoint || Some(self.member.as_str()) == extension
    }

    fn is_about(&self, member: &queue_member::Model) -> bool {
        // The same person may be there twice, by two addresses: only who is added is known by person.
        let person = self.effect == Effect::There && self.person_id.is_some() && self.person_id == member.person_id;
        person || self.names(&member.endpoint, member.extension.as_deref())
    }
}

/// Names one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordId(u64);

/// A word that was left and is not yet gone.
#[derive(Clone, Debug)]
pub(super) struct Open {
    id: WordId,
    word: Word,
    until: DateTime<Utc>,
    /// The link it was sent over is no more: the next snapshot is what came of it.
    old: bool,
    /// Shown; gone as soon as that is committed.
    shown: bool,
}

impl Open {
    /// Whether it is about that person, or about the member at that address.
    pub(super) fn concerns(&self, person: PersonId, endpoint: Option<&str>) -> bool {
        self.word.person_id == Some(person) || endpoint == Some(self.word.member.as_str())
    }
}

/// Words that were left, in the order of their commands. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    words: Mutex<Words>,
    gone: Notify,
}

#[derive(Debug, Default)]
struct Words {
    last: u64,
    open: Vec<Open>,
}

impl Expected {
    fn words(&self) -> MutexGuard<'_, Words> {
        self.0.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves word before a command is sent.
    pub(super) fn leave(&self, word: Word, now: DateTime<Utc>) -> WordId {
        let mut words = self.words();
        words.last += 1;
        let id = WordId(words.last);
        words.open.push(Open { id, word, until: now + KEPT, old: false, shown: false });
        id
    }

    /// Takes back what will not happen: the command was refused.
    pub(super) fn withdraw(&self, id: WordId) {
        self.words().open.retain(|open| open.id != id);
    }

    /// Takes the word left for what a member, known by address or extension, shows now: who asked, and why.
    ///
    /// An effect shows in the order of the commands: of several that would explain it, it is the oldest; what was left about
    /// the same before it is overtaken.
    pub(super) fn take(
        &self,
        queue: &QueueKey,
        endpoint: &str,
        extension: Option<&str>,
        shows: impl Fn(&Effect) -> bool,
        now: DateTime<Utc>,
    ) -> Option<(Actor, Option<String>)> {
        let mut words = self.words();
        let mut who = None;
        for aspect in [Aspect::Membership, Aspect::Pause, Aspect::Penalty] {
            let mut about: Vec<&mut Open> = words
                .open
                .iter_mut()
                .filter(|open| open.word.queue == *queue && open.word.names(endpoint, extension))
                .filter(|open| !open.shown && open.until > now && open.word.effect.aspect() == aspect)
                .collect();
            let Some(place) = about.iter().position(|open| shows(&open.word.effect)) else { continue };
            who = who.or_else(|| Some((about[place].word.actor.clone(), about[place].word.reason.clone())));
            for open in &mut about[..=place] {
                open.shown = true;
            }
        }
        who
    }

    /// The link is gone: what was sent over it shows in the next snapshot, or not at all.
    pub(super) fn link_lost(&self) {
        for open in &mut self.words().open {
            open.old = true;
        }
    }

    /// A snapshot was taken: nothing more comes of what was sent over an older link.
    pub(super) fn renewed(&self) {
        for open in self.words().open.iter_mut().filter(|open| open.old) {
            open.shown = true;
        }
    }

    /// What has shown so far is committed.
    pub(super) fn written(&self) {
        let mut words = self.words();
        let before = words.open.len();
        words.open.retain(|open| !open.shown);
        if words.open.len() < before {
            self.0.gone.notify_one();
        }
    }

    /// Waits for words to be gone. For one who waits.
    pub(super) async fn gone(&self) {
        self.0.gone.notified().await;
    }

    /// What was sent to a queue and is not known to be committed. To be asked before members are read: what is not in it any
    /// more is in them.
    pub(super) fn open(&self, queue: &QueueKey, now: DateTime<Utc>) -> Vec<Open> {
        let mut words = self.words();
        words.open.retain(|open| open.until > now);
        words.open.iter().filter(|open| open.word.queue == *queue).cloned().collect()
    }

    /// Of `open`, what the members who were read since do not show. Where all that was sent about something is what is so,
    /// nothing more is waited for: a command may have found that it was so already, and then no event tells.
    pub(super) fn unshown(&self, open: &[Open], actual: &[queue_member::Model]) -> Vec<Open> {
        let holds = |open: &Open| open.word.effect.holds(actual.iter().find(|member| open.word.is_about(member)));
        let same = |one: &Open, other: &Open| {
            one.word.effect.aspect() == other.word.effect.aspect()
                && (one.word.member == other.word.member || one.word.person_id.is_some() && one.word.person_id == other.word.person_id)
        };
        let (done, left): (Vec<Open>, Vec<Open>) =
            open.iter().cloned().partition(|one| open.iter().filter(|other| same(one, other)).all(holds));
        self.words().open.retain(|open| !done.iter().any(|done| done.id == open.id));
        left
    }

    /// When the first word is kept no longer.
    pub(super) fn due(&self) -> Option<DateTime<Utc>> {
        self.words().open.iter().map(|open| open.until).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "phone/1001";

    fn support() -> QueueKey {
        QueueKey("support".to_owned())
    }

    fn word(effect: Effect, asked: &str) -> Word {
        let actor = Actor::provider(asked);
        Word { queue: support(), member: ADDRESS.to_owned(), person_id: None, effect, actor, reason: None }
    }

    fn pause(reason: &str) -> Effect {
        Effect::Pause(Some(reason.to_owned()))
    }

    /// Who asked for what is shown now.
    fn shown(expected: &Expected, effect: &Effect) -> Option<String> {
        let who = expected.take(&support(), ADDRESS, Some("1001"), |left| left == effect, DateTime::UNIX_EPOCH);
        who.map(|(actor, _)| actor.name)
    }

    fn open(expected: &Expected) -> Vec<Effect> {
        expected.open(&support(), DateTime::UNIX_EPOCH).into_iter().map(|open| open.word.effect).collect()
    }

    #[test]
    fn what_shows_bears_the_name_of_who_asked_for_that_and_for_nothing_else() {
        let expected = Expected::default();
        expected.leave(word(pause("lunch"), "Ana"), DateTime::UNIX_EPOCH);

        let other = shown(&expected, &pause("bell rang"));
        let asked = shown(&expected, &pause("lunch"));
        let again = shown(&expected, &pause("lunch"));

        assert_eq!((other, asked.as_deref(), again), (None, Some("Ana"), None));
    }

    #[test]
    fn what_was_refused_is_nobodys() {
        let expected = Expected::default();
        let refused = expected.leave(word(pause("lunch"), "Ana"), DateTime::UNIX_EPOCH);

        expected.withdraw(refused);

        assert_eq!((shown(&expected, &pause("lunch")), open(&expected)), (None, vec![]));
    }

    #[test]
    fn what_has_shown_is_open_until_it_is_committed() {
        let expected = Expected::default();
        expected.leave(word(pause("lunch"), "Ana"), DateTime::UNIX_EPOCH);

        shown(&expected, &pause("lunch"));
        let before = open(&expected);
        expected.written();

        assert_eq!((before, open(&expected)), (vec![pause("lunch")], vec![]));
    }

    #[test]
    fn effects_show_in_the_order_of_their_commands_and_overtake_those_before() {
        let expected = Expected::default();
        for (effect, asked) in [(pause("a"), "1"), (pause("b"), "2"), (pause("a"), "3"), (Effect::Penalty(1), "4")] {
            expected.leave(word(effect, asked), DateTime::UNIX_EPOCH);
        }

        let second = shown(&expected, &pause("b"));
        expected.written();
        let left = open(&expected);
        let third = shown(&expected, &pause("a"));

        assert_eq!(left, [pause("a"), Effect::Penalty(1)], "the first was overtaken, another aspect was not");
        assert_eq!((second.as_deref(), third.as_deref()), (Some("2"), Some("3")));
    }

    #[test]
    fn a_snapshot_ends_what_was_sent_over_an_older_link_alone() {
        let expected = Expected::default();
        expected.leave(word(pause("old"), "Ana"), DateTime::UNIX_EPOCH);
        expected.link_lost();
        expected.leave(word(Effect::Penalty(1), "Ana"), DateTime::UNIX_EPOCH);

        expected.renewed();
        expected.written();

        assert_eq!(open(&expected), [Effect::Penalty(1)]);
    }

    #[test]
    fn what_never_shows_is_not_waited_for_for_ever() {
        let expected = Expected::default();
        expected.leave(word(pause("lunch"), "Ana"), DateTime::UNIX_EPOCH);

        assert_eq!(expected.due(), Some(DateTime::UNIX_EPOCH + KEPT));
        assert!(expected.open(&support(), DateTime::UNIX_EPOCH + KEPT).is_empty());
    }

    #[test]
    fn what_was_so_already_is_not_waited_for() {
        let expected = Expected::default();
        expected.leave(word(Effect::Gone, "Ana"), DateTime::UNIX_EPOCH);
        expected.leave(word(pause("lunch"), "Ana"), DateTime::UNIX_EPOCH);

        let left = expected.unshown(&expected.open(&support(), DateTime::UNIX_EPOCH), &[]);

        assert_eq!(left.into_iter().map(|open| open.word.effect).collect::<Vec<_>>(), [pause("lunch")]);
        assert_eq!(open(&expected), [pause("lunch")]);
    }
}
