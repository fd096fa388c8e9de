//! Where the stream of changes is now.

use async_graphql::{Context, Object, Result};

use crate::graphql::{context::ContextExt, scalars::LiveCursor};

/// Where the stream of changes is now.
#[derive(Default)]
pub(super) struct PositionQuery;

/// Where the stream of changes is now.
#[Object]
impl PositionQuery {
    /// Place in the stream of changes. Ask for it before the state, or in the same query; then subscribe `after` it: no change
    /// is missed. One may be told again.
    async fn live_cursor(&self, ctx: &Context<'_>) -> Result<LiveCursor> {
        ctx.caller()?;
        let hub = &ctx.app().live;
        Ok(LiveCursor(hub.cursor(hub.head())))
    }
}
