//! A queue's week as clients see it.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use entity::{
    closed_day,
    id::{AccountId, QueueId},
    rota_rule, rota_settings, service_slot, standing_turn,
};
use sea_orm::DbErr;

use super::{loader, notice_by_mail::NoticeByMail, settings::Settings, weights::RotaWeights};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        local::{Date, LocalTime},
    },
    persons::{Person, loader::person},
    queues::{Queue, loader::queue},
    turns::weekday::Weekday,
};

/// Hours at which a queue is answered, week after week, in the queue's time zone.
#[derive(Clone, Debug, SimpleObject)]
pub struct ServiceSlot {
    /// Id of the slot.
    #[graphql(owned)]
    pub id: ID,
    /// Day of the week.
    #[graphql(owned)]
    pub weekday: Weekday,
    /// When it begins.
    pub starts_at: LocalTime,
    /// When it ends; `00:00` is midnight at the end of the day.
    pub ends_at: LocalTime,
    /// Persons wanted: the lines that are open.
    pub demand: i32,
}

impl TryFrom<service_slot::Model> for ServiceSlot {
    type Error = DbErr;

    fn try_from(row: service_slot::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id.into(),
            weekday: Weekday::of_row(row.weekday)?,
            starts_at: row.starts_at.into(),
            ends_at: row.ends_at.into(),
            demand: row.demand,
        })
    }
}

/// Day without service.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ClosedDay {
    /// Id of the closed day.
    #[graphql(owned)]
    pub id: ID,
    /// The day.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// The row.
    #[graphql(skip)]
    pub row: closed_day::Model,
}

impl From<closed_day::Model> for ClosedDay {
    fn from(row: closed_day::Model) -> Self {
        Self { id: row.id.into(), date: row.closed_on.into(), reason: row.reason.clone(), row }
    }
}

#[ComplexObject]
impl ClosedDay {
    /// The queue that is closed; null: all of the account.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        let Some(id) = self.row.queue_id else { return Ok(None) };
        Ok(queue(ctx, self.row.account_id, id).await?.map(Queue::from))
    }
}

/// How a queue's rota is made and kept.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct RotaSettings {
    /// Whether those on duty, and nobody else by the rota, are wanted in the queue.
    pub duty_driven: bool,
    /// Turns a weekly load may go beyond the ideal.
    pub max_overload: i32,
    /// Whether lines that nobody would fill all week are closed.
    pub close_lines: bool,
    /// Cells of a slot that may be left empty by hand.
    pub max_empty_per_slot: i32,
    /// Turns of a person a day at the most, unless the person has a limit of its own.
    pub max_per_day: i32,
    /// Whether credit and debt of past weeks are ignored.
    pub forgive_credit: bool,
    /// What each wish is worth.
    pub weights: RotaWeights,
    /// What each changed cell costs when a published week is planned anew.
    pub change_weight: i32,
    /// Minutes before an uncovered slot at which it is told; 0: it is not.
    pub warn_minutes: i32,
    /// Who is told what by mail.
    pub notice_by_mail: NoticeByMail,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Of which queue.
    #[graphql(skip)]
    pub queue_id: QueueId,
}

impl TryFrom<rota_settings::Model> for RotaSettings {
    type Error = DbErr;

    fn try_from(row: rota_settings::Model) -> Result<Self, DbErr> {
        let (account_id, queue_id) = (row.account_id, row.queue_id);
        let settings = Settings::try_from(row)?;
        Ok(Self {
            duty_driven: settings.duty_driven,
            max_overload: settings.max_overload,
            close_lines: settings.close_lines,
            max_empty_per_slot: settings.max_empty_per_slot,
            max_per_day: settings.max_per_day,
            forgive_credit: settings.forgive_credit,
            weights: RotaWeights::try_from(&settings.weights)?,
            change_weight: settings.change_weight,
            warn_minutes: settings.warn_minutes,
            notice_by_mail: settings.notice_by_mail,
            account_id,
            queue_id,
        })
    }
}

#[ComplexObject]
impl RotaSettings {
    /// Rules about groups and rooms, the oldest first.
    async fn rules(&self, ctx: &Context<'_>) -> Result<Vec<RotaRule>> {
        let rows = loader::rules(ctx, self.account_id, self.queue_id).await?;
        Ok(rows.into_iter().map(RotaRule::from).collect())
    }

    /// Turns that belong to somebody week after week, in the order of the week.
    async fn standing_turns(&self, ctx: &Context<'_>) -> Result<Vec<StandingTurn>> {
        let rows = loader::standing_turns(ctx, self.account_id, self.queue_id).await?;
        Ok(rows.into_iter().map(StandingTurn::try_from).collect::<Result<_, DbErr>>().map_err(crate::error::Fault::from)?)
    }
}

/// What a rule of the rota limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::RotaRuleKind")]
pub enum RotaRuleKind {
    /// At most so many of a group on the telephone at once.
    MaxOnPhone,
    /// At least so many of a group neither on the telephone nor busy.
    MinFree,
    /// At most so many of one room on the telephone at once.
    RoomLimit,
}

/// Rule about a group or a room that a queue's rota keeps.
#[derive(Clone, Debug, SimpleObject)]
pub struct RotaRule {
    /// Id of the rule.
    #[graphql(owned)]
    pub id: ID,
    /// What is limited.
    #[graphql(owned)]
    pub kind: RotaRuleKind,
    /// Name of the group, or of the room; null: each room.
    pub group: Option<String>,
    /// How many.
    pub limit: i32,
    /// Whether it must hold; otherwise it may be broken at a price.
    pub required: bool,
    /// That price: what each person too many or too few in each slot costs.
    pub weight: i32,
}

impl From<rota_rule::Model> for RotaRule {
    fn from(row: rota_rule::Model) -> Self {
        Self {
            id: row.id.into(),
            kind: row.kind.into(),
            group: row.group_name,
            limit: row.limit,
            required: row.required,
            weight: row.weight,
        }
    }
}

/// Turn that belongs to somebody week after week.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct StandingTurn {
    /// Id of the standing turn.
    #[graphql(owned)]
    pub id: ID,
    /// Day of the week.
    #[graphql(owned)]
    pub weekday: Weekday,
    /// When its service slot begins.
    pub starts_at: LocalTime,
    /// The row.
    #[graphql(skip)]
    pub row: standing_turn::Model,
}

impl TryFrom<standing_turn::Model> for StandingTurn {
    type Error = DbErr;

    fn try_from(row: standing_turn::Model) -> Result<Self, DbErr> {
        Ok(Self { id: row.id.into(), weekday: Weekday::of_row(row.weekday)?, starts_at: row.starts_at.into(), row })
    }
}

#[ComplexObject]
impl StandingTurn {
    /// Whose turn it is.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        Ok(person(ctx, self.row.account_id, self.row.person_id).await?)
    }

    /// Queue that is answered.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        Ok(queue(ctx, self.row.account_id, self.row.queue_id).await?.map(Queue::from))
    }

    /// Service slot it is in; null when the service hours were changed so that it is in none: then it is not planned.
    async fn slot(&self, ctx: &Context<'_>) -> Result<Option<ServiceSlot>> {
        let hours = loader::hours(ctx, self.row.account_id, self.row.queue_id).await?;
        let slot = hours.into_iter().find(|slot| slot.weekday == self.row.weekday && slot.starts_at == self.row.starts_at);
        Ok(slot.map(ServiceSlot::try_from).transpose().map_err(crate::error::Fault::from)?)
    }
}
