//! API keys: `sbk_<id>_<secret>`. The id finds the row, the secret proves it; kept is only the secret's SHA-256, which 256
//! random bits make as good as a slow hash.
//!
//! The prefix lets scanners of code find a key that was published by mistake.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    api_key,
    id::{AccountId, ApiKeyId},
    stored::Scope,
};
use moka::sync::Cache;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, prelude::Expr};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{
    caller::{Caller, Credential},
    revocation::{self, EndReason, Ended},
};
use crate::{
    db::{Db, Tx},
    error::Fault,
};

/// What a key's text begins with.
pub const PREFIX: &str = "sbk_";
/// How long a row is believed without another look: only its revocation could change it, and that is heard of at once.
const KEPT: Duration = Duration::from_secs(10);
/// Rows kept at the most.
const ROWS: u64 = 10_000;
/// How exactly the last use is kept.
const USE_EVERY: TimeDelta = TimeDelta::seconds(60);

/// SHA-256 of a token of random bits.
pub(super) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// 256 random bits, in 43 signs of base64url.
pub(super) fn random_text() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// The part of a key's text that may be shown: `sbk_` and its id.
pub fn prefix(id: ApiKeyId) -> String {
    let id = id.to_string();
    let signs = id.rsplit('_').next().unwrap_or_default();
    format!("{PREFIX}{signs}")
}

/// A key just made. Its text is not kept, and not to be had again.
pub struct Minted {
    /// Its id.
    pub id: ApiKeyId,
    /// What to keep of it.
    pub hash: Vec<u8>,
    /// What to give out.
    pub text: String,
}

/// Makes a key.
pub fn mint() -> Minted {
    let (id, secret) = (ApiKeyId::new(), random_text());
    Minted { id, hash: digest(&secret).to_vec(), text: format!("{}_{secret}", prefix(id)) }
}

/// A key as it is shown at the door.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Presented {
    pub(super) id: ApiKeyId,
    hash: [u8; 32],
}

impl Presented {
    /// Reads a key's text; none when it cannot be one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let id = format!("{}_{id}", ApiKeyId::PREFIX).parse().ok()?;
        (secret.len() == 43).then(|| Self { id, hash: digest(secret) })
    }

    fn matches(&self, hash: &[u8]) -> bool {
        self.hash.ct_eq(hash).into()
    }
}

/// A key that is known.
#[derive(Clone)]
pub(super) struct Known {
    hash: Vec<u8>,
    revoked: bool,
    caller: Caller,
}

impl Known {
    fn of(row: api_key::Model) -> Result<Self, Fault> {
        let scopes: Vec<Scope> = serde_json::from_value(row.scopes).map_err(|error| {
            Fault::Internal(anyhow::Error::new(error).context(format!("the scopes of the API key {} cannot be read", row.id)))
        })?;
        let caller = Caller {
            account_id: row.account_id,
            credential: Credential::ApiKey { api_key_id: row.id, scopes },
            role: row.role,
            person_id: None,
            name: row.name,
            expires_at: row.expires_at,
            request_id: None,
        };
        Ok(Self { hash: row.hash, revoked: row.revoked_at.is_some(), caller })
    }

    /// The caller, if `presented` is this key and it has not ended.
    pub(super) fn caller(&self, presented: &Presented, now: DateTime<Utc>) -> Option<Caller> {
        let alive = !self.revoked && self.caller.expires_at.is_none_or(|end| end > now);
        (presented.matches(&self.hash) && alive).then(|| self.caller.clone())
    }
}

/// The keys seen lately, and when they were.
pub(super) struct ApiKeys {
    known: Cache<ApiKeyId, Known>,
    uses: Mutex<HashMap<ApiKeyId, Use>>,
}

#[derive(Clone, Copy)]
struct Use {
    at: DateTime<Utc>,
    written: Option<DateTime<Utc>>,
}

impl Use {
    fn is_due(self) -> bool {
        self.written.is_none_or(|written| self.at - written >= USE_EVERY)
    }
}

impl ApiKeys {
    pub(super) fn new() -> Self {
        Self { known: Cache::builder().max_capacity(ROWS).time_to_live(KEPT).build(), uses: Mutex::default() }
    }

    /// The key from memory.
    pub(super) fn remembered(&self, id: ApiKeyId) -> Option<Known> {
        self.known.get(&id)
    }

