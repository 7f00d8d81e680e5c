//! What is accepted as coming from Twilio, and above all what is not.

mod mutations;
mod reference;

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
