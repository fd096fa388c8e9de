//! Flows: written, checked, sealed; calls that are led by them; templates.

mod crash;
mod desk;
mod drafts;
mod heard;
mod kept;
mod led;
mod recordings;
mod results;
mod templates;
mod written;
