//! What the policy is told of those who are to be called: read for many at once, so that it costs as many statements however many.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    call_attempt, callout, callout_participation, contact,
    id::{AttemptId, ContactId},
    stored::Channel,
};
use numbering::Msisdn;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::{
    policy::{Facts, Policy},
    routes::Routes,
};
use crate::contacts::{consent, zone};

/// What is known of a callout's people.
pub(super) struct People {
    now: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    contacts: HashMap<ContactId, Known>,
    opted_out: HashSet<String>,
    recent: HashMap<String, (i32, DateTime<Utc>)>,
    numbers: HashMap<AttemptId, i32>,
}

struct Known {
    do_not_call: bool,
    zones: Vec<Tz>,
}

impl People {
    /// Reads what is known of those who take part so.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        callout: &callout::Model,
        routes: &Routes,
        policy: &Policy,
        parts: &[callout_participation::Model],
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let numbers = || parts.iter().map(|part| part.msisdn.as_str());
        let contacts = contact::Entity::find().filter(contact::Column::Id.is_in(parts.iter().map(|part| part.contact_id))).all(db).await?;
        // Whoever opted out of one of the callout's senders is not called over another either.
        let mut opted_out = consent::opted_out(db, callout.account_id, numbers(), Channel::Call, None).await?;
        let senders: HashSet<&str> = routes.0.iter().filter_map(|route| route.from.as_deref()).collect();
        for sender in senders {
            opted_out.extend(consent::opted_out(db, callout.account_id, numbers(), Channel::Call, Some(sender)).await?);
        }
        Ok(Self {
            now,
            expires_at: callout.expires_at,
            contacts: contacts.into_iter().map(|row| (row.id, Known::of(&row))).collect(),
            opted_out,
            recent: recent(db, callout, policy, numbers(), now).await?,
            numbers: earlier(db, parts).await?,
        })
    }

    /// What the policy is told of one.
    pub(super) fn facts(&self, part: &callout_participation::Model) -> Facts {
        let known = self.contacts.get(&part.contact_id);
        let (recent, oldest_recent) = self.recent.get(&part.msisdn).map_or((0, None), |(count, oldest)| (*count, Some(*oldest)));
        Facts {
            now: self.now,
            zones: known.map(|known| known.zones.clone()).unwrap_or_default(),
            // One that is not there any more is not called.
            do_not_call: known.is_none_or(|known| known.do_not_call),
            opted_out: self.opted_out.contains(&part.msisdn),
            recent,
            oldest_recent,
            expires_at: self.expires_at,
        }
    }

    /// The same of one for whom an attempt is there that was not made yet: it does not stand in its own way.
    pub(super) fn facts_of(&self, part: &callout_participation::Model, attempt: &call_attempt::Model, policy: &Policy) -> Facts {
        let mut facts = self.facts(part);
        if policy.frequency.is_some_and(|cap| attempt.created_at > self.now - TimeDelta::seconds(cap.seconds.into())) {
            facts.recent = facts.recent.saturating_sub(1).max(0);
            facts.oldest_recent = facts.oldest_recent.filter(|_| facts.recent > 0);
        }
        facts
    }

    /// Attempts made for one so far, whatever came of them.
    pub(super) fn attempts_of(&self, part: &callout_participation::Model) -> i32 {
        part.last_attempt_id.and_then(|last| self.numbers.get(&last).copied()).unwrap_or_default()
    }
}

impl Known {
    fn of(row: &contact::Model) -> Self {
        let given = row.time_zone.as_deref().and_then(|name| name.parse().ok());
        let zones = match (given, row.number.parse::<Msisdn>()) {
            (Some(zone), _) => vec![zone],
            (None, Ok(number)) => zone::candidates(&number),
            (None, Err(_)) => Vec::new(),
        };
        Self { do_not_call: row.do_not_call_at.is_some(), zones }
    }
}

/// Calls to each number within the time that the policy looks back, and the oldest of them.
async fn recent(
    db: &impl ConnectionTrait,
    callout: &callout::Model,
    policy: &Policy,
    numbers: impl Iterator<Item = &str>,
    now: DateTime<Utc>,
) -> Result<HashMap<String, (i32, DateTime<Utc>)>, DbErr> {
    use call_attempt::Column as C;
    let Some(cap) = policy.frequency else { return Ok(HashMap::new()) };
    let rows = call_attempt::Entity::find()
        .select_only()
        .column(C::Target)
        .column_as(C::Id.count(), "count")
        .column_as(C::CreatedAt.min(), "oldest")
        .filter(C::AccountId.eq(callout.account_id))
        .filter(C::Target.is_in(numbers))
        .filter(C::CreatedAt.gt(now - TimeDelta::seconds(cap.seconds.into())))
        // What the provider refused rang nowhere.
        .filter(C::Status.ne(entity::stored::AttemptStatus::Errored))
        .group_by(C::Target)
        .into_tuple::<(String, i64, DateTime<Utc>)>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(number, count, oldest)| (number, (i32::try_from(count).unwrap_or(i32::MAX), oldest))).collect())
}

/// How many-eth the last attempt of each was.
async fn earlier(db: &impl ConnectionTrait, parts: &[callout_participation::Model]) -> Result<HashMap<AttemptId, i32>, DbErr> {
    use call_attempt::Column as C;
    let last: Vec<AttemptId> = parts.iter().filter_map(|part| part.last_attempt_id).collect();
    if last.is_empty() {
        return Ok(HashMap::new());
    }
    let numbers = call_attempt::Entity::find().select_only().columns([C::Id, C::Number]).filter(C::Id.is_in(last));
    Ok(numbers.into_tuple::<(AttemptId, i32)>().all(db).await?.into_iter().collect())
}
