//! The one kind of error that use cases return. It knows nothing of HTTP: the outside sentence is for the
//! person who asked, the inside context for our logs alone.

use domain::FieldError;

/// Shorthand for results of use cases and ports.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a use case did not do what was asked. Nothing was changed, unless a variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields were given wrongly; each says what to do.
    #[error("some fields are wrong")]
    Invalid(Vec<FieldError>),
    /// There is no such record. The text names the noun: "contact".
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// What was asked does not fit the present state; the sentence says what to do.
    #[error("{0}")]
    Conflict(String),
    /// The record was changed by someone else since it was read.
    #[error("the record was changed since it was read")]
    Stale,
    /// A vendor or our own store failed; it may work later. Whether something was changed is not known.
    /// The text is for logs, and holds no personal data.
    #[error("{0}")]
    Unavailable(String),
}

impl Error {
    /// An error about a single field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}
