//! An offer of a turn as clients see it.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{id::PersonId, stored, swap_request};

use crate::{
    auth::Operation,
    graphql::{context::ContextExt, rows::Plain},
    persons::{Person, loader::person},
    turns::timetable::{Turn, loader},
};

/// How far an offer of a turn has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::SwapStatus")]
pub enum SwapStatus {
    /// Nobody has answered yet.
    Open,
    /// Somebody accepted, and has the turn.
    Accepted,
    /// Refused by whom it was made to.
    Declined,
    /// Taken back, or the turn was given to somebody else meanwhile.
    Withdrawn,
    /// A turn began before anybody accepted.
    Expired,
}

/// Offer of a turn to somebody else.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct SwapRequest {
    /// Id of the offer.
    #[graphql(owned)]
    pub id: ID,
    /// How far it has come.
    #[graphql(owned)]
    pub status: SwapStatus,
    /// What its maker says to it.
    pub message: Option<String>,
    /// Until when it can be accepted: the earlier of the turns begins.
    #[graphql(owned)]
    pub expires_at: DateTime<Utc>,
    /// When it was made.
    #[graphql(owned)]
    pub created_at: DateTime<Utc>,
    /// When it was accepted, declined, withdrawn, or expired.
    pub decided_at: Option<DateTime<Utc>>,
    /// The row.
    #[graphql(skip)]
    pub row: swap_request::Model,
}

impl Plain for SwapRequest {}

/// Whether it can be accepted.
pub fn is_open(row: &swap_request::Model, now: DateTime<Utc>) -> bool {
    row.status == stored::SwapStatus::Open && now < row.expires_at
}

impl SwapRequest {
    /// The offer as it is at an instant: one whose turn has begun has expired, whether that is written yet or not.
    pub fn at(row: swap_request::Model, now: DateTime<Utc>) -> Self {
        let lapsed = row.status == stored::SwapStatus::Open && !is_open(&row, now);
        Self {
            id: row.id.into(),
            status: if lapsed { SwapStatus::Expired } else { row.status.into() },
            message: row.message.clone(),
            expires_at: row.expires_at,
            created_at: row.created_at,
            decided_at: if lapsed { Some(row.expires_at) } else { row.decided_at },
            row,
        }
    }

    async fn someone(&self, ctx: &Context<'_>, id: Option<PersonId>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = id else { return Ok(None) };
        Ok(person(ctx, self.row.account_id, id).await?)
    }
}

#[ComplexObject]
impl SwapRequest {
    /// Turn that is offered; null when its line has been closed.
    async fn turn(&self, ctx: &Context<'_>) -> Result<Option<Turn>> {
        Ok(loader::turn(ctx, self.row.account_id, self.row.turn_id).await?.map(Turn::from))
    }

    /// Turn that is wanted for it; null: none.
    async fn wanted_turn(&self, ctx: &Context<'_>) -> Result<Option<Turn>> {
        let Some(id) = self.row.wanted_turn_id else { return Ok(None) };
        Ok(loader::turn(ctx, self.row.account_id, id).await?.map(Turn::from))
    }

    /// Who offers it.
    #[graphql(name = "fromPerson")]
    async fn offered_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        self.someone(ctx, Some(self.row.from_person_id)).await
    }

    /// To whom it is offered; null: to anybody.
    async fn to_person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        self.someone(ctx, self.row.to_person_id).await
    }

    /// Who accepted or declined it.
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        self.someone(ctx, self.row.decided_by_id).await
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use entity::id::{AccountId, SwapRequestId, TimetableId, TurnId};

    use super::*;

    fn offer(status: stored::SwapStatus, expires_at: DateTime<Utc>) -> swap_request::Model {
        swap_request::Model {
            id: SwapRequestId::new(),
            account_id: AccountId::new(),
            timetable_id: TimetableId::new(),
            turn_id: TurnId::new(),
            wanted_turn_id: None,
            from_person_id: PersonId::new(),
            to_person_id: None,
            message: None,
            status,
            decided_by_id: None,
            decided_at: None,
            expires_at,
            created_at: expires_at,
            updated_at: expires_at,
        }
    }

    #[test]
    fn an_offer_is_open_until_its_turn_begins() {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let open = offer(stored::SwapStatus::Open, at);

        assert!(is_open(&open, at - TimeDelta::microseconds(1)));
        assert!(!is_open(&open, at));
        assert!(!is_open(&offer(stored::SwapStatus::Declined, at), at - TimeDelta::days(1)));
        assert_eq!(SwapRequest::at(open.clone(), at - TimeDelta::seconds(1)).status, SwapStatus::Open);
        assert_eq!(SwapRequest::at(open, at).status, SwapStatus::Expired);
    }
}
