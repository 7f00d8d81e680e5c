//! Proof that a webhook comes from Twilio: <https://www.twilio.com/docs/usage/security#validating-requests>.
//!
//! The signature is base64(HMAC-SHA1(auth token, URL + for each parameter in order of names: the name, then its
//! values, each once and in order)). The URL is the one that Twilio was told, so it is built from the configured
//! base and the raw query, never from headers. A body that is no form is covered by its hash in the URL.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

/// What a webhook's signature covers.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The URL that was called, with its query exactly as it came.
    pub url: &'a str,
    /// The parameters of the form that was posted, all of them, decoded, in any order.
    pub parameters: &'a [(String, String)],
}

/// Whether `signature` was made with one of `tokens` for a request that posted JSON, or anything else that is no form.
///
/// Twilio then signs the URL alone, and the URL names the SHA-256 of the body, in hexadecimal, as `bodySHA256`. A URL
/// that names none, or several, covers no body, and is refused.
pub fn is_json_signed_by(tokens: &[SecretString], url: &str, body: &[u8], signature: &str) -> bool {
    let request = SignedRequest {
        url,
        parameters: &[],
    };
    names_body(url, body) && is_signed_by(tokens, request, signature)
}

fn names_body(url: &str, body: &[u8]) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let mut named = url
        .query_pairs()
        .filter(|(name, _)| name == "bodySHA256")
        .map(|(_, hash)| hash.to_ascii_lowercase());
    let (Some(hash), None) = (named.next(), named.next()) else {
        return false;
    };
    let expected: String = Sha256::digest(body)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    expected.as_bytes().ct_eq(hash.as_bytes()).into()
}

/// Whether `signature`, from the header `X-Twilio-Signature`, was made with one of `tokens`.
///
/// Each comparison takes the same time whatever the signature. The URL is accepted with and without
/// its standard port, for Twilio signs one or the other.
pub fn is_signed_by(tokens: &[SecretString], request: SignedRequest<'_>, signature: &str) -> bool {
    let parameters = canonical_parameters(request.parameters);
    let urls = spellings(request.url);
    tokens.iter().any(|token| {
        urls.iter().any(|url| {
            let expected = sign(token, url, &parameters);
            bool::from(expected.as_bytes().ct_eq(signature.as_bytes()))
        })
    })
}

fn sign(token: &SecretString, url: &str, parameters: &str) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha1>::new_from_slice(token.expose_secret().as_bytes())
        .expect("a key of any length");
    mac.update(url.as_bytes());
    mac.update(parameters.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn canonical_parameters(parameters: &[(String, String)]) -> String {
    let mut sorted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in parameters {
        sorted.entry(name).or_default().insert(value);
    }
    let mut text = String::new();
    for (name, values) in sorted {
        for value in values {
            text.push_str(name);
            text.push_str(value);
        }
    }
    text
}

/// The URL as given, and with its standard port put in or taken out.
fn spellings(url: &str) -> Vec<String> {
    let mut spellings = vec![url.to_owned()];
    let Ok(parsed) = Url::parse(url) else {
        return spellings;
    };
    let port = match parsed.scheme() {
        "https" | "wss" => ":443",
        "http" | "ws" => ":80",
        _ => return spellings,
    };
    let Some((scheme, rest)) = url.split_once("://") else {
        return spellings;
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if let Some(without) = authority.strip_suffix(port) {
        spellings.push(format!("{scheme}://{without}{path}"));
    } else if parsed.port().is_none() {
        spellings.push(format!("{scheme}://{authority}{port}{path}"));
    }
    spellings
}

#[cfg(test)]
mod tests;
