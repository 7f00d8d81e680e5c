//! The IncomingPhoneNumber resource: where Twilio turns to when a phone texts or calls the church.
//!
//! Source: <https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource>.

use std::{fs, io::ErrorKind, path::Path};

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    clock,
    error::TwilioError,
    parameters::{Parameters, is_web_url},
    random::SplitMix64,
};

const FILE_NAME: &str = "incoming-number.json";

/// The fields of UpdateIncomingPhoneNumber.
const UPDATE: &[&str] = &[
    "SmsUrl",
    "SmsMethod",
    "VoiceUrl",
    "VoiceMethod",
    "VoiceFallbackUrl",
    "VoiceFallbackMethod",
    "StatusCallback",
    "StatusCallbackMethod",
    "AccountSid",
    "ApiVersion",
    "FriendlyName",
    "SmsApplicationSid",
    "SmsFallbackMethod",
    "SmsFallbackUrl",
    "VoiceApplicationSid",
    "VoiceCallerIdLookup",
    "VoiceReceiveMode",
    "EmergencyStatus",
    "EmergencyAddressSid",
    "TrunkSid",
    "IdentitySid",
    "AddressSid",
    "BundleSid",
];
/// Those that are played.
const PLAYED: usize = 8;
const LIST: &[&str] = &["PhoneNumber", "FriendlyName", "Beta", "Origin"];

/// The church's number as its account has it. It is kept in a file of its own: a reset forgets what was sent, and not
/// how the account is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IncomingNumber {
    sid: String,
    phone_number: String,
    /// Where texts are handed on to, fragment included; empty for nowhere.
    pub(crate) sms_url: String,
    pub(crate) sms_method: String,
    /// Where calls are handed on to.
    #[serde(default)]
    pub(crate) voice: Hook,
    /// Where Twilio turns to when that fails.
    #[serde(default)]
    pub(crate) voice_fallback: Hook,
    /// What is told of the end of a call to the church.
    #[serde(default)]
    pub(crate) status_callback: Hook,
    date_created: Timestamp,
    date_updated: Timestamp,
}

/// An address of the account, and how it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hook {
    /// Fragment included; empty for nowhere.
    pub(crate) url: String,
    pub(crate) method: String,
}

impl Default for Hook {
    fn default() -> Self {
        Self {
            url: String::new(),
            method: "POST".to_owned(),
        }
    }
}

impl Hook {
    /// Takes what a form says of it.
    fn update(&mut self, form: &Parameters, url: &str, method: &str) -> Result<(), TwilioError> {
        if let Some(given) = form.get(url) {
            given.clone_into(&mut self.url);
        }
        if let Some(given) = form.get(method) {
            given.clone_into(&mut self.method);
        }
        let bad = |code, name: &str, value: &str| {
            Err(TwilioError::bad_request(
                code,
                format!("{name} is not valid: {value}"),
            ))
        };
        if !self.url.is_empty() && !is_web_url(&self.url) {
            return bad(21402, url, &self.url);
        }
        if !matches!(self.method.as_str(), "GET" | "POST") {
            return bad(21403, method, &self.method);
        }
        Ok(())
    }
}

