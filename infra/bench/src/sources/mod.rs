//! Stands in for what hands events to functions: event sources and the gateway.

pub(crate) mod gateway;
mod pattern;
pub(crate) mod queue;
pub(crate) mod stream;

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, anyhow};
use tokio::task::JoinSet;

/// What went wrong where nobody waits for an answer.
#[derive(Clone, Default)]
pub(crate) struct Troubles(Arc<Mutex<Option<String>>>);

impl Troubles {
    /// Notes the first of them, which explains the others.
    pub(crate) fn note(&self, error: &anyhow::Error) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| format!("{error:#}"));
    }

    /// # Errors
    /// When something has gone wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first
            .as_ref()
            .map_or(Ok(()), |words| Err(anyhow!("{words}")))
    }
}

/// Event sources at work; they stop when this goes.
pub(crate) type Running = JoinSet<()>;
