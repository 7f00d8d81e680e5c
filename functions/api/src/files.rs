//! Requests for files, which the browser makes of the file store by itself.

use std::collections::BTreeMap;

use app::ports::SignedRequest;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A request that the browser may make without a token, until it expires.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileRequest {
    /// Where to.
    url: String,
    /// `PUT` or `GET`.
    method: &'static str,
    /// Headers to be sent as they are.
    headers: BTreeMap<String, String>,
    /// Until when.
    expires_at: Timestamp,
}

impl From<SignedRequest> for FileRequest {
    fn from(request: SignedRequest) -> Self {
        Self {
            url: request.url,
            method: request.method,
            headers: request.headers,
            expires_at: request.expires_at,
        }
    }
}
