//! What was recorded in calls that flows lead: kept by the provider that recorded it, heard through us, and deleted there when its time is
//! over or somebody says so.
//!
//! What is due is claimed, the provider is asked outside of any transaction, and what came of it is written under the claim; who dies in
//! between leaves it due again, and what is gone already is deleted as well.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    flow_recording,
    id::{AccountId, FlowRecordingId},
    provider,
    stored::RecordingStatus,
};
use jobs::{Claim, Due, Runner, Work};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use telephony::{conversation::Recording, outgoing::OrderError, port::Provider};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{conversations::Conversations, dial::lines::Lines};
use crate::{app::App, calls::attempts::happening::LEASE, error::Fault, flows::runs::recordings};

/// The rows of recordings, as work.
const RECORDINGS: Due = Due::of("flow_recording");
/// Providers asked at once.
const HANDS: usize = 4;
/// A look even if nothing calls for one: what was recorded in other processes falls due here.
const LOOK: Duration = Duration::from_secs(60);
/// When deleting is tried again that failed.
const AGAIN: TimeDelta = TimeDelta::hours(1);

/// Lets recordings be heard. Cheap to clone.
#[derive(Clone)]
pub struct Recordings {
    app: App,
    /// The providers of the configuration, by name.
    providers: Arc<HashMap<String, Arc<dyn Provider>>>,
}

impl Recordings {
    /// Of the providers whose calls are led.
    pub fn of(app: App, conversations: &Conversations) -> Self {
        Self { app, providers: conversations.providers() }
    }

    /// A recording of the account; none: there is none of that id, or none any more.
    ///
    /// # Errors
    /// [`Fault::Unavailable`] when its provider cannot be asked now.
    pub async fn hear(&self, account: AccountId, id: FlowRecordingId) -> Result<Option<Recording>, Fault> {
        let row = recordings::find(self.app.db.read(), account, id).await?;
        let Some(row) = row.filter(|row| row.status == RecordingStatus::Kept) else { return Ok(None) };
        let gone = || Fault::Unavailable("The provider that has this recording is not configured any more.".to_owned());
        let name = provider::Entity::find_by_id(row.provider_id).one(self.app.db.read()).await?.ok_or_else(gone)?.name;
        let provider = self.providers.get(&name).ok_or_else(gone)?;
        match provider.recording(&flow::voice::RecordingKey(row.provider_key)).await {
            Ok(recording) => Ok(Some(recording)),
            Err(OrderError::Refused { .. }) => Ok(None),
            Err(error) => {
                tracing::warn!(flow_recording.id = %id, error = %error, "exchange: a recording cannot be heard now: {error}");
                Err(Fault::Unavailable("The provider that has this recording cannot be asked now.".to_owned()))
            }
        }
    }
}

/// Has recordings deleted that are due, over the lines of this process, until `stop`.
pub async fn run(app: App, lines: Lines, stop: CancellationToken) {
    let runner = Runner { hands: HANDS, look: LOOK, bell: Arc::new(Notify::new()) };
    runner.run(Arc::new(Keeper { app, lines }), stop).await;
}

struct Keeper {
    app: App,
    lines: Lines,
}

impl Keeper {
    /// What comes into question here: what providers have that this process can ask.
    fn ours(&self) -> Condition {
        let providers = self.lines.all().into_iter().map(|line| line.id);
        Condition::all().add(flow_recording::Column::ProviderId.is_in(providers))
    }
}

impl Work for Keeper {
    type Error = DbErr;

    fn name(&self) -> &'static str {
        "recordings"
    }

    fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    async fn reached(&self, at: DateTime<Utc>) {
        self.app.clock.reached(at).await;
    }

    async fn claim(&self, most: u64) -> Result<Vec<Claim>, DbErr> {
        // Most looks find nothing: they hold nobody up who writes.
        if self.next().await?.is_none_or(|next| next > self.now()) {
            return Ok(Vec::new());
        }
        let tx = self.app.db.begin().await?;
        let claims = RECORDINGS.claim(&*tx, Some(self.ours()), self.now(), LEASE, most).await?;
        tx.commit().await?;
        Ok(claims)
    }

    async fn next(&self) -> Result<Option<DateTime<Utc>>, DbErr> {
        RECORDINGS.next(self.app.db.read(), Some(self.ours())).await
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        let found = flow_recording::Entity::find().filter(flow_recording::Column::Id.eq(claim.id)).filter(claim.held());
        let Some(row) = found.one(self.app.db.read()).await? else { return Ok(()) };
        let Some(line) = self.lines.of(row.provider_id) else { return Ok(()) };
        let done = line.provider.delete_recording(&flow::voice::RecordingKey(row.provider_key.clone())).await;
        let now = self.now();
        let row = match done {
            Ok(()) => flow_recording::Model { status: RecordingStatus::Deleted, deleted_at: Some(now), due_at: None, problem: None, ..row },
            Err(error) => {
                tracing::warn!(flow_recording.id = %row.id, error = %error, "exchange: a recording was not deleted: {error}");
                let due_at = (!matches!(error, OrderError::Unsupported)).then_some(now + AGAIN);
                flow_recording::Model { due_at, problem: Some(error.to_string()), ..row }
            }
        };
        let tx = self.app.db.begin().await?;
        let held = flow_recording::Entity::find().filter(flow_recording::Column::Id.eq(claim.id)).filter(claim.held());
        if held.one(&*tx).await?.is_some() {
            row.into_active_model().reset_all().update(&*tx).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
