//! What all webhooks share: nothing of a request is believed before its signature is checked (I5), and the answer to
//! one that is not Twilio's says no more than that.

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use tracing::{error, warn};

use super::report::signed_spellings;
use super::signature::{SignedRequest, is_signed_by};
use crate::secrets::{AuthTokenSource, AuthTokens};

/// Who checks that requests are Twilio's.
pub struct WebhookDoor {
    /// What Twilio was told to call, without a slash at the end.
    pub base_url: String,
    /// The tokens that Twilio signs with.
    pub tokens: AuthTokenSource,
}

/// A request that Twilio signed.
pub struct WebhookRequest {
    /// The path, below the base.
    pub path: String,
    /// What was called, with its query exactly as it came.
    pub url: String,
    /// The form that was posted, decoded.
    pub parameters: Vec<(String, String)>,
}

impl WebhookRequest {
    /// A parameter of the form; nothing when it is not there.
    pub fn parameter(&self, name: &str) -> &str {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

impl WebhookDoor {
    /// Reads a request, if Twilio signed it; else nothing is told of it but that somebody tried.
    pub async fn open(&self, request: &ApiGatewayV2httpRequest) -> Option<WebhookRequest> {
        let url = signed_url(&self.base_url, request);
        let parameters = form_parameters(request);
        let signature = request
            .headers
            .get("x-twilio-signature")
            .and_then(|value| value.to_str().ok());
        let signature = signature.unwrap_or_default();
        if !self.is_genuine(&url, &parameters, signature).await {
            warn!("A request without a valid signature was turned away");
            return None;
        }
        Some(WebhookRequest {
            path: request.raw_path.clone().unwrap_or_default(),
            url,
            parameters,
        })
    }

    /// Checks the signature against the tokens in force; they are fetched anew when none fits, because the
    /// token may have been replaced since this function started.
    async fn is_genuine(
        &self,
        url: &str,
        parameters: &[(String, String)],
        signature: &str,
    ) -> bool {
        let urls = signed_spellings(url);
        let is_signed = |tokens: &AuthTokens| {
            urls.iter().any(|url| {
                let request = SignedRequest { url, parameters };
                is_signed_by(tokens.all(), request, signature)
            })
        };
        if is_signed(&self.tokens.tokens().await) {
            return true;
        }
        match self.tokens.refreshed().await {
            Ok(tokens) => is_signed(&tokens),
            Err(error) => {
                error!(%error, "The auth token could not be fetched anew");
                false
            }
        }
    }
}

/// The URL that Twilio signed: the configured base, the path, and the query exactly as it came.
fn signed_url(base_url: &str, request: &ApiGatewayV2httpRequest) -> String {
    let path = request.raw_path.as_deref().unwrap_or_default();
    match request.raw_query_string.as_deref() {
        None | Some("") => format!("{base_url}{path}"),
        Some(query) => format!("{base_url}{path}?{query}"),
    }
}

/// The decoded form; a body that is no form has no parameters, and its signature will not fit.
fn form_parameters(request: &ApiGatewayV2httpRequest) -> Vec<(String, String)> {
    let body = request.body.as_deref().unwrap_or_default();
    let bytes = if request.is_base64_encoded {
        STANDARD.decode(body).unwrap_or_default()
    } else {
        body.as_bytes().to_vec()
    };
    url::form_urlencoded::parse(&bytes).into_owned().collect()
}

/// An answer that tells Twilio what to do.
pub fn twiml_response(twiml: String) -> ApiGatewayV2httpResponse {
    let mut response = empty_response(200);
    let content_type = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers.insert(CONTENT_TYPE, content_type);
    response.body = Some(Body::Text(twiml));
    response
}

/// An answer that is nothing but a status.
pub fn empty_response(status: i64) -> ApiGatewayV2httpResponse {
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = status;
    response
}
