//! Ctrl-C and `down`: noticed by whoever waits, so that everything that was started is also stopped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::{Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

static REQUESTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on these signals end the program only where it asks for them.
///
/// # Errors
/// When the system refuses to register a handler.
pub(crate) fn listen() -> Result<()> {
    let flag = REQUESTED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(flag))?;
    }
    Ok(())
}

/// Whether somebody asked us to stop.
pub(crate) fn requested() -> bool {
    REQUESTED
        .get()
        .is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// # Errors
/// When somebody asked us to stop.
pub(crate) fn check() -> Result<()> {
    if requested() {
        bail!("stopped, as asked");
    }
    Ok(())
}
