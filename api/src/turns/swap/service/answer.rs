//! An offer declined, withdrawn, or expired.

use entity::{
    id::{PersonId, SwapRequestId},
    stored::SwapStatus,
    swap_request,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{allowed, decide, still_open, tell};
use crate::{
    app::App,
    auth::{Actor, Permit},
    error::{Fault, Outcome, Problem, ProblemCode, Refusal},
    turns::{
        swap::repository::Swaps,
        timetable::{news::What, write::By},
    },
};

/// Offers that expire in one transaction.
const BATCH: u64 = 100;

/// Declines an offer, for whom it was made to.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for an agent declining another's; `CONFLICT` when it is not open any more, or was made to anybody.
pub async fn decline(app: &App, permit: Permit<'_>, id: SwapRequestId) -> Outcome<swap_request::Model> {
    let to = |offer: &swap_request::Model| {
        let to_anybody =
            || Problem::new(ProblemCode::Conflict, &["id"], "This offer was made to anybody: whoever does not want it leaves it.");
        offer.to_person_id.ok_or_else(to_anybody)
    };
    answer(app, permit, id, SwapStatus::Declined, to).await
}

/// Takes an offer back, for who made it.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for an agent withdrawing another's; `CONFLICT` when it is not open any more.
pub async fn withdraw(app: &App, permit: Permit<'_>, id: SwapRequestId) -> Outcome<swap_request::Model> {
    answer(app, permit, id, SwapStatus::Withdrawn, |offer| Ok(offer.from_person_id)).await
}

async fn answer(
    app: &App,
    permit: Permit<'_>,
    id: SwapRequestId,
    status: SwapStatus,
    whose: impl FnOnce(&swap_request::Model) -> Result<PersonId, Problem>,
) -> Outcome<swap_request::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let offer = Swaps(permit.account_id()).locked(&tx, id).await?.ok_or_else(|| Problem::not_found("offer", &["id"]))?;
    let by = whose(&offer)?;
    allowed(&permit, by, &["id"])?;
    still_open(&offer, now)?;
    let row = decide(&tx, offer.clone(), status, Some(by), now).await?;
    tell(&tx, By::Caller(&permit), Some(What::SwapDecided), Some(&offer), &row, now).await?;
    tx.commit().await?;
    Ok(row)
}

/// Writes down which open offers have expired, of all accounts, and tells it; how many there were. They could not be accepted
/// since their turns began, whether it is written or not.
///
/// # Errors
/// The database's.
pub async fn expire(app: &App) -> Result<usize, Fault> {
    use swap_request::Column as C;
    let now = app.clock.now();
    let due = || swap_request::Entity::find().filter(C::Status.eq(SwapStatus::Open)).filter(C::ExpiresAt.lte(now));
    let mut expired = 0;
    // Without a transaction when there is nothing to do: it would hold up others.
    while due().limit(1).one(app.db.read()).await?.is_some() {
        let tx = app.db.begin().await?;
        let offers = due().order_by_asc(C::Id).limit(BATCH).lock_exclusive().all(&*tx).await?;
        if offers.is_empty() {
            break;
        }
        expired += offers.len();
        for offer in offers {
            let written = async {
                let row = decide(&tx, offer.clone(), SwapStatus::Expired, None, now).await?;
                tell(&tx, By::Job(&Actor::system(), "swapRequestExpire"), Some(What::SwapDecided), Some(&offer), &row, now).await
            };
            written.await.map_err(fault)?;
        }
        tx.commit().await?;
    }
    Ok(expired)
}

fn fault(refusal: Refusal) -> Fault {
    match refusal {
        Refusal::Fault(fault) => fault,
        Refusal::User(problems) => Fault::Internal(anyhow::anyhow!("an offer does not expire: {problems:?}")),
    }
}
