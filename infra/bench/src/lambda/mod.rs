//! Stands in for Lambda: runs the binaries as execution environments, and measures them.

pub(crate) mod environment;
pub(crate) mod fleet;
pub(crate) mod process;
pub(crate) mod runtime_api;
