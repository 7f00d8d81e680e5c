//! Pictures and the like that come with a phone's text, and Twilio's Media resource that serves them.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/media-resource>.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{clock, record::Record};

/// The most that Twilio takes with one text.
const MOST_MEDIA: usize = 10;
/// The most that they may weigh together, in bytes.
const MOST_BYTES: usize = 5 * 1024 * 1024;

/// A picture or the like, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Medium {
    pub(crate) sid: String,
    pub(crate) content_type: String,
    pub(crate) base64: String,
}

/// A picture or the like, as the control API takes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MediumOrder {
    pub(crate) content_type: String,
    pub(crate) base64: String,
}

/// Checks what is to come with one text.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn check(media: &[MediumOrder]) -> Result<(), String> {
    if media.len() > MOST_MEDIA {
        return Err(format!("a text holds at most {MOST_MEDIA} media"));
    }
    let mut bytes = 0;
    for medium in media {
        let is_type = medium
            .content_type
            .split_once('/')
            .is_some_and(|(kind, rest)| is_token(kind) && is_token(rest));
        if !is_type {
            return Err("content_type must be one such as image/png".to_owned());
        }
        bytes += STANDARD
            .decode(&medium.base64)
            .map_err(|error| format!("base64 can't be read: {error}"))?
            .len();
    }
    if bytes > MOST_BYTES {
        return Err("the media of a text weigh at most 5 MB together".to_owned());
    }
    Ok(())
}

/// Whether `text` is a token of HTTP in lower case, as both halves of a content type are.
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-._".contains(&byte)
        })
}

/// The path of one medium below the server's address.
pub(crate) fn path(account_sid: &str, message_sid: &str, medium_sid: &str) -> String {
    format!("/2010-04-01/Accounts/{account_sid}/Messages/{message_sid}/Media/{medium_sid}")
}

/// Answers for what lies below `Messages/{sid}/`: `Media.json`, `Media/{sid}.json` and `Media/{sid}` itself; none
/// when there is no such thing.
pub(crate) fn answer(record: &Record, resource: &str, account_sid: &str) -> Option<Response> {
    if resource == "Media.json" {
        return Some(axum::Json(list(record, account_sid)).into_response());
    }
    let name = resource.strip_prefix("Media/")?;
    let (sid, as_json) = match name.strip_suffix(".json") {
        Some(sid) => (sid, true),
        None => (name, false),
    };
    let medium = record.media.iter().find(|medium| medium.sid == sid)?;
    if as_json {
        return Some(axum::Json(view(record, medium, account_sid)).into_response());
    }
    let bytes = STANDARD.decode(&medium.base64).unwrap_or_default();
    let mut response = Body::from(bytes).into_response();
    let content_type = HeaderValue::from_str(&medium.content_type).ok()?;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    Some(response)
}

fn view(record: &Record, medium: &Medium, account_sid: &str) -> Value {
    let date = clock::rfc2822(record.accepted_at);
    json!({
        "account_sid": account_sid,
        "content_type": medium.content_type,
        "date_created": date,
        "date_updated": date,
        "parent_sid": record.sid,
        "sid": medium.sid,
        "uri": format!("{}.json", path(account_sid, &record.sid, &medium.sid)),
    })
}

/// All on one page: a text has at most ten.
fn list(record: &Record, account_sid: &str) -> Value {
    let media: Vec<Value> = record
        .media
        .iter()
        .map(|medium| view(record, medium, account_sid))
        .collect();
    let uri = format!(
        "/2010-04-01/Accounts/{account_sid}/Messages/{}/Media.json?PageSize=50&Page=0",
        record.sid
    );
    json!({
        "end": media.len().saturating_sub(1),
        "first_page_uri": uri,
        "media_list": media,
        "next_page_uri": null,
        "page": 0,
        "page_size": 50,
        "previous_page_uri": null,
        "start": 0,
        "uri": uri,
    })
}

#[cfg(test)]
mod tests {
    use super::{MediumOrder, check};

    fn order(content_type: &str, base64: &str) -> MediumOrder {
        MediumOrder {
            content_type: content_type.to_owned(),
            base64: base64.to_owned(),
        }
    }

    #[test]
    fn media_that_twilio_would_not_take_are_refused_with_a_sentence() {
        assert_eq!(check(&[order("image/png", "AAAA")]), Ok(()));
        let large = "A".repeat(3 * 1024 * 1024);
        for (media, part) in [
            (vec![order("png", "AAAA")], "such as image/png"),
            (
                vec![order("image/png\r\nX: y", "AAAA")],
                "such as image/png",
            ),
            (
                vec![order("image/png", "no base64")],
                "base64 can't be read",
            ),
            (vec![order("image/png", "AAAA"); 11], "at most 10"),
            (vec![order("image/png", &large); 3], "at most 5 MB"),
        ] {
            let error = check(&media).expect_err(part);
            assert!(error.contains(part), "{error}");
        }
    }
}
