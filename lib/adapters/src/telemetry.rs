//! Logs: one JSON object a line, with dotted fields that hold ids and never personal data (I7).

use tracing_subscriber::EnvFilter;

/// Starts logging to standard output, which Lambda takes to CloudWatch. `RUST_LOG` sets the level; `info` by default.
pub fn init() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_env_filter(filter)
        .init();
}
