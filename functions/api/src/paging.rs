//! Lists are read page by page: `limit` and an opaque `cursor`.

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{IntoParams, openapi::Required};

use crate::form::{Form, FromForm};
use crate::problem::{Problem, Result};

const DEFAULT_LIMIT: usize = 50;
const MAXIMUM_LIMIT: usize = 200;

/// Which page is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PageRequest<Position> {
    /// The most items to answer, 1 to 200.
    pub(crate) limit: usize,
    cursor: Option<String>,
    position: PhantomData<Position>,
}

impl<Position: FromStr> PageRequest<Position> {
    /// Where the page starts; `None` at the start of the list.
    ///
    /// # Errors
    /// When the cursor is none of ours.
    pub(crate) fn start(&self) -> Result<Option<Position>> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let decode = || {
            let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
            String::from_utf8(bytes).ok()?.parse().ok()
        };
        decode().map(Some).ok_or_else(wrong_cursor)
    }
}

/// The cursor is not one that we gave for this list.
pub(crate) fn wrong_cursor() -> Problem {
    Problem::malformed(
        "This cursor is not one of this list. Use next_cursor of the page before as it is, or leave \
         cursor out to start again.",
    )
}

/// The cursor from which the list goes on at `position`.
pub(crate) fn cursor(position: &impl Display) -> String {
    BASE64URL_NOPAD.encode(position.to_string().as_bytes())
}

impl<Position> FromForm for PageRequest<Position> {
    fn from_form(form: &mut Form) -> Option<Self> {
        let limit = match form.optional::<String>("limit") {
            None => Some(DEFAULT_LIMIT),
            Some(text) => {
                let limit = text
                    .parse()
                    .ok()
                    .filter(|limit| (1..=MAXIMUM_LIMIT).contains(limit));
                if limit.is_none() {
                    form.reject(
                        "limit",
                        format!("Use a whole number from 1 to {MAXIMUM_LIMIT}."),
                    );
                }
                limit
            }
        };
        Some(Self {
            cursor: form.optional("cursor"),
            limit: limit?,
            position: PhantomData,
        })
    }
}

impl<Position> IntoParams for PageRequest<Position> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let limit = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(MAXIMUM_LIMIT as u64))
            .default(Some(DEFAULT_LIMIT.into()));
        let cursor = ObjectBuilder::new().schema_type(Type::String);
        vec![
            query_parameter("limit", "The most items to answer.", limit.into()),
            query_parameter(
                "cursor",
                "`next_cursor` of the page before; leave it out for the first page.",
                cursor.into(),
            ),
        ]
    }
}

/// A query parameter that may be left out.
pub(crate) fn query_parameter(
    name: &str,
    description: &str,
    schema: utoipa::openapi::RefOr<utoipa::openapi::Schema>,
) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
