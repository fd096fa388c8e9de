//! What was recorded in calls that flows lead: kept by the provider that recorded it, heard through us, and deleted there when its time is
//! over or somebody says so.
//!
//! What is due is claimed, the provider is asked outside of any transaction, and what came of it is written under the claim; who dies in
//! between leaves it due again, and what is gone already is deleted as well.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use entity::{
    flow_recording,
    id::{AccountId, FlowRecordingId},
    provider,
    stored::RecordingStatus,
};
use jobs::{Claim, Due};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use telephony::{conversation::Recording, outgoing::OrderError, port::Provider};
use tokio_util::sync::CancellationToken;

use super::{conversations::Conversations, dial::lines::Lines};
use crate::{
    app::App,
    calls::attempts::happening::LEASE,
    desk::{self, Desk},
    error::Fault,
    flows::runs::recordings,
};

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
    desk::run(Keeper { app, lines }, stop).await;
}

struct Keeper {
    app: App,
    lines: Lines,
}

impl Desk for Keeper {
    const NAME: &'static str = "recordings";
    const ROWS: Due = Due::of("flow_recording");
    const HANDS: usize = 4;
    const LOOK: Duration = Duration::from_secs(60);

    fn app(&self) -> &App {
        &self.app
    }

    fn lease(&self) -> TimeDelta {
        LEASE
    }

    /// What providers have that this process can ask.
    fn ours(&self) -> Option<Condition> {
        let providers = self.lines.all().into_iter().map(|line| line.id);
        Some(Condition::all().add(flow_recording::Column::ProviderId.is_in(providers)))
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        let found = flow_recording::Entity::find().filter(flow_recording::Column::Id.eq(claim.id)).filter(claim.held());
        let Some(row) = found.one(self.app.db.read()).await? else { return Ok(()) };
        let Some(line) = self.lines.of(row.provider_id) else { return Ok(()) };
        let done = line.provider.delete_recording(&flow::voice::RecordingKey(row.provider_key.clone())).await;
        let now = self.app.clock.now();
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