    /// The key from the database.
    pub(super) async fn look_up(&self, db: &Db, id: ApiKeyId) -> Result<Option<Known>, Fault> {
        let Some(row) = api_key::Entity::find_by_id(id).one(db.read()).await? else { return Ok(None) };
        let known = Known::of(row)?;
        self.known.insert(id, known.clone());
        Ok(Some(known))
    }

    /// It was used. Nothing is written here.
    pub(super) fn used(&self, id: ApiKeyId, at: DateTime<Utc>) {
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.entry(id).and_modify(|last| last.at = at).or_insert(Use { at, written: None });
    }

    /// Writes down the uses that are due: of a key once a minute, whatever the number of processes.
    pub(super) async fn write_uses(&self, db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
        let due: Vec<(ApiKeyId, DateTime<Utc>)> = {
            let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
            uses.retain(|_, last| last.is_due() || now - last.at < USE_EVERY * 2);
            uses.iter().filter(|(_, last)| last.is_due()).map(|(id, last)| (*id, last.at)).collect()
        };
        if due.is_empty() {
            return Ok(());
        }
        let tx = db.begin().await?;
        for (id, at) in &due {
            let stale = Condition::any().add(api_key::Column::LastUsedAt.is_null()).add(api_key::Column::LastUsedAt.lte(*at - USE_EVERY));
            api_key::Entity::update_many()
                .col_expr(api_key::Column::LastUsedAt, Expr::value(*at))
                .filter(api_key::Column::Id.eq(*id))
                .filter(stale)
                .exec(&*tx)
                .await?;
        }
        tx.commit().await?;
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, at) in due {
            if let Some(last) = uses.get_mut(&id) {
                last.written = Some(at);
            }
        }
        Ok(())
    }
}

/// Ends the key in the account, if it has not ended; commit with [`super::Access::commit`].
///
/// # Errors
/// The database's.
pub async fn revoke(tx: &Tx, account_id: AccountId, id: ApiKeyId, now: DateTime<Utc>) -> Result<Ended, DbErr> {
    let done = api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(now))
        .filter(api_key::Column::AccountId.eq(account_id))
        .filter(api_key::Column::Id.eq(id))
        .filter(api_key::Column::RevokedAt.is_null())
        .exec(&**tx)
        .await?;
    let ids = if done.rows_affected == 0 { Vec::new() } else { vec![id.0] };
    let ended = Ended { ids, reason: EndReason::KeyRevoked, at: now };
    revocation::publish(tx, account_id, &ended).await?;
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use entity::{id::UserId, stored::Role};
    use serde_json::json;

    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-21T12:00:00Z".parse().unwrap()
    }

    fn row(minted: &Minted) -> api_key::Model {
        api_key::Model {
            id: minted.id,
            account_id: AccountId::new(),
            name: "dialler".to_owned(),
            hash: minted.hash.clone(),
            role: Role::Agent,
            scopes: json!(["CALLS_READ"]),
            created_by: UserId::new(),
            created_at: noon(),
            expires_at: Some(noon() + TimeDelta::hours(1)),
            last_used_at: None,
            revoked_at: None,
        }
    }

    #[test]
    fn a_key_has_the_form_that_is_documented_and_opens_its_own_row_only() {
        let (minted, other) = (mint(), mint());
        let (known, presented) = (Known::of(row(&minted)).unwrap(), Presented::parse(&minted.text).unwrap());

        assert_eq!(minted.text.len(), "sbk_".len() + 26 + 1 + 43);
        assert!(minted.text.starts_with(&prefix(minted.id)));
        assert_eq!(presented.id, minted.id);
        assert!(known.caller(&presented, noon()).is_some());
        assert!(known.caller(&Presented::parse(&other.text).unwrap(), noon()).is_none());
    }

    #[test]
    fn a_key_that_ended_opens_nothing() {
        let minted = mint();
        let presented = Presented::parse(&minted.text).unwrap();
        let revoked = Known::of(api_key::Model { revoked_at: Some(noon()), ..row(&minted) }).unwrap();
        let expiring = Known::of(row(&minted)).unwrap();

        assert!(revoked.caller(&presented, noon()).is_none());
        assert!(expiring.caller(&presented, noon() + TimeDelta::minutes(59)).is_some());
        assert!(expiring.caller(&presented, noon() + TimeDelta::minutes(60)).is_none());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let good = mint().text;

        for text in ["", "sbk_", "sbk__", &good[4..], &good[..good.len() - 1], &format!("{good}A"), &good.to_lowercase()] {
            assert_eq!(Presented::parse(text), None, "{text}");
        }
    }
}
