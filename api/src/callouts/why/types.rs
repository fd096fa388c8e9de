//! What stands between a contact and a call, as clients see it.

use async_graphql::{ComplexObject, Context, Enum, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{call_attempt, contact_consent};

use crate::{
    auth::Operation, callouts::participations::types::Participation, calls::attempts::CallAttempt, contacts::types::ContactConsent,
    graphql::context::ContextExt,
};

/// How it stands with a contact and a callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CallStanding {
    /// Nothing stands in the way: the contact is called as soon as it is its turn.
    Next,
    /// A call is under way.
    UnderWay,
    /// The contact was reached.
    Reached,
    /// Something stands in the way.
    Hindered,
}

/// What may stand in the way of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CallObstacleCode {
    /// The contact does not take part in the callout.
    NotInCallout,
    /// Takes part, and is not to be called.
    Skipped,
    /// Was reached already.
    Reached,
    /// Was called in vain as often as may be, or cannot be reached.
    GivenUp,
    /// Was called in vain, and will be called again.
    RetryDelay,
    /// Was put off when it was to be called, and is looked at again.
    PutOff,
    /// A call is wanted, and its provider does not have it yet, or may not.
    CallDelayed,
    /// The callout does not call at present.
    CalloutNotRunning,
    /// Is on the do-not-call list.
    DoNotCall,
    /// Opted out of calls.
    OptedOut,
    /// The time of the request is over, or will be before the contact may be called.
    RequestExpired,
    /// Nobody knows by which clock the contact lives.
    TimeZoneUnknown,
    /// There is no hour at which the contact may be called.
    NoHours,
    /// It is too early or too late where the contact lives.
    OutsideHours,
    /// The number was called as often as it may be, over all callouts.
    FrequencyCap,
    /// The callout begins no more calls at this instant: `pacing.callsPerSecond`.
    Rate,
    /// As many calls of the callout are under way as may be: `pacing.maxConcurrent`.
    CallsAtOnce,
    /// As many calls of the callout wait as may be: `pacing.strategy`.
    CallsPerRun,
    /// As many calls of the callout were made in the period as may be: `pacing.periodCap`.
    PeriodCap,
    /// The account begins no more calls at this instant: `callLimits`.
    AccountRate,
    /// As many calls of the account are under way as may be: `callLimits`.
    AccountCallsAtOnce,
    /// The provider begins no more calls at this instant: `callLimits`.
    ProviderRate,
    /// As many calls are under way over the provider as may be: `callLimits`.
    ProviderCallsAtOnce,
    /// One more call of the callout might cost more than it may: `costCap`.
    CostCap,
    /// The callout has no provider to call over.
    NoProvider,
    /// The provider that it is this contact's turn to be called over cannot be reached.
    ProviderDown,
}

/// Something that stands in the way of a call.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CallObstacle {
    /// What it is.
    pub code: CallObstacleCode,
    /// The same, for people.
    pub text: String,
    /// Since when it has been so; null: not known.
    pub since: Option<DateTime<Utc>>,
    /// When it passes by itself; null: it does not, or nobody knows when.
    pub until: Option<DateTime<Utc>>,
    /// What was said by whoever opted out.
    #[graphql(skip)]
    pub consent: Option<Box<contact_consent::Model>>,
}

#[ComplexObject]
impl CallObstacle {
    /// What the contact said, as the ledger has it; only with `OPTED_OUT`.
    async fn consent(&self, ctx: &Context<'_>) -> Result<Option<ContactConsent>> {
        ctx.permit(Operation::Contact)?;
        Ok(self.consent.as_deref().cloned().map(ContactConsent::from))
    }
}

/// Why a contact is not called by a callout, or that it is.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct WhyNotCalled {
    /// How it stands.
    pub standing: CallStanding,
    /// All that stands in the way, what lasts before what passes by itself; empty: nothing.
    pub obstacles: Vec<CallObstacle>,
    /// The contact's part in the callout; null: it takes none.
    pub participation: Option<Participation>,
    /// The last call to the contact by the callout.
    #[graphql(skip)]
    pub last: Option<Box<call_attempt::Model>>,
}

#[ComplexObject]
impl WhyNotCalled {
    /// The last call to the contact by the callout; null: there was none.
    async fn last_call(&self, ctx: &Context<'_>) -> Result<Option<CallAttempt>> {
        ctx.permit(Operation::CallAttempt)?;
        Ok(self.last.as_deref().cloned().map(CallAttempt::from))
    }
}
