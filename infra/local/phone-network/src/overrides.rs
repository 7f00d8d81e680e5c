//! How often a callback is retried, by the fragment of its URL: `#rc=3&rp=all`.
//!
//! Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.

use reqwest::StatusCode;

const MOST_RETRIES: u32 = 5;

/// The overrides that this stand-in keeps: the number of retries, and after what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Overrides {
    pub(crate) retries: u32,
    after: Vec<String>,
}

impl Overrides {
    /// Reads a fragment. Twilio's defaults are one retry, and only when there was no connection.
    pub(crate) fn read(fragment: &str) -> Self {
        let value = |name: &str| {
            fragment
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        Self {
            retries: value("rc")
                .and_then(|text| text.parse().ok())
                .unwrap_or(1)
                .min(MOST_RETRIES),
            after: value("rp")
                .unwrap_or("ct")
                .split(',')
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Whether such an outcome is one to retry after.
    pub(crate) fn retries_after(&self, outcome: Result<StatusCode, &reqwest::Error>) -> bool {
        let class = match outcome {
            Ok(status) if status.is_client_error() => "4xx",
            Ok(status) if status.is_server_error() => "5xx",
            Ok(_) => return false,
            Err(error) if error.is_connect() => "ct",
            Err(_) => "rt",
        };
        self.after.iter().any(|name| name == class || name == "all")
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::Overrides;

    #[test]
    fn without_a_fragment_an_answer_is_never_retried() {
        let overrides = Overrides::read("");
        assert!(!overrides.retries_after(Ok(StatusCode::INTERNAL_SERVER_ERROR)));
        assert!(!overrides.retries_after(Ok(StatusCode::OK)));
    }

    #[test]
    fn a_fragment_says_how_often_and_after_what() {
        let all = Overrides::read("rc=3&rp=all");
        assert_eq!(all.retries, 3);
        assert!(all.retries_after(Ok(StatusCode::FORBIDDEN)));
        assert!(!all.retries_after(Ok(StatusCode::NO_CONTENT)));
        let server = Overrides::read("rp=5xx,ct&rc=9");
        assert_eq!(server.retries, 5);
        assert!(server.retries_after(Ok(StatusCode::BAD_GATEWAY)));
        assert!(!server.retries_after(Ok(StatusCode::FORBIDDEN)));
    }
}
