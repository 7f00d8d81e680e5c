//! Twilio's logs of messages and calls, read to find out whether it has one, and what they cost:
//! <https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources>,
//! <https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources>.

use std::ops::RangeInclusive;

use app::Page;
use app::error::{Error, Result};
use app::ports::{CarrierLog, LoggedText, PricedText};
use async_trait::async_trait;
use domain::message::CarrierStatus;
use domain::{MessageType, PhoneNumber};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use reqwest::RequestBuilder;
use secrecy::ExposeSecret;
use serde::Deserialize;
use tracing::error;

use super::client::{TwilioAccount, TwilioClient};
use super::price::micro_dollars;
use super::report::{call_status, carrier_status};

/// The largest page that Twilio gives.
const PAGE_SIZE: &str = "1000";

/// More than the texts of one person will ever fill; a list that goes on and on is not read for ever.
const MAXIMUM_PAGES: usize = 10;

#[derive(Deserialize)]
struct LogPage {
    #[serde(alias = "calls")]
    messages: Vec<LoggedMessage>,
    next_page_uri: Option<String>,
}

/// What we read of a message or a call; Twilio's specification lets each of the optional fields be `null`.
#[derive(Deserialize)]
struct LoggedMessage {
    sid: String,
    to: Option<String>,
    from: Option<String>,
    messaging_service_sid: Option<String>,
    direction: Option<String>,
    body: Option<String>,
    status: Option<String>,
    date_created: Option<String>,
    #[serde(alias = "start_time")]
    date_sent: Option<String>,
    price: Option<String>,
    price_unit: Option<String>,
    num_segments: Option<String>,
}

#[async_trait]
impl CarrierLog for TwilioClient {
    /// Does not filter by `DateSent`: a message that was just accepted has none.
    async fn find_texts(
        &self,
        to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>> {
        self.find(Log::of(&self.account, MessageType::Sms), to, created_after)
            .await
    }

    async fn find_calls(
        &self,
        to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>> {
        self.find(
            Log::of(&self.account, MessageType::Voice),
            to,
            created_after,
        )
        .await
    }

    async fn list_prices(
        &self,
        message_type: MessageType,
        days: RangeInclusive<Date>,
        cursor: Option<&str>,
    ) -> Result<Page<PricedText, String>> {
        let (start, end) = instants(&days)?;
        let log = Log::of(&self.account, message_type);
        let request = match cursor {
            Some(cursor) => self.page_at(&log, cursor)?,
            None => {
                let (first, last) = (start.to_string(), end.to_string());
                let (from, before) = log.date_filter;
                let mut query = vec![
                    (from, first.as_str()),
                    (before, last.as_str()),
                    ("PageSize", PAGE_SIZE),
                ];
                query.extend(log.number.map(|number| ("From", number)));
                self.http.get(log.url(&self.account)).query(&query)
            }
        };
        let page = self.read_page(request).await?;
        let mut items = Vec::new();
        for message in page.messages {
            if message.is_sent_by(&log) && message.is_sent_between(start, end)? {
                items.extend(message.into_priced_text());
            }
        }
        Ok(Page {
            items,
            next: page.next_page_uri,
        })
    }
}

/// One of the two logs, and how our own entries of it are told.
struct Log<'a> {
    path: String,
    /// The church's number; `None` where a messaging service chooses it.
    number: Option<&'a str>,
    /// The messaging service, where there is one.
    service: Option<&'a str>,
    date_filter: (&'static str, &'static str),
}

impl<'a> Log<'a> {
    fn of(account: &'a TwilioAccount, message_type: MessageType) -> Self {
        match message_type {
            MessageType::Sms => {
                let service = account.is_messaging_service().then_some(&*account.sender);
                Self {
                    path: account.messages_path(),
                    number: service.is_none().then_some(&*account.sender),
                    service,
                    date_filter: ("DateSent>", "DateSent<"),
                }
            }
            MessageType::Voice => Self {
                path: account.calls_path(),
                number: Some(&account.voice_number),
                service: None,
                date_filter: ("StartTime>", "StartTime<"),
            },
        }
    }

