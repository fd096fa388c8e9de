//! What whoever dials goes by, read for one contact: as many statements however many take part.

use chrono::{DateTime, Utc};
use entity::{
    call_attempt, callout, callout_participation, callout_population, contact, contact_consent,
    id::{AccountId, CalloutId, ContactId, ParticipationId, ProviderId},
    provider,
    stored::{Channel, ParticipationStatus, PopulationStatus},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Condition, Expr},
};
use serde_json::json;

use crate::{
    callouts::{
        cost::CostCap,
        facts::People,
        load,
        pacing::{Bucket, Limit, Load, Pacing},
        participations::repository::Participations,
        policy::{Facts, Policy},
        populations::repository::Populations,
        repository::Callouts,
        routes::Routes,
        service::providers_of,
        shared::{Full, Shared},
        tally,
        types::kept,
    },
    contacts::{
        consent,
        filter::{self, Filter},
    },
};

/// All that is known of a contact and a callout.
pub(super) struct Known {
    pub(super) now: DateTime<Utc>,
    pub(super) callout: callout::Model,
    pub(super) contact: contact::Model,
    pub(super) part: Result<callout_participation::Model, Outside>,
    pub(super) last: Option<call_attempt::Model>,
    pub(super) policy: Policy,
    pub(super) facts: Facts,
    /// What the contact said, as far as it is about the callout's calls.
    pub(super) opt_outs: Vec<contact_consent::Model>,
    /// The provider over which it is called next.
    pub(super) provider: Option<provider::Model>,
    pub(super) pace: Pace,
}

/// Why somebody does not take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// Another contact takes part with the same number.
    SameNumber,
    /// A population matches, which has not been added.
    Waits,
    /// A population matches, and did not when it was added.
    MatchesByNow,
    /// None matches.
    NoMatch,
}

/// How fast the callout calls, and how it stands with that.
pub(super) struct Pace {
    pub(super) pacing: Pacing,
    pub(super) load: Load,
    pub(super) limits: Vec<(Limit, u64)>,
    pub(super) bucket: Option<(Bucket, f64)>,
    pub(super) period_free_at: Option<DateTime<Utc>>,
    /// Limits that callouts share, and that let nobody begin a call now.
    pub(super) shared: Vec<Full>,
    /// What it may cost, if one more call might cost more than that.
    pub(super) cost_cap: Option<CostCap>,
}

impl Known {
    /// Reads it; none: there is no such contact, or no such callout.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        account: AccountId,
        contact: ContactId,
        callout: CalloutId,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, DbErr> {
        let contact = contact::Entity::find_by_id(contact).filter(contact::Column::AccountId.eq(account)).one(db).await?;
        let callout = Callouts(account).find(db, callout).await?;
        let (Some(contact), Some(callout)) = (contact, callout) else { return Ok(None) };
        let (routes, policy): (Routes, Policy) = (kept(&callout.routes)?, kept(&callout.policy)?);
        let part = part(db, &callout, &contact).await?;
        let asked = part.clone().unwrap_or_else(|_| would_be(&callout, &contact, now));
        let last = match asked.last_attempt_id {
            Some(id) => call_attempt::Entity::find_by_id(id).one(db).await?,
            None => None,
        };
        let facts = People::read(db, &callout, &routes, &policy, std::slice::from_ref(&asked), now).await?.facts(&asked);
        let senders: Vec<&str> = routes.0.iter().filter_map(|route| route.from.as_deref()).collect();
        let opt_outs = consent::opt_outs(db, account, &asked.msisdn, Channel::Call, &senders).await?;
        let next = routes.after(asked.route).map(|route| route.provider);
        let provider = providers_of(db, account, &routes).await?.into_iter().find(|row| Some(row.id) == next);
        let pace = Pace::read(db, &callout, &routes, next, now).await?;
        Ok(Some(Self { now, callout, contact, part, last, policy, facts, opt_outs, provider, pace }))
    }
}

impl Pace {
    async fn read(
        db: &impl ConnectionTrait,
        row: &callout::Model,
        routes: &Routes,
        next: Option<ProviderId>,
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let pacing: Pacing = kept(&row.pacing)?;
        let counted = tally::read(db, row.id).await?;
        let everywhere: Vec<usize> = (0..routes.0.len()).collect();
        let load = load::read(db, row, &pacing, &counted, load::due(row, routes, &everywhere, now), now).await?;
        let period_free_at = match &pacing.period_cap {
            Some(cap) => load::period_free_at(db, row, cap, &load, now).await?,
            None => None,
        };
        let bucket = Bucket { tokens: row.tokens, at: row.tokens_at };
        let bucket = pacing.calls_per_second.map(|rate| (bucket.at(now, rate), rate));
        let over = next.as_slice();
        let shared = Shared::read(db, row.account_id, over, now).await?.full(over).collect();
        let cap: Option<CostCap> = row.cost_cap.as_ref().map(kept).transpose()?;
        let cost_cap = cap.filter(|cap| cap.room(&counted) == Some(0));
        Ok(Self { limits: pacing.limits(&load).collect(), pacing, load, bucket, period_free_at, shared, cost_cap })
    }
}

async fn part(
    db: &impl ConnectionTrait,
    callout: &callout::Model,
    contact: &contact::Model,
) -> Result<Result<callout_participation::Model, Outside>, DbErr> {
    let known = Participations(callout.account_id).like(db, callout.id, contact.id, &contact.number).await?;
    let same_number = !known.is_empty();
    if let Some(own) = known.into_iter().find(|part| part.contact_id == contact.id) {
        return Ok(Ok(own));
    }
    if same_number {
        return Ok(Err(Outside::SameNumber));
    }
    let populations = Populations(callout.account_id).of_callout(db, callout.id).await?;
    let (finished, waiting): (Vec<_>, Vec<_>) = populations.into_iter().partition(|row| row.status == PopulationStatus::Finished);
    let found = contact::Entity::find()
        .select_only()
        .expr_as(matched(db, contact, &waiting)?, "waits")
        .expr_as(matched(db, contact, &finished)?, "matches")
        .filter(contact::Column::Id.eq(contact.id))
        .into_tuple::<(i32, i32)>()
        .one(db)
        .await?;
    Ok(Err(match found {
        Some((1, _)) => Outside::Waits,
        Some((_, 1)) => Outside::MatchesByNow,
        _ => Outside::NoMatch,
    }))
}

/// 1 if one of the populations matches the contact.
fn matched(db: &impl ConnectionTrait, contact: &contact::Model, populations: &[callout_population::Model]) -> Result<Expr, DbErr> {
    let filters = populations.iter().map(|row| kept(&row.filter)).collect::<Result<Vec<Filter>, DbErr>>()?;
    let any: Condition = filter::condition(db.get_database_backend(), &Filter::Any(filters), contact.account_id);
    Ok(CaseStatement::new().case(any, 1).finally(0).into())
}

/// The part that a contact would have, if it were added now.
fn would_be(callout: &callout::Model, contact: &contact::Model, now: DateTime<Utc>) -> callout_participation::Model {
    callout_participation::Model {
        id: ParticipationId::new(),
        account_id: callout.account_id,
        callout_id: callout.id,
        contact_id: contact.id,
        population_id: None,
        msisdn: contact.number.clone(),
        status: ParticipationStatus::Pending,
        attempts: 0,
        route: 0,
        last_status: None,
        last_attempt_id: None,
        reason: None,
        metadata: json!({}),
        due_at: Some(now),
        created_at: now,
        updated_at: now,
    }
}
