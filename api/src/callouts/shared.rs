//! Limits that callouts share: those of their account, and of the providers they call over. Pure but for what reads and keeps them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    call_limit,
    id::{AccountId, ProviderId},
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, prelude::Uuid, sea_query::OnConflict};

use super::pacing::Bucket;
use crate::{calls::limits::repository, db::Tx};

/// Limits of an account and of providers, and how many calls there are.
pub(crate) struct Shared {
    account: AccountId,
    limits: Vec<call_limit::Model>,
    under_way: HashMap<ProviderId, u64>,
    begun: HashMap<ProviderId, u64>,
    now: DateTime<Utc>,
}

/// A shared limit that lets nobody begin a call now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Full {
    /// Id of the account or the provider.
    pub(crate) owner: Uuid,
    /// Of which provider; none: of the account.
    pub(crate) provider: Option<ProviderId>,
    /// What it is.
    pub(crate) what: What,
    /// How many ends of calls had been counted.
    pub(crate) ended: i64,
}

/// What of a shared limit stands in the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    /// So many calls a second; when there may be one again.
    Rate(f64, DateTime<Utc>),
    /// So many calls at once.
    AtOnce(i32),
}

impl Shared {
    /// Locks the limits of an account and of these providers, and counts what is under way where that matters.
    pub(crate) async fn locked(tx: &Tx, account: AccountId, providers: &[ProviderId], now: DateTime<Utc>) -> Result<Self, DbErr> {
        let limits = repository::locked(tx, account, providers).await?;
        Self::with(&**tx, account, limits, now).await
    }

    /// The same, for who only wants to know.
    pub(crate) async fn read(
        db: &impl ConnectionTrait,
        account: AccountId,
        providers: &[ProviderId],
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let limits = repository::read(db, account, providers).await?;
        Self::with(db, account, limits, now).await
    }

    async fn with(
        db: &impl ConnectionTrait,
        account: AccountId,
        limits: Vec<call_limit::Model>,
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let counts = limits.iter().any(|limit| limit.calls_at_once.is_some());
        let under_way = if counts { repository::under_way(db, account).await? } else { HashMap::new() };
        Ok(Self { account, limits, under_way, begun: HashMap::new(), now })
    }

    /// Calls that may be begun over all providers together; none: as many as one likes.
    pub(crate) fn room(&self) -> Option<u64> {
        self.room_of(self.account.0)
    }

    /// Calls that may be begun over a provider, whatever there is over all.
    pub(crate) fn room_over(&self, provider: ProviderId) -> Option<u64> {
        self.room_of(provider.0)
    }

    fn room_of(&self, owner: Uuid) -> Option<u64> {
        let limit = self.limits.iter().find(|limit| limit.owner_id == owner)?;
        let begun = self.begun(limit.provider_id);
        let by_rate = self.bucket(limit).map(|(bucket, _)| bucket.calls());
        let at_once =
            limit.calls_at_once.map(|most| u64::try_from(most).unwrap_or_default().saturating_sub(self.under_way(limit.provider_id)));
        [by_rate, at_once].into_iter().flatten().min().map(|calls| calls.saturating_sub(begun))
    }

    /// Counts a call that is begun.
    pub(crate) fn begin(&mut self, provider: ProviderId) {
        *self.begun.entry(provider).or_default() += 1;
    }

    /// What lets nobody begin a call: of the account, and of these providers.
    pub(crate) fn full<'a>(&'a self, providers: &'a [ProviderId]) -> impl Iterator<Item = Full> + 'a {
        let concerned = self.limits.iter().filter(|limit| limit.provider_id.is_none_or(|id| providers.contains(&id)));
        // The account first: it stands in the way of all.
        let (account, others): (Vec<_>, Vec<_>) = concerned.partition(|limit| limit.provider_id.is_none());
        account.into_iter().chain(others).flat_map(|limit| self.full_by(limit))
    }

