//! A field that was given wrongly, in words for the person who gave it.

use serde::Serialize;

/// One wrong field: which one, and a sentence that says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name in the API, such as `phone`.
    pub field: String,
    /// What is wrong and how to mend it, for example "Enter the number with its area code."
    pub message: String,
}

impl FieldError {
    /// Makes an error for `field` with a sentence for the person who filled it in.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}
