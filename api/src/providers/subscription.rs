//! Live changes of providers.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ProviderId},
    stored::Topic,
};
use futures_util::Stream;

use super::{repository, types::Provider};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// A provider's link came up or went down, or the telephone system was restarted.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ProviderChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the provider.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the provider.
    #[graphql(owned)]
    pub node_id: ID,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which provider.
    #[graphql(skip)]
    pub provider_id: ProviderId,
}

impl From<Followed> for ProviderChange {
    fn from(change: Followed) -> Self {
        let provider_id = ProviderId(change.node_id);
        Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: provider_id.into(),
            account_id: change.account_id,
            provider_id,
            cursor: change.cursor,
        }
    }
}

#[ComplexObject]
impl ProviderChange {
    /// The provider as it is now.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Provider>> {
        let app = ctx.app();
        let mut rows = repository::by_ids(&app.db, self.account_id, &[self.provider_id]).await?;
        Ok(rows.remove(&self.provider_id).map(|row| Provider::at(row, app.clock.now())))
    }
}

/// Live changes of providers.
#[derive(Default)]
pub struct ProvidersSubscription;

/// Live changes of providers.
#[Subscription]
impl ProvidersSubscription {
    /// Links to telephone systems as they come up and go down.
    async fn provider_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<ProviderChange>> + use<>> {
        ctx.permit(Operation::ProviderChanged)?;
        Ok(follow(ctx, after, |change| change.topic == Topic::Provider)?)
    }
}
