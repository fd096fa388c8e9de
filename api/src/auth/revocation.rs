//! Which sessions and API keys were ended, in memory: so that reading an access token asks no database, and a socket hears
//! at once that its log-in is over.
//!
//! Whoever ends one publishes it in the same transaction ([`publish`]); every process follows the stream of changes. An
//! entry is forgotten when no access token of its session can still be alive.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use entity::{
    id::AccountId,
    stored::{ChangeKind, Topic},
};
use sea_orm::{DbErr, prelude::Uuid};
use serde_json::json;
use tokio::sync::watch;

use crate::{
    db::Tx,
    live::{
        Change,
        outbox::{self, News},
    },
};

/// Why a session or an API key was ended. The words are stable: they are stored, and told to sockets that close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// By its user.
    LoggedOut,
    /// A refresh token was shown twice: one of the two who had it stole it.
    TokenReused,
    /// The user's password was changed, elsewhere or by an admin.
    PasswordChanged,
    /// The user may no longer log in.
    UserDeactivated,
    /// The user's role, person or e-mail address is another now, and the tokens still say the former.
    UserChanged,
    /// The API key was revoked.
    KeyRevoked,
    /// For a reason that only a later version knows.
    Other,
}

const REASONS: [EndReason; 7] = [
    EndReason::LoggedOut,
    EndReason::TokenReused,
    EndReason::PasswordChanged,
    EndReason::UserDeactivated,
    EndReason::UserChanged,
    EndReason::KeyRevoked,
    EndReason::Other,
];

impl EndReason {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LoggedOut => "LOGGED_OUT",
            Self::TokenReused => "TOKEN_REUSED",
            Self::PasswordChanged => "PASSWORD_CHANGED",
            Self::UserDeactivated => "USER_DEACTIVATED",
            Self::UserChanged => "USER_CHANGED",
            Self::KeyRevoked => "KEY_REVOKED",
            Self::Other => "REVOKED",
        }
    }

    /// Of a stored word.
    pub(super) fn of(word: &str) -> Self {
        REASONS.into_iter().find(|reason| reason.as_str() == word).unwrap_or(Self::Other)
    }
}

/// Sessions or keys that a transaction is about to end.
#[derive(Debug)]
#[must_use = "once committed it is to be admitted to the revocations"]
pub struct Ended {
    pub(super) ids: Vec<Uuid>,
    pub(super) reason: EndReason,
    pub(super) at: DateTime<Utc>,
}

impl Ended {
    /// Whether nothing ends: it had ended before, or was never there.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Tells every process that `ids` ended, when the transaction commits.
pub(super) async fn publish(tx: &Tx, account_id: AccountId, ended: &Ended) -> Result<(), DbErr> {
    let news = ended.ids.iter().map(|id| News {
        payload: json!({ "reason": ended.reason.as_str() }),
        ..News::new(account_id, ended.at, Topic::Access, ChangeKind::Deleted, *id)
    });
    outbox::publish(tx, news.collect()).await
}

/// What is over.
#[derive(Clone, Default)]
pub struct Revocations(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    ended: HashMap<Uuid, (EndReason, DateTime<Utc>)>,
    waiting: HashMap<Uuid, watch::Sender<Option<EndReason>>>,
}

impl Revocations {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It ended `at`.
    pub fn admit(&self, id: Uuid, reason: EndReason, at: DateTime<Utc>) {
        let mut state = self.lock();
        state.ended.entry(id).or_insert((reason, at));
        if let Some(waiting) = state.waiting.remove(&id) {
            waiting.send_replace(Some(reason));
        }
    }

    pub(super) fn admit_all(&self, ended: &Ended) {
        for id in &ended.ids {
            self.admit(*id, ended.reason, ended.at);
        }
    }

    /// What the stream of changes tells under [`Topic::Access`].
    pub(super) fn admit_change(&self, change: &Change) {
        let reason = change.payload.get("reason").and_then(|word| word.as_str()).map_or(EndReason::Other, EndReason::of);
        self.admit(change.node_id, reason, change.occurred_at);
    }

    /// Why it is over, if it is.
    pub fn reason(&self, id: Uuid) -> Option<EndReason> {
        self.lock().ended.get(&id).map(|(reason, _)| *reason)
    }

    /// Resolves when it is over. Nothing is left behind when the future is dropped.
    pub fn ended(&self, id: Uuid) -> impl Future<Output = EndReason> + Send + use<> {
        let wait = self.wait(id);
        async move {
            match wait {
                Err(reason) => reason,
                Ok(mut wait) => loop {
                    if let Some(reason) = *wait.told.borrow_and_update() {
                        return reason;
                    }
                    // Its sender goes only after it has told.
                    if wait.told.changed().await.is_err() {
                        return (*wait.told.borrow()).unwrap_or(EndReason::Other);
                    }
                },
            }
        }
    }

    fn wait(&self, id: Uuid) -> Result<Waiting, EndReason> {
        let mut state = self.lock();
        if let Some((reason, _)) = state.ended.get(&id) {
            return Err(*reason);
        }
        let told = state.waiting.entry(id).or_insert_with(|| watch::Sender::new(None)).subscribe();
        Ok(Waiting { id, told, all: self.clone() })
    }

    /// Forgets what ended before `before`.
    pub(super) fn forget(&self, before: DateTime<Utc>) {
        self.lock().ended.retain(|_, (_, at)| *at >= before);
    }
}

struct Waiting {
    id: Uuid,
    told: watch::Receiver<Option<EndReason>>,
    all: Revocations,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.all.lock();
        // This receiver is still counted.
        if state.waiting.get(&self.id).is_some_and(|waiting| waiting.receiver_count() <= 1) {
            state.waiting.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-21T12:00:00Z".parse().unwrap()
    }

    #[tokio::test]
    async fn everyone_who_waits_for_one_end_hears_of_it_and_nobody_else() {
        let revocations = Revocations::default();
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        let (first, second, another) = (revocations.ended(one), revocations.ended(one), revocations.ended(other));

        revocations.admit(one, EndReason::LoggedOut, noon());

        assert_eq!((first.await, second.await), (EndReason::LoggedOut, EndReason::LoggedOut));
        assert_eq!(another.now_or_never(), None);
        assert_eq!(revocations.ended(one).await, EndReason::LoggedOut);
    }

    #[test]
    fn a_wait_that_is_given_up_leaves_nothing_behind() {
        let revocations = Revocations::default();
        let id = Uuid::now_v7();
        let (first, second) = (revocations.ended(id), revocations.ended(id));

        drop(first);
        assert_eq!(revocations.lock().waiting.len(), 1);

        drop(second);
        assert_eq!(revocations.lock().waiting.len(), 0);
    }

    #[test]
    fn the_first_reason_stands_until_it_is_forgotten() {
        let revocations = Revocations::default();
        let id = Uuid::now_v7();

        revocations.admit(id, EndReason::TokenReused, noon());
        revocations.admit(id, EndReason::LoggedOut, noon());

        assert_eq!(revocations.reason(id), Some(EndReason::TokenReused));
        revocations.forget(noon());
        assert_eq!(revocations.reason(id), Some(EndReason::TokenReused));
        revocations.forget(noon() + chrono::TimeDelta::seconds(1));
        assert_eq!(revocations.reason(id), None);
    }

    #[test]
    fn each_reason_reads_back_from_its_word() {
        for reason in REASONS {
            assert_eq!(EndReason::of(reason.as_str()), reason);
        }
        assert_eq!(EndReason::of("SOMETHING_LATER"), EndReason::Other);
    }
}
