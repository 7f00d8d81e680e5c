//! One configuration for all AWS clients of a function: one HTTP client, and so one pool of connections.
//!
//! Lambda hands a function its region and credentials in the environment
//! (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>), so nothing of what `aws-config`
//! searches for is needed; leaving it out makes binaries smaller and starts quicker.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use std::time::Duration;

use crate::environment::{ConfigurationError, optional, required};

/// Our stores and queues answer in milliseconds; waiting longer than this helps nobody.
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(1_500);
/// All attempts of one operation together: functions reckon with it when they decide whether to begin.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(4);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// Reads region, credentials and, on one machine, the emulator's address from the environment.
///
/// # Errors
/// When one of them is missing.
pub fn configuration_from_environment() -> Result<SdkConfig, ConfigurationError> {
    let credentials = Credentials::from_keys(
        required("AWS_ACCESS_KEY_ID")?,
        required("AWS_SECRET_ACCESS_KEY")?,
        optional("AWS_SESSION_TOKEN"),
    );
    let region = Region::new(required("AWS_REGION")?);
    Ok(configuration(
        region,
        credentials,
        optional("AWS_ENDPOINT_URL"),
    ))
}

/// The configuration of our clients, for a given place and identity.
pub fn configuration(
    region: Region,
    credentials: Credentials,
    endpoint_url: Option<String>,
) -> SdkConfig {
    let http_client = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let mut builder = SdkConfig::builder()
        .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
        .region(region)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http_client)
        .retry_config(RetryConfig::standard().with_max_attempts(4))
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .operation_attempt_timeout(ATTEMPT_TIMEOUT)
                .operation_timeout(OPERATION_TIMEOUT)
                .build(),
        );
    builder.set_endpoint_url(endpoint_url);
    builder.build()
}
