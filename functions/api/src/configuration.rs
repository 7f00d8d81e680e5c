//! What the function reads from its environment, once, at the cold start.

use domain::phone::DefaultRegion;
use url::Url;

/// The function's own configuration. The table and the credentials are read by the adapters.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// `TABLE_NAME`: the table of all records.
    pub table_name: String,
    /// `BROADCAST_QUEUE_URL`: where broadcasts wait to be planned.
    pub broadcast_queue_url: String,
    /// `SEND_QUEUE_URL`: where messages wait to be sent.
    pub send_queue_url: String,
    /// `DIRECTORY_QUEUE_URL`: where long work on the directory waits.
    pub directory_queue_url: String,
    /// `ASSISTANT_QUEUE_URL`: where the language model's work waits.
    pub assistant_queue_url: String,
    /// `MODEL_NAME`: the language model; `None` where it is empty, and there is none.
    pub model_name: Option<String>,
    /// `FILES_BUCKET`: the bucket of uploaded and downloaded spreadsheets.
    pub files_bucket: String,
    /// `TWILIO_ACCOUNT_SID`: the account whose files are looked at.
    pub twilio_account_sid: String,
    /// `TWILIO_AUTH_TOKEN_PARAMETER`: the SSM parameter of the account's password.
    pub twilio_auth_token_parameter: String,
    /// `CHURCH_NAME`: the church's name, for texts that have the field of that name.
    pub church_name: String,
    /// `DEFAULT_REGION`: the country of phone numbers without a country code (ISO 3166-1, two letters).
    pub default_region: DefaultRegion,
    /// Whose tokens are taken.
    pub tokens: TokenConfiguration,
}

/// Whose tokens are taken.
#[derive(Debug, Clone)]
pub struct TokenConfiguration {
    /// `TOKEN_ISSUER`: what the claim `iss` must be: the user pool's address.
    pub issuer: String,
    /// `TOKEN_CLIENT_ID`: the client that tokens must have been made for: the dashboard.
    pub client_id: String,
    /// `TOKEN_KEYS_URL`: where the pool publishes its keys (JWKS).
    pub keys_url: Url,
}

/// A value is missing from the environment or can't be read. Its name and the reason; never the value.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {name} {reason}")]
pub struct InvalidConfiguration {
    name: &'static str,
    reason: String,
}

impl Configuration {
    /// Reads the configuration by way of `variable`, which looks a name up.
    ///
    /// # Errors
    /// When a value is missing or wrong: names the first.
    pub fn read(
        variable: impl Fn(&'static str) -> Option<String>,
    ) -> Result<Self, InvalidConfiguration> {
        let text = |name: &'static str| {
            let value = variable(name).filter(|value| !value.trim().is_empty());
            value.ok_or_else(|| invalid(name, "is missing"))
        };
        Ok(Self {
            table_name: text("TABLE_NAME")?,
            broadcast_queue_url: text("BROADCAST_QUEUE_URL")?,
            send_queue_url: text("SEND_QUEUE_URL")?,
            directory_queue_url: text("DIRECTORY_QUEUE_URL")?,
            assistant_queue_url: text("ASSISTANT_QUEUE_URL")?,
            model_name: variable("MODEL_NAME").filter(|name| !name.trim().is_empty()),
            files_bucket: text("FILES_BUCKET")?,
            twilio_account_sid: text("TWILIO_ACCOUNT_SID")?,
            twilio_auth_token_parameter: text("TWILIO_AUTH_TOKEN_PARAMETER")?,
            church_name: text("CHURCH_NAME")?,
            default_region: variable("DEFAULT_REGION")
                .as_deref()
                .unwrap_or("US")
                .parse()
                .map_err(|reason: String| invalid("DEFAULT_REGION", &reason))?,
            tokens: TokenConfiguration {
                issuer: text("TOKEN_ISSUER")?,
                client_id: text("TOKEN_CLIENT_ID")?,
                keys_url: text("TOKEN_KEYS_URL")?.parse().map_err(|error| {
                    invalid("TOKEN_KEYS_URL", &format!("is no address: {error}"))
                })?,
            },
        })
    }
}

fn invalid(name: &'static str, reason: &str) -> InvalidConfiguration {
    InvalidConfiguration {
        name,
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: [(&str, &str); 13] = [
        ("TWILIO_ACCOUNT_SID", "AC1"),
        ("TWILIO_AUTH_TOKEN_PARAMETER", "/tidings/twilio-auth-token"),
        ("TABLE_NAME", "table"),
        ("FILES_BUCKET", "files"),
        (
            "SEND_QUEUE_URL",
            "https://sqs.us-east-1.amazonaws.com/1/send",
        ),
        (
            "ASSISTANT_QUEUE_URL",
            "https://sqs.us-east-1.amazonaws.com/1/assistant",
        ),
        ("CHURCH_NAME", "Grace Church"),
        (
            "DIRECTORY_QUEUE_URL",
            "https://sqs.us-east-1.amazonaws.com/1/directory",
        ),
        (
            "BROADCAST_QUEUE_URL",
            "https://sqs.us-east-1.amazonaws.com/1/queue",
        ),
        (
            "TOKEN_ISSUER",
            "https://cognito-idp.us-east-1.amazonaws.com/pool",
        ),
        (
            "TOKEN_KEYS_URL",
            "https://cognito-idp.us-east-1.amazonaws.com/pool/.well-known/jwks.json",
        ),
        ("TOKEN_CLIENT_ID", "client"),
        ("DEFAULT_REGION", "BR"),
    ];

    fn read_with(
        changed: &str,
        value: Option<&str>,
    ) -> Result<Configuration, InvalidConfiguration> {
        Configuration::read(|name| {
            if name == changed {
                return value.map(str::to_owned);
            }
            let found = COMPLETE.into_iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn a_missing_or_empty_value_is_named() {
        for (name, _) in COMPLETE
            .into_iter()
            .filter(|(name, _)| *name != "DEFAULT_REGION")
        {
            for value in [None, Some(" ")] {
                let error = read_with(name, value).expect_err("a value is missing");
                assert_eq!(
                    error.to_string(),
                    format!("the environment variable {name} is missing")
                );
            }
        }
    }

    #[test]
    fn a_wrong_value_is_named() {
        let error = read_with("DEFAULT_REGION", Some("Brazil")).expect_err("no country code");
        assert!(error.to_string().contains("DEFAULT_REGION"), "{error}");
        let error = read_with("TOKEN_KEYS_URL", Some("keys")).expect_err("no address");
        assert!(error.to_string().contains("TOKEN_KEYS_URL"), "{error}");
    }

    #[test]
    fn a_church_may_have_no_language_model() {
        for (given, model) in [
            (None, None),
            (Some(""), None),
            (Some("small"), Some("small")),
        ] {
            let read = Configuration::read(|name| match name {
                "MODEL_NAME" => given.map(str::to_owned),
                other => COMPLETE
                    .into_iter()
                    .find(|(key, _)| *key == other)
                    .map(|(_, value)| value.to_owned()),
            });
            let read = read.expect("all that is needed");
            assert_eq!(read.model_name.as_deref(), model);
        }
    }

    #[test]
    fn numbers_without_a_country_code_are_american_unless_configured() {
        let configuration = read_with("DEFAULT_REGION", None).expect("all that is needed");
        assert_eq!(Ok(configuration.default_region), "US".parse());
        let configuration = read_with("", None).expect("all that is needed");
        assert_eq!(Ok(configuration.default_region), "BR".parse());
    }
}
