//! Calls, as tests make them and speak in them.

use axum::http::Method;
use reqwest::Response;
use serde_json::{Value, json};

use super::{CHURCH, Network, church::Church};

impl Network {
    /// A network whose number hands its calls to a church: TwiML at `/voice`, `/fallback`, and `/status`.
    pub(crate) async fn with_voice(church: &Church) -> Self {
        let network = Self::start();
        network.set_voice(church).await;
        network
    }

    pub(crate) async fn set_voice(&self, church: &Church) {
        let address = &church.address;
        self.set_webhook(&[
            ("VoiceUrl", &format!("{address}/voice")),
            ("VoiceFallbackUrl", &format!("{address}/fallback")),
            ("StatusCallback", &format!("{address}/status")),
        ])
        .await;
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Response {
        let url = format!("{}{path}", self.address);
        let request = self.client.post(url).json(&body).send();
        request.await.expect("an answer")
    }

    /// Dials the church, and gives back the call's sid.
    pub(crate) async fn dial(&self, number: &str) -> String {
        let answer = self
            .post(&format!("/phones/{number}/calls"), json!({}))
            .await;
        assert_eq!(answer.status(), 201);
        let call: Value = answer.json().await.expect("JSON");
        call["sid"].as_str().expect("a sid").to_owned()
    }

    /// The call when it waits for this, or has ended.
    pub(crate) async fn when(&self, sid: &str, stage: &str) -> Value {
        let call = self.get(&format!("/calls/{sid}?until={stage}")).await;
        assert_eq!(call["waits_for"]["for"], stage, "{call:#}");
        call
    }

    /// Does something in a call, which must work.
    pub(crate) async fn act(&self, sid: &str, deed: &str, body: Value) -> Value {
        let answer = self.post(&format!("/calls/{sid}/{deed}"), body).await;
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        assert_eq!(status, 200, "{deed}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Says something as soon as the call listens.
    pub(crate) async fn answer(&self, sid: &str, words: &str) {
        self.when(sid, "listening").await;
        self.act(sid, "say", json!({ "words": words })).await;
    }

    /// Calls a phone by the API; gives back the sid.
    pub(crate) async fn call(&self, to: &str, form: &[(&str, &str)]) -> String {
        let mut whole = vec![("To", to), ("From", CHURCH)];
        whole.extend_from_slice(form);
        let request = self.twilio(Method::POST, "Calls.json").form(&whole);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 201);
        let call: Value = answer.json().await.expect("JSON");
        call["sid"].as_str().expect("a sid").to_owned()
    }

    /// The call's resource.
    pub(crate) async fn call_resource(&self, sid: &str) -> Value {
        let request = self.twilio(Method::GET, &format!("Calls/{sid}.json"));
        let answer = request.send().await.expect("an answer");
        answer.json().await.expect("JSON")
    }

    /// Changes a call; gives back the status and the body.
    pub(crate) async fn change_call(&self, sid: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let request = self.twilio(Method::POST, &format!("Calls/{sid}.json"));
        let answer = request.form(form).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }
}

/// What was heard and said in a call: `kind: text`, or the code of an error.
pub(crate) fn dialogue(call: &Value) -> Vec<String> {
    let entries = call["dialogue"].as_array().expect("a list");
    entries
        .iter()
        .map(|entry| {
            let kind = entry["kind"].as_str().expect("a kind");
            let text = [&entry["text"], &entry["digits"], &entry["code"]]
                .into_iter()
                .find(|value| !value.is_null());
            match text.expect("some content") {
                Value::String(text) => format!("{kind}: {text}"),
                other => format!("{kind}: {other}"),
            }
        })
        .collect()
}
