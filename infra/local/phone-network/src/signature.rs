//! `X-Twilio-Signature`, as Twilio signs what it sends to a webhook.
//!
//! Source: <https://www.twilio.com/docs/usage/security#validating-requests>.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// base64(HMAC-SHA1(token, url + key and value of each distinct pair, sorted by key and then by value)).
///
/// `url` is the one that is requested, query included, fragment excluded. A GET is signed with no
/// parameters, since they are in the URL already.
pub(crate) fn sign(auth_token: &str, url: &str, parameters: &[(String, String)]) -> String {
    let mut pairs: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();

    let mut mac = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(url.as_bytes());
    for (key, value) in pairs {
        mac.update(key.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::sign;

    fn signature_of(url: &str, parameters: &[(&str, &str)]) -> String {
        let owned: Vec<(String, String)> = parameters
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        sign("12345", url, &owned)
    }

    const CALL: [(&str, &str); 5] = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
        ("Caller", "+14158675309"),
    ];

    #[test]
    fn the_vector_of_twilios_own_libraries_is_met() {
        let signature = signature_of("https://mycompany.com/myapp.php?foo=1&bar=2", &CALL);
        assert_eq!(signature, "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    #[test]
    fn the_port_of_the_url_is_signed_as_it_stands() {
        let signature = signature_of("https://mycompany.com:443/myapp.php?foo=1&bar=2", &CALL);
        assert_eq!(signature, "kvajT1Ptam85bY51eRf/AJRuM3w=");
    }

    #[test]
    fn a_repeated_key_is_written_with_each_of_its_distinct_values_in_order() {
        let signature = signature_of(
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            &[
                ("Sid", "CA123"),
                ("SidAccount", "AC123"),
                ("Digits", "5678"),
                ("Digits", "1234"),
                ("Digits", "1234"),
            ],
        );
        assert_eq!(signature, "IK+Dwps556ElfBT0I3Rgjkr1wJU=");
    }
}
