//! What a function is told through its environment, read once at its start.

use std::fmt::Display;
use std::str::FromStr;

/// A variable is missing or can't be used; the function does not start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// It is not set.
    #[error(
        "the environment variable {0} is not set; template.yaml sets it for each function that needs it"
    )]
    Missing(&'static str),
    /// It is set to something else than is needed.
    #[error("the environment variable {name} can't be used: {reason}")]
    Unusable {
        /// Its name.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads a variable that must be set and not empty.
///
/// # Errors
/// When it is not set, or empty.
pub fn required(name: &'static str) -> Result<String, ConfigurationError> {
    optional(name).ok_or(ConfigurationError::Missing(name))
}

/// Reads a variable that may be missing; an empty one counts as missing.
pub fn optional(name: &'static str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Reads a variable into a type of its own.
///
/// # Errors
/// When it is not set, or is not of that type.
pub fn parsed<T>(name: &'static str) -> Result<T, ConfigurationError>
where
    T: FromStr<Err: Display>,
{
    required(name)?
        .parse()
        .map_err(|error: T::Err| ConfigurationError::Unusable {
            name,
            reason: error.to_string(),
        })
}
