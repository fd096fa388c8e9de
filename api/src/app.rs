//! What every use case needs: built once, cheap to clone.

use std::sync::Arc;

use crate::{clock::SharedClock, config::Config, db::Db, live::Hub};

/// The application.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: SharedClock,
    /// The stream of changes.
    pub live: Hub,
    /// How it was set up.
    pub config: Arc<Config>,
}
