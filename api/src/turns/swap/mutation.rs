//! Mutations of offers of turns.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::swap_request;

use super::{
    service::{self, Accepted, Offer},
    types::SwapRequest,
};
use crate::{
    auth::Operation,
    error::Outcome,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
    turns::timetable::{
        Turn,
        payload::{TurnWarning, warnings},
    },
};

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The offer as it is now.
            pub swap_request: Option<SwapRequest>,
            /// What the user can mend; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            fn of(ctx: &Context<'_>, outcome: Outcome<swap_request::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                let swap_request = row.map(|row| SwapRequest::at(row, ctx.app().clock.now()));
                Ok(Some(Self { swap_request, user_errors }))
            }
        }
    )+};
}

payloads! {
    /// Outcome of `swapRequestOffer`.
    SwapRequestOfferPayload;
    /// Outcome of `swapRequestDecline`.
    SwapRequestDeclinePayload;
    /// Outcome of `swapRequestWithdraw`.
    SwapRequestWithdrawPayload;
}

/// Outcome of `swapRequestAccept`.
#[derive(Clone, Debug, SimpleObject)]
pub struct SwapRequestAcceptPayload {
    /// The offer as it is now.
    pub swap_request: Option<SwapRequest>,
    /// The turns that have changed hands, as they are now.
    pub turns: Option<Vec<Turn>>,
    /// What speaks against it. Nothing was done if the turns are null: ask again with `ignoreWarnings`.
    pub warnings: Option<Vec<TurnWarning>>,
    /// What the user can mend; empty when it was done, or when there are only warnings.
    pub user_errors: Vec<UserError>,
}

/// Mutations of offers of turns.
#[derive(Default)]
pub struct SwapMutation;

/// Mutations of offers of turns.
#[Object]
impl SwapMutation {
    /// Offers a turn of a published timetable that has not begun: to a person or to anybody, for a turn in return or for none.
    /// Agents offer their own.
    async fn swap_request_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the turn that is offered.")] turn_id: ID,
        #[graphql(desc = "Id of the person it is offered to; absent: who has the wanted turn, or else anybody.")] to_person_id: Option<ID>,
        #[graphql(desc = "Id of the turn that is wanted for it; absent: none.")] wanted_turn_id: Option<ID>,
        #[graphql(desc = "What to say to it; at most 200 characters.")] message: Option<String>,
    ) -> Result<Option<SwapRequestOfferPayload>> {
        let permit = ctx.permit(Operation::SwapRequestOffer)?;
        let done = async {
            let offer = Offer {
                turn: id::parse(&turn_id, &["turnId"])?,
                to: to_person_id.as_ref().map(|id| id::parse(id, &["toPersonId"])).transpose()?,
                wanted: wanted_turn_id.as_ref().map(|id| id::parse(id, &["wantedTurnId"])).transpose()?,
                message,
            };
            service::offer(ctx.app(), permit, offer).await
        };
        SwapRequestOfferPayload::of(ctx, done.await)
    }

    /// Accepts an offer: the turns change hands at once, if nothing speaks against it then. Agents accept for themselves. Of several
    /// who accept, one gets it.
    async fn swap_request_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the offer.")] id: ID,
        #[graphql(desc = "Do it in spite of warnings.", default)] ignore_warnings: bool,
    ) -> Result<Option<SwapRequestAcceptPayload>> {
        let permit = ctx.permit(Operation::SwapRequestAccept)?;
        let done = async { service::accept(ctx.app(), permit, id::parse(&id, &["id"])?, ignore_warnings).await };
        let (accepted, user_errors) = split(done.await)?;
        let nothing = SwapRequestAcceptPayload { swap_request: None, turns: None, warnings: None, user_errors };
        Ok(Some(match accepted {
            None => nothing,
            Some(Accepted::Warned(findings)) => SwapRequestAcceptPayload { warnings: Some(warnings(findings)), ..nothing },
            Some(Accepted::Yes(row, turns, findings)) => SwapRequestAcceptPayload {
                swap_request: Some(SwapRequest::at(*row, ctx.app().clock.now())),
                turns: Some(turns.into_iter().map(Turn::from).collect()),
                warnings: Some(warnings(findings)),
                ..nothing
            },
        }))
    }

    /// Declines an offer, for whom it was made to.
    async fn swap_request_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the offer.")] id: ID,
    ) -> Result<Option<SwapRequestDeclinePayload>> {
        let permit = ctx.permit(Operation::SwapRequestDecline)?;
        let done = async { service::decline(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        SwapRequestDeclinePayload::of(ctx, done.await)
    }

    /// Takes an offer back, for who made it.
    async fn swap_request_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the offer.")] id: ID,
    ) -> Result<Option<SwapRequestWithdrawPayload>> {
        let permit = ctx.permit(Operation::SwapRequestWithdraw)?;
        let done = async { service::withdraw(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        SwapRequestWithdrawPayload::of(ctx, done.await)
    }
}
