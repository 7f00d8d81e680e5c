//! Files that came with texts: <https://www.twilio.com/docs/messaging/api/media-resource>.
//!
//! Twilio's API answers a request for a file with the address at which its store has it, which is fetched without our
//! password. Every address, the one that came with the text and those that follow, is looked at before it is asked.

use std::time::Duration;

use app::error::{Error, Result};
use app::ports::{MediaFetch, MediaSource};
use async_trait::async_trait;
use aws_sdk_ssm::Client as Ssm;
use domain::inbound_text::InboundMedia;
use reqwest::{Client, Response, StatusCode, header};
use secrecy::ExposeSecret;
use tokio::sync::OnceCell;
use url::Url;

use super::client::api_url_from_environment;
use super::inbound::{is_at_twilio, is_below};
use crate::secrets::AuthTokenSource;

/// A file has 5 MB at most; the api function gives up after 10 seconds.
const TIMEOUT: Duration = Duration::from_secs(7);
/// Twilio sends us on once.
const MAXIMUM_HOPS: usize = 3;

/// Fetches files with the account's password.
pub struct TwilioMedia {
    http: Client,
    /// Where Twilio's API is.
    api_url: String,
    account_sid: String,
    ssm: Ssm,
    parameter: String,
    /// Fetched with the first file: most functions never need it, and their start should not wait for it.
    tokens: OnceCell<AuthTokenSource>,
}

impl TwilioMedia {
    /// Uses this account, whose password is in this parameter of SSM.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(
        ssm: Ssm,
        parameter: String,
        account_sid: String,
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self {
            http: crate::http::client(TIMEOUT)?,
            api_url: api_url_from_environment(),
            account_sid,
            ssm,
            parameter,
            tokens: OnceCell::new(),
        })
    }

    async fn request(&self, url: &Url) -> Result<Response> {
        let mut request = self.http.get(url.clone());
        if is_below(url, &self.api_url) || is_api(url) {
            let tokens = self
                .tokens
                .get_or_try_init(|| {
                    AuthTokenSource::start(self.ssm.clone(), self.parameter.clone())
                })
                .await?;
            // A file is looked at seldom: a password that was replaced is noticed within a minute.
            let tokens = tokens.refreshed().await?;
            let password = tokens.current().expose_secret().to_owned();
            request = request.basic_auth(&self.account_sid, Some(password));
        }
        request.send().await.map_err(unavailable)
    }
}

/// Whether this is the API, which wants our password, and no store of files, which must not see it.
fn is_api(url: &Url) -> bool {
    is_at_twilio(url)
        && url
            .host_str()
            .is_some_and(|host| host.ends_with(".twilio.com"))
}

/// The text names no address: whoever knows it may be able to look at the file.
fn unavailable(error: reqwest::Error) -> Error {
    Error::Unavailable(format!("Twilio's files: {}", error.without_url()))
}

#[async_trait]
impl MediaSource for TwilioMedia {
    async fn fetch_media(&self, media: &InboundMedia, maximum: usize) -> Result<MediaFetch> {
        let foreign = || Error::Unavailable("a file is not at Twilio's".into());
        let mut url = Url::parse(&media.url).map_err(|_| foreign())?;
        for _ in 0..MAXIMUM_HOPS {
            if !is_at_twilio(&url) && !is_below(&url, &self.api_url) {
                return Err(foreign());
            }
            let response = self.request(&url).await?;
            let status = response.status();
            if status.is_redirection() {
                let next = response.headers().get(header::LOCATION);
                let next = next.and_then(|next| next.to_str().ok());
                url = next
                    .and_then(|next| url.join(next).ok())
                    .ok_or_else(foreign)?;
                continue;
            }
            return match status {
                StatusCode::OK => read(response, maximum).await,
                StatusCode::NOT_FOUND | StatusCode::GONE => Ok(MediaFetch::Gone),
                other => Err(Error::Unavailable(format!(
                    "Twilio answered {} to a question for a file",
                    other.as_u16()
                ))),
            };
        }
        Err(Error::Unavailable(
            "Twilio sends us from one address of a file to the next".into(),
        ))
    }
}

