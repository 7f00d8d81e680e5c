//! E-mail addresses, by the rule that browsers check forms with
//! (<https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>).

use std::fmt;

use serde::{Deserialize, Serialize};

/// An e-mail address such as `ruth@example.org`; its domain is in lower case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// The text is not an e-mail address; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Enter one e-mail address, such as ruth@example.org.")]
pub struct InvalidEmailAddress;

/// The longest address that mail servers take, in bytes (RFC 5321, section 4.5.3.1.3, less the brackets).
const MAXIMUM_LENGTH: usize = 254;
/// The longest part before the `@`, in bytes (RFC 5321, section 4.5.3.1.1).
const MAXIMUM_LOCAL_LENGTH: usize = 64;
/// The longest part of a domain between dots, in bytes (RFC 1035, section 2.3.4).
const MAXIMUM_LABEL_LENGTH: usize = 63;

impl EmailAddress {
    /// Reads an address; spaces around it are left away.
    ///
    /// Stricter than browsers in one point: the domain must have a dot, for nobody in a church's
    /// directory is reached at `ruth@localhost`.
    ///
    /// # Errors
    /// When the text is not exactly one address.
    pub fn parse(text: &str) -> Result<Self, InvalidEmailAddress> {
        let text = text.trim();
        if text.len() > MAXIMUM_LENGTH {
            return Err(InvalidEmailAddress);
        }
        let (local, domain) = text.split_once('@').ok_or(InvalidEmailAddress)?;
        if !is_local_part(local) || !is_domain(domain) {
            return Err(InvalidEmailAddress);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local_part(text: &str) -> bool {
    (1..=MAXIMUM_LOCAL_LENGTH).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte))
}

fn is_domain(text: &str) -> bool {
    text.contains('.') && text.split('.').all(is_label)
}

fn is_label(text: &str) -> bool {
    (1..=MAXIMUM_LABEL_LENGTH).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(..)")
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmailAddress;

    fn try_from(text: String) -> Result<Self, InvalidEmailAddress> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(email: EmailAddress) -> String {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_kept_as_written_but_for_the_case_of_its_domain() {
        for (text, address) in [
            ("ruth@example.org", "ruth@example.org"),
            (" Ruth.Boaz@Example.ORG ", "Ruth.Boaz@example.org"),
            (
                "o'brien+choir@mail.example.co.uk",
                "o'brien+choir@mail.example.co.uk",
            ),
            ("info@xn--mnchen-3ya.example", "info@xn--mnchen-3ya.example"),
        ] {
            let email = EmailAddress::parse(text);
            assert_eq!(email.as_ref().map(EmailAddress::as_str), Ok(address));
        }
    }

    #[test]
    fn what_is_not_exactly_one_address_is_refused() {
        for text in [
            "",
            "ruth",
            "ruth@",
            "@example.org",
            "ruth@localhost",
            "ruth@example..org",
            "ruth@-example.org",
            "ruth@example.org.",
            "ruth boaz@example.org",
            "ruth@example.org, boaz@example.org",
            "Ruth <ruth@example.org>",
            "ruth@@example.org",
            "ruth@example.org\nBcc: all@example.org",
        ] {
            assert_eq!(
                EmailAddress::parse(text),
                Err(InvalidEmailAddress),
                "{text}"
            );
        }
        let long = format!("{}@example.org", "r".repeat(65));
        assert_eq!(EmailAddress::parse(&long), Err(InvalidEmailAddress));
    }

    #[test]
    fn an_address_is_text_in_json_and_hidden_in_debug_output() {
        let email: EmailAddress = serde_json::from_str("\"ruth@example.org\"").expect("an address");
        assert_eq!(
            serde_json::to_string(&email).expect("JSON"),
            "\"ruth@example.org\""
        );
        assert_eq!(format!("{email:?}"), "EmailAddress(..)");
        assert!(serde_json::from_str::<EmailAddress>("\"ruth\"").is_err());
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_again_the_same(text in "\\PC{0,12}@?[a-zA-Z0-9.-]{0,20}") {
            if let Ok(email) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(email.as_str()), Ok(email));
            }
        }
    }
}
