//! Flows: written, checked, sealed; calls that are led by them; templates.

mod desk;
mod drafts;
mod led;
mod recordings;
mod results;
mod templates;
