//! Queries that explain.

use async_graphql::{Context, ID, Object, Result};
use chrono::TimeDelta;
use entity::{
    id::{PersonId, QueueId, TimetableId, TimetableSlotId, TurnId},
    timetable, turn,
};
use sea_orm::ConnectionTrait;

use super::{
    candidate::TurnCandidate,
    compare,
    gaps::gaps,
    judged::Judged,
    loader::judged,
    types::{CoverageGap, TimetableSlotChange, TurnPreview},
};
use crate::{
    auth::{Operation, Permit},
    error::Fault,
    graphql::{context::ContextExt, id, interval::IntervalInput},
    persons::repository::Persons,
    queues::repository::Queues,
    turns::timetable::repository::Timetables,
};

/// Stretch of time that gaps are asked for, at the most.
const MOST_DAYS: i64 = 100;

/// Queries that explain.
#[derive(Default)]
pub struct ExplainQuery;

/// Queries that explain.
#[Object]
impl ExplainQuery {
    /// Everybody who might come into an empty turn of a slot: first who can, by what it would cost; then who would have more than
    /// the load; then who cannot, with the reasons. Empty when no turn of it is; null when there is no such slot in this account.
    #[graphql(complexity = "100 * child_complexity + 100")]
    async fn timetable_slot_candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the slot.")] slot_id: ID,
    ) -> Result<Option<Vec<TurnCandidate>>> {
        let permit = ctx.permit(Operation::TimetableSlotCandidates)?;
        let account = permit.account_id();
        let id: TimetableSlotId = id::argument(&slot_id, "slotId")?;
        let found = Timetables(account).slot(ctx.app().db.read(), id).await.map_err(Fault::from)?;
        let Some(slot) = found else { return Ok(None) };
        let Some(judged) = judged(ctx, account, slot.timetable_id).await? else { return Ok(None) };
        TurnCandidate::into_slot(judged, id).await.map(Some)
    }

    /// What `turnAssign` would do: the score before and after, warnings, refusals. Nothing is changed. Null when there is no such
    /// turn, or person, in this account.
    #[graphql(complexity = "child_complexity + 100")]
    async fn turn_assign_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the turn.")] id: ID,
        #[graphql(desc = "Id of the person who would have it; null: it would be empty.")] person_id: Option<ID>,
    ) -> Result<Option<TurnPreview>> {
        let permit = ctx.permit(Operation::TurnAssignPreview)?;
        let id: TurnId = id::argument(&id, "id")?;
        let person: Option<PersonId> = person_id.map(|id| id::argument(&id, "personId")).transpose()?;
        let snapshot = ctx.app().db.snapshot().await.map_err(Fault::from)?;
        let Some((timetable, turn)) = find(&snapshot, &permit, id).await? else { return Ok(None) };
        if let Some(person) = person
            && Persons::of(&snapshot, &permit).find(person).await.map_err(Fault::from)?.is_none()
        {
            return Ok(None);
        }
        let judged = Judged::read(&snapshot, timetable, person.into_iter().collect()).await.map_err(Fault::from)?;
        let Some(judged) = judged else { return Ok(None) };
        TurnPreview::of(judged, vec![(turn.id, person)]).await.map(Some)
    }

    /// What `turnSwap` would do, likewise. Null when there is no such turn in this account.
    #[graphql(complexity = "child_complexity + 100")]
    async fn turn_swap_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the turn.")] id: ID,
        #[graphql(desc = "Id of the other turn, of the same timetable.")] with_id: ID,
    ) -> Result<Option<TurnPreview>> {
        let permit = ctx.permit(Operation::TurnSwapPreview)?;
        let (id, with): (TurnId, TurnId) = (id::argument(&id, "id")?, id::argument(&with_id, "withId")?);
        let snapshot = ctx.app().db.snapshot().await.map_err(Fault::from)?;
        let Some((timetable, one)) = find(&snapshot, &permit, id).await? else { return Ok(None) };
        let Some((_, other)) = find(&snapshot, &permit, with).await? else { return Ok(None) };
        if one.timetable_id != other.timetable_id {
            return Err(Fault::BadRequest("`withId` is a turn of another timetable.".to_owned()).into());
        }
        let judged = Judged::read(&snapshot, timetable, Vec::new()).await.map_err(Fault::from)?;
        let Some(judged) = judged else { return Ok(None) };
        TurnPreview::of(judged, vec![(one.id, other.person_id), (other.id, one.person_id)]).await.map(Some)
    }

    /// Slots in which people differ: between two weeks, slot by slot of the week, or between two versions of one. Null when there
    /// is no such timetable in this account.
    #[graphql(complexity = "30 * child_complexity + 1")]
    async fn timetable_diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the first timetable.")] from_id: ID,
        #[graphql(desc = "Version of it; null: as it is now.")] from_version: Option<i32>,
        #[graphql(desc = "Id of the second timetable; null: the first.")] to_id: Option<ID>,
        #[graphql(desc = "Version of it; null: as it is now.")] to_version: Option<i32>,
    ) -> Result<Option<Vec<TimetableSlotChange>>> {
        let account = ctx.permit(Operation::TimetableDiff)?.account_id();
        let from: TimetableId = id::argument(&from_id, "fromId")?;
        let to: TimetableId = to_id.map(|id| id::argument(&id, "toId")).transpose()?.unwrap_or(from);
        let snapshot = ctx.app().db.snapshot().await.map_err(Fault::from)?;
        let timetables = Timetables(account);
        let Some(from) = timetables.find(&snapshot, from).await.map_err(Fault::from)? else { return Ok(None) };
        let Some(to) = timetables.find(&snapshot, to).await.map_err(Fault::from)? else { return Ok(None) };
        let versions = (version(&from, from_version, "fromVersion")?, version(&to, to_version, "toVersion")?);
        let before = compare::holders(&snapshot, &from, versions.0).await.map_err(Fault::from)?;
        let after = compare::holders(&snapshot, &to, versions.1).await.map_err(Fault::from)?;
        let changes = compare::differences(&before, &after);
        Ok(Some(changes.into_iter().map(|change| TimetableSlotChange::of(account, change)).collect()))
    }

    /// Times at which a queue will lack people, the earliest first: published slots with empty turns, and service hours of weeks
    /// that are not published. Null when there is no such queue in this account.
    #[graphql(complexity = "100 * child_complexity + 1")]
    async fn coverage_gaps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the queue.")] queue_id: ID,
        #[graphql(desc = "Those with any part in it; at most 100 days.")] between: IntervalInput,
    ) -> Result<Option<Vec<CoverageGap>>> {
        let permit = ctx.permit(Operation::CoverageGaps)?;
        let id: QueueId = id::argument(&queue_id, "queueId")?;
        let between = between.check()?;
        if between.ends_at - between.starts_at > TimeDelta::days(MOST_DAYS) {
            return Err(Fault::BadRequest(format!("`between` is longer than {MOST_DAYS} days.")).into());
        }
        let snapshot = ctx.app().db.snapshot().await.map_err(Fault::from)?;
        let found = Queues(permit.account_id()).find(&snapshot, id).await.map_err(Fault::from)?;
        let Some(queue) = found else { return Ok(None) };
        let found = gaps(&snapshot, &queue, between).await.map_err(Fault::from)?;
        Ok(Some(found.into_iter().map(CoverageGap::from).collect()))
    }
}

async fn find(db: &impl ConnectionTrait, permit: &Permit<'_>, id: TurnId) -> Result<Option<(timetable::Model, turn::Model)>, Fault> {
    let timetables = Timetables(permit.account_id());
    let Some(turn) = timetables.turn(db, id).await? else { return Ok(None) };
    Ok(timetables.find(db, turn.timetable_id).await?.map(|timetable| (timetable, turn)))
}

fn version(timetable: &timetable::Model, wanted: Option<i32>, name: &str) -> Result<i32, Fault> {
    let version = wanted.unwrap_or(timetable.version);
    if (1..=timetable.version).contains(&version) {
        return Ok(version);
    }
    Err(Fault::BadRequest(format!("`{name}` is {version}; the timetable has the versions 1 to {}.", timetable.version)))
}
