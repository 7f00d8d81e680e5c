//! What we sign in to vendors with: Twilio's auth token and the language model's key, each kept as a SecureString in SSM
//! Parameter Store and never in the environment.
//!
//! The parameter holds `current`, or `current,previous` while the token is being rotated.

use std::time::Duration;

use app::error::{Error, Result};
use aws_sdk_ssm::Client;
use aws_sdk_ssm::error::{DisplayErrorContext, SdkError};
use aws_sdk_ssm::operation::get_parameter::GetParameterError;
use secrecy::SecretString;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A token that does not fit is fetched anew, but not more often than this: whoever sends us wrong
/// signatures must not make us call SSM each time.
const REFRESH_INTERVAL: Duration = Duration::from_secs(60);

/// The tokens in force: the current one first.
#[derive(Debug, Clone)]
pub struct AuthTokens(Vec<SecretString>);

impl AuthTokens {
    /// Reads the parameter's value; `None` when there is no token in it.
    pub fn parse(value: &str) -> Option<Self> {
        let tokens: Vec<SecretString> = value
            .split(',')
            .map(str::trim)
            .filter(|token| !token.is_empty())
            .map(SecretString::from)
            .collect();
        (!tokens.is_empty()).then_some(Self(tokens))
    }

    /// The one to sign in with.
    pub fn current(&self) -> &SecretString {
        &self.0[0]
    }

    /// Those whose signatures are accepted.
    pub fn all(&self) -> &[SecretString] {
        &self.0
    }
}

/// Fetches the tokens at start, and again when they seem to have been replaced.
pub struct AuthTokenSource {
    client: Client,
    parameter: String,
    cached: Mutex<(AuthTokens, Instant)>,
}

impl AuthTokenSource {
    /// Fetches the tokens for the first time.
    ///
    /// # Errors
    /// When the parameter can't be read or holds no token.
    pub async fn start(client: Client, parameter: String) -> Result<Self> {
        let name = parameter.clone();
        let found = Self::start_if_any(client, parameter).await?;
        found.ok_or_else(|| no_token(&name))
    }

    /// Fetches the tokens for the first time; `None` when the parameter is not there, or holds none.
    ///
    /// # Errors
    /// When it can't be known whether there are any.
    pub async fn start_if_any(client: Client, parameter: String) -> Result<Option<Self>> {
        let tokens = fetch(&client, &parameter).await?;
        Ok(tokens.map(|tokens| Self {
            client,
            parameter,
            cached: Mutex::new((tokens, Instant::now())),
        }))
    }

    /// The tokens as last fetched.
    pub async fn tokens(&self) -> AuthTokens {
        self.cached.lock().await.0.clone()
    }

    /// Fetches the tokens anew, unless that was done within the last minute, and answers those in force.
    ///
    /// # Errors
    /// When the parameter can't be read or holds no token.
    pub async fn refreshed(&self) -> Result<AuthTokens> {
        let mut cached = self.cached.lock().await;
        if cached.1.elapsed() >= REFRESH_INTERVAL {
            // The try counts, also when it fails: SSM in trouble must not be asked with each request.
            cached.1 = Instant::now();
            let tokens = fetch(&self.client, &self.parameter).await?;
            cached.0 = tokens.ok_or_else(|| no_token(&self.parameter))?;
        }
        Ok(cached.0.clone())
    }
}

async fn fetch(client: &Client, parameter: &str) -> Result<Option<AuthTokens>> {
    let result = client
        .get_parameter()
        .name(parameter)
        .with_decryption(true)
        .send()
        .await;
    match result.map_err(SdkError::into_service_error) {
        Ok(output) => Ok(output
            .parameter()
            .and_then(|parameter| parameter.value())
            .and_then(AuthTokens::parse)),
        Err(GetParameterError::ParameterNotFound(_)) => Ok(None),
        Err(error) => Err(Error::Unavailable(format!(
            "SSM: {}",
            DisplayErrorContext(&error)
        ))),
    }
}

fn no_token(parameter: &str) -> Error {
    Error::Unavailable(format!("the SSM parameter {parameter} holds no auth token"))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_current_token_comes_first_and_blanks_do_not_count() {
        let tokens = AuthTokens::parse(" new , old ,").expect("two tokens");
        assert_eq!(tokens.current().expose_secret(), "new");
        assert_eq!(tokens.all().len(), 2);
        assert!(AuthTokens::parse(" , ").is_none());
    }

    #[test]
    fn tokens_are_not_shown_by_debug_output() {
        let tokens = AuthTokens::parse("swordfish").expect("a token");
        assert!(!format!("{tokens:?}").contains("swordfish"));
    }
}
