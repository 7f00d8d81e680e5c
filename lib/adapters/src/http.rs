//! The HTTP client for vendors that are not AWS.

use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};

/// Time to connect. Whatever fails by then was certainly not processed.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// A client that never repeats a request by itself and speaks HTTP/1.1 only: HTTP/2 has ways to
/// leave open whether a request was processed. Its root certificates are compiled in, which makes starts quicker.
///
/// # Errors
/// When TLS can't be set up.
pub fn client(
    timeout: Duration,
) -> Result<reqwest::Client, Box<dyn std::error::Error + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .retry(reqwest::retry::never())
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(timeout)
        .build()?)
}
