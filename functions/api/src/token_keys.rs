//! The keys that the user pool signs tokens with, fetched from where it publishes them (JWKS, RFC 7517) and kept.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use app::ports::Clock;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::JwkSet;
use tokio::sync::Mutex;
use tracing::warn;
use url::Url;

/// How long to wait for the keys. A request waits for them only when the process has none, or not this one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);
/// An unknown key makes us look for new ones at most this often, so that forged key ids can't make us hammer
/// the user pool. Cognito publishes a new key long before it signs with it.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// The user pool's keys.
pub struct TokenKeys {
    url: Url,
    client: reqwest::Client,
    clock: Arc<dyn Clock>,
    known: Mutex<KnownKeys>,
}

#[derive(Default)]
struct KnownKeys {
    by_id: HashMap<String, Arc<DecodingKey>>,
    fetched_at: Option<Timestamp>,
}

/// The keys could not be fetched, and there are none from before.
#[derive(Debug, thiserror::Error)]
#[error("the keys of tokens could not be fetched: {0}")]
pub struct KeysUnavailable(String);

impl TokenKeys {
    /// Keys to be fetched from `url`, by a client that gives up in time.
    pub fn new(url: Url, client: reqwest::Client, clock: Arc<dyn Clock>) -> Self {
        Self {
            url,
            client,
            clock,
            known: Mutex::default(),
        }
    }

    /// Fetches the keys ahead of the first request. A failure is only logged, because the first request tries again.
    pub async fn warm_up(&self) {
        let mut known = self.known.lock().await;
        if let Err(error) = self.fetch(&mut known).await {
            warn!(%error, "Will try again with the first request");
        }
    }

    /// The key of this id; `None` when the user pool has none of this id.
    ///
    /// # Errors
    /// When there are no keys at all and they can't be fetched.
    pub(crate) async fn get(&self, id: &str) -> Result<Option<Arc<DecodingKey>>, KeysUnavailable> {
        let mut known = self.known.lock().await;
        if let Some(key) = known.by_id.get(id) {
            return Ok(Some(Arc::clone(key)));
        }
        let now = self.clock.now();
        if known
            .fetched_at
            .is_some_and(|at| now.duration_since(at) < PAUSE)
        {
            return Ok(None);
        }
        match self.fetch(&mut known).await {
            Err(error) if known.by_id.is_empty() => return Err(error),
            Err(error) => warn!(%error, "Keeping the keys from before"),
            Ok(()) => {}
        }
        Ok(known.by_id.get(id).cloned())
    }

    async fn fetch(&self, known: &mut KnownKeys) -> Result<(), KeysUnavailable> {
        // With keys at hand a failure counts as a fetch, or forged ids would make every request wait for it.
        if !known.by_id.is_empty() {
            known.fetched_at = Some(self.clock.now());
        }
        let unavailable = |error: reqwest::Error| KeysUnavailable(error.to_string());
        let response = self
            .client
            .get(self.url.clone())
            .send()
            .await
            .map_err(unavailable)?;
        let response = response.error_for_status().map_err(unavailable)?;
        let set: JwkSet = response.json().await.map_err(unavailable)?;
        known.by_id = set
            .keys
            .iter()
            .filter_map(|key| {
                let id = key.common.key_id.clone()?;
                Some((id, Arc::new(DecodingKey::from_jwk(key).ok()?)))
            })
            .collect();
        known.fetched_at = Some(self.clock.now());
        Ok(())
    }
}