/// Reads no more than `maximum` bytes, whatever the answer says of its length.
async fn read(mut response: Response, maximum: usize) -> Result<MediaFetch> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unavailable)? {
        if bytes.len() + chunk.len() > maximum {
            return Ok(MediaFetch::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(MediaFetch::File(bytes))
}

#[cfg(test)]
mod tests {
    use wiremock::matchers::{header_exists, method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    const PARAMETER: &str = "/tidings/twilio-auth-token";

    /// A place that is Twilio's API, as on the one-machine stack, and SSM at once.
    async fn media(server: &MockServer) -> TwilioMedia {
        let credentials = aws_credential_types::Credentials::from_keys("test", "test", None);
        let region = aws_types::region::Region::from_static("us-east-1");
        let config = crate::aws::configuration(region, credentials, Some(server.uri()));
        let parameter = serde_json::json!({ "Parameter": { "Name": PARAMETER, "Value": "12345" } });
        Mock::given(method("POST"))
            .respond_with(
                ResponseTemplate::new(200)
                    .set_body_raw(parameter.to_string(), "application/x-amz-json-1.1"),
            )
            .mount(server)
            .await;
        TwilioMedia {
            http: crate::http::client(TIMEOUT).expect("a client"),
            api_url: server.uri(),
            account_sid: "AC1".into(),
            ssm: Ssm::new(&config),
            parameter: PARAMETER.into(),
            tokens: OnceCell::new(),
        }
    }

    fn at(url: String) -> InboundMedia {
        InboundMedia {
            url,
            content_type: "image/png".into(),
        }
    }

    async fn answers(server: &MockServer, place: &str, answer: ResponseTemplate) {
        Mock::given(method("GET"))
            .and(path(place))
            .and(header_exists("authorization"))
            .respond_with(answer)
            .mount(server)
            .await;
    }

    #[tokio::test]
    async fn a_file_is_fetched_with_the_password_and_only_so_much_of_it() {
        let server = MockServer::start().await;
        let media = media(&server).await;
        let file = ResponseTemplate::new(200).set_body_bytes(vec![7; 100]);
        answers(&server, "/ME1", file).await;
        answers(&server, "/ME2", ResponseTemplate::new(404)).await;
        let found = media
            .fetch_media(&at(format!("{}/ME1", server.uri())), 100)
            .await;
        assert!(found.expect("an answer") == MediaFetch::File(vec![7; 100]));
        let large = media
            .fetch_media(&at(format!("{}/ME1", server.uri())), 99)
            .await;
        assert!(large.expect("an answer") == MediaFetch::TooLarge);
        let gone = media
            .fetch_media(&at(format!("{}/ME2", server.uri())), 99)
            .await;
        assert!(gone.expect("an answer") == MediaFetch::Gone);
    }

    #[tokio::test]
    async fn nobody_is_followed_to_another_place() {
        let server = MockServer::start().await;
        let elsewhere = MockServer::start().await;
        let media = media(&server).await;
        for (place, location) in [
            ("/away", format!("{}/ME1", elsewhere.uri())),
            (
                "/metadata",
                "http://169.254.169.254/latest/meta-data".into(),
            ),
            ("/round", format!("{}/round", server.uri())),
        ] {
            let answer = ResponseTemplate::new(307).insert_header("location", location.as_str());
            answers(&server, place, answer).await;
            let refused = media
                .fetch_media(&at(format!("{}{place}", server.uri())), 100)
                .await;
            assert!(refused.is_err(), "{place}");
        }
        let foreign = at(format!("{}/ME1", elsewhere.uri()));
        assert!(media.fetch_media(&foreign, 100).await.is_err());
        let requests = elsewhere.received_requests().await.expect("requests");
        assert!(requests.is_empty());
    }

    #[test]
    fn the_password_is_for_the_api_alone() {
        let is_api = |url: &str| is_api(&Url::parse(url).expect("an address"));
        assert!(is_api("https://api.twilio.com/2010-04-01/ME1"));
        assert!(is_api("https://api.dublin.ie1.twilio.com/ME1"));
        for other in [
            "https://media.twiliocdn.com/ME1",
            "http://api.twilio.com/ME1",
            "https://api.twilio.com.example.com/ME1",
        ] {
            assert!(!is_api(other), "{other}");
        }
    }
}
