//! The IncomingPhoneNumber resource, by which a deployment says where texts go.

use crate::support::{ACCOUNT, CHURCH, Network};
use axum::http::Method;
use serde_json::{Value, json};

async fn answer(
    network: &Network,
    method: Method,
    path: &str,
    form: &[(&str, &str)],
) -> (u16, Value) {
    let mut request = network.twilio(method.clone(), path);
    if method == Method::POST {
        request = request.form(form);
    }
    let response = request.send().await.expect("an answer");
    (
        response.status().as_u16(),
        response.json().await.expect("JSON"),
    )
}

#[tokio::test]
async fn the_number_is_found_by_any_part_of_it() {
    let network = Network::start();
    for (pattern, found) in [
        ("%2B12025550100", 1),
        ("2025550100", 1),
        ("202***0100", 1),
        ("", 1),
        ("%2B12025550199", 0),
        ("%2B120255501000", 0),
        ("*2025550100*", 0),
    ] {
        let path = format!("IncomingPhoneNumbers.json?PhoneNumber={pattern}");
        let (status, list) = answer(&network, Method::GET, &path, &[]).await;
        let numbers = list["incoming_phone_numbers"].as_array().expect("a list");
        assert_eq!((status, numbers.len()), (200, found), "{pattern}");
    }
}

#[tokio::test]
async fn its_webhook_is_set_and_kept_with_the_fragment() {
    let mut network = Network::start();
    let list = answer(&network, Method::GET, "IncomingPhoneNumbers.json", &[]).await;
    network.kill_and_restart();
    let again = answer(&network, Method::GET, "IncomingPhoneNumbers.json", &[]).await;
    assert_eq!(again, list, "it is the same number before anything was set");
    let url = "https://church.example/api/webhooks/twilio/sms-inbound#rc=3&rp=all";
    let set = network.set_webhook(&[("SmsUrl", url)]).await;
    assert_eq!(set["phone_number"], CHURCH);
    assert_eq!(
        (&set["sms_url"], &set["sms_method"]),
        (&json!(url), &json!("POST"))
    );
    let sid = set["sid"].as_str().expect("a sid");
    assert!(sid.starts_with("PN") && sid.len() == 34, "{sid}");
    assert_eq!(
        set["uri"],
        format!("/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers/{sid}.json")
    );
    network.kill_and_restart();
    let path = format!("IncomingPhoneNumbers/{sid}.json");
    assert_eq!(answer(&network, Method::GET, &path, &[]).await, (200, set));
    let cleared = network.set_webhook(&[("SmsUrl", "")]).await;
    assert_eq!(cleared["sms_url"], "");
}

#[tokio::test]
async fn where_calls_go_is_set_and_kept() {
    let mut network = Network::start();
    let base = "https://church.example/api/webhooks/twilio";
    let set = network
        .set_webhook(&[
            ("VoiceUrl", &format!("{base}/voice-inbound")),
            ("VoiceMethod", "GET"),
            ("VoiceFallbackUrl", &format!("{base}/voice-fallback")),
            ("StatusCallback", &format!("{base}/voice-status")),
        ])
        .await;
    assert_eq!(set["voice_url"], format!("{base}/voice-inbound"));
    assert_eq!(set["voice_method"], "GET");
    assert_eq!(set["voice_fallback_url"], format!("{base}/voice-fallback"));
    assert_eq!(set["voice_fallback_method"], "POST");
    assert_eq!(set["status_callback"], format!("{base}/voice-status"));
    assert_eq!(set["sms_url"], "");
    network.kill_and_restart();
    let path = format!(
        "IncomingPhoneNumbers/{}.json",
        set["sid"].as_str().expect("a sid")
    );
    assert_eq!(answer(&network, Method::GET, &path, &[]).await, (200, set));
    assert_eq!(
        network.get("/health").await["calls_go_to"],
        format!("{base}/voice-inbound")
    );
}

#[tokio::test]
async fn what_is_wrong_or_not_played_is_refused_and_changes_nothing() {
    let network = Network::start();
    let before = network
        .set_webhook(&[("SmsUrl", "http://127.0.0.1:9/a")])
        .await;
    let path = format!(
        "IncomingPhoneNumbers/{}.json",
        before["sid"].as_str().expect("a sid")
    );
    let unknown = "IncomingPhoneNumbers/PN00000000000000000000000000000000.json";
    for (method, path, form, status, code) in [
        (Method::POST, path.as_str(), ("SmsUrl", "/a"), 400, 21402),
        (Method::POST, &path, ("SmsMethod", "PUT"), 400, 21403),
        (Method::POST, &path, ("VoiceUrl", "/a"), 400, 21402),
        (Method::POST, &path, ("VoiceFallbackUrl", "/a"), 400, 21402),
        (
            Method::POST,
            &path,
            ("StatusCallbackMethod", "PUT"),
            400,
            21403,
        ),
        (
            Method::POST,
            &path,
            ("SmsURL", "http://127.0.0.1:9/b"),
            400,
            20001,
        ),
        (
            Method::POST,
            &path,
            ("SmsFallbackUrl", "http://127.0.0.1:9/b"),
            400,
            20001,
        ),
        (
            Method::POST,
            &path,
            ("VoiceApplicationSid", "AP1"),
            400,
            20001,
        ),
        (
            Method::POST,
            unknown,
            ("SmsUrl", "http://127.0.0.1:9/b"),
            404,
            20404,
        ),
        (Method::GET, unknown, ("", ""), 404, 20404),
        (
            Method::POST,
            "IncomingPhoneNumbers.json",
            ("", ""),
            405,
            20004,
        ),
        (Method::DELETE, &path, ("", ""), 405, 20004),
        (
            Method::GET,
            "IncomingPhoneNumbers.json?Beta=true",
            ("", ""),
            400,
            20001,
        ),
    ] {
        let (answered, body) = answer(&network, method, path, &[form]).await;
        assert_eq!(
            (answered, &body["code"]),
            (status, &json!(code)),
            "{path} {form:?}"
        );
    }
    assert_eq!(
        answer(&network, Method::GET, &path, &[]).await,
        (200, before)
    );
}
