//! Proof that a webhook comes from Twilio: <https://www.twilio.com/docs/usage/security#validating-requests>.
//!
//! The signature is base64(HMAC-SHA1(auth token, URL + for each parameter in order of names: the name, then its
//! values, each once and in order)). The URL is the one that Twilio was told, so it is built from the configured
//! base and the raw query, never from headers.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
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
        "https" => ":443",
        "http" => ":80",
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    fn tokens(texts: &[&str]) -> Vec<SecretString> {
        texts.iter().map(|text| SecretString::from(*text)).collect()
    }

    fn pairs(parameters: &[(&str, &str)]) -> Vec<(String, String)> {
        parameters
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    fn call() -> Vec<(String, String)> {
        pairs(&[
            ("CallSid", "CA1234567890ABCDE"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
            ("Caller", "+14158675309"),
        ])
    }

    fn accepted(
        tokens: &[SecretString],
        url: &str,
        parameters: &[(String, String)],
        signature: &str,
    ) -> bool {
        is_signed_by(tokens, SignedRequest { url, parameters }, signature)
    }

    #[test]
    fn the_published_examples_are_accepted() {
        let token = tokens(&["12345"]);
        assert!(accepted(&token, URL, &call(), SIGNATURE));
        let with_port = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
        assert!(accepted(
            &token,
            with_port,
            &call(),
            "kvajT1Ptam85bY51eRf/AJRuM3w="
        ));
        let repeated = pairs(&[
            ("Sid", "CA123"),
            ("SidAccount", "AC123"),
            ("Digits", "5678"),
            ("Digits", "1234"),
            ("Digits", "1234"),
        ]);
        assert!(accepted(
            &token,
            URL,
            &repeated,
            "IK+Dwps556ElfBT0I3Rgjkr1wJU="
        ));
    }

    #[test]
    fn the_standard_port_may_be_there_or_not() {
        let token = tokens(&["12345"]);
        let with_port = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
        assert!(accepted(&token, with_port, &call(), SIGNATURE));
        assert!(accepted(
            &token,
            URL,
            &call(),
            "kvajT1Ptam85bY51eRf/AJRuM3w="
        ));
        let other_port = "https://mycompany.com:8443/myapp.php?foo=1&bar=2";
        assert!(!accepted(&token, other_port, &call(), SIGNATURE));
    }

    #[test]
    fn both_tokens_are_accepted_while_one_replaces_the_other() {
        assert!(accepted(
            &tokens(&["new", "12345"]),
            URL,
            &call(),
            SIGNATURE
        ));
        assert!(!accepted(&tokens(&["new"]), URL, &call(), SIGNATURE));
        assert!(!accepted(&[], URL, &call(), SIGNATURE));
    }

    proptest! {
        #[test]
        fn a_changed_signature_is_refused(index in 0..SIGNATURE.len(), replacement in "[A-Za-z0-9+/=]") {
            let mut changed = SIGNATURE.to_owned();
            changed.replace_range(index..=index, &replacement);
            prop_assume!(changed != SIGNATURE);
            prop_assert!(!accepted(&tokens(&["12345"]), URL, &call(), &changed));
        }

        #[test]
        fn a_changed_parameter_is_refused(index in 0_usize..5, suffix in "\\PC{1,5}") {
            let mut changed = call();
            changed[index].1.push_str(&suffix);
            prop_assert!(!accepted(&tokens(&["12345"]), URL, &changed, SIGNATURE));
        }

        #[test]
        fn an_added_parameter_is_refused(name in "[A-Za-z]{1,8}", value in "\\PC{0,8}") {
            let mut changed = call();
            changed.push((name, value));
            prop_assume!(canonical_parameters(&changed) != canonical_parameters(&call()));
            prop_assert!(!accepted(&tokens(&["12345"]), URL, &changed, SIGNATURE));
        }
    }
}
