//! Calls, their legs, and who is on which call, for whoever has a page of things that name them: one statement a page.

use std::collections::HashMap;

use async_graphql::{Context, dataloader::Loader};
use chrono::{DateTime, Utc};
use entity::{
    call, call_leg,
    id::{AccountId, CallId, PersonId, QueueId},
    stored::{CallStatus, LegState, QueueOutcome},
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, Select};

use super::types::{Call, CallLeg};
use crate::{
    db::Db,
    error::Fault,
    graphql::{batch::Batch, context::ContextExt},
};

/// Reads calls. A key names its account: an id of another account finds nothing.
pub struct CallLoader(pub Db);

impl Loader<(AccountId, CallId)> for CallLoader {
    type Value = Call;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, CallId)]) -> Result<HashMap<(AccountId, CallId), Call>, DbErr> {
        let ids = keys.iter().map(|(_, id)| *id);
        let rows = call::Entity::find().filter(call::Column::Id.is_in(ids)).all(self.0.read()).await?;
        Ok(rows.into_iter().map(|row| ((row.account_id, row.id), Call::from(row))).collect())
    }
}

/// Reads the legs of calls, in the order in which they began.
pub struct LegsLoader(pub Db);

impl Loader<(AccountId, CallId)> for LegsLoader {
    type Value = Vec<CallLeg>;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, CallId)]) -> Result<HashMap<(AccountId, CallId), Vec<CallLeg>>, DbErr> {
        let ids = keys.iter().map(|(_, id)| *id);
        let rows = call_leg::Entity::find()
            .filter(call_leg::Column::CallId.is_in(ids))
            .order_by_asc(call_leg::Column::StartedAt)
            .order_by_asc(call_leg::Column::Id)
            .all(self.0.read())
            .await?;
        let mut legs: HashMap<_, Vec<CallLeg>> = HashMap::new();
        for row in rows {
            legs.entry((row.account_id, row.call_id)).or_default().push(row.into());
        }
        Ok(legs)
    }
}

/// Reads the calls that persons are on, ringing or talking.
pub struct CurrentCallLoader(pub Db);

impl Loader<(AccountId, PersonId)> for CurrentCallLoader {
    type Value = Call;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, PersonId)]) -> Result<HashMap<(AccountId, PersonId), Call>, DbErr> {
        let persons = keys.iter().map(|(_, id)| *id);
        let mut legs = call_leg::Entity::find()
            .filter(call_leg::Column::PersonId.is_in(persons))
            .filter(call_leg::Column::EndedAt.is_null())
            .filter(call_leg::Column::State.is_in([LegState::Ringing, LegState::Answered]))
            .all(self.0.read())
            .await?;
        // The last one of a person counts: who talks is on that call, whatever else rings; else the newest.
        legs.sort_by_key(|leg| (leg.state == LegState::Answered, leg.started_at));
        let calls: HashMap<CallId, Call> = call::Entity::find()
            .filter(call::Column::Id.is_in(legs.iter().map(|leg| leg.call_id)))
            .filter(call::Column::EndedAt.is_null())
            .all(self.0.read())
            .await?
            .into_iter()
            .map(|row| (row.id, Call::from(row)))
            .collect();
        let current = legs.into_iter().filter_map(|leg| Some(((leg.account_id, leg.person_id?), calls.get(&leg.call_id)?.clone())));
        Ok(current.collect())
    }
}

/// Reads the calls that queues' members are answering, the longest first.
pub struct AnsweringLoader(pub Db);

impl Loader<(AccountId, QueueId)> for AnsweringLoader {
    type Value = Vec<Call>;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, QueueId)]) -> Result<HashMap<(AccountId, QueueId), Vec<Call>>, DbErr> {
        let rows = answered(keys.iter().map(|(_, id)| *id))
            .filter(call::Column::EndedAt.is_null())
            .filter(call::Column::Status.eq(CallStatus::InProgress))
            .all(self.0.read())
            .await?;
        let mut calls: HashMap<_, Vec<Call>> = HashMap::new();
        for row in rows {
            if let Some(queue_id) = row.queue_id {
                calls.entry((row.account_id, queue_id)).or_default().push(row.into());
            }
        }
        Ok(calls)
    }
}

fn answered(queues: impl IntoIterator<Item = QueueId>) -> Select<call::Entity> {
    call::Entity::find()
        .filter(call::Column::QueueId.is_in(queues))
        .filter(call::Column::QueueOutcome.eq(QueueOutcome::Answered))
        .order_by_asc(call::Column::AnsweredAt)
        .order_by_asc(call::Column::Id)
}

/// The calls of a queue that are being answered.
///
/// # Errors
/// The database's.
pub async fn answering(ctx: &Context<'_>, account_id: AccountId, id: QueueId) -> Result<Vec<Call>, Fault> {
    Ok(Batch::<AnsweringLoader>::of(ctx)?.one((account_id, id)).await?.unwrap_or_default())
}

/// The calls of a queue that were being answered at an instant.
///
/// # Errors
/// The database's.
pub async fn answering_at(ctx: &Context<'_>, account_id: AccountId, id: QueueId, at: DateTime<Utc>) -> Result<Vec<Call>, Fault> {
    let lasted = Condition::any().add(call::Column::EndedAt.is_null()).add(call::Column::EndedAt.gt(at));
    let rows = answered([id])
        .filter(call::Column::AccountId.eq(account_id))
        .filter(call::Column::AnsweredAt.lte(at))
        .filter(lasted)
        .all(ctx.app().db.read())
        .await?;
    Ok(rows.into_iter().map(Call::from).collect())
}

/// The call of that id in the account, if there is one.
///
/// # Errors
/// The database's.
pub async fn call(ctx: &Context<'_>, account_id: AccountId, id: CallId) -> Result<Option<Call>, Fault> {
    Ok(Batch::<CallLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// The legs of a call.
///
/// # Errors
/// The database's.
pub async fn legs(ctx: &Context<'_>, account_id: AccountId, id: CallId) -> Result<Vec<CallLeg>, Fault> {
    Ok(Batch::<LegsLoader>::of(ctx)?.one((account_id, id)).await?.unwrap_or_default())
}

/// The call a person is on, ringing or talking.
///
/// # Errors
/// The database's.
pub async fn current_call(ctx: &Context<'_>, account_id: AccountId, id: PersonId) -> Result<Option<Call>, Fault> {
    Ok(Batch::<CurrentCallLoader>::of(ctx)?.one((account_id, id)).await?)
}
