//! The door: what lets callers in and turns them out, built once a process.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{api_key, session, stored::Topic};
use futures_util::StreamExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, prelude::Uuid};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{
    api_key::ApiKeys,
    caller::{Caller, Credential},
    limiter::Limiter,
    password::Passwords,
    revocation::{EndReason, Ended, Revocations},
    secret::Keys,
};
use crate::{
    app::App,
    db::Tx,
    live::{Position, stream},
};

/// How often uses of API keys are written, where any are due.
const WRITE_EVERY: Duration = Duration::from_secs(5);
/// How often what no longer matters is forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(60);
/// How long to wait before the stream of changes is followed again after it failed.
const PAUSE: Duration = Duration::from_secs(1);
/// How far the clocks of two machines may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// Who lets callers in. Cheap to clone.
#[derive(Clone)]
pub struct Access(Arc<Inner>);

struct Inner {
    app: App,
    keys: Keys,
    passwords: Passwords,
    limiter: Limiter,
    revocations: Revocations,
    api_keys: ApiKeys,
    /// Where the stream of changes stood when `revocations` were read from the database.
    loaded: Mutex<Position>,
}

impl Access {
    /// Opens the door; sessions and keys ended lately are known from the start. [`Access::run`] keeps it so.
    ///
    /// # Errors
    /// The database's, and Argon2's.
    pub async fn open(app: App, keys: Keys) -> anyhow::Result<Self> {
        let access = Self(Arc::new(Inner {
            keys,
            passwords: Passwords::new().await?,
            limiter: Limiter::new(&app.config, Arc::clone(&app.clock)),
            revocations: Revocations::default(),
            api_keys: ApiKeys::new(),
            loaded: Mutex::default(),
            app,
        }));
        access.load().await?;
        Ok(access)
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// How often who may ask.
    pub fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// What is over.
    pub fn revocations(&self) -> &Revocations {
        &self.0.revocations
    }

    /// Hashes and verifies passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(super) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub(super) fn api_keys(&self) -> &ApiKeys {
        &self.0.api_keys
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.0.app.clock.now()
    }

    /// Resolves, with the reason, when the caller's session or API key is ended early. Its expiry is not waited for.
    pub fn revoked(&self, caller: &Caller) -> impl Future<Output = EndReason> + Send + use<> {
        self.0.revocations.ended(credential_id(caller))
    }

    /// Commits `tx`, which ends `ended`; from here on this process refuses them, the others as soon as they hear of it.
    ///
    /// # Errors
    /// The database's; then nothing has ended.
    pub async fn commit(&self, tx: Tx, ended: Ended) -> Result<(), DbErr> {
        tx.commit().await?;
        self.0.revocations.admit_all(&ended);
        Ok(())
    }

    /// Follows what ends in other processes, writes uses of API keys and forgets what no longer matters, until `stop`. One
    /// task a process.
    pub async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = self.follow() => {}
            () = self.keep_house() => {}
            () = stop.cancelled() => self.write_uses().await,
        }
    }

    async fn follow(&self) {
        loop {
            let hub = self.0.app.live.clone();
            let mut changes = std::pin::pin!(stream::changes(hub, self.loaded(), None, |change| change.topic == Topic::Access));
            while let Some(Ok(change)) = changes.next().await {
                self.0.revocations.admit_change(&change);
            }
            // The stream ends only with an error: the database failed, or changes were pruned unread.
            tracing::warn!("auth: the stream of changes broke off; reading what has ended from the database");
            loop {
                tokio::time::sleep(PAUSE).await;
                match self.load().await {
                    Ok(()) => break,
                    Err(error) => tracing::warn!(error = %error, "auth: what has ended could not be read; trying again"),
                }
            }
        }
    }

    async fn keep_house(&self) {
        let (mut write, mut forget) = (interval(WRITE_EVERY), interval(FORGET_EVERY));
        write.set_missed_tick_behavior(MissedTickBehavior::Delay);
        forget.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = write.tick() => self.write_uses().await,
                _ = forget.tick() => {
                    self.0.limiter.forget_idle();
                    self.0.revocations.forget(self.remembered_since());
                }
            }
        }
    }

    /// Writes down which API keys were used, where it is due.
    pub async fn write_uses(&self) {
        if let Err(error) = self.0.api_keys.write_uses(&self.0.app.db, self.now()).await {
            tracing::warn!(error = %error, "auth: the last uses of API keys could not be written; trying again");
        }
    }

    /// Reads what ended while its access tokens may still be alive. What is published after the position is followed, so
    /// the position is taken before the look.
    async fn load(&self) -> Result<(), DbErr> {
        let (app, since) = (&self.0.app, self.remembered_since());
        let head = app.live.head();
        let sessions: Vec<(Uuid, DateTime<Utc>, Option<String>)> = session::Entity::find()
            .select_only()
            .columns([session::Column::Id, session::Column::RevokedAt, session::Column::RevokedReason])
            .filter(session::Column::RevokedAt.gte(since))
            .into_tuple()
            .all(app.db.read())
            .await?;
        for (id, at, reason) in sessions {
            self.0.revocations.admit(id, reason.as_deref().map_or(EndReason::Other, EndReason::of), at);
        }
        let api_keys: Vec<(Uuid, DateTime<Utc>)> = api_key::Entity::find()
            .select_only()
            .columns([api_key::Column::Id, api_key::Column::RevokedAt])
            .filter(api_key::Column::RevokedAt.gte(since))
            .into_tuple()
            .all(app.db.read())
            .await?;
        for (id, at) in api_keys {
            self.0.revocations.admit(id, EndReason::KeyRevoked, at);
        }
        *self.0.loaded.lock().unwrap_or_else(PoisonError::into_inner) = head;
        Ok(())
    }

    /// No access token given out before this instant is alive, and no row of a key believed since.
    fn remembered_since(&self) -> DateTime<Utc> {
        self.now() - TimeDelta::seconds(self.0.app.config.auth.access_token_seconds.into()) - SKEW
    }

    fn loaded(&self) -> Position {
        *self.0.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn credential_id(caller: &Caller) -> Uuid {
    match &caller.credential {
        Credential::Session { session_id, .. } => session_id.0,
        Credential::ApiKey { api_key_id, .. } => api_key_id.0,
    }
}