    fn full_by(&self, limit: &call_limit::Model) -> Vec<Full> {
        let begun = self.begun(limit.provider_id);
        let rate = self.bucket(limit).map(|(bucket, rate)| (bucket.without(begun), rate)).filter(|(bucket, _)| bucket.calls() == 0);
        let rate = rate.map(|(bucket, rate)| What::Rate(rate, bucket.next(rate)));
        let under_way = self.under_way(limit.provider_id) + begun;
        let at_once = limit.calls_at_once.filter(|most| u64::try_from(*most).is_ok_and(|most| most <= under_way)).map(What::AtOnce);
        let full = |what| Full { owner: limit.owner_id, provider: limit.provider_id, what, ended: limit.ended };
        [rate, at_once].into_iter().flatten().map(full).collect()
    }

    /// Takes from the buckets what was begun.
    pub(crate) async fn keep(&self, tx: &Tx) -> Result<(), DbErr> {
        use call_limit::Column as C;
        let taken = self.limits.iter().filter_map(|limit| {
            let begun = self.begun(limit.provider_id);
            let (bucket, _) = self.bucket(limit).filter(|_| begun > 0)?;
            let left = bucket.without(begun);
            Some(call_limit::Model { tokens: left.tokens, tokens_at: left.at, ..limit.clone() }.into_active_model())
        });
        let taken: Vec<_> = taken.collect();
        if taken.is_empty() {
            return Ok(());
        }
        let known = OnConflict::column(C::OwnerId).update_columns([C::Tokens, C::TokensAt]).to_owned();
        call_limit::Entity::insert_many(taken).on_conflict(known).exec_without_returning(&**tx).await.map(drop)
    }

    fn bucket(&self, limit: &call_limit::Model) -> Option<(Bucket, f64)> {
        let bucket = Bucket { tokens: limit.tokens, at: limit.tokens_at };
        limit.calls_per_second.map(|rate| (bucket.at(self.now, rate), rate))
    }

    fn under_way(&self, provider: Option<ProviderId>) -> u64 {
        of(&self.under_way, provider)
    }

    fn begun(&self, provider: Option<ProviderId>) -> u64 {
        of(&self.begun, provider)
    }
}

/// Of a provider; of none: of all.
fn of(counts: &HashMap<ProviderId, u64>, provider: Option<ProviderId>) -> u64 {
    provider.map_or_else(|| counts.values().sum(), |id| counts.get(&id).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn limit(owner: Uuid, provider: Option<ProviderId>, rate: Option<f64>, at_once: Option<i32>) -> call_limit::Model {
        call_limit::Model {
            owner_id: owner,
            account_id: AccountId::new(),
            provider_id: provider,
            calls_per_second: rate,
            calls_at_once: at_once,
            tokens: 2.0,
            tokens_at: DateTime::UNIX_EPOCH,
            ended: 7,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_smallest_limit_holds_and_what_is_begun_is_taken_from_each() {
        let (account, one, other) = (AccountId::new(), ProviderId::new(), ProviderId::new());
        let limits = vec![limit(account.0, None, Some(10.0), Some(4)), limit(one.0, Some(one), None, Some(2))];
        let under_way = HashMap::from([(one, 1), (other, 1)]);
        let mut shared = Shared { account, limits, under_way, begun: HashMap::new(), now: DateTime::UNIX_EPOCH };

        let before = (shared.room(), shared.room_over(one), shared.room_over(other), shared.full(&[one, other]).count());
        shared.begin(one);
        shared.begin(other);

        assert_eq!(before, (Some(2), Some(1), None, 0));
        assert_eq!((shared.room(), shared.room_over(one), shared.room_over(other)), (Some(0), Some(0), None));
        let full: Vec<Full> = shared.full(&[one, other]).collect();
        let next = DateTime::UNIX_EPOCH + TimeDelta::milliseconds(100);
        let told = |owner, provider, what| Full { owner, provider, what, ended: 7 };
        assert_eq!(
            full,
            [
                told(account.0, None, What::Rate(10.0, next)),
                told(account.0, None, What::AtOnce(4)),
                told(one.0, Some(one), What::AtOnce(2)),
            ]
        );
        assert_eq!(shared.full(&[other]).count(), 2);
    }
}
