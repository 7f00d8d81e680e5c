//! A request that is repeated with the same `Idempotency-Key` sends nothing again.

use app::create_broadcast::IdempotencyKey;
use axum::extract::FromRequestParts;
use data_encoding::BASE64URL_NOPAD;
use domain::FieldError;
use http::request::Parts;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::authentication::User;
use crate::problem::{Problem, Result};

const HEADER: &str = "Idempotency-Key";
const MAXIMUM_LENGTH: usize = 255;

/// The header `Idempotency-Key`, if there is one.
#[derive(Debug)]
pub(crate) struct RepeatKey(Option<String>);

impl RepeatKey {
    /// The key and the fingerprint of the request, made so that no two members of staff can meet in one key.
    ///
    /// # Errors
    /// When the request can't be written down, which a plain structure always can.
    pub(crate) fn for_request(
        &self,
        user: &User,
        request: &impl Serialize,
    ) -> Result<Option<IdempotencyKey>> {
        let Some(given) = &self.0 else {
            return Ok(None);
        };
        let canonical =
            serde_json::to_vec(request).map_err(|error| Problem::failure(error.to_string()))?;
        let key = Sha256::new()
            .chain_update(&user.id)
            .chain_update([0])
            .chain_update(given)
            .finalize();
        Ok(Some(IdempotencyKey {
            key: BASE64URL_NOPAD.encode(&key),
            fingerprint: BASE64URL_NOPAD.encode(&Sha256::digest(&canonical)),
        }))
    }
}

impl<S: Sync> FromRequestParts<S> for RepeatKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let mut values = parts.headers.get_all(HEADER).iter();
        let (first, second) = (values.next(), values.next());
        let Some(value) = first else {
            return Ok(Self(None));
        };
        let text = value.to_str().ok().filter(|_| second.is_none());
        match text.filter(|text| (1..=MAXIMUM_LENGTH).contains(&text.len())) {
            Some(text) => Ok(Self(Some(text.to_owned()))),
            None => {
                let message =
                    format!("Give one key of 1 to {MAXIMUM_LENGTH} plain characters, or none.");
                Err(Problem::wrong_fields(vec![FieldError::new(
                    HEADER, message,
                )]))
            }
        }
    }
}

impl IntoParams for RepeatKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(MAXIMUM_LENGTH));
        let parameter = ParameterBuilder::new()
            .name(HEADER)
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("Any text that is unique to this message, such as a UUID. Repeat it when you repeat the request."))
            .schema(Some(schema))
            .build();
        vec![parameter]
    }
}
