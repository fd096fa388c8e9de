//! The demo's callouts, over the simulator: one after the other around the clock, so that there is always one to be seen, and one
//! by day, for which those wait where it is night.

use anyhow::Context;
use chrono::{NaiveTime, TimeDelta};
use entity::{
    callout, callout_population,
    id::{CalloutId, PopulationId, ProviderId},
    provider,
    stored::{CalloutStatus, PopulationStatus, Topic},
};
use futures_util::StreamExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    PROVIDER,
    contacts::{self, MEMBERS, STRANGE},
    team::{done, permit},
};
use crate::{
    app::App,
    auth::{Caller, Operation},
    callouts::{
        pacing::Pacing,
        populations::service::{self as populations, NewPopulation},
        script::{CalloutPlayInput, CalloutScriptInput},
        service::{self, Definition, Edit},
        settings::{CalloutHours, CalloutPolicyInput, CalloutRetryInput, CalloutRouteInput},
    },
    contacts::filter::{Filter, Test, Value},
    live::stream,
    turns::weekday::Weekday,
};

/// What members are called for, one after the other.
const ROUNDS: [&str; 3] = ["Invitation to the assembly", "New tariffs from January", "How was our help?"];
/// What others are called for, by day.
const BY_DAY: &str = "Would you like to join?";
/// Calls in a second: a round of some 220 members, many of them called more than once, takes about ten minutes.
const FAST: f64 = 0.6;
/// Calls in a second of the one by day.
const SLOW: f64 = 0.1;
/// Calls at once.
const AT_ONCE: i32 = 20;
/// Between two rounds.
const PAUSE: TimeDelta = TimeDelta::seconds(20);

/// Calls, until somebody ends it or it fails.
pub(super) async fn run(app: &App, admin: &Caller) -> anyhow::Result<()> {
    contacts::add(app, admin).await.context("the demo's contacts could not be added")?;
    if newest(app, admin, |_| true, &[BY_DAY]).await?.is_none() {
        begin(app, admin, BY_DAY).await?;
    }
    let mut round = 0;
    loop {
        let id = match newest(app, admin, |status| !is_over(status), &ROUNDS).await? {
            Some(known) => known.id,
            None => begin(app, admin, ROUNDS[round % ROUNDS.len()]).await?,
        };
        heard(app, async || Ok(found(app, id).await?.is_none_or(|row| is_over(row.status)).then_some(()))).await?;
        app.clock.reached(app.clock.now() + PAUSE).await;
        round += 1;
    }
}

/// Whether it calls nobody any more, unless somebody has it go on.
fn is_over(status: CalloutStatus) -> bool {
    matches!(status, CalloutStatus::Completed | CalloutStatus::Stopped | CalloutStatus::Errored)
}

async fn found(app: &App, id: CalloutId) -> anyhow::Result<Option<callout::Model>> {
    Ok(callout::Entity::find_by_id(id).one(app.db.read()).await?)
}

/// The newest callout of one of these names, if its status is such a one.
async fn newest(app: &App, admin: &Caller, is: impl Fn(CalloutStatus) -> bool, names: &[&str]) -> anyhow::Result<Option<callout::Model>> {
    use callout::Column as C;
    let named = callout::Entity::find().filter(C::AccountId.eq(admin.account_id)).filter(C::Name.is_in(names.iter().copied()));
    Ok(named.order_by_desc(C::Id).one(app.db.read()).await?.filter(|row| is(row.status)))
}

/// Makes a callout, adds whom it is for, and starts it.
async fn begin(app: &App, admin: &Caller, name: &str) -> anyhow::Result<CalloutId> {
    let simulator =
        provider::Entity::find().filter(provider::Column::AccountId.eq(admin.account_id)).filter(provider::Column::Name.eq(PROVIDER));
    let simulator = simulator.one(app.db.read()).await?.context("the simulator is missing")?;
    let definition = definition(name, simulator.id);
    let made = done(service::create(app, permit(admin, Operation::CalloutCreate)?, definition).await)?;
    let group = if name == BY_DAY { STRANGE } else { MEMBERS };
    let filter = Filter::Metadata { path: vec!["group".to_owned()], test: Test::Equals(Value::Text(group.to_owned())) };
    let new = NewPopulation { callout: made.id, filter: Ok(filter), metadata: None };
    let population = done(populations::create(app, permit(admin, Operation::PopulationCreate)?, new).await)?;
    done(populations::queue(app, permit(admin, Operation::PopulationQueue)?, population.id).await)?;
    heard(app, async || added(app, population.id).await).await?;
    done(service::start(app, permit(admin, Operation::CalloutStart)?, made.id).await)?;
    Ok(made.id)
}

async fn added(app: &App, id: PopulationId) -> anyhow::Result<Option<()>> {
    let row = callout_population::Entity::find_by_id(id).one(app.db.read()).await?.context("the population is gone")?;
    Ok((row.status == PopulationStatus::Finished).then_some(()))
}

fn definition(name: &str, provider: ProviderId) -> Definition {
    let by_day = name == BY_DAY;
    let fast = if by_day { SLOW } else { FAST };
    let pacing = Pacing { calls_per_second: Some(fast), max_concurrent: Some(AT_ONCE), ..Pacing::default() };
    let retry = CalloutRetryInput {
        statuses: None,
        max_attempts: Some(3),
        delay_seconds: Some(90),
        factor: Some(1.0),
        longest_seconds: None,
        max_failures: None,
    };
    let midnight = NaiveTime::MIN;
    let week = (1..=7).filter_map(|day| Weekday::of_row(day).ok()).collect();
    let any_time = CalloutHours { weekdays: week, from: midnight.into(), to: midnight.into() };
    let policy = CalloutPolicyInput { hours: (!by_day).then(|| vec![any_time]), unknown_zone: None, frequency: None };
    let edit = Edit {
        script: Some(Some(CalloutScriptInput::Play(CalloutPlayInput { audio: "assembly".to_owned() }))),
        routes: Some(Some(vec![CalloutRouteInput { provider_id: provider.into(), from: None }])),
        detect_machine: Some(Some(true)),
        ring_seconds: Some(Some(25)),
        pacing: Some(Some(pacing.into())),
        retry: Some(Some(retry)),
        policy: Some(Some(policy)),
        ..Edit::default()
    };
    Definition { name: name.to_owned(), edit }
}

/// Asks whenever something happens to callouts, until there is an answer.
async fn heard<T>(app: &App, mut ask: impl AsyncFnMut() -> anyhow::Result<Option<T>>) -> anyhow::Result<T> {
    let mut changes = Box::pin(stream::changes(app.live.clone(), app.live.head(), None, |change| change.topic == Topic::Callout));
    loop {
        if let Some(answer) = ask().await? {
            return Ok(answer);
        }
        changes.next().await.context("the stream of changes ended")??;
    }
}