    fn url(&self, account: &TwilioAccount) -> String {
        format!("{}{}", account.api_url, self.path)
    }
}

impl TwilioClient {
    async fn find(
        &self,
        log: Log<'_>,
        to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>> {
        let mut query = vec![("To", to.as_str()), ("PageSize", PAGE_SIZE)];
        query.extend(log.number.map(|number| ("From", number)));
        let mut request = self.http.get(log.url(&self.account)).query(&query);
        let mut texts = Vec::new();
        for _ in 0..MAXIMUM_PAGES {
            let page = self.read_page(request).await?;
            for message in page.messages {
                if !message.is_sent_by(&log) || message.to.as_deref() != Some(to.as_str()) {
                    continue;
                }
                let text = message.into_logged_text()?;
                if text.date_created >= created_after {
                    texts.push(text);
                }
            }
            match page.next_page_uri {
                Some(uri) => request = self.page_at(&log, &uri)?,
                None => return Ok(texts),
            }
        }
        Err(Error::Unavailable(format!(
            "Twilio's log of one number has more than {MAXIMUM_PAGES} pages"
        )))
    }

    /// A request for the page that an earlier one named. It goes to our own list and nowhere else, for our password
    /// goes with it.
    fn page_at(&self, log: &Log<'_>, uri: &str) -> Result<RequestBuilder> {
        match uri.strip_prefix(&log.path) {
            Some(query) if query.starts_with('?') => {
                Ok(self.http.get(format!("{}{uri}", self.account.api_url)))
            }
            _ => Err(Error::field(
                "cursor",
                "This is not a page of the list of messages. Begin with the first page.",
            )),
        }
    }

    /// Reads one page. Whatever goes wrong, it may be asked again: reading changes nothing.
    async fn read_page(&self, request: RequestBuilder) -> Result<LogPage> {
        let tokens = self.tokens.tokens().await;
        let response = request
            .basic_auth(
                &self.account.account_sid,
                Some(tokens.current().expose_secret()),
            )
            .send()
            .await
            .map_err(unreadable)?;
        match response.status().as_u16() {
            200 => response.json().await.map_err(unreadable),
            status => {
                if status == 401
                    && let Err(error) = self.tokens.refreshed().await
                {
                    error!(%error, "The auth token could not be fetched anew");
                }
                Err(Error::Unavailable(format!(
                    "Twilio's log of messages answered with the status {status}"
                )))
            }
        }
    }
}

/// The URL is taken out: it holds the phone number (I7).
fn unreadable(error: reqwest::Error) -> Error {
    Error::Unavailable(format!("Twilio's log of messages: {}", error.without_url()))
}

impl LoggedMessage {
    /// Whether our sender sent it: the messaging service, whichever number it chose, or the number.
    fn is_sent_by(&self, log: &Log<'_>) -> bool {
        let is_ours = match log.service {
            Some(service) => self.messaging_service_sid.as_deref() == Some(service),
            None => self.from.as_deref() == log.number,
        };
        let is_outbound = self
            .direction
            .as_deref()
            .is_some_and(|direction| direction.starts_with("outbound"));
        is_outbound && is_ours
    }

    /// Whether it left from `start` on and before `end`. Twilio's own filter takes in the last second too.
    fn is_sent_between(&self, start: Timestamp, end: Timestamp) -> Result<bool> {
        match &self.date_sent {
            Some(date) => Ok((start..end).contains(&timestamp(date)?)),
            None => Ok(false),
        }
    }

    fn into_logged_text(self) -> Result<LoggedText> {
        let name = self.status.as_deref();
        let status = name.and_then(|name| carrier_status(name).or_else(|| call_status(name)));
        Ok(LoggedText {
            status: status.unwrap_or(CarrierStatus::Accepted),
            date_created: timestamp(self.date_created.as_deref().unwrap_or_default())?,
            price: self.price(),
            segments: self.segments(),
            body: self.body.unwrap_or_default(),
            sid: self.sid,
        })
    }

    /// `None` when it did not go to a phone number.
    fn into_priced_text(self) -> Option<PricedText> {
        Some(PricedText {
            to: PhoneNumber::from_e164(self.to.as_deref()?)?,
            price: self.price(),
            segments: self.segments(),
            sid: self.sid,
        })
    }

    /// What it cost; `None` until Twilio knows, and in another currency than ours.
    fn price(&self) -> Option<i64> {
        let is_in_dollars = self
            .price_unit
            .as_deref()
            .is_some_and(|unit| unit.eq_ignore_ascii_case("USD"));
        self.price
            .as_deref()
            .filter(|_| is_in_dollars)
            .and_then(micro_dollars)
    }

    fn segments(&self) -> u32 {
        self.num_segments
            .as_deref()
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    }
}

/// Reads a date as Twilio writes it: `Thu, 24 Aug 2023 05:01:45 +0000` (RFC 2822).
fn timestamp(date: &str) -> Result<Timestamp> {
    rfc2822::parse(date)
        .map(|zoned| zoned.timestamp())
        .map_err(|_| Error::Unavailable("a date in Twilio's log of messages is unreadable".into()))
}

/// The first instant of the first day, and that of the day after the last, in UTC.
fn instants(days: &RangeInclusive<Date>) -> Result<(Timestamp, Timestamp)> {
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let start = midnight(*days.start());
    let end = days.end().tomorrow().and_then(midnight);
    start
        .and_then(|start| Ok((start, end?)))
        .map_err(|_| Error::field("days", "Choose days within the calendar."))
}

#[cfg(test)]
mod tests;