impl IncomingNumber {
    /// Opens what `folder` keeps of `phone_number`, or begins without a webhook.
    ///
    /// # Errors
    /// When the file can't be read or written.
    pub(crate) fn open(folder: &Path, phone_number: &str) -> Result<Self> {
        let path = folder.join(FILE_NAME);
        match fs::read(&path) {
            Ok(bytes) => {
                let kept: Self = serde_json::from_slice(&bytes).with_context(|| {
                    format!(
                        "{} is damaged: move it away to start without a webhook",
                        path.display()
                    )
                })?;
                if kept.phone_number == phone_number {
                    return Ok(kept);
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                return Err(error).with_context(|| format!("can't read {}", path.display()));
            }
        }
        let now = clock::now();
        let number = Self {
            sid: SplitMix64::from_system().sid("PN"),
            phone_number: phone_number.to_owned(),
            sms_url: String::new(),
            sms_method: "POST".to_owned(),
            voice: Hook::default(),
            voice_fallback: Hook::default(),
            status_callback: Hook::default(),
            date_created: now,
            date_updated: now,
        };
        number.keep(folder)?;
        Ok(number)
    }

    /// Writes it as a whole or not at all.
    fn keep(&self, folder: &Path) -> Result<()> {
        let draft = folder.join(format!("{FILE_NAME}.draft"));
        fs::write(&draft, serde_json::to_vec(self)?)
            .and_then(|()| fs::rename(&draft, folder.join(FILE_NAME)))
            .context("can't keep the number's webhook")
    }

    /// Answers `POST IncomingPhoneNumbers/{sid}.json`.
    pub(crate) fn update(&mut self, form: &Parameters, folder: &Path) -> Result<(), TwilioError> {
        form.refuse_unknown(UPDATE)?;
        form.refuse_unplayed(&UPDATE[PLAYED..])?;
        let mut changed = self.clone();
        let mut sms = Hook {
            url: changed.sms_url,
            method: changed.sms_method,
        };
        sms.update(form, "SmsUrl", "SmsMethod")?;
        (changed.sms_url, changed.sms_method) = (sms.url, sms.method);
        changed.voice.update(form, "VoiceUrl", "VoiceMethod")?;
        changed
            .voice_fallback
            .update(form, "VoiceFallbackUrl", "VoiceFallbackMethod")?;
        changed
            .status_callback
            .update(form, "StatusCallback", "StatusCallbackMethod")?;
        changed.date_updated = clock::now();
        changed.keep(folder).map_err(|error| {
            tracing::error!(%error, "a change of the number could not be kept");
            TwilioError::internal()
        })?;
        *self = changed;
        Ok(())
    }

    /// Answers `GET IncomingPhoneNumbers.json`: the account has one number, which the filter matches or does not.
    pub(crate) fn list(&self, query: &Parameters, account_sid: &str) -> Result<Value, TwilioError> {
        query.refuse_unknown_in_list(LIST)?;
        query.refuse_unplayed(&LIST[1..])?;
        query.refuse_unplayed(&["Page", "PageToken"])?;
        let size = query.number_in("PageSize", 1..=1_000)?.unwrap_or(50);
        let found: Vec<Value> = query
            .filled("PhoneNumber")
            .is_none_or(|pattern| self.matches(pattern))
            .then(|| self.resource(account_sid))
            .into_iter()
            .collect();
        let path = format!("/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers.json");
        let filter = query
            .filled("PhoneNumber")
            .map(|number| ("PhoneNumber", number));
        let size_text = size.to_string();
        let pairs = filter
            .into_iter()
            .chain([("PageSize", size_text.as_str()), ("Page", "0")])
            .collect::<Vec<_>>();
        let uri = format!(
            "{path}?{}",
            serde_urlencoded::to_string(pairs).unwrap_or_default()
        );
        Ok(json!({
            "end": 0,
            "first_page_uri": uri,
            "incoming_phone_numbers": found,
            "next_page_uri": null,
            "page": 0,
            "page_size": size,
            "previous_page_uri": null,
            "start": 0,
            "uri": uri,
        }))
    }

    /// Whether a part of the number fits; `*` fits any digit.
    fn matches(&self, pattern: &str) -> bool {
        let pattern = pattern.as_bytes();
        let fits = |window: &[u8]| {
            window
                .iter()
                .zip(pattern)
                .all(|(digit, wanted)| digit == wanted || (*wanted == b'*' && *digit != b'+'))
        };
        self.phone_number
            .as_bytes()
            .windows(pattern.len())
            .any(fits)
    }

    /// Whether this is the number's sid.
    pub(crate) fn is(&self, sid: &str) -> bool {
        self.sid == sid
    }

    /// The resource.
    pub(crate) fn resource(&self, account_sid: &str) -> Value {
        let uri = format!(
            "/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers/{}",
            self.sid
        );
        json!({
            "account_sid": account_sid,
            "address_requirements": "none",
            "address_sid": null,
            "api_version": "2010-04-01",
            "beta": false,
            "bundle_sid": null,
            "capabilities": { "fax": false, "mms": true, "sms": true, "voice": true },
            "date_created": clock::rfc2822(self.date_created),
            "date_updated": clock::rfc2822(self.date_updated),
            "emergency_address_sid": null,
            "emergency_address_status": "unregistered",
            "emergency_status": "Inactive",
            "friendly_name": self.phone_number,
            "identity_sid": null,
            "origin": "twilio",
            "phone_number": self.phone_number,
            "sid": self.sid,
            "sms_application_sid": "",
            "sms_fallback_method": "POST",
            "sms_fallback_url": "",
            "sms_method": self.sms_method,
            "sms_url": self.sms_url,
            "status": "in-use",
            "status_callback": self.status_callback.url,
            "status_callback_method": self.status_callback.method,
            "subresource_uris": {
                "assigned_add_ons": format!("{uri}/AssignedAddOns.json"),
            },
            "trunk_sid": null,
            "uri": format!("{uri}.json"),
            "voice_application_sid": null,
            "voice_caller_id_lookup": false,
            "voice_fallback_method": self.voice_fallback.method,
            "voice_fallback_url": self.voice_fallback.url,
            "voice_method": self.voice.method,
            "voice_receive_mode": "voice",
            "voice_url": self.voice.url,
        })
    }
}
