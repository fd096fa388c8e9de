//! The log: lines on standard error, so that standard output is the command's own.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt, util::SubscriberInitExt};

use crate::config::log::{Format, Log};

/// Begins to log; panics too.
///
/// # Errors
/// When the filter cannot be read.
pub(super) fn begin(log: &Log) -> anyhow::Result<()> {
    let builder = fmt().with_env_filter(EnvFilter::try_new(&log.filter)?).with_writer(std::io::stderr);
    match log.format {
        Format::Text => builder.with_ansi(std::io::stderr().is_terminal()).finish().try_init()?,
        Format::Json => builder.json().flatten_event(true).finish().try_init()?,
    }
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.payload_as_str().unwrap_or("without a message");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.location = place, "panic at {place}: {text}");
    }));
    Ok(())
}
